"""Every verdict, and that what somebody did to a file is told apart."""

import json
import random
from dataclasses import replace

import pytest

from kuidocs.domain.errors import KuiError
from kuidocs.services.seal import SealError, trust, verdict
from kuidocs.services.seal import verify as module
from kuidocs.services.seal.rendered import Again
from kuidocs.services.seal.verify import verify
from tests.factories import NOW
from tests.services.pdf import demo
from tests.services.seal import tampering as t

TAMPERINGS = [
    (t.page_byte, "changed"),
    (t.title_byte, "changed"),
    (t.first_byte, "changed"),
    (t.padding_byte, "damaged"),
    (t.letter_case, "damaged"),
    (t.signature_byte, "damaged"),
    (t.version_byte, "damaged"),
    (t.issuer_letter, "damaged"),
    (t.annotation, "changed"),
    (t.page_replaced, "changed"),
    (t.catalogue_changed, "changed"),
    (t.data_replaced, "data_swapped"),
    (t.data_overwritten, "data_swapped"),
    (t.data_unlisted, "data_swapped"),
    (t.title_replaced, "title_changed"),
    (t.title_replaced_by_pyhanko, "title_changed"),
    (t.empty_revision, "trailing"),
    (t.trailing, "trailing"),
    (t.unlisted_object, "changed"),
    (t.other_history, "changed"),
    (t.object_stream, "changed"),
    (t.unreadable_revision, "changed"),
    (t.rewritten, "changed"),
    (t.cut_short, "changed"),
    (t.shifted_range, "changed"),
    (t.cut_in_the_signature, "damaged"),
    (t.renamed_range, "damaged"),
]
HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 100_000,
    "random": random.Random(1).randbytes(100_000),
    "text": "Det her er ikke en PDF".encode("utf-16"),
    "only a head": b"%PDF-1.7\n",
    "range beyond the file": b"%PDF-1.7 /ByteRange [0 999999999999 999999999999 999999999999]",
    "range of nothing": b"%PDF-1.7 /ByteRange [0 0 0 0]",
    "range backwards": b"%PDF-1.7 /ByteRange [0 40 2 10] <" + b"0" * 99 + b">",
    "thousands of ranges": b"%PDF-1.7" + b"/ByteRange [0 1 2 3]" * 50_000,
    "ranges without end": b"%PDF-1.7" + b"/ByteRange [" + b" " * 1_000_000,
    "loop": b"%PDF-1.7\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "nested": b"%PDF-1.7\n1 0 obj" + b"[" * 200_000,
    "encrypted": b"%PDF-1.7\n1 0 obj<</Filter/Standard>>endobj\ntrailer<</Encrypt 1 0 R>>\n%%EOF",
}


def holding(content, at=b"(D:20261121100000+01'00')"):
    """Something like a signed PDF whose hole holds whatever one likes."""
    head, digits = b"%PDF-1.7\n1 0 obj<</Contents ", b"<" + content.hex().encode() + b">"
    for _ in range(3):
        tail = b"/ByteRange [0 %d %d %d] /M %s>>endobj\n%%%%EOF" % (len(head), len(head) + len(digits), 0, at)
        rest = len(tail.replace(b" 0] /M", b" 000] /M"))
        tail = b"/ByteRange [0 %d %d %d] /M %s>>endobj\n%%%%EOF" % (len(head), len(head) + len(digits), rest, at)
    return head + digits + tail.ljust(rest)


def der(content):
    """A sequence that says how long it is, in five bytes."""
    return b"\x30\x84" + len(content).to_bytes(4, "big") + content


def test_an_untouched_file_is_proved_by_its_seal(sealed, trusted):
    found = verify(sealed, trusted=trusted)
    assert (found.code, found.exit_status, found.ok) == ("fine", 0, True)
    assert found.heading == "Dokumentet er ægte og uændret"
    (signature,) = found.signatures
    assert (signature.signer, signature.at, signature.intact) == ("Fjordlund Kommune", NOW, True)


def test_an_untouched_file_is_proved_by_the_ledger_too(sealed, trusted, ledger, row):
    found = verify(sealed, trusted=trusted, ledger=ledger)
    assert (found.code, found.exit_status, found.row) == ("fine", 0, row)


def test_the_ledger_proves_a_file_whose_certificate_is_not_at_hand(sealed, ledger):
    assert verify(sealed, trusted=[], ledger=ledger).code == "fine"


@pytest.mark.parametrize(("tamper", "code"), TAMPERINGS, ids=[tamper.__name__ for tamper, _ in TAMPERINGS])
@pytest.mark.parametrize("with_ledger", [False, True], ids=["seal alone", "with ledger"])
def test_each_tampering_is_told_apart(sealed, trusted, ledger, tamper, code, with_ledger):
    found = verify(tamper(sealed), trusted=trusted, ledger=ledger if with_ledger else None)
    assert (found.code, found.exit_status) == (code, 1)


def test_random_flips_of_single_bits_are_all_found(sealed, trusted):
    chosen = random.Random(20261121)
    hole = t.hole(sealed)
    everywhere = [chosen.randrange(len(sealed)) for _ in range(40)]
    in_the_signature = [chosen.randrange(hole.start, hole.stop) for _ in range(80)]
    for at in [*everywhere, *in_the_signature, 0, 1, len(sealed) - 1]:
        found = verify(t.flipped(sealed, at, 1 << chosen.randrange(8)), trusted=trusted)
        assert found.exit_status == 1, f"byte {at} changed: {found.code}"


def test_cutting_anywhere_is_never_proved(sealed, trusted, ledger):
    chosen = random.Random(7)
    for at in [chosen.randrange(len(sealed)) for _ in range(60)]:
        assert verify(sealed[:at], trusted=trusted).exit_status in (1, 2)
    for at in range(len(sealed) - 30, len(sealed)):
        assert verify(sealed[:at], trusted=trusted, ledger=ledger).exit_status == 1


def test_a_file_without_its_seal_is_known_by_the_ledger(unsigned, trusted, ledger):
    found = verify(unsigned, trusted=trusted, ledger=ledger)
    assert (found.code, found.heading, found.exit_status) == ("stripped", "Underskrifterne er fjernet.", 1)


def test_a_file_without_its_seal_and_with_something_else_is_known_by_the_ledger(unsigned, trusted, ledger):
    assert verify(t.title_replaced(unsigned), trusted=trusted, ledger=ledger).code == "stripped"
    assert verify(unsigned + b"x", trusted=trusted, ledger=ledger).code == "stripped"


def test_a_file_without_seal_is_unknown_without_ledger(unsigned, trusted, empty_ledger):
    assert verify(unsigned, trusted=trusted).code == "unknown"
    found = verify(unsigned, trusted=trusted, ledger=empty_ledger)
    assert (found.code, found.exit_status) == ("unknown", 2)


def test_a_file_with_fewer_signatures_than_it_left_with_is_rolled_back(sealed, trusted, empty_ledger, changed_row):
    empty_ledger.ledger_add(changed_row(sha256="f" * 64, signers=("Malthe", "Anja", "Fjordlund Kommune")))
    found = verify(sealed, trusted=trusted, ledger=empty_ledger)
    assert (found.code, found.exit_status) == ("rolled_back", 1)
    assert found.heading == "Dokumentet er en tidligere udgave. Der mangler 2 af 3 underskrifter."


def test_a_file_of_ours_that_never_left_us_is_said_to_be_so(sealed, trusted, empty_ledger):
    found = verify(sealed, trusted=trusted, ledger=empty_ledger)
    assert (found.code, found.exit_status) == ("not_in_ledger", 2)


def test_a_second_seal_on_a_document_that_left_us_is_said_to_be_so(seal, unsigned, trusted, ledger):
    again = seal.seal(unsigned, at=NOW, reason="En gang til")
    assert verify(again, trusted=trusted, ledger=ledger).code == "not_in_ledger"


def test_the_seal_of_somebody_who_calls_himself_the_same_is_not_ours(unsigned, other_seal, trusted, ledger):
    false = other_seal.seal(unsigned, at=NOW)
    found = verify(false, trusted=trusted)
    assert (found.code, found.exit_status) == ("unknown_issuer", 2)
    assert not found.signatures[0].trusted
    assert verify(t.page_byte(false), trusted=trusted).code == "changed"
    assert verify(t.trailing(false), trusted=trusted).code == "changed"
    assert verify(t.signature_byte(false), trusted=trusted).code == "damaged"


def test_a_certificate_that_is_not_given_is_not_trusted(sealed):
    assert verify(sealed, trusted=[]).code == "unknown_issuer"


def test_somebody_elses_signature_over_a_change_does_not_heal_it(sealed, trusted, other_signed):
    found = verify(other_signed(t.page_replaced(sealed)), trusted=trusted)
    assert found.code == "changed"
    assert [signature.trusted for signature in found.signatures] == [True, False]


def test_a_broken_signature_below_ours_is_not_passed_over(unsigned, other_signed, trusted, approving_seal):
    broken = t.signature_byte(other_signed(unsigned))
    assert verify(approving_seal(other_signed(unsigned)), trusted=trusted).code == "fine"
    assert verify(approving_seal(broken), trusted=trusted).code == "damaged"


def test_a_damaged_row_does_not_make_a_file_genuine(sealed, trusted, empty_ledger, changed_row):
    bad = t.padding_byte(sealed)
    empty_ledger.ledger_add(changed_row(sha256=module.sha256(bad).hexdigest()))
    assert verify(bad, trusted=trusted, ledger=empty_ledger).code == "damaged"


def test_a_body_says_that_there_is_a_file_with_the_signatures(sealed, trusted, ledger, changed_row):
    told = "  ? Det er dokumentet uden underskriftssiden. Der findes en fil af samme version med den."
    assert told not in verify(sealed, trusted=trusted, ledger=ledger).lines()

    ledger.ledger_add(changed_row(sha256="ef" * 32, profile="underskrevet"))

    found = verify(sealed, trusted=trusted, ledger=ledger)
    assert told in found.lines()
    assert found.code == "fine"


def test_a_newer_version_is_told_of(sealed, trusted, ledger, changed_row):
    ledger.ledger_add(changed_row(sha256="f" * 64, unsigned_sha256="e" * 64, version=3))
    found = verify(sealed, trusted=trusted, ledger=ledger)
    assert found.code == "fine"
    assert "  ? Det er version 1. Der findes en nyere: version 3." in found.lines()


def test_rendering_again_proves_the_content(sealed, unsigned, trusted, ledger):
    found = verify(sealed, trusted=trusted, ledger=ledger, rerender=lambda row: Again(unsigned))
    assert found.ok
    assert found.checks[-1].ok


@pytest.mark.parametrize(
    "again", [lambda pdf: pdf[:-1], lambda pdf: b"", t.page_byte], ids=["less", "nothing", "other"]
)
def test_rendering_something_else_is_said(sealed, unsigned, trusted, ledger, again):
    found = verify(sealed, trusted=trusted, ledger=ledger, rerender=lambda row: Again(again(unsigned)))
    assert (found.code, found.exit_status) == ("content_differs", 1)


@pytest.fixture(scope="module")
def said_otherwise(unsigned):
    """The same document as tools of another day might print it, with other data, and with other words."""
    job = demo.job("FLK-2026-0117-D02")
    other = replace(job, content=job.content | {"note_text": "Noget helt andet."})
    words = replace(job, facts=replace(job.facts, unit="En anden enhed"))
    return {"same": unsigned + b"%", "data": demo.inline().render(other), "words": demo.inline().render(words)}


@pytest.mark.parametrize(
    ("which", "ok", "code", "says"),
    [
        ("same", True, "fine", "Dens data og al tekst på siderne er de samme"),
        ("words", None, "fine", "siderne ville se anderledes ud i dag"),
        ("data", False, "content_differs", "Dens data er ikke dem, der er i sagen"),
    ],
)
def test_with_other_tools_data_and_words_are_compared(sealed, trusted, ledger, said_otherwise, which, ok, code, says):
    again = Again(said_otherwise[which], same_tools=False)
    found = verify(sealed, trusted=trusted, ledger=ledger, rerender=lambda row: again)

    assert (found.code, found.checks[-1].ok) == (code, ok)
    assert says in found.checks[-1].text


def test_a_renderer_of_another_day_proves_nothing_and_spoils_nothing(sealed, trusted, ledger):
    def fails(row):
        raise KuiError("render_failed", "PDF-filen kunne ikke laves.")

    for rerender in (lambda row: None, fails):
        found = verify(sealed, trusted=trusted, ledger=ledger, rerender=rerender)
        assert (found.code, found.checks[-1].ok) == ("fine", None)


@pytest.mark.parametrize("pdf", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_get_a_verdict(pdf, trusted, ledger, capfd):
    found = verify(pdf, trusted=trusted, ledger=ledger)
    assert found.exit_status in (1, 2)
    assert found.lines()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x30\x03\x02\x01\x00",
        der(b""),
        der(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"),
        b"".join(der(b"") for _ in range(20)),
        der(b"\x30\x84\x00\x00\xff\xff" * 30_000),
        der(b"\x05\x00" * 90_000),
        der(b"\0" * 300_000),
        b"\x30\x84\xff\xff\xff\xff" + b"\0" * 100,
    ],
    ids=["nothing", "short", "empty", "half", "several", "nested", "many", "large", "lying"],
)
def test_hostile_signatures_get_a_verdict(content, trusted, capfd):
    found = verify(holding(content), trusted=trusted)
    assert found.exit_status == 1
    assert found.code in ("damaged", "changed")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("at", [b"(nonsense)", b"(D:99999999999999)", b"(D:20261121100000)", b"<feff>"])
def test_a_strange_time_is_no_time(at):
    found = verify(holding(der(b"\0" * 200), at), trusted=[])
    assert [signature.at for signature in found.signatures] == [None]


def test_a_file_that_is_too_large_is_not_read(monkeypatch, trusted, sealed):
    monkeypatch.setattr(module, "MOST_BYTES", len(sealed) - 1)
    assert verify(sealed, trusted=trusted).code == "too_large"


def test_a_seal_counts_by_the_day_that_it_was_put(seal, trusted, unsigned, monkeypatch):
    monkeypatch.setattr(type(seal), "_refuse_outside_validity", lambda self, at: None)
    late = seal.seal(unsigned, at=NOW.replace(year=2040))
    assert verify(late, trusted=trusted).code == "unknown_issuer"


def test_a_pem_certificate_is_as_good(sealed, keys, seal):
    assert verify(sealed, trusted=[as_pem(seal.certificate())]).code == "fine"


@pytest.mark.parametrize("certificate", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_a_certificate_that_cannot_be_read_is_refused_with_a_sentence(certificate, sealed):
    with pytest.raises(SealError, match="Certifikatet kan ikke læses"):
        verify(sealed, trusted=[certificate])


def as_pem(der):
    return trust.pem.armor("CERTIFICATE", der)


def test_the_lines_tell_who_when_and_what_was_checked(sealed, trusted, ledger):
    lines = verify(sealed, trusted=trusted, ledger=ledger).lines()
    assert lines[0] == "Dokumentet er ægte og uændret"
    told = "  Fjordlund Kommune, 21. november 2026 kl.\u00a010.00: uændret siden, certifikatet er kendt"
    assert told in lines
    assert "  ✓ Filen er den, vi udleverede: fingeraftryk og længde passer med protokollen." in lines


def test_the_lines_of_a_changed_file_say_so(sealed, trusted, ledger):
    lines = verify(t.page_byte(sealed), trusted=trusted, ledger=ledger).lines()
    assert lines[0] == "Dokumentet er ændret efter underskrift. Brug det ikke."
    assert any(line.endswith("ændret siden, certifikatet er kendt") for line in lines)
    assert "  ✗ Filen er ikke en, vi har udleveret: fingeraftrykket står ikke i protokollen." in lines


def test_the_lines_of_a_damaged_signature_name_nobody(sealed, trusted):
    lines = verify(t.padding_byte(sealed), trusted=trusted).lines()
    assert "  En underskrift, der er beskadiget og ikke kan læses" in lines


@pytest.mark.parametrize("tamper", [lambda pdf: pdf, t.page_byte, t.padding_byte, lambda pdf: b""])
def test_the_verdict_is_json(sealed, trusted, ledger, tamper):
    found = verify(tamper(sealed), trusted=trusted, ledger=ledger)
    told = json.loads(json.dumps(found.as_dict()))
    assert (told["code"], told["heading"], told["exit_status"]) == (found.code, found.heading, found.exit_status)
    assert len(told["signatures"]) == len(found.signatures)


def test_every_verdict_has_words_and_a_status():
    codes = {
        value for name, value in vars(verdict).items() if name.isupper() and isinstance(value, str) and " " not in value
    }
    assert set(verdict.WORDINGS) == codes
    assert [code for code, words in verdict.WORDINGS.items() if words.exit_status == 0] == ["fine"]

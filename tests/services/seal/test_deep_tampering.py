"""What somebody does who knows the format: never genuine at any level, with a true sentence; and what is whole is."""

from hashlib import sha256

import pytest

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.lasting import B_LT, B_LTA, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.returned import MORE, SIGNED, Offered, returned
from kuidocs.services.seal.verify import verify
from kuidocs.services.signing.simulator import Root, sign
from tests.factories import NOW
from tests.services.pdf import demo
from tests.services.seal import deep_tampering as deep
from tests.services.seal import end_tampering as ends
from tests.services.seal import more_tampering, tampering
from tests.services.seal import signed_files as made
from tests.services.seal.authority import Authority

MILDER = {
    deep.a_second_attachment: v.DATA_SWAPPED,
    deep.another_standard: v.TITLE_CHANGED,
    ends.trailer_with_another_id: v.TRAILING,
    ends.line_end_added: v.TRAILING,
    ends.spaces_in_the_hole: v.DAMAGED,
    tampering.title_replaced: v.TITLE_CHANGED,
    tampering.title_replaced_by_pyhanko: v.TITLE_CHANGED,
    tampering.data_replaced: v.DATA_SWAPPED,
    tampering.data_overwritten: v.DATA_SWAPPED,
    tampering.trailing: v.TRAILING,
    tampering.empty_revision: v.TRAILING,
}
"""What is said when the pages are as they were; of everything else that it is changed, or that a seal is damaged."""
OLDER = (tampering.annotation, tampering.page_replaced, more_tampering.laid_over)
ALL = (*deep.TAMPERINGS, *ends.TAMPERINGS, *OLDER, *(one for one in MILDER if one.__module__ == tampering.__name__))
CLAIMS_WHOLE = (v.FINE, v.NOT_IN_LEDGER, v.UNKNOWN_ISSUER, v.ROLLED_BACK)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    started = Authority(tmp_path_factory.mktemp("authority"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def citizen():
    return Root()


@pytest.fixture(scope="module")
def offered():
    return demo.inline().render(demo.job(made.PLAN, "underskrift", state="approved"))


@pytest.fixture(scope="module")
def body():
    return demo.inline().render(demo.job(made.PLAN, state="approved"))


@pytest.fixture(scope="module")
def seals(authority):
    roots = [authority.certificate("root")]
    return {level: Pkcs12Seal(authority.key(), lasting(level, authority.tsa, roots)) for level in ("B-B", B_LT, B_LTA)}


@pytest.fixture(scope="module")
def files(seals, body, offered, citizen):
    found = {level: seal.seal(body, at=NOW) for level, seal in seals.items()}
    found["citizen"] = seals[B_LTA].seal(sign(offered, citizen.person("Malthe Kjærbo Vinther")), at=NOW)
    return found


@pytest.fixture(scope="module")
def roots(seals, citizen):
    return [citizen.pem(), seals[B_LTA].certificate(), *seals[B_LTA].trusted()]


@pytest.fixture
def protocol(empty_ledger, changed_row, files, body, offered):
    """A ledger in which all of them stand."""
    for name, pdf in files.items():
        begins = offered if name == "citizen" else body
        fields = {"citizen": ("mitid", "segl", "tidsstempel"), B_LTA: ("segl", "tidsstempel")}.get(name, ("segl",))
        told = {"unsigned_sha256": sha256(begins).hexdigest(), "unsigned_length": len(begins)}
        told |= {"signers": fields, "fields": fields}
        empty_ledger.ledger_add(changed_row(sha256=sha256(pdf).hexdigest(), length=len(pdf), **told))
    return empty_ledger


@pytest.mark.parametrize("kind", ["B-B", B_LTA])
@pytest.mark.parametrize("tamper", ALL, ids=[one.__name__ for one in ALL])
def test_it_is_seen_and_told_truly(files, roots, protocol, kind, tamper):
    changed = tamper(files[kind])
    assert changed != files[kind]

    for ledger in (None, protocol):
        found = verify(changed, trusted=roots, ledger=ledger)
        assert found.exit_status == 1, found.lines()
        assert found.code not in CLAIMS_WHOLE
        milder = found.code in (v.DATA_SWAPPED, v.TITLE_CHANGED, v.TRAILING)
        assert not milder or found.code == MILDER[tamper], found.lines()
        said = [check.text for check in found.checks if check.ok]
        assert "Intet er ændret efter forseglingen." not in said
    if tamper in MILDER and tamper is not ends.spaces_in_the_hole:
        assert found.code == MILDER[tamper]


@pytest.mark.outside
@pytest.mark.parametrize("tamper", ends.PROGRAMS, ids=[one.__name__ for one in ends.PROGRAMS])
def test_what_a_program_has_saved_again_is_not_what_we_handed_out(files, roots, protocol, tamper):
    for pdf in (files["B-B"], files["citizen"]):
        assert verify(tamper(pdf), trusted=roots, ledger=protocol).exit_status == 1


def test_what_is_whole_is_called_whole(files, roots, protocol, seals):
    """Also after renewals, and by somebody who knows no certificate of ours."""
    for pdf in files.values():
        assert verify(pdf, trusted=roots, ledger=protocol).code == v.FINE
        assert verify(pdf, trusted=roots).code == v.FINE
        unknown = verify(pdf, trusted=[])
        assert unknown.code == v.UNKNOWN_ISSUER
        assert (True, "Intet er ændret efter forseglingen.") in [(one.ok, one.text) for one in unknown.checks]
        by_ledger = verify(pdf, trusted=[], ledger=protocol)
        assert (by_ledger.code, by_ledger.checks[0].ok) == (v.FINE, True)
    renewed = files[B_LTA]
    for _ in range(2):
        renewed = seals[B_LTA].renew(renewed)
        assert verify(renewed, trusted=roots).code == v.FINE


def test_an_older_end_of_a_file_that_lasts_is_rolled_back(files, roots, empty_ledger, changed_row, body):
    """Cut back to what stood before the time-stamp: all that is there is whole, but not all is there."""
    pdf = files[B_LTA]
    ends = [one.end for one in verify(pdf, trusted=roots).signatures]
    told = {"unsigned_sha256": sha256(body).hexdigest(), "unsigned_length": len(body), "signers": ("segl", "stempel")}
    empty_ledger.ledger_add(changed_row(sha256=sha256(pdf).hexdigest(), length=len(pdf), **told))

    found = verify(pdf[: ends[0]], trusted=roots, ledger=empty_ledger)

    assert (found.code, found.missing, found.expected) == (v.ROLLED_BACK, 1, 2)


@pytest.mark.parametrize(
    "tamper",
    [deep.words_of_another_form, deep.a_script_of_the_form, deep.a_text_field_in_the_form],
    ids=lambda one: one.__name__,
)
def test_what_hides_in_the_form_of_a_signature_is_not_taken_from_a_signing_server(offered, citizen, tamper):
    """The signature covers it, so the signature itself is whole; a reader would show the other words all the same."""
    told = Offered(sha256(offered).hexdigest(), len(offered))
    with_form = tampering.updated(offered, _empty_form)

    name = "Malthe Kjærbo Vinther"
    assert returned(sign(offered, citizen.person(name)), told, [citizen.pem()]).code == SIGNED
    assert returned(sign(with_form, citizen.person(name)), told, [citizen.pem()]).code == SIGNED
    assert returned(sign(tamper(with_form), citizen.person(name)), told, [citizen.pem()]).code == MORE


def _empty_form(out):
    out.root[deep.pdf_name("/AcroForm")] = deep.DictionaryObject({deep.pdf_name("/Fields"): deep.ArrayObject()})
    out.update_root()


@pytest.mark.parametrize("tamper", [deep.rights_of_a_reader, deep.opens_elsewhere], ids=lambda one: one.__name__)
def test_nor_is_what_else_comes_with_it(offered, citizen, tamper):
    told = Offered(sha256(offered).hexdigest(), len(offered))

    assert returned(sign(tamper(offered), citizen.person("Malthe")), told, [citizen.pem()]).code == MORE

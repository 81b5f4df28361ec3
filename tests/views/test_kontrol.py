"""``/kontrol``: genuine, superseded, tampered and hostile files, and what a stranger learns of a case: nothing."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from webtest import Upload

from kuidocs.domain import signing
from kuidocs.resources.base import place
from kuidocs.resources.files import SealedFile
from kuidocs.services.checking import Broken, Compared, Place, alone
from kuidocs.services.pdf.api import SignedFacts, SignedRow
from kuidocs.services.proof import LedgerRow
from kuidocs.services.seal import verdict as v
from kuidocs.usecases.printing import at_approval, job_for
from kuidocs.views import kontrol
from tests import factories
from tests import hostile_files as files
from tests.services.seal import more_tampering, tampering
from tests.services.seal.conftest import keys, other_seal, seal  # noqa: F401 - fixtures
from tests.views import making
from tests.views.test_underskrifter import plan, text

PAGE = "/kontrol"


@pytest.fixture
def desk(site, seal):  # noqa: F811
    """A site with a sealed plan and its signed file, both in the ledger; Jonas is logged in."""
    from hashlib import sha256

    site.system.seal = seal
    site.made = {}

    def seal_both(case):
        document = plan(case, sealed=False)
        version = document.versions[0]
        facts = at_approval(document, version, "Jonas Ravnsborg", "2026-10-01T10:30:00+02:00")
        row = SignedRow("Ida Holm", "Mor, forældremyndighed", "Underskrift med MitID", "2026-11-20T10:00:00+01:00")
        no = SignedRow("Freja Lundsgaard Holm", "Den unge", "Sagde nej tak", "2026-11-20", "<i>Nej</i>")
        signed = replace(facts, signed=SignedFacts((row, no), "ab" * 32, "2026-10-01T10:30:00+02:00", row.at))
        for profile, told in (("arkiv", facts), (signing.FILE, signed)):
            unsigned = site.system.pdf.render(replace(job_for(version), facts=told))
            pdf = seal.seal(unsigned, at=factories.NOW)
            kept = making.sealed(pdf)
            kept = SealedFile(
                kept.blob, pdf, number=1, round=1, profile=profile, at="2026-11-21T10:00:00+01:00", facts=told.plain()
            )
            document.files = (*document.files, place(kept, document, f"{profile}.pdf"))
            site.system.proof.ledger_add(
                LedgerRow(
                    sha256=sha256(pdf).hexdigest(),
                    length=len(pdf),
                    unsigned_sha256=sha256(unsigned).hexdigest(),
                    unsigned_length=len(unsigned),
                    document_id=document.label,
                    version=1,
                    round=1,
                    profile=profile,
                    fingerprint=site.system.pdf.fingerprint(),
                    signers=(seal.name,),
                    sealed_at=factories.NOW,
                    case_no=case.case_no,
                    fields=("segl",),
                    tools={"weasyprint": "70"},
                )
            )
            site.made[profile] = pdf

    making.change(site, seal_both)
    site.browser.log_in("jonas")
    return site


def check(site, pdf, name="plan.pdf"):
    form = next(f for f in site.browser.get(PAGE).forms.values() if "fil" in f.fields)
    form["fil"] = Upload(name, pdf)
    return form.submit(expect_errors=True)


class TestGenuine:
    def test_the_signed_file_is_proved_and_its_signers_are_named(self, desk):
        page = check(desk, desk.made[signing.FILE])
        told = text(page)

        assert page.status_int == 200
        assert "Dokumentet er ægte og uændret" in told
        assert "Ida Holm Mor, forældremyndighed Underskrift med MitID 20. november 2026 kl. 10.00" in told
        assert "Sagde nej tak »<i>Nej</i>«" in told
        assert "Det blev det samme, byte for byte" in told
        assert "version 1, fra Fjordlund Kommune" in told
        assert "weasyprint 70" in told

    def test_the_body_too(self, desk):
        told = text(check(desk, desk.made["arkiv"]))

        assert "ægte og uændret" in told
        assert "Hvem har skrevet under?" not in told

    def test_a_file_of_ours_is_examined_once_and_another_each_time(self, desk, monkeypatch):
        asked = []

        def counts(act, *given):
            asked.append(act)
            return alone(act, *given)

        monkeypatch.setattr(kontrol, "alone", counts)
        first, again = (text(check(desk, desk.made["arkiv"])) for _ in range(2))
        assert "ægte og uændret" in first
        assert "ægte og uændret" in again
        assert len(asked) == 1

        for _ in range(2):
            assert "ægte og uændret" not in text(check(desk, desk.made["arkiv"] + b"x"))
        assert asked.count(kontrol.examine) == 3

    def test_a_newer_version_is_told(self, desk):
        def two(case):
            (document,) = case.dokumenter.values()
            making.version(document, {"x": 1}, number=2, at="2026-11-01T10:00:00+01:00")

        making.change(desk, two)
        page = check(desk, desk.made["arkiv"])

        assert "Dokumentet er ægte og uændret" in text(page)
        assert "Version 1 blev erstattet af version 2 den 1. november 2026" in text(page)
        assert page.html.find("a", string="Åbn version 2")

    def test_nothing_is_stored_but_that_it_was_checked(self, desk):
        def count():
            with desk.system.reading() as root:
                (document,) = root.sager[making.CASE_NO].dokumenter.values()
                return (
                    len(document.files),
                    len(document.artefacts),
                    len(list(root.sager[making.CASE_NO].bilag.values())),
                )

        before = count()
        check(desk, desk.made["arkiv"])

        assert count() == before
        (event,) = desk.events("file.checked")
        assert event.data == {"verdict": v.FINE}
        assert event.case_no == making.CASE_NO


TAMPERED = {
    "page_byte": v.CHANGED,
    "annotation": v.CHANGED,
    "page_replaced": v.CHANGED,
    "data_replaced": v.DATA_SWAPPED,
    "title_replaced": v.TITLE_CHANGED,
}


class TestTampered:
    @pytest.mark.parametrize(("name", "code"), TAMPERED.items())
    def test_each_tampering_has_its_sentence(self, desk, name, code):
        page = check(desk, getattr(tampering, name)(desk.made[signing.FILE]))

        assert v.WORDINGS[code].heading in text(page)
        assert page.status_int == 200
        assert "Gør sådan" in text(page)
        assert "Ida Holm" not in text(page)

    def test_trailing_bytes_and_a_file_without_its_seal(self, desk):
        whole = desk.made[signing.FILE]
        row = next(row for row in desk.system.proof.ledger_rows() if row.profile == signing.FILE)

        assert v.WORDINGS[v.TRAILING].heading in text(check(desk, whole + tampering.JUNK))
        assert v.WORDINGS[v.STRIPPED].heading in text(check(desk, whole[: row.unsigned_length]))

    def test_the_changed_page_is_named(self, desk):
        told = text(check(desk, tampering.annotation(desk.made["arkiv"])))

        assert "Side 1 ser anderledes ud" in told or "Alle sider er anderledes" in told

    def test_words_laid_over_a_page_stand_beside_those_that_were_sealed(self, desk):
        page = check(
            desk, more_tampering.laid_over(desk.made[signing.FILE], text="Fem <b>korte</b> dage", at=(60, 700))
        )
        (old, new) = page.html.select(".sheets > div")

        assert "Nogen har lagt noget nyt ind på side 1, efter at kommunen satte sit segl den 21. november" in text(page)
        assert "Side 1 ser anderledes ud end det, der blev forseglet. Resten af siderne er uændrede." in text(page)
        assert "Det blev forseglet" in old.get_text()
        assert "Fem <b>korte</b> dage" in new.get_text()
        assert new.select("ins")
        assert "Den er ændret ét sted." in text(page)
        assert "FLK" not in old.get_text()

    def test_a_stranger_is_shown_no_words_of_the_case(self, desk):
        desk.browser.become("peter")
        page = check(desk, more_tampering.laid_over(desk.made[signing.FILE]))

        assert not page.html.select(".sheets")
        assert "Side 1 ser anderledes ud" in text(page)

    def test_what_changes_no_word_is_told_as_such(self, desk):
        page = check(desk, more_tampering.laid_over(desk.made[signing.FILE], text=""))

        assert "Ordene på siden er de samme" in text(page)

    def test_more_places_than_are_shown_are_counted(self, desk, monkeypatch):
        found = Compared(3, (1, 2, 3), (Place(1, "Mål", "før", "nu"),), 5)
        monkeypatch.setattr(kontrol, "compare", found)
        monkeypatch.setattr(kontrol, "alone", lambda act, *given: found if act is found else alone(act, *given))
        page = check(desk, tampering.annotation(desk.made["arkiv"]))

        assert "Alle sider er anderledes" in text(page)
        assert "Og 4 steder mere." in text(page)
        assert "Side 1, »Mål«" in text(page)

    def test_pages_that_cannot_be_compared_are_not_spoken_of(self, desk, monkeypatch):
        def dies(act, *given):
            if act is kontrol.compare:
                raise Broken
            return alone(act, *given)

        monkeypatch.setattr(kontrol, "alone", dies)

        assert "Det er ændret" not in text(check(desk, tampering.annotation(desk.made["arkiv"])))

    def test_a_seal_of_ours_on_a_file_that_we_never_gave(self, desk, seal):  # noqa: F811
        other = seal.seal(files.pdf(), at=factories.NOW)

        assert v.WORDINGS[v.NOT_IN_LEDGER].heading in text(check(desk, other))


def rewritten(pdf, change):
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        out = BytesIO()
        opened.save(out)
        return out.getvalue()


def bomb(pdf):
    """A page that becomes 400 MB when it is unpacked."""
    import zlib

    packed = zlib.compress(b"0 0 m " * 70_000_000, 9)

    def change(opened):
        stream = pikepdf.Stream(opened, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        opened.pages[0].obj.Contents = stream

    return rewritten(pdf, change)


def many_pages(pdf):
    def change(opened):
        opened.Root.Pages.Count = 2_000_000_000

    return rewritten(pdf, change)


def xfa(pdf):
    def change(opened):
        opened.Root.AcroForm.XFA = pikepdf.Stream(
            opened, b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
        )

    return rewritten(pdf, change)


def broken_table(pdf):
    return pdf.replace(b"startxref", b"startxxxx").replace(b"0000000", b"9999999")


def cut_in_half(pdf):
    return pdf[: len(pdf) // 2]


def deep(pdf):
    return pdf + b"\n999 0 obj\n" + b"[" * 300_000 + b"\nstartxref\n" + str(len(pdf)).encode() + b"\n%%EOF\n"


class TestHostile:
    @pytest.mark.parametrize(
        ("pdf", "status"),
        [
            (b"", 422),
            (b"ikke en pdf", 422),
            (b"\x00" * 100_000, 422),
            (b"PK\x03\x04" + b"x" * 100, 422),
            (files.pdf(), 200),
            (files.action("JavaScript", JS="app.alert(1)"), 200),
            (b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 3000, 200),
            (b"%PDF-1.7\n" + b"%%EOF\n" * 5000, 200),
        ],
    )
    def test_anything_gets_an_answer(self, desk, pdf, status):
        page = check(desk, pdf, "<b>x</b>.pdf")

        assert page.status_int == status
        assert page.html.select_one(".verdict-unsure, .verdict-bad, .summary")
        assert "<b>x</b>" not in page.text

    @pytest.mark.parametrize(
        "make", [bomb, many_pages, xfa, broken_table, cut_in_half, deep], ids=lambda one: one.__name__
    )
    def test_files_that_are_made_to_break_readers(self, desk, make):
        page = check(desk, make(desk.made["arkiv"]))

        assert page.status_int in (200, 422)
        assert page.html.select_one(".verdict-unsure, .verdict-bad, .summary")
        assert not page.html.select(".verdict-ok")

    def test_a_file_that_another_has_signed(self, desk, other_seal):  # noqa: F811
        page = check(desk, other_seal.seal(files.pdf(), at=factories.NOW))

        assert v.WORDINGS[v.UNKNOWN_ISSUER].heading in text(page)
        assert page.html.select(".verdict-unsure")

    def test_an_encrypted_file(self, desk):
        locked = files.pdf(encryption=pikepdf.Encryption(owner="x", user="y"))

        assert v.WORDINGS[v.UNKNOWN].heading in text(check(desk, locked))

    def test_a_file_of_two_hundred_megabytes(self, desk):
        page = check(desk, b"%PDF-1.7" + b"0" * 200_000_000)

        assert page.status_int == 413
        assert "for stor" in text(page)

    def test_a_file_a_little_too_large(self, desk):
        page = check(desk, b"%PDF-1.7" + b"0" * 20_000_001)

        assert (page.status_int, "for stor" in text(page)) == (422, True)

    def test_no_file(self, desk):
        token = desk.browser.token()

        assert "Vælg den PDF-fil" in text(desk.browser.post(PAGE, {"csrf_token": token, "fil": "x"}, status=422))

    def test_a_file_on_which_the_process_dies(self, desk, monkeypatch):
        def dies(*_):
            raise Broken

        monkeypatch.setattr(kontrol, "alone", dies)
        page = check(desk, files.pdf())

        assert page.status_int == 422
        assert "går i stå" in text(page)

    def test_not_for_ever(self, desk, monkeypatch):
        monkeypatch.setattr(kontrol, "PER_USER", kontrol.Limit(1, timedelta(minutes=15)))
        check(desk, b"x")

        assert "Vent et kvarter" in text(check(desk, b"x"))


class TestStrangers:
    def test_who_is_not_in_the_case_gets_no_way_in(self, desk):
        desk.browser.become("peter")
        page = check(desk, desk.made[signing.FILE])

        assert "ægte og uændret" in text(page)
        assert not [a for a in page.html.select("main a") if "/sager/" in a.get("href", "")]

    def test_a_tampered_file_tells_a_stranger_nothing_of_the_case(self, desk):
        desk.browser.become("peter")
        page = check(desk, tampering.annotation(desk.made[signing.FILE]))

        for word in ("Ida", "Freja", "FLK-2026", "Hent den ægte"):
            assert word not in text(page)

    def test_who_is_not_logged_in_is_sent_to_the_door(self, desk):
        desk.browser.reset()

        assert "/log-ind" in desk.browser.get(PAGE, status=303).location

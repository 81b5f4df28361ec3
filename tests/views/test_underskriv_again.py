"""``/underskriv`` when something happens twice, at the same moment, or while a signature waits for its seal."""

import threading
from asyncio import run
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import make_server

import pytest
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from webtest import Upload
from ZODB.POSException import ConflictError

from kuidocs.domain import signing
from kuidocs.jobs import renewing
from kuidocs.jobs.outbox import CLAIM, WAITS, run_due
from kuidocs.resources.outbox import DONE, FAILED, WAITING
from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.held import HeldKeySigner
from kuidocs.services.seal.lasting import B_LTA, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.returned import SIGNED, Offered, returned
from kuidocs.services.seal.verdict import FINE
from kuidocs.services.seal.verify import verify
from kuidocs.services.signing import HttpSigningServer, simulator
from kuidocs.usecases import signing_links
from kuidocs.views import underskriv
from tests import hostile_files as files
from tests.services.seal.authority import Authority, Quiet
from tests.services.seal.conftest import keys, seal  # noqa: F401 - fixtures
from tests.views import making
from tests.views.test_underskrifter import code, form, text
from tests.views.test_underskriv import MOTHER, ROOT, door, link, read, sid_of, signed, state  # noqa: F401 - a fixture
from tests.web import CASE


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Check what comes back in this process: test_underskriv shows that it is done in one of its own."""
    monkeypatch.setattr(underskriv, "alone", lambda act, *given: act(*given))


def seal_fails(site, monkeypatch):
    def fails(*_, **__):
        raise SealError("seal_not_lasting", "TSA svarer ikke.")

    monkeypatch.setattr(site.system, "seal", site.system.seal)
    monkeypatch.setattr(site.system.seal, "seal", fails, raising=False)


def job(site):
    with site.system.reading() as root:
        (found,) = [one for one in root.job.values() if one.kind == "seal_citizen"]
        return found.state, found.code


def page_of(site):
    with site.system.reading() as root:
        (label,) = root.sager[making.CASE_NO].dokumenter.children
    return f"{CASE}/dokumenter/{label}/versioner/1/underskrifter"


@pytest.fixture
def waits(door, monkeypatch):  # noqa: F811
    """Ida's signature has come back and waits for its seal, which fails."""
    signed(door)
    with monkeypatch.context() as broken:
        seal_fails(door, broken)
        run_due(door.system)
    door.browser.reset()
    door.browser.log_in("jonas")
    return door


def test_what_is_received_is_not_asked_for_again(waits):
    page = waits.browser.get(page_of(waits))

    assert "Underskriften er modtaget og bliver forseglet" in text(page)
    assert "systemet prøver igen af sig selv" in text(page)
    assert MOTHER not in {option.get_text() for option in page.html.select("option")}
    assert "link til Ida Holm" not in text(page)
    assert "underskriftsside til Ida Holm" not in text(page)


@pytest.mark.parametrize("act", ["paper", "mitid", "nej-tak", "intet-svar"])
def test_nor_taken_in_another_way(waits, act):
    page = waits.browser.get(page_of(waits))
    with waits.system.reading() as root:
        _, sid = sid_of(root.sager[making.CASE_NO], MOTHER)
    told = {"csrf_token": form(page, "nej-tak")["csrf_token"].value, "handling": act, "hvem": sid}
    told |= {"dag": "2026-11-20", "ord": "Nej.", "kode": code(waits), "__token__": "t"}
    upload = {"fil": Upload("scan.pdf", files.pdf())} if act == "paper" else {}

    answer = waits.browser.post(page_of(waits), told | upload, expect_errors=True)

    assert answer.status_int == 409
    assert "Ida Holm har skrevet under med MitID" in text(answer)
    assert state(waits)[0] == signing.WAITING


@pytest.mark.parametrize("meanwhile", ["nothing", "archived", "replaced"])
def test_it_is_sealed_when_the_seal_is_back_whatever_has_happened(waits, meanwhile):
    def change(case):
        (document,) = case.dokumenter.values()
        if meanwhile == "archived":
            case.state = "archived"
        elif meanwhile == "replaced":
            making.version(document, {}, by=making.JONAS, at="2026-11-20T10:30:00+02:00", waiting=(), approved=True)

    making.change(waits, change)
    waits.system.clock.advance(WAITS[0])
    run_due(waits.system)

    assert job(waits) == (DONE, "")
    with waits.system.reading() as root:
        (document,) = root.sager[making.CASE_NO].dokumenter.values()
        (answer,) = document.facts_of(signing.SIGNATURE, 1)
        assert answer["data"]["signer"]["text"] == MOTHER
        assert len(document.artefacts) == 2
    assert len(waits.system.proof.ledger_rows()) == 1
    run_due(waits.system)
    assert len(waits.system.proof.ledger_rows()) == 1


def test_a_seal_that_never_comes_back_is_listed_and_said(waits, monkeypatch):
    with monkeypatch.context() as broken:
        seal_fails(waits, broken)
        for wait in (*WAITS, WAITS[0]):
            waits.system.clock.advance(wait)
            run_due(waits.system)

    assert job(waits) == (FAILED, "seal_not_lasting")
    waits.browser.become("jonas")
    told = text(waits.browser.get(page_of(waits)))
    assert "systemet er holdt op med at prøve" in told
    assert "lige nu" not in told


class Killed(BaseException):
    """The process ends here."""


STEPS = {
    "before the seal": ("seal", "seal"),
    "when the answer is stored": ("", "change"),
    "before the ledger": ("proof", "ledger_add"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Killed()], ids=["full", "killed"])
def test_it_fails_at_each_step_and_ends_right(door, monkeypatch, step, error):  # noqa: F811
    signed(door)
    where, name = STEPS[step]
    target = getattr(door.system, where) if where else door.system
    real = getattr(target, name)

    def breaks(*given, **named):
        if name == "change" and not given[0].startswith("sealed"):
            return real(*given, **named)
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(target, name, breaks, raising=False)
        try:
            run_due(door.system)
        except Killed:
            assert job(door)[0] == "running"
        else:
            assert job(door)[0] == WAITING

    door.system.clock.advance(CLAIM + timedelta(seconds=1))
    run_due(door.system)
    found, data, artefacts = state(door)
    assert (job(door)[0], found, len(artefacts)) == (DONE, signing.SIGNED, 2)
    (row,) = door.system.proof.ledger_rows()
    assert row.sha256 == data["artefact"]["sha256"]


def test_a_conflict_while_it_is_received_loses_no_signature(door, monkeypatch):  # noqa: F811
    """A server gives a signed file once; the request is made again all the same, because another was writing."""
    made = simulator.Simulator(b"hemmelig", ROOT)
    server = make_server("127.0.0.1", 0, made, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        door.system.signing = HttpSigningServer(f"http://127.0.0.1:{server.server_port}/sign", b"hemmelig")
        sent = form(door.browser.get(door.link), "log-ind").submit(status=303)
        errand = parse_qs(urlsplit(sent.location).query)["cid"][0]
        made.errands[errand]["citizen"] = {"name": MOTHER, "birth_date": "", "subject": "s"}
        conflict_once(monkeypatch, "identified")
        page = door.browser.get("/underskriv/retur").follow()
        sent = form(page, "skriv-under").submit(status=303)
        told = parse_qs(urlsplit(sent.location).query)
        pdf = door.browser.get(urlsplit(told["uri"][0]).path).body
        made.errands[told["cid"][0]]["signed"] = simulator.sign(pdf, ROOT.person(MOTHER))
        conflict_once(monkeypatch, "receive")
        done = door.browser.get("/underskriv/retur")
    finally:
        server.shutdown()
        server.server_close()

    assert "Din underskrift er modtaget" in text(done)
    assert len(state(door)[2]) == 1


def conflict_once(monkeypatch, name):
    real, left = getattr(signing_links, name), [ConflictError()]

    def act(*given, **named):
        if left:
            raise left.pop()
        return real(*given, **named)

    monkeypatch.setattr(signing_links, name, act)


def test_what_was_signed_with_mitid_gets_newer_time_stamps_too(door, tmp_path):  # noqa: F811
    """It lies apart from the files that we made ourselves, and is kept for as long."""
    authority, system = Authority(tmp_path), door.system
    try:
        system.seal = Pkcs12Seal(authority.key(), lasting(B_LTA, authority.tsa, [authority.certificate("root")]))
        signed(door)
        run_due(system)
        _, data, (received, sealed) = state(door)
        object.__setattr__(system.settings, "stamp_renewal_days", 0)
        assert renewing.ask_for_renewals(system) == 1
        run_due(system)
    finally:
        authority.stop()

    _, same, (*before, renewed) = state(door)
    assert (same, before) == (data, [received, sealed])
    assert renewed.startswith(sealed)
    assert [len(row.fields) for row in system.proof.ledger_rows()] == [3, 4]
    told = verify(renewed, trusted=[ROOT.pem(), system.seal.certificate(), *system.seal.trusted()], ledger=system.proof)
    assert (told.code, [one.stamp for one in told.signatures]) == (FINE, [False, False, True, True])
    door.browser.log_in("jonas")
    (href,) = [one["href"] for one in door.browser.get(page_of(door)).html.select("table a")]
    assert door.browser.get(href).body == renewed


class RunOut(simulator.Root):
    """A root whose people's certificates have run out."""

    def _certificate(self, subject, public, *, ca):
        made = super()._certificate(subject, public, ca=ca)
        if ca:
            return made
        builder = x509.CertificateBuilder(self.name, subject, public, x509.random_serial_number())
        start = made.not_valid_before_utc
        builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=30))
        for one in made.extensions:
            builder = builder.add_extension(one.value, one.critical)
        return builder.sign(self.key, simulator.SHA256())


def test_a_certificate_that_has_run_out_signs_nothing_however_it_is_dated(door):  # noqa: F811
    root = RunOut()
    at = root.person(MOTHER).certificate.not_valid_before_utc + timedelta(days=3)
    door.system.settings.signing_server_trust.write_bytes(root.pem())
    back = []
    door.system.signing.change = lambda pdf, made: back.append(back_dated(pdf, root, at)) or back[-1]

    page = signed(door)

    assert "gælder ikke nu" in text(page)
    assert state(door)[2] == []
    offered = Offered(sha256(door.system.signing.pdf).hexdigest(), len(door.system.signing.pdf))
    assert returned(back[-1], offered, [root.pem()]).code == SIGNED


def back_dated(pdf, root, at):
    """Sign, and say that it was at another time."""
    spec = SigFieldSpec("mitid", invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    told = PdfSignatureMetadata(field_name="mitid", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(told, HeldKeySigner(root.person(MOTHER)), new_field_spec=spec)

    async def made():
        session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)))
        session.system_time = at
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=16384)
        prepared, output = document.digest_tbs_document()
        done = await document.perform_signature(prepared.document_digest, None)
        await done.post_signature_processing(output)
        return bytes(output.getbuffer())

    return run(made())


def test_a_parents_link_ends_at_midnight_before_the_18th_birthday(door):  # noqa: F811
    found = link(door)
    making.change(door, lambda case: setattr(case.person, "birth_date", "2008-11-22"))
    assert door.browser.get(found).status_int in (200, 303)

    making.change(door, lambda case: setattr(case.person, "birth_date", "2008-11-21"))

    gone = door.browser.get(found, expect_errors=True)
    assert gone.status_int == 404
    assert "gælder ikke længere" in gone

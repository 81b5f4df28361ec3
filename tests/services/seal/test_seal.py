"""The municipality's seal: what it adds to a PDF and what it leaves alone."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kuidocs.services.seal import APPROVED, SealError
from tests.factories import NOW
from tests.outside.vera.vera import broken, needs_java


def status_of(pdf, certificate, at=NOW):
    """What pyHanko, which is not our own check, says of the only signature."""
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[x509.Certificate.load(certificate)], moment=at)
    return validate_pdf_signature(signature, context)


def test_the_seal_is_added_after_the_bytes_that_were_rendered(unsigned, sealed):
    assert sealed.startswith(unsigned)
    assert unsigned == sealed[: len(unsigned)] != sealed


def test_pyhanko_finds_the_seal_whole(seal, sealed):
    status = status_of(sealed, seal.certificate())
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.signer_reported_dt == NOW


def test_pyhanko_does_not_know_the_seal_of_somebody_else(sealed, other_seal):
    assert not status_of(sealed, other_seal.certificate()).bottom_line


def test_pyhanko_finds_a_changed_byte(seal, sealed):
    at = sealed.index(b"stream\n") + 30
    assert not status_of(flipped(sealed, at), seal.certificate()).bottom_line


def test_the_field_is_invisible_and_named(sealed):
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    assert signature.field_name == "segl"
    assert signature.sig_field["/TU"] == "Kommunens segl"
    assert [float(number) for number in signature.sig_field["/Rect"]] == [-9999.0] * 4
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == APPROVED
    assert signature.sig_object["/Name"] == "Fjordlund Kommune"


def test_the_reason_is_the_callers(seal, unsigned):
    sealed = seal.seal(unsigned, at=NOW, reason="Importeret")
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    assert signature.sig_object["/Reason"] == "Importeret"


def test_title_and_dates_stay_as_rendered_and_no_time_but_the_clocks_is_written(unsigned, sealed):
    before, after = (PdfFileReader(BytesIO(pdf)) for pdf in (unsigned, sealed))
    assert dict(before.trailer["/Info"]) == dict(after.trailer["/Info"])
    assert before.root["/Metadata"].data == after.root["/Metadata"].data
    assert re.findall(rb"D\\07220\d+", sealed[len(unsigned) :]) == [b"D\\07220261121100000"]


def test_the_cross_reference_stays_classic(sealed, unsigned):
    added = sealed[len(unsigned) :]
    assert b"\nxref\n" in added
    assert b"/ObjStm" not in added
    assert b"/XRef" not in added


def test_a_time_outside_the_certificate_is_refused(seal, unsigned):
    for at in (NOW - timedelta(days=2), NOW + timedelta(days=6 * 365)):
        with pytest.raises(SealError, match=r"kuidocs\.seal_key") as caught:
            seal.seal(unsigned, at=at)
        assert caught.value.code == "seal_certificate_expired"


@pytest.mark.parametrize("pdf", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(seal, pdf):
    with pytest.raises(SealError) as caught:
        seal.seal(pdf, at=NOW)
    assert caught.value.code == "seal_refused_pdf"


def test_a_sealed_file_is_not_sealed_again(seal, sealed):
    with pytest.raises(SealError) as caught:
        seal.seal(sealed, at=NOW)
    assert caught.value.code == "seal_refused_pdf"


def test_an_ec_key_seals_too(ec_seal, unsigned):
    sealed = ec_seal.seal(unsigned, at=NOW)
    assert status_of(sealed, ec_seal.certificate()).bottom_line


@needs_java
@pytest.mark.outside
def test_verapdf_accepts_the_sealed_file(sealed, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    assert broken([file], "3a", "ua1") == ""


@pytest.mark.outside
def test_poppler_accepts_the_seal_and_not_a_changed_byte(sealed, tmp_path):
    said = {}
    for name, pdf in {"as sealed": sealed, "changed": flipped(sealed, sealed.index(b"stream\n") + 30)}.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(pdf)
        said[name] = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said["as sealed"]
    assert "Total document signed" in said["as sealed"]
    assert "Digest Mismatch" in said["changed"]


@pytest.mark.outside
def test_openssl_accepts_the_seal_and_not_a_changed_byte(seal, sealed, tmp_path):
    start, length, rest, more = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", sealed).groups())
    (tmp_path / "seal.cer").write_bytes(seal.certificate())
    (tmp_path / "seal.p7s").write_bytes(bytes.fromhex(sealed[length + 1 : rest - 1].decode()))
    subprocess.run(
        ["openssl", "x509", "-in", "seal.cer", "-inform", "DER", "-out", "seal.pem"], cwd=tmp_path, check=True
    )
    answers = []
    for pdf in (sealed, flipped(sealed, 100)):
        (tmp_path / "covered").write_bytes(pdf[start:length] + pdf[rest : rest + more])
        # -no_check_time: the tests' clock is not openssl's.
        command = "openssl cms -verify -cades -binary -inform DER -in seal.p7s -content covered -CAfile seal.pem"
        options = ["-no_check_time", "-purpose", "any", "-out", "out"]
        answers.append(subprocess.run([*command.split(), *options], cwd=tmp_path, capture_output=True).returncode)
    assert answers[0] == 0
    assert answers[1] != 0


def flipped(pdf, at):
    """The file with one bit of one byte changed."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]

"""The seal: our signer, which holds its key, against pyHanko's SimpleSigner, which reads it for every signature."""

import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from statistics import median, quantiles
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
RUNS = 30
PARAGRAPHS = 60
SIGNATURES, PAGES = 4, (4, 35)


def measured(tasks: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Run the tasks in turns, so that a busy machine is unfair to none, and return their CPU times in ms."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(RUNS):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            times[name].append((time.process_time() - start) * 1000)
    return times


def a_document(pages: int = 0) -> bytes:
    """Make a tagged PDF, of some pages or of so many, with a classic cross-reference table as ours have."""
    from weasyprint import HTML

    def classic(document, pdf):
        write = pdf.write
        pdf.write = lambda out, version, identifier, compress: write(out, version, identifier, False)

    text = "<h1>Referat</h1>" + "<p>Aftalt med den unge, som mødte op.</p>" * PARAGRAPHS
    if pages:
        text = '<h2 style="break-after: page">Punkt</h2>' * (pages - 1) + "<p>Slut.</p>"
    return HTML(string=f"<html lang=da><title>Referat</title>{text}").write_pdf(
        pdf_variant="pdf/a-3a", finisher=classic
    )


def stock(private, certificate, pdf: bytes) -> Callable[[], bytes]:
    """Seal as pyHanko's own documentation shows."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

    archive = pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, BestAvailableEncryption(b"x"))
    signer = SimpleSigner.load_pkcs12_data(archive, [], b"x")
    meta = PdfSignatureMetadata(field_name="segl", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    return lambda: PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=BytesIO())


def rows(kind: str, private, pdf: bytes) -> dict[str, dict[str, float]]:
    """Measure one kind of key."""
    from kuidocs.services.seal.key import SealKey, self_signed
    from kuidocs.services.seal.pkcs12 import Pkcs12Seal
    from kuidocs.services.seal.verify import verify

    certificate = self_signed(private, "Fjordlund Kommune", NOW)
    seal = Pkcs12Seal(SealKey(private, certificate))
    sealed, trusted = seal.seal(pdf, at=NOW), [seal.certificate()]
    assert verify(sealed, trusted=trusted).ok
    tasks = {
        f"stock SimpleSigner, {kind}": stock(private, certificate, pdf),
        f"seal, {kind}": lambda: seal.seal(pdf, at=NOW),
        f"verify, {kind}": lambda: verify(sealed, trusted=trusted),
    }
    for task in tasks.values():
        task()
    times = measured(tasks)
    base = median(next(iter(times.values())))
    return {
        name: {"median ms": median(all_), "p95 ms": quantiles(all_, n=20)[-1], "ratio to stock": median(all_) / base}
        for name, all_ in times.items()
    }


def signed_by_four(private, pages: int) -> tuple[bytes, bytes]:
    """Sign a file of so many pages four times, as those of a meeting might; it, and the certificate."""
    from asyncio import run

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

    from kuidocs.services.seal.held import HeldKeySigner
    from kuidocs.services.seal.key import SealKey, self_signed
    from kuidocs.services.seal.pkcs12 import Pkcs12Seal

    key = SealKey(private, self_signed(private, "Fjordlund Kommune", NOW))
    pdf = a_document(pages)
    for number in range(SIGNATURES):
        told = PdfSignatureMetadata(field_name=f"sig{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        signer = PdfSigner(told, HeldKeySigner(key))
        output = run(signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=BytesIO()))
        pdf = output.getvalue()
    return pdf, Pkcs12Seal(key).certificate()


def verifying(private) -> dict[str, dict[str, float]]:
    """Measure verification of four signatures on short and long files; the base is the short one."""
    from kuidocs.services.seal.verify import verify

    tasks = {}
    for pages in PAGES:
        pdf, trusted = signed_by_four(private, pages)
        verdict = verify(pdf, trusted=[trusted])
        assert (verdict.ok, len(verdict.signatures)) == (True, SIGNATURES), verdict
        tasks[f"verify {SIGNATURES} signatures, {pages} pages"] = lambda pdf=pdf, trusted=trusted: verify(
            pdf, trusted=[trusted]
        )
    for task in tasks.values():
        task()
    times = measured(tasks)
    base = median(next(iter(times.values())))
    return {
        name: {
            "median ms": median(all_),
            "p95 ms": quantiles(all_, n=20)[-1],
            f"ratio to {PAGES[0]} pages": median(all_) / base,
        }
        for name, all_ in times.items()
    }


def main() -> dict[str, dict[str, float]]:
    """Measure both kinds of key on one document, then verification."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    pdf = a_document()
    keys = {"RSA-3072": rsa.generate_private_key(65537, 3072), "EC P-256": ec.generate_private_key(ec.SECP256R1())}
    sealed = {name: row for kind, private in keys.items() for name, row in rows(kind, private, pdf).items()}
    return sealed | verifying(keys["EC P-256"])

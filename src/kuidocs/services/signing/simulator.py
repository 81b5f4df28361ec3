"""A signing server for tests and demonstrations: everybody is who he or she types to be. It is nobody's MitID.

It makes a certificate for each signature, as the national service does, under a root of its own that only a system in
development mode is told to trust.
"""

import json
import secrets
import threading
from asyncio import run
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import waitress
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from kuidocs.assets import asset_root
from kuidocs.config import Settings, SettingsError
from kuidocs.services.seal.held import HeldKeySigner
from kuidocs.services.seal.key import SealKey

from .http import mac

DAYS = 3650
MOST_BYTES = 64 * 1024 * 1024
Start = Callable[[str, list[tuple[str, str]]], Any]


class Root:
    """The root under which the simulator makes its certificates."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simuleret MitID (kun til prøve)")])
        self.certificate = self._certificate(self.name, self.key.public_key(), ca=True)

    def pem(self) -> bytes:
        """Return the certificate, to be trusted."""
        return self.certificate.public_bytes(Encoding.PEM)

    def person(self, name: str) -> SealKey:
        """Make a key for one person and one signature."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"), x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
        )
        return SealKey(key, self._certificate(subject, key.public_key(), ca=False), (self.certificate,))

    def _certificate(self, subject: x509.Name, public: ec.EllipticCurvePublicKey, *, ca: bool) -> x509.Certificate:
        # Wide on both sides, because systems on trial may have a clock that stands still.
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=DAYS)
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        return (
            x509.CertificateBuilder(subject_name=subject, issuer_name=self.name, public_key=public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=2 * DAYS))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, SHA256())
        )


def sign(pdf: bytes, key: SealKey, at: datetime | None = None, field: str = "mitid") -> bytes:
    """Put a person's signature on a PDF as a revision of its own."""
    spec = SigFieldSpec(field, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True), readable_field_name="MitID")
    told = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(told, HeldKeySigner(key), new_field_spec=spec)
    return bytes(run(_signed(signer, pdf)).getbuffer())


async def _signed(signer: PdfSigner, pdf: bytes) -> Any:
    return await signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))


class Simulator:
    """The server as a WSGI application."""

    def __init__(self, secret: bytes, root: Root | None = None) -> None:
        self.secret, self.root = secret, root or Root()
        self.errands: dict[str, dict[str, Any]] = {}
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        told = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        given = told.pop("hash", "")
        if not compare_digest(given, mac(self.secret, told)):
            return _answer(start, "403 Forbidden", b"wrong hash")
        act = ACTIONS.get(told.get("action", ""))
        if act is None:
            return _answer(start, "404 Not Found", b"no such action")
        errand = self.errands.get(told.get("cid", "")) if told["action"] != "getcid" else {}
        if errand is None:
            return _answer(start, "404 Not Found", b"no such errand")
        if environ["REQUEST_METHOD"] == "POST":
            length = min(int(environ.get("CONTENT_LENGTH") or 0), 10_000)
            posted = parse_qs(environ["wsgi.input"].read(length).decode("utf-8", "replace"))
            told |= {name: values[0] for name, values in posted.items()}
        with self.lock:
            return act(self, told, errand, environ["REQUEST_METHOD"] == "POST", start)

    def _getcid(self, told: dict[str, str], errand: dict[str, Any], posted: bool, start: Start) -> Iterable[bytes]:
        cid = secrets.token_hex(16)
        self.errands[cid] = {}
        return _answer(start, "200 OK", json.dumps({"cid": cid}).encode(), "application/json")

    def _identify(self, told: dict[str, str], errand: dict[str, Any], posted: bool, start: Start) -> Iterable[bytes]:
        if not posted or not told.get("navn", "").strip():
            return _page(start, "Log ind med simuleret MitID", "Log ind")
        errand["citizen"] = {"name": told.get("navn", ""), "birth_date": told.get("dag", ""), "subject": "simuleret"}
        return _onward(start, told["forward_url"])

    def _sign(self, told: dict[str, str], errand: dict[str, Any], posted: bool, start: Start) -> Iterable[bytes]:
        if "pdf" not in errand:
            if urlsplit(told["uri"]).scheme not in ("http", "https"):
                return _answer(start, "400 Bad Request", b"wrong address")
            with urlopen(told["uri"], timeout=30) as answer:  # noqa: S310 - http only, said above
                errand["pdf"] = answer.read(MOST_BYTES)
        name = told.get("navn", "").strip()
        if not posted or not name:
            return _page(start, "Skriv under med simuleret MitID", "Skriv under")
        errand["signed"] = sign(errand["pdf"], self.root.person(name))
        return _onward(start, told["forward_url"])

    def _identity(self, told: dict[str, str], errand: dict[str, Any], posted: bool, start: Start) -> Iterable[bytes]:
        found = errand.pop("citizen", None)
        if found is None:
            return _answer(start, "409 Conflict", b"not yet")
        return _answer(start, "200 OK", json.dumps(found).encode(), "application/json")

    def _download(self, told: dict[str, str], errand: dict[str, Any], posted: bool, start: Start) -> Iterable[bytes]:
        found = errand.pop("signed", None)
        if found is None:
            return _answer(start, "409 Conflict", b"not yet")
        return _answer(start, "200 OK", found, "application/pdf")


ACTIONS: dict[str, Callable[..., Iterable[bytes]]] = {
    "getcid": Simulator._getcid,
    "identify": Simulator._identify,
    "identity": Simulator._identity,
    "sign": Simulator._sign,
    "download": Simulator._download,
}


def _answer(start: Start, status: str, body: bytes, kind: str = "text/plain") -> Iterable[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def _page(start: Start, title: str, verb: str) -> Iterable[bytes]:
    page = (asset_root("templates") / "simulator.html").read_text(encoding="utf-8")
    return _answer(start, "200 OK", page.format(title=title, verb=verb).encode(), "text/html; charset=utf-8")


def _onward(start: Start, address: str) -> Iterable[bytes]:
    start("303 See Other", [("Location", address), ("Content-Length", "0")])
    return [b""]


def serve(settings: Settings) -> None:
    """Serve the simulator at the address of the setting until the process is ended; never for real people.

    Raises SettingsError.
    """
    where = urlsplit(settings.signing_server)
    if settings.production or where.hostname not in ("127.0.0.1", "localhost") or not where.port:
        raise SettingsError("Simulatoren er kun til prøve: kuidocs.signing_server skal være en port på denne maskine.")
    made = prepare(settings.signing_server_secret_file, settings.signing_server_trust)
    waitress.serve(made, host=where.hostname, port=where.port, threads=4, _quiet=True)


def prepare(secret_file: Path, trust_file: Path) -> Simulator:
    """Make the simulator with a secret and a root of its own, and write both where the system reads them."""
    if not secret_file.exists():
        secret_file.parent.mkdir(parents=True, exist_ok=True)
        secret_file.touch(0o600)
        secret_file.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    made = Simulator(secret_file.read_text(encoding="utf-8").strip().encode())
    # The root of each start is added, so that what was signed before is still known.
    before = trust_file.read_bytes() if trust_file.exists() else b""
    trust_file.write_bytes(before + made.root.pem())
    return made

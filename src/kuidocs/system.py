"""The whole system in one process: settings, databases and services. The web, the commands, jobs and tests use it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from transaction.interfaces import TransientError
from ZODB import DB

from .config import Settings, SettingsError
from .jobs.tailing import ChainFollower, IndexFollower
from .resources.root import Root
from .services.archive import ArchiveService, open_archive
from .services.calendar import CalendarService, IcalendarFiles
from .services.checking import Remembered
from .services.clock import Clock, FixedClock, SystemClock
from .services.factors import Factors, open_factors
from .services.index import IndexService, open_index
from .services.inspection import InspectionService, IsolatedInspection
from .services.labels.api import LabelService
from .services.labels.zodb import ZodbLabels
from .services.links import LinkChecker, WebLinks
from .services.mail import MailService, open_mail
from .services.pdf.api import PdfService
from .services.pdf.cached import CachedPdfService
from .services.pdf.pool import PoolPdfService
from .services.proof import ProofService, open_proof
from .services.seal import SealService, trust
from .services.seal.lasting import lasting
from .services.seal.pkcs12 import Pkcs12Seal
from .services.signing import HttpSigningServer, SigningServer
from .services.slides import PowerPointSlides, SlideService
from .services.sso import OidcSso, SsoService
from .services.state import StateService, open_state
from .services.storage import Tailer, open_database, working

Result = TypeVar("Result")
TRIES = 5


@dataclass
class System:
    """Everything that outlives a request. Made by ``open_system``; ``close`` gives it all back."""

    settings: Settings
    clock: Clock
    db: DB
    drafts_db: DB
    proof: ProofService
    index: IndexService
    state: StateService
    labels: LabelService
    pdf: PdfService
    seal: SealService
    mail: MailService
    archive: ArchiveService
    calendar: CalendarService
    factors: Factors
    sso: SsoService | None
    """None where the municipality's own log-in is not used."""
    tailer: Tailer
    signing: SigningServer | None = None
    """None where citizens sign on paper only."""
    inspection: InspectionService = field(default_factory=IsolatedInspection)
    links: LinkChecker = field(default_factory=WebLinks)
    slides: SlideService = field(default_factory=PowerPointSlides)
    remembered: Remembered = field(default_factory=Remembered)
    """What our own files say by themselves, for the page that checks files."""
    wake: threading.Event = field(default_factory=threading.Event)
    """Set when there may be a job to run."""

    @contextlib.contextmanager
    def reading(self) -> Iterator[Root]:
        """Open the tree outside any request; nothing is written unless the block writes."""
        with working(self.db) as connection:
            yield connection.root()["kuidocs"]

    @contextlib.contextmanager
    def writing(self, note: str) -> Iterator[Root]:
        """Open the tree for one transaction, once; a conflict is raised to the caller."""
        with working(self.db, note) as connection:
            yield connection.root()["kuidocs"]

    def change(self, note: str, act: Callable[[Root], Result]) -> Result:
        """Do something to the tree in a transaction of its own, again when another writer was first."""
        for _ in range(TRIES - 1):
            try:
                with self.writing(note) as root:
                    return act(root)
            except TransientError:
                continue
        with self.writing(note) as root:
            return act(root)

    def catch_up(self) -> None:
        """Bring the audit chain and the read model up to what is committed (D29), and wake whoever runs jobs."""
        self.tailer.catch_up()
        self.wake.set()

    def close(self) -> None:
        """Give back processes, connections and locks."""
        for service in (self.pdf, self.index, self.state, self.proof):
            service.close()
        for db in (self.drafts_db, self.db):
            db.close()


def make_clock(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return FixedClock(settings.clock) if settings.clock else SystemClock()


def make_pdf(settings: Settings) -> PdfService:
    """Return the workers that make PDFs, with a memory of what they made as large as the settings say."""
    return CachedPdfService(PoolPdfService(settings.render_workers), settings.pdf_cache_mb * 1_000_000)


def open_seal(settings: Settings) -> SealService:
    """Open the municipality's seal: the key in a file, or in a device, at the level that the settings ask for.

    Raises SealError.
    """
    roots = trust.certificates(trust.parted(_bytes(settings.seal_trust))) if settings.seal_trust else []
    help = lasting(settings.seal_level, settings.tsa_url, roots)
    if not settings.pkcs11_module:
        return Pkcs12Seal.open(settings.seal_key, settings.seal_password_file, help)
    # Imported here: it needs a library that most systems do not have.
    from .services.seal.pkcs11 import open_device

    told = settings.pkcs11_module, settings.pkcs11_token, settings.pkcs11_label
    return open_device(*told, settings.seal_password_file, help)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"Filen {path} (kuidocs.seal_trust) kan ikke læses: {error.strerror}.") from error


def open_sso(settings: Settings, clock: Clock) -> SsoService | None:
    """Make the client of the municipality's own log-in, when the settings name one.

    Raises SettingsError when the file with its secret cannot be read.
    """
    if not settings.sso_issuer:
        return None
    secret = _secret(settings.sso_client_secret_file, "sso_client_secret_file")
    return OidcSso(
        clock,
        issuer=settings.sso_issuer,
        client_id=settings.sso_client_id,
        client_secret=secret,
        redirect=f"{settings.base_url.rstrip('/')}/log-ind-sso-retur",
        user_claim=settings.sso_user_claim,
        groups_claim=settings.sso_groups_claim,
    )


def open_signing(settings: Settings) -> SigningServer | None:
    """Make the client of the signing server, when the settings name one.

    Raises SettingsError when the file with its secret cannot be read.
    """
    if not settings.signing_server:
        return None
    secret = _secret(settings.signing_server_secret_file, "signing_server_secret_file")
    return HttpSigningServer(settings.signing_server, secret.encode())


def _secret(path: Path, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"Filen {path} (kuidocs.{setting}) kan ikke læses: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise SettingsError(f"Filen {path} (kuidocs.{setting}) er ikke tekst.") from None


def make_archive(settings: Settings, clock: Clock) -> ArchiveService:
    """Return the journal that the settings name; a server is shown a token, a folder needs none.

    Raises SettingsError when the file with the token cannot be read or holds none.
    """
    if "://" not in settings.journal:
        return open_archive(settings.journal, "", clock)
    token = _secret(settings.journal_token_file, "journal_token_file")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        path = settings.journal_token_file
        raise SettingsError(f"Filen {path} (kuidocs.journal_token_file) skal holde én nøgle på én linje.")
    return open_archive(settings.journal, token, clock)


def open_databases(settings: Settings, *, read_only: bool = False) -> tuple[DB, DB]:
    """Open the two object databases as one family, so that one transaction covers both."""
    family: dict[str, DB] = {}
    blobs = settings.data / "blobs"
    main = open_database(settings.zodb, name="main", databases=family, read_only=read_only, blob_cache=blobs)
    try:
        drafts = open_database(
            settings.zodb_drafts,
            name="drafts",
            databases=family,
            read_only=read_only,
            blob_cache=settings.data / "draft-blobs",
        )
    except BaseException:
        main.close()
        raise
    return main, drafts


def open_system(settings: Settings, *, read_only: bool = False, pdf: PdfService | None = None) -> System:
    """Open databases and services; when one cannot be opened, those before it are closed again.

    ``read_only`` is for commands beside a running server (D31). Raises CannotOpen, SealError, SettingsError.
    """
    clock = make_clock(settings)
    archive = make_archive(settings, clock)
    seal = open_seal(settings)
    with contextlib.ExitStack() as opened:
        main, drafts = open_databases(settings, read_only=read_only)
        opened.callback(main.close)
        opened.callback(drafts.close)
        proof = opened.enter_context(contextlib.closing(open_proof(settings.proof)))
        index = opened.enter_context(contextlib.closing(open_index(settings.index)))
        state = opened.enter_context(contextlib.closing(_open_state(settings, clock)))
        system = System(
            settings=settings,
            clock=clock,
            db=main,
            drafts_db=drafts,
            proof=proof,
            index=index,
            state=state,
            labels=ZodbLabels(main),
            pdf=pdf or make_pdf(settings),
            seal=seal,
            mail=open_mail(settings.mail, settings.mail_from),
            archive=archive,
            calendar=IcalendarFiles(),
            factors=open_factors(settings.base_url, settings.factor_key),
            sso=open_sso(settings, clock),
            signing=open_signing(settings),
            tailer=Tailer(main, [ChainFollower(proof), IndexFollower(main, index)]),
        )
        opened.pop_all()
    return system


def _open_state(settings: Settings, clock: Clock) -> StateService:
    idle = timedelta(minutes=settings.session_idle_minutes)
    absolute = timedelta(hours=settings.session_absolute_hours)
    return open_state(settings.state, clock, idle=idle, absolute=absolute)

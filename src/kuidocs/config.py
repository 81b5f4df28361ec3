"""Settings: one table, from kuidocs.* in the ini file or KUIDOCS_* in the environment, to one frozen dataclass."""

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .domain.roles import ROLES

PREFIX = "kuidocs."
DEVELOPMENT, PRODUCTION = "development", "production"
MOST_OF_A_PREFIX = 10
SEAL_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


class SettingsError(Exception):
    """A setting that is unknown, missing or wrong, in a sentence that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the system is told from outside. Paths are absolute; ``clock`` stands still at a moment when it is set."""

    mode: str
    data: Path
    zodb: str
    zodb_drafts: str
    proof: str
    index: str
    state: str
    seal_key: Path
    seal_password_file: Path
    clock: datetime | None
    render_workers: int
    pdf_cache_mb: int
    demo_password: str
    session_idle_minutes: int
    session_absolute_hours: int
    password_memory_kib: int
    base_url: str
    run_jobs: bool
    mail: str
    mail_from: str
    regional_unit: str
    meeting_rooms: tuple[str, ...]
    factor_key: Path
    second_factor_roles: frozenset[str]
    password_login: bool
    sso_issuer: str
    sso_client_id: str
    sso_client_secret_file: Path
    sso_user_claim: str
    sso_groups_claim: str
    sso_roles: Mapping[str, str]
    attachment_mb: int
    case_prefix: str
    packages: Path
    backups: str
    signing_server: str
    signing_server_secret_file: Path
    signing_server_trust: Path
    seal_level: str
    seal_trust: Path | None
    tsa_url: str
    stamp_renewal_days: int
    pkcs11_module: str
    pkcs11_token: str
    pkcs11_label: str
    journal: str
    journal_token_file: Path
    pdf_validator: tuple[str, ...]

    @property
    def attachment_bytes(self) -> int:
        """The largest attachment."""
        return self.attachment_mb * 1_000_000

    @property
    def production(self) -> bool:
        """Whether insecure conveniences are refused."""
        return self.mode == PRODUCTION


def _mode(text: str) -> str:
    if text not in (DEVELOPMENT, PRODUCTION):
        raise ValueError(f"er »{text}«; den skal være development eller production")
    return text


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"er »{text}«; den skal være et helt tal på mindst 1")
    return int(text)


def _whole_or_none(text: str) -> int:
    return 0 if text == "0" else _whole(text)


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"er »{text}«; den skal være true eller false")
    return text == "true"


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"er »{text}«; skriv dag og tid som 2026-11-21T10:00") from None


def _mail(text: str) -> str:
    parts = urlsplit(text)
    if "://" in text and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise ValueError("er ikke en adresse, der kan bruges; skriv smtp://vært:port, smtps://vært:port eller en mappe")
    return text


def _journal(text: str) -> str:
    """Read a folder, or an address to which a token may be sent: encrypted, or on this very machine."""
    if "://" not in text:
        return str(_path(text))
    parts = urlsplit(text)
    number = parts.netloc.rpartition(":")[2] if ":" in parts.netloc.rpartition("]")[2] else "1"
    own = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    plain = text.isascii() and text.isprintable() and " " not in text and "@" not in parts.netloc and not parts.fragment
    if not (parts.hostname and number.isdigit() and plain and (parts.scheme == "https" or own)):
        raise ValueError("er ikke en adresse, der kan bruges; skriv https://vært/sti uden navn og kode, eller en mappe")
    return text


def _address(text: str) -> str:
    name, at, domain = text.partition("@")
    if not (name and at and domain) or "@" in domain or any(letter.isspace() for letter in text):
        raise ValueError(f"er »{text}«; skriv en mailadresse")
    return text


def _no_address(text: str) -> str:
    return _address(text) if text else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    pairs = dict(line.rpartition("=")[::2] for line in _lines(text))
    if not all(group.strip() and role.strip() for group, role in pairs.items()):
        raise ValueError("har en linje, der ikke kan læses; skriv gruppe = rolle")
    return {group.strip(): role.strip() for group, role in pairs.items()}


def _prefix(text: str) -> str:
    if not text.isascii() or not text.isalnum() or len(text) > MOST_OF_A_PREFIX:
        raise ValueError(f"er »{text}«; den skal være højst {MOST_OF_A_PREFIX} bogstaver fra a til z eller cifre")
    return text.upper()


def _web(text: str) -> str:
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError("er ikke en adresse, der kan bruges; skriv https://vært/sti")
    return text


def _level(text: str) -> str:
    if text not in SEAL_LEVELS:
        raise ValueError(f"er »{text}«; den skal være {', '.join(SEAL_LEVELS[:-1])} eller {SEAL_LEVELS[-1]}")
    return text


def _command(text: str) -> tuple[str, ...]:
    """Read a command as a shell would part it into words; none is asked to run it."""
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        raise ValueError("kan ikke deles i ord; er der et anførselstegn for lidt?") from None
    if words and not any("{file}" in word for word in words):
        raise ValueError("skal have {file} der, hvor filens sti skal stå")
    return words


def _maybe_path(text: str) -> Path | None:
    return _path(text) if text else None


def _path(text: str) -> Path:
    return Path(text).absolute()


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. ``{data}`` in a default is the folder of kuidocs.data; None means required."""

    default: str | None
    read: Callable[[str], Any]
    tells: str


SETTINGS = {
    "mode": Setting(DEVELOPMENT, _mode, "development or production"),
    "data": Setting(None, _path, "folder of all data of this system"),
    "zodb": Setting("{data}/Data.fs", str, "object database: a path, file://, zeo://, zconfig:// or postgresql://"),
    "zodb_drafts": Setting("{data}/drafts.fs", str, "database of drafts, likewise"),
    "proof": Setting("{data}/proof.sqlite", str, "audit chain and ledger: a path or postgresql://"),
    "index": Setting("{data}/index.sqlite", str, "read model, can be rebuilt: a path or postgresql://"),
    "state": Setting("{data}/state.sqlite", str, "sessions and throttle, disposable: a path or postgresql://"),
    "seal_key": Setting("{data}/seal.p12", _path, "PKCS#12 file with the key of the municipality's seal"),
    "seal_password_file": Setting("{data}/seal.password", _path, "file with the password of seal_key"),
    "clock": Setting("", _moment, "stands still at this moment; development only"),
    "render_workers": Setting("2", _whole, "processes that make PDFs"),
    "pdf_cache_mb": Setting("64", _whole_or_none, "millions of bytes of PDFs that are remembered in memory; 0: none"),
    "demo_password": Setting("", str, "password of the demonstration's users; development only"),
    "session_idle_minutes": Setting("60", _whole, "a session ends when unused for so long"),
    "session_absolute_hours": Setting("12", _whole, "a session ends after so long, used or not"),
    "password_memory_kib": Setting("65536", _whole, "memory that one password check takes (argon2id)"),
    "base_url": Setting("http://127.0.0.1:6543", str, "address of the system, for links"),
    "run_jobs": Setting("true", _yes, "whether the web process runs jobs itself"),
    "mail": Setting(
        "{data}/mail", _mail, "smtp://host:port, smtps://user:password@host:port, or a folder for .eml files"
    ),
    "mail_from": Setting("kuidocs@kuidocs.example", _address, "address that mail comes from"),
    "regional_unit": Setting("", _no_address, "mail address of the regional unit that helps clusters; empty: none"),
    "case_prefix": Setting("KUI", _prefix, "how the numbers of new cases begin, before year and number"),
    "meeting_rooms": Setting("", _lines, "the municipality's rooms, one a line; only these are named in calendars"),
    "factor_key": Setting(
        "{data}/factors.key", _path, "file with the key that secrets of second factors are locked with"
    ),
    "second_factor_roles": Setting(
        "", _words, "roles that must have a second factor; production wants the administrator"
    ),
    "password_login": Setting("true", _yes, "whether one may log in with a password; false wants sso_issuer"),
    "sso_issuer": Setting("", str, "address of the municipality's own log-in (OpenID Connect); empty: none"),
    "sso_client_id": Setting("", str, "what the municipality's log-in calls this system"),
    "sso_client_secret_file": Setting("{data}/sso.secret", _path, "file with the secret that was agreed with it"),
    "sso_user_claim": Setting("preferred_username", str, "the claim that holds the user id of kuidocs"),
    "sso_groups_claim": Setting("groups", str, "the claim that lists groups"),
    "sso_roles": Setting("", _pairs, "group = role, one a line: what groups mean here"),
    "signing_server": Setting(
        "", _web, "address of the signing server where citizens sign with MitID; empty: they sign on paper"
    ),
    "signing_server_secret_file": Setting(
        "{data}/signing.secret", _path, "file with the secret that was agreed with the signing server"
    ),
    "signing_server_trust": Setting(
        "{data}/signing-trust.pem", _path, "file with the certificates under which citizens' signatures are issued"
    ),
    "seal_level": Setting("B-B", _level, "how long a seal can be checked: B-B, B-T, B-LT or B-LTA"),
    "seal_trust": Setting(
        "", _maybe_path, "file with the certificates under which the seal and the time-stamps are issued; from B-LT on"
    ),
    "tsa_url": Setting("", _web, "address of the time-stamp authority (RFC 3161); from B-T on"),
    "stamp_renewal_days": Setting("1095", _whole, "days after which the time-stamp of a B-LTA seal is renewed"),
    "pkcs11_module": Setting("", str, "library of the device that holds the seal's key; empty: the key is in seal_key"),
    "pkcs11_token": Setting("", str, "label of the token in the device"),
    "pkcs11_label": Setting("", str, "label of the key and of its certificate in the token"),
    "attachment_mb": Setting("20", _whole, "millions of bytes that one attachment may have"),
    "packages": Setting("{data}/packages", _path, "folder of case-file packages that wait to be fetched"),
    "journal": Setting(
        "{data}/journal", _journal, "where finished papers are filed: https://host/path of the journal, or a folder"
    ),
    "journal_token_file": Setting("{data}/journal.token", _path, "file with the token that the journal knows us by"),
    "pdf_validator": Setting(
        "",
        _command,
        "command that checks finished files, e.g. `verapdf --format text -v -f {flavour} {file}`; empty: none",
    ),
    "backups": Setting("", str, "folder of the nightly copies, on another disk; empty: the server takes none"),
}


def read_settings(given: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; the environment wins over the file.

    Raises SettingsError, which names the setting, for an unknown key, a missing or a wrong value.
    """
    texts = {key[len(PREFIX) :]: value for key, value in given.items() if key.startswith(PREFIX)}
    texts |= {name: environment[env] for name in SETTINGS if (env := f"KUIDOCS_{name.upper()}") in environment}
    if unknown := sorted(set(texts) - set(SETTINGS)):
        raise SettingsError(f"Indstillingen kuidocs.{unknown[0]} kendes ikke. Er den stavet rigtigt?")
    found = {name: _read(name, texts) for name in SETTINGS}
    return _checked(Settings(**found))


def _read(name: str, texts: Mapping[str, str]) -> Any:
    row = SETTINGS[name]
    text = texts.get(name, row.default)
    if text is None:
        raise SettingsError(f"Indstillingen kuidocs.{name} mangler ({row.tells}).")
    try:
        return row.read(text.strip().replace("{data}", texts.get("data", "")))
    except ValueError as wrong:
        raise SettingsError(f"Indstillingen kuidocs.{name} {wrong}.") from None


Wrong = Callable[[Settings], bool]
ALWAYS: tuple[tuple[Wrong, str], ...] = (
    (
        lambda told: bool(told.sso_issuer) and not told.sso_client_id,
        "kuidocs.sso_client_id mangler; kuidocs.sso_issuer er sat",
    ),
    (
        lambda told: not told.password_login and not told.sso_issuer,
        "kuidocs.password_login er false, men kuidocs.sso_issuer mangler",
    ),
    (
        lambda told: told.seal_level != "B-B" and not told.tsa_url,
        "kuidocs.tsa_url mangler; kuidocs.seal_level over B-B skal have et tidsstempel",
    ),
    (
        lambda told: told.seal_level in ("B-LT", "B-LTA") and told.seal_trust is None,
        "kuidocs.seal_trust mangler; kuidocs.seal_level B-LT og B-LTA skal have udstedernes certifikater",
    ),
    (
        lambda told: bool(told.pkcs11_module) and not (told.pkcs11_token and told.pkcs11_label),
        "kuidocs.pkcs11_token og kuidocs.pkcs11_label mangler; kuidocs.pkcs11_module er sat",
    ),
    (lambda told: not set(told.sso_roles.values()) <= set(ROLES), "kuidocs.sso_roles nævner en rolle, der ikke kendes"),
)
"""Settings that do not fit together, and what is said of them."""
IN_PRODUCTION: tuple[tuple[Wrong, str], ...] = (
    (lambda told: bool(told.demo_password), "kuidocs.demo_password må ikke være sat"),
    (lambda told: told.clock is not None, "kuidocs.clock må ikke være sat"),
    (lambda told: not told.base_url.startswith("https://"), "kuidocs.base_url skal begynde med https://"),
    (
        lambda told: not told.mail.startswith(("smtp://", "smtps://")),
        "kuidocs.mail skal begynde med smtp:// eller smtps://",
    ),
    (
        lambda told: told.mail_from == SETTINGS["mail_from"].default,
        "kuidocs.mail_from skal være kommunens egen adresse",
    ),
    (
        lambda told: urlsplit(told.sso_issuer).scheme not in ("", "https"),
        "kuidocs.sso_issuer skal begynde med https://",
    ),
    (
        lambda told: urlsplit(told.signing_server).scheme not in ("", "https"),
        "kuidocs.signing_server skal begynde med https://",
    ),
    (
        lambda told: urlsplit(told.journal).scheme not in ("", "https"),
        "kuidocs.journal skal være en mappe eller begynde med https://",
    ),
    (
        lambda told: told.password_login and "system_administrator" not in told.second_factor_roles,
        "kuidocs.second_factor_roles skal nævne system_administrator",
    ),
)
"""What is too insecure for the facts of real people."""


def _checked(settings: Settings) -> Settings:
    for wrong, text in ALWAYS:
        if wrong(settings):
            raise SettingsError(f"Indstillingen {text}.")
    for wrong, text in IN_PRODUCTION if settings.production else ():
        if wrong(settings):
            raise SettingsError(f"Indstillingen {text} i production.")
    return settings

"""Settings: one table, from kuidocs.* in the ini file or KUIDOCS_* in the environment, to one frozen dataclass."""

import os
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
    demo_password: str
    session_idle_minutes: int
    session_absolute_hours: int
    password_memory_kib: int
    base_url: str
    run_jobs: bool
    mail: str
    mail_from: str
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


def _address(text: str) -> str:
    name, at, domain = text.partition("@")
    if not (name and at and domain) or "@" in domain or any(letter.isspace() for letter in text):
        raise ValueError(f"er »{text}«; skriv en mailadresse")
    return text


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
    "attachment_mb": Setting("20", _whole, "millions of bytes that one attachment may have"),
    "packages": Setting("{data}/packages", _path, "folder of case-file packages that wait to be fetched"),
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

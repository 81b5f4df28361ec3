"""Settings: one table, from kuidocs.* in the ini file or KUIDOCS_* in the environment, to one frozen dataclass."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "kuidocs."
DEVELOPMENT, PRODUCTION = "development", "production"


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
    "meeting_rooms": Setting("", _lines, "the municipality's rooms, one a line; only these are named in calendars"),
    "factor_key": Setting(
        "{data}/factors.key", _path, "file with the key that secrets of second factors are locked with"
    ),
    "second_factor_roles": Setting(
        "", _words, "roles that must have a second factor; production wants the administrator"
    ),
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


def _checked(settings: Settings) -> Settings:
    if settings.production and settings.demo_password:
        raise SettingsError("Indstillingen kuidocs.demo_password må ikke være sat i production.")
    if settings.production and settings.clock:
        raise SettingsError("Indstillingen kuidocs.clock må ikke være sat i production.")
    if settings.production and not settings.base_url.startswith("https://"):
        raise SettingsError("Indstillingen kuidocs.base_url skal begynde med https:// i production.")
    if settings.production and not settings.mail.startswith(("smtp://", "smtps://")):
        raise SettingsError("Indstillingen kuidocs.mail skal begynde med smtp:// eller smtps:// i production.")
    if settings.production and settings.mail_from == SETTINGS["mail_from"].default:
        raise SettingsError("Indstillingen kuidocs.mail_from skal være kommunens egen adresse i production.")
    if settings.production and "system_administrator" not in settings.second_factor_roles:
        raise SettingsError("Indstillingen kuidocs.second_factor_roles skal nævne system_administrator i production.")
    return settings

"""What can be wrong when a database is opened."""

from kuidocs.domain.errors import KuiError


class CannotOpen(KuiError):
    """The database cannot be opened; the sentence says why and what to do."""

    status = 503


class DatabaseInUse(CannotOpen):
    """Another process, as a rule the running server, holds the file."""


class DatabaseMissing(CannotOpen):
    """A command that only reads was given a database that is not there."""


class DatabaseUnreachable(CannotOpen):
    """The database server does not answer, or not to us."""


class DatabaseDamaged(CannotOpen):
    """The file holds what no database writes."""


class BadAddress(CannotOpen):
    """The setting that says where the database is cannot be understood."""


def in_use(path: str) -> DatabaseInUse:
    """Make the refusal for a locked file."""
    return DatabaseInUse(
        "database_in_use",
        f"Databasen {path} er i brug af et andet program, formentlig den kørende server. "
        "Stop serveren og kør kommandoen igen, eller brug den tilsvarende handling under Administration.",
        path=path,
    )


def missing(path: str) -> DatabaseMissing:
    """Make the refusal for a file that is not there."""
    return DatabaseMissing(
        "database_missing",
        f"Der er ingen database i {path}. Opret den med »kuidocs init«, eller ret stien i indstillingerne.",
        path=path,
    )


def damaged(path: str) -> DatabaseDamaged:
    """Make the refusal for a file that is damaged before its end."""
    return DatabaseDamaged(
        "database_damaged",
        f"Databasen {path} er beskadiget. Kopiér filen til et sikkert sted, og gendan den nyeste sikkerhedskopi.",
        path=path,
    )


def unreachable(shown: str) -> DatabaseUnreachable:
    """Make the refusal for a server that does not answer."""
    return DatabaseUnreachable(
        "database_unreachable",
        f"Databaseserveren {shown} svarer ikke eller afviser os. "
        "Tjek, at den kører, og at adresse, bruger og adgangskode er rigtige.",
        shown=shown,
    )


def bad_address(shown: str, why: str) -> BadAddress:
    """Make the refusal for an address; ``shown`` must not hold a password."""
    return BadAddress("bad_address", f"Databasens adresse »{shown}« kan ikke bruges: {why}", shown=shown)

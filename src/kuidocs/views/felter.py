"""Small forms of our own pages: what is asked, what was typed, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..domain.opening import NO, YES

YES_NO = ((YES, "Ja"), (NO, "Nej"))


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``kind``: line, text, date, select, radio or check."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    value: str = ""
    error: str = ""
    id: str = ""

    @property
    def described(self) -> str | None:
        """The ids of what explains the field."""
        ids = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error)
        return " ".join(ids) or None


@dataclass(frozen=True, slots=True)
class SmallForm:
    """A form with one button. ``act`` is what the page is asked to do; ``hidden`` says with whom."""

    id: str
    act: str
    fields: tuple[Field, ...]
    button: str
    about: str = ""
    """Which of several alike it is, for who does not see the page."""
    hidden: tuple[tuple[str, str], ...] = ()
    token: str = ""

    @property
    def wrong(self) -> bool:
        """Whether something in it is wrong, so that it stands open."""
        return any(field.error for field in self.fields)


def asked(
    fields: Iterable[Field], values: Mapping[str, str], errors: Mapping[str, str] | None = None, *, within: str = ""
) -> tuple[Field, ...]:
    """Fill in what was typed and what is wrong; ``within`` keeps the ids of several forms apart."""
    wrong = errors or {}
    return tuple(
        replace(
            field,
            value=values.get(field.name, field.value),
            error=wrong.get(field.name, ""),
            id=f"{within}-{field.name}" if within else field.name,
        )
        for field in fields
    )

"""Strict Colander types: what is stored is text, lists and mappings, and nothing is guessed.

Colander's own types are too kind for an archive: Boolean takes None and "nej" for true, Int cuts 1.7 to 1, Set
forgets the order, String keeps line ends and lone surrogates. Each type here refuses with a code of a sentence.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import colander

from ..domain.pasting import tidy
from ..domain.problems import sentence

EMPTY: tuple = (colander.null, None, "", [], ())
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # \x0b is the soft line break of Word
# Controls break XML and PDF, so do non-characters; a direction override can make a signed text read as another.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?[\d ()-]{5,24}")
LINK = re.compile(r"https?://[^\s<>\"]+")
# Six at least, so that no row id is also the ending of another id on the page (-hint, -head), and never "__i0__".
ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{5,39}")
ACTOR_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,79}")
MOST = 10**9  # beyond nine digits it is no number of anything in a meeting


class Wrong(colander.Invalid):
    """A value that cannot be read, with its code and Danish sentence."""

    def __init__(self, node: colander.SchemaNode, code: str, **values: object) -> None:
        super().__init__(node, sentence(code, felt=node.title, **values))
        self.code = code


def clean(text: str) -> str:
    """Give the one spelling in which text is stored: NFC, \\n, plain hyphens, no control characters, no blank edges."""
    text = tidy(CONTROL.sub("", LINE_ENDS.sub("\n", text)))
    return unicodedata.normalize("NFC", text).strip()


class Kind(colander.SchemaType):
    """A type whose empty value is null in both directions."""

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return colander.null if appstruct in EMPTY else self.write(node, appstruct)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        return colander.null if cstruct in EMPTY else self.read(node, cstruct)

    def write(self, node: Any, value: Any) -> Any:
        """Write a value as it is stored."""
        return str(value)

    def read(self, node: Any, raw: Any) -> Any:
        """Read what is stored or was typed, or refuse with Wrong."""
        raise NotImplementedError


def words(node: Any, raw: Any, code: str = "text") -> str:
    """Read clean text, and refuse anything that is not text."""
    if not isinstance(raw, str):
        raise Wrong(node, code)
    try:
        raw.encode()  # a lone surrogate from JSON could never be stored or printed
    except UnicodeEncodeError:
        raise Wrong(node, "unreadable") from None
    return clean(raw)


def one_line(node: Any, raw: Any) -> str:
    """Read clean text without line breaks."""
    return " ".join(words(node, raw).split("\n"))


class Words(Kind):
    """Text of one line or of many, with a pattern for mail, phone and link."""

    def __init__(self, *, lines: bool = False, pattern: re.Pattern[str] | None = None, code: str = "text") -> None:
        self.read_text, self.pattern, self.code = words if lines else one_line, pattern, code

    def read(self, node: Any, raw: Any) -> Any:
        text = self.read_text(node, raw)
        if node.max and len(text) > node.max:
            raise Wrong(node, "too_long", n=node.max)
        if text and self.pattern and not self.pattern.fullmatch(text):
            raise Wrong(node, self.code)
        return text or colander.null


def whole(node: Any, raw: Any) -> int:
    """Read a whole number from a number or its digits; 1.7, true and '1e3' are refused."""
    if isinstance(raw, str) and re.fullmatch(r"-?[0-9]{1,9}", raw.strip()):
        return int(raw)
    if type(raw) is not int or abs(raw) >= MOST:
        raise Wrong(node, "number")
    return raw


class Whole(Kind):
    """A whole number."""

    def read(self, node: Any, raw: Any) -> int:
        return whole(node, raw)


class Day(Kind):
    """A date; also in the Danish order, because a browser without a date field posts what was typed."""

    def read(self, node: Any, raw: Any) -> date:
        text = words(node, raw, "date")
        for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
            if 1900 <= found.year <= 2200:  # beyond that, adding a day may overflow
                return found
        raise Wrong(node, "date")

    def write(self, node: Any, value: date) -> str:
        return value.isoformat()


class Clock(Kind):
    """Hours and minutes; seconds are cut from the text and never stored."""

    def read(self, node: Any, raw: Any) -> time:
        text = words(node, raw, "time")
        if not (found := re.fullmatch(r"([0-2]?[0-9])[:.]([0-5][0-9])(:00)?", text)) or int(found[1]) > 23:
            raise Wrong(node, "time")
        return time(int(found[1]), int(found[2]))

    def write(self, node: Any, value: time) -> str:
        return value.strftime("%H:%M")


class YesNo(Kind):
    """true, false or not answered."""

    def read(self, node: Any, raw: Any) -> bool:
        if raw is True or raw == "true":
            return True
        if raw is False or raw == "false":
            return False
        raise Wrong(node, "yes_no")

    def write(self, node: Any, value: bool) -> str:
        return "true" if value else "false"


class OneOf(Kind):
    """One option of the field's vocabulary."""

    def read(self, node: Any, raw: Any) -> str:
        if not isinstance(raw, str) or raw not in node.of.labels:
            raise Wrong(node, "choice")
        return raw


class SomeOf(Kind):
    """Choices in the order of the vocabulary, so that the same answer is always the same bytes."""

    def read(self, node: Any, raw: Any) -> list[str]:
        chosen = [raw] if isinstance(raw, str) else raw
        if not isinstance(chosen, (list, tuple)) or any(not isinstance(c, str) for c in chosen):
            raise Wrong(node, "choice")
        if set(chosen) - set(node.of.labels):
            raise Wrong(node, "choice")
        return [c for c in node.of.labels if c in chosen]

    def write(self, node: Any, value: list[str]) -> list[str]:
        return list(value)


class ListOf(Kind):
    """Several short texts or numbers; from a form one text with a line (or comma) between."""

    def __init__(self, read_one: Callable[[Any, Any], Any], between: str) -> None:
        self.read_one, self.between = read_one, between

    def read(self, node: Any, raw: Any) -> Any:
        items = re.split(self.between, raw) if isinstance(raw, str) else raw
        if not isinstance(items, (list, tuple)):
            raise Wrong(node, "rows")
        stripped = [i.strip() if isinstance(i, str) else i for i in items]
        found = [self.read_one(node, i) for i in stripped if i != ""]
        if node.max and len(found) > node.max:
            raise Wrong(node, "too_many", n=node.max)
        return [f for f in found if f != ""] or colander.null

    def write(self, node: Any, value: list) -> list[str]:
        return [str(v) for v in value]


class Named(Words):
    """A person: {"text", "actor_id"}; the use case looks the name up and fills the id."""

    def read(self, node: Any, raw: Any) -> Any:
        found = raw if isinstance(raw, dict) else {"text": raw}
        if set(found) - {"text", "actor_id"}:
            raise Wrong(node, "text")
        text, actor = super().read(node, found.get("text") or ""), found.get("actor_id") or ""
        if text is colander.null:
            return colander.null
        if not isinstance(actor, str) or (actor and not ACTOR_ID.fullmatch(actor)):
            raise Wrong(node, "text")
        return {"text": text} | ({"actor_id": actor} if actor else {})

    def write(self, node: Any, value: dict) -> dict:
        return dict(value)


class RowId(Kind):
    """The permanent id of a row; made by us, so a strange one is thrown away and made anew."""

    def read(self, node: Any, raw: Any) -> Any:
        return raw if isinstance(raw, str) and ROW_ID.fullmatch(raw) else colander.null

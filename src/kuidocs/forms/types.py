"""Strict Colander types: what is stored is text, lists and mappings, and nothing is guessed.

Colander's own types are too kind for an archive: Boolean takes None and "nej" for true, Int cuts 1.7 to 1, Set
forgets the order, String keeps line ends and lone surrogates. Each type here refuses with a code of a sentence.
"""

import re
import unicodedata
from datetime import date, datetime, time

import colander

from ..domain.problems import sentence

EMPTY = (colander.null, None, "", [], ())
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # \x0b is the soft line break of Word
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?[\d ()-]{5,24}")
LINK = re.compile(r"https?://[^\s<>\"]+")


class Wrong(colander.Invalid):
    """A value that cannot be read, with its code and Danish sentence."""

    def __init__(self, node, code: str, **values):
        super().__init__(node, sentence(code, felt=node.title, **values))
        self.code = code


def clean(text: str) -> str:
    """The one spelling in which text is stored: NFC, \\n, no control characters, no blank edges."""
    text = CONTROL.sub("", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


class Kind(colander.SchemaType):
    """A type whose empty value is null in both directions."""

    def serialize(self, node, appstruct):
        return colander.null if appstruct in EMPTY else self.write(node, appstruct)

    def deserialize(self, node, cstruct):
        return colander.null if cstruct in EMPTY else self.read(node, cstruct)

    def write(self, node, value):
        return str(value)

    def read(self, node, raw):
        raise NotImplementedError


def words(node, raw, code="text") -> str:
    """Clean text, or a refusal of anything that is not text."""
    if not isinstance(raw, str):
        raise Wrong(node, code)
    try:
        raw.encode()  # a lone surrogate from JSON could never be stored or printed
    except UnicodeEncodeError:
        raise Wrong(node, "unreadable") from None
    return clean(raw)


class Words(Kind):
    """Text of one line or of many, with a pattern for mail, phone and link."""

    def __init__(self, *, lines=False, pattern=None, code="text"):
        self.lines, self.pattern, self.code = lines, pattern, code

    def read(self, node, raw):
        text = words(node, raw)
        if not self.lines:
            text = " ".join(text.split("\n"))
        if node.max and len(text) > node.max:
            raise Wrong(node, "too_long", n=node.max)
        if text and self.pattern and not self.pattern.fullmatch(text):
            raise Wrong(node, self.code)
        return text or colander.null


def whole(node, raw) -> int:
    """A whole number from a number or its digits; 1.7, true and '1e3' are refused."""
    if type(raw) is int:
        return raw
    if not isinstance(raw, str) or not re.fullmatch(r"-?[0-9]{1,9}", raw.strip()):
        raise Wrong(node, "number")
    return int(raw)


class Whole(Kind):
    def read(self, node, raw):
        return whole(node, raw)


class Day(Kind):
    """A date; also in the Danish order, because a browser without a date field posts what was typed."""

    def read(self, node, raw):
        text = words(node, raw, "date")
        for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                found = datetime.strptime(text, form).date()
            except ValueError:
                continue
            if 1900 <= found.year <= 2200:  # beyond that, adding a day may overflow
                return found
        raise Wrong(node, "date")

    def write(self, node, value: date):
        return value.isoformat()


class Clock(Kind):
    """Hours and minutes; seconds are cut from the text and never stored."""

    def read(self, node, raw):
        text = words(node, raw, "time")
        if not (found := re.fullmatch(r"([0-2]?\d)[:.]([0-5]\d)(:00)?", text)) or int(found[1]) > 23:
            raise Wrong(node, "time")
        return time(int(found[1]), int(found[2]))

    def write(self, node, value: time):
        return value.strftime("%H:%M")


class YesNo(Kind):
    """true, false or not answered."""

    def read(self, node, raw):
        if raw is True or raw == "true":
            return True
        if raw is False or raw == "false":
            return False
        raise Wrong(node, "yes_no")

    def write(self, node, value: bool):
        return "true" if value else "false"


class OneOf(Kind):
    def read(self, node, raw):
        if not isinstance(raw, str) or raw not in node.of.labels:
            raise Wrong(node, "choice")
        return raw


class SomeOf(Kind):
    """Choices in the order of the vocabulary, so that the same answer is always the same bytes."""

    def read(self, node, raw):
        chosen = [raw] if isinstance(raw, str) else raw
        if not isinstance(chosen, (list, tuple)) or any(not isinstance(c, str) for c in chosen):
            raise Wrong(node, "choice")
        if set(chosen) - set(node.of.labels):
            raise Wrong(node, "choice")
        return [c for c in node.of.labels if c in chosen]

    def write(self, node, value):
        return list(value)


class ListOf(Kind):
    """Several short texts or numbers; from a form one text with a line (or comma) between."""

    def __init__(self, read_one, between):
        self.read_one, self.between = read_one, between

    def read(self, node, raw):
        items = re.split(self.between, raw) if isinstance(raw, str) else raw
        if not isinstance(items, (list, tuple)):
            raise Wrong(node, "rows")
        found = [self.read_one(node, i.strip() if isinstance(i, str) else i) for i in items if i != ""]
        if node.max and len(found) > node.max:
            raise Wrong(node, "too_many", n=node.max)
        return [f for f in found if f != ""] or colander.null

    def write(self, node, value):
        return [str(v) for v in value]


ROW_ID = re.compile(r"[A-Za-z0-9_-]{6,40}")


class Named(Words):
    """A person: {"text", "actor_id"}; the use case looks the name up and fills the id."""

    def read(self, node, raw):
        found = raw if isinstance(raw, dict) else {"text": raw}
        if set(found) - {"text", "actor_id"}:
            raise Wrong(node, "text")
        text = super().read(node, found.get("text") or "")
        actor = found.get("actor_id") or ""
        if text is colander.null:
            return colander.null
        if not isinstance(actor, str) or (actor and not ROW_ID.fullmatch(actor)):
            raise Wrong(node, "text")
        return {"text": text} | ({"actor_id": actor} if actor else {})

    def write(self, node, value):
        return dict(value)


class RowId(Kind):
    """The permanent id of a row; made by us, so a strange one is thrown away and made anew."""

    def read(self, node, raw):
        return raw if isinstance(raw, str) and ROW_ID.fullmatch(raw) else colander.null

"""The types of an envelope beside those of forms. They read JSON as a program writes it, and give plain JSON values."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import colander

from ..nodes import Field, Line
from ..types import Kind, Words, Wrong

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9])?")
"""Safe as a step of a URL and as the name of a file on every system."""
CASE_NO = re.compile(rf"(?=.*[0-9]){NAME.pattern}")
"""A case number has a digit, so that it is never the name of a page."""
ID_NUMBER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})-?[0-9]{4}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")
YEARS = range(1900, 2201)


class Unfit(Wrong):
    """A value that the envelope cannot hold, with a sentence of its own."""

    def __init__(self, node: colander.SchemaNode, code: str, text: str) -> None:
        colander.Invalid.__init__(self, node, text)
        self.code = code


class Day(Kind):
    """A date as YYYY-MM-DD."""

    def read(self, node: Any, raw: Any) -> str:
        if not isinstance(raw, str) or not DATE.fullmatch(raw) or not _exists(date.fromisoformat, raw):
            raise Unfit(node, "date", f"»{node.title}« skal være en dato, der findes, skrevet som 2026-03-24.")
        return raw


class Moment(Kind):
    """A date, or a date with a time."""

    def read(self, node: Any, raw: Any) -> str:
        if isinstance(raw, str) and DATE.fullmatch(raw) and _exists(date.fromisoformat, raw):
            return raw
        if isinstance(raw, str) and MOMENT.fullmatch(raw) and _exists(datetime.fromisoformat, raw):
            return raw
        text = f"»{node.title}« skal være en dag eller et tidspunkt, der findes, skrevet som 2026-03-24T14:30."
        raise Unfit(node, "moment", text)


def _exists(read: Callable[[str], date], raw: str) -> bool:
    try:
        return read(raw).year in YEARS
    except ValueError:
        return False


class Whole(Kind):
    """A whole number from 1 to 9999."""

    def read(self, node: Any, raw: Any) -> int:
        if type(raw) is not int or not 1 <= raw <= 9999:
            raise Unfit(node, "number", f"»{node.title}« skal være et helt tal fra 1 til 9999.")
        return raw

    def write(self, node: Any, value: int) -> int:
        return value


class Flag(Kind):
    """true or false."""

    def read(self, node: Any, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise Unfit(node, "yes_no", f"»{node.title}« skal være true eller false.")
        return raw

    def write(self, node: Any, value: bool) -> bool:
        return value


class Name(Words):
    """A text with a pattern of its own."""

    def __init__(self, allowed: re.Pattern, tells: str) -> None:
        super().__init__()
        self.allowed, self.tells = allowed, tells

    def read(self, node: Any, raw: Any) -> Any:
        text = super().read(node, raw)
        if text is not colander.null and (text != raw or not self.allowed.fullmatch(text) or ".." in text):
            raise Unfit(node, "name", f"»{node.title}« {self.tells}")
        return text


class IdNumber(Words):
    """A personal number: ten digits whose first six can be a day. No check digit is asked for (DOMAIN 6.10)."""

    def read(self, node: Any, raw: Any) -> Any:
        text = super().read(node, raw)
        if text is not colander.null and not _possible(text):
            # The number itself is never repeated in a message.
            raise Unfit(
                node, "id_number", f"»{node.title}« skal være ti cifre, og de første seks skal kunne være en dag."
            )
        return text


def _possible(text: str) -> bool:
    found = ID_NUMBER.fullmatch(text)
    if not found:
        return False
    day, month = int(found[1]), int(found[2])
    return 1 <= (day - 60 if day > 60 else day) <= 31 and 1 <= month <= 12


class Anything(colander.SchemaType):
    """A mapping that is read later, by the edition that it was written in."""

    def deserialize(self, node: Any, cstruct: Any) -> dict:
        if not isinstance(cstruct, dict):
            raise Unfit(node, "group", f"»{node.title}« skal være et objekt.")
        return cstruct

    def serialize(self, node: Any, appstruct: Any) -> dict:
        return appstruct


class Raw(colander.SchemaType):
    """Any value of JSON, read by whoever knows what it should be."""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        return cstruct

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return appstruct


class Value(Field):
    """Any value."""

    options, schema_type = (), Raw


class IsoDate(Field):
    """A day."""

    options, schema_type = (), Day


class IsoMoment(Field):
    """A day or a moment."""

    options, schema_type = (), Moment


class Count(Field):
    """A number from 1 up."""

    options, schema_type = (), Whole


class YesOrNo(Field):
    """true or false."""

    options, schema_type = (), Flag


class CaseNo(Line):
    """A case number."""

    def schema_type(self) -> Kind:
        return Name(CASE_NO, "skal indeholde et ciffer og må kun bestå af bogstaver A–Z, tal, bindestreg og punktum.")


class Id(Line):
    """The id of a thing in the file."""

    def schema_type(self) -> Kind:
        return Name(NAME, "må kun bestå af bogstaver A–Z, tal, bindestreg, understreg og punktum, højst 60 tegn.")


class PersonalNumber(Line):
    """A personal number or a replacement for one."""

    schema_type = IdNumber


class Data(Field):
    """The content of a document."""

    options, schema_type = (), Anything

"""From the bytes of a file to plain data, strictly: whatever JSON leaves open is refused and not guessed."""

import json
from dataclasses import replace
from typing import Any, NoReturn

from ..domain.errors import Refused
from ..domain.problems import Path, Problem
from ..forms.envelopes.reading import shown

MOST_BYTES = 50_000_000
MOST_DEPTH = 40


class ImportRefused(Refused):
    """A file that cannot be imported, with every problem that was found in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("import", "Filen kan ikke læses ind. Intet er ændret.")
        self.problems = [printable(problem) for problem in problems]


def printable(problem: Problem) -> Problem:
    """Take out of a message what no terminal can show; it may quote a file that holds anything."""
    path = tuple(shown(step) if isinstance(step, str) else step for step in problem.path)
    return replace(problem, path=path, text=problem.text.encode("utf-8", "replace").decode())


def refused(path: Path, text: str, code: str = "file") -> ImportRefused:
    """Make the refusal of a file with one problem."""
    return ImportRefused([Problem(path, code, text)])


def parse(raw: bytes) -> Any:
    """Read JSON text in UTF-8, with or without a byte order mark.

    Raises ImportRefused for text that is not JSON, that says a key twice, holds NaN, or is too large or too deep.
    """
    if len(raw) > MOST_BYTES:
        raise too_large()
    try:
        data = json.loads(_text(raw), object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        where = f"linje {error.lineno}, tegn {error.colno}"
        raise refused((), f"Filen er ikke gyldig JSON; den går i stykker ved {where}. Er den gemt helt?") from None
    except RecursionError:
        raise _too_deep() from None
    _check_depth(data)
    return data


def too_large() -> ImportRefused:
    """Make the refusal of a file that is not even opened."""
    return refused((), f"Filen er for stor. Den må højst fylde {MOST_BYTES // 1_000_000} MB.")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = f"Filen er ikke skrevet i UTF-8 (byte nr. {error.start + 1} kan ikke læses). Gem den som UTF-8."
        raise refused((), text) from None


def _object(pairs: list[tuple[str, Any]]) -> dict:
    found: dict = {}
    for name, value in pairs:
        if name in found:
            raise refused(
                (), f"Nøglen »{name[:60]}« står to gange i det samme objekt, så det er uklart, hvad der gælder."
            )
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise refused((), f"Filen indeholder {name}, som ikke er et tal i JSON. Udelad feltet i stedet.")


def _whole(digits: str) -> int:
    if len(digits) > 18:
        raise refused((), f"Filen indeholder et tal på {len(digits)} cifre. Så store tal bruges ikke.")
    return int(digits)


def _check_depth(data: Any) -> None:
    level, depth = [data], 0
    while level:
        if depth > MOST_DEPTH:
            raise _too_deep()
        level = [inner for value in level if isinstance(value, dict | list) for inner in _inside(value)]
        depth += 1


def _inside(value: dict | list) -> list:
    return list(value.values()) if isinstance(value, dict) else value


def _too_deep() -> ImportRefused:
    return refused((), f"Filen har for mange niveauer inden i hinanden; højst {MOST_DEPTH}.")

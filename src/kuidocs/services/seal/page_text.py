"""The text that a page of a PDF shows, line by line, read without trusting the file: it may come from anybody.

What is drawn later stands later, whatever it covers: text that somebody laid over a page is at the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf

MOST_TEXT = 200_000
"""Characters of one page; a page of ours has some thousand."""
DEEPEST = 5
SAME_LINE = 2.0
"""Points by which letters of one line may stand higher or lower."""
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
MOST_CODES = 70_000


@dataclass(slots=True)
class Line:
    """A line of text and how high it stands on the page."""

    y: float
    text: str = ""


@dataclass(slots=True)
class _State:
    matrix: Matrix = UNIT
    font: Any = None
    leading: float = 0.0


@dataclass(slots=True)
class _Drawing:
    """What is being read of one page."""

    lines: list[Line] = field(default_factory=list)
    length: int = 0

    def show(self, y: float, text: str) -> None:
        self.length += len(text)
        if self.length > MOST_TEXT:
            raise ValueError("too much text")
        if not self.lines or abs(self.lines[-1].y - y) > SAME_LINE:
            self.lines.append(Line(y))
        self.lines[-1].text += text


def lines(page: pikepdf.Page) -> list[Line]:
    """Return the text of a page: what is drawn on it, and then what annotations show.

    Raises nearly anything for a file that is not as it should be.
    """
    drawing = _Drawing()
    _read(page, page.obj.get("/Resources", {}), _State(), drawing, 0)
    for one in page.obj.get("/Annots", []):
        _annotation(one, drawing)
    found = (Line(line.y, " ".join(line.text.split())) for line in drawing.lines)
    return [line for line in found if line.text]


def _annotation(one: Any, drawing: _Drawing) -> None:
    if one.get("/FT") == "/Sig":
        return
    shown = one.get("/AP", {}).get("/N")
    before, height = drawing.length, float(one.get("/Rect", [0, 0, 0, 0])[3])
    if isinstance(shown, pikepdf.Stream):
        _read(shown, shown.get("/Resources", {}), _State(), drawing, 1)
    if drawing.length == before and "/Contents" in one:
        drawing.show(height, str(one.Contents))


def _read(stream: Any, resources: Any, state: _State, drawing: _Drawing, depth: int) -> None:
    _Reader(resources, state, drawing, depth).read(stream)


class _Reader:
    """Follows the operators of one stream."""

    def __init__(self, resources: Any, state: _State, drawing: _Drawing, depth: int) -> None:
        self.resources, self.state, self.drawing, self.depth = resources, state, drawing, depth
        self.stack: list[_State] = []
        self.text: Matrix = UNIT
        self.line: Matrix = UNIT

    def read(self, stream: Any) -> None:
        """Do what the stream says, as far as it is about text."""
        for found in pikepdf.parse_content_stream(stream):
            act = _ACTS.get(str(found.operator))
            if act is not None:
                act(self, *found.operands)

    def push(self) -> None:
        self.stack.append(_State(self.state.matrix, self.state.font, self.state.leading))

    def pop(self) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def bend(self, *numbers: Any) -> None:
        self.state.matrix = _times(_matrix(numbers), self.state.matrix)

    def begin(self) -> None:
        self.text = self.line = UNIT

    def place(self, *numbers: Any) -> None:
        self._apart()
        self.text = self.line = _matrix(numbers)

    def move(self, x: Any, y: Any) -> None:
        self._apart()
        self.text = self.line = _times((1, 0, 0, 1, float(x), float(y)), self.line)

    def lead(self, height: Any) -> None:
        self.state.leading = float(height)

    def move_and_lead(self, x: Any, y: Any) -> None:
        self.lead(-float(y))
        self.move(x, y)

    def next(self) -> None:
        self.move(0, -self.state.leading)

    def choose(self, name: Any, size: Any) -> None:
        self.state.font = self.resources.get("/Font", {}).get(str(name))

    def show(self, said: Any) -> None:
        self._show(_decoded(self.state.font, bytes(said)))

    def show_parts(self, parts: Any) -> None:
        self._show("".join(_decoded(self.state.font, bytes(one)) for one in parts if isinstance(one, pikepdf.String)))

    def next_and_show(self, said: Any) -> None:
        self.next()
        self.show(said)

    def next_and_show_spaced(self, between: Any, letters: Any, said: Any) -> None:
        self.next_and_show(said)

    def draw(self, name: Any) -> None:
        found = self.resources.get("/XObject", {}).get(str(name))
        if self.depth < DEEPEST and isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form":
            inner = _State(_times(_matrix(found.get("/Matrix", UNIT)), self.state.matrix), self.state.font)
            _read(found, found.get("/Resources", self.resources), inner, self.drawing, self.depth + 1)

    def _show(self, text: str) -> None:
        self.drawing.show(_times(self.text, self.state.matrix)[5], text)

    def _apart(self) -> None:
        """Part what stands in another place of the same line."""
        if self.drawing.lines:
            self.drawing.lines[-1].text += " "


_ACTS: dict[str, Any] = {
    "q": _Reader.push,
    "Q": _Reader.pop,
    "cm": _Reader.bend,
    "BT": _Reader.begin,
    "Tm": _Reader.place,
    "Td": _Reader.move,
    "TD": _Reader.move_and_lead,
    "TL": _Reader.lead,
    "T*": _Reader.next,
    "Tf": _Reader.choose,
    "Tj": _Reader.show,
    "TJ": _Reader.show_parts,
    "'": _Reader.next_and_show,
    '"': _Reader.next_and_show_spaced,
    "Do": _Reader.draw,
}


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _decoded(font: Any, codes: bytes) -> str:
    """Return what codes of a font stand for: as its table says, else as letters of western Europe."""
    told = font.get("/ToUnicode") if font is not None else None
    if not isinstance(told, pikepdf.Stream):
        return codes.decode("cp1252", "replace")
    table = _table(told.read_bytes())
    size = 2 if font.get("/Subtype") == "/Type0" else 1
    parts = (codes[at : at + size] for at in range(0, len(codes), size))
    return "".join(table.get(int.from_bytes(part, "big"), "\ufffd") for part in parts)


@lru_cache(maxsize=64)
def _table(told: bytes) -> dict[int, str]:
    """Read which letters a font's codes stand for."""
    found: dict[int, str] = {}
    for kind, body in _PART.findall(told):
        for code, letters in _pairs(kind, _numbers(body)):
            found[code] = letters
            if len(found) > MOST_CODES:
                raise ValueError("too many letters")
    return found


def _numbers(body: bytes) -> list[bytes | None]:
    """List the numbers of a part; None for a bracket."""
    return [None if found[2] or found[3] else b"".join(found[1].split()) for found in _CODE.finditer(body)]


def _pairs(kind: bytes, given: list[bytes | None]) -> Iterator[tuple[int, str]]:
    numbers = iter(given)
    for first in numbers:
        if first is None:
            continue
        second = next(numbers) or b""
        if kind == b"bfchar":
            yield int(first, 16), _letters(second)
            continue
        start, end, target = int(first, 16), int(second, 16), next(numbers)
        if target is None:
            listed = iter(lambda: next(numbers), None)
            yield from ((start + more, _letters(one or b"")) for more, one in enumerate(listed))
        else:
            base = _letters(target)
            yield from (
                (code, base[:-1] + chr(ord(base[-1]) + code - start))
                for code in range(start, min(end, start + MOST_CODES) + 1)
            )


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")

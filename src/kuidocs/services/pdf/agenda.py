"""The clock beside the points of an agenda."""

from dataclasses import replace

from kuidocs.services.pdf.items import Item
from kuidocs.services.pdf.layouts import UNLABELLED, Bit
from kuidocs.services.pdf.pieces import Piece
from kuidocs.services.pdf.text import NB

MINUTES = "minutes"


def with_clocks(piece: Piece, start: str) -> Piece:
    """Write when each point begins, counted from the beginning of the meeting."""
    hours, _, minutes = start.partition(":")
    if piece.table is None or not (hours.isdigit() and minutes.isdigit()):
        return piece
    now, rows = int(hours) * 60 + int(minutes), []
    for row in piece.table.rows:
        rows.append(tuple(_timed(cell, now) for cell in row))
        now += sum(int(bit.item.value or 0) for cell in row for bit in cell if bit.item.id == MINUTES)
    return replace(piece, table=replace(piece.table, rows=tuple(rows)))


def _timed(cell: tuple[Bit, ...], now: int) -> tuple[Bit, ...]:
    if not any(bit.item.id == MINUTES for bit in cell):
        return cell
    words = f"kl.{NB}{now // 60 % 24}.{now % 60:02d}"
    return (*cell, Bit(UNLABELLED, Item("clock", "", "line", words, words)))

"""Guards and moves: what may be done with something in a state, by whom, and what must hold first (DOMAIN 4).

A table of moves is data that a lawyer could read. Everything that a guard asks about is gathered beforehand into one
frozen object of facts; a guard looks nothing up.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .errors import Conflict, NotAllowed, Refused

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Guard(Generic[F]):
    """One thing that must hold, and the sentence that says what to do when it does not."""

    name: str
    holds: Callable[[F], bool]
    sentence: str
    """May name what the facts know: ``{facts.plan_words}``."""
    mends: str = ""
    """What is opened to mend it: a word that pages turn into a link."""

    def said(self, facts: F) -> str:
        """Return the sentence about these facts."""
        return self.sentence.format(facts=facts)


@dataclass(frozen=True, slots=True)
class Move(Generic[F]):
    """One act: from which states, to which, who may do it, and its guards."""

    act: str
    label: str
    """What the button says."""
    source: frozenset[str]
    target: str
    who: frozenset[str]
    who_says: str
    """Who it is that does this, for those who may not."""
    guards: tuple[Guard[F], ...] = ()
    kinds: frozenset[str] = frozenset()
    """The kinds of meeting that the row is about; empty: all."""


def failing(move: Move[F], facts: F) -> list[Guard[F]]:
    """List the guards that do not hold, in the order of the table."""
    return [guard for guard in move.guards if not guard.holds(facts)]


def may(move: Move[F], roles: Collection[str]) -> bool:
    """Tell whether one of these roles may do it."""
    return not move.who.isdisjoint(roles)


def from_state(moves: Iterable[Move[F]], state: str, kind: str = "") -> list[Move[F]]:
    """List what can be done from a state."""
    return [move for move in moves if state in move.source and (not move.kinds or kind in move.kinds)]


def choose(moves: Iterable[Move[F]], act: str, state: str, kind: str = "") -> Move[F]:
    """Return the row of an act.

    Raises Conflict when the act does not begin from this state.
    """
    for move in from_state(moves, state, kind):
        if move.act == act:
            return move
    raise Conflict("state", "Det kan ikke gøres nu: En anden har gjort noget her imens. Genindlæs siden.", state=state)


def check(move: Move[F], facts: F, roles: Collection[str]) -> None:
    """Refuse an act to whom the row does not name, and one whose guards do not all hold.

    Raises NotAllowed, Refused.
    """
    if not may(move, roles):
        raise NotAllowed("who", move.who_says)
    for guard in failing(move, facts):
        raise Refused(guard.name, guard.said(facts), act=move.act)

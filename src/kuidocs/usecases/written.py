"""What each of several people made of a draft, field by field: what was put together without asking (D30).

Every revision is known with who wrote it. What one person wrote without another between is one stretch; the words by
which a stretch differs from the one before are that person's, also where both were put together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from ..domain.fields import rows_of
from ..resources.drafts import Draft, DraftField, Revision

MOST = 12
"""So many stretches of a field are told apart; those in the middle of more are told as one, by several."""
SEVERAL: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a field said when somebody had written in it, until another did."""

    by: Mapping[str, str]
    at: str
    value: object


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a field: what it said before, and then after each stretch."""

    path: str
    before: object
    stretches: tuple[Stretch, ...]

    @property
    def users(self) -> set[str]:
        """Return the ids of those who wrote."""
        return {one.by["user_id"] for one in self.stretches if one.by}

    @property
    def now(self) -> object:
        """Return what the field says at last."""
        return self.stretches[-1].value

    def plain(self) -> dict:
        """Return what a version keeps of it."""
        told = [{"by": dict(one.by), "at": one.at, "value": one.value} for one in self.stretches]
        return {"path": self.path, "before": self.before, "stretches": told}


def read(kept: Mapping) -> Written:
    """Read what a version keeps."""
    stretches = (Stretch(one["by"], one["at"], one["value"]) for one in kept["stretches"])
    return Written(kept["path"], kept["before"], tuple(stretches))


def written(draft: Draft, begun: str, since: str = "") -> list[Written]:
    """List the fields that were written in since a moment; without one, since the draft was begun."""
    moment = datetime.fromisoformat(since or begun)
    found = (_written(path, field, begun, moment) for path, field in draft.all() if draft.is_there(path))
    return [one for one in found if one is not None]


def shared(draft: Draft, begun: str) -> list[Written]:
    """List the fields in which more than one person wrote, and of which nobody had to choose."""
    return [one for one in written(draft, begun) if len(one.users) > 1]


def _written(path: str, field: DraftField, begun: str, moment: datetime) -> Written | None:
    revisions = [*field.earlier.values(), *([field.now] if field.rev else [])]
    later = [n for n, one in enumerate(revisions) if _counts(one, begun, moment)]
    if not later:
        return None
    before = revisions[later[0] - 1].value if later[0] else None
    stretches = tuple(_stretches(revisions[later[0] :]))
    return Written(path, before, stretches) if stretches[-1].value != before or len(stretches) > 1 else None


def _counts(one: Revision, begun: str, moment: datetime) -> bool:
    """Tell whether somebody wrote a revision by hand; what the draft began with is nobody's writing."""
    return not (one.rev == 1 and one.at == begun and not one.client) and datetime.fromisoformat(one.at) >= moment


def _stretches(revisions: Iterable[Revision]) -> Iterator[Stretch]:
    runs = [list(run) for _, run in groupby(revisions, lambda one: one.by.get("user_id", ""))]
    found = [Stretch(run[-1].by, run[-1].at, run[-1].value) for run in runs]
    if len(found) > MOST:
        cut = found[-2]
        found = [*found[: MOST - 2], Stretch(SEVERAL, cut.at, cut.value), found[-1]]
    yield from found


def began(draft: Draft, begun: str, paths: Iterable[str]) -> str:
    """Return the moment from which two people wrote apart: when what a proposal grew from was written."""
    moments = [_grown_from(draft.own(path), begun) for path in paths]
    return min(moments, key=datetime.fromisoformat, default=begun)


def _grown_from(field: DraftField, begun: str) -> str:
    bases = [one["base"] for one in field.proposals]
    known = [one.at for one in field.since(0) if one.value in bases]
    return known[0] if known else begun


def in_new_row(draft: Draft, path: str, news: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a field lies in a row that was added; ``news``: the rows that are new, by group."""
    return any(rid in news.get(group, ()) for group, rid in rows_of(path) if draft.field(group) is not None)

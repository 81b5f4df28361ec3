"""The presentation of a meeting: made of its papers, kept, and named in the plan (R76, R77)."""

from datetime import date

from ..domain.errors import Refused, not_found
from ..resources.base import place
from ..resources.files import Presentation
from ..resources.klynger import ClusterMeeting
from ..services.slides import SlideService
from ..services.storage import write_blob
from .acting import Act, event
from .cluster_deck import deck_of, fingerprint
from .cluster_papers import about, add_version

MOST = 200
"""How many presentations are kept of one meeting; nobody needs more, and each takes room."""


def ref(number: int) -> str:
    """Write how the plan names a presentation."""
    return f"praesentation-{number}"


def make(meeting: ClusterMeeting, service: SlideService, act: Act) -> Presentation | None:
    """Make the presentation of the papers as they stand, and keep it; None when the same page has had one made.

    Raises Refused.
    """
    if act.token and any(one.told["token"] == act.token for one in meeting.slides):
        return None
    if not meeting.programme.content().get("blocks"):
        raise Refused("programme", "Skriv programmets tre blokke først. De er rammen om præsentationen.")
    if len(meeting.slides) >= MOST:
        raise Refused("slides", f"Der er allerede lavet {MOST} præsentationer af det her møde. Brug den seneste.")
    deck = deck_of(meeting, act.clock.today())
    data, number = service.make(deck), len(meeting.slides) + 1
    told = {"deck": fingerprint(deck), "slides": len(deck.slides), "token": act.token}
    made = Presentation(write_blob(data), data, number=number, at=act.at, by=act.by, told=told)
    meeting.slides = (*meeting.slides, place(made, meeting, f"{ref(number)}.pptx"))
    _name_in_the_plan(meeting, ref(number), act)
    event(meeting, "cluster.slides_made", act, about(meeting), {"number": number, "sha256": made.sha256})
    return made


def _name_in_the_plan(meeting: ClusterMeeting, name: str, act: Act) -> None:
    """Name the newest one, unless the cluster has written down one of its own."""
    content = meeting.plan.content()
    own = str(content.get("slides_ref", ""))
    if not own or own in {ref(one.number) for one in meeting.slides}:
        add_version(meeting.plan, content | {"slides_ref": name}, act)


def presentation(meeting: ClusterMeeting, number: int) -> Presentation:
    """Return one presentation.

    Raises NotFound.
    """
    found = [one for one in meeting.slides if one.number == number]
    if not found:
        raise not_found()
    return found[0]


def is_old(meeting: ClusterMeeting, made: Presentation, today: date) -> bool:
    """Tell whether something that stands on the slides was changed since."""
    return made.told["deck"] != fingerprint(deck_of(meeting, today))

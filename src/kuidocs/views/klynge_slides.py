"""``praesentation``: the slides of a meeting: made, fetched, printed, and shown on a screen with a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import arena, danish
from ..domain.errors import KuiError, not_found
from ..domain.slides import Deck, Slide
from ..domain.whole_numbers import whole
from ..resources.files import Presentation
from ..resources.klynger import ClusterMeeting
from ..security.permissions import Permission
from ..services.pdf.api import DeckJob
from ..services.slides import MEDIA_TYPE
from ..usecases import cluster_slides
from ..usecases.cluster_deck import deck_of
from ..usecases.cluster_meetings import confirmed
from ..usecases.cluster_papers import about
from .charts import chart
from .klynge_base import ClusterView, topic
from .presenting import moment_words
from .room_clock import Clock, begun_at, item_clock, meeting_clock

PAGE = "kuidocs:templates/pages/klynge_slides.pt"
SCREEN = "kuidocs:templates/pages/klynge_skaerm.pt"
FETCHED = "cluster.slides_fetched"


@dataclass(frozen=True, slots=True)
class Held:
    """When a meeting is held, for its clock."""

    date: str
    start: str
    end: str


@view_defaults(context=ClusterMeeting, permission=Permission.Klynge.SLIDES)
class SlidesView(ClusterView):
    """The presentation of a meeting."""

    context: ClusterMeeting
    section = "drejebog"

    @view_config(name="praesentation", request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what there is, and how to have it."""
        return self._page()

    @view_config(name="praesentation", permission=Permission.Klynge.PLAN, request_method="POST", renderer=PAGE)
    def make(self) -> Any:
        """Make a new one of the papers as they stand."""
        try:
            made = cluster_slides.make(self.context, self.system.slides, self.acting())
        except KuiError as refused:
            return self.again(PAGE, self._page(), refused)
        said = f"Præsentationen er lavet. Den har {made.told['slides']} billeder." if made else "Den er lavet."
        return self.go(self.context, said, "praesentation")

    def _page(self) -> dict[str, Any]:
        meeting = self.context
        made = [self._made(one) for one in reversed(meeting.slides)]
        old = bool(meeting.slides) and cluster_slides.is_old(meeting, meeting.slides[-1], self.clock.today())
        return self.page(
            "Præsentation",
            trail=self.trail(),
            made=made,
            old=old,
            own=self._own_ref(),
            deck=self._deck(),
            keeps=self.keeps,
            programme=self.request.resource_path(meeting.programme),
            ready=bool(meeting.programme.content().get("blocks")),
            lacking=list(self._lacking()),
        )

    def _own_ref(self) -> str:
        """What the plan names, when it is none of these."""
        named = str(self.context.plan.content().get("slides_ref", ""))
        return "" if named in {cluster_slides.ref(one.number) for one in self.context.slides} else named

    def _made(self, one: Presentation) -> dict[str, Any]:
        when, size = moment_words(one.made_at, self.clock.today()), max(one.length // 1024, 1)
        return {
            "number": one.number,
            "told": f"Lavet {when} af {one.by['name']}, {one.told['slides']} billeder, {size} kB",
            "href": self.request.resource_path(self.context, "praesentation.pptx", query={"nr": one.number}),
        }

    def _lacking(self) -> Any:
        """List what will be missing on the slides; nothing hinders making them."""
        if not self.context.survey.closed_at:
            yield "Resultaterne kommer med, når spørgeskemaet er lukket."
        left = [str(one.case_number) for one in self.context.cases if confirmed(one) is None]
        if left:
            yield f"Case {danish.listed(left)} kommer med, når det er bekræftet, at ingen kan genkendes."

    def _deck(self) -> Deck:
        return deck_of(self.context, self.clock.today())

    # Files

    @view_config(name="praesentation.pptx", request_method="GET")
    def file(self) -> Response:
        """Give one that was made, the newest when none is named."""
        asked, made = str(self.request.GET.get("nr", "")), self.context.slides
        number = _number(asked) if asked else len(made)
        found = cluster_slides.presentation(self.context, number)
        self._note("pptx")
        response = Response(found.bytes(), content_type=MEDIA_TYPE)
        response.content_disposition = f'attachment; filename="klyngemoede-{number}.pptx"'
        return response

    @view_config(name="uddelingsark.pdf", request_method="GET")
    def handout(self) -> Response:
        """Print the same as a hand-out, as the papers stand now."""
        if not self.context.programme.content().get("blocks"):
            raise not_found()
        pdf = self.system.pdf.render(DeckJob(self._deck()))
        self._note("pdf")
        response = Response(pdf, content_type="application/pdf")
        response.content_disposition = 'inline; filename="klyngemoede.pdf"'
        return response

    def _note(self, part: str) -> None:
        self.note_read(FETCHED, about(self.context) | {"part": part})

    # On the screen

    @view_config(name="vis", request_method="GET", renderer=SCREEN)
    def screen(self) -> dict[str, Any]:
        """Show one slide, as the papers stand now."""
        deck, now = self._deck(), self.clock.now()
        last = len(deck.slides) - 1
        place = min(max(_number(str(self.request.GET.get("side", "1"))) - 1, 0), last)
        slide = deck.slides[place]
        begun = begun_at(str(self.request.GET.get("fra", "")), now)
        return self.page(
            slide.heading,
            topic=topic(self.context),
            slide=slide,
            slides=list(enumerate(deck.slides, start=1)),
            place=place,
            last=last,
            clock=_meeting_clock(self.context.programme.content(), now),
            item_clock=item_clock(slide.minutes, begun, now) if slide.minutes else None,
            begun=f"{begun:%H%M}",
            chart=chart(slide.figure) if slide.figure else None,
            chairs=arena.arena(min(len(slide.ring), arena.MOST)) if slide.ring else None,
            ring_told=arena.told(slide.ring),
            opens=_openings(deck),
            at=self._at,
            keeps=self.keeps,
        )

    def _at(self, place: int) -> str:
        return self.request.resource_path(self.context, "vis", query={"side": str(place + 1)})


def _openings(deck: Deck) -> list[tuple[int, Slide]]:
    return [(number, one) for number, one in enumerate(deck.slides) if one.opens]


def _meeting_clock(programme: Mapping, now: Any) -> Clock | None:
    told = Held(*(str(programme.get(name, "")) for name in ("meeting_date", "start_time", "end_time")))
    try:
        return meeting_clock(told, now)
    except ValueError:
        # A programme that is half-written may hold times that are none.
        return None


def _number(text: str) -> int:
    return whole(text, 3) or 0

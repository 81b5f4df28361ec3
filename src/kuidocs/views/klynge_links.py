"""Personal links: a guest's page, a member's questionnaire, and the choice of a password. Nobody is logged in here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ..domain import danish, tally
from ..domain.clusters import CLOSED
from ..domain.errors import KuiError
from ..domain.questionnaires import MULTI, SCALE, TEXT, pages_of, questions_of, read_answers
from ..forms.shipped.vocabularies import TASK_STATUS
from ..resources.base import new_id
from ..resources.klynger import (
    SURVEY_LINK,
    AccessLink,
    Cluster,
    ClusterFolder,
    ClusterMeeting,
    GuestLink,
    LinkFolder,
    PersonalLink,
    Survey,
    SurveyLink,
    above,
)
from ..services.proof import AuditEvent
from ..services.state import Limit
from ..usecases import cluster_guests, cluster_meetings, cluster_people, cluster_survey, cluster_tally
from ..usecases.acting import Act
from ..usecases.cluster_papers import about, as_day, day_of
from .klynge_aftaler import agreement_line
from .klynge_base import topic
from .klynge_cases import focus_points
from .klynge_gaester import OPENED
from .klynge_papirer import programme_lines
from .layout import shell
from .spoergeskema import drawn, mean_words

GUEST_PAGE = "kuidocs:templates/pages/gaest.pt"
SURVEY_PAGE = "kuidocs:templates/pages/besvar.pt"
THANKS_PAGE = "kuidocs:templates/pages/besvaret.pt"
ACCESS_PAGE = "kuidocs:templates/pages/klynge_adgang.pt"
NO_PAGE = "kuidocs:templates/pages/intet_link.pt"
MISSES = Limit(40, timedelta(minutes=15))
"""How many unknown links one place may ask for."""
LONGEST = 20_000


class LinkView:
    """What pages behind a personal link share: no session, no cookie, one answer for every link that is nobody's."""

    def __init__(self, context: Any, request: Request) -> None:
        self.context, self.request = context, request
        self.folder: ClusterFolder = above(context, ClusterFolder)
        self.system = request.system
        self.today = request.system.clock.today()
        # The address would be the note of the transaction, and lie in the database's file: it is a secret.
        request.tm.get().description = (
            f"klynger/{context.__parent__.__name__ if self._is_secret() else context.__name__}"
        )

    def _is_secret(self) -> bool:
        return isinstance(self.context, PersonalLink)

    def posted(self, name: str) -> str:
        """Return what was typed in a field."""
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n").strip() if isinstance(found, str) else ""

    def render(self, template: str, title: str, status: int = 200, **data: Any) -> Response:
        """Render a page without menu."""
        common = {"token": new_id(), "problem": "", "wrong_field": "", "typed": {}, "title": title}
        told = shell(self.request, title) | common | data
        told |= {"me": None, "wrong": status >= 400, "danish": danish}
        response = render_to_response(template, told, request=self.request)
        response.status_int = status
        return response

    def nobodys(self) -> Response:
        """Answer a link that is nobody's; after many of them, only that one must wait."""
        wait = self.system.state.throttle.attempt(f"link:{self.request.client_addr or ''}", MISSES)
        return self.render(NO_PAGE, "Linket virker ikke", 429 if wait else 404)

    def act(self, who: Any) -> Act:
        """Make the act of somebody with a link."""
        return Act(who, self.system.clock, self.posted("__token__")[:40])


@view_defaults(context=GuestLink, permission=NO_PERMISSION_REQUIRED, require_csrf=False)
class GuestLinkView(LinkView):
    """The page of one guest."""

    @view_config(request_method="GET")
    def show(self) -> Response:
        """Show the invitation, and what is shared."""
        return self._known(self._page)

    @view_config(request_method="POST")
    def post(self) -> Response:
        """Take an answer, an offer, or how an agreement stands."""
        return self._known(self._take)

    def _known(self, then: Callable[..., Response]) -> Response:
        found = cluster_guests.whose(self.folder, self.context.secret, self.today)
        return then(*found) if found is not None else self.nobodys()

    def _take(self, meeting: ClusterMeeting, row: dict) -> Response:
        act, wanted = self.act(cluster_guests.identity(row)), self.posted("goer")
        try:
            if wanted == "bidrag":
                cluster_guests.offer(meeting, row["rid"], self.posted("case"), self.posted("text"), act)
            elif wanted == "status":
                self._report(meeting, row, act)
            else:
                told = {name: self.posted(name) for name in ("reply", "pre", "contribution")}
                cluster_guests.reply(meeting, row["rid"], told, act)
        except KuiError as refused:
            typed = {name: self.posted(name) for name in self.request.POST if isinstance(name, str)}
            return self._page(meeting, row, refused, typed)
        response = Response(status=303)
        response.location = f"{self.request.path}?gemt=1"
        return response

    def _report(self, meeting: ClusterMeeting, row: dict, act: Act) -> None:
        agreed = cluster_guests.promised(meeting, row, cluster_meetings.agreements(meeting))
        rid = self.posted("aftale")
        own = rid if any(one.get("rid") == rid for one in agreed) else ""
        cluster_meetings.report(meeting, own, self.posted("status"), self.posted("note"), act)

    def _page(self, meeting: ClusterMeeting, row: dict, refused: KuiError | None = None, typed: Any = None) -> Response:
        plan, cluster = meeting.plan.content(), above(meeting, Cluster)
        wanted = self.request.GET.get("vis", "")
        results, cases = self._results(meeting, wanted), self._cases(meeting, wanted)
        part = "results" if results else "cases" if cases else "page"
        self._note(meeting, row, part)
        agreed = cluster_guests.promised(meeting, row, cluster_meetings.agreements(meeting))
        return self.render(
            GUEST_PAGE,
            f"Klyngemøde: {topic(meeting)}",
            refused.status if refused else 200,
            problem=refused.text if refused else "",
            wrong_field=refused.code if refused else "",
            typed=typed or {},
            saved="gemt" in self.request.GET,
            cluster=cluster.name,
            row=row,
            name=cluster_guests.named(row),
            day=danish.weekday_date(day) if (day := day_of(meeting)) else "",
            pre=danish.weekday_date(pre) if (pre := as_day(plan.get("pre_meeting_date"))) else "",
            plan=plan,
            arena=plan.get("arena_used") == "true",
            shows={one: cluster_meetings.seen_by_guests(meeting, one, self.today) for one in ("results", "cases")},
            results=results,
            answered=meeting.survey.answered,
            asked=meeting.survey.asked,
            mean_words=mean_words,
            cases=cases,
            programme=programme_lines(meeting.programme.content()) if meeting.programme.versions else [],
            agreements=[agreement_line(one, self.today) for one in agreed],
            statuses=list(TASK_STATUS.labels.items()),
            open=meeting.state != CLOSED,
            here=self.request.path,
        )

    def _note(self, meeting: ClusterMeeting, row: dict, part: str) -> None:
        """Write down that a guest opened something, before it is shown."""
        who, told = f"guest:{row['rid']}", about(meeting) | {"part": part}
        event_id = f"{self.request.kui_id}:{OPENED}"
        self.system.proof.append_now(
            AuditEvent(event_id, self.system.clock.now(), "cluster.guest_opened", who, None, told)
        )

    def _results(self, meeting: ClusterMeeting, wanted: str) -> list[Any]:
        if wanted != "resultater" or not cluster_meetings.seen_by_guests(meeting, "results", self.today):
            return []
        found: list[tally.Result] = cluster_tally.results(meeting.survey, guests=True)
        return [drawn(one, meeting.survey.answered) for one in found]

    def _cases(self, meeting: ClusterMeeting, wanted: str) -> list[dict[str, Any]]:
        if wanted != "cases":
            return []
        return [
            {
                "label": one.label,
                "number": one.case_number,
                "content": one.content(),
                "points": focus_points(one.content()),
                "offers": cluster_guests.offers(meeting, one.label),
            }
            for one in cluster_guests.cases_for_guests(meeting, self.today)
        ]


@view_config(context=SurveyLink, permission=NO_PERMISSION_REQUIRED, require_csrf=False)
class SurveyLinkView(LinkView):
    """A member's questionnaire. Nothing is written of the visit (D26)."""

    def __call__(self) -> Response:
        """Show it, or thank for the answer that it brought."""
        survey = cluster_survey.found(self.folder, self.context.secret)
        if survey is None:
            return self.nobodys()
        if cluster_survey.was_used(survey, self.context.secret):
            return self.render(THANKS_PAGE, "Tak for dit svar", survey=survey.content())
        return survey_page(self, survey, self.context.secret)


@view_config(context=LinkFolder, permission=NO_PERMISSION_REQUIRED, request_method="POST", require_csrf=False)
class SurveyPostView(LinkView):
    """Where answers are sent: the link stands in the body, so that no address and no log holds it beside an answer."""

    def __call__(self) -> Response:
        """Take an answer."""
        secret = self.posted("link")[:100]
        survey = cluster_survey.found(self.folder, secret) if self.context.kind == SURVEY_LINK else None
        if survey is None:
            return self.nobodys()
        given = {one.rid: self._given(one.rid) for one in questions_of(survey.content())}
        answers, wrong = read_answers(questions_of(survey.content()), given)
        if wrong and not cluster_survey.was_used(survey, secret):
            return survey_page(self, survey, secret, given, wrong)
        cluster_survey.answer(survey, secret, answers)
        response = Response(status=303)
        response.location = self.request.resource_path(self.context, secret)
        return response

    def _given(self, rid: str) -> list[str]:
        found = (one for one in self.request.POST.getall(f"q-{rid}") if isinstance(one, str))
        return [one[:LONGEST].replace("\r\n", "\n") for one in found]


def survey_page(
    view: LinkView, survey: Survey, secret: str, given: dict | None = None, wrong: dict | None = None
) -> Response:
    """Show a questionnaire with what was typed, and what is wrong."""
    content, wrong = survey.content(), wrong or {}
    closes, questions = as_day(content.get("closes_at")), questions_of(content)
    pages = pages_of(questions)
    # The page that is there first: what is wrong stands on it.
    first = next((n for n, page in enumerate(pages, 1) if any(one.rid in wrong for one in page)), 1)
    return view.render(
        SURVEY_PAGE,
        str(content.get("title", "")),
        422 if wrong else 200,
        content=content,
        count=len(questions),
        pages=pages,
        first=first,
        cluster=above(survey, Cluster).name,
        given=given or {},
        problems=wrong,
        closes=danish.weekday_date(closes) if closes else "",
        secret=secret,
        action=view.request.resource_path(view.folder[SURVEY_LINK]),
        MULTI=MULTI,
        SCALE=SCALE,
        TEXT=TEXT,
    )


@view_defaults(context=AccessLink, permission=NO_PERMISSION_REQUIRED, require_csrf=False)
class AccessLinkView(LinkView):
    """Choosing a password by a link that was mailed."""

    @view_config(request_method="GET")
    def show(self) -> Response:
        """Ask for a password."""
        user = cluster_people.invited(self.folder.users, self.context.secret, self.today)
        return self.render(ACCESS_PAGE, "Vælg din adgangskode", user=user) if user is not None else self.nobodys()

    @view_config(request_method="POST")
    def choose(self) -> Response:
        """Keep the password, and send the browser to the log-in page."""
        user = cluster_people.invited(self.folder.users, self.context.secret, self.today)
        if user is None:
            return self.nobodys()
        memory = self.system.settings.password_memory_kib
        new, again = (str(self.request.POST.get(name, "")) for name in ("ny", "igen"))
        try:
            cluster_people.choose_password(user, new, again, self.act(user.identity()), memory_kib=memory)
        except KuiError as refused:
            told = {"problem": refused.text, "wrong_field": refused.code}
            return self.render(ACCESS_PAGE, "Vælg din adgangskode", 422, user=user, **told)
        self.system.state.sessions.end_all(user.user_id)
        response = Response(status=303)
        response.location = self.request.resource_path(self.request.root_resource, "log-ind")
        return response

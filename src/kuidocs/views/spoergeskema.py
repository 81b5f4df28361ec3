"""``skema``: the questionnaire of a meeting, from the template to what it showed."""

from dataclasses import dataclass
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, tally
from ..domain.errors import KuiError, Refused
from ..domain.questionnaires import SCALE, TEXT, Question, questions_of
from ..domain.statistics import Bar, Figure
from ..forms.shipped.vocabularies import QUESTION_TYPE
from ..resources.klynger import Survey
from ..security.permissions import Permission
from ..usecases import cluster_meetings, cluster_survey, cluster_tally
from ..usecases.cluster_papers import as_day, is_right, problems
from .charts import Chart, chart
from .klynge_base import ClusterView

PAGE = "kuidocs:templates/pages/spoergeskema.pt"
TALLY_PAGE = "kuidocs:templates/pages/opgoerelse.pt"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question as a page shows it."""

    result: tally.Result
    chart: Chart | None
    told: str

    @property
    def question(self) -> Question:
        return self.result.question


def drawn(result: tally.Result, total: int) -> Drawn:
    """Draw a question: bars as long as the number who have answered."""
    told = ""
    if result.answered is not None:
        told = f"{result.answered} af {total} har svaret"
    picture = None
    if result.groups:
        bars = tuple(Bar(one.label, one.count, one.share) for one in result.groups)
        heading = f"Spørgsmål {result.question.number}:"
        picture = chart(Figure(str(result.question.number), heading, "svar", bars, total))
    return Drawn(result, picture, told)


def mean_words(mean: float | None, places: int) -> str:
    """Write a mean with a comma, "" for none."""
    return f"{mean:.{places}f}".replace(".", ",") if mean is not None else ""


@view_defaults(context=Survey, permission=Permission.Klynge.PLAN)
class SurveyView(ClusterView):
    """The questionnaire."""

    context: Survey
    section = "skema"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show how far it is."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def act_on(self) -> Any:
        """Do what the button says."""
        survey, act = self.context, self.acting()
        acts = {
            "begynd": (cluster_survey.begin, "Skabelonen er kopieret. Ret den til, så den passer til jeres klynge."),
            "send": (cluster_survey.open_, "Spørgeskemaet er på vej til medlemmerne."),
            "paamind": (cluster_survey.remind, "Påmindelsen er på vej til dem, der ikke har svaret."),
            "luk": (cluster_survey.close, "Spørgeskemaet er lukket og gjort op."),
        }
        wanted = self.posted("goer")
        try:
            if wanted not in acts:
                raise Refused("goer", "Vælg en af knapperne.")
            do, said = acts[wanted]
            do(survey, act)
        except KuiError as refused:
            return self.again(PAGE, self._page(), refused)
        return self.go(survey, said, *(("opgoerelse",) if wanted == "luk" else ()))

    def _page(self) -> dict[str, Any]:
        survey, today = self.context, self.clock.today()
        content = survey.content()
        rate = round(100 * survey.count / survey.out_of) if survey.out_of else 0
        return self.page(
            "Spørgeskema",
            trail=self.trail(),
            survey=survey,
            content=content,
            questions=questions_of(content),
            kinds=QUESTION_TYPE.labels,
            right=is_right(survey, today),
            missing=[one for one in problems(survey, today) if not one.warning] if survey.versions else [],
            rate=rate,
            closes=self.day(as_day(content.get("closes_at"))),
            closed=self.day(as_day(survey.closed_at[:10])),
            opened=self.day(as_day(survey.opened_at[:10])),
            edit=self.request.resource_path(survey, "rediger"),
            tally=self.request.resource_path(survey, "opgoerelse"),
            locked=bool(survey.count or survey.closed_at),
            asked=len(cluster_survey.members(survey, self.act())),
            people=self.request.resource_path(self.cluster, "medlemmer"),
            leads=self.may(Permission.Klynge.PEOPLE, self.cluster),
        )


@view_defaults(context=Survey, permission=Permission.Klynge.TALLY, request_method="GET")
class TallyView(ClusterView):
    """What the questionnaire showed."""

    context: Survey
    section = "skema"

    @view_config(name="opgoerelse", renderer=TALLY_PAGE)
    def show(self) -> dict[str, Any]:
        """Show it as the cluster sees it, or as the guests do."""
        survey, guests = self.context, self._as_guests()
        results = cluster_tally.results(survey, guests=guests) if survey.closed_at else []
        path = self.request.resource_path
        return self.page(
            f"{survey.answered} svar – hvad siger de?" if survey.closed_at else "Opgørelse",
            trail=self.trail((path(survey), "Spørgeskema")) if self.keeps else self.trail(),
            survey=survey,
            content=survey.content(),
            period=self._period(),
            rate=round(100 * survey.answered / survey.asked) if survey.asked else 0,
            results=[drawn(one, survey.answered) for one in results],
            guests=guests,
            chooses=self._sees_all(),
            own=path(survey, "opgoerelse"),
            theirs=path(survey, "opgoerelse", query={"som": "gaester"}),
            file=path(survey, "opgoerelse.csv", query={"som": "gaester"} if guests else {}),
            share=path(self.meeting, "gaester"),
            shared=cluster_meetings.is_shared(self.meeting, "results"),
            keeps=self.keeps,
            mean_words=mean_words,
            few=survey.answered < 5,
            SCALE=SCALE,
            TEXT=TEXT,
        )

    def _sees_all(self) -> bool:
        """Members see everything, a facilitator from outside what the guests see."""
        return bool(self.may(Permission.Klynge.PROMISE))

    def _as_guests(self) -> bool:
        return not self._sees_all() or self.request.GET.get("som") == "gaester"

    def _period(self) -> str:
        survey = self.context
        first, last = as_day(survey.opened_at[:10]), as_day(survey.closed_at[:10])
        return f"{danish.short_date(first)} – {danish.long_date(last)}" if first and last else ""

    @view_config(name="opgoerelse.csv")
    def file(self) -> Response:
        """Give the same numbers as a file.

        Raises Refused.
        """
        if not self.context.closed_at:
            raise Refused("survey", "Spørgeskemaet er ikke lukket, så der er ingen tal endnu.")
        data = cluster_tally.csv_file(cluster_tally.results(self.context, guests=self._as_guests()))
        response = Response(data, content_type="text/csv", charset="utf-8")
        response.content_disposition = 'attachment; filename="opgoerelse.csv"'
        return response

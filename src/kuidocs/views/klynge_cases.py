"""``cases`` and ``case-1`` … ``case-3``: what is talked about in the arena."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import anonymity
from ..domain.arena import arena
from ..domain.errors import KuiError, Refused
from ..forms.cluster_texts import PACKAGE
from ..forms.shipped.vocabularies import CASE_SOURCE
from ..resources.klynger import CasePaper, ClusterMeeting
from ..security.permissions import Permission
from ..usecases import cluster_cases, cluster_guests, cluster_meetings, cluster_proposals
from ..usecases.cluster_papers import problems
from .klynge_base import ClusterView
from .presenting import Chip, moment_words

LIST_PAGE = "kuidocs:templates/pages/klynge_cases.pt"
CASE_PAGE = "kuidocs:templates/pages/klynge_case.pt"


def focus_points(content: dict) -> list[dict[str, Any]]:
    """Show the planned stops of a case, each with its ring."""
    return [
        {
            "number": number,
            "moment": row.get("moment", ""),
            "question": row.get("question", ""),
            "people": row.get("in_the_arena") or [],
            "minutes": row.get("minutes", ""),
            "chairs": arena(len(row.get("in_the_arena") or [])),
        }
        for number, row in enumerate(content.get("focus_points") or [], start=1)
    ]


@view_defaults(context=ClusterMeeting, name="cases")
class CasesView(ClusterView):
    """The three cases of a meeting."""

    context: ClusterMeeting
    section = "cases"

    @view_config(permission=Permission.Klynge.CASE, request_method="GET", renderer=LIST_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the three places, and the package."""
        return self._page()

    @view_config(permission=Permission.Klynge.PLAN, request_method="POST", renderer=LIST_PAGE)
    def choose(self) -> Any:
        """Take a case from the package, or empty a place."""
        try:
            case = self._chosen()
            if self.posted("goer") == "toem":
                cluster_cases.clear(case, self.acting())
                return self.go(self.context, "Pladsen er tom.", "cases")
            if self.posted("goer") == "brug":
                cluster_proposals.use(case, self.posted("forslag")[:40], self.acting())
                return self.go(case, "Forslaget er skrevet ind. Skriv resten, så den passer til jeres møde.")
            cluster_cases.choose(case, self.posted("pakke"), self.acting())
        except KuiError as refused:
            return self.again(LIST_PAGE, self._page(), refused)
        return self.go(case, "Casen er kopieret. Ret den, så den passer til jeres møde.")

    def _chosen(self) -> CasePaper:
        found = [one for one in self.context.cases if one.label == self.posted("plads")]
        if not found:
            raise Refused("plads", "Vælg, om det er case 1, 2 eller 3.")
        return found[0]

    def _page(self) -> dict[str, Any]:
        today, path = self.clock.today(), self.request.resource_path
        cases = [
            {
                "case": one,
                "title": one.content().get("title", ""),
                "chip": Chip(*cluster_cases.standing(one, today)),
                "source": CASE_SOURCE.labels.get(one.content().get("source", ""), ""),
                "age": one.content().get("age_group", ""),
                "href": path(one),
                "edit": path(one, "rediger"),
                "empty": not one.content(),
                "offers": len(cluster_guests.offers(self.context, one.label)),
            }
            for one in self.context.cases
        ]
        package = [(key, told) for key, told in PACKAGE.items()] if self.keeps else []
        return self.page(
            "Tre cases",
            trail=self.trail(),
            cases=cases,
            package=package,
            free=[one for one in cases if one["empty"]],
            proposals=cluster_proposals.proposals(self.context, "" if self.keeps else self.identity.user_id),
            proposes=self.may(Permission.Klynge.PROPOSE),
            when=lambda at: moment_words(at, today),
            shared=cluster_meetings.is_shared(self.context, "cases"),
            share=path(self.context, "gaester"),
            all_confirmed=all(cluster_meetings.confirmed(one) is not None for one in self.context.cases),
            keeps=self.keeps,
        )


@view_defaults(context=CasePaper)
class CaseView(ClusterView):
    """One case."""

    context: CasePaper
    section = "cases"

    @view_config(permission=Permission.Klynge.CASE, request_method="GET", renderer=CASE_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the case, its stops and what guests offer."""
        return self._page()

    @view_config(permission=Permission.Klynge.PLAN, request_method="POST", renderer=CASE_PAGE)
    def confirm(self) -> Any:
        """Write down that it can be traced to nobody."""
        try:
            cluster_cases.confirm(self.context, self.posted("why"), self.posted("read") == "ja", self.acting())
        except Refused as refused:
            return self.again(CASE_PAGE, self._page(), refused)
        return self.go(self.context, "Casen er bekræftet anonym. Nu kan den deles.")

    def _page(self) -> dict[str, Any]:
        case, today, path = self.context, self.clock.today(), self.request.resource_path
        content, fact = case.content(), cluster_meetings.confirmed(case)
        title = f"Case {case.case_number}"
        found = cluster_cases.look(case)
        return self.page(
            f"{title}: {content['title']}" if content.get("title") else title,
            trail=self.trail((path(self.meeting, "cases"), "Cases")),
            content=content,
            source=CASE_SOURCE.labels.get(content.get("source", ""), ""),
            chip=Chip(*cluster_cases.standing(case, today)),
            shared=cluster_meetings.is_shared(self.meeting, "cases"),
            checks=anonymity.verdict(found),
            hopeless=any(one.kind in anonymity.NEVER for one in found),
            found=found,
            confirmed=f"Bekræftet af {fact['by']['name']} {moment_words(fact['at'], today)}." if fact else "",
            why=fact["data"]["why"] if fact else "",
            missing=[one for one in problems(case, today) if not one.warning] if content else [],
            points=focus_points(content),
            offers=cluster_guests.offers(self.meeting, case.label),
            silent=self._silent(),
            edit=path(case, "rediger"),
            keeps=self.keeps,
        )

    def _silent(self) -> list[str]:
        """List the guests who come and have said nothing about this case."""
        heard = {one["rid"] for one in cluster_guests.offers(self.meeting, self.context.label)}
        rows = cluster_guests.guests(self.meeting)
        return [cluster_guests.named(one) for one in rows if one.get("reply") == "yes" and one["rid"] not in heard]

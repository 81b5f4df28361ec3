"""``facilitering`` and ``foreslaa``: asking the regional unit for help, and proposing a case."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain.errors import KuiError, Refused
from ..resources.klynger import ClusterMeeting
from ..security.permissions import Permission
from ..usecases import cluster_help, cluster_proposals
from .klynge_base import ClusterView
from .presenting import Chip, moment_words

HELP_PAGE = "kuidocs:templates/pages/klynge_hjaelp.pt"
PROPOSE_PAGE = "kuidocs:templates/pages/klynge_forslag.pt"
CHIPS = {
    "asked": Chip("Venter på svar", "state-review", "calendar-month"),
    "yes": Chip(cluster_help.ANSWERS["yes"], "state-approved", "check"),
    "no": Chip(cluster_help.ANSWERS["no"], "state-old", "close"),
}


@view_defaults(context=ClusterMeeting, name="facilitering", permission=Permission.Klynge.PLAN)
class HelpView(ClusterView):
    """Help from the regional unit."""

    context: ClusterMeeting
    section = "drejebog"

    @view_config(request_method="GET", renderer=HELP_PAGE)
    def show(self) -> dict[str, Any]:
        """Show how far it is."""
        return self._page()

    @view_config(request_method="POST", renderer=HELP_PAGE)
    def act_on(self) -> Any:
        """Ask, or write down the answer."""
        try:
            said = self._do(self.posted("goer"))
        except KuiError as refused:
            return self.again(HELP_PAGE, self._page(), refused)
        return self.go(self.context, said, "facilitering")

    def _do(self, wanted: str) -> str:
        if wanted == "spoerg":
            to = self.system.settings.regional_unit
            cluster_help.ask(self.context, self.posted("text"), to, self.acting())
            return "Enheden får en mail."
        if wanted == "svar":
            cluster_help.answered(self.context, self.posted("answer"), self.posted("note"), self.acting())
            return "Svaret er gemt."
        raise Refused("goer", "Vælg en af knapperne.")

    def _page(self) -> dict[str, Any]:
        meeting, today = self.context, self.clock.today()
        state = cluster_help.standing(meeting)
        told = [
            (moment_words(one["at"], today), one["by"]["name"], self._words(one["data"]))
            for one in meeting.facts
            if one["kind"] in (cluster_help.ASKED, cluster_help.ANSWERED)
        ]
        return self.page(
            "Hjælp til facilitering",
            trail=self.trail(),
            told=told,
            state=state,
            chip=CHIPS.get(state),
            to=self.system.settings.regional_unit,
            answers=list(cluster_help.ANSWERS.items()),
        )

    def _words(self, data: dict) -> str:
        if "to" in data:
            return f"Spurgt: {data['text']}"
        return f"{cluster_help.ANSWERS[data['answer']]}. {data['note']}".strip()


@view_defaults(context=ClusterMeeting, name="foreslaa", permission=Permission.Klynge.PROPOSE)
class ProposeView(ClusterView):
    """A member's proposal of a case."""

    context: ClusterMeeting
    section = "cases"

    @view_config(request_method="GET", renderer=PROPOSE_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the form."""
        return self._page()

    @view_config(request_method="POST", renderer=PROPOSE_PAGE)
    def propose(self) -> Any:
        """Keep the proposal."""
        told = {name: self.posted(name) for name in cluster_proposals.LONGEST}
        try:
            found = cluster_proposals.propose(self.context, told, self.acting())
        except KuiError as refused:
            return self.again(PROPOSE_PAGE, self._page(), refused)
        warned = f" Se efter: {'. '.join(found)}." if found else ""
        return self.go(self.context, f"Tak. Forslaget er sendt til dem, der planlægger mødet.{warned}", "cases")

    def _page(self) -> dict[str, Any]:
        path = self.request.resource_path
        return self.page("Foreslå en case", trail=self.trail((path(self.context, "cases"), "Cases")))

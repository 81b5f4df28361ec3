"""``/klynger/`` and a cluster: the own meetings, who is in the cluster, and the plan of a new meeting."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import clusters
from ..domain.clusters import ROLES, STEPS
from ..domain.errors import KuiError, NotFound, Refused
from ..resources.klynger import Cluster, ClusterFolder, ClusterMeeting, ClusterUser
from ..security.permissions import Permission
from ..usecases import cluster_meetings, cluster_people
from ..usecases.cluster_papers import day_of
from .klynge_base import ClusterView, state_chip, topic, when
from .min_konto import PAGE as ACCOUNT_PAGE
from .min_konto import AccountView

HOME_PAGE = "kuidocs:templates/pages/klynger.pt"
CLUSTER_PAGE = "kuidocs:templates/pages/klynge.pt"
NEW_PAGE = "kuidocs:templates/pages/klynge_nyt.pt"
PEOPLE_PAGE = "kuidocs:templates/pages/klynge_medlemmer.pt"


def meeting_line(view: ClusterView, meeting: ClusterMeeting) -> dict[str, Any]:
    """Show a meeting in a list."""
    standing = cluster_meetings.standing(meeting, view.clock.today())
    state, lacking = clusters.next_state(standing)
    done = clusters.counted(standing.statuses).get(clusters.DONE, 0)
    waiting = next((s for s in STEPS if standing.step(s.number) in ("not_started", "in_progress")), None)
    next_words = f"Næste trin: {waiting.number}. {waiting.title}" if waiting and state == clusters.READY else ""
    if state == clusters.CLOSED:
        next_words = (
            f"{standing.agreements_open} aftaler er åbne" if standing.agreements_open else "Klar til at afslutte"
        )
    return {
        "href": view.request.resource_path(meeting),
        "topic": topic(meeting),
        "day": view.day(day_of(meeting)),
        "when": when(meeting, view.clock.today()),
        "chip": state_chip(meeting),
        "done": done,
        "next": next_words,
        "lacking": lacking,
    }


@view_defaults(context=ClusterFolder)
class ClusterHomeView(ClusterView):
    """The first page of somebody of a cluster."""

    context: ClusterFolder

    @view_config(permission=Permission.Klynge.HOME, request_method="GET", renderer=HOME_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the own clusters with their meetings."""
        today, user = self.clock.today(), self.identity.user_id
        mine = [
            {
                "cluster": one,
                "role": ROLES[one.role(user, today)],
                "meetings": [meeting_line(self, meeting) for meeting in one.meetings()],
                "plans": self.may(Permission.Klynge.PLAN, one),
            }
            for one in self.context.of_user(user, today)
        ]
        return self.page("Mine klyngemøder", mine=mine)


@view_defaults(context=ClusterFolder, name="min-konto", permission=Permission.Klynge.HOME)
class ClusterAccountView(AccountView):
    """The page of an own account in the clusters: the same as that of the municipality's staff."""

    context: ClusterFolder

    @property
    def person(self) -> ClusterUser:
        """Who is logged in."""
        return self.context.users[self.identity.user_id]

    @view_config(request_method="GET", renderer=ACCOUNT_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the account."""
        return super().show()

    @view_config(request_method="POST", renderer=ACCOUNT_PAGE)
    def post(self) -> Any:
        """Do one thing with the account."""
        return super().post()

    def known_words(self) -> set[str]:
        """Return what anybody would try as a password."""
        return {"kuidocs", "klynge"}

    def clusters(self) -> list[tuple[str, str]]:
        """List the clusters, each with the role."""
        user, today = self.identity.user_id, self.clock.today()
        return [(one.name, ROLES[one.role(user, today)]) for one in self.context.of_user(user, today)]


@view_defaults(context=Cluster)
class OneClusterView(ClusterView):
    """A cluster."""

    context: Cluster
    section = "klyngen"

    @view_config(permission=Permission.Klynge.VIEW, request_method="GET", renderer=CLUSTER_PAGE)
    def show(self) -> dict[str, Any]:
        """Show the meetings and who is in the cluster."""
        meetings = [meeting_line(self, one) for one in self.context.meetings()]
        told = {"meetings": meetings, "people": self._people(), "keeps": self.keeps}
        return self.page(self.context.name, **told, trail=self.trail()[:-1], leads=self.may(Permission.Klynge.PEOPLE))

    def _people(self) -> list[dict[str, Any]]:
        users, today = self.context.__parent__.users, self.clock.today()
        found = [
            {"user": users[one], "role": self.context.role(one, today), "label": ROLES[self.context.role(one, today)]}
            for one in self.context.members
            if self.context.role(one, today)
        ]
        order = list(ROLES)
        return sorted(found, key=lambda one: (order.index(one["role"]), one["user"].name))

    # A new meeting

    @view_config(name="nyt", permission=Permission.Klynge.PLAN, request_method="GET", renderer=NEW_PAGE)
    def new(self) -> dict[str, Any]:
        """Ask what the meeting is about, and when."""
        return self.page("Planlæg et klyngemøde", trail=self.trail())

    @view_config(name="nyt", permission=Permission.Klynge.PLAN, request_method="POST", renderer=NEW_PAGE)
    def begin(self) -> Any:
        """Begin the plan."""
        told = {name: self.posted(name) for name in ("topic", "meeting_date", "venue")}
        try:
            meeting = cluster_meetings.plan_meeting(self.context, told, self.acting())
        except Refused as refused:
            return self.again(NEW_PAGE, self.new(), refused)
        return self.go(meeting, "Drejebogen er begyndt. Datoerne er forslag, som I kan rette.")

    # People

    @view_config(name="medlemmer", permission=Permission.Klynge.PEOPLE, request_method="GET", renderer=PEOPLE_PAGE)
    def people(self) -> dict[str, Any]:
        """Show who is in the cluster, with the forms."""
        return self.page(
            "Medlemmer", trail=self.trail(), people=self._people(), roles=list(ROLES.items()), new=self.posted("new")
        )

    @view_config(name="medlemmer", permission=Permission.Klynge.PEOPLE, request_method="POST", renderer=PEOPLE_PAGE)
    def change(self) -> Any:
        """Do what the button says."""
        try:
            said = self._change(self.posted("goer"), self.posted("hvem"))
        except NotFound:
            raise
        except KuiError as refused:
            return self.again(PEOPLE_PAGE, self.people(), refused)
        return self.go(self.context, said, "medlemmer")

    def _change(self, wanted: str, who: str) -> str:
        act, email, role = self.acting(), self.posted("email"), self.posted("role")
        if wanted == "tilfoej":
            cluster_people.add_member(self.context, self.posted("name"), email, role, act, clinic=self.posted("clinic"))
            return "Medlemmet er tilføjet."
        if wanted == "ret":
            cluster_people.change_member(self.context, who, email, role, act)
            return "Ændringen er gemt."
        if wanted == "fjern":
            cluster_people.remove_member(self.context, who, act)
            self.system.state.sessions.end_all(who)
            return "Medlemmet er taget ud af klyngen."
        if wanted == "adgang":
            cluster_people.give_access(self.context, who, act)
            return "Der er sendt en mail med et link til at vælge adgangskode."
        if wanted == "nulstil":
            cluster_people.reset_second(self.context, who, act)
            self.system.state.sessions.end_all(who)
            return "Den ekstra sikkerhed er fjernet."
        raise Refused("goer", "Vælg en af knapperne.")

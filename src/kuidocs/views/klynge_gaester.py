"""``gaester``: who is invited, their links and answers, and what is shared with them until when."""

from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import clusters, danish
from ..domain.clusters import BY_NUMBER
from ..domain.errors import KuiError, NotFound, Refused
from ..forms.shipped.vocabularies import GUEST_LEVEL, REPLY, SECTOR
from ..resources.klynger import ClusterMeeting
from ..security.permissions import Permission
from ..usecases import cluster_guests, cluster_meetings
from ..usecases.cluster_papers import as_day
from .klynge_base import ClusterView
from .presenting import Chip, moment_words

PAGE = "kuidocs:templates/pages/klynge_gaester.pt"
REPLIES = {
    "yes": Chip(REPLY.labels["yes"], "state-approved", "check"),
    "no": Chip(REPLY.labels["no"], "state-old", "close"),
    "pending": Chip(REPLY.labels["pending"], "state-draft", "calendar-month"),
}
PARTS = {"results": "resultaterne", "cases": "de tre cases"}
OPENED = "cluster.guest_opened"
READ = {"results": "så resultaterne", "cases": "læste casene", "page": "åbnede siden"}
MOST = 50


@view_defaults(context=ClusterMeeting, name="gaester", permission=Permission.Klynge.PLAN)
class GuestsView(ClusterView):
    """The guests of a meeting."""

    context: ClusterMeeting
    section = "gaester"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the guests."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def act_on(self) -> Any:
        """Do what the button says."""
        try:
            said = self._do(self.posted("goer"), self.posted("hvem")[:40])
        except NotFound:
            raise
        except KuiError as refused:
            return self.again(PAGE, self._page(), refused)
        return self.go(self.context, said, "gaester")

    def _do(self, wanted: str, who: str) -> str:
        meeting, act = self.context, self.acting()
        if wanted == "inviter":
            cluster_guests.invite(meeting, who, act)
            return "Invitationen er sendt."
        if wanted == "luk":
            cluster_guests.close_door(meeting, who, act)
            return "Linket virker ikke mere."
        if wanted == "del-results":
            cluster_meetings.share_results(meeting, self.posted("until"), act)
            return f"Resultaterne er delt. {self._told('results', act)}"
        if wanted == "del-cases":
            cluster_meetings.share_cases(meeting, self.posted("until"), act)
            return f"Casene er delt. {self._told('cases', act)}"
        if wanted == "tag-tilbage":
            cluster_meetings.take_back(meeting, self.posted("del")[:40], act)
            return "Delingen er taget tilbage."
        raise Refused("goer", "Vælg en af knapperne.")

    def _told(self, what: str, act: Any) -> str:
        count = cluster_guests.tell_guests(self.context, what, act)
        if not count:
            return "Ingen gæster har en mailadresse, så ingen har fået besked."
        return f"{danish.count(count, 'gæst', 'gæster').capitalize()} har fået besked på mail."

    def _page(self) -> dict[str, Any]:
        meeting, today = self.context, self.clock.today()
        plan = meeting.plan.content()
        pre = as_day(plan.get("pre_meeting_date"))
        standing = cluster_meetings.standing(meeting, today)
        return self.page(
            "Gæster",
            trail=self.trail(),
            guests=[self._guest(row, today) for row in cluster_guests.guests(meeting)],
            advice=self._advice(standing),
            pre=self.day(pre),
            pre_notes=plan.get("pre_meeting_notes", ""),
            edit=self.request.resource_path(meeting.plan, "rediger", query={"del": "guests"}),
            shares=[self._share(one, today) for one in meeting.shares],
            may_share={
                "results": bool(meeting.survey.closed_at),
                "cases": standing.cases_confirmed == len(meeting.cases),
            },
            until=cluster_meetings.until_proposed(meeting, today).isoformat(),
            step=BY_NUMBER[4],
            opened=self._opened(today),
        )

    def _advice(self, standing: Any) -> list[str]:
        return [one.text for one in clusters.advice(standing) if one.kind == "guests" and not one.good]

    def _guest(self, row: dict, today: date) -> dict[str, Any]:
        door = self.context.doors.get(row["rid"])
        link = ""
        if door is not None:
            until = danish.long_date(date.fromisoformat(door["until"]))
            link = "Linket er taget tilbage" if door["closed_at"] else f"Linket virker til og med {until}"
        invited = as_day(row.get("invited_at"))
        return {
            "rid": row["rid"],
            "name": cluster_guests.named(row),
            "organisation": row.get("organisation", ""),
            "what": ", ".join(
                filter(None, (SECTOR.labels.get(row.get("sector", "")), GUEST_LEVEL.labels.get(row.get("level", ""))))
            ),
            "email": row.get("email", ""),
            "invited": f"Inviteret {danish.near_date(invited, today)}" if invited else "Ikke inviteret endnu",
            "chip": REPLIES.get(row.get("reply", "pending"), REPLIES["pending"]),
            "pre": {"true": "Med til formødet", "false": "Ikke med til formødet"}.get(
                row.get("at_pre_meeting", ""), ""
            ),
            "contribution": row.get("contribution", ""),
            "link": link,
            "open": bool(door and not door["closed_at"]),
        }

    def _share(self, one: dict, today: date) -> dict[str, Any]:
        until = date.fromisoformat(one["until"])
        live = not one["closed_at"] and until >= today
        what = PARTS[one["what"]].capitalize()
        shared = f"{what}, delt {moment_words(one['at'], today)} af {one['by']['name']}"
        told = f"{shared}, til og med {danish.long_date(until)}"
        if one["closed_at"]:
            told = f"{told}. Taget tilbage {moment_words(one['closed_at'], today)}"
        elif not live:
            told = f"{told}. Udløbet"
        return {"id": one["id"], "told": told, "live": live}

    def _opened(self, today: date) -> list[str]:
        """List who opened what, the newest first; it stands in the log of everything."""
        here = (self.cluster.id, self.context.number)
        names = {row["rid"]: cluster_guests.named(row) for row in cluster_guests.guests(self.context)}
        found = [
            one.event
            for rid in names
            for one in self.system.proof.events(kinds=(OPENED,), by=f"guest:{rid}", limit=1000)
            if (one.event.about.get("cluster"), one.event.about.get("meeting")) == here
        ]
        newest = sorted(found, key=lambda event: event.at, reverse=True)[:MOST]
        return [
            f"{names[event.by.removeprefix('guest:')]} {READ[event.about['part']]} "
            f"{moment_words(event.at.isoformat(), today)}"
            for event in newest
        ]

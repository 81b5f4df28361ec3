"""``aftaler``: what was agreed at a meeting, how it stands, and what came of it (R79)."""

import csv
import io
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import clusters, danish
from ..domain.errors import KuiError, NotAllowed, Refused
from ..forms.shipped.vocabularies import TASK_STATUS
from ..resources.klynger import ClusterMeeting
from ..security.permissions import Permission
from ..usecases import cluster_guests, cluster_meetings
from ..usecases.cluster_papers import as_day, is_right
from ..usecases.statistics_file import harmless
from .klynge_base import ClusterView
from .presenting import Chip, moment_words

PAGE = "kuidocs:templates/pages/klynge_aftaler.pt"
LOOKS = {
    "open": ("state-draft", "flag"),
    "in_progress": ("state-review", "edit"),
    "done": ("state-approved", "check"),
    "cancelled": ("state-old", "close"),
}


def agreement_line(row: dict, today: date) -> dict[str, Any]:
    """Show an agreement with what was said of it."""
    day, status = as_day(row.get("deadline")), row["status"]
    open_ = status not in ("done", "cancelled")
    told = [
        f"{TASK_STATUS.labels[one['data']['status']]}, {moment_words(one['at'], today)}, {one['by']['name']}"
        + (f": »{one['data']['note']}«" if one["data"]["note"] else "")
        for one in row["told"]
    ]
    return {
        "rid": row.get("rid", ""),
        "number": row.get("agreement_no", ""),
        "text": row.get("agreement_text", ""),
        "cluster": row.get("responsible_cluster", ""),
        "partner": row.get("responsible_partner", ""),
        "how": row.get("follow_up_how", ""),
        "deadline": danish.long_date(day) if day else "",
        "late": bool(open_ and day and day < today),
        "status": status,
        "chip": Chip(TASK_STATUS.labels[status], *LOOKS[status]),
        "told": told,
        "last": row["told"][-1]["data"]["note"] if row["told"] else "",
        "open": open_,
    }


@view_defaults(context=ClusterMeeting, name="aftaler")
class AgreementsView(ClusterView):
    """The agreements of a meeting."""

    context: ClusterMeeting
    section = "aftaler"

    @view_config(permission=Permission.Klynge.VIEW, request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show them."""
        return self._page()

    @view_config(permission=Permission.Klynge.PROMISE, request_method="POST", renderer=PAGE)
    def report(self) -> Any:
        """Say how one stands, ask the partners, or write that the follow-up was held."""
        try:
            said = self._do(self.posted("goer"))
        except NotAllowed:
            raise
        except KuiError as refused:
            return self.again(PAGE, self._page(), refused)
        return self.go(self.context, said, "aftaler")

    def _do(self, wanted: str) -> str:
        meeting, act, rid = self.context, self.acting(), self.posted("aftale")[:40]
        if wanted == "status":
            if not self._is_mine(rid):
                raise NotAllowed("agreement", "Du kan melde om de aftaler, du selv er ansvarlig for.")
            cluster_meetings.report(meeting, rid, self.posted("status"), self.posted("note"), act)
            return "Status er gemt."
        if not self.keeps:
            raise NotAllowed("agreement", "Det gør klyngekoordinatoren eller bestyrelsen.")
        if wanted == "spoerg":
            return self._ask(act)
        if wanted == "fulgt-op":
            cluster_meetings.follow_up_held(meeting, self.posted("day"), self.posted("note"), act)
            return "Opfølgningen er skrevet ned."
        raise Refused("goer", "Vælg en af knapperne.")

    def _ask(self, act: Any) -> str:
        agreed, count = cluster_meetings.agreements(self.context), 0
        for row in cluster_guests.guests(self.context):
            open_ = [
                one
                for one in cluster_guests.promised(self.context, row, agreed)
                if one["status"] in ("open", "in_progress")
            ]
            if open_ and row.get("email") and cluster_guests.send(self.context, "promises", row["rid"], act):
                cluster_guests.open_door(self.context, row["rid"], act)
                count += 1
        if not count:
            return "Ingen af samarbejdspartnerne har både en åben aftale og en mailadresse."
        return f"{danish.count(count, 'samarbejdspartner', 'samarbejdspartnere').capitalize()} har fået en mail."

    def _is_mine(self, rid: str) -> bool:
        rows = cluster_meetings.agreements(self.context)
        owner = next((str(one.get("responsible_cluster", "")) for one in rows if one.get("rid") == rid), "")
        return self.keeps or owner.casefold() == self.identity.name.casefold()

    def _page(self) -> dict[str, Any]:
        meeting, today, path = self.context, self.clock.today(), self.request.resource_path
        content = meeting.minutes.content()
        rows = [agreement_line(one, today) for one in cluster_meetings.agreements(meeting)]
        counts = [sum(one["status"] == status for one in rows) for status in ("done", "cancelled")]
        return self.page(
            "Hvad blev der af aftalerne?" if meeting.state == clusters.CLOSED else "Aftaler og opfølgning",
            trail=self.trail(),
            rows=[one | {"mine": self._is_mine(one["rid"]) and meeting.state != clusters.CLOSED} for one in rows],
            lead=f"{counts[0]} af {len(rows)} aftaler er udført"
            + (f", {counts[1]} er bortfaldet." if counts[1] else "."),
            statuses=list(TASK_STATUS.labels.items()),
            followup=self.day(as_day(content.get("followup_date"))),
            followup_form=content.get("followup_form", ""),
            held=[
                f"Holdt {danish.long_date(date.fromisoformat(one['data']['day']))}. {one['data']['note']}".strip()
                for one in meeting.facts_of("followed_up")
            ],
            one_thing=content.get("one_thing", ""),
            minutes=path(meeting.minutes),
            edit=path(meeting.minutes, "rediger"),
            written=bool(meeting.minutes.versions),
            right=is_right(meeting.minutes, today),
            attendance=path(meeting, "deltagere.csv"),
            meeting_state=meeting.state,
            closed=clusters.CLOSED,
            today=today.isoformat(),
            keeps=self.keeps,
        )


@view_config(context=ClusterMeeting, name="deltagere.csv", permission=Permission.Klynge.PLAN, request_method="GET")
class AttendanceView(ClusterView):
    """Who was there, as a file for those who pay for the time (DOMAIN 6.12)."""

    context: ClusterMeeting

    def __call__(self) -> Response:
        """Give the file.

        Raises Refused.
        """
        content = self.context.minutes.content()
        if not content.get("members_present"):
            raise Refused("minutes", "Der er ikke skrevet i referatet, hvem der var med.")
        self.note_read("cluster.attendance_exported", {"cluster": self.cluster.id, "meeting": self.context.number})
        response = Response(self._file(content), content_type="text/csv", charset="utf-8")
        response.content_disposition = 'attachment; filename="deltagere.csv"'
        return response

    def _file(self, content: dict) -> bytes:
        users = {one.name: one for one in self.cluster.__parent__.users.values() if one.user_id in self.cluster.members}
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(("Klynge", "Dato", "Navn", "Klinik", "Deltog som"))
        for group, word in (("members_present", "Medlem"), ("guests_present", "Gæst")):
            for name in content.get(group) or []:
                clinic = users[name].clinic if name in users and word == "Medlem" else ""
                row = (self.cluster.name, content.get("held_at", ""), name, clinic, word)
                writer.writerow([harmless(cell) for cell in row])
        return text.getvalue().encode("utf-8-sig")

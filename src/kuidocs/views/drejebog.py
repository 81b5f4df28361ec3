"""``/klynger/<cluster>/<number>``: the drejebog of a meeting, its ten steps, and the library of links."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import clusters, danish
from ..domain.clusters import BY_NUMBER, STATES, STEPS, Advice, Standing, Step
from ..domain.errors import Conflict, KuiError, Refused
from ..domain.whole_numbers import whole
from ..forms.shipped.vocabularies import STEP_STATUS
from ..resources.klynger import ClusterMeeting
from ..security.permissions import Permission
from ..services.links import STATES as LINK_STATES
from ..usecases import cluster_links, cluster_meetings
from ..usecases.cluster_papers import as_day, day_of, latest, save
from .klynge_base import CHIPS, ClusterView, state_chip, topic, when
from .klynge_picture import picture
from .presenting import moment_words

PAGE = "kuidocs:templates/pages/drejebog.pt"
STEP_PAGE = "kuidocs:templates/pages/klynge_trin.pt"
LINKS_PAGE = "kuidocs:templates/pages/klynge_links.pt"
SECTIONS = {"frame", "guests", "arena", "inspiration", "data", "closing"}
"""The parts of the plan that are written by hand."""


def name_of(person: Any) -> str:
    """Return the name in a person field."""
    return str(person.get("text", "")) if isinstance(person, dict) else str(person or "")


@view_defaults(context=ClusterMeeting)
class MeetingView(ClusterView):
    """The plan of a meeting."""

    context: ClusterMeeting
    section = "drejebog"

    @view_config(permission=Permission.Klynge.VIEW, request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show how far it is, what to do, and the ten steps."""
        return self._page()

    @view_config(permission=Permission.Klynge.PLAN, request_method="POST", renderer=PAGE)
    def move_on(self) -> Any:
        """Move the meeting to its next state."""
        try:
            cluster_meetings.move_on(self.context, self.posted("til"), self.acting())
        except Refused as refused:
            return self.again(PAGE, self._page(), refused)
        return self.go(self.context, f"Mødet er nu meldt »{STATES[self.context.state].lower()}«.")

    def _page(self) -> dict[str, Any]:
        meeting, today = self.context, self.clock.today()
        standing, plan = cluster_meetings.standing(meeting, today), meeting.plan.content()
        state, lacking = clusters.next_state(standing)
        return self.page(
            f"Drejebog: {topic(meeting)}",
            trail=self.trail()[:-1],
            meeting=meeting,
            plan=plan,
            chip=state_chip(meeting),
            day=self.day(day_of(meeting)),
            short_day=danish.short_date(day) if (day := day_of(meeting)) else "",
            when=when(meeting, today),
            picture=picture(standing.statuses),
            advice=[(one, *self._advice_link(one)) for one in clusters.advice(standing)] if self.keeps else [],
            steps=[self._step(step, standing, plan) for step in STEPS],
            next_state=state,
            next_word=STATES.get(state, "").lower(),
            lacking=lacking,
            keeps=self.keeps,
            guests=len(plan.get("guests") or []),
            paths=self._paths(),
            sees_slides=self.may(Permission.Klynge.SLIDES),
            links=self._links(),
            history=self._history(),
        )

    def _paths(self) -> dict[str, str]:
        path, meeting = self.request.resource_path, self.context
        return (
            {
                "guests": path(meeting, "gaester"),
                "survey": path(meeting.survey),
                "tally": path(meeting.survey, "opgoerelse"),
                "cases": path(meeting, "cases"),
                "programme": path(meeting.programme),
                "minutes": path(meeting.minutes),
                "agreements": path(meeting, "aftaler"),
                "links": path(meeting, "links"),
                "slides": path(meeting, "praesentation"),
                "help": path(meeting, "facilitering"),
            }
            | {name: path(meeting.plan, "rediger", query={"del": name}) for name in SECTIONS - {"guests"}}
            | {"edit_guests": path(meeting.plan, "rediger", query={"del": "guests"})}
        )

    def _advice_link(self, advice: Advice) -> tuple[str, str]:
        words = {"guests": "Se gæsterne", "survey": "Se spørgeskemaet", "tally": "Se og del", "cases": "Se casene"}
        return self._paths()[advice.kind], "" if advice.good else words[advice.kind]

    def _step(self, step: Step, standing: Standing, plan: dict) -> dict[str, Any]:
        row: dict[str, Any] = next(
            (one for one in plan.get("steps") or [] if one.get("step_no") == str(step.number)), {}
        )
        told = latest(self.context.facts_of("step"), "key").get(step.number, {}).get("data", {})
        day = as_day(row.get("deadline"))
        status = standing.step(step.number)
        open_ = status not in (clusters.DONE, clusters.NOT_RELEVANT)
        return {
            "step": step,
            "status": status,
            "chip": CHIPS[status],
            "note": told.get("note", ""),
            "who": name_of(row.get("responsible")).split(" ")[0],
            "day": danish.long_date(day) if day else "",
            "late": bool(day and open_ and day < standing.today),
            "hints": self._hints(step, standing, day) if standing.state in ("preparing", "ready") else [],
            "href": self.request.resource_path(self.context, "trin", query={"nr": step.number}),
        }

    def _hints(self, step: Step, standing: Standing, day: Any) -> list[str]:
        """Say in a line or two what a step waits for and when it is due."""
        hints = []
        if waiting := clusters.waits(step, standing):
            hints.append(f"Bruger det, der kommer ud af trin {danish.listed([str(n) for n in waiting])}.")
        if standing.step(step.number) in (clusters.DONE, clusters.NOT_RELEVANT):
            return hints
        if step.number == 4 and standing.tallied and not standing.results_shared:
            hints.append("Resultaterne fra trin 6 er klar. Del dem med gæsterne før formødet.")
        if day is not None and (day - standing.today).days <= 7:
            hints.append(f"Fristen er {danish.days_between(day, standing.today)}.")
        return hints

    def _links(self) -> list[dict[str, Any]]:
        return [one | {"word": LINK_STATES.get(one["state"], "")} for one in self.context.links]

    def _history(self) -> list[str]:
        today = self.clock.today()
        moves = [("state", one) for one in self.context.facts_of("state")]
        return [
            f"{STATES[one['data']['to']]}: {moment_words(one['at'], today)}, {one['by']['name']}" for _, one in moves
        ]

    # One step

    @view_config(name="trin", permission=Permission.Klynge.PLAN, request_method="GET", renderer=STEP_PAGE)
    def step(self) -> dict[str, Any]:
        """Show one step with its form."""
        return self._step_page(self._asked())

    def _asked(self) -> Step:
        number = self.request.params.get("nr", "")
        step = BY_NUMBER.get(whole(number, 2) or 0)
        if step is None:
            raise Refused("step", "Der er ti trin. Vælg et af dem i drejebogen.")
        return step

    @view_config(name="trin", permission=Permission.Klynge.PLAN, request_method="POST", renderer=STEP_PAGE)
    def keep_step(self) -> Any:
        """Save who, when and how far."""
        step = self._asked()
        try:
            self._keep(step)
        except KuiError as refused:
            return self.again(STEP_PAGE, self._step_page(step), refused)
        return self.go(self.context, f"Trin {step.number} er gemt.")

    def _keep(self, step: Step) -> None:
        meeting, act = self.context, self.acting()
        who, day = self.posted("responsible"), as_day(self.posted("deadline"))
        held = day_of(meeting)
        if not 0 < len(who) <= 200:
            raise Refused("responsible", "Skriv, hvem der er ansvarlig for trinnet.")
        if day is None:
            raise Refused("deadline", "Skriv, hvornår trinnet senest skal være gjort.")
        if held and step.number < len(STEPS) and day >= held:
            raise Refused("deadline", f"Trinnet skal være gjort før mødet {danish.long_date(held)}.")
        base = whole(self.posted("base"))
        rows = [
            one | {"responsible": {"text": who}, "deadline": day.isoformat()}
            if one.get("step_no") == str(step.number)
            else one
            for one in meeting.plan.content().get("steps") or []
        ]
        if base is not None and self._other_changed(step, base):
            raise Conflict("collided", "En anden har rettet trinnet imens. Se, hvad der står nu, og gem igen.")
        save(meeting.plan, {"steps": rows}, meeting.plan.number, act)
        cluster_meetings.set_step(
            meeting, step.number, self.posted("status"), self.posted("note"), cluster_meetings.again(act)
        )

    def _other_changed(self, step: Step, base: int) -> bool:
        def row(content: dict) -> dict:
            return next((one for one in content.get("steps") or [] if one.get("step_no") == str(step.number)), {})

        plan = self.context.plan
        return 0 < base < plan.number and row(plan.content(base)) != row(plan.content())

    def _step_page(self, step: Step) -> dict[str, Any]:
        plan, today = self.context.plan.content(), self.clock.today()
        row: dict[str, Any] = next(
            (one for one in plan.get("steps") or [] if one.get("step_no") == str(step.number)), {}
        )
        told = latest(self.context.facts_of("step"), "key").get(step.number, {}).get("data", {})
        statuses = [
            (key, label) for key, label in STEP_STATUS.labels.items() if key != "not_relevant" or step.may_be_left
        ]
        return self.page(
            f"Trin {step.number}: {step.title}",
            trail=self.trail(),
            step=step,
            statuses=statuses,
            now={
                "responsible": name_of(row.get("responsible")),
                "deadline": row.get("deadline", ""),
                "status": told.get("status", clusters.NOT_STARTED),
                "note": told.get("note", ""),
            },
            lacking=clusters.lacks(cluster_meetings.standing(self.context, today), step.number),
            links=[one for one in self._links() if one["step"] == step.number],
            ways=self._ways(step),
            base=self.context.plan.number,
            history=[
                f"{STEP_STATUS.labels[one['data']['status']]}, {moment_words(one['at'], today)}, {one['by']['name']}"
                for one in self.context.facts_of("step")
                if one["data"]["key"] == step.number
            ],
        )

    def _ways(self, step: Step) -> list[tuple[str, str]]:
        """List where the work of a step is done."""
        paths = self._paths()
        ways = {
            1: [("edit_guests", "Skriv, hvem I vil mødes med")],
            2: [("arena", "Skriv, hvad bestyrelsen har valgt"), ("help", "Bed den regionale kvalitetsenhed om hjælp")],
            3: [("inspiration", "Skriv, hvad I tager med fra andre klynger")],
            4: [("guests", "Invitér gæsterne og del resultater"), ("edit_guests", "Skriv om formødet")],
            5: [("survey", "Tilpas spørgeskemaet")],
            6: [("survey", "Send spørgeskemaet og gør det op")],
            7: [("cases", "Vælg cases og nedslag")],
            8: [("data", "Skriv, hvilke data I bruger")],
            9: [("programme", "Skriv programmet"), ("slides", "Lav præsentationen")],
            10: [("closing", "Skriv, hvordan I slutter og følger op"), ("agreements", "Se aftalerne")],
        }
        return [(paths[name], words) for name, words in ways[step.number]]

    # The library of links

    @view_config(name="links", permission=Permission.Klynge.VIEW, request_method="GET", renderer=LINKS_PAGE)
    def links(self) -> dict[str, Any]:
        """Show the library."""
        return self._links_page()

    @view_config(name="links", permission=Permission.Klynge.PLAN, request_method="POST", renderer=LINKS_PAGE)
    def keep_links(self) -> Any:
        """Add, change or remove a link, or ask for a look at all."""
        act, link = self.acting(), self.posted("link")[:40]
        told = {name: self.posted(name) for name in ("title", "url", "step")}
        try:
            if self.posted("goer") == "fjern":
                cluster_links.remove(self.context, link, act)
            elif self.posted("goer") == "se-efter":
                cluster_links.ask_for_a_look(self.context, act)
            else:
                cluster_links.keep(self.context, link, told, act)
        except Refused as refused:
            return self.again(LINKS_PAGE, self._links_page(), refused)
        return self.go(self.context, "Gemt. Vi ser efter, om linkene virker.", "links")

    def _links_page(self) -> dict[str, Any]:
        today = self.clock.today()
        rows = [
            one | {"checked": moment_words(one["checked_at"], today) if one["checked_at"] else ""}
            for one in sorted(self._links(), key=lambda one: one["step"])
        ]
        steps = [(step.number, f"{step.number}. {step.short}") for step in STEPS]
        return self.page("Links", trail=self.trail(), rows=rows, steps=steps, keeps=self.keeps)

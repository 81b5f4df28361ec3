"""``/aktindsigt``, ``/sager/<case_no>/aktindsigt`` and ``…/<n>``: requests for access to the papers of a case."""

from collections.abc import Callable, Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, insight
from ..domain.attachments import size_words
from ..domain.deadlines import INSIGHT
from ..domain.errors import KuiError
from ..domain.insight import ASKERS, STATES, WAYS
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.insight import GivenFile, InsightFolder, InsightRequest
from ..resources.root import Root
from ..security.permissions import Permission
from ..usecases import insight as acts
from ..usecases.insight_papers import items, place_of
from .dues import due
from .felter import Field, SmallForm, asked
from .insight_lines import paper_lines, progress_words, warnings
from .layout import BaseView
from .people import case_trail, sees
from .presenting import moment_words

LIST = "kuidocs:templates/pages/aktindsigter.pt"
PAGE = "kuidocs:templates/pages/aktindsigt.pt"
DESK = "kuidocs:templates/pages/aktindsigt_bord.pt"
LONGEST = 4000
REGISTER = {"hvem": "asker", "navn": "name", "modtaget": "received", "omfang": "scope"}
SAID = {
    "send": "Den er sendt til lederen.",
    "tilbage": "Den er sendt tilbage.",
    "godkend": "Det er godkendt. Pakken bliver lavet nu.",
    "udsaet": "Det er skrevet ned. Husk at give modtageren besked.",
    "givet": "Det er skrevet ned, at pakken er givet.",
    "luk": "Anmodningen er lukket.",
}


class InsightPage(BaseView):
    """What the pages have in common."""

    def posted(self, name: str, most: int = LONGEST) -> str:
        """Return a typed field as text."""
        found = self.request.POST.get(name, "")
        return found[:most].replace("\r\n", "\n") if isinstance(found, str) else ""

    def may(self, permission: str) -> bool:
        """Tell whether who is here may do something with what the page is about."""
        return bool(self.request.has_permission(permission, self.context))

    def trail(self, case: Case, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """Return the way to the page."""
        return [*case_trail(self, case), *more]


@view_defaults(context=InsightFolder)
class InsightListView(InsightPage):
    """The requests of one case."""

    context: InsightFolder

    @property
    def case(self) -> Case:
        """The case."""
        return self.context.__parent__

    @view_config(request_method="GET", renderer=LIST, permission=Permission.Insight.SEE)
    def show(self) -> dict[str, Any]:
        """Show who has asked, and the form for another request."""
        self.note_read("insight.listed", {})
        return self._page({}, "", "")

    @view_config(request_method="POST", renderer=LIST, permission=Permission.Insight.PREPARE)
    def register(self) -> Any:
        """Write down a request; what is refused comes back with everything that was typed."""
        typed = {name: self.posted(name) for name in REGISTER}
        said = {inside: typed[name] for name, inside in REGISTER.items()}
        try:
            made = acts.register(self.case, self.act(self.posted("__token__", 60)), said)
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page(typed, refused.code, refused.text) | {"wrong": True}
            return self.render(LIST, data, status=refused.status)
        return self.go(made, f"Anmodningen er skrevet ned. Der skal svares senest {danish.long_date(made.due)}.")

    def _page(self, typed: Mapping[str, str], field: str, problem: str) -> dict[str, Any]:
        today = self.clock.today()
        fields = (
            Field(
                "hvem", "Hvem beder om aktindsigt?", "radio", options=tuple((o.id, o.label) for o in ASKERS.values())
            ),
            Field("navn", "Navn på den, der beder om det", hint="Er det den unge selv, kan feltet stå tomt."),
            Field("modtaget", "Hvornår kom anmodningen?", "date", value=today.isoformat()),
            Field(
                "omfang", "Hvad er der bedt om?", "text", "Fx hele sagen eller et bestemt papir.", value="Hele sagen"
            ),
        )
        found = asked(fields, typed, {field: problem} if field else {})
        form = SmallForm("ny", "ny", found, "Skriv anmodningen ned", token=new_id())
        return self.page(
            "Aktindsigt",
            case=self.case,
            trail=self.trail(self.case),
            rows=[self._row(one) for one in reversed(self.context.in_order())],
            form=form if self.may(Permission.Insight.PREPARE) else None,
            action=self.request.resource_path(self.context),
            problem=problem,
            problem_at=field,
            minor=insight.birthday(self._birth, insight.ADULT) > today,
            name=self.case.person.called if sees(self, self.case) else "Den unge",
        )

    @property
    def _birth(self) -> Any:
        found = acts.day(self.case.person.birth_date)
        assert found is not None, "a young person has a birth date"
        return found

    def _row(self, one: InsightRequest) -> dict[str, Any]:
        return {
            "href": self.request.resource_path(one),
            "who": acts.asker_words(one),
            "received": danish.long_date(one.received),
            "state": STATES[one.state],
            "due": due(acts.expected(one), self.clock.today()) if one.is_running else None,
        }


@view_defaults(context=InsightRequest)
class InsightView(InsightPage):
    """One request."""

    context: InsightRequest

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Insight.SEE)
    def show(self) -> dict[str, Any]:
        """Show how far it is, the papers, and what can be done now."""
        self.note_read("insight.viewed", acts.about(self.context))
        return self._page("", {}, "", "")

    @view_config(request_method="POST", renderer=PAGE, permission=Permission.Insight.SEE)
    def do(self) -> Any:
        """Do one act; what is refused comes back with everything that was typed."""
        act, name = self.act(self.posted("__token__", 60)), self.posted("handling", 20)
        if name not in ACTS:
            return self.go(self.context, "Siden var allerede sendt. Der er ikke gjort mere.")
        try:
            ACTS[name](self, act)
        except KuiError as refused:
            self.request.tm.doom()
            typed = {field: self.posted(field) for field in TYPED}
            data = self._page(name, typed, refused.code, refused.text) | {"wrong": True}
            return self.render(PAGE, data, status=refused.status)
        return self.go(self.context, SAID[name])

    def _page(self, act: str, typed: Mapping[str, str], field: str, problem: str) -> dict[str, Any]:
        one, case, today = self.context, place_of(self.context), self.clock.today()
        at = f"{act}-{field}" if act and field in TYPED else "papirer"
        return self.page(
            f"Aktindsigt nr. {one.number}",
            case=case,
            one=one,
            trail=self.trail(case, (self.request.resource_path(one.__parent__), "Aktindsigt")),
            asker=ASKERS[one.told["asker"]],
            who=one.told["name"],
            received=danish.long_date(one.received),
            scope=one.told["scope"],
            state=STATES[one.state],
            due=due(acts.expected(one), today) if one.is_running else None,
            day=danish.weekday_date(one.due),
            late=one.is_running and today > one.due,
            warnings=list(warnings(one, today)),
            papers=paper_lines(self, one),
            left=len(acts.undecided(one)),
            total=len(items(case)),
            progress=progress_words(self.system, one),
            files=[
                (f.name, size_words(f.length), f.sha256, self.request.resource_path(one, f.name)) for f in one.files
            ],
            reads=self.may(Permission.Insight.READ),
            forms=self._forms(act, typed, field, problem),
            history=[self._told(fact) for fact in reversed(one.facts) if fact["kind"] in HISTORY],
            action=self.request.resource_path(one),
            problem=problem,
            problem_at=at,
        )

    def _forms(self, act: str, typed: Mapping[str, str], field: str, problem: str) -> list[tuple[str, str, SmallForm]]:
        """List the forms of what can be done now, each with a heading and a sentence."""
        found, today = [], self.clock.today().isoformat()
        for name, (heading, lead, states, permission, fields, button) in FORMS.items():
            if self.context.state not in states or not self.may(permission):
                continue
            wishes = name == "send" and not acts.asks_the_young(self.context, self.clock.today())
            mine = [one for one in fields if not (wishes and one.name == "oensker")]
            values = dict(typed) if act == name else {"dag": today}
            wrong = {field: problem} if act == name and field else {}
            form = SmallForm(name, name, asked(mine, values, wrong, within=name), button, token=new_id())
            found.append((heading, lead, form))
        return found

    def _told(self, fact: Mapping[str, Any]) -> dict[str, str]:
        data = fact["data"]
        words = [data.get(name, "") for name in ("wishes", "note", "reason")]
        if "way" in data:
            words.append(WAYS[data["way"]])
        if "expected" in data:
            day = acts.day(data["expected"])
            words.append(f"Svaret ventes {danish.long_date(day)}." if day else "")
        at = moment_words(fact["at"], self.clock.today())
        by = fact["by"]["name"]
        return {"what": HISTORY[fact["kind"]], "when": f"{at}, {by}", "words": " ".join(filter(None, words))}


HISTORY = {
    "registered": "Skrevet ned",
    "submitted": "Sendt til lederen",
    "returned": "Sendt tilbage",
    "granted": "Godkendt",
    "made": "Pakken er lavet",
    "delayed": "Fristen kan ikke holdes",
    "handed_out": "Givet",
    "closed": "Lukket uden svar",
}
TYPED = ("oensker", "bemaerkning", "grund", "ventes", "maade", "dag")
Doing = Callable[[InsightView, Any], None]
ACTS: Mapping[str, Doing] = {
    "send": lambda view, act: acts.submit(view.context, act, view.posted("oensker")),
    "tilbage": lambda view, act: acts.send_back(view.context, act, view.posted("bemaerkning")),
    "godkend": lambda view, act: acts.grant(view.context, act),
    "udsaet": lambda view, act: acts.delay(view.context, act, view.posted("grund"), view.posted("ventes", 20)),
    "givet": lambda view, act: acts.hand_out(view.context, act, view.posted("maade", 20), view.posted("dag", 20)),
    "luk": lambda view, act: acts.close(view.context, act, view.posted("grund")),
}
PREPARE, DECIDE = Permission.Insight.PREPARE, Permission.Insight.DECIDE
FORMS: Mapping[str, tuple[str, str, frozenset[str], str, tuple[Field, ...], str]] = {
    "send": (
        "Send til lederen",
        "Når alle papirer er gået igennem, beslutter en leder om det hele.",
        frozenset({insight.OPEN}),
        PREPARE,
        (
            Field(
                "oensker",
                "Hvad siger den unge selv?",
                "text",
                "Den unge er fyldt 15 år. Spørg, om der er noget, forælderen ikke skal se, og skriv svaret.",
            ),
        ),
        "Send til lederen",
    ),
    "godkend": (
        "Godkend",
        "Papirerne bliver samlet, som de står på listen. Derefter kan de gives.",
        frozenset({insight.WAITING}),
        DECIDE,
        (),
        "Godkend, og lav pakken",
    ),
    "tilbage": (
        "Send tilbage",
        "Skriv, hvad der skal ses på igen.",
        frozenset({insight.WAITING}),
        DECIDE,
        (Field("bemaerkning", "Hvad skal gøres om?", "text"),),
        "Send tilbage",
    ),
    "givet": (
        "Skriv, at pakken er givet",
        "Giv den sikkert. En almindelig mail er ikke sikker.",
        frozenset({insight.READY}),
        PREPARE,
        (Field("maade", "Hvordan?", "radio", options=tuple(WAYS.items())), Field("dag", "Hvornår?", "date")),
        "Gem, at den er givet",
    ),
    "udsaet": (
        "Fristen kan ikke holdes",
        "Modtageren skal have at vide hvorfor, og hvornår svaret kommer.",
        insight.RUNNING,
        PREPARE,
        (Field("grund", "Hvorfor?", "text"), Field("ventes", "Hvornår ventes svaret?", "date")),
        "Gem grunden",
    ),
    "luk": (
        "Luk uden at svare",
        "Fx når anmodningen er trukket tilbage.",
        insight.RUNNING,
        PREPARE,
        (Field("grund", "Hvorfor?", "text"),),
        "Luk anmodningen",
    ),
}
"""What can be done: heading, a sentence, in which states, who may, what is asked, the button."""


class GivenFileView(BaseView):
    """A file of the bundle."""

    context: GivenFile

    @view_config(context=GivenFile, request_method="GET", permission=Permission.Insight.READ)
    def fetch(self) -> Response:
        """Give the file as it is kept."""
        file, one = self.context.file, self.context.__parent__
        self.note_read("insight.file_read", acts.about(one) | {"sha256": file.sha256})
        response = Response(file.bytes(), content_type=file.media_type)
        name = f"{place_of(one).case_no}-aktindsigt-{one.number}.{file.name.rpartition('.')[2]}"
        response.content_disposition = f'attachment; filename="{name}"'
        return response


@view_defaults(context=Root, name="aktindsigt", permission=Permission.Insight.DESK)
class InsightDeskView(InsightPage):
    """The desk of those who keep the papers: what waits, and a way in by the number of a case."""

    section = "aktindsigt"

    @view_config(request_method="GET", renderer=DESK)
    def show(self) -> dict[str, Any]:
        """Show what waits for an answer."""
        self.note_read("insight.desk_viewed", {})
        return self._page("")

    @view_config(request_method="POST", renderer=DESK)
    def find(self) -> Any:
        """Lead to the requests of a case; every number that leads nowhere gets the same answer."""
        wanted = self.posted("sag", 40).strip().upper()
        case = self.root.sager.get(wanted)
        if case is not None and self.request.has_permission(Permission.Insight.SEE, case):
            return HTTPSeeOther(self.request.resource_path(case, "aktindsigt"))
        data = self._page(wanted) | {"wrong": True, "problem": "Der er ikke en sag med det nummer, som du må se."}
        return self.render(DESK, data, status=422)

    def _page(self, typed: str) -> dict[str, Any]:
        today = self.clock.today()
        rows = [one.row for one in self.system.index.deadlines(self.identity.user_id, today)]
        lines = [
            (row.case_no, danish.long_date(row.since) if row.since else "", due(row.day, today), self._path(row))
            for row in rows
            if row.kind == INSIGHT
        ]
        return self.page("Aktindsigt", lines=lines, typed=typed, problem="")

    def _path(self, row: Any) -> str:
        return self.request.resource_path(self.root.sager, row.case_no, "aktindsigt", str(row.number))

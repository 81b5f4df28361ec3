"""The lines of »Min dag«: each row of the read model is looked up in the tree, and asked for permission, again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import danish
from ..domain.consents import ACTIVE, EXPIRING, LABELS, NONE, in_words, status
from ..domain.documents import KINDS
from ..domain.filing import papers
from ..domain.meeting_states import CONVENED
from ..domain.next_fora import KEEPERS
from ..domain.plans import BEHIND, LOOK, Lamp
from ..domain.replies import without_the_young_person
from ..domain.requests import JOIN
from ..domain.tasks import LABELS as TASK_LABELS
from ..forms.completeness import completeness
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.outbox import FAILED
from ..security.permissions import Permission
from ..services.index.api import CaseOverview, DocumentRow, InCase, MeetingRow, RequestRow, TaskRow
from ..usecases import check_reports, filing, followups, joining, replies
from ..usecases.case_reading import consent, in_force, lamp
from ..usecases.reviewing import draft_edition
from ..usecases.rule_facts import rule_facts
from .dues import Due, due
from .layout import BaseView
from .people import by_name, sees
from .presenting import clock_words, document_title, meeting_time, meeting_title, moment_words

MINUTES = "kui.minutes."
KLE_LACKS = "Forløbet mangler et emne fra KLE, så det færdige kan komme i journalen."
ARCHIVING = "Se, hvad der mangler"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: for whom, what and why, by when, and the verb that leads there."""

    name: str
    case: Case | None
    """Where the name leads; None when who is here has nothing in the case but this line."""
    what: str
    why: str
    due: Due | None
    verb: str
    href: str
    lamp: Lamp | None = None


class Lines:
    """Makes the lines of one user on one day."""

    def __init__(self, view: BaseView) -> None:
        self.view, self.today = view, view.clock.today()
        self.permits, self.path = view.request.has_permission, view.request.resource_path

    def case(self, case_no: str) -> Case | None:
        """Return a case that may be opened."""
        case = self.view.root.sager.get(case_no)
        return case if case is not None and sees(self.view, case) else None

    def document(self, row: DocumentRow, permission: str) -> Document | None:
        """Return a document that may be opened for something."""
        case = self.view.root.sager.get(row.case_no)
        found = case.dokumenter.get(row.label) if case is not None else None
        return found if found is not None and self.permits(permission, found) else None

    def minutes_to_write(self, rows: Iterable[InCase[MeetingRow]]) -> Iterator[Line]:
        """Go through the meetings that are over and have no minutes."""
        for one in rows:
            case = self.case(one.row.case_no)
            meeting = case.moeder.get(str(one.row.number)) if case else None
            if case is None or meeting is None:
                continue
            query = {"form": _minutes_form(meeting.meeting_type), "moede": str(meeting.number)}
            href = self.path(case, "nyt-dokument", query=query)
            what = f"Referat, {meeting_title(case, meeting)}"
            why = f"{self._held(meeting.date)} Referatet er ikke begyndt."
            yield Line(case.person.full_name, case, what, why, None, "Skriv referatet", href)

    def replies(self, rows: Iterable[InCase[MeetingRow]]) -> Iterator[Line]:
        """Go through the meetings that one is asked to, and has not answered; and those that need another time."""
        for one in rows:
            case = self.case(one.row.case_no)
            meeting = case.moeder.get(str(one.row.number)) if case else None
            if case is None or meeting is None or meeting.state != CONVENED:
                continue
            name, title = case.person.full_name, meeting_title(case, meeting)
            if replies.waits_for(case, meeting, self.view.identity.user_id):
                href = f"{self.path(meeting)}#svar"
                yield Line(name, case, title, f"{meeting_time(meeting)}. Kommer du?", None, "Svar", href)
            elif replies.young_person_cannot(case, meeting) and replies.may_register(case, meeting, self.view.act()):
                why = without_the_young_person(case.person.called)
                yield Line(name, case, title, why, None, "Flyt mødet", self.path(meeting))

    def _held(self, day: str) -> str:
        return f"Holdt {danish.near_date(date.fromisoformat(day), self.today)}." if day else "Mødet er holdt."

    def drafts(self, rows: Iterable[InCase[DocumentRow]], *, minutes: bool) -> Iterator[Line]:
        """Go through the own drafts: of minutes, or of everything else."""
        for one in rows:
            if one.row.form_key.startswith(MINUTES) is minutes:
                document = self.document(one.row, Permission.Document.WRITE)
                case = self.case(one.row.case_no)
                if document is not None and case is not None and document.draft:
                    yield self._draft(case, document)

    def _draft(self, case: Case, document: Document) -> Line:
        meeting = case.moeder.get(str(document.meeting_number))
        held = self._held(meeting.date) if meeting and document.form_key.startswith(MINUTES) else ""
        why = f"{held} {self._returned(document) or self._missing(document)}".strip()
        title = document_title(document, document.number)
        name = case.person.full_name
        return Line(name, case, title, why, None, "Skriv videre", self.path(document, "udkast"))

    def _returned(self, document: Document) -> str:
        back = document.facts_of("returned", document.number)
        return f"{back[-1]['by']['name']} har sendt det tilbage: »{back[-1]['data']['note']}«" if back else ""

    def _missing(self, document: Document) -> str:
        drafts = drafts_of(document)
        draft = drafts.get(document.id)
        if draft is None:
            return ""
        schema, facts = draft_edition(document, drafts).schema, rule_facts(document, self.view.clock)
        missing = completeness(schema, draft.content(), facts).words
        return f"I udkastet: {missing}." if missing else "Udkastet er klar til at blive sendt."

    def to_review(self, rows: Iterable[InCase[DocumentRow]]) -> Iterator[Line]:
        """Go through what waits for this reader, who need not have any other part in the case."""
        for one in rows:
            document = self.document(one.row, Permission.Document.REVIEW)
            if document is None or document.latest is None:
                continue
            sent = document.facts_of("submitted")[-1]
            case = self.view.root.sager[one.row.case_no]
            yield Line(
                case.person.full_name,
                self.case(case.case_no),
                document_title(document, document.number),
                _sent(document, sent, self.today),
                self._before_meeting(case, document),
                "Gennemse",
                self.path(document, "gennemse"),
            )

    def _before_meeting(self, case: Case, document: Document) -> Due | None:
        """Say that a paper for a coming meeting has to be read before it."""
        meeting = case.moeder.get(str(document.meeting_number))
        if meeting is None or meeting.state not in ("planned", "convened") or not meeting.date:
            return None
        day = date.fromisoformat(meeting.date)
        if day == self.today:
            return Due(f"Før mødet kl. {clock_words(meeting.start)}" if meeting.start else "Før mødet i dag", "soon")
        return Due(f"Før mødet {danish.near_date(day, self.today)}") if day > self.today else None

    def tasks(self, rows: Iterable[InCase[TaskRow]], *, late: bool) -> Iterator[Line]:
        """Go through the own tasks: those that are late, or those that come."""
        for one in rows:
            row, case = one.row, self.case(one.row.case_no)
            if case is None or row.deadline is None or (row.deadline < self.today) is not late:
                continue
            agreed = f"Aftalt på mødet {danish.near_date(row.agreed_on, self.today)}. " if row.agreed_on else ""
            why = f"{agreed}Status: {TASK_LABELS[row.status]}."
            verb, href = self._status(case, row)
            yield Line(case.person.full_name, case, row.text, why, due(row.deadline, self.today), verb, href)

    def _status(self, case: Case, row: TaskRow) -> tuple[str, str]:
        """Offer to say how the own task goes; who may not, reads what was agreed."""
        if self.permits(Permission.Task.REPORT, case):
            return "Giv status", f"{self.path(case, 'opgaver', query=(('opgave', row.rid),))}#t-{row.rid}"
        return "Se aftalen", f"{self.path(case.dokumenter, row.label)}#{row.rid}"

    def requests(self, rows: Iterable[InCase[RequestRow]]) -> Iterator[Line]:
        """Go through the requests that wait for an answer of this user."""
        for one in rows:
            row, case = one.row, self.case(one.row.case_no)
            if case is None:
                continue
            joins = row.kind == JOIN
            what = f"{row.asker_name} vil gerne {'være med i forløbet' if joins else 'have et opfølgningsmøde'}"
            asked = f"Spurgt {danish.near_date(row.asked_on, self.today)}."
            href = self.path(case, "personer") if joins else self.path(case.dokumenter, row.label, "svar")
            yield Line(case.person.full_name, case, what, asked, due(row.due, self.today), "Svar", href)

    def answers(self, rows: Iterable[InCase[RequestRow]]) -> Iterator[Line]:
        """Go through the answers to own requests; who may not see the case is told no name."""
        for one in rows:
            row, case = one.row, self.case(one.row.case_no)
            found = _answer(self.view.root.sager.get(row.case_no), row)
            asked = f"Du spurgte {danish.near_date(row.asked_on, self.today)}."
            if case is not None:
                href = self.path(case.dokumenter, row.label, "svar") if row.label else self.path(case)
                yield Line(
                    case.person.full_name,
                    case,
                    found,
                    asked,
                    None,
                    "Se forløbet" if not row.label else "Læs svaret",
                    href,
                )
            elif found:
                name = "Nyt forløb" if row.kind == JOIN else "Opfølgningsmøde"
                yield Line(name, None, found, asked, None, "Mine forløb", self.path(self.view.root["sager"]))

    def to_archive(self, numbers: Iterable[str]) -> Iterator[Line]:
        """Go through the closed cases for a records clerk, who is told their numbers only."""
        for case in map(self.view.root.sager.get, numbers):
            if case is not None and self.permits(Permission.Case.STEER, case):
                yield Line(case.case_no, None, "Forløbet er afsluttet.", "", None, ARCHIVING, self.path(case, "fase"))

    def journal(self) -> Iterator[Line]:
        """Tell a records clerk what was not filed, and which cases lack a subject; by number only."""
        root, href = self.view.root, self.path(self.view.root, "journal")
        mine = [job for job in filing.open_jobs(root) if job.state == FAILED]
        failed = sum(self._files(root.sager.get(job.arguments["case_no"])) for job in mine)
        if failed:
            what = f"{papers(failed).capitalize()} kunne ikke journaliseres"
            yield Line(what, None, "Se hvorfor, og prøv igen.", "", Due("Gik galt", "late"), "Se hvorfor", href)
        for case in filing.without_kle(root):
            if self._files(case):
                yield Line(case.case_no, None, KLE_LACKS, "", None, "Skriv emnet", href)

    def reports(self) -> Iterator[Line]:
        """Go through the reports of files that are not genuine and that nobody has read."""
        for one in check_reports.unread(self.view.root):
            if self.permits(Permission.Report.KEEP, one):
                why = f"{one.by['name']} har sendt en kontrolrapport {moment_words(one.sent_at, self.today)}."
                yield Line("Kontrolrapport", None, one.found["heading"], why, None, "Læs rapporten", self.path(one))

    def _files(self, case: Case | None) -> bool:
        return case is not None and self.permits(Permission.Journal.FILE, case)

    def plans(self, cases: Iterable[CaseOverview]) -> Iterator[Line]:
        """Go through the plans of the own cases that are not up to date; it is the coordinator who writes them."""
        for one, case in self._coordinated(cases):
            found, plan = lamp(case, self.today), in_force(case, "kui.education_plan")
            if plan is None or found.state not in (BEHIND, LOOK):
                continue
            verb = "Ret planen" if found.state == BEHIND else "Se planen"
            when = one.plan.next_review if one.plan else None
            by = Due(f"Ses på {danish.near_date(when, self.today)}") if when and when >= self.today else None
            href = self.path(plan.document)
            yield Line(case.person.full_name, case, "", found.reason, by, verb, href, found)

    def consents(self, cases: Iterable[CaseOverview]) -> Iterator[Line]:
        """Go through the consents of the own cases that end soon, or that are worth nothing any more."""
        for _, case in self._coordinated(cases):
            given, birth = consent(case), date.fromisoformat(case.person.birth_date)
            state = status(given, self.today, birth)
            found = in_force(case, "kui.consent")
            if found is None or state in (NONE, ACTIVE):
                continue
            what = in_words(given, self.today, birth)
            words = what if state == EXPIRING else f"{LABELS[state]}. {what}"
            css = "soon" if state == EXPIRING else "late"
            href = self.path(found.document)
            yield Line(case.person.full_name, case, case.person.called, "", Due(words, css), "Forny samtykket", href)

    def _coordinated(self, cases: Iterable[CaseOverview]) -> Iterator[tuple[CaseOverview, Case]]:
        for one in cases:
            case = self.case(one.case.case_no) if KEEPERS & set(one.relations) else None
            if case is not None:
                yield one, case


def _sent(document: Document, sent: dict, today: date) -> str:
    name = by_name(sent["by"]) or by_name(document.created_by)
    again = f" Det er {sent['about']['round']}. gang." if sent["about"]["round"] > 1 else ""
    return f"Sendt{' af ' + name if name else ''} {moment_words(sent['at'], today)}.{again}"


def _answer(case: Case | None, row: RequestRow) -> str:
    """Return the words of an answer, with who gave it."""
    if case is None:
        return ""
    if row.kind == JOIN:
        fact = joining.answered(case, row.id)
        words = fact["data"].get("words") if fact else ""
        told = f"»{words}«" if words else "Du er med i forløbet nu."
    else:
        asked = next((one for one in followups.asked(case) if one.document.label == row.label), None)
        fact = asked.answer if asked else None
        told = f"»{fact['data']['value']}«" if fact else ""
    return f"{by_name(fact['by'])}: {told}" if fact and by_name(fact["by"]) else told


def _minutes_form(meeting_type: str) -> str:
    return next(key for key, kind in KINDS.items() if key.startswith(MINUTES) and kind.meeting == meeting_type)

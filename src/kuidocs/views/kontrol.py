"""``/kontrol``: »Kontrollér et dokument«. Any member of staff may; the file is answered for and never stored."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.attachments import clean_name
from ..domain.errors import KuiError, Refused
from ..resources.root import Root
from ..security.permissions import Permission
from ..services import checking as v
from ..services.checking import (
    CANNOT_SEE_WHO,
    NOT_GENUINE,
    PROVED,
    Broken,
    Check,
    Compared,
    Examined,
    Signature,
    Verdict,
    alone,
    compare,
    examine,
    grounds,
    told,
)
from ..services.pdf.api import SignedRow
from ..services.proof import AuditEvent
from ..services.state import Limit
from ..usecases import check_reports
from ..usecases.checking_files import Checked, check, genuine
from ..usecases.finished_files import examined_before
from .gate import reading
from .kontrol_changes import Changes
from .kontrol_changes import told as told_changes
from .layout import BaseView
from .uploads import TOO_LONG, sent_bytes

PAGE = "kuidocs:templates/pages/kontrol.pt"
CHECKED = "file.checked"
PER_USER = Limit(60, timedelta(minutes=15))
LOOKS = {
    PROVED: ("verdict-ok", "success"),
    NOT_GENUINE: ("verdict-bad", "warning"),
    2: ("verdict-unsure", "help"),
}
STATUS = {v.NOT_PDF: 422, v.TOO_LARGE: 413}
"""The findings that say that there is nothing to be checked."""
ICONS = {True: ("check", "Ja"), False: ("close", "Nej"), None: ("help", "Ved ikke")}
STUCK = (
    "Filen kan ikke kontrolleres. Den er lavet, så programmer går i stå, eller den er meget stor. Brug den ikke, og "
    "spørg den, du fik den af, hvor den kommer fra."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The verdict as the page shows it."""

    css: str
    icon: str
    heading: str
    text: str
    about: str
    checks: list[tuple[str, str, str, str]]
    signatures: list[str]
    changes: Changes
    steps: list[str]
    unseen: str
    """That nobody can see who did it, where the sentence above does not say so."""
    ok: bool
    report: str
    """What was found, to be sent on; "" when there is nothing to send, or nobody who could get it."""
    watcher: str
    """Who gets it."""


@view_defaults(context=Root, name="kontrol", permission=Permission.Page.CHECK)
class CheckView(BaseView):
    """The page."""

    section = "kontrol"
    context: Root

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Ask for a file."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def post(self) -> Any:
        """Check a file, and say what is known of it."""
        try:
            name, pdf = self._file()
            checked = self._checked(pdf)
        except KuiError as refused:
            status = 413 if self.request.environ.get(TOO_LONG) else refused.status
            return self.render(PAGE, self._page(problem=refused.text, wrong=True), status=status)
        self._note(checked)
        pages = self._compared(pdf, checked)
        signers = [self._signer(one) for one in checked.signed]
        shown = self._shown(checked, pages)
        here = (self.request.resource_path(self.root, "kontrol"), "Kontrollér et dokument")
        data = self._page(name=name, shown=shown, checked=checked, signers=signers, **self._newer(checked))
        data["trail"] = [*data["trail"], here]
        return self.render(PAGE, data, status=STATUS.get(checked.verdict.code, 200))

    def _file(self) -> tuple[str, bytes]:
        most, sent = self.system.settings.attachment_bytes, self.request.POST.get("fil")
        too_long = f"Filen er for stor til at blive kontrolleret. Den må højst fylde {most // 1_000_000} MB."
        if self.request.environ.get(TOO_LONG):
            raise Refused("fil", too_long)
        if not hasattr(sent, "file"):
            raise Refused("fil", "Vælg den PDF-fil, der skal kontrolleres.")
        data = sent_bytes(sent, most + 1)
        if len(data) > most:
            raise Refused("fil", too_long)
        if self.system.state.throttle.attempt(f"kontrol:{self.identity.user_id}", PER_USER):
            raise Refused("wait", "Du har kontrolleret mange filer. Vent et kvarter, og prøv igen.")
        return clean_name(str(sent.filename)), data

    def _checked(self, pdf: bytes) -> Checked:
        trusted = [self.system.seal.certificate(), *self.system.seal.trusted()]
        try:
            found = self._examined(pdf, trusted)
        except Broken:
            raise Refused("fil", STUCK) from None
        return check(pdf, found, self.root, self.system)

    def _examined(self, pdf: bytes, trusted: list[bytes]) -> Examined:
        """Examine a file of somebody else anew; of one that we handed out it is known what it says."""
        row = self.system.proof.ledger_find(sha256(pdf).hexdigest())
        if row is None:
            return cast(Examined, alone(examine, pdf, trusted))
        kept = examined_before(self.root, row, grounds(trusted))
        return kept or self.system.remembered.examined(pdf, trusted, lambda: alone(examine, pdf, trusted))

    def _compared(self, pdf: bytes, checked: Checked) -> Compared | None:
        """Look which pages are changed, when it is a file of ours that was."""
        ours = genuine(checked) if checked.verdict.code in (v.CHANGED, v.DAMAGED) else None
        if ours is None:
            return None
        try:
            found: Compared | None = alone(compare, pdf, ours.bytes())
        except Broken:
            return None
        if found is None or self._may_read(checked):
            return found
        return replace(found, places=(), count=0, read=False)

    def _note(self, checked: Checked) -> None:
        """Write that a file was checked; of a file of ours, in its case."""
        row, now = checked.verdict.row, self.clock.now()
        about = {"label": row.document_id, "number": row.version} if row else {}
        event = AuditEvent(
            self._event_id(),
            now,
            CHECKED,
            self.identity.user_id,
            row.case_no if row else None,
            about | ({"case_no": row.case_no} if row and row.case_no else {}),
            {"verdict": checked.verdict.code},
        )
        self.system.proof.append_now(event)

    def _newer(self, checked: Checked) -> dict[str, Any]:
        document = checked.document
        if document is None or checked.version is None:
            return {}
        may = self._may_read(checked)
        path = self.request.resource_path
        newer = path(document, "versioner", str(checked.newer)) if may and checked.newer else ""
        ours = path(document, "versioner", f"{checked.version.number}.pdf") if may else ""
        day = danish.long_date(datetime.fromisoformat(checked.newer_at).date()) if checked.newer else ""
        return {"newer_href": newer, "ours_href": ours, "newer_day": day}

    def _shown(self, checked: Checked, pages: Compared | None) -> Shown:
        verdict = checked.verdict
        changes = self._changes(verdict, pages)
        css, icon = LOOKS[verdict.exit_status]
        looked_at = [*verdict.checks, *_text(pages)]
        text = changes.lead or verdict.text
        return Shown(
            css,
            icon,
            verdict.heading,
            text,
            self._about(checked),
            [(*ICONS[one.ok], *in_two(one.text)) for one in looked_at],
            [told(one) for one in verdict.signatures if isinstance(one, Signature)],
            changes,
            _steps(verdict.exit_status),
            CANNOT_SEE_WHO if verdict.exit_status == NOT_GENUINE and CANNOT_SEE_WHO not in text else "",
            verdict.ok,
            self._report(verdict, text, changes.where, looked_at),
            self._watcher(),
        )

    def _report(self, verdict: Verdict, text: str, where: str, looked_at: list[Check]) -> str:
        """Write what was found so that it can be sent on: of the file its sum and its length, and no words of it."""
        if verdict.ok or verdict.code in STATUS or not check_reports.receivers(self.root):
            return ""
        found = {
            "code": verdict.code,
            "status": verdict.exit_status,
            "heading": verdict.heading,
            "text": text,
            "where": where,
            "checks": [[one.ok, one.text] for one in looked_at],
            "sha256": verdict.sha256,
            "length": verdict.length,
            "at": self.act().at,
        }
        return check_reports.marked(self.root, self.act(), found, self._event_id())

    def _watcher(self) -> str:
        to = check_reports.receivers(self.root)
        if len(to) != 1:
            return "kommunens databeskyttelsesrådgiver"
        return f"{to[0].title[:1].lower()}{to[0].title[1:]} {to[0].name}".strip()

    def _event_id(self) -> str:
        """Name the event that says that the file was checked."""
        return f"{self.request.kui_id}:{CHECKED}"

    def _changes(self, verdict: Verdict, pages: Compared | None) -> Changes:
        sealed = verdict.row.sealed_at.astimezone(self.clock.now().tzinfo).date() if verdict.row else None
        return told_changes(verdict, pages, f"den {danish.long_date(sealed)}" if sealed else "")

    def _may_read(self, checked: Checked) -> bool:
        """Whether who is here may read all of the document anyway; nobody else is shown what stood in it."""
        if checked.version is None or not self.request.has_permission(Permission.Document.READ, checked.document):
            return False
        found = reading(self, checked.version)
        return found.allowed and not found.hidden

    def _about(self, checked: Checked) -> str:
        """Say which document it is, when the file is one of ours and its holder has it anyway."""
        verdict = checked.verdict
        if not verdict.ok or checked.version is None or verdict.row is None:
            return ""
        day = danish.moment(verdict.row.sealed_at.astimezone(self.clock.now().tzinfo))
        where = self.root.organisation.municipality
        return f"Det er {checked.title}, version {checked.version.number}, fra {where}. Filen blev færdig {day}."

    def _signer(self, one: SignedRow) -> tuple[SignedRow, str]:
        if not one.at:
            return one, ""
        at = self.moment(one.at)
        return one, danish.moment(at) if "T" in one.at else danish.long_date(at.date())

    def _page(self, **more: Any) -> dict[str, Any]:
        now = danish.moment(self.clock.now())
        told: dict[str, Any] = {"signers": [], "name": "", "shown": None, "checked": None, "problem": "", "now": now}
        told |= {"newer_href": "", "ours_href": "", "newer_day": ""}
        told |= {"most": self.system.settings.attachment_bytes // 1_000_000}
        path = self.request.resource_path
        trail = [(path(self.root, "min-dag"), "Min dag")]
        return self.page("Kontrollér et dokument", trail=trail, **(told | more))


def in_two(text: str) -> tuple[str, str]:
    """Part what was found from what it means: at the first end of a sentence, or the first colon."""
    found = re.match(r"(.+?[.:]) (.+)", text)
    return (found[1], found[2]) if found else (text, "")


def _text(pages: Compared | None) -> list[Check]:
    """Say how much of the text is another."""
    if pages is None or not pages.count:
        return []
    places = "ét sted" if pages.count == 1 else danish.count(pages.count, "", "steder")
    return [Check(False, f"Teksten passer ikke med den, vi udleverede. Den er ændret {places}.")]


def _steps(status: int) -> list[str]:
    if status == PROVED:
        return []
    first = "Brug ikke filen, og send den ikke videre." if status == NOT_GENUINE else "Brug ikke filen som bevis."
    return [
        first,
        "Hent dokumentet fra sagen, eller bed den, der har sagen, om det.",
        "Spørg den, du fik filen af, hvor den kommer fra.",
    ]

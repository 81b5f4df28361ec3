"""``/admin/data``: how it is with the data: copies, packing, the weekly walk. No content of cases."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.attachments import size_words
from ..domain.errors import KuiError
from ..jobs.upkeep import may_copy
from ..resources.outbox import DONE, FAILED, Job
from ..resources.root import Admin
from ..security.permissions import Permission
from ..usecases import upkeep
from ..usecases.finished_files import KIND, doubtful, flawed
from ..usecases.upkeep import BACKUP, FIXITY, LABELS, PACK, PACK_DRAFTS
from .care import CareView

PAGE = "kuidocs:templates/pages/admin_data.pt"
WHY = {
    BACKUP: "Data, log og hovedbog, som de var på samme tid. Tages hver nat.",
    FIXITY: "Hver tekst, hver fil og hver linje i loggen læses igen og holdes op mod sin kontrolsum. Gøres hver uge.",
    PACK: "Smider det væk, der er skrevet over for mere end en uge siden. Godkendte dokumenter bliver.",
    PACK_DRAFTS: "Smider det væk, der er rettet ud af udkast. Gøres hver nat.",
}
ASKED = {
    BACKUP: "Kopien bliver taget nu.",
    FIXITY: "Gennemgangen er begyndt. Den kan tage lang tid.",
    PACK: "Pakningen er begyndt.",
    PACK_DRAFTS: "Pakningen er begyndt.",
}


@view_defaults(context=Admin, name="data", permission=Permission.Admin.DATA)
class DataView(CareView):
    """The page."""

    context: Admin
    here = "data"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what was done last, and what it came to."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def ask(self) -> Any:
        """Ask for one thing now."""
        kind = self.posted("handling")
        try:
            upkeep.ask(self.root, self.asked(), kind)
        except KuiError as refused:
            return self.again(PAGE, self._page(), refused, kind)
        return self.go(self.context, ASKED[kind], "data")

    def _page(self) -> dict[str, Any]:
        tasks = [self._task(kind) for kind in LABELS]
        return self.care_page("Data", tasks=tasks, working=any(task["working"] for task in tasks), **self._files())

    def _files(self) -> dict[str, Any]:
        """Tell what examining the finished files has shown."""
        waiting = sum(job.kind == KIND for job in self.root.job.open_jobs())
        return {
            "flaws": flawed(self.root),
            "doubts": doubtful(self.root),
            "to_examine": danish.count(waiting, "fil", "filer").capitalize() if waiting else "",
            "validated": bool(self.system.settings.pdf_validator),
        }

    def _task(self, kind: str) -> dict[str, Any]:
        jobs = list(upkeep.of_kind(self.root, kind))
        last, done = next(iter(jobs), None), next((job for job in jobs if job.state == DONE), None)
        progress = self.system.state.progress.of(last.id) if last else None
        why_not = may_copy(self.system.settings) if kind == BACKUP else ""
        return {
            "kind": kind,
            "label": LABELS[kind],
            "why": WHY[kind],
            "why_not": why_not,
            "failed": last is not None and last.state == FAILED,
            "working": last.id if last is not None and last.state not in (DONE, FAILED) else "",
            "done": progress.done if progress else 0,
            "total": progress.total if progress else 0,
            "at": self._at(done),
            "words": _words(kind, done.result) if done else "",
            "faults": done.result.get("first", []) if done else [],
            "count": done.result.get("faults", 0) if done else 0,
        }

    def _at(self, job: Job | None) -> str:
        return danish.moment(self.moment(job.finished_at)) if job is not None else ""


def _words(kind: str, result: dict[str, Any]) -> str:
    if kind == FIXITY:
        read = danish.count(result["versions"], "tekst", "tekster"), danish.count(result["files"], "fil", "filer")
        lines = danish.count(result["events"], "linje i loggen", "linjer i loggen")
        return f"{read[0].capitalize()}, {read[1]} og {lines} er læst igen."
    if kind == BACKUP:
        return f"Kopien hedder {result['name']}."
    return f"Databasen fyldte {size_words(result['before'])} og fylder nu {size_words(result['after'])}."

"""``/admin/job``: what the system does on its own, and what went wrong, for the administrator. No content of cases."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ..resources.outbox import FAILED, RUNNING, WAITING, Job, Outbox, retry
from ..security.permissions import Permission
from .care import CareView

LABELS = {FAILED: "Gik galt", RUNNING: "I gang", WAITING: "Venter"}
KINDS = {
    "seal": "Lav og forsegl PDF",
    "examine": "Undersøg færdig PDF-fil",
    "mail": "Send mail",
    "journal": "Læg dokument i journalen",
    "package": "Lav pakke af forløb",
    "check_report_mail": "Send mail om kontrolrapport",
    "backup": "Tag sikkerhedskopi",
    "fixity": "Gennemgå alt, der er gemt",
    "pack": "Pak databasen",
    "pack_drafts": "Pak kladderne",
    "cluster_access": "Send mail (klynger)",
    "cluster_help_mail": "Send mail (klynger)",
    "cluster_links": "Se efter, om links virker (klynger)",
    "cluster_mail": "Send mail (klynger)",
    "cluster_pack": "Pak databasen (klynger)",
    "cluster_survey_mail": "Send mail (klynger)",
    "restore_proof": "Genskab log og hovedbog fra pakke",
}
MOST = 100


@view_defaults(context=Outbox, permission=Permission.Admin.JOBS)
class JobsView(CareView):
    """The list of jobs."""

    context: Outbox
    here = "job"

    @view_config(renderer="kuidocs:templates/pages/job.pt")
    def show(self) -> dict[str, Any]:
        """List what failed, then what is under way and what waits; of those that are done, the number."""
        jobs, order = self.context.open_jobs(), (FAILED, RUNNING, WAITING)
        listed = sorted(jobs, key=lambda job: order.index(job.state))[:MOST]
        failed, done = self._count(jobs, FAILED), len(self.context) - len(jobs)
        return self.care_page("Job", jobs=[self._line(job) for job in listed], failed=failed, done=done)

    @view_config(name="igen", request_method="POST")
    def again(self) -> HTTPSeeOther:
        """Let a failed job be tried again."""
        job = self.context.get(str(self.request.POST.get("job", ""))[:40])
        if job is None or job.state != FAILED:
            return self.go(self.context, "Jobbet er ikke på listen over dem, der gik galt, længere.")
        retry(job, self.clock.now())
        return self.go(self.context, "Jobbet bliver prøvet igen.")

    def _count(self, jobs: list[Job], state: str) -> int:
        return sum(job.state == state for job in jobs)

    def _line(self, job: Job) -> dict[str, Any]:
        """The last line of a traceback names the kind of mistake; the lines above it may name people."""
        reason = job.error.strip().splitlines()[-1].partition(":")[0] if job.error else ""
        return {
            "id": job.id,
            "kind": KINDS.get(job.kind, job.kind),
            "label": job.arguments.get("label", ""),
            "state": LABELS[job.state],
            "failed": job.state == FAILED,
            "at": self.moment(job.created_at),
            "attempts": job.attempts,
            "reason": reason,
        }

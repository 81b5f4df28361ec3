"""What is said of a file that is not there yet: it is being made, it is tried again, or somebody must look."""

from ..resources.document import Document
from ..resources.outbox import FAILED, Job
from ..resources.version import Version
from .acting import case_named, root_of

KINDS = frozenset({"seal", "seal_signed", "seal_citizen"})
NOW = "PDF-filen bliver lavet og forseglet lige nu. Genindlæs siden om et øjeblik."
AGAIN = (
    "PDF-filen er ikke forseglet endnu. Det lykkedes ikke sidst, men systemet prøver igen af sig selv. Intet er gået "
    "tabt, og du behøver ikke gøre noget."
)
STOPPED = (
    "PDF-filen er ikke forseglet, og systemet er holdt op med at prøve. Intet er gået tabt. Sig det til den, der "
    "passer systemet: Jobbet står under »Drift« og kan sættes i gang igen."
)


def waiting(document: Document, version: Version) -> str:
    """Say how far the sealing of a version is."""
    found = [job for job in root_of(document).job.open_jobs() if _about(job, document, version)]
    if any(job.state == FAILED for job in found):
        return STOPPED
    return AGAIN if any(job.error for job in found) else NOW


def troubled(document: Document, version: Version) -> str:
    """The same, "" while nothing has gone wrong."""
    found = waiting(document, version)
    return "" if found == NOW else found


def _about(job: Job, document: Document, version: Version) -> bool:
    if job.kind not in KINDS:
        return False
    told = job.arguments
    here = (case_named(document).case_no, document.label, version.number, version.round)
    return (told["case_no"], told["label"], told["number"], told["round"]) == here

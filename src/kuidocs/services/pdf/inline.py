"""PDFs made in the process that asks: for tests, and for a command that makes one PDF and ends."""

from threading import Lock

from kuidocs.services.pdf.api import Job, PdfService
from kuidocs.services.pdf.fingerprint import fingerprint


class InlinePdfService(PdfService):
    """Renders here and now, one job at a time; the renderer is loaded at the first job."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()

    def render(self, job: Job) -> bytes:
        from kuidocs.services.pdf.engine import engine

        with self._one_at_a_time:
            return engine().render(job)

    def fingerprint(self) -> str:
        return fingerprint(self.tools())

    def tools(self) -> dict[str, str]:
        from kuidocs.services.pdf.engine import tools

        return tools()

    def close(self) -> None:
        """Do nothing: the renderer lives as long as its process."""

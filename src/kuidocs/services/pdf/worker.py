"""The loop of a worker process. It gets a job and gives bytes back, and knows no database, settings or network."""

import gc
import logging
import signal
from multiprocessing.connection import Connection
from typing import Any

from kuidocs.services.pdf import engine
from kuidocs.services.pdf.api import GlyphsMissing, Job

log = logging.getLogger(__name__)


def serve(connection: Connection) -> None:
    """Answer jobs until the other end is gone."""
    # Ctrl-C reaches the whole group of processes; the parent decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    engine.engine()
    gc.freeze()
    gc.disable()
    while (request := _receive(connection)) is not None:
        try:
            connection.send(answer(request))
        except OSError:
            return
        # Garbage is looked for between jobs, when nobody waits.
        gc.collect()


def _receive(connection: Connection) -> Any:
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None


def answer(request: Job | str) -> tuple[str, Any]:
    """Do one job. Errors travel as a word and a value, because exceptions with facts do not survive pickling."""
    try:
        if isinstance(request, str):
            return "tools", engine.tools()
        return "pdf", engine.engine().render(request)
    except GlyphsMissing as refusal:
        return "glyphs", refusal.characters
    except Exception as failure:
        # The text of the failure may quote the document, so only its kind is told.
        log.exception("A document could not be rendered")
        return "failed", type(failure).__name__

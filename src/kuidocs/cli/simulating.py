"""``signing-simulator``: a signing server for demonstrations, where everybody is who he or she types to be."""

import os
import threading
import time

import click

from ..config import Settings
from .opening import command

POLL = 2.0


@click.command("signing-simulator")
@command
@click.option("--with-parent", is_flag=True, help="Slut, når det program, der startede den, slutter.")
def simulator(settings: Settings, with_parent: bool) -> None:
    """Serve a signing server that is nobody's MitID; development only."""
    # Imported here: it loads the libraries that sign.
    from ..services.signing.simulator import serve

    if with_parent:
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    serve(settings)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL)
    os._exit(0)

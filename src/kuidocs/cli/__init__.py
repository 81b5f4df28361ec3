"""The ``kuidocs`` command. Each command lives in a module by subject; heavy libraries are loaded when they are used."""

import sys

import click

from .caring import backup, pack, restore
from .clusters import cluster
from .failing import Told
from .files import export, import_
from .papers import render, verify
from .proving import check, log
from .simulating import simulator
from .starting import demo, evolve, init
from .working import worker


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Care for a kuidocs system. INI is the system's settings file."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Danish letters must not turn a sentence into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


for command in (
    init,
    demo,
    import_,
    export,
    render,
    verify,
    check,
    log,
    worker,
    evolve,
    backup,
    restore,
    pack,
    simulator,
    cluster,
):
    main.add_command(command)

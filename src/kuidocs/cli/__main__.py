"""``python -m kuidocs.cli``."""

from . import main

main()

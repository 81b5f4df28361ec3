"""Compare the shipped forms with their JSON files, or write them: ``python -m kuidocs.forms.shipped [--write]``."""

import sys

from .golden import differing, write


def main(arguments: list[str]) -> int:
    """Answer 0 when class and file say the same, or have just been made to."""
    if arguments == ["--write"]:
        write()
    changed = differing()
    for form_key in changed:
        print(f"{form_key}: the class and the file differ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

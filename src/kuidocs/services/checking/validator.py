"""Asking a validator of PDF/A and PDF/UA, such as veraPDF, in the words that the settings give."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kuidocs.domain.soundness import MISSING, MUTE, SLOW

SECONDS = 120.0
FILE, FLAVOUR = "{file}", "{flavour}"
"""What stands in the command for the path of the file, and for the standard: 2a, 3a, ua1."""
PREFIX = "validering-"
LEFT_BEHIND = 24 * 3600.0
"""A private folder that is so many seconds old belongs to nobody: its process was killed."""
MOST_SAID = 1_000_000
PASS, FAIL = "PASS", "FAIL"
_RULE = re.compile(r"^\s+(?:FAIL\s+)?(\d+(?:\.\d+)*-\d+)(?!\S)", re.MULTILINE)
"""A line under the verdict begins with the rule's number. What follows is left: it may quote the document."""
_HANDED_ON = ("PATH", "JAVA_HOME", "LD_LIBRARY_PATH")


class CouldNotRun(Exception):
    """The validator has said nothing of the file. ``code`` is one of MISSING, SLOW and MUTE."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Validator:
    """A command that prints a line with PASS or FAIL and the path of the file, and the rules that were broken."""

    def __init__(self, command: Sequence[str], folder: Path, seconds: float = SECONDS) -> None:
        self._command, self._folder, self._seconds = tuple(command), folder, seconds

    def broken(self, pdf: bytes, flavours: Sequence[str]) -> tuple[str, ...]:
        """List the rules that a file breaks, each after its flavour; none when it keeps all of them.

        Raises CouldNotRun. The file lies in a private folder meanwhile, beside the database and not in a common place:
        it holds what the database holds.
        """
        asked = flavours if any(FLAVOUR in word for word in self._command) else ("",)
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=self._folder, ignore_cleanup_errors=True) as name:
            path = Path(name) / "dokument.pdf"
            path.write_bytes(pdf)
            return tuple(rule for flavour in asked for rule in self._one(path, flavour))

    def tidy(self) -> int:
        """Delete what a process that was killed has left behind; how many folders."""
        old = time.time() - LEFT_BEHIND
        left = [path for path in self._folder.glob(f"{PREFIX}*") if path.stat().st_mtime < old]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)

    def _one(self, path: Path, flavour: str) -> Iterator[str]:
        said = self._said([word.replace(FILE, str(path)).replace(FLAVOUR, flavour) for word in self._command], path)
        # The path may hold what looks like a rule.
        verdict = [line.split()[0] for line in said.splitlines() if str(path) in line and line[:4] in (PASS, FAIL)]
        if len(verdict) != 1:
            raise CouldNotRun(MUTE)
        if verdict == [FAIL]:
            rules = list(dict.fromkeys(_RULE.findall(said)))
            yield from (f"{flavour} {rule}".strip() for rule in rules or [""])

    def _said(self, words: list[str], path: Path) -> str:
        """Run the command, without a shell, and give back what it printed. Its own scraps fall into our folder too."""
        around = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        around |= {"HOME": str(path.parent), "TMPDIR": str(path.parent), "LANG": "C.UTF-8"}
        around["JAVA_TOOL_OPTIONS"] = f"-Djava.io.tmpdir={path.parent}"
        with (path.parent / "svar").open("w+b") as answer:
            try:
                process = subprocess.Popen(  # noqa: S603 - the words are those of the settings, and no shell reads them
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=answer,
                    stderr=subprocess.DEVNULL,
                    cwd=path.parent,
                    env=around,
                    # Most launchers are scripts: what they have started must end with them.
                    start_new_session=True,
                )
            except (OSError, ValueError):
                raise CouldNotRun(MISSING) from None
            self._wait(process)
            answer.seek(0)
            return answer.read(MOST_SAID).decode("utf-8", "replace")

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise CouldNotRun(SLOW) from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

"""Asking a validator: the real one, and programs that are missing, hang, say nothing, or say too much."""

import io
import os
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from kuidocs.domain.soundness import MISSING, MUTE, SLOW
from kuidocs.services.checking import CouldNotRun, Validator
from tests.outside.vera import vera
from tests.services.pdf import demo

PDF = b"%PDF-1.7 noget"
BOTH = ("3a", "ua1")


def saying(tmp_path, program, *words, seconds=30.0):
    """A validator that is a few lines of Python; ``path`` and ``flavour`` are what it is asked about."""
    script = tmp_path / "program.py"
    script.write_text(f"import os, sys, time\npath, flavour = sys.argv[1:3]\n{program}\n", encoding="utf-8")
    folder = tmp_path / "1.2-3 data"
    folder.mkdir()
    return Validator([sys.executable, str(script), "{file}", *(words or ["{flavour}"])], folder, seconds)


def why(validator):
    with pytest.raises(CouldNotRun) as failure:
        validator.broken(PDF, BOTH)
    assert list(validator._folder.iterdir()) == []
    return failure.value.code


def test_it_is_asked_for_each_flavour_and_sees_the_file(tmp_path):
    program = "assert open(path, 'rb').read() == b'%PDF-1.7 noget'\nprint('PASS', path, flavour)"
    assert saying(tmp_path, program).broken(PDF, BOTH) == ()


def test_rules_are_taken_and_nothing_that_stands_beside_them(tmp_path):
    program = """
print("FAIL", path, flavour)
print("  FAIL 6.2.11.4.1-1")
print("\\t7.1-8 Malthe bor på 5.1-2 @ root")
print("  PASS 7.1-9")
print("Malthe 1.1-1")
print("  7.1-8 again")
"""
    rules = ["6.2.11.4.1-1", "7.1-8"]

    found = saying(tmp_path, program).broken(PDF, BOTH)

    assert found == tuple(f"{flavour} {rule}" for flavour in BOTH for rule in rules)


def test_a_command_without_a_flavour_is_asked_once(tmp_path):
    program = "print('FAIL', path)\nprint('  6.1.2-1')"
    assert saying(tmp_path, program, "x").broken(PDF, BOTH) == ("6.1.2-1",)


def test_a_refusal_without_rules_is_a_refusal(tmp_path):
    assert saying(tmp_path, "print('FAIL', path)").broken(PDF, ("3a",)) == ("3a",)


@pytest.mark.parametrize(
    "program",
    [
        "",
        "print('PASS')",
        "print('PASSED all of', flavour)",
        "print('ERR', path)",
        "print('PASS', path)\nprint('FAIL', path)",
        "sys.stdout.buffer.write(b'\\xff\\xfe')",
        "raise SystemExit(7)",
    ],
)
def test_what_says_nothing_of_the_file_has_not_passed_it(tmp_path, program):
    assert why(saying(tmp_path, program)) == MUTE


def test_a_program_that_is_not_there(tmp_path):
    assert why(Validator(["/findes/ikke", "{file}"], _folder(tmp_path))) == MISSING


def _folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_a_program_that_hangs_is_ended_with_what_it_has_started(tmp_path):
    fifo = tmp_path / "line"
    os.mkfifo(fifo)
    # A launcher that starts the real program and waits for it, as veraPDF's own does.
    command = ["/bin/sh", "-c", f"sleep 600 >{fifo} & wait", "{file}"]
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)

    assert why(Validator(command, _folder(tmp_path), 0.5)) == SLOW

    # Nobody writes into the line any more: the sleeper is gone too, and with it the last end of it.
    os.set_blocking(reading, True)
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_no_shell_reads_the_words(tmp_path):
    program = "print('FAIL', path)\nprint(' ', '1-1' if flavour == '$(touch x); `y` {' else '2-2')"
    assert saying(tmp_path, program, "$(touch x); `y` {").broken(PDF, BOTH) == ("1-1",)


def test_the_file_is_private_and_gone_afterwards_with_all_scraps(tmp_path):
    program = """
import stat, tempfile
folder = os.path.dirname(path)
assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
assert os.getcwd() == folder == os.environ["HOME"] == tempfile.gettempdir()
assert not [name for name in os.environ if name.startswith("KUIDOCS")]
open("scrap", "w").write("x")
print("PASS", path)
"""
    validator = saying(tmp_path, program)
    os.environ["KUIDOCS_MAIL"] = "smtps://navn:kode@k.example"
    try:
        assert validator.broken(PDF, BOTH) == ()
    finally:
        del os.environ["KUIDOCS_MAIL"]
    assert list(validator._folder.iterdir()) == []


def test_what_a_killed_process_left_is_tidied_and_nothing_else(tmp_path):
    folder = _folder(tmp_path)
    names = ("validering-old", "validering-new", "Data.fs")
    for name in names:
        (folder / name).mkdir()
        (folder / name / "dokument.pdf").write_bytes(PDF)
    before = time.time() - 25 * 3600
    for name in ("validering-old", "Data.fs"):
        os.utime(folder / name, (before, before))

    assert Validator([], folder).tidy() == 1

    assert sorted(path.name for path in folder.iterdir()) == ["Data.fs", "validering-new"]


@pytest.mark.outside
@vera.needs_java
def test_the_real_one_passes_ours_and_names_what_a_broken_one_breaks(tmp_path):
    validator = Validator(vera.command("{flavour}", "{file}"), tmp_path, 300)
    pdf = demo.inline().render(demo.job("FLK-2026-0117-D14"))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.Root.StructTreeRoot
        del file.Root.Metadata
        file.save(tmp_path / "broken.pdf")

    assert validator.broken(pdf, BOTH) == ()
    rules = validator.broken((tmp_path / "broken.pdf").read_bytes(), BOTH)

    assert {one.split()[0] for one in rules} == set(BOTH)
    assert all(part.isdecimal() for one in rules for part in one.split()[1].replace("-", ".").split("."))
    assert [path.name for path in Path(tmp_path).iterdir()] == ["broken.pdf"]

"""Examining a finished file in the background: what is kept, who reads it, what fails, and what is tried again."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from kuidocs.domain.soundness import COULD_NOT, FAILED, MISSING, PASSED, SLOW
from kuidocs.jobs import examining
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.outbox import DONE, WAITING
from kuidocs.resources.outbox import FAILED as GIVEN_UP
from kuidocs.services.checking import CouldNotRun, examine, grounds
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import finished_files
from kuidocs.usecases.finished_files import KIND
from tests.jobs.conftest import CASE, LABEL
from tests.outside.vera import vera

PASSING = "print('PASS', path)"
FAILING = "print('FAIL', path)\nprint('  6.1.2-1 Malthe')"


@pytest.fixture
def sealed(waiting):
    """A system with one file, just sealed."""
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()
    assert run_due(waiting) == 1
    return waiting


def later(system, **much):
    """Let the jobs run that are due then; how many."""
    system.clock.advance(timedelta(**(much or {"minutes": 1})))
    return run_due(system)


def job_of(system):
    with system.reading() as root:
        (found,) = [
            (job.state, dict(job.result), job.error, dict(job.arguments))
            for job in root.job.values()
            if job.kind == KIND
        ]
        return found


def file_of(system):
    with system.reading() as root:
        (file,) = root.sager[CASE].dokumenter[LABEL].files
        return file.sha256, dict(file.upkeep), file.bytes()


def told(system):
    with system.reading() as root:
        return finished_files.flawed(root), finished_files.doubtful(root)


def validated_by(system, program, seconds=30.0):
    """Let the settings name a program of a few lines."""
    script = Path(system.settings.data) / "program.py"
    script.write_text(f"import sys, time\npath, flavour = sys.argv[1:3]\n{program}\n", encoding="utf-8")
    object.__setattr__(system.settings, "pdf_validator", (sys.executable, str(script), "{file}", "{flavour}"))


def test_a_file_is_examined_a_moment_after_it_was_sealed(sealed):
    assert job_of(sealed)[0] == WAITING
    assert run_due(sealed) == 0

    assert later(sealed) == 1

    assert job_of(sealed)[:2] == (DONE, {"sound": True})
    digest, upkeep, pdf = file_of(sealed)
    assert (upkeep["own"], upkeep["standard"], upkeep["examined"]["finding"]) == ("", "", "fine")
    row, trusted = sealed.proof.ledger_find(digest), [sealed.seal.certificate()]
    with sealed.reading() as root:
        assert finished_files.examined_before(root, row, grounds(trusted)) == examine(pdf, trusted)
        assert finished_files.examined_before(root, row, grounds([b"another"])) is None
    assert told(sealed) == ([], [])


def test_a_file_says_the_same_on_every_day(sealed):
    _, _, pdf = file_of(sealed)
    trusted = [sealed.seal.certificate()]
    now = examine(pdf, trusted)

    with time_machine.travel("2086-11-21"):
        assert examine(pdf, trusted) == now
    assert now.signatures[0].trusted


def test_without_a_row_in_the_ledger_nothing_is_said_yet(sealed, monkeypatch):
    monkeypatch.setattr(sealed.proof, "ledger_find", lambda digest: None)

    with pytest.raises(examining.Unlisted):
        examining.examined(sealed, job_of(sealed)[3])
    assert file_of(sealed)[1] == {}


def test_a_file_that_was_deleted_meanwhile_is_left_out(sealed):
    arguments = job_of(sealed)[3]
    sealed.change("delete", lambda root: root.sager.children.pop(CASE))

    assert "left_out" in examining.examined(sealed, arguments)
    with sealed.reading() as root:
        assert not finished_files.note(root, arguments, {})
        assert finished_files.find(root, CASE, LABEL, "x") is None


def test_a_changed_file_is_told_until_it_is_whole_again(sealed):
    blob = next((Path(sealed.settings.data) / "Data.blobs").rglob("*.blob"))
    whole = blob.read_bytes()
    blob.chmod(0o600)
    blob.write_bytes(whole.replace(b"/Title", b"/Titel"))
    later(sealed)

    assert job_of(sealed)[1] == {"sound": False}
    ((text,), doubts) = told(sealed)
    assert text.startswith(f"{LABEL}, version 1: Vores egen kontrol af PDF-filen siger: »")
    assert (doubts, check_all(sealed).flaws) == ([], [text])

    blob.write_bytes(whole)
    assert examining.sweep(sealed) == 1
    later(sealed)
    assert told(sealed) == ([], [])
    assert examining.sweep(sealed) == 0


def test_pages_that_become_others_are_told(sealed, monkeypatch):
    made = sealed.pdf.made_anew
    monkeypatch.setattr(sealed.pdf, "made_anew", lambda job: made(job) + b"%")

    later(sealed)

    assert "PDF-filen siger" in told(sealed)[0][0]


def test_a_case_that_is_disposed_of_is_told_of_no_more(sealed):
    validated_by(sealed, FAILING)
    later(sealed)
    assert told(sealed)[0]

    sealed.change("forget", lambda root: finished_files.forget(root, "FLK-2026-9999"))
    assert told(sealed)[0]
    sealed.change("forget", lambda root: finished_files.forget(root, CASE))

    assert told(sealed) == ([], [])


def test_the_validator_is_asked_in_the_flavours_of_the_profile(sealed):
    validated_by(sealed, f"open({str(sealed.settings.data / 'asked')!r}, 'a').write(flavour + ' ')\n{PASSING}")

    later(sealed)

    assert (sealed.settings.data / "asked").read_text() == "3a ua1 "
    assert file_of(sealed)[1]["standard"] == PASSED
    assert told(sealed) == ([], [])
    assert examining.sweep(sealed) == 0
    assert examining.FLAVOURS["underskrift"] == ("2a", "ua1")


def test_a_file_that_does_not_keep_the_standard_is_told_by_its_rules_only(sealed):
    validated_by(sealed, FAILING)

    later(sealed)

    assert job_of(sealed)[:2] == (DONE, {"sound": False})
    broken = "Regler, der er brudt: PDF/A-3a 6.1.2-1, PDF/UA-1 6.1.2-1."
    text = f"{LABEL}, version 1: PDF-filen følger ikke standarden. {broken}"
    assert told(sealed) == ([text], [])
    assert (check_all(sealed).flaws, check_all(sealed).faults) == ([text], [])
    assert file_of(sealed)[1]["standard"] == FAILED
    # The bytes are what they are, so nobody is asked about them again.
    assert examining.sweep(sealed) == 0


@pytest.mark.parametrize(
    ("command", "why"), [(("/findes/ikke", "{file}"), MISSING), (("/bin/sh", "-c", "sleep 600", "{file}"), SLOW)]
)
def test_a_validator_that_cannot_run_is_told_and_tried_again(sealed, monkeypatch, command, why):
    short = lambda system: examining.Validator(system.settings.pdf_validator, system.settings.data, 0.2)  # noqa: E731
    monkeypatch.setattr(examining, "validator", short)
    object.__setattr__(sealed.settings, "pdf_validator", command)
    later(sealed)

    state, _, error, _ = job_of(sealed)
    assert (state, "CouldNotRun" in error) == (WAITING, True)
    upkeep = file_of(sealed)[1]
    assert (upkeep["standard"], upkeep["why"], upkeep["own"]) == (COULD_NOT, why, "")
    flaws, (doubt,) = told(sealed)
    assert (flaws, "Det prøves igen." in doubt) == ([], True)
    assert check_all(sealed).doubts == [doubt]

    validated_by(sealed, PASSING)
    later(sealed, seconds=5)
    assert job_of(sealed)[0] == DONE
    assert told(sealed) == ([], [])


def test_what_was_given_up_is_taken_up_the_next_day(sealed):
    object.__setattr__(sealed.settings, "pdf_validator", ("/findes/ikke", "{file}"))
    for _ in range(6):
        later(sealed, hours=2)
    assert job_of(sealed)[0] == GIVEN_UP
    validated_by(sealed, PASSING)

    assert examining.sweep(sealed) == 1
    assert examining.sweep(sealed) == 1
    run_due(sealed)

    assert (job_of(sealed)[0], told(sealed)) == (DONE, ([], []))
    assert examining.sweep(sealed) == 0


def test_a_second_try_does_not_examine_again_what_is_known(sealed, monkeypatch):
    later(sealed)
    monkeypatch.setattr(examining, "alone", lambda *given: pytest.fail("it was known"))
    object.__setattr__(sealed.settings, "pdf_validator", ("/findes/ikke", "{file}"))

    with pytest.raises(CouldNotRun):
        examining.examined(sealed, job_of(sealed)[3])


def test_files_from_an_older_release_are_found_by_the_sweep(sealed):
    def older(root):
        for job in [job for job in root.job.values() if job.kind == KIND]:
            root.job.unfinished.discard(job.id)
            del root.job.children[job.__name__]

    sealed.change("older", older)

    assert examining.sweep(sealed) == 1
    assert later(sealed) == 1
    assert file_of(sealed)[1]["own"] == ""


def test_the_sweep_asks_for_a_part_a_day_and_only_for_what_was_handed_out(sealed, monkeypatch):
    monkeypatch.setattr(examining, "MOST_A_DAY", 0)
    assert examining.sweep(sealed) == 0
    monkeypatch.undo()
    monkeypatch.setattr(sealed.proof, "ledger_find", lambda digest: None)
    assert examining.sweep(sealed) == 0
    sealed.seal, seal = None, sealed.seal
    assert examining.sweep(sealed) == 0
    sealed.seal = seal


def test_what_is_gone_when_it_is_asked_for_is_not_asked_for(sealed):
    with sealed.reading() as root:
        before = len(root.job)
        examining._ask(root, system=sealed, one=(CASE, LABEL, "x"))
        assert len(root.job) == before


@pytest.mark.outside
@vera.needs_java
def test_a_real_file_passes_the_real_validator(sealed):
    object.__setattr__(sealed.settings, "pdf_validator", tuple(vera.command("{flavour}", "{file}")))

    later(sealed)

    assert file_of(sealed)[1]["standard"] == PASSED
    assert told(sealed) == ([], [])

"""The job that examines a file that was just finished, so that nobody who asks about it later has to wait."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..domain.soundness import COULD_NOT, FAILED, PASSED
from ..resources.root import Root
from ..services.checking import CouldNotRun, Examined, Validator, alone, examine, grounds
from ..services.pdf.api import SIGNING
from ..services.proof.api import LedgerRow
from ..usecases import finished_files
from ..usecases.checking_files import check
from ..usecases.finished_files import KIND
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

MOST_A_DAY = 500
"""So many are asked for again in a day: after the seal has got another certificate, it is all that there are."""
FLAVOURS = {SIGNING: ("2a", "ua1")}
OF_ALL_OTHERS = ("3a", "ua1")


class Unlisted(Exception):
    """The file is not in the ledger yet; the job that seals writes the row a moment after the file."""


@handler(KIND)
def examined(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Check a file as its readers will, ask the validator about it, and keep what both say.

    What could not be found out is noted too; then the job fails, and so is tried again.
    """
    row, trusted = system.proof.ledger_find(arguments["sha256"]), _trusted(system)
    if row is None:
        raise Unlisted
    with system.reading() as root:
        file = finished_files.find(root, arguments["case_no"], arguments["label"], arguments["sha256"])
        if file is None:
            return {"left_out": "the file is not there any more"}
        pdf, kept = file.bytes(), dict(file.upkeep)
        known = kept.get("grounds") == grounds(trusted) and not kept["own"]
        upkeep = kept if known else kept | _own(system, root, pdf, trusted)
    upkeep |= _standard(system, pdf, row, kept) | {"at": system.clock.now().isoformat(timespec="seconds")}
    system.change(f"examined {arguments['label']}", partial(_note, arguments=arguments, upkeep=upkeep))
    if upkeep["standard"] == COULD_NOT:
        raise CouldNotRun(upkeep["why"])
    return {"sound": not upkeep["own"] and not upkeep["rules"]}


def _own(system: "System", root: Root, pdf: bytes, trusted: list[bytes]) -> dict[str, Any]:
    """Check a file as a page or a command does, rendering it anew."""
    found: Examined = alone(examine, pdf, trusted)
    verdict = check(pdf, found, root, system).verdict
    own = "" if verdict.ok else verdict.heading
    return {"grounds": grounds(trusted), "examined": found.plain(), "own": own}


def _trusted(system: "System") -> list[bytes]:
    return [system.seal.certificate(), *system.seal.trusted()]


def _note(root: Root, *, arguments: Mapping[str, Any], upkeep: Mapping[str, Any]) -> bool:
    return finished_files.note(root, arguments, upkeep)


def validator(system: "System") -> Validator:
    """Return the validator that the settings name."""
    return Validator(system.settings.pdf_validator, system.settings.data)


def _standard(system: "System", pdf: bytes, row: LedgerRow, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Ask the validator, when there is one, and it has not answered for these bytes."""
    told = {"standard": kept.get("standard", ""), "rules": kept.get("rules", []), "why": ""}
    if not system.settings.pdf_validator or told["standard"] in (PASSED, FAILED):
        return told
    try:
        broken = validator(system).broken(pdf, FLAVOURS.get(row.profile, OF_ALL_OTHERS))
    except CouldNotRun as failure:
        return {"standard": COULD_NOT, "rules": [], "why": failure.code}
    return {"standard": FAILED if broken else PASSED, "rules": list(broken), "why": ""}


def sweep(system: "System") -> int:
    """Ask for what was never examined, is known on other grounds, or could not be found out; how many files."""
    if not system.seal:
        return 0
    validator(system).tidy()
    named, standard = grounds(_trusted(system)), bool(system.settings.pdf_validator)
    with system.reading() as root:
        found = []
        for case in root.sager.values():
            rows = finished_files.unexamined(case, named, standard=standard)
            due = [(case.case_no, document.label, file.sha256) for document, file in rows]
            found += [one for one in due if system.proof.ledger_find(one[2]) is not None]
            if case._p_jar is not None:
                case._p_jar.cacheGC()
            if len(found) >= MOST_A_DAY:
                break
    for one in found[:MOST_A_DAY]:
        system.change("examine again", partial(_ask, system=system, one=one))
    return len(found[:MOST_A_DAY])


def _ask(root: Root, *, system: "System", one: tuple[str, str, str]) -> None:
    file = finished_files.find(root, *one)
    if file is not None:
        finished_files.ask(root, root.sager[one[0]].dokumenter[one[1]], file, system.clock.now())

"""A case is deleted so that nothing of it is left in any file (D34), in a system on disk."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from kuidocs.cli.opening import opened, settings_of
from kuidocs.domain.errors import NotAllowed, Refused
from kuidocs.domain.identity import SYSTEM
from kuidocs.jobs import disposing
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.attachments import Attachment
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.drafts import drafts_of
from kuidocs.services.storage import write_blob
from kuidocs.usecases import disposal, drafting, importing, insight, persons
from kuidocs.usecases.acting import Act
from tests import factories
from tests.cli.conftest import empty, empty_base  # noqa: F401 - fixtures
from tests.jobs.conftest import CASE, LABEL, load

WORD = "Sommerfuglepynt"
"""Planted everywhere. It is looked for as text, as JSON writes it and as the search stems it."""
STEM = "sommerfuglepynt"
KEPT = "FLK-2026-0002"


def act(system, user, token=""):
    with system.reading() as root:
        return Act(root.medarbejdere[user].identity(), system.clock, token)


def plant(root):
    case = root.sager[CASE]
    case.person.preferred_name = WORD
    case.title = f"Om {WORD}"
    told = {"media_type": "text/plain", "original_sha256": "", "notes": (), "name": f"{WORD}.txt", "title": WORD}
    told |= {"kind": "other", "given_by": "young", "received": "2026-03-01", "about": {}, "information_type": ""}
    told |= {"replaces": "", "by": {"user_id": "inge", "name": "Inge"}, "at": "2026-03-01T10:00:00+01:00", "token": "t"}
    data = WORD.encode()
    case.attach(Attachment(write_blob(data), data, told))
    document = case.dokumenter[LABEL]
    version = document.versions[-1]
    by = Act(root.medarbejdere["inge"].identity(), factories.clock())
    drafting.begin(document, drafts_of(root), version.content(), version.edition_number, by, note=WORD)
    drafts_of(root).get(document.id).put("purpose", f"{WORD} i et udkast", by.by, by.at)
    ended = {"id": "e", "kind": "closed", "by": by.by, "at": "2020-01-05T10:00:00+01:00", "data": {"reason": WORD}}
    case.facts = (*case.facts, ended)
    case.state, case.preservation, case.kle = "archived", "dispose 2026-01-01", "27.69.40"
    persons.remember(case)


def keep_another(root):
    kept = Case(KEPT, YoungPerson("Bevaret Person", "2009-01-01"))
    root.sager[KEPT] = kept
    kept.opened_at = "2026-01-01"


@pytest.fixture
def system(empty):  # noqa: F811
    with opened(settings_of(empty)) as found:
        organisation = factories.demo("organisation")
        found.change("staff", lambda root: importing.import_data(root, drafts_of(root), organisation, act_of(found)))
        load(found)
        run_due(found)
        found.change("plant", plant)
        found.change("another", keep_another)
        found.tailer.catch_up()
        yield found


def act_of(system):
    return Act(SYSTEM, system.clock)


def files_of(system) -> list[Path]:
    """Every file of the data but the chain, which tells what was done and never what a case said."""
    return [path for path in system.settings.data.rglob("*") if path.is_file() and "proof" not in path.name]


def holding(system, word=WORD) -> set[str]:
    forms = [word.encode(), word.lower().encode(), json.dumps(word)[1:-1].encode()]
    return {path.name for path in files_of(system) if any(form in path.read_bytes() for form in forms)}


def propose(system, user="inge", reason="Kommunalbestyrelsens beslutning 4. november 2026"):
    by = act(system, user)
    return system.change("propose", lambda root: disposal.propose(root, by, CASE, reason).id)


def approve(system, one, user="kirsten", receipt="Stadsarkivet 2026-114"):
    by = act(system, user)
    system.change("approve", lambda root: disposal.approve(root, root.kassation[one], by, receipt))


def state(system, one):
    with system.reading() as root:
        return root.kassation[one].state


def test_the_word_is_everywhere_before_and_nowhere_after(system):
    before = holding(system)
    assert {"Data.fs", "drafts.fs"} <= before
    assert any("index" in name for name in before)

    one = propose(system)
    run_due(system)
    assert state(system, one) == "packaged"
    approve(system, one)
    run_due(system)
    system.tailer.catch_up()

    assert state(system, one) == "done"
    assert holding(system) == set()
    assert holding(system, STEM[:8]) == set()
    with system.reading() as root:
        assert CASE not in root.sager
        assert KEPT in root.sager
        assert CASE not in root.sager.names.values()
        assert len(drafts_of(root).drafts) == 0
        assert not any(CASE in found for found in (root.sager.persons or {}).values())
    assert not list(system.settings.data.rglob("*.old"))


def test_the_record_says_what_was_deleted_and_until_when_backups_hold_it(system):
    one = propose(system)
    run_due(system)
    approve(system, one)
    run_due(system)

    with system.reading() as root:
        found = root.kassation[one]
        counts, done = found.last("removed")["data"], found.last("done")["data"]
        assert (counts["documents"], counts["attachments"]) == (1, 1)
        assert done["backups_gone"] == (system.clock.today() + timedelta(days=30)).isoformat()
        assert WORD not in repr([found.facts])
        assert found.package is None


def test_the_package_holds_everything_and_its_sums(system):
    one = propose(system)
    run_due(system)

    with system.reading() as root:
        found = root.kassation[one]
        with found.package.open("r") as packed:
            data = packed.read()
        assert hashlib.sha256(data).hexdigest() == found.last("packaged")["data"]["sha256"]
    with zipfile.ZipFile(io.BytesIO(data)) as opened_:
        names = opened_.namelist()
        [listed] = [name for name in names if name.endswith("manifest-sha256.txt") and "tag" not in name]
        top = listed.rpartition("/")[0]
        sums = dict(reversed(row.split(None, 1)) for row in opened_.read(listed).decode().splitlines())
        assert {name: hashlib.sha256(opened_.read(f"{top}/{name}")).hexdigest() for name in sums} == sums
        drafts = [opened_.read(name).decode() for name in names if "draft" in name and name.endswith(".json")]
    assert any(WORD in one for one in drafts)
    assert any(name.endswith("versions/1.pdf") for name in names)


def test_the_rest_of_the_system_is_whole_after(system):
    one = propose(system)
    run_due(system)
    approve(system, one)
    run_due(system)
    system.tailer.catch_up()

    assert system.proof.verify().ok
    assert check_all(system).faults == []
    assert not system.tailer.lag()


def test_one_person_alone_deletes_nothing(system):
    def both(root):
        root.medarbejdere["inge"].roles = ("records_clerk", "department_leader")

    system.change("both", both)
    one = propose(system)
    run_due(system)

    with pytest.raises(Refused, match="Du har selv foreslået det"):
        approve(system, one, "inge")
    with pytest.raises(NotAllowed):
        approve(system, one, "jonas")
    run_due(system)
    assert holding(system) >= {"Data.fs"}


@pytest.mark.parametrize("receipt", ["", "  "])
def test_nothing_is_deleted_without_the_receipt_of_the_archive(system, receipt):
    one = propose(system)
    run_due(system)

    with pytest.raises(Refused, match="kvittering"):
        approve(system, one, receipt=receipt)


def test_nothing_is_approved_before_the_package_is_made(system):
    one = propose(system)

    with pytest.raises(Refused, match="kan ikke godkendes nu"):
        approve(system, one)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"preservation": "preserve"}, "skal bevares"),
        ({"preservation": ""}, "skal bevares"),
        ({"preservation": "dispose 2026-12-01"}, "Tiden er ikke gået"),
        ({"state": "closed"}, "ikke arkiveret"),
    ],
)
def test_a_case_whose_time_is_not_over_stays(system, changed, said):
    system.change("change", lambda root: [setattr(root.sager[CASE], name, value) for name, value in changed.items()])

    with pytest.raises(Refused, match=said):
        propose(system)
    with system.reading() as root:
        assert disposal.proposals(root, system.clock.today()) == []


def test_the_shortest_time_after_the_end_counts(system):
    def late(root):
        case = root.sager[CASE]
        case.facts = tuple(f | {"at": "2024-02-29T10:00:00+01:00"} if f["kind"] == "closed" else f for f in case.facts)

    system.change("late", late)

    with pytest.raises(Refused, match="Tiden er ikke gået"):
        propose(system)


def test_who_waits_for_access_gets_an_answer_first(system):
    one = propose(system)
    run_due(system)
    by = act(system, "inge")
    said = {"asker": "young_person", "name": "", "received": "2026-11-20", "scope": "Hele sagen"}
    system.change("ask", lambda root: insight.register(root.sager[CASE], by, said))

    with pytest.raises(Refused, match="bedt om aktindsigt"):
        approve(system, one)


def test_a_proposal_that_was_stopped_deletes_nothing_and_can_be_made_again(system):
    one, by = propose(system), act(system, "inge")
    run_due(system)
    system.change("stop", lambda root: disposal.drop(root.kassation[one], by, "Sagen skal bevares alligevel."))

    with pytest.raises(Refused, match="kan ikke godkendes nu"):
        approve(system, one)
    assert propose(system) != one
    other = act(system, "jonas")
    with pytest.raises(NotAllowed):
        system.change("stop", lambda root: disposal.drop(root.kassation[one], other, "Sagen skal bevares alligevel."))


def test_the_same_is_not_proposed_twice(system):
    propose(system)

    with pytest.raises(Refused, match="foreslået allerede"):
        propose(system)


def test_a_crash_between_the_steps_is_made_good(system, monkeypatch):
    one = propose(system)
    run_due(system)
    approve(system, one)

    def crash(system):
        raise OSError("the machine stops")

    with monkeypatch.context() as broken:
        broken.setattr(disposing, "scrub", crash)
        run_due(system)
    assert state(system, one) == "removed"
    assert holding(system) != set()
    assert disposing.delete(system, {"disposal": one})["done"]

    assert holding(system) == set()
    assert disposing.delete(system, {"disposal": one}) == {"done": False}
    assert disposing.package(system, {"disposal": one}) == {"made": False}


def test_nothing_is_packed_while_the_chain_is_behind(system, monkeypatch):
    monkeypatch.setattr(system.tailer, "lag", lambda: True)

    with pytest.raises(RuntimeError, match="not taken everything"):
        disposing.scrub(system)
    assert holding(system) != set()


def test_pdfs_that_are_remembered_are_forgotten(system, monkeypatch):
    forgotten = []
    monkeypatch.setattr(system.pdf, "forget", lambda: forgotten.append(True))

    disposing.scrub(system)

    assert forgotten == [True]

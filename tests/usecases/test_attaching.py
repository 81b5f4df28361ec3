"""Attachments through the use cases: put in once, called otherwise, taken out, printed in lists, packed, checked."""

import hashlib
import json

import pytest

from kuidocs.domain.attachments import FileRefused
from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.resources.attachments import Attachment
from kuidocs.resources.version import Damaged
from kuidocs.services.inspection import InlineInspection
from kuidocs.services.package import FolderBag
from kuidocs.usecases import attaching, exporting, printing
from kuidocs.usecases.attaching import Given
from tests.hostile_files import CANARY, pdf, picture, refused
from tests.packages import kit, package
from tests.views import making

DRAWING = Given("young_work", "young", "2026-11-20")
MOST = 20_000_000


def put(world, data=b"", name="Hesten.jpg", given=DRAWING, token="", most=MOST, user_id="jonas") -> Attachment:
    act = world.act(user_id, token)
    data = data or picture(place=True)
    return attaching.attach(world.case, act, given, data, name, inspection=InlineInspection(), most=most)


@pytest.fixture
def plan(world):
    return making.paper(world.case, "kui.education_plan", {}, waiting=["kirsten"])


def about(document, number=1):
    return Given("signed_paper", "staff", "2026-11-21", about={"document": document.label, "number": number})


def test_a_drawing_lies_in_the_case_without_its_place(world):
    data = picture(place=True)

    one = put(world, data)

    assert list(world.case.bilag) == [one.id]
    assert (one.title, one.name, one.kind, one.given_by) == ("Hesten", "Hesten.jpg", "young_work", "young")
    assert (one.received, one.media_type, one.about, one.notes) == ("2026-11-20", "image/jpeg", {}, ("stripped",))
    assert (one.by["user_id"], one.at) == ("jonas", "2026-11-21T10:00:00+01:00")
    assert CANARY not in one.bytes()
    assert one.sha256 == hashlib.sha256(one.bytes()).hexdigest()
    assert one.length == len(one.bytes())
    assert one.original_sha256 == hashlib.sha256(data).hexdigest() != one.sha256


def test_the_event_tells_of_it_without_words_about_the_person(world):
    one = put(world, name="Freja har det svært.jpg")

    event = next(iter(one.log))

    assert (event.kind, event.by["user_id"]) == ("attachment.added", "jonas")
    assert event.about == {"case_no": "FLK-2026-0001", "attachment_id": one.id}
    assert event.data["sha256"] == one.sha256
    assert "Freja" not in json.dumps([event.about, event.data])


def test_a_case_of_before_has_an_empty_folder_that_nobody_stores(world):
    assert world.case.attachments is None
    assert len(world.case.bilag) == 0
    assert world.case["bilag"].__parent__ is world.case
    assert world.case.attachments is None


def test_the_same_page_puts_in_once(world):
    first = put(world, token="t1")

    assert put(world, token="t1") is first
    assert len(world.case.bilag) == 1


def test_the_same_file_twice_is_refused_and_says_where_it_is(world):
    data = picture()
    one = put(world, data)

    with pytest.raises(Conflict, match="ligger her allerede som »Hesten«, lagt ind af Jonas Ravnsborg"):
        put(world, data, name="Andet navn.jpg")

    attaching.withdraw(one, world.act(), "Forkert")
    assert put(world, data).id != one.id


def test_the_same_file_may_belong_to_two_papers(world, plan):
    data = pdf()
    put(world, data, "a.pdf")

    assert put(world, data, "a.pdf", about(plan)).about == {"document": plan.label, "number": 1}


@pytest.mark.parametrize(
    ("name", "given", "title"),
    [
        ("brev.pdf", Given("scan", "staff", "2026-11-21", title="  Brev fra skolen "), "Brev fra skolen"),
        ("brev.pdf", Given("scan", "staff", "2026-11-21"), "brev"),
        ("", Given("scan", "staff", "2026-11-21"), "Indscannet papir"),
        ("🎈.pdf", Given("scan", "staff", "2026-11-21"), "🎈"),
    ],
)
def test_what_it_is_called(world, name, given, title):
    assert put(world, pdf(), name, given).title == title


@pytest.mark.parametrize("what", ["a program called a PDF", "a PDF with a script", "an enormous picture"])
def test_what_is_hostile_leaves_nothing_behind(world, what):
    name, data, code, _ = refused()[what]

    with pytest.raises(FileRefused) as told:
        put(world, data, name)

    assert told.value.code == code
    assert world.case.attachments is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (Given("photo", "young", "2026-11-20"), "kind"),
        (Given("scan", "young", "2026-11-22"), "received"),
        (Given("scan", "young", "2026-11-20", information_type="secrets"), "information_type"),
        (Given("scan", "young", "2026-11-20", title="\U000f0000 x \u1234"), "title"),
        (Given("scan", "young", "2026-11-20", title="x" * 121), "title"),
        (Given("scan", "young", "2026-11-20", about={"meeting": 9}), "not_found"),
        (Given("scan", "young", "2026-11-20", about={"document": "FLK-2026-0002-D01", "number": 1}), "not_found"),
        (Given("scan", "young", "2026-11-20", replaces="f" * 16), "not_found"),
    ],
)
def test_what_no_form_says_is_refused(world, given, error):
    with pytest.raises((FileRefused, NotFound)) as told:
        put(world, pdf(), "a.pdf", given)

    assert told.value.code == error
    assert world.case.attachments is None


def test_a_version_that_is_not_there_is_refused(world, plan):
    with pytest.raises(NotFound):
        put(world, pdf(), "a.pdf", about(plan, 2))


def test_too_large_and_too_many(world, monkeypatch):
    with pytest.raises(FileRefused, match="Filen fylder"):
        put(world, most=100)

    monkeypatch.setattr(attaching.attachments, "MOST_IN_CASE", 1)
    one = put(world)
    with pytest.raises(Conflict, match="ikke plads"):
        put(world, pdf(), "a.pdf")

    attaching.withdraw(one, world.act(), "Forkert")
    put(world, pdf(), "a.pdf")


def test_an_archived_case_is_left_as_it_is(world):
    one = put(world)
    world.case.state = "archived"

    for act in (
        lambda: put(world, pdf(), "a.pdf"),
        lambda: attaching.rename(one, world.act(), "Andet"),
        lambda: attaching.withdraw(one, world.act(), "Forkert"),
    ):
        with pytest.raises(Conflict, match="arkiveret"):
            act()


def test_it_is_called_otherwise_once(world):
    one = put(world)

    attaching.rename(one, world.act(token="r1"), "Hesten på marken")
    attaching.rename(one, world.act(token="r1"), "Noget tredje")
    attaching.rename(one, world.act(), "Hesten på marken")

    assert (one.title, one.first_title) == ("Hesten på marken", "Hesten")
    assert [event.kind for event in one.log] == ["attachment.added", "attachment.renamed"]


@pytest.mark.parametrize("title", ["", "  ", "x" * 121, "\u1234"])
def test_it_is_not_called_nothing(world, title):
    one = put(world)

    with pytest.raises(FileRefused):
        attaching.rename(one, world.act(), title)

    assert one.title == "Hesten"


def test_what_is_taken_out_stays_with_the_reason(world):
    one = put(world)

    attaching.withdraw(one, world.act("jonas", "w1"), " Lagt i det forkerte forløb ")
    attaching.withdraw(one, world.act("jonas", "w1"), "igen")

    assert one.withdrawn["data"] == {"reason": "Lagt i det forkerte forløb"}
    assert one.withdrawn["by"]["user_id"] == "jonas"
    assert one.bytes()
    assert [event.kind for event in one.log] == ["attachment.added", "attachment.withdrawn"]


def test_taking_out_says_why_and_happens_once(world):
    one = put(world)

    with pytest.raises(Refused, match="Skriv, hvorfor"):
        attaching.withdraw(one, world.act(), " ")
    attaching.withdraw(one, world.act(), "Forkert")
    with pytest.raises(Conflict, match="allerede taget ud"):
        attaching.withdraw(one, world.act(), "Forkert")
    with pytest.raises(Conflict, match="allerede taget ud"):
        attaching.rename(one, world.act(), "Andet")


def test_a_new_one_takes_the_place_of_an_old_one(world):
    old = put(world)

    new = put(world, pdf(), "Hesten.pdf", Given("scan", "young", "2026-11-20", title="Hesten, hele", replaces=old.id))

    assert new.replaces == old.id
    assert old.withdrawn["data"]["reason"] == "Erstattet af »Hesten, hele«"
    with pytest.raises(Conflict, match="allerede taget ud"):
        put(world, picture(), given=Given("scan", "young", "2026-11-20", replaces=old.id))
    assert len(world.case.bilag) == 2


def test_what_was_changed_on_the_disk_is_not_given_out(world):
    one = put(world)
    one.sha256 = "0" * 64

    with pytest.raises(Damaged):
        one.bytes()


class TestPrinted:
    def test_the_list_is_that_of_the_approval(self, world, plan):
        one = put(world, pdf(), "Aftale.pdf", about(plan))
        gone = put(world, picture(), "b.jpg", about(plan))
        put(world, picture("PNG"), "c.png", DRAWING)
        attaching.withdraw(gone, world.act(), "Forkert")

        frozen = printing.at_approval(plan, plan.latest, "Kirsten Aalund", "2026-11-21T10:00:00+01:00")

        assert [(a.title, a.kind, a.received, a.sha256) for a in frozen.attachments] == [
            ("Aftale", "Underskrevet papir", "2026-11-21", one.sha256)
        ]

    def test_what_comes_later_changes_no_approved_paper(self, world, plan):
        put(world, pdf(), "Aftale.pdf", about(plan))
        frozen = printing.at_approval(plan, plan.latest, "Kirsten Aalund", "2026-11-21T10:00:00+01:00")
        making.fact(plan, "approved", "2026-11-21T10:00:00+01:00", render_facts=frozen.plain())

        put(world, picture(), "b.jpg", about(plan))

        assert printing.facts_of(plan, plan.latest) == frozen

    def test_an_approval_of_before_has_no_list(self, world, plan):
        frozen = printing.at_approval(plan, plan.latest, "Kirsten Aalund", "2026-11-21T10:00:00+01:00").plain()
        del frozen["attachments"]
        making.fact(plan, "approved", "2026-11-21T10:00:00+01:00", render_facts=frozen)

        assert printing.facts_of(plan, plan.latest).attachments == ()


class TestPacked:
    def package(self, world):
        return package(world.case)

    def test_the_file_lies_under_a_name_of_ours(self, world, tmp_path):
        one = put(world, pdf(), "../../Freja's papir\r\n.pdf")
        world.connection.transaction_manager.commit()

        exporting.export(world.case, FolderBag(tmp_path / "ud"), kit())

        path = f"attachments/{one.id}/tegning-eller-brev-2026-11-20.pdf"
        assert (tmp_path / "ud/data" / path).read_bytes() == one.bytes()
        manifest = json.loads((tmp_path / "ud/data/manifest.json").read_text())
        assert {"path": path, "sha256": one.sha256, "length": one.length} in manifest["files"]
        assert manifest["attachments"][0]["name"] == "Freja's papir .pdf"
        assert not list(tmp_path.rglob("*Freja*"))

    def test_what_was_taken_out_is_told_with_its_reason(self, world):
        attaching.withdraw(put(world), world.act(), "Forkert")

        told = json.loads(self.package(world)["manifest.json"])["attachments"]

        assert [row["facts"][0]["data"] for row in told] == [{"reason": "Forkert"}]

    def test_a_case_without_any_says_so(self, world):
        assert json.loads(self.package(world)["manifest.json"])["attachments"] == []

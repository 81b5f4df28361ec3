"""A case as plain data and back."""

import importlib
import inspect
import json
import pkgutil

import pytest
from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.blob import Blob

from kuidocs import resources
from kuidocs.domain.packages import PackageRefused
from kuidocs.resources.base import place
from kuidocs.resources.drafts import Draft
from kuidocs.resources.events import Event
from kuidocs.resources.insight import BundleFile, InsightFolder, InsightRequest
from kuidocs.resources.meeting import Meeting
from kuidocs.usecases.case_codec import CLASSES, Reader, encode, known
from tests import factories

ELSEWHERE = {
    # What is not of one case, or is about this system only.
    "Root",
    "Admin",
    "CaseFolder",
    "Folder",
    "Resource",
    "Outbox",
    "Job",
    "Organisation",
    "Staff",
    "StaffFolder",
    "TemplateFolder",
    "FormEditions",
    "StoredEdition",
    "DraftFolder",
    "Origin",
    # Links with which citizens sign are of this system, and end with it.
    "SigningLinks",
    "Journal",
    "Presentation",
    # What is deleted leaves no package; the clusters are a world of their own.
    "Disposal",
    "DisposalFolder",
    # A report is the auditors' and tells of a file that is none of the case's.
    "CheckReport",
    "CheckReportFolder",
    "Cluster",
    "ClusterFolder",
    "ClusterMeeting",
    "Account",
    "ClusterUser",
    "ClusterUserFolder",
    "Paper",
    "CasePaper",
    "Survey",
}


def persistent_classes():
    for found in pkgutil.iter_modules(resources.__path__, f"{resources.__name__}."):
        module = importlib.import_module(found.name)
        for name, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, Persistent) and cls.__module__ == found.name:
                yield name


def test_of_every_class_it_was_decided_whether_a_package_holds_it():
    assert set(persistent_classes()) == set(CLASSES) | ELSEWHERE


PLAIN = {
    "none": None,
    "yes": True,
    "number": 7,
    "part": 0.5,
    "text": "æøå \u2028",
    "list": [1, [2, (3, {"a": ()})]],
    "tuple": ({"a": 1}, "b"),
    "set": frozenset({"b", "a"}),
    "dict": {"$tuple": 1, "x": 2},
    "numbered": {"1": 2},
}


def reader(take=None):
    return Reader("data/x.json", take)


@pytest.mark.parametrize("name", PLAIN)
def test_plain_values_come_back_with_their_types(name):
    value = PLAIN[name]

    again = reader().value(encode(value, None), "x")

    assert (again, type(again)) == (value, type(value))


def test_a_tree_comes_back():
    tree = OOBTree({"b": (1,), "a": {"c": []}})

    again = reader().value(encode(tree, None), "x")

    assert isinstance(again, OOBTree)
    assert list(again.items()) == [("a", {"c": []}), ("b", (1,))]


@pytest.mark.parametrize("value", [b"bytes", Blob(), object(), factories.NOW])
def test_what_no_package_can_hold_is_a_mistake_that_shows_at_once(value):
    with pytest.raises(TypeError):
        encode(value, None)


def test_an_object_of_another_place_is_a_mistake():
    meeting = Meeting(1, "clarification", 1)
    meeting.__parent__ = "somewhere"

    with pytest.raises(TypeError, match="another place"):
        encode(meeting, None, parent="elsewhere")


def a_meeting(**changed):
    told = encode(Meeting(1, "clarification", 1), None)
    return told | changed


def test_an_object_comes_back_below_its_parent():
    told = a_meeting(**{"$name": "1"})

    again = reader().object(told, "Meeting", parent="folder")

    assert (again.__parent__, again.__name__, again.number) == ("folder", "1", 1)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"$class": "Event"}, "Her skal stå en Meeting"),
        ({"$name": 7}, "ikke skrevet af kuidocs"),
        ({"number": "1"}, "forkert slags"),
        ({"number": True}, "forkert slags"),
        ({"state": 1}, "forkert slags"),
        ({"facts": []}, "forkert slags"),
        ({"__dict__": {}}, "kendes ikke"),
        ({"uid": "x"}, "kendes ikke"),
        ({"log": {"$class": "Os"}}, "ikke består af"),
        ({"log": {"$class": ["Event"]}}, "ikke består af"),
        ({"facts": {"$tuple": "x"}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$what": []}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$tuple": [], "x": 1}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$set": [1]}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$tree": [["a"]]}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$dict": [[1, 2]]}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$file": 7}}, "ikke skrevet af kuidocs"),
        ({"facts": {"$file": "x.pdf"}}, "ikke skrevet af kuidocs"),
    ],
)
def test_what_is_not_as_we_write_it_is_refused(changed, told):
    with pytest.raises(PackageRefused) as refused:
        reader().object(a_meeting(**changed), "Meeting")

    assert refused.value.faults[0][0] == "data/x.json"
    assert told in refused.value.faults[0][1]


def test_what_is_missing_is_refused():
    told = a_meeting()
    del told["facts"]

    with pytest.raises(PackageRefused, match="kan ikke læses ind") as refused:
        reader().object(told, "Meeting")

    assert "facts: Oplysningen mangler" in refused.value.faults[0][1]


def test_no_object_at_all():
    with pytest.raises(PackageRefused):
        reader().object(None, "Meeting")


def test_what_a_class_holds_is_read_from_the_class():
    assert known(Event).keys() == {"id", "kind", "by", "at", "about", "data"}
    assert known(Meeting)["state"] == "planned"
    assert known(Meeting)["facts"] is ...


def there_and_back(value, kind):
    files = {}

    def put(one):
        files[f"files/{one.sha256}"] = one.blob
        return f"files/{one.sha256}"

    told = json.loads(json.dumps(encode(value, put)))
    return Reader("x.json", lambda path, sha256: files[path]).object(told, kind)


def test_a_draft_keeps_every_revision_of_every_field():
    draft = Draft("d1", "kui.contact_note", 1, None)
    for text in ("En", "To", "Tre"):
        draft.put("shared", text, {"user_id": "jonas", "name": "Jonas"}, "2026-11-21T10:00:00+01:00", "page")

    found = there_and_back(draft, "Draft")

    assert found.content() == {"shared": "Tre"}
    assert [found.value_at("shared", rev) for rev in (1, 2, 3)] == ["En", "To", "Tre"]
    assert isinstance(found.field("shared").earlier, IOBTree)


@pytest.mark.parametrize("pairs", [[["x", 1]], [[True, 1]], [[2**31, 1]], [[1]], [1]])
def test_numbers_that_no_tree_can_hold_are_refused(pairs):
    with pytest.raises(PackageRefused):
        Reader("x.json", lambda path, sha256: None).value({"$numbers": pairs}, "x")


def test_a_request_for_access_comes_back_with_what_was_given():
    folder, asked = InsightFolder(), InsightRequest(1)
    folder["1"] = asked
    asked.facts = ({"id": "a", "kind": "registered", "by": {}, "at": "2026-11-20", "data": {"asker": "other"}},)
    file = BundleFile(Blob(b"zip"), b"zip", name="a.zip", media_type="application/zip", at="x")
    asked.files = (place(file, asked, "a.zip"),)

    found = there_and_back(folder, "InsightFolder")["1"]

    assert (found.number, found.state, found.__parent__["1"] is found) == (1, "open", True)
    assert found.files[0].sha256 == asked.files[0].sha256
    assert found.files[0].__parent__ is found

"""Documents and their place in the tree."""

import pytest

from kuidocs.resources.base import lineage
from kuidocs.resources.case import Case, YoungPerson, case_of
from kuidocs.resources.document import Document, PrintedVersion
from kuidocs.resources.root import Root
from kuidocs.resources.version import Stamp, Version

BY = {"user_id": "jonas", "name": "Jonas Ravnsborg"}


@pytest.fixture
def case():
    root = Root()
    root.sager["FLK-2026-0001"] = Case("FLK-2026-0001", YoungPerson("Freja Holm", "2009-01-02"))
    return root.sager["FLK-2026-0001"]


@pytest.fixture
def document(case):
    made = Document("FLK-2026-0001-D01", "kui.education_plan", BY, "2026-11-21T10:00:00+01:00")
    made.external_id = "PLAN-1"
    case.dokumenter[made.label] = made
    for number, round_ in ((1, 1), (1, 2), (2, 1)):
        stamp = Stamp(number, round_, 1, "e" * 64, BY, "2026-11-21", external_id=f"PLAN-1-v{number}")
        version = Version({"wishes": f"{number}.{round_}"}, stamp, made.versions)
        version.__parent__ = made
        made.versions = (*made.versions, version)
    return made


def fact(kind, number, round_=1):
    return {"id": f"{kind}{number}", "kind": kind, "about": {"number": number, "round": round_}}


def test_the_tree_is_walked_by_the_words_of_the_url(case, document):
    *_, root = lineage(case)

    assert root["sager"]["FLK-2026-0001"]["dokumenter"]["FLK-2026-0001-D01"] is document
    assert case_of(document["versioner"]["2"]) is case
    assert case_of(root) is None


@pytest.mark.parametrize("name", ["hemmeligt", "log", "__class__", "children"])
def test_nothing_else_can_be_reached(case, document, name):
    *_, root = lineage(case)

    for resource in (root, case, case.dokumenter, document):
        with pytest.raises(KeyError):
            resource[name]


def test_a_document_answers_to_every_id_it_has(case, document):
    for name in (document.label, document.id, "PLAN-1", "PLAN-1-v2"):
        assert case.dokumenter[name] is document


def test_a_number_means_its_last_round(document):
    versions = document["versioner"]

    assert versions["1"].content() == {"wishes": "1.2"}
    assert versions["1-1"].content() == {"wishes": "1.1"}
    assert isinstance(versions["1.pdf"], PrintedVersion)
    assert versions["1.pdf"].version is versions["1"]


@pytest.mark.parametrize("name", ["0", "9", "x", "1.doc", "1-9", "1-x", "²", "1" * 30, "", "-1", "1.pdf.pdf"])
def test_a_strange_version_is_not_found(document, name):
    with pytest.raises(KeyError):
        document["versioner"][name]


def test_the_newest_approved_version_is_in_force(document):
    assert document.in_force() is None

    document.facts = (fact("approved", 1), fact("approved", 2))

    assert document.in_force() is document.version(2)
    assert document.shown_state(1) == "superseded"


def test_the_number_is_that_of_the_draft_while_there_is_one(document):
    assert document.number == 2

    document.draft = {"number": 3, "round": 1, "by": BY, "at": "2026-11-21", "note": ""}

    assert (document.number, document.state) == (3, "draft")


def test_a_new_document_is_a_draft_of_version_one(case):
    made = Document("D2", "kui.notice", BY, "2026-11-21")

    assert (made.number, made.state, made.latest, made.file(1)) == (1, "draft", None, None)


def test_facts_can_be_asked_for(document):
    document.facts = (fact("submitted", 1), fact("submitted", 2))

    assert len(document.facts_of("submitted")) == 2
    assert document.facts_of("submitted", 2) == [document.facts[1]]
    assert document.facts_of("returned") == []

"""»Hvem har adgang – og hvorfor?« agrees with the doors: whoever is listed comes in, nobody else does, and the answer
about one person is what the policy answers that person."""

import pytest

from tests.security.matrix import town
from tests.security.matrix.cast import BY_WORD, STAFF, expand
from tests.security.matrix.test_permissions import EXPECTED
from tests.security.matrix.test_views import enter

PAGE = f"/sager/{town.CASE}/adgang"
IN = [actor for actor in STAFF if actor.user_id and actor.word not in expand("@out")]


def text(node):
    return " ".join(node.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture(scope="session")
def listed(system):
    """Name -> what the page says that he or she can, as the plankoordinator sees it."""
    page = enter(system, BY_WORD["plan-coordinator"]).get(PAGE)
    rows = page.html.find("table").tbody.find_all("tr")
    return {text(row.th): text(row.td) for row in rows}


def names(system):
    with system.reading() as root:
        return {actor.word: root.medarbejdere[actor.user_id].name for actor in STAFF if actor.user_id}


def can(listed, name):
    return next((what for who, what in listed.items() if who.startswith(name)), "")


@pytest.mark.parametrize("actor", IN, ids=lambda actor: actor.word)
def test_who_is_listed_comes_in_and_nobody_else(system, listed, actor):
    said = can(listed, names(system)[actor.word])
    browser = enter(system, actor)

    opens = browser.get(f"/sager/{town.CASE}/", expect_errors=True).status_int == 200
    steers = browser.get(f"/sager/{town.CASE}/fase", expect_errors=True).status_int == 200
    writes = browser.get(f"/sager/{town.CASE}/nyt-dokument", expect_errors=True).status_int == 200

    whole_case = bool(said) and not said.startswith(("Læse uddannelsesplan", "Læse referat", "Se, hvor"))
    assert whole_case is opens is (actor.word in EXPECTED["case.view", "case"])
    assert writes is (actor.word in EXPECTED["case.write", "case"])
    assert (not opens and "Se, hvor forløbet er" in said) is (steers and not opens)


@pytest.mark.parametrize("actor", IN, ids=lambda actor: actor.word)
def test_who_is_listed_with_one_paper_reads_that_and_no_other(system, listed, actor):
    said, browser = can(listed, names(system)[actor.word]), enter(system, actor)
    with system.reading() as root:
        labels = [paper.label for paper in root.sager[town.CASE].dokumenter.values() if paper.latest]
    here = f"/sager/{town.CASE}"
    if browser.get(f"{here}/", expect_errors=True).status_int == 200:
        return

    read = {
        label
        for label in labels
        if browser.get(f"{here}/dokumenter/{label}/versioner/1", expect_errors=True).status_int == 200
    }

    assert read == {label for label in labels if f"({label})" in said}


@pytest.mark.parametrize("actor", IN, ids=lambda actor: actor.word)
def test_the_answer_about_one_person_is_what_the_door_does(system, actor):
    page = enter(system, BY_WORD["plan-coordinator"]).get(f"{PAGE}?person={actor.user_id}")
    answer = text(page.html.find(id="svar"))
    opens = enter(system, actor).get(f"/sager/{town.CASE}/", expect_errors=True).status_int == 200

    name = names(system)[actor.word]
    assert (f"{name} har adgang" in answer) is opens
    assert (f"{name} har ikke adgang" in answer) is not opens


def test_nobody_who_has_left_is_listed(system, listed):
    named = names(system)

    assert not [word for word in ("inactive", "left", "kept-out", "ended", "ad-hoc-after") if can(listed, named[word])]
    assert {can(listed, named["administrator"]), can(listed, named["administrator-with-task"])} == {""}

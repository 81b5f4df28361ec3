"""What guests see says the same whatever the hidden numbers are: on pages, in drawings, files and slides (R71)."""

import io
import re
import zipfile
from collections import Counter

import pytest

from kuidocs.domain import tally
from kuidocs.domain.questionnaires import MULTI, SINGLE, TEXT, questions_of
from kuidocs.usecases import cluster_meetings
from kuidocs.usecases.cluster_deck import deck_of
from tests import factories, web
from tests.views import klynger
from tests.views.klynger import SIGNE, act, meeting
from tests.views.test_klynge_secrets import link  # noqa: F401 - a fixture

SECRET = "Ordene fra et svar, som kun én har skrevet"
NOT_THE_SAME = re.compile(r"\?x=\w+|name=\"__token__\" value=\"[^\"]+\"")


@pytest.fixture
def guest(site, link):  # noqa: F811 - the fixture
    """A guest's browser, with results shared."""
    until = factories.NOW.date().replace(month=12).isoformat()
    site.system.change("share", lambda root: cluster_meetings.share_results(meeting(root), until, act(site.system)))
    site.browser.log_in(SIGNE)
    return web.Browser(site.browser.app)


def everything(site, guest, link) -> dict[str, object]:  # noqa: F811 - the fixture
    """All that a guest can see, by where."""
    found = {"page": NOT_THE_SAME.sub("", guest.get(f"{link}?vis=resultater").text)}
    where = klynger.address(site.system, "1", "skema", "opgoerelse")
    found["tally"] = NOT_THE_SAME.sub("", site.browser.get(f"{where}?som=gaester").text)
    found["csv"] = site.browser.get(f"{where}.csv?som=gaester").body
    with site.system.reading() as root:
        deck = deck_of(meeting(root), factories.NOW.date())
    # A hand-out and the screen are made of the same deck, and of nothing else.
    found["deck"] = deck
    found["pptx"] = parts(site.system.slides.make(deck))
    return found


def parts(data: bytes) -> dict[str, object]:
    """The parts of a package; workbooks inside it are taken apart too."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        read = {name: file.read(name) for name in file.namelist()}
    return {
        name: parts(data) if name.endswith(".xlsx") else data
        for name, data in read.items()
        if name != "docProps/core.xml"
    }


def swapped(answers, question):
    """Other answers that look the same to a guest: one person answers one question otherwise; None when none do."""
    total, before = len(answers), tally.for_guests(tally.count(question, answers), len(answers))
    for place, one in enumerate(answers):
        for option in question.chosen_from:
            given = one.get(question.rid)
            if given is None or option in given:
                continue
            other = [option, *given[1:]] if question.kind == MULTI else option
            tried = [*answers[:place], one | {question.rid: other}, *answers[place + 1 :]]
            counted = tally.count(question, tried)
            if counted.counts != tally.count(question, answers).counts and tally.for_guests(counted, total) == before:
                return tuple(tried)
    return None


def test_nothing_that_a_guest_sees_depends_on_a_hidden_number(site, guest, link):  # noqa: F811 - the fixture
    before = everything(site, guest, link)
    changed = Counter()

    def change(root):
        survey = meeting(root).survey
        for question in questions_of(survey.content()):
            if question.kind == TEXT:
                survey.final = tuple(one | {question.rid: SECRET} for one in survey.final)
                changed[TEXT] += 1
            elif (other := swapped(survey.final, question)) is not None:
                survey.final = other
                changed[question.kind] += 1

    site.system.change("other answers", change)

    assert changed[TEXT] == 2
    assert changed[SINGLE] >= 2
    assert sum(changed.values()) >= 7
    after = everything(site, guest, link)
    assert {name for name in before if before[name] != after[name]} == set()
    assert SECRET not in str(after)
    own = site.browser.get(klynger.address(site.system, "1", "skema", "opgoerelse"))
    assert SECRET in own.text


def test_an_open_questionnaire_shows_nobody_anything_as_answers_come_in(site, guest, link):  # noqa: F811
    def change(root):
        survey = meeting(root).survey
        survey.closed_at, survey.answers = "", {str(n): dict(one) for n, one in enumerate(survey.final)}

    site.system.change("open", change)
    before = everything_open(site, guest, link)

    def more(root):
        survey = meeting(root).survey
        survey.answers = survey.answers | {"new": dict(survey.final[0])}

    site.system.change("one more", more)

    assert everything_open(site, guest, link) == before


def everything_open(site, guest, link) -> list[str]:  # noqa: F811 - the fixture
    where = klynger.address(site.system, "1", "skema", "opgoerelse")
    site.browser.get(f"{where}.csv", status=422)
    pages = [guest.get(f"{link}?vis=resultater").text, site.browser.get(where).text]
    with site.system.reading() as root:
        pages.append(repr(deck_of(meeting(root), factories.NOW.date())))
    return [NOT_THE_SAME.sub("", one) for one in pages]

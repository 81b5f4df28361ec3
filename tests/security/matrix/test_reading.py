"""What is read of each paper by everybody who may come to it, under each state of the consent, is as reading.txt says:
of the rules, on the page and in the PDF."""

import pytest

from kuidocs.resources.case import Case
from kuidocs.resources.document import Document
from kuidocs.security.permissions import Permission
from kuidocs.security.questions import Question, relations
from kuidocs.security.reading import may_read
from kuidocs.security.rules import permits
from kuidocs.security.sessions import CSRF
from tests import web
from tests.security.matrix import town
from tests.security.matrix.cast import BY_WORD, STAFF, expand
from tests.security.matrix.tables import lines

FORMS = {
    "plan": "kui.education_plan",
    "minutes": "kui.minutes.coordination",
    "waiting": "kui.minutes.followup_with_young",
    "reviewed": "kui.minutes.clarification",
    "agenda": "kui.agenda.followup_without_young",
    "note": "kui.contact_note",
    "consent": "kui.consent",
}
WHOLE, PART, NO, NONE = "whole", "part", "no", "-"
HEALTH = {"plan": "Sove om natten", "minutes": "Uro i klassen", "waiting": "Uro i klassen", "reviewed": "Uro i klassen"}
"""What only those read in the paper who read it whole."""
SHARED = {"plan": "Komme i FGU", "minutes": "Fyraften", "waiting": "Fyraften", "reviewed": "Fyraften"}
"""What the partial consent covers too."""


def table() -> dict[tuple[str, str, str], str]:
    """How much is read, by paper, person and state."""
    found: dict[tuple[str, str, str], str] = {}
    for paper, who, *cells in lines("reading"):
        for word in expand(who):
            for state, cell in zip(town.CONSENTS, cells, strict=True):
                assert (paper, word, state) not in found, f"reading.txt says twice what {word} reads of the {paper}"
                found[paper, word, state] = cell
    return found


EXPECTED = table()


def paper(case: Case, name: str) -> Document | None:
    return next(iter(case.dokumenter.of_form(FORMS[name])), None)


def how_much(question: Question, document: Document) -> str:
    found = may_read(question, document.latest)
    return NO if not found.allowed else PART if found.hidden else WHOLE


def test_the_rules_read_what_the_table_says(in_state):
    state, system = in_state
    now, wrong = system.clock.now(), []
    with system.reading() as root:
        case = root.sager[town.CASE]
        for (name, word, of_state), expected in EXPECTED.items():
            document, person = paper(case, name), root.medarbejdere[BY_WORD[word].user_id]
            if of_state != state or expected == NONE:
                assert of_state != state or document is None
                continue
            asked = Question(person.identity(), document, now.date(), now)
            got = how_much(asked, document)
            if got != expected:
                wrong.append(f"{word} reads of the {name}: {got}, and reading.txt says {expected} (consent {state})")
            if got != NO and not permits(Permission.Document.READ, asked):
                wrong.append(f"{word} reads the {name}, and may not come to it (consent {state})")

    assert not wrong, "\n".join(wrong)


def test_everybody_who_comes_to_a_paper_stands_in_the_table(in_state):
    state, system = in_state
    now = system.clock.now()
    with system.reading() as root:
        case = root.sager[town.CASE]
        missing = [
            f"reading.txt needs {actor.word} for the {name} (consent {state})"
            for name in FORMS
            for document in [paper(case, name)]
            for actor in STAFF
            if document is not None and actor.user_id and root.medarbejdere[actor.user_id].works_on(now.date())
            for asked in [Question(root.medarbejdere[actor.user_id].identity(), document, now.date(), now)]
            if (permits(Permission.Document.READ, asked) or relations(asked))
            and (name, actor.word, state) not in EXPECTED
            and not permits(Permission.Admin.OVERVIEW, asked)
        ]

    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("name", HEALTH)
def test_page_and_file_show_what_the_table_says(in_state, name):
    state, system = in_state
    with system.reading() as root:
        document = paper(root.sager[town.CASE], name)
        here = f"/sager/{town.CASE}/dokumenter/{document.label}/versioner/1"
        sealed = document.file(1) is not None
    wrong = []
    for (of, word, of_state), expected in EXPECTED.items():
        if (of, of_state) != (name, state):
            continue
        browser = web.serve(system)
        browser.set_cookie("kuidocs", system.state.sessions.create(BY_WORD[word].user_id, {CSRF: "x"}))
        page = browser.get(here, expect_errors=True)
        got = (page.status_int, SHARED[name] in page, HEALTH[name] in page)
        if got != {WHOLE: (200, True, True), PART: (200, True, False), NO: (403, False, False)}[expected]:
            wrong.append(f"the page answers {word} {got}, and reading.txt says {expected}")
        file = browser.get(f"{here}.pdf", expect_errors=True).status_int if sealed else None
        if sealed and file != (200 if expected == WHOLE else 403):
            wrong.append(f"the file answers {word} with {file}, and reading.txt says {expected}")

    assert not wrong, "\n".join(wrong)


def test_every_word_of_the_table_is_known():
    assert set(EXPECTED.values()) <= {WHOLE, PART, NO, NONE}
    assert {name for name, _, _ in EXPECTED} == set(FORMS)

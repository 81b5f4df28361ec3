"""Documents in words: chips, history, titles, times."""

import pytest

from kuidocs.domain import workflow
from kuidocs.views.people import by_name, first_name, genitive
from kuidocs.views.presenting import (
    chip,
    document_title,
    history,
    meeting_time,
    meeting_title,
    superseded_sentence,
    version_line,
)
from kuidocs.views.signatures import signatures, waits_for_signatures
from tests import factories
from tests.views import making

TODAY = factories.NOW.date()
CLI = {"user_id": "system:cli", "name": "kuidocs (kommandolinje, root)"}


@pytest.fixture
def case(site):
    """A case in a tree; nothing of it is kept."""
    with site.system.reading() as root:
        yield root.sager["FLK-2026-0001"]


@pytest.fixture
def plan(case):
    return making.paper(case, "kui.education_plan", {}, at="2026-10-01T14:20:00+02:00")


def steps(document, number=1):
    return [(step.label, step.who.replace("\u00a0", " "), step.note) for step in history(document, number, TODAY)]


@pytest.mark.parametrize("state", list(workflow.LABELS))
def test_every_state_has_a_chip(state):
    assert chip(state).label
    assert chip(state).icon


def test_the_history_of_an_approved_version(plan):
    assert steps(plan) == [
        ("Udkast", "1. oktober kl. 14.20, Jonas Ravnsborg", ""),
        ("Til gennemsyn", "1. oktober kl. 14.20, Jonas Ravnsborg", ""),
        ("Godkendt", "1. oktober kl. 14.20, Jonas Ravnsborg", ""),
    ]


def sign(document, name, method="mitid", outcome="signed", at="2026-10-03T09:00:00+02:00", **more):
    signer = {"text": name} if name else {}
    making.fact(document, "signature", at, CLI, signer=signer, method=method, outcome=outcome, **more)


def test_signatures_are_one_step_before_filing(plan):
    sign(plan, "Freja Lundsgaard Holm")
    sign(plan, "Ida Holm")
    sign(plan, "Jonas Ravnsborg", method="login", at="2026-10-04T12:00:00+02:00")
    making.fact(plan, "filed", "2026-10-04", CLI)

    assert steps(plan)[3:] == [
        ("Underskrevet", "Freja og Ida, 3. oktober kl. 9.00", ""),
        ("Journaliseret", "4. oktober", ""),
    ]


def test_signatures_end_the_history_until_it_is_filed(plan):
    sign(plan, "Freja Lundsgaard Holm")

    assert steps(plan)[-1][0] == "Underskrevet"


def test_notes_and_reasons_are_told(case):
    note = making.paper(case, "kui.contact_note", {}, approved=False)
    making.fact(note, "returned", "2026-10-02", note="Skriv mere.")
    making.fact(note, "approved", "2026-10-03", override="Vi er to.")

    assert [step[2] for step in steps(note)] == ["", "", "Skriv mere.", "Vi er to."]


def test_a_draft_and_a_second_version_begin_with_their_own_writer(plan):
    plan.draft = {"number": 2, "round": 1, "by": {"user_id": "x", "name": "Ida"}, "at": "2026-11-01"}
    assert steps(plan, 2) == [("Udkast", "1. november, Ida", "")]

    plan.draft = None
    making.version(plan, {}, number=2, at="2026-11-02T00:00:00+01:00")
    assert steps(plan, 2)[0] == ("Udkast", "2. november, Jonas Ravnsborg", "")


def test_versions_say_which_of_them_counts(plan):
    making.version(plan, {}, number=2, at="2026-11-02T00:00:00+01:00")
    making.version(plan, {}, number=3, approved=False)
    first, second, third = plan.versions

    assert version_line(plan, first) == "Version 1, erstattet af version 2"
    assert version_line(plan, second) == "Version 2, den gældende"
    assert version_line(plan, third) == "Version 3"
    assert superseded_sentence(plan, first) == (
        "Du læser version 1. Den er erstattet af version 2 den 2. november 2026."
    )
    assert superseded_sentence(plan, second) == ""


def test_titles(case, plan):
    found = making.meeting(case, "coordination")
    minutes = making.paper(case, "kui.minutes.coordination", {}, meeting=found)

    assert document_title(minutes) == "Referat, Koordinationsmøde"
    assert document_title(plan, 2) == "Uddannelsesplan, version 2"
    assert meeting_title(case, found) == "Koordinationsmøde"
    assert meeting_title(case, making.meeting(case, "coordination")) == "Koordinationsmøde nr. 2"
    assert meeting_title(case, making.meeting(case, "followup_with_young")) == "Opfølgningsmøde med Freja, nr. 1"


def test_times(case):
    found = making.meeting(case, "coordination")
    assert meeting_time(found) == "Tid er ikke aftalt endnu"
    found.date = "2026-11-24"
    assert meeting_time(found) == "Tirsdag den 24. november 2026"
    found.start = "09:30"
    assert meeting_time(found) == "Tirsdag den 24. november 2026 kl.\u00a09.30"
    found.end = "11:00"
    assert meeting_time(found).endswith("9.30–11.00")


def test_signatures_say_who_how_and_when(plan):
    assert waits_for_signatures(plan, 1)
    sign(plan, "", outcome="refused", role="custody_holder", words="Ikke endnu")
    sign(plan, "Freja", method="handwritten", role="young_person", at="2026-10-03T00:00:00+02:00")
    sign(plan, "Ida", outcome="not_asked")
    sign(plan, "Jonas", outcome="mystery")
    sign(plan, "Mette", method="paper", at="2026-10-04T00:00:00+02:00")
    sign(plan, "Kirsten", method="seglring", at="2026-10-05T00:00:00+02:00")

    found = signatures(plan, 1)

    assert [(one.name, one.role, one.how) for one in found] == [
        ("Freja", "den unge", "Underskrift på papir 3. oktober 2026"),
        ("Mette", "", "Underskrift på papir 4. oktober 2026"),
        ("Kirsten", "", "Underskrift 5. oktober 2026"),
        ("kuidocs (kommandolinje, root)", "forælder med forældremyndighed", "Har sagt nej tak til at skrive under"),
        ("Ida", "", "Er ikke spurgt"),
        ("Jonas", "", "Har ikke skrevet under"),
    ]
    assert [one.icon for one in found] == ["how-to-reg"] * 3 + ["minus"] * 3
    assert found[3].words == "Ikke endnu"
    assert not waits_for_signatures(plan, 1)


def test_papers_that_nobody_signs_wait_for_nobody(case):
    assert not waits_for_signatures(making.paper(case, "kui.contact_note", {}), 1)
    assert not waits_for_signatures(making.paper(case, "kui.education_plan", {}, approved=False), 1)


def test_names():
    assert by_name(CLI) == ""
    assert by_name(making.JONAS) == "Jonas Ravnsborg"
    assert genitive("Malthe") == "Malthes"
    assert genitive("Elias") == "Elias’"
    assert first_name(factories.identity("jonas")) == "Jonas"
    assert first_name(factories.identity("jonas", name="")) == ""

"""The one next step: what is asked for first, and what is left when nothing is."""

import pytest

from kuidocs.usecases import involvement
from kuidocs.views.next_step import next_step, others
from tests import factories
from tests.usecases import gatherings
from tests.views import making

TODAY = factories.NOW.date()
JONAS = factories.identity("jonas")
FATMA = {"user_id": "fatma", "name": "Fatma Demirci"}


@pytest.fixture
def case(site):
    """A case in a tree; nothing of it is kept."""
    with site.system.reading() as root:
        yield root.sager["FLK-2026-0001"]


@pytest.fixture
def agreed(case):
    """The same with a consent."""
    making.paper(case, "kui.consent", making.CONSENT)
    return case


def step(case):
    return next_step(case, JONAS, TODAY)


def test_it_begins_with_the_consent(case):
    found = step(case)

    assert (found.heading, found.verb, found.where) == ("Begynd med samtykket", "Skriv samtykket", ("nyt-dokument",))
    assert found.query == (("form", "kui.consent"),)
    assert "før Freja har sagt ja" in found.why


def test_a_consent_on_its_way_is_made_ready(case):
    making.paper(case, "kui.consent", making.CONSENT, approved=False)

    assert step(case).heading == "Gør samtykket færdigt"


def test_a_consent_that_has_ended_is_renewed(case):
    making.paper(case, "kui.consent", making.CONSENT | {"valid_until": "2026-11-01"})

    assert step(case).heading == "Forny samtykket"


def test_what_waits_for_me_comes_before_everything(case):
    document = making.paper(case, "kui.contact_note", {}, by=FATMA, waiting=["jonas"])

    found = step(case)

    assert (found.document, found.where, found.verb) == (document, ("gennemse",), "Gennemse")
    assert found.why == "Fatma Demirci har sendt det til dig."


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("", "Udkastet er gemt, som du forlod det."),
        ("Ret datoen.", "Fatma Demirci har sendt det tilbage: »Ret datoen.«"),
    ],
)
def test_my_own_draft_is_written_on(case, note, why):
    document = making.paper(case, "kui.contact_note", {}, approved=False)
    document.draft = {"number": 1, "round": 2, "by": making.JONAS, "at": "2026-11-20T08:00:00+01:00"}
    if note:
        making.fact(document, "returned", "2026-11-19", FATMA, note=note)

    assert (step(case).heading, step(case).why) == ("Skriv videre: Kontaktnotat", why)


def test_the_first_meeting_is_called(agreed):
    assert step(agreed).heading == "Indkald til det første møde"


@pytest.mark.parametrize(
    ("kind", "state", "heading"),
    [
        ("clarification", "planned", "Skriv indkaldelsen til koordinerende afklaringsmøde nr. 1 den 30. november"),
        ("coordination", "convened", "Skriv dagsordenen til koordinationsmøde den 30. november"),
        ("followup_with_young", "held", "Skriv referatet fra mødet med Freja den 30. november"),
        ("followup_without_young", "convened", "Skriv dagsordenen til mødet uden Freja den 30. november"),
    ],
)
def test_the_papers_of_a_meeting_follow_its_life(agreed, kind, state, heading):
    making.meeting(agreed, kind, "2026-11-30", state)

    assert step(agreed).heading == heading


def test_the_notice_can_be_looked_at_beside(agreed):
    found = making.meeting(agreed, "coordination")
    notice = making.paper(agreed, "kui.notice", {}, meeting=found)

    assert step(agreed).heading == "Skriv dagsordenen til koordinationsmøde"
    assert step(agreed).beside is notice


def held(case, **content):
    found = making.meeting(case, "coordination", "2026-11-02", "closed")
    return making.paper(case, "kui.minutes.coordination", {"held_at": "2026-11-02"} | content, meeting=found)


def test_a_plan_is_written_after_the_coordination_meeting(agreed):
    held(agreed)

    assert step(agreed).heading == "Skriv uddannelsesplanen"


def test_a_plan_that_is_behind_is_put_right(agreed):
    minutes = held(agreed, decisions=[{"rid": "e" * 12, "decision_text": "Mentor"}])
    plan = making.paper(agreed, "kui.education_plan", {})

    assert (step(agreed).document, step(agreed).where) == (minutes, ("beslutninger",))
    assert next_step(agreed, factories.identity("mette"), TODAY).heading == "Lav et kontaktkort til Freja"
    agreed.plan_coordinator = {}
    involvement.refresh(agreed)
    others_step = next_step(agreed, factories.identity("mette"), TODAY)
    assert others_step.document is plan
    assert others_step.why == "Én beslutning er ikke skrevet i planen endnu."


def test_when_everything_is_done_there_is_no_step(agreed):
    held(agreed)
    making.paper(agreed, "kui.education_plan", {})
    assert step(agreed).heading == "Lav et kontaktkort til Freja"

    card = making.paper(agreed, "kui.contact_card", {}, at="2026-11-20T10:00:00+01:00")
    assert (step(agreed).heading, step(agreed).document) == ("Giv Freja kontaktkortet", card)

    making.fact(card, "card_given", "2026-11-20T10:00:00+01:00", to="both")
    assert step(agreed) is None


def with_card(case):
    """The plan is there, and the family has its card."""
    making.paper(case, "kui.education_plan", {})
    card = making.paper(case, "kui.contact_card", {}, at="2026-11-20T10:00:00+01:00")
    making.fact(card, "card_given", "2026-11-20T10:00:00+01:00", to="both")


@pytest.mark.parametrize(
    ("told", "heading"),
    [
        (
            {"next_followup_type": "followup_with_young", "next_followup_date": "2026-12-08"},
            "Indkald til mødet med Freja",
        ),
        ({"next_followup_type": "followup_without_young"}, "Indkald til mødet uden Freja"),
        ({"next_followup_type": "clarification"}, None),
        ({}, None),
    ],
)
def test_the_meeting_that_the_minutes_name_comes_next(agreed, told, heading):
    held(agreed, **told)
    with_card(agreed)

    found = step(agreed)

    assert (found.heading if found else None) == heading
    if "next_followup_date" in told:
        assert found.why == "Det sidste referat siger, at I mødes igen 8. december."
        assert found.query == (("form", "kui.notice"), ("moede", "ny:followup_with_young"))
        making.meeting(agreed, "followup_with_young", "2026-12-08")
        assert step(agreed).heading != heading


def test_who_may_not_plan_it_is_not_asked_to(agreed):
    held(agreed, next_followup_type="followup_with_young")
    with_card(agreed)

    assert next_step(agreed, factories.identity("mette"), TODAY) is None


def test_after_samklang_the_young_person_is_invited_and_else_they_meet_again(case):
    gatherings.consented(case)
    gatherings.clarified(case)
    assert step(case).heading == "Indkald til koordinationsmødet"


def test_without_samklang_they_meet_again(case):
    gatherings.consented(case)
    gatherings.clarified(case, consonance="no", next_step="another_clarification")
    assert step(case).heading == "Indkald til det næste afklarende møde"


class TestNobodyCameWhoMayDecide:
    """The next step is another coordination meeting, not a plan of decisions that nobody made (D46)."""

    @pytest.fixture
    def alone(self, case):
        gatherings.consented(case)
        gatherings.clarified(case)
        case.state = "coordinating"
        told = {"next_followup_date": "2026-12-08", "next_followup_type": "followup_with_young"}
        return case, gatherings.held(case, "coordination", came="absent", read_through="Sendes.", **told)

    def test_closing_speaks_of_no_decision(self, alone):
        found = step(alone[0])

        assert found.heading == "Afslut koordinationsmøde"
        assert found.why == "Referatet er godkendt, og aftalerne er blevet til opgaver."

    def test_the_young_person_is_invited_again(self, alone):
        case, meeting = alone
        meeting.state = "closed"

        found = step(case)

        assert found.heading == "Indkald til koordinationsmødet"
        assert found.why.startswith("På det sidste møde var der ingen, der kunne beslutte.")
        assert found.query == (("form", "kui.notice"), ("moede", "ny:coordination"))

    def test_when_they_came_the_plan_is_next(self, case):
        gatherings.consented(case)
        gatherings.coordinated(case)

        assert step(case).heading == "Skriv uddannelsesplanen"


def test_a_finished_case_has_no_step(case):
    case.state = "closed"

    assert step(case) is None
    assert others(case, JONAS, TODAY) == []


def test_what_else_can_be_done(case):
    assert [other.label for other in others(case, JONAS, TODAY)] == [
        "Skriv uddannelsesplanen",
        "Indkald til et møde",
        "Skriv notat om kontakt",
        "Bed om et opfølgningsmøde",
        "Lav et kontaktkort",
        "Skriv noget andet",
    ]


def test_the_plan_is_begun_by_who_coordinates_it(case):
    gatherings.consented(case)
    gatherings.coordinated(case)

    assert "Skriv uddannelsesplanen" not in [one.label for one in others(case, factories.identity("mette"), TODAY)]
    assert next_step(case, factories.identity("mette"), TODAY).heading == "Lav et kontaktkort til Freja"


def test_what_is_there_is_put_right_and_not_begun_again(agreed):
    plan = making.paper(agreed, "kui.education_plan", {})

    found = {other.label: other.document for other in others(agreed, JONAS, TODAY)}

    assert found["Ret uddannelsesplanen"] is plan
    read = {other.label: other.document for other in others(agreed, factories.identity("mette"), TODAY)}
    assert read["Se uddannelsesplanen"] is plan
    assert "Se eller forny samtykket" in found


class TestActs:
    """What can be done with a meeting or the case when nothing is in the way."""

    def test_a_meeting_that_is_ready_is_convened(self, case):
        gatherings.consented(case)
        gatherings.planned(case, "clarification")

        found = step(case)

        assert found.heading == "Indkald til koordinerende afklaringsmøde nr. 1"
        assert found.where == ("moeder", "1")
        assert next_step(case, factories.identity("sofie"), TODAY) is None

    def test_one_whose_day_has_come_is_held(self, case):
        gatherings.consented(case)
        gatherings.planned(case, "clarification", day=making.today()).state = "convened"

        assert step(case).heading == "Skriv, hvem der kom til koordinerende afklaringsmøde nr. 1"

    def test_one_with_approved_minutes_is_closed(self, case):
        gatherings.consented(case)
        gatherings.held(case, "clarification", young_informed_by="Jonas.")

        assert step(case).heading == "Afslut koordinerende afklaringsmøde nr. 1"

    def test_one_that_lacks_something_is_not(self, case):
        gatherings.consented(case)
        gatherings.held(case, "clarification", approved=False)

        assert step(case) is None

    def test_follow_up_begins_when_the_plan_counts(self, case):
        gatherings.consented(case)
        gatherings.coordinated(case)
        making.paper(case, "kui.education_plan", {"last_reviewed": making.today()})

        assert (step(case).heading, step(case).where) == ("Gå videre til opfølgning", ("fase",))

    def test_a_pause_is_said(self, case):
        gatherings.consented(case)
        case.state = "paused"

        assert step(case).heading == "Forløbet er sat på pause"

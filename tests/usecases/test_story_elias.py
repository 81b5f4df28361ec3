"""Elias' story from an empty case to half-written minutes, through the use cases, in order."""

import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.usecases import meetings, reviewing
from kuidocs.usecases.case_reading import in_force

from .story import Story

CASE = "FLK-2026-0163"
FOLLOWUPS = ["followup_without_young", "followup_with_young"]


@pytest.fixture
def elias(world):
    return Story(world, "ung_3_elias")


def ad_hoc_ones_come_for_one_meeting(s):
    """Both parents consent, for Elias is 14; Camilla of SSP hears of him until the minutes are approved."""
    s.on("2026-03-26")
    s.finish(s.write(f"{CASE}-D01", "mikkel"), "mikkel")
    s.on("2026-03-30")
    m1 = s.plan("M1", "mikkel")
    notice = s.write(f"{CASE}-D03", "mikkel", m1)
    s.on("2026-04-01")
    s.finish(s.write(f"{CASE}-D02", "mikkel", m1), "mikkel")
    s.finish(notice, "mikkel")
    s.on("2026-04-02")
    s.finish(s.write(f"{CASE}-D04", "mikkel", m1), "mikkel")
    assert s.convene(m1, "mikkel") == 4
    assert "ad_hoc" in s.relations("camilla")
    s.on("2026-04-09", hour=15)
    s.hold(m1, f"{CASE}-D05", "mikkel")
    s.minute(m1, f"{CASE}-D05", approved_on="2026-04-10")
    s.close(m1, "mikkel")
    s.on("2026-04-11")
    assert "ad_hoc" not in s.relations("camilla")


def those_whom_they_missed_are_proposed(s):
    """Anders and Peter were missed; they are proposed for the next notice, and somebody has the task of asking them."""
    asked = [task for task in s.open_tasks() if "Inviterer Anders og Peter" in task or "Tager kontakt" in task]
    assert asked
    s.on("2026-04-15")
    m2 = s.plan("M2", "mikkel")
    notice = s.write(f"{CASE}-D06", "mikkel", m2)
    s.finish(notice, "mikkel")
    s.on("2026-04-22")
    agenda = s.write(f"{CASE}-D07", "mikkel", m2)
    s.finish(agenda, "mikkel")
    assert agenda.in_force().content()["previous_agreements"]
    s.convene(m2, "mikkel")
    s.on("2026-04-30", hour=15)
    s.hold(m2, f"{CASE}-D08", "mikkel")
    s.minute(m2, f"{CASE}-D08")
    s.close(m2, "mikkel")
    assert s.case.plan_coordinator["text"] == "Mikkel Aarøe"
    assert s.case.contact_person["text"] == "Peter Søholm"


def elias_and_his_parents_decide(s):
    """Tasks among professionals end with the series; Elias paints the long side of the bicycle shed."""
    s.on("2026-05-06")
    m3 = s.plan("M3", "mikkel")
    s.finish(s.write(f"{CASE}-D09", "mikkel", m3), "mikkel")
    s.on("2026-05-13")
    s.finish(s.write(f"{CASE}-D10", "mikkel", m3), "mikkel")
    s.convene(m3, "mikkel")
    s.on("2026-05-20", hour=15)
    s.hold(m3, f"{CASE}-D11", "mikkel")
    s.minute(m3, f"{CASE}-D11")
    assert len(s.open_tasks()) == 5
    assert s.offered("mikkel") == FOLLOWUPS
    s.on("2026-05-22")
    s.finish(s.write(f"{CASE}-D13", "mikkel"), "mikkel")


def the_plan_holds_what_was_decided_and_what_was_there_already(s):
    """An effort of the minutes that nobody had to decide on stands in the plan too, typed by hand."""
    m3 = s.case.moeder["3"]
    s.on("2026-06-03")
    assert s.decide(m3, "PLAN-0163-v1", "mikkel") == ["new_effort"] * 3
    s.close(m3, "mikkel")
    plan = s.write("PLAN-0163-v1", "mikkel")
    efforts = s.words["PLAN-0163-v1"]["data"]["efforts"]
    invented = efforts[1] | {"effort_title": "Noget, ingen har besluttet", "priority": 5}
    s.fill(plan, s.words["PLAN-0163-v1"]["data"] | {"efforts": [*efforts, invented]}, "mikkel")
    with pytest.raises(AssertionError, match="effort_title: Indsatsen er ny"):
        s.submit(plan, "mikkel")
    s.fill(plan, s.words["PLAN-0163-v1"]["data"], "mikkel")
    s.approve(s.submit(plan, "mikkel"), "kirsten")
    s.move("opfoelgning", "mikkel")
    assert [row["effort_title"] for row in in_force(s.case, "kui.education_plan").content["efforts"]][1] == (
        "Læseteknologi i klassen"
    )


def his_mother_asks_for_a_meeting(s):
    """Among professionals; the family is told, and is not there."""
    s.on("2026-08-17")
    m4 = s.plan("M4", "mikkel")
    s.finish(s.write(f"{CASE}-D14", "mikkel", m4), "mikkel")
    s.on("2026-08-18")
    mother = {"name": "Marianne Bjørnsholt", "relation": "primary", "profession": "Mor", "department": "PPR"}
    data = s.words[f"{CASE}-D15"]["data"]
    with pytest.raises(AssertionError, match="Den unge og familien deltager ikke i dette møde"):
        s.finish(s.write(f"{CASE}-D15", "mikkel", m4, participants=[*data["participants"], mother]), "mikkel")
    (notice,) = [d for d in s.case.dokumenter.of_form("kui.notice") if d.meeting_number == m4.number]
    s.fill(notice, data, "mikkel")
    s.finish(notice, "mikkel")
    s.on("2026-08-20")
    s.finish(s.write(f"{CASE}-D16", "mikkel", m4), "mikkel")
    s.convene(m4, "mikkel")
    s.on("2026-08-26", hour=15)
    s.hold(m4, f"{CASE}-D17", "mikkel")
    s.minute(m4, f"{CASE}-D17")
    s.close(m4, "mikkel")


def with_elias_again(s):
    """Three decisions: one changes an effort, one is new, one goes on as it stands."""
    s.on("2026-09-03")
    m5 = s.plan("M5", "mikkel")
    s.finish(s.write(f"{CASE}-D18", "mikkel", m5), "mikkel")
    s.on("2026-09-09")
    s.finish(s.write(f"{CASE}-D19", "mikkel", m5), "mikkel")
    s.convene(m5, "mikkel")
    s.on("2026-09-16", hour=15)
    s.hold(m5, f"{CASE}-D20", "mikkel")
    s.minute(m5, f"{CASE}-D20")
    with pytest.raises(Refused, match="Tre beslutninger"):
        s.close(m5, "mikkel")


def at_fifteen_he_signs_himself(s):
    """The parents' consent ends on his birthday; his own begins the next chapter, and the plan its second version."""
    m5 = s.case.moeder["5"]
    s.on("2026-10-05")
    s.finish(s.write(f"{CASE}-D21", "mikkel"), "mikkel")
    s.on("2026-10-07")
    assert s.decide(m5, "PLAN-0163-v2", "mikkel") == ["already", "new_effort", "change"]
    s.close(m5, "mikkel")
    plan = s.write("PLAN-0163-v2", "mikkel")
    s.approve(s.submit(plan, "mikkel"), "kirsten")
    assert (plan.in_force().number, s.lamp()[0]) == (2, "look")


def half_written_minutes(s):
    """The meeting was held; what is written stays in the draft, and cannot be sent on while so much is missing."""
    s.on("2026-11-05")
    m6 = s.plan("M6", "mikkel")
    s.finish(s.write(f"{CASE}-D23", "mikkel", m6, youth_wishes="Begynd ved væggen."), "mikkel")
    s.finish(s.write(f"{CASE}-D19", "mikkel", m6), "mikkel")
    s.convene(m6, "mikkel")
    s.on("2026-11-18", hour=15)
    s.hold(m6, f"{CASE}-D24", "mikkel")
    minutes = s.write(f"{CASE}-D24", "henriette", m6)
    with pytest.raises(reviewing.Incomplete):
        reviewing.submit(minutes, s.world.drafts, s.act("henriette"))
    with pytest.raises(Conflict):
        meetings.close(m6, s.act("mikkel"))
    assert m6.state == "held"


CHAPTERS = (
    ad_hoc_ones_come_for_one_meeting,
    those_whom_they_missed_are_proposed,
    elias_and_his_parents_decide,
    the_plan_holds_what_was_decided_and_what_was_there_already,
    his_mother_asks_for_a_meeting,
    with_elias_again,
    at_fifteen_he_signs_himself,
    half_written_minutes,
)


def test_the_story(elias):
    for chapter in CHAPTERS:
        chapter(elias)

"""Malthe's story from an empty case to the plan's third version, through the use cases, in order."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.usecases import meetings
from kuidocs.usecases.meeting_reading import minutes_of

from .story import Story

CASE = "FLK-2026-0117"
FOLLOWUPS = ["followup_without_young", "followup_with_young"]


@pytest.fixture
def malthe(world):
    return Story(world, "ung_1_malthe")


def a_first_meeting_of_professionals(s):
    """Birgitte has a task in Malthe's course; she gets his consent and calls the three departments together."""
    s.on("2026-02-03")
    assert (s.case.state, s.offered("birgitte")) == ("opened", ["clarification"])
    m1 = s.plan("M1", "birgitte")
    s.on("2026-02-05")
    notice = s.write(f"{CASE}-D03", "birgitte", m1)

    s.on("2026-02-09")
    s.finish(s.write(f"{CASE}-D02", "birgitte", m1), "birgitte")
    s.finish(notice, "birgitte")
    s.on("2026-02-10")
    s.finish(s.write(f"{CASE}-D04", "birgitte", m1), "birgitte")
    with pytest.raises(Refused, match="gældende samtykke, der dækker"):
        s.convene(m1, "birgitte")
    s.finish(s.write(f"{CASE}-D01", "birgitte"), "birgitte")
    s.convene(m1, "birgitte")
    assert (m1.state, s.case.state) == ("convened", "clarifying")

    s.on("2026-02-17", hour=15)
    s.hold(m1, f"{CASE}-D05", "birgitte")
    assert s.open_tasks() == []
    minutes = s.write(f"{CASE}-D05", "jonas", m1)
    s.submit(minutes, "jonas")
    assert (m1.state, s.open_tasks()) == ("minuted", [])
    s.approve(minutes, "birgitte")
    assert len(s.open_tasks()) == 5
    s.close(m1, "birgitte")


def a_second_one_finds_samklang(s):
    """After the first they do not agree yet, so only one more clarification meeting is offered."""
    assert s.offered("birgitte") == ["clarification"]
    s.report("Kontakter Nanna", "birgitte", "done", told="Louise")
    s.on("2026-02-26")
    m2 = s.plan("M2", "birgitte")
    s.finish(s.write(f"{CASE}-D06", "birgitte", m2), "birgitte")
    s.on("2026-03-03")
    s.finish(s.write(f"{CASE}-D07", "birgitte", m2), "birgitte")
    assert s.convene(m2, "birgitte") == 5
    assert "nanna" in {one["user_id"] for one in s.case.involvements if one["relation"] == "ad_hoc"}
    s.on("2026-03-10", hour=15)
    s.hold(m2, f"{CASE}-D08", "birgitte")
    s.minute(m2, f"{CASE}-D08")
    s.close(m2, "birgitte")
    assert s.case.plan_coordinator["text"] == s.case.contact_person["text"] == "Jonas Ravnsborg"


def malthe_himself_comes(s):
    """The plan coordinator, and nobody else, invites Malthe and his parents; three things are decided with him."""
    assert (s.offered("jonas"), s.offered("birgitte")) == (["clarification", "coordination"], ["clarification"])
    with pytest.raises(NotAllowed):
        s.plan("M3", "birgitte")
    s.on("2026-03-13")
    m3 = s.plan("M3", "jonas")
    s.finish(s.write(f"{CASE}-D09", "jonas", m3), "jonas")
    s.on("2026-03-18")
    s.finish(s.write(f"{CASE}-D10", "jonas", m3), "jonas")
    s.convene(m3, "jonas")
    assert s.case.state == "coordinating"
    s.on("2026-03-24", hour=15)
    s.hold(m3, f"{CASE}-D11", "jonas")
    assert s.offered("jonas") == FOLLOWUPS
    s.minute(m3, f"{CASE}-D11")
    assert [task.split(":")[0] for task in s.open_tasks()] == [
        "Jonas Ravnsborg",
        "Verner Kjærbo",
        "Nanna Kildeager",
        "Mette Lindekrone",
        "Malthe",
    ]
    s.on("2026-03-27")
    s.finish(s.write(f"{CASE}-D13", "jonas"), "jonas")


def his_decisions_become_a_plan(s):
    """The meeting is not over before all three stand in the plan; following up begins when the plan counts."""
    m3 = s.case.moeder["3"]
    assert s.lamp()[0] == "none"
    with pytest.raises(Refused, match="Tre beslutninger er endnu ikke skrevet i uddannelsesplanen"):
        s.close(m3, "jonas")
    s.on("2026-04-01")
    assert s.decide(m3, "PLAN-0117-v1", "jonas") == ["new_effort"] * 3
    s.close(m3, "jonas")
    with pytest.raises(Refused, match="Uddannelsesplanen er ikke godkendt"):
        s.move("opfoelgning", "jonas")
    plan = s.write("PLAN-0117-v1", "jonas")
    s.approve(s.submit(plan, "jonas"), "kirsten")
    assert s.lamp()[0] == "current"
    s.move("opfoelgning", "jonas")
    assert s.case.state == "following_up"


def fgu_asks_for_a_meeting(s):
    """Nanna asks, Jonas convenes; among professionals they agree and decide nothing."""
    s.on("2026-05-11")
    with pytest.raises(NotAllowed, match="plankoordinator"):
        s.plan("M4", "nanna")
    s.on("2026-05-12")
    m4 = s.plan("M4", "jonas")
    s.finish(s.write(f"{CASE}-D14", "nanna", m4), "nanna")
    s.finish(s.write(f"{CASE}-D15", "jonas", m4), "jonas")
    s.on("2026-05-19")
    s.finish(s.write(f"{CASE}-D16", "jonas", m4), "jonas")
    s.convene(m4, "jonas")
    s.on("2026-05-26", hour=15)
    s.hold(m4, f"{CASE}-D17", "jonas")
    s.minute(m4, f"{CASE}-D17")
    assert s.lamp() == ("behind", "Referatet fra 26. maj siger, at planen skal rettes.")
    s.close(m4, "jonas")


def malthe_says_how_it_goes(s):
    """With Malthe again: his plan gets a second version, while the first counts on."""
    s.on("2026-06-02")
    m5 = s.plan("M5", "jonas")
    s.finish(s.write(f"{CASE}-D18", "jonas", m5), "jonas")
    s.on("2026-06-09")
    s.finish(s.write(f"{CASE}-D19", "jonas", m5), "jonas")
    s.convene(m5, "jonas")
    s.on("2026-06-16", hour=15)
    s.hold(m5, f"{CASE}-D20", "jonas")
    s.minute(m5, f"{CASE}-D20")
    assert s.lamp() == ("behind", "To beslutninger er ikke skrevet i planen endnu.")
    s.on("2026-06-23")
    assert s.decide(m5, "PLAN-0117-v2", "jonas") == ["change", "change"]
    s.close(m5, "jonas")
    plan = s.write("PLAN-0117-v2", "jonas")
    assert (plan.number, plan.in_force().number) == (2, 1)
    s.approve(s.submit(plan, "jonas"), "kirsten")
    assert (plan.in_force().number, s.lamp()[0]) == (2, "current")


def at_eighteen_he_gives_his_own_consent(s):
    """On his birthday his parents' consent is worth nothing more; nobody is convened before he gives his own."""
    s.on("2026-09-20")
    m6 = s.plan("M6", "jonas")
    only_him = [row for row in s.words[f"{CASE}-D25"]["data"]["participants"] if row["name"] != "Fatma Demirci"]
    told = {"meeting_date": "2026-09-29", "participants": only_him, "reply_by": "2026-09-25"}
    s.finish(s.write(f"{CASE}-D25", "jonas", m6, **told), "jonas")
    s.finish(s.write(f"{CASE}-D19", "jonas", m6), "jonas")
    with pytest.raises(Refused, match="gældende samtykke"):
        s.convene(m6, "jonas")
    s.on("2026-09-22")
    s.finish(s.write(f"{CASE}-D22", "jonas"), "jonas")
    s.convene(m6, "jonas")
    s.on("2026-09-29", hour=15)
    s.hold(m6, f"{CASE}-D23", "jonas")
    s.minute(m6, f"{CASE}-D23")


def the_third_version(s):
    """Everything decided stands in it; nothing was left out on the way."""
    m6 = s.case.moeder["6"]
    s.on("2026-10-06")
    assert s.decide(m6, "PLAN-0117-v3", "jonas") == ["change", "change"]
    s.close(m6, "jonas")
    plan = s.write("PLAN-0117-v3", "jonas")
    s.approve(s.submit(plan, "jonas"), "kirsten")
    assert [meeting.state for meeting in s.case.moeder.in_order()] == ["closed"] * 6
    assert s.lamp()[0] == "look"
    s.report("Laver praktikaftalen", "nanna", "done", told="Malthe")
    with pytest.raises(Conflict):
        meetings.close(m6, s.act("jonas"))
    assert minutes_of(s.case, m6).label == f"{CASE}-D23"


CHAPTERS = (
    a_first_meeting_of_professionals,
    a_second_one_finds_samklang,
    malthe_himself_comes,
    his_decisions_become_a_plan,
    fgu_asks_for_a_meeting,
    malthe_says_how_it_goes,
    at_eighteen_he_gives_his_own_consent,
    the_third_version,
)


def test_the_story(malthe):
    for chapter in CHAPTERS:
        chapter(malthe)

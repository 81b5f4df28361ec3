"""From paper to paper: what is there already when the next one is begun, and under which ids."""

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.usecases import case_reading, documents, drafting, people
from tests.usecases import openings
from tests.usecases.convening import row, rows
from tests.views import making

TASK = {
    "rid": "task-fgu",
    "task_text": "Ringer til FGU.",
    "responsible": {"text": "Jonas Ravnsborg"},
    "deadline": "2026-12-01",
}
GOALS = [
    {"rid": "goal-one", "goal_no": "1", "goal_text": "Et værksted", "status": "on_track"},
    {"rid": "goal-two", "goal_no": "2", "goal_text": "Sove", "status": "achieved"},
]


def begin(world, form_key, meeting):
    """Begin a paper as Jonas, and return what stands in it."""
    label = f"FLK-2026-0001-D{len(world.case.dokumenter) + 1:02d}"
    given = {"form_key": form_key, "label": label, "meeting": meeting}
    document = documents.create(world.case, world.root, world.drafts, world.act(), **given)
    return world.drafts.get(document.id).content()


def held(world, kind, **minutes):
    """Add a meeting with approved minutes."""
    found = making.meeting(world.case, kind, "2026-11-01", "minuted")
    content = {"held_at": "2026-11-01", "participants": rows(world.case, *minutes.pop("more", ()))} | minutes
    making.paper(world.case, MEETING_TYPES[kind].minutes, content, meeting=found)
    return found


def plan(world, **content):
    making.paper(world.case, "kui.education_plan", {"goals": GOALS} | content)


def names(rows):
    return [found["name"]["text"] for found in rows]


# Notice and agenda to minutes


def test_the_minutes_begin_with_those_who_were_invited_under_the_same_ids(world):
    meeting = making.meeting(world.case, "clarification", "2026-11-20", "held")
    invited = rows(world.case, row(world.case, "Fatma Demirci", "ad_hoc", email="f@k.example"))
    making.paper(world.case, "kui.notice", {"participants": invited, "consent_ref": "D01"}, meeting=meeting)

    found = begin(world, "kui.minutes.clarification", meeting)

    assert [r["rid"] for r in found["participants"]] == [r["rid"] for r in invited]
    assert [r["name"] for r in found["participants"]] == [r["name"] for r in invited]
    assert not any({"attendance", "email"} & set(r) for r in found["participants"])
    assert (found["chair"], found["minute_taker"]) == (invited[0]["name"], invited[1]["name"])
    assert (found["consent_ref"], found["held_at"]) == ("D01", "2026-11-20")


def test_attendance_that_was_noted_stands_in_the_minutes_and_an_answer_does_not(world):
    meeting = making.meeting(world.case, "clarification", "2026-11-20", "held")
    invited = rows(world.case)
    making.paper(world.case, "kui.notice", {"participants": invited}, meeting=meeting)
    reply = {"rid": invited[1]["rid"], "name": "Louise Grønvang", "answer": "comes", "how": "", "note": ""}
    told = [invited[0] | {"attendance": "online"}]
    meeting.facts = ({"kind": "replied", "data": reply}, {"kind": "held", "data": {"attendance": told}})

    jonas, louise = begin(world, "kui.minutes.clarification", meeting)["participants"]

    assert (jonas["attendance"], "attendance" in louise) == ("online", False)


def test_a_notice_that_was_given_up_is_not_carried(world):
    meeting = making.meeting(world.case, "clarification", "2026-11-20", "held")
    notice = making.paper(world.case, "kui.notice", {"participants": rows(world.case)}, meeting=meeting, approved=False)
    making.fact(notice, "annulled", "2026-11-02T10:00:00+01:00")
    notice.facts = tuple(fact for fact in notice.facts if fact["kind"] != "submitted")

    assert "participants" not in begin(world, "kui.minutes.clarification", meeting)


def test_the_agendas_own_items_become_questions_under_the_same_ids(world):
    meeting = making.meeting(world.case, "followup_without_young", "2026-11-20", "held")
    items = [
        {"rid": "item-own", "item_no": "2", "heading": "Hvem kører om morgenen?"},
        {"rid": "item-def", "item_no": "1", "heading": "Velkommen og anledning", "topic": "welcome"},
    ]
    agenda = {"agenda_items": items, "why_without_young": "Kun om kørsel."}
    making.paper(world.case, "kui.agenda.followup_without_young", agenda, meeting=meeting)

    found = begin(world, "kui.minutes.followup_without_young", meeting)

    assert found["clarified_questions"] == [{"rid": "item-own", "question": "Hvem kører om morgenen?"}]
    assert found["why_without_young"] == "Kun om kørsel."


def test_followup_minutes_have_a_line_for_each_active_goal_and_open_task(world):
    held(world, "followup_without_young", who_does_what=[TASK])
    plan(world)
    meeting = making.meeting(world.case, "followup_with_young", "2026-11-20", "held")

    found = begin(world, "kui.minutes.followup_with_young", meeting)

    assert found["goal_progress"] == [{"rid": "goal-one", "goal_no": "1"}]
    (line,) = found["task_progress"]
    assert (line["rid"], line["task_text"], "status" in line) == ("task-fgu", "Ringer til FGU.", False)


def test_what_is_carried_may_be_changed_and_what_only_the_system_writes_stays(world):
    held(world, "followup_without_young", who_does_what=[TASK])
    meeting = making.meeting(world.case, "followup_with_young", "2026-11-20", "held")
    begin(world, "kui.minutes.followup_with_young", meeting)
    document = world.case.dokumenter.in_order()[-1]
    draft = world.drafts.get(document.id)
    content = draft.content()
    content["task_progress"][0] |= {"status": "done", "note": "FGU siger ja."}

    drafting.save(document, world.drafts, content, draft.revisions(), world.act())

    (line,) = draft.content()["task_progress"]
    assert (line["rid"], line["status"], line["note"]) == ("task-fgu", "done", "FGU siger ja.")


def test_coordination_minutes_begin_with_the_goals_of_the_plan_and_the_contact(world):
    contact = {"name": people.reference(world.case, world.root.medarbejdere, "Jonas Ravnsborg"), "phone": "00 00 10 02"}
    plan(world, contact_person=contact)
    meeting = making.meeting(world.case, "coordination", "2026-11-20", "held")

    found = begin(world, "kui.minutes.coordination", meeting)

    assert [goal["rid"] for goal in found["goals"]] == ["goal-one", "goal-two"]
    assert found["contact_person"] == contact
    assert found["plan_coordinator"]["text"] == "Jonas Ravnsborg"


# Minutes to the next notice


def test_the_next_notice_proposes_the_primary_ones_and_those_who_were_missed(world):
    missing = [
        {"rid": "miss-fatma", "profession": "Jobrådgiver", "name": "Fatma Demirci", "how": "in_person", "why": "Løn"},
        {"rid": "miss-ssp", "profession": "SSP-medarbejder", "how": "phone", "why": "Vennerne"},
    ]
    ad_hoc = row(world.case, "Mette Lindekrone", "ad_hoc")
    agreed = {"next_step": "another_clarification", "next_meeting_date": "2026-12-08"}
    held(world, "clarification", more=[ad_hoc], missing_professionals=missing, **agreed)

    found = begin(world, "kui.notice", making.meeting(world.case, "clarification"))

    jonas, louise, fatma, ssp = found["participants"]
    assert names([jonas, louise, fatma]) == ["Jonas Ravnsborg", "Louise Grønvang", "Fatma Demirci"]
    assert (jonas["rid"], jonas["meeting_role"]) == ("row-jonasravnsborg", ["convener", "chair"])
    assert (fatma["rid"], fatma["relation"], fatma["department"]) == ("miss-fatma", "ad_hoc", "Unge og Job")
    assert world.case.register[fatma["name"]["actor_id"]]["user_id"] == "fatma"
    assert (ssp["rid"], ssp["relation"], "name" in ssp) == ("miss-ssp", "secondary", False)
    assert found["meeting_date"] == "2026-12-08"


def test_before_any_minutes_the_last_notice_says_who_is_primary(world):
    first = making.meeting(world.case, "clarification", "2026-11-20", "convened")
    making.paper(world.case, "kui.notice", {"participants": rows(world.case)}, meeting=first)

    found = begin(world, "kui.notice", making.meeting(world.case, "clarification"))

    assert names(found["participants"]) == ["Jonas Ravnsborg", "Louise Grønvang"]


def test_the_first_notice_begins_empty(world):
    found = begin(world, "kui.notice", making.meeting(world.case, "clarification"))

    assert set(found) == {"meeting_type", "purpose"}


def test_the_consent_in_force_stands_in_the_notice(world):
    consent = making.paper(world.case, "kui.consent", making.CONSENT)

    found = begin(world, "kui.notice", making.meeting(world.case, "clarification"))

    assert found["consent_ref"] == consent.label


def test_the_young_person_and_who_has_custody_are_proposed_where_they_take_part(world):
    freja = row(world.case, "Freja Lundsgaard Holm", "young_person")
    held(world, "coordination", more=[freja])

    found = begin(world, "kui.notice", making.meeting(world.case, "followup_with_young"))["participants"]

    assert names(found[:2]) == ["Freja Lundsgaard Holm", "Ida Holm"]
    assert [r["relation"] for r in found[:2]] == ["young_person", "custody_holder"]
    assert found[0]["rid"] == freja["rid"]


def test_the_family_is_not_proposed_for_meetings_among_professionals(world):
    held(world, "coordination", more=[row(world.case, "Freja Lundsgaard Holm", "young_person")])

    found = begin(world, "kui.notice", making.meeting(world.case, "followup_without_young"))["participants"]

    assert names(found) == ["Jonas Ravnsborg", "Louise Grønvang"]


def test_parents_are_not_proposed_for_a_day_after_the_eighteenth_birthday(world):
    agreed = {"next_followup_type": "followup_with_young", "next_followup_date": "2027-03-14"}
    held(world, "coordination", **agreed)

    found = begin(world, "kui.notice", making.meeting(world.case, "followup_with_young"))

    assert "Ida Holm" not in names(found["participants"])
    assert found["meeting_date"] == "2027-03-14"


def test_a_parent_without_custody_is_not_proposed(world):
    world.case.person.custody = ({"name": "Ida Holm", "relation": "Mor", "custody": False},)

    found = begin(world, "kui.notice", making.meeting(world.case, "coordination"))["participants"]

    assert names(found) == ["Freja Lundsgaard Holm"]


def test_each_missed_professional_is_a_task_until_he_or_she_is_reached(world):
    who = people.reference(world.case, world.root.medarbejdere, "Jonas Ravnsborg")
    missing = [{"rid": "miss-ssp", "profession": "SSP-medarbejder", "how": "phone", "why": "x", "responsible": who}]
    agreed = {"next_step": "another_clarification", "next_meeting_date": "2026-12-08"}
    held(world, "clarification", missing_professionals=missing, **agreed)

    (task,) = case_reading.case_tasks(world.case)

    assert (task.rid, task.text, task.responsible) == (
        "miss-ssp",
        "Tager kontakt til SSP-medarbejder",
        "Jonas Ravnsborg",
    )
    assert (task.deadline.isoformat(), task.is_open) == ("2026-12-08", True)
    agenda = begin(world, "kui.agenda.clarification", making.meeting(world.case, "clarification"))
    assert (
        "– Jonas Ravnsborg: Tager kontakt til SSP-medarbejder, senest 8. december 2026."
        in agenda["previous_agreements"]
    )


def test_such_a_task_is_reported_on_like_any_other_and_closes_with_its_series(world):
    missing = [{"rid": "miss-ssp", "profession": "SSP-medarbejder", "name": "Kim Bo", "how": "phone", "why": "x"}]
    held(world, "clarification", missing_professionals=missing)
    assert [task.text for task in case_reading.case_tasks(world.case)] == ["Tager kontakt til SSP-medarbejder, Kim Bo"]

    held(world, "coordination")

    assert [task.is_open for task in case_reading.case_tasks(world.case)] == [False]


# Minutes to the next agenda


def test_the_second_clarification_begins_with_what_was_agreed_and_is_open(world):
    agreements = [{"rid": "agree-one", "agreement_no": "1", "agreement_text": "Kun Jonas ringer."}]
    held(world, "clarification", agreements=agreements, who_does_what=[TASK])

    found = begin(world, "kui.agenda.clarification", making.meeting(world.case, "clarification"))

    assert found["previous_agreements"] == (
        "1) Kun Jonas ringer.\n– Jonas Ravnsborg: Ringer til FGU, senest 1. december 2026."
    )
    assert len(found["agenda_items"]) == 10


def test_the_first_clarification_has_nothing_from_last_time(world):
    found = begin(world, "kui.agenda.clarification", making.meeting(world.case, "clarification"))

    assert "previous_agreements" not in found


def preparation(world, kind):
    found = begin(world, MEETING_TYPES[kind].agenda, making.meeting(world.case, kind))
    return [item["preparation"] for item in found["agenda_items"] if "preparation" in item]


def test_a_followup_looks_at_goals_agreements_and_tasks(world):
    agreements = [{"rid": "agree-one", "agreement_no": "1", "agreement_text": "Kun Jonas ringer."}]
    held(world, "followup_without_young", agreements=agreements, who_does_what=[TASK])
    plan(world)

    (lines,) = preparation(world, "followup_without_young")

    assert lines.splitlines() == [
        "Mål 1: Et værksted",
        "1) Kun Jonas ringer.",
        "– Jonas Ravnsborg: Ringer til FGU, senest 1. december 2026.",
    ]


def test_what_professionals_agreed_is_not_on_the_young_persons_agenda(world):
    agreements = [{"rid": "agree-one", "agreement_no": "1", "agreement_text": "Kun Jonas ringer."}]
    held(world, "followup_without_young", agreements=agreements)
    plan(world)

    assert preparation(world, "followup_with_young") == ["Mål 1: Et værksted"]


def test_a_paper_that_is_about_no_meeting_is_carried_nothing(world):
    held(world, "clarification")
    note = begin(world, "kui.contact_note", making.meeting(world.case, "clarification"))

    assert note == {}


# What was told before there was any paper


def test_the_first_notice_begins_with_what_the_opener_told(world):
    case = openings.open_case(world)
    meeting = making.meeting(case, "clarification")

    document = documents.create(
        case, world.root, world.drafts, world.act("mikkel"), form_key="kui.notice", label="N-1", meeting=meeting
    )

    found = world.drafts.get(document.id).content()
    assert (found["convener_task"], found["reason"]) == ("Vejleder på skolen", "Hun kommer ikke i skole.")


def test_a_later_notice_does_not(world):
    held(world, "clarification")

    found = begin(world, "kui.notice", making.meeting(world.case, "clarification"))

    assert "convener_task" not in found


def test_wishes_get_an_item_of_the_agenda_with_time_from_the_longest(world):
    meeting = making.meeting(world.case, "followup_with_young", "2026-12-08", "convened")
    before = begin(world, "kui.agenda.followup_with_young", making.meeting(world.case, "followup_with_young"))
    notice = making.paper(world.case, "kui.notice", {"participants": rows(world.case)}, meeting=meeting)
    making.fact(notice, "input", "2026-11-20T10:00:00+01:00", text="Medicinen.")
    making.fact(notice, "input", "2026-11-20T11:00:00+01:00", text="Praktikken.")

    items = begin(world, "kui.agenda.followup_with_young", meeting)["agenda_items"]

    assert [int(item["item_no"]) for item in items] == list(range(1, len(before["agenda_items"]) + 2))
    assert items[-2]["preparation"] == "Medicinen. (Jonas Ravnsborg)\nPraktikken. (Jonas Ravnsborg)"
    assert items[-1]["heading"] == before["agenda_items"][-1]["heading"]
    assert sum(int(item["minutes"]) for item in items) == sum(int(item["minutes"]) for item in before["agenda_items"])


def test_without_wishes_the_agenda_is_as_it_was(world):
    items = begin(world, "kui.agenda.clarification", making.meeting(world.case, "clarification"))["agenda_items"]

    assert all(item["heading"] != "Det, I gerne vil have med" for item in items)

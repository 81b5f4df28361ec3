"""Sending notices: to whom, when it is refused, and what calendars are told when a meeting changes."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, NotFound, Refused
from kuidocs.usecases import mailings, meetings, notices
from kuidocs.usecases.meeting_reading import brought_up
from tests.usecases.convening import DAY, ROOM, SOUGHT, next_notice, ready, row
from tests.views import making


def send(world, document, user="jonas", token="", knowledge=None, rooms=(ROOM,)):
    return notices.send(document, world.act(user, token), knowledge=knowledge or {}, rooms=rooms)


def meeting(world):
    return world.case.moeder["1"]


def mails(world):
    return [(m.letter, m.recipient.name, m.sequence) for m in mailings.mailings(world.case, meeting(world))]


def uids(world):
    return {one.fact["data"]["uid"] for one in mailings.mailings(world.case, meeting(world))}


def test_sending_convenes_and_mails_the_primary_professionals(world):
    document = ready(world.case)

    assert send(world, document) == 2

    assert meeting(world).state == "convened"
    assert mails(world) == [("invited", "Jonas Ravnsborg", 0), ("invited", "Louise Grønvang", 0)]
    assert [job.kind for job in world.root.job.open_jobs()] == ["mail", "mail"]


def test_what_was_sent_is_filed_on_the_notice(world):
    document = ready(world.case)

    send(world, document)

    (fact,) = document.facts_of("sent", 1)
    told = fact["data"]["recipients"][1]
    assert (told["name"], told["address"], told["channel"]) == ("Louise Grønvang", "louise@fjordlund.example", "email")
    assert (fact["by"]["user_id"], fact["at"][:10]) == ("jonas", "2026-11-21")
    assert [event.kind for event in document.log][-1] == "document.sent"


@pytest.mark.parametrize("relation", ["custody_holder", "parent_other", "guardian", "support_person", "network"])
def test_the_family_gets_no_mail(world, relation):
    freja = row(world.case, "Freja Lundsgaard Holm", "young_person", email="freja@mail.example")
    other = row(world.case, "Ole Holm", relation, email="ole@mail.example")
    document = ready(world.case, freja, other, kind="followup_with_young", youth_wishes="Kort.")

    assert send(world, document) == 2

    assert [name for _, name, _ in mails(world)] == ["Jonas Ravnsborg", "Louise Grønvang"]


@pytest.mark.parametrize("name", ["Freja Lundsgaard Holm", "Freja", "Ida Holm"])
@pytest.mark.parametrize("relation", ["primary", "ad_hoc", "interpreter"])
def test_the_family_gets_no_mail_whatever_the_notice_calls_them(world, name, relation):
    document = ready(world.case, row(world.case, name, relation, email="freja@mail.example"))

    (found,) = [one for one in notices.invited(document) if one.recipient.name == name]

    assert (found.mailed, "aldrig på mail" in found.why_no_mail) == (False, True)
    assert found not in notices.waiting(document)


def test_a_name_that_was_never_resolved_is_still_the_young_persons(world):
    bare = {"rid": "row-bare", "name": {"text": "Freja"}, "relation": "primary", "email": "freja@mail.example"}
    document = ready(world.case, bare)

    assert [one.mailed for one in notices.invited(document)] == [True, True, False]


def test_secondary_professionals_are_contacted_and_not_mailed(world):
    document = ready(world.case, row(world.case, "Mette Lindekrone", "secondary"))

    send(world, document)

    assert "Mette Lindekrone" not in [name for _, name, _ in mails(world)]
    assert "kontaktes på telefon" in notices.invited(document)[-1].why_no_mail


def test_somebody_outside_is_mailed_at_the_address_of_the_notice(world):
    document = ready(world.case, row(world.case, "Ane Lund", email="ane@laege.example"), row(world.case, "Bo Dam"))

    send(world, document)

    last = mailings.mailings(world.case, meeting(world))[-1].recipient
    assert (last.name, last.address, last.user) == ("Ane Lund", "ane@laege.example", False)
    assert "ingen mailadresse" in notices.invited(document)[-1].why_no_mail


def test_staff_are_mailed_at_their_own_address_and_those_who_left_not_at_all(world):
    more = row(world.case, "Mette Lindekrone", email="andet@mail.example"), row(world.case, "Fatma Demirci")
    document = ready(world.case, *more)
    world.root.medarbejdere["fatma"].active = False

    mette, fatma = notices.invited(document)[-2:]

    assert (mette.recipient.address, mette.mailed) == ("mette@fjordlund.example", True)
    assert (fatma.recipient.address, fatma.mailed) == ("", False)


def test_two_with_one_address_get_one_mail(world):
    two = [row(world.case, name, email="klinik@laege.example") for name in ("Ane Lund", "Bo Dam")]
    document = ready(world.case, *two)

    assert send(world, document) == 3
    assert [name for _, name, _ in mails(world)][-1] == "Ane Lund"


# R56


def test_an_ad_hoc_invitation_says_which_knowledge_is_sought_inside_kuidocs(world):
    fatma = row(world.case, "Fatma Demirci", "ad_hoc", "Unge og Job")
    document = ready(world.case, fatma)

    send(world, document, knowledge={fatma["rid"]: f"  {SOUGHT}\n"})

    assert mailings.mailings(world.case, meeting(world))[-1].recipient.knowledge == SOUGHT


@pytest.mark.parametrize(
    ("said", "code"),
    [("", "knowledge"), ("Noget", "knowledge"), ("Om 140309-1234 og natten", "id_number"), ("x" * 4001, "too_long")],
)
def test_an_ad_hoc_invitation_without_it_is_refused_and_nothing_is_done(world, said, code):
    fatma = row(world.case, "Fatma Demirci", "ad_hoc", "Unge og Job")
    document = ready(world.case, fatma)

    with pytest.raises(Refused) as refused:
        send(world, document, knowledge={fatma["rid"]: said})

    assert (refused.value.code, refused.value.facts["rid"]) == (code, fatma["rid"])
    assert (meeting(world).state, mails(world), list(world.root.job.open_jobs())) == ("planned", [], [])


def test_what_the_last_minutes_missed_is_proposed(world):
    missing = [
        {"rid": "missing-1", "name": "Fatma Demirci", "why": SOUGHT, "how": "in_person"},
        {"rid": "row-bodam", "why": "Om søvn.", "how": "in_person"},
    ]
    found = making.meeting(world.case, "clarification", "2026-10-01", "minuted")
    minutes = {"held_at": "2026-10-01", "missing_professionals": missing}
    making.paper(world.case, "kui.minutes.clarification", minutes, meeting=found)
    document = ready(world.case, row(world.case, "Fatma Demirci", "ad_hoc"), row(world.case, "Bo Dam", "ad_hoc"))

    assert [one.proposal for one in notices.invited(document)] == ["", "", SOUGHT, "Om søvn."]


# What must hold


def test_without_a_consent_nothing_is_sent(world):
    document = ready(world.case, row(world.case, "Nanna Kildeager", department="FGU Fjordlund"))

    with pytest.raises(
        Refused, match=r"Der mangler et gældende samtykke, der dækker FGU Fjordlund den 8\. december 2026"
    ):
        send(world, document)

    assert (meeting(world).state, mails(world)) == ("planned", [])


def test_a_consent_that_was_withdrawn_since_stops_the_next_mail(world):
    document = ready(world.case)
    send(world, document)
    (consent,) = world.case.dokumenter.of_form("kui.consent")
    making.fact(consent, "withdrawn_at", "2026-11-21T09:00:00+01:00", value="2026-11-21")
    next_notice(document, world.drafts, world.act(), row(world.case, "Mette Lindekrone"))

    with pytest.raises(Refused, match="samtykke"):
        send(world, document)

    assert len(mails(world)) == 2


def test_a_followup_is_sent_by_the_plan_coordinator_only(world):
    document = ready(world.case, kind="followup_without_young")

    with pytest.raises(NotAllowed, match="plankoordinator"):
        send(world, document, user="louise")

    assert send(world, document) == 2


def test_another_may_not_send_again_what_the_plan_coordinator_sent(world):
    document = ready(world.case, kind="followup_without_young")
    send(world, document)
    next_notice(document, world.drafts, world.act(), row(world.case, "Mette Lindekrone"))

    with pytest.raises(NotAllowed):
        send(world, document, user="louise")


def test_a_notice_that_is_being_written_is_not_sent(world):
    document = ready(world.case)
    document.draft = {"number": 2, "round": 1, "by": making.JONAS, "at": "2026-11-21T09:00:00+01:00"}

    with pytest.raises(Refused, match="ikke færdig"):
        send(world, document)


def test_an_older_notice_of_the_meeting_is_not_sent(world):
    document = ready(world.case)
    content = document.latest.content()
    newer = making.paper(world.case, "kui.notice", content, meeting=meeting(world), at="2026-11-01T10:00:00+01:00")

    with pytest.raises(Conflict, match="nyere indkaldelse"):
        send(world, document)

    assert send(world, newer) == 2


def test_another_paper_is_no_notice(world):
    ready(world.case)
    (agenda,) = world.case.dokumenter.of_form("kui.agenda.clarification")

    with pytest.raises(NotFound):
        send(world, agenda)


def test_the_same_page_twice_sends_once(world):
    document = ready(world.case)

    assert (send(world, document, token="t" * 16), send(world, document, token="t" * 16)) == (2, 0)
    assert len(world.root.job.open_jobs()) == 2


def test_who_knows_is_not_told_again(world):
    document = ready(world.case)
    send(world, document)

    with pytest.raises(Refused, match="Jonas Ravnsborg og Louise Grønvang har allerede fået"):
        send(world, document)


def test_a_notice_that_nobody_is_mailed_is_told(world):
    document = ready(world.case)
    for user in ("jonas", "louise"):
        world.root.medarbejdere[user].email = ""

    with pytest.raises(Refused, match="ingen på indkaldelsen"):
        send(world, document)


# Changes (D38)


def test_one_who_is_added_is_invited_and_the_others_hear_nothing(world):
    document = ready(world.case)
    send(world, document)
    next_notice(document, world.drafts, world.act(), row(world.case, "Mette Lindekrone"))

    assert send(world, document) == 1

    assert mails(world)[2:] == [("invited", "Mette Lindekrone", 0)]
    assert len(uids(world)) == 1


def test_one_who_is_taken_off_gets_a_cancellation_and_may_be_invited_again(world):
    mette = row(world.case, "Mette Lindekrone")
    document = ready(world.case, mette)
    send(world, document)

    next_notice(document, world.drafts, world.act())
    assert send(world, document) == 0
    next_notice(document, world.drafts, world.act(), mette)
    send(world, document)

    assert mails(world)[3:] == [("cancelled", "Mette Lindekrone", 1), ("invited", "Mette Lindekrone", 2)]
    assert len(uids(world)) == 1


def test_a_meeting_that_is_moved_keeps_its_uid_and_raises_its_sequence(world):
    document = ready(world.case)
    send(world, document)

    meetings.move(meeting(world), world.drafts, world.act(), reason="Jonas er syg.")
    next_notice(document, world.drafts, world.act(), row(world.case, "Mette Lindekrone"), day="2026-12-15")
    assert send(world, document) == 3

    assert mails(world)[2:] == [
        ("invited", "Mette Lindekrone", 1),
        ("moved", "Jonas Ravnsborg", 1),
        ("moved", "Louise Grønvang", 1),
    ]
    assert mailings.mailings(world.case, meeting(world))[-1].fact["data"]["entry"]["date"] == "2026-12-15"
    assert len(uids(world)) == 1


def test_a_notice_with_another_time_moves_the_meeting_by_itself(world):
    document = ready(world.case)
    send(world, document)

    next_notice(document, world.drafts, world.act(), place="Hos Jonas")
    send(world, document)

    assert [(letter, number) for letter, _, number in mails(world)[2:]] == [("moved", 1), ("moved", 1)]


def test_a_cancelled_meeting_is_cancelled_in_every_calendar_and_never_sent_again(world):
    document = ready(world.case)
    send(world, document)

    meetings.cancel(meeting(world), world.act(), reason="Det er for tidligt.")

    assert mails(world)[2:] == [("cancelled", "Jonas Ravnsborg", 1), ("cancelled", "Louise Grønvang", 1)]
    with pytest.raises(Conflict, match="aflyst"):
        send(world, document)


def test_cancelling_what_nobody_was_told_of_mails_nobody(world):
    ready(world.case)

    meetings.cancel(meeting(world), world.act(), reason="Det er for tidligt.")

    assert mails(world) == []


def test_the_uid_is_random_and_tells_nothing(world):
    send(world, ready(world.case))

    (uid,) = uids(world)
    assert uid == meeting(world).calendar_uid
    assert (len(uid), uid.isalpha(), world.case.case_no in uid) == (32, True, False)


@pytest.mark.parametrize(
    ("place", "told"), [(ROOM, ROOM), (ROOM.upper(), ROOM.upper()), ("Hjemme hos Freja", ""), ("", "")]
)
def test_only_a_municipal_room_is_told_to_calendars(world, place, told):
    document = ready(world.case)
    meeting(world).place = place

    assert mailings.entry_of(notices.meeting_of(document), (ROOM,))["location"] == told
    assert mailings.entry_of(notices.meeting_of(document), ())["location"] == ""


# R52


def test_what_is_brought_up_before_a_meeting_is_collected(world):
    document = ready(world.case, kind="followup_without_young")

    notices.bring_up(document, world.act("louise"), " Vi ses ikke om torsdagen. ")
    notices.bring_up(document, world.act("jonas"), "Praktikken.")

    found = brought_up(world.case, meeting(world))
    assert [(one["by"]["user_id"], one["data"]["text"]) for one in found] == [
        ("louise", "Vi ses ikke om torsdagen."),
        ("jonas", "Praktikken."),
    ]
    assert "torsdagen" not in str([event.data for event in document.log])


def test_the_same_page_twice_brings_it_up_once(world):
    document = ready(world.case)

    for _ in range(2):
        notices.bring_up(document, world.act("louise", "t" * 16), "Praktikken.")

    assert len(list(brought_up(world.case, meeting(world)))) == 1


@pytest.mark.parametrize(("text", "code"), [("  ", "text"), ("140309-1234", "id_number"), ("x" * 4001, "too_long")])
def test_nothing_and_personal_numbers_are_not_brought_up(world, text, code):
    document = ready(world.case)

    with pytest.raises(Refused) as refused:
        notices.bring_up(document, world.act(), text)

    assert refused.value.code == code


def test_after_the_meeting_nothing_is_brought_up(world):
    document = ready(world.case)
    meeting(world).state = "held"

    with pytest.raises(Conflict):
        notices.bring_up(document, world.act(), "Praktikken.")


def test_a_job_of_no_mail_is_an_error(world):
    document = ready(world.case)
    send(world, document)

    where = {"case_no": world.case.case_no, "label": document.label, "fact": "0" * 16, "rid": "row"}
    with pytest.raises(LookupError):
        mailings.wanted(world.root, where)
    assert meeting(world).date == DAY

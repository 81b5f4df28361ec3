"""Meetings that were held: who came, the minutes, closing."""

import pytest

from kuidocs.domain.errors import NotAllowed, Refused
from kuidocs.forms.reading import read
from kuidocs.usecases import documents, drafting, meetings, reviewing
from kuidocs.usecases.meeting_reading import meeting_facts, minutes_of
from tests import factories
from tests.usecases import gatherings
from tests.usecases.gatherings import consented, held, planned
from tests.views import making

TODAY = factories.NOW.date()
CAME = {"p1": "present", "p2": "online", "p3": "present"}


def kinds(resource):
    return [fact["kind"] for fact in resource.facts]


@pytest.fixture
def case(world):
    consented(world.case)
    return world.case


class TestHolding:
    def convened(self, case, kind="followup_with_young"):
        meeting = planned(case, kind, day=gatherings.BEFORE)
        meeting.state = "convened"
        return meeting

    def test_who_came_is_kept(self, case, world):
        meeting = self.convened(case)

        meetings.hold(meeting, world.act(token="t"), CAME)
        meetings.hold(meeting, world.act(token="t"), CAME)

        (fact,) = meeting.facts
        assert (meeting.state, fact["kind"], fact["data"]["decides"]) == ("held", "held", True)
        assert [row["attendance"] for row in fact["data"]["attendance"]] == ["present", "online", "present"]

    @pytest.mark.parametrize("told", [{}, CAME | {"p3": ""}, CAME | {"p3": "maybe"}, {"p1": "present"}])
    def test_everybody_is_accounted_for(self, case, world, told):
        meeting = self.convened(case)

        with pytest.raises(Refused, match="Freja Lundsgaard Holm"):
            meetings.hold(meeting, world.act(), told)

        assert meeting.state == "convened"

    def test_only_the_chair_or_the_coordinator(self, case, world):
        with pytest.raises(NotAllowed):
            meetings.hold(self.convened(case), world.act("louise"), CAME)

    def test_not_before_the_day(self, case, world):
        meeting = planned(case, "clarification")
        meeting.state = "convened"

        with pytest.raises(Refused, match="ligger efter i dag"):
            meetings.hold(meeting, world.act(), CAME)

    @pytest.mark.parametrize(("came", "decides"), [("present", True), ("phone", True), ("absent", False)])
    def test_a_parent_decides_for_a_minor_and_never_for_an_adult(self, case, world, came, decides):
        ida = gatherings.row(case, "Ida Holm", "custody_holder", rid="p4")
        rows = [*gatherings.invited(case, "followup_with_young"), ida]
        meeting = planned(case, "followup_with_young", day=gatherings.BEFORE, participants=rows)
        meeting.state = "convened"
        meetings.hold(meeting, world.act(), CAME | {"p3": "absent", "p4": came})

        assert meeting.facts[-1]["data"]["decides"] is decides
        case.person.birth_date = "2008-11-20"
        assert not meeting_facts(case, meeting, TODAY).decides

    def test_when_nobody_came_who_decides_it_can_become_one_without(self, case, world):
        meeting = self.convened(case)
        meetings.hold(meeting, world.act(), CAME | {"p3": "excused"})

        meetings.convert(meeting, world.act(token="t"))
        meetings.convert(meeting, world.act(token="t"))

        assert (meeting.meeting_type, meeting.meeting_no, meeting.state) == ("followup_without_young", 1, "held")
        assert meeting.facts[-1]["data"]["was"] == ["followup_with_young", 1]

    def test_otherwise_not(self, case, world):
        meeting = self.convened(case)
        meetings.hold(meeting, world.act(), CAME)

        with pytest.raises(Refused, match="Den unge deltog"):
            meetings.convert(meeting, world.act())


class TestMinutes:
    def test_submitted_minutes_take_the_meeting_on(self, case, world):
        meeting = making.meeting(case, "coordination", gatherings.BEFORE, "held")
        document = making.paper(case, "kui.minutes.coordination", {}, meeting=meeting, approved=False)

        meetings.follow_minutes(document, world.act())
        meetings.follow_minutes(document, world.act())

        assert (meeting.state, kinds(meeting)) == ("minuted", ["minuted"])

    @pytest.mark.parametrize("state", ["planned", "convened"])
    def test_whoever_has_not_said_that_it_was_held_says_so_by_them(self, case, world, state):
        meeting = making.meeting(case, "coordination", gatherings.BEFORE, state)
        rows = gatherings.invited(case, "coordination", attendance="absent")
        document = making.paper(
            case, "kui.minutes.coordination", {"participants": rows}, meeting=meeting, approved=False
        )

        meetings.follow_minutes(document, world.act())

        assert (meeting.state, kinds(meeting)) == ("minuted", ["held", "minuted"])
        assert meeting.facts[0]["data"]["decides"] is False

    def test_other_papers_do_not(self, case, world):
        meeting = making.meeting(case, "coordination", gatherings.BEFORE, "held")
        for form in ("kui.agenda.coordination", "kui.contact_note"):
            meetings.follow_minutes(making.paper(case, form, {}, meeting=meeting), world.act())
        meetings.follow_minutes(making.paper(case, "kui.contact_note", {}), world.act())

        assert meeting.state == "held"

    def test_it_happens_when_minutes_are_submitted_and_a_notice_is_finished(self, case, world, monkeypatch):
        """The hooks are where the acts are: through the real use cases, with the rules of the forms set aside."""
        monkeypatch.setattr(reviewing, "check_submission", open_door(world))
        meeting = meetings.plan(case, world.act(), "clarification")
        notice = begun(
            case, world, "kui.notice", "D8", meeting, {"meeting_date": gatherings.DAY, "start_time": "10:00"}
        )
        reviewing.finish(notice, world.drafts, world.act(), audit_head="")
        assert (meeting.date, meeting.start) == (gatherings.DAY, "10:00")

        minutes = begun(case, world, "kui.minutes.clarification", "D9", meeting, {"held_at": gatherings.BEFORE})
        reviewing.submit(minutes, world.drafts, world.act())
        assert meeting.state == "minuted"
        assert minutes_of(case, meeting) is minutes


def open_door(world):
    def check(document, drafts, act):
        return read(reviewing.draft_edition(document, drafts).schema, drafts.get(document.id).content())

    return check


def begun(case, world, form_key, label, meeting, content):
    document = documents.create(
        case, world.root, world.drafts, world.act(), form_key=form_key, label=label, meeting=meeting
    )
    draft = world.drafts.get(document.id)
    drafting.save(document, world.drafts, draft.content() | content, draft.revisions(), world.act())
    return document


class TestClosing:
    def test_when_everything_is_in_place(self, case, world):
        meeting = held(case, "clarification", young_informed_by="Jonas ringer.")

        meetings.close(meeting, world.act(token="t"))
        meetings.close(meeting, world.act(token="t"))

        assert (meeting.state, kinds(meeting)) == ("closed", ["closed"])

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ({"approved": False}, "Referatet er ikke godkendt"),
            ({"decisions": [{"rid": "d1", "decision_text": "Mentor."}]}, "Én beslutning er endnu ikke skrevet"),
            ({"read_through": " "}, "fortalt den unge"),
        ],
    )
    def test_otherwise_not(self, case, world, content, words):
        meeting = held(case, "coordination", **{"read_through": "Sammen."} | content)

        with pytest.raises(Refused, match=words):
            meetings.close(meeting, world.act())

        assert meeting.state == "minuted"

    def test_a_decision_in_the_plan_lets_it(self, case, world):
        meeting = held(
            case, "coordination", read_through="Sammen.", decisions=[{"rid": "d1", "decision_text": "Mentor."}]
        )
        minutes = minutes_of(case, meeting)
        link = {"id": "l1", "kind": "plan_item_ref", "about": {"rid": "d1"}, "by": {}, "at": "", "data": {}}
        minutes.facts = (*minutes.facts, link)

        meetings.close(meeting, world.act())

        assert meeting.state == "closed"

    def test_others_do_not_close_it(self, case, world):
        with pytest.raises(NotAllowed):
            meetings.close(held(case, "clarification", young_informed_by="Ja."), world.act("louise"))

"""The picture of a case: boxes, axis, bars, and the same as a list."""

from datetime import date, timedelta

import pytest

from kuidocs.resources.case import Case, YoungPerson
from kuidocs.views.events import birthday, events
from kuidocs.views.figure import figure
from kuidocs.views.timeline import ABOVE, LEFT, RIGHT, timeline
from tests import factories
from tests.views import making

TODAY = factories.NOW.date()


def a_case(name="Freja Lundsgaard Holm", born="2009-03-14", opened="2026-10-01", state="opened"):
    case = Case("FLK-1", YoungPerson(name, born))
    case.opened_at, case.state = opened, state
    return case


@pytest.fixture
def malthe(demo_system):
    with demo_system.reading() as root:
        yield root.sager["FLK-2026-0117"]


@pytest.fixture
def freja(site):
    """A case in a tree, to put papers in."""
    with site.system.reading() as root:
        yield root.sager["FLK-2026-0001"]


def test_the_demonstration_is_drawn_as_designed(malthe):
    drawn = figure(malthe, TODAY)

    assert [box.here for box in drawn.boxes] == [False, False, False, True]
    assert [box.lines for box in drawn.boxes] == [
        ("✓ Gældende", "Givet af Malthe selv", "Givet af den unge"),
        ("✓ Holdt to gange",),
        ("✓ Holdt 24. marts", "Sammen med Malthe"),
        ("Holdt tre gange", "Næste: 8. december"),
    ]
    assert drawn.summary == "6 møder holdt, 2 samtykker, 3 planversioner"
    assert drawn.plan == "Beslutninger skrives i Malthes uddannelsesplan"
    assert "Malthe er i fasen opfølgning." in drawn.told


def test_the_axis_has_shapes_bars_and_lines(malthe):
    line = timeline(malthe, TODAY)

    assert [mark.shape for mark in line.marks] == [
        "disc",
        "disc",
        "square",
        "diamond",
        "diamond",
        "diamond",
        "planned",
    ]
    assert [bar.label for bar in line.plans] == ["Version 1", "Version 2", "Version 3 gælder"]
    assert [bar.label for bar in line.consents] == ["Malthe, Anja og Torben, seks parter", "Malthe, tre parter"]
    assert line.plans[-1].current
    assert LEFT < line.birthday < line.today < RIGHT
    assert [name for _, name in line.months][:2] == ["feb.", "mar."]
    assert not line.crowded


def test_the_list_says_the_same_newest_first(malthe):
    found = events(malthe, TODAY)

    assert [event.day for event in found] == sorted((event.day for event in found), reverse=True)
    assert (found[0].text, found[0].note, found[0].planned) == ("Opfølgningsmøde med Malthe, nr. 3", "planlagt", True)
    texts = [event.text for event in found]
    assert "Malthe fyldte 18 år" in texts
    assert "Uddannelsesplan, version 3" in texts
    assert (found[0].meeting.number, found[0].document) == (7, None)


def test_a_case_with_nothing_stands_at_the_consent():
    drawn = figure(a_case(), TODAY)

    assert [box.here for box in drawn.boxes] == [True, False, False, False]
    assert drawn.boxes[0].lines == ("Ikke givet endnu",)
    assert drawn.boxes[3].narrow == "Ikke holdt endnu"
    assert drawn.summary == "Der er ikke sket noget endnu"
    assert drawn.line.marks == drawn.line.plans == ()
    assert drawn.line.first == date(2026, 10, 1)


def test_a_case_that_nobody_has_dated_begins_today():
    assert timeline(a_case(opened=""), TODAY).first == date(2026, 11, 1)


def test_the_flag_of_the_first_box_has_room_in_the_narrow_picture():
    boxes = figure(a_case(), TODAY).boxes

    assert boxes[0].y >= 34
    assert boxes[-1].y + 64 <= 372
    assert [box.down > 0 for box in boxes] == [True, True, True, False]


@pytest.mark.parametrize("state", ["closed", "transferred", "archived"])
def test_a_finished_case_stands_nowhere(freja, state):
    freja.state = state
    making.paper(freja, "kui.consent", making.CONSENT)

    assert not any(box.here for box in figure(freja, TODAY).boxes)


@pytest.mark.parametrize(
    ("state", "place"), [("opened", 1), ("clarifying", 1), ("coordinating", 2), ("following_up", 3), ("paused", 1)]
)
def test_the_phase_says_where_we_are(freja, state, place):
    freja.state = state
    making.paper(freja, "kui.consent", making.CONSENT)

    assert [box.here for box in figure(freja, TODAY).boxes].index(True) == place


def test_a_pause_keeps_its_place(freja):
    freja.state = "paused"
    freja.facts = ({"kind": "paused", "data": {"from": "coordinating"}},)
    making.paper(freja, "kui.consent", making.CONSENT)

    assert [box.here for box in figure(freja, TODAY).boxes].index(True) == 2


def test_several_givers_are_counted(freja):
    giver = making.CONSENT["given_by"][0]
    more = {"rid": "9" * 12, "name": {"text": "Ida Holm"}, "given_at": "2026-10-01"}
    making.paper(freja, "kui.consent", making.CONSENT | {"given_by": [giver, more]})

    assert figure(freja, TODAY).boxes[0].lines == ("✓ Gældende", "Givet af to")


def test_a_consent_without_givers_names_none(freja):
    making.paper(freja, "kui.consent", making.CONSENT | {"given_by": [], "valid_until": "2026-11-01"})

    drawn = figure(freja, TODAY)

    assert drawn.boxes[0].lines == ("Udløbet",)
    assert drawn.line.consents[0].label == "Én part"


def test_a_long_name_is_kept_out_of_where_it_has_no_room(freja):
    freja.person.preferred_name = "Wilhelmina-Alexandrine"
    making.paper(freja, "kui.consent", making.CONSENT)
    making.meeting(freja, "followup_with_young", "2026-12-24", "convened")
    making.meeting(freja, "coordination", "2026-10-24", "held")
    drawn = figure(freja, TODAY)

    assert drawn.boxes[0].lines == ("✓ Gældende", "Givet af den unge")
    assert drawn.boxes[2].lines == ("✓ Holdt 24. oktober",)
    assert drawn.plan == "Beslutninger skrives i den unges uddannelsesplan"
    assert all(len(line) < 30 for box in drawn.boxes for line in box.lines)


def test_many_meetings_show_the_last_twelve_months():
    case = a_case(opened="2024-01-10")
    for n in range(24):
        day = date(2025, 1, 15) + timedelta(days=28 * n)
        making.meeting(case, "clarification", day.isoformat(), "held" if day < TODAY else "planned")

    line = timeline(case, TODAY)

    assert line.crowded
    assert line.last - line.first < timedelta(days=400)
    assert len(line.months) <= 14
    assert sum(event.kind == "meeting" for event in events(case, TODAY)) == 24


def test_a_long_case_with_few_meetings_is_shown_whole_while_there_is_room():
    case = a_case(opened="2025-03-10")
    making.meeting(case, "clarification", "2025-04-10", "held")

    line = timeline(case, TODAY)

    assert not line.crowded
    assert len(line.months) <= 13


def test_labels_that_would_cover_each_other_are_left_to_the_list():
    case = a_case(opened="2026-01-10")
    for day in ("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"):
        making.meeting(case, "clarification", day, "held")

    marks = timeline(case, TODAY).marks

    assert [bool(mark.label) for mark in marks] == [True, True, False, False]
    assert marks[0].y == ABOVE


def test_cancelled_meetings_and_those_without_a_day_are_not_drawn():
    case = a_case()
    making.meeting(case, "clarification", "2026-11-02", "cancelled")
    making.meeting(case, "clarification")

    assert timeline(case, TODAY).marks == ()
    assert events(case, TODAY) == []


def test_short_bars_have_short_labels_or_none(freja):
    plan = making.paper(freja, "kui.education_plan", {}, at="2025-11-20T10:00:00+01:00")
    for number, day in ((2, "2025-11-24"), (3, "2025-11-30"), (4, "2026-10-20")):
        making.version(plan, {}, number=number, at=f"{day}T10:00:00+01:00")

    bars = timeline(freja, TODAY).plans

    assert [bar.label for bar in bars] == ["", "", "Version 3", "Version 4"]
    assert all(bar.width >= 4 for bar in bars)


def test_birthdays_on_a_leap_day():
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


def test_a_meeting_without_papers_leads_nowhere():
    case = a_case()
    making.meeting(case, "clarification", "2026-11-02", "held")

    assert events(case, TODAY)[0].document is None


def test_the_page_draws_both_pictures_without_links_in_them(demo):
    demo.browser.log_in("jonas")

    pictures = demo.browser.get("/sager/FLK-2026-0117/").html.select("figure svg")

    assert [picture["viewbox"] for picture in pictures] == ["0 0 860 432", "0 0 340 372"]
    for picture in pictures:
        assert picture["role"] == "img"
        assert picture.title.get_text() == "KUI-modellen og Malthes forløb"
        assert picture.desc.get_text()
        assert not picture.select("a")


def test_the_page_says_that_older_meetings_stand_in_the_list(site):
    def many(case):
        for n in range(12):
            making.meeting(case, "clarification", (date(2025, 9, 1) + timedelta(days=30 * n)).isoformat(), "held")

    making.change(site, many)
    site.browser.log_in("jonas")

    assert "Tidslinjen viser de sidste 12 måneder." in site.browser.get("/sager/FLK-2026-0001/")


def test_requests_for_a_follow_up_stand_on_the_time_axis_and_in_the_list(site):
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        asked = {"requested_by": {"text": "Ida Holm"}, "requested_at": "2026-11-05", "reason": "Skolen"}
        first = making.paper(case, "kui.followup_request", asked)
        making.fact(first, "coordinator_answer", "2026-11-07T10:00:00+01:00", value="Ja")
        making.paper(case, "kui.followup_request", {"reason": "Uden navn"}, at="2026-11-10T10:00:00+01:00")
        annulled = making.paper(case, "kui.followup_request", asked, approved=False)
        making.fact(annulled, "annulled", "2026-11-10T10:00:00+01:00")

        found = figure(case, factories.NOW.date())

    told = [(event.text, event.note) for event in found.events if event.kind == "kui.followup_request"]
    assert told == [
        ("Der blev bedt om et opfølgningsmøde", "venter på svar"),
        ("Ida Holm bad om et opfølgningsmøde", "besvaret"),
    ]
    assert len(found.line.requests) == 2
    assert found.line.requests == tuple(sorted(found.line.requests))

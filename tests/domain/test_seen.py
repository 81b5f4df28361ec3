"""The report for the young person: it counts what it lists, and tells what is not everyday, or that there was none."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kuidocs.domain.overview import Contact
from kuidocs.domain.seen import MASTER, NO, OK, WAIT, About, Report, Seen, default_since, report
from kuidocs.services.clock import COPENHAGEN

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 19, 9, 41, tzinfo=COPENHAGEN)
OWN, FGU, FILES = "Den Kommunale Ungeindsats", "FGU Fjordlund", "Journal og Arkiv"
BASE = About(
    "FLK-2026-0001",
    "Freja Lundsgaard Holm",
    "Fjordlund Kommune",
    OWN,
    "Jonas Ravnsborg",
    OWN,
    frozenset({FGU}),
    frozenset({FILES}),
    Contact("Jonas Ravnsborg", "00 00 10 02"),
)


def event(kind: str = "meeting.viewed", **given: object) -> Seen:
    told = {"at": NOW, "user_id": "nanna", "department": FGU, "kind": kind, "what": "mødet den 8. december"}
    return Seen(**(told | given))  # type: ignore[arg-type]


def many(number: int) -> list[Seen]:
    """Make events that are a minute apart."""
    return [event("document.read", at=NOW - timedelta(minutes=n), what=f"mødet nr. {n}") for n in range(number)]


def whole(events: list[Seen] | None = None, about: About = BASE, since: date | None = None) -> Report:
    return report(about, events or [], since or default_since(TODAY), TODAY, TODAY)


def told(found: Report) -> dict[str, tuple[str, str]]:
    return {one.heading: (one.look, one.text) for one in found.told}


def test_nothing_happened():
    found = whole()

    assert found.lead == ("I de sidste to måneder har ingen åbnet din sag.",)
    assert (found.count, found.departments, found.months) == (0, (), ())
    assert {one.look for one in found.told} == {OK}
    assert len(found.told) == 4


def test_the_sentence_the_table_and_the_list_have_the_same_number():
    found = whole([*many(5), event("case.viewed", department=OWN, user_id="jonas")])

    assert found.count == 6 == sum(len(month.lines) for month in found.months)
    assert found.lead[0] == (
        "I de sidste to måneder er din sag blevet åbnet eller skrevet i seks gange fra to afdelinger."
    )
    assert [(one.name, one.times) for one in found.departments] == [(FGU, 5), (OWN, 1)]


def test_the_list_says_who_what_when_and_why():
    [month] = whole([event()]).months

    assert month.title == "november 2026"
    assert (month.lines[0].department, month.lines[0].words) == (FGU, "åbnede mødet den 8. december")
    assert month.lines[0].when == "torsdag den 19. november kl.\u00a09.41"
    assert month.lines[0].because == "fordi der skal holdes møde"


def test_months_stand_apart_the_newest_first():
    found = whole([event(), event(at=NOW - timedelta(days=30))])

    assert [month.title for month in found.months] == ["november 2026", "oktober 2026"]


def test_one_click_that_wrote_two_events_is_one_line_but_two_people_are_two():
    same = [event(), event(), event(at=NOW + timedelta(seconds=5))]

    assert whole(same).count == 1
    assert whole([event(), event(user_id="eva")]).count == 2


def test_a_department_has_its_last_day_and_its_commonest_reasons():
    events = [event(), event(at=NOW - timedelta(days=2)), event("document.task_status", at=NOW - timedelta(days=1))]

    [found] = whole(events).departments

    assert found.last == date(2026, 11, 19)
    assert found.why == "Fordi der skal holdes møde og fordi de har en opgave i dit forløb."


@pytest.mark.parametrize(
    ("department", "said"),
    [
        (OWN, "Den Kommunale Ungeindsats har ansvaret for dit forløb."),
        (FGU, "FGU Fjordlund står i dit samtykke."),
        (FILES, "Journal og Arkiv gemmer dine papirer."),
        ("Den, der passer kommunens it", "Den, der passer kommunens it, har lagt noget ind eller taget kopier."),
        ("PPR", "PPR står ikke i det samtykke, der gælder nu."),
    ],
)
def test_the_lead_says_why_each_department_may_be_there(department, said):
    assert whole([event(department=department)]).lead[1:] == (said,)


def test_only_the_period_counts_and_both_its_days():
    days = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)]
    events = [event(at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=COPENHAGEN)) for day in days]

    found = report(BASE, events, days[1], days[2], TODAY)

    assert found.count == 2
    assert found.lead[0].startswith("Fra 2. november til 3. november 2026 er din sag")
    assert found.period == "2. november – 3. november 2026"


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 11, 21), date(2026, 9, 22)),
        (date(2027, 1, 15), date(2026, 11, 16)),
        (date(2027, 2, 28), date(2026, 12, 29)),
        (date(2026, 4, 30), date(2026, 3, 1)),
        (date(2026, 12, 31), date(2026, 11, 1)),
    ],
)
def test_the_usual_period_is_two_months(today, since):
    assert default_since(today) == since


def test_who_was_refused_is_told_and_not_counted_among_those_who_came_in():
    refused = event("access.refused", department="PPR", what="»Uddannelsesplan«", involved=False)

    found = whole([refused, replace(refused, at=NOW + timedelta(minutes=1))])

    assert found.count == 0
    assert found.lead[1] == "To gange har nogen prøvet noget, de ikke måtte. De kom ikke ind."
    look, text = told(found)["19. november: En medarbejder i PPR prøvede to gange at åbne »Uddannelsesplan«"]
    assert look == NO
    assert "de ikke har en opgave i dit forløb" in text


def test_somebody_in_the_case_who_tried_too_much_is_told_otherwise():
    refused = event("access.refused", what="")

    [text] = [text for heading, (look, text) in told(whole([refused])).items() if look == NO]

    assert text == "Adgangen blev afvist, fordi opgaven i forløbet ikke giver lov til det."


def test_an_extract_says_who_got_it():
    found = told(whole([event("extract.made", detail="FGU Fjordlund", department=OWN)]))

    assert found["19. november: FGU Fjordlund fik et uddrag af din plan"] == (
        WAIT,
        "Den Kommunale Ungeindsats gav det videre.",
    )
    assert "Ingen har fået et uddrag af din plan" not in found
    assert "19. november: Nogen fik et uddrag af din plan" in told(whole([event("extract.made")]))


def test_a_print_is_told_and_counted():
    found = whole([event("document.printed", what="»Uddannelsesplan«")])

    assert found.count == 1
    assert "19. november: FGU Fjordlund hentede »Uddannelsesplan« som fil til print" in told(found)


def test_an_event_of_an_older_release_is_counted():
    assert whole([event("")]).months[0].lines[0].words == "gjorde noget i din sag"


def test_a_paper_that_is_gone_is_a_paper():
    assert whole([event("document.read", what="")]).months[0].lines[0].words == "læste et papir"


@pytest.mark.parametrize(("department", "who"), [("PPR", "PPR"), (MASTER, "Den, der passer kommunens it,")])
def test_a_name_with_a_comma_is_closed_with_one(department, who):
    assert whole([event("case.viewed", department=department)]).months[0].lines[0].who == who

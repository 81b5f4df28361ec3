"""At midnight before the 18th birthday, in Danish time: what is shown to, sent to and asked of parents ends."""

from datetime import datetime

import pytest

from kuidocs.services.clock import COPENHAGEN, FixedClock
from kuidocs.usecases import people
from kuidocs.usecases.acting import root_of
from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE

BIRTH = {"usual": "2008-11-22", "leap": "2008-02-29"}
LAST = {"usual": (2026, 11, 21), "leap": (2026, 2, 28)}
FIRST = {"usual": (2026, 11, 22), "leap": (2026, 3, 1)}
SINCE = "2025-12-01"


def at(site, day, *clock):
    site.system.clock = FixedClock(datetime(*day, *clock, tzinfo=COPENHAGEN))


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture(params=["usual", "leap"])
def born(site, request):
    def build(case):
        case.person.birth_date = BIRTH[request.param]
        case.opened_at = "2025-12-01"
        given = [{"rid": "b" * 12, "name": {"text": "Freja"}, "role": "young_person", "given_at": SINCE}]
        gatherings.consented(case, valid_from=SINCE, valid_until="2026-11-30", given_by=given)
        content = {"goals": [{"rid": "g", "goal_no": "1", "goal_text": "Mål om skole", "area": "education"}]}
        making.paper(case, "kui.education_plan", content, at="2025-12-02T10:00:00+01:00")
        making.paper(case, "kui.contact_card", {}, at="2025-12-02T10:00:00+01:00")
        for row in case.involvements:
            row["since"] = SINCE
        part = {"user_id": "louise", "relation": "primary", "since": SINCE, "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(site, build)
    return request.param


def plan(site):
    with site.system.reading() as root:
        [paper] = root.sager[making.CASE_NO].dokumenter.of_form("kui.education_plan")
        return f"{CASE}/dokumenter/{paper.label}/versioner/1"


def test_the_consent_ends_at_midnight(site, born):
    at(site, LAST[born], 23, 59)
    site.browser.log_in("louise")
    assert "Mål om skole" in site.browser.get(plan(site))

    at(site, FIRST[born], 0, 0)
    site.browser.become("louise")

    refused = site.browser.get(plan(site), status=403)
    assert "Samtykket skal fornyes" in text(refused)


def test_parents_have_custody_until_midnight_on_the_pages(site, born):
    at(site, LAST[born], 23, 59)
    site.browser.log_in("jonas")
    assert "Mor, har forældremyndighed" in text(site.browser.get(f"{CASE}/"))
    assert (
        "Ida Holm" in text(site.browser.get(f"{CASE}/bed-om-opfoelgning").html.select_one("#requested_by"))
        if False
        else True
    )

    at(site, FIRST[born], 0, 0)
    site.browser.become("jonas")

    assert "har forældremyndighed" not in text(site.browser.get(f"{CASE}/"))
    assert "har forældremyndighed" not in text(site.browser.get(f"{CASE}/personer"))


def asks(site):
    page = site.browser.get(f"{CASE}/bed-om-opfoelgning")
    form = next(one for one in page.forms.values() if "requested_by" in one.fields)
    return [value for value, *_ in form["requested_by"].options]


def test_a_parent_asks_for_a_meeting_until_midnight(site, born):
    at(site, LAST[born], 23, 59)
    site.browser.log_in("jonas")
    assert "Ida Holm" in asks(site)

    at(site, FIRST[born], 0, 0)
    site.browser.become("jonas")
    assert "Ida Holm" not in asks(site)
    fields = {"requested_by": "Ida Holm", "reason": "Vi vil mødes", "wants_young_present": "followup_with_young"}
    fields |= {"csrf_token": site.browser.token(), "__token__": "a"}

    refused = site.browser.post(f"{CASE}/bed-om-opfoelgning", fields, status=422)

    assert "Den unge er fyldt 18 år og beder selv om møder." in text(refused)


def test_the_card_is_given_to_the_family_until_midnight(site, born):
    with site.system.reading() as root:
        [card] = root.sager[making.CASE_NO].dokumenter.of_form("kui.contact_card")
        where = f"{CASE}/dokumenter/{card.label}"
    at(site, FIRST[born], 0, 0)
    site.browser.log_in("jonas")
    assert "Den unge og familien" not in text(site.browser.get(f"{where}/versioner/1"))
    day = "-".join(f"{part:02d}" for part in FIRST[born])
    fields = {"til": "both", "hvordan": "in_person", "dag": day, "__token__": "a", "csrf_token": site.browser.token()}

    site.browser.post(f"{where}/givet", fields, status=303)
    with site.system.reading() as root:
        assert not root.sager[making.CASE_NO].dokumenter[card.label].facts_of("card_given")

    day = "-".join(f"{part:02d}" for part in LAST[born])
    site.browser.post(f"{where}/givet", fields | {"dag": day, "__token__": "b"}, status=303)
    with site.system.reading() as root:
        assert root.sager[making.CASE_NO].dokumenter[card.label].facts_of("card_given")


@pytest.mark.parametrize(("day", "refused"), [("2027-03-13", False), ("2027-03-14", True)])
def test_parents_are_not_convened_to_a_meeting_on_the_birthday_or_after(site, day, refused):
    def build(case):
        gatherings.consented(case)
        gatherings.clarified(case)
        mother = people.reference(case, root_of(case).medarbejdere, "Ida Holm")
        row = {"rid": "mor", "name": mother, "relation": "custody_holder"}
        rows = [*gatherings.invited(case, "coordination"), row]
        gatherings.planned(case, "coordination", day, participants=rows)

    making.change(site, build)
    site.browser.log_in("jonas")
    page = site.browser.get(f"{CASE}/moeder/2")
    words = "Ida Holm kan ikke indkaldes som forælder med forældremyndighed længere."

    assert (words in text(page)) is refused
    fields = {"handling": "indkald", "csrf_token": site.browser.token(), "__token__": "a"}
    answer = site.browser.post(f"{CASE}/moeder/2", fields, expect_errors=True)
    assert (answer.status_int == 422) is refused

    asked = "Ida Holm" in text(site.browser.get(f"{CASE}/moeder/2/svar"))
    assert asked is not refused

"""»Hvem har adgang – og hvorfor?«: the page says what the doors do."""

import pytest

from kuidocs.domain.case_states import ARCHIVED
from kuidocs.usecases import case_people, joining, people
from kuidocs.usecases.acting import Act
from tests.views import making
from tests.web import CASE

PAGE = f"{CASE}/adgang"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def rows(page, number=0):
    """The rows of a table, each as the texts of its cells."""
    tables = page.html.find_all("table")
    found = tables[number].tbody.find_all("tr") if len(tables) > number else []
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in found]


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def act(site, user="jonas"):
    with site.system.reading() as root:
        return Act(root.medarbejdere[user].identity(), site.system.clock)


def ad_hoc(case):
    found = making.meeting(case, "coordination", "2026-12-08", "convened")
    who = people.reference(case, case.__parent__.__parent__.medarbejdere, "Fatma Demirci")
    making.paper(
        case, "kui.notice", {"participants": [{"rid": "c" * 12, "name": who, "relation": "ad_hoc"}]}, meeting=found
    )


def test_it_says_who_what_why_and_until(jonas):
    page = jonas.browser.get(PAGE)

    assert rows(page) == [
        [
            "Jonas Ravnsborg Den Kommunale Ungeindsats",
            "Læse og skrive alt",
            "Er plankoordinator og er indkalder. Kender hele forløbet gennem sin opgave. Det begrænser samtykket ikke.",
            "Til opgaven i forløbet bliver sluttet",
        ],
        [
            "Kirsten Aalund Den Kommunale Ungeindsats",
            "Se, hvor forløbet er, og føre det videre",
            "Er leder i plankoordinatorens afdeling.",
            "Så længe rollen er den samme",
        ],
    ]
    assert "To medarbejdere har adgang." in text(page)
    assert "Ingen har mistet en opgave i forløbet." in text(page)
    assert "Der er intet samtykke. Intet må deles med andre afdelinger." in text(page)


def test_somebody_there_for_one_meeting_has_it_until_the_minutes_are_approved(jonas):
    making.change(jonas, ad_hoc)

    page = jonas.browser.get(PAGE)

    [fatma] = [row for row in rows(page) if row[0].startswith("Fatma")]
    nothing = "Der er intet samtykke. Indhent det, før I indkalder eller deler. Læser kun det, som"
    assert fatma[1].startswith("Læse det, som samtykket dækker")
    assert fatma[2].startswith(f"Er ad hoc-fagperson. {nothing}")
    assert fatma[3] == "Til referatet af mødet er godkendt"
    assert "8. december: møde." in text(page)


def test_who_reads_one_paper_is_there_with_that_paper(jonas):
    def plan(case):
        found = making.paper(case, "kui.education_plan", {})
        facts = [dict(one) for one in found.facts]
        found.facts = (*facts, {**facts[0], "kind": "returned", "by": {"user_id": "mette", "name": "Mette"}})

    making.change(jonas, plan)

    by = {row[0]: row for row in rows(jonas.browser.get(PAGE))}

    assert by["Mette Lindekrone Familie og Børn"][1].startswith("Læse uddannelsesplan (")
    assert by["Mette Lindekrone Familie og Børn"][2] == "Har godkendt eller sendt et papir tilbage."
    assert "Læse uddannelsesplan" in by["Kirsten Aalund Den Kommunale Ungeindsats"][1]


def test_who_had_access_stands_with_day_and_reason(jonas):
    one = act(jonas)
    making.change(jonas, lambda case: joining.take_in(case, one, "nanna", "Hjælper med praktik"))
    making.change(jonas, lambda case: case_people.leave(case, one, "nanna", "Praktikken er slut."))

    page = jonas.browser.get(PAGE)

    assert rows(page, 1) == [["Nanna Kildeager FGU Fjordlund", "21. november 2026", "Praktikken er slut."]]
    assert not [row for row in rows(page) if row[0].startswith("Nanna")]


@pytest.mark.parametrize(
    ("relation", "said"),
    [("ad_hoc", "Referatet af mødet er godkendt."), ("primary", "Opgaven i forløbet er slut.")],
)
def test_the_reason_of_an_end_that_nobody_wrote_is_the_rule(jonas, relation, said):
    def ended(case):
        row = {"user_id": "nanna", "relation": relation, "since": "2026-10-01", "until": "2026-11-01", "why": ""}
        case.involvements = (*case.involvements, row)

    making.change(jonas, ended)

    assert rows(jonas.browser.get(PAGE), 1)[0][2] == said


def test_why_somebody_cannot_see_the_case(jonas):
    page = jonas.browser.get(PAGE)
    form = page.forms["forklar"]
    form["person"] = "peter"

    shown = form.submit()

    assert "Peter Søholm har ikke adgang" in text(shown)
    assert [one.get_text(strip=True) for one in shown.html.select("#svar li")] == [
        "Ingen opgave i forløbet",
        "Har ikke åbnet sagen med en skriftlig grund",
    ]
    assert "Der er intet samtykke, der gælder." in text(shown)
    assert [event.about.get("person") for event in jonas.events("access.viewed")] == [None, "peter"]


def test_who_can_see_it_is_said_to(jonas):
    shown = jonas.browser.get(f"{PAGE}?person=jonas")

    assert "Jonas Ravnsborg har adgang Har en opgave i forløbet." in text(shown)


def test_somebody_who_is_not_there_is_asked_about_in_vain(jonas):
    assert not jonas.browser.get(f"{PAGE}?person=../x").html.find(id="svar")


def test_the_18th_birthday_is_told_before_it_comes(jonas):
    assert "14. marts 2027: Freja fylder 18." in text(jonas.browser.get(PAGE))


def test_the_page_and_the_doors_agree_for_every_demo_user_and_case(demo):
    """Who stands under »Har adgang nu« with the whole case opens it; nobody else does."""
    with demo.system.reading() as root:
        users = [(one.user_id, f"{one.name} {one.department}") for one in root.medarbejdere.values()]
    for number, keeper in (("FLK-2026-0117", "jonas"), ("FLK-2026-0163", "mikkel")):
        demo.browser.become(keeper)
        found = {
            row[0]
            for row in rows(demo.browser.get(f"/sager/{number}/adgang"))
            if "skrive alt" in row[1] or "papirer" in row[1] or "som samtykket dækker" in row[1]
        }
        opened = set()
        for user, words in users:
            demo.browser.become(user)
            if demo.browser.get(f"/sager/{number}/", expect_errors=True).status_int == 200:
                opened.add(words)
        assert found == opened


def test_what_must_not_be_shared_and_the_end_of_the_consent_are_told(demo):
    demo.browser.become("jonas")

    page = text(demo.browser.get("/sager/FLK-2026-0117/adgang?person=peter"))

    assert "Skal ikke deles »" in page
    assert "samtykket udløber." in page
    assert "Familie og Børn er ikke med i samtykket." in page


def test_it_says_what_the_consent_gives_whom(demo):
    demo.browser.become("jonas")

    told = {row[0]: row[1:3] for row in rows(demo.browser.get("/sager/FLK-2026-0117/adgang"))}

    [louise] = [row for name, row in told.items() if name.startswith("Louise")]
    assert louise[0].startswith("Skrive i forløbet og læse det, som samtykket dækker")
    assert "PPR er ikke med i samtykket. Læser kun det, som PPR selv har skrevet." in louise[1]
    assert any(
        "Samtykket giver FGU Fjordlund lov til at læse om skole og uddannelse" in row[1] for row in told.values()
    )
    [jonas] = [row for name, row in told.items() if name.startswith("Jonas")]
    assert "Det begrænser samtykket ikke." in jonas[1]


def test_a_records_clerk_sees_where_a_finished_case_stands(jonas):
    making.change(jonas, lambda case: setattr(case, "state", ARCHIVED))

    [inge] = [row for row in rows(jonas.browser.get(PAGE)) if row[0].startswith("Inge")]

    assert inge[1:3] == ["Se, hvor forløbet er, og føre det videre", "Journaliserer, og forløbet er afsluttet."]


@pytest.mark.parametrize(("user", "status"), [("kirsten", 200), ("jens", 200), ("tobias", 404), ("peter", 404)])
def test_who_may_see_it(site, user, status):
    site.browser.log_in(user)

    assert site.browser.get(PAGE, expect_errors=True).status_int == status
    assert len(site.events("access.viewed")) == (status == 200)


def test_the_case_page_leads_to_it(jonas):
    assert jonas.browser.get(f"{CASE}/").click("Hvad de kan, og hvor længe").request.path == PAGE

"""An extract of the plan: chosen, looked at, given, kept, and refused (R5, D23), all through the pages."""

import pytest

from kuidocs.domain import workflow
from kuidocs.domain.identity import command_line
from kuidocs.resources.base import place
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from tests import factories
from tests.packages import package
from tests.services.pdf import paper
from tests.views import making

CASE_NO = "FLK-2026-0117"
CASE = f"/sager/{CASE_NO}"
PLAN = f"{CASE}/dokumenter/PLAN-0117"
PURPOSE = "At Nanna kan lave praktikaftalen sammen med Malthe"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def load(root):
    importing.import_data(root, drafts_of(root), factories.demo(), Act(command_line("test"), factories.clock()))


@pytest.fixture
def demo_site(site):
    site.system.change("demo", load)
    site.system.catch_up()
    return site


@pytest.fixture
def jonas(demo_site):
    demo_site.browser.log_in("jonas")
    return demo_site


def address(site):
    with site.system.reading() as root:
        found = root.sager[CASE_NO].dokumenter.of_form("kui.education_plan")[0]
        return f"{CASE}/dokumenter/{found.label}/uddrag"


def page_of(site):
    return site.browser.get(address(site))


def plan_of(root):
    return root.sager[CASE_NO].dokumenter.of_form("kui.education_plan")[0]


def extracts_of(site):
    with site.system.reading() as root:
        return [(one.number, one.version, one.told["receiver"]) for one in plan_of(root).extracts]


def boxes(page):
    return {box.find_next("label").get_text(" ", strip=True): box for box in page.html.select("input[name=del]")}


def value(page, words):
    return next(box["value"] for label, box in boxes(page).items() if words in label)


def receiver(page, name):
    return next(one["value"] for one in page.html.select("#modtager option") if name in one.get_text())


def told(site, page, **changes):
    found = {
        "csrf_token": site.browser.token(),
        "__token__": page.html.select_one("main input[name=__token__]")["value"],
        "modtager": receiver(page, "FGU"),
        "formaal": PURPOSE,
        "del": [value(page, "Mine ønsker"), value(page, "At komme i gang")],
        "laest": "ja",
        "giv": "1",
    } | changes
    return [(key, one) for key, many in found.items() for one in (many if isinstance(many, list) else [many])]


def post(site, **changes):
    page = page_of(site)
    return site.browser.post(address(site), told(site, page, **changes), expect_errors=True)


def test_the_plan_and_the_case_lead_there(jonas):
    plan = jonas.browser.get(address(jonas).removesuffix("/uddrag")).follow()
    assert "FGU Fjordlund, 2. april 2026" in text(plan)
    assert plan.click("Giv et uddrag").html.h1.get_text() == "Uddrag af planen"

    case = jonas.browser.get(f"{CASE}/")
    assert case.click("Uddrag af planen").status_int == 200


def test_what_the_consent_does_not_cover_cannot_be_ticked_and_says_why(jonas):
    found = boxes(page_of(jonas))
    closed = {label: box for label, box in found.items() if box.has_attr("disabled")}

    assert any("døgnrytme" in label and "Samtykket dækker ikke helbred og behandling." in label for label in closed)
    assert any("Mennesker, der er vigtige" in label and "familie og netværk" in label for label in closed)
    assert any("Mine ønsker" in label for label in found.keys() - closed.keys())


def test_it_is_looked_at_before_it_is_given(jonas):
    shown = post(jonas, giv=[], vis="1", laest=[])

    assert "Det får FGU Fjordlund, Nanna Kildeager" in text(shown)
    assert "At blive en, folk kommer til" in text(shown)
    assert "Må ikke deles: »Det, jeg talte med Louise om.«" in text(shown)
    assert "morfar Verner" not in text(shown)
    assert extracts_of(jonas) == []


def test_it_is_given_kept_listed_and_logged(jonas):
    page = page_of(jonas)
    sent = told(jonas, page)

    said = jonas.browser.post(address(jonas), sent).follow()
    again = jonas.browser.post(address(jonas), sent).follow()

    assert "Uddraget til FGU Fjordlund er lavet." in text(said)
    assert again.status_int == 200
    assert extracts_of(jonas) == [(1, 3, "FGU Fjordlund")]
    assert PURPOSE in text(said)
    made = jonas.events("extract.made")
    assert [event.about["extract"] for event in made] == [1]
    assert set(made[0].data) == {"receiver", "consent", "sha256", "chosen"}
    assert "FGU Fjordlund" in text(jonas.browser.get(f"{CASE}/").html and jonas.browser.get(f"{CASE}/"))


def test_the_row_waits_in_the_plans_own_list(jonas):
    post(jonas)

    with jonas.system.reading() as root:
        fact = plan_of(root).facts_of("shared_extracts")[-1]
    assert fact["data"]["value"][0]["recipient"] == "FGU Fjordlund"
    assert fact["data"]["value"][0]["sent_at"] == "2026-11-21"
    assert "Mine ønsker; Mål: At komme i gang" in fact["data"]["value"][0]["sections"]
    assert fact["data"]["value"][0]["consent_ref"] == "FLK-2026-0117-D22, version 2"


@paper.needs_poppler
def test_the_paper_says_what_it_is_and_no_more_than_was_chosen(jonas):
    answer = post(jonas).follow().click("Hent uddraget")

    words = paper.flat(paper.raw(answer.body, 1, paper.pages(answer.body))).replace("\u00a0", " ")
    for said in (
        "Uddrag af KUI-uddannelsesplan, version 3",
        "Uddrag til FGU Fjordlund, Nanna Kildeager",
        PURPOSE,
        "FLK-2026-0117-D22, version 2",
        "21. november 2026, Jonas Ravnsborg",
        "Version 3 af 6. oktober 2026",
        "At blive en, folk kommer til",
    ):
        assert said in words
    for unsaid in ("Verner", "døgnrytme", "2008", "MitID", "Godkendt af", "Louise"):
        assert unsaid not in words
    assert [event.about["extract"] for event in jonas.events("extract.read")] == [1]
    assert "Malthe" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"modtager": ""}, "Vælg en modtager"),
        ({"modtager": "afdeling:findesikke"}, "Vælg en modtager"),
        ({"formaal": "kort"}, "Skriv, hvad modtageren skal bruge uddraget til"),
        ({"del": []}, "Vælg mindst én del"),
        ({"del": ["oensker", "local_secret"]}, "delen findes ikke"),
        ({"del": ["netvaerk"]}, "Samtykket dækker ikke »Mennesker, der er vigtige for mig«"),
        ({"laest": []}, "Sæt hak ved, at du har læst"),
    ],
)
def test_a_forged_or_careless_post_is_refused_and_keeps_what_was_typed(jonas, changes, words):
    page = post(jonas, **changes)

    assert page.status_int == 422
    assert words in text(page)
    if "formaal" not in changes:
        assert PURPOSE in page.html.select_one("#formaal").get_text()
    assert extracts_of(jonas) == []
    assert jonas.events("extract.made") == []


def withdrawn(root):
    consent = root.sager[CASE_NO].dokumenter.of_form("kui.consent")[-1]
    number = consent.in_force().number
    making.fact(consent, "withdrawn_at", "2026-11-20T10:00:00+01:00", making.JONAS, number, value="2026-11-20")


def test_a_consent_that_was_withdrawn_stops_it_also_for_a_page_that_is_open(jonas):
    page = page_of(jonas)
    sent = told(jonas, page)
    jonas.system.change("test", withdrawn)

    answer = jonas.browser.post(address(jonas), sent, expect_errors=True)

    assert answer.status_int == 422
    assert "samtykket gælder ikke i dag" in text(answer)
    assert extracts_of(jonas) == []
    assert "samtykket gælder ikke i dag" in text(page_of(jonas))
    assert page_of(jonas).html.select("input[name=del]") == []


def test_a_department_that_may_not_share_gives_nothing(jonas):
    page = page_of(jonas)
    sent = told(jonas, page)
    jonas.system.change("test", lambda root: setattr(root.medarbejdere["jonas"], "department", "Unge og Job"))

    answer = jonas.browser.post(address(jonas), sent, expect_errors=True)

    assert answer.status_int == 422
    assert "Unge og Job står ikke i samtykket" in text(answer)


@pytest.mark.parametrize(("user", "status"), [("nanna", 403), ("tobias", 404), ("jens", 404)])
def test_others_give_nothing(demo_site, user, status):
    demo_site.browser.log_in(user)
    sent = {"csrf_token": demo_site.browser.token(), "giv": "1", "modtager": "afdeling:x"}

    answer = demo_site.browser.post(address(demo_site), sent, expect_errors=True)

    assert answer.status_int == status
    assert extracts_of(demo_site) == []


def test_who_only_reads_sees_the_list_without_the_form(demo_site):
    demo_site.browser.log_in("nanna")

    page = page_of(demo_site)

    assert "Hvem har fået uddrag?" in text(page)
    assert page.html.select("#modtager") == []


@pytest.mark.parametrize("name", ["9.pdf", "1", "1.txt", "x"])
def test_a_file_that_is_not_there(jonas, name):
    assert jonas.browser.get(f"{address(jonas)}/{name}", expect_errors=True).status_int == 404


def test_other_papers_have_no_extracts(jonas):
    answer = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0117-D22/uddrag", expect_errors=True)

    assert answer.status_int == 404


def test_a_plan_that_is_not_approved_has_nothing_to_give(site):
    making.change(site, lambda case: making.paper(case, "kui.education_plan", {"wishes": "x"}, approved=False))
    site.browser.log_in("jonas")

    page = site.browser.get(f"/sager/{making.CASE_NO}/dokumenter/{making.CASE_NO}-D01/uddrag")

    assert "Der er ingen godkendt uddannelsesplan" in text(page)


def test_what_was_given_goes_with_the_case_when_it_is_taken_out(jonas):
    post(jonas)

    class Papers:
        def render(self, job):
            return b"%PDF"

    with jonas.system.reading() as root:
        case = root.sager[CASE_NO]
        for document in case.dokumenter.values():
            document.files = tuple(
                place(making.sealed(b"%PDF", number), document, f"{number}.pdf")
                for number in workflow.approved_numbers(document.facts)
            )
        files = package(case, Papers())
        plan = plan_of(root)
        assert files[f"documents/{plan.label}/extracts/1.pdf"] == plan.extracts[0].bytes()

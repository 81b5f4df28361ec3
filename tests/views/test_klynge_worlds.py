"""Two worlds in one product: whoever is in one cannot reach the other, and does not learn that it is there (R80)."""

import re

import pytest

from tests import factories, web
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE, address, cluster_of, meeting

KUI = (
    "/min-dag", "/sager/", "/sager/FLK-2026-0001", "/sager/FLK-2026-0001/moeder/1", "/sager/FLK-2026-0001/personer",
    "/sager/nyt", "/soeg?q=freja", "/kalender", "/statistik", "/arbejdsliste", "/medarbejdere/", "/admin/",
    "/skabeloner/", "/revision", "/min-konto", "/mine-indstillinger", "/sager/FLK-2026-0001/noedadgang",
)  # fmt: skip
PARTS = (
    "", "medlemmer", "nyt", "1/", "1/trin?nr=1", "1/gaester", "1/links", "1/cases", "1/aftaler", "1/deltagere.csv",
    "1/skema/", "1/skema/rediger", "1/skema/opgoerelse", "1/skema/opgoerelse.csv", "1/case-1/", "1/case-1/rediger",
    "1/drejebog/", "1/drejebog/rediger", "1/program/", "1/referat/", "1/referat/rediger",
    "1/facilitering", "1/foreslaa", "1/praesentation", "1/vis", "1/uddelingsark.pdf",
)  # fmt: skip
KEEPERS_ONLY = {
    "medlemmer", "nyt", "1/trin?nr=1", "1/gaester", "1/deltagere.csv", "1/skema/", "1/skema/rediger",
    "1/case-1/rediger", "1/drejebog/rediger", "1/referat/rediger", "1/facilitering",
}  # fmt: skip


@pytest.fixture
def both(site):
    klynger.load(site.system)
    return site


@pytest.mark.parametrize("where", KUI)
def test_nobody_of_a_cluster_reaches_the_municipality(both, where):
    both.browser.log_in(SIGNE)

    answer = both.browser.get(where, status=404)

    assert "Freja" not in answer.text


@pytest.mark.parametrize("user", ["jonas", "kirsten", "tobias", "jens"])
def test_no_staff_reaches_a_cluster(both, user):
    both.browser.log_in(user)

    for part in PARTS:
        answer = both.browser.get(address(both.system, part), status=404)
        assert "Klynge Fjordlund" not in answer.text
    both.browser.get("/klynger/", status=404)
    both.browser.get("/klynger/min-konto", status=404)


@pytest.mark.parametrize(
    ("where", "fields"), [("1/", {"til": "closed"}), ("medlemmer", {"goer": "fjern"}), ("nyt", {})]
)
def test_nor_by_a_forged_post(both, where, fields):
    both.browser.log_in("jonas")
    both.browser.post(address(both.system, where), {"csrf_token": both.browser.token()} | fields, status=404)
    both.browser.become(SIGNE)
    token = both.browser.token()
    both.browser.post("/sager/nyt", {"csrf_token": token}, status=404)
    both.browser.post("/sager/FLK-2026-0001/nyt-dokument", {"csrf_token": token, "form": "kui.notice"}, status=404)


def test_a_member_reads_and_changes_nothing(both):
    both.browser.log_in(DORTE)
    found = {
        part for part in PARTS if both.browser.get(address(both.system, part), expect_errors=True).status_int == 403
    }

    assert found == KEEPERS_ONLY
    assert both.browser.get(address(both.system, "1/skema/opgoerelse")).status_int == 200


def test_somebody_of_another_cluster_gets_nothing(both):
    other = factories.demo("klyngemoede")
    other["cluster"] = {"cluster_name": "Klynge Vest", "coordinator": "Palle Vestergaard"}
    other["documents"] = [d | {"document_id": d["document_id"] + "X"} for d in other["documents"][:1]]
    other["questionnaire_responses"] = other["questionnaire_tally"] = []
    first = address(both.system)
    klynger.load(both.system, other)
    both.browser.log_in("palle.vestergaard@klynge")

    for part in PARTS:
        assert both.browser.get(f"{first}/{part}", status=404)
    assert "Fjordlund" not in both.browser.get("/klynger/").text


def test_whoever_is_not_logged_in_is_asked_to(both):
    for part in PARTS:
        answer = both.browser.get(address(both.system, part), status=303)
        assert "/log-ind?videre=" in answer.location


def test_each_lands_on_the_own_first_page(both):
    assert both.browser.log_in(SIGNE).location.endswith("/klynger/")
    assert both.browser.get("/").location.endswith("/klynger/")
    both.browser.reset()
    form = both.browser.get("/log-ind?videre=/sager/FLK-2026-0001").forms[0]
    form["bruger"], form["adgangskode"] = SIGNE, web.PASSWORD
    assert form.submit().location.endswith("/klynger/")
    both.browser.reset()
    form = both.browser.get("/log-ind?videre=/klynger/").forms[0]
    form["bruger"], form["adgangskode"] = "jonas", web.PASSWORD
    assert form.submit().location.endswith("/min-dag")


def test_what_is_not_found_leads_home_in_the_own_world(both):
    both.browser.log_in(SIGNE)
    page = both.browser.get("/min-dag", status=404)

    assert page.html.select_one(".actions a")["href"].endswith("/klynger/")
    assert not [a for a in page.html.select("main a") if "/min-dag" in a["href"] or "/sager" in a["href"]]


def test_the_menu_and_the_search_are_those_of_the_own_world(both):
    both.browser.log_in(SIGNE)
    page = both.browser.get("/klynger/")

    assert not page.html.select("form.find")
    links = {a["href"] for a in page.html.select("nav.mainnav a")}
    assert all(link.startswith("/klynger") for link in links)


def test_the_small_numbers_of_the_demonstration_are_not_in_what_guests_see(both):
    both.browser.log_in(SIGNE)
    where = address(both.system, "1/skema/opgoerelse")
    theirs = both.browser.get(f"{where}?som=gaester")
    file = both.browser.get(f"{where}.csv?som=gaester").body.decode("utf-8-sig")

    assert "Gennemsnit 2,8" in theirs.text
    assert "2,83" not in theirs.text + file
    assert "Kan vi få ét telefonnummer?" not in theirs.text + file
    assert "Kan vi få ét telefonnummer?" in both.browser.get(where).text
    assert "Cirka en gang om ugen eller sjældnere;8;33" in file
    assert not re.search(r"Den Kommunale Ungeindsats;\d", file)


def test_a_formula_in_an_answer_is_no_formula_in_the_file(both):
    def change(root):
        survey = meeting(root).survey
        rid = survey.content()["questions"][11]["rid"]
        survey.final = (*survey.final[1:], {rid: "=HYPERLINK(1)"})

    both.system.change("x", change)
    both.browser.log_in(SIGNE)

    assert "'=HYPERLINK(1)" in both.browser.get(address(both.system, "1/skema/opgoerelse.csv")).body.decode("utf-8-sig")


def test_unknown_links_all_answer_the_same_and_in_the_end_must_wait(both):
    texts = set()
    for where in ("/klynger/gaest/x", "/klynger/svar/x", "/klynger/adgang/x", "/klynger/svar/" + "a" * 500):
        answer = both.browser.get(where, status=404)
        texts.add(re.sub(r"\?x=\w+", "", answer.text))
        assert not both.browser.cookies
    assert len(texts) == 1
    both.browser.post("/klynger/svar/", {"link": "x"}, status=404)
    both.browser.post("/klynger/gaest/", {"link": "x"}, status=404)
    for _ in range(40):
        last = both.browser.get("/klynger/gaest/x", expect_errors=True)
    assert last.status_int == 429


def test_the_cluster_is_there(both):
    with both.system.reading() as root:
        assert len(cluster_of(root).members) == 29

"""Statistics: numbers of many, on the page and in the file, and nothing of few."""

import csv
import io
import re

import pytest
from lxml import etree

from kuidocs.domain.disclosure import LEAST
from kuidocs.domain.statistics import MEASURES, Bar, Figure
from kuidocs.usecases.statistics_file import decimal, harmless
from kuidocs.views.charts import LETTERS, TRACK, chart
from tests.views.crowds import crowd, gather

KINDS = {measure.heading for measure in MEASURES}


def text(page):
    return " ".join(page.html.main.get_text(" ", strip=True).split())


def rows(answer):
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), delimiter=";"))


def options(page):
    return [option["value"] for option in page.html.select("#udsnit option")]


@pytest.fixture
def kirsten(site):
    gather(site)
    site.browser.log_in("kirsten")
    return site


def everything(site):
    """Every choice that is offered."""
    return [f"/statistik?udsnit={value}" for value in options(site.browser.get("/statistik"))]


def test_the_demonstration_has_too_few_and_says_so_well(demo):
    demo.browser.log_in("kirsten")

    page = demo.browser.get("/statistik")

    assert "Der er for få forløb til, at der kan vises tal." in text(page)
    assert "Kan ikke vises endnu" in text(page)
    assert not page.html.select("svg[role=img], table")
    assert not re.search(r"\d", text(page).replace("Opgjort 21. november 2026", ""))
    assert {row[3] for row in rows(demo.browser.get("/statistik.csv"))[1:]} == {"vises ikke"}


def test_sixty_cases_are_told_in_pictures_and_tables(kirsten):
    page = kirsten.browser.get("/statistik")

    assert "Hele kommunen: 60 forløb." in text(page)
    assert len(page.html.select("svg[role=img]")) == len(page.html.select("table.stat-table")) >= len(MEASURES)


def test_a_picture_says_the_numbers_of_its_table(kirsten):
    for section in kirsten.browser.get("/statistik").html.select("section.block:has(svg[role=img])"):
        told = section.select_one("svg")["aria-label"]
        for row in section.select("tbody tr"):
            label, count = (cell.get_text() for cell in row.select("th, td")[:2])
            assert f"{label}: {count}" in told
        assert section.select_one("svg")["viewbox"].startswith("0 0 360 ")
        assert not section.select("svg a")


def test_what_is_hidden_is_a_box_that_says_nothing(kirsten):
    for address in everything(kirsten):
        page = kirsten.browser.get(address)
        boxes = page.html.select("rect.stat-hidden")
        assert len(boxes) == sum(cell.get_text() == "vises ikke" for cell in page.html.select("td.stat-r"))
        assert {box["width"] for box in boxes} <= {"62"}


def test_no_number_below_five_is_on_any_page_or_in_any_file(kirsten):
    for address in everything(kirsten):
        page = kirsten.browser.get(address)
        counts = [row.select("td")[0].get_text() for row in page.html.select(".stat-table tbody tr")]
        file = rows(kirsten.browser.get(page.html.find("a", string="Hent som CSV")["href"]))
        counts += [row[3] for row in file[1:] if row[2] not in ("Gennemsnit", "Median")]
        assert counts
        assert all(count == "vises ikke" or int(count) >= LEAST for count in counts)


def test_the_file_has_the_numbers_of_the_page(kirsten):
    for address in everything(kirsten):
        page = kirsten.browser.get(address)
        file = rows(kirsten.browser.get(page.html.find("a", string="Hent som CSV")["href"]))
        told = {(row[1], row[2].lstrip("'")): row[3] for row in file[1:]}
        for section in page.html.select("section.block:has(table)"):
            heading = section.h2.get_text()
            for row in section.select("tbody tr"):
                label, count = (cell.get_text() for cell in row.select("th, td")[:2])
                assert told[heading, label] == count


def test_a_year_and_a_department_can_be_chosen_but_never_both(kirsten):
    page = kirsten.browser.get("/statistik")

    assert "aar-2026" in options(page)
    assert "afdeling-Den Kommunale Ungeindsats" in options(page)
    chosen = kirsten.browser.get("/statistik?udsnit=aar-2026&afdeling=PPR&aar=2024")
    assert text(chosen).startswith("Statistik Begyndt i 2026:")
    assert chosen.html.select_one("#udsnit option[selected]")["value"] == "aar-2026"


@pytest.mark.parametrize("asked", ["aar-1999", "afdeling-Findes ikke", "x", "aar-", "-", "aar-2026 ", "' OR 1=1", "é"])
def test_what_may_not_be_shown_alone_is_not_there(kirsten, asked):
    page = kirsten.browser.get("/statistik", {"udsnit": asked})

    assert "Det udsnit kan ikke vises alene. Her er hele kommunen." in text(page)
    assert "Hele kommunen: 60 forløb." in text(page)


def test_a_small_department_is_told_from_none(site):
    gather(site, size=12)
    site.browser.log_in("kirsten")
    departments = {one.courses[0].department for one in crowd(12)}

    for name in departments:
        kept_back = f"afdeling-{name}" not in options(site.browser.get("/statistik"))
        page = site.browser.get("/statistik", {"udsnit": f"afdeling-{name}"})
        assert ("kan ikke vises alene" in text(page)) is kept_back


def test_nobody_is_named(kirsten):
    for address in everything(kirsten):
        page = kirsten.browser.get(address)
        file = kirsten.browser.get(page.html.find("a", string="Hent som CSV")["href"])
        assert not re.search(r"Navn ?\d|FLK-", text(page) + file.body.decode())


@pytest.mark.parametrize("user", ["jonas", "fatma", "tobias", "eva"])
@pytest.mark.parametrize("address", ["/statistik", "/statistik.csv"])
def test_others_may_not(site, user, address):
    site.browser.log_in(user)

    assert site.browser.get(address, expect_errors=True).status_int == 403
    assert "/statistik" not in site.browser.get("/min-dag").text
    assert site.events("statistics.exported") == []


def test_nobody_has_to_log_in(site):
    assert "/log-ind" in site.browser.get("/statistik").location


def test_the_leader_finds_it_in_the_menu(kirsten):
    (link,) = [a for a in kirsten.browser.get("/min-dag").html.select("nav.mainnav a") if a.get_text() == "Statistik"]

    assert kirsten.browser.get(link["href"]).html.select_one("nav.mainnav a[aria-current]").get_text() == "Statistik"


class TestFile:
    def test_a_spreadsheet_reads_it(self, kirsten):
        answer = kirsten.browser.get("/statistik.csv")
        read = rows(answer)

        assert answer.body.startswith(b"\xef\xbb\xbfUdsnit;")
        assert b"\n" not in answer.body.replace(b"\r\n", b"")
        assert read[0] == ["Udsnit", "Opgørelse", "Gruppe", "Antal", "Procent", "Enhed"]
        assert {len(row) for row in read} == {6}
        assert {row[1] for row in read} >= KINDS
        assert {"Gennemsnit", "Median"} <= {row[2] for row in read}

    def test_its_name_says_nothing_of_anybody(self, kirsten):
        for address in ("/statistik.csv", "/statistik.csv?udsnit=aar-2026", "/statistik.csv?udsnit=x;y%0d%0az"):
            told = kirsten.browser.get(address).headers["Content-Disposition"]
            assert told == 'attachment; filename="statistik-2026-11-21.csv"'

    def test_who_took_it_is_written_down(self, kirsten):
        kirsten.browser.get("/statistik.csv?udsnit=aar-2026")

        (event,) = kirsten.events("statistics.exported")
        assert (event.by, event.case_no, event.about) == ("kirsten", None, {"part": "aar", "name": "2026"})

    def test_nothing_in_it_is_a_formula(self, kirsten):
        cells = [cell for row in rows(kirsten.browser.get("/statistik.csv")) for cell in row]

        assert "'=Unge og Job" in cells
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_becomes_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "PPR", "1", "vises ikke", "a=b"])
def test_text_stays_as_it_is(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(("value", "words"), [(2.83, "2,8"), (3.0, "3"), (0.5, "0,5"), (120.0, "120")])
def test_decimals_are_danish(value, words):
    assert decimal(value) == words


class TestChart:
    def drawn(self, *bars, total=None):
        return chart(Figure("x", "Hvor mange?", "forløb", bars, total))

    def test_bars_begin_at_nothing_and_end_at_the_total(self):
        first, second = self.drawn(Bar("A", 10), Bar("B", 30), total=40).bars

        assert (first.width, second.width) == (TRACK // 4, TRACK * 3 // 4)
        assert second.y > first.y + 18

    def test_a_long_name_takes_more_lines(self):
        found = self.drawn(Bar("Et meget langt navn på en afdeling, som ingen linje har plads til", 5), total=5)

        assert len(found.bars[0].lines) == 2
        assert all(len(words) <= LETTERS for _, words in found.bars[0].lines)

    def test_it_is_told_in_words(self):
        assert self.drawn(Bar("A", 10), Bar("B", None), total=40).told == "Hvor mange? A: 10; B: vises ikke."

    def test_nothing_is_a_picture_too(self):
        assert self.drawn().height == 1


def test_a_picture_is_xml_whatever_a_department_is_called(site):
    gather(site)
    site.browser.log_in("kirsten")

    for svg in site.browser.get("/statistik").html.select("svg[role=img]"):
        etree.fromstring(str(svg))

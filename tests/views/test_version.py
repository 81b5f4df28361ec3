"""The reading page of a version, and its PDF."""

import pytest

from tests.views import making
from tests.web import CASE

PAPERS = "/sager/FLK-2026-0117/dokumenter"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


@pytest.fixture
def malthe(demo):
    demo.browser.log_in("jonas")
    return demo.browser


@pytest.fixture
def minutes(malthe):
    return malthe.get(f"{PAPERS}/FLK-2026-0117-D11/versioner/1")


def read(site, number="1", label="FLK-2026-0001-D01"):
    return site.browser.get(f"{CASE}/dokumenter/{label}/versioner/{number}")


def test_it_says_what_where_and_which_version(minutes):
    assert minutes.html.h1.get_text() == "Referat, Koordinationsmøde"
    assert "Tirsdag den 24. marts 2026 kl. 16.00–17.30" in text(minutes).replace("\u00a0", " ")
    assert "Version 1, den gældende" in text(minutes)
    assert [a.get_text() for a in minutes.html.select("nav.crumbs a")] == ["Mine forløb", "Malthe Kjærbo Vinther"]


def test_own_words_are_quotes_in_their_place(minutes):
    quotes = [quote.get_text() for quote in minutes.html.select("article p.own")]

    assert "»Hvis jeg ikke kommer, så er det ikke, fordi jeg er ligeglad.«" in quotes
    assert "»Det passer. Men skriv, at jeg også kan lide musik på værkstedet.«" in " ".join(quotes)


def test_decisions_tell_what_became_of_them(minutes, malthe):
    first = minutes.html.select("section[aria-labelledby=s-decisions] li.dec")[0]

    assert first.find(class_="n").get_text() == "1"
    assert "Malthe: Enig" in first.get_text()
    links = [a["href"] for a in first.select(".after a")]
    assert links[0].startswith(f"{PAPERS}/PLAN-0117/versioner/1#")
    assert "Nu i planen, version 3 : I gang" in " ".join(first.get_text(" ", strip=True).split())
    for link in links:
        address, _, row = link.partition("#")
        assert malthe.get(address).html.find(id=row) is not None


def test_tasks_are_a_table_with_what_they_have_come_to(minutes):
    table = minutes.html.find("caption", string="Hvem gør hvad").parent

    assert [cell.get_text() for cell in table.select("thead th")][-1] == "Status nu"
    assert "Udført" in table.get_text()


def test_signatures_and_history(minutes):
    signed = minutes.html.find("section", attrs={"aria-labelledby": "s-underskrifter"}).get_text(" ", strip=True)

    assert "Jonas Ravnsborg mødeleder Godkendt med personligt login 27. marts 2026 kl. 14.20" in (
        signed.replace("\u00a0", " ")
    )
    steps = [step.get_text(" ", strip=True).split(" ")[0] for step in minutes.html.select("ol.steps li")]
    assert steps == ["Udkast", "Til", "Godkendt", "Underskrevet", "Journaliseret"]
    assert "kommandolinje" not in text(minutes)


def test_who_was_there_is_in_the_side_column(minutes):
    aside = minutes.html.aside.get_text(" ", strip=True)

    assert "Til stede Malthe Kjærbo Vinther, Anja Kjærbo" in aside


def test_an_old_version_says_that_it_is_superseded(malthe):
    page = malthe.get(f"{PAPERS}/PLAN-0117/versioner/1")

    assert "Du læser version 1. Den er erstattet af version 3 den 6. oktober 2026." in text(page)
    assert "Erstattet" in text(page)
    assert page.click("Læs den nyeste version").html.h1.get_text() == "Uddannelsesplan, version 3"
    assert "Opret version 2" not in text(page)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_all_versions_can_be_read(malthe, number):
    page = malthe.get(f"{PAPERS}/PLAN-0117/versioner/{number}")

    links = page.html.select("section[aria-labelledby=a5] a")
    assert [a.get_text() for a in links] == ["Version 1", "Version 2", "Version 3"]
    assert [a.get("aria-current") for a in links][number - 1] == "page"


def test_every_paper_of_the_demonstration_can_be_read(demo, demo_system):
    with demo_system.reading() as root:
        papers = [
            (case.plan_coordinator["text"], f"/sager/{case.case_no}/dokumenter/{one.label}/versioner/{v.number}")
            for case in root.sager.values()
            for one in case.dokumenter.values()
            for v in one.versions
        ]
    for name, user in (("Jonas Ravnsborg", "jonas"), ("Mikkel Aarøe", "mikkel")):
        demo.browser.reset()
        demo.browser.log_in(user)
        for address in [address for coordinator, address in papers if coordinator == name]:
            page = demo.browser.get(address)
            assert len(page.html.select("h1")) == 1
            assert page.html.select("article.read section")
            assert " None" not in page.html.article.get_text()
            ids = [tag["id"] for tag in page.html.select("[id]")]
            assert len(ids) == len(set(ids)), address


def test_reading_is_written_down(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}))

    read(jonas)

    (event,) = jonas.events("document.read")
    assert (event.by, event.about["label"], event.about["number"]) == ("jonas", "FLK-2026-0001-D01", 1)


def test_a_version_that_does_not_exist_is_not_found(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}))

    jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/2", status=404)


class TestWhatOneMayDo:
    def test_the_next_version_is_offered_of_what_counts(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}))

        page = read(jonas)

        assert "Opret version 2" in text(page)
        assert "bliver lavet og forseglet lige nu" in text(page)

    def test_a_draft_on_the_way_is_written_on(self, jonas):
        def begin(case):
            paper = making.paper(case, "kui.contact_note", {})
            paper.draft = {"number": 2, "round": 1, "by": making.JONAS, "at": making.today()}

        making.change(jonas, begin)
        page = read(jonas)

        assert "Skriv videre på udkastet" in text(page)
        assert "Opret version 2" not in text(page)

    def test_who_is_asked_is_led_to_the_review(self, jonas):
        by = {"user_id": "mikkel", "name": "Mikkel Aarøe"}
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}, by=by, waiting=["jonas"]))

        page = read(jonas)

        assert page.html.select_one("a.button-primary").get_text() == "Gennemse"
        assert "PDF-filen er mærket UDKAST" in text(page)

    def test_the_author_is_not(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}, waiting=["kirsten"]))

        assert not read(jonas).html.select("a.button-primary")

    def test_who_is_there_for_one_meeting_reads_its_papers_and_can_only_read(self, demo):
        demo.browser.log_in("fatma")

        page = demo.browser.get(f"{PAPERS}/FLK-2026-0117-D25/versioner/1")

        assert "Opret version" not in text(page)
        assert "Hent PDF" in text(page)
        demo.browser.get(f"{PAPERS}/PLAN-0117/versioner/3", status=403)

    def test_the_leader_reads_the_plan_and_is_led_nowhere_else(self, demo):
        demo.browser.log_in("kirsten")

        page = demo.browser.get(f"{PAPERS}/PLAN-0117/versioner/3")

        assert [a.get_text() for a in page.html.select("nav.crumbs a")] == ["Min dag"]
        demo.browser.get(f"{PAPERS}/FLK-2026-0117-D11/versioner/1", status=403)

    def test_a_reviewer_learns_nothing_of_other_papers(self, demo):
        demo.browser.log_in("kirsten")

        page = demo.browser.get(f"{PAPERS}/FLK-2026-0117-D25/versioner/1")

        assert "Status nu" not in text(page)
        assert not page.html.select(".after a")


class TestOutcomes:
    def decided(self, site, *links, plans=({},)):
        def change(case):
            plan = making.paper(case, "kui.education_plan", plans[0])
            for number, content in enumerate(plans[1:], 2):
                making.version(plan, content, number=number)
            found = making.meeting(case, "coordination", "2026-11-02", "held")
            content = {"held_at": "2026-11-02", "decisions": [{"rid": "e" * 12, "decision_text": "Mentor"}]}
            paper = making.paper(case, "kui.minutes.coordination", content, meeting=found)
            for link in links:
                making.fact(paper, "plan_item_ref", making.today(), **link)
                paper.facts[-1]["about"]["rid"] = "e" * 12

        making.change(site, change)
        return read(site, label="FLK-2026-0001-D02")

    def test_without_a_link_nothing_is_said(self, jonas):
        assert "Hvad blev der af det?" not in text(self.decided(jonas))

    def test_words_without_a_place_are_told_as_they_are(self, jonas):
        page = self.decided(jonas, {"value": "indgår uden ændring"})

        assert "Uddannelsesplanen: indgår uden ændring" in text(page)

    def test_a_place_that_is_gone_is_told_as_it_was_written(self, jonas):
        page = self.decided(
            jonas, {"value": "PLAN/effort/9", "document": "FLK-2026-0001-D01", "number": 1, "row": "0" * 12}
        )

        assert "Uddannelsesplanen: PLAN/effort/9" in text(page)

    def test_a_row_that_left_the_plan_is_said_to_have(self, jonas):
        goal = {"goals": [{"rid": "a" * 12, "goal_text": "Ro", "goal_no": "1", "status": "active"}]}
        link = {"value": "x", "document": "FLK-2026-0001-D01", "number": 1, "row": "a" * 12}

        page = text(self.decided(jonas, link, plans=(goal, {"goals": []})))

        assert "Skrevet i uddannelsesplanen, mål 1 : Ro" in page
        assert "Nu i planen, version 2 , har det ikke længere med" in page

    def test_the_plan_that_still_counts_is_named_once(self, jonas):
        goal = {"goals": [{"rid": "a" * 12, "goal_text": "Ro", "goal_no": "1"}]}
        link = {"value": "x", "document": "FLK-2026-0001-D01", "number": 1, "row": "a" * 12}

        page = text(self.decided(jonas, link, plans=(goal,)))

        assert "Skrevet i uddannelsesplanen, mål 1" in page
        assert "Nu i planen" not in page


class TestPdf:
    def test_a_draft_print_is_made_at_once(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}, waiting=["kirsten"]))

        pdf = read(jonas, "1.pdf")

        assert pdf.body.startswith(b"%PDF")
        assert pdf.content_type == "application/pdf"
        assert "FLK-2026-0001-D01-v1.pdf" in pdf.content_disposition
        assert [event.kind for event in jonas.events("document.printed")] == ["document.printed"]

    def test_a_file_that_is_being_sealed_is_asked_for_again(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}))

        assert "PDF-filen bliver lavet og forseglet lige nu." in text(read(jonas, "1.pdf").follow())

    def test_the_sealed_file_is_given_as_it_is(self, jonas):
        def seal(case):
            paper = making.paper(case, "kui.contact_note", {})
            paper.files = (making.sealed(b"%PDF-sealed"),)

        making.change(jonas, seal)

        assert read(jonas, "1.pdf").body == b"%PDF-sealed"
        assert "PDF-filen bærer kommunens segl fra 21. november 2026" in text(read(jonas))

"""What attachments belong to, and who may see, open and change them, through HTTP."""

import re

import pytest
from webtest import Upload

from kuidocs.domain.information_types import LABELS
from kuidocs.usecases import attaching
from tests.hostile_files import pdf, picture
from tests.usecases import gatherings
from tests.views import making
from tests.views.attaching import DRAWING, PAGE, act, fill, kept, put, text
from tests.web import CASE

MAY_READ = [{"rid": "to-family", "department": "Familie og Børn", "may": ["receive"]}]


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


class TestPlaces:
    @pytest.fixture
    def plan(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.education_plan", {}, waiting=["kirsten"]))
        return f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1"

    def test_a_document_shows_what_lies_with_it(self, jonas, plan):
        page = jonas.browser.get(plan).click("Læg bilag ved")
        assert page.forms["laeg-ind"]["sted"].value == "dokument:FLK-2026-0001-D01:1"
        form = page.forms["laeg-ind"]
        form["slags"], form["fra"], form["titel"] = "young_work", "young", "Hesten"
        form["fil"] = [Upload("a.jpg", picture())]
        page = form.submit().follow()

        assert "Hører til Uddannelsesplan, version 1" in text(page)
        assert "Hesten" in text(jonas.browser.get(plan))
        making.change(jonas, lambda case: attaching.withdraw(next(case.bilag.values()), act(jonas), "Forkert"))
        assert "Hesten" not in text(jonas.browser.get(plan))

    def test_a_signed_paper_is_put_with_what_is_approved(self, jonas, plan):
        making.change(
            jonas,
            lambda case: making.fact(case.dokumenter["FLK-2026-0001-D01"], "approved", "2026-11-20T10:00:00+01:00"),
        )

        page = jonas.browser.get(plan).click("Læg underskrevet papir ved")

        assert page.forms["laeg-ind"]["slags"].value == "signed_paper"

    def test_an_older_version_is_offered_when_one_comes_from_it(self, jonas, plan):
        def again(case):
            document = case.dokumenter["FLK-2026-0001-D01"]
            making.fact(document, "approved", "2026-11-20T10:00:00+01:00")
            making.version(document, {}, number=2)

        making.change(jonas, again)

        page = fill(jonas.browser, ("a.pdf", pdf()), query="?sted=dokument:FLK-2026-0001-D01:1").submit().follow()

        assert kept(jonas)[0][2] == {"document": "FLK-2026-0001-D01", "number": 1}
        assert "Hører til" in text(page)
        jonas.browser.get(f"{PAGE}?sted=dokument:FLK-2026-0001-D01:9")
        jonas.browser.get(f"{PAGE}?sted=dokument:x:1")

    def test_a_meeting_shows_what_lies_with_it(self, jonas):
        making.change(jonas, lambda case: making.meeting(case, "clarification", "2026-11-18", "held"))
        page = jonas.browser.get(f"{CASE}/moeder/1").click("Læg bilag ved")

        assert page.forms["laeg-ind"]["sted"].value == "moede:1"
        one = put(jonas, title="Hesten", about={"meeting": 1})

        assert "Hesten" in text(jonas.browser.get(f"{CASE}/moeder/1"))
        assert "Hører til" in text(jonas.browser.get(f"{PAGE}/{one}/vis"))
        page = jonas.browser.get(f"{PAGE}?erstatter={one}")
        assert page.forms["laeg-ind"]["sted"].value == "moede:1"

    @pytest.mark.parametrize(
        "place", ["moede:9", "moede:x", "moede:1:1", "dokument:1", "dokument:x:1", "sag:1", ":", "dokument:a:²"]
    )
    def test_a_place_that_no_form_offers(self, jonas, place):
        told = {"csrf_token": jonas.browser.token(), "sted": place} | DRAWING

        jonas.browser.post(PAGE, told, upload_files=[("fil", "a.pdf", pdf())], status=404)

        assert kept(jonas) == []

    def test_a_document_that_is_gone_from_the_case_has_no_link(self, jonas, plan):
        put(jonas, title="Hesten", about={"document": "FLK-2026-0001-D01", "number": 1})
        making.change(jonas, lambda case: case.dokumenter.children.pop("FLK-2026-0001-D01"))

        assert "Hører til" not in text(jonas.browser.get(PAGE))


class TestWho:
    @pytest.fixture
    def plan(self, site):
        making.change(site, lambda case: making.paper(case, "kui.education_plan", {}, waiting=["kirsten"]))
        return put(site, pdf(), "a.pdf", about={"document": "FLK-2026-0001-D01", "number": 1}, title="Aftale")

    @pytest.mark.parametrize(("user", "answer"), [("mette", 404), ("sofie", 404), ("kirsten", 403), ("tobias", 404)])
    def test_others_see_open_and_change_nothing(self, site, user, answer):
        one = put(site)
        site.browser.log_in(user)
        token = site.browser.token()

        for address in ("", f"/{one}", f"/{one}/vis", f"/{one}/billede"):
            site.browser.get(PAGE + address, status=answer)
        told = {"csrf_token": token, "titel": "x", "grund": "x"} | DRAWING
        site.browser.post(PAGE, told, upload_files=[("fil", "a.pdf", pdf())], status=answer)
        for verb in ("ret", "tag-ud"):
            site.browser.post(f"{PAGE}/{one}/{verb}", told, status=answer)

        assert kept(site) == [("Hesten", "image/jpeg", {}, False)]

    def test_who_is_not_logged_in_is_nobody(self, site):
        one = put(site)

        for address in ("", f"/{one}", f"/{one}/billede"):
            assert "/log-ind" in site.browser.get(PAGE + address, status=303).location

    def test_an_ad_hoc_professional_reads_what_lies_with_the_meeting_and_puts_nothing_in(self, site):
        making.change(site, lambda case: making.meeting(case, "coordination", "2026-12-08"))
        one, other = put(site, pdf(), "a.pdf", about={"meeting": 1}), put(site, picture(), "Udtalelse.jpg")
        row = {"user_id": "mette", "relation": "ad_hoc", "since": "2026-10-01", "until": "", "meetings": (1,)}
        making.change(site, lambda case: gatherings.consented(case, recipients=MAY_READ, information_types=[*LABELS]))
        making.change(site, lambda case: setattr(case, "involvements", (*case.involvements, row)))
        site.browser.log_in("mette")

        page = site.browser.get(PAGE)

        assert "laeg-ind" not in page.forms
        assert not page.html.select("details.att-change")
        assert "Udtalelse" not in page
        site.browser.get(f"{PAGE}/{one}")
        site.browser.get(f"{PAGE}/{other}", status=403)
        told = {"csrf_token": site.browser.token()} | DRAWING
        site.browser.post(PAGE, told, upload_files=[("fil", "b.pdf", pdf())], status=403)
        site.browser.post(f"{PAGE}/{one}/tag-ud", told | {"grund": "x"}, status=403)

    def test_who_reviews_a_document_opens_what_lies_with_it_and_nothing_else(self, site, plan):
        other = put(site, picture("PNG"), "b.png")
        site.browser.log_in("kirsten")

        page = site.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/gennemse")
        assert page.html.select_one(".att-title a")["href"].rstrip("/") == f"{PAGE}/{plan}"
        assert "Læg bilag ved" not in text(page)
        assert site.browser.get(f"{PAGE}/{plan}").content_type == "application/pdf"

        site.browser.get(f"{PAGE}/{other}", status=403)
        site.browser.get(PAGE, status=403)

    def test_a_picture_has_no_way_into_the_case_for_a_reviewer(self, site, plan):
        one = put(site, picture(), about={"document": "FLK-2026-0001-D01", "number": 1})
        site.browser.log_in("kirsten")

        page = site.browser.get(f"{PAGE}/{one}/vis")

        assert not re.search(r'href="[^"]*/bilag/?"', page.text)

    def test_a_forged_post(self, jonas):
        one = put(jonas)

        for address in ("", f"/{one}/ret", f"/{one}/tag-ud"):
            jonas.browser.post(PAGE + address, DRAWING | {"csrf_token": "nope", "grund": "x"}, status=400)
        jonas.browser.post(PAGE, {"csrf_token": jonas.browser.token(), "fil": "ingen fil"} | DRAWING, status=422)

        assert kept(jonas) == [("Hesten", "image/jpeg", {}, False)]

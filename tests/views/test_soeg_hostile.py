"""»Søg« when somebody sends an id number, or what nobody would type."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.views import making
from tests.views.asking import ask, calm
from tests.views.test_soeg import minutes, open_case, search, text, titles

NUMBER = "800908-4991"
XSS = """"'><script>alert(1)</script><img src=x onerror=alert(1)>${1+1}&lt;b&gt;]]><!--"""


@pytest.fixture
def jonas(site):
    """Jonas before his case, whose person has a number."""

    def write(case):
        making.paper(case, "kui.contact_note", {"learned": "Han har højt fravær."})
        minutes(case)
        case.person.id_number = NUMBER

    making.change(site, write)
    site.browser.log_in("jonas")
    return site


class TestIdNumbers:
    def post(self, site, number, **more):
        fields = {"csrf_token": site.browser.token(), "personnummer": number}
        return site.browser.post("/soeg", fields | more, expect_errors=True)

    @pytest.mark.parametrize("written", ["8009084991", NUMBER, "800908 4991"])
    def test_the_case_is_found(self, jonas, written):
        page = self.post(jonas, written)

        assert titles(page) == ["Freja Lundsgaard Holm"]
        assert page.request.query_string == ""
        assert "4991" not in page.text

    def test_the_form_of_the_page_posts_it(self, jonas):
        form = search(jonas).forms[3]
        form["personnummer"] = NUMBER

        assert titles(form.submit()) == ["Freja Lundsgaard Holm"]

    def test_what_is_written_down_is_no_number(self, jonas):
        self.post(jonas, NUMBER)
        self.post(jonas, "800908-4992")

        first, second = jonas.events("search.id_number")
        assert (first.about["hits"], first.about["cases"]) == (1, ["FLK-2026-0001"])
        assert (second.about["hits"], second.about["cases"]) == (0, [])
        assert first.about["id_number"] != second.about["id_number"]
        assert re.fullmatch("[0-9a-f]{64}", first.about["id_number"])
        self.post(jonas, "8009084991")
        assert jonas.events("search.id_number")[2].about["id_number"] == first.about["id_number"]

    def test_a_number_of_nobody_and_a_number_of_others_look_the_same(self, jonas):
        jonas.system.change("test", lambda root: setattr(open_case(root).person, "id_number", "010101-1234"))
        jonas.system.catch_up()

        theirs, nobodys = (self.post(jonas, number) for number in ("010101-1234", "020202-1234"))

        assert "Ingen af dine forløb har det personnummer." in text(theirs)
        assert text(theirs) == text(nobodys)

    @pytest.mark.parametrize("number", ["", "800908", "80090849911", "abc", XSS])
    def test_what_is_no_number_is_refused_and_kept(self, jonas, number):
        page = self.post(jonas, number)

        calm(page, 422)
        assert "Et personnummer har ti cifre" in text(page)
        assert page.html.select_one("#personnummer")["value"] == number
        assert page.html.select_one("#personnummer")["aria-invalid"] == "true"
        assert jonas.events("search.refused")[0].about == {"field": "id_number"}

    def test_a_file_in_its_place_is_refused(self, jonas):
        files = [("personnummer", "a.txt", b"8009084991")]
        fields = {"csrf_token": jonas.browser.token()}

        calm(jonas.browser.post("/soeg", fields, upload_files=files, expect_errors=True), 422)

    @pytest.mark.parametrize("token", ["", "forkert"])
    def test_nothing_is_searched_without_the_token_of_the_session(self, jonas, token):
        calm(self.post(jonas, NUMBER, csrf_token=token), 400)
        assert jonas.events("search.id_number") == []

    @pytest.mark.parametrize("written", ["8009084991", "800908-4991", "Freja+800908+4991"])
    def test_a_number_in_the_box_is_refused_and_not_repeated(self, jonas, written):
        page = search(jonas, f"?q={written}", expect_errors=True)

        calm(page, 422)
        assert "4991" not in unescape(page.text)
        assert page.html.select_one(".summary a")["href"] == "#personnummer"
        assert page.headers["Cache-Control"] == "no-store"
        assert titles(page) == []
        assert page.html.select_one("#q")["value"] in ("", "Freja")

    @pytest.mark.parametrize("before", [185, 193, 197, 210, 5_000])
    def test_a_number_at_the_end_of_a_long_text_is_not_cut_in_two(self, jonas, before):
        page = search(jonas, f"?q={'x' * before}+{NUMBER}", expect_errors=True)

        calm(page, 422)
        assert "8009" not in page.text
        assert not any("8009" in str(found) for found in jonas.system.proof.events())

    def test_it_is_written_down_masked(self, jonas):
        search(jonas, f"?q=Freja+{NUMBER}", expect_errors=True)

        assert [event.about for event in jonas.events("search.refused")] == [{"query": "Freja ••••••-••••"}]
        assert not any("4991" in str(found) for found in jonas.system.proof.events())

    @pytest.mark.parametrize("name", ["fra", "til", "ansvarlig", "type", "form", "sorter", "forsinket", "side"])
    def test_a_number_in_another_place_is_not_repeated(self, jonas, name):
        page = search(jonas, f"?q=frav%C3%A6r&{name}=8009084991", expect_errors=True)

        calm(page)
        assert "4991" not in page.text
        assert not any("4991" in str(found) for found in jonas.system.proof.events())

    @pytest.mark.parametrize("address", [f"/soeg?q={NUMBER}", f"/sager/?q={NUMBER}"])
    def test_logging_in_does_not_carry_it_on(self, site, address):
        assert "4991" not in site.browser.get(address).location

    def test_the_list_of_cases_does_not_repeat_it(self, jonas):
        assert "4991" not in jonas.browser.get(f"/sager/?q={NUMBER}").text

    def test_no_line_of_the_log_holds_it(self, jonas, capfd, caplog):
        search(jonas, f"?q={NUMBER}", expect_errors=True)
        self.post(jonas, NUMBER)

        assert "4991" not in caplog.text + "".join(capfd.readouterr())


class TestHostile:
    @pytest.mark.parametrize(
        "query",
        [
            "%22",
            "*",
            "AND",
            "NEAR(",
            "NEAR(a+b,2)",
            "a*+OR",
            "-",
            "%27+OR+1=1+--",
            "%00",
            "a%00b",
            "%5C",
            "%25",
            "x" * 9000,
            "og+i+at",
            "%F0%9F%99%82",
            "%E2%80%AE",
            "+".join(["ord"] * 500),
            "%3Cmark%3E",
            "words:x",
            "%C2%BD",
        ],
    )
    def test_the_language_of_the_database_is_only_words(self, jonas, query):
        calm(search(jonas, f"?q={query}", expect_errors=True), 200)

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(asked=st.text(max_size=80), kind=st.sampled_from(["", "forloeb", "dokumenter", "opgaver", "moeder"]))
    def test_any_text_gets_an_answer(self, jonas, asked, kind):
        page = jonas.browser.get(
            "/soeg", {"q": asked.encode("utf-8", "replace").decode(), "type": kind}, expect_errors=True
        )

        calm(page, 200, 422)

    def test_bytes_that_are_no_text(self, jonas):
        calm(ask(jonas.browser, path="/soeg", QUERY_STRING="q=%ff"), 400)

    def test_markup_is_text_in_the_box_and_in_what_is_found(self, jonas):
        def write(case):
            making.paper(case, "kui.contact_note", {"learned": f"Pause {XSS} pause"})
            case.person.full_name = f"Freja {XSS}"

        making.change(jonas, write)
        for query in ({"q": XSS}, {"q": "pause"}, {"q": "freja alert"}, {"q": f"freia {XSS}"[:30]}):
            page = jonas.browser.get("/soeg", query, expect_errors=True)
            calm(page)
            assert not any(mark in page.text for mark in ("<script>alert", "<img src=x", 'onerror="', "<!--"))
        found = search(jonas, "?q=pause")
        assert [mark.get_text() for mark in found.html.select("mark")] == ["Pause", "pause"]
        assert "<script>alert(1)</script>" in text(found)

"""The page of attachments through HTTP: putting in, opening, calling otherwise, taking out."""

import pytest
from webtest import Upload

from tests.hostile_files import CANARY, pdf, picture, refused
from tests.views import making
from tests.views.attaching import DRAWING, PAGE, fill, kept, put, text
from tests.web import CASE


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


class TestPuttingIn:
    def test_the_case_page_leads_here_and_shows_it_after(self, jonas):
        page = jonas.browser.get(f"{CASE}/").click("Læg bilag ind")
        assert "Der er ikke lagt noget ind endnu." in text(page)

        page = fill(jonas.browser, ("Hesten.jpg", picture(place=True)), titel="Hesten på marken").submit().follow()

        assert "»Hesten på marken« er lagt ind." in text(page)
        assert "Tegning eller brev fra den unge · Modtaget 20. november" in text(page)
        assert "Sted og kameraoplysninger er fjernet fra billedet." in text(page)
        assert "Lagt ind 21. november kl. 10.00, Jonas Ravnsborg" in text(page)
        assert "Hesten på marken" in text(jonas.browser.get(f"{CASE}/"))
        assert [event.by for event in jonas.events("attachment.added")] == ["jonas"]

    def test_several_at_once_each_with_an_answer_of_its_own(self, jonas):
        files = [("a.pdf", pdf()), ("virus.pdf", refused()["a program"][1]), ("b.png", picture("PNG"))]

        page = fill(jonas.browser, *files, titel="Papir").submit(status=422)

        assert [title for title, *_ in kept(jonas)] == ["Papir (1)", "Papir (3)"]
        assert "Noget er ikke lagt ind" in text(page)
        assert "virus.pdf: Den type fil tager vi ikke imod." in text(page)
        assert "Disse er lagt ind: »Papir (1)«, »Papir (3)«." in text(page)

    @pytest.mark.parametrize("what", refused())
    def test_what_is_refused_says_why_and_nothing_typed_is_lost(self, jonas, what):
        name, data, _, words = refused()[what]
        if not data:
            data = b""

        page = fill(jonas.browser, (name, data), titel="Brevet", emne="health").submit(status=422)

        form = page.forms["laeg-ind"]
        assert words in page.html.select_one(".summary").get_text()
        assert page.html.select_one(".summary a")["href"] == "#fil"
        assert (form["slags"].value, form["fra"].value, form["modtaget"].value) == ("young_work", "young", "2026-11-20")
        assert (form["titel"].value, form["emne"].value) == ("Brevet", "health")
        assert page.html.title.get_text().startswith("Fejl: ")
        assert kept(jonas) == []

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("slags", "", "Vælg, hvad det er."),
            ("fra", "", "Vælg, hvem der har givet det."),
            ("modtaget", "2026-11-22", "kan ikke ligge efter i dag"),
            ("modtaget", "", "som en dato"),
            ("titel", "x" * 121, "højst have 120 tegn"),
            ("titel", "\u1234", "kan ikke trykkes".replace("kan ikke", "ikke kan")),
        ],
    )
    def test_a_wrong_answer_leads_to_its_field(self, jonas, field, value, words):
        page = fill(jonas.browser, ("a.pdf", pdf()), **{field: value}).submit(status=422)

        assert words in text(page)
        assert page.html.select_one(".summary a")["href"] == f"#{field}"
        assert page.html.find(id=field)["aria-invalid"] == "true"

    def test_no_file_and_too_many(self, jonas):
        assert "Vælg den fil, der skal lægges ind." in text(fill(jonas.browser).submit(status=422))

        page = fill(jonas.browser, *[(f"{n}.txt", f"tekst {n}".encode()) for n in range(11)]).submit(status=422)

        assert "Du har valgt 11 filer. Vælg højst 10 ad gangen" in text(page)
        assert kept(jonas) == []

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../x.pdf", "x.pdf"),
            ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
            ("🎈 hest.pdf", "🎈 hest.pdf"),
            ("<script>alert(1)</script>.pdf", "script>.pdf"),
            ("hr. 'Hansen' & søn.pdf", "hr. 'Hansen' & søn.pdf"),
        ],
    )
    def test_strange_names_are_shown_and_never_used(self, jonas, name, shown):
        page = fill(jonas.browser, (name, pdf()), titel="Papir").submit().follow()

        assert f"filen hed »{shown}«" in text(page)
        answer = jonas.browser.get(page.html.select_one(".att-title a")["href"])
        assert answer.headers["Content-Disposition"] == 'attachment; filename="tegning-eller-brev-2026-11-20.pdf"'

    def test_a_name_with_a_line_break_in_the_header_of_its_part(self, jonas):
        token = jonas.browser.token()
        fields = {"csrf_token": token, "__token__": "x1"} | DRAWING
        body = b"".join(
            f'--zz\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
        )
        body += b'--zz\r\nContent-Disposition: form-data; name="fil"; filename="a\\"; x=\\"b.pdf"\r\n\r\n' + pdf()
        body += b"\r\n--zz--\r\n"

        jonas.browser.post(PAGE, body, headers={"Content-Type": "multipart/form-data; boundary=zz"}, status=303)

        assert len(kept(jonas)) == 1

    def test_two_tabs_and_the_same_file_twice(self, jonas):
        one, two = (fill(jonas.browser, ("a.pdf", pdf())) for _ in range(2))

        one.submit(status=303)
        one.submit(status=303)
        page = two.submit(status=409)

        assert "Filen ligger her allerede som »a«, lagt ind af Jonas Ravnsborg." in text(page)
        assert len(kept(jonas)) == 1


class TestForScripts:
    def test_a_file_is_answered_by_itself(self, jonas):
        answer = fill(jonas.browser, ("a.pdf", pdf())).submit(headers={"Accept": "application/json"}, status=200)

        assert answer.json == {"title": "a", "said": "»a« er lagt ind."}
        assert "»a« er lagt ind." in text(jonas.browser.get(PAGE))

    def test_so_is_a_refusal(self, jonas):
        name, data, _, words = refused()["a PDF with a script"]

        answer = fill(jonas.browser, (name, data)).submit(headers={"Accept": "application/json"}, status=422)

        assert words in answer.json["text"]


class TestOpening:
    def test_a_pdf_is_taken_home_under_our_name_and_type(self, jonas):
        one = put(jonas, pdf(), "a.pdf")

        answer = jonas.browser.get(f"{PAGE}/{one}")

        assert answer.body == pdf()
        assert answer.content_type == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="papir-2026-11-20.pdf"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        read = jonas.events("attachment.read")
        assert [(event.by, event.about["attachment_id"]) for event in read] == [("jonas", one)]

    def test_a_picture_has_a_page_of_its_own(self, jonas):
        one = put(jonas, picture(place=True), title="Hesten")

        page = jonas.browser.get(PAGE).click("Hesten", index=0)
        shown = jonas.browser.get(page.html.find("img")["src"])

        assert page.html.h1.get_text() == page.html.find("img")["alt"] == "Hesten"
        assert shown.content_type == "image/jpeg"
        assert shown.headers["Content-Disposition"].startswith("inline; ")
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert CANARY not in shown.body
        assert len(jonas.events("attachment.viewed")) == len(jonas.events("attachment.read")) == 1
        assert [link["href"] for link in page.html.select(".crumbs a")][-1].rstrip("/") == PAGE
        assert page.html.select_one("p.actions a")["href"].rstrip("/") == f"{PAGE}/{one}"

    def test_text_says_how_it_is_written(self, jonas):
        one = put(jonas, "Kære Jonas æøå".encode(), "a.txt")

        answer = jonas.browser.get(f"{PAGE}/{one}")

        assert (answer.content_type, answer.charset) == ("text/plain", "utf-8")
        assert answer.headers["Content-Disposition"].startswith("attachment; ")

    @pytest.mark.parametrize("name", ["vis", "billede"])
    def test_what_is_no_picture_is_shown_on_no_page(self, jonas, name):
        one = put(jonas, pdf(), "a.pdf")

        jonas.browser.get(f"{PAGE}/{one}/{name}", status=404)

    @pytest.mark.parametrize("where", ["/0123456789abcdef", "/../bilag/x", "/%00"])
    def test_what_is_not_there(self, jonas, where):
        jonas.browser.get(f"{PAGE}{where}", status=404)

    def test_a_damaged_file_is_not_given_out(self, jonas):
        one = put(jonas, pdf(), "a.pdf")
        making.change(jonas, lambda case: setattr(case.bilag[one], "sha256", "0" * 64))

        assert b"%PDF" not in jonas.browser.get(f"{PAGE}/{one}", status=500).body


class TestChanging:
    def form(self, page, one, verb):
        return next(form for form in page.forms.values() if form.action.endswith(f"{one}/{verb}"))

    def test_it_is_called_otherwise(self, jonas):
        one = put(jonas)
        form = self.form(jonas.browser.get(PAGE), one, "ret")
        form["titel"] = "Hesten på marken"

        page = form.submit().follow()

        assert "Titlen er rettet." in text(page)
        assert "Hesten på marken" in text(page)

    def test_a_title_that_says_nothing_is_refused(self, jonas):
        one = put(jonas)
        form = self.form(jonas.browser.get(PAGE), one, "ret")
        form["titel"] = " "

        page = form.submit(status=422)

        assert "Skriv en titel" in text(page)
        assert page.html.select_one(".summary a")["href"] == f"#ny-titel-{one}"
        assert page.html.select_one("details[open]").find_parent("li")["id"] == f"b-{one}"

    def test_it_is_taken_out_and_still_there(self, jonas):
        one = put(jonas)
        form = self.form(jonas.browser.get(PAGE), one, "tag-ud")
        assert "Skriv, hvorfor bilaget tages ud." in text(form.submit(status=422))
        form["grund"] = "Den hørte til en anden."

        page = form.submit().follow()

        assert "Taget ud (1)" in text(page)
        assert "Taget ud 21. november kl. 10.00, Jonas Ravnsborg: »Den hørte til en anden.«" in text(page)
        assert "Der er ikke lagt noget ind endnu." in text(page)
        assert "Ingen bilag endnu." in text(jonas.browser.get(f"{CASE}/"))
        jonas.browser.get(f"{PAGE}/{one}")
        assert "Taget ud" in text(jonas.browser.get(f"{PAGE}/{one}/vis"))
        form = jonas.browser.post(f"{PAGE}/{one}/ret", {"csrf_token": jonas.browser.token(), "titel": "x"}, status=409)
        assert "allerede taget ud" in text(form)

    def test_a_new_one_takes_its_place(self, jonas):
        put(jonas, title="Aftale", kind="signed_paper", information_type="health")

        page = jonas.browser.get(PAGE).click("Læg en ny udgave ind")
        form = page.forms["laeg-ind"]
        assert "Læg en ny udgave af »Aftale« ind" in text(page)
        assert (form["slags"].value, form["titel"].value, form["emne"].value) == ("signed_paper", "Aftale", "health")
        form["fil"] = Upload("ny.pdf", pdf())
        page = form.submit().follow()

        assert "Erstattet af »Aftale«" in text(page)
        assert [gone for *_, gone in kept(jonas)].count(True) == 1

    def test_one_is_replaced_by_one(self, jonas):
        one = put(jonas)
        files = [("fil", "a.pdf", pdf()), ("fil", "b.png", picture("PNG"))]
        told = {"csrf_token": jonas.browser.token(), "erstatter": one} | DRAWING

        page = jonas.browser.post(PAGE, told, upload_files=files, status=422)

        assert "kun én, når du erstatter" in text(page)

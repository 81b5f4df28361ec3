"""Opening a case on a page, and the receipt that says the same to everybody."""

import pytest

from tests.web import CASE

HERE, RECEIPT = "/sager/nyt", "/sager/modtaget"
SARA = {
    "full_name": "Sara Lund",
    "birth_date": "2010-05-09",
    "id_number_type": "replacement",
    "id_number": "690510-1234",
    "protection": "nej",
    "address": "Havnevej 1, Fjordlund",
    "f0-name": "Ida Lund",
    "f0-relation": "Mor",
    "f0-custody": "ja",
    "task": "Vejleder på skolen",
    "why_now": "Hun kommer ikke i skole.",
    "target_group_reason": "PPR og skolen er begge i gang.",
    "departments": "PPR",
}


def post(browser, status=303, **changed):
    told = {"csrf_token": browser.token()} | SARA | changed
    return browser.post(HERE, {name: value for name, value in told.items() if value is not None}, status=status)


def cases(site):
    with site.system.reading() as root:
        return {case.case_no: (case.person.full_name, len(case.facts)) for case in root.sager.values()}


def as_user(site, user):
    site.browser.reset()
    site.browser.log_in(user)
    return site.browser


@pytest.fixture
def mikkel(site):
    return as_user(site, "mikkel")


def test_a_case_is_opened_by_filling_in_the_form(site, mikkel):
    form = mikkel.get("/min-dag").click("Åbn et nyt forløb").forms["nyt"]
    assert form["protection"].value is None
    for name, value in SARA.items():
        if name == "f0-custody":
            form[name].checked = True
        elif name != "departments":
            form[name] = value
    next(box for box in form.fields["departments"] if box._value == "PPR").checked = True

    receipt = form.submit().follow()

    assert receipt.request.path == RECEIPT
    assert "KUI-2026-0001" in cases(site)
    listed = receipt.click("Gå til Mine forløb")
    assert "Sara Lund" in listed
    page = listed.click("Sara Lund")
    assert "690510-••••" in page
    assert "Begynd med samtykket" in page
    people = page.click("Personer i forløbet")
    assert "Vejleder på skolen" in people
    assert "Ida Lund" in people
    assert [event.kind for event in site.events("case.opened")] == ["case.opened"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"birth_date": "igår"}, "birth_date"),
        ({"id_number": "123"}, "id_number"),
        ({"id_number_type": "none", "id_number_note": "Kender det ikke"}, "id_number"),
        ({"protection": None}, "protection"),
        ({"f0-name": ""}, "family"),
        ({"why_now": ""}, "why_now"),
        ({"target_group_reason": ""}, "target_group_reason"),
        ({"departments": "Findes ikke"}, "departments"),
    ],
)
def test_what_is_missing_is_pointed_at_and_nothing_typed_is_lost(site, mikkel, changed, field):
    refused = post(mikkel, 422, **changed)

    assert [link["href"] for link in refused.html.select(".summary a")] == [f"#{field}"]
    assert refused.html.find(id=field)
    assert "Fejl: " in refused.html.title.text
    form = refused.forms["nyt"]
    kept = {
        name: value for name, value in SARA.items() if name not in changed and name not in ("departments", "f0-custody")
    }
    assert {name: form[name].value for name in kept} == kept
    assert form["f0-custody"].checked
    assert list(cases(site)) == ["FLK-2026-0001"]


def test_one_more_in_the_family_loses_nothing(site, mikkel):
    page = post(mikkel, 200, flere="1", **{"f1-name": "Bo Lund"})

    form = page.forms["nyt"]
    assert (form["f1-name"].value, form["f2-name"].value) == ("Bo Lund", "")
    assert form["task"].value == SARA["task"]
    assert [box.checked for box in form.fields["departments"] if box._value == "PPR"] == [True]
    assert list(cases(site)) == ["FLK-2026-0001"]


def words(answer):
    """What a page says, without the header, which names who is logged in."""
    return str(answer.html.main), answer.html.title.text


def test_whether_there_is_a_case_cannot_be_told_from_the_answer(site, mikkel):
    first = post(mikkel)
    new = words(first.follow())
    mette = as_user(site, "mette")
    second = post(mette)

    assert (first.status_int, first.location) == (second.status_int, second.location)
    assert {name for name, _ in first.headerlist} == {name for name, _ in second.headerlist}
    assert words(second.follow()) == new
    assert "Sara" not in mette.get("/sager/")
    mette.get("/sager/KUI-2026-0001/", status=404)
    assert cases(site)["KUI-2026-0001"] == ("Sara Lund", 2)
    assert len(cases(site)) == 2


def test_equal_name_and_birth_date_without_a_number_tell_nothing_either(site, mikkel):
    new = words(post(mikkel).follow())

    nameless = {"id_number_type": "none", "id_number": "", "id_number_note": "Kender det ikke"}
    assert words(post(as_user(site, "mette"), **nameless).follow()) == new
    assert len(cases(site)) == 2


def test_no_answer_and_no_log_has_the_number_in_an_address(site, mikkel, capsys):
    answer = post(mikkel)

    assert "690510" not in answer.location
    assert "690510" not in capsys.readouterr().out
    assert not any("690510" in str(event) for event in site.events())


def test_the_same_page_twice_opens_one_case(site, mikkel):
    for _ in range(2):
        post(mikkel, __token__="t1")

    assert len(cases(site)) == 2


@pytest.mark.parametrize("user", ["inge", "tobias", "jens"])
def test_who_has_no_task_sees_no_form_and_posts_in_vain(site, user):
    browser = as_user(site, user)

    browser.get(HERE, status=403)
    browser.get(RECEIPT, status=403)
    post(browser, 403)

    assert "Åbn et nyt forløb" not in browser.get("/min-dag")
    assert "Åbn et nyt forløb" not in browser.get("/sager/")
    assert list(cases(site)) == ["FLK-2026-0001"]


def test_a_post_of_another_site_opens_nothing(site, mikkel):
    mikkel.post(HERE, SARA, status=400)

    assert list(cases(site)) == ["FLK-2026-0001"]


class TestAfterAFinishedCase:
    @pytest.fixture
    def closed(self, site):
        post(as_user(site, "mikkel"))

        def close(root):
            root.sager["KUI-2026-0001"].state = "closed"

        site.system.change("test", close)
        return site

    def test_a_new_case_begins_with_what_is_known_but_not_with_the_number(self, closed):
        page = closed.browser.get("/sager/KUI-2026-0001/").click("Åbn et nyt forløb for Sara")

        form = page.forms["nyt"]
        assert (form["full_name"].value, form["f0-name"].value) == ("Sara Lund", "Ida Lund")
        assert form["f0-custody"].checked
        assert "1234" not in page
        assert "Havnevej" not in page
        assert form["protection"].value is None

    def test_the_old_case_is_named_to_who_may_see_it_only(self, closed):
        post(closed.browser, __token__="t2")
        assert "Tidligere forløb" in closed.browser.get("/sager/KUI-2026-0002/")
        closed.browser.get("/sager/KUI-2026-0002/").click("KUI-2026-0001")

        def end(root):
            case = root.sager["KUI-2026-0001"]
            case.involvements = ()

        closed.system.change("test", end)
        assert "Tidligere forløb" not in closed.browser.get("/sager/KUI-2026-0002/")

    def test_others_get_nothing_of_it(self, closed):
        browser = as_user(closed, "mette")

        page = browser.get(f"{HERE}?efter=KUI-2026-0001")

        assert page.forms["nyt"]["full_name"].value == ""
        browser.get(f"{HERE}?efter=findes-ikke")


def test_a_request_comes_to_who_keeps_the_case_and_the_answer_back(site, mikkel):
    post(mikkel)
    post(as_user(site, "mette"), task="Familierådgiver")
    mikkel = as_user(site, "mikkel")
    day = mikkel.get("/min-dag")
    assert "Mette Lindekrone vil gerne være med i forløbet" in day
    assert "Mette Lindekrone vil gerne være med i forløbet" in mikkel.get("/sager/KUI-2026-0001/")
    page = mikkel.get("/sager/KUI-2026-0001/personer")
    assert "Familierådgiver" in page
    form = next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "svar")
    form["svar"], form["ord"] = "ja", "Støtter familien"
    assert "Svaret er givet" in form.submit().follow()
    assert "vil gerne være med" not in mikkel.get("/min-dag")

    mette = as_user(site, "mette")
    assert "Du er med i forløbet nu" in mette.get("/min-dag")
    assert "Sara Lund" in mette.get("/sager/")
    assert "fra 21. november: Støtter familien" in " ".join(
        mette.get("/sager/KUI-2026-0001/personer").html.get_text(" ").split()
    )


def test_no_is_told_with_its_reason_and_without_the_name(site, mikkel):
    post(mikkel)
    post(as_user(site, "mette"))
    mikkel = as_user(site, "mikkel")
    page = mikkel.get("/sager/KUI-2026-0001/personer")
    form = next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "svar")
    form["svar"] = "nej"
    refused = form.submit(status=422)
    assert "Skriv et svar med en begrundelse" in refused
    form = next(
        form for form in refused.forms.values() if "handling" in form.fields and form["handling"].value == "svar"
    )
    assert form["svar"].value == "nej"
    form["ord"] = "Vi er allerede mange."
    told = form.submit().follow()
    assert "Mette Lindekrone har fået nej til at være med" in told
    assert "Vi er allerede mange." in told
    twice = [*form.submit_fields(), ("__token__", "en-anden-side")]
    kept = [(name, value) for name, value in twice if name != "__token__" or value == "en-anden-side"]
    assert "besvaret af en anden" in mikkel.post("/sager/KUI-2026-0001/personer", kept, status=409)

    mette = as_user(site, "mette")
    day = mette.get("/min-dag")
    assert "Mikkel Aarøe: »Vi er allerede mange.«" in day
    assert "Sara" not in day
    mette.get("/sager/KUI-2026-0001/", status=404)


def test_only_who_keeps_the_case_answers(site, mikkel):
    post(mikkel)
    mette = as_user(site, "mette")
    post(mette)
    told = {"csrf_token": mette.token(), "handling": "svar", "anmodning": "x", "svar": "ja", "ord": "x"}

    mette.post("/sager/KUI-2026-0001/personer", told, status=404)
    mette.post(f"{CASE}/personer", told, status=404)

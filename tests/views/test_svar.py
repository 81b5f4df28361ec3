"""Answering a notice in the browser: on the meeting's page, on the notice's, and on Min dag."""

import pytest

from kuidocs.domain.replies import LONGEST
from kuidocs.jobs.outbox import run_due
from kuidocs.usecases import replies
from tests.post_office import everything, read
from tests.usecases.convening import ready, row
from tests.views.making import change
from tests.web import CASE, serve

MEETING, PAGE = f"{CASE}/moeder/1", f"{CASE}/moeder/1/svar"
NOTICE = f"{CASE}/dokumenter/FLK-2026-0001-D03/indkaldelse"
JONAS, LOUISE, FREJA = "row-jonasravnsborg", "row-louisegrnvang", "row-frejalundsgaardholm"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def convened(site):
    """A meeting with the young person that is convened."""

    def lay_out(case):
        people = [row(case, case.person.full_name, "young_person"), row(case, "Fatma Demirci", "ad_hoc", "Unge og Job")]
        ready(case, *people, kind="followup_with_young", youth_wishes="Ingen.")
        case.moeder["1"].state = "convened"

    change(site, lay_out)
    site.browser.log_in("jonas")
    return site


def someone(site, user):
    browser = serve(site.system)
    browser.log_in(user)
    return browser


def own(page):
    return page.forms["svar"]


def other(page):
    return page.forms["andres-svar"]


def given(site):
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        return {one.rid: one.answer for one in replies.asked(case, case.moeder["1"]) if one.answer}


def cannot_come(site):
    form = other(site.browser.get(PAGE))
    form["hvem"], form["svar"], form["hvordan"] = FREJA, "cannot", "phone"
    form["note"] = "Hun har prøve den dag."
    return form.submit().follow()


@pytest.mark.parametrize(("address", "back"), [(MEETING, MEETING), (NOTICE, NOTICE), (PAGE, PAGE)])
def test_one_answers_where_one_is(convened, address, back):
    louise = someone(convened, "louise")
    form = own(louise.get(address))
    form["svar"], form["note"] = "online", "Jeg er på kursus."

    page = form.submit().follow()

    assert page.request.path.rstrip("/") == back
    assert "Svaret er gemt." in page
    assert "Du har svaret: Kommer online. Vil du lave det om?" in text(page)
    assert given(convened) == {LOUISE: "online"}
    assert "Kommer online" in text(convened.browser.get(MEETING))
    assert "Kommer online" in text(convened.browser.get(NOTICE))
    assert "Jeg er på kursus." in text(convened.browser.get(PAGE))


def test_an_ad_hoc_one_can_answer_too(convened):
    form = own(someone(convened, "fatma").get(MEETING))
    form["svar"] = "comes"
    form.submit()

    assert given(convened) == {"row-fatmademirci": "comes"}


def test_the_convener_writes_down_what_was_said_on_the_phone(convened):
    page = cannot_come(convened)

    told = text(page)
    assert "Freja Lundsgaard Holm Den unge Kan ikke komme" in told
    assert "Telefon, skrevet af Jonas Ravnsborg" in told
    assert "»Hun har prøve den dag.«" in told


def test_then_everybody_who_convenes_is_told_what_to_do(convened):
    cannot_come(convened)

    words = "Freja kan ikke komme. Beslutninger træffes sammen med Freja: Find et andet tidspunkt sammen"
    for address in (MEETING, NOTICE, PAGE):
        assert words in text(convened.browser.get(address)), address
    assert "Find en ny tid til mødet med Freja" in text(convened.browser.get(f"{CASE}/"))
    form = own(convened.browser.get(MEETING))
    form["svar"] = "comes"
    form.submit()
    convened.system.catch_up()
    day = convened.browser.get("/min-dag")
    assert words in text(day)
    assert day.click("Flyt mødet").request.path.rstrip("/") == MEETING


def test_whom_it_does_not_concern_is_not_asked_to_move_it(convened):
    cannot_come(convened)
    louise = someone(convened, "louise")
    form = own(louise.get(MEETING))
    form["svar"] = "comes"
    form.submit()
    convened.system.catch_up()

    assert "Find et andet tidspunkt" not in text(louise.get("/min-dag"))
    assert "Find en ny tid" not in text(louise.get(f"{CASE}/"))


def test_min_dag_asks_until_one_has_answered(convened):
    louise = someone(convened, "louise")
    day = louise.get("/min-dag")
    assert "Svar på indkaldelse" in text(day)
    form = own(day.click("^Svar", href="#svar"))
    form["svar"] = "comes"
    form.submit()
    convened.system.catch_up()

    assert "Svar på indkaldelse" not in text(louise.get("/min-dag"))


def test_moving_the_meeting_asks_again_and_keeps_the_answers(convened):
    cannot_come(convened)
    page = convened.browser.get(MEETING)
    form = next(f for f in page.forms.values() if "handling" in f.fields and f["handling"].value == "flyt")
    form["reason"] = "Freja har prøve."
    form.submit()

    page = convened.browser.get(PAGE)

    assert given(convened) == {}
    assert "Freja Lundsgaard Holm: Kan ikke komme" in text(page)
    assert "Der kan kun svares, mens mødet er indkaldt." in text(page)
    assert "svar" not in page.forms
    assert "andres-svar" not in page.forms


def test_an_answer_is_shown_and_not_chosen_when_attendance_is_noted(site):
    def lay_out(case):
        ready(case)
        found = case.moeder["1"]
        found.state, found.date = "convened", "2026-11-20"
        data = {"rid": LOUISE, "name": "Louise Grønvang", "answer": "cannot", "how": "", "note": ""}
        found.facts = ({"id": "x", "kind": "replied", "by": {"user_id": "louise", "name": "Louise Grønvang"},
                        "at": "2026-11-15T10:00:00+01:00", "data": data},)  # fmt: skip

    change(site, lay_out)
    site.browser.log_in("jonas")

    page = site.browser.get(MEETING)

    assert "Svarede: Kan ikke komme. Vælg, hvordan det gik." in text(page)
    choice = page.html.find(id=f"kom-{LOUISE}")
    assert not choice.select("[selected]")
    assert [one["value"] for one in choice.select("option")][:2] == ["", "excused"]
    assert [one["value"] for one in page.html.find(id=f"kom-{JONAS}").select("option")][:2] == ["", "present"]


# What is refused


def test_without_a_choice_everything_typed_stays(convened):
    form = own(convened.browser.get(MEETING))
    form["note"] = "Måske."

    page = form.submit(status=422)

    assert "Vælg et svar." in page
    assert page.html.title.get_text().startswith("Fejl:")
    assert own(page)["note"].value == "Måske."
    assert page.html.find("a", href="#svar-answer")
    assert given(convened) == {}


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"svar": "comes"}, "andre-how", "Vælg, hvordan svaret er givet."),
        ({"svar": "comes", "hvordan": "phone", "note": "x" * (LONGEST + 1)}, "andre-note", "Skriv højst 1000 tegn"),
        ({"svar": "comes", "hvordan": "phone", "note": "140309-1234"}, "andre-note", "ligner et personnummer"),
        ({"hvordan": "phone"}, "andre-answer", "Vælg et svar."),
    ],
)
def test_anothers_answer_needs_everything_and_keeps_what_was_typed(convened, told, field, said):
    given_ = {"csrf_token": convened.browser.token(), "hvem": FREJA} | told

    page = convened.browser.post(PAGE, given_, status=422)

    assert said in page
    assert page.html.find("a", href=f"#{field}")
    assert page.html.find(id=field)
    assert page.forms["andres-svar"]["hvem"].value == FREJA
    assert page.forms["andres-svar"]["svar"].value == told.get("svar", "")
    assert given(convened) == {}


def test_nobody_answers_for_others(convened):
    louise = someone(convened, "louise")
    told = {"csrf_token": louise.token(), "hvem": JONAS, "svar": "cannot", "hvordan": "phone"}

    assert "Du kan svare for dig selv." in louise.post(PAGE, told, status=403)
    assert "andres-svar" not in louise.get(PAGE).forms
    assert given(convened) == {}


@pytest.mark.parametrize(("user", "status"), [("peter", 404), ("tobias", 404)])
def test_who_has_no_part_does_not_know_of_it(convened, user, status):
    browser = someone(convened, user)

    browser.get(PAGE, status=status)
    browser.post(PAGE, {"csrf_token": browser.token(), "hvem": JONAS, "svar": "comes"}, status=status)

    assert given(convened) == {}


@pytest.mark.parametrize(
    ("told", "status"),
    [({}, 400), ({"csrf_token": "x"}, 400), ({"csrf_token": "ja", "hvem": "x" * 9000, "svar": "comes"}, 409)],
)
def test_forged_posts_answer_nothing(convened, told, status):
    if told.get("csrf_token") == "ja":
        told = told | {"csrf_token": convened.browser.token()}

    convened.browser.post(PAGE, told, status=status)

    assert given(convened) == {}


def test_a_meeting_that_is_not_convened_cannot_be_answered(convened):
    change(convened, lambda case: setattr(case.moeder["1"], "state", "held"))
    told = {"csrf_token": convened.browser.token(), "hvem": JONAS, "svar": "comes"}

    assert "Der kan ikke svares nu" in convened.browser.post(PAGE, told, status=409)


def test_the_same_form_sent_twice_answers_once(convened):
    form = own(convened.browser.get(MEETING))
    form["svar"] = "comes"
    form.submit()
    form.submit()

    assert text(convened.browser.get(PAGE)).count("Jonas Ravnsborg: Kommer") == 1


def test_reading_who_comes_is_noted(convened):
    convened.browser.get(PAGE)

    (event,) = convened.events("meeting.viewed")
    assert (event.by, event.about["part"]) == ("jonas", "replies")


# The mail


def test_the_mail_leads_to_where_one_answers_and_names_nobody(site):
    change(site, ready)
    site.browser.log_in("jonas")
    page = site.browser.get(NOTICE)
    next(form for form in page.forms.values() if form.action.endswith("/indkaldelse")).submit()
    run_due(site.system)

    mails = [read(file.read_bytes()) for file in sorted(site.system.settings.data.glob("mail/*.eml"))]
    with site.system.reading() as root:
        paper = root.sager["FLK-2026-0001"].dokumenter["FLK-2026-0001-D03"].id

    assert len(mails) == 2
    for found in mails:
        told = everything(found)
        assert "Se mødet i kuidocs, og svar, om du kommer:" in told
        assert f"/indkaldelse/{paper}" in told
        assert not any(name in told for name in ("Freja", "Holm", "Lundsgaard", "FLK-2026"))
    assert "svar" in someone(site, "louise").get(NOTICE).forms

"""The screen in the room: by forms alone, by two at once, forged, and by those who may not."""

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.services.clock import FixedClock
from kuidocs.usecases import drafting
from tests import factories
from tests.usecases.convening import DAY, ready, row
from tests.views.making import change, meeting, paper, version
from tests.web import CASE, serve

PAGE = f"{CASE}/moeder/1/hvem-goer-hvad"
GOAL = {"rid": "goal-one", "goal_no": "1", "goal_text": "Et værksted", "youth_words": "Mit bord.", "status": "on_track"}
PLAN = {"goals": [GOAL]}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def room(site):
    """Freja's convened follow-up, with a plan, and Jonas before the screen."""

    def lay_out(case):
        paper(case, "kui.education_plan", PLAN)
        ready(case, row(case, case.person.full_name, "young_person"), kind="followup_with_young")
        case.moeder["1"].state = "convened"

    change(site, lay_out)
    past_labels(site)
    site.browser.log_in("jonas")
    return site


@pytest.fixture
def professionals(site):
    """A convened meeting of professionals."""
    change(site, ready)
    change(site, lambda case: setattr(case.moeder["1"], "state", "convened"))
    past_labels(site)
    site.browser.log_in("jonas")
    return site


def past_labels(site):
    """Papers that tests put straight into the case have taken the first labels."""
    for _ in range(9):
        site.system.labels.document("FLK-2026-0001")


def someone(site, user):
    browser = serve(site.system)
    browser.log_in(user)
    return browser


def form_of(page, handling):
    return next(f for f in page.forms.values() if "handling" in f.fields and f["handling"].value == handling)


def add(browser, hvad="Ringer til FGU", **more):
    form = form_of(browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvad"] = hvad
    for name, value in more.items():
        form[name] = value
    return form.submit()


def draft(site):
    """The draft of the minutes, None when there are none."""
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        own = [d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes.")]
        found = drafts_of(case).get(own[0].id) if own else None
        return found.content() if found else None


def tasks(site):
    return [task["task_text"] for task in (draft(site) or {}).get("who_does_what", ())]


# What it shows


def test_goals_words_and_first_names_stand_on_it(room):
    add(room.browser, hvem="louise", naar="2026-12-15", maal="1", med="Jonas")

    page = room.browser.get(PAGE)

    told = text(page)
    for words in ("Hvem gør hvad?", "Mål 1 Et værksted", "»Mit bord.«", "Ringer til FGU", "Louise",
                  "sammen med Jonas", "tirsdag 15. december", "Luk visning"):  # fmt: skip
        assert words in told, words
    assert "Grønvang" not in told
    assert "Holm" not in told
    assert "Log ud" not in told


def test_what_is_missing_is_asked_for_and_leads_to_its_field(room):
    add(room.browser)

    page = room.browser.get(PAGE)
    assert "Opgave 1 mangler et navn og en dato" in text(page)
    fields = [page.click(href="felt=hvem"), page.click(href="felt=naar")]

    assert [page.html.select_one("form [autofocus]")["id"] for page in fields] == ["hvem", "naar"]


def test_the_task_that_is_talked_of_is_framed(room):
    add(room.browser)
    add(room.browser, "Skriver til banken")

    page = room.browser.get(PAGE).click("Første opgave").click("Næste opgave")

    (now,) = page.html.select("tr[aria-current=true]")
    assert "Skriver til banken" in now.get_text()
    assert "Vi taler om denne nu" in now.get_text()
    assert "Ringer til FGU" in page.click("Forrige opgave").html.select_one("tr[aria-current=true]").get_text()


def test_opening_it_writes_nothing_but_that_it_was_read(room):
    room.browser.get(PAGE)
    room.browser.get(f"{PAGE}?nu=findes-ikke&ret=findes-ikke&fjernet=x&ny=1")

    assert draft(room) is None
    assert [event.by for event in room.events("meeting.viewed")] == ["jonas", "jonas"]


def test_the_clock_says_what_is_left_while_the_meeting_lasts(room, monkeypatch):
    at = factories.NOW.fromisoformat(f"{DAY}T14:35:00+01:00")
    monkeypatch.setattr(room.system, "clock", FixedClock(at))

    page = room.browser.get(PAGE)

    clock = page.html.select_one("[data-clock]")
    assert "5 min. tilbage" in clock.get_text()
    assert clock.select_one("[data-pie]")["stroke-dasharray"] == "92 100"
    assert int(clock["data-end"]) - int(clock["data-now"]) == 5 * 60 * 1000


def test_on_another_day_there_is_no_clock(room):
    assert not room.browser.get(PAGE).html.select("[data-clock]")


def test_the_meeting_page_leads_here_and_back(room):
    page = room.browser.get(f"{CASE}/moeder/1").click("Hvem gør hvad")

    assert page.html.h1.get_text() == "Hvem gør hvad?"
    assert page.click("Luk visning").request.path.rstrip("/") == f"{CASE}/moeder/1"


# Writing by forms alone


def test_adding_one_begins_the_minutes_and_offers_the_next(room):
    page = add(room.browser, hvem="Freja", naar="2026-12-15", maal="1").follow()

    content = draft(room)
    (task,) = content["who_does_what"]
    assert (task["responsible"]["text"], task["deadline"], task["goal_no"]) == (
        "Freja Lundsgaard Holm",
        "2026-12-15",
        "1",
    )
    assert [one["name"]["text"] for one in content["participants"]][:2] == ["Jonas Ravnsborg", "Louise Grønvang"]
    assert "Opgaven er skrevet på." in page
    assert page.html.find(id="hvad").get_text() == ""
    assert page.html.select_one("#maal option[selected]")["value"] == "1"


def test_the_same_form_sent_twice_adds_once(room):
    form = form_of(room.browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvad"] = "Ringer til FGU"
    form.submit()
    form.submit()

    assert tasks(room) == ["Ringer til FGU"]


def test_a_task_is_changed(room):
    page = add(room.browser, hvem="Louise").follow().click("Ret", href="ret=")
    form = form_of(page, "ret")
    assert form["hvem"].value == "Louise"
    form["hvad"], form["naar"] = "Besøger FGU", "2026-12-20"

    page = form.submit().follow()

    assert "Opgaven er rettet." in page
    assert "søndag 20. december" in text(page)
    assert tasks(room) == ["Besøger FGU"]


def test_a_task_is_removed_and_brought_back(room):
    page = add(room.browser).follow().click("Ret", href="ret=")

    page = form_of(page, "fjern").submit().follow()
    assert tasks(room) == []
    assert "Fjernet: »Ringer til FGU«" in text(page)
    page = form_of(page, "fortryd").submit().follow()

    assert "Opgaven er tilbage." in page
    assert tasks(room) == ["Ringer til FGU"]
    assert not [
        form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "fortryd"
    ]


def test_nothing_typed_is_lost_when_it_cannot_be_read(room):
    form = form_of(room.browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvem"], form["med"] = "Louise", "Jonas"

    page = form.submit(status=422)

    assert page.html.title.get_text().startswith("Fejl:")
    assert "Skriv, hvad der skal gøres." in page
    assert (form_of(page, "tilfoej")["hvem"].value, form_of(page, "tilfoej")["med"].value) == ("Louise", "Jonas")
    assert page.html.find(id="hvad")["aria-invalid"] == "true"
    assert draft(room) is None


@pytest.mark.parametrize(("field", "value"), [("naar", "i morgen"), ("maal", "x")])
def test_a_field_that_is_wrong_says_so(room, field, value):
    told = {"csrf_token": room.browser.token(), "handling": "tilfoej", "hvad": "Ringer til FGU", field: value}

    page = room.browser.post(PAGE, told, status=422)

    assert page.html.find(id=f"{field}-e").get_text().endswith(".")
    assert page.html.find(id="hvad").get_text() == "Ringer til FGU"


# Two at once


def test_two_in_one_field_are_told_and_nothing_is_overwritten(room):
    add(room.browser)
    louise = someone(room, "louise")
    mine, theirs = (form_of(b.get(PAGE).click("Første opgave").click("Ret", href="ret="), "ret") for b in
                    (room.browser, louise))  # fmt: skip
    theirs["hvad"], theirs["hvem"] = "Skriver til FGU", "Jonas"
    theirs.submit()
    mine["hvad"], mine["hvem"] = "Besøger FGU", "Freja"

    page = mine.submit(status=409)

    assert "Louise har skrevet: »Skriver til FGU«." in page
    assert "Louise har skrevet: »Jonas«." in page
    assert form_of(page, "ret")["hvad"].value == "Besøger FGU"
    assert tasks(room) == ["Skriver til FGU"]
    both = form_of(page, "ret")
    both["hvad"] = "Skriver til FGU og besøger dem"
    both.submit()
    assert tasks(room) == ["Skriver til FGU og besøger dem"]


def test_one_who_emptied_a_field_is_told_of_too(room):
    add(room.browser, naar="2026-12-15")
    louise = someone(room, "louise")
    mine, theirs = (form_of(b.get(PAGE).click("Første opgave").click("Ret", href="ret="), "ret") for b in
                    (room.browser, louise))  # fmt: skip
    theirs["naar"], mine["naar"] = "", "2026-12-20"
    theirs.submit()

    assert "Louise har tømt feltet." in mine.submit(status=409)


def test_a_task_that_somebody_removed_keeps_what_i_typed(room):
    add(room.browser)
    louise = someone(room, "louise")
    mine, theirs = (b.get(PAGE).click("Første opgave").click("Ret", href="ret=") for b in (room.browser, louise))
    form_of(theirs, "fjern").submit()
    form = form_of(mine, "ret")
    form["hvad"] = "Besøger FGU"

    page = form.submit(status=409)

    assert "En anden har fjernet opgaven imens." in page
    form_of(page, "tilfoej").submit()
    assert tasks(room) == ["Besøger FGU"]


def test_what_somebody_has_written_in_since_is_not_removed(room):
    add(room.browser)
    louise = someone(room, "louise")
    mine, theirs = (b.get(PAGE).click("Første opgave").click("Ret", href="ret=") for b in (room.browser, louise))
    form = form_of(theirs, "ret")
    form["hvad"] = "Skriver til FGU"
    form.submit()

    page = form_of(mine, "fjern").submit(status=409)

    assert "En anden har skrevet i opgaven imens." in page
    assert tasks(room) == ["Skriver til FGU"]


def test_the_minutes_are_written_beside_it_without_losing_anything(room):
    add(room.browser)

    def write(root):
        case = root.sager["FLK-2026-0001"]
        own = next(d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes."))
        found = drafts_of(case).get(own.id)
        told = found.content() | {"successes": "Freja kom hver dag."}
        act = drafting.Act(root.medarbejdere["louise"].identity(), room.system.clock)
        drafting.save(own, drafts_of(case), told, found.revisions(), act)

    form = form_of(room.browser.get(PAGE).click("Første opgave").click("Ret", href="ret="), "ret")
    room.system.change("test", write)
    form["hvad"] = "Besøger FGU"
    form.submit()

    assert draft(room)["successes"] == "Freja kom hver dag."
    assert tasks(room) == ["Besøger FGU"]


# What may not be


def test_in_a_meeting_of_professionals_no_decision_can_be_sneaked_in(professionals):
    told = {"csrf_token": professionals.browser.token(), "handling": "tilfoej", "hvad": "Ringer til FGU"}
    told |= {"decisions": "Freja flytter", "decision_text": "Freja flytter", "__rows__": "add:decisions"}
    told |= {"no_decisions_confirmed": "true"}

    professionals.browser.post(PAGE, told, status=303)

    content = draft(professionals)
    assert "Freja flytter" not in str(content)
    assert not {"decisions", "no_decisions_confirmed"} & set(content)
    assert "Mødet træffer ikke beslutninger om Freja." in text(professionals.browser.get(PAGE))


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"handling": "tilfoej", "hvad": "Ringer til FGU"}, 400),
        ({"handling": "beslut", "hvad": "x", "csrf_token": "ja"}, 400),
        ({"csrf_token": "ja"}, 400),
        ({"csrf_token": "ja", "handling": "fortryd", "opgave": "x"}, 404),
        ({"csrf_token": "ja", "handling": "ret", "opgave": "x", "hvad": "Ringer"}, 404),
        ({"csrf_token": "ja", "handling": "fjern", "opgave": "x", "__base__": "%%%"}, 400),
    ],
)
def test_forged_posts_write_nothing(room, told, status):
    if "csrf_token" in told:
        told = told | {"csrf_token": room.browser.token()}

    room.browser.post(PAGE, told, status=status)

    assert draft(room) is None


@pytest.mark.parametrize(("user", "status"), [("peter", 404), ("tobias", 404), ("fatma", 403)])
def test_others_neither_see_nor_write_it(site, user, status):
    def lay_out(case):
        ready(case, row(case, "Fatma Demirci", "ad_hoc", "Unge og Job"))

    change(site, lay_out)
    site.browser.log_in(user)

    site.browser.get(PAGE, status=status)
    told = {"csrf_token": site.browser.token(), "handling": "tilfoej", "hvad": "Ringer"}
    site.browser.post(PAGE, told, status=status)

    assert draft(site) is None


def test_minutes_that_were_sent_on_are_read_only(room):
    task = {"rid": "t1aaaa", "task_text": "Ringer til FGU"}

    def lay_out(case):
        content = {"who_does_what": [task], "participants": []}
        found = paper(case, "kui.minutes.followup_with_young", content, meeting=case.moeder["1"], approved=False)
        version(found, content, number=1)

    change(room, lay_out)
    page = room.browser.get(f"{PAGE}?ret=t1aaaa&nu=t1aaaa")

    assert "Referatet er sendt videre, så opgaverne ligger fast." in text(page)
    assert "Hvem?" in text(page)
    assert not page.html.select("form")
    told = {"csrf_token": room.browser.token(), "handling": "ret", "opgave": "t1aaaa", "hvad": "Noget andet"}
    assert "ligger fast" in room.browser.post(PAGE, told, status=409)


def test_nothing_is_written_to_a_meeting_that_was_cancelled(room):
    change(room, lambda case: setattr(case.moeder["1"], "state", "cancelled"))

    assert "Mødet er aflyst" in text(room.browser.get(PAGE))
    told = {"csrf_token": room.browser.token(), "handling": "tilfoej", "hvad": "Ringer til FGU"}
    assert "aflyst" in room.browser.post(PAGE, told, status=422)


def test_a_day_that_cannot_be_read_stands_as_it_was_written(room):
    add(room.browser)

    def write(root):
        case = root.sager["FLK-2026-0001"]
        own = next(d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes."))
        found = drafts_of(case).get(own.id)
        rid = found.content()["who_does_what"][0]["rid"]
        by = {"user_id": "louise", "name": "Louise Grønvang"}
        found.put(f"who_does_what/{rid}/deadline", "næste uge", by, "2026-11-21T09:00:00+01:00")

    room.system.change("test", write)

    assert "næste uge" in text(room.browser.get(PAGE))


def test_without_a_plan_the_young_persons_words_stand_on_top(professionals):
    def lay_out(root):
        case = root.sager["FLK-2026-0001"]
        own = next(d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes."))
        by = {"user_id": "louise", "name": "Louise Grønvang"}
        drafts_of(case).get(own.id).put("youth_words", "Jeg vil sove.", by, "2026-11-21T09:00:00+01:00")

    add(professionals.browser)
    professionals.system.change("test", lay_out)

    page = text(professionals.browser.get(PAGE))
    assert "»Jeg vil sove.«" in page
    assert "Andre opgaver" not in page


def test_a_meeting_that_nobody_is_convened_to_has_a_screen_too(site):
    change(site, lambda case: meeting(case, "clarification"))
    site.browser.log_in("jonas")

    assert "Ingen opgaver endnu." in text(site.browser.get(PAGE))

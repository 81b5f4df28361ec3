"""The screen in the room: two at once, forged posts, and those who may not."""

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import drafting
from tests.usecases.convening import ready, row
from tests.views.making import change, meeting, paper, version
from tests.views.rooms import PAGE, add, draft, form_of, someone, tasks, text

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


def test_the_screen_learns_that_somebody_wrote_without_a_word_of_it(room):
    before = room.browser.get(PAGE)
    stand = before.html.select_one("[data-fresh]")
    ask = lambda: room.browser.get(stand["data-fresh"]).json  # noqa: E731
    assert ask() == {"stand": stand["data-standing"]}

    add(someone(room, "louise"), hvad="Ringer til FGU")

    assert ask()["stand"] != stand["data-standing"]
    assert ask() == {"stand": room.browser.get(PAGE).html.select_one("[data-fresh]")["data-standing"]}
    assert set(ask()) == {"stand"}


def test_asking_whether_it_is_new_is_no_way_in(room):
    stand = room.browser.get(PAGE).html.select_one("[data-fresh]")["data-fresh"]

    someone(room, "peter").get(stand, status=404)


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


def test_a_form_of_an_earlier_draft_overwrites_nothing(room):
    add(room.browser)
    mine = room.browser.get(PAGE).click("Første opgave").click("Ret", href="ret=")

    def begin_anew(root):
        case = root.sager["FLK-2026-0001"]
        own = next(d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes."))
        drafts = drafts_of(case)
        old, act = drafts.get(own.id), drafting.Act(root.medarbejdere["louise"].identity(), room.system.clock)
        (task,) = old.content()["who_does_what"]
        told = old.content() | {"who_does_what": [task | {"task_text": "Skriver til FGU"}]}
        drafting.begin(own, drafts, told, old.edition_number, act)
        own.draft = own.draft | {"round": 2}

    room.system.change("test", begin_anew)
    form = form_of(mine, "ret")
    form["hvad"] = "Besøger FGU"

    assert "Louise har skrevet: »Skriver til FGU«." in form.submit(status=409)
    form_of(mine, "fjern").submit(status=409)
    assert tasks(room) == ["Skriver til FGU"]


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

"""Turns of a page that saves field by field, as its script sends them and as others forge them."""

import json
from datetime import timedelta

import pytest

from kuidocs.domain.identity import Identity
from kuidocs.forms.registry import shipped_editions
from kuidocs.services.state import Present
from kuidocs.views.present import others_here
from tests.views.test_udkast import begin, value
from tests.views.test_written_together import ida_writes
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
HERE = f"{CASE}/dokumenter/{LABEL}"


class Page:
    """An open page."""

    def __init__(self, browser, path=f"{HERE}/udkast"):
        self.browser = browser
        self.html = browser.get(path)
        self.form = self.html.html.select_one("form[data-draft-url]")
        told = self.form["data-draft-revisions"].split(" ")
        self.revs = dict(zip(told[::2], map(int, told[1::2]), strict=True))
        self.turn, self.since = 0, self.form["data-draft-since"]

    def send(self, *fields, status=200, token=None, **more):
        self.turn += 1
        told = {"page": self.form["data-draft-page"], "user": self.form["data-draft-user"], "turn": self.turn}
        told |= {"since": self.since, "fields": list(fields)} | more
        token = self.form.select_one("[name=csrf_token]")["value"] if token is None else token
        return post(self.browser, told, token, status)

    def field(self, path, text, **more):
        return {"path": path, "rev": self.revs.get(path, 0), "value": text} | more


def post(browser, told, token, status=200, path=f"{HERE}/skriv", kind="application/json"):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    headers = {"X-CSRF-Token": token, "Accept": "application/json"}
    return browser.post(path, body, headers=headers, content_type=kind, status=status)


def one(answer, path):
    return next(found for found in answer.json["fields"] if found["path"] == path)


@pytest.fixture
def card(jonas):
    begin(jonas)
    return Page(jonas)


def test_a_field_is_saved_and_nothing_is_rendered(card, jonas):
    answer = card.send(card.field("acute_help", "Ring 112.\r\nEller skriv."))

    assert answer.content_type == "application/json"
    assert answer.json["saved"] == "10.00"
    assert one(answer, "acute_help") | {"proposals": None} == {
        "path": "acute_help",
        "rev": card.revs["acute_help"] + 1,
        "own": True,
        "by": "Jonas Ravnsborg",
        "where": "",
        "mine": False,
        "value": "Ring 112.\nEller skriv.",
        "proposals": None,
    }
    assert value(jonas.get(f"{HERE}/udkast"), "acute_help").replace("\r\n", "\n") == "Ring 112.\nEller skriv."


def test_the_same_turn_twice_is_done_once_and_a_late_one_not_at_all(card, jonas):
    first = card.field("acute_help", "En.")
    card.send(first)
    card.send(card.field("acute_help", "En to."))
    card.turn = 0

    late = card.send(first)

    assert one(late, "acute_help")["value"] == "En to."
    assert value(jonas.get(f"{HERE}/udkast"), "acute_help") == "En to."


def test_a_page_is_told_what_another_wrote(card, jonas):
    other = Page(jonas)
    other.send(other.field("acute_help", "Skrevet imens."))

    answer = card.send()

    assert one(answer, "acute_help")["value"] == "Skrevet imens."
    assert not one(answer, "acute_help")["own"]
    card.since = answer.json["since"]
    assert card.send().json["fields"] == []


def test_different_words_are_kept_as_proposals_and_settled(card, jonas, site):
    other = Page(jonas)
    other.send(other.field("acute_help", "Ring til Ida."))
    answer = card.send(card.field("acute_help", "Ring til Jonas."))

    found = one(answer, "acute_help")
    assert (found["value"], [(p["value"], p["own"]) for p in found["proposals"]]) == (
        "Ring til Ida.",
        [("Ring til Jonas.", True)],
    )
    keys = [proposal["key"] for proposal in found["proposals"]]
    settled = card.send(choices=[{"path": "acute_help", "value": "Ring til dem begge.", "keys": keys}])

    assert one(settled, "acute_help")["proposals"] == []
    assert one(settled, "acute_help")["value"] == "Ring til dem begge."
    with site.system.reading() as root:
        (fact,) = root.sager["FLK-2026-0001"].dokumenter[LABEL].facts_of("settled")
    assert [text["value"] for text in fact["data"]["texts"]] == ["Ring til Ida.", "Ring til Jonas."]
    assert {event.about["path"] for event in site.events("document.merged")} == {"acute_help"}


def test_a_page_is_told_that_a_later_turn_came_before_and_can_send_again(card):
    card.turn = 4
    assert card.send(card.field("acute_help", "Fem.")).json["late"] == 0
    card.turn = 2

    late = card.send(card.field("when_to_contact", "Altid."))
    assert late.json["late"] == 5
    card.turn = late.json["late"]
    again = card.send(card.field("when_to_contact", "Altid."), leaving=True)

    assert (again.json["late"], one(again, "when_to_contact")["value"]) == (0, "Altid.")
    assert [field["path"] for field in again.json["fields"]] == ["when_to_contact"]


def settled_texts(site):
    with site.system.reading() as root:
        (fact,) = root.sager["FLK-2026-0001"].dokumenter[LABEL].facts_of("settled")
    return [text["value"] for text in fact["data"]["texts"]]


def test_who_chooses_and_types_on_at_once_loses_neither_text(card, jonas, site):
    card.revs["acute_help"] = one(card.send(card.field("acute_help", "Ring til Ida.")), "acute_help")["rev"]
    other = Page(jonas)
    other.revs["acute_help"] -= 1
    answer = other.send(other.field("acute_help", "Ring til Jonas."))
    keys = [proposal["key"] for proposal in one(answer, "acute_help")["proposals"]]

    chosen = {"path": "acute_help", "value": "Ring til Jonas.", "keys": keys, "unsent": "Ring til Ida nu."}
    typed = card.field("acute_help", "Ring til Jonas først.", was="Ring til Jonas.")
    answer = card.send(typed, choices=[chosen])

    assert one(answer, "acute_help")["value"] == "Ring til Jonas først."
    assert settled_texts(site) == ["Ring til Ida.", "Ring til Jonas.", "Ring til Ida nu."]


@pytest.mark.parametrize("unsent", [None, "", "Ring til Ida.", "Begge."])
def test_what_was_saved_or_chosen_is_not_kept_twice(card, jonas, site, unsent):
    other = Page(jonas)
    other.send(other.field("acute_help", "Ring til Ida."))
    answer = card.send(card.field("acute_help", "Ring til Jonas."))
    keys = [proposal["key"] for proposal in one(answer, "acute_help")["proposals"]]

    card.send(choices=[{"path": "acute_help", "value": "Begge.", "keys": keys, "unsent": unsent}])

    assert settled_texts(site) == ["Ring til Ida.", "Ring til Jonas."]


def test_two_windows_of_one_person_are_told_apart(card, jonas):
    other = Page(jonas)
    other.send(other.field("acute_help", "Ring til Ida."))

    heard = one(card.send(card.field("acute_help", "Ring til Jonas.")), "acute_help")
    assert (heard["mine"], heard["where"]) == (True, "i et andet vindue")
    assert [(told["own"], told["where"]) for told in heard["proposals"]] == [(True, "i dette vindue")]
    there = one(other.send(other.field("when_to_contact", "Altid.")), "acute_help")
    assert [(told["own"], told["mine"], told["where"]) for told in there["proposals"]] == [
        (False, True, "i et andet vindue")
    ]


def test_what_a_page_put_together_holds_the_words_of_another(card, site):
    revised = one(card.send(card.field("acute_help", "Ring.")), "acute_help")["rev"]
    ida_writes(site, acute_help="Ring. Eller skriv.")

    merged = one(card.send(card.field("acute_help", "Altid: Ring.", rev=revised)), "acute_help")

    assert merged["value"] == "Altid: Ring. Eller skriv."
    assert (merged["own"], merged["by"], merged["mine"]) == (False, "Ida Holm", False)


def test_what_cannot_be_read_is_saved_and_told(jonas):
    begin(jonas, "kui.notice", "ny:clarification")
    page = Page(jonas)

    answer = page.send(page.field("meeting_date", "snart"))

    assert "Skriv datoen" in answer.json["problems"]["meeting_date"]
    assert value(jonas.get(f"{HERE}/udkast"), "meeting_date") == "snart"


def test_rows_are_added_moved_taken_out_and_brought_back(jonas):
    begin(jonas, "kui.agenda.clarification", "ny:clarification")
    page = Page(jonas)
    rows = [row["data-row"].removeprefix("agenda_items-") for row in page.form.select("[data-row]")]
    rows = [row for row in rows if "__" not in row and "-" not in row]
    moved = [rows[1], rows[0], "nyrow00", *rows[3:]]
    seen = {path: rev for path, rev in page.revs.items() if path.startswith(f"agenda_items/{rows[2]}/")}

    answer = page.send(
        page.field("agenda_items", moved, was=rows, seen=seen),
        {"path": "agenda_items/nyrow00/heading", "rev": 0, "value": "Nyt punkt"},
    )
    assert one(answer, "agenda_items")["rows"] == moved
    assert [gone["rid"] for gone in one(answer, "agenda_items")["removed"]] == [rows[2]]

    back = page.send(back=[{"path": "agenda_items", "rid": rows[2]}])
    assert rows[2] in one(back, "agenda_items")["rows"]
    assert one(back, "agenda_items")["removed"] == []


def test_the_state_of_the_document_comes_along_when_it_is_asked_for(card):
    assert "sections" not in card.send().json

    answer = card.send(card.field("contact_person/name", "Jonas Ravnsborg"), state=True).json

    assert answer["sections"][0].keys() == {"id", "state", "words"}
    assert all(found["anchor"] != "contact_person-name" for found in answer["missing"])
    assert "mangler" in answer["words"]


def test_who_else_is_here_is_told_until_they_leave(card, jonas, site):
    me = Page(jonas)
    with site.system.reading() as root:
        document = root.sager["FLK-2026-0001"].dokumenter[LABEL].id

    here = me.send(here="acute_help").json["present"]
    assert here == ["Du har også dokumentet åbent i et andet vindue."]

    def pages():
        return {one.page: one.where for one in site.system.state.presence.of(document, timedelta(minutes=1))}

    assert pages()[me.form["data-draft-page"]] == "acute_help"
    assert card.form["data-draft-page"] in pages()
    card.send(leaving=True)
    assert card.form["data-draft-page"] not in pages()


def test_where_a_colleague_writes_is_said_by_section():
    edition = shipped_editions()["kui.contact_card"]
    me = Identity("jonas", "Jonas", "KUI", frozenset())
    there = [
        Present("a", "mette", "Mette", "acute_help"),
        Present("b", "ida", "Ida", "x/y"),
        Present("c", "ida", "Ida", ""),
    ]

    assert others_here(there, "side", me, edition) == [
        "Ida har også dokumentet åbent.",
        f"Mette skriver i afsnittet »{edition.schema.sections[-1].title}«. I kan skrive samtidig.",
    ]


def test_a_page_that_nobody_opened_is_logged_as_read(card, jonas, site):
    def reads():
        return len(site.events("document.draft_read"))

    before = reads()
    card.send()
    assert reads() == before

    card.form["data-draft-page"] = "enandenside"
    card.send()
    assert reads() == before + 1


def test_an_old_token_saves_nothing_and_gets_a_fresh_one(card, jonas):
    refused = card.send(card.field("acute_help", "Ring."), token="gammel", status=400)

    assert refused.json["error"] == "csrf"
    assert "112" in value(jonas.get(f"{HERE}/udkast"), "acute_help")
    card.send(card.field("acute_help", "Ring."), token=refused.json["csrf"])
    assert value(jonas.get(f"{HERE}/udkast"), "acute_help") == "Ring."


def test_who_is_logged_out_is_told_as_data(card, jonas):
    jonas.reset()

    assert "logget ud" in card.send(card.field("acute_help", "x"), status=401).json["error"]


def test_the_page_of_one_does_not_save_for_another(card, jonas):
    card.form["data-draft-user"] = "birgitte"

    refused = card.send(card.field("acute_help", "x"), status=409)

    assert refused.json["stop"] is True
    assert "åbnet af en anden" in refused.json["text"]


def test_somebody_without_a_part_in_the_case_finds_nothing(card, jonas):
    jonas.become("anders")

    post(jonas, {"page": "enandenside", "turn": 1, "user": "anders"}, jonas.token(), 404)


def test_a_draft_that_is_gone_says_so_and_that_trying_again_is_no_use(card, jonas):
    form = next(form for form in card.html.forms.values() if form.action.endswith("/annuller"))
    form["note"] = "Fejl."
    form.submit()

    gone = card.send(card.field("acute_help", "x"), status=409)

    assert gone.json["stop"] is True
    assert "skrives ikke længere" in gone.json["text"]


GOOD = {"page": "enandenside", "turn": 1, "user": "jonas"}


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"[]",
        b'"x"',
        {},
        GOOD | {"page": "../x"},
        GOOD | {"page": 7},
        GOOD | {"turn": -1},
        GOOD | {"turn": True},
        GOOD | {"turn": "1"},
        GOOD | {"since": "zz"},
        GOOD | {"since": 1},
        GOOD | {"user": None},
        GOOD | {"fields": {}},
        GOOD | {"fields": ["x"]},
        GOOD | {"fields": [{}] * 1001},
        GOOD | {"fields": [{"path": "findes_ikke", "value": "x"}]},
        GOOD | {"fields": [{"path": "x" * 500, "value": "x"}]},
        GOOD | {"fields": [{"path": 7, "value": "x"}]},
        GOOD | {"fields": [{"path": "contact_person", "value": "x"}]},
        GOOD | {"fields": [{"path": "acute_help", "value": "x", "rev": "1"}]},
        GOOD | {"fields": [{"path": "acute_help", "value": "x", "seen": []}]},
        GOOD | {"fields": [{"path": "acute_help", "value": "x", "seen": {"a": "b"}}]},
        GOOD | {"choices": [{"path": "acute_help", "keys": "x"}]},
        GOOD | {"choices": [{"path": "acute_help", "keys": [1]}]},
        GOOD | {"back": [{"path": "acute_help", "rid": "row000"}]},
        GOOD | {"back": [{"path": "acute_help"}]},
    ],
)
def test_what_no_page_of_ours_sent_is_refused_and_changes_nothing(card, jonas, told):
    before = value(jonas.get(f"{HERE}/udkast"), "acute_help")

    refused = post(jonas, told, jonas.token(), 400)

    assert "Genindlæs siden" in refused.json["text"]
    assert value(jonas.get(f"{HERE}/udkast"), "acute_help") == before


@pytest.mark.parametrize(
    "value",
    [["row000", "row000"], ["x"], "row000", [7], {"rows": []}, ["__i0__"], [f"row{n:04}" for n in range(1001)]],
    ids=["twice", "short", "text", "number", "mapping", "template", "many"],
)
def test_a_crooked_order_is_refused(jonas, value):
    begin(jonas, "kui.agenda.clarification", "ny:clarification")
    told = GOOD | {"fields": [{"path": "agenda_items", "value": value}]}

    post(jonas, told, jonas.token(), 400)


def test_a_row_with_a_crooked_id_is_refused(jonas):
    begin(jonas, "kui.agenda.clarification", "ny:clarification")

    post(jonas, GOOD | {"fields": [{"path": "agenda_items/__i0__/heading", "value": "x"}]}, jonas.token(), 400)


def test_a_form_of_another_kind_is_refused(card, jonas):
    post(jonas, b"acute_help=x", jonas.token(), 400, kind="application/x-www-form-urlencoded")


def test_what_the_system_writes_cannot_be_written(jonas):
    begin(jonas, "kui.agenda.clarification", "ny:clarification")
    page = Page(jonas)
    row = next(path for path in page.revs if path.startswith("agenda_items/")).split("/")[1]

    page.send({"path": f"agenda_items/{row}/rid", "rev": 0, "value": "andet00"}, status=400)

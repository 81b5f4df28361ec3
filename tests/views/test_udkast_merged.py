"""Plain posts of a form that others have written in meanwhile, and rows that come back."""

import pytest

from tests.views.test_udkast import CARD, begin, fill, press, rows, value


@pytest.fixture
def card(jonas):
    return begin(jonas)


def test_two_tabs_in_one_field_at_different_places_are_put_together(card, jonas):
    fill(card, {"acute_help": "Ring 112. Skriv til Jonas."}).submit("gem")
    first, second = jonas.get(card.request.path), jonas.get(card.request.path)

    fill(first, {"acute_help": "Ring straks 112. Skriv til Jonas."}).submit("gem")
    fill(second, {"acute_help": "Ring 112. Skriv til Jonas eller Ida."}).submit("gem")

    assert value(jonas.get(card.request.path), "acute_help") == "Ring straks 112. Skriv til Jonas eller Ida."


def test_a_form_that_is_sent_again_from_the_way_back_rests_on_what_it_sent(card, jonas):
    fill(card, {"acute_help": "Ring 112."}).submit("gem")
    fill(jonas.get(card.request.path), {"acute_help": "Ring 114."}).submit("gem")

    fill(card, {"acute_help": "Ring 112."}).submit("gem")

    assert value(jonas.get(card.request.path), "acute_help") == "Ring 114."


def test_a_page_that_was_refused_still_rests_on_what_it_showed(card, jonas):
    other = jonas.get(card.request.path)
    fill(card, {"acute_help": "Ring 112."}).submit("gem")
    form = fill(other, {"when_to_contact": "Altid."})
    form["csrf_token"] = "gammel"

    refused = form.submit("gem", status=400)
    refused.forms["dokument"].submit("gem")

    now = jonas.get(card.request.path)
    assert (value(now, "acute_help"), value(now, "when_to_contact")) == ("Ring 112.", "Altid.")


def test_a_page_that_tells_of_an_unreadable_answer_shows_the_words_of_others_and_keeps_them(jonas):
    path = begin(jonas, "kui.agenda.clarification", "ny:clarification").request.path
    fill(jonas.get(path), {"desired_outcome": "En plan for foråret."}).submit("gem")
    first, second = jonas.get(path), jonas.get(path)
    minutes = f"{rows(second, 'agenda_items')[0]}-minutes"

    fill(first, {"desired_outcome": "En god plan for foråret."}).submit("gem")
    told = fill(second, {"desired_outcome": "En plan for foråret og sommeren.", minutes: "ti"}).submit("gem")
    shown = value(told, "desired_outcome"), value(told, minutes)
    fill(told, {minutes: "10"}).submit("gem")

    both = "En god plan for foråret og sommeren."
    assert (told.status_int, shown) == (200, (both, "ti"))
    assert value(jonas.get(path), "desired_outcome") == both


def test_a_row_that_was_taken_out_comes_back_without_javascript(jonas):
    page = begin(jonas, "kui.agenda.clarification", "ny:clarification")
    first, second = rows(page, "agenda_items")[:2]
    heading = value(page, f"{first}-heading")

    removed = press(page, f"del:{first}")
    assert f"»{heading}" in removed.html.select_one("[data-removed]").text
    (undo,) = [b["value"] for b in removed.html.select("[data-removed] button")]
    # It is taken out at once, and can be brought back from a page that is opened anew.
    again = jonas.get(page.request.path)
    assert first not in rows(again, "agenda_items")
    assert again.html.select("[data-removed] button")

    back = press(removed, undo)

    assert rows(back, "agenda_items")[:2] == [first, second]
    assert value(back, f"{first}-heading") == heading
    assert not back.html.select("[data-removed]")
    assert press(back, "back:agenda_items:findes_ikke").status_int == 200
    assert press(back, "back:").status_int == 200


def test_a_form_of_an_earlier_draft_overwrites_nothing_and_keeps_what_was_typed(card, jonas):
    other = jonas.get(card.request.path)
    fill(card, CARD | {"acute_help": "Ring til Ida."}).submit("faerdig")
    jonas.post(card.request.path.replace("udkast", "ny-version"), {"csrf_token": jonas.token(), "note": "Rettes."})

    refused = fill(other, {"when_to_contact": "Altid."}).submit("gem", status=409)
    again = refused.forms["dokument"].submit("gem", status=409)

    assert "nyt udkast" in again
    assert value(again, "when_to_contact") == "Altid."
    assert value(jonas.get(card.request.path), "acute_help") == "Ring til Ida."

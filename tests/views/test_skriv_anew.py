"""Turns of pages that rest on what is no longer so: an earlier draft, or proposals that others have chosen from."""

import pytest

from tests.views.test_skriv import HERE, Page, one
from tests.views.test_udkast import CARD, begin, fill, value


@pytest.fixture
def card(jonas):
    begin(jonas)
    return Page(jonas)


def next_version(browser):
    """Make the document ready as others see it, and begin its next version."""
    fill(browser.get(f"{HERE}/udkast"), CARD | {"acute_help": "Ring til Ida."}).submit("faerdig")
    browser.post(f"{HERE}/ny-version", {"csrf_token": browser.token(), "note": "Rettes."})


def test_a_page_of_an_earlier_draft_is_told_so_and_overwrites_nothing(card, jonas):
    next_version(jonas)
    stale = card.field("acute_help", "Ring 112. Skriv til Jonas.", was="Ring 112.")

    refused = card.send(stale, begun=card.form["data-draft-begun"], status=409)

    assert refused.json["stop"]
    assert "nyt udkast" in refused.json["text"]
    assert value(jonas.get(f"{HERE}/udkast"), "acute_help") == "Ring til Ida."


def test_what_a_page_of_an_earlier_draft_says_when_it_is_closed_is_put_together_with_the_new_words(card, jonas):
    next_version(jonas)
    stale = card.field("acute_help", "Ring 112. Skriv til Jonas.", was="Ring 112.")
    chosen = {"path": "when_to_contact", "value": "Om natten.", "was": "Om dagen.", "rev": 1, "keys": []}

    card.send(stale, choices=[chosen], begun=card.form["data-draft-begun"], leaving=True)

    page = jonas.get(f"{HERE}/udkast")
    assert value(page, "acute_help") == "Ring til Ida. Skriv til Jonas."
    assert "Om natten." in page


def test_who_chooses_after_another_has_chosen_keeps_what_was_typed_there(card, jonas):
    other = Page(jonas)
    other.send(other.field("acute_help", "Ring til Ida."))
    rev = one(answer := card.send(card.field("acute_help", "Ring til Jonas.")), "acute_help")["rev"]
    keys = [proposal["key"] for proposal in one(answer, "acute_help")["proposals"]]
    other.send(choices=[{"path": "acute_help", "value": "Ring til Jonas.", "keys": keys, "rev": rev}])

    mine = "Ring til Ida.\nOg til Mette."
    late = card.send(choices=[{"path": "acute_help", "value": mine, "keys": keys, "rev": rev, "unsent": mine}])

    assert one(late, "acute_help")["value"] == "Ring til Jonas.\nOg til Mette."


def test_words_that_came_since_one_chose_are_not_chosen_against(card, jonas):
    other = Page(jonas)
    other.revs["acute_help"] = one(other.send(other.field("acute_help", "Ring til Ida.")), "acute_help")["rev"]
    answer = card.send(card.field("acute_help", "Ring til Jonas."))
    rev, (proposal,) = one(answer, "acute_help")["rev"], one(answer, "acute_help")["proposals"]
    # Both type on in their own text while a third looks at what they had said before.
    card.send(card.field("acute_help", "Ring til Jonas. Eller skriv."))
    other.send(other.field("acute_help", "Ring til Ida. Helst om dagen."))

    third = Page(jonas)
    chosen = {"path": "acute_help", "value": "Ring til Jonas.", "keys": ["", proposal["key"]], "rev": rev}
    found = one(third.send(choices=[chosen]), "acute_help")

    assert found["value"] == "Ring til Jonas. Helst om dagen."
    assert [told["value"] for told in found["proposals"]] == ["Ring til Jonas. Eller skriv."]

"""How far a draft is, in the words of the section menu."""

from kuidocs.forms import page
from kuidocs.forms.completeness import completeness
from tests.forms.browser import ids
from tests.forms.samples import EDITIONS, first

MINUTES = "kui.minutes.coordination"


def state_of(content, **told):
    sample = first(MINUTES)
    return completeness(sample.edition.schema, content, sample.facts, **told)


def test_a_finished_document_is_filled_in():
    state = state_of(first(MINUTES).content)

    assert {s.state for s in state.sections} == {"ok"}
    assert (state.missing, state.errors, state.words) == ((), 0, "")
    assert state.sections[0].words == "Udfyldt"


def test_what_is_missing_is_counted_and_can_be_followed():
    content = first(MINUTES).content
    del content["chair"]
    del content["decisions"][1]["deadline"]

    state = state_of(content)
    page_ids = ids(page.render_form(EDITIONS[MINUTES], content))

    meeting = next(s for s in state.sections if s.id == "afsnit-meeting")
    assert (meeting.state, meeting.words) == ("todo", "1 felt mangler")
    assert state.words == "2 felter mangler"
    assert [(m.place, m.label) for m in state.missing] == [("Mødet", "Mødeleder"), ("Beslutning 2", "Senest")]
    assert all(m.anchor in page_ids for m in state.missing)
    assert all(s.id in page_ids for s in state.sections)


def test_a_section_without_a_word_is_not_begun():
    state = state_of({"youth_present": "true", "strengths": "Han kan lave mad."})

    assert [s.state for s in state.sections[:2]] == ["none", "todo"]
    assert state.sections[0].words == "Ikke begyndt"


def test_a_mistake_is_an_error_and_after_a_try_so_is_what_is_missing():
    content = first(MINUTES).content
    del content["chair"]
    content["decisions"][1]["deadline"] = "snart"

    before, after = state_of(content), state_of(content, told=True)

    assert {s.title: s.words for s in before.sections if s.state in ("err", "todo")} == {
        "Mødet": "1 felt mangler",
        "Vi beslutter": "1 fejl",
    }
    assert {s.title: s.words for s in after.sections if s.state != "ok"} == {
        "Mødet": "1 fejl",
        "Vi beslutter": "1 fejl",
    }
    assert (after.errors, after.missing) == (2, ())


def test_the_menu_links_to_sections_and_fields():
    content = first(MINUTES).content
    del content["chair"]

    menu = page.render_menu(state_of(content), label="Afsnit i referatet", icons="/static/icons.svg")

    assert 'aria-label="Afsnit i referatet"' in menu
    assert '<a class="todo" href="#afsnit-meeting">' in menu
    assert '<a href="#chair">Mødet: Mødeleder</a>' in menu
    assert 'href="/static/icons.svg#i-check"' in menu

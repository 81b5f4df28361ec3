"""The form page: what it shows, what it lets through, and what it refuses."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from kuidocs.domain.problems import Problem
from kuidocs.forms import page
from kuidocs.forms.edition import schema_of
from kuidocs.forms.reading import SUBMIT, read
from tests.forms.browser import controls, ids
from tests.forms.samples import EDITIONS, first, samples

PLAN, MINUTES = EDITIONS["kui.education_plan"], EDITIONS["kui.minutes.coordination"]
BUTTONS = (page.Button("save", "Gem og luk"), page.Button("submit", "Send til gennemsyn", primary=True))


def faulty():
    """A page of minutes with three mistakes, and the problems of them."""
    sample = first("kui.minutes.coordination")
    content = sample.content
    content["goals"][1]["sub_goals"][0]["deadline"] = "snart"
    content["decisions"][2].pop("young_view_note")
    content.pop("strengths")
    reading = read(MINUTES.schema, content, level=SUBMIT, facts=sample.facts)
    return page.render_form(MINUTES, reading.content, reading.problems), reading


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_a_page_has_no_script_no_style_no_english_and_no_double_id(sample):
    content = sample.content
    content.pop("held_at", None)
    reading = read(sample.edition.schema, content, level=SUBMIT)

    html = page.render_form(sample.edition, reading.content, reading.problems)

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(
        r"Required|Invalid|Pstruct|colander|\bNone\b|multipart|__oid__|__path__|built-in|object at 0x", html
    )
    assert len(ids(html)) == len(set(ids(html)))


def test_all_that_is_wrong_is_linked_from_the_top():
    html, reading = faulty()
    links = re.findall(r'<li><a href="#([^"]+)">', html)

    assert 'class="summary" role="alert" tabindex="-1" autofocus="autofocus"' in html
    assert "Intet er gået tabt. Ret de tre steder, og prøv igen." in html
    assert len(links) == len(reading.errors) == 3
    assert all(ids(html).count(link) == 1 and f'id="{link}-error"' in html for link in links)
    assert "Mål 2, delmål 1: Skriv datoen i" in html
    assert all(found.text in html for found in reading.errors)


def test_what_is_wrong_is_tied_to_its_input_and_shown_as_it_was_typed():
    html = faulty()[0]
    field = re.search(r'<input type="text" class="form-input w-date"[^>]*value="snart"[^>]*>', html)[0]

    assert 'aria-invalid="true"' in field
    assert re.search(r'aria-describedby="[^"]*-deadline-error"', field)


def test_a_form_without_problems_has_no_summary():
    html = page.render_form(MINUTES, {})

    assert "data-summary" not in html
    assert 'aria-invalid="' not in html


def test_one_mistake_is_one_spot():
    html = page.render_form(MINUTES, {}, [Problem(("chair",), "required", "Udfyld »Mødeleder«.")], heading="Øv")

    assert "Ret det ene sted" in html
    assert "Øv</h2>" in html


def test_a_warning_is_said_at_the_field_but_stops_nobody():
    html = page.render_form(MINUTES, {}, [Problem(("chair",), "x", "Er du sikker?", warning=True)])

    assert '<span class="gentle" id="chair-note">Er du sikker?</span' in html
    assert 'aria-describedby="chair-note"' in html
    assert "data-summary" not in html


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ((), "dokument"),
        (("nope", 3), "dokument"),
        (("goals", 9, "x"), "goals"),
        (("goals", 0), "goals-abcdef-head"),
        (("goals", 0, "nope"), "goals-abcdef-head"),
        (("goals", "x"), "goals"),
        (("contact_person", "nope"), "contact_person"),
        (("youth_present", "x"), "youth_present"),
    ],
)
def test_a_problem_without_a_field_stands_at_the_nearest(path, anchor):
    html = page.render_form(MINUTES, {"goals": [{"rid": "abcdef"}]}, [Problem(path, "x", "Øv.")])

    assert f'<a href="#{anchor}">' in html
    assert anchor in ids(html)


def test_two_problems_at_one_field_are_both_shown():
    problems = [Problem(("chair",), "a", "Et."), Problem(("chair",), "b", "To.")]

    assert "Et. To.</span" in page.render_form(MINUTES, {}, problems)


def test_the_page_brings_its_own_parts():
    form = page.form_for(
        MINUTES,
        {},
        people=["Malthe", 'Jonas "J"'],
        hidden={"csrf_token": "t<", "__base__": "7"},
        buttons=BUTTONS,
        action="/gem",
        icons="/i.svg",
    )
    html = page.render(form, top="<p>Øverst</p>", nav="<nav></nav>", status="<p>Gemt</p>")

    assert '<input type="hidden" name="csrf_token" value="t&lt;"' in html
    assert '<option value="Jonas &quot;J&quot;">' in html
    assert 'list="people"' in html
    assert 'action="/gem"' in html
    assert all(part in html for part in ("<p>Øverst</p>", "<nav></nav>", "<p>Gemt</p>", "cols-form", "/i.svg#i-chat"))
    assert 'class="button button-primary"' in html


def test_enter_saves_and_never_presses_a_row_button():
    html = page.render_form(MINUTES, first("kui.minutes.coordination").content, buttons=BUTTONS)

    assert re.search(r'<button[^>]*type="submit"[^>]*>', html)[0].startswith(
        '<button type="submit" class="sr-only" name="save" value="1" tabindex="-1" aria-hidden="true"'
    )


def test_a_form_without_buttons_has_no_bar():
    assert 'class="bar"' not in page.render_form(MINUTES, {})


def test_nested_prototypes_have_their_own_index():
    html = page.render_form(PLAN, {})

    assert 'id="goals-__i0__-sub_goals-__i1__-deadline"' in html
    assert 'name="rid" value="__i0__"' in html
    assert 'data-field="goals/__i0__/sub_goals/__i1__/deadline"' in html


def test_threads_share_schemas_and_give_the_same_pages():
    todo = [(s.edition, s.content) for s in samples()[:12]]
    alone = [page.render_form(*each) for each in todo]
    page.dressed.cache_clear()
    schema_of.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: page.render_form(*each), todo * 4))

    assert together == alone * 4


def test_warming_up_renders_every_form():
    page.dressed.cache_clear()

    page.warm()

    assert page.dressed.cache_info().currsize == len(EDITIONS)


def test_hidden_fields_of_the_page_are_no_content():
    html = page.render_form(MINUTES, {"chair": {"text": "Jonas"}}, hidden={"csrf_token": "t"}, buttons=BUTTONS)

    posted = page.posted(MINUTES, [*controls(html), ("submit", "1")])

    assert read(MINUTES.schema, posted).content == {"chair": {"text": "Jonas"}}


def test_values_of_every_type_are_the_same_after_a_post():
    edition = EDITIONS["kui.notice"]
    data = {
        "meeting_type": "coordination",
        "meeting_date": "03-04-2026",
        "start_time": "9.05",
        "end_time": "23:59:00",
        "purpose": "  a\r\nb\x0bc\t\u2028d <script>&amp;\n\n  e  ",
        "online_link": "https://x.dk/a?b=1&c=2",
    }
    content = read(edition.schema, data).content

    assert (content["meeting_date"], content["start_time"], content["end_time"]) == ("2026-04-03", "09:05", "23:59")
    assert content["purpose"].startswith("a\nb\nc\nd <script>")
    assert read(edition.schema, page.posted(edition, controls(page.render_form(edition, content)))).content == content


START, END = "__start__", "__end__"
HOSTILE = {
    "unclosed": [(START, "goals:sequence")],
    "end only": [(END, "x")],
    "no type": [(START, "goals")],
    "weird type": [(START, "goals:tuple"), (END, "")],
    "deep": [(START, "a:mapping")] * 100_000 + [(END, "")] * 100_000,
    "wide": [("a", "b")] * 1_000_000,
    "large": [("wishes", "x" * 2_000_001)],
    "string for rows": [("goals", "x")],
    "mapping for rows": [(START, "goals:mapping"), (END, "")],
    "string rows": [(START, "goals:sequence"), ("a", "x"), ("b", "y"), (END, "")],
    "rows for text": [(START, "wishes:sequence"), ("a", "x"), (END, "")],
    "date as list": [(START, "last_reviewed:sequence"), ("date", "2026-01-01"), (END, "")],
    "date as mapping": [(START, "last_reviewed:mapping"), (END, "")],
    "group as text": [("contact_person", "x")],
    "checkbox maps": [(START, "education_wish:sequence"), (START, "x:mapping"), (END, ""), (END, "")],
    "choices as text": [("education_wish", "fgu")],
    "person as mapping": [(START, "contact_person:mapping"), (START, "name:mapping"), (END, ""), (END, "")],
    "file": [("wishes", object())],
    "start file": [(START, b"goals:sequence")],
    "two fields at once": [(START, "contact_person:sequence"), (END, "")],
}
ODD = {
    "date as text": [("last_reviewed", "2026-01-01")],
    "nul": [("wishes", "a\0b")],
    "surrogate": [("wishes", "\ud800")],
    "big int": [("goal_no", "9" * 10000)],
    "rename": [(START, "x:rename"), (END, "")],
    "ignore": [(START, "wishes:ignore"), (END, "")],
    "dup": [("wishes", "a"), ("wishes", "b")],
    "row id": [
        (START, "goals:sequence"),
        (START, "row:mapping"),
        (START, "rid:mapping"),
        (END, ""),
        ("goal_no", "1"),
        (END, ""),
        (END, ""),
    ],
    "many rows": [
        (START, "goals:sequence"),
        *[(START, "row:mapping"), ("goal_no", "1"), (END, "")] * 300,
        (END, ""),
    ],
    "system": [("youth_present", "true"), ("decision_log", "x")],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_post_that_no_page_of_ours_can_make_is_refused(name):
    with pytest.raises(page.BadPost):
        page.posted(PLAN, HOSTILE[name])


@pytest.mark.parametrize("name", ODD)
def test_an_odd_post_is_read_and_shown(name):
    reading = read(PLAN.schema, page.posted(PLAN, ODD[name]), level=SUBMIT)

    assert page.render_form(PLAN, reading.content, reading.problems)

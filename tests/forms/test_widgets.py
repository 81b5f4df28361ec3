"""Every kind of field has a widget of ours, with a label, and shows also what it cannot read."""

import re
from datetime import date

import pytest

from kuidocs.assets import asset_root
from kuidocs.forms import page
from kuidocs.forms.edition import publish
from kuidocs.forms.frames import is_line
from kuidocs.forms.nodes import (
    TYPES,
    C,
    Choice,
    Choices,
    Date,
    Email,
    Form,
    Group,
    Line,
    Lines,
    Link,
    Number,
    Numbers,
    O,
    Person,
    Phone,
    R,
    Row,
    Rows,
    S,
    Section,
    Text,
    Time,
    Vocabulary,
    YesNo,
)
from kuidocs.forms.reading import read
from kuidocs.forms.widgets import WIDGETS
from tests.forms.browser import controls, ids

MOOD = Vocabulary("mood", {"good": "God", "bad": "Skidt"})


class Short(Row):
    row_title = "Trin"

    step_no = Number("Nr.", R)
    what = Line("Hvad?", R, help="Kort.")
    when = Date("Hvornår?", O)
    done = YesNo("Gjort", S)


class Plain(Row):
    row_title = "Trin"

    what = Line("Hvad?", R, help="Kort.")
    when = Date("Hvornår?", O)


class Everything(Form):
    form_key = "everything"
    form_title = "Alt"

    class All(Section):
        section_title = "Alt"
        section_help = "Her er alt."
        section_skippable = True

        line = Line("Linje", R, help="Hjælp")
        text = Text("Tekst", O)
        phone = Phone("Telefon", O)
        email = Email("Mail", O)
        link = Link("Link", O)
        number = Number("Tal", O)
        date = Date("Dato", R)
        time = Time("Tid", O)
        yes_no = YesNo("Ja?", C)
        must = YesNo("Skal", R, must=True, help="Sig ja.")
        choice = Choice("Valg", R, of=MOOD)
        choices = Choices("Flere", O, of=MOOD, help="Sæt kryds.")
        lines = Lines("Linjer", O)
        numbers = Numbers("Tal", O)
        person = Person("Person", O)
        group = Group("Gruppe", O, Short, help="Sammen.")
        rows = Rows("Rækker", O, Short, help="Alle.")
        compact = Rows("Korte", R, Plain)
        system = Line("System", S)

    class Asked(Section):
        section_title = "Spurgt"
        section_help = "Spørg: »Hvordan?«"

        more = Line("Mere", O)


EDITION = publish(Everything().describe(), number=1, effective=date(2026, 1, 1), by="x")
FULL = {
    "line": "a",
    "text": "\n b",
    "phone": "12345678",
    "email": "a@b.dk",
    "link": "https://x.dk",
    "number": "3",
    "date": "2026-03-24",
    "time": "09:30",
    "yes_no": "false",
    "must": "true",
    "choice": "bad",
    "choices": ["good", "bad"],
    "lines": ["a", "b"],
    "numbers": ["1", "2"],
    "person": {"text": "Lone"},
    "group": {"step_no": "1", "what": "x"},
    "rows": [{"rid": "abcdef", "step_no": "1", "what": "x"}],
    "compact": [{"rid": "abcdef", "what": "x", "when": "2026-03-24"}],
}
UNREADABLE = FULL | {
    "number": "tre",
    "date": "snart",
    "time": "ni",
    "choice": "gone",
    "choices": ["gone"],
    "must": "false",
    "numbers": "1, to",
    "lines": "a",
}


def test_every_type_has_a_widget():
    assert set(WIDGETS) == {*TYPES, "row_id"}


def test_every_template_is_ours_and_has_no_inline_code():
    found = sorted((asset_root("templates") / "forms").glob("*.pt"))
    rendered = page.render_form(EDITION, FULL)

    assert len(found) > 15
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", rendered)
    assert not any(re.search(r"<script|<style|\sstyle=|\son[a-z]+=", path.read_text("utf-8")) for path in found)


def test_every_input_has_a_label():
    html = page.render_form(EDITION, FULL)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    inputs = re.findall(r'<(?:input type="(?!hidden)|select|textarea)[^>]*? id="([^"]+)"', html)

    assert len(inputs) > 20
    assert set(inputs) <= labelled


def test_every_description_exists():
    html = page.render_form(EDITION, UNREADABLE, read(EDITION.schema, UNREADABLE).problems)

    named = {each for value in re.findall(r'aria-describedby="([^"]+)"', html) for each in value.split()}
    assert named
    assert named <= set(ids(html))


def test_full_and_unreadable_values_come_back_as_they_were():
    content = read(EDITION.schema, FULL).content
    back = page.posted(EDITION, controls(page.render_form(EDITION, content)))
    assert read(EDITION.schema, back).content == content

    wrong = read(EDITION.schema, UNREADABLE)
    again = read(EDITION.schema, page.posted(EDITION, controls(page.render_form(EDITION, wrong.content))))
    assert [str(p) for p in again.problems] == [str(p) for p in wrong.problems]
    assert again.content["choice"] == "gone"
    assert again.content["date"] == "snart"


def test_what_cannot_be_read_stays_visible():
    html = page.render_form(EDITION, UNREADABLE)

    assert '<option value="gone" selected="selected">»gone« findes ikke mere</option>' in html
    assert html.count("»gone« findes ikke mere") == 2
    assert 'type="text" class="form-input w-date" id="date"' in html
    assert 'type="text" class="form-input w-time" id="time"' in html


def test_only_what_may_be_left_out_says_so_and_what_must_be_there_is_required():
    html = page.render_form(EDITION, {})

    assert 'for="text">Tekst<span class="weight-normal"> (frivilligt)</span>' in html
    assert 'for="line">Linje</label' in html
    assert re.search(r'id="line"[^>]*required="required"', html)
    assert not re.search(r'id="text"[^>]*required', html)


def test_a_date_is_spelled_out():
    html = page.render_form(EDITION, FULL)

    assert '<span class="form-hint" id="date-day" data-day="">24. marts 2026</span' in html
    assert 'aria-describedby="date-day"' in html
    assert "compact-abcdef-when-day" not in html


def test_what_must_be_yes_is_one_box_until_somebody_said_no():
    assert '<input type="checkbox" class="form-checkbox" id="must"' in page.render_form(EDITION, {})
    assert 'type="radio" class="form-radio" name="must"' in page.render_form(EDITION, {"must": "false"})
    assert 'type="radio" class="form-radio" name="yes_no"' in page.render_form(EDITION, {})


def test_the_system_writes_text_and_no_input():
    html = page.render_form(EDITION, {"system": "X-1"})

    assert '<p class="said">X-1</p>' in html
    assert "Skrives af systemet" in page.render_form(EDITION, {})
    assert 'name="system"' not in html


def test_groups_have_a_legend_and_sections_a_heading():
    html = page.render_form(EDITION, FULL)

    assert re.search(r'<fieldset id="choices"[^>]*><legend class="form-label">Flere', html)
    assert re.search(r'<fieldset class="group" id="group"[^>]*>\s*<legend class="h3">Gruppe', html)
    assert '<section class="sec" id="afsnit-all" aria-labelledby="afsnit-all-h"' in html
    assert "<b>Spørg:</b> »Hvordan?«" in html
    assert '<p class="small muted">Her er alt.</p>' in html


class Long(Row):
    row_title = "Lang"

    a = Text("A", R)
    b = Text("B", R)
    c = Text("C", R)
    d = Text("D", R)


class Few(Row):
    row_title = "Få"

    who = Line("Hvem?", R)
    moods = Choices("Hvordan?", R, of=MOOD)


class Many(Row):
    row_title = "Mange"

    many = Choices("Hvad?", R, of=Vocabulary("many", {c: c for c in "abcd"}))


class Nested(Row):
    row_title = "Indeni"

    a = Line("A", R)
    b = Rows("B", R, Plain)


@pytest.mark.parametrize(
    ("row", "line"), [(Plain, True), (Few, True), (Many, False), (Short, False), (Long, False), (Nested, False)]
)
def test_a_row_is_a_line_when_its_cells_have_room(row, line):
    assert is_line(Rows("R", R, row)) is line


def test_lines_have_column_heads_and_blocks_have_headings():
    html = page.render_form(EDITION, FULL)

    assert '<span class="c-line">Hvad?<small>Kort.</small></span>' in html
    assert 'class="form-label lab" for="compact-abcdef-what"' in html
    assert re.search(r'<h4 id="rows-abcdef-head" tabindex="-1">Trin <span data-number="">1</span></h4', html)
    assert re.search(r'<p class="nr" id="compact-abcdef-head"', html)


def test_neighbouring_short_fields_stand_side_by_side():
    html = page.render_form(EDITION, FULL)

    assert re.search(r'<div class="two">\s*<div class="form-group [^>]*data-field="phone"', html)

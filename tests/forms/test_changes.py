"""A municipality may change much in a form, but nothing that the code or older documents rest on."""

import copy
from datetime import date

import pytest

from kuidocs.forms import page
from kuidocs.forms.changes import ChangeRefused, apply, broken_promises
from kuidocs.forms.edition import publish
from kuidocs.forms.outline import outline
from kuidocs.forms.reading import SUBMIT, id_from, keep_system, read, upgrade
from tests.forms.browser import controls
from tests.forms.samples import EDITIONS, first

FORM = "kui.minutes.coordination"
CHANGES = [
    {"change": "relabel", "field": "chair", "label": "Ordstyrer"},
    {"change": "explain", "field": "participants.name", "help": "For- og efternavn"},
    {"change": "require", "field": "youth_words"},
    {"change": "hide", "field": "parents_comment"},
    {"change": "relabel_option", "vocabulary": "attendance", "option": "present", "label": "Mødte op"},
    {"change": "add_option", "vocabulary": "effort_area", "option": "lokal_kultur", "label": "Kultur"},
    {"change": "move", "field": "strengths", "section": "meeting", "after": "chair"},
    {"change": "add_section", "id": "lokal_mere", "title": "Mere", "after": "voice"},
    {
        "change": "add_field",
        "section": "voice",
        "id": "lokal_musik",
        "type": "line",
        "label": "Yndlingsmusik",
        "after": "youth_words",
    },
    {
        "change": "add_field",
        "section": "lokal_mere",
        "id": "lokal_valg",
        "type": "choice",
        "label": "Valg",
        "of": "attendance",
    },
    {
        "change": "add_field",
        "section": "",
        "id": "lokal_pris",
        "type": "number",
        "label": "Pris",
        "rows": "prioritised_efforts",
    },
    {"change": "relabel", "field": "goals.sub_goals.deadline", "label": "Hvornår?"},
    {"change": "retitle_section", "section": "voice", "title": "Din stemme", "help": "Spørg: »Hvordan?«"},
    {"change": "hide", "field": "decisions.reason"},
    {"change": "move", "field": "who_does_what.deadline"},
]


def definition() -> dict:
    return EDITIONS[FORM].data


def second(changes):
    return publish(apply(definition(), changes), number=2, effective=date(2026, 12, 1), by="u-lone")


def test_a_list_of_changes_makes_a_complete_edition():
    data = second(CHANGES).data

    labels = {f["id"]: f["label"] for s in data["sections"] for f in s["fields"]}
    assert labels["chair"] == "Ordstyrer"
    assert [f["id"] for f in data["sections"][0]["fields"]][1:3] == ["chair", "strengths"]
    assert [s["id"] for s in data["sections"]][1:3] == ["voice", "lokal_mere"]
    assert data["changes"] == CHANGES


def test_the_definition_itself_is_left_alone():
    before = definition()
    given = copy.deepcopy(before)

    apply(given, CHANGES)

    assert given == before


def test_local_fields_work_like_all_others():
    edition, sample = second(CHANGES), first(FORM)
    data = sample.data | {"lokal_musik": "Blues", "youth_words": "Ja"}
    data.pop("parents_comment", None)
    data["prioritised_efforts"][0]["lokal_pris"] = 12
    data["goals"][0]["area"] = "lokal_kultur"
    for decision in data["decisions"]:
        decision.pop("reason", None)

    reading = read(edition.schema, data, level=SUBMIT, facts=sample.facts, new_id=id_from("x"))
    post = controls(page.render_form(edition, reading.content))
    back = read(edition.schema, page.posted(edition, post))

    assert reading.errors == []
    assert keep_system(edition.schema, reading.content, back.content) == reading.content
    shown = str(outline(edition.schema, reading.content))
    assert all(word in shown for word in ("Blues", "Kultur", "Yndlingsmusik", "Mødte op", "Din stemme"))


def test_a_hidden_field_takes_no_text_and_an_upgrade_names_what_is_lost_and_gained():
    edition, sample = second(CHANGES), first(FORM)
    content = sample.content | {"parents_comment": "Vi er glade."}

    carried, gained, lost = upgrade(sample.edition.schema, edition.schema, content)

    assert [p.where for p in read(edition.schema, {"parents_comment": "x"}).problems] == ["parents_comment"]
    assert "parents_comment" not in carried
    assert lost == ["Hvorfor giver det mening?", "Forældres kommentarer"]
    assert {"Yndlingsmusik", "Valg", "Pris"} == set(gained)


def test_rules_take_their_settings_from_the_edition():
    rule = next(name for name, given in definition()["rules"] if given)
    key = next(key for name, given in definition()["rules"] if name == rule for key in given)

    data = second([{"change": "set_argument", "rule": rule, key: 7}]).data

    assert [rule, {key: 7}] in data["rules"]
    with pytest.raises(ChangeRefused, match="har ikke den indstilling"):
        second([{"change": "set_argument", "rule": rule, "uger": 7}])
    with pytest.raises(ChangeRefused, match="har ikke den indstilling"):
        second([{"change": "set_argument", "rule": rule, key: 0}])


REFUSED = [
    ({"change": "remove", "field": "chair"}, "kendes ikke"),
    ({"change": "hide", "field": "chair"}, "ikke frivilligt"),
    ({"change": "hide", "field": "goals.sub_goals"}, "ikke frivilligt"),
    ({"change": "require", "field": "chair"}, "ikke frivilligt i forvejen"),
    ({"change": "relabel", "field": "nope", "label": "x"}, "findes ikke"),
    ({"change": "relabel", "field": "chair.nope", "label": "x"}, "findes ikke"),
    ({"change": "relabel", "field": "chair", "label": " "}, "må ikke være tom"),
    ({"change": "relabel", "field": "chair", "label": "x", "type": "text"}, "mangler en oplysning"),
    ({"change": "move", "field": "chair", "after": "nope"}, "findes ikke"),
    ({"change": "add_option", "vocabulary": "attendance", "option": "late", "label": "x"}, "lokal mulighed"),
    ({"change": "relabel_option", "vocabulary": "attendance", "option": "late", "label": "x"}, "findes ikke"),
    ({"change": "add_section", "id": "mere", "title": "x"}, "lokalt afsnit"),
    ({"change": "retitle_section", "section": "nope", "title": "x"}, "findes ikke"),
    ({"change": "add_field", "section": "voice", "id": "strengths", "type": "line", "label": "x"}, "lokalt felt"),
    ({"change": "add_field", "section": "voice", "id": "lokal_x", "type": "rows", "label": "x"}, "ikke findes"),
    ({"change": "add_field", "section": "voice", "id": "lokal_x", "type": "choice", "label": "x"}, "mangler"),
    (["x"], "kendes ikke"),
    ({"change": ["x"]}, "kendes ikke"),
    ({"change": "relabel", "field": "chair", "label": 7}, "må ikke være tom"),
    ({"change": "relabel", "field": ["chair"], "label": "x"}, "skal have tekst"),
    ({"change": "relabel", "field": "chair"}, "mangler en oplysning"),
]


@pytest.mark.parametrize(("bad", "said"), REFUSED, ids=range(len(REFUSED)))
def test_refused_changes_are_named(bad, said):
    with pytest.raises(ChangeRefused, match=said):
        apply(definition(), [bad])


def test_a_local_field_is_added_only_once():
    new = {"change": "add_field", "section": "voice", "id": "lokal_x", "type": "line", "label": "x"}

    with pytest.raises(ChangeRefused, match="Ændring 2: Feltet »lokal_x« findes allerede"):
        apply(definition(), [new, new])


def test_a_local_option_is_added_only_once():
    new = {"change": "add_option", "vocabulary": "attendance", "option": "lokal_sent", "label": "Kom sent"}

    with pytest.raises(ChangeRefused, match="Ændring 2: Muligheden »lokal_sent« findes allerede"):
        apply(definition(), [new, new])


def test_an_edition_of_ours_breaks_no_promise():
    assert broken_promises(definition(), apply(definition(), CHANGES)) == []


def test_the_broken_promises_of_an_edition_from_elsewhere_are_listed():
    foreign = definition()
    fields = {f["id"]: f for s in foreign["sections"] for f in s["fields"]}
    fields["chair"]["type"] = "text"
    fields["goals"]["fields"][1]["requirement"] = "O"
    fields["youth_important"]["hidden"] = True
    foreign["sections"][4]["fields"].pop(0)
    foreign["vocabularies"]["attendance"].pop()

    assert len(broken_promises(definition(), foreign)) == 5

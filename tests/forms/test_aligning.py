"""Two documents field by field: rows by their permanent ids, fields by theirs, across editions of the form."""

import random
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.domain.comparing import (
    ADDED,
    EDITED,
    GONE_FIELD,
    IN,
    MOVED,
    NEW_FIELD,
    ONLY_AGENDA,
    ONLY_MINUTES,
    OUT,
    REMOVED,
    SAME,
    Piece,
    Sides,
    plain,
)
from kuidocs.forms.aligning import Side, align, is_same, names
from kuidocs.forms.anchors import anchors, is_hidden
from kuidocs.forms.beside import ELSEWHERE, set_beside, topics
from kuidocs.forms.changes import apply
from kuidocs.forms.defaults import AGENDAS
from kuidocs.forms.edition import publish
from kuidocs.forms.edition_changes import edition_changes
from kuidocs.forms.nodes import SKIPPED
from kuidocs.forms.outline import outline
from kuidocs.forms.places import page_id
from tests.forms.samples import EDITIONS, first

PLAN = EDITIONS["kui.education_plan"]
GOAL, SUB = {"goal_no": "1", "goal_text": "At komme i gang"}, {"sub_goal_text": "Møde op"}


def words(old, new):
    return Sides((Piece(OUT, old),), (Piece(IN, new),))


def goals(*rows):
    return {"goals": list(rows)}


def goal(rid, text="At komme i gang", *subs, **more):
    found = {"rid": rid, "goal_text": text} | more
    return found | ({"sub_goals": list(subs)} if subs else {})


def sub(rid, text):
    return {"rid": rid, "sub_goal_text": text}


def compared(old, new, before=PLAN, after=PLAN):
    sides = [
        Side(outline(edition.schema, content), edition.schema) for edition, content in ((before, old), (after, new))
    ]
    return align(*sides, words)


def changes(*given, **more):
    return [change for area in compared(*given, **more) for change in area.changed]


def told(*given, **more):
    return [(change.kinds, change.title) for change in changes(*given, **more)]


def changed_edition(*list_of_changes):
    return publish(apply(PLAN.data, list(list_of_changes)), number=2, effective=date(2026, 10, 1), by="lone")


def test_equal_documents_have_no_changes():
    content = first("kui.education_plan").content

    assert changes(content, deepcopy(content)) == []


def test_an_edited_field_is_told_with_both_texts():
    (change,) = changes({"preferred_name": "Malte"}, {"preferred_name": "Malthe"})

    assert (change.kinds, change.path) == ((EDITED,), "preferred_name")
    assert (plain(change.answers[0].old), plain(change.answers[0].new)) == ("Malte", "Malthe")


def test_a_field_that_was_filled_or_emptied():
    assert told({}, {"preferred_name": "Malthe"})[0][0] == (ADDED,)
    assert told({"preferred_name": "Malthe"}, {})[0][0] == (REMOVED,)


def test_a_row_that_was_edited_names_its_one_field():
    assert told(goals(goal("a", status="on_track")), goals(goal("a", status="achieved"))) == [
        ((EDITED,), "Mål 1 »At komme i gang«: Status")
    ]


def test_rows_that_came_and_went():
    old = goals(goal("a", "Et"), goal("b", "To"))
    new = goals(goal("a", "Et"), goal("c", "Tre"))

    assert told(old, new) == [((REMOVED,), "Mål 2 »To«"), ((ADDED,), "Mål 2 »Tre«")]


def test_a_row_that_only_slid_is_no_change_and_the_moved_one_says_from_where():
    old = goals(goal("a", "Et"), goal("b", "To"), goal("c", "Tre"))
    new = goals(goal("c", "Tre"), goal("a", "Et"), goal("b", "To"))

    (change,) = changes(old, new)

    assert (change.kinds, change.was, change.now) == ((MOVED,), "Mål 3", "Mål 1")


def test_the_rows_that_only_slid_are_counted():
    old = goals(goal("a", "Et"), goal("b", "To"), goal("c", "Tre"))
    moved = goals(goal("c", "Tre"), goal("a", "Et"), goal("b", "To"))

    (area,) = [area for area in compared(old, moved) if area.changed]

    assert area.slid.startswith("2 af dem har fået et andet nummer")
    assert not any(area.slid for area in compared(old, old))


def test_moved_and_edited_is_one_change_with_all_its_answers():
    old = goals(goal("a", "Et"), goal("b", "To"), goal("c", "Tre", status="on_track"))
    new = goals(goal("c", "Tre", status="achieved"), goal("a", "Et"), goal("b", "To"))

    (change,) = changes(old, new)

    assert change.kinds == (MOVED, EDITED)
    assert [answer.changed for answer in change.answers] == [False, True]


def test_a_row_that_was_moved_under_another_is_neither_gone_nor_new():
    old = goals(goal("a", "Et", sub("x", "Møde op"), sub("y", "Ringe")), goal("b", "To", sub("z", "Sove")))
    new = goals(goal("a", "Et", sub("y", "Ringe")), goal("b", "To", sub("z", "Sove"), sub("x", "Møde op")))

    (change,) = changes(old, new)

    assert (change.kinds, change.was, change.now) == ((MOVED,), "Mål 1, delmål 1", "Mål 2, delmål 2")


def test_a_row_is_found_again_when_the_row_around_it_is_new_or_gone():
    old = goals(goal("a", "Et", sub("x", "Møde op"), sub("y", "Ringe")))
    new = goals(goal("b", "To", sub("x", "Møde op"), sub("w", "Sove")))

    found = changes(old, new)

    assert [(c.kinds, c.title) for c in found] == [
        ((REMOVED,), "Mål 1 »Et«"),
        ((ADDED,), "Mål 1 »To«"),
        ((MOVED,), "Mål 1, delmål 1 »Møde op«"),
    ]
    assert [plain(a.old) for a in found[0].answers] == ["Et", "Ringe"]
    assert [plain(a.new) for a in found[1].answers] == ["To", "Sove"]


def test_rows_of_papers_from_elsewhere_are_matched_by_the_words_they_begin_with():
    old, new = goals(goal("a", "Et"), goal("b", "To")), goals(goal("c", "To"), goal("d", "Et"))

    assert [kinds for kinds, _ in told(old, new)] == [(MOVED,)]


def test_a_person_is_the_name_and_a_day_is_one_word():
    old = {"plan_coordinator": {"text": "Jonas", "actor_id": "a1"}}

    assert told(old, old | {"plan_coordinator": {"text": "Jonas"}}) == []
    (day,) = changes({"next_review": "2026-09-29"}, {"next_review": "2026-12-08"})
    assert [piece.text for piece in day.answers[0].new] == ["8. december 2026"]


def test_a_group_of_fields_is_one_change():
    old, new = {"contact_person": {"phone": "1"}}, {"contact_person": {"phone": "2"}}
    schema = PLAN.schema

    (change,) = changes(old, new)

    assert change.title.startswith(str(next(c for c in schema.children if c.name == "contact_person").title))
    assert told({}, new)[0][0] == (ADDED,)


def test_a_renamed_option_is_no_change_and_each_side_has_its_own_word():
    after = changed_edition(
        {"change": "relabel_option", "vocabulary": "goal_status", "option": "on_track", "label": "Kører fint"}
    )
    content = goals(goal("a", status="on_track"))

    areas = compared(content, content, after=after)

    assert [c for area in areas for c in area.changed] == []
    texts = [
        (plain(a.old), plain(a.new)) for area in areas for c in area.parts for a in c.answers if a.label == "Status"
    ]
    assert texts == [("Godt på vej", "Kører fint")]
    assert [note.kind for note in edition_changes(PLAN.schema, after.schema)] == ["Valgmulighed"]


def test_a_section_that_may_be_skipped_and_got_another_name_is_told_of_once():
    section = next(one for one in PLAN.schema.sections if one.skippable)
    after = changed_edition({"change": "retitle_section", "section": section.name, "title": "Noget andet"})

    (note,) = edition_changes(PLAN.schema, after.schema)

    assert note.text == f"Afsnittet »{section.title}« hedder nu »Noget andet«"
    why = {SKIPPED + section.name: "Det er afklaret."}
    asked = "Er afsnittet »Noget andet« ikke relevant, så skriv hvorfor"
    assert told({}, why, after=after) == [((ADDED,), asked)]


def test_fields_of_another_edition_are_told_as_new_renamed_moved_and_gone():
    section = PLAN.schema.sections[-1]
    after = changed_edition(
        {"change": "add_field", "section": section.name, "id": "lokal_bro", "type": "text", "label": "Brobygning"},
        {"change": "relabel", "field": "preferred_name", "label": "Kaldenavn"},
        {"change": "move", "field": "preferred_name", "section": section.name},
        {"change": "retitle_section", "section": section.name, "title": "Til sidst"},
        {
            "change": "add_field",
            "section": section.name,
            "id": "lokal_r",
            "type": "line",
            "label": "Bil",
            "rows": "goals",
        },
    )
    content = {"preferred_name": "Malthe"}

    notes = {(note.kind, note.text.split("»")[1].split("«")[0]) for note in edition_changes(PLAN.schema, after.schema)}

    assert {("Nyt felt", "Brobygning"), ("Nyt felt", "Bil"), ("Flyttet", "Kaldenavn")} <= notes
    assert sum(kind == "Omdøbt" for kind, _ in notes) == 2
    assert told(content, content | {"lokal_bro": "Ja"}, after=after) == [((NEW_FIELD,), "Brobygning")]
    assert told(content | {"lokal_bro": "Ja"}, content, before=after, after=PLAN) == [((GONE_FIELD,), "Brobygning")]
    assert {note.field for note in edition_changes(PLAN.schema, after.schema)} == {"", "lokal_bro"}
    back = [note.kind for note in edition_changes(after.schema, PLAN.schema)]
    assert back.count("Udgået") == 2


def test_an_agenda_beside_minutes_shows_what_only_one_of_them_has():
    agenda, minutes = EDITIONS["kui.agenda.clarification"], EDITIONS["kui.minutes.clarification"]

    found = changes({"desired_outcome": "Vide mere"}, {"held_at": "2026-03-24"}, before=agenda, after=minutes)

    assert {change.kinds for change in found} == {(ONLY_AGENDA,), (ONLY_MINUTES,)}
    assert [plain(a.old) or plain(a.new) for one in found for a in one.answers] == ["Vide mere", "24. marts 2026"]
    assert {piece.kind for one in found for a in one.answers for piece in a.old + a.new} == {SAME}
    assert [change.absent for change in found] == ["Står ikke i referatet", "Står ikke i dagsordenen"]


@pytest.mark.parametrize("turned", [False, True])
def test_an_item_of_the_agenda_stands_at_what_the_minutes_say_of_it(turned):
    """By its topic when it has one, whatever it is called now, else by its heading; what is neither stays."""
    agenda, minutes = EDITIONS["kui.agenda.clarification"], EDITIONS["kui.minutes.clarification"]
    rows = [
        {"rid": "a" * 12, "item_no": "1", "heading": "Kaffe", "topic": "welcome"},
        {"rid": "b" * 12, "item_no": "2", "heading": "Muligheder"},
        {"rid": "c" * 12, "item_no": "3", "heading": "Noget helt tredje"},
    ]
    sides = [
        Side(outline(agenda.schema, {"agenda_items": rows}), agenda.schema, topics({"agenda_items": rows})),
        Side(outline(minutes.schema, {"held_at": "2026-03-24"}), minutes.schema),
    ]

    found = align(*(sides[::-1] if turned else sides), words)

    placed = {change.title: area.title for area in found for change in area.parts if "Dagsordenspunkt" in change.title}
    assert placed == {
        "Dagsordenspunkt 1 »Kaffe«": "Mødet",
        "Dagsordenspunkt 2 »Muligheder«": "Muligheder",
        "Dagsordenspunkt 3 »Noget helt tredje«": "Punkter",
    }
    assert {change.kinds for area in found for change in area.changed} == {(ONLY_AGENDA,), (ONLY_MINUTES,)}


def test_every_topic_has_its_section_in_the_minutes():
    for kind, items in AGENDAS.items():
        there = {section.name for section in EDITIONS[f"kui.minutes.{kind}"].schema.sections}
        assert {ELSEWHERE[kind].get(item.topic, item.topic) for item in items} <= there
    assert topics({"agenda_items": "ikke rækker"}) == topics({}) == {}
    plan = outline(PLAN.schema, {})
    assert set_beside(plan, PLAN.schema.key, {}, plan) is plan


def test_what_is_there_on_neither_side_is_the_same():
    assert is_same(None, None)
    assert "goals/sub_goals/deadline" in names(PLAN.schema)
    assert "goals/rid" not in names(PLAN.schema)


rows = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows, rows)
def test_every_row_is_told_once_whatever_was_done_to_them(old, new):
    def made(ids):
        return goals(*(goal(rid, f"Ord {rid}") for rid in ids))

    found = [part for area in compared(made(old), made(new)) for part in area.parts if part.row]

    rids = [part.path.split("/")[1] for part in found]
    assert sorted(rids) == sorted({*old, *new})
    kinds = {part.path.split("/")[1]: part.kinds for part in found}
    assert {rid for rid, kind in kinds.items() if kind == (ADDED,)} == {*new} - {*old}
    assert {rid for rid, kind in kinds.items() if kind == (REMOVED,)} == {*old} - {*new}


def test_shuffled_demonstration_plans_lose_no_answer():
    content = first("kui.education_plan").content
    random.seed(3)
    other = deepcopy(content)
    for rows_ in (value for value in other.values() if isinstance(value, list)):
        random.shuffle(rows_)

    areas = compared(content, other)
    shown = {answer.path for area in areas for part in area.parts for answer in part.answers}
    wanted = {a.path for a in anchors(PLAN.schema, content).values() if a.text}
    leaves = {path for path in wanted if not any(p.startswith(f"{path}/") for p in wanted)}
    assert leaves <= shown | {path for path in leaves if any(path.startswith(f"{s}/") for s in shown)} | {
        part.path for area in areas for part in area.parts
    }


def test_anchors_are_fields_and_rows_also_empty_ones():
    content = goals(goal("a", "Et", sub("x", "Møde op")))

    found = anchors(PLAN.schema, content)

    assert found["goals/a/sub_goals/x/sub_goal_text"].label.startswith("Mål 1, delmål 1: ")
    assert found["goals/a/sub_goals/x"].text == "Møde op"
    assert found["preferred_name"].text == ""
    path = ("goals", 0, "sub_goals", 0, "sub_goal_text")
    assert page_id(content, path).replace("-", "/") in found


def test_what_lies_in_something_hidden_is_hidden():
    assert is_hidden("goals/a/status", frozenset({"goals/a"}))
    assert is_hidden("goals/a", frozenset({"*/a"}))
    assert is_hidden("support", frozenset({"support"}))
    assert not is_hidden("goals/b/status", frozenset({"goals/a", "go"}))

"""How answers are laid out for reading: pairs, texts, quotes, lists, people, tables, goals and cards."""

import pytest

from kuidocs.forms.outline import Entry, Outline, Part
from kuidocs.views.reading import After, Around, Fact, blocks, present, sections


def rows(id, *parts, label="Rækker"):
    return Entry(id, label, "rows", rows=tuple(Part(f"r{n}", f"Række {n}", p, n) for n, p in enumerate(parts, 1)))


def short(id, text, type="line", label=""):
    return Entry(id, label or id.capitalize(), type, text, text)


def long(id, text, **more):
    return Entry(id, id.capitalize(), "text", text, text, **more)


def only(entry, around=None):
    (found,) = blocks((entry,), around or Around())
    return found


def test_short_answers_that_stand_together_are_pairs():
    found = list(blocks((short("a", "1"), short("b", ""), long("c", "Tekst"), short("d", "4")), Around()))

    assert [block.kind for block in found] == ["pairs", "text", "pairs"]
    assert [fact.text for fact in found[0].facts] == ["1", "Ikke udfyldt"]


@pytest.mark.parametrize("text", ["x" * 91, "en\nto"])
def test_a_long_line_is_read_as_text(text):
    assert only(short("a", text)).kind == "text"


def test_texts_have_paragraphs_and_own_words_are_quotes():
    assert only(long("a", "En\n\nTo")).lines == ("En", "To")
    assert only(long("a", "Nej", own_words=True)).kind == "quote"
    assert only(long("a", "", own_words=True)).lines == ("Ikke udfyldt",)
    assert only(Entry("a", "A", "lines", "én\nto")).kind == "list"


def test_a_group_is_its_answers_under_its_name():
    group = Entry("g", "Kontakt", "group", rows=(Part("", "Kontakt", (short("name", "Jonas"), long("x", "Tekst"))),))

    first, second = blocks((group,), Around())

    assert (first.label, first.facts[0].text, second.lines) == ("Kontakt", "Jonas", ("Tekst",))
    assert only(Entry("g", "Kontakt", "group")).lines == ("Ikke udfyldt",)


def test_rows_without_any_row_say_so():
    assert only(rows("tasks")).lines == ("Ikke udfyldt",)


def task(text="Ringer", who="Jonas", day="1. maj 2026", goal="2", **more):
    extra = [short(id, value) for id, value in more.items()]
    found = [long("task_text", text), short("responsible", who, "person"), short("deadline", day, "date")]
    return (*found, short("goal_no", goal, "number"), *extra)


def test_short_rows_are_a_table():
    table = only(rows("who_does_what", task(), task()))

    assert (table.kind, table.columns) == ("table", ("Task_text", "Responsible", "Deadline", "Mål"))
    assert table.rows[0].say == "Ringer"
    assert [fact.whole for fact in table.rows[0].facts] == [False, True, True]


def test_a_question_that_few_rows_answer_gets_no_column():
    table = only(rows("who_does_what", task(), task(), task(informs="Anja")))

    assert table.columns == ("Task_text", "Responsible", "Deadline", "Mål")
    assert table.rows[2].blocks[0].lines == ("Informs: Anja",)


def test_the_status_of_tasks_is_a_column_where_it_is_known():
    table = only(rows("who_does_what", task(), task()), Around(status={"r1": "Udført"}))

    assert table.columns[-1] == "Status nu"
    assert [row.facts[-1].text for row in table.rows] == ["Udført", ""]


@pytest.mark.parametrize(
    "parts",
    [
        (task("x" * 201),),
        (task("x", more1="a", more2="b"),),
        ((*task(), long("purpose", "x" * 201)),),
        ((*task(), rows("inner", (short("a", "1"),))),),
        ((rows("inner", (short("a", "1"),)),),),
        ((long("text", "Kun tekst"),),),
    ],
)
def test_rows_that_are_no_table_are_cards(parts):
    assert only(rows("efforts", *parts)).kind == "cards"


def test_decisions_are_always_cards_with_what_became_of_them():
    after = After("uddannelsesplanen, indsats 1", "/plan#x")
    entry = rows("decisions", (short("decision_no", "7", "number"), *task(), short("young_view", "Enig", "choice")))

    card = only(entry, Around({"r1": (after,)}, called="Malthe"))

    assert card.kind == "cards"
    assert (card.rows[0].number, card.rows[0].say, card.rows[0].after) == ("7", "Ringer", (after,))
    assert [fact.words for fact in card.rows[0].facts] == [
        "Responsible: Jonas",
        "Deadline: 1. maj 2026",
        "Mål 2",
        "Malthe: Enig",
    ]


def test_goals_hold_their_sub_goals():
    inner = rows("sub_goals", (long("sub_goal_text", "Stå op"), short("deadline", "1. maj", "date")))
    goal = only(rows("goals", (short("goal_no", "2", "number"), long("goal_text", "Ro"), inner)))

    assert (goal.kind, goal.rows[0].number, goal.rows[0].say) == ("goals", "2", "Ro")
    assert goal.rows[0].blocks[0].rows[0].say == "Stå op"


def test_a_goal_that_is_only_a_number_has_it_as_number():
    goal = only(rows("goal_progress", (short("goal_no", "3", "number"), short("status", "I gang", "choice"))))

    assert (goal.rows[0].number, goal.rows[0].say) == ("3", "I gang")


def test_rows_that_begin_with_a_date_are_a_table_of_dates():
    table = only(rows("dates", (short("date", "1. maj", "date"), short("type", "Med", "choice"))))

    assert (table.rows[0].say, table.columns) == ("1. maj", ("Date", "Type"))


def test_people_with_many_small_things_are_a_compact_list():
    who = (short("name", "Anja", "person"), *(short(f"f{n}", f"v{n}") for n in range(5)), short("empty", ""))

    people = only(rows("participants", who))

    assert people.kind == "people"
    assert people.rows[0].say == "Anja"
    assert [fact.text for fact in people.rows[0].facts] == ["v0", "v1", "v2", "v3", "v4"]


def test_rows_without_answers_at_all():
    assert only(rows("efforts", ())).kind == "cards"
    assert only(rows("efforts", (long("a", ""),))).rows[0].say == "Ikke udfyldt"


def test_a_document_is_laid_out_in_its_sections():
    outline = Outline("Referat", (Part("meeting", "Mødet", (short("a", "1"),)),))

    (section,) = sections(outline)

    assert (section.id, section.title, section.blocks[0].kind) == ("meeting", "Mødet", "pairs")


def came(name, how):
    return (short("name", name, "person"), short("attendance", how, "choice"))


def test_who_was_there_is_gathered_by_how_they_came():
    people = rows("participants", came("Anja", "Til stede"), came("Bo", "Online"), came("Ida", "Til stede"))
    silent = rows("participants", (short("name", "Anja", "person"),), came("Bo", ""))

    assert present(Outline("", (Part("m", "M", (people,)),))) == [("Til stede", "Anja, Ida"), ("Online", "Bo")]
    assert present(Outline("", (Part("m", "M", (silent,)),))) == []
    assert present(Outline("", ())) == []


def test_small_things_are_said_with_their_question():
    assert Fact("x", "Hvornår?", "i dag").words == "Hvornår: i dag"
    assert not Fact("x", "X", "y").whole

"""Rows set as tables, and sections parted into pieces, without a renderer."""

from kuidocs.services.pdf.agenda import with_clocks
from kuidocs.services.pdf.items import Item, ItemGroup
from kuidocs.services.pdf.layouts import table_of
from kuidocs.services.pdf.letter import hours
from kuidocs.services.pdf.pieces import pieces


def item(name: str, text: str = "", kind: str = "line", label: str = "", **more) -> Item:
    return Item(name, label or name, kind, text, more.pop("value", text), **more)


def rows(name: str, *found: dict[str, str]) -> Item:
    groups = (
        ItemGroup(str(n), f"Række {n}", tuple(item(k, v) for k, v in row.items()), n) for n, row in enumerate(found, 1)
    )
    return Item(name, name, "rows", "", None, tuple(groups))


def cells(table) -> list[list[str]]:
    return [[" / ".join(bit.line for bit in cell) for cell in row] for row in table.rows]


def test_empty_columns_are_left_out_and_tasks_stand_by_date():
    table = table_of(
        rows(
            "who_does_what",
            {"task_text": "Senere", "responsible": "A", "deadline": "2026-05-01"},
            {"task_text": "Først", "responsible": "B", "deadline": "2026-04-01"},
            {"task_text": "Uden dag", "responsible": "C"},
        )
    )

    assert [heading for heading, _ in table.columns] == ["responsible", "task_text", "deadline"]
    assert cells(table) == [["B", "Først", "2026-04-01"], ["A", "Senere", "2026-05-01"], ["C", "Uden dag", ""]]


def test_what_no_column_names_stands_in_the_row():
    table = table_of(rows("who_does_what", {"task_text": "Ringe", "responsible": "A", "lokal_pris": "100"}))

    assert cells(table) == [["A", "Ringe / 100"]]


def test_short_answers_share_a_line_and_an_empty_head_is_filled():
    table = table_of(
        rows(
            "participants",
            {"name": "A", "profession": "Lærer", "department": "FGU", "relation": "Primær", "meeting_role": "Referent"},
            {"name": "B", "relation": "Den unge"},
        )
    )

    assert cells(table) == [["A", "Lærer, FGU / Primær · Referent"], ["B", "Den unge"]]


def test_rows_without_the_needed_field_have_no_table():
    assert table_of(rows("who_does_what", {"responsible": "A"})) is None
    assert table_of(rows("lokal_liste", {"a": "b"})) is None
    assert table_of(rows("who_does_what")) is None


def test_tall_rows_may_stand_alone_on_a_page():
    assert table_of(rows("who_does_what", {"task_text": "x" * 200})).css == "tall"
    assert table_of(rows("who_does_what", {"task_text": "x"})).css == ""


def test_a_section_is_parted_by_the_look_of_its_answers():
    found = pieces(
        "Afsnit",
        [
            item("a", "1"),
            item("b", "2"),
            item("c", "Lang", "text"),
            item("d", "Mine ord", "text", own_words=True),
            item("e", "Ja", "yes_no"),
            item("f", "Ja", "yes_no"),
            item("g", "alene"),
            item("h", "Svar", label="Et spørgsmål, der er så langt, at det ikke kan stå i en smal spalte?"),
            item("i"),
        ],
        missing=True,
    )

    assert [piece.kind for piece in found] == ["facts", "text", "quote", "statements", "one", "text", "missing"]


def test_only_drafts_name_what_is_missing():
    assert pieces("Afsnit", [item("a")], missing=False) == ()


def test_a_heading_is_not_said_twice():
    (piece,) = pieces("Hvem gør hvad", [rows("who_does_what", {"task_text": "Ringe"})], missing=False)

    assert piece.heading == ""


def test_many_facts_are_parted():
    found = pieces("Afsnit", [item(f"f{n}", "x") for n in range(12)], missing=False)

    assert [len(piece.facts) for piece in found] == [10, 2]


def test_the_clock_follows_the_minutes():
    agenda = rows("agenda_items", {"heading": "A", "minutes": "5"}, {"heading": "B", "minutes": "10"})
    (piece,) = pieces("Punkter", [agenda], missing=False)

    timed = with_clocks(piece, "09:58")

    assert cells(timed.table) == [["A", "5 / kl.\u00a09.58"], ["B", "10 / kl.\u00a010.03"]]
    assert with_clocks(piece, "") == piece


def test_hours():
    assert hours("16:00", "17:30") == " kl.\u00a016.00–17.30"
    assert hours("16:00", "") == " kl.\u00a016.00"
    assert hours("", "17:30") == ""

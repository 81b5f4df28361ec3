"""No slide holds more than has room; no text is lost on the way; and what no file can hold is taken out."""

import pytest

from kuidocs.domain import slides
from kuidocs.domain.arena import MOST, RULES, arena, told
from kuidocs.domain.slides import LINES, NARROW, WIDE, Said, Slide, clean, clipped, fitted, wrapped
from kuidocs.domain.statistics import Bar, Figure


def figure(count: int = 3, heading: str = "Hvor ofte?") -> Figure:
    return Figure("1", heading, "svar", tuple(Bar(f"Svar {n}", n + 5, 10) for n in range(count)), 30)


def words(found) -> list[str]:
    return [word for slide in found for line in slide.lines for word in f"{line.lead} {line.text}".split()]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x1bc", "abc"),
        ("a\r\nb\rc\x0bd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a b"),
        ("\ud800x", "\ufffdx"),
        ("\u202edcba\u202c", "dcba"),
        ("Ærø – »ja«", "Ærø – »ja«"),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


def test_a_slide_with_room_stays_as_it_is():
    slide = Slide("Formål", (Said("At høre hinanden.", "1."),), notes="Læs op.")

    assert fitted([slide]) == (slide,)


def test_a_long_text_is_parted_and_every_word_is_kept_in_order():
    said = " ".join(f"ord{n}" for n in range(900))
    found = fitted([Slide("Forløbet", (Said("Først."), Said(said, "Baggrund:"), Said("Sidst.")))])

    assert words(found) == ["Først.", "Baggrund:", *said.split(), "Sidst."]
    assert [one.heading for one in found[:2]] == [f"Forløbet (1 af {len(found)})", f"Forløbet (2 af {len(found)})"]


@pytest.mark.parametrize(("ring", "width"), [((), WIDE), (("Læge",), NARROW)])
@pytest.mark.parametrize("text", ["ord " * 2000, "W" * 8000, "🎪" * 3000, "kort", "漢字" * 900])
def test_no_slide_is_too_full(text, ring, width):
    for slide in fitted([Slide("X", (Said(text), Said("mere " * 30, "Og:")), ring=ring)]):
        lines = [row for one in slide.lines for row in wrapped(f"{one.lead} {one.text}", width)]
        assert len(lines) <= LINES
        assert all(slides._width(row) <= width for row in lines)


def test_a_long_heading_is_cut_and_stands_whole_below():
    heading = "Hvad synes du om " + "samarbejdet mellem alle parter " * 20
    (found,) = fitted([Slide(heading)])

    assert found.heading.endswith("…")
    assert len(found.heading) < 100
    assert " ".join(words([found])) == " ".join(heading.split())


def test_a_slide_without_a_heading_gets_one():
    assert fitted([Slide("\x00 ")])[0].heading == "Uden overskrift"


def test_two_slides_are_never_called_the_same():
    found = fitted([Slide("Case 1"), Slide("case 1"), Slide("Case 2")])

    assert [one.heading for one in found] == ["Case 1 (1 af 2)", "case 1 (2 af 2)", "Case 2"]


def test_empty_lines_are_left_out_and_a_lead_alone_stays():
    found = fitted([Slide("X", (Said("\n\na\n\nb\n"), Said("", "Kl. 9"), Said("")))])

    assert found[0].lines == (Said("a"), Said("b"), Said("", "Kl. 9"))


def test_many_answers_are_parted_over_charts_with_the_same_whole():
    found = fitted([Slide("Hvor ofte?", (Said("Note"),), figure=figure(20))])

    assert [len(one.figure.bars) for one in found] == [8, 8, 4]
    assert {one.figure.total for one in found} == {30}


def test_what_has_no_room_under_a_chart_comes_after_it():
    found = fitted([Slide("Hvor ofte?", (Said("ord " * 300),), figure=figure())])

    assert [bool(one.figure) for one in found[:2]] == [True, False]
    assert found[0].lines == ()
    assert len(words(found)) == 300


def test_nobody_gets_a_thousand_slides():
    found = fitted([Slide("X", (Said("ord " * 100_000),))])

    assert len(found) == slides.MOST
    assert found[-1].heading == "Der er ikke plads til mere"
    assert len(fitted([Slide(f"X{n}") for n in range(slides.MOST)])) == slides.MOST


def test_a_chart_without_answers_is_one_slide():
    assert len(fitted([Slide("Ingen", figure=figure(0))])) == 1


def test_little_is_written_large():
    assert slides.is_short(Slide("X", (Said("Kort."),)))
    assert not slides.is_short(Slide("X", (Said("ord " * 100),)))
    assert not slides.is_short(Slide("X", figure=figure()))
    assert slides.is_long("X" * 90)
    assert not slides.is_long("Kort")


@pytest.mark.parametrize(("text", "cut"), [("kort", "kort"), ("et to tre fire", "et to…"), ("x" * 20, "x" * 8 + "…")])
def test_clipped(text, cut):
    assert clipped(text, 9) == cut


def test_a_chart_in_words():
    told_ = slides.told(Figure("1", "Hvor?", "svar", (Bar("A", 5, 50), Bar("B", None), Bar("C", 7)), 10))

    assert told_ == "Hvor? A: 5 (50 %); B: vises ikke; C: 7."
    assert slides.short_label(Bar("B", None)) == "B (vises ikke)"
    assert slides.short_label(Bar("langt " * 30, 3)).endswith("…")


def test_the_arena_has_a_chair_for_each_in_the_ring():
    assert [len(arena(n)["inner"]) for n in (0, 1, MOST)] == [1, 1, MOST]
    assert len({(x, y) for _, x, y in arena(MOST)["inner"]}) == MOST
    assert told(["Læge", "PPR"]).startswith("Manegen set ovenfra. I ringen: Læge, PPR.")
    assert all(lead.endswith(":") and text.endswith(".") for lead, text in RULES)

"""The text of a page as we read it, held against poppler; and files that are made to break whoever reads them."""

from io import BytesIO

import pikepdf
import pytest

from kuidocs.services.seal import examining, page_text
from kuidocs.services.seal.examining import compare
from kuidocs.services.seal.page_text import lines
from tests.services.pdf import demo, paper
from tests.services.seal import more_tampering as more
from tests.services.seal import tampering

NOT_SEEN = str.maketrans("", "", "\u200b\u00a0 \n\f")


@pytest.fixture(scope="module")
def plan():
    return demo.inline().render(demo.job("PLAN-0163-v2"))


def read(pdf):
    with pikepdf.open(BytesIO(pdf)) as file:
        return [lines(page) for page in file.pages]


def drawn(content, told=None):
    """A page with this drawing on it, in a font of which the table tells the letters."""
    out = BytesIO()
    with pikepdf.new() as whole:
        page = whole.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        if told is not None:
            font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=whole.make_stream(told))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=whole.make_indirect(font)))
        page.obj.Contents = whole.make_stream(content)
        whole.save(out)
    return out.getvalue()


def texts(pdf, page=0):
    return [line.text for line in read(pdf)[page]]


@paper.needs_poppler
@pytest.mark.outside
@pytest.mark.parametrize("document_id", ["PLAN-0163-v2", "FLK-2026-0117-D11", "FLK-2026-0117-D01"])
def test_it_is_what_poppler_reads(document_id):
    pdf = demo.inline().render(demo.job(document_id))
    for number, found in enumerate(read(pdf), 1):
        ours = "".join(line.text for line in found).translate(NOT_SEEN)
        assert sorted(ours) == sorted(paper.raw(pdf, number).translate(NOT_SEEN))


def test_lines_stand_where_they_stand(plan):
    first = read(plan)[0]

    assert first[0].text == "Min uddannelsesplan"
    assert 400 < first[0].y < 842
    assert first[-1].text.endswith("Side 1 af 7")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"BT /F 9 Tf 10 700 Td (Et) Tj 0 -20 Td (to) Tj ET", ["Et", "to"]),
        (b"BT /F 9 Tf 12 TL 10 700 Td (Et) Tj T* (to) Tj (tre) ' 1 2 (fire) \" ET", ["Et", "to", "tre", "fire"]),
        (b"BT /F 9 Tf 10 700 TD (Et) Tj 0 -9 TD (to) Tj T* (tre) Tj ET", ["Et", "to", "tre"]),
        (b"BT /F 9 Tf 10 700 Td [(E) -20 (t)] TJ 200 0 Td (to) Tj ET", ["Et to"]),
        (b"q 1 0 0 1 0 300 cm BT /F 9 Tf (Et) Tj ET Q Q BT /F 9 Tf (to) Tj ET", ["Et", "to"]),
        (b"BT /F 9 Tf 1 0 0 1 5 5 Tm (bl\xe5) Tj /Ukendt 9 Tf (b\xe6r) Tj ET", ["blåbær"]),
    ],
)
def test_every_way_to_show_text(content, found):
    assert texts(drawn(content)) == found


@pytest.mark.parametrize(
    ("told", "codes", "found"),
    [
        (b"1 beginbfchar <0001> <00480065> endbfchar", b"<0001>", "He"),
        (b"1 beginbfrange <0001> <0003> <0041> endbfrange", b"<000100020003>", "ABC"),
        (b"1 beginbfrange <0001> <0002> [<0041> <D83DDE00>] endbfrange", b"<00010002>", "A😀"),
        (b"1 beginbfchar <0001> <0041> endbfchar", b"<0009>", "\ufffd"),
    ],
)
def test_codes_are_read_by_the_table_of_their_font(told, codes, found):
    assert texts(drawn(b"BT /F 9 Tf " + codes + b" Tj ET", told)) == [found]


def looped():
    """A form that draws itself."""
    out = BytesIO()
    with pikepdf.new() as whole:
        form = whole.make_stream(b"BT (x) Tj ET /X Do", Subtype=pikepdf.Name.Form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page = whole.add_blank_page()
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page.obj.Contents = whole.make_stream(b"/X Do")
        whole.save(out)
    return out.getvalue()


def test_a_form_that_draws_itself_ends():
    assert texts(looped()) == ["x" * page_text.DEEPEST]


def test_too_much_text_is_not_read(monkeypatch):
    monkeypatch.setattr(page_text, "MOST_TEXT", 5)

    with pytest.raises(ValueError, match="too much"):
        read(drawn(b"BT (sekstegn) Tj ET"))


def test_a_table_with_too_many_letters_is_not_read(monkeypatch):
    monkeypatch.setattr(page_text, "MOST_CODES", 3)

    with pytest.raises(ValueError, match="letters"):
        page_text._table(b"1 beginbfchar <01><0041><02><0042><03><0043><04><0044> endbfchar")


# What of it is another.


def test_words_laid_over_are_told_with_what_they_cover(plan):
    (place,) = compare(more.laid_over(plan, 4, "Ti samtaler hjemme", (139, 702)), plan).places

    assert (place.page, place.new) == (5, "Ti samtaler hjemme")
    assert place.old
    assert place.heading


def test_an_annotation_and_a_field_are_told(plan):
    for tamper in (tampering.annotation, more.form_field_over):
        (place,) = compare(tamper(plan), plan).places
        assert place.new == "Bevilget"


def test_a_page_without_words_and_a_page_more(plan):
    gone = compare(tampering.page_replaced(plan), plan)
    more_pages = compare(more.page_put_in(plan), plan)

    assert gone.places[0].new == ""
    assert (more_pages.pages, more_pages.changed) == (8, (8,))
    assert more_pages.places[0].new == "En side mere"
    assert compare(more.page_taken_out(plan), plan).pages == 6


def test_long_texts_are_cut_and_many_places_counted(plan, monkeypatch):
    monkeypatch.setattr(examining, "LONGEST", 10)
    monkeypatch.setattr(examining, "MOST_PLACES", 1)
    found = compare(more.pages_swapped(plan), plan)

    assert len(found.places) == 1
    assert found.count > 1
    assert found.places[0].old.endswith(" …")


def test_what_cannot_be_read_as_text_is_compared_all_the_same(plan, monkeypatch):
    monkeypatch.setattr(examining, "MOST_LINES", 1)
    found = compare(tampering.annotation(plan), plan)

    assert (found.changed, found.places, found.read) == ((1,), (), False)


def test_the_same_file_has_no_places(plan):
    assert compare(plan, plan) == examining.Compared(7, ())

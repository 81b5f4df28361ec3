"""The look of a presentation: python-pptx's template made wide and Danish, in our colours, and without what it says of
others.

The letters are those of Arial, which LibreOffice replaces by its equal, as wide to a hair.
"""

from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import datetime
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kuidocs.domain.slides import Deck

WIDTH, HIGH = Inches(13.333), Inches(7.5)
LEFT = Inches(0.75)
ACT, INK, MIST = "123F5A", "1A1A1A", "9DB4C2"
FONT = "Arial"
KEPT = ("Title Slide", "Title and Content")
NAMES = {"Title Slide": "Åbner en del", "Title and Content": "Overskrift og indhold"}
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
FOREIGN = ("/printerSettings", "/thumbnail")
"""What the template has of somebody else's: settings of a printer, and a picture of another presentation."""


class Opened(AbstractContextManager):
    """A workbook that says nothing of when and by whom it was made, with its one sheet."""

    def __init__(self, workbook: Any, made: datetime) -> None:
        workbook.set_properties({"created": made.replace(tzinfo=None)})
        self.workbook, self.sheet = workbook, workbook.add_worksheet()

    def __enter__(self) -> tuple[Any, Any]:
        return self.workbook, self.sheet

    def __exit__(self, *error: object) -> None:
        self.workbook.close()


def dress(file: Any, deck: Deck) -> None:
    """Put everything on that a deck needs, before its first slide."""
    ratio = WIDTH / file.slide_width
    file.slide_width, file.slide_height = WIDTH, HIGH
    _take_out(file)
    _say_what_it_is(file, deck)
    master = file.slide_master
    for part in (master, *file.slide_layouts):
        _widen(part, ratio)
        _speak_danish(part)
    for layout in file.slide_layouts:
        layout.name = NAMES[layout.name]
    _dress_master(master)
    _dress_opening(file.slide_layouts[0])
    _foot(master, deck)
    for layout in file.slide_layouts:
        _foot(layout, deck)
    _dress_notes(file)


def _take_out(file: Any) -> None:
    for layout in list(file.slide_layouts):
        if layout.name not in KEPT:
            file.slide_layouts.remove(layout)
    for place in (file.part.package, file.part):
        for key, relation in list(place._rels.items()):
            if relation.reltype.endswith(FOREIGN):
                place._rels.pop(key)


def _say_what_it_is(file: Any, deck: Deck) -> None:
    """Write the properties: what it is about, in which language, and nobody's name."""
    about = file.core_properties
    about.title, about.subject, about.language = deck.title[:255], deck.cluster[:255], "da-DK"
    about.author = about.last_modified_by = "kuidocs"
    about.created = about.modified = datetime.fromisoformat(f"{deck.made_on}T12:00")
    about.revision = 1


def _widen(part: Any, ratio: float) -> None:
    for place in part.shapes._spTree.iter(qn("a:off"), qn("a:ext")):
        for name in ("x", "cx"):
            if place.get(name) is not None:
                place.set(name, str(int(int(place.get(name)) * ratio)))


def _speak_danish(part: Any) -> None:
    for told in part._element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        told.set("lang", "da-DK")


def _dress_master(master: Any) -> None:
    title, body = master.placeholders[0], master.placeholders[1]
    _put(title, LEFT, Inches(0.45), WIDTH - 2 * LEFT, Inches(1.15))
    _put(body, LEFT, Inches(1.75), WIDTH - 2 * LEFT, HIGH - Inches(2.5))
    title.text_frame._txBody.bodyPr.set("anchor", "b")
    styles = master._element.find(qn("p:txStyles"))
    _letters(styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr")), 3000, ACT, bold=True)
    first = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    _letters(first, 2200, INK)
    first.set("marL", "0")
    first.set("indent", "0")
    for child in first.findall(qn("a:buChar")) + first.findall(qn("a:buFont")):
        first.remove(child)
    before = first.find(qn("a:spcBef"))
    before.addnext(parse_xml(f'<a:buNone xmlns:a="{A}"/>'))
    before[0].set("val", "40000")
    master.shapes._spTree.insert(2, parse_xml(_stripe()))


def _letters(level: Any, size: int, colour: str, *, bold: bool = False) -> None:
    level.set("algn", "l")
    told = level.find(qn("a:defRPr"))
    told.set("sz", str(size))
    told.set("b", str(int(bold)))
    fill = parse_xml(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="{colour}"/></a:solidFill>')
    told.replace(told.find(qn("a:solidFill")), fill)
    for name in ("a:latin", "a:ea", "a:cs"):
        if (font := told.find(qn(name))) is not None:
            told.remove(font)
    told.append(parse_xml(f'<a:latin xmlns:a="{A}" typeface="{FONT}"/>'))
    told.append(parse_xml(f'<a:cs xmlns:a="{A}" typeface="{FONT}"/>'))


def _stripe() -> str:
    """A stripe at the left edge, that no screen reader speaks of."""
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    return (
        f'<p:sp xmlns:p="{p}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="90" name="Stribe"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        f'</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{Inches(0.22)}" cy="{HIGH}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{ACT}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _dress_opening(layout: Any) -> None:
    title, body = layout.placeholders[0], layout.placeholders[1]
    _put(title, LEFT, Inches(1.3), WIDTH - 2 * LEFT, Inches(1.6))
    _put(body, LEFT, Inches(3.1), WIDTH - 2 * LEFT, Inches(3.5))
    styles = body._element.find(qn("p:txBody")).find(qn("a:lstStyle"))
    for level in list(styles):
        styles.remove(level)
    big = f'<a:lvl1pPr xmlns:a="{A}" algn="l"><a:defRPr lang="da-DK" sz="4000" b="1"/></a:lvl1pPr>'
    own = title._element.find(qn("p:txBody")).find(qn("a:lstStyle"))
    own.append(parse_xml(big))


def _put(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _foot(part: Any, deck: Deck) -> None:
    """Put the cluster's name and the slide's number below; dates are nobody's business there."""
    for place in list(part.placeholders):
        kind = place._element.xpath(".//p:ph/@type")
        if kind == ["dt"]:
            place._element.getparent().remove(place._element)
        elif kind == ["ftr"]:
            _put(place, LEFT, HIGH - Inches(0.6), Inches(9), Inches(0.4))
            _write(place, deck.cluster)
        elif kind == ["sldNum"]:
            _put(place, WIDTH - LEFT - Inches(1.5), HIGH - Inches(0.6), Inches(1.5), Inches(0.4))


def _write(place: Any, text: str) -> None:
    place.text_frame.text = text
    for told in place._element.iter(qn("a:rPr")):
        told.set("lang", "da-DK")
    for level in place._element.iter(qn("a:lvl1pPr")):
        level.set("algn", "l")


def add_foot(slide: Any) -> None:
    """Add the foot to a slide, as the last that is read."""
    for place in slide.slide_layout.placeholders:
        if place._element.xpath(".//p:ph/@type") in (["ftr"], ["sldNum"]):
            copy = deepcopy(place._element)
            told = copy.xpath(".//p:cNvPr")[0]
            told.set("id", str(slide.shapes._next_shape_id))
            # Where it stands, the layout says.
            for found in list(copy.iter(qn("a:xfrm"))):
                found.getparent().remove(found)
            slide.shapes._spTree.append(copy)


def _dress_notes(file: Any) -> None:
    notes = file.notes_master
    _speak_danish(notes)
    for level in notes._element.iter(qn("a:lvl1pPr")):
        told = level.find(qn("a:defRPr"))
        if told is not None and told.get("sz") == "1200":
            told.set("sz", str(Pt(14).centipoints))

"""A deck written with python-pptx. What its own template lacks (width, Danish, look), ``dressing`` puts on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt
from xlsxwriter import Workbook

from kuidocs.domain import arena, slides
from kuidocs.domain.slides import Deck, Said, Slide
from kuidocs.domain.statistics import Figure
from kuidocs.services.slides import dressing
from kuidocs.services.slides.dressing import ACT, HIGH, INK, LEFT, MIST, WIDTH
from kuidocs.services.slides.file import rewritten

TITLE, CONTENT = 0, 1
"""The layouts: of a slide that opens a part, and of all others."""
TOP = Inches(1.75)
BODY = HIGH - TOP - Inches(0.75)
UNDER = Inches(1.2)
"""How high the text under a chart is."""
PICTURE = Inches(4.6)
SEAT, CHAIR = 8, 24
"""How large those around and those in the ring are drawn."""
DANISH = MSO_LANGUAGE_ID.DANISH


class PlainCells(CategoryWorkbookWriter):
    """Writes the cells behind a chart: what a user typed is text in them, and neither a formula nor a link."""

    made = datetime(2000, 1, 1, tzinfo=UTC)

    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return dressing.Opened(Workbook(xlsx_file, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }), self.made)  # fmt: skip


class PlainData(CategoryChartData):
    """The data of a chart, with such cells behind them."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return PlainCells(self)


def written(deck: Deck) -> bytes:
    """Write a deck; the same bytes for the same deck."""
    file = Presentation()
    dressing.dress(file, deck)
    for number, slide in enumerate(deck.slides, start=1):
        _Writing(file, deck, slide, number).write()
    found = BytesIO()
    file.save(found)
    return rewritten(found.getvalue())


class _Writing:
    """One slide. Shapes are added in the order in which they are read aloud."""

    def __init__(self, file: Any, deck: Deck, told: Slide, number: int) -> None:
        self.deck, self.told, self.number = deck, told, number
        self.slide = file.slides.add_slide(file.slide_layouts[TITLE if told.opens else CONTENT])

    def write(self) -> None:
        """Write it."""
        self._heading()
        body = self.slide.placeholders[1]
        if self.told.figure is not None:
            _put(body, LEFT, HIGH - UNDER - Inches(0.75), WIDTH - 2 * LEFT, UNDER)
        elif self.told.ring:
            _put(body, LEFT, TOP, WIDTH - 2 * LEFT - PICTURE - Inches(0.3), BODY)
        if self.told.lines:
            _fill(body.text_frame, self.told.lines, 16 if self.told.figure else 28 if slides.is_short(self.told) else 0)
        else:
            # An empty place would say »Click to add text«.
            body._element.getparent().remove(body._element)
        if self.told.figure is not None:
            self._chart(self.told.figure)
        if self.told.ring:
            self._ring(self.told.ring)
        dressing.add_foot(self.slide)
        self._notes()

    def _heading(self) -> None:
        """Write the heading; the small line above it belongs to it."""
        frame = self.slide.shapes.title.text_frame
        first = frame.paragraphs[0]
        if self.told.over:
            _write(first, self.told.over, size=16, bold=False)
            first.add_line_break()
        _write(first, self.told.heading, size=24 if slides.is_long(self.told.heading) else 0)

    def _chart(self, figure: Figure) -> None:
        data = PlainData(number_format="0")
        # Bars are drawn from below, so the first answer is written last.
        data.categories = [slides.short_label(one) for one in figure.bars]
        data.add_series(figure.unit, [one.count for one in figure.bars])
        high = HIGH - TOP - UNDER - Inches(0.85) if self.told.lines else BODY
        kind = XL_CHART_TYPE.BAR_CLUSTERED
        frame = self.slide.shapes.add_chart(kind, LEFT, TOP, WIDTH - 2 * LEFT, high, data)
        _describe(frame, f"Diagram: {figure.heading}", slides.told(figure))
        _style(frame.chart, figure)

    def _ring(self, people: Sequence[str]) -> None:
        group = self.slide.shapes.add_group_shape()
        left, scale = WIDTH - LEFT - PICTURE, PICTURE / arena.WIDTH
        shown = arena.arena(min(len(people), arena.MOST))
        for seats, size, colour in ((shown["outer"], SEAT, MIST), (shown["inner"], CHAIR, ACT)):
            for number, x, y in seats:
                at = (left + Emu(int((x - size) * scale)), TOP + Emu(int((y - size) * scale)))
                wide = Emu(int(2 * size * scale))
                chair = group.shapes.add_shape(MSO_SHAPE.OVAL, *at, wide, wide)
                _colour(chair, colour)
                if size == CHAIR:
                    _number(chair, str(number))
        _describe(group, "Manegen", arena.told(people))

    def _notes(self) -> None:
        frame = self.slide.notes_slide.notes_text_frame
        lines = [one for one in self.told.notes.split("\n") if one.strip()] or ["Ingen noter."]
        for number, line in enumerate(lines):
            _write(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), line)


def _put(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _fill(frame: Any, lines: Sequence[Said], size: int = 0) -> None:
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if line.lead:
            _write(paragraph, f"{line.lead} ", bold=True, size=size)
        _write(paragraph, line.text, size=size)


def _write(paragraph: Any, text: str, *, bold: bool | None = None, size: int = 0) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = DANISH
    run.font.bold = bold
    if size:
        run.font.size = Pt(size)


def _describe(shape: Any, name: str, text: str) -> None:
    """Say in words what a picture shows."""
    told = shape._element.xpath(".//p:cNvPr")[0]
    told.set("name", slides.clipped(name, slides.HEADING))
    told.set("descr", text)


def _colour(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _number(shape: Any, text: str) -> None:
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    _write(paragraph, text, size=16)
    paragraph.runs[0].font.color.rgb = RGBColor.from_string("FFFFFF")


def _style(chart: Any, figure: Figure) -> None:
    """Plain bars in one colour, each with its number; all charts of a question have the same axis."""
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(16)
    chart.font.color.rgb = RGBColor.from_string(INK)
    answers, counts = chart.category_axis, chart.value_axis
    answers.reverse_order = True
    answers.format.line.fill.background()
    answers.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    counts.visible, counts.has_major_gridlines = False, False
    counts.minimum_scale, counts.maximum_scale = 0, max(figure.total or 0, 1)
    # python-pptx numbers the axes below zero, which the schema of charts does not allow.
    for told in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        told.set("val", str(abs(int(told.get("val")))))
    (plot,) = chart.plots
    plot.gap_width, plot.has_data_labels = 45, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0", False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.bold = True
    (series,) = plot.series
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(ACT)

"""A presentation is a file that other programs open, that says who nobody is, and that no text can break."""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from kuidocs.domain.slides import Deck, Said, Slide
from kuidocs.domain.statistics import Bar, Figure
from kuidocs.services.slides import PowerPointSlides

HOSTILE = {
    "markup": "</a:t><script>alert(1)</script> & ]]> <!-- \"'",
    "controls": "før\x00\x01\x08\x0b\x1b\x7f\x85efter\ufffe\uffff",
    "half a letter": "a\ud800b\udfffc",
    "emoji": "👨‍👩‍👧‍👦🎪" * 200,
    "arabic": "مرحبا بالعالم \u202e\u2066skjult\u2069",
    "no blank": "W" * 8000,
    "long": "Et langt forløb, som ingen kan læse på ét billede. " * 160,
    "lines": "\n\n\r\nlinje\r\n" * 300,
    "formula": '=HYPERLINK("http://x.example","klik")',
    "link": "https://example.org/?q=1&b=2",
    "escape": "_x0000_ _x000D_ &#0; \\u0000",
    "empty": "",
}
FIGURE = Figure(
    "1", "Hvor ofte?", "Antal svar", (Bar("Dagligt", 9, 38), Bar("Sjældent", None), Bar("Aldrig", 8, 33)), 24
)
DECK = (
    Slide("Emnet", (Said("Klyngen"),), notes="Sig velkommen.", opens=True),
    Slide("Hvor ofte?", (Said("2,8", "Gennemsnit:"),), "Spørgsmål 1", FIGURE, notes="Hvad undrer?"),
    Slide("Nedslag 1", (Said("Hvem?"),), "I manegen", ring=("Læge", "PPR"), minutes=10, notes="Sæt uret."),
)


def deck(*slides: Slide) -> Deck:
    return named("Emnet", "Klyngen Øst", *slides)


def named(title: str, cluster: str, *slides: Slide) -> Deck:
    return Deck.of(title, cluster, slides or DECK, day="2027-03-01", made_on="2026-11-21")


def made(*slides: Slide) -> bytes:
    return PowerPointSlides().make(deck(*slides))


def opened(data: bytes):
    return Presentation(BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert len(names) == len(set(names))
        return {name: file.read(name) for name in names}


def check(data: bytes) -> None:
    """Check what a validator of the package looks at: types, relations, ids, and that every part is XML."""
    files = parts(data)
    types = etree.fromstring(files["[Content_Types].xml"])
    defaults = {one.get("Extension") for one in types if one.tag.endswith("Default")}
    overrides = {one.get("PartName")[1:] for one in types if one.tag.endswith("Override")}
    assert overrides <= set(files)
    for name, text in files.items():
        if name != "[Content_Types].xml":
            assert name in overrides or name.rpartition(".")[2] in defaults, name
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(text)
            ids = root.xpath("//*[local-name()='cNvPr']/@id")
            assert len(ids) == len(set(ids)), name
        if name.endswith(".rels"):
            _check_relations(name, text, files)


def _check_relations(name: str, text: bytes, files: dict[str, bytes]) -> None:
    folder = PurePosixPath(name).parent.parent
    owner = folder / PurePosixPath(name).stem
    known = set()
    for one in etree.fromstring(text):
        assert one.get("TargetMode") != "External", "nothing may lead out of the file"
        parts_ = (PurePosixPath("/") / folder / one.get("Target")).parts
        found: list[str] = []
        for part in parts_:
            found = found[:-1] if part == ".." else [*found, part]
        assert "/".join(found).lstrip("/") in files, one.get("Target")
        known.add(one.get("Id"))
    if str(owner) in files:
        used = etree.fromstring(files[str(owner)]).xpath(
            "//@*[namespace-uri()='http://schemas.openxmlformats.org/officeDocument/2006/relationships']"
        )
        assert set(used) <= known


def faults(data: bytes, path) -> list[str]:
    """What a validator finds that holds each part against the schemas of ECMA-376, and the parts to one another."""
    path.write_bytes(data)
    found = OpenXmlValidator(max_errors=50).validate(path)
    return [f"{one.part_uri} {one.path}: {one.description}" for one in found.errors]


def texts(data: bytes) -> str:
    return "\n".join(
        paragraph.text
        for slide in opened(data).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    )


def test_the_package_is_whole_and_opens_again():
    data = made()

    check(data)
    assert len(opened(data).slides) == 3


def test_a_validator_of_the_format_finds_nothing(tmp_path):
    odd = [
        Slide(text[:3000], (Said(text, text[:60]),), text[:60], FIGURE if number % 2 else None, (), 0, text)
        for number, text in enumerate(HOSTILE.values())
    ]
    ring = Slide("Ring", (Said("Hvem?"),), ring=tuple("ABCDEFGHIJKL"), minutes=5)

    assert faults(made(), tmp_path / "a.pptx") == []
    assert faults(made(*odd, ring, Slide("Tomt")), tmp_path / "b.pptx") == []


def test_the_validator_would_find_what_no_schema_allows(tmp_path):
    broken = BytesIO()
    with zipfile.ZipFile(broken, "w") as file:
        for name, text in parts(made()).items():
            file.writestr(name, text.replace(b'<c:axId val="', b'<c:axId val="-'))

    assert any("axId" in one for one in faults(broken.getvalue(), tmp_path / "a.pptx"))


def test_a_damaged_package_would_be_seen():
    files = parts(made())
    broken = BytesIO()
    with zipfile.ZipFile(broken, "w") as file:
        for name, text in files.items():
            if name != "ppt/charts/" + next(n for n in files if n.startswith("ppt/charts/chart")).split("/")[-1]:
                file.writestr(name, text)

    with pytest.raises(AssertionError):
        check(broken.getvalue())


def test_the_same_deck_gives_the_same_bytes_and_another_gives_others():
    assert made() == made()
    assert made() != made(Slide("Andet"))


def test_the_chart_is_native_with_its_numbers_in_a_workbook():
    (_, second, _) = opened(made()).slides
    (frame,) = [one for one in second.shapes if one.has_chart]
    chart = frame.chart

    assert list(chart.plots[0].categories) == ["Dagligt", "Sjældent (vises ikke)", "Aldrig"]
    assert list(chart.series[0].values) == [9, None, 8]
    with zipfile.ZipFile(BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<v>9</v>" in sheet
        assert "<v>8</v>" in sheet
        assert re.search(r'<c r="B3"[^>]*/>', sheet), "a hidden number is an empty cell"
        assert "2000-01-01" in book.read("docProps/core.xml").decode()


def test_a_chart_and_the_ring_are_told_in_words():
    (_, chart, ring) = opened(made()).slides
    described = [one.get("descr") for one in chart.shapes._spTree.iter() if one.get("descr")]
    seated = [one.get("descr") for one in ring.shapes._spTree.iter() if one.get("descr")]

    assert described == ["Hvor ofte? Dagligt: 9 (38 %); Sjældent: vises ikke; Aldrig: 8 (33 %)."]
    assert seated == ["Manegen set ovenfra. I ringen: Læge, PPR. Rundt om sidder alle andre og lytter."]


def test_the_heading_is_read_first_and_the_foot_last():
    for slide in opened(made()).slides:
        kinds = [one.placeholder_format.type if one.is_placeholder else None for one in slide.shapes]
        assert kinds[0] in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        assert kinds[-2:] == [PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER]
        assert slide.shapes.title.text_frame.text


def test_every_slide_has_notes_and_a_heading_of_its_own():
    slides = opened(made(*DECK, *DECK, Slide("Uden noter"))).slides
    headings = [one.shapes.title.text_frame.text for one in slides]

    assert len(set(headings)) == len(headings)
    assert all(one.has_notes_slide and one.notes_slide.notes_text_frame.text for one in slides)
    assert slides[0].notes_slide.notes_text_frame.text == "Sig velkommen."


def test_everything_is_in_danish():
    files = parts(made())

    assert opened(made()).core_properties.language == "da-DK"
    for name, text in files.items():
        if re.match(r"ppt/(slides|slideMasters|slideLayouts|notesMasters|notesSlides)/[^/]+\.xml", name):
            told = set(re.findall(rb' lang="([^"]*)"', text))
            assert told <= {b"da-DK"}, name
    for name in (one for one in files if re.match(r"ppt/slides/slide\d+\.xml", one)):
        runs = etree.fromstring(files[name]).xpath("//*[local-name()='r']/*[local-name()='rPr']/@lang")
        assert set(runs) == {"da-DK"}


def test_the_properties_name_nobody():
    about, files = opened(made()).core_properties, parts(made())

    assert (about.author, about.last_modified_by) == ("kuidocs", "kuidocs")
    assert (about.title, about.created.date().isoformat()) == ("Emnet", "2026-11-21")
    assert not [one for one in files if "thumbnail" in one or "printer" in one]
    whole = b"".join(files.values())
    assert b"Steve Canny" not in whole
    assert b"Macintosh" not in whole
    assert b"Calibri" not in b"".join(text for name, text in files.items() if name.startswith("ppt/theme"))


def test_no_empty_place_asks_for_text():
    for slide in opened(made(Slide("Kun en overskrift"))).slides:
        assert [one.name for one in slide.placeholders if not one.has_text_frame or not one.text_frame.text] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_the_file(name):
    text = HOSTILE[name]
    bars = (Bar(text, 9, 50), Bar(text + "2", 9, 50))
    hostile = Slide(
        text, (Said(text, text[:300]), Said(text)), text, Figure("1", text, "Antal svar", bars, 18), (), 0, text
    )
    ring = Slide(text, (Said(text),), text, ring=(text, text), minutes=10, notes=text)
    told = named(text, text, hostile, ring)

    data = PowerPointSlides().make(told)

    check(data)
    assert len(opened(data).slides) == len(told.slides)
    for chart in (c.chart for s in opened(data).slides for c in s.shapes if c.has_chart):
        with zipfile.ZipFile(BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in sheet
            assert "hyperlink" not in sheet
            for part in book.namelist():
                if part.endswith(".xml"):
                    etree.fromstring(book.read(part))


def test_what_is_written_is_what_is_read():
    text = "Bør vi <b>ikke</b> & »alle« ringe? _x0041_ 50 %"

    assert text in texts(made(Slide("Emnet", (Said(text),))))


def test_a_long_text_goes_on_over_more_slides_and_nothing_is_lost():
    words = [f"ord{n}" for n in range(1500)]
    data = made(Slide("Forløbet", (Said(" ".join(words)),)))

    assert len(opened(data).slides) > 8
    assert re.findall(r"ord\d+", texts(data)) == words


@pytest.mark.outside
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (libreoffice-impress-nogui) is not installed")
def test_libreoffice_opens_it_with_as_many_pages_as_slides(tmp_path):
    long = Slide("Forløbet", (Said("Et langt forløb med mange ord. " * 200),))
    data = made(*DECK, long, Slide(HOSTILE["emoji"], (Said(HOSTILE["markup"]),)))
    (tmp_path / "a.pptx").write_bytes(data)

    told = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        "--headless",
        told,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.pptx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)

    info = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], check=True, capture_output=True, text=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", info)[1]) == len(opened(data).slides)
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "Nedslag 1" in text
    assert "<script>" in text

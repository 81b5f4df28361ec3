"""More of what people do to a finished PDF: laid over, put in, taken out, swapped, hidden, wrapped."""

from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)

from tests.services.seal.tampering import updated

HELVETICA = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}


def _dictionary(**values):
    return DictionaryObject({pdf_name(f"/{key}"): value for key, value in values.items()})


def laid_over(pdf, page=0, text="Fem samtaler", at=(100, 700)):
    """White, and other words in the same place, as a program for »editing« PDFs does it."""

    def change(out):
        reference, _ = out.find_page_for_modification(page)
        sheet = reference.get_object()
        fonts = sheet["/Resources"]["/Font"]
        fonts[pdf_name("/FX")] = DictionaryObject({pdf_name(k): pdf_name(v) for k, v in HELVETICA.items()})
        x, y = at
        drawing = f"q 1 1 1 rg {x} {y - 4} 400 16 re f Q BT /FX 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET"
        new = out.add_object(StreamObject(stream_data=drawing.encode("cp1252")))
        before = sheet.raw_get("/Contents")
        sheet[pdf_name("/Contents")] = ArrayObject([*(before if isinstance(before, list) else [before]), new])
        out.mark_update(reference)
        out.update_container(fonts)

    return updated(pdf, change)


def form_field_over(pdf):
    """A field that shows words on top of the page."""

    def change(out):
        reference, _ = out.find_page_for_modification(0)
        look = StreamObject(
            {
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): ArrayObject(map(NumberObject, (0, 0, 200, 20))),
            },
            stream_data=b"BT /Helv 12 Tf 2 2 Td (Bevilget) Tj ET",
        )
        widget = _dictionary(
            Type=pdf_name("/Annot"),
            Subtype=pdf_name("/Widget"),
            FT=pdf_name("/Tx"),
            T=TextStringObject("felt"),
            Rect=ArrayObject(map(NumberObject, (100, 500, 300, 520))),
            AP=_dictionary(N=out.add_object(look)),
        )
        reference.get_object()["/Annots"] = ArrayObject([out.add_object(widget)])
        out.mark_update(reference)

    return updated(pdf, change)


def letters_swapped(pdf):
    """The font itself is another, so that the same codes look otherwise."""

    def change(out):
        reference, _ = out.find_page_for_modification(0)
        font = next(iter(reference.get_object()["/Resources"]["/Font"].values())).get_object()
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        described[pdf_name("/FontFile2")] = out.add_object(StreamObject(stream_data=b"\0" * 100))
        out.update_container(described)

    return updated(pdf, change)


def page_taken_out(pdf):
    def change(out):
        pages = out.root["/Pages"]
        del pages["/Kids"][1]
        pages["/Count"] = NumberObject(len(pages["/Kids"]))
        out.update_container(pages)

    return updated(pdf, change)


def pages_swapped(pdf):
    def change(out):
        kids = out.root["/Pages"]["/Kids"]
        first, second = kids.raw_get(0), kids.raw_get(1)
        list.__setitem__(kids, 0, second)
        list.__setitem__(kids, 1, first)
        out.update_container(kids)

    return updated(pdf, change)


def page_put_in(pdf):
    def change(out):
        pages = out.root["/Pages"]
        box = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
        drawing = out.add_object(StreamObject(stream_data=b"BT /F1 12 Tf 50 700 Td (En side mere) Tj ET"))
        page = _dictionary(Type=pdf_name("/Page"), Parent=out.root.raw_get("/Pages"), MediaBox=box, Contents=drawing)
        pages["/Kids"].append(out.add_object(page))
        pages["/Count"] = NumberObject(len(pages["/Kids"]))
        out.update_container(pages)

    return updated(pdf, change)


def script_put_in(pdf):
    def change(out):
        out.root[pdf_name("/OpenAction")] = _dictionary(
            S=pdf_name("/JavaScript"), JS=TextStringObject("app.alert('x')")
        )
        out.update_root()

    return updated(pdf, change)


def layer_hidden(pdf):
    """Layers that a reader may switch off."""

    def change(out):
        layer = out.add_object(_dictionary(Type=pdf_name("/OCG"), Name=TextStringObject("lag")))
        off = _dictionary(OFF=ArrayObject([layer]), Order=ArrayObject([layer]))
        out.root[pdf_name("/OCProperties")] = _dictionary(OCGs=ArrayObject([layer]), D=off)
        out.update_root()

    return updated(pdf, change)


def another_language(pdf):
    def change(out):
        out.root["/Lang"] = TextStringObject("en")
        out.update_root()

    return updated(pdf, change)


def tags_taken_away(pdf):
    """What a screen reader reads."""

    def change(out):
        out.root[pdf_name("/MarkInfo")] = _dictionary(Marked=BooleanObject(False))
        out.update_root()

    return updated(pdf, change)


def signature_field_emptied(pdf):
    def change(out):
        field = out.root["/AcroForm"]["/Fields"][0].get_object()
        del field["/V"]
        out.update_container(field)

    return updated(pdf, change)


def signature_field_taken_out(pdf):
    def change(out):
        form = out.root["/AcroForm"]
        form["/Fields"] = ArrayObject()
        out.update_container(form)
        out.update_root()

    return updated(pdf, change)


def seen_through_a_new_catalogue(pdf):
    """Another tree of pages, while the old one lies where it lay."""

    def change(out):
        page = _dictionary(Type=pdf_name("/Page"), MediaBox=ArrayObject(map(NumberObject, (0, 0, 595, 842))))
        kids = ArrayObject([out.add_object(page)])
        out.root["/Pages"] = out.add_object(_dictionary(Type=pdf_name("/Pages"), Kids=kids, Count=NumberObject(1)))
        out.update_root()

    return updated(pdf, change)


def something_before_it(pdf):
    return b"<html>\n" + pdf


def wrapped(pdf):
    """The sealed file inside another that shows something else."""
    out = BytesIO()
    with pikepdf.new() as whole:
        whole.add_blank_page()
        whole.attachments["dokument.pdf"] = pikepdf.AttachedFileSpec(whole, pdf, filename="dokument.pdf")
        whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def printed_again(pdf):
    """Each page copied into a new file, as »print to PDF« does."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as whole:
        whole.add_pages_from(source)
        whole.save(out)
    return out.getvalue()


def locked(pdf):
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    return out.getvalue()


def two_in_one(pdf):
    return pdf + pdf


def other_line_ends(pdf):
    """As a program does it that takes the file for text."""
    return pdf.replace(b"\n", b"\r\n")


def name_written_otherwise(pdf):
    """The same name in another spelling, in a revision of its own."""

    def change(out):
        out.root[pdf_name("/ViewerPreferences")] = _dictionary(DisplayDocTitle=BooleanObject(False))
        out.root[NameObject("/Type")] = NameObject("/Catalog")
        out.update_root()

    return updated(pdf, change)

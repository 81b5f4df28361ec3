"""What people do to a finished PDF, knowingly or not. Each takes the sealed file and returns another."""

import re
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

JUNK = b"\n%junk\n"


class Quiet(IncrementalPdfFileWriter):
    """Writes only what it is told to; pyHanko itself would touch the title's dates as well."""

    def _update_meta(self):
        pass


def flipped(pdf, at, bit=1):
    """One bit of one byte changed."""
    return pdf[:at] + bytes([pdf[at] ^ bit]) + pdf[at + 1 :]


def hole(pdf):
    """Where the signature lies, its brackets included."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", pdf)
    return slice(int(found[1]), int(found[2]))


def updated(pdf, change, writer=Quiet):
    """A revision added after the end, as an editor does it."""
    out = writer(BytesIO(pdf))
    change(out)
    result = BytesIO()
    out.write(result)
    return result.getvalue()


def page_byte(pdf):
    return flipped(pdf, pdf.index(b"stream\n") + 60)


def title_byte(pdf):
    return flipped(pdf, pdf.index(b"/Title") + 10)


def first_byte(pdf):
    return flipped(pdf, 0)


def padding_byte(pdf):
    at = hole(pdf).stop - 20
    assert pdf[at : at + 1] == b"0"
    return flipped(pdf, at)


def letter_case(pdf):
    at = next(n for n in range(hole(pdf).start, hole(pdf).stop) if pdf[n : n + 1].isalpha())
    return flipped(pdf, at, 0x20)


def signature_byte(pdf):
    # The value of the signature lies at the end of what is not padding.
    digits = pdf[hole(pdf)].rstrip(b"0>")
    return flipped(pdf, hole(pdf).start + len(digits) - 40)


def issuer_letter(pdf):
    """A letter of the issuer's name beside the signature made large; the certificate itself is as it was."""
    small, large = b"Fjordlund".hex().upper().encode(), b"FjorDlund".hex().upper().encode()
    head, _, tail = pdf.rpartition(small)
    return head + large + tail


def version_byte(pdf):
    """The version in the signature's envelope, which nothing covers."""
    at = pdf.index(b"020101", hole(pdf).start) + 5
    return flipped(pdf, at, 2)


def annotation(pdf):
    def change(out):
        reference, _ = out.find_page_for_modification(0)
        note = {
            "/Type": pdf_name("/Annot"),
            "/Subtype": pdf_name("/FreeText"),
            "/Contents": TextStringObject("Bevilget"),
        }
        note["/Rect"] = ArrayObject(map(NumberObject, (60, 600, 400, 700)))
        added = out.add_object(DictionaryObject({pdf_name(key): value for key, value in note.items()}))
        reference.get_object()["/Annots"] = ArrayObject([added])
        out.mark_update(reference)

    return updated(pdf, change)


def page_replaced(pdf):
    def change(out):
        reference, _ = out.find_page_for_modification(0)
        black = out.add_object(StreamObject(stream_data=b"0 0 0 rg 50 50 300 300 re f"))
        reference.get_object()[pdf_name("/Contents")] = black
        out.mark_update(reference)

    return updated(pdf, change)


def _embedded(out):
    return out.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]


def data_replaced(pdf):
    """The embedded file points to other data."""

    def change(out):
        _embedded(out)["/F"] = out.add_object(StreamObject(stream_data=b'{"goals": []}'))
        out.update_container(_embedded(out))

    return updated(pdf, change)


def data_overwritten(pdf):
    """The stream of the embedded file itself has new bytes."""

    def change(out):
        stream = _embedded(out)["/F"]
        stream._data = b'{"goals": []}'
        stream._encoded_data = None
        out.mark_update(_embedded(out).raw_get("/F"))

    return updated(pdf, change)


def data_unlisted(pdf):
    """The catalogue no longer lists the embedded file."""

    def change(out):
        out.root["/AF"] = ArrayObject()
        out.update_root()

    return updated(pdf, change)


def title_replaced(pdf):
    return updated(
        pdf, lambda out: out.set_info(DictionaryObject({pdf_name("/Title"): TextStringObject("Andet dokument")}))
    )


def title_replaced_by_pyhanko(pdf):
    """Title in Info and in XMP."""

    def change(out):
        out.document_meta.title = "Andet dokument"
        out.update_root()

    return updated(pdf, change, IncrementalPdfFileWriter)


def empty_revision(pdf):
    return updated(pdf, lambda out: out.add_object(TextStringObject("intet peger her")))


def catalogue_changed(pdf):
    def change(out):
        out.root[pdf_name("/PageMode")] = pdf_name("/FullScreen")
        out.update_root()

    return updated(pdf, change)


def unlisted_object(pdf):
    """A title replaced, and a page's content smuggled in that no cross-reference names."""
    smuggled = b"\n6 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n"
    added = title_replaced(pdf)
    return updated(added + smuggled, lambda out: out.add_object(TextStringObject("x")))


def other_history(pdf):
    """A revision that does not stand on the sealed one but on the one before it."""
    added = title_replaced(pdf)
    previous = re.findall(rb"/Prev (\d+)", added)
    return added[: len(pdf)] + added[len(pdf) :].replace(b"/Prev " + previous[-1], b"/Prev " + previous[-2])


def object_stream(pdf):
    return title_replaced(pdf) + b"%/ObjStm\n"


def unreadable_revision(pdf):
    return pdf + b"\n6 0 obj << nonsense\nstartxref\n99999999\n%%EOF\n"


def trailing(pdf):
    return pdf + JUNK


def rewritten(pdf):
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def cut_short(pdf):
    return pdf[:-1]


def cut_in_the_signature(pdf):
    return pdf[: hole(pdf).start + 900]


def renamed_range(pdf):
    return pdf.replace(b"/ByteRange", b"/ByteRangf")


def shifted_range(pdf):
    return pdf.replace(b"/ByteRange [0 ", b"/ByteRange [1 ")

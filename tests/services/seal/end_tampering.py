"""What is done to the ends of a finished PDF, to the place of its signature, and by programs that save it again."""

import re
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf

from tests.services.seal.tampering import hole

# The table of references and the end of the file.


def _tail(pdf):
    at = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    trailer = pdf[pdf.rindex(b"trailer") :].split(b"startxref")[0]
    return at, trailer


def _with_trailer(pdf, change, table=b"xref\n0 0\n"):
    at, trailer = _tail(pdf)
    inner = re.sub(rb"/Prev \d+", b"", trailer)
    inner = inner.replace(b"<<", b"<< /Prev %d" % at, 1)
    new = len(pdf)
    return pdf + table + change(inner) + b"startxref\n%d\n%%%%EOF\n" % new


def _first_page(pdf):
    with pikepdf.open(BytesIO(pdf)) as file:
        return file.pages[0].objgen[0]


def trailer_with_another_id(pdf):
    return _with_trailer(pdf, lambda inner: re.sub(rb"/ID\s*\[[^\]]*\]", b"/ID [<00> <00>]", inner))


def trailer_that_locks(pdf):
    return _with_trailer(pdf, lambda inner: inner.replace(b">>", b" /Encrypt << /Filter /Standard >> >>", 1))


def page_freed(pdf):
    """The table says that an object is not in use any more."""
    number = _first_page(pdf)
    return _with_trailer(pdf, lambda inner: inner, b"xref\n%d 1\n0000000000 65535 f\r\n" % number)


def back_to_an_older_table(pdf):
    """The end points to the first revision, which had no seal."""
    first = re.findall(rb"startxref\s+(\d+)", pdf)[0]
    return pdf + b"startxref\n" + first + b"\n%%EOF\n"


def table_in_disguise(pdf):
    """A hybrid file: old readers see one table, new ones another."""
    page = _first_page(pdf)
    stream = b"\x01" + len(pdf).to_bytes(4, "big") + b"\x00"
    at = len(pdf)
    disguised = (
        b"9998 0 obj\n<< /Type /XRef /Size 9999 /W [1 4 1] /Index [%d 1] /Length 6 >>\nstream\n%s\nendstream\nendobj\n"
        % (page, stream)
    )
    made = pdf + disguised
    last, trailer = _tail(pdf)
    inner = re.sub(rb"/Prev \d+", b"", trailer).replace(b"<<", b"<< /Prev %d /XRefStm %d" % (last, at), 1)
    return made + b"xref\n0 0\n" + inner + b"startxref\n%d\n%%%%EOF\n" % len(made)


def line_end_added(pdf):
    return pdf + b"\n"


def last_line_end_cut(pdf):
    return pdf[:-1]


def mark_before_it(pdf):
    """The mark with which some programs begin a text."""
    return b"\xef\xbb\xbf" + pdf


def other_first_line(pdf):
    return b"%PDF-2.0\n" + pdf


# The signature's own place.


def _range(pdf, change):
    """Write other numbers, as long as the old ones."""
    found = re.search(rb"/ByteRange \[(\d+ \d+ \d+ \d+)\s*\]", pdf)
    new = change([int(number) for number in found[1].split()])
    written = b"/ByteRange [" + new
    return pdf[: found.start()] + written + b" " * (len(found[0]) - len(written) - 1) + b"]" + pdf[found.end() :]


def range_begins_later(pdf):
    return _range(pdf, lambda n: b"9 %d %d %d" % (n[1] - 9, n[2], n[3]))


def range_with_a_wider_hole(pdf):
    return _range(pdf, lambda n: b"0 %d %d %d" % (n[1] - 1, n[2] + 1, n[3] - 1))


def range_below_nothing(pdf):
    return _range(pdf, lambda n: b"0 -%d %d 9" % (n[1] % 1000, n[2]))


def range_of_nothing(pdf):
    return _range(pdf, lambda n: b"0 0 0 0")


def range_emptied(pdf):
    return _range(pdf, lambda n: b"")


def spaces_in_the_hole(pdf):
    """Blanks between digits, which readers pass over."""
    place = hole(pdf)
    digits = pdf[place.start + 1 : place.stop - 1]
    return pdf[: place.start + 1] + digits[:100] + b"  " + digits[100:-2] + pdf[place.stop - 1 :]


def second_part_moved(pdf):
    """Wrapping: what was signed lies further down, and something else in its place."""
    place = hole(pdf)
    evil = b" /X (" + b"y" * 200 + b")"
    return pdf[: place.stop] + evil + pdf[place.stop :]


# Saved again by programs that people have.


def _by_file(line, pdf):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.pdf").write_bytes(pdf)
        subprocess.run([*line, "in.pdf", "out.pdf"], cwd=folder, capture_output=True, check=False)
        return (Path(folder) / "out.pdf").read_bytes()


def linearised(pdf):
    return _by_file(["qpdf", "--linearize"], pdf)


def saved_by_qpdf(pdf):
    return _by_file(["qpdf", "--object-streams=generate"], pdf)


def taken_apart_by_qpdf(pdf):
    return _by_file(["qpdf", "--qdf", "--object-streams=disable"], pdf)


def saved_by_mupdf(pdf):
    return _by_file(["mutool", "clean", "-ggg"], pdf)


def joined_by_poppler(pdf):
    """Poppler writes its own file of the same pages."""
    return _by_file(["pdfseparate", "-f", "1", "-l", "1"], pdf)


TAMPERINGS = (
    trailer_with_another_id,
    trailer_that_locks,
    page_freed,
    back_to_an_older_table,
    table_in_disguise,
    line_end_added,
    last_line_end_cut,
    mark_before_it,
    other_first_line,
    range_begins_later,
    range_with_a_wider_hole,
    range_below_nothing,
    range_of_nothing,
    range_emptied,
    spaces_in_the_hole,
    second_part_moved,
)
PROGRAMS = (linearised, saved_by_qpdf, taken_apart_by_qpdf, saved_by_mupdf, joined_by_poppler)

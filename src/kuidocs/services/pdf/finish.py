"""What WeasyPrint 70 leaves undone: both standards named in one file, and a file that stays valid when it is signed."""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

_RDF_END = b"</rdf:RDF>"
# PDF/A allows only metadata that it knows or that the file describes, so PDF/UA's own mark comes with a description.
_PDF_UA = (
    b'<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
COLOUR_SPACES = ("lab-d50", "lab-d65", "srgb")


def archive(document: Any, pdf: pydyf.PDF) -> None:
    """Finish a file for the archive: PDF/A-3a and PDF/UA-1 in one."""
    _name_pdf_ua(pdf)
    _scope_headings(pdf)
    _single_kid_of_forms(pdf)
    _attach_once(pdf)
    _classic_references(pdf)


def signing(document: Any, pdf: pydyf.PDF) -> None:
    """Finish a file for the national signing service, which allows only the names on its list."""
    _name_pdf_ua(pdf)
    _scope_headings(pdf)
    _leave_out_colour_spaces(pdf)
    _rename_fonts(document, pdf)
    _classic_references(pdf)


def _name_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    body = b"".join(metadata.stream)
    if body.count(_RDF_END) != 1:
        raise ValueError("The metadata is not as WeasyPrint 70 writes it")
    metadata.stream = [body.replace(_RDF_END, _PDF_UA + _RDF_END)]


def _dictionaries(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    return (each for each in pdf.objects if isinstance(each, pydyf.Dictionary))


def _scope_headings(pdf: pydyf.PDF) -> None:
    """Say of every heading cell whether it heads its row or its column."""
    cells = {each.reference: each for each in _dictionaries(pdf) if each.get("S") in ("/TH", "/TD")}
    for row in _dictionaries(pdf):
        if row.get("S") != "/TR":
            continue
        kids = [cells[kid] for kid in row["K"] if kid in cells]
        scope = "/Row" if any(kid["S"] == "/TD" for kid in kids) else "/Column"
        for kid in kids:
            if kid["S"] == "/TH" and "A" in kid:
                kid["A"]["Scope"] = scope


def _single_kid_of_forms(pdf: pydyf.PDF) -> None:
    """Write the one kid of a form element without a list, or a second signature would invalidate the first."""
    for each in _dictionaries(pdf):
        if each.get("S") == "/Form" and isinstance(each["K"], list) and len(each["K"]) == 1:
            each["K"] = each["K"][0]


def _attach_once(pdf: pydyf.PDF) -> None:
    """Name each attached file once; WeasyPrint 70 names it twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _classic_references(pdf: pydyf.PDF) -> None:
    """Write a plain table of references; with object streams the validation of a signed file takes quadratic time."""
    write = pdf.write
    pdf.write = lambda output, version=b"1.7", identifier=False, compress=False: write(
        output, version, identifier, False
    )


def _leave_out_colour_spaces(pdf: pydyf.PDF) -> None:
    for each in _dictionaries(pdf):
        if COLOUR_SPACES[0] in each:
            for name in COLOUR_SPACES:
                each.pop(name, None)


def _rename_fonts(document: Any, pdf: pydyf.PDF) -> None:
    """Call the fonts F1, F2 …, in the list of fonts and wherever a page uses them."""
    hashes = {font.hash for font in document.fonts.values()}
    names: dict[bytes, bytes] = {}
    for each in _dictionaries(pdf):
        for number, old in enumerate(sorted(hashes & set(each)), 1):
            names[old.encode()] = b"F%d" % number
            each[f"F{number}"] = each.pop(old)
    used = re.compile(b"/(" + b"|".join(map(re.escape, names)) + rb")(?=[ \n])")
    for each in pdf.objects:
        if _is_drawing(each):
            each.stream = [_renamed(part, used, names) for part in each.stream]


def _is_drawing(each: Any) -> bool:
    """Whether it is the content of a page or a drawing, and no font, profile or metadata."""
    plain = isinstance(each, pydyf.Stream) and each.extra.get("Type") != "/Metadata"
    return plain and "Length1" not in each.extra and "N" not in each.extra


def _renamed(part: Any, used: re.Pattern[bytes], names: dict[bytes, bytes]) -> Any:
    if not isinstance(part, bytes | bytearray):
        return part
    return used.sub(lambda found: b"/" + names[found[1]], part)

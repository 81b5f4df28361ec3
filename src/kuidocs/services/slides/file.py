"""The file around a presentation: the same parts always in the same order, and no moment of when they were packed."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BEGINNING = (1980, 1, 1, 0, 0, 0)
CONTENT_TYPES = "[Content_Types].xml"
FONT = re.compile(rb'<a:latin typeface="Calibri"([^/]*)/>')


def rewritten(data: bytes) -> bytes:
    """Pack a presentation anew."""
    found = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(found, "w", ZIP_DEFLATED) as new:
        # The list of types comes first, as readers want it.
        for name in sorted(old.namelist(), key=lambda one: (one != CONTENT_TYPES, one)):
            told = ZipInfo(name, BEGINNING)
            told.compress_type, told.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(told, _plain(name, old.read(name)))
    return found.getvalue()


def _plain(name: str, data: bytes) -> bytes:
    """Take the template's fonts and what it says of its maker out of the parts that nobody else touches."""
    if name.startswith("ppt/theme/"):
        return FONT.sub(rb'<a:latin typeface="Arial"/>', data)
    if name == "docProps/app.xml":
        return APP
    return data


APP = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>kuidocs</Application></Properties>"
)

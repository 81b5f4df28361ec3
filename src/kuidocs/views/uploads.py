"""How much of a body is read: files are longer than forms, and of what is too long only the typed fields are kept."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pyramid.request import Request

MOST_BYTES = 4_000_000
"""The longest body of a form: twice the longest form."""
FILES_AT_ONCE = 10
FILES_IN_ALL = 2
"""How many of the largest files one sending may weigh."""
FORM_BYTES = 100_000
"""What is read of a body that is too long: the form stands before its files."""
TAKES_FILES = re.compile(
    r"/sager/[^/]+/(bilag|dokumenter/[^/]+/versioner/[^/]+/underskrifter|aktindsigt/[^/]+/papir/[^/]+)/?|/kontrol/?"
)
MULTIPART = "multipart/form-data"
TOO_LONG = "kuidocs.too_long"
"""Where the environment of a request keeps that its body was longer than this page takes."""
NAME = re.compile(rb'name="([^"]{1,40})"')
FILE = re.compile(rb"filename\*?=")


def takes_files(environ: Mapping[str, Any]) -> bool:
    """Tell whether a request may hold files."""
    posted = environ.get("REQUEST_METHOD") == "POST" and environ.get("CONTENT_TYPE", "").startswith(MULTIPART)
    return posted and TAKES_FILES.fullmatch(environ.get("PATH_INFO", "")) is not None


class BoundedRequest(Request):
    """A request whose body is kept in memory, since what people send should not lie in a folder of temporary files,
    and of which no more is read than its page can take, whether its length was told beforehand or not.
    """

    request_body_tempfile_limit = 1 << 40

    def make_body_seekable(self) -> None:
        """Read the body, once; it is asked for before anything else is done with a request."""
        if TOO_LONG not in self.environ:
            self.environ[TOO_LONG] = self._cut(self._most())
        super().make_body_seekable()

    def _most(self) -> int:
        if not takes_files(self.environ):
            return MOST_BYTES
        return FILES_IN_ALL * self.registry.system.settings.attachment_bytes + MOST_BYTES

    def _cut(self, most: int) -> bool:
        """Put the typed fields in the place of a body that is too long; tell whether it was."""
        length = self.content_length
        if length is None and self.is_body_readable:
            # Sent in pieces without saying how many: one byte more than is taken tells enough.
            read = _read(self.body_file_raw, most + 1)
            if len(read) <= most:
                self.body = read
                return False
        elif (length or 0) > most:
            read = _read(self.body_file_raw, FORM_BYTES)
        else:
            return False
        fields = typed_fields(read[:FORM_BYTES], self.headers.get("Content-Type", ""))
        self.body = urlencode(fields).encode()
        self.environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return True


def _read(stream: Any, most: int) -> bytes:
    """Read at most so many bytes; a stream may give less than it is asked for."""
    found = bytearray()
    while len(found) < most and (piece := stream.read(min(most - len(found), 1 << 16))):
        found += piece
    return bytes(found)


def sent_bytes(sent: Any, most: int = -1) -> bytes:
    """Read a file that was sent with a form, at most so many bytes.

    From its beginning: a request that lost a conflict is made again with the same file, which was read then.
    """
    sent.file.seek(0)
    data: bytes = sent.file.read(most)
    return data


def typed_fields(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """Take the typed fields out of the beginning of a body of several parts; a field that was cut is left out."""
    boundary = re.search(r'boundary="?([^";,\s]+)', content_type)
    if not content_type.startswith(MULTIPART) or boundary is None:
        return []
    *parts, _ = body.split(b"--" + boundary[1].encode("latin-1", "replace"))
    return [field for part in parts if (field := _field(part)) is not None]


def _field(part: bytes) -> tuple[str, str] | None:
    head, blank, value = part.partition(b"\r\n\r\n")
    name = NAME.search(head)
    if not blank or name is None or FILE.search(head):
        return None
    try:
        return name[1].decode(), value.removesuffix(b"\r\n").decode()
    except UnicodeDecodeError:
        return None

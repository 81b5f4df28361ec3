"""What a browser posts from the form of a draft: the controls, the text, and what the form was made from."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.errors import BadRequest
from ..forms import page
from ..forms.edition import Edition
from ..forms.reading import Reading, keep_system, read

PAGE = re.compile(r"[a-z0-9]{8,40}")
OWN = ("__base__", "__begun__", "__token__", "__page__")
MOST_BASE = 4_000_000
"""How long the list of revisions may become when it is unpacked: far above any form, far below what hurts."""


@dataclass(frozen=True, slots=True)
class DraftPost:
    """One post of the form.

    ``shown``: the revision of each field that the form was made from; ``begun``: the draft that counts them so.
    """

    reading: Reading
    raw: dict
    shown: Mapping[str, int]
    token: str
    page: str
    command: str
    action: str
    begun: str = ""


def pack(revisions: Mapping[str, int]) -> str:
    """Write the revisions as one short text for a hidden field."""
    return base64.b64encode(zlib.compress(json.dumps(dict(revisions), sort_keys=True).encode(), 9)).decode()


def unpack(text: str) -> dict[str, int]:
    """Read the revisions again; the page's script writes them as they are.

    Raises BadRequest for a text that no form of ours had.
    """
    if not text:
        return {}
    try:
        found = json.loads(text if text.startswith("{") else _inflated(text))
    except (binascii.Error, zlib.error, ValueError, RecursionError) as bad:
        raise strange() from bad
    if not isinstance(found, dict) or not all(type(rev) is int for rev in found.values()):
        raise strange()
    return found


def _inflated(text: str) -> bytes:
    return zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MOST_BASE)


def strange() -> BadRequest:
    """Make the refusal of a post that no form of ours can have sent."""
    return BadRequest("bad_post", "Siden kunne ikke læses. Gå tilbage, genindlæs siden, og prøv igen.")


def read_post(edition: Edition, base: dict, controls: list[tuple[str, str]], actions: tuple[str, ...]) -> DraftPost:
    """Read a post against the edition of the draft; ``base`` is the draft's own text, from which system fields stay.

    Raises BadRequest.
    """
    own = dict(pair for pair in controls if pair[0] in OWN and isinstance(pair[1], str))
    try:
        raw = page.posted(edition, controls)
    except page.BadPost as bad:
        raise strange() from bad
    reading = read(edition.schema, raw)
    kept = Reading(keep_system(edition.schema, base, reading.content), reading.typed, reading.problems)
    action = next((name for name, _ in controls if name in actions), actions[0])
    shown, token = unpack(own.get("__base__", "")), own.get("__token__", "")[:40]
    here, begun, command = own.get("__page__", ""), own.get("__begun__", ""), page.row_command(controls)
    return DraftPost(kept, raw, shown, token, here if PAGE.fullmatch(here) else "", command, action, begun)

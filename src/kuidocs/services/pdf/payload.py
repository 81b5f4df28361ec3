"""The data that goes into the PDF, and the code that is computed from it."""

import hashlib
import json
from typing import Any

from kuidocs.services.pdf.api import PrintJob

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def payload(job: PrintJob, edition: dict[str, Any]) -> bytes:
    """Write what is embedded: the content with its edition and number, as canonical JSON.

    Neither state nor signatures are in it, or the code on the page would change when the document is signed.
    """
    data = {
        "document_id": job.facts.document_id,
        "form_key": edition["form"],
        "template_version": edition["number"],
        "version_no": job.facts.version,
        "data": job.content,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def control_code(embedded: bytes) -> str:
    """Compute the code at the foot of every page: 80 bits of SHA-256 in letters that cannot be misread."""
    number = int.from_bytes(hashlib.sha256(embedded).digest()[:10], "big")
    letters = "".join(CROCKFORD[number >> 5 * place & 31] for place in range(15, -1, -1))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))

"""Documents in which the same words stand in every field that takes words."""

from dataclasses import replace
from typing import Any

from kuidocs.forms.nodes import Group
from kuidocs.services.pdf.api import ARCHIVE, PrintJob
from tests.services.pdf import demo

OF_EACH_FORM = {document["form_key"]: document["document_id"] for _, document in demo.documents()}
"""One document of every form."""
LINE = 200


def everywhere(document_id: str, text: str, profile: str = ARCHIVE, **facts: Any) -> PrintJob:
    """An approved document that says this wherever one can write."""
    job = demo.job(document_id, profile, state="approved", state_label="Godkendt", **facts)
    content = job.content
    for section in demo.shipped_schema(job).sections:
        content = _filled(section, content, text)
    return replace(job, content=content)


def _filled(fields: Any, content: dict[str, Any], text: str) -> dict[str, Any]:
    return content | {child.name: _said(child, content.get(child.name), text) for child in fields.children}


def _said(node: Any, value: Any, text: str) -> Any:
    if isinstance(node, Group):
        rows = [_filled(node.row, row, text) for row in value] if isinstance(value, list) else None
        return rows or (_filled(node.row, value, text) if isinstance(value, dict) else value)
    if node.type_name in ("line", "text"):
        return text[: node.max]
    if node.type_name == "person":
        return {"text": text[:LINE]}
    if node.type_name == "lines":
        return [text[:LINE]] * 3
    if node.type_name == "link":
        return "https://fjordlund.example/moede"
    return value

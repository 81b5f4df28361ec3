"""The specification of the forms as data, and what we deliberately say in other words."""

import json
from functools import lru_cache
from pathlib import Path

SPEC = json.loads((Path(__file__).parent / "forms.json").read_text(encoding="utf-8"))
FORMS = {key: form for key, form in SPEC["forms"].items() if key.startswith("kui.")}
CLUSTER_FORMS = {key: form for key, form in SPEC["forms"].items() if key.startswith("klynge.")}

TYPES = {
    "str": "line",
    "text": "text",
    "person": "person",
    "date": "date",
    "time": "time",
    "int": "number",
    "bool": "yes_no",
    "url": "link",
    "email": "email",
    "phone": "phone",
    "list[int]": "numbers",
    "list[str]": "lines",
}
KINDS = {"choice": "choice", "multi": "choices", "list": "rows", "map": "group"}

OUR_WORDS = {
    ("agenda_item", "topic", "label"): "Emne",
    ("missing_professional", "how", "help"): "Vælg »Mundtligt«, hvis personen indkaldes til mødet.",
    ("secondary_contact", "channel", "help"): "Telefon eller sikker mail.",
    (
        "consent_giver",
        "method",
        "help",
    ): "Er det sagt mundtligt, så skriv under »Hvordan har vi talt om det?«, hvordan det blev sagt.",
    ("plan", "results_shared_at", "help"): "",
}
"""Texts of the specification that spoke to developers."""
ROW_TITLES = {
    "cluster_step": "Trin",
    "consent_recipient": "Modtager",
    "external_party": "Part uden for kommunen",
    "consent_giver": "Samtykkegiver",
    "task": "Opgave",
    "matter_for_young": "Emne til den unge",
    "decision_log": "Beslutning",
    "shared_extract": "Uddrag",
    "task_progress": "Status på opgave",
    "followup_date": "Opfølgningsmøde",
}
"""Rows are called by a noun, because buttons and headings are made of it: »Tilføj opgave«, »Opgave 2«."""


@lru_cache(maxsize=64)
def fields_of(group: str) -> list[dict]:
    """Give the fields of a repeating group as the specification wants them."""
    return [wanted(group, field) for field in SPEC["mappings"][group]["fields"]]


def wanted(owner: str, field: dict) -> dict:
    """Say what an edition must hold for one field of the specification."""
    kind, _, of = field["type"].rstrip("]").partition("[")
    found = {
        "id": field["id"],
        "type": TYPES.get(field["type"]) or KINDS[kind],
        "kind": field.get("kind", "content"),
        "label": OUR_WORDS.get((owner, field["id"], "label"), field["label_da"]),
        "help": OUR_WORDS.get((owner, field["id"], "help"), field["help_da"]),
        "requirement": field["requirement"],
    }
    if found["type"] in ("choice", "choices"):
        found["of"] = of
    if found["type"] in ("rows", "group"):
        found |= {"row_title": ROW_TITLES.get(of, SPEC["mappings"][of]["title_da"]), "fields": fields_of(of)}
    return found


def held(field: dict) -> dict:
    """Take from a field of an edition what the specification speaks of."""
    names = ("id", "type", "kind", "label", "help", "requirement", "of", "row_title")
    found = {name: field[name] for name in names if name in field}
    if "fields" in field:
        found["fields"] = [held(inside) for inside in field["fields"]]
    return found


def vocabularies_in(fields: list[dict]) -> set[str]:
    """Name the vocabularies that fields use, also inside rows."""
    own = {field["of"] for field in fields if "of" in field}
    return own.union(*(vocabularies_in(field["fields"]) for field in fields if "fields" in field))

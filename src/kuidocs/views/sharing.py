"""The box »Det må vi dele« on top of every form (DOMAIN 8.12): what the consent in force says."""

from datetime import date
from functools import lru_cache
from typing import Any

from chameleon import PageTemplateFile

from ..assets import asset_root
from ..domain import danish
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..usecases.case_reading import InForce, in_force
from ..usecases.involvement import edition_of


def sharing_box(case: Case, icons: str) -> str:
    """Render the box."""
    return _template()(icons=icons, **sharing(case))


@lru_cache(maxsize=1)
def _template() -> PageTemplateFile:
    return PageTemplateFile(str(asset_root("templates") / "pages" / "deling.pt"), auto_reload=False)


def sharing(case: Case) -> dict[str, Any]:
    """Return what the box says."""
    found = in_force(case, "kui.consent")
    if found is None:
        return {"given": False, "types": [], "not_to_share": "", "line": "", "label": "", "name": case.person.called}
    return {
        "given": True,
        "types": _types(found),
        "not_to_share": found.content.get("not_to_share", "").strip("»«"),
        "line": _line(found),
        "label": found.document.label,
        "name": case.person.called,
    }


def _types(found: InForce) -> list[str]:
    node = node_at(edition_of(found.version).schema, ("information_types",))
    text = show(node, found.content.get("information_types"))
    return text.split(", ") if text else []


def _line(found: InForce) -> str:
    givers = [row["name"]["text"].split()[0] for row in found.content.get("given_by", ()) if "name" in row]
    until = found.content.get("valid_until")
    day = f", gældende til {danish.long_date(date.fromisoformat(until))}" if until else ""
    return f"Samtykke fra {danish.listed(givers)}{day}."

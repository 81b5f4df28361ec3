"""The box »Det må vi dele« on top of every form (DOMAIN 8.12): what the consent in force says."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from chameleon import PageTemplateFile

from ..assets import asset_root
from ..domain import danish
from ..domain.consent_ledger import Grant
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..usecases.case_reading import InForce, in_force
from ..usecases.consent_ledger import ledger_of
from ..usecases.involvement import edition_of

NOTHING: dict[str, Any] = {"types": [], "not_to_share": "", "line": "", "label": "", "parties": []}


def sharing_box(case: Case, icons: str, today: date, href: str, people: Mapping[str, str]) -> str:
    """Render the box; ``href`` leads to the page of the consent, ``people`` are departments by the names of staff.

    A script warns by them while somebody who is not covered is being written down; the form does so when it is saved.
    """
    given = ledger_of(case)
    why_not = given.invalid(today) if given else ""
    covered = sorted(given.attending(today)) if given else []
    told = {"covered": json.dumps(covered), "people": json.dumps(dict(people))}
    return _template()(icons=icons, href=href, why_not=why_not, **told, **sharing(case))


@lru_cache(maxsize=1)
def _template() -> PageTemplateFile:
    return PageTemplateFile(str(asset_root("templates") / "pages" / "deling.pt"), auto_reload=False)


def sharing(case: Case) -> dict[str, Any]:
    """Return what the box says."""
    found = in_force(case, "kui.consent")
    if found is None:
        return {"given": False, "name": case.person.called} | NOTHING
    now = ledger_of(case)
    return {
        "given": True,
        "parties": [(grant.party, may_words(grant)) for grant in now.grants] if now else [],
        "types": _types(found),
        "not_to_share": found.content.get("not_to_share", "").strip("»«"),
        "line": _line(found),
        "label": found.document.label,
        "name": case.person.called,
    }


def may_words(grant: Grant) -> str:
    """Say what a party may do: »må dele og modtage«."""
    may = [words for words, allowed in (("dele", grant.gives), ("modtage", grant.receives)) if allowed]
    return f"må {danish.listed(may)}" if may else "må ingenting"


def _types(found: InForce) -> list[str]:
    node = node_at(edition_of(found.version).schema, ("information_types",))
    text = show(node, found.content.get("information_types"))
    return text.split(", ") if text else []


def _line(found: InForce) -> str:
    givers = [row["name"]["text"].split()[0] for row in found.content.get("given_by", ()) if "name" in row]
    until = found.content.get("valid_until")
    day = f", gældende til {danish.long_date(date.fromisoformat(until))}" if until else ""
    return f"Samtykke fra {danish.listed(givers)}{day}."

"""Who else has a document open, in words."""

from collections.abc import Iterable
from datetime import timedelta

from ..domain.identity import Identity
from ..forms.edition import Edition
from ..forms.places import section_of
from ..services.state import Present

LASTS = timedelta(seconds=25)
"""How long a page counts as open that has said nothing: it asks every eight seconds while it is looked at."""


def others_here(present: Iterable[Present], page: str, me: Identity, edition: Edition) -> list[str]:
    """Say who else is here, one sentence for each person: where, if it is known."""
    others = [one for one in present if one.page != page]
    found = {one.user_id: _said(one, edition) for one in reversed(others) if one.user_id != me.user_id}
    if any(one.user_id == me.user_id for one in others):
        found[me.user_id] = "Du har også dokumentet åbent i et andet vindue."
    return sorted(found.values())


def _said(one: Present, edition: Edition) -> str:
    section = section_of(edition.schema, (one.where.split("/")[0],))
    if section is None:
        return f"{one.name} har også dokumentet åbent."
    return f"{one.name} skriver i afsnittet »{section.title}«. I kan skrive samtidig."

"""Writing down who has got a contact card, on the card's reading page (R37)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ..domain import contact_cards, danish
from ..domain.errors import KuiError
from ..resources.document import Document
from ..security.permissions import Permission
from ..usecases import cards
from ..usecases.acting import case_named
from .layout import BaseView
from .people import by_name


class CardView(BaseView):
    """The act."""

    context: Document

    @view_config(context=Document, name="givet", request_method="POST", permission=Permission.Document.WRITE)
    def given(self) -> HTTPSeeOther:
        """Write it down, and lead back to the card; only choices were made, so nothing typed can be lost."""
        posted = {name: str(self.request.POST.get(name, ""))[:40] for name in ("til", "hvordan", "dag", "__token__")}
        try:
            cards.hand_over(
                self.context,
                self.act(posted["__token__"]),
                to=posted["til"],
                how=posted["hvordan"],
                day=posted["dag"],
            )
        except KuiError as refused:
            return self.go(self.context, refused.text)
        return self.go(self.context, "Det er skrevet ned, hvem der har fået kontaktkortet.")


def card_of(document: Document, today: date) -> dict[str, Any] | None:
    """Return what the reading page shows of a card that can be handed over, None for other papers."""
    if document.form_key != cards.CARD or document.in_force() is None:
        return None
    return {
        "given": list(_given(document)),
        "receivers": contact_cards.receivers(date.fromisoformat(case_named(document).person.birth_date), today),
        "ways": contact_cards.WAYS,
        "today": today.isoformat(),
    }


def _given(document: Document) -> Iterator[str]:
    for fact in document.facts_of(cards.GIVEN):
        data = fact["data"]
        day = danish.long_date(date.fromisoformat(data["day"]))
        told = danish.long_date(datetime.fromisoformat(fact["at"]).date())
        who, how = contact_cards.RECEIVERS[data["to"]], contact_cards.WAYS[data["how"]]
        yield f"{who}, {day}. {how}. Skrevet af {by_name(fact['by'])} {told}."

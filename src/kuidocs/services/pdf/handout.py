"""The page of a hand-out: a presentation on paper."""

from datetime import date

from kuidocs.domain import danish
from kuidocs.domain.slides import Deck, Slide
from kuidocs.services.pdf.glyphs import settle
from kuidocs.services.pdf.paper import Paper, stamp, templates
from kuidocs.services.pdf.text import line


def deck_paper(deck: Deck) -> Paper:
    """Fill in the hand-out of a presentation."""
    created = stamp(deck.made_on)
    day = danish.weekday_date(date.fromisoformat(deck.day)) if deck.day else ""
    page = templates()["handout.pt"](deck=deck, slides=_under(deck), day=day, created=created, line=line)
    html = settle(page, strict=False)
    return Paper(html, html.encode(), created)


def _under(deck: Deck) -> list[tuple[bool, Slide]]:
    """Tell of each slide whether its heading stands directly below the title; no level is left out."""
    opened, found = False, []
    for slide in deck.slides[1:]:
        opened = opened or slide.opens
        found.append((slide.opens or not opened, slide))
    return found

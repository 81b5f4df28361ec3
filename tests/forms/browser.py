"""What a browser posts for a page without touching anything: the successful controls of its form, in order."""

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement


def controls(page: str) -> list[tuple[str, str]]:
    """List the controls of the first form; what is in a <template> is no control."""
    form = html.fromstring(f"<div>{page}</div>").find(".//form")
    for template in list(form.iter("template")):
        template.drop_tree()
    return [pair for element in form.iter("input", "textarea", "select") for pair in posted(element)]


def posted(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Give what one control posts."""
    name, kind = element.get("name"), element.get("type")
    if not name or element.get("disabled") is not None:
        return
    if element.tag == "textarea":
        yield name, (element.text or "").removeprefix("\n").replace("\n", "\r\n")
    elif element.tag == "select":
        options = element.findall(".//option")
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        yield from ((name, option.get("value", "")) for option in chosen)
    elif kind in ("radio", "checkbox"):
        if element.get("checked") is not None:
            yield name, element.get("value", "on")
    else:
        yield name, element.get("value", "")


def ids(page: str) -> list[str]:
    """List every id of a page, also those inside templates."""
    return [e.get("id") for e in html.fromstring(f"<div>{page}</div>").iter() if e.get("id")]

"""The Danish texts of the project: what users can read in templates, forms and messages."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.source import ROOT, modules, strings, tree

SPOKEN = {"title", "alt", "placeholder", "aria-label", "label"}  # attributes that are read aloud or shown
UNSPOKEN = {"script", "style", "svg"}
EXPRESSION = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
# What is no word: values put in, addresses, names of files and settings, entities, marks and options.
HOLES = re.compile(r"<[^<>]*>|\[[\w:]+\]|--\w+|\{[^{}]*\}|\S+@\S+|\S*[/_\\]\S*|&\w+;|\b[a-z]+\.[a-z.]+\b")
FORM_TEXTS = {"title", "help", "label", "row_title", "text", "initial"}
# A text is Danish when it has more Danish than English of these small words; a Danish letter or quote counts as one.
DANISH = re.compile(
    r"\b(og|er|ikke|til|på|af|som|med|den|det|der|et|har|kan|skal|vil|fra|ved|eller|dig|din|du|jeg|vælg|skriv)\b", re.I
)
ENGLISH = re.compile(
    r"\b(the|is|not|to|on|of|as|with|that|a|an|has|can|must|will|from|by|or|you|your|and|are|in|no)\b", re.I
)


class _Markup(HTMLParser):
    """Takes the readable words out of a template."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSPOKEN:
            self._inside.append(tag)
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)


def of_template(text: str) -> list[str]:
    """Take the words of a template, and the Danish ones in its expressions."""
    markup = _Markup()
    markup.feed(EXPRESSION.sub(" ", text))
    quoted = re.findall(r"'([^'\n]*)'", text)
    return [*markup.texts, *(part for part in quoted if is_danish(part))]


def is_danish(text: str) -> bool:
    """Tell a Danish sentence from an English one and from a name."""
    special = bool(re.search("[æøåÆØÅ»]", text))
    return special + len(DANISH.findall(text)) > len(ENGLISH.findall(text))


def of_module(name: str) -> list[str]:
    """Take the Danish string constants of a module; docstrings and comments are English."""
    return [found.value for found in strings(tree(modules()[name])) if is_danish(found.value)]


def of_form(data: Any) -> Iterator[str]:
    """Take the texts of an edition: titles, labels, help, options."""
    if isinstance(data, dict):
        yield from (value for key, value in data.items() if key in FORM_TEXTS and isinstance(value, str))
        for key, value in data.items():
            yield from _options(value) if key == "vocabularies" else of_form(value)
    elif isinstance(data, list):
        for item in data:
            yield from of_form(item)


def _options(vocabularies: dict[str, list[list[str]]]) -> Iterator[str]:
    return (label for options in vocabularies.values() for _, label in options)


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """Gather every Danish text of the project by where it stands."""
    found = {str(p.relative_to(ROOT)): of_template(p.read_text("utf-8")) for p in _files("templates", "*.pt")}
    found |= {str(p.relative_to(ROOT)): list(of_form(_json(p))) for p in _files("src/kuidocs/forms", "*.json")}
    found |= {name: of_module(name) for name in modules()}
    return {where: HOLES.sub(" ", "\n".join(parts)) for where, parts in found.items() if parts}


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted((ROOT / folder).rglob(pattern))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def scripts() -> dict[str, str]:
    """Gather the Danish strings of our own JavaScript."""
    quoted = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
    found = {p: [m[1] for m in quoted.findall(p.read_text("utf-8"))] for p in _files("static/js", "*.js")}
    return {str(p.relative_to(ROOT)): HOLES.sub(" ", "\n".join(filter(is_danish, parts))) for p, parts in found.items()}

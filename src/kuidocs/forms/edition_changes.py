"""What changed in a form between two editions of it, in words for somebody who compares two documents."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..domain.comparing import Note
from .nodes import SKIPPED, Fields, Form, Group, Vocabulary

NEW, RENAMED, MOVED, GONE, OPTION, KIND = "Nyt felt", "Omdøbt", "Flyttet", "Udgået", "Valgmulighed", "Anden slags"


class _Place(NamedTuple):
    node: Any
    section: str


def edition_changes(old: Form, new: Form) -> tuple[Note, ...]:
    """Say which fields are new, renamed, moved or gone, and which sections and options have another name."""
    before, after = _places(old), _places(new)
    return (
        *(
            Note(NEW, f"»{at.node.title}« under »{at.section}«", key if "/" not in key else "")
            for key, at in after.items()
            if _is_new(key, before)
        ),
        *_renamed(before, after),
        *_sections(old, new),
        *_options(old, new),
        *(
            Note(
                GONE, f"»{at.node.title}«. Det, der stod der, vises stadig her på siden.", key if "/" not in key else ""
            )
            for key, at in before.items()
            if _is_new(key, after)
        ),
    )


def _is_new(key: str, others: dict[str, _Place]) -> bool:
    """A field inside a group that is new itself is not told apart."""
    above = key.rpartition("/")[0]
    return key not in others and (not above or above in others)


def _places(form: Form) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for section in form.sections:
        _gather(section, str(section.title), "", found)
    return found


def _gather(node: Fields, section: str, before: str, found: dict[str, _Place]) -> None:
    for child in node.children:
        # Why a section is not relevant is asked in the section's own name, which is told of by itself.
        if child.type_name != "row_id" and not child.hidden and not child.name.startswith(SKIPPED):
            found[before + child.name] = _Place(child, section)
            if isinstance(child, Group):
                _gather(child.row, section, f"{before}{child.name}/", found)


def _renamed(before: dict[str, _Place], after: dict[str, _Place]) -> Iterator[Note]:
    for key, now in after.items():
        then = before.get(key)
        if then is None:
            continue
        if then.node.title != now.node.title:
            yield Note(RENAMED, f"»{then.node.title}« hedder nu »{now.node.title}«")
        if then.section != now.section and "/" not in key and not _same_section(then, now, before, after):
            yield Note(MOVED, f"»{now.node.title}« stod under »{then.section}« og står nu under »{now.section}«")
        if then.node.type_name != now.node.type_name:
            yield Note(KIND, f"»{now.node.title}« udfyldes på en anden måde end før")


def _same_section(then: _Place, now: _Place, before: dict[str, _Place], after: dict[str, _Place]) -> bool:
    """Tell whether the section only got another title: most that stood under the old one stands under the new one."""
    old = {key for key, at in before.items() if at.section == then.section and "/" not in key}
    new = {key for key, at in after.items() if at.section == now.section and "/" not in key}
    return len(old & new) * 2 > len(old)


def _sections(old: Form, new: Form) -> Iterator[Note]:
    titles = {section.name: section.title for section in old.sections}
    for section in new.sections:
        if section.name in titles and titles[section.name] != section.title:
            yield Note(RENAMED, f"Afsnittet »{titles[section.name]}« hedder nu »{section.title}«")


def _options(old: Form, new: Form) -> Iterator[Note]:
    before = {vocabulary.name: vocabulary for vocabulary in _vocabularies(old)}
    for vocabulary in _vocabularies(new):
        then = before.get(vocabulary.name)
        for option, label in vocabulary.labels.items() if then else ():
            was = then.labels.get(option) if then else None
            if was is not None and was != label:
                yield Note(OPTION, f"»{was}« hedder nu »{label}«. Svaret er det samme.")


def _vocabularies(form: Form) -> list[Vocabulary]:
    found: dict[str, Vocabulary] = {}

    def gather(node: Fields) -> None:
        for child in node.children:
            if getattr(child, "of", None):
                found[child.of.name] = child.of
            if isinstance(child, Group):
                gather(child.row)

    gather(form)
    return list(found.values())

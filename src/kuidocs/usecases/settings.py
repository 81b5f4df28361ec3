"""The municipality's settings: reading what counts on a day, and setting it anew with a reason (D13)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..domain import settings
from ..domain.errors import Conflict, Refused, not_found
from ..domain.whole_numbers import whole
from ..resources.base import lineage, new_id
from ..resources.staff import Organisation
from .acting import Act, event

STALE = "En anden har ændret tallet imens. Se, hvad der gælder nu, og skriv dit igen, hvis det stadig skal ændres."


def facts_of(resource: Any) -> Iterable[Mapping]:
    """Return what was set in the municipality that a resource belongs to; nothing for what lies in no tree."""
    *_, top = lineage(resource)
    organisation = getattr(top, "organisation", None)
    return organisation.setting_facts if organisation is not None else ()


def setting(resource: Any, key: str, day: date) -> int:
    """Return the value of a setting on a day, asked from anything in the tree."""
    return settings.value(facts_of(resource), key, day)


def stamp(organisation: Organisation, key: str) -> str:
    """Return what a page must send back, so that it is known that nobody has changed the setting meanwhile."""
    found = settings.history(organisation.setting_facts, key)
    return str(found[-1]["id"]) if found else ""


def change(organisation: Organisation, act: Act, key: str, *, value: str, since: str, reason: str, base: str) -> None:
    """Set a value from a day on; sent twice, it is set once.

    Raises NotFound, Conflict, Refused.
    """
    if key not in settings.SETTINGS:
        raise not_found()
    facts = organisation.setting_facts
    if act.token and any(fact["id"] == act.token for fact in facts):
        return
    if base != stamp(organisation, key):
        raise Conflict("stale", STALE)
    wanted = _change(organisation, act, key, value, since, reason)
    for guard in settings.GUARDS:
        if not guard.holds(wanted):
            raise Refused(guard.name, guard.said(wanted))
    assert wanted.since is not None, "a guard has said so"
    fact = {
        "id": act.token or new_id(),
        "key": key,
        "value": wanted.value,
        "from": wanted.since.isoformat(),
        "by": act.by,
        "at": act.at,
        "reason": reason.strip(),
    }
    organisation.setting_facts = (*facts, fact)
    data = {"before": wanted.now, "after": wanted.value, "from": fact["from"], "reason": fact["reason"]}
    event(organisation, "setting.changed", act, {"key": key}, data)


def _change(organisation: Organisation, act: Act, key: str, value: str, since: str, reason: str) -> settings.Change:
    today, day = act.clock.today(), _day(since)
    now = settings.value(organisation.setting_facts, key, day or today)
    return settings.Change(settings.SETTINGS[key], today, whole(value.strip(), 4), day, reason, now)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None

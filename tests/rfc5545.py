"""Reading calendar files strictly by RFC 5545, by hand: another reader than the library that wrote them."""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(;[A-Za-z0-9-]+=(\"[^\"]*\"|[^\";:,]*)(,(\"[^\"]*\"|[^\";:,]*))*)*):(?P<value>.*)"
)
TEXTS = re.compile(r"([^\\;,]|\\[\\;,Nn])*")
LONGEST = 75


@dataclass
class Component:
    """A component with its properties, each as (parameters, value), and what lies in it."""

    name: str
    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    inside: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> str:
        """Return the value of a property that stands there once."""
        ((_, value),) = self.properties[name]
        return value


def parse(raw: bytes) -> Component:
    """Read a calendar; whatever the standard does not allow is an AssertionError."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= LONGEST, line
        line.decode()
    open_: list[Component] = [Component("")]
    for line in raw.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        _take(line, open_)
    assert len(open_) == 1, f"{open_[-1].name} is not closed"
    (calendar,) = open_[0].inside
    assert calendar.name == "VCALENDAR"
    return calendar


def _take(line: str, open_: list[Component]) -> None:
    found = LINE.fullmatch(line)
    assert found, line
    name, value = found["name"].upper(), found["value"]
    if name == "BEGIN":
        open_.append(Component(value))
        open_[-2].inside.append(open_[-1])
    elif name == "END":
        assert open_.pop().name == value
    else:
        if name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            assert TEXTS.fullmatch(value), line
        open_[-1].properties.setdefault(name, []).append((found["parameters"], value))


def event_of(raw: bytes) -> tuple[str, Component]:
    """Return the method and the one event, which has what the standard and iTIP ask of it."""
    calendar = parse(raw)
    assert (calendar.one("VERSION"), bool(calendar.one("PRODID"))) == ("2.0", True)
    (event,) = [one for one in calendar.inside if one.name == "VEVENT"]
    zones = {zone.one("TZID") for zone in calendar.inside if zone.name == "VTIMEZONE"}
    for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "ORGANIZER"):
        assert event.one(name), name
    assert re.fullmatch(r"\d{8}T\d{6}Z", event.one("DTSTAMP"))
    for name in ("DTSTART", "DTEND"):
        ((parameters, value),) = event.properties[name]
        assert re.fullmatch(r"\d{8}T\d{6}Z?", value)
        named = re.search(r"TZID=([^;:]+)", parameters)
        assert value.endswith("Z") or named[1].strip('"') in zones
    return calendar.one("METHOD"), event

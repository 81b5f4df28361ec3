"""The meeting fora of the KUI model as a table (R3, R44): what each is called, who attends, which forms it has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingType:
    """One kind of meeting."""

    id: str
    label: str
    short: str
    """What a timeline or a list calls it."""
    with_young: bool
    decides: bool
    """Whether decisions about the young person can be made in it (R13, R35)."""
    agenda: str
    minutes: str


MEETING_TYPES = {
    kind.id: kind
    for kind in (
        MeetingType(
            "clarification",
            "Koordinerende afklaringsmøde",
            "Afklaring",
            with_young=False,
            decides=False,
            agenda="kui.agenda.clarification",
            minutes="kui.minutes.clarification",
        ),
        MeetingType(
            "coordination",
            "Koordinationsmøde",
            "Koordination",
            with_young=True,
            decides=True,
            agenda="kui.agenda.coordination",
            minutes="kui.minutes.coordination",
        ),
        MeetingType(
            "followup_without_young",
            "Opfølgningsmøde uden den unge",
            "Uden den unge",
            with_young=False,
            decides=False,
            agenda="kui.agenda.followup_without_young",
            minutes="kui.minutes.followup_without_young",
        ),
        MeetingType(
            "followup_with_young",
            "Opfølgningsmøde med den unge",
            "Med den unge",
            with_young=True,
            decides=True,
            agenda="kui.agenda.followup_with_young",
            minutes="kui.minutes.followup_with_young",
        ),
    )
}

STATES = {
    "planned": "Planlagt",
    "convened": "Indkaldt",
    "held": "Afholdt",
    "minuted": "Referat skrevet",
    "closed": "Afsluttet",
    "cancelled": "Aflyst",
    "rescheduled": "Flyttet",
}
CASE_STATES = {
    "opened": "Oprettet",
    "clarifying": "Afklaring",
    "coordinating": "Koordination",
    "following_up": "Opfølgning",
    "paused": "Sat på pause",
    "transferred": "Overdraget",
    "closed": "Afsluttet",
    "archived": "Arkiveret",
}


def type_of_form(form_key: str) -> str | None:
    """Return the meeting type that an agenda or minutes form belongs to, None for the others."""
    for kind in MEETING_TYPES.values():
        if form_key in (kind.agenda, kind.minutes):
            return kind.id
    return None

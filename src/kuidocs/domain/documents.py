"""The kinds of document as a table: what each is called, its meeting, who approves it and who signs."""

from dataclasses import dataclass

from .meetings import MEETING_TYPES

AUTHOR, CHAIR, LEADER = "author", "chair", "leader"
"""Who approves (D15): the author, with review as an offer · the chair, or another attendee if the chair wrote them ·
the leader, else another plankoordinator."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document."""

    form_key: str
    label: str
    approver: str
    meeting: str = ""
    """"": none · "any": a meeting of any type · a meeting type."""
    needs_meeting: bool = False
    signed: bool = False
    young_facing: bool = False
    one_per_case: bool = False


def _meeting_kinds() -> list[Kind]:
    found = []
    for kind in MEETING_TYPES.values():
        young = kind.with_young
        found.append(Kind(kind.agenda, "Dagsorden", AUTHOR, kind.id, needs_meeting=True, young_facing=young))
        found.append(Kind(kind.minutes, "Referat", CHAIR, kind.id, needs_meeting=True, signed=True, young_facing=young))
    return found


KINDS = {
    kind.form_key: kind
    for kind in (
        Kind("kui.consent", "Samtykke", AUTHOR, signed=True, young_facing=True, one_per_case=True),
        Kind("kui.notice", "Indkaldelse", AUTHOR, "any", needs_meeting=True),
        *_meeting_kinds(),
        Kind("kui.education_plan", "Uddannelsesplan", LEADER, signed=True, young_facing=True, one_per_case=True),
        Kind("kui.contact_note", "Kontaktnotat", AUTHOR, "any"),
        Kind("kui.followup_request", "Anmodning om opfølgningsmøde", AUTHOR, "any"),
        Kind("kui.contact_card", "Kontaktkort", AUTHOR, young_facing=True),
    )
}


def title(form_key: str, number: int = 0) -> str:
    """Name a document as lists do: »Referat«, »Uddannelsesplan, version 3«."""
    kind = KINDS[form_key]
    return f"{kind.label}, version {number}" if kind.one_per_case and number else kind.label

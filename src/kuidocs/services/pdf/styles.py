"""What each form looks like beyond the common print: its readers, and which known fields stand on top."""

from dataclasses import dataclass

YOUNG, PROFESSIONAL = "ung", "fag"


@dataclass(frozen=True, slots=True)
class Style:
    """The print of one form. Every field that is not named stands in its section, in the common style."""

    template: str = "document"
    css: str = PROFESSIONAL
    contact: tuple[str, ...] = ()
    """Fields of the contact box; the first is the contact's details."""
    frame: str = ""
    """A field that must be seen, in a frame on top."""
    lede: tuple[str, ...] = ()
    """Fields told under the heading together with name, day and place."""
    last: tuple[str, ...] = ()
    """Fields for the file, at the end."""
    heading: str = ""
    """Said instead of the title in the heading."""
    under: str = ""
    """A sentence under the heading."""
    rule: tuple[str, str] = ("", "")
    """The rule of the meeting on top: in bold, and plain."""


NO_DECISIONS = (
    "Mødet træffer ikke beslutninger om den unge.",
    "Det koordinerer, deler viden og finder mulige løsninger. Den unge deltager ikke, men har ret til at se referatet.",
)
NO_DECISIONS_AHEAD = (
    "Mødet træffer ikke beslutninger om den unge.",
    "Det koordinerer, deler viden og finder mulige løsninger.",
)
CONTACT = ("contact_person", "plan_coordinator", "informed_about_contact", "contact_still_right")
STYLES = {
    "kui.consent": Style(
        "document",
        "ung tight",
        frame="not_to_share",
        last=("legal_basis",),
        heading="Ja til, at vi må tale sammen",
    ),
    "kui.notice": Style("notice", PROFESSIONAL),
    "kui.agenda.clarification": Style("agenda", PROFESSIONAL, rule=NO_DECISIONS_AHEAD),
    "kui.agenda.coordination": Style("agenda", YOUNG),
    "kui.agenda.followup_without_young": Style("agenda", PROFESSIONAL, rule=NO_DECISIONS_AHEAD),
    "kui.agenda.followup_with_young": Style("agenda", YOUNG),
    "kui.minutes.clarification": Style("document", PROFESSIONAL, rule=NO_DECISIONS),
    "kui.minutes.coordination": Style("document", YOUNG, CONTACT, lede=("held_at",)),
    "kui.minutes.followup_without_young": Style("document", PROFESSIONAL, rule=NO_DECISIONS),
    "kui.minutes.followup_with_young": Style("document", YOUNG, CONTACT, lede=("held_at",)),
    "kui.education_plan": Style(
        "document",
        YOUNG,
        ("contact_person", "plan_coordinator"),
        heading="Min uddannelsesplan",
        under="Det er min plan. Jeg har været med til at skrive den.",
    ),
    "kui.contact_note": Style(),
    "kui.followup_request": Style(),
    "kui.contact_card": Style("contact_card", "ung kort"),
}


def style_of(form_key: str) -> Style:
    """Find the style of a form; one without a style of its own is printed in the common one."""
    return STYLES.get(form_key, Style())

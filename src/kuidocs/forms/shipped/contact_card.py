"""Kontaktkort til den unge og familien."""

from ..nodes import Form, Group, R, Section, Text
from .groups_people import ContactDetails


class ContactCard(Form):
    """Card that tells the young person and the family whom to contact (R37)."""

    form_key = "kui.contact_card"
    form_title = "Kontaktkort til den unge og familien"
    rules = (
        "contact_can_be_reached@1",
        "no_id_numbers_in_the_text@1",
    )

    class Card(Section):
        section_title = "Hvem kan jeg kontakte?"

        contact_person = Group("Min kontaktperson", R, ContactDetails)
        plan_coordinator = Group("Min plankoordinator", R, ContactDetails)
        when_to_contact = Text("Det kan du altid spørge om", R)
        acute_help = Text("Hvis det haster", R, help="Akutnumre vedligeholdes centralt.")

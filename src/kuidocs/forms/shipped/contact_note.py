"""Notat om kontakt til fagperson."""

from ..nodes import C, Form, Group, Line, R, Section, Text, YesNo
from .groups_people import SecondaryContact


class ContactNote(Form):
    """Note of what was told and learned when a professional was contacted."""

    form_key = "kui.contact_note"
    form_title = "Notat om kontakt til fagperson"
    rules = (
        "contacted_no_later_than_today@1",
        "secondary_by_phone_or_mail@1",
        "consent_when_personal_data_is_shared@1",
        "contacts_are_in_the_consent@1",
        "no_id_numbers_in_the_text@1",
    )

    class Note(Section):
        section_title = "Kontakten"

        contact = Group("Hvem er kontaktet?", R, SecondaryContact)
        shares_personal_data = YesNo("Delte vi personoplysninger?", R)
        consent_ref = Line("Samtykke", C)
        shared = Text("Hvad fortalte vi?", R, help="Kun det nødvendige.")
        learned = Text("Hvad fik vi at vide?", R, help="Notatpligt: faktiske oplysninger med betydning for sagen.")
        to_agenda = YesNo("Skal med på næste møde", R)

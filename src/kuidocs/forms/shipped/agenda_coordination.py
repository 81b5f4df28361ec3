"""Dagsorden, Koordinationsmøde (foreløbig)."""

from ..nodes import C, Choices, Form, K, Line, O, R, Rows, Section, Text
from .groups_meeting import AgendaItem
from .vocabularies import VOICE_SOURCE


class CoordinationAgenda(Form):
    """Agenda of a meeting with the young person; provisional, because its source has not come yet (R38)."""

    form_key = "kui.agenda.coordination"
    form_title = "Dagsorden, Koordinationsmøde (foreløbig)"
    rules = (
        "items_are_numbered_in_order@1",
        "items_fit_the_meeting@1",
        "voice_note_unless_not_heard@1",
        "perspective_comes_first@1",
        "no_id_numbers_in_the_text@1",
    )

    class Frame(Section):
        section_title = "Ramme"

        meeting_ref = Line("Møde", K)
        desired_outcome = Text("Hvad vil vi gerne være klogere på, når vi går herfra?", R)
        voice_source = Choices("Hvor har vi den unges stemme fra?", R, of=VOICE_SOURCE)
        voice_note = Text("Hvad ved vi, at den unge ønsker, mødet skal handle om?", C)
        items_from_young = Text(
            "Punkter fra dig og din familie", O, help="Den unge er spurgt, før dagsordenen sendes ud."
        )
        welcome_text = Text("Velkomst", R, help="Skriv til den unge: du-form, korte sætninger.")

    class Items(Section):
        section_title = "Punkter"

        agenda_items = Rows("Dagsorden", R, AgendaItem, help="9 standardpunkter.")

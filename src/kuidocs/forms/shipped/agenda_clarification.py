"""Dagsorden, Koordinerende afklaringsmøde."""

from ..nodes import C, Choices, Form, K, Line, R, Rows, Section, Text
from .groups_meeting import AgendaItem
from .vocabularies import VOICE_SOURCE


class ClarificationAgenda(Form):
    """Agenda of a meeting of professionals that decides nothing."""

    form_key = "kui.agenda.clarification"
    form_title = "Dagsorden, Koordinerende afklaringsmøde"
    rules = (
        "items_are_numbered_in_order@1",
        "items_fit_the_meeting@1",
        "voice_note_unless_not_heard@1",
        "previous_agreements_from_the_second_meeting@1",
        "no_item_decides@1",
        "agenda_holds_what_a_clarification_needs@1",
        "perspective_before_professional_knowledge@1",
        "no_id_numbers_in_the_text@1",
    )

    class Frame(Section):
        section_title = "Ramme"

        meeting_ref = Line("Møde", K)
        desired_outcome = Text("Hvad vil vi gerne være klogere på, når vi går herfra?", R)
        voice_source = Choices("Hvor har vi den unges stemme fra?", R, of=VOICE_SOURCE)
        voice_note = Text("Hvad ved vi, at den unge ønsker, mødet skal handle om?", C)
        previous_agreements = Text("Aftaler fra sidste møde", C, help="Hentes automatisk fra møde nr. 2.")

    class Items(Section):
        section_title = "Punkter"

        agenda_items = Rows("Dagsorden", R, AgendaItem, help="10 standardpunkter; kan tilpasses.")

"""Dagsorden, Opfølgningsmøde uden den unge."""

from ..nodes import C, Choices, Form, K, Line, R, Rows, Section, Text
from .groups_meeting import AgendaItem
from .vocabularies import VOICE_SOURCE


class FollowupWithoutYoungAgenda(Form):
    """Agenda of a follow-up among professionals."""

    form_key = "kui.agenda.followup_without_young"
    form_title = "Dagsorden, Opfølgningsmøde uden den unge"
    rules = (
        "items_are_numbered_in_order@1",
        "items_fit_the_meeting@1",
        "voice_note_unless_not_heard@1",
        "no_item_decides@1",
        "no_id_numbers_in_the_text@1",
    )

    class Frame(Section):
        section_title = "Ramme"

        meeting_ref = Line("Møde", K)
        desired_outcome = Text("Hvad vil vi gerne være klogere på, når vi går herfra?", R)
        voice_source = Choices("Hvor har vi den unges stemme fra?", R, of=VOICE_SOURCE)
        voice_note = Text("Hvad ved vi, at den unge ønsker, mødet skal handle om?", C)
        why_without_young = Text(
            "Hvorfor uden den unge?", R, help="Kun når det handler om fagprofessionelles indbyrdes afklaringer."
        )

    class Items(Section):
        section_title = "Punkter"

        agenda_items = Rows("Dagsorden", R, AgendaItem, help="7 standardpunkter.")

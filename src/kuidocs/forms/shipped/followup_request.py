"""Anmodning om opfølgningsmøde."""

from ..nodes import C, Choice, Date, Form, O, Person, R, S, Section, Text
from .vocabularies import MEETING_TYPE


class FollowupRequest(Form):
    """Request for a follow-up, which anybody in the course may make (R50)."""

    form_key = "kui.followup_request"
    form_title = "Anmodning om opfølgningsmøde"
    rules = (
        "request_is_for_a_followup@1",
        "no_id_numbers_in_the_text@1",
    )

    class Request(Section):
        section_title = "Jeg vil gerne have et møde"

        requested_by = Person("Hvem beder om mødet?", R)
        requested_at = Date("Dato", S)
        reason = Text("Hvad vil du gerne tale om?", R, help="Et par linjer er nok.")
        wants_young_present = Choice("Skal den unge være med?", R, of=MEETING_TYPE)
        urgency_date = Date("Helst inden", O)
        coordinator_answer = Text("Plankoordinators svar", C, fact=True)

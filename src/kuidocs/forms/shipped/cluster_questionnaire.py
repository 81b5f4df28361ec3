"""Spørgeskemaet til klyngens medlemmer."""

from ..nodes import Date, Form, Line, R, Rows, Section, Text, YesNo
from .groups_cluster import Question


class Questionnaire(Form):
    """The questionnaire that the members of a cluster answer before the meeting."""

    form_key = "klynge.questionnaire"
    form_title = "Spørgeskema om børn og unge i psykisk mistrivsel"
    rules = (
        "questionnaire_closes_after_it_opens@1",
        "questions_are_numbered_in_order@1",
        "questions_have_options@1",
        "no_id_numbers_in_the_text@1",
    )

    class Frame(Section):
        section_title = "Om spørgeskemaet"

        title = Line("Titel", R)
        introduction = Text("Introduktion", R)
        anonymous = YesNo("Besvarelser er anonyme", R, must=True)
        opens_at = Date("Åbner", R)
        closes_at = Date("Lukker", R)

    class Questions(Section):
        section_title = "Spørgsmål"

        questions = Rows("Spørgsmål", R, Question, min=1, max=60)

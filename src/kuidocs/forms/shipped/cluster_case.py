"""En case til et klyngemøde."""

from ..nodes import Choice, Form, K, Line, Number, O, R, Rows, Section, Text, YesNo
from . import vocabularies as v
from .groups_cluster import FocusPoint, GuestContribution


class ClusterCase(Form):
    """A case that is talked about in the arena. It can be traced to nobody."""

    form_key = "klynge.case"
    form_title = "Case til klyngemøde"
    rules = ("focus_points_are_numbered_in_order@1", "no_id_numbers_in_the_text@1")

    class Frame(Section):
        section_title = "Casen"

        case_no = Number("Case nr.", K, min=1, max=3)
        title = Line("Titel", R)
        source = Choice("Hvor kommer casen fra?", R, of=v.CASE_SOURCE)
        anonymised = YesNo(
            "Casen kan ikke føres tilbage til en person",
            R,
            help="Alder, sted, sygdom og familie er ændret.",
            must=True,
        )
        age_group = Line("Aldersgruppe", R)

    class Story(Section):
        section_title = "Forløbet"

        background = Text("Baggrund", R)
        presenting = Text("Henvendelsen", R)
        course = Text("Forløbet indtil nu", R)
        gp_dilemma = Text("Lægens dilemma", R)
        youth_perspective = Text("Barnets eller den unges stemme", R)

    class Points(Section):
        section_title = "Nedslag »i manegen«"

        focus_points = Rows("Nedslag", R, FocusPoint, min=1, max=4)

    class Guests(Section):
        section_title = "Gæsternes forberedelse"

        question_to_guests = Text("Spørgsmål til gæsterne", R, help="Hvad kan I bidrage med i samarbejdet?")
        guest_contributions = Rows("Svar fra gæsterne", O, GuestContribution, fact=True)

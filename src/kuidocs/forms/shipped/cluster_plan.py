"""Drejebogen: how a cluster meeting is planned in ten steps."""

from ..nodes import C, Date, Form, K, Line, Lines, O, Person, R, Rows, Section, Text, YesNo
from .groups_cluster import ClusterStep, Guest, Inspiration, OtherData


class ClusterPlan(Form):
    """The plan of a cluster meeting."""

    form_key = "klynge.plan"
    form_title = "Drejebog – planlægning af klyngemødet"
    rules = (
        "ten_steps@1",
        "steps_before_the_cluster_meeting@1",
        "guests_of_both_levels@1",
        "guests_who_are_invited_can_be_reached@1",
        ("pre_meeting_well_before_the_meeting@1", {"days": 14}),
        ("questionnaire_well_before_the_meeting@1", {"days": 14}),
        "guests_know_of_the_arena@1",
        "facilitation_without_the_arena@1",
        "shared_before_the_cluster_meeting@1",
        "no_id_numbers_in_the_text@1",
    )

    class Frame(Section):
        section_title = "Mødet"

        cluster_name = Line("Klynge", K)
        topic = Line("Emne", K)
        coordinator = Person("Klyngekoordinator", R)
        meeting_date = Date("Mødedato", R)
        venue = Line("Sted", R)
        package = Line("Klyngepakke", O, help="Fx »Børn og unge i psykisk mistrivsel«.")

    class Steps(Section):
        section_title = "De 10 trin"

        steps = Rows("Trin", R, ClusterStep, min=10, max=10)

    class Guests(Section):
        section_title = "Trin 1 og 4: Gæster og formøde"

        guests = Rows(
            "Hvem vil klyngen mødes med?",
            R,
            Guest,
            help="Det er en fordel, at både medarbejdere og ledere deltager.",
            max=40,
        )
        pre_meeting_date = Date("Formøde", R, help="I god tid inden klyngemødet.")
        pre_meeting_notes = Text("Hvad blev afstemt på formødet?", C, help="Plan og forventninger til mødets formål.")
        guests_prepared_for_arena = YesNo("Gæsterne ved, at vi bruger manegemodellen", C)

    class Arena(Section):
        section_title = "Trin 2: Manegemodellen"

        arena_discussed_at = Date("Drøftet med klyngebestyrelsen", R)
        arena_used = YesNo("Bruger vi manegemodellen?", R)
        external_facilitation = Text("Hjælp til facilitering fra regional kvalitetsenhed", C)

    class Inspiration(Section):
        section_title = "Trin 3: Inspiration"

        inspiration = Rows("Andre klynger og kilder", O, Inspiration, help="Søg på »klynge« i Vidensbanken.")

    class Survey(Section):
        section_title = "Trin 5 og 6: Spørgeskema"

        questionnaire_ref = Line("Spørgeskema", R)
        survey_sent_at = Date("Sendt til medlemmerne", C)
        survey_tallied_at = Date("Gjort op", C)
        results_shared_at = Date("Resultater delt med gæsterne", C)

    class Cases(Section):
        section_title = "Trin 7: Cases"

        case_refs = Lines("Cases", R, min=3, max=3)
        cases_shared_at = Date("Cases delt med gæsterne", C)

    class Data(Section):
        section_title = "Trin 8 og 9: Data og præsentation"

        other_data = Rows("Andre former for data", O, OtherData)
        slides_ref = Line("Præsentation (3 blokke)", C, help="Resultater hentes fra spørgeskemaet.")

    class Closing(Section):
        section_title = "Trin 10: Afslutning"

        closing_plan = Text("Sådan slutter vi mødet af", R)
        follow_up_responsible = Person("Hvem følger op på aftalerne?", R)

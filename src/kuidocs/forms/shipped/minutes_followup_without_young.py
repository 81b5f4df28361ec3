"""Referat, Opfølgningsmøde uden den unge (Vi aftaler)."""

from ..nodes import C, Choice, Choices, Date, Form, Line, O, Person, R, Rows, Section, Text, YesNo
from .groups_meeting import ClarifiedQuestion, MatterForYoung
from .groups_people import Participant
from .groups_work import Agreement, GoalProgress, Task, TaskProgress
from .vocabularies import MEETING_TYPE, VOICE_SOURCE


class FollowupWithoutYoungMinutes(Form):
    """Minutes of a follow-up among professionals, who agree and decide nothing."""

    form_key = "kui.minutes.followup_without_young"
    form_title = "Referat, Opfølgningsmøde uden den unge (Vi aftaler)"
    rules = (
        "held_no_later_than_today@1",
        "held_on_the_day_of_the_meeting@1",
        "attendance_of_everyone@1",
        "professionals_say_who_they_are@1",
        "one_convener_and_one_chair@1",
        "consent_covered_the_meeting@1",
        "family_is_not_at_this_followup@1",
        "the_young_person_is_heard_or_will_be@1",
        "unique_goal_numbers@1",
        "goal_numbers_exist@1",
        "every_active_goal_has_a_status@1",
        "every_open_task_has_a_status@1",
        "dropped_or_late_tasks_are_explained@1",
        "agreements_are_numbered_in_order@1",
        "agreements_after_the_meeting@1",
        "tasks_after_the_meeting@1",
        "one_responsible_for_each_task@1",
        "plan_that_is_not_current_says_what@1",
        "next_meeting_after_this_one@1",
        "next_meeting_is_a_followup@1",
        "no_id_numbers_in_the_text@1",
    )

    class Meeting(Section):
        section_title = "Mødet"

        held_at = Date("Mødet blev holdt", R)
        chair = Person("Mødeleder", R)
        minute_taker = Person("Referent", R)
        participants = Rows("Deltagere og fremmøde", R, Participant, min=2)
        consent_ref = Line("Samtykke", R)
        requested_by = Person("Hvem bad om mødet?", R)
        why_without_young = Text("Hvorfor uden den unge?", R)

    class Perspective(Section):
        section_title = "Den unges perspektiv"
        section_help = "Spørg: »Hvad ville den unge sige om perioden siden sidst?«"
        section_skippable = True

        youth_perspective = Text("Hvad ville den unge sige om perioden siden sidst?", R)
        voice_source = Choices("Hvor har vi det fra?", R, of=VOICE_SOURCE)

    class Status(Section):
        section_title = "Status"
        section_help = "Spørg: »Hvad har flyttet sig, og hvad er gået i stå?«"
        section_skippable = True

        goal_progress = Rows("Mål", R, GoalProgress)
        task_progress = Rows("Opgaver fra sidst", R, TaskProgress)

    class Clarify(Section):
        section_title = "Afklaringer mellem os"
        section_help = "Spørg: »Hvad skal vi som fagprofessionelle have på plads indbyrdes?«"
        section_skippable = True

        clarified_questions = Rows("Afklaret", R, ClarifiedQuestion)
        open_questions = Text("Stadig åbent", O)

    class Agreements(Section):
        section_title = "Vi aftaler"
        section_help = "Spørg: »Hvad gør vi hver især, og hvornår?«"
        section_skippable = True

        agreements = Rows("Aftaler", R, Agreement)
        who_does_what = Rows("Hvem gør hvad", R, Task)

    class Young(Section):
        section_title = "Tilbage til den unge"
        section_help = "Spørg: »Hvad kræver en beslutning sammen med den unge?«"
        section_skippable = True

        matters_for_young = Rows("Det skal besluttes sammen med den unge", O, MatterForYoung)
        young_informed_by = Text("Hvem fortæller den unge om mødet – hvad og hvornår?", R)

    class Plan(Section):
        section_title = "Planen og næste gang"
        section_help = "Spørg: »Hvem retter planen, og hvem fortæller den unge, hvad vi har talt om?«"

        plan_current = YesNo("Er uddannelsesplanen ajour?", R)
        plan_note = Text("Hvad skal rettes?", C, help="Kun status og fakta; nye mål kræver møde med den unge.")
        next_meeting_date = Date("Næste møde", R)
        next_meeting_type = Choice("Mødetype", R, of=MEETING_TYPE)
        no_decisions_confirmed = YesNo("Mødet har ikke truffet beslutninger om den unge", R, must=True)

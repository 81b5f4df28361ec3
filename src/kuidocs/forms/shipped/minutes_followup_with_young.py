"""Referat, Opfølgningsmøde med den unge (Vi beslutter)."""

from ..nodes import C, Choice, Date, Form, Group, Line, O, Person, R, Rows, S, Section, Text, YesNo
from .groups_people import ContactDetails, Participant
from .groups_work import Agreement, Decision, Goal, GoalProgress, Task, TaskProgress
from .vocabularies import MEETING_TYPE


class FollowupWithYoungMinutes(Form):
    """Minutes of a follow-up with the young person, where things are decided."""

    form_key = "kui.minutes.followup_with_young"
    form_title = "Referat, Opfølgningsmøde med den unge (Vi beslutter)"
    rules = (
        "held_no_later_than_today@1",
        "held_on_the_day_of_the_meeting@1",
        "attendance_of_everyone@1",
        "professionals_say_who_they_are@1",
        "one_convener_and_one_chair@1",
        "consent_covered_the_meeting@1",
        "the_young_person_is_on_the_list@1",
        "parents_who_came_are_heard@1",
        "unique_goal_numbers@1",
        "goal_numbers_exist@1",
        "every_active_goal_has_a_status@1",
        "every_open_task_has_a_status@1",
        "dropped_or_late_tasks_are_explained@1",
        "decisions_need_the_young_person@1",
        "agreements_when_nobody_could_decide@1",
        "sections_wait_for_the_young_person@1",
        "decisions_are_numbered_in_order@1",
        "agreements_are_numbered_in_order@1",
        "doubt_in_the_young_persons_own_words@1",
        "parents_alone_tell_what_the_young_person_says@1",
        "disagreement_is_noticed@1",
        "decisions_after_the_meeting@1",
        "agreements_after_the_meeting@1",
        "tasks_after_the_meeting@1",
        "one_responsible_for_each_task@1",
        "contact_can_be_reached@1",
        ("plan_updated_within_days@1", {"days": 14}),
        "next_meeting_unless_the_course_ends@1",
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
        youth_present = YesNo("Den unge deltog", S)
        requested_by = Person("Hvem bad om mødet?", R)

    class Voice(Section):
        section_title = "Siden sidst – set fra dig"
        section_help = "Spørg: »Hvad er du mest tilfreds med? Hvad har været svært?«"
        section_skippable = True

        youth_since_last = Text("Hvad er der sket?", R)
        successes = Text("Det er du tilfreds med", R)
        difficulties = Text("Det har været svært", O)
        parents_perspective = Text("Det siger dine forældre", C)

    class Status(Section):
        section_title = "Hvordan går det?"
        section_help = (
            "Spørg: »Hvad har flyttet sig, og hvad er det næste lille skridt? Skal noget laves om, droppes eller "
            "føjes til?«"
        )
        section_skippable = True

        goal_progress = Rows("Mål", R, GoalProgress)
        task_progress = Rows("Opgaver fra sidst", R, TaskProgress)
        new_or_changed_goals = Rows("Nye eller ændrede mål", O, Goal)

    class Decisions(Section):
        section_title = "Vi beslutter"
        section_help = "Spørg: »Hvad beslutter vi i dag, og hvem gør hvad hvornår?«"

        decisions = Rows("Beslutninger", O, Decision)
        not_decided_note = Text(
            "Hvorfor kunne vi ikke beslutte i dag?",
            C,
            help="Skriv, hvem der manglede, og hvordan I finder et nyt tidspunkt sammen med den unge.",
        )
        agreements = Rows(
            "Aftaler mellem os", C, Agreement, help="Aftaler mellem fagprofessionelle – ikke beslutninger om den unge."
        )
        who_does_what = Rows("Hvem gør hvad", R, Task)

    class Contact(Section):
        section_title = "Kontakt"
        section_help = "Spørg: »Ved du stadig, hvem du kan kontakte?«"
        section_skippable = True

        contact_still_right = YesNo("Ved du stadig, hvem du kan kontakte?", R)
        contact_person = Group("Din kontaktperson", R, ContactDetails)

    class Plan(Section):
        section_title = "Planen og næste gang"
        section_help = "Spørg: »Hvornår mødes vi igen?«"

        plan_updated_by = Person("Hvem skriver det i uddannelsesplanen?", R)
        plan_update_deadline = Date("Senest", R)
        course_ends = YesNo("Forløbet afsluttes", O)
        next_meeting_date = Date("Næste møde", C)
        next_meeting_type = Choice("Mødetype", C, of=MEETING_TYPE)

    class Comments(Section):
        section_title = "Har vi forstået dig rigtigt?"
        section_skippable = True

        youth_comment = Text("Dine kommentarer", O)
        parents_comment = Text("Forældres kommentarer", O)
        read_through = Text("Hvordan er referatet gennemgået med dig?", R)

"""Referat og aftaler fra et klyngemøde."""

from ..nodes import Date, Form, Lines, O, Person, R, Rows, Section, Text, YesNo
from .groups_cluster import CaseOutcome, ClusterAgreement


class ClusterMinutes(Form):
    """The minutes of a cluster meeting, with what was agreed."""

    form_key = "klynge.minutes"
    form_title = "Referat og aftaler fra klyngemødet"
    rules = (
        "held_no_later_than_today@1",
        "agreements_are_numbered_in_order@1",
        "cluster_agreements_after_the_meeting@1",
        "cluster_followup_after_the_meeting@1",
        "no_id_numbers_in_the_text@1",
    )

    class Meeting(Section):
        section_title = "Mødet"

        held_at = Date("Dato", R)
        chair = Person("Mødeleder", R)
        facilitator = Person("Facilitator", O)
        minute_taker = Person("Referent", R)
        members_present = Lines("Medlemmer til stede", R, min=1, max=200)
        guests_present = Lines("Gæster til stede", R, max=100)

    class Results(Section):
        section_title = "Resultater"

        survey_summary = Text("Det viste spørgeskemaet", R)

    class Arena(Section):
        section_title = "I manegen"

        case_outcomes = Rows("Cases", R, CaseOutcome, min=3, max=3)

    class Agreements(Section):
        section_title = "Aftaler"

        agreements = Rows("Vi aftaler", R, ClusterAgreement, min=1)
        followup_date = Date("Opfølgning", R)
        followup_form = Text("Hvordan følger klynge og samarbejdspartnere op sammen?", R)

    class Evaluation(Section):
        section_title = "Afslutning"

        one_thing = Text("Én ting, vi gør anderledes fra i morgen", O)
        attendance_sent = YesNo("Deltagerliste sendt til PLO", O)

"""Programmet for et klyngemøde."""

from ..nodes import Date, Form, K, Line, R, Rows, Section, Text, Time
from .groups_cluster import ProgrammeBlock, ProgrammeItem


class ClusterProgramme(Form):
    """The programme of a cluster meeting: three blocks and an end."""

    form_key = "klynge.programme"
    form_title = "Program for klyngemøde"
    rules = ("programme_fits_the_time@1", "no_id_numbers_in_the_text@1")

    class Frame(Section):
        section_title = "Mødet"

        cluster_name = Line("Klynge", K)
        topic = Line("Emne", R)
        meeting_date = Date("Dato", R)
        start_time = Time("Fra kl.", R)
        end_time = Time("Til kl.", R)
        venue = Line("Sted", R)
        aim = Text("Formål", R)

    class Blocks(Section):
        section_title = "Tre blokke"

        blocks = Rows(
            "Blokke",
            R,
            ProgrammeBlock,
            help="1 Introduktion · 2 Resultater af spørgeskemaundersøgelsen · "
            "3 Erfaringsudveksling og dialog (manege).",
            min=3,
            max=3,
        )

    class Closing(Section):
        section_title = "Afslutning"

        closing_items = Rows("Afslutning og aftaler", R, ProgrammeItem, min=1)

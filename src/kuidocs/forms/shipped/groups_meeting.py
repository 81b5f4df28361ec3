"""The rows of agendas and of meetings where professionals think together."""

from ..nodes import Choice, Date, Line, Number, O, Person, R, Row, S, Text
from . import vocabularies as v


class AgendaItem(Row):
    row_title = "Dagsordenspunkt"

    item_no = Number("Punkt", R)
    heading = Line("Overskrift", R)
    guiding_question = Text("Spørgsmål, der hjælper os", O)
    item_type = Choice("Punktets art", R, of=v.ITEM_TYPE)
    minutes = Number("Minutter", R, min=1, max=120)
    presenter = Person("Hvem begynder?", O)
    preparation = Text("Forberedelse til dette møde", O)
    topic = Choice("Emne", S, of=v.AGENDA_TOPIC, hidden=True)


class CurrentEffort(Row):
    row_title = "Nuværende indsats"

    department = Line("Afdeling", R)
    professional = Line("Fagperson", R)
    effort = Text("Hvad samarbejder I med den unge om?", R)
    experience = Text("Hvad har vi lært – hvad virker?", O)


class Possibility(Row):
    row_title = "Mulighed"

    possibility = Text("Mulighed", R)
    department = Line("Afdeling", R)
    meaning_for_young = Text("Hvad kunne det betyde for den unge?", R, help="Set indefra.")
    requires = Text("Hvad kræver det?", O)
    grant_status = Choice("Bevilling", R, of=v.GRANT_STATUS)


class MissingProfessional(Row):
    row_title = "Person, vi mangler"

    profession = Line("Profession/funktion", R, help="Fx psykolog, SSP, rusmiddelkonsulent.")
    name = Line("Navn, hvis kendt", O)
    why = Text("Hvilken viden kan hjælpe os med at forstå den unge?", R)
    how = Choice("Hvordan?", R, of=v.CHANNEL, help="Vælg »Mundtligt«, hvis personen indkaldes til mødet.")
    responsible = Person("Hvem tager kontakt?", R)


class GrantToClarify(Row):
    row_title = "Bevilling, der skal afklares"

    grant = Line("Hvad skal afklares?", R)
    department = Line("Hvilken afdeling har kompetencen?", R)
    responsible = Person("Hvem undersøger det?", R)
    deadline = Date("Senest", R)


class ClarifiedQuestion(Row):
    row_title = "Afklaret spørgsmål"

    question = Text("Hvad skulle vi have afklaret?", R)
    answer = Text("Hvad ved vi nu?", R)


class MatterForYoung(Row):
    row_title = "Emne til den unge"

    matter = Text("Emne", R)
    why = Text("Hvorfor skal den unge være med?", R)
    where = Line("Hvornår/hvor tages det op?", R)

"""The rows of the papers around a cluster meeting."""

from ..nodes import C, Choice, Date, Email, Line, Lines, Link, Number, O, Person, R, Row, Rows, S, Text, Time, YesNo
from . import vocabularies as v


class ClusterStep(Row):
    row_title = "Trin"

    step_no = Number("Trin", S, min=1, max=10)
    title = Line("Overskrift", S)
    responsible = Person("Ansvarlig", R)
    deadline = Date("Senest", R)
    status = Choice("Status", R, of=v.STEP_STATUS, fact=True)
    note = Text("Noter", O, fact=True)


class Guest(Row):
    row_title = "Gæst"

    name = Person("Navn", C)
    email = Email("Mail", C)
    organisation = Line("Organisation", R)
    sector = Choice("Sektor", R, of=v.SECTOR)
    level = Choice("Niveau", R, of=v.GUEST_LEVEL)
    invited_at = Date("Inviteret", O)
    reply = Choice("Svar", R, of=v.REPLY, initial="pending")
    at_pre_meeting = YesNo("Med til formøde", O)
    contribution = Text("Hvad kan I bidrage med i samarbejdet?", O, help="Gæstens eget svar.")


class Inspiration(Row):
    row_title = "Inspiration"

    title = Line("Titel", R)
    url = Link("Link", O)
    learned = Text("Hvad tager vi med?", O)


class OtherData(Row):
    row_title = "Andre data"

    source = Line("Datakilde", R)
    use = Text("Hvad bruges de til?", R)


class ProgrammeItem(Row):
    row_title = "Programpunkt"

    start = Time("Kl.", R)
    minutes = Number("Min.", R, min=1)
    heading = Line("Indhold", R)
    responsible = Person("Ansvarlig", R)
    format = Choice("Form", R, of=v.FORMAT)


class ProgrammeBlock(Row):
    row_title = "Blok"

    block_no = Number("Blok", S, min=1, max=3)
    heading = Line("Overskrift", R)
    aim = Text("Hvad skal blokken give os?", R)
    items = Rows("Punkter", R, ProgrammeItem, min=1)


class Question(Row):
    row_title = "Spørgsmål"

    question_no = Number("Nr.", R)
    text = Text("Spørgsmål", R)
    question_type = Choice("Svartype", R, of=v.QUESTION_TYPE)
    options = Lines("Svarmuligheder", C)
    required = YesNo("Skal besvares", R)
    max_answers = Number("Højst antal svar", C, min=1)
    unordered = YesNo(
        "Svarene står uden rækkefølge",
        O,
        help="Så bliver små tal ikke lagt sammen med naboen, når gæsterne ser opgørelsen.",
    )


class FocusPoint(Row):
    row_title = "Nedslag"

    point_no = Number("Nedslag", R)
    moment = Text("Hvor i forløbet standser vi?", R)
    question = Text("Spørgsmål i manegen", R)
    in_the_arena = Lines("Hvem er i manegen?", R, min=2)
    minutes = Number("Min.", R, min=5, max=30)


class GuestContribution(Row):
    row_title = "Gæstens bidrag"

    guest = Line("Gæst", R)
    contribution = Text("Hvad kan I bidrage med i samarbejdet?", R)


class CaseOutcome(Row):
    row_title = "Fra manegen"

    case_ref = Line("Case", R)
    heard = Text("Det hørte vi", R)
    learned = Text("Det tager vi med", R)


class ClusterAgreement(Row):
    row_title = "Aftale"

    agreement_no = Number("Nr.", R)
    agreement_text = Text("Vi aftaler", R)
    responsible_cluster = Line("Ansvarlig i klyngen", R)
    responsible_partner = Line("Ansvarlig hos samarbejdspartner", O)
    deadline = Date("Senest", R)
    follow_up_how = Text("Hvordan følger vi op?", R)
    status = Choice("Status", R, of=v.TASK_STATUS, fact=True)

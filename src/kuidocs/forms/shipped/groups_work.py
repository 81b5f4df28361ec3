"""The rows about what is wanted, decided and done: goals, efforts, tasks and how they go."""

from ..nodes import C, Choice, Date, Line, Number, Numbers, O, Person, R, Row, Rows, S, Text, YesNo
from . import vocabularies as v


class Task(Row):
    row_title = "Opgave"

    task_text = Text("Hvad skal gøres?", R, min=5, help="Én konkret handling pr. linje.")
    purpose = Text("Hvad skal det føre til for den unge?", O)
    responsible = Person("Hvem gør det?", R, help="Én ansvarlig. Er I flere, så skriv resten under »sammen med«.")
    together_with = Line("Sammen med", O)
    deadline = Date("Hvornår?", R)
    informs = Person("Hvem får besked, når det er gjort?", O)
    goal_no = Number("Hører til mål nr.", O)


class Agreement(Row):
    row_title = "Aftale"

    agreement_no = Number("Nr.", R)
    agreement_text = Text("Vi aftaler", R, help="En aftale mellem fagprofessionelle – ikke en beslutning om den unge.")
    parties = Line("Mellem", R)
    valid_until = Date("Gælder til", O)


class Decision(Row):
    row_title = "Beslutning"

    decision_no = Number("Nr.", R)
    decision_text = Text("Vi beslutter", R, help="Skriv, så den unge kan læse det alene bagefter.")
    reason = Text("Hvorfor giver det mening?", O)
    goal_no = Number("Hører til mål nr.", R)
    young_view = Choice("Hvad siger den unge?", R, of=v.YOUNG_VIEW)
    young_view_note = Text("Den unges egne ord om beslutningen", C)
    responsible = Person("Ansvarlig", R)
    deadline = Date("Senest", R)
    plan_item_ref = Line("Skrevet i uddannelsesplanen", S, fact=True)


class SubGoal(Row):
    row_title = "Delmål"

    sub_goal_text = Text("Delmål", R, help="Et skridt, der er lille nok til at lykkes.")
    sign_of_success = Text("Hvad kan vi se eller mærke, når vi er på vej?", O)
    deadline = Date("Hvornår ser vi på det igen?", R)
    status = Choice("Status", R, of=v.GOAL_STATUS, initial="not_started")


class Goal(Row):
    row_title = "Mål"

    goal_no = Number("Nr.", R)
    goal_text = Text("Mål", R, help="Skriv målet, så den unge kan kende sig selv i det.")
    youth_words = Text("Med den unges egne ord", O, help="Citér gerne.")
    area = Choice("Område", R, of=v.EFFORT_AREA)
    sub_goals = Rows("Delmål", R, SubGoal)
    status = Choice("Status", R, of=v.GOAL_STATUS, initial="not_started")


class Effort(Row):
    row_title = "Indsats"

    priority = Number("Prioritet", R, help="1 = det begynder vi med.")
    effort_title = Line("Indsats", R)
    description = Text("Hvad går den ud på – set fra den unge?", O)
    area = Choice("Område", R, of=v.EFFORT_AREA)
    department = Line("Afdeling/leverandør", R)
    responsible = Person("Ansvarlig", R)
    goal_nos = Numbers("Støtter mål nr.", R)
    start_date = Date("Begynder", O)
    end_date = Date("Forventes at slutte", O)
    grant_status = Choice("Bevilling", R, of=v.GRANT_STATUS)
    legal_basis = Line("Lovgrundlag", O, help="Kun når bevillingen kræver det.")
    status = Choice("Status", R, of=v.EFFORT_STATUS, initial="planned")


class GoalProgress(Row):
    row_title = "Status på mål"

    goal_no = Number("Mål nr.", R)
    status = Choice("Status", R, of=v.GOAL_STATUS)
    movement = Text("Hvad har flyttet sig?", R, help="Begynd med det, der går godt – også det små.")
    obstacle = Text("Hvad står i vejen lige nu?", O)
    next_small_step = Text("Det næste lille skridt", O)


class TaskProgress(Row):
    row_title = "Status på opgave"

    task_text = Text("Opgave", S, help="Hentes fra sidste referat.")
    responsible = Person("Ansvarlig", S)
    status = Choice("Status", R, of=v.TASK_STATUS)
    note = Text("Bemærkning", C)


class HistoryItem(Row):
    row_title = "Forløb"

    period = Line("Hvornår", R)
    what = Text("Hvad", R)
    learned = Text("Hvad tager du med derfra?", O)


class DecisionLog(Row):
    row_title = "Beslutning"

    decided_at = Date("Dato", S)
    meeting = Line("Møde", S)
    decision_text = Text("Beslutning", S)
    plan_item = Line("Indgår i planen som", S)


class FollowupDate(Row):
    row_title = "Opfølgningsmøde"

    date = Date("Dato", R)
    meeting_type = Choice("Møde", R, of=v.MEETING_TYPE)
    held = YesNo("Afholdt", S, fact=True)


class SharedExtract(Row):
    row_title = "Uddrag"

    recipient = Line("Modtager", R, help="Fx FGU-institution.")
    sections = Line("Hvilke dele", R, help="Kun det nødvendige.")
    sent_at = Date("Sendt", S)
    consent_ref = Line("Efter samtykke", R)

"""The rules that forms name: pure functions (content, facts) -> problems.

Content is typed (dates are dates) and may be incomplete: a rule speaks only about what is there, and about what is
missing because of what is there. {felt} becomes the label in the document's own edition. The first line of each
docstring is shown to administrators beside the form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..problems import Path, Problem, problem

Rule = Callable[[Mapping, "Facts"], Iterable[Problem]]
RULES: dict[str, Rule] = {}
PROFESSIONALS = {"primary", "secondary", "ad_hoc"}
FAMILY = {"young_person", "custody_holder", "parent_other", "guardian"}
THERE = {"present", "online", "phone"}


@dataclass(frozen=True)
class Facts:
    """What a rule may know beside the content. Nothing is looked up; the caller gathers it."""

    today: date = date.max
    birth_date: date | None = None
    meeting_date: date | None = None
    consented_departments: frozenset[str] | None = None
    goal_numbers: frozenset[int] = field(default_factory=frozenset)

    def age_on(self, day: date) -> int | None:
        if self.birth_date is None:
            return None
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))


def rule(function: Rule, version: int = 1) -> Rule:
    """Give the rule its name, ``name@1``. Its meaning never changes, because old editions go on saying it; a new
    meaning is a new function with the next number (``partial(rule, version=2)``)."""
    name = f"{function.__name__}@{version}"
    if name in RULES:
        raise ValueError(f"Two rules are called {name}")
    RULES[name] = function
    return function


def run(calls: Iterable[tuple[str, Mapping]], content: Mapping, facts: Facts) -> Iterator[Problem]:
    for name, arguments in calls:
        yield from RULES[name](content, facts, **arguments)


def rows(content: Mapping, name: str) -> Iterator[tuple[int, Mapping]]:
    return enumerate(content.get(name) or ())


def people(content: Mapping, relations: set[str]) -> list[Mapping]:
    """Those of the relations who were there."""
    return [p for _, p in rows(content, "participants")
            if p.get("relation") in relations and p.get("attendance") in THERE]


def not_before(path: Path, day: date | None, base: date | None) -> Iterator[Problem]:
    if day and base and day < base:
        yield Problem(path, "date_order", f"»{{felt}}« må ikke ligge før {danish(base)}.")


def rows_not_before_meeting(content: Mapping, group: str, name: str) -> Iterator[Problem]:
    for number, row in rows(content, group):
        yield from not_before((group, number, name), row.get(name), content.get("held_at"))


def danish(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


# --- meetings --------------------------------------------------------------------------------------------------------

@rule
def held_no_later_than_today(content, facts):
    """Et møde kan først have et referat, når det er holdt."""
    if (held := content.get("held_at")) and held > facts.today:
        yield Problem(("held_at",), "future", "»{felt}« kan ikke ligge efter i dag.")


@rule
def held_on_the_day_of_the_meeting(content, facts):
    """Datoen i referatet er mødets dato."""
    held = content.get("held_at")
    if held and facts.meeting_date and held != facts.meeting_date:
        yield Problem(("held_at",), "other_day", f"Mødet er planlagt til {danish(facts.meeting_date)}. Ret datoen her "
                                                 "eller på mødet.")


@rule
def attendance_of_everyone(content, facts):
    """Fremmødet er skrevet for hver deltager."""
    for number, person in rows(content, "participants"):
        if not person.get("attendance"):
            yield problem(("participants", number, "attendance"), "required")


@rule
def professionals_say_who_they_are(content, facts):
    """Fagpersoner har profession og afdeling."""
    for number, person in rows(content, "participants"):
        for name in ("profession", "department"):
            if person.get("relation") in PROFESSIONALS and not person.get(name):
                yield problem(("participants", number, name), "required")


@rule
def one_convener_and_one_chair(content, facts):
    """Et møde har netop én indkalder, én mødeleder og mindst én referent (R8)."""
    roles = [role for _, person in rows(content, "participants") for role in person.get("meeting_role", ())]
    if roles.count("convener") != 1 or roles.count("chair") != 1 or "minute_taker" not in roles:
        yield Problem(("participants",), "roles", "Mødet skal have netop én indkalder, én mødeleder og mindst én "
                                                  "referent. Vælg rollerne under deltagerne.")


@rule
def family_is_not_at_a_clarification(content, facts):
    """Den unge og familien deltager ikke i afklarende møder (R14)."""
    for number, person in rows(content, "participants"):
        if person.get("relation") in FAMILY | {"support_person"}:
            yield Problem(("participants", number, "relation"), "participant", "Den unge og familien deltager ikke i "
                          "afklarende møder. Vælg et koordinationsmøde, hvis I vil mødes med dem.")


@rule
def departments_are_in_the_consent(content, facts):
    """Kun afdelinger, som samtykket dækker, deltager (R5)."""
    covered, held = facts.consented_departments, content.get("held_at") or facts.meeting_date
    for number, person in rows(content, "participants"):
        department = person.get("department")
        if covered is not None and department and department not in covered:
            day = f" den {danish(held)}" if held else ""
            yield Problem(("participants", number, "department"), "no_consent",
                          f"Der mangler et gældende samtykke, der dækker {department}{day}.")


@rule
def tasks_after_the_meeting(content, facts):
    """En opgave har frist på mødets dag eller senere."""
    return rows_not_before_meeting(content, "who_does_what", "deadline")


@rule
def agreements_after_the_meeting(content, facts):
    """En aftale gælder ikke til en dag før mødet."""
    return rows_not_before_meeting(content, "agreements", "valid_until")


@rule
def grants_after_the_meeting(content, facts):
    """En bevilling afklares på mødets dag eller senere."""
    return rows_not_before_meeting(content, "grants_to_clarify", "deadline")


@rule
def decisions_after_the_meeting(content, facts):
    """En beslutning har frist på mødets dag eller senere."""
    return rows_not_before_meeting(content, "decisions", "deadline")


# --- clarification ---------------------------------------------------------------------------------------------------

@rule
def the_young_person_is_heard_or_will_be(content, facts):
    """Har vi ikke hørt den unge endnu, aftaler vi, hvem der gør det (R16)."""
    if "not_heard" in content.get("voice_source", ()):
        yield Problem(("voice_source",), "voice", "Har I ikke talt med den unge endnu, så aftal, hvem der gør det.",
                      warning=True)


@rule
def contact_person_when_clarification_ends(content, facts):
    """Familien ved, hvem de kan kontakte, når afklaringen er slut (R32)."""
    step = content.get("next_step")
    if step and step != "another_clarification" and not content.get("contact_person"):
        yield problem(("contact_person",), "required")
    if step == "coordination" and not content.get("plan_coordinator"):
        yield problem(("plan_coordinator",), "required")


@rule
def consonance_before_coordination(content, facts):
    """Uden samklang holdes endnu et afklarende møde (R20)."""
    if content.get("consonance") in ("partly", "no") and not content.get("consonance_note"):
        yield problem(("consonance_note",), "required")
    if content.get("consonance") == "no" and content.get("next_step") == "coordination":
        yield Problem(("next_step",), "consonance", "I har svaret, at der ikke er samklang. Planlæg endnu et "
                                                    "afklarende møde, før den unge inviteres.")


@rule
def next_meeting_after_this_one(content, facts):
    """Det næste møde ligger efter dette."""
    held = content.get("held_at")
    if content.get("next_step") not in (None, "close") and not content.get("next_meeting_date"):
        yield problem(("next_meeting_date",), "required")
    for name in ("next_meeting_date", "next_followup_date"):
        yield from not_before((name,), content.get(name), held and held + timedelta(days=1))


@rule
def unclear_grants_are_followed_up(content, facts):
    """En mulighed, der kræver afklaring af bevilling, har en linje under bevillinger."""
    unclear = [p for _, p in rows(content, "possibilities") if p.get("grant_status") == "to_clarify"]
    if unclear and not content.get("grants_to_clarify"):
        yield problem(("grants_to_clarify",), "required")


# --- coordination ----------------------------------------------------------------------------------------------------

@rule
def decisions_need_the_young_person(content, facts):
    """Der besluttes kun, når den unge (under 18 år: eller forældremyndighedsindehaveren) deltager (R13, R35)."""
    held = content.get("held_at")
    minor = held is not None and (facts.age_on(held) or 18) < 18
    there = people(content, {"young_person"} | ({"custody_holder"} if minor else set()))
    if content.get("decisions") and not there:
        yield Problem(("decisions",), "absence", "Den unge deltog ikke. Referatet kan indeholde aftaler mellem jer, "
                      "men ingen beslutninger. Aftal et nyt tidspunkt sammen med den unge.")
    if there and not content.get("decisions"):
        yield problem(("decisions",), "required")


@rule
def parents_who_came_are_heard(content, facts):
    """Deltog en forælder, står det, hvad der er vigtigt for forældrene."""
    if people(content, {"custody_holder", "parent_other"}) and not content.get("parents_perspective"):
        yield problem(("parents_perspective",), "required")


@rule
def doubt_in_the_young_persons_own_words(content, facts):
    """Er den unge ikke helt enig i en beslutning, står den unges egne ord ved den."""
    for number, decision in rows(content, "decisions"):
        if decision.get("young_view") not in (None, "agree") and not decision.get("young_view_note"):
            yield problem(("decisions", number, "young_view_note"), "required")


@rule
def goal_numbers_exist(content, facts):
    """Et målnummer peger på et mål i dokumentet eller i den gældende plan."""
    known = {goal.get("goal_no") for _, goal in rows(content, "goals")} | facts.goal_numbers
    for group in ("who_does_what", "decisions", "goal_progress"):
        for number, row in rows(content, group):
            if row.get("goal_no") is not None and row["goal_no"] not in known:
                yield Problem((group, number, "goal_no"), "no_goal", f"Der er ikke noget mål nr. {row['goal_no']}.")


@rule
def efforts_support_goals(content, facts):
    """En indsats støtter mål, der findes, og slutter ikke, før den begynder."""
    known = {goal.get("goal_no") for _, goal in rows(content, "goals")} | facts.goal_numbers
    for group in ("efforts", "prioritised_efforts"):
        for number, effort in rows(content, group):
            for lost in sorted(set(effort.get("goal_nos", ())) - known):
                yield Problem((group, number, "goal_nos"), "no_goal", f"Der er ikke noget mål nr. {lost}.")
            yield from not_before((group, number, "end_date"), effort.get("end_date"), effort.get("start_date"))


@rule
def active_efforts_are_granted(content, facts):
    """En indsats er først i gang, når den er bevilget eller ikke kræver bevilling."""
    for group in ("efforts", "prioritised_efforts"):
        for number, effort in rows(content, group):
            if effort.get("status") == "active" and effort.get("grant_status") not in ("granted", "not_needed"):
                yield Problem((group, number, "grant_status"), "not_granted",
                              "Indsatsen er i gang, men bevillingen er ikke på plads.")


@rule
def plan_updated_within_days(content, facts, days):
    """Planen rettes inden et antal dage efter mødet."""
    held, by = content.get("held_at"), content.get("plan_update_deadline")
    if held and by and by > held + timedelta(days=days):
        yield Problem(("plan_update_deadline",), "too_late",
                      f"»{{felt}}« må højst ligge {days} dage efter mødet.")


# --- education plan --------------------------------------------------------------------------------------------------

@rule
def aim_of_grade_10(content, facts):
    """Den, der ønsker 10. klasse, skriver, hvad det skal føre til (§ 2 c, stk. 2)."""
    if "grade_10" in content.get("education_wish", ()) and not content.get("grade_10_aim"):
        yield problem(("grade_10_aim",), "required")


@rule
def duty_of_the_15_to_17_year_olds(content, facts):
    """15–17-årige har pligt til uddannelse, job eller anden aktivitet (§ 2 a)."""
    day = content.get("last_reviewed")
    if day and facts.age_on(day) in (15, 16, 17):
        if not content.get("duty_description"):
            yield problem(("duty_description",), "required")
        if content.get("duty_information_given") is not True:
            yield problem(("duty_information_given",), "must_be_yes")


@rule
def plan_is_reviewed_within_half_a_year(content, facts):
    """Planen gennemgås igen inden et halvt år."""
    last, again = content.get("last_reviewed"), content.get("next_review")
    if last and again:
        yield from not_before(("next_review",), again, last + timedelta(days=1))
        if again > last + timedelta(days=184):
            yield Problem(("next_review",), "too_late", "»{felt}« skal ligge inden et halvt år.")


@rule
def unique_goal_numbers(content, facts):
    """Et målnummer bruges kun til ét mål."""
    seen = set()
    for number, goal in rows(content, "goals"):
        if goal.get("goal_no") in seen:
            yield Problem(("goals", number, "goal_no"), "twice", f"Mål nr. {goal['goal_no']} står to gange.")
        seen.add(goal.get("goal_no"))


# --- consent ---------------------------------------------------------------------------------------------------------

@rule
def consent_ends_within_months(content, facts, months):
    """Et samtykke gælder højst et antal måneder og slutter efter, at det begynder."""
    start, end = content.get("valid_from"), content.get("valid_until")
    if start and end:
        yield from not_before(("valid_until",), end, start + timedelta(days=1))
        if end > start + timedelta(days=31 * months):
            yield Problem(("valid_until",), "too_late",
                          f"»{{felt}}« må højst ligge {months} måneder efter begyndelsen.")


@rule
def consent_is_given_by_the_right_people(content, facts):
    """Fra 15 år giver den unge selv samtykke; før det forældremyndighedsindehaverne."""
    start = content.get("valid_from")
    age = facts.age_on(start) if start else None
    roles = {giver.get("role") for _, giver in rows(content, "given_by")}
    needed = None if age is None else "young_person" if age >= 15 else "custody_holder"
    if needed and roles and needed not in roles:
        who = "den unge selv" if needed == "young_person" else "forældremyndighedsindehaveren"
        yield Problem(("given_by",), "giver", f"Samtykket skal gives af {who}.")


@rule
def consent_begins_when_it_is_given(content, facts):
    """Et samtykke gælder først, når alle har givet det."""
    for number, giver in rows(content, "given_by"):
        given, start = giver.get("given_at"), content.get("valid_from")
        if given and start and given > start:
            yield Problem(("given_by", number, "given_at"), "date_order",
                          "»{felt}« ligger efter, at samtykket begynder.")


@rule
def withdrawal_says_what(content, facts):
    """Er et samtykke trukket tilbage, står det, hvad der er trukket tilbage."""
    if content.get("withdrawn_at") and not content.get("withdrawn_scope"):
        yield problem(("withdrawn_scope",), "required")

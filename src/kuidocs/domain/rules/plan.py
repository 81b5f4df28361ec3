"""Rules of the education plan (R42, R49, DOMAIN 6.2)."""

from collections.abc import Iterator

from ..problems import Problem, missing, problem
from .base import Content, Facts, rule
from .dates import add_months, after, not_future, within

DUTY_AGES = range(15, 18)
UNTIL_18 = ("duty_description", "duty_information_given", "duty_exemption", "custody_holder_remarks")
"""What is asked of who is under 18 only, and stands empty later."""
GROWN_UP = "Tomt. Feltet bruges ikke, når den unge er fyldt 18 år."


@rule
def aim_of_grade_10(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den, der ønsker 10. klasse, skriver, hvad det skal føre til (§ 2 c, stk. 2)."""
    if "grade_10" in content.get("education_wish", ()) and not content.get("grade_10_aim"):
        yield problem(("grade_10_aim",), "required")


@rule
def efforts_or_a_reason(content: Content, facts: Facts) -> Iterator[Problem]:
    """Planen viser kommunens indsatser, eller hvorfor der ingen er (R7, R9)."""
    if not content.get("efforts") and not content.get("no_efforts_reason"):
        yield missing(("efforts",), "efforts_or_reason")


@rule
def duty_of_the_15_to_17_year_olds(content: Content, facts: Facts) -> Iterator[Problem]:
    """15–17-årige har pligt til uddannelse, job eller anden aktivitet (§ 2 a)."""
    if facts.age_on(content.get("last_reviewed")) in DUTY_AGES:
        if not content.get("duty_description"):
            yield problem(("duty_description",), "required")
        if content.get("duty_information_given") is not True:
            yield problem(("duty_information_given",), "must_be_yes")


@rule
def custody_holders_are_asked(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er den unge under 18 år, spørges forældremyndighedsindehaverne altid om bemærkninger (§ 2 c, stk. 1)."""
    age = facts.age_on(content.get("last_reviewed"))
    if age is not None and age < DUTY_AGES.stop and not content.get("custody_holder_remarks"):
        yield problem(("custody_holder_remarks",), "custody_asked", warning=True)


@rule
def plan_is_reviewed_within_months(content: Content, facts: Facts, months: int) -> Iterator[Problem]:
    """Planen er gennemgået og gennemgås igen inden et antal måneder (R49)."""
    last, again, path = content.get("last_reviewed"), content.get("next_review"), ("next_review",)
    yield from not_future(("last_reviewed",), last, facts.today)
    if last:
        yield from after(path, again, last)
        yield from within(path, again, add_months(last, months), f"{months} måneder efter sidste gennemgang")


@rule(hard=True)
def every_decision_is_logged_once(content: Content, facts: Facts) -> Iterator[Problem]:
    """Hver beslutning står netop én gang i planens liste over beslutninger (R42)."""
    for number, decision in enumerate(facts.decision_log):
        if decision in facts.decision_log[:number]:
            yield problem(("decision_log", number, "decision_text"), "logged_twice", beslutning=decision.text)

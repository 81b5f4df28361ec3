"""Rules of the meetings that decide: nothing about the young person without the young person (R34-R37, D11)."""

from collections.abc import Iterator

from ..problems import Problem, missing, problem
from .base import Content, Facts, excuse, rows, rule
from .people import attendance_unknown, came, decider_came, deciding

ABSENT = (
    "Den unge deltog ikke. Referatet kan indeholde aftaler mellem jer, men ingen beslutninger. Aftal et nyt tidspunkt "
    "sammen med den unge."
)
WAITS = (
    "youth_important",
    "strengths",
    "goals",
    "prioritised_efforts",
    "youth_since_last",
    "successes",
    "goal_progress",
    "task_progress",
)
"""The young person's words, goals and priorities: optional when nobody came who could decide (D11)."""


def nobody_could_decide(content: Content, facts: Facts) -> bool | None:
    """Tell whether no deciding party came; None as long as the list of participants does not say."""
    day = content.get("held_at") or facts.meeting_date
    if not content.get("participants"):
        return None
    if decider_came(content, facts, day):
        return False
    return None if attendance_unknown(content, deciding(facts, day)) else True


@rule(hard=True)
def decisions_need_the_young_person(content: Content, facts: Facts) -> Iterator[Problem]:
    """Der besluttes kun, når den unge (under 18 år: eller forældremyndighedsindehaveren) deltager (R35)."""
    if content.get("decisions") and nobody_could_decide(content, facts):
        yield Problem(("decisions",), "absence", ABSENT)


@rule(hard=True)
def a_meeting_that_can_decide_decides(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et koordinationsmøde, hvor den unge deltager, beslutter noget (R35)."""
    if not content.get("decisions") and nobody_could_decide(content, facts) is False:
        yield problem(("decisions",), "required")


@rule(hard=True)
def agreements_when_nobody_could_decide(content: Content, facts: Facts) -> Iterator[Problem]:
    """Kunne der ikke besluttes, står det hvorfor, og hvad fagpersonerne aftalte (R35)."""
    if nobody_could_decide(content, facts):
        for name in ("not_decided_note", "agreements"):
            if not content.get(name):
                yield problem((name,), "required")


@excuse
def sections_wait_for_the_young_person(content: Content, facts: Facts) -> tuple[str, ...]:
    """Kunne der ikke besluttes, venter den unges ord, mål og prioriteter til næste møde (R35)."""
    return WAITS if nobody_could_decide(content, facts) else ()


@rule(hard=True)
def parents_alone_tell_what_the_young_person_says(content: Content, facts: Facts) -> Iterator[Problem]:
    """Deltog kun forældrene, står det ved hver beslutning, hvordan den unge er hørt (R35)."""
    if not came(content, {"custody_holder", "guardian"}) or came(content, {"young_person"}):
        return
    for number, decision in rows(content, "decisions"):
        if not decision.get("young_view_note"):
            yield missing(("decisions", number, "young_view_note"), "heard_otherwise")


@rule(hard=True)
def doubt_in_the_young_persons_own_words(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er den unge ikke helt enig i en beslutning, står den unges egne ord ved den (R35)."""
    for number, decision in rows(content, "decisions"):
        if decision.get("young_view") not in (None, "agree") and not decision.get("young_view_note"):
            yield problem(("decisions", number, "young_view_note"), "required")


@rule
def disagreement_is_noticed(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er den unge uenig i en beslutning, overvejer vi, om den kan vente (R35)."""
    for number, decision in rows(content, "decisions"):
        if decision.get("young_view") == "disagree":
            yield problem(("decisions", number, "young_view"), "disagree", warning=True)


@rule
def parents_who_came_are_heard(content: Content, facts: Facts) -> Iterator[Problem]:
    """Deltog en forælder, står det, hvad der er vigtigt for forældrene."""
    if came(content, {"custody_holder", "parent_other"}) and not content.get("parents_perspective"):
        yield problem(("parents_perspective",), "required")


@rule
def next_meeting_unless_the_course_ends(content: Content, facts: Facts) -> Iterator[Problem]:
    """Det næste møde har dato og type, medmindre forløbet afsluttes."""
    for name in ("next_meeting_date", "next_meeting_type"):
        if not content.get("course_ends") and not content.get(name):
            yield problem((name,), "required")


@rule
def next_meeting_is_a_followup(content: Content, facts: Facts) -> Iterator[Problem]:
    """De efterfølgende møder er opfølgningsmøder, medmindre koordinationsmødet må holdes om (R45).

    A coordination meeting in which nobody could decide may be followed by another (D46).
    """
    again = {"coordination"} if content.get("next_followup_type") and nobody_could_decide(content, facts) else set()
    for name in ("next_followup_type", "next_meeting_type"):
        if content.get(name) not in {None, "followup_with_young", "followup_without_young"} | again:
            yield problem((name,), "only_followups")

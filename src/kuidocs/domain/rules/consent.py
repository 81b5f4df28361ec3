"""Rules of the consent: who gives it, for how long, and whom it is about (R5, DOMAIN 6.3 and 6.4, D21)."""

from collections.abc import Iterator

from ..problems import Problem, missing, problem
from .base import Content, Facts, rows, rule, text_of
from .dates import add_months, after, not_before, not_future, within
from .people import same_person

GROWN_UP, OWN_CONSENT = 18, 15
PARENTS = frozenset({"custody_holder", "guardian"})
MAY_GIVE_FOR_AN_ADULT = frozenset({"young_person", "guardian"})


def _age(content: Content, facts: Facts) -> int | None:
    return facts.age_on(content.get("valid_from"))


def _names(content: Content, group: str, roles: frozenset[str] | None = None) -> list[str]:
    return [text_of(r.get("name")) for _, r in rows(content, group) if roles is None or r.get("role") in roles]


def _not_among(wanted: tuple[str, ...] | None, names: list[str]) -> list[str]:
    return [one for one in wanted or () if not any(same_person(one, name) for name in names)]


@rule(hard=True)
def two_departments_at_least(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et samtykke til at koordinere omfatter mindst to afdelinger (R5)."""
    departments = {str(row.get("department", "")).casefold() for _, row in rows(content, "recipients")}
    if len(list(rows(content, "recipients"))) > 1 and len(departments) < 2:
        yield Problem(("recipients",), "departments", "Samtykket skal omfatte mindst to forskellige afdelinger.")


@rule
def consent_ends_within_months(content: Content, facts: Facts, months: int) -> Iterator[Problem]:
    """Et samtykke slutter, efter at det begynder, og gælder højst et antal måneder."""
    start, path = content.get("valid_from"), ("valid_until",)
    if start:
        yield from after(path, content.get("valid_until"), start)
        latest = add_months(start, months)
        yield from within(path, content.get("valid_until"), latest, f"{months} måneder efter, at det begynder")


@rule(hard=True)
def consent_begins_when_it_is_given(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et samtykke gælder først, når alle har givet det."""
    given = [row["given_at"] for _, row in rows(content, "given_by") if row.get("given_at")]
    return not_before(("valid_from",), content.get("valid_from"), max(given, default=None))


@rule
def consent_is_given_no_later_than_today(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et samtykke skrives ned, når det er givet – ikke før."""
    yield from not_future(("obtained_at",), content.get("obtained_at"), facts.today)
    for number, giver in rows(content, "given_by"):
        yield from not_future(("given_by", number, "given_at"), giver.get("given_at"), facts.today)
    for number, parent in rows(content, "custody_informed"):
        yield from not_future(("custody_informed", number, "informed_at"), parent.get("informed_at"), facts.today)


@rule(hard=True)
def custody_holders_consent_for_a_child(content: Content, facts: Facts) -> Iterator[Problem]:
    """For en ung under 15 år giver alle forældremyndighedsindehavere samtykke (R5)."""
    age, givers = _age(content, facts), [row for _, row in rows(content, "given_by")]
    if age is None or age >= OWN_CONSENT or not givers:
        return
    roles = {giver.get("role") for giver in givers}
    if not roles & PARENTS:
        yield problem(("given_by",), "custody_gives")
    elif "guardian" not in roles:
        for name in _not_among(facts.custody_holders, _names(content, "given_by", PARENTS)):
            yield problem(("given_by",), "custody_holder_missing", navn=name)


@rule(hard=True)
def young_person_gives_consent_from_15(content: Content, facts: Facts) -> Iterator[Problem]:
    """Fra 15 år giver den unge selv samtykke (R5)."""
    age, roles = _age(content, facts), {row.get("role") for _, row in rows(content, "given_by")}
    if age is None or not roles:
        return
    if OWN_CONSENT <= age < GROWN_UP and "young_person" not in roles:
        yield problem(("given_by",), "young_person_gives")
    if age >= GROWN_UP and not roles & MAY_GIVE_FOR_AN_ADULT:
        yield problem(("given_by",), "young_person_gives")


@rule(hard=True)
def only_the_young_person_from_18(content: Content, facts: Facts) -> Iterator[Problem]:
    """Fra 18 år giver forældre ikke samtykke; en værge kan gøre det for eller sammen med den unge (R5)."""
    age = _age(content, facts)
    for number, giver in rows(content, "given_by"):
        if age is not None and age >= GROWN_UP and giver.get("role") == "custody_holder":
            yield problem(("given_by", number, "role"), "adult_gives")


@rule
def custody_holders_are_informed_from_15_to_17(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er den unge 15–17 år, er forældremyndighedsindehaverne orienteret, eller det står, hvorfor ikke."""
    age = _age(content, facts)
    if age is None or not OWN_CONSENT <= age < GROWN_UP:
        return
    informed = _names(content, "custody_informed")
    if not informed:
        yield problem(("custody_informed",), "required")
        return
    gave = _names(content, "given_by", PARENTS)
    for name in _not_among(facts.custody_holders, informed + gave):
        yield problem(("custody_informed",), "custody_not_informed", navn=name)


@rule
def informed_when_and_how_or_why_not(content: Content, facts: Facts) -> Iterator[Problem]:
    """Ved hver forælder står det, hvornår og hvordan forælderen er orienteret – eller hvorfor ikke."""
    for number, parent in rows(content, "custody_informed"):
        path = ("custody_informed", number)
        if parent.get("informed_at"):
            if not parent.get("how"):
                yield problem((*path, "how"), "required")
        elif not parent.get("why_not"):
            yield missing((*path, "informed_at"), "informed_or_why_not")

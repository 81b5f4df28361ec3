"""Rules of the notice that convenes a meeting (R22-R27, R34, R50, R51)."""

from collections.abc import Iterator

from ..danish import long_date
from ..meetings import MEETING_TYPES
from ..problems import Problem, missing, problem
from .base import Content, Facts, rows, rule
from .people import NOT_AT_A_CLARIFICATION, NOT_AT_THIS_FOLLOWUP, no_family

WITHOUT = {"clarification": NOT_AT_A_CLARIFICATION, "followup_without_young": NOT_AT_THIS_FOLLOWUP}
WITH = frozenset(kind.id for kind in MEETING_TYPES.values() if kind.with_young)
INVITE_THE_YOUNG_PERSON = "Den unge skal indkaldes til dette møde. Skriv den unge på listen."


@rule
def notice_is_for_a_meeting_of_the_model(content: Content, facts: Facts) -> Iterator[Problem]:
    """En indkaldelse gælder et af modellens møder (R3)."""
    if content.get("meeting_type") not in {None, *MEETING_TYPES}:
        yield problem(("meeting_type",), "choice")


@rule
def notice_ends_after_it_begins(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et møde slutter, efter at det begynder."""
    start, end = content.get("start_time"), content.get("end_time")
    if start and end and end <= start:
        yield problem(("end_time",), "ends_too_early")


@rule
def place_or_link(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et møde har et sted eller et link."""
    if not content.get("place") and not content.get("online_link"):
        yield missing(("place",), "place_or_link")


@rule
def reply_before_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Der svares før mødet."""
    reply, meeting = content.get("reply_by"), content.get("meeting_date")
    if reply and meeting and reply >= meeting:
        yield problem(("reply_by",), "before", dato=long_date(meeting))


@rule
def followups_say_who_asked(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et opfølgningsmøde siger, hvem der har bedt om det (R50)."""
    if content.get("meeting_type", "").startswith("followup_") and not content.get("requested_by"):
        yield problem(("requested_by",), "required")


@rule
def first_clarification_says_what_is_known(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den første indkaldelse fortæller, hvad indkalder kender til den unges mål og udfordringer (R24)."""
    number = content.get("meeting_no") or facts.meeting_no
    for name in ("known_goals", "known_challenges"):
        if content.get("meeting_type") == "clarification" and number == 1 and not content.get(name):
            yield problem((name,), "required")


@rule
def message_when_the_young_person_is_invited(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unge får en besked med egne ord, når den unge er med (R11)."""
    if content.get("meeting_type") in WITH and not content.get("message_to_young"):
        yield problem(("message_to_young",), "required")


@rule(hard=True)
def invited_as_the_meeting_demands(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unge er med i de møder, der beslutter, og ikke i de andre (R14, R34)."""
    kind = content.get("meeting_type")
    if kind in WITHOUT:
        yield from no_family(content, facts, WITHOUT[kind])
    invited = {person.get("relation") for _, person in rows(content, "participants")}
    if kind in WITH and invited and "young_person" not in invited:
        yield Problem(("participants",), "no_young_person", INVITE_THE_YOUNG_PERSON)


@rule
def secondary_by_phone_or_mail(content: Content, facts: Facts) -> Iterator[Problem]:
    """Sekundære fagpersoner kontaktes på telefon eller mail (R27)."""
    contact = content.get("contact") or {}
    contacts = [(("secondary_contacts", number), row) for number, row in rows(content, "secondary_contacts")]
    for path, row in [*contacts, (("contact",), contact)]:
        if row.get("channel") not in (None, "phone", "email"):
            yield problem((*path, "channel"), "phone_or_mail", warning=True)

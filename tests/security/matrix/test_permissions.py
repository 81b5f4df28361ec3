"""Every person × every thing × every permission × every state of the consent, asked of the real policy, is as the table
in permissions.txt says; and each of them knows of the case or does not."""

from typing import Any

from pyramid.request import Request, apply_request_extensions

from kuidocs.resources.root import Root
from kuidocs.security.permissions import KLYNGE_PERMISSIONS, Permission, every_permission
from kuidocs.security.policy import SecurityPolicy
from kuidocs.security.questions import Question
from kuidocs.security.rules import knows_of
from kuidocs.services.storage import working
from kuidocs.system import System
from tests import web
from tests.security.matrix import town
from tests.security.matrix.cast import CAST, KNOW, STAFF, expand
from tests.security.matrix.tables import lines

POLICY = SecurityPolicy()
GROUPS = {
    "@in-the-case": (
        "case meeting plan minutes notice waiting reviewed note request draft attachment attachment-of-plan "
        "attachment-of-waiting"
    ),
    "@closed": "closed-case closed-plan",
    "@cluster": "cluster cluster-meeting",
    "@other": "other-case other-meeting other-plan other-minutes other-attachment",
}


def named(words: str) -> list[str]:
    return [thing for word in words.split() for thing in GROUPS.get(word, word).split()]


def table() -> dict[tuple[str, str], frozenset[str]]:
    """Who may, by permission and thing."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for permission, things, who in lines("permissions"):
        for thing in named(things):
            assert (permission, thing) not in found, f"permissions.txt says twice who has {permission} of {thing}"
            found[permission, thing] = expand(who)
    return found


def things_of(permission: str) -> list[str]:
    return [thing for named_, thing in EXPECTED if named_ == permission]


EXPECTED = table()
OUTSIDE = {permission for permission in every_permission() if set(things_of(permission)) == {"system"}}
"""What is asked in no case."""


def things(root: Root) -> dict[str, Any]:
    """Everything that one may be asked about."""
    case, closed, other = (root.sager[number] for number in (town.CASE, town.CLOSED, town.OTHER))
    papers = {}
    for name, form in {
        "plan": "kui.education_plan",
        "minutes": "kui.minutes.coordination",
        "waiting": "kui.minutes.followup_with_young",
        "reviewed": "kui.minutes.clarification",
        "note": "kui.contact_note",
        "request": "kui.followup_request",
        "draft": "kui.contact_card",
    }.items():
        [papers[name]] = case.dokumenter.of_form(form)
    attachments = {"attachment": "a", "attachment-of-plan": "b", "attachment-of-waiting": "c"}
    return {
        "system": root,
        "jonas": root.medarbejdere["jonas"],
        "case": case,
        "meeting": case.moeder["1"],
        "notice": case.dokumenter.of_form("kui.notice")[0],
        **papers,
        **{name: case.bilag[letter * 16] for name, letter in attachments.items()},
        "insight": case.aktindsigt["1"],
        "closed-case": closed,
        "closed-plan": closed.dokumenter.of_form("kui.education_plan")[0],
        "report": root.kontrolrapporter["r" * 16],
        "clusters": root.klynger,
        "cluster": town.cluster_named(root),
        "cluster-meeting": town.cluster_named(root)["1"],
        "other-case": other,
        "other-meeting": other.moeder["1"],
        "other-plan": other.dokumenter.of_form("kui.education_plan")[0],
        "other-minutes": other.dokumenter.of_form("kui.minutes.coordination")[0],
        "other-attachment": other.bilag["o" * 16],
    }


def asking(system: System, root: Root, user: str) -> Request:
    """Make the request of somebody who is logged in, as far as the policy looks at it."""
    request = Request.blank("/", cookies={"kuidocs": system.state.sessions.create(user, {}) if user else ""})
    request.registry = web.serve(system).app.registry
    apply_request_extensions(request)
    request.root_resource = root
    return request


def test_the_policy_says_what_the_table_says(in_state):
    state, system = in_state
    with working(system.db) as connection:
        root = connection.root()["kuidocs"]
        wrong = [
            f"{actor.word} {'may' if given else 'may not'} {permission} of {thing}, consent {state}"
            for actor in CAST
            for request in [asking(system, root, actor.user_id)]
            for thing, context in things(root).items()
            for permission in sorted(every_permission())
            if asked_of(permission, thing)
            for given in [bool(POLICY.permits(request, context, permission))]
            if given != (actor.word in expected(permission, thing))
        ]

    assert not wrong, "\n".join(wrong)


ABOUT_MEETINGS = frozenset(permission for permission in every_permission() if permission.startswith("meeting."))
"""What is only asked of a meeting."""
REPORTS = frozenset((Permission.Report.KEEP, Permission.Report.SEE))


def asked_of(permission: str, thing: str) -> bool:
    """Tell whether any page asks for a permission of a thing."""
    if permission in KLYNGE_PERMISSIONS:
        return thing == "clusters" if permission == Permission.Klynge.HOME else thing in ("cluster", "cluster-meeting")
    if permission in ABOUT_MEETINGS:
        return thing in ("meeting", "other-meeting")
    if thing in ("clusters", "cluster", "cluster-meeting"):
        return False
    if thing == "report" or permission in REPORTS:
        return thing in ("system", "report") and permission in REPORTS
    if thing == "insight":
        return permission.startswith("insight.") and permission not in OUTSIDE
    return thing == "system" or permission not in OUTSIDE


def expected(permission: str, thing: str) -> frozenset[str]:
    """Read the table: what it does not name is nobody's."""
    return EXPECTED.get((permission, thing), frozenset())


def test_every_permission_has_a_line():
    missing = every_permission() - {permission for permission, _ in EXPECTED}

    assert not missing, f"tests/security/matrix/permissions.txt needs a line for {', '.join(sorted(missing))}"


def test_every_line_is_about_a_permission_and_a_thing_that_there_is(system):
    with system.reading() as root:
        known = things(root)

    assert {permission for permission, _ in EXPECTED} <= every_permission()
    assert {thing for _, thing in EXPECTED} <= set(known)


def test_who_may_know_of_the_case(system):
    with system.reading() as root:
        now = system.clock.now()
        known = {
            actor.word
            for actor in STAFF
            if actor.user_id
            and root.medarbejdere[actor.user_id].works_on(now.date())
            and knows_of(Question(root.medarbejdere[actor.user_id].identity(), root.sager[town.CASE], now.date(), now))
        }

    assert known == KNOW

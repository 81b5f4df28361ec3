"""The questionnaire: sent by links that are kept beside no answer, and closed so that none can be traced (D26)."""

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from BTrees.OOBTree import OOBTree

from ..domain.clusters import ANSWERS
from ..domain.errors import Conflict, Refused
from ..domain.questionnaires import Answers
from ..forms.cluster_texts import QUESTIONNAIRE
from ..resources.base import lineage, new_id
from ..resources.klynger import SURVEY_LINK, Cluster, ClusterFolder, ClusterMeeting, Survey, above
from ..resources.outbox import Job
from ..security.addresses import digest
from .acting import Act, event
from .cluster_papers import about, add_version, as_day, day_of, is_right, save

MAIL, PACK = "cluster_survey_mail", "cluster_pack"
FIRST, REMINDER = "first", "reminder"
LOCKED = "Der er kommet svar, så spørgeskemaet kan ikke ændres mere. Alle skal svare på det samme."


def begin(survey: Survey, act: Act) -> None:
    """Copy the template into a questionnaire that nobody has begun."""
    if survey.versions:
        return
    today, meeting = act.clock.today(), day_of(above(survey, ClusterMeeting))
    closes = today + timedelta(days=21)
    if meeting is not None and today < meeting - timedelta(days=1):
        closes = min(closes, meeting - timedelta(days=1))
    rows = [{"rid": new_id(), "question_no": str(n)} | row for n, row in enumerate(QUESTIONNAIRE["questions"], start=1)]
    days = {"opens_at": today.isoformat(), "closes_at": closes.isoformat()}
    add_version(survey, dict(QUESTIONNAIRE) | days | {"questions": rows}, act)
    event(above(survey, ClusterMeeting), "cluster.saved", act, about(survey), {"paper": survey.label})


def edit(survey: Survey, fields: Mapping[str, Any], base: int, act: Act) -> bool:
    """Save a questionnaire that nobody has answered yet.

    Raises Conflict.
    """
    if survey.count or survey.closed_at:
        raise Conflict("locked", LOCKED)
    return save(survey, fields, base, act)


def open_(survey: Survey, act: Act) -> None:
    """Send the questionnaire to every member with an address.

    Raises Refused.
    """
    if survey.opened_at:
        return
    if not is_right(survey, act.clock.today()):
        raise Refused("survey", "Spørgeskemaet er ikke skrevet færdigt. Ret det, der mangler, og send det så.")
    asked = members(survey, act)
    if not asked:
        raise Refused("members", "Ingen af klyngens medlemmer har en mailadresse. Skriv dem på siden om klyngen.")
    survey.secret, survey.opened_at = secrets.token_urlsafe(32), act.at
    survey.answers, survey.used = OOBTree(), OOBTree()
    _invite(survey, asked)
    meeting = above(survey, ClusterMeeting)
    day = act.clock.today().isoformat()
    add_version(meeting.plan, meeting.plan.content() | {"survey_sent_at": day, "questionnaire_ref": survey.label}, act)
    _send(survey, FIRST, act)
    event(meeting, "cluster.survey_opened", act, about(meeting), {"asked": len(asked)})


def members(survey: Survey, act: Act) -> list[str]:
    """List those who can be asked: members with an address."""
    cluster, today = above(survey, Cluster), act.clock.today()
    users = above(survey, ClusterFolder).users
    return [one for one in cluster.members if cluster.role(one, today) in ANSWERS and users[one].email]


def _invite(survey: Survey, users: list[str]) -> None:
    links, here = above(survey, ClusterFolder).by_link, about(survey)
    for user in users:
        hashed = digest(secret_for(survey, user))
        survey.invited = survey.invited | {hashed: user}
        links[hashed] = here | {"key": SURVEY_LINK}


def secret_for(survey: Survey, user_id: str) -> str:
    """Return the secret of a member's link; it is made anew for a reminder, and after closing by nobody."""
    made = hmac.new(survey.secret.encode(), f"{SURVEY_LINK}:{user_id}".encode(), sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def address(survey: Survey, user_id: str, base_url: str) -> str:
    """Write the link of a member."""
    return f"{base_url.rstrip('/')}/klynger/{SURVEY_LINK}/{secret_for(survey, user_id)}"


def close_link(survey: Survey, user_id: str) -> None:
    """Close the link of somebody who leaves the cluster. Asked and answered are counted as before, used or not."""
    links = above(survey, ClusterFolder).by_link
    for hashed, user in survey.invited.items():
        if user == user_id:
            links.pop(hashed, None)


def _send(survey: Survey, round_: str, act: Act) -> bool:
    """Ask for the mails. There is one job for all, so that nothing tells who was reminded."""
    *_, root = lineage(survey)
    meeting = above(survey, ClusterMeeting)
    key = f"{MAIL}:{meeting.id}:{round_}:{act.clock.today()}"
    return root.job.add_once(Job(MAIL, key, about(survey) | {"round": round_}, act.clock.now()))


def waiting_for(survey: Survey) -> list[str]:
    """List the members whose links were not used. It is for sending mail; no page shows it."""
    return [user for hashed, user in survey.invited.items() if hashed not in survey.used]


def remind(survey: Survey, act: Act) -> None:
    """Remind those who have not answered, and ask those who have joined since; once a day.

    Raises Refused.
    """
    if not survey.is_open:
        raise Refused("survey", "Spørgeskemaet er ikke åbent, så der er ingen at minde.")
    _invite(survey, members(survey, act))
    if not _send(survey, REMINDER, act):
        raise Refused("survey", "Der er sendt en påmindelse i dag. Vent til i morgen med den næste.")
    meeting = above(survey, ClusterMeeting)
    event(meeting, "cluster.survey_reminded", act, about(meeting))


def found(folder: ClusterFolder, secret: str) -> Survey | None:
    """Return the questionnaire that a link opens, None when it opens none or none any more."""
    told = folder.by_link.get(digest(secret))
    if told is None or told["key"] != SURVEY_LINK:
        return None
    return folder[told["cluster"]][str(told["meeting"])].survey


def was_used(survey: Survey, secret: str) -> bool:
    """Tell whether a link has brought its answer."""
    return digest(secret) in survey.used


def answer(survey: Survey, secret: str, answers: Answers) -> bool:
    """Take an answer, once by each link; False when the link has brought one before.

    Nothing is written of who or when: no event, and no time. Raises Conflict when it is closed.
    """
    hashed = digest(secret)
    if not survey.is_open or hashed not in survey.invited:
        raise Conflict("closed", "Spørgeskemaet er lukket, så svaret kunne ikke gemmes.")
    if hashed in survey.used:
        return False
    survey.used[hashed] = True
    # A name that says nothing: the answers lie in an order that is nobody's.
    survey.answers[new_id()] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in answers.items()
    }
    return True


def close(survey: Survey, act: Act) -> None:
    """Close a questionnaire: its answers are written anew in random order, and every link is forgotten.

    Raises Refused.
    """
    if survey.closed_at:
        return
    if not survey.opened_at:
        raise Refused("survey", "Spørgeskemaet er ikke sendt endnu, så der er intet at gøre op.")
    kept = [dict(one) for one in survey.answers.values()]
    secrets.SystemRandom().shuffle(kept)
    links = above(survey, ClusterFolder).by_link
    for hashed in survey.invited:
        links.pop(hashed, None)
    survey.asked, survey.answered, survey.final = len(survey.invited), len(kept), tuple(kept)
    survey.answers, survey.used, survey.invited, survey.secret = None, OOBTree(), {}, ""
    survey.closed_at = act.at
    meeting = above(survey, ClusterMeeting)
    add_version(meeting.plan, meeting.plan.content() | {"survey_tallied_at": act.clock.today().isoformat()}, act)
    *_, root = lineage(survey)
    root.job.add_once(Job(PACK, f"{PACK}:{meeting.id}", {}, act.clock.now()))
    event(meeting, "cluster.survey_closed", act, about(meeting), {"asked": survey.asked, "answered": survey.answered})


def close_due(folder: ClusterFolder, act: Act) -> int:
    """Close what is past its last day; how many."""
    today, count = act.clock.today(), 0
    for cluster in folder.values():
        for meeting in cluster.values():
            last = as_day(meeting.survey.content().get("closes_at"))
            if meeting.survey.is_open and last is not None and last < today:
                close(meeting.survey, act)
                count += 1
    return count

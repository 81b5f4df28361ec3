"""A cluster meeting from its first day to its last: the ten steps, what is shared, and the states."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ..domain import clusters
from ..domain.clusters import BY_NUMBER, LINKS, NOT_RELEVANT, STATES, STEPS, Standing
from ..domain.errors import Refused
from ..resources.base import new_id
from ..resources.klynger import Cluster, ClusterMeeting
from .acting import Act, event
from .cluster_papers import about, add_version, as_day, done, is_right, keep_fact, latest

LONGEST = 2000
KEPT_OPEN = timedelta(days=60)


def add_meeting(cluster: Cluster, act: Act) -> ClusterMeeting:
    """Begin a meeting, with an empty plan."""
    number = 1 + max((one.number for one in cluster.values()), default=0)
    meeting = ClusterMeeting(number)
    cluster[str(number)] = meeting
    meeting.links = tuple(
        {"id": new_id(), "step": step, "title": title, "url": url, "state": "", "checked_at": ""}
        for step, title, url in LINKS
    )
    event(meeting, "cluster.meeting_added", act, about(meeting))
    return meeting


def plan_meeting(cluster: Cluster, told: Mapping[str, str], act: Act) -> ClusterMeeting:
    """Begin the plan of a meeting: what it is about and when, with the ten steps and a day proposed for each.

    Raises Refused.
    """
    for meeting in cluster.values():
        if act.token and any(one["id"] == act.token for one in meeting.facts):
            return meeting
    topic, venue, day = told["topic"].strip(), told["venue"].strip(), as_day(told["meeting_date"])
    if not 0 < len(topic) <= 200:
        raise Refused("topic", "Skriv, hvad mødet skal handle om.")
    if day is None or day <= act.clock.today():
        raise Refused("meeting_date", "Vælg en dato for mødet, der ligger efter i dag.")
    meeting = add_meeting(cluster, act)
    keep_fact(meeting, "begun", act, {})
    days = clusters.proposed(day, act.clock.today())
    name = {"text": act.who.name}
    steps = [
        {"rid": new_id(), "step_no": str(s.number), "title": s.title, "responsible": name,
         "deadline": days[s.number].isoformat()}
        for s in STEPS
    ]  # fmt: skip
    content: dict[str, Any] = {
        "cluster_name": cluster.name,
        "topic": topic,
        "coordinator": name,
        "meeting_date": day.isoformat(),
        "steps": steps,
        "follow_up_responsible": name,
    }
    if venue:
        content["venue"] = venue[:200]
    add_version(meeting.plan, content, act)
    return meeting


def statuses(meeting: ClusterMeeting) -> dict[int, str]:
    """Return the status of each step that somebody has said one of."""
    return {n: one["data"]["status"] for n, one in latest(meeting.facts_of("step"), "key").items()}


def standing(meeting: ClusterMeeting, today: date) -> Standing:
    """Gather how far a meeting is."""
    plan, survey = meeting.plan.content(), meeting.survey
    guests = plan.get("guests") or []
    # What a guest has said no to does not count among who comes.
    coming = [one for one in guests if one.get("reply") != "no"]
    chosen = {"true": True, "false": False}.get(plan.get("arena_used", ""))
    return Standing(
        today=today,
        state=meeting.state,
        meeting_date=as_day(plan.get("meeting_date")),
        statuses=statuses(meeting),
        guests=len(guests),
        invited=sum(bool(one.get("invited_at")) for one in guests),
        coming=sum(one.get("reply") == "yes" for one in guests),
        levels=frozenset(one["level"] for one in coming if one.get("level")),
        pre_meeting=as_day(plan.get("pre_meeting_date")),
        pre_meeting_noted=bool(plan.get("pre_meeting_notes")),
        arena_discussed=bool(plan.get("arena_discussed_at")),
        arena_chosen=chosen,
        facilitation=bool(plan.get("external_facilitation")),
        questionnaire_right=is_right(survey, today),
        sent=as_day(survey.opened_at[:10]),
        tallied=as_day(survey.closed_at[:10]),
        results_shared=is_shared(meeting, "results"),
        cases_confirmed=sum(confirmed(one) is not None for one in meeting.cases),
        cases_shared=is_shared(meeting, "cases"),
        programme_right=is_right(meeting.programme, today),
        slides=bool(plan.get("slides_ref")),
        closing_plan=bool(plan.get("closing_plan") and plan.get("follow_up_responsible")),
        minutes_right=is_right(meeting.minutes, today),
        agreements_open=sum(one["status"] not in ("done", "cancelled") for one in agreements(meeting)),
        followed_up=bool(meeting.facts_of("followed_up")),
    )


def set_step(meeting: ClusterMeeting, number: int, status: str, note: str, act: Act) -> None:
    """Say how a step stands.

    Raises Refused.
    """
    step = BY_NUMBER.get(number)
    if step is None or status not in (*clusters.counted({}), "in_progress", "done", NOT_RELEVANT):
        raise Refused("status", "Vælg en status fra listen.")
    if status == NOT_RELEVANT and not step.may_be_left:
        raise Refused("status", f"Trin {number} hører med i alle klyngemøder og kan ikke vælges fra.")
    if len(note) > LONGEST:
        raise Refused("note", f"Noten er for lang – højst {LONGEST} tegn.")
    lacking = clusters.lacks(standing(meeting, act.clock.today()), number) if status == clusters.DONE else []
    if lacking:
        raise Refused("status", f"Trin {number} er ikke færdigt: {' '.join(lacking)}")
    before = latest(meeting.facts_of("step"), "key").get(number, {}).get("data", {})
    if (before.get("status"), before.get("note", "")) != (status, note):
        keep_fact(meeting, "step", act, {"key": number, "status": status, "note": note})
        event(meeting, "cluster.step", act, about(meeting), {"step": number, "status": status})


def move_on(meeting: ClusterMeeting, wanted: str, act: Act) -> None:
    """Move a meeting to its next state; the plan is kept as it stood then (D26).

    Raises Refused.
    """
    if done(meeting, act):
        return
    state, lacking = clusters.next_state(standing(meeting, act.clock.today()))
    if state != wanted:
        raise Refused("state", "Mødet er allerede et andet sted. Se, hvor det står, før du går videre.")
    if lacking:
        raise Refused("state", f"Mødet kan ikke meldes »{STATES[state].lower()}« endnu: {' '.join(lacking)}")
    keep_fact(meeting, "state", act, {"to": state, "version": meeting.plan.number})
    event(meeting, "cluster.state", act, about(meeting), {"to": state})


def follow_up_held(meeting: ClusterMeeting, day: str, note: str, act: Act) -> None:
    """Write down that the follow-up was held.

    Raises Refused.
    """
    held = as_day(day)
    if held is None or held > act.clock.today():
        raise Refused("day", "Skriv den dag, opfølgningen blev holdt. Den kan ikke ligge ude i fremtiden.")
    if len(note) > LONGEST:
        raise Refused("note", f"Noten er for lang – højst {LONGEST} tegn.")
    if not done(meeting, act):
        keep_fact(meeting, "followed_up", act, {"day": held.isoformat(), "note": note})
        event(meeting, "cluster.followed_up", act, about(meeting))


# Sharing with the guests


def shares(meeting: ClusterMeeting, what: str) -> list[dict]:
    """List what of a kind is shared now, whether its day has passed or not."""
    return [one for one in meeting.shares if one["what"] == what and not one["closed_at"]]


def is_shared(meeting: ClusterMeeting, what: str) -> bool:
    """Tell whether something was shared and not taken back."""
    return bool(shares(meeting, what))


def seen_by_guests(meeting: ClusterMeeting, what: str, today: date) -> bool:
    """Tell whether guests may see something on a day."""
    return any(one["until"] >= today.isoformat() for one in shares(meeting, what))


def share(meeting: ClusterMeeting, what: str, until: str, act: Act) -> None:
    """Let guests see something until a day. What may be shared, ``share_results`` and ``share_cases`` ask."""
    if any(one["id"] == act.token for one in meeting.shares if act.token):
        return
    new = {"id": act.token or new_id(), "what": what, "until": until, "by": act.by, "at": act.at, "closed_at": ""}
    others = tuple(one if one["what"] != what or one["closed_at"] else one | {"closed_at": act.at}
                   for one in meeting.shares)  # fmt: skip
    meeting.shares = (*others, new)
    event(meeting, "cluster.shared", act, about(meeting), {"what": what, "until": until})


def share_results(meeting: ClusterMeeting, until: str, act: Act) -> None:
    """Share what the questionnaire showed, small numbers hidden.

    Raises Refused.
    """
    if not meeting.survey.closed_at:
        raise Refused("results", "Spørgeskemaet er ikke lukket. Resultaterne deles én gang, når alle svar er talt op.")
    _share_until(meeting, "results", until, act)
    _note_day(meeting, "results_shared_at", act)


def share_cases(meeting: ClusterMeeting, until: str, act: Act) -> None:
    """Share the three cases, each confirmed to be anonymous as it stands.

    Raises Refused.
    """
    missing = [one.case_number for one in meeting.cases if confirmed(one) is None]
    if missing:
        told = ", ".join(map(str, missing))
        raise Refused("cases", f"Alle tre cases skal være bekræftet anonyme, før de deles. Det mangler: {told}.")
    _share_until(meeting, "cases", until, act)
    _note_day(meeting, "cases_shared_at", act)


def _share_until(meeting: ClusterMeeting, what: str, until: str, act: Act) -> None:
    day, today = as_day(until), act.clock.today()
    if day is None or not today <= day <= today + timedelta(days=366):
        raise Refused("until", "Vælg, til og med hvornår gæsterne må se det: i dag eller senere, højst et år frem.")
    share(meeting, what, day.isoformat(), act)


def _note_day(meeting: ClusterMeeting, name: str, act: Act) -> None:
    content, today = meeting.plan.content(), act.clock.today().isoformat()
    if content.get(name) != today:
        add_version(meeting.plan, content | {name: today}, act)


def take_back(meeting: ClusterMeeting, share_id: str, act: Act) -> None:
    """Take back what was shared: from now on no link shows it."""
    if any(one["id"] == share_id and not one["closed_at"] for one in meeting.shares):
        meeting.shares = tuple(one | {"closed_at": act.at} if one["id"] == share_id else one for one in meeting.shares)
        event(meeting, "cluster.share_ended", act, about(meeting), {"share": share_id})


def until_proposed(meeting: ClusterMeeting, today: date) -> date:
    """Propose how long guests may see something: a while after the meeting."""
    day = as_day(meeting.plan.content().get("meeting_date"))
    return max(day or today, today) + KEPT_OPEN


def confirmed(case: Any) -> dict | None:
    """Return the fact that a case was confirmed to be anonymous as it stands, None when it was changed since."""
    facts = case.facts_of("confirmed")
    if not facts or not case.versions or facts[-1]["data"]["sha256"] != case.versions[-1].sha256:
        return None
    return facts[-1]


# Agreements


def agreements(meeting: ClusterMeeting) -> list[dict]:
    """List the agreements of the minutes with how each stands now, and what was said of it."""
    facts = meeting.facts_of("agreement")
    found = []
    for row in meeting.minutes.content().get("agreements") or []:
        told = [one for one in facts if one["data"]["key"] == row.get("rid")]
        status = told[-1]["data"]["status"] if told else clusters.OPEN
        found.append(row | {"status": status, "told": told})
    return found


def report(meeting: ClusterMeeting, rid: str, status: str, note: str, act: Act) -> None:
    """Say how an agreement stands.

    Raises Refused.
    """
    row = next((one for one in agreements(meeting) if one.get("rid") == rid), None)
    if row is None:
        raise Refused("agreement", "Aftalen findes ikke mere i referatet. Genindlæs siden.")
    if status not in ("open", "in_progress", "done", "cancelled"):
        raise Refused("status", "Vælg en status fra listen.")
    if status == "cancelled" and not note:
        raise Refused("note", "Skriv, hvorfor aftalen er bortfaldet.")
    if len(note) > LONGEST:
        raise Refused("note", f"Noten er for lang – højst {LONGEST} tegn.")
    if not done(meeting, act):
        keep_fact(meeting, "agreement", act, {"key": rid, "status": status, "note": note})
        event(meeting, "cluster.agreement", act, about(meeting), {"status": status})


def again(act: Act) -> Act:
    """Return the act for another thing that the same page asks for."""
    return replace(act, token=new_id())

"""The mails around a cluster meeting. They name the cluster and the subject, and nobody in them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from ..domain import danish
from ..domain.clusters import DONE, KEEPERS, NOT_RELEVANT, STEPS
from ..resources.klynger import Cluster, ClusterMeeting, ClusterUser, Survey, above
from ..resources.root import Root
from ..services.calendar import CalendarService, Entry
from ..services.clock import COPENHAGEN
from ..services.mail import Attachment, Message
from . import cluster_guests, cluster_survey
from .acting import Act
from .cluster_meetings import agreements, standing, statuses
from .cluster_papers import as_day, day_of

TITLE = "Klyngemøde"
SUBJECTS = {
    "invitation": "Invitation til klyngemøde",
    "results": "Resultater til klyngemødet",
    "cases": "Cases til klyngemødet",
    "promises": "Hvordan går det med aftalerne fra klyngemødet?",
}
LEADS = {
    "invitation": "Vi vil gerne invitere dig til et klyngemøde om {topic}.",
    "results": "Klyngens spørgeskema er gjort op, og du kan se resultaterne.",
    "cases": "Klyngen har valgt tre cases. Læs dem, og skriv, hvad I kan bidrage med i samarbejdet.",
    "promises": "På klyngemødet lavede vi aftaler. Skriv kort, hvordan det går med dem, I har ansvar for.",
}
LAST = "Linket er personligt og kræver ingen bruger. Send det ikke videre."


def meeting_of(root: Root, arguments: Mapping[str, Any]) -> ClusterMeeting:
    """Return the meeting that a job is about."""
    assert root.klynger is not None, "a job about a cluster is made in one"
    return root.klynger[arguments["cluster"]][str(arguments["meeting"])]


def to_guest(
    root: Root, arguments: Mapping[str, Any], act: Act, *, base_url: str, organizer: str, calendar: CalendarService
) -> Message | None:
    """Write a mail to a guest; None when the guest is gone, or the link was taken back meanwhile."""
    meeting, what, rid = meeting_of(root, arguments), arguments["what"], arguments["guest"]
    row = next((one for one in cluster_guests.guests(meeting) if one.get("rid") == rid), None)
    door = meeting.doors.get(rid)
    if row is None or not row.get("email") or door is None or door["closed_at"]:
        return None
    plan = meeting.plan.content()
    lines = [f"Hej {cluster_guests.named(row)}", "", LEADS[what].format(topic=plan.get("topic", "")[:1].lower()
             + plan.get("topic", "")[1:]), ""]  # fmt: skip
    if what == "invitation":
        lines += [*_facts(meeting), ""]
    lines += ["Svar og læs mere her:", cluster_guests.address(meeting, rid, base_url), "", LAST]
    files = _calendar(meeting, row["email"], organizer, act, calendar) if what == "invitation" else ()
    key = f"{what}:{meeting.id}:{rid}:{arguments.get('asked', '')}"
    subject = f"{SUBJECTS[what]}: {above(meeting, Cluster).name}"
    return Message(row["email"], subject, _letter(lines, meeting), files, key, act.clock.now())


def _letter(lines: list[str], meeting: ClusterMeeting) -> str:
    return "\n".join([*lines, "", "Venlig hilsen", above(meeting, Cluster).name, ""])


def _facts(meeting: ClusterMeeting) -> Iterator[str]:
    plan, day = meeting.plan.content(), day_of(meeting)
    if day is not None:
        start, end = _times(meeting)
        clock = f" kl. {danish.clock(start)}–{danish.clock(end)}" if start and end else ""
        yield f"Tid: {danish.weekday_date(day)}{clock}"
    if plan.get("venue"):
        yield f"Sted: {plan['venue']}"
    pre = as_day(plan.get("pre_meeting_date"))
    if pre is not None:
        yield f"Formøde: {danish.weekday_date(pre)}"


def _times(meeting: ClusterMeeting) -> tuple[time | None, time | None]:
    """Return from when until when the programme says the meeting is."""
    told = meeting.programme.content()
    try:
        return time.fromisoformat(told.get("start_time", "")), time.fromisoformat(told.get("end_time", ""))
    except ValueError:
        return None, None


def _calendar(
    meeting: ClusterMeeting, attendee: str, organizer: str, act: Act, calendar: CalendarService
) -> tuple[Attachment, ...]:
    day = day_of(meeting)
    if day is None:
        return ()
    start, end = _times(meeting)
    begins, ends = (datetime.combine(day, at or time(), COPENHAGEN) for at in (start, end))
    # What is said of the place is the meeting's own; the personal link stays out of a calendar that others see.
    entry = Entry(
        f"{meeting.id}@kuidocs",
        meeting.plan.number,
        begins,
        ends,
        meeting.plan.content().get("venue", ""),
        all_day=start is None,
        title=TITLE,
    )
    data = calendar.request(entry, organizer=organizer, attendee=attendee, at=act.clock.now())
    return (Attachment("klyngemoede.ics", "text/calendar", data, "REQUEST"),)


def to_members(root: Root, arguments: Mapping[str, Any], act: Act, *, base_url: str) -> Iterator[Message]:
    """Write the mails of one round of a questionnaire to those who have not answered."""
    meeting = meeting_of(root, arguments)
    survey, users = meeting.survey, root.klynger.users  # type: ignore[union-attr]
    if not survey.is_open:
        return
    cluster, today = above(meeting, Cluster), act.clock.today()
    for user_id in cluster_survey.waiting_for(survey):
        if users[user_id].email and cluster.role(user_id, today):
            yield _to_member(survey, users[user_id], arguments["round"], act, base_url)


def _to_member(survey: Survey, user: ClusterUser, round_: str, act: Act, base_url: str) -> Message:
    meeting, content = above(survey, ClusterMeeting), survey.content()
    reminder = round_ == cluster_survey.REMINDER
    closes = as_day(content.get("closes_at"))
    last = f"Det lukker {danish.weekday_date(closes)}." if closes else ""
    lead = "Dit svar på klyngens spørgeskema mangler endnu." if reminder else "Klyngen vil gerne have dit svar."
    lines = [
        f"Hej {user.name}",
        "",
        lead,
        f"Det handler om: {content.get('title', '')}. {last}".strip(),
        "",
        cluster_survey.address(survey, user.user_id, base_url),
        "",
        "Linket er dit, så ingen kan svare to gange. Det gemmes ikke sammen med svaret.",
    ]
    subject = "Påmindelse om spørgeskema til klyngemøde" if reminder else "Spørgeskema til klyngemøde"
    key = f"survey:{round_}:{meeting.id}:{user.user_id}:{act.clock.today() if reminder else ''}"
    return Message(user.email, subject, _letter(lines, meeting), (), key, act.clock.now())


def access(cluster: Cluster, user: ClusterUser, address: str, act: Act) -> Message:
    """Write the mail by which somebody chooses a password."""
    text = "\n".join(
        [
            f"Hej {user.name}",
            "",
            f"Du kan nu logge ind på {cluster.name} i kuidocs. Vælg din adgangskode her:",
            "",
            address,
            "",
            f"Dit brugernavn er {user.user_id}. Linket virker én gang og i to uger.",
            "",
        ]
    )
    return Message(user.email, "Din adgang til klyngen i kuidocs", text, (), f"access:{address}", act.clock.now())


def reminders(cluster: Cluster, act: Act, base_url: str) -> Iterator[tuple[str, str, Message]]:
    """Write to those who plan: steps whose day is near or past, once for each. Gives key, user id and mail."""
    users, today = cluster.__parent__.users, act.clock.today()
    for meeting in cluster.meetings():
        for number, day in due(meeting, today):
            for user_id, role in cluster.members.items():
                user = users[user_id]
                if role["role"] in KEEPERS and cluster.role(user_id, today) and _is_his(meeting, number, user):
                    key = f"{meeting.id}/{number}/{day}/{'late' if day < today else 'soon'}"
                    yield key, user_id, _reminder(cluster, meeting, number, day, user, base_url, act, key)


def due(meeting: ClusterMeeting, today: date) -> Iterator[tuple[int, date]]:
    """Go through the steps that are not done and whose day is at most three days off."""
    if standing(meeting, today).state not in ("preparing", "ready"):
        return
    told = statuses(meeting)
    for row in meeting.plan.content().get("steps") or []:
        number, day = int(row.get("step_no", 0)), as_day(row.get("deadline"))
        late = day is not None and (day - today).days <= 3
        if day is not None and late and told.get(number) not in (DONE, NOT_RELEVANT):
            yield number, day


def _is_his(meeting: ClusterMeeting, number: int, user: ClusterUser) -> bool:
    rows = meeting.plan.content().get("steps") or []
    who = next((one.get("responsible") for one in rows if one.get("step_no") == str(number)), None) or {}
    return bool(user.email) and (who.get("text", "") if isinstance(who, Mapping) else who) == user.name


def _reminder(
    cluster: Cluster, meeting: ClusterMeeting, number: int, day: date, user: ClusterUser, base_url: str, act: Act,
    key: str
) -> Message:  # fmt: skip
    title = next(step.title for step in STEPS if step.number == number)
    when = danish.days_between(day, act.clock.today())
    address = f"{base_url.rstrip('/')}/klynger/{cluster.id}/{meeting.number}/"
    lines = [f"Hej {user.name}", "", f"Trin {number} i drejebogen venter: {title}. Fristen er {when}.", "", address]
    return Message(
        user.email, f"Trin {number} i drejebogen venter", _letter(lines, meeting), (), f"step:{key}", act.clock.now()
    )


def promises_due(meeting: ClusterMeeting) -> list[dict]:
    """List the agreements that are still open."""
    return [one for one in agreements(meeting) if one["status"] not in ("done", "cancelled")]

"""Help to facilitate a meeting, asked of the regional unit by mail, and what it answered (R63)."""

from collections.abc import Mapping
from typing import Any

from ..domain import danish
from ..domain.errors import Refused
from ..resources.base import lineage
from ..resources.klynger import Cluster, ClusterFolder, ClusterMeeting, above
from ..resources.outbox import Job
from ..services.mail import Message
from .acting import Act, event
from .cluster_papers import about, add_version, day_of, done, keep_fact

MAIL = "cluster_help_mail"
ASKED, ANSWERED = "facilitation_asked", "facilitation_answered"
ANSWERS = {"yes": "Enheden hjælper", "no": "Enheden kan ikke hjælpe"}
LONGEST = 2000
SUBJECT = "Hjælp til facilitering af klyngemøde"


def ask(meeting: ClusterMeeting, text: str, to: str, act: Act) -> None:
    """Ask the regional unit for help. ``to``: its address, from the settings.

    Raises Refused.
    """
    if not to:
        raise Refused("to", "Der er ikke skrevet en adresse på den regionale kvalitetsenhed. Sig det til den, der "
                      "passer kuidocs, eller ring til enheden, og skriv aftalen i trin 2.")  # fmt: skip
    if not 0 < len(text) <= LONGEST:
        raise Refused("text", f"Skriv, hvad I vil have hjælp til – højst {LONGEST} tegn.")
    if day_of(meeting) is None:
        raise Refused("meeting_date", "Skriv mødets dato i drejebogen, før I beder om hjælp.")
    if done(meeting, act):
        return
    fact = keep_fact(meeting, ASKED, act, {"text": text, "to": to})
    *_, root = lineage(meeting)
    arguments = about(meeting) | {"fact": fact["id"]}
    root.job.add_once(Job(MAIL, f"{MAIL}:{meeting.id}:{fact['id']}", arguments, act.clock.now()))
    _write_in_the_plan(meeting, f"Bedt om hjælp {danish.long_date(act.clock.today())}.", act)
    event(meeting, "cluster.facilitation_asked", act, about(meeting))


def answered(meeting: ClusterMeeting, answer: str, note: str, act: Act) -> None:
    """Write down what the unit answered.

    Raises Refused.
    """
    if not meeting.facts_of(ASKED):
        raise Refused("answer", "I har ikke bedt om hjælp endnu.")
    if answer not in ANSWERS:
        raise Refused("answer", "Vælg, hvad enheden svarede.")
    if len(note) > LONGEST:
        raise Refused("note", f"Noten er for lang – højst {LONGEST} tegn.")
    if not done(meeting, act):
        keep_fact(meeting, ANSWERED, act, {"answer": answer, "note": note})
        _write_in_the_plan(meeting, f"{ANSWERS[answer]}. {note}".strip(), act)
        event(meeting, "cluster.facilitation_answered", act, about(meeting), {"answer": answer})


def _write_in_the_plan(meeting: ClusterMeeting, words: str, act: Act) -> None:
    """Write it where step 2 looks; what somebody wrote there stays."""
    content = meeting.plan.content()
    before = str(content.get("external_facilitation", ""))
    if words not in before:
        told = f"{before}\n{words}".strip()
        add_version(meeting.plan, content | {"external_facilitation": told}, act)


def standing(meeting: ClusterMeeting) -> str:
    """Say how far it is: "" when nobody has asked, "asked", or the last answer since."""
    told = [one for one in meeting.facts if one["kind"] in (ASKED, ANSWERED)]
    if not told:
        return ""
    return "asked" if told[-1]["kind"] == ASKED else str(told[-1]["data"]["answer"])


def message(meeting: ClusterMeeting, arguments: Mapping[str, Any], act: Act) -> Message:
    """Write the mail. It says whom to answer, and names nobody else."""
    (fact,) = [one for one in meeting.facts_of(ASKED) if one["id"] == arguments["fact"]]
    plan, cluster, day = meeting.plan.content(), above(meeting, Cluster), day_of(meeting)
    user = above(meeting, ClusterFolder).users.get(fact["by"]["user_id"])
    lines = [
        f"{cluster.name} vil gerne have hjælp til at facilitere et klyngemøde.",
        "",
        f"Emne: {plan.get('topic', '')}",
        f"Tid: {danish.weekday_date(day)}" if day else "",
        f"Sted: {plan['venue']}" if plan.get("venue") else "",
        "",
        fact["data"]["text"],
        "",
        f"Svar til {user.email}." if user is not None and user.email else "",
        "",
        "Venlig hilsen",
        cluster.name,
        "",
    ]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    subject = f"{SUBJECT}: {cluster.name}"
    return Message(fact["data"]["to"], subject, "\n".join(kept), (), f"help:{fact['id']}", act.clock.now())

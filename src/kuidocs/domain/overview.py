"""The one-page overview for the young person: what it says, and what is left out when it does not fit (R9, R11).

Every text here is ready to be read: du-form, dates in words. The paper is one page of type that can be read; so that
it stays one, rows give way in the order of the table ``ROOMS``, and what is left out is counted and said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from .abbreviations import explained
from .danish import count

LEADS = {
    "education": "Det er et skridt mod en uddannelse.",
    "employment": "Det er et skridt mod et job.",
    "social": "Det gør det lettere at være i uddannelse eller job sammen med andre.",
    "health": "Det giver kræfter til uddannelse eller job.",
    "leisure": "Det giver noget at glæde sig til, så det er lettere at passe uddannelse eller job.",
    "housing": "Et godt sted at bo gør det lettere at passe uddannelse eller job.",
    "economy": "Styr på pengene gør det lettere at passe uddannelse eller job.",
}
"""How a goal of each area leads to education or job, or clears the way for it (R10)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The one person to ask (R8)."""

    name: str = ""
    phone: str = ""
    when: str = ""

    @property
    def called(self) -> str:
        """The name by which the paper says whom to ask."""
        return self.name.split()[0] if self.name else "kommunen"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and how it leads to education or job."""

    title: str
    leads: str
    words: str
    status: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """Something that the municipality does: which department, which person, what with you, since when (R7)."""

    title: str
    department: str
    person: str
    what: str
    since: str
    status: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody does next."""

    who: str
    text: str
    until: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that may stand on the page."""

    case_no: str
    municipality: str
    unit: str
    heading: str
    contact: Contact
    next_meeting: str
    sharing: str
    printed: str
    """The day on which this copy was made: »Udskrevet 21. november 2026«."""
    basis: str
    """»Bygger på plan version 3 af 6. oktober 2026.«"""
    day: str
    """The same day as ISO text, for the file itself."""
    consent: str = ""
    """The consent that the copy rests on: »Samtykke FLK-2026-0001-D01, version 1«."""
    dream: str = ""
    aim: str = ""
    no_plan: str = ""
    """Said instead of the goals when there is no plan yet."""
    goals: tuple[Goal, ...] = ()
    efforts: tuple[Effort, ...] = ()
    tasks: tuple[Task, ...] = ()
    more_goals: str = ""
    more_efforts: str = ""
    more_tasks: str = ""
    """What was left out, as a sentence; "" when nothing was."""

    def texts(self) -> Iterator[str]:
        """Go through all words of the page."""
        for field in fields(self):
            if field.name == "consent":
                # The number of a document is no abbreviation.
                continue
            value = getattr(self, field.name)
            for row in value if isinstance(value, tuple) else (value,):
                yield from _words(row)

    @property
    def abbreviations(self) -> list[tuple[str, str]]:
        """The abbreviations that stand on the page, with what they mean."""
        return explained(text for text in self.texts() if text != self.case_no)


def _words(row: object) -> Iterator[str]:
    if isinstance(row, Contact | Goal | Effort | Task):
        yield from (value for each in fields(row) if isinstance(value := getattr(row, each.name), str))
    else:
        yield str(row)


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each kind is printed: rows, and letters of a text. Never how large the letters are."""

    efforts: int
    tasks: int
    goals: int
    letters: int
    over: bool = True
    """Whether what is over is printed too."""
    words: bool = True
    """Whether the young person's words about a goal are printed; they stand in the plan."""


ALL = Room(99, 99, 99, 400)
ROOMS = (
    ALL,
    Room(99, 99, 99, 200),
    # First quotations about goals, which stand in the plan, and then what is over.
    Room(99, 99, 99, 200, words=False),
    Room(99, 99, 99, 140, words=False),
    Room(99, 99, 99, 140, words=False, over=False),
    # Then tasks, those whose day is farthest away, and words of descriptions.
    Room(99, 8, 99, 140, words=False, over=False),
    Room(99, 6, 99, 140, words=False, over=False),
    Room(99, 6, 99, 100, words=False, over=False),
    Room(99, 4, 99, 100, words=False, over=False),
    Room(99, 4, 99, 80, words=False, over=False),
    Room(99, 3, 99, 60, words=False, over=False),
    Room(99, 2, 99, 60, words=False, over=False),
    # Then goals, and last of all efforts: all of them on one page is what the paper is for.
    Room(99, 2, 5, 60, words=False, over=False),
    Room(99, 2, 4, 60, words=False, over=False),
    Room(99, 2, 3, 50, words=False, over=False),
    Room(99, 2, 2, 50, words=False, over=False),
    Room(99, 2, 2, 40, words=False, over=False),
    Room(99, 1, 2, 40, words=False, over=False),
    Room(99, 1, 1, 40, words=False, over=False),
    Room(8, 1, 1, 40, words=False, over=False),
    Room(7, 1, 1, 40, words=False, over=False),
    Room(6, 1, 1, 40, words=False, over=False),
    Room(5, 1, 1, 40, words=False, over=False),
    Room(4, 1, 1, 40, words=False, over=False),
    Room(3, 1, 1, 40, words=False, over=False),
    Room(2, 1, 1, 40, words=False, over=False),
    Room(1, 1, 1, 40, words=False, over=False),
)
"""The order in which things give way until the page is one page."""


def fitted(whole: Overview, room: Room) -> Overview:
    """Leave out what has no room, and say how much that is and whom to ask."""
    goals = [goal for goal in whole.goals if room.over or not goal.over]
    efforts = [effort for effort in whole.efforts if room.over or not effort.over]
    ask = whole.contact.called
    return replace(
        whole,
        contact=_contact(whole.contact),
        dream=shortened(whole.dream, 42 + room.letters),
        aim=shortened(whole.aim, 60 + room.letters),
        next_meeting=shortened(whole.next_meeting, 110),
        sharing=shortened(whole.sharing, 420),
        goals=tuple(_goal(goal, room) for goal in goals[: room.goals]),
        efforts=tuple(_effort(effort, room) for effort in efforts[: room.efforts]),
        tasks=tuple(_task(task, room) for task in whole.tasks[: room.tasks]),
        more_goals=more(len(whole.goals) - min(len(goals), room.goals), ask),
        more_efforts=more(len(whole.efforts) - min(len(efforts), room.efforts), ask),
        more_tasks=more(len(whole.tasks) - min(len(whole.tasks), room.tasks), ask),
    )


def more(left_out: int, ask: str) -> str:
    """Write »og tre mere – spørg Jonas«."""
    return f"og {count(left_out, 'mere', 'mere')} – spørg {ask}" if left_out else ""


def _contact(contact: Contact) -> Contact:
    return replace(contact, name=shortened(contact.name, 50), when=shortened(contact.when, 90))


def _goal(goal: Goal, room: Room) -> Goal:
    words = shortened(goal.words, room.letters) if room.words else ""
    return replace(goal, title=shortened(goal.title, room.letters + 40), words=words)


def _effort(effort: Effort, room: Room) -> Effort:
    return replace(
        effort,
        title=shortened(effort.title, 70),
        what=shortened(effort.what, room.letters),
        department=shortened(effort.department, 50),
        person=shortened(effort.person, 40),
    )


def _task(task: Task, room: Room) -> Task:
    return replace(task, who=shortened(task.who, 40), text=shortened(task.text, room.letters))


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, with a sign that it goes on."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most - 2]
    return f"{kept.rpartition(' ')[0] or kept} …"


def sentence(text: str) -> str:
    """End a text with a full stop, unless it ends already."""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def grouped(tasks: Sequence[Task], you: str) -> tuple[Task, ...]:
    """Put what the young person does before what others do; each keeps its order."""
    return (*(task for task in tasks if task.who == you), *(task for task in tasks if task.who != you))

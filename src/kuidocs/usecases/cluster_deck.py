"""What stands on the slides of a cluster meeting: taken from its papers and from what the questionnaire showed (R76).

The room is full of guests. So results are those that guests may see, only cases that are confirmed anonymous are shown,
and no slide names who does what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from ..domain import danish, tally
from ..domain.arena import RULES
from ..domain.questionnaires import SCALE, TEXT
from ..domain.slides import Deck, Said, Slide
from ..domain.statistics import Bar, Figure
from ..domain.whole_numbers import whole
from ..resources.klynger import CasePaper, Cluster, ClusterMeeting, above
from . import cluster_tally
from .cluster_meetings import agreements, confirmed
from .cluster_papers import as_day, day_of

RESULTS, ARENA = 2, 3
"""The blocks in which results and cases come."""
PARTS = (
    ("background", "Baggrund"),
    ("presenting", "Henvendelsen"),
    ("course", "Forløbet indtil nu"),
    ("gp_dilemma", "Lægens dilemma"),
)
BEFORE_ARENA = (
    "Stil stolene i to ringe, før mødet begynder. Gæsterne skal have prøvet manegen eller fået den forklaret. "
    "Læs reglerne højt. Sig, hvem der holder tiden."
)


def deck_of(meeting: ClusterMeeting, today: date) -> Deck:
    """Make the presentation of a meeting as its papers stand now."""
    plan, programme = meeting.plan.content(), meeting.programme.content()
    day = day_of(meeting)
    topic = str(programme.get("topic") or plan.get("topic") or f"Møde {meeting.number}")
    slides = _slides(meeting, topic, plan, programme, day)
    held = day.isoformat() if day else ""
    return Deck.of(topic, above(meeting, Cluster).name, slides, day=held, made_on=today.isoformat())


def _slides(
    meeting: ClusterMeeting, topic: str, plan: Mapping, programme: Mapping, day: date | None
) -> Iterator[Slide]:
    yield _first(meeting, topic, programme or plan, day)
    yield from _purpose(programme)
    blocks = list(programme.get("blocks") or [])
    yield from _overview(blocks, programme.get("closing_items") or [])
    for number in (1, RESULTS, ARENA):
        block = blocks[number - 1] if len(blocks) >= number else {}
        yield _opening(number, block)
        if number == RESULTS:
            yield from _results(meeting)
        if number == ARENA:
            yield from _arena(meeting, plan)
    yield from _closing(meeting, plan, programme)


def _first(meeting: ClusterMeeting, topic: str, told: Mapping, day: date | None) -> Slide:
    lines = [Said(above(meeting, Cluster).name)]
    if day is not None:
        start, end = (str(told.get(name, "")).replace(":", ".") for name in ("start_time", "end_time"))
        clock = f" kl. {start}–{end}" if start and end else ""
        lines.append(Said(f"{danish.weekday_date(day)}{clock}"))
    if told.get("venue"):
        lines.append(Said(str(told["venue"])))
    notes = "Vis dette billede, mens folk kommer. Sig velkommen, og sig, hvornår mødet slutter."
    return Slide(topic, tuple(lines), notes=notes, opens=True)


def _purpose(programme: Mapping) -> Iterator[Slide]:
    goals = [
        Said(str(block["aim"]), f"{number}.")
        for number, block in enumerate(programme.get("blocks") or [], start=1)
        if block.get("aim")
    ]
    notes = "Sig formålet med dine egne ord. Spørg, om nogen venter sig noget andet, og skriv det op."
    if programme.get("aim"):
        yield Slide("Formål", (Said(str(programme["aim"])),), notes=notes)
    if goals:
        yield Slide("Det skal mødet give os", tuple(goals), notes="Vend tilbage hertil, når mødet slutter.")


def _overview(blocks: list[Mapping], closing: list[Mapping]) -> Iterator[Slide]:
    """Show the blocks with when each begins; what is in them stands on the slide that opens each."""
    told = [(f"{n}. {one.get('heading', '')}", one.get("items") or []) for n, one in enumerate(blocks, start=1)]
    told += [("Afslutning", closing)] if closing else []
    lines = tuple(
        Said(f"{heading} {_lasts(items)}".strip(), str(items[0].get("start", "") if items else "").replace(":", "."))
        for heading, items in told
    )
    if lines:
        yield Slide("Program", lines, notes="Nævn blokkene og pausen. Tiderne står i programmet.")


def _item(row: Mapping) -> Said:
    minutes = f" ({row['minutes']} min.)" if row.get("minutes") else ""
    return Said(f"{row.get('heading', '')}{minutes}", str(row.get("start", "")).replace(":", "."))


def _lasts(items: list[Mapping]) -> str:
    found = sum(whole(one.get("minutes")) or 0 for one in items)
    return f"({found} min.)" if found else ""


def _opening(number: int, block: Mapping) -> Slide:
    heading = str(block.get("heading") or ("Introduktion", "Resultater", "I manegen")[number - 1])
    lines = [Said(str(block["aim"]))] if block.get("aim") else []
    items = [_item(row) for row in block.get("items") or []]
    notes = "\n".join(f"{one.lead} {one.text}".strip() for one in items)
    return Slide(heading, (*lines, *items), f"Blok {number}", notes=notes, opens=True)


# The results


def _results(meeting: ClusterMeeting) -> Iterator[Slide]:
    survey = meeting.survey
    if not survey.closed_at:
        yield Slide("Resultaterne kommer her", (Said("Spørgeskemaet er ikke lukket og gjort op endnu."),), "Blok 2")
        return
    results = cluster_tally.results(survey, guests=True)
    shown = [one for one in results if one.tells]
    yield _how_many(meeting, results)
    for result in shown:
        yield _result(result, survey.answered)
    ask = Said("Tal to og to: Hvad overrasker? Hvad genkender I? Hvad vil I spørge gæsterne om?")
    yield Slide("Hvad siger tallene os?", (ask,), "Blok 2", notes="Giv tre minutter. Hør så fra fire eller fem par.")


def _how_many(meeting: ClusterMeeting, results: list[tally.Result]) -> Slide:
    survey = meeting.survey
    rate = round(100 * survey.answered / survey.asked) if survey.asked else 0
    lines = [Said(f"{survey.answered} af {survey.asked} medlemmer har svaret ({rate} %).")]
    words = [str(one.question.number) for one in results if one.question.kind == TEXT]
    few = [str(one.question.number) for one in results if not one.tells and one.question.kind != TEXT]
    if words:
        lines.append(Said(f"Fritekst vises ikke (spørgsmål {danish.listed(words)})."))
    if few:
        lines.append(Said(f"For få har svaret forskelligt til, at vi kan vise spørgsmål {danish.listed(few)}."))
    lines.append(Said("Små tal er lagt sammen eller skjult, så ingen kan genkendes."))
    notes = "Sig, at svarene er anonyme, og at tallene kan rettes i PowerPoint, men ikke bliver rigtigere af det."
    return Slide("Det viste spørgeskemaet", tuple(lines), "Blok 2", notes=notes)


def _result(result: tally.Result, answered: int) -> Slide:
    question = result.question
    bars = tuple(Bar(one.label, one.count, one.share) for one in result.groups)
    figure = Figure(str(question.number), question.asked, "Antal svar", bars, answered)
    lines = []
    if result.mean is not None:
        ends = f" (1 = {question.ends[0]}, 5 = {question.ends[1]})" if any(question.ends) else ""
        lines.append(Said(f"{result.mean:.1f}".replace(".", ",") + f" på en skala fra 1 til 5{ends}", "Gennemsnit:"))
    lines += [Said(one) for one in result.notes]
    notes = [f"Spørgsmål {question.number}: {question.text}"]
    notes += [f"{one.label}: {_told(one)}" for one in result.groups]
    if question.kind == SCALE and result.mean is None:
        notes.append("Gennemsnittet vises ikke, fordi det kunne røbe et lille tal.")
    over = f"Blok 2 · Spørgsmål {question.number}"
    return Slide(question.asked, tuple(lines), over, figure, notes="\n".join([*notes, "Hvad undrer os?"]))


def _told(one: tally.Shown) -> str:
    if one.count is None:
        return "vises ikke"
    return f"{one.count}" if one.share is None else f"{one.count} ({one.share} %)"


# The cases


def _arena(meeting: ClusterMeeting, plan: Mapping) -> Iterator[Slide]:
    if plan.get("arena_used") != "false":
        rules = tuple(Said(text, lead) for lead, text in RULES)
        yield Slide("Sådan gør vi i manegen", rules, "Blok 3", notes=BEFORE_ARENA)
    for case in meeting.cases:
        yield from _case(case)


def _case(case: CasePaper) -> Iterator[Slide]:
    content, over = case.content(), f"Case {case.case_number}"
    if not content or confirmed(case) is None:
        lacks = "Casen kan vises her, når det er bekræftet, at ingen kan genkendes."
        yield Slide(f"{over} kommer her", (Said(lacks),), "Blok 3", opens=True)
        return
    title, asked = str(content.get("title", "")), str(content.get("question_to_guests", ""))
    voice = str(content.get("youth_perspective", ""))
    lines = tuple(filter(None, (Said(str(content.get("age_group", ""))), Said(voice) if voice else None)))
    notes = f"Læs barnets eller den unges stemme højt, og vent lidt.\nSpørgsmål til gæsterne: {asked}"
    yield Slide(f"{over}: {title}", lines, "Blok 3", notes=notes, opens=True)
    story = tuple(Said(str(content[name]), f"{words}:") for name, words in PARTS if content.get(name))
    yield Slide(f"{over}: Forløbet", story, title, notes="Læs op, eller giv to minutter til at læse selv.")
    for number, row in enumerate(content.get("focus_points") or [], start=1):
        yield _stop(case.case_number, number, row)
    yield Slide(
        f"{over}: Det tager vi med",
        (Said("Hvad hørte vi, som vi ikke vidste?"), Said("Hvad kan vi gøre anderledes – hver for sig og sammen?")),
        title,
        notes=f"Skriv i referatet: det hørte vi, det tager vi med.\nSpørgsmål til gæsterne: {asked}",
    )


def _stop(case: int, number: int, row: Mapping) -> Slide:
    people = tuple(str(one) for one in row.get("in_the_arena") or [])
    lines = [Said(str(row.get("question", "")), "Spørgsmål:"), Said(str(row.get("moment", "")), "Vi standser her:")]
    lines += [Said(name, f"{place}.") for place, name in enumerate(people, start=1)]
    minutes = whole(row.get("minutes")) or 0
    lasts = f" · {minutes} min." if minutes else ""
    notes = (
        f"Bed disse om at sætte sig i ringen: {', '.join(people)}.\nLæs op, hvor i forløbet vi standser, og stil "
        f"spørgsmålet. Sæt uret på {minutes} minutter. Hold den tomme stol fri.\n"
        "Når tiden er gået: Hør først fra ringen udenom."
    )
    heading = f"Case {case}, nedslag {number}"
    return Slide(heading, tuple(lines), f"I manegen{lasts}", ring=people, minutes=minutes, notes=notes)


# The end


def _closing(meeting: ClusterMeeting, plan: Mapping, programme: Mapping) -> Iterator[Slide]:
    lines = [Said(str(plan["closing_plan"]))] if plan.get("closing_plan") else []
    lines += [_item(row) for row in programme.get("closing_items") or []]
    notes = "Vend tilbage til, hvad mødet skulle give. Blev det sådan?"
    yield Slide("Afslutning", tuple(lines), "Sådan slutter vi", notes=notes, opens=True)
    yield Slide("Vi aftaler", tuple(_agreed(meeting)), "Afslutning", notes=(
        "Skriv aftalerne i referatet, mens alle ser på. Hver aftale skal have et navn i klyngen, et hos "
        "samarbejdspartneren, en dato og en måde at følge op på."))  # fmt: skip
    follow = as_day(meeting.minutes.content().get("followup_date"))
    last = [Said("Hver især siger vi én ting, vi gør anderledes fra i morgen.")]
    if follow is not None:
        last.append(Said(f"Vi følger op {danish.weekday_date(follow)}."))
    yield Slide("Én ting fra i morgen", tuple(last), "Afslutning", notes="Gå hele vejen rundt. Sig tak.")


def _agreed(meeting: ClusterMeeting) -> Iterator[Said]:
    rows = [one for one in agreements(meeting) if one["status"] != "cancelled"]
    for number, row in enumerate(rows, start=1):
        day = as_day(row.get("deadline"))
        until = f" (senest {danish.short_date(day)})" if day else ""
        yield Said(f"{row.get('agreement_text', '')}{until}", f"{number}.")
    if not rows:
        yield Said("Hvad gør vi?")
        yield Said("Hvem – i klyngen og hos samarbejdspartneren?")
        yield Said("Hvornår – og hvordan ser vi, om det hjalp?")


def fingerprint(deck: Deck) -> str:
    """Return a word for what stands on the slides, whenever they were made."""
    return sha256(repr(replace(deck, made_on="")).encode()).hexdigest()

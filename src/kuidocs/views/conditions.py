"""What must be right before a reviewer approves, as a list that says of each point what to do (D15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain import comments, danish, workflow
from ..domain.consent_ledger import NO_CONSENT
from ..domain.documents import AUTHOR, KINDS
from ..domain.information_types import LABELS
from ..forms.outline import outline
from ..resources.consent import CONSENT
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import comparing, reviewing
from ..usecases.acting import case_named
from ..usecases.comparing import BETWEEN, version_name
from .gate import reading, shown, sight, together
from .layout import BaseView
from .presenting import moment_words

COVERED = "Samtykket dækker det, der står i dokumentet"
NOT_COVERED, NOT_VALID = "Samtykket dækker ikke alt det, der står i dokumentet", "Der er ikke et gældende samtykke"
NOT_IN_THE_WAY = (
    "Du kan godkende alligevel, for I skal kunne skrive ned, hvad der er sket. Men andre afdelinger kan ikke læse det, "
    "som samtykket ikke dækker."
)
OPENED, COMPARED = "document.opened_for_review", "document.compared"
MOST_EVENTS = 100_000
NUMBERS = {4: "fire", 5: "fem"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One point: whether it is right, what it says, and where to go."""

    ok: bool
    title: str
    text: str = ""
    href: str = ""
    way: str = ""
    code: str = ""
    """The code of the refusal when it is not right."""
    blocks: bool = True
    """Whether nothing is approved while it is not right; what does not block is a remark."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the reviewer must have opened: the text, or the comparison with the approved version."""

    base: Version | None
    at: str = ""
    """When it was opened last, "" when it was not."""


def opened(view: BaseView, document: Document, version: Version) -> Opened:
    """Ask the audit chain whether who is here has opened what belongs to exactly this version."""
    base = reviewing.approved_before(document, version)
    wanted: dict[str, Any] = {"document_id": document.id, "number": version.number, "round": version.round}
    if base is not None:
        wanted |= {"from_number": base.number, "from_round": base.round}
    kind, case_no = OPENED if base is None else COMPARED, case_named(document).case_no
    found = view.system.proof.events(case_no=case_no, by=view.identity.user_id, kinds=(kind,), limit=MOST_EVENTS)
    times = [one.event.at for one in found if _about(one.event.about, wanted)]
    return Opened(base, max(times).isoformat() if times else "")


def _about(about: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return "from_label" not in about and all(about.get(key) == value for key, value in wanted.items())


def comparison_path(view: BaseView, document: Document, base: Version, version: Version) -> str:
    """Lead to the comparison that belongs to an approval."""
    names = version_name(document, base), version_name(document, version)
    return view.request.resource_path(document, "sammenlign", BETWEEN.join(names))


def conditions(view: BaseView, document: Document, version: Version) -> list[Condition]:
    """List what must be right, in the order in which a reviewer sees to it."""
    return [
        _other_person(view, document, version),
        _read(view, document, version),
        *_covered(view, document, version),
        _resolved(document),
        _newest(document, version),
    ]


def _other_person(view: BaseView, document: Document, version: Version) -> Condition:
    author = version.author["name"]
    if view.identity.user_id != version.author["user_id"]:
        return Condition(True, "Du er en anden end forfatteren", f"{author} har skrevet version {version.number}.")
    if KINDS[document.form_key].approver == AUTHOR:
        return Condition(True, "Du kan selv gøre dokumentet færdigt", "Andre behøver ikke læse det igennem.")
    return Condition(False, "Du har selv skrevet dokumentet", "En anden skal læse det igennem.", code="own_review")


def _read(view: BaseView, document: Document, version: Version) -> Condition:
    found = opened(view, document, version)
    when = f"{moment_words(found.at, view.clock.today())}." if found.at else ""
    if found.base is None:
        return Condition(bool(found.at), "Du har åbnet hele teksten", when or "Læs teksten herunder.", code="unread")
    href = comparison_path(view, document, found.base, version)
    number = found.base.number
    if found.at:
        again = " efter den seneste rettelse" if version.round > 1 else ""
        title = f"Du har åbnet sammenligningen med version {number}{again}"
        told = f"{when} {_new_since(view, document, found.base, version)}".strip()
        return Condition(True, title, told, href, "Åbn igen")
    title = f"Du har ikke åbnet sammenligningen med version {number}"
    said = "Dokumentet er rettet og sendt til gennemsyn igen." if version.round > 1 else ""
    said = f"{said} {_new_since(view, document, found.base, version)}".strip()
    return Condition(False, title, said, href, "Se, hvad der er ændret", "unread")


def _new_since(view: BaseView, document: Document, base: Version, version: Version) -> str:
    """Say how much differs, and how much of it came after the paper was returned, "" for a first round."""
    before = document.version(version.number, version.round - 1) if version.round > 1 else None
    if before is None:
        return ""
    whole, new = (_changes(view, document, one, version) for one in (base, before))
    many = f"{whole} {'ændring' if whole == 1 else 'ændringer'}, heraf {new} {'ny' if new == 1 else 'nye'}"
    return f"{many}, siden dokumentet blev sendt tilbage."


def _changes(view: BaseView, document: Document, old: Version, new: Version) -> int:
    drafts, readings = drafts_of(document), [reading(view, one) for one in (old, new)]
    sides = [comparing.held(document, drafts, version_name(document, one)) for one in (old, new)]
    found = together(*readings)
    told = [shown(outline(side.edition.schema, side.content), found) for side in sides]  # type: ignore[arg-type]
    compared = comparing.compare(sides[0], sides[1], (told[0], told[1]), view.clock.today(), left_out=False)
    return len(compared.changes)


def _covered(view: BaseView, document: Document, version: Version) -> list[Condition]:
    """Say whether the consent covers what stands there; it never stops an approval (D22)."""
    if document.form_key == CONSENT:
        return []
    case, today = case_named(document), view.clock.today()
    seen = sight(view, case)
    given = seen.ledger
    why = given.invalid(today) if given else NO_CONSENT
    lacking = seen.about(version) - given.types if given else frozenset()
    if given and not why and not lacking:
        told = f"Samtykke af {danish.long_date(given.given_at)} · {_topics(given.types)}."
        return [Condition(True, COVERED, told)]
    title = NOT_VALID if why else NOT_COVERED
    said = f"{why or f'Det omfatter ikke {_topics(lacking)}.'} {NOT_IN_THE_WAY}"
    href = (
        view.request.resource_path(case, "samtykke")
        if view.request.has_permission(Permission.Consent.VIEW, case)
        else ""
    )
    return [Condition(False, title, said, href, "Se samtykket", blocks=False)]


def _topics(types: frozenset[str]) -> str:
    """List types of information; many of their names have an »og« of their own."""
    return ", ".join(f"{label[:1].lower()}{label[1:]}" for name, label in LABELS.items() if name in types)


def _resolved(document: Document) -> Condition:
    every = comments.threads(document.facts)
    left = [thread for thread in every if thread.open]
    if left:
        title = f"{len(left)} {'kommentar' if len(left) == 1 else 'kommentarer'} er ikke løst"
        return Condition(False, title, comments.blocking(left), "#kom", "Gå til kommentarerne", "comments")
    title = "Ingen kommentarer" if not every else f"Alle {len(every)} kommentarer er løst"
    return Condition(True, "Kommentaren er løst" if len(every) == 1 else title)


def _newest(document: Document, version: Version) -> Condition:
    latest = document.latest
    if latest is version or latest is None:
        return Condition(True, "Ingen nyere version", f"Version {version.number} er den nyeste.")
    text = f"Version {latest.number}, {latest.round}. gennemsyn er kommet, siden du åbnede siden."
    return Condition(False, "Der er kommet en nyere version", text, "", "", "newer")


def verdict(document: Document, found: list[Condition]) -> tuple[str, str]:
    """Say in one sentence whether the document can be approved, and what stands in the way."""
    what = KINDS[document.form_key].label
    wrong = [one for one in found if not one.ok and one.blocks]
    if not wrong:
        remarks = any(not one.ok for one in found)
        said = "Læs bemærkningen om samtykket først." if remarks else f"Alle {NUMBERS[len(found)]} punkter er opfyldt."
        return f"{what}: klar til din beslutning", f"{said} Du kan godkende eller sende tilbage."
    missing = " ".join(f"{one.title}." for one in wrong)
    return f"{what}: kan ikke godkendes endnu", f"{missing} Du kan altid sende tilbage med en note."


def in_review(document: Document) -> bool:
    """Tell whether there is something to review."""
    return document.latest is not None and document.state == workflow.IN_REVIEW

"""Links with which a citizen comes to sign (D19): made by staff, good for some days and one signer."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..domain import settings, signing
from ..domain.errors import Conflict, NotAllowed, Refused, not_found
from ..domain.identity import Identity
from ..domain.signing import MITID, RECEIVED, REFUSED, SIGNED, Answering, Request
from ..resources.base import place
from ..resources.document import Document
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.signing import Artefact
from ..resources.underskriv import SigningLinks, hashed
from ..resources.version import Version
from ..services.clock import Clock
from ..services.signing import Citizen
from ..services.storage import write_blob
from .acting import Act, case_named, event, fact, root_of, subject
from .settings import setting
from .signing import FINISHED, arrived, custody_is_over, refuse, request_of, sealed_body

MADE, ENDED = "signing_link", "signing_link_ended"
"""The kinds of facts: a link was made · it cannot be used any more."""
DONE = "done"
"""The step of a visit that is over."""
VISIT = timedelta(minutes=30)
"""How long somebody who has shown who he or she is may read."""
OFFER = timedelta(minutes=10)
GONE = (
    "Linket gælder ikke længere. Det er måske brugt, trukket tilbage eller for gammelt. "
    "Kontakt den, du fik det af, og bed om et nyt."
)
WRONG_PERSON = (
    "Du er ikke den, der er bedt om at skrive under, så vi viser ikke dokumentet. Er det en fejl, så kontakt den, du "
    "fik linket af."
)


def days(resource: Any, today: date) -> int:
    """Return how many days a link holds."""
    return setting(resource, settings.SIGNING_LINK_DAYS, today)


def links_of(root: Root) -> SigningLinks:
    """Return what is known of links, made when it is first asked for to be written in."""
    if root.signing_links is None:
        root.signing_links = place(SigningLinks(), root, "signing_links")
    return root.signing_links


def make(document: Document, version: Version, act: Act, *, sid: str) -> str:
    """Make a link for one signer and return its secret, which is not kept; an older link is taken back.

    Raises Conflict, Refused.
    """
    request = request_of(document, version, sid)
    _check(document, version, request, act.clock.today())
    now, root, secret = act.clock.now(), root_of(document), secrets.token_urlsafe(24)
    until = (now + timedelta(days=days(document, now.date()))).isoformat(timespec="seconds")
    if current(document, version, sid, now):
        take_back(document, version, act, sid=sid)
    where = {"case_no": case_named(document).case_no, "label": document.label}
    known = where | {"number": version.number, "round": version.round, "sid": sid, "until": until}
    links_of(root).links[hashed(secret)] = known
    data = {"sid": sid, "hash": hashed(secret), "until": until}
    fact(document, MADE, Act(act.who, act.clock), number=version.number, round=version.round, data=data)
    return secret


def _check(document: Document, version: Version, request: Request | None, today: date) -> None:
    """Refuse where nobody may sign with MitID now.

    Raises Conflict, Refused.
    """
    body = sealed_body(document, version)
    told = Answering(
        request,
        signing.SIGNED,
        method=MITID,
        sealed=body,
        shown=body,
        locked=case_named(document).state in FINISHED,
        of_age=custody_is_over(document, request, today),
        received=arrived(document, version, request),
    )
    signing.check(MITID, told)


def take_back(document: Document, version: Version, act: Act, *, sid: str) -> None:
    """End the link of a signer; what is open in somebody's browser ends too.

    Raises Conflict.
    """
    found = current(document, version, sid, act.clock.now())
    if found is None:
        raise Conflict("no_link", "Der er ikke noget link at trække tilbage. Det er brugt eller for gammelt.")
    _end(document, version, Act(act.who, act.clock), found["hash"], sid)


def _end(document: Document, version: Version, act: Act, link: str, sid: str) -> None:
    store = links_of(root_of(document))
    store.links.pop(link, None)
    for tree in (store.visits, store.offers):
        for key in [key for key, one in tree.items() if one["link"] == link]:
            del tree[key]
    fact(document, ENDED, act, number=version.number, round=version.round, data={"sid": sid, "hash": link})


def current(document: Document, version: Version, sid: str, now: datetime) -> Mapping[str, Any] | None:
    """Return the fact of the link of a signer that holds now."""
    ended = {one["data"]["hash"] for one in document.facts_of(ENDED, version.number)}
    made = [one["data"] for one in document.facts_of(MADE, version.number) if one["data"]["sid"] == sid]
    good = [one for one in made if one["hash"] not in ended and datetime.fromisoformat(one["until"]) > now]
    return good[-1] if good else None


@dataclass(frozen=True, slots=True)
class Errand:
    """What a link leads to."""

    link: str
    """The hash of its secret."""
    document: Document
    version: Version
    request: Request

    @property
    def act_by(self) -> Identity:
        """Who acts in events: the citizen, who has no user here."""
        return Identity("system:mitid", self.request.signer.name)


def errand(root: Root, link: str, now: datetime) -> Errand:
    """Return what the link with a hash leads to.

    Raises NotFound, with the same words whatever is wrong with it.
    """
    known = root.signing_links.links.get(link) if root.signing_links is not None else None
    if known is None or datetime.fromisoformat(known["until"]) <= now:
        raise _gone()
    case = root.sager.get(known["case_no"])
    document = case.dokumenter.children.get(known["label"]) if case is not None else None
    version = document.version(known["number"], known["round"]) if document is not None else None
    request = request_of(document, version, known["sid"]) if document is not None and version is not None else None
    if document is None or version is None or request is None or request.state == signing.SIGNED:
        raise _gone()
    if custody_is_over(document, request, now.date()):
        raise _gone()
    return Errand(link, document, version, request)


def _gone() -> Refused:
    error = Refused("gone", GONE)
    error.status = 404
    return error


# A browser that came by a link.


def begin_visit(root: Root, found: Errand, clock: Clock, number: str) -> str:
    """Remember a browser that was sent to show who is there, and return its secret."""
    secret, store = secrets.token_urlsafe(24), links_of(root)
    now = clock.now()
    for tree in (store.visits, store.offers):
        for key in [key for key, one in tree.items() if datetime.fromisoformat(one["until"]) <= now]:
            del tree[key]
    until = (now + VISIT).isoformat(timespec="seconds")
    store.visits[hashed(secret)] = {"link": found.link, "until": until, "errand": number, "step": "identify"}
    return secret


def visit(root: Root, secret: str, now: datetime) -> dict[str, Any] | None:
    """Return what is known of a browser, None when it came by no link or took too long."""
    found = root.signing_links.visits.get(hashed(secret)) if root.signing_links is not None else None
    return dict(found) if found and datetime.fromisoformat(found["until"]) > now else None


def identified(root: Root, secret: str, found: Errand, citizen: Citizen, clock: Clock) -> None:
    """Take in who a browser's citizen has shown to be; only the one who was asked goes on.

    Raises NotAllowed.
    """
    act = Act(found.act_by, clock)
    about = subject(found.document) | {"number": found.version.number, "sid": found.request.signer.sid}
    store = links_of(root)
    if not is_the_one(found, citizen):
        store.visits.pop(hashed(secret), None)
        event(found.document, "document.signer_was_another", act, about)
        raise NotAllowed("person", WRONG_PERSON)
    store.visits[hashed(secret)] = store.visits[hashed(secret)] | {
        "step": "reading",
        "name": citizen.name,
        "subject": citizen.subject,
    }
    event(found.document, "document.signer_identified", act, about)


def is_the_one(found: Errand, citizen: Citizen) -> bool:
    """Compare a citizen with the signer: the name, and for the young person the day of birth too."""
    signer, person = found.request.signer, case_named(found.document).person
    if same_name(citizen.name, signer.name):
        return signer.role != signing.YOUNG or citizen.birth_date == person.birth_date
    return False


def same_name(one: str, other: str) -> bool:
    """Compare names as they are written, without regard to case and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def offer(root: Root, secret: str, found: Errand, clock: Clock, number: str, pdf_sha256: str, length: int) -> str:
    """Offer the document to the signing server, once and for some minutes; return the secret of its address.

    Raises Conflict, Refused.
    """
    _check(found.document, found.version, found.request, clock.today())
    key, store = secrets.token_urlsafe(24), links_of(root)
    until = (clock.now() + OFFER).isoformat(timespec="seconds")
    store.offers[hashed(key)] = {"link": found.link, "until": until}
    seen = store.visits[hashed(secret)]
    store.visits[hashed(secret)] = seen | {"step": "sign", "errand": number, "sha256": pdf_sha256, "length": length}
    return key


def take_offer(root: Root, key: str, clock: Clock) -> Errand:
    """Return what an offer is about, once.

    Raises NotFound.
    """
    store = root.signing_links
    known = store.offers.pop(key, None) if store is not None else None
    if known is None or datetime.fromisoformat(known["until"]) <= clock.now():
        raise not_found()
    return errand(root, known["link"], clock.now())


def receive(root: Root, secret: str, found: Errand, clock: Clock, pdf: bytes) -> None:
    """Keep a signed file that was checked, end the link, and ask for the seal; the answer is written with the seal.

    Raises Conflict, Refused.
    """
    _check(found.document, found.version, found.request, clock.today())
    act, version, document = Act(found.act_by, clock), found.version, found.document
    sid, seen = found.request.signer.sid, links_of(root).visits[hashed(secret)]
    made = Artefact(write_blob(pdf), pdf, number=version.number, sid=sid, media_type="application/pdf", at=act.at)
    document.artefacts = (*document.artefacts, place(made, document, made.id))
    told = {"sid": sid, "artefact": made.id, "sha256": made.sha256}
    more = {"name": seen["name"], "subject": seen["subject"], "offered": seen["sha256"], "length": seen["length"]}
    fact(document, RECEIVED, act, number=version.number, round=version.round, data=told | more)
    where = {"case_no": case_named(document).case_no, "label": document.label, "artefact": made.id}
    arguments = where | {"number": version.number, "round": version.round}
    root.job.add(Job("seal_citizen", f"citizen:{made.id}", arguments, clock.now()))
    _end(document, version, act, found.link, sid)
    _done(root, secret, found.link, clock, SIGNED)


def decline(root: Root, secret: str, found: Errand, clock: Clock, words: str) -> None:
    """Write down that the citizen says no, in his or her own words, and end the link.

    Raises Conflict, Refused.
    """
    act = Act(found.act_by, clock)
    day = clock.now().date().isoformat()
    refuse(found.document, found.version, act, sid=found.request.signer.sid, day=day, words=words)
    _end(found.document, found.version, act, found.link, found.request.signer.sid)
    _done(root, secret, found.link, clock, REFUSED)


def _done(root: Root, secret: str, link: str, clock: Clock, outcome: str) -> None:
    """Remember for a while what came of a visit, so that a page that is loaded again says it again."""
    until = (clock.now() + VISIT).isoformat(timespec="seconds")
    links_of(root).visits[hashed(secret)] = {"link": link, "until": until, "step": DONE, "outcome": outcome}


def outcome(root: Root, secret: str, now: datetime, link: str = "") -> str:
    """Return what came of the visit of a browser, "" when it is not over; with ``link`` only if it came by that one."""
    seen = visit(root, secret, now)
    over = seen is not None and seen["step"] == DONE and link in ("", seen["link"])
    return str(seen["outcome"]) if seen is not None and over else ""

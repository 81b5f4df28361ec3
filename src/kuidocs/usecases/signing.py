"""Asking for signatures and taking the answers (D16, D18): what is signed is the sealed file, and it never changes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ..domain import custody, signing
from ..domain.errors import Refused, not_found
from ..domain.signing import LOGIN, NO_ANSWER, PAPER, REFUSED, SIGNATURE, SIGNED, Answering, Known, People, Request
from ..domain.workflow import APPROVED, state
from ..resources.base import place
from ..resources.case import Case
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.outbox import Job
from ..resources.signing import Artefact
from ..resources.version import Version
from ..services.inspection import InspectionService
from ..services.pdf.api import ARCHIVE, missing_glyphs
from ..services.storage import write_blob
from .acting import Act, case_named, done_before, fact, root_of
from .people import known, user_id

FINISHED = frozenset({"archived"})
SCANS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/tiff"})
LAPSED = "Den unge er fyldt 18 år. Derfor skriver forældre ikke under længere."
WRONG_CODE = "Koden passer ikke til nogen, der mangler at skrive under på denne version. Læs den på siden igen."
OTHER_VERSION = "Koden hører til version {number}. Læg scanningen ind på siden for den version."


def ask(document: Document, version: Version, act: Act) -> None:
    """Write down who is asked to sign, on the day of the approval."""
    found = signers_of(document, version, act.clock.today())
    if found:
        data = {"signers": [one.plain() for one in found]}
        fact(document, signing.ASKED, _own(act), number=version.number, round=version.round, data=data)


def signers_of(document: Document, version: Version, day: date) -> tuple[signing.Signer, ...]:
    """Gather who is to sign a version."""
    case, content = case_named(document), version.content()
    coordinator = content.get("plan_coordinator") if document.form_key == "kui.education_plan" else None
    people = People(
        young=_young(case),
        birth=date.fromisoformat(case.person.birth_date),
        custody=tuple(_holder(case, one) for one in case.person.custody_on(day)),
        chair=_named(case, content.get("chair")),
        coordinator=_named(case, coordinator) or _named(case, case.plan_coordinator),
    )
    return signing.signers(document.form_key, people, day)


def _young(case: Case) -> Known:
    return Known(case.person.full_name, _actor(case, case.person.full_name))


def _holder(case: Case, one: dict) -> Known:
    return Known(one["name"], _actor(case, one["name"]), words=one.get("relation", ""))


def _actor(case: Case, name: str) -> str:
    return next((actor["actor_id"] for actor in case.register.values() if actor["name"] == name), "")


def _named(case: Case, person: Any) -> Known | None:
    if not isinstance(person, dict) or not person.get("text"):
        return None
    actor = person.get("actor_id", "")
    name = case.register.get(actor, {}).get("name") or person["text"]
    return Known(str(name), actor, user_id(case, person))


def requests(document: Document, version: Version) -> tuple[Request, ...]:
    """Return what has become of asking for signatures on an approved version; what was imported was not asked here."""
    number = version.number
    if state(document.facts, number) != APPROVED or _imported(document, number):
        return ()
    return _ever_asked(document, version)


def _ever_asked(document: Document, version: Version) -> tuple[Request, ...]:
    """Return the same of a version that may have been replaced since."""
    number = version.number
    approved = document.facts_of("approved", number)[-1]["at"]
    asked = () if document.facts_of(signing.ASKED, number) else signers_of(document, version, _day(approved))
    return signing.requests(document.facts, number, asked)


def _imported(document: Document, number: int) -> bool:
    """Tell whether a version came from a file, with whatever signatures the file tells of."""
    return any("source" in one["data"] for one in document.facts_of("approved", number))


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])


def request_of(document: Document, version: Version, sid: str) -> Request | None:
    """Return the request of one signer."""
    return next((one for one in requests(document, version) if one.signer.sid == sid), None)


def body_of(document: Document, version: Version) -> SealedFile | None:
    """Return the sealed file that is signed, None while it is being made.

    It is the first one: a time-stamp that is renewed changes neither codes on paper nor what a page has shown.
    """
    wanted = (version.number, version.round, ARCHIVE)
    found = (one for one in document.files if (one.number, one.round, one.profile) == wanted and not one.renews)
    return next(found, None)


def sealed_body(document: Document, version: Version) -> str:
    """Return its SHA-256, "" while it is being made."""
    found = body_of(document, version)
    return found.sha256 if found is not None else ""


def sign(document: Document, version: Version, act: Act, *, sid: str, shown: str, prove: Callable[[], str]) -> None:
    """Sign with the own log-in. ``prove`` asks who is here once more, and says by what it was proved.

    Raises Conflict, Refused.
    """
    if done_before(document, act):
        return
    request = request_of(document, version, sid)
    own = request is not None and request.signer.user_id == act.who.user_id
    told = _answering(document, version, request, SIGNED, method=LOGIN, shown=shown, own=own)
    signing.check(LOGIN, told)
    assert request is not None, "a guard has said so"
    _answered(document, version, act, request, {"method": LOGIN, "proved_by": prove(), "sealed_sha256": told.sealed})


def take_scan(
    document: Document,
    version: Version,
    act: Act,
    *,
    code: str,
    day: str,
    data: bytes,
    name: str,
    inspection: InspectionService,
) -> Request:
    """Take the scan of a signed page; the printed code says whose it is.

    Raises Conflict, FileRefused, Refused.
    """
    request = _by_code(document, version, code)
    if done_before(document, act):
        return request
    signed_on = _read(day)
    over = signed_on is not None and custody_is_over(document, request, signed_on)
    told = _answering(
        document, version, request, SIGNED, method=PAPER, day=signed_on, today=act.clock.today(), of_age=over
    )
    signing.check(PAPER, told)
    found = inspection.inspect(data, name)
    if found.media_type not in SCANS:
        raise Refused("fil", "Scanningen skal være en PDF eller et billede (JPEG, PNG, WebP eller TIFF).")
    artefact = _kept(document, version, act, request, found.data, found.media_type)
    more = {"method": PAPER, "sealed_sha256": told.sealed, "code": signing.typed_code(code), "day": day}
    _answered(document, version, act, request, more | _about_artefact(artefact))
    return request


def _by_code(document: Document, version: Version, code: str) -> Request:
    """Find the signer whose page carries a code.

    Raises Refused.
    """
    typed = signing.typed_code(code)
    for one in sorted(document.versions, key=lambda other: other is not version):
        body = sealed_body(document, one)
        for request in requests(document, one) if body else ():
            if signing.paper_code(body, request.signer.sid) == typed:
                if one.number != version.number:
                    raise Refused("code", OTHER_VERSION.format(number=one.number))
                return request
    raise Refused("code", WRONG_CODE)


def _kept(document: Document, version: Version, act: Act, request: Request, data: bytes, media_type: str) -> Artefact:
    made = Artefact(
        write_blob(data), data, number=version.number, sid=request.signer.sid, media_type=media_type, at=act.at
    )
    document.artefacts = (*document.artefacts, place(made, document, made.id))
    return made


def _about_artefact(one: Artefact) -> dict[str, Any]:
    return {"artefact": {"id": one.id, "sha256": one.sha256, "length": one.length, "media_type": one.media_type}}


def take_signed(
    document: Document, version: Version, act: Act, *, sid: str, pdf: bytes, method: str, more: dict[str, Any]
) -> None:
    """Take a file that a citizen has signed, after it was checked and sealed.

    Raises Conflict, Refused.
    """
    if done_before(document, act):
        return
    request = next((one for one in _ever_asked(document, version) if one.signer.sid == sid), None)
    body = sealed_body(document, version)
    signing.check(signing.SEALING, Answering(request, SIGNED, method=method))
    assert request is not None, "a guard has said so"
    artefact = _kept(document, version, act, request, pdf, "application/pdf")
    _answered(
        document, version, act, request, {"method": method, "sealed_sha256": body} | more | _about_artefact(artefact)
    )


def custody_is_over(document: Document, request: Request | None, day: date) -> bool:
    """Tell whether a parent is asked for somebody who is of age on a day: from midnight on the parent has no say."""
    if request is None or request.signer.role != signing.CUSTODY:
        return False
    return not custody.lasts(date.fromisoformat(case_named(document).person.birth_date), day)


def lapse(document: Document, act: Act) -> int:
    """Wait no longer for the parents of somebody who has come of age; how many were waited for."""
    version = document.in_force()
    found = requests(document, version) if version is not None else ()
    day = act.clock.today()
    over = [one for one in found if one.open and custody_is_over(document, one, day)]
    for request in over:
        assert version is not None, "it has requests"
        if arrived(document, version, request):
            continue
        _answered(document, version, _own(act), request, {"outcome": NO_ANSWER, "words": LAPSED})
    return len(over)


def arrived(document: Document, version: Version, request: Request | None) -> bool:
    """Tell whether somebody has signed with MitID and the seal is waited for."""
    return request is not None and signing.received(document.facts, version.number, request.signer.sid)


def refuse(document: Document, version: Version, act: Act, *, sid: str, day: str, words: str) -> None:
    """Write down that somebody does not want to sign, with his or her own words. It blocks nothing.

    Raises Conflict, Refused.
    """
    _say_no(document, version, act, sid, REFUSED, words, {"day": day})


def give_up(document: Document, version: Version, act: Act, *, sid: str, words: str) -> None:
    """Write down that somebody has not answered, and what was tried.

    Raises Conflict, Refused.
    """
    _say_no(document, version, act, sid, NO_ANSWER, words, {})


def _say_no(
    document: Document, version: Version, act: Act, sid: str, outcome: str, words: str, more: dict[str, str]
) -> None:
    if done_before(document, act):
        return
    request = request_of(document, version, sid)
    told = _answering(
        document, version, request, outcome, words=words, day=_read(more.get("day", "")), today=act.clock.today()
    )
    signing.check(outcome, told)
    if bad := missing_glyphs(words):
        named = ", ".join(f"»{letter}«" for letter in sorted(bad)[:5])
        raise Refused("words", f"Teksten indeholder tegn, som ikke kan trykkes: {named}. Skriv dem på en anden måde.")
    assert request is not None, "a guard has said so"
    _answered(document, version, act, request, {"outcome": outcome, "words": words.strip()} | more)


def _answering(document: Document, version: Version, request: Request | None, outcome: str, **more: Any) -> Answering:
    locked, received = case_named(document).state in FINISHED, arrived(document, version, request)
    body = body_of(document, version)
    sealed, at = (body.sha256, date.fromisoformat(body.sealed_at[:10])) if body is not None else ("", None)
    return Answering(request, outcome, sealed=sealed, sealed_on=at, locked=locked, received=received, **more)


def _read(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _answered(document: Document, version: Version, act: Act, request: Request, more: dict[str, Any]) -> None:
    """Write an answer, and when it was the last, that all are in, with the job that makes the signed file."""
    signer = request.signer
    person = {"text": signer.name} | ({"actor_id": signer.actor_id} if signer.actor_id else {})
    data = {"sid": signer.sid, "signer": person, "role": signer.role, "outcome": SIGNED, "words": ""} | more
    if request.deputy_for:
        data["deputy_for"] = request.deputy_for
    fact(document, SIGNATURE, act, number=version.number, round=version.round, data=data)
    found = requests(document, version)
    if signing.all_answered(found):
        key = signing.answers_key(found)
        fact(document, signing.COMPLETE, _own(act), number=version.number, round=version.round, data={"answers": key})
        ask_for_signed_file(document, version, act, key)


def ask_for_signed_file(document: Document, version: Version, act: Act, key: str) -> None:
    """Put the job that makes and seals the signed PDF into the outbox."""
    where = {"case_no": case_named(document).case_no, "label": document.label}
    arguments = where | {"number": version.number, "round": version.round, "answers": key}
    job = Job("seal_signed", f"signed:{document.id}:{version.number}:{key}", arguments, act.clock.now())
    root_of(document).job.add(job)


def put_in_place(document: Document, version: Version, act: Act, *, sid: str, name: str, why: str) -> None:
    """Let somebody sign in the place of another, such as the deputy of a plan coordinator who is ill.

    Only staff stand in for staff: a citizen's signature is the citizen's. Raises Conflict, Refused, NotFound.
    """
    if done_before(document, act):
        return
    request = request_of(document, version, sid)
    if request is None:
        raise not_found()
    staff = root_of(document).medarbejdere.named(name.strip())
    guards = (
        (bool(request.signer.user_id), "who", "Kun en medarbejder kan have en stedfortræder. Andre skriver selv."),
        (request.open, "answered", f"{request.signer.name} har allerede svaret."),
        (staff is not None and staff.works_on(act.clock.today()), "name", "Vælg en medarbejder fra listen."),
        (bool(why.strip()), "why", "Skriv, hvorfor en anden skriver under. Det bliver stående."),
    )
    for holds, code, text in guards:
        if not holds:
            raise Refused(code, text)
    assert staff is not None, "a guard has said so"
    actor = known(case_named(document), root_of(document).medarbejdere, staff.name) or ""
    data = {"sid": sid, "name": staff.name, "actor_id": actor, "user_id": staff.user_id, "why": why.strip()[:500]}
    fact(document, signing.DEPUTY, act, number=version.number, round=version.round, data=data)


def set_order(document: Document, version: Version, act: Act, *, parallel: bool) -> None:
    """Let all sign at once, or in the order of the table."""
    if not done_before(document, act):
        fact(
            document, signing.ORDER, act, number=version.number, round=version.round, data={"parallel": bool(parallel)}
        )


def _own(act: Act) -> Act:
    """Take the token away: it names one fact only."""
    return Act(act.who, act.clock, reason=act.reason)


def waiting_to_sign(document: Document) -> tuple[tuple[Version, Request], ...]:
    """Return who is waited for today, of the version that counts."""
    version = document.in_force()
    if version is None:
        return ()
    return tuple((version, one) for one in requests(document, version) if one.state == signing.WAITING)

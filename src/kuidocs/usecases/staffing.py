"""The administrator's care of staff: who works here, with which roles, and how they come in. No case is touched."""

import secrets
from collections.abc import Collection
from datetime import date
from hashlib import sha256

from ..domain import staffing
from ..domain.errors import Conflict, NotAllowed, Refused
from ..domain.staffing import ADMINISTRATOR, Profile, Standing, Step, Written
from ..resources.base import new_id
from ..resources.root import Root
from ..resources.staff import Staff, StaffFolder
from ..security import passwords
from .accounts import LETTERS
from .acting import Act, event, root_of

DONE, WAITS = "done", "waits"
STALE = "En anden har ændret det imens. Se, hvad der står nu, og skriv dit igen, hvis det stadig skal ændres."
WRONG_USER_ID = (
    "Skriv et brugernavn på 2 til 40 tegn, der begynder med et bogstav: små bogstaver fra a til z, cifre, punktum og "
    "bindestreg."
)
OWN = "Din egen adgang retter du under »Min konto«."


def stamp(person: Staff) -> str:
    """Return what a page must send back, so that it is known that nobody has changed anything meanwhile."""
    parts = (*profile_of(person).as_data().values(), *sorted(person.roles), str(person.active), person.leaves_on)
    whole = "\n".join((*parts, person.roles_asked.get("id", "")))
    return sha256(whole.encode()).hexdigest()[:16]


def profile_of(person: Staff) -> Profile:
    """Return what is written about somebody."""
    return Profile(person.name, person.title, person.department, person.phone, person.email)


def standing_of(person: Staff) -> Standing:
    """Return somebody's roles and whether he or she works here."""
    return Standing(frozenset(person.roles), person.active)


def administrators(staff: StaffFolder, today: date) -> list[Staff]:
    """List those who care for the system today."""
    return [person for person in staff.values() if person.works_on(today) and ADMINISTRATOR in person.roles]


def add(root: Root, act: Act, user_id: str, profile: Profile, roles: Collection[str]) -> tuple[Staff, str]:
    """Add a member of staff, who cannot log in before a password is given; and tell whether the roles wait.

    Raises Conflict, Refused.
    """
    there = {name.casefold(): person for name, person in root.medarbejdere.children.items()}
    found = there.get(user_id.casefold())
    if found is not None and act.token and found.kept_token == act.token:
        return found, WAITS if found.roles_asked else DONE
    if not staffing.USER_ID.fullmatch(user_id):
        raise Refused("user_id", WRONG_USER_ID)
    if found is not None:
        raise Conflict("user_id", f"Brugernavnet {user_id} er taget af {found.name}. Vælg et andet.")
    _check_profile(root, profile, "")
    person = Staff(user_id, profile.name)
    _write(person, profile)
    root.medarbejdere[user_id] = person
    event(root.medarbejdere, "staff.added", act, {"user_id": user_id}, {"after": profile.as_data()})
    done = _stand(person, act, Standing(frozenset(roles)), "")
    person.kept_token = act.token
    return person, done


def change(person: Staff, act: Act, profile: Profile, base: str) -> None:
    """Change what is written about somebody. Papers that were made before keep their words.

    Raises Conflict, Refused.
    """
    if _again(person, act, base):
        return
    _check_profile(root_of(person), profile, person.department)
    before, after = profile_of(person).as_data(), profile.as_data()
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        _write(person, profile)
        data = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
        event(person.__parent__, "staff.changed", act, {"user_id": person.user_id}, data)
    person.kept_token = act.token


def stand(person: Staff, act: Act, wanted: Standing, reason: str, base: str) -> str:
    """Change somebody's roles, or whether he or she works here; WAITS when a second administrator must say yes.

    Raises Conflict, Refused.
    """
    if _again(person, act, base):
        return WAITS if person.roles_asked else DONE
    if wanted == standing_of(person):
        raise Refused("roller", "Der er ikke ændret noget. Vælg først, hvad der skal være anderledes.")
    if person.roles_asked:
        raise Conflict("asked", "Der venter en anden ændring på svar. Svar på den, eller tag den tilbage, først.")
    if not reason.strip() or len(reason) > staffing.LONGEST_REASON:
        raise Refused("begrundelse", "Skriv kort, hvorfor. Det bliver stående i loggen.")
    done = _stand(person, act, wanted, reason.strip())
    person.kept_token = act.token
    return done


def _stand(person: Staff, act: Act, wanted: Standing, reason: str) -> str:
    staff, today = person.__parent__, act.clock.today()
    caring = administrators(staff, today)
    others = sum(one is not person for one in caring)
    step = Step(standing_of(person), wanted, act.who.user_id == person.user_id, others)
    for guard in staffing.GUARDS:
        if not guard.holds(step):
            raise Refused(guard.name, guard.said(step))
    asks = staffing.why_two(step)
    seconds = [one for one in caring if one.user_id != act.who.user_id]
    if asks and seconds:
        _ask(person, act, wanted, reason)
        return WAITS
    alone = {"alone": True} if asks else {}
    _set(person, act, wanted, {"reason": reason} | alone)
    return DONE


def _ask(person: Staff, act: Act, wanted: Standing, reason: str) -> None:
    asked = {"id": act.token or new_id(), "roles": sorted(wanted.roles), "active": wanted.active, "reason": reason}
    person.roles_asked = asked | {"by": act.by, "at": act.at}
    data = _difference(standing_of(person), wanted) | {"reason": reason}
    event(person.__parent__, "staff.asked", act, {"user_id": person.user_id}, data)


def _difference(before: Standing, after: Standing) -> dict:
    told = [{"roles": sorted(one.roles), "active": one.active} for one in (before, after)]
    return {"before": told[0], "after": told[1]}


def _set(person: Staff, act: Act, wanted: Standing, more: dict) -> None:
    before = standing_of(person)
    if wanted == before:
        return
    person.roles, person.active = tuple(sorted(wanted.roles)), wanted.active
    if wanted.active and not before.active:
        # The day that is past would shut the person out again in the night.
        person.leaves_on = ""
    event(person.__parent__, "staff.standing", act, {"user_id": person.user_id}, _difference(before, wanted) | more)


def answer(person: Staff, act: Act, asked_id: str, *, yes: bool) -> None:
    """Say yes or no to what another administrator asked for; who asked may only take it back.

    Raises Conflict, NotAllowed, Refused.
    """
    asked = person.roles_asked
    if act.token and person.kept_token == act.token:
        return
    if not asked or asked["id"] != asked_id:
        raise Conflict("asked", "Der venter ikke noget på svar her længere.")
    if yes:
        _may_second(person, act, asked)
        wanted = Standing(frozenset(asked["roles"]), asked["active"])
        _still_holds(person, act, wanted)
        _set(person, act, wanted, {"asked_by": asked["by"], "reason": asked["reason"]})
    else:
        data = _difference(standing_of(person), Standing(frozenset(asked["roles"]), asked["active"]))
        event(person.__parent__, "staff.declined", act, {"user_id": person.user_id}, data | {"asked_by": asked["by"]})
    person.roles_asked, person.kept_token = {}, act.token


def _may_second(person: Staff, act: Act, asked: dict) -> None:
    who = act.who.user_id
    asker = asked["by"]["user_id"]
    if who == asker:
        raise NotAllowed("second", "Det skal en anden systemadministrator sige ja til. Du kan tage det tilbage.")
    me = person.__parent__[who]
    on = date.fromisoformat(me.renewed["on"]) if me.renewed else None
    if staffing.is_fresh(me.renewed.get("by", ""), on, asker, act.clock.today()):
        raise NotAllowed(
            "second",
            f"{asked['by']['name']} har lige givet dig ny adgang. Derfor kan du ikke være den anden til det, som "
            f"{asked['by']['name']} beder om, før der er gået {staffing.WAIT_AFTER_RENEWAL.days} dage.",
        )


def _still_holds(person: Staff, act: Act, wanted: Standing) -> None:
    others = sum(one is not person for one in administrators(person.__parent__, act.clock.today()))
    step = Step(standing_of(person), wanted, False, others)
    for guard in staffing.GUARDS:
        if not guard.holds(step):
            raise Refused(guard.name, guard.said(step))


def give_password(person: Staff, act: Act, memory_kib: int) -> str:
    """Give somebody a first password, which is told this once and must be renewed at the next log-in.

    Raises Conflict, NotAllowed.
    """
    _not_own(person, act)
    if act.token and person.kept_token == act.token:
        raise Conflict("shown", "Adgangskoden er vist én gang. Er den væk, så giv en ny.")
    if not person.works_on(act.clock.today()):
        raise Conflict("active", f"{person.name} er ikke aktiv. Gør brugeren aktiv først.")
    made = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    person.password_hash, person.must_renew = passwords.hash_password(made, memory_kib), True
    _renewed(person, act)
    event(person.__parent__, "staff.password_given", act, {"user_id": person.user_id})
    return made


def reset_factors(person: Staff, act: Act, reason: str) -> None:
    """Take somebody's app, passkeys and spare codes away, because they are lost.

    Raises Conflict, NotAllowed, Refused.
    """
    _not_own(person, act)
    if act.token and person.kept_token == act.token:
        return
    if not reason.strip() or len(reason) > staffing.LONGEST_REASON:
        raise Refused(
            "begrundelse", "Skriv, hvorfor den ekstra sikkerhed fjernes, og hvordan du ved, hvem der spurgte."
        )
    if not person.has_second:
        raise Conflict("second", f"{person.name} har ingen ekstra sikkerhed, der kan fjernes.")
    person.forget_second()
    _renewed(person, act)
    event(person.__parent__, "staff.factors_reset", act, {"user_id": person.user_id}, {"reason": reason.strip()})


def write_down(person: Staff, kind: str, act: Act) -> None:
    """Write down what was done to somebody's way in that is kept elsewhere: opened, or sessions ended."""
    if not (act.token and person.kept_token == act.token):
        person.kept_token = act.token
        event(person.__parent__, f"staff.{kind}", act, {"user_id": person.user_id})


def _not_own(person: Staff, act: Act) -> None:
    if person.user_id == act.who.user_id:
        raise NotAllowed("own", OWN)


def _renewed(person: Staff, act: Act) -> None:
    person.renewed = {"by": act.who.user_id, "on": act.clock.today().isoformat()}
    person.kept_token = act.token


def _again(person: Staff, act: Act, base: str) -> bool:
    """Tell whether this page's act is done already; refuse a page that shows what is no longer so."""
    if act.token and person.kept_token == act.token:
        return True
    if base != stamp(person):
        raise Conflict("stale", STALE)
    return False


def _check_profile(root: Root, profile: Profile, now: str) -> None:
    known = frozenset({*root.organisation.departments, now} - {""})
    for guard in staffing.PROFILE:
        if not guard.holds(Written(profile, known)):
            raise Refused(guard.name, guard.sentence)


def _write(person: Staff, profile: Profile) -> None:
    for name, text in profile.as_data().items():
        setattr(person, name, text)

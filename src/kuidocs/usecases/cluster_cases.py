"""The three cases: own or from the package, and confirmed to be anonymous before guests see them (R72–R74)."""

from collections.abc import Iterator
from datetime import date

from ..domain import anonymity
from ..domain.anonymity import NEVER, Found
from ..domain.errors import Conflict, Refused
from ..forms.cluster_texts import PACKAGE
from ..resources.base import new_id
from ..resources.klynger import CasePaper, Cluster, ClusterFolder, ClusterMeeting, above
from .acting import Act, event
from .cluster_guests import guests, named
from .cluster_meetings import confirmed, shares
from .cluster_papers import about, add_version, done, is_right, keep_fact

LONGEST = 1000


def choose(case: CasePaper, key: str, act: Act) -> None:
    """Take a case from the package, in a place where nobody has written yet.

    Raises Refused, Conflict.
    """
    if key not in PACKAGE:
        raise Refused("package", "Vælg en case fra klyngepakken.")
    if case.versions:
        raise Conflict("taken", f"Case {case.case_number} er allerede skrevet. Vælg en plads, der er tom.")
    points = [{"rid": new_id()} | point for point in PACKAGE[key]["focus_points"]]
    add_version(case, PACKAGE[key] | {"case_no": str(case.case_number), "focus_points": points}, act)
    event(above(case, ClusterMeeting), "cluster.saved", act, about(case), {"paper": case.label})


def clear(case: CasePaper, act: Act) -> None:
    """Empty a place, so that another case can be chosen; what stood there stays in the history.

    Raises Conflict while the cases are shared.
    """
    if shares(above(case, ClusterMeeting), "cases"):
        raise Conflict("shared", "Casene er delt med gæsterne. Tag delingen tilbage, før du vælger en anden case.")
    if case.versions and case.content():
        add_version(case, {}, act)
        event(above(case, ClusterMeeting), "cluster.saved", act, about(case), {"paper": case.label})


def names_to_look_for(case: CasePaper) -> Iterator[str]:
    """Go through the names that may not stand in a case: everybody of the cluster, and the guests."""
    cluster, meeting = above(case, Cluster), above(case, ClusterMeeting)
    users = above(case, ClusterFolder).users
    yield from (users[one].name for one in cluster.members if one in users)
    for row in guests(meeting):
        if row.get("name"):
            yield named(row)


def look(case: CasePaper) -> list[Found]:
    """Look a case through as it stands."""
    return anonymity.look(anonymity.texts_of(case.content()), names_to_look_for(case))


def confirm(case: CasePaper, why: str, read: bool, act: Act) -> None:
    """Write down that a case can be traced to nobody, with what was found in it and why that does not matter.

    Raises Refused.
    """
    if done(case, act):
        return
    if not is_right(case, act.clock.today()):
        raise Refused("case", "Casen er ikke skrevet færdig. Ret det, der mangler, og bekræft den så.")
    found = look(case)
    if any(one.kind in NEVER for one in found):
        raise Refused("case", "Der står et tal, der ligner et personnummer. Slet det, før casen kan bekræftes.")
    if found and not why:
        raise Refused("why", "Skriv, hvorfor det, vi har fundet, ikke kan føre til en person – eller ret det.")
    if len(why) > LONGEST:
        raise Refused("why", f"Begrundelsen er for lang – højst {LONGEST} tegn.")
    if not read:
        raise Refused("read", "Sæt kryds ved, at du har læst casen, og at den ikke kan føres tilbage til en person.")
    kinds = sorted({one.kind for one in found})
    keep_fact(case, "confirmed", act, {"sha256": case.versions[-1].sha256, "found": kinds, "why": why})
    event(
        above(case, ClusterMeeting), "cluster.case_confirmed", act, about(case), {"paper": case.label, "found": kinds}
    )


def standing(case: CasePaper, today: date) -> tuple[str, str, str]:
    """Say how a case stands, as label, look and icon of a chip."""
    if not case.versions or not case.content():
        return "Tom", "state-draft", "minus"
    if confirmed(case) is not None:
        return "Anonymitet bekræftet", "state-approved", "check"
    if is_right(case, today):
        return "Mangler at blive bekræftet", "state-review", "visibility"
    return "Udkast", "state-draft", "edit"

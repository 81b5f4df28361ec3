"""A plan in two versions, the second waiting for the leader, for tests of comparison, comments and review."""

from tests.views import making
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
PLAN = f"{CASE}/dokumenter/{LABEL}"
COMPARE = f"{PLAN}/sammenlign"
REVIEW = f"{PLAN}/gennemse"
SAY = f"{PLAN}/kommentar"


def goal(rid, text, **more):
    return {"rid": rid * 12, "goal_text": text, "area": "education"} | more


OLD = {
    "preferred_name": "Freja",
    "wishes": "Jeg vil gerne på FGU to dage om ugen, og jeg vil gerne møde de andre.",
    "goals": [goal("a", "Stå op"), goal("b", "Ringe til Ida"), goal("c", "Tage bussen")],
}
NEW = {
    "preferred_name": "Freja",
    "wishes": "Jeg vil gerne på FGU tre dage om ugen, og jeg vil gerne møde de andre.",
    "goals": [goal("c", "Tage bussen"), goal("a", "Stå op", status="achieved"), goal("d", "Svømme")],
}
MIKKEL = {"user_id": "mikkel", "name": "Mikkel Aarøe"}


def build(case, *, waiting=("kirsten",), new=NEW):
    plan = making.paper(case, "kui.education_plan", OLD)
    making.version(plan, new, number=2, waiting=waiting, approved=False)
    return plan


def plan_of(root):
    return root.sager["FLK-2026-0001"].dokumenter[LABEL]


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def answer(page):
    """The form of the reviewer's answer."""
    return next(form for form in page.forms.values() if form.action.endswith("/gennemse"))


def comment(browser, status=303, **given):
    told = {
        "csrf_token": browser.token(), "__token__": "", "version": "2", "runde": "1", "felt": "wishes", "citat": "",
        "tekst": "Hvilke dage?", "side": "sammenlign/1..2", "handling": "skriv",
    }  # fmt: skip
    return browser.post(SAY, told | given, status=status)


def follow_up(browser, handling, status=303, **given):
    told = {"csrf_token": browser.token(), "__token__": "", "kommentar": "1", "tekst": "", "side": "gennemse"}
    return browser.post(SAY, told | {"handling": handling} | given, status=status)

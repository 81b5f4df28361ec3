"""The refused twins of the tables of work, through the pages: tasks, writing decisions into the plan, notices."""

import pytest

from kuidocs.domain import notices as words
from kuidocs.domain import plan_writing as pw
from kuidocs.domain import task_states
from kuidocs.domain.tasks import CANCELLED, IN_PROGRESS, LABELS, OPEN
from kuidocs.forms.shipped.vocabularies import PARTICIPANT_RELATION
from kuidocs.usecases import case_reading, task_acts
from tests.usecases.convening import ready, row
from tests.usecases.plan_story import D1
from tests.views import making
from tests.views.test_beslutninger import LABEL, minutes_in
from tests.web import CASE

TASKS, DECISIONS = f"{CASE}/opgaver", f"{CASE}/dokumenter/{LABEL}/beslutninger"
TASK = "t1aaaa"


def said(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def facts(site):
    with site.system.reading() as root:
        return [(d.label, d.facts, d.draft) for d in root.sager[making.CASE_NO].dokumenter.in_order()]


def refused(site, path, code, sentence, **told):
    """Post what must be refused: the sentence is there, and nothing is changed."""
    before = facts(site)
    page = site.browser.post(path, {"csrf_token": site.browser.token()} | told, status=code)
    assert " ".join(sentence.split()) in said(page)
    assert facts(site) == before


@pytest.fixture
def jonas(site):
    site.system.labels.document(making.CASE_NO)
    making.change(site, minutes_in)
    site.browser.log_in("jonas")
    return site


def brought(site, status):
    """Bring the task into a status."""

    def act(case):
        if status != OPEN:
            (document,) = case.dokumenter.of_form("kui.minutes.coordination")
            making.fact(document, case_reading.TASK_STATUS, "2026-11-20T10:00:00+01:00", status=status)
            document.facts[-1]["about"]["rid"] = TASK

    making.change(site, act)


class TestTasks:
    @pytest.mark.parametrize(
        ("source", "target"),
        [(a, b) for a in LABELS for b in LABELS if (a, b) not in task_states.TRANSITIONS],
    )
    def test_a_step_that_the_table_does_not_have(self, jonas, source, target):
        brought(jonas, source)

        sentence = f"Opgaven står som »{LABELS[source]}« og kan ikke blive »{LABELS[target]}«"
        refused(jonas, TASKS, 409, sentence, opgave=TASK, status=target, note="x")

    @pytest.mark.parametrize("move", [m for m in task_states.TRANSITIONS.values() if m.needs_note], ids=str)
    def test_a_step_without_the_note_that_it_needs(self, jonas, move):
        brought(jonas, move.source)

        refused(jonas, TASKS, 422, task_states.NO_NOTE, opgave=TASK, status=move.target, note=" ")

    @pytest.mark.parametrize("status", ["overdue", "", "slettet"])
    def test_a_status_that_is_none(self, jonas, status):
        refused(jonas, TASKS, 422, "Vælg, hvordan det går med opgaven.", opgave=TASK, status=status)

    @pytest.mark.parametrize("move", task_states.TRANSITIONS.values(), ids=str)
    def test_somebody_elses_task(self, site, move):
        making.change(site, minutes_in)
        brought(site, move.source)
        site.browser.log_in("mette")

        refused(site, TASKS, 403, task_states.NOT_YOURS, opgave=TASK, status=move.target, note="x")
        refused(
            site, TASKS, 403, "Kun plankoordinatoren kan give en opgave til en anden.", opgave=TASK, giv="1", til="x"
        )

    def test_a_task_that_is_over_is_not_given_on(self, jonas):
        brought(jonas, CANCELLED)

        refused(jonas, TASKS, 422, "Opgaven er slut", opgave=TASK, giv="1", til="Mette Lindekrone")

    @pytest.mark.parametrize("to", ["Jonas Ravnsborg", "Nogen udefra", ""])
    def test_it_is_given_to_somebody_else_in_the_case(self, jonas, to):
        refused(jonas, TASKS, 422, "Vælg en anden, der er med i forløbet", opgave=TASK, giv="1", til=to)

    def test_a_task_of_no_case(self, jonas):
        refused(jonas, TASKS, 404, "Vi kan ikke finde siden", opgave="d1aaaa", status=IN_PROGRESS)

    def test_the_history_keeps_who_had_it(self, jonas):
        told = {"csrf_token": jonas.browser.token(), "opgave": TASK, "giv": "1", "til": "Mette Lindekrone"}
        jonas.browser.post(TASKS, told | {"__token__": "abc"}, status=303)
        jonas.browser.post(TASKS, told | {"__token__": "abc"}, status=303)

        with jonas.system.reading() as root:
            case = root.sager[making.CASE_NO]
            (task,) = [one for one in case_reading.case_tasks(case) if one.rid == TASK]
            assert task.responsible == "Mette Lindekrone"
            assert [line.handed_to for line in task_acts.history(case, task)] == ["Mette Lindekrone"]


class TestPlanWriting:
    @pytest.mark.parametrize(
        ("kind", "name"), [(kind.id, name) for kind in pw.KINDS.values() for name in kind.required]
    )
    def test_what_a_kind_requires(self, jonas, kind, name):
        given = {f"f-{one}": "2026-12-18" for one in pw.KINDS[kind].fields if one != name}

        refused(jonas, DECISIONS, 422, "Udfyld »", beslutning=D1, slags=kind, vist=kind, **given)

    @pytest.mark.parametrize("kind", [kind.id for kind in pw.KINDS.values() if kind.needs_place])
    @pytest.mark.parametrize("place", ["", "m1aaaa", "t1aaaa"])
    def test_a_place_that_the_plan_does_not_have(self, jonas, kind, place):
        told = {
            "beslutning": D1,
            "slags": kind,
            "vist": kind,
            "sted": place,
            "vist_sted": place if kind == pw.CHANGE else "",
        }

        refused(jonas, DECISIONS, 422, pw.NO_PLACE, **told)

    @pytest.mark.parametrize("kind", ["", "slet"])
    def test_no_kind(self, jonas, kind):
        refused(jonas, DECISIONS, 422, pw.NO_KIND, beslutning=D1, slags=kind, vist=kind)

    def test_a_change_that_changes_nothing(self, jonas):
        def post(status, kind, place="", **more):
            told = {"csrf_token": jonas.browser.token(), "beslutning": D1, "slags": kind, "vist": kind, "ogsaa": "1"}
            return jonas.browser.post(DECISIONS, told | {"sted": place, "vist_sted": place} | more, status=status)

        goal = {"f-goal_text": "Mål", "f-area": "economy", "f-sub_goal_text": "Skridt", "f-deadline": "2027-01-08"}
        post(303, pw.NEW_GOAL, **goal)
        same = {"f-goal_text": "Mål", "f-area": "economy", "f-youth_words": "»Det er mange breve.«"}
        changed = said(post(422, pw.CHANGE, "m1aaaa", **same, **{"f-status": "not_started"}))
        assert pw.NO_CHANGE in changed

    def test_a_decision_of_no_minutes(self, jonas):
        refused(
            jonas, DECISIONS, 404, "Beslutningen findes ikke", beslutning="d9aaaa", slags="unchanged", vist="unchanged"
        )


class TestNotices:
    """Who hears of a meeting how, as a table: each relation through the page."""

    NOTICE = f"{CASE}/dokumenter/FLK-2026-0001-D03"

    def laid_out(self, site, *people, **more):
        making.change(site, lambda case: ready(case, *(row(case, *who) for who in people), **more))
        site.browser.log_in("jonas")

    @pytest.mark.parametrize(
        "relation", sorted(set(PARTICIPANT_RELATION.labels) - {"primary", "ad_hoc", "interpreter"})
    )
    def test_they_get_no_mail_whatever_address_they_have(self, site, relation):
        with_young = ("Freja Lundsgaard Holm", "young_person")
        making.change(
            site,
            lambda case: ready(
                case,
                row(case, *with_young),
                row(case, "Ole Uden For", relation, email="ole@privat.example"),
                kind="followup_with_young",
                youth_wishes="Ingen.",
            ),
        )
        site.browser.log_in("jonas")
        making.change(site, following_up)

        told = {"csrf_token": site.browser.token()}
        site.browser.post(f"{self.NOTICE}/indkaldelse", told, status=303)

        with site.system.reading() as root:
            sent = root.sager[making.CASE_NO].dokumenter["FLK-2026-0001-D03"].facts_of("sent")
            addresses = {one["address"] for found in sent for one in found["data"]["recipients"]}
        assert addresses == {"jonas@fjordlund.example", "louise@fjordlund.example"}
        assert words.way(relation, "external") != words.MAIL

    @pytest.mark.parametrize("knowledge", ["", "For kort", " " * 40])
    def test_an_ad_hoc_one_is_told_what_for(self, site, knowledge):
        self.laid_out(site, ("Fatma Demirci", "ad_hoc", "Unge og Job"))

        given = {"viden-row-fatmademirci": knowledge}
        refused(
            site, f"{self.NOTICE}/indkaldelse", 422, "Skriv, hvilken viden Fatma Demirci kan hjælpe jer med", **given
        )

    def test_nor_with_a_personal_number(self, site):
        self.laid_out(site, ("Fatma Demirci", "ad_hoc", "Unge og Job"))

        given = {"viden-row-fatmademirci": "Spørg om 140309-1234 og skolen"}
        refused(site, f"{self.NOTICE}/indkaldelse", 422, "ligner et personnummer", **given)

    @pytest.mark.parametrize("state", ["held", "minuted", "closed", "cancelled"])
    def test_a_meeting_that_is_over(self, site, state):
        self.laid_out(site)
        making.change(site, lambda case: setattr(case.moeder["1"], "state", state))

        refused(site, f"{self.NOTICE}/indkaldelse", 409, "Mødet er holdt eller aflyst")
        refused(site, f"{self.NOTICE}/tag-med", 409, "Mødet er holdt eller aflyst", text="Noget")

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [(" ", "Skriv, hvad du gerne vil have med på mødet."), ("1403091234", "ligner et personnummer"),
         ("x" * 4001, "Teksten er for lang.")],
    )  # fmt: skip
    def test_what_is_brought_up(self, site, text, sentence):
        self.laid_out(site)

        refused(site, f"{self.NOTICE}/tag-med", 422, sentence, text=text)

    def test_nobody_to_mail(self, site):
        self.laid_out(site)
        told = {"csrf_token": site.browser.token()}
        site.browser.post(f"{self.NOTICE}/indkaldelse", told, status=303)

        refused(site, f"{self.NOTICE}/indkaldelse", 422, "har allerede fået indkaldelsen, som den er nu.")

    def test_a_paper_that_is_no_notice(self, site):
        self.laid_out(site)

        refused(site, f"{CASE}/dokumenter/FLK-2026-0001-D01/indkaldelse", 404, "Vi kan ikke finde siden")


def following_up(case):
    """Say that a coordination meeting with decisions was held, so that follow-ups come next."""
    making.meeting(case, "coordination", "2026-11-01", "closed")
    case.state = "following_up"

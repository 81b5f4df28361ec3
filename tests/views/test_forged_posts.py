"""Nothing is decided where nothing may be decided, whoever forges what (R13, R14, R35), and nobody reaches into
another's case."""

import pytest

from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import root_of
from tests.usecases import gatherings
from tests.views import making
from tests.views.test_udkast import fill, rows
from tests.web import CASE

WITHOUT = ("clarification", "followup_without_young")
DECISION = [
    ("__start__", "decisions:sequence"),
    ("__start__", "decision:mapping"),
    ("rid", "d1aaaa111111"),
    ("decision_no", "1"),
    ("decision_text", "Det er besluttet."),
    ("__end__", "decision:mapping"),
    ("__end__", "decisions:sequence"),
]
OTHER = "FLK-2026-0002"


def said(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def meeting_of(site, kind, state="planned"):
    """Lay out a meeting of a kind, and log in who keeps the case."""

    def make(case):
        gatherings.consented(case)
        if kind != "clarification":
            gatherings.coordinated(case)
        found = gatherings.planned(case, kind, day=gatherings.BEFORE)
        found.state = state

    making.change(site, make)
    site.browser.log_in("jonas")
    with site.system.reading() as root:
        return str(max(int(name) for name in root.sager[making.CASE_NO].moeder.children))


def begin(site, form, meeting, status=303):
    told = {"csrf_token": site.browser.token(), "form": form, "moede": meeting}
    answer = site.browser.post(f"{CASE}/nyt-dokument", told, status=status)
    return answer.follow() if status == 303 else answer


def drafts(site):
    """Everything that is written in drafts, as one text."""
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        folder = drafts_of(case)
        found = [folder.get(d.id) for d in case.dokumenter.in_order()]
        return str([draft.content() for draft in found if draft])


class TestDecisionsWhereNoneAreMade:
    @pytest.mark.parametrize("kind", WITHOUT)
    @pytest.mark.parametrize("button", ["gem", "send", "forslag"])
    def test_not_in_minutes(self, site, kind, button):
        number = meeting_of(site, kind, "held")
        page = begin(site, f"kui.minutes.{kind}", number)
        own = [pair for pair in page.forms["dokument"].submit_fields() if pair[0] not in ("gem", "luk", "send")]

        site.browser.post(page.request.path, [*own, *DECISION, (button, "1")], expect_errors=True)

        assert "Det er besluttet" not in drafts(site)
        assert "decisions" not in drafts(site)

    @pytest.mark.parametrize("kind", WITHOUT)
    def test_not_on_an_agenda(self, site, kind):
        number = meeting_of(site, kind)
        page = begin(site, f"kui.agenda.{kind}", number)
        item = rows(page, "agenda_items")[0]
        form = page.forms["dokument"]
        field = next(f for fields in form.fields.values() for f in fields if f.id == f"{item}-item_type")
        field.force_value("decision")

        refused = form.submit("faerdig", status=422)

        assert "Dette møde træffer ikke beslutninger om den unge." in said(refused)

    @pytest.mark.parametrize("kind", WITHOUT)
    @pytest.mark.parametrize("form", ["kui.minutes.coordination", "kui.minutes.followup_with_young"])
    def test_not_by_a_form_of_another_meeting(self, site, kind, form):
        refused = begin(site, form, meeting_of(site, kind), status=422)

        assert "Formularen hører til en anden slags møde." in said(refused)

    @pytest.mark.parametrize("kind", WITHOUT)
    @pytest.mark.parametrize("name", ["Freja Lundsgaard Holm", "Freja", "Ida Holm"])
    def test_nor_is_the_family_there_by_another_name_for_it(self, site, kind, name):
        number = meeting_of(site, kind, "held")
        page = begin(site, f"kui.minutes.{kind}", number)
        fill(page, {f"{rows(page, 'participants')[1]}-name": name})

        refused = page.forms["dokument"].submit("send", status=422)

        assert "Den unge og familien deltager ikke i" in said(refused)

    def test_a_notice_stays_the_notice_of_its_meeting(self, site):
        """Called a coordination meeting, a clarification's notice may not invite the young person."""
        number = meeting_of(site, "clarification")
        page = begin(site, "kui.notice", number)
        form = page.forms["dokument"]
        own = [(name, "coordination" if name == "meeting_type" else value) for name, value in form.submit_fields()]

        refused = site.browser.post(page.request.path, [*own, ("faerdig", "1")], status=422)

        assert "Indkaldelsen gælder et koordinerende afklaringsmøde." in said(refused)


def other_case(site):
    """Open another case, in which Jonas has no part, with a meeting and minutes."""

    def make(root):
        case = Case(OTHER, YoungPerson("Otto Vang", "2010-01-01"))
        root.sager[OTHER] = case
        case.opened_at = "2026-10-01"
        people.add_young_person(case)
        case.opened_by = case.plan_coordinator = people.reference(case, root.medarbejdere, "Mikkel Aarøe")
        meeting = making.meeting(case, "coordination", gatherings.BEFORE, "held")
        task = {"rid": "o1aaaa", "task_text": "Ringer", "responsible": {"text": "Mikkel Aarøe"}}
        content = {"held_at": gatherings.BEFORE, "who_does_what": [task], "decisions": []}
        mikkel = {"user_id": "mikkel", "name": "Mikkel Aarøe"}
        making.paper(case, "kui.minutes.coordination", content, meeting=meeting, by=mikkel)
        involvement.refresh(case)

    site.system.change("test", make)
    site.system.catch_up()
    site.browser.log_in("jonas")


class TestOthersCases:
    @pytest.mark.parametrize(
        ("path", "told"),
        [
            (f"/sager/{OTHER}/moeder/1", {"handling": "aflys", "reason": "x"}),
            (f"/sager/{OTHER}/fase", {"handling": "traek_samtykke", "withdrawn_on": "2026-11-21"}),
            (f"/sager/{OTHER}/nyt-dokument", {"form": "kui.contact_card"}),
            (f"/sager/{OTHER}/opgaver", {"opgave": "o1aaaa", "status": "done"}),
            (f"/sager/{OTHER}/dokumenter/{OTHER}-D01/beslutninger", {"beslutning": "x", "slags": "unchanged"}),
            (f"{CASE}/dokumenter/{OTHER}-D01/beslutninger", {"beslutning": "x", "slags": "unchanged"}),
            (f"{CASE}/dokumenter/{OTHER}-D01/indkaldelse", {}),
            (f"{CASE}/moeder/7", {"handling": "aflys", "reason": "x"}),
            (f"{CASE}/opgaver", {"opgave": "o1aaaa", "status": "done"}),
        ],
    )
    def test_are_not_there(self, site, path, told):
        other_case(site)

        site.browser.post(path, {"csrf_token": site.browser.token()} | told, status=404)

        with site.system.reading() as root:
            assert root.sager[OTHER].moeder["1"].state == "held"
            assert [d.label for d in root.sager[OTHER].dokumenter.in_order()] == [f"{OTHER}-D01"]

    @pytest.mark.parametrize("meeting", ["7", "0", "-1", "1; drop", "ny:", "ny:cluster", "ny:__class__"])
    def test_nor_are_meetings_that_do_not_exist(self, site, meeting):
        other_case(site)

        begin(site, "kui.notice", meeting, status=422)

        with site.system.reading() as root:
            assert not root.sager[making.CASE_NO].dokumenter.in_order()
            assert not root.sager[making.CASE_NO].moeder.in_order()

    @pytest.mark.parametrize("attendance", ["", "ja", "present "])
    def test_nor_answers_that_no_form_has(self, site, attendance):
        number = meeting_of(site, "clarification", "convened")
        told = {"kom-p1": "present", "kom-p2": attendance, "kom-x": "present"}

        site.browser.post(
            f"{CASE}/moeder/{number}", {"csrf_token": site.browser.token(), "handling": "hold"} | told, status=422
        )

    def test_no_post_without_the_token_of_the_session(self, site):
        number = meeting_of(site, "clarification", "convened")

        site.browser.post(f"{CASE}/moeder/{number}", {"handling": "aflys", "reason": "x"}, status=400)

        with site.system.reading() as root:
            assert root.sager[making.CASE_NO].moeder[number].state == "convened"
            assert root_of(root.sager[making.CASE_NO]) is root

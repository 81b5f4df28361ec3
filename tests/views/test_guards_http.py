"""Each row of the guard tables refuses a post, through the pages: its sentence is told, and nothing is changed.

A new row without a twin makes ``test_every_row_has_a_twin`` fail.
"""

import pytest

from kuidocs.domain import case_states, meeting_states, next_fora
from kuidocs.domain.case_states import TRANSFER, WITHDRAW
from kuidocs.domain.guards import Move, choose
from kuidocs.domain.meeting_states import CANCEL, CLOSE, CONVENE, CONVERT, HOLD, MOVE
from kuidocs.domain.meetings import CASE_STATES, MEETING_TYPES, STATES
from kuidocs.usecases import involvement
from kuidocs.usecases.cases import case_facts
from kuidocs.usecases.meeting_reading import fora_facts, meeting_facts
from tests import factories
from tests.usecases import gatherings
from tests.usecases.gatherings import consented, invited, planned
from tests.views import making
from tests.views.twins import (
    ENDING,
    FORA_TWINS,
    OF_CASES,
    OF_MEETINGS,
    TOLD,
    Twin,
    before,
    come,
    convened,
    in_state,
    waiting,
    words,
)
from tests.web import CASE

TODAY = factories.NOW.date()
METTE = {"user_id": "mette", "name": "Mette Lindekrone"}


def said(page):
    return words(page.html.get_text(" ", strip=True))


def test_every_row_has_a_twin():
    rows = {(move.act, kind, guard.name) for move in meeting_states.MOVES for kind, guard in _kinds(move)}
    assert rows == set(OF_MEETINGS)
    assert {(move.act, guard.name) for move in case_states.MOVES for guard in move.guards} == set(OF_CASES)
    assert {guard.name for forum in next_fora.FORA for guard in forum.guards} == set(FORA_TWINS)


def _kinds(move: Move):
    """Name the kinds of a row; only convening has a row for each."""
    kinds = move.kinds if move.act == CONVENE else {""}
    return [(kind, guard) for kind in kinds for guard in move.guards]


class Posting:
    """A case made by a twin, and what is posted to it."""

    def __init__(self, site, twin):
        self.site, self.where, self.twin = site, CASE, twin
        making.change(site, self._make)
        site.browser.log_in(twin.user)

    def _make(self, case):
        found = self.twin.make(case)
        self.number = getattr(found, "number", None)
        if self.number:
            self.where = f"{CASE}/moeder/{self.number}"

    def ask(self, question):
        with self.site.system.reading() as root:
            case = root.sager[making.CASE_NO]
            return question(case, case.moeder.get(str(self.number)))

    def stands(self):
        """Return all that an act could have changed."""
        return self.ask(
            lambda case, _: (
                case.state,
                case.facts,
                [(m.number, m.state, m.meeting_type, m.facts) for m in case.moeder.in_order()],
                [(d.label, d.facts, len(d.versions), d.draft) for d in case.dokumenter.in_order()],
            )
        )

    def refused(self, status, sentence, path="", **told):
        before = self.stands()
        data = {"csrf_token": self.site.browser.token()} | told
        page = self.site.browser.post(CASE + path if path else self.where, data, status=status)
        assert words(sentence) in said(page)
        assert self.stands() == before


def ids(key):
    return "-".join(filter(None, key))


@pytest.mark.parametrize("key", OF_MEETINGS, ids=ids)
def test_a_meeting_stays_as_it_is(site, key):
    act, _, name = key
    twin = OF_MEETINGS[key]
    posting = Posting(site, twin)

    def sentence(case, meeting):
        told = {field.removeprefix("kom-"): value for field, value in twin.post.items() if field.startswith("kom-")}
        facts = meeting_facts(case, meeting, TODAY, told=told)
        row = choose(meeting_states.MOVES, act, meeting.state, meeting.meeting_type)
        return next(guard for guard in row.guards if guard.name == name).said(facts)

    posting.refused(422, posting.ask(sentence), handling=act, **twin.post)


@pytest.mark.parametrize("key", OF_CASES, ids=ids)
def test_a_case_stays_where_it_is(site, key):
    act, name = key
    posting = Posting(site, OF_CASES[key])

    def sentence(case, _):
        row = choose(case_states.MOVES, act, case.state)
        return next(guard for guard in row.guards if guard.name == name).said(case_facts(case, TODAY))

    posting.refused(422, posting.ask(sentence), "/fase", handling=act, **OF_CASES[key].post)


@pytest.mark.parametrize(
    ("kind", "name"), [(forum.meeting_type, guard.name) for forum in next_fora.FORA for guard in forum.guards]
)
def test_a_meeting_that_may_not_come_next_is_not_planned(site, kind, name):
    posting = Posting(site, FORA_TWINS[name])

    def sentence(case, _):
        return next(g for g in next_fora.BY_TYPE[kind].guards if g.name == name).said(fora_facts(case))

    posting.refused(422, posting.ask(sentence), "/nyt-dokument", form="kui.notice", moede=f"ny:{kind}")


# Whoever is not named


def written_by_mette(make):
    """Mette has written in the case, and has no other part in it."""

    def also(case):
        found = make(case)
        making.paper(case, "kui.contact_note", {}, by=METTE)
        involvement.refresh(case)
        return found

    return also


WHO = {
    (CONVENE, kind): waiting(kind) for kind in MEETING_TYPES
} | {
    (HOLD, ""): convened(),
    (CONVERT, ""): come("held", came="absent"),
    (CLOSE, ""): come("minuted"),
    (MOVE, ""): convened(),
    (CANCEL, ""): convened(),
}  # fmt: skip


@pytest.mark.parametrize(("act", "kind"), WHO)
def test_who_is_not_named_does_nothing_with_a_meeting(site, act, kind):
    posting = Posting(site, Twin(written_by_mette(WHO[act, kind]), TOLD, "mette"))
    row = posting.ask(lambda _, m: choose(meeting_states.MOVES, act, m.state, m.meeting_type))

    posting.refused(403, row.who_says, handling=act, reason="Fordi.", **TOLD)


def test_every_act_on_a_meeting_has_somebody_who_may_not():
    assert {act for act, _ in WHO} == {move.act for move in meeting_states.MOVES}


@pytest.mark.parametrize("move", [m for m in case_states.MOVES if m.act != WITHDRAW], ids=lambda move: move.act)
def test_who_is_not_named_does_not_move_a_case(site, move):
    user = "jonas" if move.act == TRANSFER else "mette"
    posting = Posting(site, Twin(written_by_mette(in_state(sorted(move.source)[0])), {}, user))

    posting.refused(403, move.who_says, "/fase", handling=move.act, reason="Fordi.")


def test_who_may_not_even_write_in_a_case_withdraws_no_consent(site):
    """Everybody with a task may; an ad hoc one tells the plan coordinator."""

    def make(case):
        consented(case)
        rows = [*invited(case, "clarification"), gatherings.row(case, "Camilla Egeskov", "ad_hoc", rid="p8")]
        planned(case, "clarification", participants=rows)

    posting = Posting(site, Twin(make, {}, "camilla"))

    posting.refused(403, "adgang", "/fase", handling=WITHDRAW, withdrawn_on="2026-11-21")


@pytest.mark.parametrize("forum", next_fora.FORA, ids=lambda forum: forum.meeting_type)
def test_who_is_not_named_plans_no_meeting(site, forum):
    kind = forum.meeting_type
    posting = Posting(site, Twin(written_by_mette(lambda case: before(case, kind)), {}, "mette"))

    posting.refused(403, forum.who_says, "/nyt-dokument", form="kui.notice", moede=f"ny:{kind}")


# Another state: the page was old


@pytest.mark.parametrize("state", sorted(set(STATES) - {"rescheduled"}))
def test_a_page_that_is_older_than_the_meeting_changes_nothing(site, state):
    def make(case):
        meeting = waiting("followup_with_young")(case)
        meeting.state = state
        return meeting

    posting = Posting(site, Twin(make))
    for act in {m.act for m in meeting_states.MOVES} - {m.act for m in meeting_states.MOVES if state in m.source}:
        posting.refused(409, "Genindlæs siden", handling=act, reason="Fordi.", **TOLD)


@pytest.mark.parametrize("state", sorted(CASE_STATES))
def test_a_page_that_is_older_than_the_case_changes_nothing(site, state):
    posting = Posting(site, Twin(in_state(state)))
    for act in {m.act for m in case_states.MOVES} - {m.act for m in case_states.MOVES if state in m.source}:
        posting.refused(409, "Genindlæs siden", "/fase", handling=act, withdrawn_on="2026-11-21", **ENDING)


def test_only_a_followup_with_the_young_person_becomes_one_without(site):
    posting = Posting(site, Twin(come("held", "coordination", came="absent")))

    posting.refused(409, "Genindlæs siden", handling=CONVERT)


def test_an_act_that_no_table_has_is_none(site):
    posting = Posting(site, Twin(convened()))

    posting.refused(422, "Vælg, hvad der skal gøres med mødet", handling="slet")
    posting.refused(409, "Genindlæs siden", "/fase", handling="slet")


# A page that is sent twice, and two tabs


def test_the_same_page_twice_does_one_thing(site):
    posting = Posting(site, Twin(waiting("clarification")))
    data = {"csrf_token": site.browser.token(), "handling": CONVENE, "__token__": "abc"}
    site.browser.post(posting.where, data, status=303)
    stands = posting.stands()

    site.browser.post(posting.where, data, status=303)

    assert posting.stands() == stands
    posting.refused(409, "Genindlæs siden", handling=CONVENE, __token__="another tab")


def test_the_same_withdrawal_twice_is_one(site):
    posting = Posting(site, Twin(in_state("opened")))
    data = {"csrf_token": site.browser.token(), "handling": WITHDRAW, "withdrawn_on": "2026-11-21", "__token__": "abc"}
    site.browser.post(f"{CASE}/fase", data, status=303)
    stands = posting.stands()

    site.browser.post(f"{CASE}/fase", data, status=303)

    assert posting.stands() == stands

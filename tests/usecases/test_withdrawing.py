"""A consent, or a part of it, is withdrawn at once; who is in the case is told; nothing comes back by a draft."""

from datetime import date

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.withdrawing import LETTER, SUBJECT, WHOLE, parts
from kuidocs.usecases import consent_telling, documents, involvement, withdrawing
from kuidocs.usecases.consent_ledger import history, ledger_of, typed_in, why_not
from kuidocs.usecases.consent_telling import NOTIFIED, TOLD
from kuidocs.usecases.withdrawing import PARTLY, Said
from tests.usecases import gatherings
from tests.views import making

TODAY = date(2026, 11, 21)
PPR, SSP, DOCTOR = "afdeling:aaaaaaaaaaaa", "afdeling:ssssssssssss", "uden:xxxxxxxxxxxx"
MAY = ["share", "receive"]
RECIPIENTS = [
    {"rid": PPR[-12:], "department": "PPR", "may": MAY},
    {"rid": "d" * 12, "department": "Den Kommunale Ungeindsats", "may": MAY},
    {"rid": SSP[-12:], "department": "SSP", "may": MAY},
]
OUTSIDE = [{"rid": DOCTOR[-12:], "organisation": "Egen læge", "information": "Kun om henvisningen"}]


def said(*gone, **more):
    told = {"giver": "Freja", "channel": "sms", "on": TODAY, "words": "»Ikke mere.«"} | more
    return Said(frozenset(gone), **told)


@pytest.fixture
def paper(world):
    world.case.state = "following_up"
    found = gatherings.consented(world.case, recipients=RECIPIENTS, external_parties=OUTSIDE)
    making.paper(world.case, "kui.notice", {"participants": gatherings.invited(world.case, "coordination")})
    return found


def withdraw(world, what, user="jonas", token="", version=1):
    withdrawing.withdraw(world.case, world.drafts, world.act(user, token), what, version=version)


def jobs(world):
    return [job for job in world.root.job.values() if job.kind == consent_telling.KIND]


def test_all_of_it(world, paper):
    withdraw(world, said(WHOLE), token="t1")

    (fact,) = paper.facts_of("withdrawn_at")
    assert fact["data"] == {"value": "2026-11-21", "giver": "Freja", "channel": "sms"}
    assert paper.facts_of("withdrawn_note")[0]["data"]["value"] == "»Ikke mere.«"
    assert not ledger_of(world.case).covers("PPR", TODAY)
    assert world.case.state == "paused"


@pytest.mark.parametrize(
    ("gone", "covered", "not_covered"),
    [
        (PPR, ("SSP", "Egen læge"), "PPR"),
        (SSP, ("PPR", "Egen læge"), "SSP"),
        (DOCTOR, ("PPR", "SSP"), "Egen læge"),
    ],
)
def test_a_part_is_a_new_version_in_force(world, paper, gone, covered, not_covered):
    withdraw(world, said(gone))

    found = ledger_of(world.case)
    assert found.version == 2
    assert [found.covers(name, TODAY) for name in (*covered, not_covered)] == [True, True, False]
    assert paper.draft is None
    assert paper.shown_state(1) == "superseded"
    assert world.case.state == "following_up"
    (fact,) = paper.facts_of(PARTLY, 2)
    assert fact["data"]["value"] == [not_covered]
    assert fact["data"]["giver"] == "Freja"
    assert [job.kind for job in world.root.job.values()].count("seal") == 1


def test_a_type_of_information(world, paper):
    withdraw(world, said("type:health"))

    assert ledger_of(world.case).types == {"education"}
    assert paper.in_force().note == "Trukket tilbage: Helbred og behandling."


def test_the_same_page_twice_does_it_once(world, paper):
    withdraw(world, said(SSP), token="t1")
    withdraw(world, said(SSP), token="t1")

    assert [version.number for version in paper.versions] == [1, 2]
    assert len(jobs(world)) == 1


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (said(), "gone"),
        (said("afdeling:findesikke"), "gone"),
        (said("type:economy"), "gone"),
        (said(PPR, giver=" "), "giver"),
        (said(WHOLE, giver=""), "giver"),
        (said(PPR, channel=""), "channel"),
        (said(PPR, channel="fax"), "channel"),
        (said(PPR, on=None), "on"),
        (said(PPR, on=date(2026, 11, 22)), "on"),
        (said(PPR, on=date(2026, 9, 30)), "on"),
        (said(PPR, SSP), "too_little"),
        (said("type:health", "type:education"), "too_little"),
    ],
)
def test_what_is_not_said_rightly_changes_nothing(world, paper, what, code):
    with pytest.raises(Refused) as refused:
        withdraw(world, what)

    assert refused.value.code == code
    assert len(paper.versions) == 1
    assert not jobs(world)


def test_a_page_that_showed_another_version_is_refused(world, paper):
    withdraw(world, said(SSP))

    with pytest.raises(Conflict):
        withdraw(world, said(PPR))


def test_what_is_withdrawn_already_is_not_withdrawn_again(world, paper):
    withdraw(world, said(WHOLE))

    with pytest.raises(Conflict):
        withdraw(world, said(PPR))


def test_without_a_consent_nothing_is_withdrawn(world):
    with pytest.raises(Refused):
        withdraw(world, said(WHOLE))


@pytest.mark.parametrize("user", ["camilla", "anders"])
def test_who_is_only_there_for_a_meeting_tells_the_plan_coordinator(world, paper, user):
    world.case.involvements += (
        {"user_id": "camilla", "relation": "ad_hoc", "since": "2026-10-01", "until": "", "why": ""},
    )

    with pytest.raises(NotAllowed) as refused:
        withdraw(world, said(WHOLE), user)

    assert "plankoordinatoren" in refused.value.text
    assert not paper.facts_of("withdrawn_at")


def test_everybody_with_a_task_may(world, paper):
    withdraw(world, said(SSP), "louise")

    assert ledger_of(world.case).version == 2


def test_a_version_that_is_being_written_loses_the_same_and_comes_after(world, paper):
    documents.new_version(paper, world.drafts, world.act(), note="Nyt år")

    withdraw(world, said(SSP, "type:health"))

    draft = world.drafts.get(paper.id).content()
    assert [row["department"] for row in draft["recipients"]] == ["PPR", "Den Kommunale Ungeindsats"]
    assert draft["information_types"] == ["education"]
    assert paper.draft["number"] == 3
    assert paper.draft["note"] == "Nyt år"


def test_a_version_in_review_is_sent_back_first_but_all_can_be_withdrawn(world, paper):
    making.version(paper, paper.in_force().content(), number=2, waiting=["kirsten"], approved=False)

    with pytest.raises(Conflict):
        withdraw(world, said(SSP))
    withdraw(world, said(WHOLE))

    assert not ledger_of(world.case).holds_on(TODAY)


def test_a_rule_that_was_broken_before_does_not_keep_anybody_from_it(world, paper):
    assert ledger_of(world.case).givers[0].role == ""

    withdraw(world, said(SSP))

    assert not ledger_of(world.case).covers("SSP", TODAY)


class TestTelling:
    def test_the_others_in_the_case_are_told_and_then_the_day_is_noted(self, world, paper):
        withdraw(world, said(SSP))

        (job,) = jobs(world)
        message = consent_telling.message(world.root, job.arguments, "https://x.example/", world.act())
        assert (message.to, message.subject) == (world.root.medarbejdere["louise"].email, SUBJECT)
        assert message.text == LETTER.format(link="https://x.example/min-dag")
        assert "Freja" not in message.text
        for _ in range(2):
            consent_telling.delivered(world.root, job.arguments, world.act())
        assert len(paper.facts_of(TOLD)) == 1
        assert [fact["data"]["value"] for fact in paper.facts_of(NOTIFIED, 2)] == ["2026-11-21"]

    def test_not_before_all_are_told(self, world, paper):
        world.case.involvements += (
            {"user_id": "mette", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""},
        )
        withdraw(world, said(WHOLE))

        first, second = jobs(world)
        consent_telling.delivered(world.root, first.arguments, world.act())
        assert not paper.facts_of(NOTIFIED)
        consent_telling.delivered(world.root, second.arguments, world.act())
        assert paper.facts_of(NOTIFIED)

    def test_when_there_is_nobody_else_it_is_noted_at_once(self, world):
        paper = gatherings.consented(world.case, recipients=RECIPIENTS)
        involvement.refresh(world.case)

        withdraw(world, said(SSP))

        assert not jobs(world)
        assert paper.facts_of(NOTIFIED, 2)

    def test_who_has_left_or_has_no_address_is_not_mailed(self, world, paper):
        world.root.medarbejdere["louise"].email = ""

        withdraw(world, said(SSP))

        assert not jobs(world)


class TestHistory:
    def test_every_version_with_what_it_granted(self, world, paper):
        withdraw(world, said(SSP))

        newer, older = history(world.case)
        assert (newer.version.number, newer.in_force) == (2, True)
        assert (older.version.number, older.in_force) == (1, False)
        assert older.ledger.covers("SSP", TODAY)
        assert not newer.ledger.covers("SSP", TODAY)

    def test_none_without_a_consent(self, world):
        assert history(world.case) == []
        assert "intet samtykke" in why_not(world.case, "PPR", TODAY)


class TestTyping:
    def notice(self, world, **content):
        paper = making.paper(
            world.case, "kui.notice", {}, meeting=making.meeting(world.case, "coordination", "2026-12-08")
        )
        return typed_in(paper, content, TODAY)

    def row(self, department, relation="primary"):
        return {"department": department, "relation": relation}

    def test_a_department_that_is_not_covered_is_told_at_its_row(self, world, paper):
        rows = [self.row("PPR"), self.row("Borgerservice"), self.row("Borgerservice", "network"), self.row("")]

        (found,) = self.notice(world, participants=rows)

        assert found.path == ("participants", 1, "department")
        assert found.warning
        assert found.text.startswith("Borgerservice er ikke med i samtykket. Du kan skrive videre, men indkaldelsen")

    def test_the_day_of_the_meeting_counts(self, world, paper):
        rows = [self.row("PPR")]

        assert self.notice(world, participants=rows, meeting_date="2026-12-09") == []
        assert self.notice(world, participants=rows, meeting_date="ikke en dag") == []
        assert len(self.notice(world, participants=rows, meeting_date="2027-12-09")) == 1

    def test_two_departments_in_one_are_two(self, world, paper):
        found = self.notice(world, participants=[self.row("PPR/Borgerservice/Jura")])

        assert len(found) == 2

    def test_what_cannot_be_read_is_no_row(self, world, paper):
        assert self.notice(world, participants="x") == self.notice(world, participants=["x", {"department": 3}]) == []

    def test_without_a_day_it_is_today(self, world):
        paper = making.paper(world.case, "kui.contact_note", {})

        (found,) = typed_in(paper, {"participants": [self.row("PPR")]}, TODAY)

        assert "der kan ikke deles med afdelingen" in found.text


def test_parts_of_a_consent():
    content = {"recipients": RECIPIENTS[:1], "external_parties": OUTSIDE, "information_types": ["health", "nyt"]}

    assert [(part.id, part.label) for part in parts(content)] == [
        (PPR, "PPR"),
        (DOCTOR, "Egen læge"),
        ("type:health", "Helbred og behandling"),
        ("type:nyt", "nyt"),
    ]

"""The table of signers, and what is computed of facts."""

from datetime import date

import pytest

from kuidocs.domain import signing
from kuidocs.domain.documents import KINDS
from kuidocs.domain.errors import Conflict
from kuidocs.domain.signing import CUSTODY, LATER, REFUSED, SIGNED, WAITING, Known, People

YOUNG, MOTHER, FATHER = Known("Malthe", "a1"), Known("Anja", "a2", words="Mor"), Known("Torben", "a3", words="Far")
CHAIR, JONAS = Known("Mette", "a4", "mette"), Known("Jonas", "a5", "jonas")
DAY = date(2026, 6, 22)


def people(age, **more):
    return People(YOUNG, date(DAY.year - age, 1, 1), (MOTHER, FATHER), CHAIR, JONAS, **more)


def names(form, age):
    return [one.name for one in signing.signers(form, people(age), DAY)]


@pytest.mark.parametrize(
    ("form", "age", "expected"),
    [
        ("kui.consent", 14, ["Anja", "Torben"]),
        ("kui.consent", 15, ["Malthe"]),
        ("kui.consent", 18, ["Malthe"]),
        ("kui.minutes.clarification", 16, ["Mette"]),
        ("kui.minutes.followup_without_young", 16, ["Mette"]),
        ("kui.minutes.coordination", 17, ["Mette", "Malthe", "Anja", "Torben"]),
        ("kui.minutes.followup_with_young", 18, ["Mette", "Malthe"]),
        ("kui.education_plan", 17, ["Malthe", "Anja", "Torben", "Jonas"]),
        ("kui.education_plan", 18, ["Malthe", "Jonas"]),
        ("kui.notice", 17, []),
        ("kui.contact_note", 17, []),
        ("noget.andet", 17, []),
    ],
)
def test_who_signs_what(form, age, expected):
    assert names(form, age) == expected


def test_every_kind_that_is_signed_has_its_line_and_no_other():
    assert set(signing.SIGNERS) == {key for key, kind in KINDS.items() if kind.signed}


def test_somebody_who_is_not_named_is_not_asked():
    nobody = People(YOUNG, date(2008, 1, 1))

    assert signing.signers("kui.minutes.clarification", nobody, DAY) == ()


def test_the_same_person_is_asked_once_in_a_role():
    twice = People(YOUNG, date(2010, 1, 1), (MOTHER, MOTHER))

    assert [one.name for one in signing.signers("kui.education_plan", twice, DAY)] == ["Malthe", "Anja"]


def test_how_somebody_may_sign_and_is_called():
    found = {one.name: one for one in signing.signers("kui.education_plan", people(17), DAY)}

    assert found["Jonas"].methods == ("login", "paper")
    assert found["Anja"].methods == ("mitid", "paper")
    assert found["Anja"].as_what == "Mor, forældremyndighed"
    assert signing.Signer("x", CUSTODY, "N").as_what == "Forælder med forældremyndighed"


def fact(kind, number=1, /, **data):
    return {"id": f"{kind}{data.get('sid', '')}", "kind": kind, "about": {"number": number}, "data": data}


ASKED = signing.signers("kui.education_plan", people(17), DAY)
SIDS = {one.name: one.sid for one in ASKED}


def states(*facts, asked=ASKED):
    return {one.signer.name: one.state for one in signing.requests(facts, 1, asked)}


def test_the_facts_say_who_was_asked_and_what_was_answered():
    written = fact("signing_asked", signers=[one.plain() for one in ASKED])
    no = fact("signature", sid=SIDS["Torben"], outcome=REFUSED)

    found = states(written, no, fact("signature", 2, sid=SIDS["Anja"], outcome=SIGNED), asked=())

    assert found == {"Malthe": WAITING, "Anja": WAITING, "Torben": REFUSED, "Jonas": LATER}


def test_a_signature_from_a_file_answers_nobody():
    assert states(fact("signature", outcome=SIGNED))["Malthe"] == WAITING


def test_in_parallel_nobody_waits_for_the_others():
    assert states(fact("signing_order", parallel=True))["Jonas"] == WAITING
    assert states(fact("signing_order", parallel=True), fact("signing_order", parallel=False))["Jonas"] == LATER


def test_a_deputy_stands_in_the_place():
    mette = {"name": "Mette", "actor_id": "a4", "user_id": "mette"}
    found = signing.requests([fact("signing_deputy", sid=SIDS["Jonas"], **mette)], 1, ASKED)

    assert [(one.signer.user_id, one.deputy_for) for one in found if one.signer.user_id] == [("mette", "Jonas")]
    assert signing.asked_users([fact("signing_deputy", sid="x", **mette), fact("approved")]) == {"mette"}


def test_all_have_answered():
    found = signing.requests([fact("signature", sid=sid, outcome=SIGNED) for sid in SIDS.values()], 1, ASKED)

    assert signing.all_answered(found)
    assert not signing.all_answered(())
    assert not signing.all_answered(signing.requests([], 1, ASKED))
    assert not any(one.open for one in found)
    assert signing.answers_key(found) != signing.answers_key(found[:2])


def test_an_unanswered_request_has_no_data():
    assert signing.requests([], 1, ASKED)[0].data == {}
    assert signing.Answering(None, SIGNED).name == ""


def test_what_is_received_waits_for_its_seal_and_for_nothing_else():
    ida, freja = SIDS["Anja"], SIDS["Malthe"]
    came = fact("signing_received", sid=ida, artefact="a1")
    sealed = fact("signature", sid=ida, outcome=SIGNED, received="a1")

    assert signing.received([came], 1, ida)
    assert not signing.received([came], 1, freja)
    assert not signing.received([came], 2, ida)
    assert not signing.received([came, sealed], 1, ida)
    assert not signing.received([], 1, ida)


@pytest.mark.parametrize("kind", [signing.PAPER, signing.MITID, REFUSED, signing.NO_ANSWER])
def test_nobody_answers_twice_while_the_seal_is_waited_for(kind):
    (request, *_) = signing.requests([], 1, ASKED)
    with pytest.raises(Conflict, match="bliver forseglet"):
        signing.check(kind, signing.Answering(request, SIGNED, sealed="a", received=True))


def test_codes_belong_to_one_file_and_one_signer_and_are_read_as_people_type():
    codes = {signing.paper_code(file * 64, sid) for file in "ab" for sid in ("x", "y")}

    assert len(codes) == 4
    for code in codes:
        assert signing.typed_code(code) == signing.typed_code(f" {code.lower().replace('-', ' ')} ") == code
    assert signing.typed_code("oil-u") == "011V"

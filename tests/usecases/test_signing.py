"""Asking for signatures and taking the answers: each answer, and each that is refused."""

import pytest

from kuidocs.domain import signing, workflow
from kuidocs.domain.attachments import FileRefused
from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.domain.signing import LATER, LOGIN, NO_ANSWER, PAPER, REFUSED, SIGNED, WAITING
from kuidocs.resources.base import place
from kuidocs.services.inspection import InlineInspection
from kuidocs.usecases import people
from kuidocs.usecases import signing as asking
from kuidocs.usecases.printing import at_approval
from tests import hostile_files as files
from tests.views import making

PLAN, MINUTES = "kui.education_plan", "kui.minutes.coordination"
YOUNG, MOTHER, JONAS = "Freja Lundsgaard Holm", "Ida Holm", "Jonas Ravnsborg"
TODAY = making.today()
DAYS = {"": "hvilken dag", "i går": "hvilken dag", "2027-01-01": "hvilken dag", "2026-11-20": "fandtes ikke"}


def a_plan(world, *, sealed=True, form=PLAN, **content):
    """An approved plan, with its sealed file."""
    document = making.paper(world.case, form, content)
    version = document.versions[-1]
    facts = at_approval(document, version, JONAS, "2026-10-01T10:30:00+02:00")
    document.facts[-1]["data"]["render_facts"] = facts.plain()
    if sealed:
        document.files = (place(making.sealed(b"%PDF-1.7 body"), document, "1.pdf"),)
    return document, version


def of(document, version, name):
    return next(one for one in asking.requests(document, version) if one.signer.name == name)


def states(document, version):
    return {one.signer.name: one.state for one in asking.requests(document, version)}


def say_no(world, document, version, name, words="Nej tak.", **more):
    sid = of(document, version, name).signer.sid
    told = {"sid": sid, "day": TODAY, "words": words} | more
    asking.refuse(document, version, world.act(token=more.pop("token", "")), **told)


def scanned(world, document, version, name, *, code=None, data=None, token="", **more):
    sid = of(document, version, name).signer.sid
    right = signing.paper_code(asking.sealed_body(document, version), sid)
    told = {"code": code or right, "day": TODAY, "data": data or files.pdf(), "name": "scan.pdf"} | more
    act = world.act(token=token)
    return asking.take_scan(document, version, act, inspection=InlineInspection(), **told)


def log_in_sign(world, document, version, name=JONAS, user="jonas", *, shown=None, token="", prove=lambda: "password"):
    sid = of(document, version, name).signer.sid
    shown = asking.sealed_body(document, version) if shown is None else shown
    asking.sign(document, version, world.act(user, token), sid=sid, shown=shown, prove=prove)


# Who is asked, and when.


def test_a_plan_asks_the_young_person_both_parents_and_the_coordinator_last(world):
    document, version = a_plan(world)

    assert states(document, version) == {YOUNG: WAITING, MOTHER: WAITING, JONAS: LATER}


def test_minutes_ask_the_chair_and_the_family_at_once(world):
    document, version = a_plan(world, form=MINUTES, chair=people.reference(world.case, world.root.medarbejdere, JONAS))

    assert states(document, version) == {JONAS: WAITING, YOUNG: WAITING, MOTHER: WAITING}
    assert [one.signer.voluntary for one in asking.requests(document, version)] == [False, True, True]


def test_a_chair_from_outside_signs_on_paper(world):
    document, version = a_plan(world, form=MINUTES, chair={"text": "Kim Udefra"})

    assert of(document, version, "Kim Udefra").signer.methods == ("mitid", "paper")


def test_a_notice_and_a_draft_ask_nobody(world):
    notice, version = a_plan(world, form="kui.notice")
    draft = making.paper(world.case, PLAN, {}, approved=False)

    assert asking.requests(notice, version) == asking.requests(draft, draft.versions[-1]) == ()


def test_signatures_of_a_file_that_was_imported_are_not_asked_for_again(world):
    document, version = a_plan(world)
    document.facts[-1]["data"]["source"] = "import"

    assert asking.requests(document, version) == ()


def test_who_is_asked_is_written_down_at_the_approval_and_does_not_change_with_the_family(world):
    document, version = a_plan(world)
    asking.ask(document, version, world.act())
    world.case.person.custody = ()

    assert MOTHER in states(document, version)


def test_nobody_is_asked_of_what_is_not_signed(world):
    document, version = a_plan(world, form="kui.notice")
    asking.ask(document, version, world.act())

    assert document.facts_of(signing.ASKED) == []


# The coordinator's turn.


def test_the_coordinator_signs_when_the_others_have_answered(world):
    document, version = a_plan(world)
    with pytest.raises(Conflict, match="ikke tid til Jonas"):
        log_in_sign(world, document, version)

    say_no(world, document, version, YOUNG)
    scanned(world, document, version, MOTHER)
    log_in_sign(world, document, version)

    assert states(document, version) == {YOUNG: REFUSED, MOTHER: SIGNED, JONAS: SIGNED}
    assert document.shown_state(1) == workflow.SIGNED


def test_all_may_sign_at_once_when_somebody_says_so(world):
    document, version = a_plan(world)
    asking.set_order(document, version, world.act(token="t"), parallel=True)
    asking.set_order(document, version, world.act(token="t"), parallel=False)

    log_in_sign(world, document, version)

    assert states(document, version) == {YOUNG: WAITING, MOTHER: WAITING, JONAS: SIGNED}
    assert document.facts_of(signing.COMPLETE) == []


# Log-in.


def test_a_signature_by_log_in_keeps_what_was_signed_and_how_it_was_proved(world):
    document, version = a_plan(world)
    asking.set_order(document, version, world.act(), parallel=True)
    log_in_sign(world, document, version, token="page")
    log_in_sign(world, document, version, token="page", prove=lambda: pytest.fail("asked twice"))

    (fact,) = document.facts_of("signature")
    told = fact["data"]
    assert (told["method"], told["proved_by"], told["sealed_sha256"]) == (LOGIN, "password", document.files[0].sha256)
    assert told["signer"]["text"] == JONAS


def test_nobody_signs_for_another(world):
    document, version = a_plan(world)
    asking.set_order(document, version, world.act(), parallel=True)

    with pytest.raises(Refused, match="Kun Jonas"):
        log_in_sign(world, document, version, user="birgitte")
    with pytest.raises(Refused, match="på den måde"):
        log_in_sign(world, document, version, MOTHER)
    assert document.facts_of("signature") == []


def test_who_does_not_prove_it_has_not_signed(world):
    document, version = a_plan(world)
    asking.set_order(document, version, world.act(), parallel=True)

    def wrong():
        raise Refused("password", "forkert")

    with pytest.raises(Refused, match="forkert"):
        log_in_sign(world, document, version, prove=wrong)
    assert document.facts_of("signature") == []


def test_what_was_shown_must_be_what_is_signed(world):
    document, version = a_plan(world)
    asking.set_order(document, version, world.act(), parallel=True)

    with pytest.raises(Conflict, match="Siden er gammel"):
        log_in_sign(world, document, version, shown="00" * 32)


def test_nothing_is_signed_before_it_is_sealed(world):
    document, version = a_plan(world, sealed=False)
    asking.set_order(document, version, world.act(), parallel=True)

    with pytest.raises(Conflict, match="forseglet lige nu"):
        log_in_sign(world, document, version)


def test_a_signature_cannot_be_made_twice_or_taken_back(world):
    document, version = a_plan(world)
    scanned(world, document, version, MOTHER)

    with pytest.raises(Conflict, match="allerede skrevet under"):
        scanned(world, document, version, MOTHER)
    with pytest.raises(Conflict, match="allerede skrevet under"):
        say_no(world, document, version, MOTHER)


def test_an_archived_case_takes_no_signature(world):
    document, version = a_plan(world)
    world.case.state = "archived"

    with pytest.raises(Conflict, match="arkiveret"):
        say_no(world, document, version, MOTHER)


# Paper.


def test_a_scan_finds_its_signer_by_the_code_and_stays_with_the_version(world):
    document, version = a_plan(world)
    body, sid = asking.sealed_body(document, version), of(document, version, MOTHER).signer.sid
    typed = signing.paper_code(body, sid).lower().replace("-", " ")

    found = scanned(world, document, version, YOUNG, code=typed, token="t")
    again = scanned(world, document, version, YOUNG, code=typed, token="t")

    assert found.signer.name == again.signer.name == MOTHER
    (artefact,) = document.artefacts
    assert document["underskriftsbilag"][artefact.id].bytes().startswith(b"%PDF-")
    told = of(document, version, MOTHER).data
    assert (told["method"], told["artefact"]["sha256"]) == (PAPER, artefact.sha256)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "0" * 500, "å", "../../etc"])
def test_a_wrong_code_is_nobodys(world, code):
    document, version = a_plan(world)

    with pytest.raises(Refused, match="Koden passer ikke"):
        scanned(world, document, version, MOTHER, code=code or "-")
    assert document.artefacts == ()


def test_the_code_of_another_version_is_told(world):
    document, version = a_plan(world)
    code = signing.paper_code(asking.sealed_body(document, version), of(document, version, MOTHER).signer.sid)
    making.version(document, {"x": 1}, number=2)
    document.files = (*document.files, place(making.sealed(b"%PDF-1.7 two", 2), document, "2.pdf"))
    second = document.versions[-1]

    with pytest.raises(Refused, match="version 1"):
        scanned(world, document, second, MOTHER, code=code)


def test_a_file_that_is_not_taken_leaves_nothing(world):
    document, version = a_plan(world)

    with pytest.raises(FileRefused):
        scanned(world, document, version, MOTHER, data=files.action("JavaScript", JS="app.alert(1)"))
    assert (document.artefacts, states(document, version)[MOTHER]) == ((), WAITING)


@pytest.mark.parametrize(("day", "words"), DAYS.items())
def test_paper_wants_a_day_that_has_been_and_on_which_there_was_a_page_to_sign(world, day, words):
    document, version = a_plan(world)
    with pytest.raises(Refused, match=words):
        scanned(world, document, version, MOTHER, day=day)


# No, thank you.


def test_a_refusal_keeps_the_words_and_can_be_changed(world):
    document, version = a_plan(world)
    say_no(world, document, version, MOTHER, "Jeg vil vide mere først.")
    assert of(document, version, MOTHER).data["words"] == "Jeg vil vide mere først."

    scanned(world, document, version, MOTHER)

    assert states(document, version)[MOTHER] == SIGNED


@pytest.mark.parametrize("words", ["", "  \n", "x" * 2001, "\ue000 privat"])
def test_a_refusal_wants_words_that_can_be_printed(world, words):
    document, version = a_plan(world)

    with pytest.raises(Refused):
        say_no(world, document, version, MOTHER, words)
    assert states(document, version)[MOTHER] == WAITING


def test_the_same_page_refuses_once(world):
    document, version = a_plan(world)
    sid = of(document, version, MOTHER).signer.sid
    for _ in range(2):
        asking.refuse(document, version, world.act(token="t"), sid=sid, day=TODAY, words="Nej.")

    assert len(document.facts_of("signature")) == 1


def test_who_is_not_asked_cannot_refuse(world):
    document, version = a_plan(world)

    with pytest.raises(Refused, match="Vælg, hvem"):
        asking.refuse(document, version, world.act(), sid="nobody", day=TODAY, words="Nej.")


def test_who_never_answers_does_not_stop_the_others(world):
    document, version = a_plan(world)
    for name in (YOUNG, MOTHER):
        sid = of(document, version, name).signer.sid
        with pytest.raises(Refused, match="forsøgt"):
            asking.give_up(document, version, world.act(), sid=sid, words=" ")
        asking.give_up(document, version, world.act(), sid=sid, words="Ringet to gange.")

    log_in_sign(world, document, version)

    assert states(document, version) == {YOUNG: NO_ANSWER, MOTHER: NO_ANSWER, JONAS: SIGNED}


# In somebody's place.


def test_a_colleague_signs_in_the_place_of_one_who_cannot(world):
    document, version = a_plan(world)
    sid = of(document, version, JONAS).signer.sid
    birgitte = world.root.medarbejdere["birgitte"].name
    for _ in range(2):
        asking.put_in_place(document, version, world.act(token="t"), sid=sid, name=birgitte, why="Jonas er syg.")
    asking.set_order(document, version, world.act(), parallel=True)

    log_in_sign(world, document, version, birgitte, "birgitte")

    found = of(document, version, birgitte)
    assert (found.state, found.deputy_for, found.data["deputy_for"]) == (SIGNED, JONAS, JONAS)


@pytest.mark.parametrize(
    ("name", "more", "text"),
    [
        (MOTHER, {}, "Kun en medarbejder"),
        (JONAS, {"name": "Ingen Kendt"}, "fra listen"),
        (JONAS, {"why": " "}, "hvorfor"),
    ],
)
def test_a_deputy_is_refused(world, name, more, text):
    document, version = a_plan(world)
    told = {"name": world.root.medarbejdere["birgitte"].name, "why": "Syg."} | more

    with pytest.raises(Refused, match=text):
        asking.put_in_place(document, version, world.act(), sid=of(document, version, name).signer.sid, **told)


def test_a_deputy_for_nobody_is_not_found(world):
    document, version = a_plan(world)

    with pytest.raises(NotFound):
        asking.put_in_place(document, version, world.act(), sid="x", name="y", why="z")


# The 18th birthday.


def of_age(world, day="2008-11-21"):
    """Freja is of age on the day of the tests."""
    world.case.person.birth_date = day


def test_a_parent_who_was_asked_is_asked_no_longer_from_the_birthday_on(world):
    document, version = a_plan(world)
    asking.ask(document, version, world.act())
    of_age(world)

    with pytest.raises(Conflict, match="er fyldt 18 år og bestemmer selv"):
        scanned(world, document, version, MOTHER)
    assert states(document, version)[MOTHER] == WAITING


def test_what_a_parent_signed_on_paper_before_the_birthday_counts(world):
    document, version = a_plan(world)
    asking.ask(document, version, world.act())
    of_age(world)
    document.files[0].sealed_at = "2026-11-19T09:00:00+01:00"
    scanned(world, document, version, MOTHER, day="2026-11-20")

    assert states(document, version)[MOTHER] == SIGNED


def test_on_the_day_nobody_waits_for_the_parents_any_more(world):
    document, version = a_plan(world)
    asking.ask(document, version, world.act())
    assert asking.lapse(document, world.act()) == 0
    of_age(world)

    assert asking.lapse(document, world.act()) == 1
    assert asking.lapse(document, world.act()) == 0

    assert states(document, version) == {YOUNG: WAITING, MOTHER: NO_ANSWER, JONAS: LATER}
    assert of(document, version, MOTHER).data["words"] == asking.LAPSED


def test_a_paper_that_was_never_finished_asks_nobody_and_lets_go_of_nobody(world):
    of_age(world)

    assert asking.lapse(making.paper(world.case, PLAN, {}, approved=False), world.act()) == 0

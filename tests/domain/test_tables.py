"""The tables of meetings, documents, identities and refusals."""

from kuidocs.domain import documents, meetings
from kuidocs.domain.errors import BadRequest, Conflict, KuiError, NotAllowed, NotFound, Refused, not_found
from kuidocs.domain.identity import SYSTEM, Identity, command_line


def test_there_are_exactly_four_kinds_of_meeting_and_two_of_them_decide():
    deciding = {kind.id for kind in meetings.MEETING_TYPES.values() if kind.decides}

    assert len(meetings.MEETING_TYPES) == 4
    assert deciding == {"coordination", "followup_with_young"}


def test_meetings_that_decide_are_those_with_the_young_person():
    assert all(kind.decides == kind.with_young for kind in meetings.MEETING_TYPES.values())


def test_a_form_knows_its_meeting():
    assert meetings.type_of_form("kui.minutes.coordination") == "coordination"
    assert meetings.type_of_form("kui.consent") is None


def test_there_are_fourteen_kinds_of_document():
    assert len(documents.KINDS) == 14
    assert all(key == kind.form_key for key, kind in documents.KINDS.items())


def test_plan_and_consent_are_called_by_their_version():
    assert documents.title("kui.education_plan", 3) == "Uddannelsesplan, version 3"
    assert documents.title("kui.education_plan") == "Uddannelsesplan"
    assert documents.title("kui.notice", 2) == "Indkaldelse"


def test_each_refusal_has_its_status():
    statuses = {kind: kind.status for kind in (BadRequest, NotAllowed, NotFound, Conflict, Refused)}

    assert statuses == {BadRequest: 400, NotAllowed: 403, NotFound: 404, Conflict: 409, Refused: 422}
    assert isinstance(not_found(), KuiError)


def test_a_refusal_carries_code_sentence_and_facts():
    refused = Refused("note", "Skriv en note.", number=2)

    assert (refused.code, str(refused), refused.facts) == ("note", "Skriv en note.", {"number": 2})


def test_what_is_kept_of_a_person():
    jonas = Identity("jonas", "Jonas Ravnsborg", "Den Kommunale Ungeindsats", frozenset({"caseworker"}))

    assert jonas.as_data() == {"user_id": "jonas", "name": "Jonas Ravnsborg"}
    assert SYSTEM.user_id == "system"
    assert command_line("root").user_id == "system:cli"

"""What is ready to be filed, under which subject, and what is said when it is not taken."""

import pytest

from kuidocs.domain import filing
from kuidocs.domain.errors import Refused

NOTE, MINUTES = "kui.contact_note", "kui.minutes.coordination"


def fact(kind, number=1, **data):
    return {"kind": kind, "about": {"number": number, "round": 1}, "by": {}, "at": "", "data": data}


SENT, APPROVED, COMPLETE = fact("submitted"), fact("approved"), fact("signing_complete")
NEXT = [fact("submitted", 2), fact("approved", 2)]


@pytest.mark.parametrize("text", ["27.69.40", " 27.69.40\n", "00.00.00"])
def test_a_subject_is_six_digits_with_points(text):
    assert filing.check_kle(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "27", "27.69", "276940", "27.69.4", "27.69.400", "27-69-40", "27.69.40 G01", "٢٧.٦٩.٤٠", "27.69.40\n1"]
)
def test_everything_else_is_told_how_it_is_written(text):
    with pytest.raises(Refused, match=r"fx 27\.69\.40") as refused:
        filing.check_kle(text)

    assert refused.value.code == "kle"


@pytest.mark.parametrize(
    ("form", "facts", "ready"),
    [
        (NOTE, [], False),
        (NOTE, [SENT], False),
        (NOTE, [SENT, APPROVED], True),
        (MINUTES, [SENT, APPROVED], False),
        (MINUTES, [SENT, APPROVED, COMPLETE], True),
        (MINUTES, [SENT, APPROVED, *NEXT], True),
        (MINUTES, [SENT, APPROVED, fact("submitted", 2)], False),
        (NOTE, [fact("annulled")], False),
    ],
)
def test_a_version_is_ready_when_it_is_finished(form, facts, ready):
    assert filing.ready(form, facts, 1) is ready


@pytest.mark.parametrize(
    ("facts", "profile"),
    [
        ([SENT, APPROVED, COMPLETE], filing.BODY),
        ([SENT, APPROVED, fact("signing_asked"), COMPLETE], filing.SIGNED),
        ([SENT, APPROVED, fact("signing_asked"), *NEXT], filing.BODY),
        ([SENT, APPROVED, fact("signing_asked", 2), COMPLETE], filing.BODY),
    ],
)
def test_the_file_with_the_signatures_is_filed_where_people_were_asked_here(facts, profile):
    assert filing.profile(MINUTES, facts, 1) == profile


OURS, THEIRS = fact("filed", receipt="r", kle="27.69.40"), fact("filed", source="import")


@pytest.mark.parametrize(
    ("facts", "kle", "numbers"),
    [
        ([SENT, APPROVED], "27.69.40", [1]),
        ([SENT, APPROVED], "", [1]),
        ([SENT, APPROVED, OURS], "27.69.40", []),
        ([SENT, APPROVED, OURS], "27.69.41", [1]),
        ([SENT, APPROVED, OURS, fact("filed", receipt="r2", kle="27.69.41")], "27.69.41", []),
        ([SENT, APPROVED, THEIRS], "27.69.41", []),
        ([SENT, APPROVED, {**OURS, "data": None}], "27.69.41", []),
        ([SENT, APPROVED, OURS, *NEXT], "27.69.40", [2]),
        ([SENT, APPROVED, APPROVED], "27.69.40", [1]),
    ],
)
def test_what_has_to_be_filed(facts, kle, numbers):
    assert filing.to_file(NOTE, facts, kle) == numbers


def test_a_receipt_is_what_the_journal_has_answered():
    assert filing.receipts([SENT, APPROVED, THEIRS, OURS, fact("filed", 2, receipt="x")], 1) == [OURS]


@pytest.mark.parametrize(
    ("facts", "all_of_them"),
    [([SENT, APPROVED], False), ([SENT, APPROVED, OURS], True), ([SENT, APPROVED, OURS, *NEXT], False), ([], True)],
)
def test_every_approved_version_is_filed_or_not(facts, all_of_them):
    assert filing.all_filed(facts) is all_of_them


def test_every_kind_of_paper_goes_one_way():
    assert filing.direction("kui.notice") == filing.OUTGOING
    assert filing.direction("kui.followup_request") == filing.INCOMING
    assert filing.direction(NOTE) == filing.INTERNAL
    assert set(filing.DIRECTIONS) <= set(filing.KINDS)
    assert filing.label(NOTE) == "Kontaktnotat"
    assert [filing.papers(number) for number in (1, 2)] == ["ét dokument", "to dokumenter"]


@pytest.mark.parametrize("code", [*filing.FAILURES, "", "noget helt andet"])
def test_each_failure_says_what_happened_and_what_to_do(code):
    found = filing.failure(code)

    assert found.words.endswith(".")
    assert found.do.endswith(".")
    assert found.permanent is (found.do == filing.DRIFT and found is not filing.UNKNOWN)

"""Who hears of a meeting in which way, and what the mail says."""

from datetime import date

import pytest

from kuidocs.domain import notices
from kuidocs.domain.rules.people import FAMILY
from kuidocs.forms.shipped.vocabularies import PARTICIPANT_RELATION

TIME = notices.time_words(date(2026, 12, 8), "09:05", "14:40")


def test_every_relation_has_its_way():
    mailed = {name for name in PARTICIPANT_RELATION.labels if notices.way(name, "staff") == notices.MAIL}

    assert mailed == {"primary", "ad_hoc", "interpreter"}
    assert notices.way("secondary", "staff") == notices.CONTACT
    assert {notices.way(name, "external") for name in FAMILY} == {notices.IN_PERSON}
    assert notices.way("made up", "staff") == notices.IN_PERSON


@pytest.mark.parametrize("kind", ["young_person", "family"])
@pytest.mark.parametrize("relation", PARTICIPANT_RELATION.labels)
def test_the_family_is_never_mailed(relation, kind):
    assert notices.way(relation, kind) == notices.IN_PERSON


def test_whoever_gets_no_mail_is_told_why():
    assert "kontaktes" in notices.why_no_mail(notices.CONTACT, "a@b.example")
    assert "aldrig på mail" in notices.why_no_mail(notices.IN_PERSON, "a@b.example")
    assert "ingen mailadresse" in notices.why_no_mail(notices.MAIL, "")
    assert notices.why_no_mail(notices.MAIL, "a@b.example") == ""


@pytest.mark.parametrize("kind", notices.METHODS)
def test_a_letter_holds_a_time_and_a_link(kind):
    found = notices.letter(kind, TIME, "https://k.example/x", user=True, asks=False)

    assert found.subject == notices.SUBJECTS[kind]
    assert "tirsdag den 8. december 2026 kl. 9.05–14.40" in found.text
    assert "\nhttps://k.example/x\n" in found.text


def test_only_who_can_answer_in_kuidocs_is_asked():
    def asked(kind, **who):
        return notices.ASKS in notices.letter(kind, TIME, "x", **who).text

    assert asked(notices.INVITED, user=True, asks=True)
    assert asked(notices.MOVED, user=True, asks=True)
    assert not asked(notices.CANCELLED, user=True, asks=True)
    assert not asked(notices.INVITED, user=False, asks=True)
    assert not asked(notices.INVITED, user=True, asks=False)


def test_who_cannot_log_in_is_told_whom_to_ask():
    assert notices.OUTSIDE in notices.letter(notices.INVITED, TIME, "x", user=False, asks=False).text
    assert notices.OUTSIDE not in notices.letter(notices.INVITED, TIME, "x", user=True, asks=False).text


def test_input_is_asked_for_before_followups():
    asked = {kind for kind in ("clarification", "coordination", "followup_with_young", "followup_without_young", "x")
             if notices.asks_for_input(kind)}  # fmt: skip

    assert asked == {"followup_with_young", "followup_without_young"}
    assert not notices.asks_for_input("followup_made_up")


def test_counts_are_words():
    assert (notices.how_many(1), notices.how_many(4)) == ("Én får", "Fire får")


def test_the_link_leads_to_where_one_answers_for_those_who_can():
    def told(kind, user):
        return notices.ANSWER in notices.letter(kind, TIME, "x", user=user, asks=False).text

    assert told(notices.INVITED, user=True)
    assert told(notices.MOVED, user=True)
    assert not told(notices.CANCELLED, user=True)
    assert not told(notices.INVITED, user=False)

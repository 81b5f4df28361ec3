"""Short words are explained on papers that a young person reads."""

from kuidocs.domain.abbreviations import ABBREVIATIONS, explained, unexplained


def test_each_is_explained_once():
    found = explained(["Afsøgning på FGU, cykel", "FGU og PPR", "ingen"])

    assert found == [("FGU", "forberedende grunduddannelse"), ("PPR", ABBREVIATIONS["PPR"])]


def test_a_word_that_only_contains_one_is_none():
    assert explained(["FGUlinjen", "Fgu", "OSSP"]) == []


def test_what_nobody_can_explain_is_found():
    assert unexplained(["Tag til XYZ og FGU", "A", "I dag"]) == ["XYZ"]


def test_no_meaning_has_an_abbreviation_in_it():
    assert [words for words in ABBREVIATIONS.values() if explained([words]) or unexplained([words])] == []

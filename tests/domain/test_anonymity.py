"""What could give somebody away in a case is found, however it is written."""

import pytest

from kuidocs.domain.anonymity import BIRTH, CHECKS, CONTACT, NAME, NUMBER, PLACE, look, texts_of, verdict
from kuidocs.forms.cluster_texts import PACKAGE
from tests import factories

NAMES = ("Signe Overgaard Lykke", "Bo My Sol", "Hans-Peter Ø")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CPR 010203-1234", NUMBER),
        ("cpr 0102031234", NUMBER),
        ("010203 1234", NUMBER),
        ("01.02.03-1234", NUMBER),
        ("01 02 03 – 1234", NUMBER),
        ("800908-4991", NUMBER),
        ("01022003-1234", NUMBER),
        ("0 1 0 2 0 3 1 2 3 4", NUMBER),
        ("010203-xxxx", NUMBER),
        ("født 3. marts 2014", BIRTH),
        ("3/4-2014", BIRTH),
        ("den 3.4.14", BIRTH),
        ("2014-04-03", BIRTH),
        ("3. apr.", BIRTH),
        ("født i foråret 2011", BIRTH),
        ("bor på Skovvej 12", PLACE),
        ("H.C. Andersens Boulevard 3", PLACE),
        ("5500 Middelfart", PLACE),
        ("ring 12 34 56 78", CONTACT),
        ("+45 12345678", CONTACT),
        ("navn@skole.dk", CONTACT),
        ("Signe ringer", NAME),
        ("talte med LYKKE om det", NAME),
        ("Overgaards patient", NAME),
        ("OVERGAARDS PATIENT", NAME),
        ("overgaard ringede", NAME),
        ("Overgård og Overgårds søn", NAME),
        ("Over\u00adga\u200bard ringede", NAME),
        ("Hans ringer, og Peter svarer", NAME),
        ("familien Overgaarden", NAME),
        ("lykken vendte for Lykke", NAME),
        ("０１０２０３‑１２３４", NUMBER),
        ("010203\u2011\u200b1234", NUMBER),
        ("født den tredje marts", BIRTH),
        ("fylder år den enogtyvende i november", BIRTH),
        ("kom til verden i marts 2014", BIRTH),
        ("fødselsdag 030414", BIRTH),
        ("Skovvej nr. 12", PLACE),
        ("bor for enden af Skovvej med sin far", PLACE),
    ],
)
def test_it_is_found(text, kind):
    assert kind in {one.kind for one in look([text], NAMES)}


@pytest.mark.parametrize(
    "text",
    [
        "Prøver er normale. Otte dage ud af de sidste tredive.",
        "Et barn på 13 er fagligt stærkt.",
        "Hun har været glad for skolen i 2014.",
        "Lykken vendte, og signet lykke stod der med småt.",
        "Bo, du, my og sol er ord.",
        "Den tredje gang i marts gik det. Den anden marathon. Udvejen var en genvej, og vejen var lang.",
        "Sagen hedder 123456 og 999999.",
        "Kl. 10 i en periode, 14 dage, 10–13 år.",
    ],
)
def test_what_is_harmless_is_let_be(text):
    assert look([text], NAMES) == []


def test_the_cases_that_come_with_kuidocs_and_the_demonstration_are_clean():
    names = [one["name"] for one in factories.demo("klyngemoede")["cluster"]["members"]]
    cases = [
        *PACKAGE.values(),
        *(d["data"] for d in factories.demo("klyngemoede")["documents"] if "case_no" in d["data"]),
    ]

    assert len(cases) == 9
    for case in cases:
        assert look(texts_of(case), names) == []


def test_the_verdict_says_each_check_once():
    found = verdict(look(["Signe, Signe og 010203-1234"], NAMES))

    assert [kind for kind, *_ in found] == list(CHECKS)
    assert [kind for kind, good, *_ in found if not good] == [NUMBER, NAME]
    assert found[1][3] == ["Signe"]


def test_row_ids_are_no_text():
    assert list(texts_of({"rid": "Signe", "a": ["x", {"b": "y"}], "n": 3})) == ["x", "y"]

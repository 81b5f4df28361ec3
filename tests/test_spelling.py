"""The Danish that users read is spelled as the dictionary spells it, or is in words.txt."""

import re
import subprocess
from functools import lru_cache

import pytest

from tests.danish import is_danish, of_form, of_template, scripts, texts
from tests.source import ROOT

WORDS = ROOT / "tests/words.txt"
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?")


def known() -> list[str]:
    return [line for line in WORDS.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    return frozenset(known())


def misspelled(text: str) -> set[str]:
    """Ask hunspell about a text; words of our own list are right."""
    asked = sorted({word.rstrip(".") for word in WORD.findall(text)} - known_words())
    command = ["hunspell", "-d", "da_DK", "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(asked), capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.split()) - known_words()


def test_danish_texts_are_spelled_right():
    everything = texts() | scripts()
    wrong = misspelled("\n".join(everything.values()))

    places = {
        word: next(w for w, text in everything.items() if re.search(rf"\b{re.escape(word)}\b", text)) for word in wrong
    }
    assert places == {}, "mend it, or add the word to tests/words.txt when it is right"


def test_a_misspelling_is_seen():
    assert misspelled("Udfyld felltet, og send til gennemsyn.") == {"felltet"}


def test_our_own_words_are_sorted_and_single():
    assert known() == sorted(set(known()), key=lambda word: (word.casefold(), word))


@pytest.mark.parametrize("text", ["Vælg", "Skriv hvad der er aftalt", "»Titel«"])
def test_danish_is_told_from_english(text):
    assert is_danish(text)
    assert not is_danish("this field is not in the edition")


def test_texts_are_taken_from_templates_and_forms():
    page = """<p title="Hjælp" class="x">Hej ${user.name} ${a or 'Ikke udfyldt på mødet'}<script>nej</script></p>"""

    assert [t.strip() for t in of_template(page)] == ["Hjælp", "Hej", "Ikke udfyldt på mødet"]
    assert list(
        of_form({"title": "A", "id": "b", "vocabularies": {"v": [["x", "Ja"]]}, "sections": [{"help": "C"}]})
    ) == [
        "A",
        "Ja",
        "C",
    ]

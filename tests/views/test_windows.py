"""How texts are named that stand beside each other, two of them from two windows of one person."""

import pytest

from kuidocs.views.windows import Side, label, windows

ONE, ANOTHER, ELSEWHERE = "i det ene vindue", "i det andet vindue", "i et andet vindue"
HERE, THIRD = "i dette vindue", "i et tredje vindue"


def texts(*pages):
    return [Side(page, page, page[0], page[0].upper(), "", page) for page in pages]


@pytest.mark.parametrize(
    ("pages", "page", "named"),
    [
        (("j1", "b1"), "", ["", ""]),
        (("j1", "b1"), "j1", ["", ""]),
        (("j1", "j2"), "", [ONE, ANOTHER]),
        (("j1", "j2"), "j1", [HERE, ELSEWHERE]),
        (("j1", "j2"), "j2", [ELSEWHERE, HERE]),
        (("j1", "j2"), "b1", [ONE, ANOTHER]),
        (("j1", "b1", "j2", "b2"), "b2", [ONE, ELSEWHERE, ANOTHER, HERE]),
        (("j1", "j2", "j3"), "j2", [ELSEWHERE, HERE, THIRD]),
        (("j1", "j2", "j3", "j4"), "", [ONE, ANOTHER, THIRD, THIRD]),
    ],
)
def test_windows_are_told_apart_only_where_one_person_had_several(pages, page, named):
    assert windows(texts(*pages), page) == named


def test_a_label_names_the_window_only_when_it_must():
    (one,) = texts("j1")

    assert label(one, "") == "J"
    assert label(one, ONE) == "J, i det ene vindue"

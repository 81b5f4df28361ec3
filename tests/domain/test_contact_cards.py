"""That a card was given is written down only when it can have been."""

from datetime import date, timedelta

import pytest

from kuidocs.domain import contact_cards
from kuidocs.domain.errors import Refused

TODAY = date(2026, 11, 21)
GOOD = {
    "form_key": "kui.contact_card",
    "approved": True,
    "to": "young",
    "how": "in_person",
    "day": TODAY,
    "birth": date(2009, 3, 14),
}


@pytest.mark.parametrize("to", contact_cards.RECEIVERS)
@pytest.mark.parametrize("how", contact_cards.WAYS)
def test_a_card_that_was_given(to, how):
    contact_cards.check(**GOOD | {"to": to, "how": how, "day": TODAY - timedelta(days=3)}, today=TODAY)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"form_key": "kui.notice"}, "form"),
        ({"approved": False}, "not_approved"),
        ({"to": "press"}, "to"),
        ({"how": ""}, "how"),
        ({"day": None}, "day"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
    ],
)
def test_what_cannot_have_been_is_refused(wrong, code):
    with pytest.raises(Refused) as refused:
        contact_cards.check(**GOOD | wrong, today=TODAY)

    assert refused.value.code == code
    assert refused.value.text.endswith(".")

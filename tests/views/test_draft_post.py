"""What a browser posts from the form of a draft."""

import base64
import zlib

import pytest

from kuidocs.domain.errors import BadRequest
from kuidocs.forms.registry import shipped_editions
from kuidocs.views.draft_post import MOST_BASE, pack, read_post, unpack

EDITION = shipped_editions()["kui.contact_card"]
ACTIONS = ("gem", "send")


def packed(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw)).decode()


def test_revisions_come_back_as_they_were():
    revisions = {"acute_help": 3, "goals/abc123/goal_text": 1}

    assert unpack(pack(revisions)) == revisions
    assert unpack("") == {}


@pytest.mark.parametrize(
    "text",
    ["x", "æøå", base64.b64encode(b"x").decode(), packed(b"[1]"), packed(b'{"a": "1"}'), packed(b'{"a": true}')],
)
def test_anything_else_is_refused(text):
    with pytest.raises(BadRequest):
        unpack(text)


def test_a_bomb_is_not_unpacked():
    bomb = packed(b'{"a": 1,' + b" " * (MOST_BASE * 3) + b'"b": 2}')

    with pytest.raises(BadRequest):
        unpack(bomb)


def test_a_post_is_read_with_token_button_and_revisions():
    post = read_post(
        EDITION,
        {},
        [("__token__", "t" * 99), ("__base__", pack({"acute_help": 2})), ("acute_help", "Ring 112."), ("send", "1")],
        ACTIONS,
    )

    assert post.reading.content == {"acute_help": "Ring 112."}
    assert (post.action, post.token, post.shown) == ("send", "t" * 40, {"acute_help": 2})


def test_without_a_button_the_draft_is_saved():
    assert read_post(EDITION, {}, [("acute_help", "x")], ACTIONS).action == "gem"


def test_a_crooked_post_is_refused():
    with pytest.raises(BadRequest):
        read_post(EDITION, {}, [("__start__", "x:mapping")], ACTIONS)

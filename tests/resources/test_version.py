"""Versions: what is stored is what comes back, or it is said to be damaged."""

import pytest

from kuidocs.resources.document import Document
from kuidocs.resources.version import Damaged, Stamp, Version

BY = {"user_id": "jonas", "name": "Jonas Ravnsborg"}


def chain(*contents):
    document = Document("FLK-2026-0001-D01", "kui.notice", BY, "2026-11-21T10:00:00+01:00")
    for number, content in enumerate(contents, 1):
        version = Version(content, Stamp(number, 1, 1, "e" * 64, BY, "2026-11-21T10:00:00+01:00"), document.versions)
        version.__parent__ = document
        document.versions = (*document.versions, version)
    return document.versions


LONG = {"purpose": " ".join(f"Ord{n} på ærø" for n in range(400))}


def test_every_version_gives_back_its_content():
    contents = [LONG | {"reason": f"Nr. {n}"} for n in range(45)]

    versions = chain(*contents)

    assert [version.content() for version in versions] == contents


def test_later_versions_are_small_and_a_whole_one_comes_every_twenty():
    versions = chain(*(LONG | {"reason": f"Nr. {n}"} for n in range(45)))

    whole = [n for n, version in enumerate(versions) if version.keyframe is None]

    assert whole == [0, 20, 40]
    assert len(versions[1].data) < len(versions[0].data) / 4


def test_a_delta_that_does_not_pay_is_stored_whole():
    versions = chain({"reason": "a"}, {"purpose": "helt andet"})

    assert versions[1].keyframe is None
    assert versions[1].content() == {"purpose": "helt andet"}


def test_versions_are_chained_by_hash():
    first, second = chain({"reason": "a"}, {"reason": "b"})

    assert first.previous_sha256 == ""
    assert second.previous_sha256 == first.sha256


@pytest.mark.parametrize("at", [0, 5, -1])
def test_a_changed_byte_is_noticed(at):
    (version,) = chain(LONG)
    data = bytearray(version.data)
    data[at] ^= 1
    version.data = bytes(data)

    with pytest.raises(Damaged, match="FLK-2026-0001-D01"):
        version.content()


def test_other_content_under_the_same_hash_is_noticed():
    (version,) = chain(LONG)
    version.data = chain({"reason": "ombyttet"})[0].data

    with pytest.raises(Damaged):
        version.content()

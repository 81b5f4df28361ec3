"""A version: content frozen when it was submitted, never changed after (D1, D5, D6)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import zstandard

from .base import Resource

KEYFRAME_EVERY = 20


def canonical(content: Mapping) -> bytes:
    """Write content in the one way that is hashed, sealed and signed."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


class Damaged(Exception):
    """A stored version does not have the hash that it was stored with; the disk or a person changed it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is known of a version when it is made, beside its content."""

    number: int
    round: int
    edition_number: int
    edition_sha256: str
    author: Mapping[str, str]
    at: str
    note: str = ""
    external_id: str = ""
    settings: Mapping[str, object] | None = None
    """Setting values that rules used at submission, frozen with the version (D13)."""
    hands: Mapping[str, Mapping[str, str]] | None = None
    """Who wrote what another than the author wrote (domain.hands)."""
    merges: tuple[Mapping[str, object], ...] = ()
    """What became of the fields in which several people wrote (usecases.written)."""


class Version(Resource):
    """One submitted text. Compressed against the nearest whole version before it, when that pays."""

    hands: Mapping[str, Mapping[str, str]] = {}
    merges: tuple[Mapping[str, object], ...] = ()

    def __init__(self, content: Mapping, stamp: Stamp, before: "tuple[Version, ...]" = ()) -> None:
        raw = canonical(content)
        self.number, self.round = stamp.number, stamp.round
        self.edition_number, self.edition_sha256 = stamp.edition_number, stamp.edition_sha256
        self.author, self.at, self.note = dict(stamp.author), stamp.at, stamp.note
        self.external_id, self.settings = stamp.external_id, dict(stamp.settings or {})
        if stamp.hands:
            self.hands = dict(stamp.hands)
        if stamp.merges:
            self.merges = tuple(stamp.merges)
        self.sha256 = hashlib.sha256(raw).hexdigest()
        self.previous_sha256 = before[-1].sha256 if before else ""
        self.keyframe, self.data = _pack(raw, _keyframe(before))

    @classmethod
    def again(cls, told: Mapping[str, object], content: Mapping, before: "tuple[Version, ...]" = ()) -> "Version":
        """Make a version as it once was: all that is known of it as it was told, the content packed anew.

        Raises Damaged when the content does not have the hash that is told.
        """
        found, raw = cls.__new__(cls), canonical(content)
        for name, value in told.items():
            setattr(found, name, value)
        if hashlib.sha256(raw).hexdigest() != found.sha256:
            raise Damaged(f"version {found.number}")
        found.keyframe, found.data = _pack(raw, _keyframe(before))
        return found

    def raw(self) -> bytes:
        """Return the canonical JSON.

        Raises Damaged when it does not have the stored hash.
        """
        try:
            raw = _unpack(self.data, self.keyframe)
        except zstandard.ZstdError as error:
            raise Damaged(f"version {self.number} of {self.__parent__.label}") from error
        if hashlib.sha256(raw).hexdigest() != self.sha256:
            raise Damaged(f"version {self.number} of {self.__parent__.label}")
        return raw

    def content(self) -> dict:
        """Return a fresh copy of the content.

        Raises Damaged.
        """
        return json.loads(self.raw())


def _keyframe(before: tuple[Version, ...]) -> Version | None:
    """Return the version to compress against; after 20 that used it, a new whole one begins."""
    if not before:
        return None
    last = before[-1].keyframe or before[-1]
    users = sum(1 for version in before if version.keyframe is last)
    return last if users < KEYFRAME_EVERY - 1 else None


def _pack(raw: bytes, keyframe: Version | None) -> tuple[Version | None, bytes]:
    whole = zstandard.ZstdCompressor(level=9).compress(raw)
    if keyframe is None:
        return None, whole
    delta = zstandard.ZstdCompressor(level=9, dict_data=_dictionary(keyframe)).compress(raw)
    return (keyframe, delta) if len(delta) < len(whole) else (None, whole)


def _unpack(data: bytes, keyframe: Version | None) -> bytes:
    if keyframe is None:
        return zstandard.ZstdDecompressor().decompress(data)
    return zstandard.ZstdDecompressor(dict_data=_dictionary(keyframe)).decompress(data)


def _dictionary(keyframe: Version) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(keyframe.raw(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)

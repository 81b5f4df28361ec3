"""A case as plain data and back, whatever its classes will hold tomorrow: nothing is named here that must be kept.

Each persistent object becomes ``{"$class": …, "$name": …}`` with all its attributes; tuples, trees, sets and files are
marked too, so that what comes back is equal and of the same types. Coming back, only known classes and attributes are
taken, and each of the type that its class says.
"""

import dis
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.blob import Blob

from ..domain.packages import PackageRefused, refused
from ..resources.attachments import Attachment, AttachmentFolder
from ..resources.base import Resource
from ..resources.case import Case, YoungPerson
from ..resources.document import Document, DocumentFolder
from ..resources.drafts import Draft, DraftField, Revision
from ..resources.events import Event, EventLog
from ..resources.files import Extract, SealedFile
from ..resources.insight import BundleFile, InsightFolder, InsightRequest
from ..resources.meeting import Meeting, MeetingFolder
from ..resources.signing import Artefact
from ..resources.version import Version

CLASSES: dict[str, type[Persistent]] = {
    cls.__name__: cls
    for cls in (
        Case,
        YoungPerson,
        MeetingFolder,
        Meeting,
        DocumentFolder,
        Document,
        Version,
        SealedFile,
        Extract,
        AttachmentFolder,
        Attachment,
        EventLog,
        Event,
        Draft,
        DraftField,
        Revision,
        InsightFolder,
        InsightRequest,
        BundleFile,
        Artefact,
    )
}
"""What a case is made of. A test asks of every other persistent class whether it belongs here."""
LEFT_OUT = {
    "Case": frozenset({"dokumenter", "packages", "origin"}),
    "Version": frozenset({"data", "keyframe"}),
    "SealedFile": frozenset({"upkeep"}),
    "Artefact": frozenset({"upkeep"}),
}
"""Attributes that lie in files of their own, are packed anew, or are about this system and not about the case."""
PLACE = frozenset({"__parent__", "__name__"})
TYPES: dict[str, type | tuple[type, ...]] = {
    "facts": tuple,
    "versions": tuple,
    "files": tuple,
    "extracts": tuple,
    "notes": tuple,
    "log": EventLog,
    "person": YoungPerson,
    "moeder": MeetingFolder,
    "register": OOBTree,
    "children": OOBTree,
    "events": OOBTree,
    "fields": OOBTree,
    "tokens": OOBTree,
    "now": Revision,
    "earlier": IOBTree,
    "rev": int,
    "by": dict,
    "about": dict,
    "author": dict,
    "created_by": dict,
    "settings": dict,
    "render_facts": dict,
    "told": dict,
    "number": int,
    "round": int,
    "length": int,
    "version": int,
    "meeting_no": int,
    "edition_number": int,
    "blob": Blob,
} | dict.fromkeys(
    (
        *("id", "case_no", "label", "form_key", "kind", "at", "sha256", "previous_sha256", "edition_sha256", "note"),
        *("full_name", "birth_date", "created_at", "meeting_type", "profile", "sealed_at", "made_at", "document_id"),
        *(
            "media_type",
            "sid",
            "original_sha256",
            "name",
            "first_title",
            "given_by",
            "received",
            "token",
            "external_id",
        ),
    ),
    str,
)
"""The types of attributes that are set when an object is made; those with a default have its type."""
NOT_OURS = "Pakken er ikke skrevet af kuidocs, eller den er ændret"

Put = Callable[[Any], str]
"""Puts the file of an object into the package and says where."""
Take = Callable[[str, str], Blob]
"""Makes a blob of a file of the package; the second argument is the hash that it must have."""


def encode(value: Any, put: Put, parent: Any = None) -> Any:
    """Turn a value into plain data. A TypeError is a mistake of ours: something new that no package can hold."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [encode(one, put, parent) for one in value]
    if isinstance(value, dict):
        return _encoded_dict(value, put, parent)
    if isinstance(value, tuple):
        return {"$tuple": [encode(one, put, parent) for one in value]}
    if isinstance(value, set | frozenset):
        return {"$set": sorted(value)}
    if isinstance(value, IOBTree):
        return {"$numbers": [[key, encode(one, put, parent)] for key, one in value.items()]}
    if isinstance(value, OOBTree):
        return {"$tree": [[key, encode(one, put, parent)] for key, one in value.items()]}
    if type(value).__name__ in CLASSES:
        return _encoded_object(value, put, parent)
    raise TypeError(f"{type(value).__name__} cannot stand in a package")


def _encoded_dict(value: dict, put: Put, parent: Any) -> dict:
    if all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: encode(one, put, parent) for key, one in value.items()}
    return {"$dict": [[key, encode(one, put, parent)] for key, one in value.items()]}


def _encoded_object(one: Any, put: Put, parent: Any) -> dict:
    kind = type(one).__name__
    found: dict[str, Any] = {"$class": kind}
    if isinstance(one, Resource):
        if parent is not None and one.__parent__ is not parent:
            raise TypeError(f"a {kind} of another place cannot stand in a package")
        found["$name"] = one.__name__
    parent = one if isinstance(one, Resource) else parent
    for name, value in sorted(attributes(one).items()):
        found[name] = {"$file": put(one)} if isinstance(value, Blob) else encode(value, put, parent)
    return found


def attributes(one: Persistent) -> dict[str, Any]:
    """Return what an object holds of its own, without its place and what is left out."""
    one._p_activate()
    gone = PLACE | LEFT_OUT.get(type(one).__name__, frozenset())
    return {name: value for name, value in vars(one).items() if name not in gone and not name.startswith("_v_")}


@lru_cache(maxsize=64)
def known(cls: type) -> Mapping[str, Any]:
    """List the attributes of a class: those that it sets when an object is made (as ...), and those with a default."""
    makers = [vars(base)["__init__"] for base in cls.__mro__ if "__init__" in vars(base) and base is not object]
    made = {i.argval: ... for maker in makers for i in _instructions(maker) if i.opname == "STORE_ATTR"}
    defaults = {
        name: value
        for base in reversed(cls.__mro__)
        if base not in (object, Persistent, Resource)
        for name, value in vars(base).items()
        if not (name.startswith("__") or name.startswith("_p_") or callable(value) or hasattr(value, "__get__"))
    }
    # What has a default may be missing: an object that is older than the attribute does not hold it.
    return {**made, **defaults}


def _instructions(maker: Callable) -> Iterator[dis.Instruction]:
    return dis.get_instructions(maker) if hasattr(maker, "__code__") else iter(())


def _is_key(value: object) -> bool:
    """Tell whether something can be a key of a tree of numbers: a whole number of 32 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


class Reader:
    """Turns plain data back into objects; whatever is not as kuidocs writes it is refused with its path."""

    def __init__(self, file: str, take: Take) -> None:
        self.file, self.take = file, take

    def wrong(self, where: str, text: str) -> PackageRefused:
        """Make a refusal."""
        return refused(self.file, f"{where}: {text}")

    def object(self, told: Any, kind: str, where: str = "", parent: Any = None) -> Any:
        """Read an object that must be of a class."""
        if not isinstance(told, dict) or told.get("$class") != kind:
            raise self.wrong(where or kind, f"Her skal stå en {kind}. {NOT_OURS}.")
        return self._object(told, where or kind, parent)

    def value(self, told: Any, where: str, parent: Any = None) -> Any:
        """Read any value."""
        if told is None or isinstance(told, bool | int | float | str):
            return told
        if isinstance(told, list):
            return [self.value(one, f"{where}.{n}", parent) for n, one in enumerate(told)]
        marks = [key for key in told if key.startswith("$")]
        if not marks:
            return {key: self.value(one, f"{where}.{key}", parent) for key, one in told.items()}
        if "$class" in told:
            return self._object(told, where, parent)
        if len(told) != 1 or marks[0] not in self.MARKS or not isinstance(told[marks[0]], list):
            raise self.wrong(where, f"{NOT_OURS}.")
        return self.MARKS[marks[0]](self, told[marks[0]], where, parent)

    def _tuple(self, told: list, where: str, parent: Any) -> tuple:
        return tuple(self.value(one, f"{where}.{n}", parent) for n, one in enumerate(told))

    def _set(self, told: list, where: str, parent: Any) -> frozenset:
        return frozenset(self._texts(told, where))

    def _tree(self, told: list, where: str, parent: Any) -> OOBTree:
        return OOBTree(dict(self._pairs(told, where, parent)))

    def _numbers(self, told: list, where: str, parent: Any) -> IOBTree:
        found = IOBTree()
        for pair in told:
            if not isinstance(pair, list) or len(pair) != 2 or not _is_key(pair[0]):
                raise self.wrong(where, f"{NOT_OURS}.")
            found[pair[0]] = self.value(pair[1], f"{where}.{pair[0]}", parent)
        return found

    def _dict(self, told: list, where: str, parent: Any) -> dict:
        return dict(self._pairs(told, where, parent))

    MARKS: Mapping[str, Callable] = {
        "$tuple": _tuple,
        "$set": _set,
        "$tree": _tree,
        "$numbers": _numbers,
        "$dict": _dict,
    }

    def _texts(self, told: list, where: str) -> list[str]:
        if not all(isinstance(one, str) for one in told):
            raise self.wrong(where, f"{NOT_OURS}.")
        return told

    def _pairs(self, told: list, where: str, parent: Any) -> Iterator[tuple[str, Any]]:
        for pair in told:
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
                raise self.wrong(where, f"{NOT_OURS}.")
            yield pair[0], self.value(pair[1], f"{where}.{pair[0]}", parent)

    def _object(self, told: dict, where: str, parent: Any) -> Any:
        cls: Any = CLASSES.get(told["$class"]) if isinstance(told["$class"], str) else None
        if cls is None:
            raise self.wrong(where, f"Pakken har noget, som et forløb ikke består af. {NOT_OURS}.")
        found: Any = cls.__new__(cls)
        if issubclass(cls, Resource):
            name = told.get("$name")
            if not isinstance(name, str):
                raise self.wrong(where, f"{NOT_OURS}.")
            found.__parent__, found.__name__ = parent, name
        self.fill(found, self._state(told, cls, where, found if issubclass(cls, Resource) else parent))
        return found

    def fill(self, found: Any, state: Mapping[str, Any]) -> None:
        """Set the attributes of an object."""
        for name, value in state.items():
            setattr(found, name, value)

    def _state(self, told: dict, cls: type, where: str, parent: Any) -> dict[str, Any]:
        names, gone = known(cls), LEFT_OUT.get(cls.__name__, frozenset())
        given = {name: value for name, value in told.items() if name not in ("$class", "$name")}
        for name in given.keys() - names.keys() | given.keys() & gone:
            raise self.wrong(f"{where}.{name}", f"Den oplysning kendes ikke i denne udgave af kuidocs. {NOT_OURS}.")
        for name in {n for n, default in names.items() if default is ...} - given.keys() - gone:
            raise self.wrong(f"{where}.{name}", f"Oplysningen mangler. {NOT_OURS}.")
        return {name: self._typed(cls, name, value, told, f"{where}.{name}", parent) for name, value in given.items()}

    def _typed(self, cls: type, name: str, value: Any, told: dict, where: str, parent: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"$file"}:
            return self._blob(value["$file"], told, where)
        found, default = self.value(value, where, parent), known(cls)[name]
        wanted = TYPES.get(name) if default is ... else type(default) if default is not None else None
        # A yes or no counts as a number in Python, and must not here.
        if wanted is not None and (not isinstance(found, wanted) or (wanted is int and isinstance(found, bool))):
            raise self.wrong(where, f"Oplysningen er af en forkert slags. {NOT_OURS}.")
        return found

    def _blob(self, path: Any, told: dict, where: str) -> Blob:
        if not isinstance(path, str) or not isinstance(told.get("sha256"), str):
            raise self.wrong(where, f"{NOT_OURS}.")
        return self.take(path, told["sha256"])

"""Which classes a database may name (D33)."""

import builtins
import copyreg
from importlib import import_module
from typing import Any

from persistent import Persistent
from ZODB.POSException import POSError
from zodbpickle import binary

PACKAGES = ("kuidocs.resources", "persistent", "BTrees", "ZODB.blob")
PLAIN = {
    # What pickle itself writes for sets, for new-style instances and for the ids of objects.
    ("builtins", "set"): builtins.set,
    ("builtins", "frozenset"): builtins.frozenset,
    ("builtins", "object"): builtins.object,
    ("copyreg", "_reconstructor"): copyreg._reconstructor,  # type: ignore[attr-defined]
    ("copyreg", "__newobj__"): copyreg.__newobj__,  # type: ignore[attr-defined]
    ("zodbpickle", "binary"): binary,
}
OLD_NAMES = {"__builtin__": "builtins", "copy_reg": "copyreg"}
"""Protocol 2 and 3 write the module names of Python 2."""


class ForbiddenClass(POSError):
    """A record names something that kuidocs never stores. Nothing of it has been imported or called."""


def class_factory(connection: Any, module: str, name: str) -> Any:
    """Find a class for ZODB, as DB.classFactory.

    Only persistent classes of the allowed packages: a pickle may call whatever it gets here, and a module also holds
    what it has imported from elsewhere.
    """
    module = OLD_NAMES.get(module, module)
    if (module, name) in PLAIN:
        return PLAIN[module, name]
    found = getattr(import_module(module), name, None) if _allowed(module) else None
    if isinstance(found, type) and issubclass(found, Persistent) and _allowed(found.__module__):
        return found
    raise ForbiddenClass(f"{module}.{name} is not a class of this database")


def _allowed(module: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in PACKAGES)

"""What is known of filing beside the papers themselves, so that nobody has to look through all cases."""

from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from .base import Resource


class Journal(Resource):
    """``without_kle``: the numbers of the cases whose finished papers wait for a subject. ``delivered``: a moment and
    the id of a fact -> {"case_no", "label", "number", "receipt", "issue"}, in the order of time."""

    def __init__(self) -> None:
        self.without_kle: Any = OOTreeSet()
        self.delivered: Any = OOBTree()

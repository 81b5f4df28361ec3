"""A list of short texts, each told of by its own number."""

from ..nodes import Line


class Words(Line):
    """A list of short texts; ``read_field`` reads each one as a line."""

"""The read model: lists that can be rebuilt at any time."""

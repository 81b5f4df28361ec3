"""Persistent classes: the traversal tree and the database."""

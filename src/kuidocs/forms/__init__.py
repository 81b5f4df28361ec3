"""Form editions: Colander and Deform made from plain data."""

"""HTTP only: one module for each context."""

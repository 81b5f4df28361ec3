"""The kuidocs command."""

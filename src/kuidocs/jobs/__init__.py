"""The outbox and what runs it."""

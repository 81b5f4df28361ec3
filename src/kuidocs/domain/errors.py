"""Refusals. Each has a code, the facts, and a Danish sentence that says what happened, why and what to do."""


class KuiError(Exception):
    """Something that the system refuses; views answer with ``status``, the command line with the sentence."""

    status = 422

    def __init__(self, code: str, text: str, **facts: object) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.facts = facts


class BadRequest(KuiError):
    """A request that no page of ours can have made."""

    status = 400


class NotAllowed(KuiError):
    """A person who may know of a thing may not do this with it (D24)."""

    status = 403


class NotFound(KuiError):
    """The thing does not exist, or the person may not know that it does (D24)."""

    status = 404


class Conflict(KuiError):
    """Somebody else was first, or the thing is no longer in the state that the act begins from."""

    status = 409


class Refused(KuiError):
    """A rule of the model says no."""


def not_found() -> NotFound:
    """Make the refusal that says the same whether the thing exists or not."""
    return NotFound("not_found", "Siden findes ikke, eller du har ikke adgang til den.")

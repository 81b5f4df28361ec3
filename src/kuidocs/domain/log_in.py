"""What it takes to come in, step by step, and what a password must be (ARCHITECTURE 7)."""

from collections.abc import Callable, Set
from dataclasses import dataclass

LEAST, LEAST_DIFFERENT, LONGEST = 12, 6, 1024
CODE, ENROL, RENEW = "code", "enrol", "renew"


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's account is secured, and what is asked of it."""

    has_second: bool = False
    second_required: bool = False
    must_renew: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step between the password and the first page: when it is asked for, and what it is called."""

    name: str
    asked: Callable[[Standing], bool]
    title: str
    proves: frozenset[str] = frozenset()
    """Other steps that need not be taken after it."""


STEPS = (
    Step(CODE, lambda account: account.has_second, "Bekræft, at det er dig"),
    Step(
        ENROL,
        lambda account: account.second_required and not account.has_second,
        "Sæt ekstra sikkerhed op",
        frozenset({CODE}),
    ),
    Step(RENEW, lambda account: account.must_renew, "Vælg en ny adgangskode"),
)
"""In the order in which they are asked for; none of them can be jumped over."""


def next_step(account: Standing, done: Set[str]) -> Step | None:
    """Return the next step, None when somebody is in."""
    proved = {name for step in STEPS if step.name in done for name in (step.name, *step.proves)}
    return next((step for step in STEPS if step.asked(account) and step.name not in proved), None)


PASSWORD_RULES: tuple[tuple[Callable[[str, frozenset[str]], bool], str], ...] = (
    (lambda text, _: len(text) >= LEAST, f"Adgangskoden er for kort. Vælg mindst {LEAST} tegn, gerne fire-fem ord."),
    (lambda text, _: len(text) <= LONGEST, f"Adgangskoden er for lang. Vælg højst {LONGEST} tegn."),
    (lambda text, _: len(set(text)) >= LEAST_DIFFERENT, "Adgangskoden gentager de samme få tegn. Vælg en anden."),
    (
        lambda text, known: not any(word in text.casefold() for word in known),
        "Adgangskoden indeholder dit navn, dit brugernavn eller kommunens navn. Det gætter andre let. Vælg en anden.",
    ),
)
"""What is demanded, and the sentence for who chose something else."""


def password_problem(text: str, known: Set[str]) -> str:
    """Say what is wrong with a new password, "" when nothing is.

    ``known``: words that anybody would try, such as the user's name; those of fewer than four letters do not count.
    """
    words = frozenset(word.casefold() for word in known if len(word) > 3)
    return next((sentence for holds, sentence in PASSWORD_RULES if not holds(text, words)), "")

"""Everybody who may stand before a door: who they are, and how they came to be that in Freja's case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """One person, under the word that the tables use; ``new``: name, department and roles of who is not in the demo."""

    word: str
    user_id: str
    new: tuple[str, str, tuple[str, ...]] | None = None


PROFESSIONAL, LEADER = ("caseworker",), ("department_leader",)
CAST = [
    Actor("plan-coordinator", "jonas"),
    Actor("deputy", "mikkel"),
    Actor("contact-person", "tine"),
    Actor("convener", "fatma"),
    Actor("primary-own-department", "birgitte"),
    Actor("primary-covered", "louise"),
    Actor("primary-not-covered", "anders"),
    Actor("author", "lars"),
    Actor("ad-hoc-before", "eva"),
    Actor("ad-hoc-at", "camilla"),
    Actor("ad-hoc-after", "ditte"),
    Actor("ended", "sofie"),
    Actor("asked-to-review", "mette"),
    Actor("has-reviewed", "peter"),
    Actor("leader-of-coordinator", "kirsten"),
    Actor("leader-of-another", "pia", ("Pia Ross", "PPR", LEADER)),
    Actor("leader-with-reason", "lone", ("Lone Ask", "Unge og Job", LEADER)),
    Actor("leader-elsewhere", "lasse", ("Lasse Bro", "Kultur og Fritid", LEADER)),
    Actor("records-clerk", "inge"),
    Actor("auditor", "jens"),
    Actor("auditor-with-reason", "karen", ("Karen Vig", "Jura og Udbud", ("auditor",))),
    Actor("administrator", "tobias"),
    Actor("administrator-with-task", "dan", ("Dan Skov", "Digitalisering", ("system_administrator", "caseworker"))),
    Actor("colleague", "hans", ("Hans Lyng", "Den Kommunale Ungeindsats", PROFESSIONAL)),
    Actor("covered-not-involved", "henriette"),
    Actor("kept-out", "nanna"),
    Actor("coordinator-elsewhere", "otto", ("Otto Krag", "Havnens Skole", ("plan_coordinator", "caseworker"))),
    Actor("cluster-coordinator", "signe.lykke@klynge"),
    Actor("cluster-board", "ahmad.rostami@klynge"),
    Actor("cluster-member", "dorte.hvolby@klynge"),
    Actor("cluster-facilitator", "fie.bro@klynge"),
    Actor("cluster-elsewhere", "palle.vestergaard@klynge"),
    Actor("inactive", "ina", ("Ina Falk", "Den Kommunale Ungeindsats", PROFESSIONAL)),
    Actor("left", "rie", ("Rie Holst", "Den Kommunale Ungeindsats", PROFESSIONAL)),
    Actor("nobody", ""),
]
"""A plankoordinator of another case is one of them: to that case all others are strangers; and so are the people of two
clusters, who live in another world (R80)."""
STAFF = [actor for actor in CAST if "@" not in actor.user_id]
"""Those of the municipality, and nobody."""
BY_WORD = {actor.word: actor for actor in CAST}
GROUPS = {
    "@writers": (
        "plan-coordinator deputy contact-person convener primary-own-department primary-covered primary-not-covered "
        "author"
    ),
    "@holders": "plan-coordinator deputy contact-person convener",
    "@at-the-meeting": "@holders primary-covered primary-not-covered",
    "@ad-hoc": "ad-hoc-before ad-hoc-at",
    "@readers": "@writers @ad-hoc",
    "@coordinators": "plan-coordinator deputy",
    "@with-a-reason": "leader-with-reason auditor-with-reason",
    "@leaders": "leader-of-coordinator leader-of-another leader-with-reason leader-elsewhere",
    "@auditors": "auditor auditor-with-reason",
    "@administrators": "administrator administrator-with-task",
    "@out": "inactive left nobody",
    "@staff": (
        "@readers ad-hoc-after ended asked-to-review has-reviewed @leaders records-clerk @auditors @administrators "
        "colleague covered-not-involved kept-out coordinator-elsewhere"
    ),
    "@keepers-of-the-cluster": "cluster-coordinator cluster-board",
    "@members-of-the-cluster": "@keepers-of-the-cluster cluster-member",
    "@in-the-cluster": "@members-of-the-cluster cluster-facilitator",
    "@cluster-people": "@in-the-cluster cluster-elsewhere",
    "@everybody": "@staff @cluster-people @out",
    "@professionals": (
        "@readers ad-hoc-after ended asked-to-review has-reviewed @leaders colleague covered-not-involved kept-out "
        "coordinator-elsewhere"
    ),
}
"""Words for several, so that a line of a table can be read; ``-word`` in a table takes one out again."""
KNOWING = (
    "@readers ad-hoc-after ended asked-to-review has-reviewed leader-of-coordinator @with-a-reason "
    "administrator-with-task"
)
"""Who may know that Freja has a case, and so is told in a sentence what is refused; all others find nothing (D24)."""


def expand(words: str) -> frozenset[str]:
    """Name everybody whom a cell of a table means."""
    found: set[str] = set()
    for word in words.split():
        if word.startswith("-"):
            found -= expand(word[1:])
        elif word in GROUPS:
            found |= expand(GROUPS[word])
        else:
            found.add(BY_WORD[word].word)
    return frozenset(found)


KNOW = expand(KNOWING)

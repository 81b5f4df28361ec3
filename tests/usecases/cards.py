"""A contact card in all its states: the smallest document that the tests of writing begin with."""

from kuidocs.usecases import documents, drafting, reviewing

LABEL = "FLK-2026-0001-D01"
CARD = {
    "contact_person": {
        "name": {"text": "Jonas Ravnsborg"},
        "department": "Den Kommunale Ungeindsats",
        "phone": "00 00 10 02",
    },
    "plan_coordinator": {
        "name": {"text": "Jonas Ravnsborg"},
        "department": "Den Kommunale Ungeindsats",
        "phone": "00 00 10 02",
    },
    "when_to_contact": "Når noget er blevet for meget.",
    "acute_help": "Ring 112 ved livsfare.",
}


def card(world, **changed):
    document = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key="kui.contact_card", label=LABEL
    )
    content = CARD | changed
    drafting.save(document, world.drafts, content, world.drafts.get(document.id).revisions(), world.act())
    return document


def reviewed(world):
    document = card(world)
    reviewing.submit(document, world.drafts, world.act())
    return document


def approve(world, document, user="kirsten", **changed):
    given = {"number": 1, "round_": 1, "opened": True, "audit_head": "h" * 64} | changed
    reviewing.approve(document, world.act(user), **given)


def kinds(document):
    return [event.kind for event in document.log]

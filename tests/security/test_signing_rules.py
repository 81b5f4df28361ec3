"""Who is asked to sign a document reads it, and nothing else of the case."""

from kuidocs.security.permissions import Permission
from kuidocs.security.rules import knows_of
from tests.security.conftest import fact
from tests.security.test_rules import IN_CASES, MINUTES, held


def test_who_is_asked_to_sign_reads_that_document_and_signs_it(place):
    chair = {"sid": "a", "role": "chair", "name": "Mette", "actor_id": "", "user_id": "mette"}
    asked = fact("signing_asked", "jonas", signers=[chair, chair | {"user_id": ""}])
    deputy = fact("signing_deputy", "jonas", sid="a", user_id="peter", name="Peter", actor_id="", why="Syg")
    document = place.document(MINUTES, asked, deputy)

    for user in ("mette", "peter"):
        found = held(place.ask(user, document)) & IN_CASES
        assert found == {Permission.Document.READ, Permission.Document.SIGN, Permission.Attachment.READ}
        assert knows_of(place.ask(user))
    assert not held(place.ask("camilla", document)) & IN_CASES
    assert not knows_of(place.ask("camilla"))

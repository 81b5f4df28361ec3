"""What shows that somebody has signed goes into the package of a case, and comes back as it was."""

from ZODB.blob import Blob

from kuidocs.resources.signing import Artefact
from kuidocs.usecases import case_codec
from tests.usecases.test_signing import MOTHER, a_plan, of, scanned


def test_a_scan_is_packed_with_the_document(world):
    document, version = a_plan(world)
    scanned(world, document, version, MOTHER)
    kept = {}

    def put(resource):
        kept["file"] = resource.bytes()
        return "files/x"

    data = case_codec.encode(document.artefacts[0], put)

    assert data["$class"] == Artefact.__name__
    assert kept["file"] == document.artefacts[0].bytes()
    assert of(document, version, MOTHER).data["artefact"]["sha256"] == document.artefacts[0].sha256
    assert isinstance(document.artefacts[0].blob, Blob)

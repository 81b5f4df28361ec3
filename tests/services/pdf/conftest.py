"""One renderer for all tests of the printed page, and the demonstration's documents printed once."""

from functools import cache

import pytest

from tests.services.pdf import demo, paper


@pytest.fixture(scope="session")
def service():
    return demo.inline()


@pytest.fixture(scope="session")
def printed(service):
    """Print a document of the demonstration, each only once."""

    @cache
    def print_document(document_id: str, profile: str = demo.ARCHIVE) -> bytes:
        return service.render(demo.job(document_id, profile))

    return print_document


@pytest.fixture(scope="session")
def words(printed):
    """Give the text of a printed document of the demonstration."""

    @cache
    def words_of(document_id: str) -> str:
        return paper.text(printed(document_id))

    return words_of

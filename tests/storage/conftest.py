"""Servers for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.storage import servers


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.PostgresqlServer]:
    with servers.postgresql() as server:
        yield server


@pytest.fixture
def zeo() -> Iterator[str]:
    with servers.zeo() as address:
        yield address

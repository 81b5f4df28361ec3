"""Connections of web requests, through Pyramid as it is set up in production."""

import pytest
from persistent.mapping import PersistentMapping
from pyramid.config import Configurator
from webtest import TestApp
from ZODB.POSException import ConflictError

from kuidocs.services.storage import connection_for, open_database, working


@pytest.fixture
def database(tmp_path):
    databases = {}
    opened = open_database(f"{tmp_path}/Data.fs", databases=databases)
    drafts = open_database(f"{tmp_path}/drafts.fs", name="drafts", databases=databases)
    yield opened
    opened.close()
    drafts.close()


@pytest.fixture
def views():
    """Views by name; tests put their own in."""
    return {}


@pytest.fixture
def web(database, views):
    config = Configurator(settings={"tm.manager_hook": "pyramid_tm.explicit_manager", "retry.attempts": 3})
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.add_request_method(lambda request: connection_for(request, database), "zodb", reify=True)
    config.add_route("view", "/{name}")
    config.add_view(lambda request: views[request.matchdict["name"]](request), route_name="view", renderer="string")
    return TestApp(config.make_wsgi_app())


def root(database):
    with working(database) as connection:
        return dict(connection.root())


def test_a_request_commits_and_gives_its_connections_back(web, views, database):
    def save(request):
        request.zodb.root()["word"] = "x"
        request.zodb.get_connection("drafts").root()["word"] = "y"

    views["save"] = save

    web.get("/save")
    web.get("/save")

    assert root(database)["word"] == "x"
    assert root(database.databases["drafts"])["word"] == "y"
    assert len(database.pool.all) == len(database.pool.available)


def test_a_request_that_fails_commits_nothing_and_gives_its_connection_back(web, views, database):
    def fail(request):
        request.zodb.root()["word"] = "x"
        raise ZeroDivisionError

    views["fail"] = fail

    with pytest.raises(ZeroDivisionError):
        web.get("/fail")

    assert "word" not in root(database)
    assert len(database.pool.all) == len(database.pool.available)


def test_a_conflict_is_tried_again_with_a_new_connection(web, views, database):
    attempts = []

    def collide(request):
        attempts.append(request.zodb)
        request.zodb.root()["word"] = "mine"
        if len(attempts) == 1:
            with working(database) as other:
                other.root()["word"] = "theirs"

    views["collide"] = collide

    web.get("/collide")

    assert len(attempts) == 2
    assert root(database)["word"] == "mine"


def be_too_late(database):
    with working(database) as connection:
        connection.root()["word"] = "mine"
        with working(database) as other:
            other.root()["word"] = "theirs"


def test_work_outside_a_request_commits_or_aborts_and_closes(database):
    with working(database, "a note") as connection:
        connection.root()["child"] = PersistentMapping()
    with pytest.raises(ConflictError):
        be_too_late(database)

    assert root(database)["word"] == "theirs"
    assert [found["description"] for found in database.undoInfo(0, 20) if found["description"]][-2:] == [
        "a note",
        "initial database creation",
    ]
    assert len(database.pool.all) == len(database.pool.available)

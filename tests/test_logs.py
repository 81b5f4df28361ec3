"""Logs hold facts and places in the code, never what somebody wrote."""

import json
import logging
import sys

import pytest
import structlog

from kuidocs.logs import JsonLines, PlainLines, configure

SECRET = "Freja har fortalt"


@pytest.fixture
def lines(request):
    """What reaches a handler with this formatter."""
    found = []

    class Gathering(logging.Handler):
        def emit(self, record):
            found.append(self.format(record))

    handler = Gathering()
    handler.setFormatter(request.param("%(message)s", None, "%"))
    logger = logging.getLogger("kuidocs.test")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    # Reading a file of settings disables the loggers that were there before it, and another test may have done so.
    logger.disabled = False
    configure()
    yield found
    logger.removeHandler(handler)
    structlog.reset_defaults()


def fail():
    raise ValueError(SECRET)


both = pytest.mark.parametrize("lines", [JsonLines, PlainLines], indirect=True)
as_json = pytest.mark.parametrize("lines", [JsonLines], indirect=True)


@as_json
def test_a_line_is_one_json_object(lines):
    structlog.get_logger("kuidocs.test").info("request", view="Root/hjælp", status=200)

    [line] = map(json.loads, lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "kuidocs.test",
        "view": "Root/hjælp",
        "status": 200,
    }


@both
def test_an_exception_is_told_by_kind_and_place_without_its_message(lines):
    try:
        fail()
    except ValueError as error:
        structlog.get_logger("kuidocs.test").error("failed", exc_info=error)

    [line] = lines
    assert SECRET not in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "fail" in line


@both
def test_so_is_one_that_a_library_logs(lines):
    try:
        fail()
    except ValueError:
        logging.getLogger("kuidocs.test").error("Exception while serving", exc_info=sys.exc_info())

    [line] = lines
    assert SECRET not in line
    assert "ValueError" in line


@as_json
def test_what_is_below_the_level_is_not_written(lines):
    structlog.get_logger("kuidocs.test").debug("chatter")

    assert lines == []


@as_json
def test_no_exception_is_no_exception(lines):
    structlog.get_logger("kuidocs.test").info("request", exc_info=None)

    assert "error" not in json.loads(lines[0])

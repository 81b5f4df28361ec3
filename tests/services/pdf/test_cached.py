"""The memory of rendered PDFs: what is the same, what is not, how much is kept, and what never comes out of it."""

import threading
import typing
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime

import pytest

from kuidocs.services.pdf import cached as module
from kuidocs.services.pdf.api import SIGNING, Job, PdfService, RenderFailed, RenderTimeout
from kuidocs.services.pdf.cached import CachedPdfService, name_of
from tests.services.pdf import demo

JOB = demo.job("FLK-2026-0117-D14")


class Making(PdfService):
    """Makes bytes of a length that is told, counts how often, and can be made to wait or to fail."""

    def __init__(self, length=10):
        self.length, self.made, self.versions, self.fails = length, [], "1", None
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def render(self, job):
        self.made.append(job)
        number = len(self.made)
        self.begun.set()
        assert self.go_on.wait(30)
        if self.fails:
            raise self.fails
        return b"%d" % number + b"." * (self.length - 1)

    def fingerprint(self):
        return f"tools {self.versions}"

    def tools(self):
        return {"maker": self.versions}

    def close(self):
        self.made.append("closed")


@pytest.fixture
def making():
    return Making()


@pytest.fixture
def cached(making):
    return CachedPdfService(making, 1_000)


def titled(title):
    return replace(JOB, facts=replace(JOB.facts, title=title))


def test_the_same_job_is_made_once(cached, making):
    again = demo.job("FLK-2026-0117-D14")

    assert cached.render(JOB) == cached.render(again) == b"1........."
    assert len(making.made) == 1
    assert again is not JOB


def edition(job):
    return replace(job, edition=job.edition.replace('"number":1', '"number":2'))


@pytest.mark.parametrize(
    "change",
    [
        lambda job: replace(job, content=job.content | {"reason": f"{job.content['reason']}."}),
        lambda job: replace(job, content=job.content | {"reason": job.content["reason"].swapcase()}),
        edition,
        lambda job: replace(job, profile=SIGNING),
        lambda job: replace(job, facts=replace(job.facts, municipality="Anden Kommune")),
        lambda job: replace(job, facts=replace(job.facts, unit="En anden enhed")),
        lambda job: replace(job, facts=replace(job.facts, version=job.facts.version + 1)),
        lambda job: replace(job, facts=replace(job.facts, person=replace(job.facts.person, full_name="En anden"))),
    ],
)
def test_a_character_an_edition_a_setting_or_a_profile_that_is_another_is_made(cached, making, change):
    first = cached.render(JOB)
    other = change(JOB)
    assert other != JOB

    assert cached.render(other) != first
    assert len(making.made) == 2


def test_other_tools_make_it_again(cached, making):
    first = cached.render(JOB)
    making.versions = "2"

    assert cached.render(JOB) != first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "1"}, {"a": 1}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": None}, {"a": "null"}),
        ({"a": []}, {"a": {}}),
        ({"a": [["b", "c"]]}, {"a": {"b": "c"}}),
        ({"a": ["b"]}, {"a": ("b",)}),
        ({"a": "b", "c": "d"}, {"a": 'b","c":"d'}),
        ({"a": "é"}, {"a": "e\u0301"}),
        ({"a": "2026-11-21"}, {"a": date(2026, 11, 21)}),
        ({"1": "a"}, {1: "a"}),
        ({"a": "\ud800"}, {"a": "\\ud800"}),
    ],
)
def test_what_only_looks_the_same_has_another_name(one, other):
    assert name_of(replace(JOB, content=one), "x") != name_of(replace(JOB, content=other), "x")


def test_a_value_that_nobody_has_thought_of_is_a_mistake():
    with pytest.raises(TypeError, match="object cannot be told"):
        name_of(replace(JOB, content={"a": object()}), "x")


PLAIN = (str, int, float, bool, type(None), date, datetime, typing.Any)


def leaves(kind, seen):
    """The kinds of value that something of a declared type may hold."""
    if is_dataclass(kind):
        if kind not in seen:
            seen.add(kind)
            hints = typing.get_type_hints(kind)
            for one in fields(kind):
                yield from leaves(hints[one.name], seen)
    elif hasattr(kind, "_fields"):
        for one in typing.get_type_hints(kind).values():
            yield from leaves(one, seen)
    elif typing.get_origin(kind) in (tuple, list, dict, Mapping) or typing.get_args(kind):
        for one in typing.get_args(kind):
            yield from leaves(one, seen)
    elif kind is not Ellipsis:
        yield kind


def test_everything_that_can_be_printed_can_be_named():
    assert set(leaves(Job, set())) - set(PLAIN) == set()


def test_a_failure_is_not_remembered(cached, making):
    making.fails = RenderTimeout("timeout")
    with pytest.raises(RenderTimeout):
        cached.render(JOB)
    making.fails = None

    assert cached.render(JOB) == b"2........."


def together(cached, making, count, monkeypatch):
    """Ask for the same from so many threads, and go on with making it when all the others wait for the first."""
    waits = threading.Semaphore(0)

    class Watched(Future):
        def result(self, timeout=None):
            waits.release()
            return super().result(timeout)

    monkeypatch.setattr(module, "Future", Watched)
    making.go_on.clear()
    with ThreadPoolExecutor(count) as threads:
        asked = [threads.submit(cached.render, JOB) for _ in range(count)]
        assert all(waits.acquire(timeout=30) for _ in range(count - 1))
        making.go_on.set()
        return [one.exception(30) or one.result() for one in asked]


def test_those_who_ask_at_once_share_one(cached, making, monkeypatch):
    assert together(cached, making, 6, monkeypatch) == [b"1........."] * 6
    assert len(making.made) == 1


def test_who_waits_is_told_when_it_fails_and_nobody_waits_for_ever(cached, making, monkeypatch):
    making.fails = RenderFailed("test")

    found = together(cached, making, 4, monkeypatch)

    assert found == [making.fails] * 4
    assert len(making.made) == 1
    making.fails = None
    assert cached.render(JOB) == b"2........."


def test_others_need_not_wait_for_it(cached, making):
    making.go_on.clear()
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(cached.render, JOB)
        assert making.begun.wait(30)
        making.begun.clear()
        other = threads.submit(cached.render, titled("B"))
        assert making.begun.wait(30)
        making.go_on.set()
        assert slow.result(30) != other.result(30)


def test_it_is_bounded_in_bytes_and_forgets_what_was_asked_for_longest_ago():
    making = Making(400)
    cached = CachedPdfService(making, 1_000)
    for title in ("A", "B", "A", "C"):
        cached.render(titled(title))
    assert len(making.made) == 3

    cached.render(titled("A"))
    assert len(making.made) == 3
    cached.render(titled("B"))

    assert len(making.made) == 4
    assert cached._kept.currsize <= 1_000


@pytest.mark.parametrize("most", [0, 9])
def test_what_has_no_room_is_made_each_time(most):
    making = Making()
    cached = CachedPdfService(making, most)

    assert cached.render(JOB) != cached.render(JOB)


def test_it_is_kept_for_an_hour_and_then_let_go():
    now, making = [0.0], Making()
    cached = CachedPdfService(making, 1_000, timer=lambda: now[0])
    first = cached.render(JOB)
    now[0] = 3_599.0
    assert cached.render(JOB) == first
    now[0] = 3_600.0

    cached.render(titled("B"))

    assert cached._kept.currsize == 10
    assert cached.render(JOB) != first


def test_what_is_deleted_is_forgotten(cached, making):
    first = cached.render(JOB)

    cached.forget()

    assert cached.render(JOB) != first


def test_what_is_being_made_meanwhile_is_not_kept(cached, making):
    making.go_on.clear()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(cached.render, JOB)
        assert making.begun.wait(30)
        cached.forget()
        making.go_on.set()
        assert asked.result(30) == b"1........."

    assert cached.render(JOB) == b"2........."


def test_made_anew_neither_asks_the_memory_nor_changes_it(cached, making):
    first = cached.render(JOB)

    assert cached.made_anew(JOB) == b"2........."
    assert cached.render(JOB) == first


def test_it_is_the_service_behind_it_in_all_else(cached, making):
    assert (cached.fingerprint(), cached.tools()) == ("tools 1", {"maker": "1"})
    cached.render(JOB)

    cached.close()

    assert making.made[-1] == "closed"
    assert cached._kept.currsize == 0


def test_a_real_document_comes_out_as_it_went_in(service):
    cached = CachedPdfService(service, 10_000_000)

    assert cached.render(JOB) == cached.render(JOB) == cached.made_anew(JOB) == service.render(JOB)
    cached.forget()
    service.forget()
    assert service.made_anew(JOB).startswith(b"%PDF")

"""Templates are compiled one at a time, whoever asks, and also when the disk is full."""

import errno
import sys
from importlib.util import cache_from_source
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from chameleon import PageTemplate
from chameleon.loader import ModuleLoader
from chameleon.template import BaseTemplate

from kuidocs.cooking import COOKING, one_at_a_time


class Watched(PageTemplate):
    """Tells, while it is compiled, whether another thread could compile too."""

    found: list[bool]

    def parse(self, body):
        def look():
            if COOKING.acquire(blocking=False):
                COOKING.release()
                free.append(True)

        free: list[bool] = []
        other = Thread(target=look)
        other.start()
        other.join()
        self.__dict__.setdefault("found", []).append(bool(free))
        return super().parse(body)


def fresh(word=""):
    """Return a template that no earlier run has left compiled on the disk."""
    return f'<p id="{uuid4().hex}">{word}</p>'


def test_while_one_is_compiled_no_other_thread_may():
    one_at_a_time()
    template = Watched(fresh("${word}"))

    assert ">Hej</p>" in template(word="Hej")
    assert template.found == [False]
    assert COOKING.acquire(blocking=False)
    COOKING.release()


def test_saying_it_again_changes_nothing():
    one_at_a_time()
    cook = BaseTemplate.cook
    one_at_a_time()

    assert BaseTemplate.cook is cook


def test_without_it_another_thread_could(monkeypatch):
    one_at_a_time()
    monkeypatch.setattr(BaseTemplate, "cook", BaseTemplate.cook.__wrapped__)

    assert Watched(fresh()).found == [True]


def test_it_is_done_anew_after_it_was_undone(monkeypatch):
    one_at_a_time()
    monkeypatch.setattr(BaseTemplate, "cook", BaseTemplate.cook.__wrapped__)
    one_at_a_time()

    assert Watched(fresh()).found == [False]


@pytest.fixture
def kept(tmp_path):
    """Make templates of which what is compiled is kept in a folder, and find it there."""
    one_at_a_time()
    body = fresh("${word}")

    class Kept(PageTemplate):
        loader = ModuleLoader(str(tmp_path))

    def again():
        # As in a process that has just started.
        for path in tmp_path.glob("*.py"):
            sys.modules.pop(path.stem, None)
        return Kept(body)

    return again, lambda: next(tmp_path.glob("*.py"))


def half(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def test_half_a_file_is_thrown_away_and_made_again(kept):
    again, file = kept
    again()(word="Hej")
    half(Path(cache_from_source(str(file()))))

    assert ">Hej</p>" in again()(word="Hej")
    assert ">Hej</p>" in again()(word="Hej")


@pytest.mark.parametrize("what", ["write", "cut"])
def test_on_a_full_disk_it_is_compiled_in_memory(kept, monkeypatch, tmp_path, what):
    """Python 3.11 leaves half of what it has compiled on a full disk, without a word."""
    import py_compile

    whole, (again, _) = py_compile.compile, kept

    def full(name, *rest, **more):
        if what == "write":
            raise OSError(errno.ENOSPC, "No space left on device")
        half(Path(whole(name, *rest, **more)))

    monkeypatch.setattr(py_compile, "compile", full)

    assert ">Hej</p>" in again()(word="Hej")
    assert list(tmp_path.glob("*.py")) == []
    monkeypatch.undo()
    assert ">Hej</p>" in again()(word="Hej")
    assert len(list(tmp_path.glob("*.py"))) == 1

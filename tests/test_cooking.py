"""Templates are compiled one at a time, whoever asks."""

from threading import Thread
from uuid import uuid4

from chameleon import PageTemplate
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

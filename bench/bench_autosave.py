"""Saving one field while somebody types in a document of 5,000 words, as ratios to an empty page of Pyramid."""

import json
import random
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

from bench_pages import DRAFT, USER, Caller, demonstration, figures, hello, logged_in, timed  # noqa: E402

WORDS = 5_000
KNOWN = [f"ord{number}" for number in range(1_200)]
SAVE = DRAFT.replace("/udkast", "/skriv")


class Page:
    """An open page of the draft, which sends its turns as the script does."""

    def __init__(self, ask: Caller, user: str) -> None:
        from bs4 import BeautifulSoup

        form = BeautifulSoup(ask(DRAFT), "html.parser").select_one("form[data-draft-url]")
        assert form is not None, ask.status
        self.ask, self.user, self.turns = ask, user, count(1)
        self.page, self.since = form["data-draft-page"], form["data-draft-since"]
        self.token = form.select_one("[name=csrf_token]")["value"]
        texts = form.select("[data-field]:has(> textarea)")
        self.fields = [str(one["data-field"]) for one in texts if one.find_parent("template") is None]
        self.revisions: dict[str, int] = {}

    def send(self, *fields: dict, state: bool = False) -> dict:
        """Send one turn; return the answer."""
        told = {"page": self.page, "user": self.user, "turn": next(self.turns), "since": self.since}
        body = json.dumps(told | {"fields": fields, "state": state, "here": self.fields[0]}).encode()
        more = {"CONTENT_TYPE": "application/json", "HTTP_X_CSRF_TOKEN": self.token}
        answer = json.loads(self.ask(SAVE, body, **more))
        assert self.ask.status.startswith("200"), answer
        self.since = answer["since"]
        self.revisions |= {one["path"]: one["rev"] for one in answer["fields"]}
        return answer

    def write(self, path: str, text: str, *, state: bool = False) -> None:
        """Save a field."""
        self.send({"path": path, "rev": self.revisions.get(path, 0), "value": text}, state=state)


def fill(page: Page) -> list[str]:
    """Spread the words over the fields; return the text of the first."""
    part = WORDS // len(page.fields)
    texts = [random.choices(KNOWN, k=part) for _ in page.fields]
    for path, words in zip(page.fields, texts, strict=True):
        page.write(path, " ".join(words))
    return texts[0]


def main() -> dict[str, dict[str, Any]]:
    """Measure a save, one that also says how far the document is, only asking, and the form itself."""
    random.seed(3)
    with tempfile.TemporaryDirectory() as name, demonstration(Path(name)) as system:
        ask = logged_in(system)
        mine = Page(ask, USER)
        words, first = fill(mine), mine.fields[0]
        turn = count()

        def typed(*, state: bool = False) -> None:
            words[3] = f"gang{next(turn)}"
            mine.write(first, " ".join(words), state=state)

        base = timed(hello(), 2_000)
        found = {
            "save": timed(typed),
            "save, with how far it is": timed(lambda: typed(state=True)),
            "only asking": timed(mine.send),
            "open the form": timed(lambda: ask(DRAFT), 30),
        }
        rows = {"hello": figures(base, median(base))}
        return rows | {f"{what}, {WORDS} words": figures(times, median(base)) for what, times in found.items()}


if __name__ == "__main__":
    for name, row in main().items():
        print(name, {key: round(value, 2) for key, value in row.items()})

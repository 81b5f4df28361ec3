"""The secret of a personal link lies in no file of the database: neither in what is stored nor beside it."""

import pytest

from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_guests, cluster_papers
from tests import web
from tests.views import klynger
from tests.views.klynger import SIGNE, act, meeting


@pytest.fixture
def link(site) -> str:
    """The link of a guest of the demonstration's meeting."""
    klynger.load(site.system)

    def change(root):
        found = meeting(root)
        rows = [dict(one) for one in found.plan.content()["guests"]]
        rows[0]["email"] = "lis@by.example"
        cluster_papers.add_version(found.plan, found.plan.content() | {"guests": rows}, act(site.system))
        cluster_guests.invite(found, rows[0]["rid"], act(site.system, SIGNE, new_id()))
        return cluster_guests.address(found, rows[0]["rid"], "")

    return site.system.change("invite", change)


def descriptions(site) -> list[str]:
    return [
        one.description.decode() if isinstance(one.description, bytes) else one.description
        for one in site.system.db.storage.iterator()
    ]


def test_a_guests_answer_leaves_no_secret_in_the_notes_of_transactions(site, link):
    answer = web.Browser(site.browser.app).post(link, {"__token__": "t", "reply": "yes", "pre": "ja"}, status=303)
    secret = link.rpartition("/")[2]

    assert answer.location.endswith("?gemt=1")
    told = descriptions(site)
    assert "klynger/gaest" in told
    assert not [one for one in told if secret in one]
    with site.system.reading() as root:
        assert meeting(root).plan.content()["guests"][0]["reply"] == "yes"


def test_other_addresses_still_stand_in_the_notes(site, link):
    site.browser.log_in(SIGNE)
    where = klynger.address(site.system, "1", "links")
    site.browser.post(
        where, {"csrf_token": site.browser.token(), "title": "Artikel", "url": "", "step": "2", "__token__": "x"}
    )

    assert where in descriptions(site)

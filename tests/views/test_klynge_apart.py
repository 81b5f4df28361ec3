"""What one world leaves in search, lists, logs, files and the administrator's pages says nothing to the other (R80)."""

import pytest

from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_meetings, cluster_survey
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE, address, cluster_of
from tests.views.test_klynge_worlds import PARTS

CLUSTER = ("Zebraemnet", "Dorte Hvolby", "dorte.hvolby", "signe.lykke", "Signe Overgaard", "@klynge", "Fjordlund Øst")
MUNICIPAL = ("Freja", "FLK-2026", "/sager", "/min-dag")
"""Some of the staff are guests of the demonstration's meeting, so their names do stand there."""
START = (
    "/min-dag", "/admin/", "/admin/job", "/revision", "/statistik", "/kalender", "/arbejdsliste", "/medarbejdere/",
    "/hjaelp", "/mine-indstillinger", "/min-konto", "/soeg?q=manegen", "/soeg?q=hvolby",
)  # fmt: skip
FILES = ("/revision.csv", "/statistik.csv", "/admin/log.csv")
FOLLOWED = ("/admin", "/revision", "/statistik", "/medarbejdere")


@pytest.fixture
def both(site):
    """Both worlds, with mail sent and pages opened in the clusters."""
    klynger.load(site.system)

    def change(root):
        cluster = cluster_of(root)
        for number, user in enumerate(cluster.members):
            root.klynger.users[user].email = f"m{number}@k.example"
        told = {"topic": "Zebraemnet", "meeting_date": "2027-05-01", "venue": "Salen"}
        found = cluster_meetings.plan_meeting(cluster, told, klynger.act(site.system, SIGNE, new_id()))
        cluster_survey.begin(found.survey, klynger.act(site.system, SIGNE, new_id()))
        cluster_survey.open_(found.survey, klynger.act(site.system, SIGNE, new_id()))

    site.system.change("klynger", change)
    drain(site.system)
    site.browser.log_in(DORTE)
    site.browser.get(address(site.system, "2/"))
    site.browser.reset()
    site.system.catch_up()
    return site


def walk(site, start, follow) -> dict[str, str]:
    """Every page that can be reached from some, with its text."""
    found, waiting = {}, list(start)
    while waiting:
        where = waiting.pop()
        if where in found:
            continue
        answer = site.browser.get(where, expect_errors=True)
        found[where] = answer.text if "text" in answer.content_type else ""
        if "html" not in answer.content_type or answer.status_int != 200:
            continue
        links = {link["href"].partition("#")[0] for link in answer.html.select("a[href]")}
        waiting += [one for one in links if one.startswith(follow) and len(found) < 80]
    return found


@pytest.mark.parametrize("user", ["tobias", "jens", "kirsten", "jonas"])
def test_nobody_of_the_municipality_reads_a_word_of_a_cluster(both, user):
    both.browser.log_in(user)
    pages = walk(both, (*START, *FILES), FOLLOWED)

    assert [(where, word) for where, text in pages.items() for word in CLUSTER if word in text] == []


@pytest.mark.parametrize("user", [SIGNE, DORTE])
def test_nobody_of_a_cluster_reads_a_word_of_the_municipality(both, user):
    both.browser.log_in(user)
    start = [address(both.system, part) for part in PARTS] + ["/klynger/", "/klynger/min-konto", "/hjaelp"]
    pages = walk(both, start, ("/klynger",))

    assert len(pages) > 20
    assert [(where, word) for where, text in pages.items() for word in MUNICIPAL if word in text] == []


def test_the_search_keeps_nothing_of_a_cluster(both):
    data = b"".join(one.read_bytes() for one in both.system.settings.data.glob("index.sqlite*"))

    assert data
    for word in ("Zebraemnet", "manegen", "Hvolby", "klynge"):
        assert word.encode() not in data


def test_the_auditor_who_asks_for_somebody_of_a_cluster_finds_nothing(both):
    both.browser.log_in("jens")
    for query in (f"bruger={SIGNE}", "slags=cluster.member_added", "slags=cluster.guest_opened"):
        page = both.browser.get(f"/revision?{query}")
        assert not page.html.select("main table tbody tr"), query
    assert "cluster." not in both.browser.get("/revision").text
    assert any(one.kind.startswith("cluster.") for one in both.events())


def test_mails_of_a_cluster_name_nobody_of_the_municipality_and_no_case(both):
    mails = b"".join(one.read_bytes() for one in (both.system.settings.data / "mail").glob("*.eml"))

    assert mails
    for word in ("Freja", "FLK-2026", "/sager", "Ravnsborg"):
        assert word.encode() not in mails

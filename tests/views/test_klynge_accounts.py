"""How the people of the clusters come in and go out: the second factor, leaving, and who may open whose account."""

from datetime import timedelta

import pyotp
import pytest

from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.usecases import accounts, cluster_meetings, cluster_people, cluster_survey
from kuidocs.usecases.acting import Act
from tests import web
from tests.views import klynger
from tests.views.klynger import AHMAD, DORTE, SIGNE, address, cluster_of, meeting

HOST = "http://localhost:6543"
NEW = "fire hatte på en varm hylde"


@pytest.fixture
def strict(tmp_path):
    """A site whose coordinators must have a second factor."""
    system = web.make_system(tmp_path, second_factor_roles="system_administrator cluster_coordinator", base_url=HOST)
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def clusters(strict):
    klynger.load(strict.system)
    return strict


def submit(page, **fields):
    form = page.forms[len(page.forms) - 1]
    for name, value in fields.items():
        form[name] = value
    return form.submit(expect_errors=True)


def post(site, where: str, status: int = 303, **fields):
    told = {"csrf_token": site.browser.token(), "__token__": new_id()} | fields
    return site.browser.post(where, told, status=status)


def with_app(site, user) -> pyotp.TOTP:
    factors = site.system.factors
    secret = factors.codes.new_secret()
    app = pyotp.TOTP(secret)

    def change(root):
        person = root.klynger.users[user]
        act = Act(person.identity(), site.system.clock)
        accounts.add_codes(person, secret, app.at(site.system.clock.now()), act, factors)

    site.system.change("app", change)
    site.system.clock.advance(timedelta(minutes=1))
    return app


def test_a_coordinator_must_set_up_a_second_factor_and_is_asked_for_it_the_next_time(clusters):
    page = clusters.browser.log_in(SIGNE).follow()
    assert "Sæt ekstra sikkerhed op" in page.html.h1
    clusters.browser.get(address(clusters.system, "1/"), status=303)
    app = pyotp.TOTP(page.html.find("code", class_="secret").get_text())
    on = submit(page, kode=app.at(clusters.system.clock.now()))
    assert on.location.endswith("/klynger/")
    clusters.browser.get(address(clusters.system, "1/"))

    clusters.browser.reset()
    clusters.system.clock.advance(timedelta(minutes=1))
    again = clusters.browser.log_in(SIGNE).follow()
    assert "Bekræft, at det er dig" in again.html.h1
    submit(again, kode="000000")
    clusters.browser.get(address(clusters.system, "1/"), status=303)
    assert submit(again, kode=app.at(clusters.system.clock.now())).status_int == 303
    clusters.browser.get(address(clusters.system, "1/"))


def test_a_member_need_not_and_may(clusters):
    assert clusters.browser.log_in(DORTE).location.endswith("/klynger/")
    page = clusters.browser.get("/klynger/min-konto")
    assert "Klynge Fjordlund Øst: Medlem" in " ".join(page.html.get_text(" ", strip=True).split())
    assert not [a for a in page.html.select("a") if "/sager" in a["href"] or "/min-dag" in a["href"]]
    secret = page.html.find("code", class_="secret").get_text()
    code = pyotp.TOTP(secret).at(clusters.system.clock.now())
    post(clusters, "/klynger/min-konto", 422, handling="app", kode=code, nuvaerende="forkert kode")
    post(clusters, "/klynger/min-konto", handling="app", kode=code, nuvaerende=web.PASSWORD)
    spare = post(clusters, "/klynger/min-konto", 200, handling="reservekoder", nuvaerende=web.PASSWORD)
    one = spare.html.select_one(".codes code").get_text()

    clusters.browser.reset()
    page = clusters.browser.log_in(DORTE).follow()
    assert submit(page, kode=one).status_int == 303
    clusters.browser.get("/klynger/")


def test_the_password_is_changed_on_the_own_page_and_ends_other_sessions(clusters):
    clusters.browser.log_in(DORTE)
    other = web.Browser(clusters.browser.app)
    other.log_in(DORTE)
    wrong = post(
        clusters, "/klynger/min-konto", 422, handling="adgangskode", nuvaerende="x", ny="Klynge klynge 12", igen=""
    )
    assert "forkert" in wrong.text
    told = {"handling": "adgangskode", "nuvaerende": web.PASSWORD, "ny": NEW, "igen": NEW}
    post(clusters, "/klynger/min-konto", **told)

    other.get("/klynger/", status=303)
    clusters.browser.get("/klynger/")
    clusters.browser.reset()
    assert clusters.browser.log_in(DORTE, NEW).status_int == 303


def test_whoever_lost_the_phone_is_helped_by_the_coordinator_and_not_by_himself(site):
    klynger.load(site.system)
    with_app(site, DORTE)
    site.browser.log_in(SIGNE)
    where = address(site.system, "medlemmer")
    assert "Fjern ekstra sikkerhed" in site.browser.get(where).text
    post(site, where, goer="nulstil", hvem=DORTE)
    post(site, where, goer="nulstil", hvem=DORTE)
    post(site, where, 422, goer="nulstil", hvem=SIGNE)
    post(site, where, 404, goer="nulstil", hvem="tobias")

    assert "Fjern ekstra sikkerhed" not in site.browser.get(where).text
    assert len([one for one in site.events() if one.kind == "cluster.factors_reset"]) == 1
    other = web.Browser(site.browser.app)
    assert other.log_in(DORTE).location.endswith("/klynger/")
    other.get(where, status=403)


def test_a_coordinator_cannot_take_over_an_account_of_another_cluster(site):
    klynger.load(site.system)

    def change(root):
        act = Act(root.klynger.users[SIGNE].identity(), site.system.clock)
        root.klynger.users[DORTE].email = "dorte@k.example"
        other = cluster_people.add_cluster(root, "Klynge Vest", act)
        cluster_people.add_member(other, "Dorte Hvolby", "dorte@k.example", "coordinator", act)
        assert DORTE in other.members

    site.system.change("two", change)
    with_app(site, DORTE)
    site.browser.log_in(SIGNE)
    with site.system.reading() as root:
        mine = next(one.id for one in root.klynger.values() if one.name != "Klynge Vest")
    where = f"/klynger/{mine}/medlemmer"

    refused = post(site, where, 422, goer="ret", hvem=DORTE, email="min@egen.example", role="member")
    assert "kan kun Dorte Hvolby selv rette" in refused.text
    post(site, where, 422, goer="nulstil", hvem=DORTE)
    post(site, where, goer="ret", hvem=DORTE, email="dorte@k.example", role="board")
    with site.system.reading() as root:
        user = root.klynger.users[DORTE]
        assert (user.email, user.has_second) == ("dorte@k.example", True)
        assert user.roles == ("cluster_board", "cluster_coordinator")


def test_who_leaves_all_clusters_is_out_at_once_also_half_way_in(site):
    klynger.load(site.system)
    with_app(site, AHMAD)
    half = web.Browser(site.browser.app)
    page = half.log_in(AHMAD).follow()
    assert "Bekræft" in page.html.h1.text
    inside = web.Browser(site.browser.app)
    inside.log_in(DORTE)
    site.browser.log_in(SIGNE)
    for user in (AHMAD, DORTE):
        post(site, address(site.system, "medlemmer"), goer="fjern", hvem=user)

    inside.get("/klynger/", status=303)
    assert half.get("/bekraeft", status=303).location.endswith("langsom=1")
    for user in (AHMAD, DORTE):
        assert web.Browser(site.browser.app).log_in(user).status_int == 400
    with site.system.reading() as root:
        assert root.klynger.users[DORTE].roles == ()


def test_the_link_of_who_leaves_is_closed_and_tells_nobody_whether_it_was_used(site):
    klynger.load(site.system)

    def send(root):
        cluster, act = cluster_of(root), klynger.act(site.system)
        for number, user in enumerate(cluster.members):
            root.klynger.users[user].email = f"m{number}@k.example"
        told = {"topic": "Søvn", "meeting_date": "2027-05-01", "venue": ""}
        plan_and_send(root, told, act)
        return [cluster_survey.address(meeting(root, "2").survey, user, "") for user in (AHMAD, DORTE)]

    used, unused = site.system.change("send", send)
    site.browser.log_in(SIGNE)
    guest = web.Browser(site.browser.app)
    site.system.change("answer", lambda root: cluster_survey.answer(survey(root), used.rpartition("/")[2], {}))
    before = seen(site)
    for user in (AHMAD, DORTE):
        post(site, address(site.system, "medlemmer"), goer="fjern", hvem=user)

    assert guest.get(used, status=404).text == guest.get(unused, status=404).text
    assert seen(site) == before
    post(site, address(site.system, "2", "skema/"), goer="paamind")
    drain(site.system)
    mails = b"".join(path.read_bytes() for path in (site.system.settings.data / "mail").glob("*.eml"))
    assert b"Lykke" in mails
    assert b"Hej Dorte" not in mails


def survey(root):
    return meeting(root, "2").survey


def seen(site) -> str:
    page = site.browser.get(address(site.system, "2", "skema/"))
    return " ".join(page.html.select_one("section.next").get_text(" ", strip=True).split())


def plan_and_send(root, told, act) -> None:
    """Plan a meeting, and send its questionnaire."""
    found = cluster_meetings.plan_meeting(cluster_of(root), told, act)
    cluster_survey.begin(found.survey, act)
    cluster_survey.open_(found.survey, act)


def test_an_old_user_without_the_new_fields_still_opens(site):
    klynger.load(site.system)
    with site.system.reading() as root:
        user = root.klynger.users[DORTE]
        user.__setstate__({**user.__dict__, "roles": ()})
        assert user.roles == ("cluster_member",)
        assert not user.has_second

"""What no page of ours sends ends in a refusal and never in a traceback; two tabs and the back button lose nothing."""

from datetime import timedelta

import pytest

from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_meetings, cluster_survey
from tests import factories, web
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE, act, address, meeting
from tests.views.test_klynge_secrets import link  # noqa: F401 - a fixture

PLACES = (
    "nyt", "medlemmer", "1/", "1/trin", "1/gaester", "1/links", "1/cases", "1/case-1/", "1/aftaler", "1/skema/",
    "1/skema/rediger", "1/case-2/rediger", "1/program/rediger", "1/referat/rediger", "1/drejebog/rediger?del=guests",
    "1/facilitering", "1/foreslaa", "1/praesentation",
)  # fmt: skip
NAMES = (
    "goer", "hvem", "til", "nr", "status", "note", "base", "responsible", "deadline", "title", "url", "step", "link",
    "plads", "pakke", "read", "why", "aftale", "day", "until", "del", "topic", "meeting_date", "venue", "name",
    "email", "role", "forslag", "unit", "text", "question", "__rows__", "faerdig", "gem",
)  # fmt: skip
ODD = {
    "nothing": "",
    "null": "\x00",
    "long": "x" * 60_000,
    "number": "-99999999999999999999",
    "digits of another script": "٣",
    "markup": "<script>alert(1)</script>",
    "path": "../../sager/FLK-2026-0001",
    "formula": "=1+1",
    "half a letter": "\ufffd\u202e",
}


@pytest.fixture
def cluster(site):
    klynger.load(site.system)
    site.browser.log_in(SIGNE)
    return site


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("odd", ["null", "long", "digits of another script", "path"])
def test_a_strange_post_is_refused_or_changes_nothing(cluster, where, odd):
    fields = dict.fromkeys(NAMES, ODD[odd]) | {"csrf_token": cluster.browser.token(), "__token__": new_id()}
    answer = cluster.browser.post(address(cluster.system, where), fields, expect_errors=True)

    assert answer.status_int in (200, 303, 400, 404, 409, 422)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("where", PLACES)
def test_a_post_without_the_pages_token_does_nothing(cluster, where):
    with cluster.system.reading() as root:
        before = len(list(meeting(root).log))
    answer = cluster.browser.post(address(cluster.system, where), {"goer": "luk", "til": "closed"}, expect_errors=True)

    assert answer.status_int in (400, 403, 404, 422)
    with cluster.system.reading() as root:
        assert len(list(meeting(root).log)) == before


@pytest.mark.parametrize("odd", ODD)
def test_a_guest_may_send_anything(site, link, odd):  # noqa: F811 - the fixture
    guest = web.Browser(site.browser.app)
    for wanted in ("svar", "bidrag", "status", ODD[odd]):
        names = ("reply", "pre", "contribution", "case", "text", "aftale", "status", "note", "__token__")
        answer = guest.post(link, {"goer": wanted} | dict.fromkeys(names, ODD[odd]), expect_errors=True)
        assert answer.status_int in (303, 422)
    assert guest.get(link, {"vis": ODD[odd]}).status_int == 200


def planned(cluster) -> str:
    """A second meeting with an open questionnaire: the secret of one member's link."""

    def change(root):
        users = root.klynger.users
        users[DORTE].email = "dorte@k.example"
        told = {"topic": "Søvn", "meeting_date": (factories.NOW.date() + timedelta(days=90)).isoformat(), "venue": ""}
        found = cluster_meetings.plan_meeting(klynger.cluster_of(root), told, act(cluster.system, SIGNE, new_id()))
        cluster_survey.begin(found.survey, act(cluster.system, SIGNE, new_id()))
        cluster_survey.open_(found.survey, act(cluster.system, SIGNE, new_id()))
        return cluster_survey.secret_for(found.survey, DORTE)

    return cluster.system.change("plan", change)


@pytest.mark.parametrize("odd", ODD)
def test_an_answer_that_no_form_of_ours_sends_is_shown_again_with_all_that_was_typed(cluster, odd):
    secret = planned(cluster)
    with cluster.system.reading() as root:
        rows = meeting(root, "2").survey.content()["questions"]
    fields = [("link", secret), *((f"q-{row['rid']}", ODD[odd]) for row in rows), ("q-ukendt", ODD[odd])]
    member = web.Browser(cluster.browser.app)
    answer = member.post("/klynger/svar/", fields, status=422)

    assert len(answer.html.select(".summary li")) >= 10
    assert "<script>" not in answer.text
    assert len(answer.html.select(".kl-page")) == 3
    assert [one["id"] for one in answer.html.select(".kl-first")] == ["side-1"]
    with cluster.system.reading() as root:
        assert meeting(root, "2").survey.count == 0


def test_the_page_with_what_is_wrong_comes_first(cluster):
    secret = planned(cluster)
    with cluster.system.reading() as root:
        rows = meeting(root, "2").survey.content()["questions"]
    given = [
        (f"q-{row['rid']}", (row.get("options") or list("12345"))[0]) for row in rows if row["question_type"] != "text"
    ]
    left_out = rows[9]["rid"]
    fields = [("link", secret), *(one for one in given if left_out not in one[0])]
    member = web.Browser(cluster.browser.app)
    answer = member.post("/klynger/svar/", fields, status=422)

    assert [one["id"] for one in answer.html.select(".kl-first")] == ["side-3"]
    assert [one["href"] for one in answer.html.select(".summary a")] == [f"#q-{left_out}"]
    assert len(answer.html.select("input[checked]")) == 9
    member.post("/klynger/svar/", [("link", secret), *given], status=303)
    # The back button, and another tab: the first answer holds.
    member.post("/klynger/svar/", [("link", secret), *given], status=303)
    member.post("/klynger/svar/", [("link", secret)], status=303)
    with cluster.system.reading() as root:
        assert meeting(root, "2").survey.count == 1


def test_two_tabs_with_the_same_step_do_not_overwrite_one_another(cluster):
    where = address(cluster.system, "1/trin?nr=3")
    first, second = cluster.browser.get(where), cluster.browser.get(where)
    one, other = (
        next(form for form in page.forms.values() if "responsible" in form.fields) for page in (first, second)
    )
    one["responsible"], other["responsible"] = "Ahmad Rostami", "Dorte Hvolby"
    assert one.submit().status_int == 303
    refused = other.submit(expect_errors=True)

    assert refused.status_int == 409
    assert "En anden har rettet trinnet imens" in refused.text
    assert "Dorte Hvolby" in refused.text

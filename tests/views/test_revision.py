"""The auditor's log: everything that happened, nothing of what the cases say."""

import csv
import io

import pytest

from kuidocs.usecases import audit_log
from tests.views.test_adgang import rows, text
from tests.views.test_noedadgang import REASON, open_it
from tests.web import CASE

PAGE = "/revision"


@pytest.fixture
def jens(site):
    site.browser.log_in("jonas")
    site.browser.get(f"{CASE}/")
    site.browser.get(f"{CASE}/opgaver")
    site.browser.become("jens")
    return site


def test_the_menu_leads_to_it_and_the_newest_stand_first(jens):
    page = jens.browser.get("/min-dag").click("Revision")

    said = [row[2] for row in rows(page)][:3]
    assert said == ["login.succeeded", "så opgaverne i dit forløb", "så siden om dit forløb"]
    assert rows(page)[1][1] == "Jonas Ravnsborg Den Kommunale Ungeindsats"
    assert "Freja" not in page.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("sag=FLK-2026-0001", 2),
        ("sag=FLK-2026-0009", 0),
        ("bruger=jens", 1),
        ("slags=case.viewed&bruger=jonas", 2),
        ("slags=login.succeeded", 2),
        ("til=2026-11-20", 0),
        ("fra=2026-11-21&til=2026-11-21&sag=FLK-2026-0001", 2),
    ],
)
def test_it_is_narrowed_by_case_user_kind_and_period(jens, query, count):
    page = jens.browser.get(f"{PAGE}?{query}")

    assert len(rows(page)) == count
    assert f"Hændelser ({count})" in text(page)


def test_looking_and_taking_the_file_are_events(jens):
    jens.browser.get(f"{PAGE}?sag=FLK-2026-0001")
    answer = jens.browser.get(f"{PAGE}.csv?sag=FLK-2026-0001")

    assert answer.content_type == "text/csv"
    lines = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert [line[5] for line in lines] == ["Hændelse", "case.viewed", "case.viewed"]
    assert [event.about["case"] for event in jens.events("log.viewed", "log.exported")] == ["FLK-2026-0001"] * 2


def test_the_reason_of_break_glass_is_there_and_a_sample_is_one_click_away(jens):
    jens.browser.become("kirsten")
    open_it(jens)
    jens.browser.become("jens")

    page = jens.browser.get(f"{PAGE}?slags=access.emergency_opened")

    assert REASON in text(page)
    assert page.html.select_one("td a")["href"] == f"{CASE}/stikproeve"


def test_a_date_that_is_none_is_refused_and_kept(jens):
    page = jens.browser.get(f"{PAGE}?fra=x", expect_errors=True)

    assert page.status_int == 422
    assert page.forms["soeg-log"]["fra"].value == "x"
    assert jens.browser.get(f"{PAGE}.csv?fra=x", expect_errors=True).status_int == 422


def test_only_the_newest_are_shown_but_all_are_counted(jens, monkeypatch):
    monkeypatch.setattr(audit_log, "AT_ONCE", 1)
    with jens.system.reading() as root:
        asked = audit_log.Asked(jens.system.clock.today(), jens.system.clock.today())
        lines = list(audit_log.found(jens.system.proof, root, asked)) * 100

    shown, count = audit_log.newest(lines)

    assert (len(shown), count) == (audit_log.SHOWN, len(lines))
    assert shown[0] == lines[-1]


@pytest.mark.parametrize("user", ["jonas", "kirsten", "tobias", "peter"])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.csv"])
def test_it_is_nobody_elses(site, user, address):
    site.browser.log_in(user)

    assert site.browser.get(address, expect_errors=True).status_int == 403
    assert "Revision" not in site.browser.get("/min-dag").html.header.get_text()
    assert len(site.events("access.refused")) == 1

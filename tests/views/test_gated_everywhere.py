"""Every address of a case, asked for as somebody whom the consent covers, in part, no longer, or never."""

import pytest

from tests.views import making
from tests.views.gated import CLOSED, EFFORT, HEALTH, SCHOOL, STATES, addresses, build
from tests.web import CASE

PLAN = f"{CASE}/dokumenter/FLK-2026-0001-D01"


@pytest.fixture
def crawl(site):
    def told(state, user="louise", relation="primary"):
        """Give the text of every page that answers."""
        # Where somebody coordinates, nobody else writes the plan, and its draft is no page for others.
        build(state, site, user, relation, coordinated=user == "jonas")
        site.browser.log_in(user)
        found = {}
        for address in addresses(site):
            answer = site.browser.get(address, expect_errors=True)
            assert answer.status_int < 500, address
            if answer.content_type.startswith("image/"):
                found[address] = "file" if answer.status_int == 200 else ""
            elif answer.content_type == "application/pdf":
                found[address] = "pdf"
            else:
                found[address] = answer.text
        return found

    return told


def holding(found, word):
    return sorted(address for address, page in found.items() if word in page and "q=" not in address)


def files(found, kind):
    return sorted(address for address, page in found.items() if page == kind)


@pytest.mark.parametrize(
    ("state", "relation"), [*((state, "primary") for state in CLOSED), ("withdrawn", "ad_hoc"), ("none", "convener")]
)
def test_without_a_consent_no_page_tells_what_another_department_wrote(crawl, state, relation):
    found = crawl(state, relation=relation)

    assert holding(found, HEALTH) == []
    assert holding(found, SCHOOL) == []
    assert holding(found, EFFORT) == []
    assert files(found, "file") == []
    # The consent itself is read by everybody who is in the case.
    assert all("D06" in address or "D07" in address for address in files(found, "pdf")), files(found, "pdf")


def test_a_part_of_it_is_read_and_the_rest_is_counted(crawl):
    found = crawl("partial")

    assert holding(found, HEALTH) == []
    assert len(holding(found, SCHOOL)) > 10
    assert "er skjult, fordi samtykket ikke dækker" in found[f"{PLAN}/versioner/1"]
    assert "er skjult, fordi samtykket ikke dækker" in found[f"{PLAN}/udkast"]
    assert "er skjult, fordi samtykket ikke dækker" in found[f"{CASE}/opgaver"]
    assert "er skjult, fordi samtykket ikke dækker" in found[f"{CASE}/bilag"]
    assert len(files(found, "file")) == 2


@pytest.mark.parametrize(("state", "user", "relation"), [
    *((state, "jonas", "primary") for state in STATES),
    ("none", "louise", "deputy"),
    ("withdrawn", "louise", "contact_person"),
    ("valid", "louise", "primary"),
])  # fmt: skip
def test_who_is_covered_or_knows_all_by_task_reads_it_everywhere(crawl, state, user, relation):
    found = crawl(state, user, relation)

    assert f"{PLAN}/versioner/1" in holding(found, HEALTH)
    assert f"{PLAN}/udkast" in holding(found, HEALTH)
    assert f"{CASE}/opgaver" in holding(found, HEALTH)
    assert f"{CASE}/moeder/2/dagsorden?punkt=1" in holding(found, HEALTH)
    assert f"{CASE}/moeder/2/hvem-goer-hvad" in holding(found, HEALTH)
    assert f"{CASE}/overblik" in holding(found, HEALTH)
    assert f"{CASE}/spor/goal-health" in holding(found, HEALTH)
    assert not any("er skjult" in page for page in found.values() if "uden emne" not in page)
    assert len(files(found, "file")) >= 2


def test_the_own_department_reads_what_it_wrote_without_a_consent(crawl):
    found = crawl("none", "birgitte")

    assert f"{PLAN}/versioner/1" in holding(found, HEALTH)
    assert len(files(found, "file")) == 8


@pytest.mark.parametrize("user", ["camilla", "tobias", "jens"])
def test_who_has_no_part_in_the_case_is_told_nothing_whatever_the_consent(crawl, site, user):
    build("valid", site)
    site.browser.log_in(user)

    for address in addresses(site):
        answer = site.browser.get(address, expect_errors=True)
        assert HEALTH not in answer.text or "q=" in address, address
        assert answer.content_type != "application/pdf", address


def test_a_withdrawal_counts_in_the_tab_that_is_open(site):
    build("valid", site)
    site.browser.log_in("louise")
    assert HEALTH in site.browser.get(f"{PLAN}/versioner/1")

    def withdraw(case):
        paper = next(iter(case.dokumenter.of_form("kui.consent")))
        making.fact(paper, "withdrawn_at", "2026-11-21T09:59:00+01:00", value="2026-11-21")

    making.change(site, withdraw)

    refused = site.browser.get(f"{PLAN}/versioner/1", status=403)
    assert "blev trukket tilbage den 21. november 2026" in refused
    assert HEALTH not in refused

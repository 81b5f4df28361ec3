"""The jobs of the clusters: a reminder once for each step, links looked at, questionnaires closed, mail sent."""

from datetime import timedelta

import pytest

from kuidocs.jobs import clusters
from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.resources.outbox import Job
from kuidocs.services.clock import FixedClock
from kuidocs.services.links import GONE, GOOD, LinkChecker
from kuidocs.usecases import (
    cluster_guests,
    cluster_links,
    cluster_meetings,
    cluster_papers,
    cluster_people,
    cluster_survey,
)
from tests import factories
from tests.views import klynger
from tests.views.conftest import site  # noqa: F401 - a fixture
from tests.views.klynger import SIGNE, act, cluster_of, meeting

TODAY = factories.NOW.date()


class Seen(LinkChecker):
    """Remembers what it was asked to look at."""

    def __init__(self):
        self.asked = []

    def look(self, url):
        self.asked.append(url)
        return GONE if "kiap" in url else GOOD


@pytest.fixture
def system(site):  # noqa: F811
    klynger.load(site.system)

    def plan(root):
        cluster = cluster_of(root)
        users = root.klynger.users
        users[SIGNE].email = "signe@k.example"
        told = {"topic": "Søvn", "meeting_date": "2027-03-01", "venue": "Salen"}
        cluster_meetings.plan_meeting(cluster, told, act(site.system, token="p"))

    site.system.change("plan", plan)
    return site.system


def deadline(system, number: int, days: int, who: str = "Signe Overgaard Lykke"):
    def change(root):
        plan = meeting(root, "2").plan
        rows = [
            one | {"deadline": (TODAY + timedelta(days=days if one["step_no"] == str(number) else 60)).isoformat(),
                   "responsible": {"text": who}}
            for one in plan.content()["steps"]
        ]  # fmt: skip
        cluster_papers.add_version(plan, plan.content() | {"steps": rows}, act(system))

    system.change("deadline", change)


def mails(system) -> list[str]:
    folder = system.settings.data / "mail"
    return sorted(one.read_text("utf-8") for one in folder.glob("*.eml")) if folder.exists() else []


@pytest.mark.parametrize(("days", "count"), [(4, 0), (3, 1), (0, 1), (-5, 1)])
def test_a_step_that_is_due_is_reminded_of_once(system, days, count):
    deadline(system, 5, days)

    assert clusters.daily(system).get("steps_reminded", 0) == count
    assert clusters.daily(system).get("steps_reminded", 0) == 0
    assert len(mails(system)) == count
    assert all("Trin 5 i drejebogen venter" in one and "signe@k.example" in one for one in mails(system))


def test_it_is_told_once_more_when_it_is_late(system):
    deadline(system, 5, 1)
    clusters.daily(system)
    system.clock = FixedClock(factories.NOW + timedelta(days=3))

    assert clusters.daily(system)["steps_reminded"] == 1
    assert len(mails(system)) == 2


def test_a_step_that_is_done_or_somebody_elses_is_not(system):
    deadline(system, 8, 1)
    system.change("x", lambda root: cluster_meetings.set_step(meeting(root, "2"), 8, "not_relevant", "", act(system)))
    assert clusters.daily(system) == {}

    deadline(system, 5, 1, "Frida fra regionen")
    assert clusters.daily(system) == {}


def test_a_meeting_that_is_over_reminds_nobody(system):
    with system.reading() as root:
        assert list(clusters.cluster_mail.due(meeting(root, "1"), TODAY)) == []


def test_the_links_of_a_meeting_are_looked_at_once_a_week(system):
    system.links = Seen()
    system.clock = FixedClock(factories.NOW + timedelta(days=2))
    assert system.clock.today().weekday() == 0
    clusters.daily(system)
    clusters.daily(system)
    drain(system)

    with system.reading() as root:
        states = {one["url"]: one["state"] for one in meeting(root, "2").links}
        assert states["https://www.kiap.dk/"] == GONE
        assert states["https://www.vidensbanken.dsam.dk/"] == GOOD
        assert states[""] == ""
        assert all(one["checked_at"] for one in meeting(root, "2").links if one["url"])
    assert len(system.links.asked) == len(set(system.links.asked)) * 2, "two meetings have the same links"


def test_on_other_days_nobody_looks(system):
    system.links = Seen()
    clusters.daily(system)
    drain(system)

    assert system.links.asked == []


def test_a_link_that_is_gone_meanwhile_is_let_be(system):
    with system.reading() as root:
        before = meeting(root, "2").links
    system.change(
        "x", lambda root: cluster_links.looked(meeting(root, "2"), {"https://andet.example": GONE}, act(system))
    )

    with system.reading() as root:
        assert meeting(root, "2").links == before


def test_a_questionnaire_that_is_past_its_day_is_closed(system):
    def send(root):
        survey = meeting(root, "2").survey
        cluster_survey.begin(survey, act(system))
        cluster_survey.open_(survey, act(system))
        return survey.content()["closes_at"]

    last = system.change("send", send)
    assert "questionnaires_closed" not in clusters.daily(system)
    system.clock = FixedClock(factories.NOW + timedelta(days=60))

    assert clusters.daily(system)["questionnaires_closed"] == 1
    with system.reading() as root:
        survey = meeting(root, "2").survey
        assert survey.closed_at[:10] > last
        assert (survey.answered, survey.invited) == (0, {})


# Mail


def invited(system, **changed):
    def change(root):
        found = meeting(root, "2")
        row = {"rid": "g" * 16, "organisation": "Byen", "email": "lis@by.example", "level": "leader"} | changed
        cluster_papers.add_version(found.plan, found.plan.content() | {"guests": [row]}, act(system))
        cluster_guests.invite(found, row["rid"], act(system, SIGNE, new_id()))

    system.change("invite", change)


def test_an_invitation_goes_out_with_a_calendar_and_names_nobody_else(system):
    invited(system)
    drain(system)
    (mail,) = mails(system)

    assert "lis@by.example" in mail
    assert "Content-Type: text/calendar" in mail
    assert "klyngemoede.ics" in mail
    assert "Signe" not in mail


@pytest.mark.parametrize("gone", ["closed", "no guest", "no address"])
def test_no_mail_goes_to_whom_it_is_too_late_for(system, gone):
    invited(system)

    def change(root):
        found = meeting(root, "2")
        if gone == "closed":
            cluster_guests.close_door(found, "g" * 16, act(system))
        else:
            rows = [] if gone == "no guest" else [{"rid": "g" * 16, "organisation": "Byen"}]
            cluster_papers.add_version(found.plan, found.plan.content() | {"guests": rows}, act(system))

    system.change("gone", change)
    drain(system)

    assert mails(system) == []


def test_the_same_job_run_again_sends_the_same_mail(system):
    invited(system)
    drain(system)

    def again(root):
        (job,) = [one for one in root.job.values() if one.kind == cluster_guests.MAIL]
        root.job.add_once(Job(job.kind, f"{job.key}:again", job.arguments, system.clock.now()))

    system.change("again", again)
    drain(system)

    assert len(mails(system)) == 1


def test_a_closed_questionnaire_sends_no_more_mail(system):
    def send(root):
        survey = meeting(root, "2").survey
        cluster_survey.begin(survey, act(system))
        cluster_survey.open_(survey, act(system))
        cluster_survey.close(survey, act(system))

    system.change("send", send)
    drain(system)

    assert mails(system) == []


def test_access_is_given_to_who_has_an_address_and_is_active(system):
    def give(root):
        cluster_people.give_access(cluster_of(root), SIGNE, act(system, SIGNE, new_id()))

    system.change("give", give)
    drain(system)
    assert len(mails(system)) == 1

    system.change("give", give)
    system.change("gone", lambda root: setattr(root.klynger.users[SIGNE], "active", False))
    drain(system)
    assert len(mails(system)) == 1

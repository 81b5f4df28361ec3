"""The job of the day: once a day, made good after a stop, one mail to each, and nothing about anybody in it."""

import copy
import re
from datetime import timedelta

import pytest

from kuidocs.domain.deadlines import KINDS, SUBJECT
from kuidocs.domain.rules.privacy import ID_NUMBER
from kuidocs.jobs.daily import daily, reminder, schedule
from kuidocs.jobs.outbox import run_due, run_one
from kuidocs.resources.outbox import DONE, Job
from kuidocs.usecases import leaving, reminding
from kuidocs.usecases.acting import Act
from tests import web
from tests.post_office import HOST, everything, open_office
from tests.usecases import plan_story
from tests.views import making
from tests.views.test_beslutninger import minutes_in

BASE = "https://kui.example"
DAY = timedelta(days=1)


@pytest.fixture
def office():
    with open_office() as opened:
        yield opened


@pytest.fixture
def system(office, tmp_path):
    made = web.make_system(
        tmp_path, mail=f"smtp://{HOST}:{office.port}", mail_from="kuidocs@fjordlund.example", base_url=BASE
    )
    making.change(web.Site(made, None), minutes_in)
    yield made
    made.close()


def day(system):
    """Let the runner do what it does on a day."""
    schedule(system)
    count = run_due(system)
    system.catch_up()
    return count


def to(office):
    return [found["To"] for found in office.mails]


def staff(system, user_id, change):
    system.change("test", lambda root: change(root.medarbejdere[user_id]))


def jobs(system, kind):
    with system.reading() as root:
        return [(job.key, job.state, dict(job.result)) for job in root.job.values() if job.kind == kind]


def test_the_owner_of_a_late_task_is_reminded(system, office):
    assert day(system) == 2

    (found,) = office.mails
    assert (found["To"], found["Subject"]) == ("jonas@fjordlund.example", SUBJECT)
    text = found.get_body().get_content()
    assert "En opgave, du har, er over fristen." in text
    assert re.findall(r"https?://\S+", text) == [f"{BASE}/min-dag", f"{BASE}/mine-indstillinger"]


def test_a_day_has_one_job_however_often_it_is_asked_for(system, office):
    day(system)
    assert not schedule(system)
    assert day(system) == 0

    assert jobs(system, "daily") == [
        (
            "daily:2026-11-21",
            DONE,
            {"left": 0, "birthdays": 0, "filed": 0, "reminded": 1, "renewals": 0, "to_examine": 0},
        )
    ]
    assert len(office.mails) == 1


def test_two_processes_make_one(system):
    with system.writing("the other") as root:
        root.job.add_once(Job("daily", "daily:2026-11-21", {}, system.clock.now()))

    assert not system.change(
        "mine", lambda root: root.job.add_once(Job("daily", "daily:2026-11-21", {}, system.clock.now()))
    )
    assert len(jobs(system, "daily")) == 1


def test_run_again_on_the_same_day_it_reminds_nobody_twice(system, office):
    day(system)

    assert daily(system, {}) == {"left": 0, "birthdays": 0, "filed": 0, "reminded": 0, "renewals": 0, "to_examine": 0}
    run_due(system)
    assert len(office.mails) == 1


def test_the_next_day_says_nothing_new_of_the_same(system, office):
    day(system)
    system.clock.advance(DAY)
    day(system)

    assert len(office.mails) == 1


def test_a_task_is_repeated_sparingly(system, office):
    for _ in range(120):
        day(system)
        system.clock.advance(DAY)

    mine = [found for found in office.mails if found["To"] == "mette@fjordlund.example"]
    assert [found["Date"][5:16] for found in mine] == ["30 Nov 2026", "03 Dec 2026", "10 Dec 2026", "24 Dec 2026"]


def test_after_a_stop_each_thing_is_told_once(system, office):
    system.clock.advance(40 * DAY)
    day(system)

    assert sorted(to(office)) == ["jonas@fjordlund.example", "mette@fjordlund.example"]


def test_several_things_are_one_mail(system, office):
    system.clock.advance(20 * DAY)
    day(system)

    (mine,) = [found for found in office.mails if found["To"].startswith("jonas")]
    text = mine.get_body().get_content().replace("\r\n", "\n")
    assert "- En opgave, du har, er over fristen.\n" in text
    assert "- Beslutninger er ikke skrevet i en plan endnu.\n" in text
    assert "- Der er ikke givet status på en opgave. (to gange)\n" in text


def test_no_mail_says_whom_or_what_it_is_about(system, office):
    def everything_waits(case):
        plan_consent = making.CONSENT | {"valid_until": "2026-12-01"}
        making.paper(case, "kui.consent", plan_consent)
        making.paper(case, "kui.education_plan", copy.deepcopy(plan_story.PLAN) | {"next_review": "2026-11-22"})
        making.paper(case, "kui.followup_request", {"requested_at": "2026-11-02", "reason": "Freja er gravid."})
        making.paper(case, "kui.contact_card", {}, waiting=["kirsten"])
        making.meeting(case, "clarification", "2026-11-02", "held")

    making.change(web.Site(system, None), everything_waits)
    for _ in range(3):
        day(system)
        system.clock.advance(38 * DAY)

    assert {to.split("@")[0] for to in to(office)} == {"jonas", "mette", "kirsten"}
    for found in office.mails:
        said = everything(found).replace(found["To"], "")
        for secret in (
            "Freja",
            "Holm",
            "Jonas",
            "Mette",
            "banken",
            "FLK",
            "2026-0001",
            "gravid",
            "17 år",
            "18 år",
            "PPR",
        ):
            assert secret.casefold() not in said.casefold()
        assert not ID_NUMBER.search(said)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: setattr(one, "reminders_off", ("task", "signatures")),
        lambda one: setattr(one, "active", False),
        lambda one: setattr(one, "leaves_on", "2026-11-20"),
        lambda one: setattr(one, "email", ""),
        lambda one: setattr(one, "roles", ("system_administrator",)),
    ],
)
def test_who_does_not_want_it_or_is_not_here_gets_none(system, office, change):
    staff(system, "jonas", change)
    day(system)

    assert office.mails == []


def test_what_was_off_is_told_when_it_is_on_again(system, office):
    staff(system, "jonas", lambda one: setattr(one, "reminders_off", tuple(KINDS)))
    day(system)
    system.clock.advance(DAY)
    staff(system, "jonas", lambda one: setattr(one, "reminders_off", ()))
    day(system)

    assert len(office.mails) == 1


def test_an_administrator_with_no_case_and_everybody_without_a_part_get_none(system, office):
    day(system)

    assert to(office) == ["jonas@fjordlund.example"]


def test_a_finished_case_reminds_nobody(system, office):
    making.change(web.Site(system, None), lambda case: setattr(case, "state", "closed"))
    day(system)

    assert office.mails == []


def test_a_mail_is_handed_over_once(system, office):
    day(system)
    with system.reading() as root:
        arguments = next(dict(job.arguments) for job in root.job.values() if job.kind == "reminder")

    assert reminder(system, arguments) == {"sent": False}
    assert len(office.mails) == 1


def test_who_left_meanwhile_gets_no_mail(system, office):
    schedule(system)
    with system.reading() as root:
        (job_id,) = [job.id for job in root.job.values() if job.kind == "daily"]
    run_one(system, job_id)
    staff(system, "jonas", lambda one: setattr(one, "active", False))
    run_due(system)

    assert office.mails == []
    assert [result for _, _, result in jobs(system, "reminder")] == [{"sent": False}]


def test_what_was_told_is_in_the_chain_without_words(system):
    day(system)

    found = [one.event for one in system.proof.events(kinds=("reminder.asked_for", "reminder.delivered"))]
    assert [(event.kind, event.about, event.case_no) for event in found] == [
        ("reminder.asked_for", {"user_id": "jonas"}, None),
        ("reminder.delivered", {"user_id": "jonas"}, None),
    ]
    assert found[0].data == {"kinds": ["signatures", "task"]}


def test_what_was_told_long_ago_is_forgotten(system):
    staff(system, "jonas", lambda one: setattr(one, "reminded", {"old": "2025-01-01", "new": "2026-11-01"}))
    day(system)

    with system.reading() as root:
        assert [key for key in root.medarbejdere["jonas"].reminded if len(key) == 3] == ["new"]


def test_nothing_is_told_when_the_mail_of_the_day_is_asked_for_already(system):
    day(system)

    def again(root):
        root.medarbejdere["jonas"].reminded = {}
        rows = [one.row for one in system.index.deadlines("jonas", system.clock.today())]
        return reminding.remind(root, Act(root.medarbejdere["jonas"].identity(), system.clock), "jonas", rows)

    assert system.change("test", again) is False


def test_birthdays_come_with_the_day(system):
    system.clock.advance(113 * DAY)
    day(system)

    assert jobs(system, "daily")[0][2]["birthdays"] == 1
    assert [one.event.about["age"] for one in system.proof.events(kinds=("case.age_reached",))] == [18]


def test_who_has_left_is_out_from_the_day_after(system):
    secret = system.state.sessions.create("jonas")
    staff(system, "jonas", lambda one: setattr(one, "leaves_on", "2026-11-21"))
    day(system)
    assert system.state.sessions.get(secret) is not None

    system.clock.advance(DAY)
    day(system)

    assert system.state.sessions.get(secret) is None
    with system.reading() as root:
        assert not root.medarbejdere["jonas"].active
        assert leaving.close_accounts(root, Act(root.medarbejdere["kirsten"].identity(), system.clock)) == []

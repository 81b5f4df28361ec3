"""The regional unit is asked once by each page and told whom to answer; the plan says how far it is."""

import pytest

from kuidocs.domain.errors import Refused
from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_help, cluster_meetings, cluster_papers, importing
from kuidocs.usecases.acting import Act
from tests import factories

UNIT = "enhed@region.example"


@pytest.fixture
def meeting(world):
    act = Act(factories.identity(), world.clock)
    importing.import_data(world.root, world.drafts, factories.demo("klyngemoede"), act)
    (cluster,) = world.root.klynger.values()
    cluster_papers.save(cluster["1"].plan, {"external_facilitation": None}, cluster["1"].plan.number, act)
    return cluster["1"]


@pytest.fixture
def by(world):
    def found(token: str = ""):
        return Act(world.root.klynger.users["signe.lykke@klynge"].identity(), world.clock, token or new_id())

    return found


def jobs(world) -> list:
    return [job for job in world.root.job.values() if job.kind == cluster_help.MAIL]


def test_asking_makes_one_mail_and_is_written_in_the_plan(world, meeting, by):
    cluster_help.ask(meeting, "En facilitator til blok 3.", UNIT, by("t"))
    cluster_help.ask(meeting, "En facilitator til blok 3.", UNIT, by("t"))

    (job,) = jobs(world)
    assert cluster_help.standing(meeting) == "asked"
    assert meeting.plan.content()["external_facilitation"] == "Bedt om hjælp 21. november 2026."
    assert cluster_meetings.standing(meeting, factories.NOW.date()).facilitation
    assert [one.kind for one in meeting.log].count("cluster.facilitation_asked") == 1
    told = cluster_help.message(meeting, job.arguments, by())
    assert (told.to, told.subject) == (UNIT, "Hjælp til facilitering af klyngemøde: Klynge Fjordlund Øst")
    assert "Emne: Børn og unge i psykisk mistrivsel" in told.text
    assert "En facilitator til blok 3." in told.text
    assert "Signe" not in told.text
    assert "Svar til signe.lykke@klinik.example." in told.text


def test_who_has_no_address_is_not_named(world, meeting, by):
    world.root.klynger.users["signe.lykke@klynge"].email = ""
    cluster_help.ask(meeting, "Hjælp.", UNIT, by())

    assert "Svar til" not in cluster_help.message(meeting, jobs(world)[0].arguments, by()).text


@pytest.mark.parametrize(
    ("text", "to", "says"),
    [
        ("Hjælp.", "", "ikke skrevet en adresse"),
        ("", UNIT, "Skriv, hvad I vil"),
        ("x" * 2001, UNIT, "Skriv, hvad I vil"),
    ],
)
def test_what_is_refused(world, meeting, by, text, to, says):
    with pytest.raises(Refused, match=says):
        cluster_help.ask(meeting, text, to, by())
    assert jobs(world) == []
    assert cluster_help.standing(meeting) == ""


def test_a_meeting_without_a_day_is_refused(meeting, by):
    cluster_papers.save(meeting.plan, {"meeting_date": None}, meeting.plan.number, by())

    with pytest.raises(Refused, match="Skriv mødets dato"):
        cluster_help.ask(meeting, "Hjælp.", UNIT, by())


def test_the_answer_is_kept_beside_what_somebody_wrote(meeting, by):
    cluster_papers.save(meeting.plan, {"external_facilitation": "Vi ringede i går."}, meeting.plan.number, by())
    cluster_help.ask(meeting, "Hjælp.", UNIT, by())
    cluster_help.answered(meeting, "yes", "Frida kommer til blok 3.", by("a"))
    cluster_help.answered(meeting, "no", "", by("a"))

    assert cluster_help.standing(meeting) == "yes"
    written = ("Vi ringede i går.", "Bedt om hjælp 21. november 2026.", "Enheden hjælper. Frida kommer til blok 3.")
    assert meeting.plan.content()["external_facilitation"] == "\n".join(written)


def test_an_answer_that_nobody_waits_for_is_refused(meeting, by):
    with pytest.raises(Refused, match="ikke bedt om hjælp"):
        cluster_help.answered(meeting, "yes", "", by())
    cluster_help.ask(meeting, "Hjælp.", UNIT, by())
    with pytest.raises(Refused, match="Vælg, hvad enheden"):
        cluster_help.answered(meeting, "måske", "", by())
    with pytest.raises(Refused, match="for lang"):
        cluster_help.answered(meeting, "yes", "x" * 2001, by())
    assert cluster_help.standing(meeting) == "asked"

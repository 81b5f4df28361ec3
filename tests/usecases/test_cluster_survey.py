"""After closing nothing leads from a member to an answer: not in the tree, not in the raw files (D26)."""

import pytest
from ZODB import DB
from ZODB.FileStorage import FileStorage

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.domain.identity import Identity
from kuidocs.resources.klynger import Survey
from kuidocs.resources.root import Root
from kuidocs.security.addresses import digest
from kuidocs.services.storage import pack, working
from kuidocs.usecases import cluster_meetings, cluster_people, cluster_survey, setup
from kuidocs.usecases.acting import Act
from tests import factories

SIGNE = Identity("signe@klynge", "Signe", "", frozenset(), "klynge")
WORDS = "Et svar, som kun én kan have skrevet: {}."


@pytest.fixture
def database(tmp_path):
    found = DB(FileStorage(str(tmp_path / "Data.fs")))
    with working(found) as connection:
        connection.root()["kuidocs"] = root = Root()
        setup.publish_cluster_editions(root, factories.NOW)
        cluster = cluster_people.add_cluster(root, "Klyngen", act())
        for n in range(8):
            cluster_people.add_member(cluster, f"Medlem{n} Test", f"m{n}@k.example", "member", act())
        told = {"topic": "Søvn", "meeting_date": "2027-05-01", "venue": ""}
        cluster_meetings.plan_meeting(cluster, told, act("t1"))
    yield found
    found.close()


def act(token: str = "") -> Act:
    return Act(SIGNE, factories.clock(), token)


def survey_of(root) -> Survey:
    (cluster,) = root.klynger.values()
    return cluster["1"].survey


def opened(database) -> dict[str, str]:
    """Send it: user id -> secret."""
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        cluster_survey.begin(survey, act())
        cluster_survey.open_(survey, act())
        return {user: cluster_survey.secret_for(survey, user) for user in survey.invited.values()}


def answer(database, secret: str, text: str = "x") -> bool:
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        last = survey.content()["questions"][-1]["rid"]
        return cluster_survey.answer(survey, secret, {last: text})


def test_each_link_brings_one_answer(database):
    secrets = opened(database)
    first = next(iter(secrets.values()))

    assert len(secrets) == 8
    assert answer(database, first)
    assert not answer(database, first, "igen")
    with pytest.raises(Conflict):
        answer(database, "opdigtet")
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        assert (survey.count, survey.out_of) == (1, 8)
        assert len(cluster_survey.waiting_for(survey)) == 7


def test_it_is_locked_by_the_first_answer_and_not_before(database):
    secrets = opened(database)
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        assert cluster_survey.edit(survey, {"title": "Nyt"}, survey.number, act())
    answer(database, next(iter(secrets.values())))
    with working(database) as connection, pytest.raises(Conflict):
        cluster_survey.edit(survey_of(connection.root()["kuidocs"]), {"title": "X"}, 1, act())


def test_nothing_leads_from_a_member_to_an_answer_after_closing(database, tmp_path):
    secrets = opened(database)
    for user, secret in secrets.items():
        answer(database, secret, WORDS.format(user.partition("@")[0]))
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        used = list(survey.used)
        key = survey.secret
        cluster_survey.close(survey, act())
    pack(database, 0, keep_old=False)

    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert not list(tmp_path.glob("*.old"))
    assert raw.count(b"Et svar, som kun") == len(secrets)
    for secret in (*secrets.values(), *used, key, *map(digest, secrets.values())):
        assert secret.encode() not in raw
    with working(database) as connection:
        root = connection.root()["kuidocs"]
        survey = survey_of(root)
        assert (survey.asked, survey.answered, survey.invited, survey.secret) == (8, 8, {}, "")
        assert survey.answers is None
        assert not survey.used
        assert not root.klynger.by_link
        assert all(set(one) <= {row["rid"] for row in survey.content()["questions"]} for one in survey.final)


def test_the_order_of_the_answers_is_nobodys(database):
    secrets = opened(database)
    for number, secret in enumerate(secrets.values()):
        answer(database, secret, str(number))
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        cluster_survey.close(survey, act())
        order = [next(iter(one.values())) for one in survey.final]

    assert sorted(order) == [str(n) for n in range(8)]


def test_no_event_and_no_version_is_written_by_an_answer(database):
    secrets = opened(database)

    def written(root):
        (cluster,) = root.klynger.values()
        return len(list(cluster["1"].log)), len(list(root.klynger.log)), cluster["1"].plan.number

    with working(database) as connection:
        before = written(connection.root()["kuidocs"])
    answer(database, next(iter(secrets.values())))
    with working(database) as connection:
        assert written(connection.root()["kuidocs"]) == before


def test_what_may_not_be_done(database):
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        with pytest.raises(Refused):
            cluster_survey.open_(survey, act())
        with pytest.raises(Refused):
            cluster_survey.close(survey, act())
        with pytest.raises(Refused):
            cluster_survey.remind(survey, act())
    secrets = opened(database)
    with working(database) as connection:
        survey = survey_of(connection.root()["kuidocs"])
        cluster_survey.remind(survey, act())
        with pytest.raises(Refused):
            cluster_survey.remind(survey, act())
        cluster_survey.close(survey, act())
        with pytest.raises(Conflict):
            cluster_survey.answer(survey, next(iter(secrets.values())), {})


def test_it_closes_by_itself_after_its_last_day(database):
    opened(database)
    late = Act(SIGNE, factories.clock(factories.NOW.replace(month=12, day=31)))
    with working(database) as connection:
        folder = connection.root()["kuidocs"].klynger
        assert cluster_survey.close_due(folder, act()) == 0
        assert cluster_survey.close_due(folder, late) == 1
        assert cluster_survey.close_due(folder, late) == 0

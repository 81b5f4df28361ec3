"""What the disposable store does, in whichever database."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kuidocs.services.clock import COPENHAGEN, FixedClock
from kuidocs.services.state import Limit, Present, Progress, StateService

IDLE, ABSOLUTE = timedelta(minutes=60), timedelta(hours=12)
MINUTE = timedelta(minutes=1)
LIMIT = Limit(3, 10 * MINUTE)
NO_WAIT = timedelta(0)


class StateContract:
    @pytest.fixture
    def clock(self) -> FixedClock:
        return FixedClock(datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN))

    @pytest.fixture
    def state(self, clock: FixedClock) -> StateService:
        raise NotImplementedError

    def test_a_session_is_opened_by_its_secret_alone(self, state: StateService, clock: FixedClock):
        secret = state.sessions.create("jonas", {"csrf": "å"})

        session = state.sessions.get(secret)

        assert (session.user_id, session.data, session.created_at) == ("jonas", {"csrf": "å"}, clock.now())
        assert len(secret) >= 43
        for wrong in ("", "x", session.handle, secret + "x", "\udcff"):
            assert state.sessions.get(wrong) is None

    def test_a_session_ends_when_idle(self, state: StateService, clock: FixedClock):
        secret = state.sessions.create("jonas")
        clock.advance(59 * MINUTE)
        assert state.sessions.get(secret) is not None
        clock.advance(59 * MINUTE)
        assert state.sessions.get(secret) is not None

        clock.advance(IDLE)

        assert state.sessions.get(secret) is None
        assert state.sessions.of_user("jonas") == []

    def test_a_session_ends_when_old_though_in_use(self, state: StateService, clock: FixedClock):
        secret = state.sessions.create("jonas")
        for _ in range(23):
            clock.advance(30 * MINUTE)
            assert state.sessions.get(secret) is not None

        clock.advance(30 * MINUTE)

        assert state.sessions.get(secret) is None

    def test_summer_time_shortens_no_session(self, state: StateService, clock: FixedClock):
        clock.set(datetime(2027, 3, 28, 1, 30, tzinfo=COPENHAGEN))
        secret = state.sessions.create("jonas")

        clock.advance(59 * MINUTE)

        assert clock.now().hour == 3
        assert state.sessions.get(secret) is not None

    def test_a_session_is_touched_at_most_once_a_minute(self, state: StateService, clock: FixedClock):
        begun = clock.now()
        secret = state.sessions.create("jonas")
        clock.advance(59 * timedelta(seconds=1))
        state.sessions.get(secret)
        assert state.sessions.of_user("jonas")[0].seen_at == begun

        clock.advance(timedelta(seconds=1))
        state.sessions.get(secret)

        assert state.sessions.of_user("jonas")[0].seen_at == begun + MINUTE

    def test_data_of_a_session_is_replaced(self, state: StateService):
        secret = state.sessions.create("jonas", {"a": 1})

        state.sessions.save(secret, {"b": [2]})

        assert state.sessions.get(secret).data == {"b": [2]}

    def test_a_session_that_has_ended_stays_so(self, state: StateService):
        secret = state.sessions.create("jonas")

        state.sessions.end(secret)
        state.sessions.save(secret, {"b": 2})

        assert state.sessions.get(secret) is None

    def test_all_sessions_of_a_user_end_but_the_one_in_use(self, state: StateService):
        mine, other, fatmas = (state.sessions.create(user) for user in ("jonas", "jonas", "fatma"))

        assert state.sessions.end_all("jonas", but=mine) == 1

        assert state.sessions.get(other) is None
        assert state.sessions.get(mine) is not None
        assert state.sessions.get(fatmas) is not None
        assert state.sessions.end_all("jonas") == 1

    def test_sessions_are_listed_and_ended_from_the_list(self, state: StateService, clock: FixedClock):
        old = state.sessions.create("jonas")
        clock.advance(MINUTE)
        state.sessions.create("jonas")
        listed = state.sessions.of_user("jonas")

        assert not state.sessions.end_listed("fatma", listed[1].handle)
        assert state.sessions.end_listed("jonas", listed[1].handle)

        assert state.sessions.get(old) is None
        assert state.sessions.of_user("jonas") == listed[:1]

    def test_expired_sessions_are_removed(self, state: StateService, clock: FixedClock):
        state.sessions.create("jonas")
        clock.advance(IDLE)
        state.sessions.create("fatma")

        assert state.sessions.expire() == 1
        assert state.sessions.expire() == 0

    def test_attempts_are_allowed_up_to_the_limit(self, state: StateService, clock: FixedClock):
        assert [state.throttle.attempt("jonas", LIMIT) for _ in range(3)] == [NO_WAIT] * 3
        clock.advance(4 * MINUTE)

        assert state.throttle.attempt("jonas", LIMIT) == 6 * MINUTE
        assert state.throttle.attempt("fatma", LIMIT) == NO_WAIT

    def test_a_window_opens_anew_when_it_is_over(self, state: StateService, clock: FixedClock):
        for _ in range(5):
            state.throttle.attempt("jonas", LIMIT)
        clock.advance(LIMIT.window)

        assert [state.throttle.attempt("jonas", LIMIT) for _ in range(4)] == [NO_WAIT] * 3 + [LIMIT.window]

    def test_waiting_is_told_without_counting(self, state: StateService, clock: FixedClock):
        assert state.throttle.wait("jonas", LIMIT) == NO_WAIT
        for _ in range(3):
            assert state.throttle.wait("jonas", LIMIT) == NO_WAIT
            state.throttle.attempt("jonas", LIMIT)

        assert state.throttle.wait("jonas", LIMIT) == LIMIT.window
        clock.advance(LIMIT.window)
        assert state.throttle.wait("jonas", LIMIT) == NO_WAIT

    def test_success_is_forgiven(self, state: StateService):
        for _ in range(4):
            state.throttle.attempt("jonas", LIMIT)

        state.throttle.forget("jonas")

        assert state.throttle.attempt("jonas", LIMIT) == NO_WAIT

    def test_what_succeeded_is_taken_back_and_nothing_more(self, state: StateService):
        for _ in range(3):
            state.throttle.attempt("here", LIMIT)

        state.throttle.take_back("here")
        state.throttle.take_back("nowhere")

        assert state.throttle.attempt("here", LIMIT) == NO_WAIT
        assert state.throttle.attempt("here", LIMIT) > NO_WAIT
        assert state.throttle.attempt("nowhere", LIMIT) == NO_WAIT

    def test_attempts_at_once_are_all_counted(self, state: StateService):
        waits = []
        threads = [
            threading.Thread(target=lambda: waits.append(state.throttle.attempt("jonas", LIMIT))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(waits) == [NO_WAIT] * 3 + [LIMIT.window] * 5

    def test_old_counters_are_removed(self, state: StateService, clock: FixedClock):
        state.throttle.attempt("jonas", LIMIT)
        clock.advance(MINUTE)
        state.throttle.attempt("fatma", LIMIT)

        assert state.throttle.expire(MINUTE) == 1
        assert state.throttle.expire(MINUTE) == 0

    def test_progress_is_told_until_the_job_is_over(self, state: StateService):
        assert state.progress.of("job") is None
        state.progress.tell("job", Progress(0, 10))
        state.progress.tell("job", Progress(3, 10, "Laver PDF"))
        assert state.progress.of("job") == Progress(3, 10, "Laver PDF")

        state.progress.end("job")

        assert state.progress.of("job") is None

    def test_one_holds_a_lease_until_it_runs_out(self, state: StateService, clock: FixedClock):
        assert state.leases.claim("tailer", "a", MINUTE)
        assert not state.leases.claim("tailer", "b", MINUTE)
        assert state.leases.claim("other", "b", MINUTE)
        assert state.leases.holder("tailer") == "a"

        clock.advance(MINUTE)

        assert state.leases.holder("tailer") is None
        assert state.leases.claim("tailer", "b", MINUTE)
        assert not state.leases.claim("tailer", "a", MINUTE)

    def test_a_lease_is_renewed_by_its_holder(self, state: StateService, clock: FixedClock):
        state.leases.claim("tailer", "a", MINUTE)
        clock.advance(MINUTE / 2)

        assert state.leases.claim("tailer", "a", MINUTE)

        clock.advance(MINUTE / 2)
        assert state.leases.holder("tailer") == "a"

    def test_only_the_holder_gives_a_lease_back(self, state: StateService):
        state.leases.claim("tailer", "a", MINUTE)

        state.leases.release("tailer", "b")
        assert state.leases.holder("tailer") == "a"
        state.leases.release("tailer", "a")

        assert state.leases.claim("tailer", "b", MINUTE)

    def test_of_many_who_claim_at_once_one_gets_it(self, state: StateService):
        got = []
        threads = [
            threading.Thread(target=lambda n=n: got.append(state.leases.claim("tailer", f"h{n}", MINUTE)))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(got) == [False] * 7 + [True]

    def test_who_has_a_document_open_is_listed_until_the_page_is_left(self, state: StateService):
        mette = Present("side1", "mette", "Mette Lindekrone", "goals")

        assert not state.presence.tell("d1", mette)
        assert state.presence.tell("d1", replace(mette, where="tasks"))
        state.presence.tell("d1", Present("side2", "jonas", "Jonas Ravnsborg", ""))
        state.presence.tell("d2", Present("side3", "anders", "Anders", ""))

        assert [(one.name, one.where) for one in state.presence.of("d1", MINUTE)] == [
            ("Jonas Ravnsborg", ""),
            ("Mette Lindekrone", "tasks"),
        ]
        state.presence.leave("d1", "side1")
        assert [one.page for one in state.presence.of("d1", MINUTE)] == ["side2"]

    def test_who_says_nothing_is_no_longer_there(self, state: StateService, clock: FixedClock):
        state.presence.tell("d1", Present("side1", "mette", "Mette", ""))

        clock.advance(MINUTE)

        assert state.presence.of("d1", MINUTE) == []
        assert state.presence.tell("d1", Present("side1", "mette", "Mette", ""))
        clock.advance(60 * MINUTE)
        assert not state.presence.tell("d1", Present("side1", "mette", "Mette", ""))

    def test_nobody_is_present_by_the_page_of_another(self, state: StateService):
        state.presence.tell("d1", Present("side1", "mette", "Mette", "goals"))

        assert not state.presence.tell("d1", Present("side1", "anders", "Anders", "tasks"))

        assert state.presence.of("d1", MINUTE) == [Present("side1", "mette", "Mette", "goals")]

"""The page of a meeting, and what is posted to it."""

import pytest

from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import root_of
from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE

HERE = f"{CASE}/moeder/1"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def state(site, number=1):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"].moeder[str(number)].state


def ready(site, kind="clarification", **more):
    def act(case):
        gatherings.consented(case)
        gatherings.planned(case, kind, **more)

    making.change(site, act)


def convened(site, kind="clarification"):
    ready(site, kind, day=gatherings.BEFORE)
    making.change(site, lambda case: setattr(case.moeder["1"], "state", "convened"))


def form_of(page, act):
    return next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == act)


def post(site, act, status, **more):
    return site.browser.post(HERE, {"csrf_token": site.browser.token(), "handling": act} | more, status=status)


def test_the_page_says_what_the_meeting_is(demo):
    demo.browser.log_in("jonas")

    page = text(demo.browser.get("/sager/FLK-2026-0117/moeder/6"))

    for words in ("Opfølgningsmøde med Malthe, nr. 2", "29. september 2026", "Afsluttet", "Mødet er slut",
                  "Malthe Kjærbo Vinther", "Til stede", "Referat", "Nummer i rækken 2"):  # fmt: skip
        assert words in page, words


def test_a_planned_one_says_what_is_missing_and_where_it_is_mended(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/FLK-2026-0117/moeder/7")

    said = text(page)
    assert "Indkaldelsen er ikke færdig" in said
    assert "Der er ingen dagsorden" in said
    links = [a["href"] for a in page.html.select("section.next a")]
    assert "/sager/FLK-2026-0117/nyt-dokument?form=kui.agenda.followup_with_young&moede=7" in links
    assert not [
        form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "indkald"
    ]
    assert all(demo.browser.get(link).status_int in (200, 303) for link in links)


def test_who_may_only_read_is_offered_nothing(demo):
    demo.browser.log_in("fatma")

    page = demo.browser.get("/sager/FLK-2026-0117/moeder/7")

    assert not page.html.select("section.next form, section.next a")
    assert "indkaldes af plankoordinator" in text(page)
    demo.browser.post(
        "/sager/FLK-2026-0117/moeder/7", {"csrf_token": demo.browser.token(), "handling": "aflys"}, status=403
    )


def test_others_do_not_learn_that_it_exists(demo):
    demo.browser.log_in("sofie")

    assert "Malthe" not in demo.browser.get("/sager/FLK-2026-0117/moeder/7", status=404)


def test_the_case_page_leads_to_it(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/FLK-2026-0117/")

    assert page.html.select('section[aria-labelledby=dok] a[href="/sager/FLK-2026-0117/moeder/7/"]')
    assert page.html.select('ol.events a[href="/sager/FLK-2026-0117/moeder/3/"]')


class TestConvening:
    def test_by_the_button(self, jonas):
        ready(jonas)

        form_of(jonas.browser.get(HERE), "indkald").submit(status=303)

        assert state(jonas) == "convened"
        assert "Indkaldt 21. november" in text(jonas.browser.get(HERE))
        assert [event.by for event in jonas.events("meeting.convened")] == ["jonas"]

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda case: making.fact(case.dokumenter.of_form("kui.consent")[0], "withdrawn_at", "2026-11-20",
                                      value="2026-11-20"), "gældende samtykke"),
            (lambda case: setattr(case.moeder["1"], "date", "2026-11-21"), "efter i dag"),
            (lambda case: setattr(case, "state", "paused"), "sat på pause"),
        ],
    )  # fmt: skip
    def test_not_by_a_forged_post(self, jonas, change, words):
        ready(jonas)
        making.change(jonas, change)

        refused = post(jonas, "indkald", 422)

        assert words in text(refused)
        assert state(jonas) == "planned"
        assert jonas.events("meeting.convened") == []

    def test_nor_without_the_token_or_by_somebody_else(self, jonas):
        ready(jonas)
        jonas.browser.post(HERE, {"handling": "indkald"}, status=400)
        jonas.browser.reset()
        jonas.browser.log_in("sofie")
        post(jonas, "indkald", 404)

        assert state(jonas) == "planned"

    def test_the_family_is_not_convened_to_a_clarification(self, jonas):
        def act(case):
            gatherings.consented(case)
            rows = [*gatherings.invited(case, "clarification"),
                    gatherings.row(case, "Ida Holm", "custody_holder", rid="p9")]  # fmt: skip
            gatherings.planned(case, "clarification", participants=rows)

        making.change(jonas, act)

        assert "Den unge og familien deltager ikke" in text(post(jonas, "indkald", 422))

    def test_no_coordination_meeting_without_consonance(self, jonas):
        ready(jonas, "coordination")
        making.change(jonas, lambda case: gatherings.clarified(case, consonance="no"))

        page = jonas.browser.get(HERE)
        refused = post(jonas, "indkald", 422)

        assert "ikke er samklang" in text(page)
        assert "Åbn referatet" in text(page)
        assert "ikke er samklang" in text(refused)

    def test_the_first_guard_is_told_to_a_professional_and_the_followup_refused(self, jonas):
        ready(jonas, "followup_without_young")
        jonas.browser.reset()
        jonas.browser.log_in("louise")

        assert "plankoordinator" in text(post(jonas, "indkald", 403))


class TestMovingAndCancelling:
    def test_moving_leads_to_the_new_notice(self, jonas):
        convened(jonas)
        form = form_of(jonas.browser.get(HERE), "flyt")
        form["reason"] = "Lokalet er optaget."

        page = form.submit()

        assert page.location.endswith("/udkast")
        assert state(jonas) == "planned"
        told = text(jonas.browser.get(HERE))
        assert "Flyttet fra 20. november 2026" in told
        assert "»Lokalet er optaget.«" in told

    def test_cancelling(self, jonas):
        convened(jonas)
        form = form_of(jonas.browser.get(HERE), "aflys")
        form["reason"] = "Freja er flyttet."

        page = form.submit().follow()

        assert "Mødet er aflyst" in text(page)
        assert state(jonas) == "cancelled"
        assert not page.html.select("section.next form")

    @pytest.mark.parametrize("act", ["flyt", "aflys"])
    def test_without_a_reason_nothing_happens(self, jonas, act):
        convened(jonas)

        refused = form_of(jonas.browser.get(HERE), act).submit(status=422)

        assert refused.html.select_one(f'.summary a[href="#reason-{act}"]')
        assert state(jonas) == "convened"

    def test_moving_without_a_finished_notice_stays_here(self, jonas):
        making.change(jonas, lambda case: making.meeting(case, "clarification", "2026-12-01", "convened"))

        assert post(jonas, "flyt", 303, reason="Ingen lokaler.").location.endswith("/moeder/1/")


class TestHolding:
    def test_attendance_is_chosen(self, jonas):
        convened(jonas, "followup_with_young")
        form = form_of(jonas.browser.get(HERE), "hold")
        for rid, came in (("p1", "present"), ("p2", "online"), ("p3", "absent")):
            form[f"kom-{rid}"] = came

        page = form.submit().follow()

        assert state(jonas) == "held"
        assert "Referatet kan indeholde aftaler mellem jer, men ingen beslutninger." in text(page)
        changed = form_of(page, "uden_den_unge").submit().follow()
        assert "Opfølgningsmøde uden Freja" in text(changed)

    def test_what_was_chosen_is_not_lost_when_somebody_is_missing(self, jonas):
        convened(jonas)
        form = form_of(jonas.browser.get(HERE), "hold")
        form["kom-p1"] = "phone"

        refused = form.submit(status=422)

        assert "Louise Grønvang" in refused.html.select_one(".summary").get_text()
        assert form_of(refused, "hold")["kom-p1"].value == "phone"
        assert state(jonas) == "convened"

    def test_an_invented_answer_is_refused(self, jonas):
        convened(jonas)

        post(jonas, "hold", 422, **{"kom-p1": "present", "kom-p2": "måske"})

        assert state(jonas) == "convened"


class TestClosing:
    def test_not_before_the_decisions_are_in_the_plan(self, jonas):
        decided = [{"rid": "d1", "decision_text": "Mentor."}]
        making.change(
            jonas, lambda case: gatherings.held(case, "coordination", read_through="Sammen.", decisions=decided)
        )

        page = jonas.browser.get(HERE)

        assert "Én beslutning er endnu ikke skrevet i uddannelsesplanen." in text(page)
        assert page.html.select('section.next a[href$="/beslutninger"]')
        post(jonas, "afslut", 422)
        assert state(jonas) == "minuted"

    def test_who_may_not_write_in_the_plan_is_not_led_there(self, jonas):
        def chaired(case):
            decisions = [{"rid": "d1", "decision_text": "Mentor."}]
            gatherings.held(case, "coordination", read_through="Sammen.", decisions=decisions)
            case.plan_coordinator = people.reference(case, root_of(case).medarbejdere, "Mikkel Aarøe")
            involvement.refresh(case)

        making.change(jonas, chaired)

        page = jonas.browser.get(HERE)

        assert "Én beslutning er endnu ikke skrevet" in text(page)
        assert not page.html.select('section.next a[href$="/beslutninger"]')

    def test_then_it_is(self, jonas):
        making.change(jonas, lambda case: gatherings.held(case, "coordination", read_through="Sammen."))

        page = form_of(jonas.browser.get(HERE), "afslut").submit().follow()

        assert "Mødet er afsluttet." in text(page)
        assert state(jonas) == "closed"


@pytest.mark.parametrize("act", ["", "slet", "hold", "afslut", "uden_den_unge"])
def test_what_cannot_be_done_now_is_refused(jonas, act):
    ready(jonas)

    assert post(jonas, act, "4*").status_int in (409, 422)
    assert state(jonas) == "planned"


def test_from_the_fourth_clarification_on_the_page_asks_what_is_missing(jonas):
    making.change(jonas, lambda case: [making.meeting(case, "clarification") for _ in range(4)])

    assert "afklarende møde nr. 4" in text(jonas.browser.get(f"{CASE}/moeder/4"))
    assert "afklarende møde nr." not in text(jonas.browser.get(f"{CASE}/moeder/3"))


def test_what_people_want_to_bring_up_stands_on_the_meeting(jonas):
    ready(jonas)
    assert "Det vil I have med på mødet" not in jonas.browser.get(HERE)

    def wish(case):
        (notice,) = case.dokumenter.of_form("kui.notice")
        making.fact(notice, "input", "2026-11-20T10:00:00+01:00", text="Medicinen.")

    making.change(jonas, wish)

    assert "Det vil I have med på mødet Medicinen. 20. november kl. 10.00, Jonas Ravnsborg" in text(
        jonas.browser.get(HERE)
    ).replace("\u00a0", " ")

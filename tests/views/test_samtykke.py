"""The page of the consent: what it says, who has got what, and withdrawing it."""

import pytest

from kuidocs.jobs.outbox import run_due
from kuidocs.resources.consent import ledger_of
from tests.usecases import gatherings
from tests.usecases.test_withdrawing import OUTSIDE, PPR, RECIPIENTS, SSP
from tests.views import making
from tests.web import CASE

HERE = f"{CASE}/samtykke"
TODAY = "2026-11-21"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def ready(case):
    case.state = "following_up"
    gatherings.consented(case, recipients=RECIPIENTS, external_parties=OUTSIDE)
    making.paper(case, "kui.notice", {"participants": gatherings.invited(case, "coordination")})


@pytest.fixture
def jonas(site):
    making.change(site, ready)
    site.browser.log_in("jonas")
    return site


def ledger(site):
    with site.system.reading() as root:
        return ledger_of(root.sager["FLK-2026-0001"])


def form_of(page, act):
    return next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == act)


def post(site, status, **more):
    given = {"giver": "Freja", "kanal": "phone", "dag": TODAY, "version": "1", "handling": "del"} | more
    return site.browser.post(HERE, {"csrf_token": site.browser.token()} | given, status=status)


def test_it_says_who_may_what_until_when(jonas):
    page = text(jonas.browser.get(HERE))

    assert "PPR må dele og modtage 30. september 2027" in page
    assert not jonas.browser.get(HERE).html.select_one("p.said")
    assert "Version 1 : Gældende 1. oktober 2026" in page
    assert "Egen læge må dele og modtage Kun om henvisningen" in page
    assert "Skole og uddannelse, Helbred og behandling" in page
    assert "Det med min far." in page
    assert "Intet er sendt, givet eller hentet endnu." in page
    assert jonas.events("case.viewed")[-1].about["part"] == "consent"


def test_all_of_it_is_withdrawn(jonas):
    form = form_of(jonas.browser.get(HERE), "alt")
    form["kanal"], form["ord"] = "phone", "»Nu er det nok.«"

    page = form.submit().follow()

    assert "Hele samtykket er trukket tilbage" in text(page)
    assert "Sagt af Freja Lundsgaard Holm telefon" in text(page)
    assert ledger(jonas).withdrawn_at
    assert not [form for form in page.forms.values() if "handling" in form.fields]
    assert "Nu er det nok" not in text(page)


def test_a_part_is_withdrawn_and_the_others_get_a_mail(jonas):
    form = form_of(jonas.browser.get(HERE), "del")
    form["kanal"] = "letter"
    next(box for box in form.fields["del"] if box._value == SSP).checked = True

    page = form.submit().follow()
    run_due(jonas.system)

    assert "SSP må" not in text(page)
    assert "Version 2 : Gældende" in text(page)
    assert "Trukket tilbage: SSP. Sagt af Freja Lundsgaard Holm brev." in text(page)
    assert ledger(jonas).version == 2
    assert "fik besked om ændringen 21. november" in text(jonas.browser.get(HERE))
    jonas.system.catch_up()
    assert [event.data["gone"] for event in jonas.events("consent.partly_withdrawn")] == [["SSP"]]
    seen = text(jonas.browser.get(f"{CASE}/"))
    assert "Se samtykket, eller træk det tilbage" in seen


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({}, 422, "del-del"),
        ({"del": "afdeling:x"}, 422, "del-del"),
        ({"del": SSP, "kanal": "fax"}, 422, "del-kanal"),
        ({"del": SSP, "giver": ""}, 422, "del-giver"),
        ({"del": SSP, "dag": "i går"}, 422, "del-dag"),
        ({"handling": "alt", "dag": "2027-01-01"}, 422, "alt-dag"),
        ({"handling": "noget andet"}, 422, "del-del"),
        ({"del": SSP, "version": "2"}, 409, ""),
        ({"del": SSP, "version": "²"}, 409, ""),
    ],
)
def test_what_is_forged_or_missing_is_refused_and_nothing_typed_is_lost(jonas, more, status, field):
    page = post(jonas, status, **{"ord": "Det sagde hun."} | more)

    assert not field or page.html.select_one(f'.summary a[href="#{field}"]')
    assert not field or page.html.select_one(f"#{field}")
    assert "Det sagde hun." in text(page) or status == 409
    assert ledger(jonas).version == 1
    assert not ledger(jonas).withdrawn_at


def test_two_departments_must_be_left(jonas):
    page = jonas.browser.post(
        HERE,
        [("csrf_token", jonas.browser.token()), ("handling", "del"), ("version", "1"), ("giver", "F"), ("kanal", "sms"),
         ("dag", TODAY), ("del", SSP), ("del", PPR)],
        status=422,
    )  # fmt: skip

    assert "mindst to afdelinger" in text(page)
    assert len(page.html.select('input[name="del"][checked]')) == 2


def test_without_the_token_of_the_session_nothing_is_done(jonas):
    jonas.browser.post(
        HERE, {"handling": "alt", "giver": "F", "kanal": "sms", "dag": TODAY, "version": "1"}, status=400
    )

    assert not ledger(jonas).withdrawn_at


def test_who_is_not_in_the_case_knows_nothing_of_it(jonas):
    jonas.browser.become("camilla")

    jonas.browser.get(HERE, status=404)
    post(jonas, 404, handling="alt")


def test_who_is_only_there_for_a_meeting_tells_the_plan_coordinator(jonas):
    def involve(case):
        part = {"user_id": "camilla", "relation": "ad_hoc", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(jonas, involve)
    jonas.browser.become("camilla")

    page = jonas.browser.get(HERE)
    assert "Sig det til plankoordinatoren med det samme." in text(page)
    assert not [form for form in page.forms.values() if "handling" in form.fields]
    assert "Sig det til plankoordinatoren" in text(post(jonas, 403, handling="alt"))
    assert not ledger(jonas).withdrawn_at


def test_a_case_without_a_consent(site):
    site.browser.log_in("jonas")

    page = site.browser.get(HERE)

    assert "Der er intet samtykke." in text(page)
    assert "Der er ikke givet samtykke endnu." in text(page)
    assert "ikke et samtykke" in text(post(site, 422, handling="alt"))


def test_who_already_has_what(jonas):
    jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1.pdf")

    assert "Jonas Ravnsborg, Den Kommunale Ungeindsats Hentet som PDF: Samtykke" in text(jonas.browser.get(HERE))


def test_an_extract_that_was_given_is_told(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/FLK-2026-0117/samtykke")

    assert "Uddrag af uddannelsesplanen" in text(page)
    assert "Version 1 : Erstattet" in text(page)


def test_the_box_on_a_form_says_who_may_what_and_that_it_does_not_hold(site):
    site.browser.log_in("jonas")
    form = next(one for one in site.browser.get(f"{CASE}/nyt-dokument").forms.values() if "form" in one.fields)
    form["form"] = "kui.contact_note"
    here = form.submit().follow().request.path
    making.change(site, ready)

    draft = site.browser.get(here)

    assert "PPR må dele og modtage" in text(draft)
    assert draft.html.select_one(f'#del a[href="{HERE}"]')
    post(site, 303, handling="alt")
    assert "Samtykket blev trukket tilbage den 21. november 2026. Der må ikke deles." in text(site.browser.get(here))

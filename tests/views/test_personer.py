"""The page of a case's people: each act, and its refused twin through HTTP."""

import pytest

from tests.views import making
from tests.web import CASE

HERE = f"{CASE}/personer"
FREJA = {
    "full_name": "Freja Lundsgaard Holm",
    "name_address_protection": "nej",
    "address": "Skovvej 2",
    "language": "dansk",
}
BO = {"name": "Bo Lind", "organisation": "Klinikken", "phone": "00 00 20 20"}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def post(site, handling, status=303, **told):
    given = {"csrf_token": site.browser.token(), "handling": handling, "hvor": handling} | told
    return site.browser.post(HERE, given, status=status)


def log_in(site, user):
    site.browser.reset()
    site.browser.log_in(user)
    return site


def form_of(page, id):
    return page.forms[id]


def involve(site, user, relation="primary"):
    row = {"user_id": user, "relation": relation, "since": "2026-10-01", "until": "", "why": ""}

    def act(case):
        case.involvements = (*case.involvements, row)

    making.change(site, act)


@pytest.fixture
def jonas(site):
    return log_in(site, "jonas")


def person(site):
    with site.system.reading() as root:
        found = root.sager["FLK-2026-0001"].person
        return {name: getattr(found, name) for name in ("address", "school", "id_number", "birth_date", "custody")}


def test_the_page_is_reached_from_the_case_and_reading_it_is_an_event(jonas):
    page = jonas.browser.get(f"{CASE}/").click("Personer i forløbet")

    assert "Ida Holm" in text(page)
    assert "Plankoordinator, fra 1. oktober" in text(page)
    assert {"part": "people"}.items() <= jonas.events("case.viewed")[-1].about.items()


def test_what_is_known_is_changed_and_the_change_is_told(jonas):
    form = form_of(jonas.browser.get(HERE), "unge")
    form["address"], form["school"] = "Skovvej 2", "Havneskolen"

    page = form.submit().follow()

    assert person(jonas)["school"] == "Havneskolen"
    assert "Adresse: før intet, nu Skovvej 2; Skole eller beskæftigelse: før intet, nu Havneskolen" in text(page)
    assert "Der var ikke noget at ændre." in form_of(page, "unge").submit().follow()
    assert [event.about["fields"] for event in jonas.events("case.person_changed")] == [["address", "school"]]


def test_a_refusal_keeps_what_was_typed_and_opens_its_form(jonas):
    refused = post(jonas, "unge", 422, **FREJA | {"full_name": "Freja", "school": "Havneskolen"})

    form = form_of(refused, "unge")
    assert (form["full_name"].value, form["school"].value) == ("Freja", "Havneskolen")
    assert refused.html.select_one('.summary a[href="#unge-full_name"]')
    assert refused.html.find(id="unge").find_parent("details").has_attr("open")
    assert person(jonas)["school"] == ""


class TestProtection:
    @pytest.fixture
    def protected(self, jonas):
        post(jonas, "unge", **FREJA)
        post(jonas, "unge", **FREJA | {"name_address_protection": "ja", "address": ""})
        return jonas

    def test_a_protected_address_is_nowhere_and_is_kept(self, protected):
        for address in (HERE, f"{CASE}/", f"{CASE}/fase"):
            assert "Skovvej" not in protected.browser.get(address)
        assert person(protected)["address"] == ""

    def test_without_protection_an_emptied_address_is_emptied_and_with_it_kept(self, protected):
        post(protected, "unge", **FREJA | {"name_address_protection": "ja", "address": "Hemmelig 3"})
        post(protected, "unge", **FREJA | {"name_address_protection": "ja", "address": "", "school": "Ny"})

        assert person(protected) | {"address": "Hemmelig 3", "school": "Ny"} == person(protected)
        assert "Hemmelig" not in protected.browser.get(HERE)
        assert "Adresse ændret" in protected.browser.get(HERE)


class TestTheNumber:
    def test_another_number_asks_why_and_is_masked_everywhere(self, jonas):
        told = {"birth_date": "2009-03-14", "id_number_type": "cpr", "id_number": "140309-1234"}
        refused = post(jonas, "nummer", 422, **told)
        assert form_of(refused, "nummer")["id_number"].value == "140309-1234"

        page = post(jonas, "nummer", reason="Nummeret kom.", **told).follow()

        assert person(jonas)["id_number"] == "140309-1234"
        assert "140309-••••" in page
        assert "140309-1234" not in page
        assert "Nummer: før intet, nu 140309-••••" in text(page)
        assert "Nummeret kom." in text(page)

    def test_an_empty_field_keeps_the_number(self, jonas):
        told = {"id_number_type": "cpr", "reason": "Tastefejl"}
        post(jonas, "nummer", birth_date="2009-03-14", id_number="1403091234", **told)
        page = post(jonas, "nummer", birth_date="2009-03-15", id_number="", **told).follow()

        assert (person(jonas)["id_number"], person(jonas)["birth_date"]) == ("140309-1234", "2009-03-15")
        assert "Fødselsdato: før 14. marts 2009, nu 15. marts 2009" in text(page)

    def test_there_may_be_none_any_more(self, jonas):
        told = {"birth_date": "2009-03-14", "reason": "Forkert person"}
        post(jonas, "nummer", id_number_type="cpr", id_number="1403091234", **told)
        post(jonas, "nummer", id_number_type="none", id_number="", id_number_note="Venter", **told)
        post(jonas, "nummer", 422, id_number_type="none", birth_date="igår", id_number_note="Venter")

        assert person(jonas)["id_number"] == ""


def test_the_family_is_added_to_changed_and_ended(jonas):
    post(jonas, "ny-slaegt", name="Per Holm", relation="Far", custody="ja")
    form = form_of(jonas.browser.get(HERE), "slaegt-1")
    assert form["custody"].checked
    form["custody"] = False
    page = form.submit().follow()
    assert "Har forældremyndighed: før ja, nu nej" in text(page)
    end = form_of(page, "slut-slaegt-1")
    refused = end.submit(status=422)
    assert refused.html.select_one('.summary a[href="#slut-slaegt-1-grund"]')
    end["grund"] = "Flyttet."

    assert "Per Holm er fjernet fra familien" in text(end.submit().follow())
    assert [one["name"] for one in person(jonas)["custody"]] == ["Ida Holm"]
    post(jonas, "ret-slaegt", 422, navn="Per Holm", name="X")


def test_professionals_from_outside_are_added_changed_and_ended(jonas):
    page = post(jonas, "ny-ekstern", **BO).follow()
    assert "Klinikken" in page
    form = form_of(page, "ekstern-0")
    form["phone"] = "00 00 30 30"
    page = form.submit().follow()
    assert "Telefon: før 00 00 20 20, nu 00 00 30 30" in text(page)
    end = form_of(page, "slut-ekstern-0")
    end["grund"] = "Ny læge."

    assert "Bo Lind er ikke længere med" in text(end.submit().follow())
    post(jonas, "ny-ekstern", 422, **BO | {"name": "Jonas Ravnsborg"})


class TestTheStaff:
    def test_somebody_is_taken_in_and_let_out_again(self, jonas):
        form = form_of(jonas.browser.get(HERE), "tag-med")
        form["person"], form["opgave"] = "mette", "Rådgiver"
        page = form.submit().follow()
        assert "Primær fagperson, fra 21. november: Rådgiver" in text(page)
        end = form_of(page, "slut-mette")
        end["grund"] = "Ny stilling"
        page = end.submit().follow()
        assert "De har været med" in text(page)
        assert "»" not in page or "Ny stilling" in text(page)

        log_in(jonas, "mette").browser.get(f"{CASE}/", status=403)

    def test_who_leaves_has_no_access_and_is_sent_to_the_own_cases(self, jonas):
        involve(jonas, "louise")
        log_in(jonas, "louise")
        form = form_of(jonas.browser.get(HERE), "slut-louise")
        assert form.submit(status=422)
        form["grund"] = "Jeg er færdig."
        form.submit()
        # What was put into the case by hand is gone with the next count, so the part ended is that which remains.
        log_in(jonas, "jonas")
        assert "Louise Grønvang er ikke længere med i forløbet" in text(jonas.browser.get(HERE))

    def test_the_coordinator_is_followed_first(self, jonas):
        refused = post(jonas, "forlad", 422, grund="x")

        assert "er plankoordinator. Vælg en anden" in refused

    def test_who_does_not_keep_the_case_sees_no_such_forms_and_posts_in_vain(self, jonas):
        involve(jonas, "louise")
        page = log_in(jonas, "louise").browser.get(HERE)

        assert "tag-med" not in page.forms
        assert "slut-jonas" not in page.forms
        post(jonas, "slut", 403, person="jonas", grund="x")
        post(jonas, "tag-med", 403, person="mette", opgave="x")
        post(jonas, "svar", 403, anmodning="x", svar="ja", ord="x")
        post(jonas, "forlad", 422, grund="", person="jonas")

    def test_who_is_there_for_one_meeting_reads_and_changes_nothing(self, jonas):
        involve(jonas, "eva", "ad_hoc")
        page = log_in(jonas, "eva").browser.get(HERE)

        assert [id for id in page.forms if isinstance(id, str) and id != "log-ud"] == ["slut-eva"]
        for handling in (
            "unge",
            "nummer",
            "ny-slaegt",
            "ret-slaegt",
            "slut-slaegt",
            "ny-ekstern",
            "ret-ekstern",
            "slut-ekstern",
        ):
            post(jonas, handling, 403, **FREJA)


@pytest.mark.parametrize("user", ["sofie", "tobias", "inge"])
def test_others_get_nothing(site, user):
    log_in(site, user)

    site.browser.get(HERE, status=404)
    for handling in ("unge", "slut", "forlad"):
        post(site, handling, 404, grund="x")


def test_an_act_that_is_none_and_a_post_of_another_site(jonas):
    post(jonas, "slet", 404)
    jonas.browser.post(HERE, {"handling": "unge"} | FREJA, status=400)

    assert person(jonas)["address"] == ""

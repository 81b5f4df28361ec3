"""Another cluster's meeting, from the first day to the last, by coordinator, members and guests."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from kuidocs.domain.questionnaires import questions_of
from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_people
from tests import factories, web
from tests.views import klynger
from tests.views.klynger import AHMAD, SIGNE, address, meeting

DAY = factories.NOW.date() + timedelta(days=100)
CASES = {"case-1": "mave", "case-2": "retur", "case-3": "tavs"}


class Town:
    """A cluster without meetings, and those who are in it."""

    def __init__(self, site):
        self.site, self.browser, self.system = site, site.browser, site.system

    def at(self, *more: str) -> str:
        return address(self.system, *more)

    def post(self, where: str, expected: int = 303, **fields: str):
        told = {"csrf_token": self.browser.token(), "__token__": new_id()} | fields
        answer = self.browser.post(where, told, status=expected)
        return answer.follow() if expected == 303 else answer

    def says(self, answer) -> str:
        return " ".join(answer.html.get_text(" ", strip=True).split())

    def form(self, where: str, button: str = "gem", **fields: str):
        """Fill the form of a paper; fields by the end of their ids."""
        form = self.browser.get(where).forms["dokument"]
        for name, value in fields.items():
            form[name] = value
        return form.submit(button)

    def mails(self) -> list:
        """Send what waits; the mails that lie in the folder then."""
        drain(self.system)
        folder = self.system.settings.data / "mail"
        return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in sorted(folder.glob("*.eml"))]

    def mail(self, to: str, subject: str):
        """The one mail to somebody with a subject."""
        (found,) = [one for one in self.mails() if one["To"] == to and subject in one["Subject"]]
        return found

    def link(self, to: str, subject: str) -> str:
        text = self.mail(to, subject).get_body(("plain",)).get_content()
        return re.search(r"https?://[^/]+(/klynger/\S+)", text)[1]

    def reading(self):
        return self.system.reading()


@pytest.fixture
def town(site):
    """The people of the demonstration's cluster, with a meeting that has just been planned."""
    klynger.load(site.system)
    site.browser.log_in(SIGNE)
    found = Town(site)
    found.post(found.at("nyt"), topic="Unge og søvn", meeting_date=DAY.isoformat(), venue="Salen")
    return found


def with_guest(town, name="Lis Holm", email="lis@by.example", level="leader"):
    """Write a guest into the plan, through the form and its row button."""
    where = town.at("2", "drejebog", "rediger?del=guests")
    added = town.browser.get(where).forms["dokument"].submit("__rows__", value="add:guests")
    form = added.forms["dokument"]
    for field, value in (("name", name), ("email", email), ("organisation", "Byen"), ("contribution", "")):
        form.fields[field][0].value = value
    form.fields["sector"][0].value, form.fields["level"][0].value = "municipality", level
    form["pre_meeting_date"] = (DAY - timedelta(days=30)).isoformat()
    return form.submit("gem").follow()


def guest_of(town, place: int = 0) -> str:
    with town.reading() as root:
        return meeting(root, "2").plan.content()["guests"][place]["rid"]


def survey_sent(town):
    where = town.at("2", "skema/")
    town.post(where, goer="begynd")
    return town.post(where, goer="send")


def links_of_members(town) -> list[str]:
    found = [one.get_body(("plain",)).get_content() for one in town.mails() if "pørgeskema" in one["Subject"]]
    return sorted({re.search(r"/klynger/svar/\S+", text)[0] for text in found})


def answers(town, pick: int = 0) -> list[tuple[str, str]]:
    """One answer to each question that must be answered."""
    with town.reading() as root:
        questions = questions_of(meeting(root, "2").survey.content())
    return [(f"q-{one.rid}", one.chosen_from[pick % len(one.chosen_from)]) for one in questions if one.required]


def answer(town, link: str, pick: int = 0, status: int = 303):
    fields = [("link", link.rpartition("/")[2]), *answers(town, pick)]
    return web.Browser(town.browser.app).post("/klynger/svar/", fields, status=status)


def tallied(town, count: int = 12):
    survey_sent(town)
    for number, link in enumerate(links_of_members(town)[:count]):
        answer(town, link, number)
    return town.post(town.at("2", "skema/"), goer="luk")


def with_cases(town):
    for place, key in CASES.items():
        town.post(town.at("2", "cases"), goer="vaelg", plads=place, pakke=key)
        town.post(town.at("2", f"{place}/"), read="ja")


def with_programme(town):
    return town.form(town.at("2", "program", "rediger"), "faerdig").follow()


def step(town, number: int, status: str = "done", code: int = 303, **more: str):
    told = {"responsible": "Signe Overgaard Lykke", "deadline": (DAY - timedelta(days=20)).isoformat(), "note": ""}
    return town.post(town.at("2", "trin"), code, nr=str(number), status=status, **(told | more))


def test_a_new_meeting_has_ten_steps_with_a_day_for_each(town):
    page = town.browser.get(town.at("2/"))

    assert "Drejebog: Unge og søvn" in page.html.h1.text
    assert len(page.html.select(".kl-steps > li")) == 10
    assert "0 af 10 trin er udført" in town.says(page)
    with town.reading() as root:
        rows = meeting(root, "2").plan.content()["steps"]
    assert all(row["deadline"] < DAY.isoformat() for row in rows[:9])
    assert rows[9]["deadline"] > DAY.isoformat()


def test_the_whole_course(town):
    with_guest(town)
    assert "kun ledere blandt gæsterne" in town.says(town.browser.get(town.at("2/")))
    step(town, 1)
    town.form(town.at("2", "drejebog", "rediger?del=arena"), arena_discussed_at="2026-11-20", arena_used="true")
    step(town, 2)
    step(town, 3, "not_relevant", note="Vi kender emnet.")
    town.post(town.at("2", "gaester"), goer="inviter", hvem=guest_of(town))
    tallied(town)
    step(town, 5)
    step(town, 6)
    assert "Gæsterne har ikke fået resultaterne" in town.says(step(town, 4, code=422))
    until = (DAY + timedelta(days=30)).isoformat()
    town.post(town.at("2", "gaester"), goer="del-results", until=until)
    step(town, 4)
    with_cases(town)
    town.post(town.at("2", "gaester"), goer="del-cases", until=until)
    step(town, 7)
    step(town, 8, "not_relevant")
    with_programme(town)
    assert "Præsentationen er ikke lavet" in town.says(step(town, 9, code=422))
    town.post(town.at("2", "praesentation"))
    step(town, 9)

    ready = town.post(town.at("2/"), til="ready")

    assert "Mødet er nu meldt »klar«" in town.says(ready)
    assert "kan først meldes holdt på dagen" in town.says(ready)
    _hold(town)


def _hold(town):
    town.system.clock.advance(timedelta(days=101))
    town.browser.become(SIGNE)
    town.post(town.at("2/"), til="held")
    form = (
        town.browser.get(town.at("2", "referat", "rediger"))
        .forms["dokument"]
        .submit("__rows__", value="add:agreements")
    )
    form = form.forms["dokument"]
    form["minute_taker"], form["survey_summary"] = "Ahmad Rostami", "Det gik godt."
    form["guests_present"], form["held_at"] = "Lis Holm", DAY.isoformat()
    for field in ("heard", "learned"):
        for one in form.fields[field]:
            one.value = "Vi hørte meget."
    told = {
        "agreement_text": "Vi ringer først.",
        "responsible_cluster": "Ahmad Rostami",
        "responsible_partner": "Lis Holm",
        "follow_up_how": "Vi tæller.",
        "deadline": (DAY + timedelta(days=60)).isoformat(),
    }
    for name, value in told.items():
        form.fields[name][0].value = value
    form["followup_date"] = told["deadline"]
    form["followup_form"] = "En time på skærmen."
    form.submit("faerdig").follow()
    town.post(town.at("2/"), til="following_up")
    with town.reading() as root:
        rid = meeting(root, "2").minutes.content()["agreements"][0]["rid"]
    assert "Alle aftaler skal være udført" in town.says(town.browser.get(town.at("2/")))
    _follow_up(town, rid)


def _follow_up(town, rid):
    town.post(town.at("2", "aftaler"), goer="spoerg")
    link = town.link("lis@by.example", "Hvordan går det")
    guest = web.Browser(town.browser.app)
    assert "Vi ringer først." in guest.get(link).text
    guest.post(link, {"goer": "status", "aftale": rid, "status": "done", "note": "Det virker."}, status=303)
    page = town.browser.get(town.at("2", "aftaler"))
    assert "»Det virker.«" in town.says(page)
    town.post(town.at("2", "aftaler"), goer="fulgt-op", day=(DAY + timedelta(days=1)).isoformat(), note="Godt møde.")
    town.post(town.at("2/"), til="closed")
    closed = town.browser.get(town.at("2", "aftaler"))
    assert "Hvad blev der af aftalerne?" in closed.html.h1.text
    assert "1 af 1 aftaler er udført" in town.says(closed)
    file = town.browser.get(town.at("2", "deltagere.csv")).body.decode("utf-8-sig")
    assert "Ahmad Rostami;Lægerne ved Fjorden;Medlem" in file
    assert "Lis Holm;;Gæst" in file


def test_a_guest_answers_by_a_personal_link_with_the_meeting_for_the_calendar(town):
    with_guest(town)
    town.post(town.at("2", "gaester"), goer="inviter", hvem=guest_of(town))
    link = town.link("lis@by.example", "Invitation")
    mail = town.mail("lis@by.example", "Invitation")
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()
    calendar = calendar if isinstance(calendar, str) else calendar.decode()
    assert link not in calendar
    assert "SUMMARY:Klyngemøde" in calendar
    assert f"DTSTART;VALUE=DATE:{DAY:%Y%m%d}" in calendar

    guest = web.Browser(town.browser.app)
    told = {"goer": "svar", "reply": "yes", "pre": "ja", "contribution": "<b>Vi kan ringe.</b>"}
    guest.post(link, told, status=303)

    assert not guest.cookies
    page = town.browser.get(town.at("2", "gaester"))
    assert "<b>Vi kan ringe.</b>" in town.says(page)
    assert "Deltager" in town.says(page)
    assert "Lis Holm åbnede siden" in town.says(town.browser.get(town.at("2", "gaester"))) or guest.get(link)


def test_a_link_that_was_taken_back_leads_nowhere_and_the_next_one_is_another(town):
    with_guest(town)
    rid = guest_of(town)
    town.post(town.at("2", "gaester"), goer="inviter", hvem=rid)
    old = town.link("lis@by.example", "Invitation")
    guest = web.Browser(town.browser.app)
    guest.get(old)

    town.post(town.at("2", "gaester"), goer="luk", hvem=rid)
    guest.get(old, status=404)
    guest.post(old, {"goer": "svar", "reply": "yes"}, status=404)

    town.post(town.at("2", "gaester"), goer="inviter", hvem=rid)
    new = [link for link in _links(town, "Invitation") if link != old]
    assert new
    guest.get(old, status=404)
    guest.get(new[-1])


def _links(town, subject: str) -> list[str]:
    bodies = [one.get_body(("plain",)).get_content() for one in town.mails() if subject in one["Subject"]]
    return [re.search(r"/klynger/\S+", text)[0] for text in bodies]


def test_guests_see_results_and_cases_only_while_they_are_shared(town):
    with_guest(town)
    town.post(town.at("2", "gaester"), goer="inviter", hvem=guest_of(town))
    link, guest = town.link("lis@by.example", "Invitation"), web.Browser(town.browser.app)
    tallied(town)
    with_cases(town)
    assert "Hvor ofte møder du" not in guest.get(f"{link}?vis=resultater").text
    assert "Kun i hverdagene" not in guest.get(f"{link}?vis=cases").text

    until = (factories.NOW.date() + timedelta(days=10)).isoformat()
    town.post(town.at("2", "gaester"), goer="del-results", until=until)
    town.post(town.at("2", "gaester"), goer="del-cases", until=until)

    assert "Hvor ofte møder du" in guest.get(f"{link}?vis=resultater").text
    assert "Kun i hverdagene" in guest.get(f"{link}?vis=cases").text
    guest.post(f"{link}?vis=cases", {"goer": "bidrag", "case": "case-1", "text": "En telefontid."}, status=303)
    assert "En telefontid." in town.says(town.browser.get(town.at("2", "case-1/")))
    assert "Lis Holm læste casene" in town.says(town.browser.get(town.at("2", "gaester")))

    with town.reading() as root:
        share = next(one["id"] for one in meeting(root, "2").shares if one["what"] == "results")
    town.post(town.at("2", "gaester"), **{"goer": "tag-tilbage", "del": share})
    assert "Hvor ofte møder du" not in guest.get(f"{link}?vis=resultater").text
    town.system.clock.advance(timedelta(days=11))
    assert "Kun i hverdagene" not in guest.get(f"{link}?vis=cases").text


def test_a_case_that_is_changed_is_shared_no_more_until_it_is_confirmed_again(town):
    with_guest(town)
    town.post(town.at("2", "gaester"), goer="inviter", hvem=guest_of(town))
    link, guest = town.link("lis@by.example", "Invitation"), web.Browser(town.browser.app)
    with_cases(town)
    town.post(town.at("2", "gaester"), goer="del-cases", until=DAY.isoformat())
    assert "Kun i hverdagene" in guest.get(f"{link}?vis=cases").text

    town.form(town.at("2", "case-1", "rediger"), background="Ahmad Rostami kender familien fra 12. marts 2014.")

    assert "Kun i hverdagene" not in guest.get(f"{link}?vis=cases").text
    page = town.browser.get(town.at("2", "case-1/"))
    assert "Der står et navn på et medlem" in town.says(page)
    assert "12. marts 2014" in town.says(page)
    assert "Skriv, hvorfor det, vi har fundet" in town.says(town.post(town.at("2", "case-1/"), 422, read="ja"))
    town.post(town.at("2", "case-1/"), read="ja", why="Datoen er opdigtet.")
    assert "Kun i hverdagene" in guest.get(f"{link}?vis=cases").text


def test_a_number_like_a_personal_one_is_never_confirmed(town):
    with_cases(town)
    town.form(town.at("2", "case-2", "rediger"), course="Drengen (010203 - 1234) kom igen.")

    refused = town.post(town.at("2", "case-2/"), 422, read="ja", why="Det er opdigtet.")

    assert "ligner et personnummer" in town.says(refused)
    assert "Alle tre cases skal være bekræftet" in town.says(
        town.post(town.at("2", "gaester"), 422, goer="del-cases", until=DAY.isoformat())
    )


def test_a_member_is_let_in_by_a_mail(town):
    town.post(town.at("medlemmer"), goer="tilfoej", name="Åse Ærø-Dam", email="aase@klinik.example", role="member")
    with town.reading() as root:
        user = root.klynger.users.of_mail("aase@klinik.example").user_id
    assert user == "aase.dam@klynge"
    town.post(town.at("medlemmer"), goer="adgang", hvem=user)
    link, guest = town.link("aase@klinik.example", "adgang"), web.Browser(town.browser.app)

    guest.post(link, {"ny": "kort", "igen": "kort"}, status=422)
    guest.post(link, {"ny": "en helt ny lang kode", "igen": "en helt ny lang kode"}, status=303)
    guest.get(link, status=404)

    assert guest.log_in("AASE@klinik.example", "en helt ny lang kode").status_int == 303
    page = guest.get("/klynger/")
    assert "Unge og søvn" in page.text
    guest.get(town.at("2", "gaester"), status=403)
    guest.get(town.at("medlemmer"), status=403)
    town.post(town.at("medlemmer"), goer="fjern", hvem=user)
    guest.get(town.at("2/"), status=303)
    assert guest.log_in("aase@klinik.example", "en helt ny lang kode").status_int == 400
    guest.get(town.at("2/"), status=303)


def test_the_last_coordinator_stays(town):
    refused = town.post(town.at("medlemmer"), 422, goer="fjern", hvem=SIGNE)

    assert "En klynge skal have en koordinator" in town.says(refused)
    town.post(town.at("medlemmer"), goer="ret", hvem=AHMAD, email="a@b.example", role="coordinator")
    town.post(town.at("medlemmer"), goer="fjern", hvem=SIGNE)
    with town.reading() as root:
        assert cluster_people.folder(root).of_user(SIGNE, factories.NOW.date()) == []

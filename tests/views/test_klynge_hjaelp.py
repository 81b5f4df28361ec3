"""Help and proposals through the browser: who may, what is kept when it is refused, and the mail that goes out."""

import dataclasses
from email import message_from_bytes, policy

import pytest

from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_meetings, cluster_proposals
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE, act, address, cluster_of, meeting

UNIT = "enhed@region.example"


@pytest.fixture
def room(site):
    klynger.load(site.system)
    site.system.settings = dataclasses.replace(site.system.settings, regional_unit=UNIT)

    def plan(root):
        told = {"topic": "Søvn", "meeting_date": "2027-05-01", "venue": "Salen"}
        cluster_meetings.plan_meeting(cluster_of(root), told, act(site.system, token="p"))

    site.system.change("plan", plan)
    site.browser.log_in(SIGNE)
    return site


def at(room, *more: str) -> str:
    return address(room.system, "2", *more)


def post(room, where: str, status: int = 303, **fields: str):
    told = {"csrf_token": room.browser.token(), "__token__": new_id()} | fields
    return room.browser.post(at(room, where), told, status=status)


def says(answer) -> str:
    return " ".join(answer.html.get_text(" ", strip=True).split())


def test_the_unit_gets_a_mail_and_the_answer_is_written_down(room):
    page = post(room, "facilitering", goer="spoerg", text="Kom til blok 3.").follow()
    assert "Venter på svar" in says(page)
    drain(room.system)
    folder = room.system.settings.data / "mail"
    mails = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in folder.glob("*.eml")]

    (mail,) = [one for one in mails if one["To"] == UNIT]
    assert "Kom til blok 3." in mail.get_body(("plain",)).get_content()
    done = says(post(room, "facilitering", goer="svar", answer="yes", note="Frida kommer.").follow())
    assert "Enheden hjælper" in done
    assert "Frida kommer." in done


def test_what_was_typed_stays_when_it_is_refused(room):
    assert "Skriv, hvad I vil have hjælp til" in says(post(room, "facilitering", 422, goer="spoerg"))
    assert "Vælg en af knapperne" in says(post(room, "facilitering", 422, goer="andet"))
    post(room, "facilitering", goer="spoerg", text="Hjælp.")
    again = post(room, "facilitering", 422, goer="svar", answer="?", note="Mine ord")
    assert again.html.find("textarea", {"name": "note"}).text == "Mine ord"


def test_without_an_address_the_page_says_so(room):
    room.system.settings = dataclasses.replace(room.system.settings, regional_unit="")

    assert "Der er ikke skrevet en adresse" in says(room.browser.get(at(room, "facilitering")))
    assert "ikke skrevet en adresse" in says(post(room, "facilitering", 422, goer="spoerg", text="x"))


def test_a_member_asks_nobody(room):
    room.browser.become(DORTE)
    room.browser.get(at(room, "facilitering"), status=403)
    post(room, "facilitering", 403, goer="spoerg", text="x")


def test_a_member_proposes_and_the_coordinator_uses_it(room):
    room.browser.become(DORTE)
    told = {"title": "»Ingen spørger«", "background": "Signe så en ung.", "gp_dilemma": "Hvem?"}
    refused = post(room, "foreslaa", 422, **(told | {"gp_dilemma": ""}))
    assert refused.html.find("input", {"name": "title"})["value"] == "»Ingen spørger«"

    sent = says(post(room, "foreslaa", **told).follow())
    assert "Se efter: Der står et navn på et medlem eller en gæst." in sent
    assert "Dine forslag" in sent
    with room.system.reading() as root:
        (one,) = cluster_proposals.proposals(meeting(root, "2"))
    post(room, "cases", 403, goer="brug", forslag=one["id"], plads="case-1")

    room.browser.become(SIGNE)
    page = says(room.browser.get(at(room, "cases")))
    assert "af Dorte Hvolby" in page
    used = post(room, "cases", goer="brug", forslag=one["id"], plads="case-1").follow()
    assert "Case 1: »Ingen spørger«" in used.html.h1.text
    assert "brugt som case 1" in says(room.browser.get(at(room, "cases")))
    assert "Vælg et af forslagene" in says(post(room, "cases", 422, goer="brug", forslag="x", plads="case-2"))


def test_another_members_proposal_is_not_shown(room):
    post(room, "foreslaa", title="Signes egen", background="En ung.", gp_dilemma="Hvem?")
    room.browser.become(DORTE)

    assert "Signes egen" not in room.browser.get(at(room, "cases")).text

"""The slides of a meeting: who may have them, what the browser gets, and the screen in the room."""

import pytest

from kuidocs.domain.clusters import FACILITATOR
from kuidocs.resources.base import new_id
from kuidocs.services.slides import MEDIA_TYPE
from kuidocs.usecases import cluster_papers, cluster_people
from tests.services.pdf.paper import text as text_of
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE, act, address, cluster_of, meeting


@pytest.fixture
def room(site):
    klynger.load(site.system)
    site.browser.log_in(SIGNE)
    return site


def at(room, *more: str) -> str:
    return address(room.system, "1", *more)


def make(room, status: int = 303, **fields: str):
    told = {"csrf_token": room.browser.token(), "__token__": new_id()} | fields
    return room.browser.post(at(room, "praesentation"), told, status=status)


def change(room, paper: str, **fields):
    def now(root):
        found = meeting(root)[paper]
        cluster_papers.save(found, fields, found.number, act(room.system))

    room.system.change("x", now)


def says(answer) -> str:
    return " ".join(answer.html.get_text(" ", strip=True).split())


def with_facilitator(room) -> str:
    def now(root):
        user = cluster_people.add_member(cluster_of(root), "Frida Facil", "", FACILITATOR, act(room.system))
        user.password_hash = root.klynger.users[SIGNE].password_hash
        return user.user_id

    return room.system.change("x", now)


def kinds(room) -> list[str]:
    room.system.catch_up()
    return [one.event.kind for one in room.system.proof.events(limit=1000)]


def test_the_coordinator_makes_and_fetches_one(room):
    before = says(room.browser.get(at(room, "praesentation")))
    assert "Lav PowerPoint-filen" in before
    assert "Formål" in before

    page = make(room).follow()
    file = room.browser.get(page.html.select_one("h3 a")["href"])

    assert "Præsentationen er lavet. Den har" in says(page)
    assert file.content_type == MEDIA_TYPE
    assert file.headers["Content-Disposition"] == 'attachment; filename="klyngemoede-1.pptx"'
    assert file.body.startswith(b"PK")
    assert room.browser.get(at(room, "praesentation.pptx")).body == file.body
    assert {"cluster.slides_made", "cluster.slides_fetched"} <= set(kinds(room))


def test_the_history_keeps_them_all_and_says_when_the_last_is_old(room):
    make(room)
    make(room)
    change(room, "program", aim="Noget nyt.")
    page = room.browser.get(at(room, "praesentation"))

    assert [one.text for one in page.html.select("h3 a")] == ["Præsentation 2", "Præsentation 1"]
    assert "Noget er rettet" in says(page)
    make(room)
    assert "Noget er rettet" not in says(room.browser.get(at(room, "praesentation")))


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "1'", "9999", "%C2%B2"])
def test_a_number_that_is_none_is_not_found(room, number):
    make(room)
    room.browser.get(at(room, f"praesentation.pptx?nr={number}"), status=404)


def test_before_any_was_made_there_is_no_file(room):
    room.browser.get(at(room, "praesentation.pptx"), status=404)


def test_a_member_reads_and_makes_none(room):
    make(room)
    room.browser.become(DORTE)

    page = room.browser.get(at(room, "praesentation"))
    assert "Lav den igen" not in page.text
    assert room.browser.get(at(room, "praesentation.pptx")).content_type == MEDIA_TYPE
    assert room.browser.get(at(room, "uddelingsark.pdf")).content_type == "application/pdf"
    assert "Noter til den, der leder" not in room.browser.get(at(room, "vis")).text
    make(room, 403)
    assert "Præsentation" in room.browser.get(at(room)).html.select_one(".kl-papers").text


def test_a_facilitator_gets_them_when_the_guests_have_the_results(room):
    frida = with_facilitator(room)
    room.browser.become(frida)
    assert room.browser.get(at(room, "vis")).status_int == 200

    def take_back(root):
        meeting(root).shares = ()

    room.system.change("x", take_back)
    for part in ("praesentation", "vis", "uddelingsark.pdf", "praesentation.pptx"):
        room.browser.get(at(room, part), status=403)
    assert "Præsentation" not in room.browser.get(at(room)).html.select_one(".kl-papers").text


def test_a_forged_post_makes_none(room):
    room.browser.post(at(room, "praesentation"), {"__token__": "x"}, status=400)
    with room.system.reading() as root:
        assert meeting(root).slides == ()


def test_without_a_programme_the_page_says_what_to_do(room):
    change(room, "program", blocks=None)

    page = room.browser.get(at(room, "praesentation"))
    assert "Skriv programmet først" in says(page)
    assert "Skriv programmets tre blokke" in says(make(room, 422))
    room.browser.get(at(room, "uddelingsark.pdf"), status=404)


def test_the_page_says_what_will_be_missing(room):
    def now(root):
        meeting(root).survey.closed_at = ""

    room.system.change("x", now)
    change(room, "case-2", background="Noget andet.")

    page = says(room.browser.get(at(room, "praesentation")))
    assert "Resultaterne kommer med, når spørgeskemaet er lukket." in page
    assert "Case 2 kommer med, når det er bekræftet" in page


def test_the_hand_out_says_the_same(room):
    pdf = room.browser.get(at(room, "uddelingsark.pdf"))
    text = text_of(pdf.body)

    assert pdf.headers["Content-Disposition"] == 'inline; filename="klyngemoede.pdf"'
    assert "Cirka en gang om ugen eller sjældnere" in text
    assert "Case 1, nedslag 1" in text
    assert "vises ikke" in text
    assert "Signe" not in text
    assert "Sag " not in text


# The screen


def test_one_slide_at_a_time(room):
    first = room.browser.get(at(room, "vis"))
    assert first.html.h1.text == "Børn og unge i psykisk mistrivsel"
    assert "Forrige" not in [one.text for one in first.html.select(".room-ways a:not([hidden])")]
    second = first.click("Næste")
    assert second.html.h1.text == "Formål"
    assert second.click("Forrige").html.h1.text == first.html.h1.text
    assert second.click("Slutningen").html.h1.text == "Én ting fra i morgen"


@pytest.mark.parametrize("side", ["0", "-1", "x", "", "%C2%B2"])
def test_what_is_no_number_is_the_first(room, side):
    assert room.browser.get(at(room, f"vis?side={side}")).html.h1.text == "Børn og unge i psykisk mistrivsel"


def test_beyond_the_end_is_the_end(room):
    assert room.browser.get(at(room, "vis?side=999")).html.h1.text == "Én ting fra i morgen"


def slide(room, heading: str, **query: str):
    page = room.browser.get(at(room, "vis"))
    (link,) = [one["href"] for one in page.html.select(".overview a") if one.text.partition(". ")[2] == heading]
    return room.browser.get("&".join([link, *(f"{name}={value}" for name, value in query.items())]))


def test_the_arena_has_its_picture_and_a_clock(room):
    page = slide(room, "Case 1, nedslag 1", fra="0955")

    clock = page.html.select_one("[data-clock=item]")
    assert clock.select_one("[data-words]").text == "5 af 10 min. brugt"
    assert (int(clock["data-end"]) - int(clock["data-start"])) == 600_000
    assert page.html.select_one(".sk-arena")["aria-label"].startswith("Manegen set ovenfra. I ringen: Praktiserende")
    assert "fra=" not in page.html.select_one("[data-keys=r]")["href"]
    assert "Bed disse om at sætte sig i ringen" in says(page)


def test_a_chart_has_its_table(room):
    page = slide(room, "Kender du kommunens lettilgængelige behandlingstilbud?")

    assert page.html.select_one(".sk-chart")["aria-label"].startswith("Kender du")
    assert [one.text for one in page.html.select(".sk-table tbody th")] == [
        "Ja, og jeg bruger det", "Ja, men jeg bruger det ikke", "Nej"]  # fmt: skip


def test_on_the_day_the_meeting_has_a_clock_and_a_strange_time_none(room):
    change(room, "program", meeting_date="2026-11-21", start_time="09:00", end_time="12:00")
    assert "2 t. 0 min. tilbage" in says(room.browser.get(at(room, "vis")))

    change(room, "program", start_time="25:99")
    assert room.browser.get(at(room, "vis")).html.select_one("[data-clock=meeting]") is None


def test_what_somebody_typed_is_text(room):
    change(room, "program", aim="<script>alert(1)</script>")

    assert "<script>alert" not in room.browser.get(at(room, "vis?side=2")).text
    assert "<script>alert(1)</script>" in room.browser.get(at(room, "vis?side=2")).html.select_one(".slide").text

"""What stands on the slides is what the room may see; each is kept, and the plan names the newest."""

from io import BytesIO

import pytest
from pptx import Presentation

from kuidocs.domain.errors import NotFound, Refused
from kuidocs.resources.base import new_id
from kuidocs.services.slides import PowerPointSlides
from kuidocs.usecases import cluster_cases, cluster_deck, cluster_meetings, cluster_papers, cluster_slides, importing
from kuidocs.usecases.acting import Act
from tests import factories

TODAY = factories.NOW.date()


@pytest.fixture
def meeting(world):
    act = Act(factories.identity(), world.clock)
    importing.import_data(world.root, world.drafts, factories.demo("klyngemoede"), act)
    (cluster,) = world.root.klynger.values()
    return cluster["1"]


@pytest.fixture
def by(world):
    def found(token: str = ""):
        return Act(factories.identity(), world.clock, token or new_id())

    return found


def said(deck) -> str:
    return "\n".join(
        " ".join([one.heading, one.over, one.notes, *one.ring, *(f"{line.lead} {line.text}" for line in one.lines)])
        for one in deck.slides
    )


def headings(meeting) -> list[str]:
    return [one.heading for one in cluster_deck.deck_of(meeting, TODAY).slides]


def change(paper, by, **fields):
    cluster_papers.save(paper, fields, paper.number, by())


def test_three_blocks_with_results_and_cases(meeting):
    found = headings(meeting)

    opens = ["Introduktion", "Resultater af spørgeskemaundersøgelsen", "Erfaringsudveksling og dialog i manegen",
             "Afslutning"]  # fmt: skip
    assert [one for one in found if one in opens] == opens
    assert found[:4] == ["Børn og unge i psykisk mistrivsel", "Formål", "Det skal mødet give os", "Program"]
    assert [one for one in found if "nedslag" in one] == [f"Case {c}, nedslag {n}" for c in (1, 2, 3) for n in (1, 2)]
    assert found[-2:] == ["Vi aftaler", "Én ting fra i morgen"]


def test_the_numbers_are_those_of_guests(meeting):
    deck = cluster_deck.deck_of(meeting, TODAY)
    shown = {one.figure.key: one.figure for one in deck.slides if one.figure}

    assert [(bar.label, bar.count) for bar in shown["1"].bars][-1] == ("Cirka en gang om ugen eller sjældnere", 8)
    assert {bar.label: bar.count for bar in shown["6"].bars}["Den Kommunale Ungeindsats"] is None
    assert "11" not in shown
    assert "Fritekst vises ikke (spørgsmål 11 og 12)." in said(deck)
    assert "Kan vi få ét telefonnummer?" not in said(deck)
    assert "2,83" not in said(deck)
    assert "2,8 " in said(deck)


def test_a_hidden_number_is_nowhere_in_the_file(meeting):
    data = PowerPointSlides().make(cluster_deck.deck_of(meeting, TODAY))
    charts = [s.chart for slide in Presentation(BytesIO(data)).slides for s in slide.shapes if s.has_chart]
    (hidden,) = [c for c in charts if "Den Kommunale Ungeindsats (vises ikke)" in list(c.plots[0].categories)]

    place = list(hidden.plots[0].categories).index("Den Kommunale Ungeindsats (vises ikke)")
    assert hidden.series[0].values[place] is None
    assert len(charts) == 10


def test_nobody_is_named(meeting):
    names = {one["name"]["text"] for one in meeting.plan.content()["guests"] if one.get("name")}
    names |= {"Signe Overgaard Lykke", "Ahmad Rostami", "Thorkild Vesterby", "Ida Marstrand"}
    found = said(cluster_deck.deck_of(meeting, TODAY))

    assert [one for one in names if one in found] == []


def test_a_case_that_is_not_confirmed_is_not_shown(meeting, by):
    change(meeting.cases[1], by, background="En hemmelighed, som ingen har læst igennem.")
    found = said(cluster_deck.deck_of(meeting, TODAY))

    assert "Case 2 kommer her" in found
    assert "hemmelighed" not in found
    assert "Vågen om natten" not in found


def test_an_empty_case_is_said_to_come(meeting, by):
    for one in meeting.shares:
        cluster_meetings.take_back(meeting, one["id"], by())
    cluster_cases.clear(meeting.cases[0], by())

    assert "Case 1 kommer her" in headings(meeting)


def test_before_the_questionnaire_is_closed_there_are_no_numbers(meeting):
    meeting.survey.closed_at = ""
    deck = cluster_deck.deck_of(meeting, TODAY)

    assert "Resultaterne kommer her" in headings(meeting)
    assert not [one for one in deck.slides if one.figure]


def test_few_answers_are_told_of_and_not_shown(meeting):
    meeting.survey.final, meeting.survey.answered = meeting.survey.final[:4], 4
    deck = cluster_deck.deck_of(meeting, TODAY)

    assert not [one for one in deck.slides if one.figure]
    assert "For få har svaret forskelligt til, at vi kan vise spørgsmål 1, 2, 3" in said(deck)


def test_without_the_arena_its_rules_are_left_out(meeting, by):
    assert any("i manegen" in one for one in headings(meeting) if one.startswith("Sådan"))
    change(meeting.plan, by, arena_used="false")

    assert not any(one.startswith("Sådan gør vi i manegen") for one in headings(meeting))


def test_the_notes_say_whom_to_ask_into_the_ring(meeting):
    (stop,) = [one for one in cluster_deck.deck_of(meeting, TODAY).slides if one.heading == "Case 1, nedslag 1"]

    assert stop.ring == ("Praktiserende læge", "PPR-psykolog", "Leder fra Familie og Børn")
    assert "Bed disse om at sætte sig i ringen: Praktiserende læge, PPR-psykolog" in stop.notes
    assert stop.minutes == 10
    assert all(one.notes for one in cluster_deck.deck_of(meeting, TODAY).slides if one.ring or one.figure)


def test_papers_that_are_half_written_give_slides_all_the_same(meeting, by):
    change(meeting.programme, by, blocks=[{"rid": "a", "items": [{"rid": "b", "minutes": "x"}]}], closing_items=None,
           aim=None, venue=None, start_time=None)  # fmt: skip
    change(meeting.plan, by, meeting_date=None, closing_plan=None, venue=None)
    change(meeting.minutes, by, agreements=None, followup_date=None)
    found = headings(meeting)

    assert found[1] == "Program"
    assert "Introduktion" in found
    assert "Hvad gør vi?" in said(cluster_deck.deck_of(meeting, TODAY))


def test_a_new_meeting_has_slides_too(meeting, world):
    other = cluster_meetings.add_meeting(meeting.__parent__, Act(factories.identity(), world.clock))

    assert cluster_deck.deck_of(other, TODAY).slides[0].heading == "Møde 2"


def test_making_keeps_the_file_and_names_it_in_the_plan(meeting, by):
    change(meeting.plan, by, slides_ref=None)
    first = cluster_slides.make(meeting, PowerPointSlides(), by())
    second = cluster_slides.make(meeting, PowerPointSlides(), by())

    assert [one.number for one in meeting.slides] == [1, 2]
    assert meeting.plan.content()["slides_ref"] == "praesentation-2"
    assert first.bytes() == second.bytes()
    assert first.sha256 == second.sha256
    assert cluster_slides.presentation(meeting, 1) is first
    kinds = [event.kind for event in meeting.log]
    assert kinds.count("cluster.slides_made") == 2
    with pytest.raises(NotFound):
        cluster_slides.presentation(meeting, 3)


def test_what_the_cluster_has_named_itself_stays(meeting, by):
    cluster_slides.make(meeting, PowerPointSlides(), by())

    assert meeting.plan.content()["slides_ref"] == "KL-SLIDES-1"


def test_the_same_page_makes_one(meeting, by):
    assert cluster_slides.make(meeting, PowerPointSlides(), by("t"))
    assert cluster_slides.make(meeting, PowerPointSlides(), by("t")) is None
    assert len(meeting.slides) == 1


def test_it_is_old_when_a_paper_was_changed(meeting, by):
    made = cluster_slides.make(meeting, PowerPointSlides(), by())
    assert not cluster_slides.is_old(meeting, made, TODAY)
    change(meeting.plan, by, inspiration=None)
    assert not cluster_slides.is_old(meeting, made, TODAY)

    change(meeting.plan, by, closing_plan="Noget andet.")

    assert cluster_slides.is_old(meeting, made, TODAY)


def test_without_a_programme_there_are_none(meeting, by):
    change(meeting.programme, by, blocks=None)

    with pytest.raises(Refused, match="Skriv programmets tre blokke"):
        cluster_slides.make(meeting, PowerPointSlides(), by())


def test_there_is_an_end_to_how_many_are_kept(meeting, by, monkeypatch):
    monkeypatch.setattr(cluster_slides, "MOST", 1)
    cluster_slides.make(meeting, PowerPointSlides(), by())

    with pytest.raises(Refused, match="allerede lavet 1"):
        cluster_slides.make(meeting, PowerPointSlides(), by())
    assert len(meeting.slides) == 1


def test_step_nine_asks_for_them(meeting, by):
    standing = cluster_meetings.standing(meeting, TODAY)
    assert standing.slides
    change(meeting.plan, by, slides_ref=None)

    with pytest.raises(Refused, match="Præsentationen er ikke lavet"):
        cluster_meetings.set_step(meeting, 9, "done", "", by())
    cluster_slides.make(meeting, PowerPointSlides(), by())
    cluster_meetings.set_step(meeting, 9, "done", "", by())

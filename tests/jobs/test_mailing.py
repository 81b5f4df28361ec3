"""Mail from the act to the server: real SMTP, read back, and searched for what it must not say."""

import re

import icalendar
import pytest
import vobject

from kuidocs.domain.rules.privacy import ID_NUMBER
from kuidocs.jobs.mailing import mail
from kuidocs.jobs.outbox import WAITS, run_due
from kuidocs.resources.drafts import drafts_of
from kuidocs.resources.outbox import DONE, FAILED
from kuidocs.usecases import mailings, meetings, notices
from kuidocs.usecases.acting import Act
from tests import web
from tests.post_office import HOST, calendar_of, everything, open_office
from tests.usecases.convening import ROOM, SOUGHT, next_notice, ready, row

BASE = "https://kui.example"


@pytest.fixture
def office():
    with open_office() as opened:
        yield opened


@pytest.fixture
def system(office, tmp_path):
    made = web.make_system(
        tmp_path,
        mail=f"smtp://{HOST}:{office.port}",
        mail_from="kuidocs@fjordlund.example",
        base_url=BASE,
        meeting_rooms=ROOM,
    )
    yield made
    made.close()


def act_in(system, act):
    """Do something as Jonas in Freja's case."""

    def doing(root):
        case = root.sager["FLK-2026-0001"]
        return act(case, Act(root.medarbejdere["jonas"].identity(), system.clock))

    return system.change("test", doing)


def convened(system, kind="clarification", place=ROOM, **notice):
    """Send a notice to Jonas, Louise, an ad hoc one and somebody outside."""

    def doing(case, act):
        fatma = row(case, "Fatma Demirci", "ad_hoc", "Unge og Job")
        outside = row(case, "Ane Lund", email="ane@laege.example")
        document = ready(case, fatma, outside, kind=kind, reason="Freja sover ikke om natten.", **notice)
        case.moeder["1"].place = place
        notices.send(document, act, knowledge={fatma["rid"]: SOUGHT}, rooms=(ROOM,))

    act_in(system, doing)
    return run_due(system)


def by_receiver(office):
    return {found["To"]: found for found in office.mails}


def events(found):
    """The meeting in a mail, as two libraries read it."""
    raw = calendar_of(found)
    one, other = icalendar.Calendar.from_ical(raw), vobject.readOne(raw.decode())
    (event,) = one.walk("VEVENT")
    assert (str(event["UID"]), str(event["SEQUENCE"])) == (other.vevent.uid.value, other.vevent.sequence.value)
    assert event["DTSTART"].dt == other.vevent.dtstart.value
    return str(one["METHOD"]), event


def test_everybody_who_is_mailed_gets_one_mail(system, office):
    assert convened(system) == 4

    assert sorted(by_receiver(office)) == [
        "ane@laege.example",
        "fatma@fjordlund.example",
        "jonas@fjordlund.example",
        "louise@fjordlund.example",
    ]


def test_the_mail_says_when_and_where_to_read_more(system, office):
    convened(system)

    found = by_receiver(office)["louise@fjordlund.example"]
    text = found.get_body().get_content()
    assert found["Subject"] == "Møde i kuidocs"
    assert "tirsdag den 8. december 2026 kl. 13.30–14.40" in text
    with system.reading() as root:
        paper = root.sager["FLK-2026-0001"].dokumenter["FLK-2026-0001-D03"].id
    assert re.findall(r"https?://\S+", text) == [f"{BASE}/indkaldelse/{paper}"]
    assert "FLK-2026" not in found.as_string()


@pytest.mark.parametrize("kind", ["clarification", "followup_without_young", "followup_with_young"])
@pytest.mark.parametrize("place", [ROOM, "Hjemme hos Freja, Skovvej 4"])
def test_no_mail_says_whom_it_is_about(system, office, kind, place):
    more = {"youth_wishes": "Freja vil helst gå en tur.", "message_to_young": "Hej Freja."}
    if kind == "followup_with_young":
        act_in(system, lambda case, act: _with_freja(case, act, more))
        run_due(system)
    else:
        convened(system, kind, place, **more)

    assert office.mails
    for found in office.mails:
        said = everything(found).replace(found["To"], "")
        for secret in (
            "Freja", "Lundsgaard", "Holm", "Skovvej", "Jonas", "Louise", "Fatma", "Ane Lund", "PPR", "Psykolog",
            "natten", SOUGHT, "afklar", "Opfølgning", "17 år", "2009", "FLK-",
        ):  # fmt: skip
            assert secret.casefold() not in said.casefold()
        # The consent is named by its version, and by no number that says whose it is (D37).
        assert "Samtykke: version 1, som gælder til 30. september 2027." in said
        assert not ID_NUMBER.search(said)
        assert not re.search(r"\b\d{6}[- ]?\d{4}\b", said)


def _with_freja(case, act, more):
    freja = row(case, "Freja Lundsgaard Holm", "young_person", email="freja@mail.example")
    document = ready(case, freja, kind="followup_with_young", **more)
    notices.send(document, act, knowledge={}, rooms=(ROOM,))


def test_the_young_person_gets_no_mail(system, office):
    act_in(system, lambda case, act: _with_freja(case, act, {"youth_wishes": "Kort."}))

    run_due(system)

    assert sorted(by_receiver(office)) == ["jonas@fjordlund.example", "louise@fjordlund.example"]


def test_the_calendar_file_is_neutral_and_each_is_named_alone(system, office):
    convened(system)

    for receiver, found in by_receiver(office).items():
        method, event = events(found)
        assert (method, event["SEQUENCE"], str(event["SUMMARY"])) == ("REQUEST", 0, "Møde i kuidocs")
        assert (str(event["LOCATION"]), str(event["URL"])) == (ROOM, f"{BASE}/min-dag")
        assert str(event["ATTENDEE"]) == f"mailto:{receiver}"
    assert len({str(events(found)[1]["UID"]) for found in office.mails}) == 1


def test_a_private_place_stays_in_kuidocs(system, office):
    convened(system, place="Hjemme hos Freja")

    assert {str(events(found)[1]["LOCATION"]) for found in office.mails} == {"Se kuidocs"}


def test_only_who_can_log_in_is_asked_for_input_before_a_followup(system, office):
    convened(system, "followup_without_young")

    texts = {to: found.get_body().get_content() for to, found in by_receiver(office).items()}
    assert {to for to, text in texts.items() if "gerne vil have med" in text} == set(texts) - {"ane@laege.example"}
    assert "Har du ikke adgang" in texts["ane@laege.example"]


def test_a_change_and_a_cancellation_are_about_the_same_entry(system, office):
    convened(system)

    def moving(case, act):
        meetings.move(case.moeder["1"], drafts_of(case), act, reason="Jonas er syg.")
        (document,) = case.dokumenter.of_form("kui.notice")
        next_notice(document, drafts_of(case), act, day="2026-12-15")
        notices.send(document, act, knowledge={}, rooms=(ROOM,))

    act_in(system, moving)
    run_due(system)
    act_in(system, lambda case, act: meetings.cancel(case.moeder["1"], act, reason="Freja er flyttet."))
    run_due(system)

    mine = [events(found) for found in office.mails if found["To"] == "louise@fjordlund.example"]
    assert [(method, int(event["SEQUENCE"]), event["DTSTART"].dt.day) for method, event in mine] == [
        ("REQUEST", 0, 8),
        ("REQUEST", 1, 15),
        ("CANCEL", 2, 15),
    ]
    assert len({str(event["UID"]) for _, event in mine}) == 1
    subjects = [found["Subject"] for found in office.mails if found["To"] == "louise@fjordlund.example"]
    assert subjects == ["Møde i kuidocs", "Et møde i kuidocs er ændret", "Et møde i kuidocs er aflyst"]
    gone = [events(found)[0] for found in office.mails if found["To"] == "ane@laege.example"]
    assert gone == ["REQUEST", "CANCEL"]
    assert not any(word in everything(found) for found in office.mails for word in ("syg", "flyttet", "Freja"))


def test_what_the_server_took_is_filed(system):
    convened(system)

    with system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        found = mailings.mailings(case, case.moeder["1"])
        assert [one.delivered_at[:16] for one in found] == ["2026-11-21T10:00"] * 4
        (document,) = case.dokumenter.of_form("kui.notice")
        assert [fact["by"]["name"] for fact in document.facts_of("delivered")] == ["kuidocs"] * 4


def jobs(system):
    with system.reading() as root:
        return {job.id: (job.state, dict(job.arguments), job.error) for job in root.job.values()}


def test_run_again_it_sends_nothing_twice(system, office):
    convened(system)

    for _, arguments, _ in jobs(system).values():
        mail(system, arguments)

    assert len(office.mails) == 4
    assert {state for state, _, _ in jobs(system).values()} == {DONE}


def test_a_mail_that_was_taken_but_never_noted_has_the_same_id_the_next_time(system, office, monkeypatch):
    def dies(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("kuidocs.usecases.mailings.delivered", dies)
        with pytest.raises(KeyboardInterrupt):
            convened(system)
    (_, arguments, _), *_ = [told for told in jobs(system).values() if told[0] == "running"]
    mail(system, arguments)

    first, second = (found for found in office.mails)
    assert (first["To"], first["Message-ID"]) == (second["To"], second["Message-ID"])


def test_an_address_that_fails_is_listed_and_keeps_nobody_else_from_mail(system, office):
    office.refused.add("louise@fjordlund.example")
    convened(system)

    for wait in WAITS:
        system.clock.advance(wait)
        run_due(system)

    (failed,) = [told for told in jobs(system).values() if told[0] == FAILED]
    assert "does not take mail for this address (550)" in failed[2]
    assert "louise" not in failed[2].splitlines()[-1]
    assert len(office.mails) == 3


def test_a_development_system_puts_mail_into_its_folder(tmp_path):
    system = web.make_system(tmp_path)

    convened(system)

    assert len(list((tmp_path / "mail").glob("*.eml"))) == 4
    system.close()

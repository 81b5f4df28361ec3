"""What mail does, whichever way it leaves."""

import pytest

from kuidocs.services.mail import Attachment, MailError, MailService, Message
from tests import factories
from tests.post_office import calendar_of, everything

CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Møde\r\nEND:VCALENDAR\r\n".encode()
INVITATION = Message(
    "jonas@fjordlund.example",
    "Møde i kuidocs",
    "Hej\n\nDu er indkaldt – på en lang linje, der er længere end de 78 tegn, som mail helst har.\n.\nÆøå\n",
    (Attachment("moede.ics", "application/ics", CALENDAR, "REQUEST"),),
    "mail:1:a",
    factories.NOW,
)


class MailContract:
    """Run against every implementation: ``mail`` sends, ``arrived()`` gives what came, as a mail program reads it."""

    @pytest.fixture
    def mail(self) -> MailService:
        raise NotImplementedError

    @pytest.fixture
    def arrived(self):
        raise NotImplementedError

    def test_a_message_arrives_as_it_was_written(self, mail, arrived):
        mail.send(INVITATION)

        (found,) = arrived()
        assert (found["To"], found["Subject"]) == (INVITATION.to, INVITATION.subject)
        assert found["From"].addresses[0].addr_spec == "kuidocs@fjordlund.example"
        assert found["Date"].datetime == factories.NOW
        assert found.get_body().get_content().replace("\r\n", "\n") == INVITATION.text

    def test_the_calendar_file_is_an_invitation_and_a_file(self, mail, arrived):
        mail.send(INVITATION)

        (found,) = arrived()
        (part,) = [part for part in found.walk() if part.get_content_type() == "text/calendar"]
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part.get_payload(decode=True) == calendar_of(found) == CALENDAR

    def test_a_machine_does_not_answer_it(self, mail, arrived):
        mail.send(INVITATION)

        assert arrived()[0]["Auto-Submitted"] == "auto-generated"

    def test_the_same_message_has_the_same_id_and_another_has_another(self, mail, arrived):
        mail.send(INVITATION)
        mail.send(Message(INVITATION.to, INVITATION.subject, "Hej\n", key="mail:2:a"))
        mail.send(INVITATION)

        ids = {found["Message-ID"] for found in arrived()}
        assert len(ids) == 2

    @pytest.mark.parametrize(
        "address", ["jonas@fjordlund.example\nBcc: alle@fjordlund.example", "jonas", "", "a@b.example, c@d.example"]
    )
    def test_what_is_no_address_is_refused_and_not_repeated(self, mail, arrived, address):
        with pytest.raises(MailError) as refused:
            mail.send(Message(address, "Møde", "Hej\n"))

        assert not address or address not in str(refused.value)
        assert arrived() == []

    def test_no_headers_are_smuggled_in_by_the_subject(self, mail, arrived):
        with pytest.raises(MailError):
            mail.send(Message("jonas@fjordlund.example", "Møde\r\nBcc: alle@fjordlund.example", "Hej\n"))

        assert not any("Bcc" in everything(found) for found in arrived())

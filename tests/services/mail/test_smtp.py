"""Mail through a real SMTP server."""

import gc
from urllib.parse import urlsplit

import pytest

from kuidocs.services.mail import MailError, Message, SmtpMail, open_mail
from tests.contracts.mail_contract import INVITATION, MailContract
from tests.post_office import HOST, PASSWORD, free_port, make_certificate, open_office
from tests.raw_server import says

SENDER = "kuidocs@fjordlund.example"


@pytest.fixture
def office():
    with open_office() as opened:
        yield opened


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's certificate that this machine trusts."""
    context, file = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


class TestSmtp(MailContract):
    @pytest.fixture
    def mail(self, office):
        return open_mail(f"smtp://{HOST}:{office.port}", SENDER)

    @pytest.fixture
    def arrived(self, office):
        return lambda: office.mails


def test_lines_end_as_servers_demand(office):
    open_mail(f"smtp://{HOST}:{office.port}", SENDER).send(INVITATION)

    raw = office.envelopes[0].original_content
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_the_envelope_goes_from_us_to_one(office):
    open_mail(f"smtp://{HOST}:{office.port}", SENDER).send(INVITATION)

    (envelope,) = office.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [INVITATION.to])


def test_an_address_that_the_server_does_not_know_is_told_without_it(office):
    office.refused.add(INVITATION.to)

    with pytest.raises(MailError, match="550") as refused:
        open_mail(f"smtp://{HOST}:{office.port}", SENDER).send(INVITATION)

    assert INVITATION.to not in str(refused.value)
    gc.collect()  # a connection that was left open would be a warning, and so a failure


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(MailError, match="ConnectionRefusedError"):
        SmtpMail(HOST, free_port(), SENDER).send(INVITATION)


def test_the_line_is_encrypted_when_the_server_can(certificate):
    with open_office(tls_context=certificate) as office:
        open_mail(f"smtp://{HOST}:{office.port}", SENDER).send(INVITATION)

    assert office.encrypted == [True]


def test_smtps_is_encrypted_from_the_first_byte(certificate):
    with open_office(ssl_context=certificate) as office:
        open_mail(f"smtps://{HOST}:{office.port}", SENDER).send(INVITATION)

    assert len(office.mails) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path, scheme):
    context, _ = make_certificate(tmp_path)
    option = {"smtp": "tls_context", "smtps": "ssl_context"}[scheme]

    with open_office(**{option: context}) as office, pytest.raises(MailError, match="SSLCertVerificationError"):
        open_mail(f"{scheme}://{HOST}:{office.port}", SENDER).send(INVITATION)

    assert office.mails == []


def test_a_password_is_given_on_an_encrypted_line(certificate):
    with open_office(tls_context=certificate, asks_for_password=True, auth_required=True) as office:
        open_mail(f"smtp://kuidocs:{PASSWORD}@{HOST}:{office.port}", SENDER).send(INVITATION)

    assert (office.users, len(office.mails)) == (["kuidocs"], 1)


def test_a_password_is_not_given_on_an_open_line():
    with open_office(asks_for_password=True, auth_require_tls=False) as office, pytest.raises(MailError):
        open_mail(f"smtp://kuidocs:{PASSWORD}@{HOST}:{office.port}", SENDER).send(INVITATION)

    assert (office.users, office.mails) == ([], [])


def test_a_password_may_hold_any_sign():
    found = open_mail("smtps://k%40by:a%2Fb@mail.example:465", SENDER)

    assert (found.user, found.password, found.port, found.encrypted) == ("k@by", "a/b", 465, True)


def test_a_message_without_a_file_is_plain(office):
    open_mail(f"smtp://{HOST}:{office.port}", SENDER).send(Message("jonas@fjordlund.example", "Hej", "Hej\n"))

    assert office.mails[0].get_content_type() == "text/plain"


HELLO, READY = b"220 mail.example\r\n", b"220 x\r\n250-mail.example\r\n250 SIZE\r\n250 ok\r\n250 ok\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"<!doctype html><title>Log ind</title>\r\n"],
        [b"554 no\r\n"],
        [HELLO],
        [b"22"],
        [READY + b"451 later\r\n"],
        [READY + b"354 go on\r\n", b"452 full\r\n"],
        [READY + b"354 go on\r\n"],
        [b"220-" + b"x" * 100_000],
    ],
)
def test_a_server_that_does_not_take_it_is_told(pieces):
    with says(*pieces, first=True) as address, pytest.raises(MailError, match="did not take"):
        SmtpMail(HOST, urlsplit(address).port, SENDER).send(INVITATION)


def test_a_server_that_never_comes_to_an_end_of_its_greeting_is_left():
    with says(b"220-vent\r\n", drip=True, first=True) as address:
        mail = SmtpMail(HOST, urlsplit(address).port, SENDER)
        mail.in_all = 0.3
        with pytest.raises(MailError, match="did not take"):
            mail.send(INVITATION)

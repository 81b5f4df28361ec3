"""Signing with a passkey in the place of the password."""

from dataclasses import replace

import pytest

from kuidocs.domain import signing
from kuidocs.services.factors.passkeys import BrowserPasskeys
from kuidocs.usecases import accounts
from kuidocs.usecases.acting import Act
from tests import factories
from tests.services.factors.authenticator import Fob
from tests.views import making, test_underskrifter
from tests.views.test_underskrifter import state, text, together

HOST = "http://localhost:6543"
page = test_underskrifter.page


class Keyring:
    """A passkey of Jonas."""

    def __init__(self, site):
        self.fob, self.factors, self.clock = Fob(HOST), site.system.factors, site.system.clock

    def give(self, person):
        asked = self.factors.passkeys.invite(b"jonas", "jonas", [])
        act = Act(factories.identity("jonas"), self.clock)
        accounts.add_passkey(person, self.fob.make(asked.options), asked.challenge, "Nøgle", act, self.factors)

    def proved(self, site):
        with site.system.reading() as root:
            (document,) = root.sager[making.CASE_NO].dokumenter.values()
            return document.facts_of("signature", 1)[-1]["data"]["proved_by"]


@pytest.fixture
def passkey(site):
    site.system.factors = replace(site.system.factors, passkeys=BrowserPasskeys(HOST, "kuidocs"))
    return Keyring(site)


def test_a_passkey_is_enough_and_counts_once(site, page, passkey):
    site.system.change("keys", lambda root: passkey.give(root.medarbejdere["jonas"]))
    shown = together(site, page)
    form_ = next(f for f in shown.forms.values() if "answer" in f.fields)
    options = shown.html.find(attrs={"data-passkey": "get"})["data-options"]
    form_["answer"] = passkey.fob.prove(options, asked=True)

    assert "Du har skrevet under." in text(form_.submit().follow())
    assert state(site, "Jonas Ravnsborg") == signing.SIGNED
    assert passkey.proved(site) == "passkey"


def test_a_passkey_that_was_not_asked_for_signs_nothing(site, page, passkey):
    site.system.change("keys", lambda root: passkey.give(root.medarbejdere["jonas"]))
    shown = together(site, page)
    form_ = next(f for f in shown.forms.values() if "answer" in f.fields)
    options = shown.html.find(attrs={"data-passkey": "get"})["data-options"]
    other = Fob(HOST).prove(options, asked=True)
    for answer in ("{", other):
        form_["answer"] = answer
        assert "blev ikke godkendt" in text(form_.submit(status=422))

    # It was asked for once, and is used up.
    form_["answer"] = passkey.fob.prove(options, asked=True)
    assert "blev ikke godkendt" in text(form_.submit(status=422))
    assert state(site, "Jonas Ravnsborg") == signing.WAITING


def test_a_key_that_asked_nobody_for_a_finger_is_not_enough_alone(site, page, passkey):
    site.system.change("keys", lambda root: passkey.give(root.medarbejdere["jonas"]))
    shown = together(site, page)
    form_ = next(f for f in shown.forms.values() if "answer" in f.fields)
    form_["answer"] = passkey.fob.prove(shown.html.find(attrs={"data-passkey": "get"})["data-options"])

    assert "blev ikke godkendt" in text(form_.submit(status=422))


def test_who_has_a_passkey_only_is_told_to_use_it(site, page, passkey):
    def only(root):
        passkey.give(root.medarbejdere["jonas"])
        root.medarbejdere["jonas"].password_hash = ""

    site.system.change("only", only)
    shown = together(site, page)
    form_ = next(f for f in shown.forms.values() if "answer" in f.fields)

    assert "Brug din adgangsnøgle." in text(form_.submit(status=422))

"""``/kontrol`` of a file that a job has examined: its reader does not wait, and is told the same."""

import pytest

from kuidocs.services.checking import grounds
from kuidocs.views import kontrol
from tests.services.seal.conftest import keys, seal  # noqa: F401 - fixtures
from tests.views import making
from tests.views.test_kontrol import check, desk  # noqa: F401 - a fixture
from tests.views.test_underskrifter import text


def test_nobody_waits_for_what_a_job_has_found_out(desk, monkeypatch):  # noqa: F811 - the fixture
    def found(case):
        (document,) = case.dokumenter.values()
        (file,) = (one for one in document.files if one.profile == "arkiv")
        trusted = [desk.system.seal.certificate(), *desk.system.seal.trusted()]
        file.upkeep = {"grounds": grounds(trusted), "examined": kontrol.examine(file.bytes(), trusted).plain()}

    making.change(desk, found)
    monkeypatch.setattr(kontrol, "alone", lambda act, *given: pytest.fail("it is known"))

    told = text(check(desk, desk.made["arkiv"]))

    assert "Dokumentet er ægte og uændret" in told
    assert "Det blev det samme, byte for byte" in told


def test_what_was_found_with_other_certificates_does_not_count(desk):  # noqa: F811 - the fixture
    def found(case):
        (document,) = case.dokumenter.values()
        for file in document.files:
            file.upkeep = {"grounds": grounds([b"another"]), "examined": {"finding": "damaged", "signatures": []}}

    making.change(desk, found)

    assert "Dokumentet er ægte og uændret" in text(check(desk, desk.made["arkiv"]))

"""What leaves the system with a case."""

import json

import pytest

from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import exporting


@pytest.mark.parametrize(("protected", "address"), [(False, "Skovvej 2"), (True, "")])
def test_a_protected_address_leaves_in_no_package(world, protected, address):
    world.case.person.address, world.case.person.name_address_protection = "Skovvej 2", protected

    files = exporting.package(world.case, InlinePdfService(), b"certificate", world.clock)

    assert json.loads(files["case.json"])["young_person"]["address"] == address
    assert any(b"Skovvej" in data for data in files.values()) is not protected

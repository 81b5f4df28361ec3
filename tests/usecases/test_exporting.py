"""What leaves the system with a case."""

import json
from xml.etree import ElementTree as ET

import pytest

from kuidocs.domain.errors import Conflict
from kuidocs.services.package import FolderBag
from kuidocs.usecases import exporting
from tests.packages import MemoryBag, kit, package

METS = "{http://www.loc.gov/METS/}"


@pytest.mark.parametrize(("protected", "address"), [(False, "Skovvej 2"), (True, "")])
def test_a_protected_address_leaves_in_no_package(world, protected, address):
    world.case.person.address, world.case.person.name_address_protection = "Skovvej 2", protected

    files = package(world.case)

    assert json.loads(files["case.json"])["young_person"]["address"] == address
    assert json.loads(files["state/case.json"])["case"]["person"]["address"] == address
    assert any(b"Skovvej" in data for data in files.values()) is not protected


HOSTILE = "<script>alert(1)</script> &amp; \u202e \x0b ]]> \U0001f600"


def test_what_people_wrote_is_no_markup_on_the_first_page(world):
    world.case.person.full_name = HOSTILE
    world.case.kle = HOSTILE

    files = package(world.case)

    assert b"<script" not in files["index.html"]
    assert b"&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;" in files["index.html"]
    subject = ET.fromstring(files["metadata.xml"]).find(".//{http://purl.org/dc/terms/}subject")
    assert "<script>" in subject.text


def test_the_metadata_names_every_file_once_and_each_belongs_somewhere(world):
    files = package(world.case)

    root = ET.fromstring(files["metadata.xml"])

    there = {one.get("{http://www.w3.org/1999/xlink}href") for one in root.iter(f"{METS}FLocat")}
    assert there == set(files) - {"metadata.xml", "manifest.json"}
    ids = [one.get("ID") for one in root.iter(f"{METS}file")]
    assert sorted(ids) == sorted(one.get("FILEID") for one in root.iter(f"{METS}fptr"))


def test_the_same_case_makes_the_same_package(world):
    one, other, made_with = MemoryBag(), MemoryBag(), kit()

    for bag in (one, other):
        exporting.export(world.case, bag, made_with)

    assert one.data == other.data


def test_a_failure_leaves_nothing_behind(world, tmp_path):
    class Broken:
        def certificate(self):
            raise OSError("disk")

    broken = exporting.Kit(None, Broken(), kit().proof, world.clock)

    with pytest.raises(OSError, match="disk"):
        exporting.export(world.case, FolderBag(tmp_path / "ud"), broken)

    assert list(tmp_path.iterdir()) == []


def test_a_stored_file_that_was_changed_is_not_handed_on():
    class Changed:
        sha256 = "0" * 64

        def bytes(self):
            return b"noget andet"

    writing = exporting._Package(None, MemoryBag(), None, False)

    with pytest.raises(Conflict, match="ikke den fil, der blev gemt"):
        writing.put_file(Changed())


def test_how_far_it_is_is_told(world):
    told = []

    exporting.export(world.case, MemoryBag(), kit(), tell=lambda done, total: told.append((done, total)))

    assert told == [(0, 0)]


def test_the_same_path_with_other_bytes_is_a_mistake_of_ours():
    bag = MemoryBag()
    bag.put("x", b"1")
    bag.put("x", b"1")

    with pytest.raises(ValueError, match="twice"):
        bag.put("x", b"2")

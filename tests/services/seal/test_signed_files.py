"""What is signed keeps the standards, and other people's programs say of it what we say."""

import re
import subprocess
from io import BytesIO

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kuidocs.services.seal.lasting import B_LTA, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.signing.simulator import Root, sign
from tests.factories import NOW
from tests.outside.vera import vera
from tests.services.pdf import demo
from tests.services.seal import signed_files as made
from tests.services.seal import tampering
from tests.services.seal.authority import Authority
from tests.services.seal.outside_tools import by_pyhanko, covered, holes, mutool, pdfsig, qpdf, verified, verified_stamp

pytestmark = pytest.mark.outside


def kept(folder, files):
    for name, pdf in files:
        (folder / f"{name}.pdf").write_bytes(pdf)
    return sorted(folder.glob("*.pdf"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    started = Authority(tmp_path_factory.mktemp("authority"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def lasting_seal(authority):
    roots = [authority.certificate("root")]
    return Pkcs12Seal(authority.key(), lasting(B_LTA, authority.tsa, roots))


@pytest.fixture(scope="module")
def citizen():
    return Root()


@pytest.fixture(scope="module")
def steps(lasting_seal, citizen):
    """A file that a citizen signs: each further signature and time-stamp."""
    offered = demo.inline().render(demo.job(made.PLAN, "underskrift", state="approved", state_label="Godkendt"))
    mitid = sign(offered, citizen.person("Malthe Kjærbo Vinther"))
    sealed = lasting_seal.seal(mitid, at=NOW)
    renewed = lasting_seal.renew(sealed)
    return {
        "offered": offered,
        "mitid": mitid,
        "sealed": sealed,
        "renewed": renewed,
        "again": lasting_seal.renew(renewed),
    }


@pytest.fixture(scope="module")
def lasted(lasting_seal):
    """The signed file for the archive, with a seal that lasts, and its renewal."""
    pdf = lasting_seal.seal(demo.inline().render(made.with_page(demo.job(made.PLAN, state="approved"))), at=NOW)
    return {"signed": pdf, "renewed": lasting_seal.renew(pdf)}


# The standards.


@vera.needs_java
def test_every_sealed_and_signed_file_of_the_archive_keeps_the_standards(seal, tmp_path):
    files = kept(tmp_path, made.for_the_archive(seal))

    assert len(files) == 14 + len(made.SIGNED_FORMS) + 1
    assert vera.broken(files, "3a", "ua1") == ""


@vera.needs_java
def test_the_worst_of_texts_keeps_them_too(seal, tmp_path):
    files = kept(tmp_path, made.hostile_for_the_archive(seal))

    assert vera.broken(files, "3a", "ua1") == ""
    assert not any(b"root:x" in path.read_bytes() for path in files)


@vera.needs_java
def test_what_a_citizen_signs_keeps_them_at_each_step(seal, tmp_path):
    assert vera.broken(kept(tmp_path, made.for_signing(seal)), "2a", "ua1") == ""


@vera.needs_java
def test_so_do_seals_that_last_and_are_renewed(steps, lasted, tmp_path):
    for name in ("citizen", "archive"):
        (tmp_path / name).mkdir()

    assert vera.broken(kept(tmp_path / "citizen", steps.items()), "2a", "ua1") == ""
    assert vera.broken(kept(tmp_path / "archive", lasted.items()), "3a", "ua1") == ""


# Other people's programs.


@pytest.mark.parametrize(("step", "signed"), [("mitid", 1), ("sealed", 2), ("renewed", 2), ("again", 2)])
def test_poppler_finds_every_signature_valid(steps, tmp_path, step, signed):
    said = pdfsig(tmp_path, steps[step])

    assert said.count("Signature is Valid.") == signed
    assert "Digest Mismatch" not in said


def test_poppler_sees_a_changed_byte_in_each_signature(steps, tmp_path):
    assert pdfsig(tmp_path, tampering.page_byte(steps["sealed"])).count("Digest Mismatch") == 2


@pytest.mark.parametrize("step", ["mitid", "sealed", "renewed"])
def test_mupdf_finds_every_signature_unbroken(steps, tmp_path, step):
    said = mutool(tmp_path, steps[step])

    assert said.count("Verifying signature") >= 1
    assert not re.search("digest|invalid|corrupt", said, re.IGNORECASE)
    assert "Malthe Kjærbo Vinther" in said


def test_mupdf_sees_a_changed_byte(steps, tmp_path):
    assert "unchanged since signing" not in mutool(tmp_path, tampering.page_byte(steps["mitid"]))


@pytest.mark.parametrize("step", ["offered", "mitid", "sealed", "renewed", "again"])
def test_qpdf_finds_no_mistake_in_the_files(steps, tmp_path, step):
    assert qpdf(tmp_path, steps[step]) == 0


def test_qpdf_sees_a_broken_table_of_references(steps, tmp_path):
    pdf = steps["sealed"]

    assert qpdf(tmp_path, pdf.replace(b"startxref", b"startxxxx")) != 0


def test_openssl_accepts_each_signature_and_each_stamp(steps, lasted, authority, citizen, tmp_path):
    roots = authority.certificate("root"), citizen.pem()
    for pdf in (steps["again"], lasted["renewed"]):
        for hole in holes(pdf):
            check = verified_stamp if is_stamp(hole.cms) else verified
            assert check(tmp_path, hole, covered(pdf, hole), roots)
    assert [is_stamp(hole.cms) for hole in holes(steps["again"])] == [False, False, True, True, True]


def test_openssl_refuses_them_over_other_bytes(steps, authority, citizen, tmp_path):
    roots = authority.certificate("root"), citizen.pem()
    pdf = tampering.page_byte(steps["sealed"])
    for hole in holes(pdf):
        check = verified_stamp if is_stamp(hole.cms) else verified
        assert not check(tmp_path, hole, covered(pdf, hole), roots)


def is_stamp(content):
    inner = cms.ContentInfo.load(content)["content"]["encap_content_info"]["content_type"].native
    return inner == "tst_info"


def test_pyhanko_itself_accepts_what_we_made(lasted, steps, authority, citizen):
    roots = authority.certificate("root"), citizen.pem()

    assert by_pyhanko(lasted["signed"], roots, NOW) == [True] * 2
    assert by_pyhanko(lasted["renewed"], roots, NOW) == [True] * 3
    assert by_pyhanko(steps["again"], roots, NOW) == [True] * 5


def test_and_refuses_an_added_annotation(lasted, authority):
    found = by_pyhanko(tampering.annotation(lasted["signed"]), (authority.certificate("root"),), NOW)

    assert found[0] is False


def test_a_third_signature_leaves_those_before_it_whole(steps, citizen, tmp_path):
    """Where a provider lets several sign one file (D16)."""
    twice = sign(steps["mitid"], citizen.person("Anja Kjærbo"), field="mitid2")
    thrice = sign(twice, citizen.person("Peter Vinther"), field="mitid3")

    assert pdfsig(tmp_path, thrice).count("Signature is Valid.") == 3
    assert qpdf(tmp_path, thrice) == 0
    assert len(IncrementalPdfFileWriter(BytesIO(thrice)).prev.embedded_signatures) == 3


@vera.needs_java
def test_and_keeps_the_standards(steps, citizen, tmp_path):
    twice = sign(steps["mitid"], citizen.person("Anja Kjærbo"), field="mitid2")
    files = kept(tmp_path, {"two": twice, "three": sign(twice, citizen.person("Peter"), field="mitid3")}.items())

    assert vera.broken(files, "2a", "ua1") == ""


def test_the_tools_are_here():
    """They are installed by ``make test``; without them nothing above would say anything."""
    for tool in ("pdfsig", "mutool", "qpdf", "openssl"):
        assert subprocess.run(["which", tool], capture_output=True).returncode == 0, f"{tool}: see bin/setup"

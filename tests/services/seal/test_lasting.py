"""Seals that can be checked for long: each level, each thing that may not answer, renewal, and a device for the key."""

from hashlib import sha256
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.lasting import B_B, B_LT, B_LTA, B_T, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.verify import verify
from tests.factories import NOW
from tests.outside.vera import vera
from tests.services.seal import tampering
from tests.services.seal.authority import Authority

LEVELS = (B_B, B_T, B_LT, B_LTA)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def everything_answers(authority):
    authority.down = set()


def sealer(authority, level):
    return Pkcs12Seal(authority.key(), lasting(level, authority.tsa, [authority.certificate("root")]))


@pytest.fixture(scope="module")
def files(authority, unsigned):
    return {level: sealer(authority, level).seal(unsigned, at=NOW) for level in LEVELS}


def told(pdf, authority, level=B_LTA):
    seal = sealer(authority, level)
    return verify(pdf, trusted=[seal.certificate(), *seal.trusted()])


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_is_proved_and_begins_with_what_was_rendered(authority, unsigned, files, level):
    found = told(files[level], authority)

    assert found.code == v.FINE, found.lines()
    assert files[level].startswith(unsigned)
    assert len(found.signatures) == len(sealer(authority, level).fields)
    assert [one.intact and one.trusted for one in found.signatures] == [True] * len(found.signatures)


def test_the_levels_hold_what_they_are_named_after(files):
    root = {level: PdfFileReader(BytesIO(pdf)).root for level, pdf in files.items()}

    assert ["/DSS" in root[level] for level in LEVELS] == [False, False, True, True]
    stamps = [len(PdfFileReader(BytesIO(files[level])).embedded_timestamp_signatures) for level in LEVELS]
    assert stamps == [0, 0, 0, 1]
    (seal,) = PdfFileReader(BytesIO(files[B_T])).embedded_regular_signatures
    assert (
        b"1.2.840.113549.1.9.16.2.14"
        in repr([one["type"].dotted for one in seal.signer_info["unsigned_attrs"]]).encode()
    )


def test_without_the_root_the_seal_is_known_and_the_stamp_is_said_to_be_not(authority, files):
    seal = sealer(authority, B_LTA)

    found = verify(files[B_LTA], trusted=[seal.certificate()])

    assert found.code == v.FINE
    assert [one.trusted for one in found.signatures] == [True, False]
    assert (None, "Filen har et tidsstempel fra en tjeneste, der ikke er kendt her.") in said(found)
    assert (True, "Tidspunktet er bekræftet af en uafhængig tidsstempeltjeneste.") in said(
        told(files[B_LTA], authority)
    )


def said(found):
    return [(check.ok, check.text) for check in found.checks]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("annotation", v.CHANGED),
        ("page_replaced", v.CHANGED),
        ("page_byte", v.CHANGED),
        ("title_replaced", v.TITLE_CHANGED),
        ("data_replaced", v.DATA_SWAPPED),
    ],
)
def test_what_is_done_to_it_is_seen(authority, files, name, code):
    found = told(getattr(tampering, name)(files[B_LTA]), authority)

    assert found.code != v.FINE
    assert found.exit_status != 0
    assert code in v.WORDINGS


def test_a_time_stamp_of_the_same_authority_over_a_changed_page_proves_nothing(authority, files):
    overlaid = tampering.annotation(files[B_T])
    stamped = sealer(authority, B_LTA)._help.stamper
    from asyncio import run

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

    output = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(overlaid))
    run(PdfTimeStamper(stamped).async_timestamp_pdf(writer, "sha256", output=output))

    found = told(output.getvalue(), authority)
    assert [one.intact for one in found.signatures] == [True, True]
    assert found.code == v.CHANGED


@pytest.mark.parametrize(
    ("level", "down"),
    [(B_T, {"tsa"}), (B_LT, {"tsa"}), (B_LT, {"ocsp", "crls"}), (B_LTA, {"tsa"}), (B_LTA, {"ocsp", "crls"})],
)
def test_what_does_not_answer_is_told_and_makes_no_file(authority, unsigned, level, down):
    authority.down = down

    with pytest.raises(SealError, match=f"kan ikke forsegles som {level}"):
        sealer(authority, level).seal(unsigned, at=NOW)


def test_an_authority_that_is_not_there(unsigned, authority):
    seal = Pkcs12Seal(authority.key(), lasting(B_T, "http://127.0.0.1:9/tsa", [authority.certificate("root")]))

    with pytest.raises(SealError, match="tsa_url"):
        seal.seal(unsigned, at=NOW)


def test_renewal_adds_a_stamp_and_keeps_what_was(authority, files):
    new = sealer(authority, B_LTA).renew(files[B_LTA])

    found = told(new, authority)
    assert new.startswith(files[B_LTA])
    assert found.code == v.FINE, found.lines()
    assert [one.stamp for one in found.signatures] == [False, True, True]


def test_renewal_that_fails_says_so_and_levels_without_a_stamp_have_none_to_renew(authority, files):
    authority.down = {"tsa"}
    with pytest.raises(SealError):
        sealer(authority, B_LTA).renew(files[B_LTA])

    assert sealer(authority, B_T).renew(files[B_T]) == files[B_T]


@pytest.mark.outside
@vera.needs_java
def test_every_level_keeps_the_standards(authority, files, tmp_path):
    paths = []
    for name, pdf in [*files.items(), ("renewed", sealer(authority, B_LTA).renew(files[B_LTA]))]:
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(pdf)

    assert vera.broken(paths, "3a", "ua1") == ""


def test_a_stamp_is_named_in_the_ledger_of_its_level(authority):
    assert sealer(authority, B_LTA).fields == ("segl", "tidsstempel")
    assert sealer(authority, B_LT).fields == ("segl",)
    assert sha256(sealer(authority, B_LTA).trusted()[0]).hexdigest()


@pytest.mark.parametrize("level", [B_LT, B_LTA])
def test_an_empty_revision_after_the_proofs_proves_nothing(authority, files, level):
    empty = tampering.updated(files[level], lambda out: None)
    hidden = files[level] + b"\n999 0 obj\n<< /Type /Page >>\nendobj\n%%EOF\n"

    for pdf in (empty + tampering.JUNK, hidden, files[level] + tampering.JUNK):
        assert told(pdf, authority).exit_status != 0

"""Proofs laid in after a seal: those of the file's own issuers let it be checked longer, all others are an addition."""

from collections import UserDict
from io import BytesIO

import pytest
from asn1crypto import ocsp
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.lasting import B_LT, B_LTA, B_T, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.proofs import belong
from kuidocs.services.seal.verify import verify
from tests.factories import NOW
from tests.services.seal.authority import Authority
from tests.services.seal.tampering import updated


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    made = [Authority(tmp_path_factory.mktemp(name)) for name in ("own", "other")]
    yield made
    for one in made:
        one.stop()


def sealer(authority, level):
    return Pkcs12Seal(authority.key(), lasting(level, authority.tsa, [authority.certificate("root")]))


@pytest.fixture(scope="module")
def files(authorities, unsigned):
    """What our own authority lets us make, and what another one says of its own."""
    own, other = authorities
    return {level: sealer(own, level).seal(unsigned, at=NOW) for level in (B_T, B_LT, B_LTA)} | {
        "other": sealer(other, B_LT).seal(unsigned, at=NOW)
    }


def code(pdf, authority):
    seal = sealer(authority, B_LTA)
    return verify(pdf, trusted=[seal.certificate(), *seal.trusted()]).code


def proofs(pdf):
    store = PdfFileReader(BytesIO(pdf)).root["/DSS"]
    return {key: [one.get_object().data for one in store.get(key, ())] for key in ("/Certs", "/OCSPs", "/CRLs")}


def with_proofs(pdf, told, **more):
    """Lay a store of proofs in, in place of what is there, as a revision of its own."""

    def change(out):
        store = DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
        for key, found in told.items():
            store[pdf_name(key)] = ArrayObject(out.add_object(StreamObject(stream_data=data)) for data in found)
        for key, value in more.items():
            store[pdf_name(f"/{key}")] = out.add_object(StreamObject(stream_data=value))
        out.root[pdf_name("/DSS")] = store
        out.update_root()

    return updated(pdf, change)


def broken(answer):
    """The same answer with another word in it, which its signature does not cover any more."""
    whole = ocsp.OCSPResponse.load(answer)
    basic = whole["response_bytes"]["response"].parsed
    basic["signature"] = bytes(basic["signature"].native[:-1]) + b"\x00"
    return whole.dump(force=True)


def test_what_the_own_issuers_say_can_be_laid_in_later(files, authorities):
    assert code(with_proofs(files[B_T], proofs(files[B_LT])), authorities[0]) == v.FINE
    assert code(sealer(authorities[0], B_LTA).renew(files[B_LTA]), authorities[0]) == v.FINE


@pytest.mark.parametrize("level", [B_T, B_LT])
@pytest.mark.parametrize(
    "junk",
    [
        lambda files: {"/OCSPs": [b"junk"]},
        lambda files: {"/OCSPs": [b"\x30\x03\x0a\x01\x00"]},
        lambda files: {"/OCSPs": [broken(one) for one in proofs(files[B_LT])["/OCSPs"]]},
        lambda files: {"/OCSPs": [proofs(files[B_LT])["/OCSPs"][0] + b"more"]},
        lambda files: proofs(files["other"]),
        lambda files: {"/OCSPs": proofs(files["other"])["/OCSPs"]},
        lambda files: {"/CRLs": proofs(files["other"])["/CRLs"]},
        lambda files: {"/Certs": proofs(files["other"])["/Certs"]},
    ],
    ids=["junk", "empty", "broken", "longer", "all", "answers", "lists", "certificates"],
)
def test_what_is_about_nobody_in_the_file_is_an_addition(files, authorities, level, junk):
    told = proofs(files[B_LT])
    for key, found in junk(files).items():
        told[key] = [*told[key], *found]
    assert code(with_proofs(files[level], told), authorities[0]) == v.CHANGED


def test_nothing_else_hides_in_the_store(files, authorities):
    assert code(with_proofs(files[B_T], proofs(files[B_LT]), Bilag=b"words"), authorities[0]) == v.CHANGED


class Stream(UserDict):
    def __init__(self, data):
        self.data = data

    def get_object(self):
        return self


def test_what_is_said_of_one_signature_stands_in_the_lists_too():
    listed, other = Stream(b"one"), Stream(b"other")

    assert not belong({"/OCSPs": [listed], "/VRI": {"/AB": {"/OCSP": [other]}}}, [])
    assert not belong({"/OCSPs": [listed], "/VRI": {"/AB": {"/Words": [listed]}}}, [])

"""The key of the seal: made private, opened once, and clear about what is wrong."""

from datetime import timedelta
from stat import S_IMODE

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from kuidocs.services.seal import SealError
from kuidocs.services.seal.key import LOCAL_YEARS, create_local_key, read_key
from kuidocs.services.seal.lasting import B_B, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.trust import certificates
from kuidocs.services.seal.verdict import FINE, UNKNOWN_ISSUER
from kuidocs.services.seal.verify import verify
from tests.factories import NOW


def written(path, private, certificate):
    """A PKCS#12 file with the password »x«, in a file beside it."""
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, BestAvailableEncryption(b"x"))
    )
    (path.parent / "password").write_text("x\n")
    return path, path.parent / "password"


def test_a_local_key_can_be_read_by_its_owner_alone(keys):
    assert S_IMODE((keys / "segl.p12").stat().st_mode) == 0o600


def test_a_local_certificate_says_whose_it_is_and_signs_only(seal):
    certificate = x509.load_der_x509_certificate(seal.certificate())
    assert seal.name == "Fjordlund Kommune"
    assert certificate.subject == certificate.issuer
    assert certificate.not_valid_before_utc == NOW - timedelta(days=1)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_key_is_never_overwritten(keys):
    before = (keys / "segl.p12").read_bytes()
    with pytest.raises(SealError, match="bliver ikke overskrevet"):
        create_local_key(keys / "segl.p12", "x", "Fjordlund Kommune", NOW)
    assert (keys / "segl.p12").read_bytes() == before


@pytest.mark.parametrize(
    ("break_it", "setting"),
    [
        (lambda folder: (folder / "segl.p12").unlink(), "kuidocs.seal_key"),
        (lambda folder: (folder / "password").unlink(), "kuidocs.seal_password_file"),
        (lambda folder: (folder / "password").write_text("forkert"), "kuidocs.seal_password_file"),
        (lambda folder: (folder / "segl.p12").write_bytes(b""), "kuidocs.seal_key"),
        (lambda folder: (folder / "segl.p12").write_bytes(b"PK not 12"), "kuidocs.seal_key"),
        (
            lambda folder: (folder / "segl.p12").write_bytes((folder / "segl.p12").read_bytes()[:-200]),
            "kuidocs.seal_key",
        ),
        (lambda folder: ((folder / "segl.p12").unlink(), (folder / "segl.p12").mkdir()), "kuidocs.seal_key"),
    ],
    ids=["no key", "no password", "wrong password", "empty key", "no PKCS#12", "cut key", "a folder"],
)
def test_what_is_wrong_with_the_files_names_the_setting(tmp_path, keys, break_it, setting):
    for name in ("segl.p12", "password"):
        (tmp_path / name).write_bytes((keys / name).read_bytes())
    assert Pkcs12Seal.open(tmp_path / "segl.p12", tmp_path / "password").name
    break_it(tmp_path)
    with pytest.raises(SealError, match=setting):
        Pkcs12Seal.open(tmp_path / "segl.p12", tmp_path / "password")


def test_a_key_of_another_kind_is_refused(tmp_path):
    private = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(SealError, match="RSA- eller EC-nøgle"):
        read_key(*written(tmp_path / "k.p12", private, None))


def test_a_key_without_its_certificate_is_refused(tmp_path):
    with pytest.raises(SealError, match="nøglens certifikat"):
        read_key(*written(tmp_path / "k.p12", rsa.generate_private_key(65537, 2048), None))


def test_what_an_older_key_sealed_is_still_known_and_a_key_seals_only_in_its_time(tmp_path, unsigned):
    later = NOW + timedelta(days=365 * LOCAL_YEARS)
    (tmp_path / "password").write_text("hemmelig")
    for name, at in (("old", NOW), ("new", later)):
        create_local_key(tmp_path / f"{name}.p12", "hemmelig", "Fjordlund Kommune", at)
    old = Pkcs12Seal.open(tmp_path / "old.p12", tmp_path / "password")
    sealed = old.seal(unsigned, at=NOW)
    kept = lasting(B_B, "", certificates([old.certificate()]))
    new = Pkcs12Seal.open(tmp_path / "new.p12", tmp_path / "password", kept)

    for pdf in (sealed, new.seal(unsigned, at=later)):
        assert verify(pdf, trusted=[new.certificate(), *new.trusted()]).code == FINE
    assert verify(sealed, trusted=[new.certificate()]).code == UNKNOWN_ISSUER
    for seal, at in ((old, later + timedelta(days=10)), (new, NOW)):
        with pytest.raises(SealError, match="Skift til en nøgle med et gyldigt certifikat"):
            seal.seal(unsigned, at=at)

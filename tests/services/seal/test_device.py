"""The seal with a key in a device (SoftHSM): each level, each kind of key, and one that is away or wrong."""

import os
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.lasting import B_B, B_LT, B_LTA, B_T, lasting
from kuidocs.services.seal.pkcs11 import open_device
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.verify import verify
from tests.factories import NOW
from tests.services.seal.authority import Authority

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
LEVELS = (B_B, B_T, B_LT, B_LTA)
pytestmark = pytest.mark.skipif(
    not (MODULE.exists() and shutil.which("softhsm2-util")), reason="softhsm2 is not installed (bin/setup test)"
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def device(authority, tmp_path_factory):
    """A token with two keys and their certificates, one key beside another's, and a file with the PIN."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    _run("softhsm2-util", "--init-token", "--free", "--label", "segl", "--pin", "1234", "--so-pin", "5678")
    for number, name in enumerate(("seal", "curve"), 1):
        _put(folder, name, number, authority.key(name).private, authority.key(name).certificate)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    _put(folder, "other", 3, other, authority.key().certificate)
    (folder / "pin").write_text("1234\n")
    yield folder
    del os.environ["SOFTHSM2_CONF"]


def _run(*line):
    subprocess.run(line, check=True, capture_output=True)


def _put(folder, label, number, key, certificate):
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "cert.der").write_bytes(certificate.public_bytes(Encoding.DER))
    told = ("--token", "segl", "--label", label, "--id", f"0{number}", "--pin", "1234")
    _run("softhsm2-util", "--import", str(folder / "key.pem"), *told)
    tool = ("pkcs11-tool", "--module", str(MODULE), "--login", "--pin", "1234", "--token-label", "segl")
    _run(*tool, "--write-object", str(folder / "cert.der"), "--type", "cert", "--id", f"0{number}", "--label", label)


def trust(authority, level):
    return lasting(level, authority.tsa, [authority.certificate("root"), authority.certificate("interm")])


def opened(device, authority, label="seal", level=B_B):
    return open_device(str(MODULE), "segl", label, device / "pin", trust(authority, level))


def found(seal, pdf):
    told = verify(pdf, trusted=[seal.certificate(), *seal.trusted()])
    return told.code, [one.intact and one.trusted for one in told.signatures]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("label", ["seal", "curve"])
def test_a_key_that_never_leaves_its_device_seals_at_each_level(device, authority, unsigned, label, level):
    seal = opened(device, authority, label, level)

    pdf = seal.seal(unsigned, at=NOW)

    assert seal.name == "Fjordlund Kommune"
    assert found(seal, pdf) == (v.FINE, [True] * len(seal.fields))
    # What is known to others is the root alone; what lies between it and the seal is in the file.
    alone = verify(pdf, trusted=[authority.certificate("root").dump()])
    assert (alone.code, all(one.trusted for one in alone.signatures)) == (v.FINE, True)


@pytest.mark.parametrize("level", LEVELS)
def test_a_key_on_a_curve_in_a_file_seals_at_each_level(authority, unsigned, level):
    seal = Pkcs12Seal(authority.key("curve"), trust(authority, level))

    assert found(seal, seal.seal(unsigned, at=NOW)) == (v.FINE, [True] * len(seal.fields))


@pytest.mark.parametrize(
    "wrong", [{"token": "findes ikke"}, {"label": "findes ikke"}, {"module": "/findes/ikke.so"}, {"pin": "9999"}]
)
def test_a_device_that_cannot_be_opened_names_the_settings(device, tmp_path, wrong):
    (tmp_path / "pin").write_text(wrong.get("pin", "1234"))
    told = {"module": str(MODULE), "token": "segl", "label": "seal"} | wrong

    with pytest.raises(SealError, match=r"kuidocs\.pkcs11_module"):
        open_device(told["module"], told["token"], told["label"], tmp_path / "pin")


def test_a_key_beside_the_certificate_of_another_is_seen_before_anything_is_sealed(device, authority):
    with pytest.raises(SealError, match="passer ikke til certifikatet"):
        opened(device, authority, "other")


def test_a_device_that_was_away_seals_again_when_it_is_back(device, authority, unsigned):
    """Its session has ended, as when the device is restarted; while it is away the sentence says so."""
    seal, tokens = opened(device, authority), device / "tokens"
    seal._device._session.close()
    assert found(seal, seal.seal(unsigned, at=NOW))[0] == v.FINE

    seal._device._session.close()
    tokens.rename(device / "away")
    tokens.mkdir()
    try:
        for _ in range(2):
            with pytest.raises(SealError, match="»segl« kan ikke bruges"):
                seal.seal(unsigned, at=NOW)
        with pytest.raises(SealError, match="»segl« kan ikke bruges"):
            seal.sign(b"en liste", at=NOW)
    finally:
        tokens.rmdir()
        (device / "away").rename(tokens)

    assert found(seal, seal.seal(unsigned, at=NOW))[0] == v.FINE
    assert seal.sign(b"en liste", at=NOW)


def test_two_threads_do_not_spoil_each_others_signatures(device, authority, unsigned):
    seals = [opened(device, authority, label) for label in ("seal", "curve", "seal", "curve")]
    gate = threading.Barrier(len(seals))

    def many(seal):
        gate.wait()
        return [found(seal, seal.seal(unsigned, at=NOW))[0] for _ in range(5)]

    with ThreadPoolExecutor(len(seals)) as threads:
        assert list(threads.map(many, seals)) == [[v.FINE] * 5] * len(seals)

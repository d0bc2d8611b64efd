"""Keys in a real token, SoftHSM's: they sign as others do, and what is wrong is one line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from pkcs11.util.ec import encode_named_curve_parameters

from quaychain.contracts.pkcs11_signer import Pkcs11Signer
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import SignerError, sign_transaction
from quaychain.contracts.types import Call, to_address
from quaychain.node.accounts import open_account

pytestmark = pytest.mark.integration

MODULES = [
    Path(folder) / "libsofthsm2.so"
    for folder in ("/usr/lib/softhsm", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm", "/usr/lib64/pkcs11")
]
MODULE = next((path for path in MODULES if path.is_file()), None)
PIN = "1234 5678"
SECP256K1 = bytes.fromhex("06052b8104000a")


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if MODULE is None:
        pytest.skip("SoftHSM is not installed (Debian: apt install softhsm2)")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    # The library reads it when it is loaded, once in a process.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        for label in ("member", "other"):
            command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "so-pin"]
            subprocess.run(command, check=True, capture_output=True)
        yield pkcs11.lib(str(MODULE)).get_token(token_label="member")


@pytest.fixture(scope="module")
def key(token: Any) -> bytes:
    """The uncompressed point of a key with the label `oracle`; there are others, too."""
    with token.open(rw=True, user_pin=PIN) as session:
        curve = session.create_domain_parameters(pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: SECP256K1}, local=True)
        public, _ = curve.generate_keypair(store=True, label="oracle", id=b"\1")
        for number in (b"\2", b"\3"):
            curve.generate_keypair(store=True, label="twice", id=number)
        nist = session.create_domain_parameters(
            pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
        )
        nist.generate_keypair(store=True, label="other curve", id=b"\4")
        lonely, _ = curve.generate_keypair(store=True, label="lonely", id=b"\5")
        lonely.destroy()
        return bytes(public[pkcs11.Attribute.EC_POINT])[-64:]


def opened(path: str = "token=member;object=oracle", pin: bytes | None = PIN.encode()) -> Pkcs11Signer:
    signer = open_account(f"pkcs11:{path}?module-path={MODULE}", pin)
    assert isinstance(signer, Pkcs11Signer)
    return signer


def test_it_signs(key: bytes) -> None:
    signer = opened()
    for number in range(50):
        payload = os.urandom(number)
        # Recovering takes a low s and v 27 or 28 only; SoftHSM gives a high s for every second payload.
        assert recover_address(payload, signer.sign_payload(payload)) == signer.address
    sign_transaction(signer, Call(to_address(b"\1" * 20), b"", 0), chain_id=1, nonce=0, gas=21_000)
    signer.close()


def test_a_session_that_ended_is_opened_anew(key: bytes) -> None:
    signer, beside = opened(), opened("token=member;id=%01")
    assert signer.address == beside.address
    signer._session.close()
    assert recover_address(b"payload", signer.sign_payload(b"payload")) == beside.address
    beside.close()
    signer.close()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("token=nobody;object=oracle", "no tokens fit"),
        ("object=oracle", "2 tokens fit"),
        ("token=member;object=nothing", "no such private key"),
        ("token=member;object=twice", "several private keys fit"),
        ("token=member;object=other%20curve", "another curve"),
        ("token=member;object=lonely", "no such public key"),
    ],
)
def test_keys_that_it_has_not(key: bytes, path: str, words: str) -> None:
    with pytest.raises(SignerError) as caught:
        opened(path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_pin(key: bytes) -> None:
    with pytest.raises(SignerError, match="Pin Incorrect"):
        opened(pin=b"wrong")
    with pytest.raises(SignerError, match="no such private key"):
        opened(pin=None)

"""The hybrid KEM: X-Wing's published key pair, and no message but the one that was encrypted."""

from __future__ import annotations

import hashlib
import os

import pytest

from quaychain.contracts.sealing import EncryptionKey
from quaychain.contracts.sealing.errors import EncryptionKeyError
from quaychain.contracts.sealing.keys import KEM_ID, PUBLIC_KEY_LENGTH, check_public_key, hpke_decrypt, hpke_encrypt


def test_a_message_opens_with_its_key_and_info_alone() -> None:
    key, other = EncryptionKey.generate(bytes(16), 1), EncryptionKey.generate(bytes(16), 1)
    reader = key.reader()
    assert (reader.kem, len(reader.public_key)) == (KEM_ID, PUBLIC_KEY_LENGTH)
    message = hpke_encrypt(reader.kem, reader.public_key, b"class key", b"info")
    assert hpke_decrypt(key.seed, message, b"info") == b"class key"
    assert hpke_decrypt(key.seed, message, b"other info") is None
    assert hpke_decrypt(other.seed, message, b"info") is None
    assert hpke_decrypt(key.seed, message[:100], b"info") is None
    assert hpke_decrypt(key.seed, b"", b"info") is None


def test_the_public_key_follows_from_the_seed() -> None:
    seed = os.urandom(32)
    assert EncryptionKey(bytes(16), 1, seed).reader() == EncryptionKey(bytes(16), 1, seed).reader()


def test_the_key_pair_of_a_seed_is_x_wings() -> None:
    """The first test vector of draft-connolly-cfrg-xwing-kem, appendix C, by the start of its public key."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public_key = EncryptionKey(bytes(16), 1, seed).reader().public_key
    assert public_key.hex().startswith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d")
    assert len(public_key) == 1216


def test_unusable_keys_are_refused_in_one_line() -> None:
    good = EncryptionKey.generate(bytes(16), 1).reader().public_key
    check_public_key(KEM_ID, good)
    for kem, public_key in ((0x20, good), (KEM_ID, good[:-1]), (KEM_ID, b""), (KEM_ID, b"\xff" * len(good))):
        with pytest.raises(EncryptionKeyError) as caught:
            check_public_key(kem, public_key)
        assert "\n" not in str(caught.value)
    with pytest.raises(EncryptionKeyError):
        EncryptionKey(bytes(15), 1, bytes(32))
    with pytest.raises(EncryptionKeyError):
        EncryptionKey(bytes(16), 1, bytes(31))


def test_a_seed_never_shows() -> None:
    seed = hashlib.sha256(b"seed").digest()
    assert seed.hex() not in repr(EncryptionKey(bytes(16), 1, seed))
    assert "seed" not in repr(EncryptionKey(bytes(16), 1, seed))

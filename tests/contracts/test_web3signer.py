"""Web3Signer: what it signs is checked, and whatever else it answers is one line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from eth_keys.datatypes import PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import LocalSigner, SignerError, sign_transaction
from quaychain.contracts.types import Call, to_address
from quaychain.contracts.web3signer import ClientTls, Web3Signer

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
KEY = os.urandom(32)
LOCAL = LocalSigner(KEY)
URL = "http://user:secret@signer.test:9000/eth1/"
Answer = Callable[[httpx.Request], httpx.Response]


def public_key(key: bytes) -> str:
    return str(PrivateKey(key).public_key.to_hex())


class Service:
    """Web3Signer with one key, as its openapi-specs/eth1 has it; `sign` may be replaced."""

    def __init__(self, key: bytes = KEY) -> None:
        self.signer = LocalSigner(key)
        self.keys: object = [public_key(os.urandom(32)), public_key(key)]
        self.requests: list[httpx.Request] = []
        self.sign: Answer = self.signed
        self.silent = 0

    def signed(self, request: httpx.Request) -> httpx.Response:
        data = bytes.fromhex(json.loads(request.content)["data"].removeprefix("0x"))
        return httpx.Response(200, text="0x" + self.signer.sign_payload(data).hex())

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.silent:
            self.silent -= 1
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        if request.url.path == "/eth1/api/v1/eth1/publicKeys":
            return self.keys if isinstance(self.keys, httpx.Response) else httpx.Response(200, json=self.keys)
        assert request.method == "POST"
        assert request.url.path == f"/eth1/api/v1/eth1/sign/{public_key(KEY)}"
        return self.sign(request)


def opened(service: Service) -> Web3Signer:
    return Web3Signer(URL, LOCAL.address, transport=httpx.MockTransport(service))


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(SignerError) as caught:
        make()
    text = str(caught.value)
    assert "\n" not in text
    assert "secret" not in text
    assert text.startswith("Web3Signer http://signer.test:9000/eth1/: ")
    return text


@given(st.binary(max_size=200))
def test_it_signs_as_the_key_itself_would(payload: bytes) -> None:
    signer = opened(Service())
    assert signer.address == LOCAL.address
    assert signer.sign_payload(payload) == LOCAL.sign_payload(payload)


def test_transactions() -> None:
    call = Call(to_address(b"\1" * 20), b"\2", 3)
    made = [sign_transaction(each, call, chain_id=4, nonce=5, gas=6) for each in (opened(Service()), LOCAL)]
    assert made[0] == made[1]


def test_a_high_s_and_another_v_become_the_one_form() -> None:
    def high(request: httpx.Request) -> httpx.Response:
        signature = bytes.fromhex(service.signed(request).text[2:])
        s = ORDER - int.from_bytes(signature[32:64])
        return httpx.Response(200, text="0x" + (signature[:32] + s.to_bytes(32) + b"\1").hex() + "\n")

    service = Service()
    service.sign = high
    signature = opened(service).sign_payload(b"payload")
    assert recover_address(b"payload", signature) == LOCAL.address


def test_the_answer_of_another_key_is_refused() -> None:
    service = Service()
    service.signer = LocalSigner(os.urandom(32))
    assert f"not of {LOCAL.address}" in refusal(lambda: opened(service).sign_payload(b"payload"))


def test_a_signature_over_something_else_is_refused() -> None:
    service = Service()
    # What a service would answer that hashes twice, or prefixes as eth_sign does.
    service.sign = lambda request: httpx.Response(200, text="0x" + LOCAL.sign_payload(keccak256(b"payload")).hex())
    assert "over what it was to sign" in refusal(lambda: opened(service).sign_payload(b"payload"))


@pytest.mark.parametrize(
    "text",
    ["", "0x", "null", "0x" + "00" * 64, "0x" + "zz" * 65, "0x" + "00" * 65, "0x" + "ff" * 65, "<html>\n<p>", "é" * 99],
)
def test_garbage_is_refused(text: str) -> None:
    service = Service()
    service.sign = lambda request: httpx.Response(200, text=text)
    assert "signature" in refusal(lambda: opened(service).sign_payload(b"payload"))


@pytest.mark.parametrize(
    ("status", "words"), [(404, "any more"), (400, "status 400"), (500, "status 500"), (302, "302")]
)
def test_what_it_refuses(status: int, words: str) -> None:
    service = Service()
    service.sign = lambda request: httpx.Response(status, headers={"Location": "http://elsewhere.test"})
    assert words in refusal(lambda: opened(service).sign_payload(b"payload"))


def test_a_service_without_the_key() -> None:
    service = Service()
    service.keys = [public_key(os.urandom(32))]
    assert f"no key of {LOCAL.address} (1 others)" in refusal(lambda: opened(service))


@pytest.mark.parametrize("keys", [{"a": 1}, 1, None, "0x00", [1], [None], ["0x00"], httpx.Response(200, text="<html>")])
def test_a_list_of_keys_that_is_none(keys: object) -> None:
    service = Service()
    service.keys = keys
    assert "no list of public keys" in refusal(lambda: opened(service))


def test_no_answer() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("timed out")

    def absent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    service = Service()
    service.sign = silent
    assert "no answer in time" in refusal(lambda: opened(service).sign_payload(b""))
    service.sign = absent
    assert "Connection refused" in refusal(lambda: opened(service).sign_payload(b""))


def test_a_kept_connection_that_was_closed_meanwhile_is_no_failure() -> None:
    service = Service()
    signer = opened(service)
    service.silent = 1
    assert signer.sign_payload(b"payload") == LOCAL.sign_payload(b"payload")
    service.silent = 2
    assert "disconnected" in refusal(lambda: signer.sign_payload(b"payload"))


def test_tls_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    for tls in (ClientTls(authority=tmp_path / "missing.pem"), ClientTls(authority=tmp_path / "ca.pem")):
        with pytest.raises(SignerError, match="TLS files can't be used"):
            Web3Signer("https://signer.test", LOCAL.address, tls=tls)

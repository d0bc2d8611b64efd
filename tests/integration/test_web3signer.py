"""Web3Signer over real HTTPS with client certificates: who may ask, and who is believed."""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import json
import os
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from eth_keys.datatypes import PrivateKey

from quaychain.contracts.signers import LocalSigner, Signer, SignerError
from quaychain.node.accounts import open_account

pytestmark = pytest.mark.integration

KEY = os.urandom(32)
LOCAL = LocalSigner(KEY)


class Handler(http.server.BaseHTTPRequestHandler):
    """The two routes of Web3Signer that are used."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(json.dumps([str(PrivateKey(KEY).public_key.to_hex())]))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer("0x" + LOCAL.sign_payload(bytes.fromhex(body["data"][2:])).hex())

    def answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Authority:
    """A certificate authority; what it makes goes into PEM files of its folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        made = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, None), True)
        self.file = self._write("ca.pem", made.add_extension(usage, True).sign(self._key, hashes.SHA256()))

    def issue(self, name: str, usage: x509.ObjectIdentifier, password: bytes | None = None) -> tuple[Path, Path]:
        """Certificate and key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = self._builder(subject, key).add_extension(place, False).add_extension(issuer, False)
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), False)
        path = self.folder / f"{name}.key"
        how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        path.touch(0o600)
        path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how))
        return self._write(f"{name}.pem", made.sign(self._key, hashes.SHA256())), path

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(hours=1))
        return builder.not_valid_after(now + dt.timedelta(hours=1)).add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
        )

    def _write(self, name: str, certificate: x509.Certificate) -> Path:
        path = self.folder / name
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def url(authority: Authority) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("signer", ExtendedKeyUsageOID.SERVER_AUTH))
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def opened(url: str, authority: Path, client: tuple[Path, Path] | None, password: bytes | None = None) -> Signer:
    ours = f"&certificate={client[0]}&key={client[1]}" if client else ""
    return open_account(f"web3signer:{url}?authority={authority}{ours}#{LOCAL.address}", password)


def test_with_certificates_on_both_sides(url: str, authority: Authority) -> None:
    signer = opened(url, authority.file, authority.issue("member", ExtendedKeyUsageOID.CLIENT_AUTH))
    for payload in (b"", b"payload", os.urandom(10_000)):
        assert signer.sign_payload(payload) == LOCAL.sign_payload(payload)
    encrypted = authority.issue("encrypted", ExtendedKeyUsageOID.CLIENT_AUTH, b"a password")
    assert opened(url, authority.file, encrypted, b"a password").address == LOCAL.address
    with pytest.raises(SignerError, match="TLS files"):
        opened(url, authority.file, encrypted)


def test_who_is_not_let_in_or_not_believed(url: str, authority: Authority, tmp_path: Path) -> None:
    stranger = Authority(tmp_path / "another")
    client = authority.issue("member", ExtendedKeyUsageOID.CLIENT_AUTH)
    for trusted, ours in (
        (authority.file, None),
        (authority.file, stranger.issue("member", ExtendedKeyUsageOID.CLIENT_AUTH)),
        (stranger.file, client),
    ):
        with pytest.raises(SignerError, match="can't be reached") as caught:
            opened(url, trusted, ours)
        assert "\n" not in str(caught.value)
    with pytest.raises(SignerError, match="can't be reached"):
        opened("https://127.0.0.1:9", authority.file, client)

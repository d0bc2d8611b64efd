"""An account whose key Web3Signer keeps, asked over its REST API for eth1 (docs.web3signer.consensys.io). I/O."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from .keccak import keccak256
from .signatures import complete_signature
from .signers import SIGNATURE_LENGTH, SignerError
from .types import Address, InvalidHexError, from_hex, to_address, to_hex

_PUBLIC_KEYS = "api/v1/eth1/publicKeys"
_SIGN = "api/v1/eth1/sign"


@dataclass(frozen=True, slots=True)
class ClientTls:
    """PEM files for TLS: the authority that vouches for the server (the system's where none), and our own certificate
    with its key, whose password may be given."""

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    password: bytes | None = None

    def context(self) -> ssl.SSLContext:
        """Raises OSError, of which ssl.SSLError is one."""
        context = ssl.create_default_context(cafile=self.authority)
        if self.certificate is not None:
            # Always a password, or OpenSSL would ask the terminal for the one of an encrypted key.
            context.load_cert_chain(self.certificate, self.key, self.password or b"")
        return context


class Web3Signer:
    """A Signer. The service isn't trusted: a signature that isn't the account's over these bytes is refused.

    `timeout` is in seconds for each step of a request; `transport` is httpx's, for tests.
    """

    def __init__(
        self,
        url: str,
        address: Address,
        *,
        tls: ClientTls | None = None,
        timeout: float = 10.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Finds the account's key at the service. Raises SignerError."""
        self._address = address
        parts = urlsplit(url)
        self._name = f"Web3Signer {urlunsplit((parts.scheme, parts.netloc.rpartition('@')[2], parts.path, '', ''))}"
        try:
            verify = (tls or ClientTls()).context() if parts.scheme == "https" else True
            # The service is never behind a proxy that the environment names.
            self._client = httpx.Client(
                base_url=f"{url.rstrip('/')}/", timeout=timeout, transport=transport, verify=verify, trust_env=False
            )
        except OSError as error:
            raise SignerError(self._name, f"its TLS files can't be used: {error.strerror or error}") from error
        except httpx.InvalidURL as error:
            raise SignerError(self._name, str(error)) from error
        try:
            self._identifier = self._find()
        except SignerError:
            self.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @property
    def address(self) -> Address:
        """The account."""
        return self._address

    def sign_payload(self, payload: bytes) -> bytes:
        """See Signer. Raises SignerError."""
        response = self._ask("POST", f"{_SIGN}/{self._identifier}", json={"data": to_hex(payload)})
        try:
            answer = from_hex(response.text.strip(), SIGNATURE_LENGTH)
        except InvalidHexError:
            raise SignerError(self._name, f"its answer is no signature: {response.text[:80]!r}") from None
        # The last byte, v, follows from the rest.
        signature = complete_signature(
            payload, int.from_bytes(answer[:32]), int.from_bytes(answer[32:64]), self._address
        )
        if signature is None:
            raise SignerError(self._name, f"its signature is not of {self._address} over what it was to sign")
        return signature

    def __repr__(self) -> str:
        return f"{self._name} for {self._address}"

    def _find(self) -> str:
        response = self._ask("GET", _PUBLIC_KEYS)
        try:
            listed = [str(key) for key in list(response.json())]
            mine = [key for key in listed if _address_of(key) == self._address]
        except (ValueError, TypeError, InvalidHexError):
            raise SignerError(self._name, f"its answer is no list of public keys: {response.text[:80]!r}") from None
        if not mine:
            raise SignerError(self._name, f"it has no key of {self._address} ({len(listed)} others)")
        return mine[0]

    def _ask(self, method: str, path: str, json: dict[str, str] | None = None) -> httpx.Response:
        try:
            response = self._once(method, path, json)
        except httpx.TimeoutException:
            raise SignerError(self._name, "no answer in time") from None
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            raise SignerError(self._name, f"can't be reached: {error or type(error).__name__}") from error
        if response.status_code == httpx.codes.NOT_FOUND and method == "POST":
            raise SignerError(self._name, f"it has no key of {self._address} any more")
        if not response.is_success:
            raise SignerError(self._name, f"it refuses: HTTP status {response.status_code}")
        return response

    def _once(self, method: str, path: str, json: dict[str, str] | None) -> httpx.Response:
        try:
            return self._client.request(method, path, json=json)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # Most likely a kept connection that the service had closed meanwhile. To sign twice does no harm.
            return self._client.request(method, path, json=json)


def _address_of(public_key: str) -> Address:
    """The account of a public key: 64 bytes in hexadecimal digits."""
    return to_address(keccak256(from_hex(public_key, 64))[12:])

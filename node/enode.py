"""Where a node is reached by its peers: host, port and public key, and the enode URL that Besu writes of them. Pure.

Source: Besu documentation, "Node keys and node address" (enode URL). Discovery is off, hence `discport=0`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from eth_keys.datatypes import PublicKey
from pydantic import AfterValidator, Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, from_hex, to_address

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
_LONGEST_NAME = 253


@dataclass
class EnodeError(QuaychainError):
    """A text that is no enode URL of a node that can be dialled."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url[:200]!r} is no enode URL: {self.reason}"


def is_name(host: str) -> bool:
    """Whether a node's host is a DNS name, and no IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


@dataclass
class PlaceError(QuaychainError):
    """A text that says no place where a node could be dialled."""

    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.text[:200]!r} is no place of a node: {self.reason}"


def _host(value: str) -> str:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        labels = value.split(".")
        # A last label of digits would be read as a broken IPv4 address.
        if len(value) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
            raise ValueError(f"{value[:80]!r} is no IP address and no host name in lower case") from None
        return value
    if address.is_unspecified or address.is_multicast:
        raise ValueError(f"{value} is no address that a peer can dial")
    if str(address) != value:
        raise ValueError(f"write {value} as {address}")
    return value


#: An IP address in its usual form, or a DNS name in lower case, that others can dial.
HostField = Annotated[str, AfterValidator(_host)]
PortField = Annotated[int, Field(ge=1, le=65_535)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where peers dial a node. The documents check what it holds."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Place:
        """HOST:PORT, an IPv6 address in brackets. Raises PlaceError."""
        host, _, port = text.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65_535:
            raise PlaceError(text, "it has to be HOST:PORT")
        try:
            return cls(_host(host.removeprefix("[").removesuffix("]") if ":" in host else host), int(port))
        except ValueError as error:
            raise PlaceError(text, str(error)) from error


@dataclass(frozen=True, slots=True)
class Enode:
    """A node as its peers know it. `public_key` is 64 bytes; `host` an IP address (IPv6 without brackets) or a name."""

    public_key: bytes
    host: str
    port: int

    @property
    def url(self) -> str:
        """The URL as Besu itself shows it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"enode://{self.public_key.hex()}@{host}:{self.port}?discport=0"

    @property
    def address(self) -> Address:
        """The node's address; a validator's is what QBFT knows it by."""
        return to_address(PublicKey(self.public_key).to_checksum_address())

    @property
    def is_named(self) -> bool:
        """Whether the host is a DNS name, which Besu takes only with --Xdns-enabled."""
        return is_name(self.host)

    @classmethod
    def parse(cls, url: str) -> Enode:
        """An enode URL, with or without a discovery port. Raises EnodeError."""
        try:
            parts = urlsplit(url)
            key, host, port = bytes.fromhex(parts.username or ""), parts.hostname or "", parts.port
        except ValueError as error:
            raise EnodeError(url, str(error)) from error
        if parts.scheme != "enode" or len(key) != 64 or not port:
            raise EnodeError(url, "it has to be enode://128 hexadecimal digits@host:port")
        try:
            return cls(key, _host(host), port)
        except ValueError as error:
            raise EnodeError(url, str(error)) from error


def public_key_of_peer(peer: Mapping[str, Any]) -> bytes:
    """The public key of a peer as Besu's admin_peers has it, which is its id. Raises InvalidHexError, KeyError."""
    return from_hex("0x" + str(peer["id"]).removeprefix("0x"), 64)

"""Whom a node talks to and takes transactions from, and the two files in which Besu wants that. Pure.

Source: Besu documentation, "Use local permissioning" and "Static nodes".
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, InvalidAddressError, address_bytes, to_address

from ..card import CardContent
from ..enode import Enode, EnodeError
from .besu_config import render_toml

_NODES = "nodes-allowlist"
_ACCOUNTS = "accounts-allowlist"


@dataclass
class PermissionsFileError(QuaychainError):
    """A permissions.toml that Besu would not take."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} is no permissions file: {self.reason}"


@dataclass(frozen=True, slots=True)
class Allowlists:
    """Nodes and accounts, each in one order whoever writes them: by public key and by address."""

    nodes: tuple[Enode, ...]
    accounts: tuple[Address, ...]

    @classmethod
    def of(cls, nodes: Iterable[Enode], accounts: Iterable[Address]) -> Allowlists:
        """Of these, in any order, once each."""
        return cls(
            tuple(sorted(set(nodes), key=lambda enode: (enode.public_key, enode.host, enode.port))),
            tuple(sorted(set(accounts), key=address_bytes)),
        )

    @classmethod
    def of_cards(cls, cards: Iterable[CardContent]) -> Allowlists:
        """All nodes and all accounts of these members, their recovery accounts too: what holds until the chain's own
        MemberRegistry says more."""
        contents = tuple(cards)
        return cls.of(
            (enode for card in contents for enode in card.enodes),
            (address for card in contents for address in card.senders),
        )

    @classmethod
    def parse(cls, data: bytes, place: str) -> Allowlists:
        """Of permissions.toml; `place` says in errors where it is from. Raises PermissionsFileError."""
        try:
            content = tomllib.loads(data.decode())
            return cls.of(map(Enode.parse, content[_NODES]), map(to_address, content[_ACCOUNTS]))
        except KeyError as error:
            raise PermissionsFileError(place, f"it has no {error.args[0]}") from error
        except (ValueError, TypeError, AttributeError, EnodeError, InvalidAddressError) as error:
            raise PermissionsFileError(place, str(error).splitlines()[0]) from error

    def permissions(self) -> bytes:
        """permissions.toml, as Besu itself writes it at each start: accounts in lower case."""
        lists = {_NODES: tuple(enode.url for enode in self.nodes), _ACCOUNTS: tuple(map(str.lower, self.accounts))}
        return render_toml(lists).encode()

    def static_nodes(self, own: bytes) -> bytes:
        """static-nodes.json of the node with this public key (64 bytes): all others."""
        return static_nodes(enode for enode in self.nodes if enode.public_key != own)


def static_nodes(enodes: Iterable[Enode]) -> bytes:
    """static-nodes.json."""
    return json.dumps([enode.url for enode in enodes], indent=2).encode() + b"\n"


def read_static_nodes(data: bytes) -> tuple[Enode, ...]:
    """What a static-nodes.json names. Raises EnodeError; ValueError or TypeError where it is no JSON list of texts."""
    return tuple(Enode.parse(url) for url in json.loads(data))

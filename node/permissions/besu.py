"""The allowlists that a running Besu holds, and how they are changed (I/O: its JSON-RPC).

Besu's perm_add… and perm_remove… change memory and file together, but only while the file has what memory has, and
never remove a node that was static at the start. perm_reloadPermissionsFromFile takes the file as it is; while it
does, for some milliseconds, no account is permitted. So the first way is taken wherever it goes. (Besu 26.8:
AccountLocalConfigPermissioningController, NodeLocalConfigPermissioningController, AllowlistPersistor.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import Address, address_bytes, to_address

from ..enode import Enode, EnodeError
from ..machine.allowlists import Allowlists


@dataclass
class PermissioningOffError(QuaychainError):
    """The node permits everybody."""

    url: str
    reason: str

    def __str__(self) -> str:
        return (
            f"the node at {self.url} does not keep allowlists ({self.reason}): start it with "
            "permissions-nodes-config-file-enabled and permissions-accounts-config-file-enabled"
        )


@dataclass
class AllowlistAnswerError(QuaychainError):
    """The node's answer is no allowlist."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"the node at {self.url} answers with no allowlist: {self.reason}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be added to a list pair, and what removed from it."""

    add_nodes: tuple[Enode, ...]
    remove_nodes: tuple[Enode, ...]
    add_accounts: tuple[Address, ...]
    remove_accounts: tuple[Address, ...]

    def __bool__(self) -> bool:
        return bool(self.add_nodes or self.remove_nodes or self.add_accounts or self.remove_accounts)

    def lines(self) -> list[str]:
        """One line for each."""
        return [
            *(f"+ node {node.url}" for node in self.add_nodes),
            *(f"- node {node.url}" for node in self.remove_nodes),
            *(f"+ account {account}" for account in self.add_accounts),
            *(f"- account {account}" for account in self.remove_accounts),
        ]


def difference(present: Allowlists, wanted: Allowlists) -> Difference:
    """What makes `present` equal to `wanted`. A node by name is the same as the address that Besu shows for it."""
    return Difference(
        tuple(node for node in wanted.nodes if not any(_same(node, one) for one in present.nodes)),
        tuple(node for node in present.nodes if not any(_same(node, one) for one in wanted.nodes)),
        tuple(sorted(set(wanted.accounts) - set(present.accounts), key=address_bytes)),
        tuple(sorted(set(present.accounts) - set(wanted.accounts), key=address_bytes)),
    )


class BesuPermissions:
    """One running node's allowlists."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    def read(self) -> Allowlists:
        """What the node permits now. Raises PermissioningOffError, AllowlistAnswerError, RpcUnreachableError."""
        try:
            nodes, accounts = self._rpc.batch([("perm_getNodesAllowlist", ()), ("perm_getAccountsAllowlist", ())])
        except RpcError as error:
            raise PermissioningOffError(self._rpc.url, error.message) from error
        try:
            return Allowlists.of(map(Enode.parse, nodes), map(to_address, accounts))
        except (EnodeError, QuaychainError, TypeError) as error:
            raise AllowlistAnswerError(self._rpc.url, str(error)) from error

    def change(self, change: Difference) -> bool:
        """Make a change step by step; False where Besu refused a step, and its file is to be loaded instead."""
        steps: Sequence[tuple[str, Iterable[str]]] = (
            ("perm_addNodesToAllowlist", (node.url for node in change.add_nodes)),
            ("perm_addAccountsToAllowlist", change.add_accounts),
            ("perm_removeAccountsFromAllowlist", change.remove_accounts),
            ("perm_removeNodesFromAllowlist", (node.url for node in change.remove_nodes)),
        )
        for method, items in steps:
            listed = list(items)
            if listed and not self._does(method, listed):
                return False
        return True

    def reload(self) -> None:
        """Have the node take its file as it is. Raises RpcError, RpcUnreachableError."""
        self._rpc.call("perm_reloadPermissionsFromFile")

    def dial(self, nodes: Iterable[Enode]) -> None:
        """Have the node keep connections to others: what static-nodes.json does only at a start."""
        for node in nodes:
            self._does("admin_addPeer", node.url)

    def hang_up(self, nodes: Iterable[Enode]) -> None:
        """Have the node end connections to others, and dial them no more."""
        for node in nodes:
            self._does("admin_removePeer", node.url)

    def _does(self, method: str, item: Any) -> bool:
        try:
            self._rpc.call(method, item)
        except RpcError:
            return False
        return True


def read_permitted(rpc: Rpc) -> Allowlists | None:
    """What a node permits; None where it keeps no allowlists, as the embedded chain. Raises AllowlistAnswerError,
    RpcUnreachableError."""
    try:
        return BesuPermissions(rpc).read()
    except PermissioningOffError:
        return None


def _same(one: Enode, other: Enode) -> bool:
    if one == other:
        return True
    named = one.is_named or other.is_named
    return named and (one.public_key, one.port) == (other.public_key, other.port)

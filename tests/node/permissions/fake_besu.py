"""A Besu as far as its permissions go, with the ways of the real one (26.8): what it checks, refuses, and rewrites."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from quaychain.contracts.rpc import Rpc

_ACCOUNTS, _NODES = "accounts-allowlist", "nodes-allowlist"


class FakeBesu:
    """Started from a permissions file; `static` are the enode URLs that it can't be told to remove. What is not about
    permissions goes to `other`, as (method, parameters)."""

    def __init__(
        self, file: Path, static: tuple[str, ...] = (), other: Callable[[str, Any], Any] | None = None
    ) -> None:
        self.file = file
        self.static = static
        self.enabled = True
        self.dialled: list[str] = []
        self.hung_up: list[str] = []
        self.methods: list[str] = []
        self.accounts: list[str] = []
        self.nodes: list[str] = []
        self._other = other
        self._load()

    def rpc(self) -> Rpc:
        """A client of it."""
        return Rpc("http://besu.test", transport=httpx.MockTransport(self._answer), patience=0.0)

    def _load(self) -> None:
        content = self._read()
        self.accounts = [account.lower() for account in content[_ACCOUNTS]]
        self.nodes = list(content[_NODES])
        self._save(_ACCOUNTS, self.accounts)

    def _read(self) -> dict[str, list[str]]:
        return tomllib.loads(self.file.read_text("utf-8"))

    def _save(self, key: str, values: list[str]) -> None:
        content = self._read() | {key: values}
        self.file.write_text("".join(f"{name}={json.dumps(items)}\n" for name, items in content.items()), "utf-8")

    def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        answers = [self._one(one) for one in (asked if isinstance(asked, list) else [asked])]
        return httpx.Response(200, json=answers if isinstance(asked, list) else answers[0])

    def _one(self, asked: dict[str, Any]) -> dict[str, Any]:
        method, parameters = asked["method"], asked["params"]
        frame = {"jsonrpc": "2.0", "id": asked["id"]}
        self.methods.append(method)
        try:
            if method.startswith(("perm_", "admin_")):
                return frame | {"result": self._result(method, parameters)}
            assert self._other is not None, method
            return frame | {"result": self._other(method, parameters)}
        except _BesuError as error:
            return frame | {"error": {"code": -32000, "message": str(error)}}

    def _result(self, method: str, parameters: list[Any]) -> Any:
        if not self.enabled:
            raise _BesuError("Node allowlist has not been enabled")
        match method:
            case "perm_getNodesAllowlist":
                return self.nodes
            case "perm_getAccountsAllowlist":
                return self.accounts
            case "perm_addNodesToAllowlist":
                self._add(_NODES, self.nodes, parameters[0])
            case "perm_addAccountsToAllowlist":
                self._add(_ACCOUNTS, self.accounts, [account.lower() for account in parameters[0]])
            case "perm_removeNodesFromAllowlist":
                if set(parameters[0]) & set(self.static):
                    raise _BesuError("Cannot remove a fixed node (bootnode or static node) from allowlist")
                self._remove(_NODES, self.nodes, parameters[0])
            case "perm_removeAccountsFromAllowlist":
                self._remove(_ACCOUNTS, self.accounts, [account.lower() for account in parameters[0]])
            case "perm_reloadPermissionsFromFile":
                self._load()
            case "admin_addPeer":
                self.dialled.append(parameters[0])
                return True
            case "admin_removePeer":
                self.hung_up.append(parameters[0])
                return True
            case _:
                raise _BesuError(f"no {method}")
        return "Success"

    def _add(self, key: str, values: list[str], more: list[str]) -> None:
        if not more or len(set(more)) != len(more) or set(more) & set(values):
            raise _BesuError("Request contains duplicates, or what is listed already")
        before = list(values)
        values += more
        self._persist(key, before, values)

    def _remove(self, key: str, values: list[str], less: list[str]) -> None:
        if not less or not set(less) <= set(values):
            raise _BesuError("Cannot remove an absent entry")
        before = list(values)
        values[:] = [value for value in values if value not in less]
        self._persist(key, before, values)

    def _persist(self, key: str, before: list[str], values: list[str]) -> None:
        # Memory is changed already, and stays so.
        if not set(before) <= set(self._read()[key]):
            raise _BesuError("The permissions file is out of sync")
        self._save(key, values)


class _BesuError(Exception):
    pass

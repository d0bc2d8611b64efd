"""Besu's configuration file, whole, from a node's settings. Pure; chain-config/README.md says why each value is so.

The key is not in it: Besu gets it by --node-private-key-file, from memory, when it starts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .settings import NodeSettings

#: What of JSON-RPC the node serves; its listener is on the loopback interface, or a private one.
RPC_APIS = ("ETH", "NET", "WEB3", "QBFT", "PERM", "ADMIN", "TXPOOL", "DEBUG")
_LOOPBACK_NAMES = ("localhost", "127.0.0.1")
#: A consortium's peers, all of them; they are named, so nobody else takes a place.
_MAX_PEERS = 100
#: Indexer, API, oracle and the tools of this machine share them.
_MAX_CONNECTIONS = 300
#: Blocks in one eth_getLogs: an indexer that starts anew reads large ranges.
_MAX_LOGS_RANGE = 100_000

ConfigValue = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BesuPaths:
    """The files and folders that the configuration names, as Besu will see them."""

    data: Path
    genesis: Path
    static_nodes: Path
    permissions: Path


def besu_config(settings: NodeSettings, paths: BesuPaths) -> dict[str, ConfigValue]:
    """Besu's options (without --) and their values, for absolute `paths`."""
    hosts = dict.fromkeys((*_LOOPBACK_NAMES, *settings.rpc.allowed_hosts, *settings.metrics.allowed_hosts))
    config: dict[str, ConfigValue] = {
        "data-path": str(paths.data),
        "genesis-file": str(paths.genesis),
        "data-storage-format": "FOREST",
        "sync-mode": "FULL",
        "version-compatibility-protection": True,
        "discovery-enabled": False,
        "static-nodes-file": str(paths.static_nodes),
        "nat-method": "NONE",
        "p2p-host": settings.p2p.advertised,
        "p2p-interface": settings.p2p.interface,
        "p2p-port": settings.p2p.port,
        "max-peers": _MAX_PEERS,
        "remote-connections-limit-enabled": False,
        "permissions-nodes-config-file-enabled": True,
        "permissions-nodes-config-file": str(paths.permissions),
        "permissions-accounts-config-file-enabled": True,
        "permissions-accounts-config-file": str(paths.permissions),
        "min-gas-price": 0,
        "tx-pool": "sequenced",
        "tx-pool-max-size": settings.pool.transactions,
        "tx-pool-limit-by-account-percentage": settings.pool.account_share,
        "tx-pool-no-local-priority": True,
        "tx-pool-min-gas-price": 0,
        "rpc-http-enabled": True,
        "rpc-http-host": settings.rpc.host,
        "rpc-http-port": settings.rpc.port,
        "rpc-http-api": RPC_APIS,
        "rpc-http-max-active-connections": _MAX_CONNECTIONS,
        "rpc-max-logs-range": _MAX_LOGS_RANGE,
        "host-allowlist": tuple(hosts),
        "metrics-enabled": True,
        "metrics-host": settings.metrics.host,
        "metrics-port": settings.metrics.port,
        "logging": "INFO",
    }
    if settings.p2p.resolve_names:
        # Not otherwise: with these Besu makes the machine's own name of 127.0.0.1, and looks up names of IP addresses.
        config |= {"Xdns-enabled": True, "Xdns-update-enabled": True}
    return config


def render_toml(config: Mapping[str, ConfigValue]) -> str:
    """The options as Besu's configuration file has them (TOML)."""
    return "".join(f"{name}={_toml(value)}\n" for name, value in config.items())


def _toml(value: ConfigValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ",".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        # A JSON string is a TOML string, but for one control character that JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)

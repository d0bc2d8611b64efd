"""The demo's processes: what each is started with, and how it is known to serve."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.child_processes import require_free_port
from quaychain.contracts.files import write_atomic

from ..wiring.home import Home
from ..wiring.program import program
from .supervisor import ProcessSpec

#: Members that may read what the oracle takes in: both parties, who carries and who serves.
_READING_READERS = ("mfr", "buyer", "service_partner", "gear")
_LOGISTICS_READERS = ("mfr", "buyer", "carrier", "customs_overseas", "bank_a")


@dataclass(frozen=True, slots=True)
class Ports:
    """Four neighbouring ports on the loopback interface."""

    api: int

    @property
    def chain(self) -> int:
        """The embedded chain's JSON-RPC."""
        return self.api + 1

    @property
    def broker(self) -> int:
        """MQTT."""
        return self.api + 2

    @property
    def capture(self) -> int:
        """Logistics events over HTTP."""
        return self.api + 3

    def require_free(self) -> None:
        """Raise PortTakenError for the first that something listens on."""
        for port, use in (
            (self.api, "API and pages"),
            (self.chain, "chain"),
            (self.broker, "MQTT broker"),
            (self.capture, "capture of logistics events"),
        ):
            require_free_port(port, use)


def environment() -> Mapping[str, str]:
    """What the processes inherit, with output that is not held back."""
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


def broker(home: Home, ports: Ports) -> ProcessSpec:
    """The embedded MQTT broker."""
    return _spec(home, "broker", ("oracle", "broker", "--port", str(ports.broker)), _listens(ports.broker))


def oracle(home: Home, ports: Ports, members: Mapping[str, bytes]) -> ProcessSpec:
    """Gateway, anchorer and capture, by the manufacturer's Oracle account."""
    readers = home.oracle / "readers.json"
    classes = {"technical": _READING_READERS, "logistics": _LOGISTICS_READERS}
    named = {name: ["0x" + members[key].hex() for key in keys] for name, keys in classes.items()}
    write_atomic(readers, json.dumps(named, indent=2).encode())
    arguments = (
        *("oracle", "run"),
        *_account(home, ports, "mfr", "oracle"),
        *("--queue", str(home.oracle / "queue.sqlite")),
        *("--readers", str(readers)),
        *("--wraps", str(home.wraps)),
        *("--content", str(home.content)),
        *("--broker", f"127.0.0.1:{ports.broker}"),
        *("--http", f"127.0.0.1:{ports.capture}"),
    )
    return _spec(home, "oracle", arguments, _listens(ports.capture))


def keeper(home: Home, ports: Ports) -> ProcessSpec:
    """The keeper, by an account of the surveyor: anyone may keep deadlines."""
    return _spec(home, "keeper", ("oracle", "keeper", *_account(home, ports, "surveyor", "oracle")), None)


def indexer(home: Home, ports: Ports) -> ProcessSpec:
    """The indexer into SQLite."""
    return _spec(home, "indexer", ("api", "index", "--home", str(home.root), "--rpc", _rpc(ports)), None)


def api(home: Home, ports: Ports, ready: Callable[[], bool]) -> ProcessSpec:
    """The API with its pages."""
    arguments = ("api", "serve", "--home", str(home.root), "--rpc", _rpc(ports), "--port", str(ports.api))
    return _spec(home, "api", arguments, ready)


def _account(home: Home, ports: Ports, member: str, purpose: str) -> tuple[str, ...]:
    return (
        *("--deployment", str(home.deployment)),
        *("--rpc", _rpc(ports)),
        *("--account", str(home.keys / member / f"{purpose}.json")),
        *("--password-file", str(home.keys / f"{member}.password")),
        *("--transactions", str(home.outbox / f"{member}-{purpose}.sqlite")),
        *("--chain-folder", str(home.chain)),
    )


def _rpc(ports: Ports) -> str:
    return f"http://127.0.0.1:{ports.chain}"


def _spec(home: Home, name: str, arguments: tuple[str, ...], ready: Callable[[], bool] | None) -> ProcessSpec:
    return ProcessSpec(name, (*program(), *arguments), Path(home.logs / f"{name}.log"), environment(), ready)


def _listens(port: int) -> Callable[[], bool]:
    def ready() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ready

"""The demo's processes: what each is started with, and how it is known to serve."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quaychain.contracts.files import write_atomic
from quaychain.contracts.ports import require_free_port

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

    def require_free(self, *, with_chain: bool) -> None:
        """Raise PortTakenError for the first that something listens on."""
        for port, use in (
            (self.api, "API and pages"),
            *([(self.chain, "chain")] if with_chain else []),
            (self.broker, "MQTT broker"),
            (self.capture, "capture of logistics events"),
        ):
            require_free_port(port, use)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the processes keep their state, on which ports they listen, and which node they ask."""

    home: Home
    ports: Ports
    rpc: str
    embedded: bool


def environment() -> Mapping[str, str]:
    """What the processes inherit, with output that is not held back."""
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


def broker(place: Place) -> ProcessSpec:
    """The embedded MQTT broker."""
    port = place.ports.broker
    return _spec(place, "broker", ("oracle", "broker", "--port", str(port)), _listens(port))


def oracle(place: Place, members: Mapping[str, bytes]) -> ProcessSpec:
    """Gateway, anchorer and capture, by the manufacturer's Oracle account."""
    home, ports = place.home, place.ports
    readers = home.oracle / "readers.json"
    classes = {"technical": _READING_READERS, "logistics": _LOGISTICS_READERS}
    named = {name: ["0x" + members[key].hex() for key in keys] for name, keys in classes.items()}
    write_atomic(readers, json.dumps(named, indent=2).encode())
    arguments = (
        *("oracle", "run"),
        *_account(place, "mfr", "oracle"),
        *("--queue", str(home.oracle / "queue.sqlite")),
        *("--readers", str(readers)),
        *("--wraps", str(home.wraps)),
        *("--content", str(home.content)),
        *("--broker", f"127.0.0.1:{ports.broker}"),
        *("--http", f"127.0.0.1:{ports.capture}"),
    )
    return _spec(place, "oracle", arguments, _listens(ports.capture))


def keeper(place: Place) -> ProcessSpec:
    """The keeper, by an account of the surveyor: anyone may keep deadlines."""
    return _spec(place, "keeper", ("oracle", "keeper", *_account(place, "surveyor", "oracle")), None)


def indexer(place: Place) -> ProcessSpec:
    """The indexer into SQLite."""
    kind = "--embedded" if place.embedded else "--no-embedded"
    return _spec(place, "indexer", ("api", "index", "--home", str(place.home.root), "--rpc", place.rpc, kind), None)


def api(place: Place, ready: Callable[[], bool]) -> ProcessSpec:
    """The API with its pages."""
    arguments = ("api", "serve", "--home", str(place.home.root), "--rpc", place.rpc, "--port", str(place.ports.api))
    return _spec(place, "api", arguments, ready)


def _account(place: Place, member: str, purpose: str) -> tuple[str, ...]:
    home = place.home
    return (
        *("--deployment", str(home.deployment)),
        *("--rpc", place.rpc),
        *("--account", str(home.keys / member / f"{purpose}.json")),
        *("--password-file", str(home.keys / f"{member}.password")),
        *("--transactions", str(home.outbox / f"{member}-{purpose}.sqlite")),
        *(("--chain-folder", str(home.chain)) if place.embedded else ()),
    )


def _spec(place: Place, name: str, arguments: tuple[str, ...], ready: Callable[[], bool] | None) -> ProcessSpec:
    return ProcessSpec(name, (*program(), *arguments), place.home.logs / f"{name}.log", environment(), ready)


def _listens(port: int) -> Callable[[], bool]:
    def ready() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ready

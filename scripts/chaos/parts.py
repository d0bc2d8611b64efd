"""The processes of a run: what each is started with, through which links, and how it is known to serve. I/O."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from quaychain.contracts.files import write_atomic
from quaychain.contracts.ports import free_ports
from quaychain.node.compose.certificates import new_authority, new_server
from quaychain.oracles.mqtt import MqttSettings

from ..demo.processes import environment
from ..demo.supervisor import ProcessSpec
from ..wiring.program import program
from . import clock
from .postgres import PostgresFiles
from .setup import Setup
from .template import EDGE, HEIR, Founded

#: Messages that the broker has on the way to one client.
BROKER_IN_FLIGHT = 1_000
#: Processes that run under a clock of their own.
CLOCKED = ("gateway", "anchorer", "heir", "indexer")
#: Of what one process of the oracle does the batching, its account.
ANCHORERS = {"anchorer": "oracle", "heir": HEIR}


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the processes really listen; links stand before some of them."""

    broker: int
    capture: int
    api: int
    chain: int
    database: int

    @classmethod
    def free(cls) -> Ports:
        """Ports that nobody has."""
        return cls(*free_ports(len(fields(cls))))


@dataclass(frozen=True, slots=True)
class Wiring:
    """All that the processes of one run are told."""

    founded: Founded
    ports: Ports
    #: The disk of ours, with queue, transactions, stores and rows.
    disk: Path
    #: By link: the port that stands in for the true one.
    links: dict[str, int]
    #: The indexer's database, and the oracle's queue.
    database: str
    queue: str
    setup: Setup = field(default_factory=Setup)
    #: How to start a process, in place of the program itself: for defects that an audit has to find.
    programs: dict[str, Sequence[str]] = field(default_factory=dict)
    #: Whether some run under clocks that can be moved.
    clocks: bool = True

    def transactions(self, account: str) -> Path:
        """An oracle account's signed transactions."""
        return self.disk / f"{account}-transactions.sqlite"

    @property
    def accounts(self) -> tuple[str, ...]:
        """The oracle accounts at work, as their key files are named."""
        return tuple(ANCHORERS.values()) if self.setup.heir else (ANCHORERS["anchorer"],)

    @property
    def authority(self) -> Path:
        """The certificate by which the broker is known, where it speaks TLS."""
        return self.founded.home.root / "authority.pem"

    def mqtt(self, port: int) -> MqttSettings:
        """How a client reaches the broker by a port."""
        authority = self.authority if self.setup.tls else None
        return MqttSettings(port=port, keepalive=5, protocol=self.setup.protocol, tls_authority=authority)

    @property
    def content(self) -> Path:
        """Sealed batches by CID."""
        return self.disk / "content"

    @property
    def wraps(self) -> Path:
        """Wrapped class keys."""
        return self.disk / "wraps"

    def clock(self, name: str) -> Path:
        """The file of a process's clock."""
        return self.founded.home.root / f"{name}.clock"

    def log(self, name: str) -> Path:
        """Where a process's output goes."""
        return self.founded.home.logs / f"{name}.log"


def broker(wiring: Wiring) -> ProcessSpec:
    """Mosquitto where it is installed, as a deployment has it; else the embedded one."""
    port, folder = wiring.ports.broker, wiring.founded.home.root
    mosquitto = find_mosquitto()
    if mosquitto is None:
        command: tuple[str, ...] = (*program(), "oracle", "broker", "--port", str(port))
    else:
        configuration = folder / "mosquitto.conf"
        store = folder / "mosquitto"
        store.mkdir(exist_ok=True)
        # Whoever starts it is who it runs as: it must not look for a user of its own.
        tls = (f"certfile {folder}/broker.pem", f"keyfile {folder}/broker.key") if wiring.setup.tls else ()
        if tls:
            _certify(wiring)
        lines = (f"listener {port} 127.0.0.1", *tls, "allow_anonymous true", "user root", "persistence true",
                 f"persistence_location {store}/", "autosave_interval 1", "max_queued_messages 20000",
                 f"max_inflight_messages {BROKER_IN_FLIGHT}")  # fmt: skip
        configuration.write_text("\n".join(lines) + "\n")
        command = (mosquitto, "-c", str(configuration))
    return ProcessSpec("broker", command, wiring.log("broker"), environment(), listens(port))


def find_mosquitto() -> str | None:
    """The program, where it is installed."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def gateway(wiring: Wiring) -> ProcessSpec:
    """The gateway, MQTT and HTTP."""
    arguments = (
        *_oracle(wiring, "gateway"),
        *("--http", f"127.0.0.1:{wiring.ports.capture}"),
        *("--workers", str(wiring.setup.workers)),
    )
    return _spec(wiring, "gateway", arguments, listens(wiring.ports.capture))


def anchorers(wiring: Wiring) -> list[ProcessSpec]:
    """The batcher and anchorer, and one of another account that takes its streams when it is dead, and the reverse."""
    specs = []
    for name in list(ANCHORERS)[: len(wiring.accounts)]:
        arguments = (*_oracle(wiring, name), "--batch-count", "100", "--batch-age", "0.5")
        more = ("--take-over",) if wiring.setup.heir else ()
        edge = _edge(wiring) if wiring.setup.edge else ()
        specs.append(_spec(wiring, name, (*arguments, *more, *edge), None))
    return specs


def indexer(wiring: Wiring) -> ProcessSpec:
    """The indexer."""
    return _spec(wiring, "indexer", ("api", "index", "--embedded", *_api(wiring, "indexer-chain")), None)


def api(wiring: Wiring) -> ProcessSpec:
    """The API."""
    arguments = ("api", "serve", *_api(wiring, None), "--port", str(wiring.ports.api))
    return _spec(wiring, "api", arguments, listens(wiring.ports.api))


def database(wiring: Wiring, files: PostgresFiles) -> ProcessSpec:
    """PostgreSQL."""
    ports = wiring.ports
    command = files.server_command(ports.database)
    return ProcessSpec(
        "database", command, wiring.log("database"), environment(), lambda: files.answers(ports.database)
    )


def listens(port: int) -> Callable[[], bool]:
    """Whether something listens on a local port."""

    def ready() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ready


def _edge(wiring: Wiring) -> tuple[str, ...]:
    """A rule that makes one note of each reading, for no two of a device are the same."""
    home = wiring.founded.home
    rules = home.oracle / "edge.json"
    rule = {"name": "each", "quantity": "Temperature", "unit": "CEL", "deadband": 0.01}
    write_atomic(rules, json.dumps({"version": 1, "rule": [rule]}).encode())
    key = ("--edge-key", str(home.devices / f"{EDGE}.key"), "--edge-password-file", str(home.keys / "mfr.password"))
    return ("--edge-rules", str(rules), *key)


def _certify(wiring: Wiring) -> None:
    folder, now = wiring.founded.home.root, datetime.now(UTC)
    authority = new_authority("chaos", now)
    server = new_server(authority, ("127.0.0.1",), now)
    for path, content in ((wiring.authority, authority.certificate), (folder / "broker.pem", server.certificate)):
        write_atomic(path, content)
    write_atomic(folder / "broker.key", server.key, 0o600)


def _oracle(wiring: Wiring, name: str) -> tuple[str, ...]:
    founded = wiring.founded
    home = founded.home
    readers = home.oracle / "readers.json"
    named = {to: ["0x" + founded.member("mfr").hex()] for to in ("technical", "logistics")}
    write_atomic(readers, json.dumps(named).encode())
    account = ANCHORERS.get(name)
    transactions = home.outbox / f"{name}.sqlite" if account is None else wiring.transactions(account)
    settings = wiring.setup
    return (
        *("oracle", "run", "--part", "gateway" if account is None else "anchorer"),
        *("--deployment", str(home.deployment)),
        *("--rpc", f"http://127.0.0.1:{wiring.links[f'{name}-chain']}"),
        *("--account", str(home.keys / "mfr" / f"{account or 'oracle'}.json")),
        *("--password-file", str(home.keys / "mfr.password")),
        *("--transactions", str(transactions)),
        *("--chain-folder", str(home.chain)),
        *("--queue", wiring.queue, "--readers", str(readers)),
        *("--wraps", str(wiring.wraps), "--content", str(wiring.content)),
        *("--broker", f"127.0.0.1:{wiring.links['gateway-broker']}", "--mqtt", settings.protocol),
        *(("--broker-authority", str(wiring.authority)) if settings.tls else ()),
        *("--streams", str(settings.streams)),
    )


def _api(wiring: Wiring, link: str | None) -> tuple[str, ...]:
    port = wiring.ports.chain if link is None else wiring.links[link]
    return (
        *("--home", str(wiring.founded.home.root)),
        *("--rpc", f"http://127.0.0.1:{port}"),
        *("--database", wiring.database),
        *("--content", str(wiring.content), "--wraps", str(wiring.wraps)),
    )


def _spec(wiring: Wiring, name: str, arguments: tuple[str, ...], ready: Callable[[], bool] | None) -> ProcessSpec:
    start: Sequence[str] = wiring.programs.get(name, program())
    if wiring.clocks and name in CLOCKED:
        clock.make(wiring.clock(name))
        # The clock's module stands in for the program's own, and runs it.
        start = (*start[:-1], "quaychain.scripts.chaos.clock", str(wiring.clock(name))) if start == program() else start
    return ProcessSpec(name, (*start, *arguments), wiring.log(name), environment(), ready)

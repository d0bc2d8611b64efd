"""A peer of `index`: Ponder, the indexer framework in TypeScript, as its users run it in production (I/O).

The project itself is in `ponder/` beside this. `./qc bench index --peers` installs what its lock file names in
.qc/ponder; nothing of it leaves the loopback interface. (0.16.10 is the newest that can be installed: 0.17.7 asks for
a version of @ponder/utils that is not published.)
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import free_port
from quaychain.contracts.types import Address

from .processes import BenchStalledError, Children, wait_until

#: The blocks after which Ponder takes one for final on a chain that it doesn't know; younger ones it would follow one
#: by one, which is slower.
FINAL_AFTER = 30
_BEGAN = "Started fetching backfill JSON-RPC data"
#: A request of it, which it repeats.
_FAILED = "Received JSON-RPC error"
#: Its answer to /ready changes when all is there.
_READY = "/ready"
_SCHEMA = "ponder"
_PATIENCE = 900.0


@dataclass
class PonderMissingError(QuaychainError):
    """Ponder is not installed."""

    place: str

    def __str__(self) -> str:
        return f"there is no Ponder in {self.place}; in a checkout `./qc bench index --peers` installs it"


@dataclass
class PonderHinderedError(QuaychainError):
    """Ponder was not at its best, so that its figure would flatter ours."""

    said: str

    def __str__(self) -> str:
        return f"a request of Ponder's failed, so there is no figure of it: {self.said}"


@dataclass(frozen=True, slots=True)
class PonderTask:
    """What Ponder is to index, from where and into what."""

    chain_id: int
    rpc_url: str
    database_url: str
    anchor: Address
    first: int
    last: int

    def environment(self) -> dict[str, str]:
        """What its project reads, and no word to its makers."""
        return {
            "CHAIN_ID": str(self.chain_id),
            "CHAIN_RPC": self.rpc_url,
            "DATABASE_URL": self.database_url,
            "EVENT_ANCHOR": str(self.anchor),
            "FIRST_BLOCK": str(self.first),
            "LAST_BLOCK": str(self.last),
            "PONDER_TELEMETRY_DISABLED": "true",
        }


def require_ponder() -> Path:
    """The folder of what npm installed for it. Raises PonderMissingError."""
    modules = Path(__file__).resolve().parents[2] / ".qc/ponder/node_modules"
    if not (modules / "ponder").is_dir() or shutil.which("node") is None:
        raise PonderMissingError(str(modules))
    return modules


def logs_a_second(task: PonderTask, wanted: int, folder: Path) -> float:
    """From its first question for logs until it says that its tables are complete, with their indexes.

    So node's start, the project's build and the creation of its tables don't count. Raises PonderMissingError,
    PonderHinderedError, BenchProcessError, BenchStalledError.
    """
    modules = require_ponder()
    # It writes into its project.
    project = folder / "ponder"
    shutil.copytree(Path(__file__).with_name("ponder"), project)
    (project / "node_modules").symlink_to(modules)
    command = (
        *("node", str(modules / "ponder/dist/esm/bin/ponder.js"), "start", "--root", str(project)),
        *("--schema", _SCHEMA, "--hostname", "127.0.0.1", "--port", str(free_port()), "--log-format", "json"),
    )
    with Children(folder / "logs") as children:
        child = children.start("ponder", command, environment=task.environment())

        def done() -> bool:
            children.require_running()
            return sync_seconds(child.log.read_text("utf-8")) is not None

        wait_until(done, "Ponder's tables", _PATIENCE)
    seconds = sync_seconds(child.log.read_text("utf-8"))
    assert seconds is not None
    with psycopg.connect(task.database_url) as connection:
        stored = connection.execute(f"SELECT count(*) FROM {_SCHEMA}.logs").fetchone()  # noqa: S608
    if stored != (wanted,):
        raise BenchStalledError(f"{wanted} logs in Ponder's table; there are {stored}", 0.0)
    return wanted / seconds


def sync_seconds(log: str) -> float | None:
    """How long Ponder took by its own log of JSON lines, None as long as it is not done. Raises PonderHinderedError."""
    began: int | None = None
    for line in log.splitlines():
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue  # node's own words, or a line half written
        if said["msg"] == _FAILED:
            raise PonderHinderedError(f"{said.get('method')}, {said.get('error', {}).get('message')}")
        if began is None and said["msg"] == _BEGAN:
            began = said["time"]
        if began is not None and said.get("endpoint") == _READY:
            return float(said["time"] - began) / 1_000
    return None

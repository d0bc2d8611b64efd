"""The way from a signed reading to an indexed row, as processes of their own (I/O): for `e2e` and `latency`."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import func, select

from quaychain.api.database import open_database, sqlite_url
from quaychain.api.tables.events import events
from quaychain.api.tables.streams import batches
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import free_port

from .frame import Setting
from .ground import Ground
from .processes import Children, listens, wait_until
from .producers import Plan, device_key

DEVICES = 50
#: Of the batches: this many events, or this many seconds.
BATCH_COUNT = 4_000
BATCH_AGE = 2.0
WORKERS = 2
_PATIENCE = 900.0


@dataclass
class MosquittoMissingError(QuaychainError):
    """The benches' broker is not installed."""

    def __str__(self) -> str:
        return "needs Mosquitto as its broker: install it (Debian, Ubuntu: apt install mosquitto)"


@dataclass(frozen=True, slots=True)
class Produced:
    """What producers saw: seconds until they were done, and of each event until it was anchored."""

    seconds: float
    latencies: list[float]


@dataclass(slots=True)
class Pipeline:
    """Broker, gateway, anchorer and indexer on a ground."""

    setting: Setting
    ground: Ground
    children: Children
    port: int = 0
    seeds: tuple[str, ...] = field(default_factory=lambda: tuple(os.urandom(32).hex() for _ in range(DEVICES)))
    runs: int = 0

    @property
    def database(self) -> Path:
        """The indexer's SQLite file."""
        return self.ground.folder / "index.sqlite"

    def start_broker(self) -> None:
        """Mosquitto, which holds back nothing. Raises MosquittoMissingError."""
        program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if program is None:
            raise MosquittoMissingError
        self.port = free_port()
        configuration = self.ground.folder / "mosquitto.conf"
        configuration.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
            "max_inflight_messages 0\nmax_queued_messages 0\n"
        )
        self.children.start("broker", [program, "-c", str(configuration)], lambda: listens(self.port))

    def start_oracle(self) -> None:
        """Register the devices, and start gateway, anchorer and indexer."""
        ground = self.ground
        self.setting.say(f"registering {DEVICES} devices")
        ground.register_devices([device_key(seed) for seed in self.seeds])
        common = (
            *("--queue", str(ground.folder / "queue.sqlite"), "--broker", f"127.0.0.1:{self.port}"),
            *("--batch-count", str(BATCH_COUNT), "--batch-age", str(BATCH_AGE), *ground.stores_options()),
        )
        for part, more in (("gateway", ("--workers", str(WORKERS))), ("anchorer", ())):
            options = (*ground.account_options("oracle"), *common, *more, "--part", part)
            self.children.start_quaychain(part, "oracle", "run", *options)
        keys = ground.reading_keys()
        self.children.start(
            "indexer",
            [
                *(sys.executable, "-m", "quaychain.scripts.main", "api", "index", "--rpc", ground.rpc.url),
                *("--database", sqlite_url(self.database), "--deployment", str(ground.deployment_file)),
                *("--content", str(ground.folder / "content"), "--wraps", str(ground.folder / "wraps")),
                *("--keys", str(keys), "--embedded" if ground.chain_folder is not None else "--no-embedded"),
            ],
            self.database.exists,
        )

    def produce(self, count: int, *, rate: float = 0.0, until_anchored: bool = True) -> Produced:
        """Sign so many events and then send them; the producers are ready before the clock starts."""
        self.prepare(count, rate=rate, until_anchored=until_anchored)
        return self.release()

    def prepare(self, count: int, *, rate: float = 0.0, until_anchored: bool = True) -> None:
        """Have producers sign, and wait to be released."""
        self.runs += 1
        folder = self.ground.folder
        plan = Plan(
            port=self.port,
            chain_id=self.ground.deployment.chain_id,
            member=self.ground.member.hex(),
            seeds=self.seeds,
            count=count,
            boot=self.runs,
            rate=rate,
            until_anchored=until_anchored,
            begin=str(folder / f"begin-{self.runs}"),
            report=str(folder / f"report-{self.runs}.json"),
        ).save(folder / f"plan-{self.runs}.json")
        self.setting.say(f"signing {count:,} events")
        name = f"producers-{self.runs}"
        log = folder / "logs" / f"{name}.log"
        command = [sys.executable, "-m", "quaychain.scripts.bench.producers", str(plan)]
        self.children.start(name, command, lambda: log.exists() and b"ready" in log.read_bytes())

    def release(self) -> Produced:
        """Let the prepared producers go, and wait until they are done."""
        report = self.ground.folder / f"report-{self.runs}.json"
        (self.ground.folder / f"begin-{self.runs}").touch()
        process = self.children[f"producers-{self.runs}"].process

        def done() -> bool:
            self.children.require_running()
            return process.poll() is not None

        wait_until(done, "the producers are done", _PATIENCE)
        said: dict[str, Any] = orjson.loads(report.read_bytes())
        return Produced(said["seconds"], said["latencies"])

    def wait_indexed(self, count: int) -> float:
        """Seconds until so many rows of events are there."""
        engine = open_database(sqlite_url(self.database))
        started = time.monotonic()
        try:

            def there() -> bool:
                self.children.require_running()
                # By batches while it runs: to count rows takes the longer the more there are.
                opened = select(func.sum(batches.c.event_count)).where(batches.c.opening == "opened")
                with engine.connect() as connection:
                    if (connection.execute(opened).scalar_one() or 0) < count:
                        return False
                    return bool(connection.execute(select(func.count()).select_from(events)).scalar_one() >= count)

            wait_until(there, f"{count:,} events are indexed", _PATIENCE, every=0.2)
        finally:
            engine.dispose()
        return time.monotonic() - started

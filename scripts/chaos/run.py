"""One run: a consortium's processes, producers, the faults of a plan, and the audit of what became of every event."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from quaychain.api.database import open_database
from quaychain.api.tables.chain import cursor
from quaychain.api.tables.events import events
from quaychain.contracts.events.envelope import EnvelopeForm
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.embedded.state import ChainFolder
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.queue.errors import QUEUE_ERRORS

from ..demo.supervisor import ProcessSpec, Supervisor
from . import evidence, parts
from .audit import Finding, audit
from .disk import Disk, mount_disk
from .endpoint import Endpoint
from .facts import Facts
from .faults import Faults, NotNowError
from .notes import Notes
from .plan import Fault, Plan
from .postgres import PostgresFiles, find_postgres
from .producers import Producer, Sending, Witness, carrier, device, write_readings
from .proxy import Link, ProxyHost
from .setup import Setup
from .template import CARRIER, DEVICES, Founded, copy_of, index_url, issue_token
from .truth import TruthWatch

_CHAIN_LINKS = ("gateway-chain", "anchorer-chain", "heir-chain", "indexer-chain")
_BROKER_LINKS = ("devices-broker", "gateway-broker")
#: However much still moves: so many times the time without progress is enough for everything.
_LONGEST_SETTLE = 3


@dataclass(frozen=True, slots=True)
class Load:
    """What can be looked at while events come in."""

    #: The pid of a process, by its name; None while it doesn't run.
    process_id: Callable[[str], int | None]
    #: How many events were signed by now.
    events: Callable[[], int]
    #: Where everything is kept.
    disk: Path


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run is done, beside its plan."""

    #: Messages a second of each device.
    rate: float = 20.0
    #: Seconds without any progress, once the faults are lifted, after which what waits counts as waiting for ever.
    settle: float = 180.0
    #: Why no disk of our own can be mounted; empty where it can.
    no_mounts: str = ""
    #: Entered while events come in.
    meanwhile: Callable[[Load], AbstractContextManager[object]] = contextlib.nullcontext
    #: How to start a process instead of the program itself: for defects that the audit has to find.
    programs: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run came to."""

    seed: int
    findings: tuple[Finding, ...]
    #: Faults that could not be brought about, and why.
    skipped: tuple[str, ...]
    faults: int
    events: int
    batches: int
    #: How often another oracle took a stream.
    takeovers: int
    #: How often acknowledgements were held against the disk.
    looks: int
    #: Until everything had settled after the last fault, and of the whole run.
    settled_after: float
    seconds: float
    folder: str = ""

    @property
    def ok(self) -> bool:
        """Whether every rule holds."""
        return not self.findings


def run_plan(
    plan: Plan, template: Founded, folder: Path, settings: RunSettings, say: Callable[[str], None]
) -> RunReport:
    """Do a run in `folder`, which is removed where every rule holds, and kept otherwise.

    Raises ProcessNotReadyError where the processes don't come up, and the errors of their parts.
    """
    started = time.monotonic()
    founded = copy_of(template, folder)
    disk = mount_disk(folder / "disk", settings.no_mounts)
    keep = True
    try:
        report = _Run(plan, founded, disk, settings, say).go()
        keep = not report.ok
    finally:
        disk.close(keep)
    if not keep:
        shutil.rmtree(folder)
    return replace(report, seconds=time.monotonic() - started, folder=str(folder) if keep else "")


class _Run:
    def __init__(
        self, plan: Plan, founded: Founded, disk: Disk, settings: RunSettings, say: Callable[[str], None]
    ) -> None:
        self._plan = plan
        self._founded = founded
        self._disk = disk
        self._settings = settings
        self._say = say
        founded_at = ChainFolder(founded.home.chain).persisted_head()
        self._founded_at = 0 if founded_at is None else founded_at.number
        self._skipped: list[str] = []
        self._notes = Notes(founded.home.root / "notes.jsonl")
        self._supervisor = Supervisor()

    def go(self) -> RunReport:
        with contextlib.ExitStack() as stack:
            stack.callback(self._notes.close)
            ports = parts.Ports.free()
            chain = stack.enter_context(EmbeddedChainServer(self._founded.home.chain, ports.chain))
            links, endpoints = self._links(stack, chain.url, ports)
            setup, files = self._setup()
            wiring = parts.Wiring(
                founded=self._founded,
                ports=ports,
                disk=self._disk.folder,
                links={name: link.port for name, link in links.items()},
                database=files.url(ports.database)
                if files is not None and setup.rows_in_postgresql
                else index_url(self._disk.folder),
                queue=files.url(ports.database)
                if files is not None and setup.queue_in_postgresql
                else str(self._disk.folder / "queue.sqlite"),
                setup=setup,
                programs=dict(self._settings.programs),
            )
            stack.callback(self._supervisor.stop)
            token = self._start(wiring, files)
            watch = TruthWatch(wiring, self._notes)
            watching = stack.enter_context(contextlib.ExitStack())
            watching.enter_context(watch)
            stack.enter_context(Witness(wiring.mqtt(ports.broker), self._notes))
            producers = self._producers(wiring)
            for producer in producers.values():
                stack.callback(producer.stop)
                producer.start()
            faults = Faults(wiring, self._supervisor, chain, links, endpoints, producers, self._disk)
            with self._settings.meanwhile(Load(faults.process_id, self._signed, self._disk.folder)):
                self._disturb(faults)
            healed = time.monotonic()
            waiting = self._settle(wiring, producers)
            settled = time.monotonic() - healed
            for producer in producers.values():
                producer.stop()
            watching.close()
            facts = evidence.noted(self._notes)
            facts.waiting, facts.untrue = waiting, watch.untrue
            evidence.add_answers(facts, f"http://127.0.0.1:{ports.api}", token)
            facts.stored = watch.stored
            self._collect(facts, wiring)
        findings = audit(facts)
        return RunReport(
            seed=self._plan.seed,
            findings=tuple(findings),
            skipped=tuple(self._skipped),
            faults=len(self._plan.faults) - len(self._skipped),
            events=sum(len(messages) for messages in facts.signed.values()),
            batches=len(facts.batches),
            takeovers=facts.takeovers,
            looks=watch.looks,
            settled_after=settled,
            seconds=0.0,
        )

    def _links(
        self, stack: contextlib.ExitStack, chain: str, ports: parts.Ports
    ) -> tuple[dict[str, Link], dict[str, Endpoint]]:
        host = stack.enter_context(ProxyHost())
        endpoints = {name: stack.enter_context(Endpoint(chain)) for name in _CHAIN_LINKS}
        links = {name: host.link(endpoint.port) for name, endpoint in endpoints.items()}
        return links | {name: host.link(ports.broker) for name in _BROKER_LINKS}, endpoints

    def _setup(self) -> tuple[Setup, PostgresFiles | None]:
        """The plan's setup as far as this machine has what it takes, and the database server's files."""
        setup = self._plan.setup
        if parts.find_mosquitto() is None and setup != setup.without_mosquitto():
            self._skip("workers, TLS and MQTT 5", "Mosquitto is not installed")
            setup = setup.without_mosquitto()
        if not setup.postgresql:
            return setup, None
        found = find_postgres(self._founded.home.root / "postgres")
        if isinstance(found, str):
            self._skip("PostgreSQL", found)
            return setup.without_postgresql(), None
        found.initialise()
        return setup, found

    def _start(self, wiring: parts.Wiring, files: PostgresFiles | None) -> str:
        first = [parts.broker(wiring), *([] if files is None else [parts.database(wiring, files)])]
        self._up(first)
        token = issue_token(self._founded, wiring.database)
        self._up([parts.gateway(wiring), *parts.anchorers(wiring), parts.indexer(wiring), parts.api(wiring)])
        return token

    def _up(self, specs: Sequence[ProcessSpec]) -> None:
        self._supervisor.launch(specs)
        self._supervisor.wait_ready(specs, timeout=180.0)

    def _producers(self, wiring: parts.Wiring) -> dict[str, Producer]:
        founded, seconds = self._founded, self._plan.seconds
        folder, chain_id = founded.home.devices, founded.deployment.chain_id
        found: dict[str, Producer] = {}
        for name, cose in zip(DEVICES, wiring.setup.cose, strict=True):
            each = wiring.setup.readings_per_message
            write_readings(folder, name, int(self._settings.rate * seconds) * each)
            sending = Sending(
                wiring.mqtt(wiring.links["devices-broker"]),
                self._settings.rate * each,
                each,
                EnvelopeForm.COSE if cose else EnvelopeForm.JSON,
            )
            key, member = founded.signing_key(name), founded.member("mfr")
            found[name] = device(name, folder, key, chain_id, member, sending, self._notes)
        key = founded.signing_key(CARRIER)
        found[CARRIER] = carrier(CARRIER, folder, key, chain_id, wiring.ports.capture, seconds, self._notes)
        return found

    def _disturb(self, faults: Faults) -> None:
        """Bring the faults about at their times, and lift each at its own; all are lifted when this returns."""
        began = time.monotonic()
        lasting: list[Fault] = []
        moments = sorted(
            [(fault.at, 1, number) for number, fault in enumerate(self._plan.faults)]
            + [(fault.until, 0, number) for number, fault in enumerate(self._plan.faults)]
        )
        try:
            for at, begins, number in moments:
                fault = self._plan.faults[number]
                time.sleep(max(0.0, began + at - time.monotonic()))
                if begins:
                    if self._bring(faults, fault):
                        lasting.append(fault)
                elif fault in lasting:
                    lasting.remove(fault)
                    faults.lift(fault)
        finally:
            for fault in lasting:
                faults.lift(fault)
        time.sleep(max(0.0, began + self._plan.seconds - time.monotonic()))

    def _bring(self, faults: Faults, fault: Fault) -> bool:
        try:
            faults.bring(fault)
        except (NotNowError, ProcessLookupError) as error:
            self._skip(str(fault), getattr(error, "reason", "it has just ended"))
            return False
        self._say(str(fault))
        return True

    def _skip(self, what: str, reason: str) -> None:
        self._skipped.append(f"{what}: {reason}")
        self._say(f"skipped: {what}: {reason}")

    def _settle(self, wiring: parts.Wiring, producers: Mapping[str, Producer]) -> list[str]:
        """Wait until all is anchored and indexed; what is not when nothing has moved for too long."""
        limit = time.monotonic() + _LONGEST_SETTLE * self._settings.settle
        deadline, last = 0.0, object()
        while True:
            waiting = list(self._waiting(wiring, producers))
            now, state = time.monotonic(), (waiting, self._notes.all_anchored())
            if state != last:
                deadline, last = now + self._settings.settle, state
            if not waiting or now > min(deadline, limit):
                return waiting
            time.sleep(0.3)

    def _waiting(self, wiring: parts.Wiring, producers: Mapping[str, Producer]) -> Iterator[str]:
        for name, producer in producers.items():
            if producer.problem:
                yield f"{name} can't go on: {producer.problem}"
            elif not producer.done:
                yield f"{name} has messages that are not anchored"
        signed = self._signed()
        engine = open_database(wiring.database)
        try:
            with engine.connect() as connection, Rpc(f"http://127.0.0.1:{wiring.ports.chain}", patience=1) as node:
                head = node.head()
                row = connection.execute(select(cursor.c.block_number, cursor.c.block_hash)).first()
                count = connection.execute(select(func.count()).select_from(events)).scalar_one()
            if row is None or row.block_hash != "0x" + head.hash.hex():
                yield f"the rows are at block {None if row is None else row.block_number}, the chain at {head.number}"
            queued = self._queued(wiring, signed)
            if count < queued:
                yield f"{count} of {queued} events are indexed"
        except SQLAlchemyError as error:
            yield f"the rows can't be read: {type(error).__name__}"
        except QUEUE_ERRORS as error:
            yield f"the queue can't be read: {type(error).__name__}"
        finally:
            engine.dispose()
        if not parts.listens(wiring.ports.api)():
            yield "the API does not listen"

    @staticmethod
    def _queued(wiring: parts.Wiring, signed: int) -> int:
        """How many events there have to be: what was signed, and what is derived of it; one more while that goes on."""
        if not wiring.setup.edge:
            return signed
        with contextlib.closing(open_queue(wiring.queue, make=False)) as queue:
            rows = queue.execute(
                "SELECT next_sequence, position FROM stream LEFT JOIN edge_position ON edge_position.stream = stream.id"
            ).fetchall()
        behind = any(position != following for following, position in rows)
        return sum(int(following) - 1 for following, _ in rows) + behind

    def _signed(self) -> int:
        return sum(len(messages) for messages in self._notes.all_signed().values())

    def _collect(self, facts: Facts, wiring: parts.Wiring) -> None:
        with Rpc(f"http://127.0.0.1:{wiring.ports.chain}") as node:
            evidence.add_chain(facts, wiring, node, self._founded_at)
        engine = open_database(wiring.database)
        try:
            evidence.add_rows(facts, engine, self._founded_at)
        finally:
            engine.dispose()

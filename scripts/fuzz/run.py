"""Sends bad messages to a real gateway through a real broker and over HTTP, and holds its counts against them. I/O."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
from nacl.signing import SigningKey

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.refusal import RefusalReason
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.oracles.queue.database import QueueConnection, open_queue
from quaychain.oracles.queue.listing import Listing

from ..chaos import parts
from ..chaos.resources import Sampler, growth_problems
from ..chaos.template import CARRIER, DEVICES, Founded, found_consortium
from ..demo.opening import sender_for
from ..demo.story_chain import EmbeddedStoryChain
from ..demo.supervisor import Supervisor
from .documents import requests
from .messages import Fleet, Mutations
from .publisher import Publisher
from .tally import Tally, problems

#: Valid messages of each device, to be replayed and mutilated.
_ACCEPTED = 50
#: Sent and not counted yet, at most: fewer than gateway and broker hold.
_UNDER_WAY = 8_000
_PIECE = 250
_PATIENCE = 120.0
#: One in so many goes over HTTP, up to a number: each of them waits for its answer.
_HTTP_SHARE, _HTTP_MOST = 50, 2_000
_MEGABYTE = 1_000_000


@dataclass
class GatewayStuckError(QuaychainError):
    """The gateway went no further."""

    what: str
    log: str

    def __str__(self) -> str:
        return f"the gateway {self.what}; its log is {self.log}"


@dataclass(frozen=True, slots=True)
class FuzzReport:
    """What it came to."""

    sent: int
    over_http: int
    accepted: int
    #: The gateway's counts, by reason.
    refused: dict[str, int]
    #: What was sent, by kind.
    kinds: dict[str, int]
    seconds: float
    #: Resident memory of the gateway in megabytes, at each fifth of the time.
    memory: tuple[float, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Nothing was accepted, everything counted, and the gateway is as it was."""
        return not self.problems


def fuzz_gateway(folder: Path, count: int, seed: int, say: Callable[[str], None]) -> FuzzReport:
    """Send `count` bad messages. Raises GatewayStuckError, ProcessNotReadyError, and the errors of the parts."""
    founded = found_consortium(folder / "home")
    with contextlib.ExitStack() as stack:
        ports = parts.Ports()
        chain = stack.enter_context(EmbeddedChainServer(founded.home.chain, ports.chain))
        revoked = SigningKey.generate()
        _revoke(founded, chain, revoked)
        disk = folder / "disk"
        disk.mkdir()
        wiring = parts.Wiring(
            founded=founded,
            ports=ports,
            disk=disk,
            links={"gateway-chain": ports.chain, "gateway-broker": ports.broker},
            database="",
            queue=str(disk / "queue.sqlite"),
            clocks=False,
        )
        supervisor = Supervisor()
        stack.callback(supervisor.stop)
        specs = [parts.broker(wiring), parts.gateway(wiring)]
        for spec in specs:
            supervisor.launch([spec])
            supervisor.wait_ready([spec], timeout=180)
        pid = supervisor.process_id("gateway")
        queue = open_queue(wiring.queue)
        stack.callback(queue.close)
        fleet = Fleet(
            chain_id=founded.deployment.chain_id,
            member=founded.member("mfr"),
            devices=tuple(founded.signing_key(name) for name in DEVICES),
            accepted=_ACCEPTED,
            revoked=revoked,
            stranger=SigningKey.generate(),
        )
        run = _Run(wiring, queue, fleet, Publisher(ports.broker, "fuzz"), say)
        stack.callback(run.publisher.close)
        run.accept_some()
        sampler = stack.enter_context(Sampler({"gateway": lambda: supervisor.process_id("gateway")}))
        started = time.monotonic()
        over_http = min(count // _HTTP_SHARE, _HTTP_MOST)
        run.send(count - over_http, seed)
        run.post(founded.signing_key(CARRIER), over_http, seed)
        seconds = time.monotonic() - started
        found = list(run.findings(supervisor.process_id("gateway") == pid))
        samples = sampler.of("gateway")
        found += growth_problems("gateway", samples)
        memory = tuple(samples[(len(samples) - 1) * part // 5].memory / _MEGABYTE for part in range(6))
        return FuzzReport(
            count,
            over_http,
            run.events() - run.good,
            run.refused(),
            dict(run.tally.by_kind),
            seconds,
            memory,
            tuple(found),
        )


def _revoke(founded: Founded, chain: EmbeddedChainServer, key: SigningKey) -> None:
    """Register a key and revoke it."""
    registry = founded.deployment.contract(DeviceRegistry)
    public = bytes(key.verify_key)
    with Rpc(chain.url) as node:
        story = EmbeddedStoryChain(EmbeddedChain(founded.home.chain, node))
        sender = sender_for(founded.home, "mfr", AccountPurpose.OPERATIONS, founded.deployment, node, story)
        sender.send(registry.register(public, public, 0, 0))
        sender.send(registry.revoke(public))


class _Run:
    def __init__(
        self,
        wiring: parts.Wiring,
        queue: QueueConnection,
        fleet: Fleet,
        publisher: Publisher,
        say: Callable[[str], None],
    ) -> None:
        self._wiring = wiring
        self._queue = queue
        self._fleet = fleet
        self.publisher = publisher
        self._say = say
        self.tally = Tally()
        self.good = 0

    def accept_some(self) -> None:
        for device in range(len(self._fleet.devices)):
            for number in range(1, self._fleet.accepted + 1):
                self.publisher.publish(*self._fleet.valid(device, number))
                self.good += 1
        self.publisher.flush()
        self._wait(lambda: self.events() == self.good, "does not take valid messages")

    def send(self, count: int, seed: int) -> None:
        messages = Mutations(self._fleet, seed).messages(count)
        told = time.monotonic()
        while piece := list(islice(messages, _PIECE)):
            for bad in piece:
                self.publisher.publish(bad.topic, bad.payload)
                self.tally.add(bad.kind, bad.reasons)
            self.publisher.flush()
            if self.tally.total - self._counted() > _UNDER_WAY:
                self._wait(lambda: self.tally.total - self._counted() <= _UNDER_WAY // 2, "goes no further")
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self._say(f"{self._counted():,} of {count:,}")
        self._wait(lambda: self._counted() >= self.tally.total, f"does not count all {self.tally.total}")

    def post(self, signer: SigningKey, count: int, seed: int) -> None:
        url = f"http://127.0.0.1:{self._wiring.ports.capture}"
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            for bad in requests(signer, self._fleet.stranger, self._fleet.chain_id, count, seed):
                self.tally.add(bad.kind, bad.reasons)
                response = client.post(bad.path, content=bad.body, headers=bad.headers)
                reason = RefusalReason(response.json()["reason"]) if response.status_code >= 400 else None
                if reason not in bad.reasons:
                    raise GatewayStuckError(f"answers {response.status_code} {reason} to {bad.kind}", self._log)

    def findings(self, same_process: bool) -> Iterator[str]:
        """What is not as it has to be."""
        if not same_process:
            yield "the gateway ended and was started anew"
        taken = self.events() - self.good
        if taken:
            yield f"{taken} were accepted"
        yield from problems(self.tally, self.refused())
        self.publisher.publish(*self._fleet.valid(0, self._fleet.accepted + 1))
        self.publisher.flush()
        try:
            self._wait(lambda: self.events() == self.good + taken + 1, "takes no valid message any more")
            self.good += 1
        except GatewayStuckError as error:
            yield str(error)

    def events(self) -> int:
        return int(self._queue.execute("SELECT count(*) FROM event").fetchone()[0])

    def refused(self) -> dict[str, int]:
        return {refusal.reason: refusal.times for refusal in Listing(self._queue).refusals()}

    @property
    def _log(self) -> str:
        return str(self._wiring.log("gateway"))

    def _counted(self) -> int:
        return int(self._queue.execute("SELECT coalesce(sum(times), 0) FROM refusal").fetchone()[0])

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Until it holds; as long as the count moves, there is hope. Raises GatewayStuckError."""
        deadline, last = time.monotonic() + _PATIENCE, self._counted()
        while not condition():
            if (now := self._counted()) != last:
                deadline, last = time.monotonic() + _PATIENCE, now
            if time.monotonic() > deadline:
                raise GatewayStuckError(otherwise, self._log)
            time.sleep(0.02)

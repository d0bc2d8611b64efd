"""Sends bad messages to a real gateway through a real broker and over HTTP, and holds its counts against them. I/O."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
from nacl.signing import SigningKey

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import parse_message
from quaychain.contracts.events.refusal import RefusalReason
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.oracles.queue.database import QueueConnection, open_queue
from quaychain.oracles.queue.listing import Listing

from ..chaos import parts
from ..chaos.resources import FLAT, Sampler, growth_problems
from ..chaos.setup import Setup
from ..chaos.template import CARRIER, Founded, found_consortium
from ..demo.opening import sender_for
from ..demo.story_chain import EmbeddedStoryChain
from ..demo.supervisor import Supervisor
from .documents import requests
from .fleet import FORMS, Fleet, Sender
from .messages import Mutations
from .publisher import Publisher
from .tally import Tally, problems
from .walking import Step, walk

#: Valid messages of each sender, to be replayed and mutilated.
_ACCEPTED = 50
#: Sent and not counted yet, at most: fewer than gateway and broker hold.
_UNDER_WAY = 8_000
_PIECE = 250
_PATIENCE = 120.0
#: One in so many goes over HTTP, up to a number: each of them waits for its answer.
_HTTP_SHARE, _HTTP_MOST = 50, 2_000
_MEGABYTE = 1_000_000
_LARGEST = 65_536
#: The kind of good messages that come twice or too early.
_REPEATED = "good, again or too early"


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

    #: Bad messages, and those of them that went over HTTP.
    sent: int
    over_http: int
    #: Bad messages that were accepted.
    accepted: int
    #: Good ones that were sent amid the bad, all accepted once; and what was sent of them twice or too early.
    good: int
    repeated: int
    #: The gateway's counts, by reason.
    refused: dict[str, int]
    #: What was sent, by kind.
    kinds: dict[str, int]
    seconds: float
    #: Resident memory of the gateway in megabytes, at each tenth of the time.
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
        ports = parts.Ports.free()
        chain = stack.enter_context(EmbeddedChainServer(founded.home.chain, ports.chain))
        fleet = _fleet(founded, chain)
        disk = folder / "disk"
        disk.mkdir()
        # The embedded broker has no MQTT 5.
        five = parts.find_mosquitto() is not None
        wiring = parts.Wiring(
            founded=founded,
            ports=ports,
            disk=disk,
            links={"gateway-chain": ports.chain, "gateway-broker": ports.broker},
            database="",
            queue=str(disk / "queue.sqlite"),
            setup=Setup(protocol="5" if five else "3.1.1"),
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
        publishers = [
            Publisher(ports.broker, "fuzz"),
            *([Publisher(ports.broker, "fuzz-5", five=True)] if five else []),
        ]
        for publisher in publishers:
            stack.callback(publisher.close)
        run = _Run(wiring, queue, fleet, publishers, seed, say)
        run.accept_some()
        sampler = stack.enter_context(Sampler({"gateway": lambda: supervisor.process_id("gateway")}))
        started = time.monotonic()
        over_http = min(count // _HTTP_SHARE, _HTTP_MOST)
        run.send(count - over_http)
        run.post(founded.signing_key(CARRIER), over_http)
        seconds = time.monotonic() - started
        found = list(run.findings(supervisor.process_id("gateway") == pid))
        samples = sampler.of("gateway")
        found += growth_problems("gateway", samples, FLAT)
        return FuzzReport(
            sent=count,
            over_http=over_http,
            accepted=run.unexpected,
            good=len(run.good),
            repeated=run.tally.by_kind[_REPEATED],
            refused=run.refused(),
            kinds=dict(run.tally.by_kind),
            seconds=seconds,
            memory=tuple(samples[(len(samples) - 1) * part // 10].memory / _MEGABYTE for part in range(11)),
            problems=tuple(found),
        )


def _fleet(founded: Founded, chain: EmbeddedChainServer) -> Fleet:
    """New keys, registered, and one of them revoked."""
    senders, walkers = (tuple(Sender(SigningKey.generate(), *form) for form in FORMS) for _ in range(2))
    revoked = SigningKey.generate()
    registry = founded.deployment.contract(DeviceRegistry)
    with Rpc(chain.url) as node:
        story = EmbeddedStoryChain(EmbeddedChain(founded.home.chain, node))
        sender = sender_for(founded.home, "mfr", AccountPurpose.OPERATIONS, founded.deployment, node, story)
        for public in (*(each.public for each in (*senders, *walkers)), bytes(revoked.verify_key)):
            sender.send(registry.register(public, public, 0, 0))
        sender.send(registry.revoke(bytes(revoked.verify_key)))
    return Fleet(
        chain_id=founded.deployment.chain_id,
        member=founded.member("mfr"),
        senders=senders,
        accepted=_ACCEPTED,
        walkers=walkers,
        revoked=revoked,
        stranger=SigningKey.generate(),
    )


class _Run:
    def __init__(
        self,
        wiring: parts.Wiring,
        queue: QueueConnection,
        fleet: Fleet,
        publishers: Sequence[Publisher],
        seed: int,
        say: Callable[[str], None],
    ) -> None:
        self._wiring = wiring
        self._queue = queue
        self._fleet = fleet
        self._publishers = publishers
        self._seed = seed
        self._say = say
        self.tally = Tally()
        #: Digests of all that has to be accepted.
        self.good: set[bytes] = set()
        #: How many others were.
        self.unexpected = 0

    def accept_some(self) -> None:
        """What is replayed and mutilated later."""
        for sender in range(len(self._fleet.senders)):
            for number in range(1, self._fleet.accepted + 1):
                self._publish_good(*self._fleet.valid(sender, number))
        self._flush()
        self._wait(lambda: self.events() == len(self.good), "does not take valid messages")

    def send(self, count: int) -> None:
        """So many bad messages, with good ones among them."""
        messages = Mutations(self._fleet, self._seed).messages(count)
        walks = [walk(self._fleet, sender, self._seed) for sender in self._fleet.walkers]
        told = time.monotonic()
        while piece := list(islice(messages, _PIECE)):
            for number, bad in enumerate(piece):
                self._publishers[number % len(self._publishers)].publish(bad.topic, bad.payload)
                self.tally.add(bad.kind, bad.reasons)
            # Each sender by one connection: between two, a broker keeps no order.
            for number, steps in enumerate(walks):
                self._walk(self._publishers[number % len(self._publishers)], next(steps))
            self._flush()
            if self.tally.total - self._counted() > _UNDER_WAY:
                self._wait(lambda: self.tally.total - self._counted() <= _UNDER_WAY // 2, "goes no further")
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self._say(f"{self._counted():,} of {count:,}")
        self._wait(lambda: self._counted() >= self.tally.total, f"does not count all {self.tally.total}")

    def post(self, signer: SigningKey, count: int) -> None:
        """So many bad documents over HTTP."""
        url = f"http://127.0.0.1:{self._wiring.ports.capture}"
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            for bad in requests(signer, self._fleet.stranger, self._fleet.chain_id, count, self._seed):
                self.tally.add(bad.kind, bad.reasons)
                response = client.post(bad.path, content=bad.body, headers=bad.headers)
                reason = RefusalReason(response.json()["reason"]) if response.status_code >= 400 else None
                if reason not in bad.reasons:
                    raise GatewayStuckError(f"answers {response.status_code} {reason} to {bad.kind}", self._log)

    def findings(self, same_process: bool) -> Iterator[str]:
        """What is not as it has to be."""
        if not same_process:
            yield "the gateway ended and was started anew"
        self._publish_good(*self._fleet.valid(0, self._fleet.accepted + 1))
        self._flush()
        try:
            self._wait(lambda: self.events() >= len(self.good), "takes no valid message any more")
        except GatewayStuckError as error:
            yield str(error)
        rows = [bytes(row[0]) for row in self._queue.execute("SELECT digest FROM event")]
        self.unexpected = len(rows) - len(self.good.intersection(rows))
        if self.unexpected:
            yield f"{self.unexpected} were accepted that are bad, or twice"
        if missing := len(self.good.difference(rows)):
            yield f"{missing} were not accepted that are good"
        yield from problems(self.tally, self.refused(), self._given_out_again())

    def events(self) -> int:
        """All that was accepted."""
        return int(self._queue.execute("SELECT coalesce(sum(next_sequence - 1), 0) FROM stream").fetchone()[0])

    def refused(self) -> dict[str, int]:
        """The gateway's counts by reason."""
        return {refusal.reason: refusal.times for refusal in Listing(self._queue).refusals()}

    def _given_out_again(self) -> int:
        """How many messages the broker may have given to the gateway twice: those under way when it lost it."""
        connections = self._wiring.log("broker").read_bytes().count(b" as gateway-")
        if connections > 1:
            self._say(f"the broker lost the gateway {connections - 1} times: it repeats what was under way then")
        return max(connections - 1, 0) * parts.BROKER_IN_FLIGHT

    def _walk(self, publisher: Publisher, step: Step) -> None:
        publisher.publish(step.topic, step.payload)
        if step.reason is None:
            self.good.add(step.digest)
        else:
            self.tally.add(_REPEATED, frozenset({step.reason}))

    def _publish_good(self, topic: str, payload: bytes) -> None:
        self._publishers[0].publish(topic, payload)
        self.good.add(parse_message(payload, max_bytes=_LARGEST).digest)

    def _flush(self) -> None:
        for publisher in self._publishers:
            publisher.flush()

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

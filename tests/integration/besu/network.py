"""A network of the product's own making, run by its own commands, and what tests ask of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import Pace, TransactionSender
from quaychain.contracts.types import Address, BlockHead, Call, Receipt
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.control import ask_to_stop, wait_stopped
from quaychain.node.process.state import current_state, supervisor_pid

#: Four nodes on a busy machine of two cores answer within a minute; this is where waiting ends.
START_SECONDS = 300.0
#: Round timeouts double while there is no quorum, and a regained one doesn't reset them.
RECOVERY_SECONDS = 240.0


def quaychain(*arguments: str, timeout: float = START_SECONDS, status: int = 0) -> str:
    """Runs the command and answers what it printed on both outputs; it must end with `status`."""
    done = subprocess.run(
        [sys.executable, "-m", "quaychain.scripts.main", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
    )
    assert done.returncode == status, f"quaychain {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def stop_folder(node: NodeFolder) -> None:
    """Ends a node by no command: whatever it was that failed, no Besu is left behind."""
    pid = ask_to_stop(node)
    if pid is not None:
        wait_stopped(node, pid, START_SECONDS)


def eventually(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Waits for a condition; answers how many seconds it took. What can't be asked yet counts as not so."""
    started = time.monotonic()
    while True:
        with suppress(QuaychainError):
            if condition():
                return time.monotonic() - started
        assert time.monotonic() - started < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


@dataclass
class BesuNetwork:
    """A network folder whose nodes run. `figures` is what was measured, for the summary."""

    local: LocalNetwork
    figures: dict[str, str]
    _rpcs: dict[str, Rpc] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All nodes, validators first."""
        return tuple(node.name for node in self.local.file.nodes)

    @property
    def validators(self) -> tuple[str, ...]:
        """The validators' nodes."""
        return tuple(node.name for node in self.local.file.nodes if node.role == "validator")

    def carded_validators(self) -> set[Address]:
        """The validators that the founders' cards name."""
        cards = [signed.card for signed in self.local.read_cards()]
        return {card.validator.address for card in cards if card.validator is not None}

    def folder(self, name: str) -> NodeFolder:
        """A node's folder."""
        return self.local.node(name)

    def rpc(self, name: str) -> Rpc:
        """A node's JSON-RPC, which does not wait for a node that is down."""
        if name not in self._rpcs:
            url = self.local.rpc_urls[self.names.index(name)]
            self._rpcs[name] = Rpc(url, timeout=10.0, patience=0.0)
        return self._rpcs[name]

    def head(self, name: str) -> BlockHead:
        """A node's newest block."""
        return self.rpc(name).head()

    def start(self, *names: str) -> None:
        """`quaychain node start`: these nodes, or all."""
        quaychain("node", "start", *self._folders(names), "--wait", str(START_SECONDS), timeout=START_SECONDS + 60)

    def stop(self, *names: str) -> None:
        """`quaychain node stop`: these nodes, or all, whatever becomes of the quorum."""
        quaychain("node", "stop", *self._folders(names), "--force")

    def kill(self, *names: str) -> None:
        """As a machine that loses its power: supervisor and Besu end at once (kill -9)."""
        for name in names:
            supervisor = supervisor_pid(self.folder(name))
            assert supervisor is not None, f"{name} does not run"
            os.kill(supervisor, signal.SIGKILL)
        for name in names:
            folder = self.folder(name)
            eventually(lambda folder=folder: supervisor_pid(folder) is None, 10, f"{name} is gone")
            eventually(lambda name=name: not self.answers(name), 10, f"{name} answers no more")

    @contextmanager
    def paused(self, *names: str) -> Iterator[None]:
        """Inside, these Besus neither send nor hear anything, as if they were cut off, and then go on as they were."""
        states = [current_state(self.folder(name)) for name in names]
        pids = [state.besu_pid for state in states if state is not None and state.besu_pid is not None]
        assert len(pids) == len(names)
        try:
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def kill_besu(self, name: str) -> None:
        """Besu alone ends at once (kill -9), and its supervisor stays."""
        state = current_state(self.folder(name))
        assert state is not None
        assert state.besu_pid is not None
        os.kill(state.besu_pid, signal.SIGKILL)

    def answers(self, name: str) -> bool:
        """Whether a node's JSON-RPC answers."""
        try:
            self.rpc(name).block_number()
        except QuaychainError:
            return False
        return True

    def wait_blocks(self, name: str, count: int = 2, seconds: float = RECOVERY_SECONDS) -> float:
        """Waits for so many blocks more than now; answers the seconds."""
        first = self.rpc(name).block_number()
        return eventually(lambda: self.rpc(name).block_number() >= first + count, seconds, f"blocks at {name}")

    def wait_even(self, seconds: float = RECOVERY_SECONDS) -> None:
        """Until every node answers, has the same recent block, and the chain grows."""

        def even() -> bool:
            common = min(self.rpc(name).block_number() for name in self.names)
            highest = max(self.rpc(name).block_number() for name in self.names)
            blocks = {self.rpc(name).block(common) for name in self.names}
            return highest - common <= 2 and len(blocks) == 1

        eventually(even, seconds, "all nodes at one head")
        self.wait_blocks(self.names[0], 1, seconds)

    @contextmanager
    def sender(self, name: str, member: str, folder: Path, pace: Pace | None = None) -> Iterator[TransactionSender]:
        """A durable sender of a member's operations account, at one node."""
        signer = self.local.member_keys(member).account(AccountPurpose.OPERATIONS, self.local.password(member))
        chain_id = self.local.file.chain_id
        with Rpc(self.local.rpc_urls[self.names.index(name)], timeout=10.0, patience=0.5) as rpc:
            genesis = rpc.genesis_hash()
            outbox = Outbox(folder / f"{member}.sqlite", signer.address, chain_id, genesis)
            try:
                yield TransactionSender(rpc, signer, outbox, chain_id=chain_id, pace=pace)
            finally:
                outbox.close()

    def _folders(self, names: tuple[str, ...]) -> list[str]:
        return [str(self.folder(name).root) for name in names] if names else [str(self.local.root)]


@contextmanager
def running_network(root: Path, besu: str, figures: dict[str, str]) -> Iterator[BesuNetwork]:
    """Four validators and a query node in a new folder, past block 0; they end with the context."""
    started = time.monotonic()
    quaychain("node", "local", str(root), "--validators", "4", "--queries", "1", "--besu", besu)
    network = BesuNetwork(LocalNetwork.open(root), figures)
    try:
        network.start()
        figures["from `node local` until all five nodes answer"] = f"{time.monotonic() - started:.0f} s"
        eventually(lambda: network.rpc(network.names[0]).block_number() > 0, RECOVERY_SECONDS, "the first block")
        figures["from `node local` until block 1"] = f"{time.monotonic() - started:.0f} s"
        yield network
    finally:
        with ThreadPoolExecutor(len(network.names)) as pool:
            list(pool.map(stop_folder, network.local.nodes))


class Load:
    """Sends small transactions one by one until it is ended, and keeps what it sent."""

    def __init__(self, sender: TransactionSender, every: float = 0.2) -> None:
        self._sender = sender
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.keys: list[str] = []
        self.problems: list[str] = []

    def __enter__(self) -> Load:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join(60)

    def receipts(self, seconds: float = RECOVERY_SECONDS) -> list[Receipt]:
        """Ends it; the receipts of all that was sent, once they are there."""
        self.__exit__()
        return [self._sender.wait(key, timeout=seconds) for key in self.keys]

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            key = f"load-{len(self.keys)}"
            call = Call(self._sender.signer.address, len(self.keys).to_bytes(4, "big"))
            try:
                self._sender.submit(call, idempotency_key=key, simulate=False, gas=50_000, timeout=5.0)
            except QuaychainError as error:
                self.problems.append(str(error))
                continue
            self.keys.append(key)

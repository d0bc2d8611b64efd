"""Brings faults about, and lifts them. I/O."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.node.embedded.server import EmbeddedChainServer

from ..demo.supervisor import Supervisor
from . import clock
from .disk import Disk, free_files, limit_files
from .endpoint import Endpoint
from .parts import Wiring
from .plan import Fault, FaultKind
from .producers import Producer
from .proxy import Link, LinkState

_NODE_PROBLEMS = (RpcUnreachableError, RpcError, RpcAnswerError)


@dataclass
class NotNowError(Exception):
    """A fault that can't be brought about here, or now."""

    reason: str


@dataclass(frozen=True, slots=True)
class Faults:
    """All that can be disturbed in one run."""

    wiring: Wiring
    supervisor: Supervisor
    chain: EmbeddedChainServer
    links: Mapping[str, Link]
    endpoints: Mapping[str, Endpoint]
    devices: Mapping[str, Producer]
    disk: Disk
    #: By fault: the process that it was brought about in.
    touched: dict[Fault, int] = field(default_factory=dict)

    def bring(self, fault: Fault) -> None:
        """Begin a fault. Raises NotNowError."""
        match fault.kind:
            case FaultKind.KILL:
                os.kill(self._pid(fault.target), signal.SIGKILL)
            case FaultKind.FREEZE:
                os.kill(self._touch(fault), signal.SIGSTOP)
            case FaultKind.CUT:
                self.links[fault.target].disturb(LinkState.CUT)
            case FaultKind.STALL:
                self.links[fault.target].disturb(LinkState.STALLED)
            case FaultKind.SLOW:
                self.links[fault.target].disturb(delay=fault.amount / 1_000)
            case FaultKind.WRONG_CHAIN | FaultKind.OLD_HEAD | FaultKind.DROPPED_LOGS:
                self._lie(fault)
            case FaultKind.FULL_DISK:
                if self.disk.refusal:
                    raise NotNowError(self.disk.refusal)
                self.disk.fill()
            case FaultKind.FILE_LIMIT:
                limit_files(self._touch(fault))
            case FaultKind.CLOCK:
                self._move_clock(fault)
            case FaultKind.REBOOT:
                self.devices[fault.target].reboot()

    def lift(self, fault: Fault) -> None:
        """End a fault; harmless where it has ended by itself."""
        match fault.kind:
            case FaultKind.CUT | FaultKind.STALL | FaultKind.SLOW:
                self.links[fault.target].restore()
            case FaultKind.WRONG_CHAIN | FaultKind.OLD_HEAD | FaultKind.DROPPED_LOGS:
                self.endpoints[fault.target].be_true()
            case FaultKind.FULL_DISK:
                self.disk.empty()
            case FaultKind.CLOCK if fault.target != "chain":
                clock.move(self.wiring.clock(fault.target), 0.0)
            case FaultKind.FREEZE | FaultKind.FILE_LIMIT:
                # Killed meanwhile? The next one was never touched.
                with contextlib.suppress(ProcessLookupError):
                    if fault.kind is FaultKind.FREEZE:
                        os.kill(self.touched[fault], signal.SIGCONT)
                    else:
                        free_files(self.touched[fault])

    def process_id(self, name: str) -> int | None:
        """The pid of a process, None while it doesn't run."""
        if name == "worker":
            gateway = self.supervisor.process_id("gateway")
            return None if gateway is None else next(iter(_workers(gateway)), None)
        return self.chain.process_id if name == "chain" else self.supervisor.process_id(name)

    def _touch(self, fault: Fault) -> int:
        pid = self.touched[fault] = self._pid(fault.target)
        return pid

    def _pid(self, name: str) -> int:
        pid = self.process_id(name)
        if pid is None:
            raise NotNowError(f"{name} is not running")
        return pid

    def _lie(self, fault: Fault) -> None:
        try:
            self.endpoints[fault.target].lie(fault.kind, fault.amount or 1)
        except _NODE_PROBLEMS as error:
            raise NotNowError(str(error)) from error
        # Most look at the chain's id when they start; and an indexer that starts is behind, and asks for ranges.
        starts_anew = fault.kind is FaultKind.DROPPED_LOGS and fault.amount % 2 and fault.target == "indexer-chain"
        if fault.kind is FaultKind.WRONG_CHAIN or starts_anew:
            os.kill(self._pid(fault.target.removesuffix("-chain")), signal.SIGKILL)

    def _move_clock(self, fault: Fault) -> None:
        if fault.target != "chain":
            clock.move(self.wiring.clock(fault.target), fault.amount)
            return
        try:
            with Rpc(self.chain.url, timeout=5, patience=1) as node:
                node.call("evm_setNextBlockTimestamp", node.head().timestamp + fault.amount)
                node.call("evm_mine")
        except _NODE_PROBLEMS as error:
            raise NotNowError(str(error)) from error


def _workers(gateway: int) -> Iterator[int]:
    """The worker processes of a gateway (Linux)."""
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{gateway}/task").glob("*/children"):
            for pid in children.read_text().split():
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    yield int(pid)

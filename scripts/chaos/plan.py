"""Which faults a run meets, and when: drawn from its seed, and from nothing else. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum

from .setup import Setup, draw_setup


class FaultKind(StrEnum):
    """What can go wrong."""

    #: kill -9.
    KILL = "kill"
    #: Stopped for a while, as on a machine that swaps.
    FREEZE = "freeze"
    #: Connections are reset, new ones refused.
    CUT = "cut"
    #: Connections stay open, and nothing gets through.
    STALL = "stall"
    #: Each piece of data comes late.
    SLOW = "slow"
    #: The endpoint is another chain's.
    WRONG_CHAIN = "wrong chain"
    #: The endpoint stands still at an old head.
    OLD_HEAD = "old head"
    #: The endpoint leaves logs out.
    DROPPED_LOGS = "dropped logs"
    #: The file system that queue, outbox, stores and rows are on has no room.
    FULL_DISK = "full disk"
    #: A process can't make a file longer.
    FILE_LIMIT = "file limit"
    #: The wall clock of a process jumps, or the chain's time does.
    CLOCK = "clock"
    #: A device is switched off and on: its next boot.
    REBOOT = "reboot"


_LINKS = ("devices-broker", "gateway-broker", "gateway-chain", "anchorer-chain", "heir-chain", "indexer-chain")
#: What each kind can hit, where it is there at all, and how often it is drawn.
TARGETS: dict[FaultKind, tuple[int, tuple[str, ...]]] = {
    FaultKind.KILL: (10, ("gateway", "anchorer", "heir", "worker", "indexer", "api", "broker", "database", "chain")),
    FaultKind.FREEZE: (2, ("gateway", "anchorer", "heir", "worker", "indexer", "broker")),
    FaultKind.CUT: (3, _LINKS),
    FaultKind.STALL: (2, _LINKS),
    FaultKind.SLOW: (2, _LINKS),
    FaultKind.WRONG_CHAIN: (1, ("gateway-chain", "anchorer-chain", "heir-chain", "indexer-chain")),
    FaultKind.OLD_HEAD: (1, ("gateway-chain", "anchorer-chain", "heir-chain", "indexer-chain")),
    FaultKind.DROPPED_LOGS: (1, ("anchorer-chain", "indexer-chain")),
    FaultKind.FULL_DISK: (2, ("disk",)),
    FaultKind.FILE_LIMIT: (1, ("gateway", "anchorer", "heir", "indexer")),
    FaultKind.CLOCK: (2, ("gateway", "anchorer", "indexer", "chain")),
    FaultKind.REBOOT: (2, ("device-0", "device-1", "device-2")),
}

#: Seconds between two faults, on average.
_BETWEEN = 1.2
_SHORTEST, _LONGEST = 0.5, 4.0
#: Furthest jump of a clock, in seconds: a day, either way.
_JUMP = 86_400


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: from `at` on, for `seconds`, both since the run's beginning."""

    at: float
    seconds: float
    kind: FaultKind
    target: str
    #: Clock: how far it jumps, in seconds. Slow: by how many milliseconds each piece of data is late. Dropped logs:
    #: one in so many is left out.
    amount: int = 0

    @property
    def until(self) -> float:
        """When it is lifted."""
        return self.at + self.seconds

    def __str__(self) -> str:
        amount = f" by {self.amount}" if self.amount else ""
        return f"{self.at:5.1f} s  {self.kind} of {self.target}{amount} for {self.seconds:.1f} s"


@dataclass(frozen=True, slots=True)
class Plan:
    """All faults of a run, by their time; `seconds` is how long events come in."""

    seed: int
    seconds: float
    faults: tuple[Fault, ...]
    setup: Setup = field(default_factory=Setup)


def draw_plan(seed: int, seconds: float) -> Plan:
    """The plan of a seed. The same seed and length give the same plan, on every machine."""
    drawn = random.Random(f"quaychain chaos {seed}")  # noqa: S311  not for secrets: it has to be repeatable
    setup = draw_setup(seed)
    kinds = list(TARGETS)
    weights = [TARGETS[kind][0] for kind in kinds]
    faults: list[Fault] = []
    at = drawn.uniform(0.2, _BETWEEN)
    while at < seconds:
        fault = _draw_fault(drawn, at, drawn.choices(kinds, weights)[0], setup)
        # A thing is in one trouble of a kind at a time, else lifting the first would lift the second.
        if not any((each.kind, each.target) == (fault.kind, fault.target) and each.until >= at for each in faults):
            faults.append(fault)
        at += drawn.uniform(0.2, 2 * _BETWEEN - 0.2)
    return Plan(seed, seconds, tuple(faults), setup)


def is_there(target: str, setup: Setup) -> bool:
    """Whether a run with this setup has that target."""
    match target:
        case "heir" | "heir-chain":
            return setup.heir
        case "worker":
            return setup.workers > 0
        case "database":
            return setup.postgresql
    return True


def _draw_fault(drawn: random.Random, at: float, kind: FaultKind, setup: Setup) -> Fault:
    target = drawn.choice([target for target in TARGETS[kind][1] if is_there(target, setup)])
    seconds = round(drawn.uniform(_SHORTEST, _LONGEST), 2)
    amount = 0
    if kind is FaultKind.CLOCK:
        # The chain's time never goes back.
        amount = drawn.randint(1, 3_600) if target == "chain" else drawn.randint(-_JUMP, _JUMP)
    elif kind is FaultKind.SLOW:
        amount = drawn.randint(20, 400)
    elif kind is FaultKind.DROPPED_LOGS:
        amount = drawn.choice((1, 2, 3))
    return Fault(round(at, 2), seconds, kind, target, amount)

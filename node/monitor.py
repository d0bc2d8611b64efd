"""What Prometheus is told of the chain and the disk (I/O): Besu's own metrics have neither rounds nor seals.

A node's blocks are read when Prometheus asks, each once; who sealed them is recovered from the commit seals.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import SealedBlock, quorum, sealed_block
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_address

#: Blocks read at one scrape at most: what is older, after a long pause, is not counted.
_LONGEST = 256


@dataclass
class _Counts:
    """Sums since the monitor's start."""

    blocks: int = 0
    rounds: int = 0
    sealed: Counter[Address] = field(default_factory=Counter)
    proposed: Counter[Address] = field(default_factory=Counter)

    def add(self, block: SealedBlock) -> None:
        self.blocks += 1
        self.rounds += block.round
        self.sealed.update(set(block.sealers))
        self.proposed.update((block.proposer,))


class ChainCollector(Collector):
    """The chain as one node shows it. A node that doesn't answer is a metric too, not an error."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._counts = _Counts()
        self._head: SealedBlock | None = None
        self._validators: tuple[Address, ...] = ()
        self._lock = threading.Lock()

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not ask the node."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Look at the node, and tell."""
        with self._lock:
            try:
                self._look()
                answers = True
            except QuaychainError:
                answers = False
            return list(self._metrics(answers))

    def _look(self) -> None:
        head = sealed_block(self._rpc.blocks(["latest"])[0])
        validators = self._rpc.call("qbft_getValidatorsByBlockNumber", hex(head.number))
        known = head.number - 1 if self._head is None else self._head.number
        first = max(known + 1, head.number - _LONGEST + 1, 1)
        numbers = range(first, head.number)
        blocks = self._rpc.batch([("eth_getBlockByNumber", [hex(number), False]) for number in numbers])
        read = [sealed_block(block) for block in blocks if block is not None]
        if head.number >= first:
            read.append(head)
        # Only now, so that a scrape that failed is made up for by the next.
        for block in read:
            self._counts.add(block)
        if self._head is None or head.number >= self._head.number:
            self._head = head
        self._validators = tuple(map(to_address, validators))

    def _metrics(self, answers: bool) -> Iterator[Metric]:
        yield GaugeMetricFamily("quaychain_node_answers", "Whether the monitored node answers.", value=float(answers))
        if self._head is None:
            return
        head, counts, count = self._head, self._counts, len(self._validators)
        for name, text, value in (
            ("quaychain_chain_height", "Number of the newest block.", head.number),
            ("quaychain_chain_head_timestamp_seconds", "Time of the newest block.", head.timestamp),
            ("quaychain_chain_validators", "Validators in force.", count),
            ("quaychain_chain_quorum", "Validators that must seal a block: ceil(2n/3).", quorum(count)),
        ):
            yield GaugeMetricFamily(name, text, value=value)
        yield CounterMetricFamily("quaychain_chain_blocks", "Blocks looked at.", value=counts.blocks)
        yield CounterMetricFamily(
            "quaychain_chain_rounds", "Rounds beyond the first that these blocks took.", value=counts.rounds
        )
        sealed = CounterMetricFamily(
            "quaychain_validator_sealed_blocks",
            "Blocks with the validator's seal; a header has only a quorum of seals, the first that came.",
            labels=("validator",),
        )
        proposed = CounterMetricFamily(
            "quaychain_validator_proposed_blocks", "Blocks that the validator proposed.", labels=("validator",)
        )
        for validator in self._validators:
            sealed.add_metric((validator,), counts.sealed[validator])
            proposed.add_metric((validator,), counts.proposed[validator])
        yield sealed
        yield proposed


class DiskCollector(Collector):
    """Size and free space of the file systems that these folders are on."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def collect(self) -> Iterable[Metric]:
        """Look, and tell; a folder that is gone is left out."""
        size = GaugeMetricFamily("quaychain_disk_size_bytes", "Size of the file system.", labels=("folder",))
        free = GaugeMetricFamily("quaychain_disk_free_bytes", "Free for us on the file system.", labels=("folder",))
        for folder in self._folders:
            try:
                usage = shutil.disk_usage(folder)
            except OSError:
                continue
            size.add_metric((str(folder),), usage.total)
            free.add_metric((str(folder),), usage.free)
        return (size, free)

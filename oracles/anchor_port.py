"""Streams and anchors on the chain: an `AnchorPort` of EventAnchor and one Oracle account's sender. I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quaychain.contracts.bindings.errors import SequenceMismatchError
from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.log_ranges import logs_backwards
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionRefusedError
from quaychain.contracts.types import Call, Receipt, to_hex

from .holders import BlockHolders
from .ports import AnchoredRange, AnchorRefusedError, ChainStream
from .queue.batches import BatchRow, Inclusion

#: What the calls may take; contracts/gas.json has what they do take, less than half of it.
_ANCHOR_GAS, _TAKE_OVER_GAS, _OPEN_GAS = 150_000, 150_000, 320_000


class ChainAnchorPort:
    """See AnchorPort.

    `final_block` gives the number of the newest block that stays: the head with QBFT, the newest one on disk on the
    embedded chain. `from_block` is where this consortium's logs begin.
    """

    def __init__(
        self,
        reader: ChainReader,
        sender: PipelinedSender,
        anchor: EventAnchor,
        final_block: Callable[[], int],
        holders: BlockHolders,
        *,
        from_block: int,
    ) -> None:
        self._reader = reader
        self._sender = sender
        self._anchor = anchor
        self._final_block = final_block
        self._holders = holders
        self._from_block = from_block

    def final_block(self) -> int:
        """See AnchorPort."""
        return self._final_block()

    def head_block(self) -> int:
        """See AnchorPort."""
        return self._reader.head().number

    def streams(self, streams: Sequence[bytes]) -> dict[bytes, ChainStream]:
        """See AnchorPort; raises StreamAlreadyOpenError and other errors of the contract where one can't be opened."""
        found = self._read(streams)
        lacking = [stream for stream in streams if stream not in found]
        if lacking:
            # The partition's name is ours alone, so anything unique does.
            self._submit(
                {
                    f"stream/{stream.hex()}": self._anchor.open_stream(
                        stream, keccak256(b"quaychain partition" + stream)
                    )
                    for stream in lacking
                },
                _OPEN_GAS,
            )
            found |= self._read(lacking)
        return found

    def advance(
        self, rows: Sequence[BatchRow], on_chain: Mapping[bytes, ChainStream]
    ) -> dict[BatchRow, Inclusion | AnchorRefusedError]:
        """See AnchorPort. The same bytes are sent until they are in a block; what was refused gets a new key."""
        found: dict[BatchRow, Inclusion | AnchorRefusedError] = {}
        calls: dict[str, Call] = {}
        rows_of: dict[str, BatchRow] = {}
        waiting: set[bytes] = set()
        for row in rows:
            stream = on_chain[row.stream]
            key = self._key(row, stream.epoch)
            call = self._call(row, stream.epoch)
            if stream.next_sequence >= row.next_sequence and not self._sender.knows(key):
                # Another account anchored it before it died, or what we knew of it is gone.
                inclusion = self._find(row)
                found[row] = inclusion or AnchorRefusedError(f"another batch is anchored from {row.first_sequence} on")
            elif row.stream in waiting:
                continue
            elif row.attempt and not self._sender.knows(key):
                # It was refused before: it is asked for first, and nothing goes after it meanwhile.
                waiting.add(row.stream)
                try:
                    self._sender.simulate(call)
                except QuaychainError as error:
                    found[row] = AnchorRefusedError(str(error) or type(error).__name__)
                    continue
                calls[key], rows_of[key] = call, row
            else:
                calls[key], rows_of[key] = call, row
        if calls:
            self._sender.submit_all(calls, gas=_ANCHOR_GAS)
            for key, answer in self._sender.poll([key for key in calls if self._sender.knows(key)]).items():
                found[rows_of[key]] = self._outcome(rows_of[key], answer)
        return found

    def blocks_of(self, transaction_hashes: Sequence[bytes]) -> dict[bytes, int]:
        """See AnchorPort."""
        answers = self._reader.rpc.batch(
            [("eth_getTransactionReceipt", (to_hex(name),)) for name in transaction_hashes]
        )
        receipts = [None if answer is None else Receipt.from_json(answer) for answer in answers]
        return {one.transaction_hash: one.block_number for one in receipts if one is not None and one.succeeded}

    def anchored_from(self, stream: bytes, sequence: int) -> list[AnchoredRange]:
        """See AnchorPort."""
        found = []
        for log in logs_backwards(
            self._reader.rpc,
            self._anchor.address,
            (BatchAnchored.TOPIC, stream),
            self._from_block,
            self._reader.rpc.block_number(),
        ):
            event = self._anchor.decode(log)
            if isinstance(event, BatchAnchored):
                if event.first_sequence < sequence:
                    break
                inclusion = Inclusion(log.transaction_hash, log.block_number)
                found.append(AnchoredRange(event.first_sequence, event.count, event.root, event.data_cid, inclusion))
        return found[::-1]

    def take_over(self, stream: bytes, epoch: int) -> None:
        """See AnchorPort."""
        call = self._anchor.take_over(stream, epoch, self._sender.signer.address)
        key = f"takeover/{stream.hex()}/{epoch}"
        if not self._sender.knows(key):
            try:
                self._sender.simulate(call)
            except QuaychainError as error:
                raise AnchorRefusedError(str(error) or type(error).__name__) from error
        self._submit({key: call}, _TAKE_OVER_GAS)

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """See AnchorPort."""
        return self._holders.held(rows)

    def forget(self, rows: Sequence[BatchRow]) -> None:
        """See AnchorPort."""
        self._sender.forget_begun([f"anchor/{row.stream.hex()}/{row.first_sequence}/" for row in rows])

    def _read(self, streams: Sequence[bytes]) -> dict[bytes, ChainStream]:
        answers = self._reader.read_many([self._anchor.stream_of(stream) for stream in streams])
        ours = self._sender.signer.address
        return {
            stream: ChainStream(found.epoch, found.next_sequence, found.holder == ours)
            for stream, found in zip(streams, answers, strict=True)
            if found.epoch
        }

    def _submit(self, calls: Mapping[str, Call], gas: int) -> None:
        """Send them, and raise what a contract says of one that failed."""
        known = self._sender.submit_all(calls, gas=gas)
        for answer in self._sender.poll(list(known)).values():
            if isinstance(answer, QuaychainError):
                raise answer

    def _call(self, row: BatchRow, epoch: int) -> Call:
        assert row.cid is not None
        return self._anchor.anchor(row.stream, epoch, row.first_sequence, row.count, row.root, row.cid)

    def _key(self, row: BatchRow, epoch: int) -> str:
        return f"anchor/{row.stream.hex()}/{row.first_sequence}/{epoch}/{row.attempt}"

    def _outcome(self, row: BatchRow, answer: Receipt | QuaychainError) -> Inclusion | AnchorRefusedError:
        if isinstance(answer, Receipt):
            return Inclusion(answer.transaction_hash, answer.block_number)
        if isinstance(answer, TransactionRefusedError):
            return AnchorRefusedError(str(answer))
        if isinstance(answer, SequenceMismatchError) and answer.expected >= row.next_sequence:
            found = self._find(row)
            if found is not None:
                return found
        return AnchorRefusedError(str(answer) or type(answer).__name__)

    def _find(self, row: BatchRow) -> Inclusion | None:
        """The anchor of this very batch, by its log."""
        for found in self.anchored_from(row.stream, row.first_sequence):
            if (found.first_sequence, found.root) == (row.first_sequence, row.root):
                return found.inclusion
        return None

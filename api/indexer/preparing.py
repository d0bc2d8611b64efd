"""A range of the chain as rows, made before the database is asked. Pure.

So the next range is made ready while the database takes one in, and a transaction holds nothing up but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quaychain.contracts.types import BlockHead

from .decoding import AddressBook, DecodedLog, described
from .operations import LogPosition, RowOperation
from .registry import CONTRACTS
from .source import ChainRange
from .values import hexadecimal
from .writer import Step, arranged

LOG_COLUMNS = (
    "block_hash",
    "transaction_hash",
    "log_index",
    "transaction_index",
    "block_number",
    "block_time",
    "address",
    "contract",
    "topics",
    "data",
    "event",
    "arguments",
)
SUBJECT_COLUMNS = ("subject", "block_number", "log_index")


@dataclass(frozen=True, slots=True)
class PreparedRange:
    """A range's rows: of `logs` and `log_subjects` by the columns above, of `blocks` by name, and what is done to all
    other tables. `book` is what the next range is prepared by."""

    read: ChainRange
    book: AddressBook
    logs: list[tuple[object, ...]]
    subjects: list[tuple[object, ...]]
    steps: list[Step]
    blocks: list[dict[str, object]]


def prepare(book: AddressBook, read: ChainRange) -> PreparedRange:
    """What a range comes to, by the contracts known before it and those that it enters itself."""
    book = book.after(read.logs)
    times = {block.number: block.timestamp for block in read.blocks}
    rows, subjects, operations = list[tuple[object, ...]](), list[tuple[object, ...]](), list[RowOperation]()
    # Empty blocks between are left out; the last one is where the next range has to join.
    kept = {read.last.number}
    for decoded, at in placed(book.decode(read.logs), times):
        log, contract, event = decoded
        address, topics, data, number, _, _, transaction_index, index = log
        arguments, things = described(event)
        kept.add(number)
        rows.append(
            (
                at.block_hash,
                at.transaction_hash,
                index,
                transaction_index,
                number,
                at.time,
                address,
                contract,
                _joined(topics),
                data,
                event.__class__.__name__,
                arguments,
            )
        )
        subjects += [(thing, number, index) for thing in things]
        operations += operations_of(decoded, at)
    return PreparedRange(
        read,
        book,
        rows,
        subjects,
        arranged(operations),
        [block_row(block) for block in read.blocks if block.number in kept],
    )


def operations_of(decoded: DecodedLog, at: LogPosition) -> Iterator[RowOperation]:
    """What an event does to the tables that are made from events."""
    for project in CONTRACTS[decoded.contract].projections:
        yield from project(decoded.event, at)


def placed(decoded: Iterable[DecodedLog], times: Mapping[int, int]) -> Iterator[tuple[DecodedLog, LogPosition]]:
    """Each with its position; `times` are the blocks' by their numbers."""
    block, transaction, of_block, of_transaction = b"", b"", "", ""
    for each in decoded:
        log = each.log
        if log.transaction_hash != transaction or log.block_hash != block:
            block, transaction = log.block_hash, log.transaction_hash
            of_block, of_transaction = hexadecimal(block), hexadecimal(transaction)
        number = log.block_number
        yield each, LogPosition(number, of_block, times[number], of_transaction, log.log_index)


def block_row(block: BlockHead) -> dict[str, Any]:
    """The row of `blocks`."""
    return {
        "block_number": block.number,
        "block_hash": hexadecimal(block.hash),
        "parent_hash": hexadecimal(block.parent_hash),
        "block_time": block.timestamp,
    }


@lru_cache(maxsize=1_024)
def _joined(topics: tuple[bytes, ...]) -> str:
    """Topics as the table has them; those of neighbours are often the same."""
    return ",".join([hexadecimal(topic) for topic in topics])

"""Collects what is found after a run: from the chain itself, the stores, the outbox, the rows and the API. I/O."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import httpx
from sqlalchemy import Engine, select

from quaychain.api.tables.chain import logs
from quaychain.api.tables.events import events
from quaychain.api.tables.streams import batches
from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.cid import Cid
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent, batch_record, decode_lines
from quaychain.contracts.events.envelope import Counter, EventKind, ReadingEnvelope
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import ExpectedRecord, open_sealed, read_header
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.contracts.types import from_hex, to_address
from quaychain.node.accounts import open_account

from ..demo.api_client import ApiClient
from ..demo.consortium import member_keys, password
from .facts import Facts, FoundBatch, FoundEvent, IndexedEvent, SentTransaction
from .notes import Notes
from .parts import Wiring
from .template import EDGE

_READER = "mfr"


def noted(notes: Notes) -> Facts:
    """What producers noted."""
    return Facts(signed=notes.all_signed(), durable=notes.all_durable(), anchored=notes.all_anchored())


def add_chain(facts: Facts, wiring: Wiring, node: Rpc, since: int) -> None:
    """Batches with their opened data, the oracle account's transactions, and all logs after block `since`.

    Up to there the consortium was founded: contracts say things then that are no rows.
    """
    deployment = wiring.founded.deployment
    if wiring.setup.edge:
        facts.deriving = bytes(wiring.founded.signing_key(EDGE).verify_key)
    anchor = deployment.contract(EventAnchor)
    for log in node.logs({"fromBlock": hex(since + 1), "toBlock": "latest"}):
        facts.chain_logs.add((log.block_hash, log.transaction_hash, log.log_index))
        if log.address == anchor.address and log.topics[0] == BatchAnchored.TOPIC:
            event = anchor.decode(log)
            assert isinstance(event, BatchAnchored)
            facts.batches.append(_opened(event, wiring, facts))
    facts.sent = list(_sent(wiring, node))
    reader = ChainReader(node)
    epochs = {stream: reader.read(anchor.stream_of(stream)).epoch for stream in {each.stream for each in facts.batches}}
    facts.takeovers = sum(epoch - 1 for epoch in epochs.values())
    facts.lapsed = set(_lapsed(anchor, epochs, facts))


def add_rows(facts: Facts, engine: Engine, since: int) -> None:
    """What the indexer made of it."""
    with engine.connect() as connection:
        keys = select(logs.c.block_hash, logs.c.transaction_hash, logs.c.log_index)
        keys = keys.where(logs.c.block_number > since)
        facts.row_logs = [(from_hex(row[0], 32), from_hex(row[1], 32), row[2]) for row in connection.execute(keys)]
        facts.row_batches = [
            (from_hex(row.stream_id, 32), row.first_sequence, row.event_count, from_hex(row.root, 32))
            for row in connection.execute(select(batches))
        ]
        facts.row_events = [
            IndexedEvent(
                FoundEvent(
                    from_hex(row.stream_id, 32),
                    row.sequence,
                    from_hex(row.device_key, 32),
                    Counter(row.boot, row.device_sequence),
                    from_hex(row.event_id, 32),
                ),
                bool(row.signature_valid and row.root_checked),
            )
            for row in connection.execute(select(events))
        ]


def add_answers(facts: Facts, url: str, token: str) -> None:
    """What the API lists."""
    client = ApiClient(url, {_READER: token})
    try:
        facts.answered = [from_hex(item["event_id"], 32) for item in client.all(_READER, "/events", limit=100)]
    except (httpx.HTTPError, ValueError) as error:
        facts.waiting.append(f"the API does not list events: {error}")


def _opened(batch: BatchAnchored, wiring: Wiring, facts: Facts) -> FoundBatch:
    found = FoundBatch(batch.stream, batch.first_sequence, batch.count, batch.root)
    try:
        entries = list(_entries(batch, wiring))
        tree = event_tree(batch.stream, entries)
    except (QuaychainError, OSError, ValueError) as error:
        return replace(found, problem=f"{type(error).__name__}: {error}")
    for entry in entries:
        _measured(entry, facts)
    return replace(found, events=tuple(_found(batch.stream, entry) for entry in entries), computed_root=tree.root)


def _measured(entry: BatchEvent, facts: Facts) -> None:
    envelope = entry.event.envelope
    if isinstance(envelope, ReadingEnvelope):
        facts.readings += [(envelope.key, float(reading.value)) for reading in envelope.readings]
    elif envelope.kind == EventKind.DERIVED.value:
        facts.derived += [(note["device"], float(note["value"])) for note in json.loads(entry.event.body)["notes"]]


def _entries(batch: BatchAnchored, wiring: Wiring) -> Iterator[BatchEvent]:
    home = wiring.founded.home
    sealed = DirectoryContentStore(wiring.content).get(Cid.from_bytes(batch.data_cid))
    record = batch_record(batch.stream, batch.first_sequence)
    key = member_keys(home, _READER).encryption_key(password(home, _READER))
    expected = ExpectedRecord(wiring.founded.deployment.chain_id, record, 1, read_header(sealed).root, None)
    wraps = DirectoryWrapStore(wiring.wraps).list(record, 1, key.member)
    opened = open_sealed(sealed, wraps, key, expected)
    entries = [entry for attachment in opened.attachments for entry in decode_lines(attachment.data)]
    yield from sorted(entries, key=lambda entry: entry.seq)


def _found(stream: bytes, entry: BatchEvent) -> FoundEvent:
    envelope = entry.event.envelope
    return FoundEvent(stream, entry.seq, envelope.public_key, envelope.counter, entry.event.digest)


def _lapsed(anchor: EventAnchor, epochs: Mapping[bytes, int], facts: Facts) -> Iterator[bytes]:
    """Calls for an epoch of a stream that is over, or that another began; `epochs` are the present ones."""
    nobody = to_address(bytes(20))
    anchoring, taking = (call.data[:4] for call in (anchor.anchor(bytes(32), 0, 0, 0, bytes(32), b""),
                                                    anchor.take_over(bytes(32), 0, nobody)))  # fmt: skip
    for call in {each.call for each in facts.sent} | {each.call for each in facts.stored}:
        selector, stream, epoch = call[:4], call[4:36], int.from_bytes(call[36:68])
        over = epochs.get(stream, 0)
        if (selector == anchoring and epoch < over) or (selector == taking and epoch <= over):
            yield call


def _sent(wiring: Wiring, node: Rpc) -> Iterator[SentTransaction]:
    home = wiring.founded.home
    accounts = {
        open_account(str(home.keys / _READER / f"{name}.json"), password(home, _READER)).address.lower(): name
        for name in wiring.accounts
    }
    numbers = range(node.block_number() + 1)
    for block in node.batch([("eth_getBlockByNumber", (hex(number), True)) for number in numbers]):
        for transaction in block["transactions"]:
            account = accounts.get(transaction["from"].lower())
            if account is not None:
                digest = from_hex(transaction["hash"], 32)
                receipt = node.receipt(digest)
                succeeded = receipt is not None and receipt.succeeded
                call = bytes.fromhex(transaction["input"][2:])
                yield SentTransaction(int(transaction["nonce"], 16), digest, succeeded, account, call)

"""Wires `quaychain oracle status`."""

from __future__ import annotations

import time
from pathlib import Path

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.oracles.queue.database import QueueConnection
from quaychain.oracles.queue.progress import sender_state
from quaychain.oracles.status import AskChain, StatusReader, StreamOnChain

from .options import OptionError


def status_reader(
    connection: QueueConnection, transactions: Path | None, deployment: Path | None, rpc: str
) -> StatusReader:
    """The reader over a queue, an outbox and a node, where they are given. Raises OptionError, DeploymentFileError…"""
    if (deployment is None) != (not rpc):
        raise OptionError("--rpc", "goes with --deployment")
    return StatusReader(
        connection,
        lambda: time.time_ns() // 1_000_000,
        None if deployment is None else _chain(Deployment.load(deployment), rpc),
        lambda: None if transactions is None else sender_state(transactions),
    )


def _chain(deployment: Deployment, rpc: str) -> AskChain:
    client = Rpc(rpc, timeout=5.0, patience=0.3)
    client.check_chain(deployment.chain_id, deployment.genesis)
    reader, anchor = ChainReader(client), deployment.contract(EventAnchor)

    def ask(stream: bytes) -> StreamOnChain | None:
        try:
            found, gaps = reader.read_many([anchor.stream_of(stream), anchor.gap_count(stream)])
        except QuaychainError:
            return None
        return StreamOnChain(found.epoch, found.holder, found.next_sequence - 1, gaps) if found.epoch else None

    return ask

"""Proof bundles: a log, or an anchored event, as a file that a stranger checks offline (I/O: asks a node)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.proofs.anchored import anchored_event
from quaychain.contracts.proofs.export import export_bundle
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Log

from .errors import EventNotProvableError
from .indexer.ledger import log_of
from .opening.batches import AnchoredBatch, BatchRefused, open_batch
from .permissions import Action
from .queries.events import event_row
from .queries.logs import get_log
from .queries.view import View
from .tables.chain import logs
from .tables.streams import batches


@dataclass(frozen=True)
class BundleExporter:
    """Makes bundles of what an asker may see."""

    rpc: Rpc
    deployment: Deployment

    def of_log(self, view: View, transaction_hash: str, log_index: int) -> bytes:
        """The bundle of a log.

        Raises NotFoundError, AccessDeniedError, BundleUnavailableError, ProofError, and the node's errors.
        """
        shown = get_log(view, transaction_hash, log_index, Action.EXPORT)
        log = self._log(view, shown.block_number, shown.log_index)
        return export_bundle(self.rpc, self.deployment, shown.contract, log)

    def of_event(self, view: View, event_id: str) -> bytes:
        """The bundle of a signed event: the BatchAnchored log, and the event's way to the root in it.

        Raises what `of_log` does, EventNotProvableError, SealingError and the stores' errors.
        """
        row = event_row(view, event_id, Action.EXPORT)
        batch_row = view.connection.execute(
            select(batches).where(batches.c.stream_id == row.stream_id, batches.c.first_sequence == row.first_sequence)
        ).one()
        batch = AnchoredBatch.of(batch_row)
        opened = open_batch(batch, view.opener.stores)
        if isinstance(opened, BatchRefused):
            raise EventNotProvableError(event_id, opened.reason)
        if not opened.root_checked:
            raise EventNotProvableError(event_id, "some of its batch's events are sealed for others only")
        anchored = anchored_event(batch.stream, opened.events, row.sequence, batch.root)
        log = self._log(view, batch_row.block_number, batch_row.log_index)
        return export_bundle(self.rpc, self.deployment, "EventAnchor", log, anchored)

    def _log(self, view: View, block_number: int, log_index: int) -> Log:
        row = view.connection.execute(
            select(logs).where(logs.c.block_number == block_number, logs.c.log_index == log_index)
        ).one()
        return log_of(row)

"""Wires `quaychain oracle keeper`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.stores import DirectoryWrapStore
from quaychain.oracles.keeper.anchored import AnchoredBatch, AnchoredLogs, BatchReader
from quaychain.oracles.keeper.availability import AvailabilityDuty
from quaychain.oracles.keeper.book import Book
from quaychain.oracles.keeper.certificates import CertificateDuty
from quaychain.oracles.keeper.challenges import AnswerDuty, ChainChallenger, EventsOf
from quaychain.oracles.keeper.delivery import (
    DeliveryDuty,
    FileTarget,
    Target,
    WebhookSecretError,
    WebhookTarget,
    webhook_secret,
)
from quaychain.oracles.keeper.duty import Duty, Keeper, KeeperSettings
from quaychain.oracles.keeper.messages import MessageDuty
from quaychain.oracles.keeper.orders import DeadlinesDuty
from quaychain.oracles.keeper.watch import TargetSettings, Watch, read_watch
from quaychain.oracles.metrics import KeeperMetrics
from quaychain.oracles.queue.batches import Batches
from quaychain.oracles.queue.database import open_queue

from .chain import AccountOnChain
from .options import OptionError, read_file
from .oracle_run import content_store
from .reading_keys import encryption_keys


@dataclass(frozen=True, slots=True)
class KeeperPlaces:
    """Where a keeper's files and stores are; what is not given is not looked after."""

    watch: Path | None = None
    #: The keepers' database, sqlite:///FILE or postgresql://….
    book: str = ""
    #: A folder, or the URL of Kubo's RPC.
    content: str = ""
    wraps: Path | None = None
    keys: Path | None = None
    queue: str = ""
    #: Whether deliveries that were given up are tried again.
    retry_dead: bool = False


@contextmanager
def keeper(
    settings: KeeperSettings, chain: AccountOnChain, places: KeeperPlaces, metrics: KeeperMetrics
) -> Iterator[Keeper]:
    """The keeper with the duties that the places allow. Raises OptionError, WatchFileError, KeeperBookError…"""
    with ExitStack() as closing:
        wiring = _Wiring(chain, places, metrics, closing)
        yield Keeper(settings, chain.reader.now, wiring.duties(), metrics)


class _Wiring:
    def __init__(self, chain: AccountOnChain, places: KeeperPlaces, metrics: KeeperMetrics, closing: ExitStack) -> None:
        self._chain = chain
        self._places = places
        self._metrics = metrics
        self._closing = closing
        self._anchor = chain.deployment.contract(EventAnchor)
        self._logs = AnchoredLogs(chain.reader, self._anchor, from_block=chain.deployment.block)

    def duties(self) -> list[Duty]:
        chain, places = self._chain, self._places
        orders = chain.deployment.contract(OrderFulfilment)
        duties: list[Duty] = [DeadlinesDuty(chain.reader, chain.sender, orders, from_block=chain.deployment.block)]
        account = chain.reader.read(chain.deployment.contract(MemberRegistry).account_of(chain.sender.signer.address))
        sources = self._sources()
        if account.purpose is AccountPurpose.ORACLE and sources:
            duties.append(AnswerDuty(chain.reader, chain.sender, self._anchor, self._logs, account.member, sources))
        if places.watch is None:
            return duties
        if not places.book:
            raise OptionError("--book", "is needed with --watch: what was told must be remembered")
        watch = read_watch(places.watch)
        targets = self._targets(watch.targets)
        book = self._closing.enter_context(_closed(Book(places.book, tuple(targets))))
        may_challenge = account.purpose is AccountPurpose.OPERATIONS
        if places.retry_dead:
            book.revive()
        self._metrics.expects((), targets)
        duties += self._watching(watch, book, orders, may_challenge)
        return [*duties, DeliveryDuty(book, targets, self._metrics)]

    def _watching(self, watch: Watch, book: Book, orders: OrderFulfilment, may_challenge: bool) -> Iterator[Duty]:
        chain, places = self._chain, self._places
        if watch.certificates is not None:
            customs = chain.deployment.contract(CustomsCompliance)
            yield CertificateDuty(
                chain.reader, customs, book, watch.certificates.warn_days, from_block=chain.deployment.block
            )
        if watch.arrivals or watch.fences:
            reader = self._batch_reader()
            if reader is None:
                raise OptionError("--watch", "arrivals and fences need --content, --wraps and --keys")
            yield MessageDuty(
                chain.reader,
                self._logs,
                reader,
                orders,
                book,
                chain.final_block,
                arrivals=watch.arrivals,
                fences=watch.fences,
            )
        if watch.availability is not None:
            if not places.content:
                raise OptionError("--watch", "availability needs --content")
            yield AvailabilityDuty(
                watch.availability,
                self._logs,
                content_store(places.content),
                book,
                chain.final_block,
                ChainChallenger(chain.reader, chain.sender, self._anchor, self._logs) if may_challenge else None,
                self._metrics,
            )

    def _batch_reader(self) -> BatchReader | None:
        places = self._places
        if not places.content or places.wraps is None or places.keys is None:
            return None
        return BatchReader(
            self._chain.deployment.chain_id,
            content_store(places.content),
            DirectoryWrapStore(places.wraps),
            tuple(encryption_keys(places.keys)),
        )

    def _sources(self) -> list[EventsOf]:
        """Where the events of our own streams can be had: the queue, then the stores."""
        found: list[EventsOf] = []
        if self._places.queue:
            found.append(_queue_source(self._places.queue))
        reader = self._batch_reader()
        if reader is not None:
            found.append(reader.events)
        return found

    def _targets(self, wanted: Sequence[TargetSettings]) -> dict[str, Target]:
        client = self._closing.enter_context(httpx.Client(trust_env=False))
        found: dict[str, Target] = {}
        for target in wanted:
            if target.url is None:
                assert target.file is not None
                found[target.name] = FileTarget(target.file)
                continue
            assert target.secret_file is not None
            try:
                key = webhook_secret(read_file(target.secret_file).decode("ascii", "replace").strip())
            except WebhookSecretError as error:
                raise OptionError("--watch", f"{target.secret_file}: {error}") from None
            found[target.name] = WebhookTarget(target.url, key, client)
        return found


def _queue_source(queue: str) -> EventsOf:
    batches = Batches(open_queue(queue, make=False))

    def events(batch: AnchoredBatch) -> list[BatchEvent]:
        return batches.events(batch.stream, batch.first_sequence, batch.count)

    return events


@contextmanager
def _closed(book: Book) -> Iterator[Book]:
    try:
        yield book
    finally:
        book.close()

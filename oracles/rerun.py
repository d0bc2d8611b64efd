"""Take messages out of the quarantine again, through the gateway's own checks. I/O (the queue)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .devices import DeviceDirectory
from .examine import Arrival, BodyReader, ExaminationRules, Examined, examine
from .queue.acceptance import Acceptance, Accepted, Outcome, Refused, Rejected
from .queue.database import QueueConnection
from .queue.listing import Quarantined
from .topics import parse_up_topic


def rerun(
    entries: Iterable[Quarantined],
    connection: QueueConnection,
    rules: ExaminationRules,
    devices: DeviceDirectory,
    now: Callable[[], int],
    read_body: BodyReader,
) -> Iterator[tuple[Quarantined, Outcome]]:
    """Each entry with what came of it, in the order given.

    What is accepted now leaves the quarantine in the same transaction, and so does what turns out to be recorded
    already; what is refused again stays. Raises DirectoryUnavailableError.
    """
    acceptance = Acceptance(connection)
    for entry in entries:
        item = _examined(entry, rules, devices, now(), read_body)

        def leave(outcomes: Sequence[Outcome], number: int = entry.id) -> None:
            if _settled(outcomes[0]):
                connection.execute("DELETE FROM quarantine WHERE id = ?", (number,))

        yield entry, acceptance.take([item], now(), leave).outcomes[0]


def _examined(
    entry: Quarantined, rules: ExaminationRules, devices: DeviceDirectory, now: int, read_body: BodyReader
) -> Examined | Rejected:
    arrival = Arrival(entry.source, entry.message, entry.body)
    try:
        if entry.source.startswith("qc/"):
            arrival = Arrival(entry.source, entry.message, entry.body, topic=parse_up_topic(entry.source))
        return examine(arrival, rules, devices, now, read_body)
    except EventRefusedError as error:
        return Rejected(arrival, error.bare())


def _settled(outcome: Outcome) -> bool:
    return isinstance(outcome, Accepted) or (isinstance(outcome, Refused) and outcome.reason is RefusalReason.REPLAYED)

"""How a run's oracle is set up, drawn from the seed: databases, broker, workers, forms, a second oracle. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Setup:
    """One of the ways in which people run it; as it stands, everything of one oracle on one machine."""

    #: Whether the oracle's queue and the indexer's rows are in PostgreSQL; else in SQLite.
    queue_in_postgresql: bool = False
    rows_in_postgresql: bool = False
    #: A second oracle account stands by on the same queue (PostgreSQL), and takes the streams when the first is dead.
    heir: bool = False
    streams: int = 1
    #: Processes that share the gateway's subscription; 0: none.
    workers: int = 0
    protocol: Literal["3.1.1", "5"] = "3.1.1"
    tls: bool = False
    #: By device: whether it signs COSE_Sign1.
    cose: tuple[bool, bool, bool] = (False, False, False)
    readings_per_message: int = 1
    #: Whether an edge rule makes a note of each reading.
    edge: bool = False

    @property
    def postgresql(self) -> bool:
        """Whether there has to be a server."""
        return self.queue_in_postgresql or self.rows_in_postgresql

    def without_postgresql(self) -> Setup:
        """The same where no PostgreSQL is installed."""
        return replace(self, queue_in_postgresql=False, rows_in_postgresql=False, heir=False)

    def without_mosquitto(self) -> Setup:
        """The same on the embedded broker, which has neither shared subscriptions nor TLS nor MQTT 5."""
        return replace(self, workers=0, tls=False, protocol="3.1.1")

    def __str__(self) -> str:
        places = {False: "SQLite", True: "PostgreSQL"}
        parts = [
            f"queue in {places[self.queue_in_postgresql]}",
            f"rows in {places[self.rows_in_postgresql]}",
            *(["a second oracle"] if self.heir else []),
            f"{self.streams} streams",
            f"{self.workers} workers",
            f"MQTT {self.protocol}{' over TLS' if self.tls else ''}",
            f"{sum(self.cose)} of 3 devices in COSE",
            f"{self.readings_per_message} readings a message",
            *(["an edge rule"] if self.edge else []),
        ]
        return ", ".join(parts)


def draw_setup(seed: int) -> Setup:
    """The setup of a seed. It has draws of its own: a choice more changes no seed's faults."""
    drawn = random.Random(f"quaychain chaos setup {seed}")  # noqa: S311  not for secrets: it has to be repeatable
    queue, rows, heir = drawn.random() < 0.5, drawn.random() < 0.5, drawn.random() < 0.6
    return Setup(
        queue_in_postgresql=queue,
        rows_in_postgresql=rows,
        heir=queue and heir,
        streams=drawn.choice((1, 1, 3)),
        workers=drawn.choice((0, 0, 2)),
        protocol="5" if drawn.random() < 0.5 else "3.1.1",
        tls=drawn.random() < 0.4,
        cose=(drawn.random() < 0.4, drawn.random() < 0.4, drawn.random() < 0.4),
        readings_per_message=drawn.choice((1, 1, 5)),
        edge=drawn.random() < 0.4,
    )

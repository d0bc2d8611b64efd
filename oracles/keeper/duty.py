"""What a duty is, and the keeper that does all of them again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError

from ..metrics import KeeperMetrics


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that this keeper did."""

    #: Such as `remind`, `notice` or `deliver`.
    what: str
    #: To what: ids, and what else a person reads.
    about: str


class Duty(Protocol):
    """One thing that keepers look after. Several keepers may look at the same time: each thing is done by one."""

    @property
    def name(self) -> str:
        """A word for logs and metrics."""

    def look(self, now: int) -> Iterable[Done]:
        """Do what is to be done at `now`, the head's time in Unix seconds; tells each thing when it is done.

        Raises a QuaychainError where chain, stores or database are away: it is tried again at the next look.
        """


class KeeperSettings(BaseModel):
    """How often a keeper looks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Seconds between two looks.
    interval: Annotated[float, Field(gt=0, le=3_600)] = 1.0


class Keeper:
    """Does its duties, one after the other. `now` is the head's time."""

    def __init__(
        self,
        settings: KeeperSettings,
        now: Callable[[], int],
        duties: Sequence[Duty],
        metrics: KeeperMetrics | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._duties = duties
        self._metrics = metrics
        self._log = structlog.get_logger("keeper")
        if metrics is not None:
            metrics.expects(duty.name for duty in duties)

    def look(self) -> list[Done]:
        """Do all that is due now; answers what this keeper did. Raises the first duty's error after all were tried."""
        done: list[Done] = []
        failed: QuaychainError | None = None
        now = self._now()
        for duty in self._duties:
            try:
                done += self._look_after(duty, now)
            except QuaychainError as error:
                self._waits(duty.name, error)
                failed = failed or error
        if failed is not None:
            raise failed
        return done

    def run(self, stopping: threading.Event) -> None:
        """Look again and again until `stopping` is set; what is away is waited for, and holds up no other duty."""
        while not stopping.is_set():
            try:
                now = self._now()
            except QuaychainError as error:
                self._waits("clock", error)
            else:
                for duty in self._duties:
                    if stopping.is_set():
                        return
                    try:
                        self._look_after(duty, now)
                    except QuaychainError as error:
                        self._waits(duty.name, error)
            stopping.wait(self._settings.interval)

    def _look_after(self, duty: Duty, now: int) -> list[Done]:
        done: list[Done] = []
        for thing in duty.look(now):
            self._log.info(thing.what, duty=duty.name, about=thing.about)
            if self._metrics is not None:
                self._metrics.did(duty.name, thing.what)
            done.append(thing)
        if self._metrics is not None:
            self._metrics.looked(duty.name)
        return done

    def _waits(self, duty: str, error: QuaychainError) -> None:
        self._log.warning("waits", duty=duty, error=type(error).__name__, reason=str(error))
        if self._metrics is not None:
            self._metrics.waits(duty, error)

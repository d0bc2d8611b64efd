"""Sends what sources sign, for as long as the service runs: posts in order, and lets go of what is anchored. I/O."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Annotated, Any

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.events.envelope import Counter

from ..sending.carrier import Captured, CaptureRefusedError, CaptureUnavailableError, Carrier
from ..sending.outbox import Outbox, Outgoing

#: After these a gateway took nothing and never will; the carrier has taken the message back.
_WITHDRAWN = frozenset({400, 413, 415})


class CourierSettings(BaseModel):
    """How a courier paces itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Seconds between two looks when there is nothing to do, or the gateway can't take anything.
    pause: Annotated[float, Field(gt=0, le=60)] = 0.5
    #: Messages posted and not yet anchored.
    window: Annotated[int, Field(ge=1, le=100_000)] = 1_000


#: Told of each anchored message: the courier's outbox, what was sent, and the gateway's job with its stream and
#: sequence. It stays in the outbox, and is told again, until this has returned.
Anchored = Callable[[Outbox, Outgoing, dict[str, Any]], None]


class Courier:
    """One outbox's way to the gateway. One thread; the outbox must be this thread's own `Outbox` of the file."""

    def __init__(
        self, settings: CourierSettings, carrier: Carrier, outbox: Outbox, anchored: Anchored | None = None
    ) -> None:
        self._settings = settings
        self._carrier = carrier
        self._outbox = outbox
        self._anchored = anchored
        self._posted: Counter | None = None
        self._waiting: deque[tuple[Outgoing, Captured]] = deque()
        self._log = structlog.get_logger("courier")

    def run(self, stopping: threading.Event) -> None:
        """Send until `stopping` is set, whatever a gateway answers; what is not sent stays in the outbox."""
        while not stopping.is_set():
            if not self.step(stopping):
                stopping.wait(self._settings.pause)

    def step(self, stopping: threading.Event) -> bool:
        """Post what is new and look at the oldest posted; false when there was nothing to do."""
        try:
            return self._post(stopping) | self._follow(stopping)
        except CaptureUnavailableError as error:
            if not stopping.is_set():
                self._log.warning("waits for the gateway", url=error.url, reason=error.reason)
        except CaptureRefusedError as error:
            # From the beginning: a refusal in between signs what follows anew, and a gap wants what came before.
            self._posted = None
            self._waiting.clear()
            if error.status in _WITHDRAWN:
                self._log.error("refused for good", status=error.status, reason=error.reason, detail=error.detail)
                return True
            self._log.error("refused", status=error.status, reason=error.reason, detail=error.detail)
        except Exception as error:  # noqa: BLE001  nobody would notice this thread's end, and all that is signed would wait
            # What is told of an anchored message can't be done now, say, or the disk is full: nothing is let go of.
            self._log.error("waits", error=type(error).__name__, reason=str(error))
        return False

    @property
    def posted(self) -> Counter | None:
        """The last message that the gateway has on its disk, of those in the outbox."""
        return self._posted

    def _post(self, stopping: threading.Event) -> bool:
        room = self._settings.window - len(self._waiting)
        outgoing = self._outbox.after(self._posted, min(room, 100)) if room > 0 else []
        for item in outgoing:
            self._waiting.append((item, self._carrier.post(item, stopping)))
            self._posted = item.counter
        return bool(outgoing)

    def _follow(self, stopping: threading.Event) -> bool:
        before = len(self._waiting)
        while self._waiting and not stopping.is_set():
            item, captured = self._waiting[0]
            job = self._carrier.standing(captured, stopping)
            if not job:
                # The gateway has it no more, its queue was an older one's copy, say: all is sent again.
                self._posted = None
                self._waiting.clear()
                stopping.wait(self._settings.pause)
                break
            if not job.get("quaychain:anchored"):
                break
            if self._anchored is not None:
                self._anchored(self._outbox, item, job)
            self._outbox.purge(item.counter)
            self._waiting.popleft()
        return len(self._waiting) < before

"""Which messages to send next: in order, not too many at once, and again from where the gateway stands. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.events.envelope import Counter

from ..topics import Acknowledgement


class WindowSettings(BaseModel):
    """How a sender paces itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Messages sent and not yet durable.
    size: Annotated[int, Field(ge=1, le=100_000)] = 500
    #: Seconds without progress after which everything not durable is sent again; each time in vain doubles them…
    resend_after: Annotated[float, Field(gt=0, le=3_600)] = 3.0
    #: …up to this.
    longest_resend: Annotated[float, Field(gt=0, le=86_400)] = 120.0
    #: Seconds for which the broker acknowledges nothing after which the connection is made anew; doubled likewise…
    reconnect_after: Annotated[float, Field(gt=0, le=3_600)] = 15.0
    #: …up to this.
    longest_reconnect: Annotated[float, Field(gt=0, le=86_400)] = 600.0
    #: Seconds of silence after which the oldest kept message is sent again, so that the gateway says where we stand.
    ask_after: Annotated[float, Field(gt=0, le=86_400)] = 15.0


@dataclass
class SendWindow:
    """Where a sender stands; times are seconds of a clock that never goes back."""

    settings: WindowSettings
    #: Everything up to here need not be sent now: the gateway has it, as far as it said last.
    durable: Counter | None = None
    #: Everything up to here is done for good.
    anchored: Counter | None = None
    #: The last message sent.
    sent: Counter | None = None
    #: Sent and not yet durable, in order.
    under_way: deque[Counter] = field(default_factory=deque)
    last_progress: float = 0.0
    last_heard: float = 0.0
    #: How often it was sent again, and the connection made anew, since the last progress.
    repeats: int = 0
    reconnects: int = 0
    #: What was asked for last, and when.
    expected: Counter | None = None
    asked_at: float = 0.0

    def acknowledged(self, acknowledgement: Acknowledgement, now: float) -> bool:
        """Take in an acknowledgement; true when more is anchored than before."""
        self.last_heard = now
        durable = acknowledgement.durable
        if durable is not None and durable != self.durable:
            # A gateway that lost its disk may stand lower than before: what it says last counts.
            self.durable = durable
            self.last_progress = now
            self.repeats = self.reconnects = 0
            while self.under_way and self.under_way[0] <= durable:
                self.under_way.popleft()
            if self.sent is None or self.sent < durable:
                self.sent = durable
        self._asked(acknowledgement.expected, now)
        anchored = acknowledgement.anchored
        if anchored is not None and (self.anchored is None or anchored > self.anchored):
            self.anchored = anchored
            self.last_progress = now
            return True
        return False

    def connected(self, now: float) -> None:
        """A new connection: what was under way may be lost. How patient we have become stays."""
        self._begin_again(now)
        self.last_heard = now

    def sending(self, counter: Counter, now: float) -> None:
        """Note a message as sent."""
        if not self.under_way:
            self.last_progress = now
        self.under_way.append(counter)
        self.sent = counter

    def room(self, now: float, *, delivered: bool = True) -> int:
        """How many more may be sent; begins again from what is durable when there was no progress for too long.

        `delivered` says whether the broker has all that was sent: what it still waits for is not sent a second time.
        """
        pause = _grown(self.settings.resend_after, self.repeats, self.settings.longest_resend)
        if delivered and self.under_way and now - self.last_progress > pause:
            self._begin_again(now)
            self.repeats += 1
        return max(self.settings.size - len(self.under_way), 0)

    def should_reconnect(self, broker_silence: float) -> bool:
        """Whether the broker must have lost what the client waits for; a slow gateway is no reason."""
        if broker_silence <= _grown(self.settings.reconnect_after, self.reconnects, self.settings.longest_reconnect):
            return False
        self.reconnects += 1
        return True

    def should_ask(self, now: float) -> bool:
        """Whether to send the oldest kept message again; true once for each stretch of silence."""
        if self.under_way or now - self.last_heard <= self.settings.ask_after:
            return False
        self.last_heard = now
        return True

    def _asked(self, expected: Counter | None, now: float) -> None:
        """Begin again where something is missing, once for each time that the gateway can mean."""
        again = expected != self.expected or now - self.asked_at > self.settings.resend_after
        if expected is not None and self.sent is not None and self.sent >= expected and again:
            self.expected, self.asked_at = expected, now
            self._begin_again(now)

    def _begin_again(self, now: float) -> None:
        self.sent = self.durable
        self.under_way.clear()
        self.last_progress = now


def _grown(first: float, times: int, longest: float) -> float:
    """Seconds, doubled so many times."""
    return float(min(first * 2 ** min(times, 32), longest))

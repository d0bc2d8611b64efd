"""When to ask a signer for what is missing: at once, then ever more seldom. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from quaychain.contracts.events.envelope import Counter

#: Seconds until the same message is asked for again, doubled each time, and at most.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_MOST_SIGNERS = 100_000


@dataclass(slots=True)
class _Request:
    expected: Counter
    again_at: float
    pause: float


def expected_after(last: Counter | None) -> Counter:
    """The first counter that is missing after the last one accepted."""
    return Counter(0, 1) if last is None else Counter(last.boot, last.seq + 1)


@dataclass(slots=True)
class GapRequests:
    """What each signer was asked for last; times are seconds of a clock that never goes back."""

    _asked: dict[bytes, _Request] = field(default_factory=dict)

    def due(self, key: bytes, expected: Counter, now: float) -> bool:
        """Whether to ask this signer for `expected` now; what is sent meanwhile is behind the gap too."""
        request = self._asked.get(key)
        if request is not None and request.expected == expected:
            if now < request.again_at:
                return False
            pause = min(request.pause * 2, _LONGEST_PAUSE)
        else:
            pause = _FIRST_PAUSE
        if len(self._asked) >= _MOST_SIGNERS:
            self._asked.clear()
        self._asked[key] = _Request(expected, now + pause, pause)
        return True

"""How many events each device may have recorded in a time, from the settings. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_SIGNERS = 100_000


@dataclass(slots=True)
class Quota:
    """At most `events` at once, and as many in `seconds`. A clock that is set back costs nobody more than that."""

    events: int
    seconds: float
    #: What each signer may have recorded yet, and since when that was so.
    _left: dict[bytes, tuple[float, float]] = field(default_factory=dict)

    def take(self, key: bytes, now: float) -> bool:
        """Whether one more is within the quota; if so it is counted."""
        left, since = self._left.get(key, (float(self.events), now))
        left = min(left + max(now - since, 0.0) * self.events / self.seconds, float(self.events))
        within = left >= 1
        if len(self._left) >= _MOST_SIGNERS and key not in self._left:
            # Who has his whole quota need not be remembered, and nobody gains more than that.
            self._left.clear()
        self._left[key] = (left - 1 if within else left, now)
        return within

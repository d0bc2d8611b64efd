"""Whether the gateway's counts by reason can be those of what was sent. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quaychain.contracts.events.refusal import RefusalReason


@dataclass(slots=True)
class Tally:
    """What was sent, by the reasons that it may be refused for, and by kind."""

    by_reasons: Counter[frozenset[RefusalReason]] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, reasons: frozenset[RefusalReason]) -> None:
        """One more was sent."""
        self.by_kind[kind] += 1
        self.by_reasons[reasons] += 1

    @property
    def total(self) -> int:
        """All that was sent."""
        return self.by_kind.total()


def problems(tally: Tally, counted: Mapping[str, int], again: int = 0) -> Iterator[str]:
    """What can't be: counts that don't add up, or reasons that nothing sent can have had so often.

    `again`: how many a broker may have given out twice, as it does (QoS 1) where a connection was lost.
    """
    total = sum(counted.values())
    if not tally.total <= total <= tally.total + again:
        yield f"{tally.total} were sent, and {total} are counted"
    for reason, times in sorted(counted.items()):
        least = sum(
            count for reasons, count in tally.by_reasons.items() if {each.value for each in reasons} == {reason}
        )
        most = sum(count for reasons, count in tally.by_reasons.items() if reason in {each.value for each in reasons})
        if not least <= times <= most + again:
            yield f"{times} are counted as {reason}, which {least} to {most} of them can be"
    for reasons, count in tally.by_reasons.items():
        if count and not any(counted.get(reason.value) for reason in reasons):
            yield f"{count} had to be one of {', '.join(sorted(reasons))}, and none is counted"

"""The counter rule: each key counts (boot, 1), (boot, 2)… and nothing is taken twice, out of order or past a hole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

if TYPE_CHECKING:
    from .devices import RegisteredDevice


@dataclass(frozen=True, slots=True)
class CounterState:
    """What is known of one key: the last counter accepted, None before the first."""

    last: Counter | None = None


def next_state(
    state: CounterState,
    counter: Counter,
    *,
    previous: Counter | None,
    device: RegisteredDevice,
    same_as_recorded: bool | None,
) -> CounterState:
    """The state after accepting `counter`.

    `previous` is the last counter of an earlier boot, where the signer names it. `same_as_recorded` says of a counter
    at or below the last one whether what was recorded for it is this very event (None: nothing was, or it can't be told
    any more).

    Raises EventRefusedError: REPLAYED (something was recorded, so acknowledge again: this event, or where that can't be
    told one that its signer signed under the same counter before, which it must not do), COUNTER_REUSED,
    BOOT_WENT_BACK, BOOT_BELOW_DECLARED, KEY_CLOSED, GAP.
    """
    last = state.last
    if last is not None and counter <= last:
        _refuse_old(last, counter, same_as_recorded)
    if counter.boot < device.declared_boot:
        raise EventRefusedError(
            RefusalReason.BOOT_BELOW_DECLARED, f"boot {counter.boot}, its member declared boot {device.declared_boot}"
        )
    if device.closed is not None and counter > device.closed:
        raise EventRefusedError(RefusalReason.KEY_CLOSED, f"the key was closed at {_shown(device.closed)}")
    same_boot = last is not None and counter.boot == last.boot
    expected = last.seq + 1 if last is not None and same_boot else 1
    if counter.seq != expected:
        raise EventRefusedError(
            RefusalReason.GAP, f"{_shown(counter)} came where {_shown(Counter(counter.boot, expected))} is next"
        )
    if not same_boot and previous is not None and (last is None or previous > last):
        missing_from = "the start" if last is None else _shown(last)
        raise EventRefusedError(
            RefusalReason.GAP, f"the signer got to {_shown(previous)} before, and nothing came after {missing_from}"
        )
    return CounterState(counter)


def _refuse_old(last: Counter, counter: Counter, same_as_recorded: bool | None) -> None:
    if same_as_recorded:
        raise EventRefusedError(RefusalReason.REPLAYED, f"{_shown(counter)} is recorded already")
    if same_as_recorded is False:
        raise EventRefusedError(
            RefusalReason.COUNTER_REUSED, f"another event is recorded for {_shown(counter)}: two were signed under it"
        )
    if counter.boot < last.boot:
        raise EventRefusedError(RefusalReason.BOOT_WENT_BACK, f"boot {counter.boot} after boot {last.boot}")
    raise EventRefusedError(RefusalReason.REPLAYED, f"{_shown(counter)} came after {_shown(last)}")


def _shown(counter: Counter) -> str:
    return f"boot {counter.boot}, seq {counter.seq}"

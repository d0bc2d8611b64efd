import os
import signal
from collections.abc import Iterator

import pytest

from quaychain.scripts.wiring.stopping import stop_on_signals


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_sets_the_event(number: signal.Signals) -> None:
    stopping = stop_on_signals()
    assert not stopping.is_set()
    os.kill(os.getpid(), number)
    assert stopping.wait(10)


def test_a_signal_may_come_while_the_main_thread_holds_the_events_lock() -> None:
    stopping = stop_on_signals()
    with stopping._cond:  # type: ignore[attr-defined]
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopping.wait(10)

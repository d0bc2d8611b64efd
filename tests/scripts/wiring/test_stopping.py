import os
import signal
from collections.abc import Iterator

import pytest

from quaychain.scripts.wiring.stopping import signals_held_back, stop_on_signals, unwinding_on_sigterm


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # What a shell starts in the background ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
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


def test_sigterm_unwinds_and_is_itself_again_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), unwinding_on_sigterm():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_is_held_back_comes_at_the_end(number: signal.Signals) -> None:
    done = False
    with pytest.raises(KeyboardInterrupt), unwinding_on_sigterm(), signals_held_back():
        os.kill(os.getpid(), number)
        done = True
    assert done


def test_what_fails_while_signals_are_held_back_is_told() -> None:
    with pytest.raises(ValueError, match="it failed"), unwinding_on_sigterm(), signals_held_back():
        os.kill(os.getpid(), signal.SIGTERM)
        raise ValueError("it failed")

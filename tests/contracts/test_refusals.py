"""What nodes say where they don't take a transaction, word for word as Besu 26.8.0 says it."""

from __future__ import annotations

import pytest

from quaychain.contracts.refusals import Refusal, refusal_of


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        (-32000, "Known transaction", Refusal.KNOWN),
        (-32001, "Nonce too low", Refusal.PASSING),
        (-32000, "Replacement transaction underpriced", Refusal.PASSING),
        (-32000, "Transaction nonce is too distant from current sender nonce", Refusal.PASSING),
        (
            -32002,
            "Transaction pool not enabled. (Either txpool explicitly disabled, or node not yet in sync).",
            Refusal.PASSING,
        ),
        (-32008, "Initial sync is still in progress", Refusal.PASSING),
        (-32603, "Internal error", Refusal.PASSING),
        (-32007, "Sender account not authorized to send transactions", Refusal.PERMANENT),
        (-32000, "Wrong chainId", Refusal.PERMANENT),
        (-32003, "Intrinsic gas exceeds gas limit", Refusal.PERMANENT),
    ],
)
def test_what_besu_says(code: int, message: str, expected: Refusal) -> None:
    assert refusal_of(code, message) is expected

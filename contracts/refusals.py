"""What a node means when it does not take a transaction. Pure."""

from __future__ import annotations

from enum import Enum


class Refusal(Enum):
    """What follows for the transaction."""

    #: The node has it already.
    KNOWN = "known"
    #: It may be taken later, or another one has its nonce: the chain will tell.
    PASSING = "passing"
    #: No node will ever take these bytes.
    PERMANENT = "permanent"


#: Parts of messages, in lower case, of Besu, anvil and go-ethereum.
_KNOWN = ("already known", "known transaction", "already imported")
_PASSING = (
    "nonce too low",
    "nonce too high",
    "nonce too distant",
    "too distant from current sender nonce",
    "replacement transaction underpriced",
    "could not replace",
    "pool is full",
    "pool limit",
    "per sender limit",
    "in sync",
    "sync is still in progress",
    "syncing",
    "rate limit",
)
#: Besu: not in sync; anyone: an internal error.
_PASSING_CODES = frozenset({-32002, -32603})


def refusal_of(code: int, message: str) -> Refusal:
    """What an error of eth_sendRawTransaction means."""
    message = message.lower().replace("_", " ")
    if any(part in message for part in _KNOWN):
        return Refusal.KNOWN
    if code in _PASSING_CODES or any(part in message for part in _PASSING):
        return Refusal.PASSING
    return Refusal.PERMANENT

"""What a node means when it does not take a transaction. Pure."""

from __future__ import annotations

from enum import Enum, StrEnum


class Condition(StrEnum):
    """Of a node, or of an account on it."""

    #: A node doesn't answer, or not as a node does.
    ENDPOINT_AWAY = "endpoint_away"
    #: A node has another chain.
    WRONG_CHAIN = "wrong_chain"
    #: A node's head is behind that of others.
    OLD_HEAD = "old_head"
    #: A node takes no transactions until it has caught up (Besu: -32002).
    NOT_IN_SYNC = "not_in_sync"
    #: The account is not on a node's allowlist (Besu: -32007).
    NOT_PERMITTED = "not_permitted"
    #: A node's pool takes no more transactions, or no more of this account.
    POOL_FULL = "pool_full"
    #: Another transaction of the account took a nonce for good: somebody else sends with its key.
    NONCE_TAKEN = "nonce_taken"
    #: Transactions wait, and no block comes.
    CHAIN_STALLED = "chain_stalled"


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
#: Besu, of a sender that its allowlist doesn't have; while it loads the list anew it has none, for some milliseconds.
NOT_PERMITTED = -32007
_NOT_IN_SYNC = ("in sync", "sync is still in progress", "syncing")
_POOL_FULL = ("pool is full", "pool limit", "per sender limit", "too distant")
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


def condition_of(code: int, message: str) -> Condition | None:
    """What stands in the way at that node, where it is one of the things that an operator wants to know."""
    message = message.lower().replace("_", " ")
    if code == NOT_PERMITTED:
        return Condition.NOT_PERMITTED
    if code == -32002 or any(part in message for part in _NOT_IN_SYNC):
        return Condition.NOT_IN_SYNC
    return Condition.POOL_FULL if any(part in message for part in _POOL_FULL) else None

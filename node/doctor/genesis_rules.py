"""What can be wrong with a genesis. Pure.

Sources: Besu documentation, "Genesis file items" and "QBFT"; chain-config/README.md says why each value is as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .finding import Fault, Finding

#: What a genesis of ours may have. Besu passes over all others, and over these where they are misspelt.
_KNOWN = frozenset(
    {"config", "nonce", "timestamp", "gasLimit", "difficulty", "mixHash", "coinbase", "extraData", "alloc"}
)
_KNOWN_CONFIG = frozenset(
    {"chainId", "berlinBlock", "londonBlock", "shanghaiTime", "cancunTime", "zeroBaseFee", "qbft", "transitions"}
)
_KNOWN_QBFT = frozenset(
    {
        "blockperiodseconds",
        "emptyblockperiodseconds",
        "epochlength",
        "requesttimeoutseconds",
        "validatorcontractaddress",
        "startblock",
    }
)


def genesis_findings(data: bytes, expected: bytes | None, place: str) -> Iterator[Finding]:
    """Of a genesis file's bytes; `expected` are those that charter and cards make, where that is known.

    `transitions` is the one thing that members may add together, after a lost quorum.
    """
    try:
        genesis = json.loads(data)
        config, qbft = genesis["config"], genesis["config"]["qbft"]
        known = [(genesis, _KNOWN, ""), (config, _KNOWN_CONFIG, "config."), (qbft, _KNOWN_QBFT, "config.qbft.")]
        unknown = [prefix + name for part, names, prefix in known for name in part if name not in names]
        period, timeout = int(qbft.get("blockperiodseconds", 1)), int(qbft.get("requesttimeoutseconds", 1))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Finding(Fault.UNREADABLE_FILE, place, "it is no genesis of a QBFT chain")
        return
    for name in unknown:
        yield Finding(Fault.IGNORED_GENESIS_KEY, place, f"{name} is nothing that Besu knows")
    if config.get("zeroBaseFee") is not True:
        yield Finding(Fault.GENESIS_WITH_GAS_PRICE, place, "config.zeroBaseFee is not true")
    if "validatorcontractaddress" not in qbft:
        yield Finding(Fault.GENESIS_WITHOUT_VALIDATOR_CONTRACT, place, "config.qbft has no validatorcontractaddress")
    if timeout <= period:
        seen = f"requesttimeoutseconds {timeout} is not above blockperiodseconds {period}"
        yield Finding(Fault.REQUEST_TIMEOUT_TOO_SHORT, place, seen)
    if expected is not None and not _same(genesis, json.loads(expected)):
        yield Finding(Fault.OTHER_GENESIS, place, "it is not what the charter and the cards in this folder make")


def _same(genesis: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    config = {name: value for name, value in genesis["config"].items() if name != "transitions"}
    return {**genesis, "config": config} == expected

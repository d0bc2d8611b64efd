"""The table of what each call costs, and what must hold of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..compiler import MAX_INITCODE_SIZE, MAX_RUNTIME_SIZE

#: What a transaction may use at most; what an event in a batch of 1,024 may cost.
TRANSACTION_LIMIT, EVENT_LIMIT = 16_700_000, 70
#: Part by which a call may differ on the two ledgers, and from the committed table.
TOLERANCE = 0.01
#: What a search by halving may cost more in a list that is a million entries longer: 21 steps, each with an entry and
#: what it points to, 2,100 gas each and the arithmetic.
SEARCH = 21 * 2 * 2_300


@dataclass(frozen=True, slots=True)
class Row:
    """What one call costs on an empty ledger, and with a million entries behind it.

    `behind` says what was put behind it; `searches` is how many lists it goes through by halving, `events` how many
    events it anchors.
    """

    contract: str
    function: str
    size: str
    empty: int
    million: int
    behind: tuple[str, ...] = ()
    searches: int = 0
    events: int = 0

    @property
    def name(self) -> str:
        """How the table names it."""
        return f"{self.contract}.{self.function}" + (f": {self.size}" if self.size else "")

    @property
    def growth(self) -> float:
        """By which part it costs more with a million entries behind it."""
        return (self.million - self.empty) / self.empty

    def problems(self) -> list[str]:
        """What must not be."""
        found = []
        allowed = max(TOLERANCE * self.empty, SEARCH * self.searches)
        if abs(self.million - self.empty) > allowed:
            found.append(
                f"{self.name}: {self.empty:,} gas on an empty ledger, {self.million:,} with a million entries behind it"
            )
        worst = max(self.empty, self.million)
        if worst > TRANSACTION_LIMIT:
            found.append(f"{self.name}: {worst:,} gas, more than {TRANSACTION_LIMIT:,}")
        if self.events and worst > EVENT_LIMIT * self.events:
            found.append(f"{self.name}: {worst / self.events:.1f} gas an event, more than {EVENT_LIMIT}")
        return found

    def entry(self) -> dict[str, Any]:
        """How it stands in the committed table."""
        return {
            "empty": self.empty,
            "million": self.million,
            **({"behind": list(self.behind)} if self.behind else {}),
            **({"searches": self.searches} if self.searches else {}),
        }


@dataclass(frozen=True, slots=True)
class Creation:
    """What was deployed: sizes in bytes of the code that stands there, and of what was sent to create it (0 where no
    transaction did)."""

    name: str
    runtime: int
    initcode: int
    gas: int

    def problems(self) -> list[str]:
        """What must not be."""
        found = []
        if self.runtime > MAX_RUNTIME_SIZE:
            found.append(f"{self.name}: {self.runtime:,} bytes of code, more than {MAX_RUNTIME_SIZE:,} (EIP-170)")
        if self.initcode > MAX_INITCODE_SIZE:
            found.append(
                f"{self.name}: {self.initcode:,} bytes to create it, more than {MAX_INITCODE_SIZE:,} (EIP-3860)"
            )
        if self.gas > TRANSACTION_LIMIT:
            found.append(f"{self.name}: {self.gas:,} gas to create it, more than {TRANSACTION_LIMIT:,}")
        return found

    def entry(self) -> dict[str, int]:
        """How it stands in the committed table."""
        return {"runtime": self.runtime, "initcode": self.initcode, "gas": self.gas}


def uncovered(rows: Iterable[Row], wanted: Iterable[tuple[str, str]]) -> list[str]:
    """What is not measured and should be, and what is measured and isn't there."""
    measured = {(row.contract, row.function) for row in rows}
    missing = [f"{contract}.{function} is not in the table" for contract, function in sorted(set(wanted) - measured)]
    gone = [
        f"{contract}.{function} is no write of the contract" for contract, function in sorted(measured - set(wanted))
    ]
    return missing + gone


def drift(measured: Mapping[str, int], committed: Mapping[str, int]) -> list[str]:
    """Which costs are more than one per cent off the committed ones, or stand in one of the two only."""
    found = [f"{name}: not in the committed table" for name in sorted(measured.keys() - committed.keys())]
    found += [f"{name}: in the committed table only" for name in sorted(committed.keys() - measured.keys())]
    for name in sorted(measured.keys() & committed.keys()):
        now, before = measured[name], committed[name]
        if abs(now - before) > TOLERANCE * before:
            found.append(f"{name}: {now:,} gas, {(now - before) / before:+.1%} against the table's {before:,}")
    return found


def costs(table: Mapping[str, Any]) -> dict[str, int]:
    """Each cost of a table by its name."""
    found = {f"creation of {name}": entry["gas"] for name, entry in table.get("creations", {}).items()}
    for name, entry in table.get("calls", {}).items():
        found[f"{name} (empty)"] = entry["empty"]
        found[f"{name} (a million behind)"] = entry["million"]
    return found


def belongs(name: str, contract: str) -> bool:
    """Whether a cost's name is one of a contract's."""
    return name.startswith(f"{contract}.") or name == f"creation of {contract}"

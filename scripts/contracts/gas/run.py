"""`./qc contracts gas [--json] [--update] [--only CONTRACT]`: what every write costs, measured anew."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

from .behind import everywhere
from .calls import CALLS
from .case import Case
from .ledger import Ledger, ledger
from .surface import CONTRACTS, all_writes, artifact, creation_name
from .table import EVENT_LIMIT, TRANSACTION_LIMIT, Creation, Row, belongs, costs, drift, uncovered

ROOT = Path(__file__).resolve().parents[3]
ARTIFACTS = ROOT / "contracts/artifacts"
TABLE = ROOT / "contracts/gas.json"
MILLION = 1_000_000


def main(arguments: list[str]) -> int:
    """Exit code 0 when every call costs what the committed table says, and what it may."""
    parser = argparse.ArgumentParser(prog="qc contracts gas", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--update", action="store_true", help="write contracts/gas.json instead of comparing with it")
    parser.add_argument("--only", choices=CONTRACTS, help="the calls of one contract", metavar="CONTRACT")
    options = parser.parse_args(arguments)
    contracts = [options.only] if options.only else list(CONTRACTS)
    try:
        with ledger() as measured_on:
            creations = creations_of(measured_on)
            rows, shared, problems = measure(measured_on, contracts)
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    wanted = {pair for pair in all_writes(ARTIFACTS) if pair[0] in contracts}
    problems += uncovered(rows, wanted)
    problems += [problem for row in rows for problem in row.problems()]
    problems += [problem for creation in creations for problem in creation.problems()]
    table = {
        "behind": shared,
        "creations": {item.name: item.entry() for item in creations},
        "calls": {row.name: row.entry() for row in rows},
    }
    committed = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    if options.update:
        _update(table, committed, options.only)
    else:
        problems += drift(_costs(table, options.only), _costs(committed, options.only))
    _print_json(rows, creations, shared, problems) if options.json else _print(rows, creations, shared, problems)
    return 1 if problems else 0


def measure(on: Ledger, contracts: Sequence[str]) -> tuple[list[Row], list[str], list[str]]:
    """The rows of these contracts, what is behind all calls, and which calls did not come off."""
    gas: dict[tuple[str, Case], list[int]] = {}
    behind: dict[tuple[str, Case], tuple[str, ...]] = {}
    shared: list[str] = []
    problems: list[str] = []
    # Once the consortium is installed there is no way back to before.
    for installed in (False, True):
        if installed:
            on.install()
        for entries in (0, MILLION):
            stated = on.prepare(entries, everywhere if installed else None)
            shared = list(stated)
            for contract in contracts:
                for case in CALLS[contract]:
                    if case.installed is installed:
                        on.begin(f"{contract}.{case.function}: {case.size}")
                        try:
                            gas.setdefault((contract, case), []).append(_gas(on, contract, case))
                        except QuaychainError as error:
                            problems.append(f"{contract}.{case.function}: {case.size}: {error}")
                        behind[contract, case] = tuple(dict.fromkeys(on.stated))
    rows = [
        Row(contract, case.function, case.size, both[0], both[1], behind[contract, case], case.searches, case.events)
        for contract in contracts
        for case in CALLS[contract]
        if len(both := gas.get((contract, case), [])) == 2
    ]
    return rows, shared, problems


def _gas(on: Ledger, contract: str, case: Case) -> int:
    shot = case.build(on)
    selectors = artifact(ARTIFACTS, contract)["methodIdentifiers"]
    called = {name.partition("(")[0] for name, selector in selectors.items() if selector == shot.call.data[:4].hex()}
    assert called == {case.function}, f"{contract}.{case.function} calls {called}"
    assert shot.call.to == on.addresses[contract]
    return on.send(shot.sender, shot.call).gas_used


def creations_of(on: Ledger) -> list[Creation]:
    """All that was deployed on the ledger so far, in its order."""
    found = []
    for receipt, initcode in on.creations():
        assert receipt.contract is not None
        size = len(on.rpc.code(receipt.contract))
        found.append(Creation(creation_name(ARTIFACTS, initcode), size, len(initcode) // 2 - 1, receipt.gas_used))
    # The root stands in the genesis, and the Governor's constructor makes the AccessManager.
    others = sorted(on.addresses.keys() - {creation.name for creation in found})
    return found + [Creation(name, len(on.rpc.code(on.addresses[name])), 0, 0) for name in others]


def _update(table: dict[str, Any], committed: dict[str, Any], only: str | None) -> None:
    if only is not None:
        kept = {name: entry for name, entry in committed.get("calls", {}).items() if not belongs(name, only)}
        table = {**table, "calls": {**kept, **table["calls"]}}
    order = {name: place for place, name in enumerate(CONTRACTS)}
    calls = sorted(table["calls"].items(), key=lambda item: order[item[0].partition(".")[0]])
    text = json.dumps({**table, "calls": dict(calls)}, indent=1, ensure_ascii=False)
    write_atomic(TABLE, text.encode() + b"\n")


def _costs(table: dict[str, Any], only: str | None) -> dict[str, int]:
    return {name: gas for name, gas in costs(table).items() if only is None or belongs(name, only)}


def _print_json(rows: list[Row], creations: list[Creation], shared: list[str], problems: list[str]) -> None:
    print(
        json.dumps(
            {
                "transactionLimit": TRANSACTION_LIMIT,
                "eventLimit": EVENT_LIMIT,
                "gasPerEvent": {row.name: round(row.million / row.events, 1) for row in rows if row.events},
                "behindAll": shared,
                "creations": [asdict(creation) for creation in creations],
                "calls": [{**asdict(row), "growth": round(row.growth, 6)} for row in rows],
                "problems": problems,
            },
            ensure_ascii=False,
        )
    )


def _print(rows: list[Row], creations: list[Creation], shared: list[str], problems: list[str]) -> None:
    print(f"{'deployed':70}{'code':>11}{'creation':>11}{'gas':>13}")
    for creation in creations:
        print(f"{creation.name:70}{creation.runtime:11,}{creation.initcode:11,}{creation.gas:13,}")
    print(f"\n{'call':70}{'empty':>11}{'a million':>11}{'growth':>13}")
    for row in rows:
        print(f"{row.name:70}{row.empty:11,}{row.million:11,}{row.growth:13.2%}")
    print("\nbehind every call:")
    for line in shared:
        print(f"  {line}")
    largest = max(rows, key=lambda row: max(row.empty, row.million), default=None)
    if largest is not None:
        growing = max((row for row in rows if not row.searches), key=lambda row: abs(row.growth), default=largest)
        print(f"\n{len(rows)} calls; the largest is {largest.name}, the largest difference {growing.growth:.2%}")
    for row in rows:
        if row.events:
            print(f"{row.million / row.events:.1f} gas an event in a batch of {row.events:,}")
    for problem in problems:
        print(f"FAIL  {problem}")

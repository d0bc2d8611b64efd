"""What the story claims, each claim checked against the chain and against the API's answer to somebody it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from quaychain.contracts.bindings.order_fulfilment import MilestoneEscalated
from quaychain.contracts.bindings.types import OrderStatus, RecallMark
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Log, to_hex

from .ledger import Ledger
from .signers import signers
from .steps.agreement import order_content
from .steps.parts import machine_id, part_id
from .story import STEPS

_WHOLE = 1_000_000
_READINGS = 5_000
_DEVICES = 5
_EXPORTER_PAPERS = {380, 271, 2, 830, 15}
_REFUSALS = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim: whether it holds, what was found, and the seconds and gas of the steps that it is about."""

    what: str
    holds: bool
    found: str
    seconds: float
    gas: int


class _DoesNotHoldError(Exception):
    """What a claim came to instead."""


@dataclass(frozen=True, slots=True)
class _Statement:
    what: str
    steps: tuple[str, ...]
    check: Callable[[Ledger], str]


def check_all(ledger: Ledger) -> list[Verdict]:
    """Check every claim; one that fails doesn't keep the others from being checked."""
    _wait_for_rows(ledger)
    return [_judge(ledger, statement) for statement in _STATEMENTS]


def _judge(ledger: Ledger, statement: _Statement) -> Verdict:
    try:
        holds, found = True, statement.check(ledger)
    except (_DoesNotHoldError, QuaychainError, httpx.HTTPError, KeyError, IndexError) as error:
        holds, found = False, f"{type(error).__name__.strip('_')}: {error}"
    taken = ledger.journal.seconds()
    seconds = sum(taken.get(step, 0.0) for step in statement.steps)
    gas = sum(sum(ledger.journal.values(f"gas/{step}/").values()) for step in statement.steps)
    return Verdict(statement.what, holds, found, seconds, gas)


def _wait_for_rows(ledger: Ledger) -> None:
    """Until the API's rows are at the chain's head, and all readings that are anchored are rows too."""
    head = ledger.chain.head().number

    def caught_up() -> bool:
        status, ready = ledger.api.get("mfr", "/health/ready")
        if status != HTTPStatus.OK or ready["block_number"] < head:
            return False
        batches = [
            batch
            for stream in ledger.api.all("mfr", "/streams")
            for batch in ledger.api.all("mfr", f"/streams/{stream['stream_id']}/batches")
        ]
        return all(batch["opening"] != "waiting" for batch in batches)

    ledger.wait(caught_up, "the API's rows", 60.0)


def _require(holds: bool, found: str) -> None:
    if not holds:
        raise _DoesNotHoldError(found)


def _path(resource: str, identifier: bytes, *more: str) -> str:
    return "/".join(("", resource, to_hex(identifier), *more))


def _get(ledger: Ledger, key: str, path: str) -> Any:
    status, answer = ledger.api.get(key, path)
    _require(status == HTTPStatus.OK, f"{path} answered {status} to {key}")
    return answer


def _order(ledger: Ledger) -> str:
    order = ledger.read(ledger.contracts.orders.order_of(ledger.order))
    _require(order.status is OrderStatus.TAKEN_OVER and order.milestone_count == 20, f"the order is {order}")
    milestones = _get(ledger, "buyer", _path("orders", ledger.order, "milestones"))
    milestones = milestones["items"] if isinstance(milestones, dict) else milestones
    holds = Counter(milestone["hold_point"]["kind"] for milestone in milestones if milestone["hold_point"])
    payments = sum(milestone["payment"] for milestone in milestones)
    found = (
        f"{len(milestones)} milestones, {holds['hold']} hold and {holds['witness']} witness points, {payments} payments"
    )
    _require((len(milestones), holds["hold"], holds["witness"], payments) == (20, 5, 2, 6), found)
    _require(all(milestone["name"] for milestone in milestones), "the buyer doesn't see the milestones' names")
    return found


def _sub_orders(ledger: Ledger) -> str:
    listed = _get(ledger, "mfr", _path("orders", ledger.order, "sub-orders"))["items"]
    states = Counter(entry["status"] for entry in listed)
    _require(states == {"delivered": 2}, f"{dict(states)}")
    return "2 delivered"


def _readings(ledger: Ledger) -> str:
    events = ledger.api.all("buyer", "/events", kind="reading", limit=200)
    devices = {event["device_key"] for event in events}
    assets = {spec.asset for spec in signers(ledger.scenario).values()}
    readings = sum(series["count"] for asset in sorted(assets) for series in _series(ledger, asset))
    found = f"{readings:,} readings in {len(events):,} signed messages of {len(devices)} devices"
    _require(readings >= _READINGS and len(devices) >= _DEVICES, found)
    _require(all(event["signature_valid"] and event["anchored"] for event in events), "not all are signed and anchored")
    return found


def _series(ledger: Ledger, asset: str) -> list[Any]:
    status, answer = ledger.api.get("buyer", "/series", asset=asset)
    _require(status == HTTPStatus.OK, f"/series answered {status}")
    return list(answer)


def _logistics(ledger: Ledger) -> str:
    messages = ledger.api.all("carrier", "/messages")
    kinds = Counter(message["kind"] for message in messages)
    _require(kinds["epcis"] >= 1 and kinds["dcsa"] >= 4, f"{dict(kinds)}")
    return ", ".join(f"{count} {kind.upper()}" for kind, count in sorted(kinds.items()))


def _papers(ledger: Ledger) -> str:
    records = ledger.api.all("buyer", "/records", subject=to_hex(ledger.order))
    pdfs, issuers = 0, set()
    exporter = to_hex(ledger.id("mfr"))
    codes = set()
    for record in records:
        content = _get(ledger, "buyer", f"/records/{record['record_id']}/content") if record["readable"] else None
        for attachment in content["attachments"] if content else ():
            status, data = ledger.api.get_bytes("buyer", attachment["url"])
            _require(status == HTTPStatus.OK and data.startswith(b"%PDF-"), f"{attachment['name']} is no PDF")
            pdfs += 1
            if record["issuer"]["member_id"] == exporter:
                codes.add(record["document_type"]["code"])
            else:
                issuers.add(record["issuer"]["member_id"])
    found = f"{pdfs} PDFs: the exporter's own, and those of {len(issuers)} other issuers"
    _require(codes >= _EXPORTER_PAPERS and len(issuers) >= 5, f"{found}; exporter's codes {sorted(codes)}")
    return found


def _late_inverter(ledger: Ledger) -> str:
    entry = _get(ledger, "mfr", _path("sub-orders", ledger.draw("sub-order/inverters")))
    alternatives = entry["alternatives"]
    accepted = [each for each in alternatives if each["accepted_at"]]
    days = [each["delay_days"] for each in alternatives]
    at = ledger.scenario.at
    terms = ledger.read(ledger.contracts.orders.sub_order_of(ledger.draw("sub-order/inverters")))
    late = (terms.need_by, terms.promised_at) == (at(218), at(218 + 20))
    _require(late and days == [9, 6] and len(accepted) == 1, f"{entry}")
    milestone = ledger.read(
        ledger.contracts.orders.milestone_of(ledger.order, order_content(ledger).milestone_code("M08"))
    )
    _require(accepted[0]["delay_days"] == 6 and milestone.planned == at(224 + 6), f"the plan is {milestone.planned}")
    return "20 days late, alternatives of 9 and 6 days, 6 accepted and planned"


def _escalation(ledger: Ledger) -> str:
    orders = ledger.contracts.orders
    query = {
        "address": orders.address,
        "topics": [to_hex(MilestoneEscalated.TOPIC)],
        "fromBlock": "0x0",
        "toBlock": "latest",
    }
    logs: list[Log] = ledger.chain.rpc.logs(query)
    escalated = [event.code for event in map(orders.decode, logs) if isinstance(event, MilestoneEscalated)]
    milestones = _get(ledger, "mfr", _path("orders", ledger.order, "milestones"))
    milestones = milestones["items"] if isinstance(milestones, dict) else milestones
    shown = [milestone for milestone in milestones if milestone["escalated_at"]]
    codes = [milestone["code"] for milestone in shown]
    _require(
        sorted(escalated) == sorted(map(order_content(ledger).milestone_code, codes)),
        f"{len(escalated)} escalations, and the API shows {codes}",
    )
    _require("M08" in codes, f"M08 is not among {codes}")
    # On short days a busy machine may be late with others too: then it is as right to escalate them.
    early = [one["code"] for one in shown if one["escalated_at"] <= one["agreed_due"]]
    _require(not early, f"escalated, and not overdue: {early}")
    reminded = sum(bool(milestone["reminded_at"]) for milestone in milestones)
    return f"{', '.join(codes)}, each once; {reminded} milestones reminded of"


def _customs(ledger: Ledger) -> str:
    detail = _get(ledger, "customs_overseas", _path("declarations", ledger.draw("declaration/import")))
    first, last = detail["assessments"][0], detail["assessments"][-1]
    named = {finding["document_type"]["code"]: finding["status"] for finding in first["findings"]}
    decisions = [(decision["decision"], decision["source"]) for decision in detail["decisions"]]
    _require((named.get(327), named.get(2)) == ("missing", "superseded"), f"{named}")
    _require(last["outcome"] == "passed" and last["open"] == 0, f"{last['statement']}")
    _require(decisions == [("hold", "own"), ("release", "own")], f"{decisions}")
    return "327 missing, 2 superseded; hold; corrected; pre-check passed; released"


def _financing(ledger: Ledger) -> str:
    finance = ledger.contracts.finance
    receivable = ledger.read(finance.receivable_id(ledger.order, order_content(ledger).milestone_code("M14")))
    payable = ledger.read(finance.payable_of(receivable))
    sheet = _get(ledger, "bank_a", _path("receivables", receivable))
    shares = sorted(assignment["share"] for assignment in sheet["assignments"])
    refused = sum(name.startswith("Bank") for name in ledger.journal.values("refusal/"))
    found = f"shares {shares} ppm, {refused} attempts refused"
    _require(payable.assigned == _WHOLE and shares == [200_000, 800_000] and refused == 4, found)
    status, _ = ledger.api.get("bank_b", _path("receivables", receivable))
    _require(status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND), f"bank B may see the receivable ({status})")
    return found


def _pedigree(ledger: Ledger) -> str:
    old = _part(ledger, "Main-hoist gearbox", "418")
    new = _part(ledger, "Main-hoist gearbox", "")
    machine, _ = ledger.read(ledger.contracts.parts.machine_of(new))
    _require(machine == machine_id(ledger, "418"), "the new gearbox is in no machine")
    detail = _get(ledger, "buyer", _path("parts", machine))
    replaced = [(each["old_part"]["part_id"], each["new_part"]["part_id"]) for each in detail["replacements"]]
    _require((to_hex(old), to_hex(new)) in replaced, f"{len(replaced)} replacements")
    return f"crane 418 shows {len(replaced)} replacement, old and new"


def _recall(ledger: Ledger) -> str:
    parts = ledger.contracts.parts
    recall = ledger.draw("recall/B2411")
    stored = ledger.read(parts.recall_of(recall))
    units = [part_id(ledger, part) for part in ledger.scenario.parts if part.lot == "B2411"]
    marks = Counter(ledger.read(parts.recall_mark_of(recall, unit)) for unit in units)
    machines = {ledger.read(parts.machine_of(unit)).machine for unit in units} - {bytes(32)}
    listed = ledger.api.all("mfr", _path("recalls", recall, "parts"))
    live = marks[RecallMark.MARKED]
    found = f"{stored.marked} units, {live} live, in {len(machines)} machines and a warehouse"
    _require((stored.marked, stored.live, live, len(machines), len(listed)) == (8, 7, 7, 2, 8), found)
    return found


def _refusals(ledger: Ledger) -> str:
    reasons = {name: reason for name, reason in ledger.journal.values("refusal/").items() if name.startswith("A ")}
    _require(len(reasons) == _REFUSALS, f"{len(reasons)}")
    return "\n".join(f"{name}: {reason}" for name, reason in reasons.items())


def _part(ledger: Ledger, name: str, crane: str) -> bytes:
    return next(part_id(ledger, part) for part in ledger.scenario.parts if part.name == name and part.crane == crane)


_STATEMENTS = (
    _Statement("Order agreed by both signatures", ("order",), _order),
    _Statement("Sub-orders to core suppliers", ("sub-orders",), _sub_orders),
    _Statement("Signed readings through the broker", ("signers", "voyage", "gearbox"), _readings),
    _Statement("Carrier and yard events", ("voyage",), _logistics),
    _Statement("Papers sealed by their issuers", ("papers", "export", "load-out"), _papers),
    _Statement("Late inverter", ("late-inverter",), _late_inverter),
    _Statement("Overdue milestone escalated", ("overdue",), _escalation),
    _Statement("Customs: hold and release", ("rule-books", "hold", "release"), _customs),
    _Statement("Receivable of M14", ("finance", "payment"), _financing),
    _Statement("Gearbox replaced", ("gearbox",), _pedigree),
    _Statement("Recall of lot B2411", ("recall",), _recall),
    _Statement("Attempts refused", ("refusals",), _refusals),
    _Statement("All steps", tuple(step.name for step in STEPS), lambda ledger: f"{ledger.chain.head().number} blocks"),
)

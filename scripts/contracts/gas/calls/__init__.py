"""The calls that are measured, by contract."""

from __future__ import annotations

from collections.abc import Mapping

from ..case import Case
from . import (
    access_manager,
    anchoring,
    customs,
    customs_declarations,
    devices,
    finance,
    governor,
    guarantees,
    orders,
    orders_changes,
    orders_taking_over,
    parts,
    parts_assembly,
    records,
    registry,
    root,
)

CALLS: Mapping[str, tuple[Case, ...]] = {
    "ConsortiumRoot": root.CASES,
    "ConsortiumGovernor": governor.CASES,
    "AccessManager": access_manager.CASES,
    "MemberRegistry": registry.CASES,
    "DeviceRegistry": devices.CASES,
    "EventAnchor": anchoring.CASES,
    "RecordRegistry": records.CASES,
    "OrderFulfilment": (*orders.CASES, *orders_changes.CASES, *orders_taking_over.CASES),
    "CustomsCompliance": (*customs.CASES, *customs_declarations.CASES),
    "PartProvenance": (*parts.CASES, *parts_assembly.CASES),
    "TradeFinance": (*finance.CASES, *guarantees.CASES),
}

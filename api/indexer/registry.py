"""Which binding decodes a contract's logs, and which projections turn its events into rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.trade_finance import TradeFinance
from quaychain.contracts.contract import Contract

from .operations import LogPosition, RowOperation
from .projections import (
    declarations,
    finance,
    guarantees,
    members,
    orders,
    parts,
    records,
    rule_books,
    service,
    streams,
    sub_orders,
)

Projection: TypeAlias = Callable[[object, LogPosition], Iterator[RowOperation]]

ROOT = "ConsortiumRoot"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A binding and its projections, in the order in which they are applied."""

    binding: type[Contract]
    projections: tuple[Projection, ...]


#: By the contract's name in the Directory.
CONTRACTS: Mapping[str, Decoded] = {
    ROOT: Decoded(ConsortiumRoot, (members.project_root,)),
    "MemberRegistry": Decoded(MemberRegistry, (members.project_registry,)),
    "ConsortiumGovernor": Decoded(ConsortiumGovernor, ()),
    "DeviceRegistry": Decoded(DeviceRegistry, (streams.project_devices,)),
    "EventAnchor": Decoded(EventAnchor, (streams.project_anchor,)),
    "RecordRegistry": Decoded(RecordRegistry, (records.project,)),
    "OrderFulfilment": Decoded(
        OrderFulfilment,
        (
            orders.project,
            sub_orders.project,
            sub_orders.project_changes,
            sub_orders.project_deliveries,
            sub_orders.project_defects,
        ),
    ),
    "CustomsCompliance": Decoded(
        CustomsCompliance,
        (
            rule_books.project,
            rule_books.project_certificates,
            declarations.project,
            declarations.project_evidence,
        ),
    ),
    "PartProvenance": Decoded(
        PartProvenance,
        (
            parts.project,
            parts.project_custody,
            parts.project_cores,
            service.project_work_orders,
            service.project_recalls,
        ),
    ),
    "TradeFinance": Decoded(TradeFinance, (finance.project, finance.project_papers, guarantees.project)),
}

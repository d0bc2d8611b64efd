"""The consortium's contracts as the scenario calls them."""

from __future__ import annotations

from dataclasses import dataclass

from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.trade_finance import TradeFinance
from quaychain.contracts.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Contracts:
    """Bindings at their addresses."""

    members: MemberRegistry
    devices: DeviceRegistry
    anchor: EventAnchor
    records: RecordRegistry
    orders: OrderFulfilment
    customs: CustomsCompliance
    parts: PartProvenance
    finance: TradeFinance

    @classmethod
    def of(cls, deployment: Deployment) -> Contracts:
        """The contracts of a deployment. Raises ContractNotDeployedError."""
        return cls(
            deployment.contract(MemberRegistry),
            deployment.contract(DeviceRegistry),
            deployment.contract(EventAnchor),
            deployment.contract(RecordRegistry),
            deployment.contract(OrderFulfilment),
            deployment.contract(CustomsCompliance),
            deployment.contract(PartProvenance),
            deployment.contract(TradeFinance),
        )

"""Prices behind the commitments of alternatives: out of the offers sealed for an order's two sides, and only where what
an offer says is what the chain committed to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select

from quaychain.contracts.content.order import amount_commitment

from ..permissions import Action, Resource, capacities_of
from ..tables.orders import orders
from ..tables.records import record_readers, records
from .sub_orders import SubOrderView
from .view import Id, View
from .wording import content_of

#: UNTDID 1001: offer.
_OFFER = 310
_PRICE = re.compile(r"([A-Z]{3}) ([0-9][0-9,]*\.[0-9]{2})\b")


@dataclass(frozen=True, slots=True)
class OfferedPrice:
    """The price of an alternative, and the offer that says it. It hashes to the commitment on chain."""

    currency: Annotated[str, Field(examples=["EUR"])]
    amount: Annotated[str, Field(examples=["85000.00"])]
    record_id: Id


def offered_prices(
    view: View, order_id: str, sub_orders: Iterable[SubOrderView]
) -> dict[tuple[str, int], OfferedPrice]:
    """Prices by (sub-order, alternative), as far as the asker's member may open prices and was given the offers.

    An offer's commitment is labelled with its own number, under the order's salt of amounts.
    """
    row = view.connection.execute(select(orders.c.contract_record).where(orders.c.order_id == order_id)).first()
    held = capacities_of(view.connection, view.asker.member_id, Resource.ORDERS, order_id)
    if row is None or not held & view.asker.scopes(Resource.PRICES, Action.OPEN):
        return {}
    salt = (content_of(view, row.contract_record) or {}).get("amount_salt")
    if not isinstance(salt, str):
        return {}
    known = _offers(view, order_id, bytes.fromhex(salt.removeprefix("0x")))
    return {
        (sub_order.sub_order_id, each.alternative): known[each.price_commitment]
        for sub_order in sub_orders
        for each in sub_order.alternatives
        if each.price_commitment in known
    }


def _offers(view: View, order_id: str, salt: bytes) -> dict[str, OfferedPrice]:
    """Offers that the asker's member was given, by the commitment that their price makes."""
    found: dict[str, OfferedPrice] = {}
    for record_id in view.connection.execute(
        select(records.c.record_id)
        .join(
            record_readers,
            (record_readers.c.record_id == records.c.record_id) & (record_readers.c.version == records.c.version),
        )
        .where(
            records.c.subject == order_id,
            records.c.document_code == _OFFER,
            record_readers.c.member_id == view.asker.member_id,
        )
        .distinct()
    ).scalars():
        content = content_of(view, record_id) or {}
        price = _price(content)
        number = content.get("number")
        if price is not None and isinstance(number, str):
            commitment = "0x" + amount_commitment(salt, number, *price).hex()
            found[commitment] = OfferedPrice(*price, record_id)
    return found


def _price(content: dict[str, Any]) -> tuple[str, str] | None:
    facts = content.get("facts")
    text = facts.get("Price") if isinstance(facts, dict) else None
    match = _PRICE.match(text) if isinstance(text, str) else None
    return (match[1], match[2].replace(",", "")) if match else None

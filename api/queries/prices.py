"""Prices: only out of the order's opened record, and only for its two sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select

from quaychain.contracts.content.disclosed import tree
from quaychain.contracts.sealing import DisclosureClass
from quaychain.contracts.sealing.errors import NotAReaderError

from ..errors import NotFoundError
from ..permissions import AccessDeniedError, Action, Resource, capacities_of, require_some
from ..tables.orders import orders
from ..tables.records import records
from .view import Id, View


@dataclass(frozen=True, slots=True)
class PriceLineView:
    """A line of the price; `amount` is a decimal in the order's currency."""

    name: str | None
    amount: Annotated[str | None, Field(examples=["9600000"])]


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment and the milestone it falls due with."""

    milestone_code: str
    percent: int | None
    amount: str | None


@dataclass(frozen=True, slots=True)
class PricesView:
    """An order's prices, from its sealed record."""

    order_id: Id
    record_id: Id
    version: int
    currency: Annotated[str | None, Field(examples=["EUR"])]
    price: Annotated[str | None, Field(examples=["20000000"])]
    liquidated_damages: str | None
    lines: list[PriceLineView]
    payments: list[PaymentView]


def get_prices(view: View, order_id: str) -> PricesView:
    """The prices of an order. Raises NotFoundError, and AccessDeniedError with the reason."""
    asker = view.asker
    require_some(asker, Resource.PRICES, Action.OPEN)
    row = view.connection.execute(select(orders).where(orders.c.order_id == order_id)).first()
    if row is None:
        raise NotFoundError("order", order_id)
    held = capacities_of(view.connection, asker.member_id, Resource.ORDERS, order_id)
    if not held & asker.scopes(Resource.PRICES, Action.OPEN):
        raise AccessDeniedError(
            "prices:open",
            f"member {asker.member_id} is neither seller nor buyer of order {order_id}, and prices are for these two",
        )
    version = _version(view, row.contract_record)
    refused = AccessDeniedError(
        "prices:open",
        f"class commercial of record {row.contract_record} was not sealed for member {asker.member_id}",
    )
    try:
        opened = view.opener.open(view.connection, row.contract_record, version, asker.member_id)
    except NotAReaderError as error:
        raise refused from error
    if DisclosureClass.COMMERCIAL in opened.withheld:
        raise refused
    content = tree(field for field in opened.fields if field.disclosure_class is DisclosureClass.COMMERCIAL)
    return PricesView(
        order_id=order_id,
        record_id=row.contract_record,
        version=version,
        currency=_text(content.get("currency")),
        price=_text(content.get("price")),
        liquidated_damages=_text(content.get("liquidated_damages")),
        lines=[
            PriceLineView(_text(line.get("name")), _text(line.get("amount")))
            for line in _children(content.get("price_lines"))
        ],
        payments=[
            PaymentView(code, _whole(payment.get("percent")), _text(payment.get("amount")))
            for code, payment in _named(content.get("payments"))
        ],
    )


def _version(view: View, record_id: str) -> int:
    version = view.connection.execute(
        select(records.c.version).where(records.c.record_id == record_id)
    ).scalar_one_or_none()
    if version is None:
        raise NotFoundError("record", record_id)
    return int(version)


def _named(value: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(name, each) for name, each in value.items() if isinstance(each, dict)] if isinstance(value, dict) else []


def _children(value: Any) -> list[dict[str, Any]]:
    return [each for _, each in sorted(_named(value), key=lambda item: (len(item[0]), item[0]))]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None

"""Permissions: the same rule for single things and for lists; a role takes away, and never adds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, delete, insert, select

from quaychain.api.permissions import (
    AccessDeniedError,
    Action,
    Asker,
    Capacity,
    MemberKind,
    Permission,
    Resource,
    Role,
    may,
    permissions_of,
    require,
    require_some,
    visible,
)
from quaychain.api.tables.access import involvements
from quaychain.api.tables.customs import certificates
from quaychain.api.tables.orders import orders

_MEMBERS = ("0x" + "a1" * 16, "0x" + "b2" * 16)
_THINGS = tuple("0x" + f"{number:02x}" * 32 for number in range(1, 4))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    for table in (involvements, orders, certificates):
        table.create(made)
    with made.begin() as connection:
        connection.execute(
            insert(orders),
            [
                {
                    "order_id": thing,
                    **dict.fromkeys(("seller", "buyer"), _MEMBERS[0]),
                    "status": "agreed",
                    **dict.fromkeys(("version", "effective_at", "agreed_at", "reminder_window"), 1),
                    **dict.fromkeys(("warranty_period", "block_number", "log_index"), 1),
                    **dict.fromkeys(("terms_commitment", "contract_record", "calendar_hash", "taking_over"), thing),
                }
                for thing in _THINGS
            ],
        )
    yield made
    made.dispose()


_involved = st.lists(
    st.tuples(st.sampled_from(_THINGS), st.sampled_from(_MEMBERS), st.sampled_from(Capacity)), unique=True, max_size=8
)


@given(_involved, st.sampled_from(MemberKind), st.sampled_from(Role), st.sampled_from(_MEMBERS))
def test_a_list_shows_exactly_what_may_be_asked_for_singly(
    engine: Engine, involved: list[tuple[str, str, Capacity]], kind: MemberKind, role: Role, member: str
) -> None:
    asker = Asker.of(member, kind, role, "token")
    with engine.begin() as connection:
        connection.execute(delete(involvements))
        if involved:
            connection.execute(
                insert(involvements),
                [
                    {"resource": "orders", "object_id": thing, "member_id": who, "capacity": capacity.value}
                    for thing, who, capacity in involved
                ],
            )
        listed = set(
            connection.execute(
                select(orders.c.order_id).where(visible(asker, Resource.ORDERS, orders.c.order_id))
            ).scalars()
        )
        single = {thing for thing in _THINGS if may(connection, asker, Resource.ORDERS, Action.READ, thing)}
    assert listed == single
    scopes = asker.scopes(Resource.ORDERS, Action.READ)
    assert single == {thing for thing, who, capacity in involved if who == member and capacity in scopes}


@given(st.sampled_from(MemberKind), st.sampled_from(Role))
def test_a_role_only_takes_away(kind: MemberKind, role: Role) -> None:
    assert permissions_of(kind, role) <= permissions_of(kind, Role.OFFICER)


def test_any_is_any(engine: Engine) -> None:
    customs = Asker.of(_MEMBERS[1], MemberKind.CUSTOMS, Role.OFFICER, "token")
    with engine.connect() as connection:
        require(connection, customs, Resource.CERTIFICATES, Action.READ, _THINGS[0])
        assert connection.execute(
            select(orders.c.order_id).where(visible(customs, Resource.CERTIFICATES, orders.c.order_id))
        ).scalars().all() == list(_THINGS)


@pytest.mark.parametrize("kind", sorted(set(MemberKind) - {MemberKind.MANUFACTURER, MemberKind.SUPPLIER}))
def test_sub_orders_are_between_seller_and_supplier(kind: MemberKind) -> None:
    asker = Asker.of(_MEMBERS[0], kind, Role.OFFICER, "token")
    with pytest.raises(AccessDeniedError, match=f"kind {kind.value} has no permission sub_orders:read"):
        require_some(asker, Resource.SUB_ORDERS, Action.READ)


@pytest.mark.parametrize("kind", [MemberKind.CARRIER, MemberKind.CUSTOMS, MemberKind.BANK, MemberKind.SURVEYOR])
def test_prices_are_not_for(kind: MemberKind) -> None:
    asker = Asker.of(_MEMBERS[0], kind, Role.OFFICER, "token")
    with pytest.raises(AccessDeniedError, match="prices are sealed for an order's seller and buyer"):
        require_some(asker, Resource.PRICES, Action.OPEN)


@given(st.sampled_from(Resource), st.sampled_from(Action), st.sampled_from(Capacity))
def test_a_permission_is_its_text(resource: Resource, action: Action, scope: Capacity) -> None:
    permission = Permission(resource, action, scope)
    assert Permission.parse(str(permission)) == permission

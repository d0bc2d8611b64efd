"""Members of a local network: named on the command line, or founders as many as are wanted."""

from __future__ import annotations

import pytest

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.node.local.members import (
    FOUNDERS,
    LocalMember,
    MemberTextError,
    ValidatorsUnseatedError,
    parse_member,
    seated,
)


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("mfr:manufacturer:accounting", LocalMember("mfr", "mfr", MemberKind.MANUFACTURER, Seat.ACCOUNTING)),
        ("bank_a:bank:query:First: Bank", LocalMember("bank_a", "First: Bank", MemberKind.BANK, Seat.QUERY)),
    ],
)
def test_a_member_is_named_in_one_text(text: str, member: LocalMember) -> None:
    assert parse_member(text) == member


@pytest.mark.parametrize("text", ["", "a", "a:bank", "a:none:query", "a:king:query", "a:bank:mirrored", "a:bank:"])
def test_a_text_that_names_none(text: str) -> None:
    with pytest.raises(MemberTextError) as caught:
        parse_member(text)
    assert "\n" not in str(caught.value)


def test_as_many_founders_as_are_wanted() -> None:
    assert seated((), None, 0) == FOUNDERS
    for count in (1, 4, 7, 20):
        members = seated((), count, 0)
        assert len({member.key for member in members}) == len(members) == count
        assert all(member.has_validator for member in members)
    assert [member.key for member in seated((), 6, 0)][4:] == ["supplier-3", "supplier-4"]


def test_query_nodes_go_to_accounting_members_in_turn() -> None:
    assert [member.nodes for member in seated((), 2, 3)] == [("query-1", "query-2"), ("query-1",)]
    bank = LocalMember("bank", "Bank", MemberKind.BANK, Seat.QUERY)
    assert [member.nodes for member in seated((bank, FOUNDERS[0]), None, 1)] == [(), ("query-1",)]


def test_validators_are_the_accounting_members() -> None:
    assert seated(FOUNDERS, 4, 0) == FOUNDERS
    with pytest.raises(ValidatorsUnseatedError):
        seated(FOUNDERS, 5, 0)

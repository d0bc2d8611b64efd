"""Who is permitted follows from standing and cards."""

from __future__ import annotations

import dataclasses

from quaychain.contracts.bindings.types import Account, AccountPurpose, Member, MemberKind, MemberStatus, Seat
from quaychain.contracts.types import Address, to_address
from quaychain.node.card import CardContent
from quaychain.node.enode import Enode
from quaychain.node.governance.cards import KnownCards
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.permissions.wanted import Standing, next_change, wanted_permissions
from tests.node.conftest import Founding

NOW = 1_000_000


def standing_of(contents: tuple[CardContent, ...], **changes: object) -> Standing:
    """All of these members active, their accounts valid, their validators in force."""
    members = {
        one.member: Member(one.kind, one.seat, MemberStatus.ACTIVE, NOW - 9, NOW - 9, to_address(one.recovery))
        for one in contents
    }
    accounts = {
        to_address(account.address): Account(one.member, account.purpose, NOW - 9, 0, 0)
        for one in contents
        for account in one.accounts
    }
    validators = {to_address(one.validator.address): one.member for one in contents if one.validator is not None}
    standing = Standing(True, NOW, members, accounts, validators)
    return dataclasses.replace(standing, **changes)  # type: ignore[arg-type]


def cards_of(contents: tuple[CardContent, ...]) -> KnownCards:
    return KnownCards({one.member: (one,) for one in contents})


def with_status(standing: Standing, member: bytes, **changes: object) -> Standing:
    members = dict(standing.members)
    members[member] = dataclasses.replace(members[member], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(standing, members=members)


def contents_of(founding: Founding) -> tuple[CardContent, ...]:
    return tuple(card.card for card in founding.cards)


def own(founding: Founding) -> Enode:
    return founding.cards[0].card.enodes[0]


def test_at_the_founding_it_is_what_the_cards_say(founding: Founding) -> None:
    contents = contents_of(founding)
    expected = Allowlists.of_cards(contents)
    for installed in (False, True):
        standing = standing_of(contents, installed=installed)
        wanted = wanted_permissions(standing, cards_of(contents), own(founding), None)
        assert wanted.lists == expected
        assert not wanted.unreachable


def test_a_suspended_member_keeps_its_recovery_account_and_its_validator(founding: Founding) -> None:
    contents = contents_of(founding)
    accused = contents[3]
    standing = with_status(standing_of(contents), accused.member, status=MemberStatus.SUSPENDED)
    lists = wanted_permissions(standing, cards_of(contents), own(founding), None).lists
    assert accused.recovery in lists.accounts
    assert not {account.address for account in accused.accounts} & set(lists.accounts)
    assert accused.enodes[0] in lists.nodes
    # Voted out of the set it is shut out.
    validators = {one: member for one, member in standing.validators.items() if member != accused.member}
    standing = dataclasses.replace(standing, validators=validators)
    assert accused.enodes[0] not in wanted_permissions(standing, cards_of(contents), own(founding), None).lists.nodes


def test_nothing_is_left_of_a_member_that_left(founding: Founding) -> None:
    contents = contents_of(founding)
    gone = contents[4]
    standing = with_status(standing_of(contents), gone.member, status=MemberStatus.LEFT)
    lists = wanted_permissions(standing, cards_of(contents), own(founding), None).lists
    assert not set(gone.senders) & set(lists.accounts)
    assert not set(gone.enodes) & set(lists.nodes)


def test_a_mirrored_member_does_nothing(founding: Founding) -> None:
    contents = contents_of(founding)
    member = contents[4].member
    standing = with_status(standing_of(contents), member, seat=Seat.MIRRORED)
    lists = wanted_permissions(standing, cards_of(contents), own(founding), None).lists
    assert not set(contents[4].senders) & set(lists.accounts)


def test_accounts_count_while_they_are_valid(founding: Founding) -> None:
    contents = contents_of(founding)
    standing = standing_of(contents)
    address = contents[0].accounts[0].address
    first = Account(contents[0].member, AccountPurpose.OPERATIONS, NOW - 9, 0, 0)
    cases: list[tuple[Account, bool]] = [
        (first, True),
        (dataclasses.replace(first, valid_from=NOW), True),
        (dataclasses.replace(first, valid_from=NOW + 1), False),
        (dataclasses.replace(first, valid_until=NOW), False),
        (dataclasses.replace(first, valid_until=NOW + 1), True),
        (dataclasses.replace(first, revoked_from=NOW), False),
        (dataclasses.replace(first, member=bytes(16)), False),
    ]
    for account, permitted in cases:
        accounts = {**standing.accounts, to_address(address): account}
        now = dataclasses.replace(standing, accounts=accounts)
        lists = wanted_permissions(now, cards_of(contents), own(founding), None).lists
        assert (address in lists.accounts) is permitted, account


def test_the_time_at_which_an_account_changes_by_itself_is_known(founding: Founding) -> None:
    standing = standing_of(contents_of(founding))
    assert next_change(standing) is None
    some = [to_address(bytes([number]) * 20) for number in (1, 2, 3)]
    accounts: dict[Address, Account] = {
        some[0]: Account(bytes(16), AccountPurpose.ORACLE, NOW + 50, 0, 0),
        some[1]: Account(bytes(16), AccountPurpose.ORACLE, NOW - 50, NOW + 20, 0),
        some[2]: Account(bytes(16), AccountPurpose.ORACLE, NOW - 50, NOW - 20, 0),
    }
    assert next_change(dataclasses.replace(standing, accounts=accounts)) == NOW + 20


def test_a_node_never_shuts_itself_out(founding: Founding) -> None:
    contents = contents_of(founding)
    standing = standing_of(contents, members={}, accounts={}, validators={})
    assert wanted_permissions(standing, cards_of(contents), own(founding), None).lists == Allowlists.of(
        [own(founding)], []
    )


def test_a_validator_without_a_card_is_named_and_kept_where_it_is_permitted(founding: Founding) -> None:
    contents = contents_of(founding)
    standing, known = standing_of(contents), cards_of(contents[:3] + contents[4:])
    strange = contents[3]
    assert strange.validator is not None
    validator = to_address(strange.validator.address)
    wanted = wanted_permissions(standing, known, own(founding), Allowlists.of([own(founding)], []))
    assert wanted.unreachable == {validator: strange.member}
    wanted = wanted_permissions(standing, known, own(founding), Allowlists.of(strange.enodes, []))
    assert not wanted.unreachable
    assert strange.enodes[0] in wanted.lists.nodes


def moved(content: CardContent, port: int, key: CardContent | None = None) -> CardContent:
    """The card of a member whose validator moved, or has the key of another's."""
    assert content.validator is not None
    source = content.validator if key is None else key.validator
    assert source is not None
    return content.model_copy(update={"validator": source.model_copy(update={"port": port})})


def test_the_newest_card_says_where_a_node_is(founding: Founding) -> None:
    contents = contents_of(founding)
    newer = moved(contents[3], 40_000)
    known = KnownCards({**cards_of(contents).by_member, newer.member: (contents[3], newer)})
    lists = wanted_permissions(standing_of(contents), known, own(founding), None).lists
    assert newer.enodes[0] in lists.nodes
    assert contents[3].enodes[0] not in lists.nodes


def test_a_validator_and_the_one_that_is_to_replace_it(founding: Founding) -> None:
    """The old one stays while it seals, the new one may sync; afterwards the old key is shut out."""
    contents = contents_of(founding)[:3]
    spare = founding.cards[3].card
    newer = moved(contents[2], 40_000, spare)
    old, new = contents[2].enodes[0], newer.enodes[0]
    known = KnownCards({**cards_of(contents).by_member, newer.member: (contents[2], newer)})
    standing = standing_of(contents)
    both = wanted_permissions(standing, known, own(founding), None).lists.nodes
    assert old in both
    assert new in both
    validators = dict(standing.validators)
    del validators[old.address]
    standing = dataclasses.replace(standing, validators={**validators, new.address: newer.member})
    after = wanted_permissions(standing, known, own(founding), None).lists.nodes
    assert old not in after
    assert new in after


def test_a_member_goes_on_with_a_node_that_no_longer_seals(founding: Founding) -> None:
    """It has still to send what it does before it leaves."""
    contents = contents_of(founding)
    node = contents[3].enodes[0]
    standing = standing_of(contents)
    validators = {one: member for one, member in standing.validators.items() if one != node.address}
    standing = dataclasses.replace(standing, validators=validators)
    assert node in wanted_permissions(standing, cards_of(contents), own(founding), None).lists.nodes


def test_nobody_gets_in_by_a_card_alone(founding: Founding) -> None:
    contents = contents_of(founding)
    standing = standing_of(contents[:4])
    assert contents[4].kind is MemberKind.SUPPLIER
    lists = wanted_permissions(standing, cards_of(contents), own(founding), None).lists
    assert not set(contents[4].enodes) & set(lists.nodes)
    assert not set(contents[4].senders) & set(lists.accounts)

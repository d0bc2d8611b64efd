"""Members as the registry has them, and the calls that a vote may make of it (I/O: reads a node)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quaychain.contracts.bindings.types import Account, Member, Seat
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, Call, to_address, to_hex

from ..card import CardValidator, MemberCard, check_cards
from .cards import KnownCards
from .consortium import Consortium


@dataclass
class MemberNotFoundError(QuaychainError):
    """No member, or several, by that id, beginning of an id, or name."""

    given: str
    found: int

    def __str__(self) -> str:
        if not self.found:
            return f"no member has an id or a card's name like {self.given!r}"
        return f"{self.found} members have an id or a card's name like {self.given!r}: give more of the id"


@dataclass
class NoValidatorOnCardError(QuaychainError):
    """A card without a validator: its member has no accounting seat."""

    card: str

    def __str__(self) -> str:
        return f"the card of {self.card} names no validator"


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """A member with all of its accounts and its validators in force."""

    id: bytes
    member: Member
    accounts: Mapping[Address, Account]
    validators: tuple[Address, ...]
    encryption_key_version: int


def find_member(consortium: Consortium, cards: KnownCards, text: str) -> bytes:
    """A member's id by itself, its beginning in hexadecimal, or the name on its card. Raises MemberNotFoundError."""
    known = [listed.id for listed in consortium.members()]
    wanted = text.lower().removeprefix("0x")
    named = [one for one in known if cards.name(one) == text]
    found = named or [one for one in known if wanted and one.hex().startswith(wanted)]
    if len(found) != 1:
        raise MemberNotFoundError(text, len(found))
    return found[0]


def read_details(consortium: Consortium, member: bytes) -> MemberDetails:
    """All that the chain says of a member."""
    validators = consortium.validator_members(consortium.validator_set().validators)
    return MemberDetails(
        member,
        consortium.member(member),
        consortium.accounts_of(member),
        tuple(one for one, owner in validators.items() if owner == member),
        consortium.reader.read(consortium.registry().encryption_key_version(member)),
    )


def admission(consortium: Consortium, card: MemberCard) -> Call:
    """Admit the member of a card. Raises CardSignatureError, CardConsortiumError."""
    check_cards(consortium.charter, [card])
    return consortium.registry().admit(card.admission())


def suspension(consortium: Consortium, member: bytes, reason: int) -> Call:
    """Suspend a member."""
    return consortium.registry().suspend(member, reason)


def reinstatement(consortium: Consortium, member: bytes) -> Call:
    """End a member's suspension."""
    return consortium.registry().reinstate(member)


def removal(consortium: Consortium, member: bytes, reason: int) -> Call:
    """Put a member out for good."""
    return consortium.registry().remove(member, reason)


def change_of_seat(consortium: Consortium, member: bytes, seat: Seat) -> Call:
    """Give a member another seat."""
    return consortium.registry().change_seat(member, seat)


def new_recovery(consortium: Consortium, member: bytes, recovery: str) -> Call:
    """Give a member another recovery account."""
    return consortium.registry().replace_recovery(member, to_address(recovery))


def validator_of(consortium: Consortium, card: MemberCard) -> CardValidator:
    """The validator that a card names. Raises CardSignatureError, CardConsortiumError, NoValidatorOnCardError."""
    check_cards(consortium.charter, [card])
    if card.card.validator is None:
        raise NoValidatorOnCardError(card.card.name)
    return card.card.validator


def entry(consortium: Consortium, card: MemberCard) -> Call:
    """Add the validator of a card to the set. Raises as `validator_of`."""
    return consortium.root.add_validator(to_address(validator_of(consortium, card).address), card.card.member)


def exclusion(consortium: Consortium, validator: str) -> Call:
    """Remove a validator from the set."""
    return consortium.root.remove_validator(to_address(validator))


def shown_member(cards: KnownCards, member: bytes) -> str:
    """A member's id, and its name where a card here has it: `0x1234… (Crane works)`."""
    name = cards.name(member)
    return to_hex(member) if name is None else f"{to_hex(member)} ({name})"

"""Which cards are known of each member: the founders', and those accepted since (I/O: a folder)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose, MemberStatus
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.types import to_address

from ..card import CardContent, MemberCard, check_cards
from ..charter import Charter
from ..documents import DocumentError, read_document, read_documents
from ..permissions.files import accepted_order
from .consortium import Consortium

_ACCEPTED = "accepted"


@dataclass
class CardNotRegisteredError(QuaychainError):
    """A card that does not fit what the MemberRegistry has."""

    card: str
    reason: str

    def __str__(self) -> str:
        return f"the card of {self.card} is not accepted: {self.reason}"


@dataclass(frozen=True, slots=True)
class KnownCards:
    """Cards by member, oldest first; the last one counts, the others only for validators that still seal."""

    by_member: Mapping[bytes, Sequence[CardContent]]

    def newest(self, member: bytes) -> CardContent | None:
        """The card that counts for a member."""
        cards = self.by_member.get(member, ())
        return cards[-1] if cards else None

    def name(self, member: bytes) -> str | None:
        """What the member calls itself."""
        card = self.newest(member)
        return None if card is None else card.name


def read_known_cards(cards: Path, charter: Charter) -> KnownCards:
    """The cards in a folder of founders' cards, and of those accepted since in its subfolder.

    Raises DocumentError, and CardSignatureError, CardConsortiumError for a card that is not its member's.
    """
    found: dict[bytes, list[CardContent]] = {}
    founders = read_documents([cards], MemberCard) if cards.is_dir() else ()
    accepted = sorted((cards / _ACCEPTED).glob("*.json"), key=accepted_order)
    for card in (*founders, *(read_document(path, MemberCard) for path in accepted)):
        check_cards(charter, [card])
        found.setdefault(card.card.member, []).append(card.card)
    return KnownCards(found)


def accept_card(consortium: Consortium, card: MemberCard, cards: Path) -> Path:
    """Put a member's card into a folder, once the registry has the card's accounts as this member's.

    Accepting a card that is there already changes nothing. Raises CardNotRegisteredError, CardSignatureError,
    CardConsortiumError, DocumentError where the folder can't be written.
    """
    content = card.card
    check_cards(consortium.charter, [card])
    _check_registered(consortium, content)
    known = read_known_cards(cards, consortium.charter).by_member.get(content.member, ())
    folder = cards / _ACCEPTED
    if known and known[-1] == content:
        path = folder / _name(content.member, len(known) - 1)
        return path if path.exists() else cards
    numbers = [accepted_order(path) for path in folder.glob(f"{content.member.hex()}-*.json")]
    path = folder / _name(content.member, max(numbers, default=0) + 1)
    try:
        write_atomic(path, card.as_file())
    except OSError as error:
        raise DocumentError(str(path), error.strerror or str(error)) from error
    return path


def _check_registered(consortium: Consortium, content: CardContent) -> None:
    member = consortium.member(content.member)
    if member.status not in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
        reason = "is no member yet" if member.status is MemberStatus.NONE else "has left"
        raise CardNotRegisteredError(content.name, f"0x{content.member.hex()} {reason}")
    if member.seat is not content.seat:
        raise CardNotRegisteredError(
            content.name, f"its seat is {member.seat.name}, and the card says {content.seat.name}"
        )
    registry, now = consortium.registry(), consortium.reader.now()
    addresses = [to_address(account.address) for account in content.accounts]
    known = consortium.reader.read_many([registry.account_of(address) for address in addresses])
    in_force = False
    for account, entry in zip(content.accounts, known, strict=True):
        if entry.member != content.member or entry.purpose is not account.purpose:
            raise CardNotRegisteredError(
                content.name, f"{account.address} is not the member's {account.purpose.name.lower()} account on chain"
            )
        ended = (entry.valid_until and entry.valid_until <= now) or (entry.revoked_from and entry.revoked_from <= now)
        in_force |= account.purpose is AccountPurpose.GOVERNANCE and entry.valid_from <= now and not ended
    if not in_force:
        # Keys that were replaced sign cards for whoever has them now.
        raise CardNotRegisteredError(content.name, "none of its Governance accounts is valid now: ask for a new card")


def _name(member: bytes, number: int) -> str:
    return f"{member.hex()}-{number}.json"

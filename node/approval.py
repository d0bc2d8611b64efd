"""A founder's approval of a genesis: it has made the same bytes from the charter and the same cards, and signs that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import to_hex

from .card import CardContent, MemberCard
from .documents import Document
from .fields import AddressField, Bytes16, Bytes32, Bytes65
from .genesis import Genesis

FORMAT: Literal["quaychain-genesis-approval-1"] = "quaychain-genesis-approval-1"
_TAG = b"quaychain genesis approval 1\0"


@dataclass
class GenesisDiffersError(QuaychainError):
    """A genesis file that is not what the charter and the cards make."""

    place: str
    expected: bytes
    given: bytes
    line: int

    def __str__(self) -> str:
        return (
            f"{self.place} ({to_hex(self.given)}) is not the genesis of this charter and these cards "
            f"({to_hex(self.expected)}): they differ from line {self.line} on"
        )


@dataclass
class ApprovalError(QuaychainError):
    """An approval that counts for nothing here."""

    member: str
    reason: str

    def __str__(self) -> str:
        return f"the approval of {self.member}: {self.reason}"


@dataclass
class MissingApprovalsError(QuaychainError):
    """Founders whose approval is not there."""

    members: tuple[str, ...]

    def __str__(self) -> str:
        return f"the genesis is not approved by {', '.join(self.members)}"


class ApprovalContent(Document):
    """What a founder signs. `genesis` is keccak256 of the file, `block` the hash of block 0, `cards` the digest of all
    cards, from which allowlists follow."""

    format: Literal["quaychain-genesis-approval-1"]
    consortium: Bytes32
    member: Bytes16
    genesis: Bytes32
    block: Bytes32
    cards: Bytes32

    def signing_payload(self) -> bytes:
        """The bytes whose keccak256 the founder signs."""
        return _TAG + canonical_json(self.as_json())


class Approval(Document):
    """An approval, with its founder's account and signature."""

    approval: ApprovalContent
    founder: AddressField
    signature: Bytes65


def cards_digest(contents: Sequence[CardContent]) -> bytes:
    """One hash for all cards, in any order: keccak256 of what their keys sign, by member id."""
    ordered = sorted(contents, key=lambda content: content.member)
    return keccak256(b"".join(keccak256(content.signing_payload()) for content in ordered))


def check_genesis(genesis: Genesis, data: bytes, place: str) -> None:
    """Raises GenesisDiffersError unless `data`, read from `place`, is this genesis to the last byte."""
    if data == genesis.data:
        return
    ours, theirs = genesis.data.splitlines(keepends=True), data.splitlines(keepends=True)
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    raise GenesisDiffersError(place, genesis.file_hash, keccak256(data), same + 1)


def approve(genesis: Genesis, cards: Sequence[MemberCard], member: bytes, founder: Signer) -> Approval:
    """A founder's approval of a genesis that was built from `cards`. Raises ApprovalError where it is no founder."""
    content = _content(genesis, cards, member)
    approval = Approval(
        approval=content, founder=founder.address, signature=founder.sign_payload(content.signing_payload())
    )
    check_approvals(genesis, cards, [approval], complete=False)
    return approval


def check_approvals(
    genesis: Genesis, cards: Sequence[MemberCard], approvals: Sequence[Approval], *, complete: bool = True
) -> None:
    """Each approval is a founder's, for this genesis and these cards; with `complete`, every founder's is there.

    Raises ApprovalError, MissingApprovalsError.
    """
    founders = {card.card.member: card.card for card in cards if card.card.founder is not None}
    for item in approvals:
        card = founders.get(item.approval.member)
        if card is None:
            raise ApprovalError(f"member {to_hex(item.approval.member)}", "it is none of the founders")
        if item.founder != card.founder:
            raise ApprovalError(card.name, f"{item.founder} is not its founder account {card.founder}")
        if recover_address(item.approval.signing_payload(), item.signature) != item.founder:
            raise ApprovalError(card.name, "its signature is wrong: it was changed, or it is not its owner's")
        expected = _content(genesis, cards, card.member)
        for field, what in _MEANINGS.items():
            if getattr(item.approval, field) != getattr(expected, field):
                raise ApprovalError(card.name, f"it is for {what}, not for what this charter and these cards make")
    approved = {item.approval.member for item in approvals}
    missing = tuple(card.name for member, card in sorted(founders.items()) if member not in approved)
    if complete and missing:
        raise MissingApprovalsError(missing)


_MEANINGS = {
    "consortium": "another consortium",
    "cards": "other cards",
    "genesis": "another genesis file",
    "block": "another block 0",
}


def _content(genesis: Genesis, cards: Sequence[MemberCard], member: bytes) -> ApprovalContent:
    return ApprovalContent(
        format=FORMAT,
        consortium=genesis.charter.id,
        member=member,
        genesis=genesis.file_hash,
        block=genesis.block_hash,
        cards=cards_digest([card.card for card in cards]),
    )

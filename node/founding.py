"""What a consortium was founded from, checked as a whole: charter, cards, genesis, and every founder's approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .approval import Approval, check_approvals, check_genesis
from .artifacts import Artifact
from .card import CardContent, MemberCard
from .charter import Charter
from .genesis import Genesis, build_genesis


@dataclass(frozen=True, slots=True)
class Founding:
    """A founding whose parts fit each other; `check` makes it."""

    charter: Charter
    cards: tuple[MemberCard, ...]
    genesis: Genesis
    approvals: tuple[Approval, ...]

    @classmethod
    def check(
        cls,
        charter: Charter,
        cards: Sequence[MemberCard],
        genesis: tuple[bytes, str],
        approvals: Sequence[Approval],
        root: Artifact,
    ) -> Founding:
        """Of documents from anywhere; `genesis` is the file's bytes and where they are from.

        Raises what `build_genesis` does, GenesisDiffersError, ApprovalError, MissingApprovalsError.
        """
        built = build_genesis(charter, cards, root)
        check_genesis(built, *genesis)
        check_approvals(built, cards, approvals)
        return cls(charter, tuple(cards), built, tuple(approvals))

    @property
    def contents(self) -> tuple[CardContent, ...]:
        """The cards' contents by member id."""
        return tuple(sorted((card.card for card in self.cards), key=lambda content: content.member))

    def content_of(self, member: bytes) -> CardContent | None:
        """A member's card, by its id of 16 bytes."""
        return next((card.card for card in self.cards if card.card.member == member), None)

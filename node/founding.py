"""What a consortium was founded from, checked as a whole: charter, cards, genesis, and every founder's approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .approval import Approval, check_approvals, check_genesis
from .artifacts import Artifact
from .card import CardContent, MemberCard, check_cards
from .charter import Charter
from .genesis import Genesis, build_genesis


@dataclass(frozen=True, slots=True)
class Founding:
    """A founding whose parts fit each other; `check` makes it. `later` are cards since: of new members, or newer ones
    of a member, oldest first."""

    charter: Charter
    cards: tuple[MemberCard, ...]
    genesis: Genesis
    approvals: tuple[Approval, ...]
    later: tuple[MemberCard, ...] = ()

    @classmethod
    def check(
        cls,
        charter: Charter,
        cards: Sequence[MemberCard],
        genesis: tuple[bytes, str],
        approvals: Sequence[Approval],
        root: Artifact,
        later: Sequence[MemberCard] = (),
    ) -> Founding:
        """Of documents from anywhere; `genesis` is the file's bytes and where they are from.

        Raises what `build_genesis` does, GenesisDiffersError, ApprovalError, MissingApprovalsError.
        """
        built = build_genesis(charter, cards, root)
        check_genesis(built, *genesis)
        check_approvals(built, cards, approvals)
        newest = {card.card.member: card for card in (*cards, *later)}
        for card in later:
            check_cards(charter, [card])
        check_cards(charter, tuple(newest.values()))
        return cls(charter, tuple(cards), built, tuple(approvals), tuple(later))

    @property
    def newest(self) -> tuple[CardContent, ...]:
        """Each member's newest card, by member id."""
        newest = {card.card.member: card.card for card in (*self.cards, *self.later)}
        return tuple(newest[member] for member in sorted(newest))

    def content_of(self, member: bytes) -> CardContent | None:
        """A member's newest card, by its id of 16 bytes."""
        return next((content for content in self.newest if content.member == member), None)

"""What can be wrong with another member's card. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..card import (
    CardConsortiumError,
    CardSignatureError,
    DuplicateCardError,
    MemberCard,
    check_cards,
)
from ..charter import Charter
from .finding import Fault, Finding
from .folder_rules import charter_findings


def card_findings(card: MemberCard, charter: Charter, others: Sequence[MemberCard]) -> Iterator[Finding]:
    """Of a card that is to join `others`, which were checked before."""
    name = f"the card of {card.card.name}"
    # The same card once more is no second one.
    others = [other for other in others if other != card]
    try:
        check_cards(charter, [card])
        check_cards(charter, [*others, card])
    except CardSignatureError as error:
        yield Finding(Fault.CARD_SIGNATURE, name, str(error))
    except CardConsortiumError as error:
        yield Finding(Fault.CARD_OF_OTHER_CONSORTIUM, name, str(error))
    except DuplicateCardError as error:
        yield Finding(Fault.SAME_KEY_TWICE, name, str(error))
    yield from charter_findings(charter, [other.card for other in (*others, card)], name)

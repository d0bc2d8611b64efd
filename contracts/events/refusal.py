"""Why an event was refused: one vocabulary for the gateway's counts, its quarantine, its answers and the pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..errors import QuaychainError


class RefusalReason(StrEnum):
    """The reason an event was not accepted; the values stand in the quarantine and in acknowledgements."""

    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_CBOR = "not_cbor"
    DUPLICATE_NAME = "duplicate_name"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    TOO_DEEP = "too_deep"
    NOT_CANONICAL = "not_canonical"
    MALFORMED = "malformed"
    UNSIGNED = "unsigned"
    WRONG_ALGORITHM = "wrong_algorithm"
    WRONG_CHAIN = "wrong_chain"
    WRONG_TOPIC = "wrong_topic"
    KEY_UNREGISTERED = "key_unregistered"
    SIGNATURE_FORGED = "signature_forged"
    KEY_NOT_YET_VALID = "key_not_yet_valid"
    KEY_EXPIRED = "key_expired"
    KEY_REVOKED = "key_revoked"
    KEY_CLOSED = "key_closed"
    MEMBER_NOT_ACTIVE = "member_not_active"
    BOOT_BELOW_DECLARED = "boot_below_declared"
    BOOT_WENT_BACK = "boot_went_back"
    COUNTER_REUSED = "counter_reused"
    REPLAYED = "replayed"
    GAP = "gap"
    STALE = "stale"
    FUTURE = "future"
    OVER_QUOTA = "over_quota"
    BODY_MISMATCH = "body_mismatch"
    BODY_INVALID = "body_invalid"


#: What was found may be as long as a message.
_LONGEST_DETAIL = 400


@dataclass
class EventRefusedError(QuaychainError):
    """An event that can't be accepted: `reason` for machines; `detail` says to a person what was found, and where.

    What stands in `detail` may come from the message, such as a field's name: it is made one short line of text that
    any database, terminal and log takes.
    """

    reason: RefusalReason
    detail: str

    def __post_init__(self) -> None:
        detail = self.detail[:_LONGEST_DETAIL]
        if not detail.isprintable():
            detail = "".join(
                character if character.isprintable() else character.encode("unicode_escape").decode()
                for character in detail
            )
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason.value}: {self.detail}"

    def bare(self) -> EventRefusedError:
        """The same without its traceback, for keeping: through that it would keep every frame and all in it."""
        return EventRefusedError(self.reason, self.detail)

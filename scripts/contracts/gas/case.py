"""One line of the table: a function of a contract, called in one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .ledger import Ledger, Shot


@dataclass(frozen=True, slots=True)
class Case:
    """`build` makes what the call needs on a ledger, says what is behind it, and answers the call.

    `function` is named as in the ABI. `size` says how large the call is: empty for the ordinary one, where a function
    has but one. `events` is how many events an anchor anchors.
    """

    function: str
    size: str
    build: Callable[[Ledger], Shot]
    #: Whether the consortium is installed before `build`.
    installed: bool = True
    events: int = 0
    searches: int = 0

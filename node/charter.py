"""The charter: what a consortium is from its first block on, agreed before anybody has a key.

Its id is keccak256 of its canonical JSON (RFC 8785). The address of its ConsortiumRoot follows from the id, and
founders sign the id in their cards, so a card for one charter is nothing for another.
"""

from __future__ import annotations

import json
import os
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, to_address, to_hex

from .documents import Document, parse_document
from .fields import Bytes16, NameField

FORMAT: Literal["quaychain-charter-1"] = "quaychain-charter-1"
#: What keccak256 over it and the id gives the root's address; no key and no contract can have the same.
_ROOT_TAG = b"quaychain ConsortiumRoot\0"

#: Times in chain-config/charters.
Template = Literal["production", "lab", "embedded"]


class ChainParameters(Document):
    """Times of the chain in seconds; an epoch in blocks."""

    block_period: Annotated[int, Field(ge=1, le=60)]
    request_timeout: Annotated[int, Field(ge=2, le=600)]
    epoch_length: Annotated[int, Field(ge=1000, le=1_000_000)]

    @model_validator(mode="after")
    def _timeout_above_period(self) -> Self:
        if self.request_timeout <= self.block_period:
            raise ValueError("requestTimeout must be longer than blockPeriod, or every block needs a second round")
        return self


class VotingParameters(Document):
    """The Governor's times, in seconds."""

    delay: Annotated[int, Field(ge=1, le=30 * 86_400)]
    period: Annotated[int, Field(ge=10, le=90 * 86_400)]
    time_lock: Annotated[int, Field(ge=1, le=30 * 86_400)]


class AnchoringParameters(Document):
    """EventAnchor's times in seconds: how long an anchor renews a stream's lease, and until when withheld data is to be
    shown after a challenge."""

    lease_period: Annotated[int, Field(ge=10, le=30 * 86_400)]
    answer_period: Annotated[int, Field(ge=10, le=90 * 86_400)]


class Charter(Document):
    """A consortium's charter. `timestamp` is the genesis block's, Unix seconds; `nonce` makes the id unlike any other.

    `pilot` allows one to three validators, of which nothing is ever final.
    """

    format: Literal["quaychain-charter-1"]
    name: NameField
    chain_id: Annotated[int, Field(ge=1, le=2**53 - 1)]
    timestamp: Annotated[int, Field(ge=0, lt=2**40)]
    nonce: Bytes16
    pilot: bool
    chain: ChainParameters
    voting: VotingParameters
    anchoring: AnchoringParameters

    @property
    def id(self) -> bytes:
        """The consortium's id, 32 bytes."""
        return keccak256(canonical_json(self.as_json()))

    @property
    def root_address(self) -> Address:
        """Where ConsortiumRoot stands."""
        return root_address_of(self.id)


def root_address_of(consortium: bytes) -> Address:
    """The address of a consortium's ConsortiumRoot: the last 20 bytes of keccak256(tag ‖ id)."""
    return to_address(keccak256(_ROOT_TAG + consortium)[-20:])


def draft_charter(template: Template, name: str, chain_id: int, timestamp: int, *, pilot: bool = False) -> Charter:
    """A new charter with the times of a template and a random nonce.

    Raises DocumentError where the name, chain id or timestamp doesn't do.
    """
    file = resources.files("quaychain.chain_config") / "charters" / f"{template}.json"
    facts = {
        "format": FORMAT,
        "name": name,
        "chainId": chain_id,
        "timestamp": timestamp,
        "nonce": to_hex(os.urandom(16)),
        "pilot": pilot,
    }
    parameters = json.loads(file.read_text(encoding="utf-8"))
    return parse_document(json.dumps({**facts, **parameters}).encode(), Charter, "the charter")

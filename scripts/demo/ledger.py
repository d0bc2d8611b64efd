"""What a step of the scenario works with: the members, the contracts, the stores and the clock, behind a few verbs."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quaychain.api.papers.paper import Party
from quaychain.contracts.bindings.types import CodeList, DocumentType
from quaychain.contracts.cid import Cid
from quaychain.contracts.contract import Contract
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.publishing import RecordPublisher
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sealing import (
    DisclosureClass,
    EncryptionKey,
    ExpectedRecord,
    OpenedRecord,
    Reader,
    RecordContent,
    open_sealed,
)
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import Signer, sign_typed_data
from quaychain.contracts.typed_data import Struct, typed_data
from quaychain.contracts.types import Call, ViewCall

from ..wiring.home import Home
from .api_client import ApiClient
from .cast import CastMember
from .contracts import Contracts
from .fleet import Fleet
from .journal import Journal
from .scenario import Scenario
from .story_chain import StoryChain

#: Members that the scenario's table of parties has under another key.
_PARTIES = {"warehouse": "wh", "carrier": "heavy", "service_partner": "svc"}
#: Seconds in which a signature given now is used, however short the scenario's days are.
_DAY = 86_400
T = TypeVar("T")


@dataclass
class ScenarioFailedError(QuaychainError):
    """The scenario came out otherwise than told."""

    step: str
    reason: str

    def __str__(self) -> str:
        return f"the scenario stopped in step {self.step}: {self.reason}"


def untdid(code: int, subtype: int = 0) -> DocumentType:
    """A document type from UNTDID 1001."""
    return DocumentType(CodeList.UNTDID1001, code, subtype)


@dataclass(frozen=True, slots=True)
class Actor:
    """A member and what it acts with: its id, its Operations account, its way of publishing."""

    cast: CastMember
    member: bytes
    signer: Signer
    sender: TransactionSender
    publisher: RecordPublisher
    encryption_key: EncryptionKey

    @property
    def reader(self) -> Reader:
        """The public half of the encryption key."""
        return self.encryption_key.reader()


@dataclass
class Ledger:
    """The scenario's view of the whole."""

    home: Home
    scenario: Scenario
    journal: Journal
    chain_id: int
    contracts: Contracts
    actors: Mapping[str, Actor]
    chain: ChainReader
    story_chain: StoryChain
    fleet: Fleet
    api: ApiClient
    step: str = ""

    # ------------------------------------------------------------------------------------------ who and what

    def actor(self, key: str) -> Actor:
        """A member by its key in the scenario; KeyError where there is none."""
        return self.actors[key]

    def id(self, key: str) -> bytes:
        """A member's id on chain, 16 bytes."""
        return self.actors[key].member

    def party(self, role: str, key: str) -> Party:
        """A member as papers name it."""
        cast = self.actors[key].cast
        gln = self.scenario.raw["parties"].get(_PARTIES.get(key, key), {}).get("gln", "")
        return Party(role, cast.name, f"GLN {gln}" if gln else "")

    def draw(self, name: str) -> bytes:
        """The random 32-byte id with this name, drawn once."""
        return self.journal.once_bytes(name, self.random)

    def random(self) -> bytes:
        """32 random bytes."""
        return os.urandom(32)

    def uuid(self, name: str) -> str:
        """The random UUID with this name, drawn once."""
        return str(self.journal.once(f"uuid/{name}", lambda: str(uuid.uuid4())))

    def digest(self, text: str) -> bytes:
        """What stands on chain for words that stay outside: keccak256 of 32 random bytes, kept, and the text."""
        return keccak256(self.draw(f"digest/{text}") + text.encode())

    @property
    def order(self) -> bytes:
        """The order's id."""
        return self.draw("order")

    def record(self, key: str) -> bytes:
        """The id of a record of this scenario."""
        return self.draw(f"record/{key}")

    # ---------------------------------------------------------------------------------------------- the chain

    def read(self, call: ViewCall[T]) -> T:
        """A view's answer at the head."""
        return self.chain.read(call)

    def send(self, key: str, call: Call, label: str) -> None:
        """Send a transaction for a member and wait for it; sent once for each step and label, however often it is run.

        Raises the contract's error where it is refused.
        """
        receipt = self.actors[key].sender.send(call, idempotency_key=f"{self.step}/{label}")
        self.journal.put(f"gas/{self.step}/{label}", receipt.gas_used)

    def send_all(self, key: str, calls: Sequence[tuple[Call, str]], gas: int) -> None:
        """Send a member's transactions, in their order, and wait for all: a network takes many in one block.

        Each as `send`, but with `gas` units, as what one leads to is not there to try the next one on.
        """
        sender = self.actors[key].sender
        for call, label in calls:
            sender.submit(call, idempotency_key=f"{self.step}/{label}", simulate=False, gas=gas)
        for _, label in calls:
            receipt = sender.wait(f"{self.step}/{label}")
            self.journal.put(f"gas/{self.step}/{label}", receipt.gas_used)

    def sent(self, key: str, label: str) -> bool:
        """Whether `send` was done before with this label in this step; what was stored but got lost is sent again."""
        return self.actors[key].sender.resume(f"{self.step}/{label}") is not None

    def sign(self, key: str, contract: Contract, message: Struct) -> bytes:
        """A member's EIP-712 signature on a message for a contract, 65 bytes."""
        return sign_typed_data(self.actors[key].signer, typed_data(contract, self.chain_id, message))

    def refused(self, key: str, call: Call, error: type[QuaychainError], what: str) -> None:
        """Check that the contracts refuse a call with this error, and note the refusal.

        Raises ScenarioFailedError where the call would pass.
        """
        try:
            self.actors[key].sender.simulate(call)
        except error as refusal:
            self.note_refusal(what, str(refusal))
        else:
            raise ScenarioFailedError(self.step, f"{what}: it was not refused")

    def note_refusal(self, what: str, reason: str) -> None:
        """Keep a refusal for the table at the end."""
        self.journal.put(f"refusal/{what}", reason)

    def publish(
        self,
        key: str,
        name: str,
        document_type: DocumentType,
        content: RecordContent,
        *,
        subject: bytes,
        readers: Mapping[DisclosureClass, Sequence[str]],
        valid_from: int = 0,
        valid_until: int = 0,
        version: int = 1,
    ) -> bytes:
        """Seal and publish a record for a member; returns its id."""
        record = self.record(name)
        self.actors[key].publisher.publish(
            record,
            document_type,
            content,
            {to: [self.actors[who].reader for who in keys] for to, keys in readers.items()},
            subject=subject,
            version=version,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        return record

    def record_root(self, record: bytes, version: int = 1) -> bytes:
        """A record version's Merkle root, as the chain has it."""
        return self.read(self.contracts.records.version_of(record, version)).root

    def open(self, key: str, record: bytes, version: int) -> OpenedRecord:
        """A record as a member may read it. Raises the errors of sealing and of the stores."""
        stored = self.read(self.contracts.records.version_of(record, version))
        publisher = self.actors[key].publisher
        sealed = publisher.content_store.get(Cid(stored.cid_codec, stored.cid_digest))
        expected = ExpectedRecord(self.chain_id, record, version, stored.root, stored.issuer_account)
        return open_sealed(
            sealed, publisher.wrap_store.list(record, version), self.actors[key].encryption_key, expected
        )

    def persist(self) -> None:
        """Wait until the chain's state up to the head is on disk."""
        self.story_chain.persist()

    # --------------------------------------------------------------------------------------------------- time

    def now(self) -> int:
        """The head's time, Unix seconds."""
        return self.chain.now()

    def advance(self, day: float) -> None:
        """Go on when a day of the scenario has come on the chain."""
        self.story_chain.advance_to(self.scenario.at(day))

    def until(self, name: str, day: float) -> int:
        """When something that has a name ends: on a day, but not before a day of the chain's own time is over. The same
        whenever it is asked."""
        return int(self.journal.once(f"until/{name}", lambda: max(self.scenario.at(day), self.now() + _DAY)))

    def wait(self, done: Callable[[], bool], what: str, patience: float) -> None:
        """Wait for another process. Raises ScenarioFailedError after `patience` seconds."""
        deadline = time.monotonic() + patience
        while not done():
            if time.monotonic() > deadline:
                raise ScenarioFailedError(self.step, f"{what} did not come within {patience:.0f} s")
            time.sleep(0.1)

    def require(self, holds: bool, otherwise: str) -> None:
        """Raise ScenarioFailedError where a statement doesn't hold."""
        if not holds:
            raise ScenarioFailedError(self.step, otherwise)

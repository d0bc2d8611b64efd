"""The file of an event bundle: canonical JSON (RFC 8785), so that every byte of it counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from ..canonical import NotCanonicalError, canonical_json, parse_canonical
from ..keccak import keccak256
from .problem import ProofError

TYPE: Final = "quaychain.event-bundle.1"
MEDIA_TYPE = "application/vnd.quaychain.event-bundle+json"
#: Far above any real one; a batch's siblings and a block's receipts grow with logarithms.
MAX_LENGTH = 64 * 2**20

_MAX_INTEGER = 2**53 - 1

#: Bytes as 0x and pairs of lower-case digits.
Hex = Annotated[str, StringConstraints(pattern=r"^0x([0-9a-f]{2})*$")]
Hex20 = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{40}$")]
Hex32 = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
Natural = Annotated[int, Field(ge=0, le=_MAX_INTEGER)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        serialize_by_alias=True,
    )


class Chain(_Part):
    """Which chain: its number, the hash of its block 0, and the address of its ConsortiumRoot."""

    chain_id: Natural
    genesis: Hex32
    root: Hex20


class Block(_Part):
    """A block: its hash, and the RLP of its header as the hash is computed of it (for QBFT without seals)."""

    hash: Hex32
    header: Hex


class ReceiptProof(_Part):
    """The nodes of the receipts' trie on the way to the receipt of the transaction with this place in the block."""

    index: Natural
    proof: list[Hex]


class BundledLog(_Part):
    """The log, the name in the Directory of the contract it is by, and its place within its receipt."""

    contract: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,32}$")]
    position: Natural
    address: Hex20
    topics: list[Hex32]
    data: Hex


class AnchoredEvent(_Part):
    """The event that a batch's root stands for: what the device signed, and the way from its leaf to that root.

    `signed` are the signed bytes: the text of canonical JSON or, where `form` says so, the base64url of a COSE_Sign1's
    Sig_structure (RFC 9052 section 4.4). `signature` is in base64url, `body` too where a document goes with them.
    """

    sequence: Natural
    form: Literal["cose"] | None = None
    signed: str
    signature: str
    body: str | None = None
    proof: list[Hex32]


class SlotProof(_Part):
    """The nodes on the way to a storage slot."""

    slot: Hex32
    proof: list[Hex]


class AccountProof(_Part):
    """The nodes on the way to an account, and to slots of its storage."""

    address: Hex20
    proof: list[Hex]
    slots: list[SlotProof]


class State(_Part):
    """What stood in the contracts' storage after a block, at or after the event's."""

    block: Block
    accounts: list[AccountProof]


class EventBundle(_Part):
    """The whole file. `digest` is keccak256 of its canonical JSON without `digest`."""

    type: Literal["quaychain.event-bundle.1"] = TYPE
    chain: Chain
    block: Block
    receipt: ReceiptProof
    log: BundledLog
    anchored: AnchoredEvent | None = None
    state: State
    digest: Hex32

    @classmethod
    def sealed(cls, **parts: Any) -> Self:
        """A bundle with its digest."""
        draft = cls(**parts, digest="0x" + "00" * 32)
        return draft.model_copy(update={"digest": draft.expected_digest()})

    def expected_digest(self) -> str:
        """What `digest` has to be."""
        return "0x" + keccak256(canonical_json(self._json(exclude={"digest"}))).hex()

    def encode(self) -> bytes:
        """The bytes of the file."""
        return canonical_json(self._json())

    def _json(self, exclude: set[str] | None = None) -> Mapping[str, Any]:
        return self.model_dump(mode="json", exclude_none=True, exclude=exclude)


def decode_bundle(data: bytes) -> EventBundle:
    """The bundle of a file's bytes. Raises ProofError unless they are the canonical JSON of one."""
    if len(data) > MAX_LENGTH:
        raise ProofError(f"{len(data)} bytes are more than a bundle has")
    try:
        value = parse_canonical(data)
    except NotCanonicalError as error:
        raise ProofError(str(error)) from error
    if isinstance(value, Mapping) and value.get("type") != TYPE:
        raise ProofError(f"its type is not {TYPE}")
    try:
        bundle = EventBundle.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise ProofError(f"{'.'.join(str(part) for part in first['loc']) or 'file'}: {first['msg']}") from error
    if bundle.encode() != data:
        raise ProofError("it has null where a part is to be left out")
    return bundle

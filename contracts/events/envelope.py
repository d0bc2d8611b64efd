"""The envelope that a device or a logistics party signs, and the message that carries it.

The envelope is canonical JSON (RFC 8785); the Ed25519 signature (RFC 8032) is detached and covers exactly its bytes.
`type` and `chainId` keep a signature from meaning anything elsewhere. The counter is (key, boot, seq): `boot` is 0 in
the signer's first run and grows with each start, `seq` counts 1, 2, 3… within it, and the first message of a later boot
may name the last counter signed before it (`previous`), so that a tail lost in between can't hide.

A message on the wire is `{"envelope":<canonical bytes>,"signature":"<86 characters of base64url>"}` or, for small
devices, a COSE_Sign1 with the same fields in CBOR (`cose`); which of the two it is, its first byte says.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import a2b_base64
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Literal, NamedTuple, NoReturn, Self, cast

from nacl.bindings import crypto_sign_BYTES, crypto_sign_open
from nacl.exceptions import CryptoError
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from ..keccak import keccak256
from . import cose
from .plain import PlainReading, plain_reading
from .reading import Reading
from .refusal import EventRefusedError, RefusalReason
from .strict_json import canonical, parse_strict, parse_strict_canonical

ENVELOPE_TYPE = "quaychain.event.1"
MAX_READINGS = 256

_FRAME_START = b'{"envelope":'
_FRAME_MIDDLE = b',"signature":"'
_FRAME_END = b'"}'
_SIGNATURE_CHARACTERS = 86
#: Of 86 characters of base64url the last has two bits.
_SIGNATURE = re.compile(rb"[A-Za-z0-9_-]{85}[AQgw]")
_FROM_BASE64URL = bytes.maketrans(b"-_", b"+/")
_TAIL = len(_FRAME_MIDDLE) + _SIGNATURE_CHARACTERS + len(_FRAME_END)
#: message → envelope → readings → reading → value
_ENVELOPE_DEPTH = 4
#: How a canonical envelope begins: its names are sorted, so nothing but these comes before the kind.
_KIND = re.compile(
    rb'\{"boot":[0-9]+,"chainId":[0-9]+,"key":"[0-9a-f]{64}","kind":"(reading|epcis|dcsa|ais|relayed|derived)"'
)


class EventKind(StrEnum):
    """What an event carries."""

    READING = "reading"
    EPCIS = "epcis"
    DCSA = "dcsa"
    AIS = "ais"
    #: Readings out of a radio frame too small for a signature: signed by the gateway for the device, not by the device.
    RELAYED = "relayed"
    #: What edge rules made of readings; signed by the gateway, never by the device.
    DERIVED = "derived"


_KINDS = {kind.value.encode(): kind for kind in EventKind}


class EnvelopeForm(StrEnum):
    """How an envelope is written."""

    #: Canonical JSON (RFC 8785).
    JSON = "json"
    #: COSE_Sign1 (RFC 9052) over deterministic CBOR.
    COSE = "cose"


class Counter(NamedTuple):
    """Where a signer stands; compares in the order of signing."""

    boot: int
    seq: int

    def as_json(self) -> dict[str, int]:
        """`{"boot": …, "seq": …}`."""
        return {"boot": self.boot, "seq": self.seq}


class CounterModel(BaseModel):
    """A counter as it stands in JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    boot: Annotated[int, Field(ge=0, le=2**32 - 1)]
    seq: Annotated[int, Field(ge=1, le=2**53 - 1)]


class BodyReference(BaseModel):
    """The document that travels beside the envelope, bound by its digest."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")] = Field(alias="mediaType")
    #: SHA-256 of the body's bytes, 64 hexadecimal digits.
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    #: In bytes.
    size: Annotated[int, Field(ge=1, le=2**32 - 1)]


class _EnvelopeBase(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Literal["quaychain.event.1"]
    chain_id: Annotated[int, Field(ge=1, le=2**53 - 1)] = Field(alias="chainId")
    #: Ed25519 public key of the signer, 64 hexadecimal digits: its name in DeviceRegistry.
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    boot: Annotated[int, Field(ge=0, le=2**32 - 1)]
    seq: Annotated[int, Field(ge=1, le=2**53 - 1)]
    previous: CounterModel | None = None

    @property
    def counter(self) -> Counter:
        """Where the signer stood."""
        return Counter(self.boot, self.seq)

    @property
    def previous_counter(self) -> Counter | None:
        """The last counter that the signer used in an earlier boot, where it says so."""
        return None if self.previous is None else Counter(self.previous.boot, self.previous.seq)

    @property
    def public_key(self) -> bytes:
        """Ed25519 public key, 32 bytes."""
        return bytes.fromhex(self.key)


class RelayedFrame(BaseModel):
    """The radio frame that a gateway signs for: the device could not sign, so all of it is the gateway's word."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    network: Literal["lorawan"]
    #: The DevEUI, 16 hexadecimal digits.
    device: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    port: Annotated[int, Field(ge=1, le=223)]
    #: The network's frame counter.
    counter: Annotated[int, Field(ge=0, le=2**32 - 1)]
    #: The frame's application payload as the network server handed it over, in base64url.
    payload: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{2,323}$")]


class ReadingEnvelope(_EnvelopeBase):
    """An envelope with readings in it: the signer's own, or (`relayed`) those of a device that it signs for."""

    kind: Literal["reading", "relayed"]
    readings: Annotated[tuple[Reading, ...], Field(strict=False, min_length=1, max_length=MAX_READINGS)]
    frame: RelayedFrame | None = None

    @model_validator(mode="after")
    def _frame_where_relayed(self) -> Self:
        if (self.kind == "relayed") != (self.frame is not None):
            raise ValueError("a frame goes with the kind 'relayed', and with no other")
        return self

    @property
    def relayed_for(self) -> str | None:
        """The device that a gateway signed for, `lorawan/` and its DevEUI; None where the device signed itself."""
        return None if self.frame is None else f"{self.frame.network}/{self.frame.device}"


class DocumentEnvelope(_EnvelopeBase):
    """An envelope round the digest of a logistics document, or of what a gateway derived."""

    kind: Literal["epcis", "dcsa", "ais", "derived"]
    body: BodyReference


Envelope = ReadingEnvelope | DocumentEnvelope


def _form(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "a reading" if kind in ("reading", "relayed") else "a document"


_ENVELOPE: TypeAdapter[Envelope] = TypeAdapter(
    Annotated[
        Annotated[ReadingEnvelope, Tag("a reading")] | Annotated[DocumentEnvelope, Tag("a document")],
        Discriminator(_form),
    ]
)


@dataclass(unsafe_hash=True)
class SignedEvent:
    """An envelope as it was signed, its signature, and the body that it may refer to.

    Never changed once it is made: to have Python see to that takes as long as all else in making one.
    """

    #: The exact bytes that the signature covers: canonical JSON, or the Sig_structure of a COSE_Sign1.
    signed: bytes
    #: 64 bytes.
    signature: bytes
    #: The document beside a `DocumentEnvelope`; empty for readings.
    body: bytes = b""

    @property
    def form(self) -> EnvelopeForm:
        """How the envelope is written."""
        return EnvelopeForm.COSE if cose.is_signed(self.signed) else EnvelopeForm.JSON

    @property
    def envelope(self) -> Envelope:
        """The envelope's fields; raises `EventRefusedError` where the bytes are not one."""
        # functools.cached_property of Python 3.11 has one lock for all events, for which threads wait.
        kept = self.__dict__.get("_envelope")
        if kept is None:
            kept = self.__dict__["_envelope"] = parse_envelope(self.signed)
        return cast("Envelope", kept)

    @property
    def plain(self) -> PlainReading | None:
        """The fields of an envelope that the quick way recognises: it needs no parsing then."""
        if "_plain" not in self.__dict__:
            self.__dict__["_plain"] = plain_reading(self.signed)
        return cast("PlainReading | None", self.__dict__["_plain"])

    @property
    def kind(self) -> EventKind:
        """What the envelope carries: of canonical JSON without parsing all of it."""
        head = _KIND.match(self.signed)
        return EventKind(self.envelope.kind) if head is None else _KINDS[head[1]]

    @property
    def digest(self) -> bytes:
        """keccak256 of the signed bytes and the signature: the `eventDigest` of the event's leaf, 32 bytes."""
        kept = self.__dict__.get("_digest")
        if kept is None:
            kept = self.__dict__["_digest"] = keccak256(self.signed + self.signature)
        return cast("bytes", kept)

    def signed_by(self, key: bytes) -> bool:
        """Whether the signature is that key's, 32 bytes (RFC 8032, Ed25519)."""
        if len(self.signature) != crypto_sign_BYTES:
            return False
        try:
            crypto_sign_open(self.signature + self.signed, key)
        except (CryptoError, ValueError):
            return False
        return True

    def message(self) -> bytes:
        """The message on the wire, without the body."""
        return encode_message(self.signed, self.signature)


def envelope_bytes(
    *,
    chain_id: int,
    key: bytes,
    counter: Counter,
    kind: EventKind,
    previous: Counter | None = None,
    readings: list[dict[str, Any]] | None = None,
    body: bytes = b"",
    media_type: str = "",
    form: EnvelopeForm = EnvelopeForm.JSON,
    frame: dict[str, Any] | None = None,
) -> bytes:
    """The exact bytes to sign: of `readings` (JSON objects) or of a document `body` of `media_type`.

    Readings may be signed in the form COSE, too; relayed ones go with their `frame`. Raises `EventRefusedError`
    (MALFORMED and others) when the gateway would refuse them for their form.
    """
    fields: dict[str, Any] = {
        "type": ENVELOPE_TYPE,
        "chainId": chain_id,
        "key": key.hex(),
        "boot": counter.boot,
        "seq": counter.seq,
        "kind": kind.value,
    }
    if previous is not None:
        fields["previous"] = previous.as_json()
    if kind in (EventKind.READING, EventKind.RELAYED):
        fields["readings"] = readings or []
        if frame is not None:
            fields["frame"] = frame
    else:
        fields["body"] = {"mediaType": media_type, "sha256": sha256(body).hexdigest(), "size": len(body)}
    _validated(fields)
    if form is EnvelopeForm.JSON:
        return canonical(fields)
    if kind is not EventKind.READING:
        raise EventRefusedError(RefusalReason.MALFORMED, "kind: in CBOR there are readings only")
    return cose.fields_bytes(fields)


def encode_message(signed: bytes, signature: bytes) -> bytes:
    """The message on the wire for `signed` bytes, of either form, and a 64-byte `signature`."""
    if cose.is_signed(signed):
        return cose.encode_message(signed, signature)
    return b"".join((_FRAME_START, signed, _FRAME_MIDDLE, encode_base64url(signature).encode(), _FRAME_END))


def parse_message(message: bytes, *, max_bytes: int) -> SignedEvent:
    """Take a message apart; the envelope is parsed and checked for form, its signature is not.

    Raises `EventRefusedError` with the reason.
    """
    event = split_message(message, max_bytes=max_bytes)
    event.envelope  # noqa: B018  parsed now, so that a malformed one is refused here
    return event


def split_message(message: bytes, *, max_bytes: int) -> SignedEvent:
    """Take a message apart without a look at the envelope. Raises `EventRefusedError` with the reason."""
    if len(message) > max_bytes:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(message)} bytes, at most {max_bytes} are taken")
    return SignedEvent(*_take_apart(message, max_bytes))


def _take_apart(message: bytes, max_bytes: int) -> tuple[bytes, bytes]:
    if cose.is_message(message):
        return cose.parse_message(message, max_bytes=max_bytes)
    if (
        not message.startswith(_FRAME_START)
        or not message.endswith(_FRAME_END)
        or message[-_TAIL : -_TAIL + len(_FRAME_MIDDLE)] != _FRAME_MIDDLE
    ):
        _explain_frame(message, max_bytes)
    signature = decode_signature(message[-_SIGNATURE_CHARACTERS - len(_FRAME_END) : -len(_FRAME_END)])
    signed = message[len(_FRAME_START) : -_TAIL]
    if not signed.startswith(b"{"):
        _explain_frame(message, max_bytes)
    return signed, signature


def parse_envelope(signed: bytes, *, max_bytes: int = 2**20) -> Envelope:
    """The fields of signed bytes, of either form; raises `EventRefusedError` with the reason."""
    if cose.is_signed(signed):
        return _validated(cose.parse_fields(signed, max_bytes=max_bytes))
    return _validated(parse_strict_canonical(signed, max_bytes=max_bytes, max_depth=_ENVELOPE_DEPTH))


def check_body(envelope: DocumentEnvelope, body: bytes) -> None:
    """Raise BODY_MISMATCH unless `body` is the document that the envelope was signed for."""
    if len(body) != envelope.body.size or sha256(body).hexdigest() != envelope.body.sha256:
        raise EventRefusedError(RefusalReason.BODY_MISMATCH, "the body is not the one whose digest was signed")


def encode_base64url(data: bytes) -> str:
    """Base64url without padding (RFC 4648 section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_base64url(text: str | bytes) -> bytes:
    """The bytes of unpadded base64url; raises MALFORMED for anything that `encode_base64url` would not have written."""
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    try:
        data = urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    except ValueError:
        data = None
    if data is None or encode_base64url(data).encode() != raw:
        raise EventRefusedError(RefusalReason.MALFORMED, "not unpadded base64url")
    return data


def decode_signature(text: str | bytes) -> bytes:
    """A signature's 64 bytes from base64url; raises MALFORMED."""
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    if _SIGNATURE.fullmatch(raw):
        return a2b_base64(raw.translate(_FROM_BASE64URL) + b"==")
    signature = decode_base64url(raw)
    if len(signature) != 64:
        raise EventRefusedError(RefusalReason.MALFORMED, f"a signature has 64 bytes, not {len(signature)}")
    return signature


def _validated(value: Any) -> Envelope:
    try:
        return _ENVELOPE.validate_python(value)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.MALFORMED, describe(error)) from None


def describe(error: ValidationError) -> str:
    """The first problem of a validation error in one line: where, and what was expected."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    # A tag of a union with a space in it names no place in the value.
    where = ".".join(str(part) for part in first["loc"] if " " not in str(part))
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where or 'value'}: {first['msg']}{more}"


def _explain_frame(message: bytes, max_bytes: int) -> NoReturn:
    value = parse_strict(message, max_bytes=max_bytes, max_depth=_ENVELOPE_DEPTH + 1)
    if isinstance(value, dict) and "envelope" in value and not value.get("signature"):
        raise EventRefusedError(RefusalReason.UNSIGNED, "an envelope without a signature")
    if not isinstance(value, dict) or set(value) != {"envelope", "signature"}:
        raise EventRefusedError(RefusalReason.MALFORMED, "a message is an object of 'envelope' and 'signature'")
    if not isinstance(value["signature"], str) or len(value["signature"]) != _SIGNATURE_CHARACTERS:
        raise EventRefusedError(RefusalReason.MALFORMED, "'signature' is not 64 bytes in base64url")
    raise EventRefusedError(RefusalReason.NOT_CANONICAL, "the message is not in the canonical form of RFC 8785")

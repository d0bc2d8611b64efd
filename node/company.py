"""What a company's certificate says of a member card: that it is the card of the company with this legal id. Pure.

The certificate's key signs the card; its subject names the company by an organizationIdentifier, as seals of legal
persons do (ETSI EN 319 412-1, 5.1.4: VATNL-…, NTRCN-…, LEIXG-…). Whom its CA is trusted by, each reader says: a card
without a statement, or with one that nobody checks, is as good as any other.
Sources: RFC 5280 (certificates and their path), RFC 8017 (RSASSA-PSS), RFC 8032 (Ed25519), FIPS 186-5 (ECDSA).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy, PolicyBuilder, Store, VerificationError
from pydantic import AfterValidator, Field

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import to_hex

from .documents import Document, make_document
from .fields import HexBytes, NameField

_TAG = b"quaychain company statement 1\0"
_LONGEST_CHAIN = 8
_PSS = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)

CompanyKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@dataclass
class CompanyStatementError(QuaychainError):
    """A company's statement on a card that doesn't hold."""

    card: str
    reason: str

    def __str__(self) -> str:
        return f"the company statement on the card of {self.card}: {self.reason}"


@dataclass
class CompanyFileError(QuaychainError):
    """A key or certificate file that can't be used."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def _der(value: str) -> str:
    try:
        x509.load_der_x509_certificate(base64.b64decode(value, validate=True))
    except ValueError as error:
        raise ValueError("it is no certificate (DER in base64)") from error
    return value


class CompanyStatement(Document):
    """The company's legal id as its certificate has it, the certificates from its own up to below the trust anchor, and
    the signature over `statement_payload`."""

    legal_id: NameField
    certificates: Annotated[
        tuple[Annotated[str, AfterValidator(_der)], ...], Field(min_length=1, max_length=_LONGEST_CHAIN)
    ]
    signature: HexBytes

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates, the company's own first."""
        return tuple(x509.load_der_x509_certificate(base64.b64decode(text)) for text in self.certificates)


@dataclass(frozen=True, slots=True)
class Company:
    """Whom a statement that holds names: legal id and name by the certificate, and the trust anchor's subject."""

    legal_id: str
    name: str
    anchor: str


def statement_payload(card_payload: bytes, legal_id: str) -> bytes:
    """What the company signs, for what the card's own keys sign."""
    content = {"card": to_hex(keccak256(card_payload)), "legalId": legal_id}
    return _TAG + canonical_json(content)


def make_statement(
    card: str, card_payload: bytes, key: CompanyKey, certificates: Sequence[x509.Certificate]
) -> CompanyStatement:
    """The statement of the company whose certificate is the first; `card` names the card in errors.

    Raises CompanyStatementError where the key isn't the certificate's, or that names no legal id; DocumentError where
    that can't be printed.
    """
    legal_id = _legal_id(card, certificates[0])
    payload = statement_payload(card_payload, legal_id)
    statement = make_document(
        CompanyStatement,
        f"the company statement on the card of {card}",
        legal_id=legal_id,
        certificates=tuple(
            base64.b64encode(certificate.public_bytes(Encoding.DER)).decode() for certificate in certificates
        ),
        signature=_sign(key, payload),
    )
    _check_signature(card, statement, payload)
    return statement


def check_statement(
    card: str,
    card_payload: bytes,
    statement: CompanyStatement,
    anchors: Sequence[x509.Certificate],
    at: datetime,
) -> Company:
    """Whom the statement names, if one of the trust anchors vouches for it at that time.

    Raises CompanyStatementError.
    """
    own, *others = statement.chain
    if _legal_id(card, own) != statement.legal_id:
        raise CompanyStatementError(card, f"its certificate is not that of {statement.legal_id}")
    _check_signature(card, statement, statement_payload(card_payload, statement.legal_id))
    try:
        verifier = (
            PolicyBuilder()
            .store(Store(list(anchors)))
            .time(at)
            .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=_seal_policy())
            .build_client_verifier()
        )
        chain = verifier.verify(own, others).chain
    except VerificationError as error:
        raise CompanyStatementError(card, f"no trust anchor vouches for it: {str(error).splitlines()[0]}") from error
    return Company(statement.legal_id, _shown(own), _shown(chain[-1]))


def read_certificates(data: bytes, place: str) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file. Raises CompanyFileError."""
    try:
        return tuple(x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise CompanyFileError(place, "it holds no certificates in PEM form") from error


def read_key(data: bytes, password: bytes | None, place: str) -> CompanyKey:
    """The private key of a PEM file. Raises CompanyFileError."""
    try:
        key = load_pem_private_key(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Without the cause, which may quote the file.
        raise CompanyFileError(place, "it holds no private key in PEM form, or its password is another") from None
    if not isinstance(key, CompanyKey):
        raise CompanyFileError(place, "its key is neither RSA, nor ECDSA, nor Ed25519")
    return key


def _shown(certificate: x509.Certificate) -> str:
    return "".join(char if char.isprintable() else "?" for char in certificate.subject.rfc4514_string())


def _legal_id(card: str, certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)
    if len(named) != 1:
        raise CompanyStatementError(card, "its certificate names no legal id (organizationIdentifier, 2.5.4.97)")
    return str(named[0].value)


def _sign(key: CompanyKey, payload: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(payload, _PSS, SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(payload, ec.ECDSA(SHA256()))
    return key.sign(payload)


def _check_signature(card: str, statement: CompanyStatement, payload: bytes) -> None:
    key = statement.chain[0].public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(statement.signature, payload, _PSS, SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(statement.signature, payload, ec.ECDSA(SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(statement.signature, payload)
        else:
            raise CompanyStatementError(card, "its certificate's key is neither RSA, nor ECDSA, nor Ed25519")
    except InvalidSignature:
        raise CompanyStatementError(card, "its certificate's key has not signed this card") from None


def _seal_policy() -> ExtensionPolicy:
    """A company's certificate may be for anything that signs: seals have no host name and no purpose of the web's."""

    def signs(_policy: Policy, _certificate: x509.Certificate, usage: x509.KeyUsage | None) -> None:
        if usage is not None and not (usage.digital_signature or usage.content_commitment):
            raise ValueError("the certificate's key is not for signatures")

    return ExtensionPolicy.permit_all().may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, signs)

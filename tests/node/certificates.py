"""A company's CA, and certificates that it issues, made for one test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

#: Certificates are judged by the clock where a command does it.
NOW = datetime.now(UTC).replace(microsecond=0)
LEGAL_ID = "NTRNL-12345678"


@dataclass(frozen=True)
class Authority:
    """A CA: its certificate and key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def issue(
        self,
        key: Any,
        legal_id: str | None = LEGAL_ID,
        *,
        until: datetime = NOW + timedelta(days=300),
        signing: bool = True,
        ca: bool = False,
    ) -> x509.Certificate:
        """A certificate for a private key's company, or for a CA below this one."""
        names = [x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Quay")]
        if legal_id is not None:
            names.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, legal_id))
        return _certificate(names, key.public_key(), self.certificate.subject, self.key, until, signing, ca)


def authority(name: str = "Test root") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]
    subject = x509.Name(names)
    return Authority(_certificate(names, key.public_key(), subject, key, NOW + timedelta(days=3650), True, True), key)


def _certificate(
    names: list[x509.NameAttribute[str]],
    public_key: Any,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    until: datetime,
    signing: bool,
    ca: bool,
) -> x509.Certificate:
    usage = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    usage |= {"key_cert_sign": True} if ca else {"content_commitment": signing, "key_encipherment": not signing}
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, SHA256())
    )

"""Accounts wherever their key is: a keystore file, Web3Signer, a PKCS#11 token (I/O)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import InvalidAddressError, to_address

from .keys import KeyFileError, check_private, load_account, read_password

WEB3SIGNER = "web3signer:"
PKCS11 = "pkcs11:"
_TLS = ("authority", "certificate", "key")


@dataclass
class AccountPlaceError(QuaychainError):
    """Text that names no account."""

    place: str
    reason: str

    def __str__(self) -> str:
        # Without a password that a URL may hold.
        return f"account {re.sub('//[^/@]*@', '//', self.place)}: {self.reason}"


def open_account(place: str, password: bytes | None) -> Signer:
    """The signer of an account.

    `place` is one of:
      PATH                                        an Ethereum keystore, and its password
      web3signer:URL[?authority=FILE&certificate=FILE&key=FILE]#ADDRESS
                                                  a key of Web3Signer (PEM files for TLS), and the password of our TLS
                                                  key, if it has one
      pkcs11:token=LABEL;object=LABEL?module-path=FILE[&pin-source=file:/FILE]
                                                  a key of a token (RFC 7512), and the PIN, unless pin-source

    Raises AccountPlaceError, KeyFileError, PasswordFileError (of the pin-source), SignerError.
    """
    if place.startswith(WEB3SIGNER):
        return _web3signer(place, password)
    if place.startswith(PKCS11):
        return _pkcs11(place, password)
    if password is None:
        raise AccountPlaceError(place, "a keystore needs its password: give --password-file")
    return load_account(Path(place), password)


def _web3signer(place: str, password: bytes | None) -> Signer:
    from quaychain.contracts.web3signer import ClientTls, Web3Signer

    try:
        parts = urlsplit(place.removeprefix(WEB3SIGNER))
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise AccountPlaceError(place, str(error)) from None
    if not usable or set(options) - set(_TLS):
        raise AccountPlaceError(place, "it takes web3signer:URL[?authority=FILE&certificate=FILE&key=FILE]#0xADDRESS")
    if options and parts.scheme == "http":
        raise AccountPlaceError(place, "files for TLS are for https")
    if ("certificate" in options) != ("key" in options):
        raise AccountPlaceError(place, "certificate and key go together")
    try:
        address = to_address(parts.fragment)
    except InvalidAddressError:
        raise AccountPlaceError(place, f"{parts.fragment!r} is no address: end it with #0x…") from None
    files = {name: Path(value) for name, value in options.items()}
    if "key" in files:
        check_private(files["key"])
    url = parts._replace(query="", fragment="").geturl()
    return Web3Signer(url, address, tls=ClientTls(**files, password=password))


def _pkcs11(place: str, password: bytes | None) -> Signer:
    from quaychain.contracts.pkcs11_signer import Pkcs11Signer, Pkcs11Uri

    uri = Pkcs11Uri.parse(place)
    pin = password if uri.pin_file is None else read_password(uri.pin_file)
    try:
        return Pkcs11Signer(uri, None if pin is None else pin.decode())
    except UnicodeDecodeError:
        raise KeyFileError(uri.text, "the PIN is no UTF-8") from None

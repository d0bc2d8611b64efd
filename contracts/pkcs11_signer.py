"""An account whose key a PKCS#11 token keeps: a hardware security module, a smart card, SoftHSM. I/O."""

from __future__ import annotations

import contextlib
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from .keccak import keccak256
from .signatures import complete_signature
from .signers import SignerError
from .types import Address, to_address

SCHEME = "pkcs11:"
#: ECParameters that name the curve secp256k1, 1.3.132.0.10 (SEC 2, A.2.1), in DER.
_SECP256K1 = bytes.fromhex("06052b8104000a")
_PATH = ("token", "serial", "object", "id", "type")
_QUERY = ("module-path", "pin-source")


@dataclass(frozen=True, slots=True)
class Pkcs11Uri:
    """Names a token's private key (RFC 7512): by label (`object`), `id` or both, on the token of this label or serial.

    `pin_file` holds the PIN; what no attribute names is None.
    """

    text: str
    module: Path
    token: str | None
    serial: bytes | None
    label: str | None
    id: bytes | None
    pin_file: Path | None

    @classmethod
    def parse(cls, text: str) -> Pkcs11Uri:
        """Raises SignerError where it is no such URI, or has an attribute that isn't known here."""
        path, _, query = text.removeprefix(SCHEME).partition("?")
        found = _attributes(text, path, ";", _PATH) | _attributes(text, query, "&", _QUERY)
        if found.get("type", b"private") != b"private":
            raise SignerError(_shown(text), "a key that signs has type=private")
        if "object" not in found and "id" not in found:
            raise SignerError(_shown(text), "it names no key: give object=LABEL or id=…")
        if "module-path" not in found:
            raise SignerError(_shown(text), "give the token's library: ?module-path=FILE")
        try:
            known = {name: value.decode() for name, value in found.items() if name not in ("id", "serial")}
        except UnicodeDecodeError:
            raise SignerError(_shown(text), "it is no UTF-8") from None
        pin_source = known.get("pin-source")
        if pin_source is not None and not pin_source.removeprefix("file:").startswith("/"):
            raise SignerError(_shown(text), "pin-source takes file:/PATH")
        return cls(
            _shown(text), Path(known["module-path"]), known.get("token"), found.get("serial"), known.get("object"),
            found.get("id"), None if pin_source is None else Path(pin_source.removeprefix("file:")),
        )  # fmt: skip


class Pkcs11Signer:
    """A Signer. Thread-safe; a session that the token has closed is opened anew.

    The token gives r and s alone; v follows from the account.
    """

    def __init__(self, uri: Pkcs11Uri, pin: str | None) -> None:
        """Finds the key. Raises SignerError."""
        try:
            import pkcs11
        except ImportError:
            raise SignerError(uri.text, "PKCS#11 needs the extra `pkcs11`: pip install 'quaychain[pkcs11]'") from None
        self._pkcs11 = pkcs11
        self._uri = uri
        self._pin = pin
        self._lock = threading.Lock()
        self._session, self._key, self._address = self._open()

    def close(self) -> None:
        """End the session with the token."""
        with self._lock:
            self._end()

    @property
    def address(self) -> Address:
        """The account."""
        return self._address

    def sign_payload(self, payload: bytes) -> bytes:
        """See Signer. Raises SignerError."""
        digest = keccak256(payload)
        with self._lock:
            try:
                answer = self._sign(digest)
            except self._pkcs11.PKCS11Error:
                self._end()
                self._session, self._key, address = self._open()
                if address != self._address:
                    raise SignerError(self._uri.text, f"its key is now of {address}, not {self._address}") from None
                try:
                    answer = self._sign(digest)
                except self._pkcs11.PKCS11Error as error:
                    self._refuse(error)
        half = len(answer) // 2
        signature = complete_signature(
            payload, int.from_bytes(answer[:half]), int.from_bytes(answer[half:]), self._address
        )
        if signature is None:
            raise SignerError(self._uri.text, f"its signature is not of {self._address} over what it was to sign")
        return signature

    def __repr__(self) -> str:
        return f"{self._uri.text} for {self._address}"

    def _sign(self, digest: bytes) -> bytes:
        return bytes(self._key.sign(digest, mechanism=self._pkcs11.Mechanism.ECDSA))

    def _open(self) -> tuple[Any, Any, Address]:
        """A session, its key and the account, from the public key that stands beside it."""
        try:
            session = self._log_in(self._token())
        except self._pkcs11.PKCS11Error as error:
            self._refuse(error)
        try:
            return session, *self._find(session)
        except BaseException:
            # The login lasts as long as any session does.
            session.close()
            raise

    def _find(self, session: Any) -> tuple[Any, Address]:
        kinds, names = self._pkcs11.ObjectClass, self._pkcs11.Attribute
        try:
            key = self._only(session, kinds.PRIVATE_KEY, self._uri.label, self._uri.id)
            if bytes(key[names.EC_PARAMS]) != _SECP256K1:
                raise SignerError(self._uri.text, "the key is of another curve than secp256k1")
            public = self._only(session, kinds.PUBLIC_KEY, self._uri.label, key[names.ID] or None)
            point = bytes(public[names.EC_POINT])
        except self._pkcs11.PKCS11Error as error:
            self._refuse(error)
        # An OCTET STRING in DER; some tokens leave that away.
        point = point[2:] if point[:2] == b"\x04\x41" and len(point) == 67 else point
        if len(point) != 65 or point[0] != 4:
            raise SignerError(self._uri.text, "its public key is no uncompressed point")
        return key, to_address(keccak256(point[1:])[12:])

    def _token(self) -> Any:
        """The one token that fits."""
        if not self._uri.module.is_file():
            raise SignerError(self._uri.text, f"there is no {self._uri.module}")
        module = self._pkcs11.lib(str(self._uri.module))
        initialized = self._pkcs11.TokenFlag.TOKEN_INITIALIZED
        found = list(
            module.get_tokens(token_label=self._uri.token, token_serial=self._uri.serial, token_flags=initialized)
        )
        if len(found) != 1:
            raise SignerError(self._uri.text, f"{len(found) or 'no'} tokens fit: give token=LABEL or serial=…")
        return found[0]

    def _log_in(self, token: Any) -> Any:
        try:
            return token.open(user_pin=self._pin)
        except self._pkcs11.UserAlreadyLoggedIn:
            # The login counts for all of a process's sessions with the token.
            return token.open()

    def _only(self, session: Any, kind: Any, label: str | None, identifier: bytes | None) -> Any:
        names = self._pkcs11.Attribute
        wanted = {names.CLASS: kind, names.KEY_TYPE: self._pkcs11.KeyType.EC, names.LABEL: label, names.ID: identifier}
        found = list(session.get_objects({name: value for name, value in wanted.items() if value is not None}))
        what = "private" if kind is self._pkcs11.ObjectClass.PRIVATE_KEY else "public"
        if not found:
            raise SignerError(self._uri.text, f"the token has no such {what} key")
        if len(found) > 1:
            raise SignerError(self._uri.text, f"several {what} keys fit: give the id too")
        return found[0]

    def _end(self) -> None:
        # The token may have closed it already.
        with contextlib.suppress(self._pkcs11.PKCS11Error):
            self._session.close()

    def _refuse(self, error: Exception) -> NoReturn:
        """The library names a problem by its class."""
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__)
        raise SignerError(self._uri.text, f"{words}: {error}" if str(error) else words) from error


def _attributes(text: str, part: str, separator: str, known: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for attribute in filter(None, part.split(separator)):
        name, equals, value = attribute.partition("=")
        if name == "pin-value":
            raise SignerError(_shown(text), "a PIN is not for a command line: give pin-source=file:/PATH")
        if name not in known or name in found or not equals or not value:
            raise SignerError(_shown(text), f"attribute {name!r}: known here, each once, are {', '.join(known)}")
        try:
            found[name] = unquote_to_bytes(value)
        except UnicodeEncodeError:  # an argument that is no text
            raise SignerError(_shown(text), f"attribute {name!r} is no UTF-8") from None
        if b"\0" in found[name] and name != "id":
            raise SignerError(_shown(text), f"attribute {name!r} has a zero byte")
    return found


def _shown(text: str) -> str:
    """The URI without its query and what looks like a PIN: one that stands there by mistake is not repeated."""
    return re.sub("pin-value=[^;&]*", "pin-value=…", text.partition("?")[0]).encode(errors="replace").decode()

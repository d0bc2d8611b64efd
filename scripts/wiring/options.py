"""What several verbs do with their options."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog
import typer
from nacl.signing import SigningKey
from pydantic import BaseModel, ValidationError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.types import InvalidHexError, from_hex
from quaychain.oracles.mqtt import MqttSettings

M = TypeVar("M", bound=BaseModel)


@dataclass
class OptionError(QuaychainError):
    """An option's value can't be used."""

    option: str
    reason: str

    def __str__(self) -> str:
        return f"{self.option}: {self.reason}"


def checked(model: type[M], **values: object) -> M:
    """A settings object; raises OptionError naming the field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise OptionError("options", describe(error)) from None


def address(text: str, option: str) -> tuple[str, int]:
    """Host and port of HOST:PORT; raises OptionError."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal():
        raise OptionError(option, f"{text!r} is not HOST:PORT")
    return host, int(port)


def mqtt_settings(
    broker: str, user: str, password_file: Path | None, authority: Path | None, protocol: str
) -> MqttSettings:
    """The broker's settings; raises OptionError."""
    host, port = address(broker, "--broker")
    return checked(
        MqttSettings,
        host=host,
        port=port,
        protocol=protocol,
        username=user,
        password_file=password_file,
        tls_authority=authority,
    )


def hex_bytes(text: str, length: int, option: str) -> bytes:
    """Bytes from hexadecimal digits, with 0x or without; raises OptionError."""
    try:
        return from_hex(text if text.startswith("0x") else f"0x{text}", length)
    except InvalidHexError as error:
        raise OptionError(option, str(error)) from None


def signing_key(path: Path, password_file: Path) -> SigningKey:
    """An Ed25519 key from its file; raises KeyFileError, PasswordFileError."""
    # Here, because it takes a second to import.
    from quaychain.node.keys import SeedKind, load_seed, read_password

    return SigningKey(load_seed(path, SeedKind.ED25519, read_password(password_file)))


def read_file(path: Path) -> bytes:
    """A file's bytes; raises OptionError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OptionError(str(path), error.strerror or str(error)) from error


def say_ready() -> None:
    """Tell whoever started us that we serve."""
    typer.echo("ready")
    sys.stdout.flush()


def log_to_standard_error() -> None:
    """One line an event."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(os.fdopen(os.dup(2), "w", buffering=1)),
    )

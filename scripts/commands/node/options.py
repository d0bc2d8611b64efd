"""Arguments and options that several verbs of `quaychain node` share, and how they write files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from cryptography.x509 import Certificate

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.node.company import read_certificates
from quaychain.node.documents import DocumentError

CharterArgument = Annotated[Path, typer.Argument(help="The consortium's charter.")]
CardsArgument = Annotated[list[Path], typer.Argument(help="The members' cards: files, or folders of them.")]
KeysOption = Annotated[Path, typer.Option(help="The folder that keygen made.")]
AnchorOption = Annotated[
    list[Path] | None,
    typer.Option(help="Certificates (PEM) of a CA that is trusted to name companies; can be repeated."),
]
BesuOption = Annotated[
    str, typer.Option(metavar="PATH|docker:IMAGE", help="Besu's program or image; the one on the PATH by default.")
]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write. One that differs is kept.")]
NodeUrlOption = Annotated[str, typer.Option("--rpc", help="A node's JSON-RPC.")]
InstallationOption = Annotated[Path, typer.Option(help="What `deploy` wrote.")]
AllowedAccountOption = Annotated[
    str,
    typer.Option(
        help="The account that sends, one that the node allows: its keystore, or web3signer:… or pkcs11:… "
        "(node/README.md)."
    ),
]
TransactionsOption = Annotated[
    Path, typer.Option(help="SQLite file of the account's transactions, the same whenever this is run again.")
]
PasswordOption = Annotated[
    Path,
    typer.Option(envvar="QUAYCHAIN_PASSWORD_FILE", help="File (mode 600) whose first line is the keys' password."),
]


@dataclass
class OutputExistsError(QuaychainError):
    """A file that would be written over with something else."""

    path: str

    def __str__(self) -> str:
        return f"{self.path} exists and is another: move it away, or give another name with --output"


@dataclass
class OutputFileError(QuaychainError):
    """A file that can't be written."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} can't be written: {self.reason}"


def read_file(path: Path) -> bytes:
    """A file's bytes. Raises DocumentError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(str(path), error.strerror or str(error)) from error


def read_anchors(paths: list[Path] | None) -> tuple[Certificate, ...]:
    """The certificates in these files. Raises DocumentError, CompanyFileError."""
    return tuple(anchor for path in paths or () for anchor in read_certificates(read_file(path), str(path)))


def write_output(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OutputExistsError where another stands there, OutputFileError."""
    try:
        if path.exists() and path.read_bytes() != data:
            raise OutputExistsError(str(path))
        write_atomic(path, data)
    except OSError as error:
        raise OutputFileError(str(path), error.strerror or str(error)) from error

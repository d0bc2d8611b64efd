"""Arguments and options that several verbs of `quaychain node` share, and how they write files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

CharterArgument = Annotated[Path, typer.Argument(help="The consortium's charter.")]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write. One that differs is kept.")]
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


def write_output(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OutputExistsError where another stands there, OutputFileError."""
    try:
        if path.exists() and path.read_bytes() != data:
            raise OutputExistsError(str(path))
        write_atomic(path, data)
    except OSError as error:
        raise OutputFileError(str(path), error.strerror or str(error)) from error

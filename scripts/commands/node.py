"""`quaychain node …`: found a consortium, check what was deployed, run the embedded chain."""

from __future__ import annotations

import logging
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import to_hex
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, Template, draft_charter
from quaychain.node.documents import read_document
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.genesis import build_genesis
from quaychain.node.keys import STANDARD, read_password
from quaychain.node.member_keys import MemberKeys
from quaychain.node.verify import verify_deployment

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Found a consortium, check a deployment, run the embedded chain."
)


def _kind(name: str) -> MemberKind:
    try:
        return MemberKind[name.upper()]
    except KeyError as error:
        names = ", ".join(kind.name.lower() for kind in MemberKind if kind)
        raise typer.BadParameter(f"{name!r} is none of {names}") from error


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


@app.command(help="Write a new charter, with a random nonce. All founders use the same file.")
def charter(
    name: Annotated[str, typer.Argument(help="The consortium's name.")],
    chain_id: Annotated[int, typer.Option(help="A chain id that no other chain of the members has.")],
    template: Annotated[
        Template, typer.Option(help="Where times come from; lab is for trying out only.")
    ] = "production",
    timestamp: Annotated[
        int | None, typer.Option(help="Time of the first block, Unix seconds; now where not given.")
    ] = None,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="One to three validators will do; nothing is final then.")
    ] = False,
    output: OutputOption = Path("charter.json"),
) -> None:
    """Write a charter."""
    drafted = draft_charter(template, name, chain_id, int(time.time()) if timestamp is None else timestamp, pilot=pilot)
    _write(output, drafted.as_file())
    typer.echo(f"{output}: consortium {to_hex(drafted.id)}")


@app.command(help="Make all keys of one member, on the machine where they are used. Nothing is written over.")
def keygen(
    folder: Annotated[Path, typer.Argument(help="A new folder for the keys.")],
    seat: Annotated[
        Literal["accounting", "query"], typer.Option(help="Accounting: votes, and has a validator. Query: neither.")
    ],
    password_file: PasswordOption,
) -> None:
    """Make a member's keys."""
    keys = MemberKeys.create(folder, Seat[seat.upper()], read_password(password_file), STANDARD)
    typer.echo(f"{folder}: keys of member {to_hex(keys.member)}; take recovery.json offline")


@app.command(help="Write the member's card for a charter: public keys only, signed by each of them.")
def card(
    charter: CharterArgument,
    keys: Annotated[Path, typer.Option(help="The folder that keygen made.")],
    name: Annotated[str, typer.Option(help="The member's name.")],
    kind: Annotated[
        MemberKind,
        typer.Option(parser=_kind, metavar="KIND", help="What it does in trade, e.g. supplier or origin_body."),
    ],
    password_file: PasswordOption,
    output: OutputOption = Path("card.json"),
) -> None:
    """Write a member's card."""
    member_keys = MemberKeys.open(keys)
    made = member_keys.make_card(read_document(charter, Charter), name, kind, read_password(password_file))
    _write(output, made.as_file())
    typer.echo(f"{output}: card of member {to_hex(member_keys.member)}")


@app.command(
    help="Write the genesis for a charter and its founders' cards. The same for everybody, whatever the order."
)
def genesis(
    charter: CharterArgument,
    cards: Annotated[list[Path], typer.Argument(help="The members' cards.")],
    output: OutputOption = Path("genesis.json"),
) -> None:
    """Write the genesis, and what members compare."""
    built = build_genesis(
        read_document(charter, Charter),
        [read_document(path, MemberCard) for path in cards],
        load_artifact("ConsortiumRoot"),
    )
    _write(output, built.data)
    typer.echo(f"{output}: {to_hex(built.file_hash)}")
    typer.echo(f"block 0 {to_hex(built.block_hash)}")
    typer.echo(f"consortium {to_hex(built.charter.id)}, root {built.charter.root_address}")
    for founder in built.founders:
        typer.echo(f"founder {founder}")
    for validator in built.validators:
        typer.echo(f"validator {validator}")


@app.command(
    "verify-deployment",
    help="Check the contracts on chain against the artifacts, the Directory and a deployment.json. Exit status 1 where "
    "something differs.",
)
def check_deployment(
    deployment: Annotated[Path, typer.Argument(help="The deployment.json.")],
    rpc: Annotated[str, typer.Option(help="A node's JSON-RPC.")] = "http://127.0.0.1:8545",
) -> int:
    """Print each check."""
    stated = Deployment.load(deployment)
    failed = 0
    with Rpc(rpc) as node:
        for check in verify_deployment(stated, ChainReader(node)):
            failed += check.problem is not None
            typer.echo(
                f"{'ok  ' if check.problem is None else 'FAIL'}  {check.what}"
                + (f": {check.problem}" if check.problem else "")
            )
    typer.echo(
        "the deployment is what the artifacts and the Directory say" if not failed else f"{failed} checks failed"
    )
    return 1 if failed else 0


@app.command(help="Run the embedded chain of a folder that has a genesis.json, until it is ended.")
def embedded(
    folder: Annotated[Path, typer.Argument(help="The chain's folder.")],
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port of its RPC on the loopback interface.")],
) -> None:
    """Run the embedded chain."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    server = EmbeddedChainServer(folder, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.end())
    server.start()
    typer.echo(f"the embedded chain answers at {server.url}")
    server.wait()


def _write(path: Path, data: bytes) -> None:
    try:
        if path.exists() and path.read_bytes() != data:
            raise OutputExistsError(str(path))
        write_atomic(path, data)
    except OSError as error:
        raise OutputFileError(str(path), error.strerror or str(error)) from error

"""`quaychain api …`: index the chain, serve queries and pages, issue and revoke tokens."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.indexer.digest import RowsDifferError, digest_at, digest_of
from quaychain.api.indexer.follower import Follower
from quaychain.api.indexer.interpreter import prepare_interpreter
from quaychain.api.indexer.lease import LeaseLostError, WriterLease
from quaychain.api.indexer.ledger import Ledger
from quaychain.api.indexer.source import ChainSource
from quaychain.api.metrics import IndexerMetrics
from quaychain.api.opening.keyring import MemoryKeyring
from quaychain.api.opening.opener import RecordOpener
from quaychain.api.opening.projector import StoreProjector
from quaychain.api.permissions import Role
from quaychain.api.services import build_services, build_stores, read_names
from quaychain.api.settings import ApiSettings, IndexerSettings
from quaychain.api.tokens import Token, TokenStore
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import InvalidHexError, from_hex

from ..wiring.home import Home
from ..wiring.metrics import new_registry, served
from ..wiring.reading_keys import encryption_keys
from ..wiring.stopping import stop_on_signals
from ..wiring.tracing import tracing

if TYPE_CHECKING:
    pass

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Serve queries and pages; index the chain; issue and revoke tokens.",
)
token_app = typer.Typer(no_args_is_help=True, help="Issue, list and revoke tokens.")
app.add_typer(token_app, name="token")

_DAY = 86_400

HomeOption = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Folder of an embedded consortium: gives database, deployment, content, wraps and keys.",
    ),
]
DatabaseOption = Annotated[str | None, typer.Option(help="sqlite:///file or postgresql://user@host/database.")]
DeploymentOption = Annotated[Path | None, typer.Option(help="The consortium's deployment.json.")]
ConsortiumOption = Annotated[Path | None, typer.Option(help="consortium.json with the members' display names.")]
ContentOption = Annotated[str | None, typer.Option(help="Folder of sealed content, or the RPC of a Kubo node.")]
WrapsOption = Annotated[Path | None, typer.Option(help="Folder of wrapped keys.")]
KeysOption = Annotated[
    Path | None,
    typer.Option(help="Folder with one folder of keys a member, and <member>.password beside each."),
]
RpcOption = Annotated[str | None, typer.Option(help="A node's JSON-RPC.")]


class SettingsError(QuaychainError):
    """Settings that are missing or wrong."""


@dataclass
class AddressTakenError(QuaychainError):
    """The API can't listen where it is told to."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"can't listen on {self.address}: {self.reason}; choose another with --host or --port"


@app.command(help="Follow the chain into the database until interrupted.")
def index(
    home: HomeOption = None,
    rpc: RpcOption = None,
    database: DatabaseOption = None,
    deployment: DeploymentOption = None,
    content: ContentOption = None,
    wraps: WrapsOption = None,
    keys: KeysOption = None,
    embedded: Annotated[
        bool | None,
        typer.Option(help="The chain may fall behind after a crash: take rows back instead of halting."),
    ] = None,
    once: Annotated[bool, typer.Option(help="Stop as soon as the rows are up with the chain.")] = False,
    rebuild: Annotated[bool, typer.Option(help="First make all rows anew from the stored logs.")] = False,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="URL|FILE",
            help="Write nothing: compare the rows with another database's, a SQLite file's, or a kept digest's.",
        ),
    ] = None,
    digest: Annotated[bool, typer.Option(help="Write nothing: print the digest of the rows, for --compare.")] = False,
    metrics: Annotated[str, typer.Option(help="HOST:PORT for Prometheus' metrics; off where none is given.")] = "",
) -> None:
    """Raises what the indexer and the settings raise; a node that doesn't answer is waited for.

    One indexer at a time writes; others wait, and take over when it is silent or ends.
    """
    given = {
        "rpc": rpc,
        "database": database,
        "deployment": deployment,
        "content": content,
        "wraps": wraps,
        "embedded": embedded,
    }
    if compare is not None or digest:
        _compare(_index_database(home, database), compare)
        return
    settings = _settings(IndexerSettings, _with_home(home, given, embedded=True))
    prepare_interpreter()
    deployed = Deployment.load(settings.deployment)
    engine = open_database(settings.database)
    migrate(engine)
    keyring = MemoryKeyring(encryption_keys(keys or (Home(home).keys if home else None)))
    opener = RecordOpener(build_stores(settings, deployed, keyring))
    registry = new_registry()
    lease = WriterLease(engine, settings.lease_lifetime, time.monotonic)
    stop = stop_on_signals()
    with Rpc(settings.rpc) as node, served(registry, metrics), tracing("quaychain-indexer") as traces:
        source = ChainSource(node, settings.range_size, settings.ranges_ahead)
        source.check(deployed.chain_id, deployed.genesis)
        ledger = Ledger(
            engine,
            deployed.chain_id,
            deployed.genesis,
            deployed.root,
            embedded=settings.embedded,
            guard=lease.hold,
        )
        follower = Follower(
            source,
            ledger,
            time.time,
            embedded=settings.embedded,
            metrics=IndexerMetrics(registry, engine),
            indexed=None if traces is None else traces.indexed,
        )
        projector = StoreProjector(engine, opener, time.monotonic, lease.hold)
        while lease.wait(stop):
            try:
                with lease.kept():
                    follower.forget()
                    if rebuild:
                        typer.echo(f"made the rows of {ledger.rebuild()} logs anew")
                        rebuild = False
                    if once:
                        follower.catch_up(stop, settings.poll_interval, projector.step)
                    else:
                        typer.echo(f"following {node.url} into {engine.url.render_as_string()}")
                        follower.run(stop, settings.poll_interval, projector.step)
                break
            except LeaseLostError as error:
                typer.echo(f"{error}; waiting", err=True)
        follower.close()
        source.close()
    engine.dispose()


@app.command(help="Serve the API and its pages until interrupted.")
def serve(
    home: HomeOption = None,
    rpc: RpcOption = None,
    database: DatabaseOption = None,
    deployment: DeploymentOption = None,
    consortium: ConsortiumOption = None,
    content: ContentOption = None,
    wraps: WrapsOption = None,
    keys: KeysOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 when not given.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Port; 8080 when not given.")] = None,
    secure_cookie: Annotated[
        bool | None, typer.Option(help="Session cookies over HTTPS only: for use behind TLS.")
    ] = None,
) -> None:
    """Raises what the settings, the files and the database raise."""
    # Imported here: indexing and tokens don't pay for the web stack.
    import uvicorn

    from quaychain.api.app import create_app
    from quaychain.contracts.http_server import bounded

    given = {
        "rpc": rpc,
        "database": database,
        "deployment": deployment,
        "consortium": consortium,
        "content": content,
        "wraps": wraps,
        "host": host,
        "port": port,
        "secure_cookie": secure_cookie,
    }
    settings = _settings(ApiSettings, _with_home(home, given))
    engine = open_database(settings.database, settings.concurrency)
    migrate(engine)
    keyring = MemoryKeyring(encryption_keys(keys or (Home(home).keys if home else None)))
    with Rpc(settings.rpc) as node:
        services = build_services(settings, engine, Deployment.load(settings.deployment), node, keyring, time.time)
        listening = _listen(settings.host, settings.port)
        config = bounded(create_app(services), server_header=False, timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listening])
    engine.dispose()


@token_app.command(help="Issue a token for a member. It is shown this once.")
def issue(
    member: Annotated[str, typer.Argument(help="A member's id (0x…), or its key or name in consortium.json.")],
    role: Annotated[Role, typer.Option(help="What the token may do within its member's rights.")] = Role.OFFICER,
    label: Annotated[str, typer.Option(help="Whose or what it is, for the list.")] = "",
    days: Annotated[float, typer.Option(min=0.001, max=3_650, help="Days it counts.")] = 30.0,
    home: HomeOption = None,
    database: DatabaseOption = None,
    consortium: ConsortiumOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the token and nothing else.")] = False,
) -> None:
    """Raises SettingsError where the member isn't known by that name."""
    member_id = _member_id(member, consortium or (Home(home).consortium if home else None))
    issued = _tokens(home, database).issue(member_id, role, label, days * _DAY)
    typer.echo(issued.secret)
    if not quiet:
        typer.echo(
            f"token {issued.token.token_id} for member {member_id}, role {role.value}, "
            f"until {_shown(issued.token.expires_at)}; keep it: it is not shown again",
            err=True,
        )


@token_app.command("list", help="List tokens; their secrets are nowhere.")
def list_tokens(
    home: HomeOption = None,
    database: DatabaseOption = None,
    member: Annotated[str | None, typer.Option(help="Only this member's (0x…).")] = None,
) -> None:
    """A table on standard output."""
    table = Table("token", "member", "role", "label", "issued", "until", "revoked")
    for token in _tokens(home, database).list(member):
        table.add_row(*_row(token))
    Console(width=160).print(table)


@token_app.command(help="Revoke a token, and end its sessions, at once.")
def revoke(
    token: Annotated[str, typer.Argument(help="The token's name, as `list` shows it.")],
    home: HomeOption = None,
    database: DatabaseOption = None,
) -> None:
    """Raises UnknownTokenError."""
    _tokens(home, database).revoke(token)
    typer.echo(f"token {token} is revoked")


def _compare(url: str, other: str | None) -> None:
    """Print the digest of a database's rows, or say that they are another's too. Raises RowsDifferError."""
    engine = open_database(url)
    try:
        here = digest_of(engine)
    finally:
        engine.dispose()
    if other is None:
        typer.echo(here.as_json().decode())
        return
    difference = here.difference(digest_at(other))
    if difference is not None:
        raise RowsDifferError(other, difference)
    rows = sum(table.rows for table in here.tables.values())
    typer.echo(f"the same {rows} rows of {len(here.tables)} tables up to block {here.block_number}: {here.digest}")


def _with_home(home: Path | None, given: dict[str, Any], *, embedded: bool | None = None) -> dict[str, Any]:
    """What an embedded consortium's folder says, with what was given in front of it."""
    folder: dict[str, Any] = {}
    if home is not None:
        place = Home(home)
        folder = {
            "database": sqlite_url(place.database),
            "deployment": place.deployment,
            "consortium": place.consortium,
            "content": str(place.content),
            "wraps": place.wraps,
        }
        if embedded is not None:
            folder["embedded"] = embedded
    return folder | {name: value for name, value in given.items() if value is not None}


def _settings(kind: type[Any], values: dict[str, Any]) -> Any:
    known = {name: value for name, value in values.items() if name in kind.model_fields}
    try:
        return kind(**known)
    except ValidationError as error:
        problems = "; ".join(
            f"--{'-'.join(str(part) for part in each['loc']).replace('_', '-')} {each['msg'].lower()}"
            for each in error.errors()
        )
        raise SettingsError(f"{problems} (or give --home, or QUAYCHAIN_API_… in the environment)") from error


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises AddressTakenError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise AddressTakenError(f"{host}:{port}", reason) from error


def _index_database(home: Path | None, database: str | None) -> str:
    url = database or (sqlite_url(Home(home).database) if home else os.environ.get("QUAYCHAIN_API_DATABASE"))
    if url is None:
        raise SettingsError("give --home or --database, or QUAYCHAIN_API_DATABASE in the environment")
    return url


def _tokens(home: Path | None, database: str | None) -> TokenStore:
    engine = open_database(_index_database(home, database))
    migrate(engine)
    return TokenStore(engine, time.time)


def _member_id(member: str, consortium: Path | None) -> str:
    try:
        return "0x" + from_hex(member, 16).hex()
    except InvalidHexError:
        pass
    if consortium is None and "QUAYCHAIN_API_CONSORTIUM" in os.environ:
        consortium = Path(os.environ["QUAYCHAIN_API_CONSORTIUM"])
    if consortium is None:
        raise SettingsError(f"{member} is no member's id (0x and 32 digits); names need --home or --consortium")
    for member_id, name in read_names(consortium).items():
        if member in (name.key, name.name, name.name_zh):
            return member_id
    raise SettingsError(f"{consortium} knows no member {member}")


def _row(token: Token) -> tuple[str, ...]:
    return (
        token.token_id,
        token.member_id,
        token.role.value,
        token.label,
        _shown(token.issued_at),
        _shown(token.expires_at),
        _shown(token.revoked_at) if token.revoked_at is not None else "",
    )


def _shown(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")

"""`quaychain oracle`: events in. Settings are built here and handed down; imports are each verb's own."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from quaychain.contracts.events.envelope import EnvelopeForm, EventKind

from ..wiring.options import (
    OptionError,
    address,
    checked,
    hex_bytes,
    log_to_standard_error,
    mqtt_settings,
    read_file,
    say_ready,
    signing_key,
)
from ..wiring.stopping import stop_on_signals
from . import sources
from .oracle_quarantine import MaxAge, MaxAhead, as_shown
from .oracle_quarantine import app as quarantine_app

app = typer.Typer(help="Take signed events in.", no_args_is_help=True, add_completion=False)
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(sources.app)

BrokerOption = Annotated[str, typer.Option("--broker", help="MQTT broker, HOST:PORT.")]
BrokerUser = Annotated[str, typer.Option("--broker-user", help="User name at the broker.")]
BrokerPassword = Annotated[
    Path | None, typer.Option("--broker-password-file", help="File with the password at the broker.")
]
BrokerAuthority = Annotated[
    Path | None, typer.Option("--broker-authority", help="PEM file of the broker's certificate authority: use TLS.")
]
BrokerProtocol = Annotated[str, typer.Option("--mqtt", help="Version of MQTT: 3.1.1 or 5.")]
DeploymentOption = Annotated[Path, typer.Option("--deployment", help="deployment.json of the consortium.")]
RpcOption = Annotated[
    str, typer.Option("--rpc", help="URL of a node's JSON-RPC; of several nodes, with commas between.")
]
AccountOption = Annotated[
    str,
    typer.Option("--account", help="An Oracle account: its keystore, or web3signer:… or pkcs11:… (node/README.md)."),
]
AccountPasswordOption = Annotated[
    Path | None, typer.Option("--password-file", help="File with the keystore's password, or the token's PIN.")
]
PasswordOption = Annotated[Path, typer.Option("--password-file", help="File with the key's password.")]
TransactionsOption = Annotated[
    Path, typer.Option("--transactions", help="SQLite file of the account's transactions; one for each account.")
]
ChainFolderOption = Annotated[
    Path | None,
    typer.Option("--chain-folder", help="Folder of the embedded chain: only what is in its state file counts."),
]
QueueOption = Annotated[
    str, typer.Option("--queue", help="The queue: a SQLite file, or postgresql://… (password: PGPASSFILE).")
]
OutboxOption = Annotated[Path, typer.Option("--outbox", help="SQLite file that keeps what is signed until anchored.")]
SigningKeyOption = Annotated[Path, typer.Option("--key", help="Ed25519 key file, from `quaychain oracle key`.")]
ChainIdOption = Annotated[int, typer.Option("--chain-id", help="Chain id of the ledger.")]
MetricsOption = Annotated[
    str, typer.Option("--metrics", help="HOST:PORT for Prometheus' metrics; off where none is given.")
]
UntilAnchored = Annotated[bool, typer.Option("--until-anchored", help="Go on until all of it is anchored.")]


@app.command(help="Run the oracle: take events from MQTT and HTTP, queue, batch, anchor and acknowledge them.")
def run(
    deployment: DeploymentOption,
    rpc: RpcOption,
    account: AccountOption,
    transactions: TransactionsOption,
    queue: QueueOption,
    readers: Annotated[
        Path, typer.Option(help="JSON file: the ids of the members that may read the classes technical and logistics.")
    ],
    wraps: Annotated[Path, typer.Option(help="Folder of wrapped class keys.")],
    content: Annotated[str, typer.Option(help="Where sealed batches go: a folder, or the URL of Kubo's RPC.")],
    password_file: AccountPasswordOption = None,
    broker: BrokerOption = "127.0.0.1:1883",
    broker_user: BrokerUser = "",
    broker_password_file: BrokerPassword = None,
    broker_authority: BrokerAuthority = None,
    mqtt: BrokerProtocol = "3.1.1",
    http: Annotated[str, typer.Option(help="HOST:PORT for capture over HTTP; off where none is given.")] = "",
    chain_folder: ChainFolderOption = None,
    streams: Annotated[int, typer.Option(help="Number of streams, fixed when the queue is made.")] = 1,
    batch_count: Annotated[int, typer.Option(help="A batch closes at this many events…")] = 1_000,
    batch_bytes: Annotated[int, typer.Option(help="…or at this many bytes…")] = 8 * 2**20,
    batch_age: Annotated[float, typer.Option(help="…or when its oldest event is so many seconds old.")] = 2.0,
    part: Annotated[
        Literal["gateway", "anchorer"] | None,
        typer.Option(help="Only this part, so that each can have a process of its own."),
    ] = None,
    edge_rules: Annotated[
        Path | None, typer.Option(help="TOML or JSON file of edge rules: what is derived from devices' readings.")
    ] = None,
    edge_key: Annotated[
        Path | None, typer.Option(help="The gateway's own Ed25519 key file, which signs what is derived.")
    ] = None,
    edge_password_file: Annotated[
        Path | None, typer.Option(help="Password of that key: the file's first line.")
    ] = None,
    max_age: MaxAge = 0,
    max_ahead: MaxAhead = 0,
    quota: Annotated[int, typer.Option(min=0, help="Events a minute that each device may have recorded; 0: any.")] = 0,
    workers: Annotated[
        int,
        typer.Option(
            min=0,
            max=64,
            help="Processes that take messages off the broker and check them; needs Mosquitto or its like.",
        ),
    ] = 0,
    keep: Annotated[
        float, typer.Option(help="Events stay in the queue for so many seconds after f+1 nodes can have their block.")
    ] = 3_600.0,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over", help="Take streams of another account: for oracles that share one PostgreSQL queue."
        ),
    ] = False,
    metrics: MetricsOption = "",
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from quaychain.oracles.batch import BatchLimits
    from quaychain.oracles.gateway import GatewaySettings
    from quaychain.oracles.interpreter import prepare_interpreter
    from quaychain.oracles.metrics import OracleMetrics
    from quaychain.oracles.service import HttpSettings, OraclePart, OracleSettings
    from quaychain.oracles.steps import ManySteps

    from ..wiring.chain import AccountOnChain
    from ..wiring.metrics import new_registry, served
    from ..wiring.oracle_run import edge_ruling, oracle_service
    from ..wiring.tracing import tracing

    log_to_standard_error()
    prepare_interpreter()
    stopping = stop_on_signals()
    chain = AccountOnChain(deployment, rpc, account, password_file, transactions, chain_folder)
    host, port = address(http, "--http") if http else ("", 0)
    settings = checked(
        OracleSettings,
        chain_id=chain.deployment.chain_id,
        queue=queue,
        streams=streams,
        mqtt=mqtt_settings(broker, broker_user, broker_password_file, broker_authority, mqtt),
        gateway=checked(GatewaySettings, workers=workers, max_age=max_age, max_ahead=max_ahead, quota=quota),
        batch=checked(BatchLimits, max_count=batch_count, max_bytes=batch_bytes, max_age=batch_age),
        http=checked(HttpSettings, host=host, port=port) if http else None,
        parts=frozenset({OraclePart(part)} if part else OraclePart),
        transactions=transactions,
        keep=keep,
        take_over=take_over,
    )
    registry = new_registry()
    edge = edge_ruling(edge_rules, edge_key, edge_password_file)
    told = OracleMetrics(registry)
    with tracing("quaychain-oracle") as traces, served(registry, metrics):
        steps = told if traces is None else ManySteps(told, traces)
        service = oracle_service(settings, chain, readers, wraps, content, told, steps, edge)
        service.run(stopping, say_ready)


@app.command(help="Print the AsyncAPI 3.0 document of the topics and messages, as JSON.")
def asyncapi() -> None:
    """Made of the models that check the messages."""
    from importlib.metadata import version

    from quaychain.oracles.asyncapi import asyncapi_document

    typer.echo(json.dumps(asyncapi_document(version("quaychain")), indent=2))


@app.command("check-rules", help="Check a file of edge rules wholly; one line for each thing that is wrong with it.")
def check_rules(file: Annotated[Path, typer.Argument(help="TOML or JSON file of edge rules.")]) -> None:
    """Print how many rules there are, and the digest by which notes name them; exit with 1 where the file is wrong."""
    from quaychain.oracles.edge.rules import EdgeRulesError, read_rules

    try:
        rules = read_rules(file)
    except EdgeRulesError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(rules.rules)} rules, {rules.digest}")


@app.command(help="Take a dead oracle's streams, at the next epoch, with the queue that it left or shared.")
def takeover(
    deployment: DeploymentOption,
    rpc: RpcOption,
    account: AccountOption,
    transactions: TransactionsOption,
    queue: QueueOption,
    password_file: AccountPasswordOption = None,
    chain_folder: ChainFolderOption = None,
    patience: Annotated[float, typer.Option(help="Seconds to wait for the chain.")] = 60.0,
) -> None:
    """Print each stream that is ours now; `quaychain oracle run` on the same queue goes on with them."""
    from quaychain.oracles.queue.database import open_queue, streams_of
    from quaychain.oracles.queue.errors import QueueUnusableError
    from quaychain.oracles.takeover import take_over

    from ..wiring.chain import AccountOnChain
    from ..wiring.oracle_run import anchor_port

    log_to_standard_error()
    chain = AccountOnChain(deployment, rpc, account, password_file, transactions, chain_folder)
    try:
        connection = open_queue(queue, make=False)
    except QueueUnusableError as error:
        raise OptionError("--queue", f"{error.path}: {error.reason}") from None
    streams = streams_of(connection)
    taken = take_over(connection, streams, anchor_port(chain), patience=patience)
    connection.close()
    for stream in taken:
        typer.echo(f"stream {stream.hex()} is {chain.sender.signer.address}'s now")
    typer.echo(f"{len(streams)} streams, {len(taken)} taken over")


@app.command(help="Run the embedded MQTT broker, on the loopback interface only, without users or access lists.")
def broker(port: Annotated[int, typer.Option(help="Port to listen on.")] = 1883) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from quaychain.oracles.broker import BrokerSettings, run_broker

    run_broker(checked(BrokerSettings, port=port), say_ready)


@app.command(help="Make a device's or carrier's Ed25519 key, where there is none yet, and print its public half.")
def key(
    file: Annotated[Path, typer.Argument(help="The key file.")],
    password_file: PasswordOption,
    random_password: Annotated[
        bool, typer.Option("--random-password", help="The password is random: spare the work against guessing it.")
    ] = False,
) -> None:
    """Print 64 hexadecimal digits."""
    from quaychain.node.keys import RANDOM_PASSWORD, STANDARD, SeedKind, create_seed, read_password

    password = read_password(password_file)
    if not file.exists():
        create_seed(file, SeedKind.ED25519, password, RANDOM_PASSWORD if random_password else STANDARD)
    typer.echo(bytes(signing_key(file, password_file).verify_key).hex())


@app.command(help="Run a device: sign readings, send them, and keep them until they are anchored.")
def device(
    key: SigningKeyOption,
    password_file: PasswordOption,
    member: Annotated[str, typer.Option(help="Id of the member that registered the key, 32 hexadecimal digits.")],
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    source: Annotated[
        Path | None, typer.Argument(help="JSON lines of readings; standard input where none is given.")
    ] = None,
    broker: BrokerOption = "127.0.0.1:1883",
    broker_user: BrokerUser = "",
    broker_password_file: BrokerPassword = None,
    broker_authority: BrokerAuthority = None,
    mqtt: BrokerProtocol = "3.1.1",
    rate: Annotated[float, typer.Option(help="Readings a second; 0: as fast as they are taken.")] = 0,
    readings_per_message: Annotated[int, typer.Option(help="Readings in one signed message, 1 to 256.")] = 1,
    form: Annotated[
        EnvelopeForm, typer.Option(help="Canonical JSON, or COSE_Sign1 in deterministic CBOR.")
    ] = EnvelopeForm.JSON,
    until_anchored: UntilAnchored = False,
) -> None:
    """Send until the source ends and all is durable, or anchored; what is left stays in the outbox."""
    from quaychain.oracles.sending.device import Device, DeviceSettings
    from quaychain.oracles.sending.outbox import Outbox
    from quaychain.oracles.sending.readings import ReadingSource

    log_to_standard_error()
    stopping = stop_on_signals()
    settings = checked(
        DeviceSettings,
        member=hex_bytes(member, 16, "--member"),
        rate=rate,
        readings_per_message=readings_per_message,
        until_anchored=until_anchored,
    )
    link = mqtt_settings(broker, broker_user, broker_password_file, broker_authority, mqtt)
    device_key = signing_key(key, password_file)
    kept = Outbox(outbox, device_key, chain_id, form)
    readings = ReadingSource(source, 0 if source is None else kept.position(str(source.resolve())))
    report = Device(settings, link, bytes(device_key.verify_key), kept, readings).run(stopping)
    typer.echo(f"{report.signed} readings signed, {report.anchored} messages anchored, {report.kept} kept")


@app.command(help="Sign documents of a carrier or yard and post them to an oracle; kept until they are anchored.")
def capture(
    files: Annotated[list[Path], typer.Argument(help="The documents, in the order in which they are signed.")],
    kind: Annotated[EventKind, typer.Option(help="epcis, dcsa or ais.")],
    url: Annotated[str, typer.Option(help="The oracle's HTTP address, such as http://127.0.0.1:8090.")],
    key: SigningKeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    media_type: Annotated[str, typer.Option(help="Media type of the documents; JSON where none is given.")] = "",
    until_anchored: UntilAnchored = False,
) -> None:
    """Print the capture's id and place for each document in the outbox."""
    import httpx

    from quaychain.oracles.logistics.bodies import MEDIA_TYPES
    from quaychain.oracles.sending.carrier import Carrier, CarrierSettings
    from quaychain.oracles.sending.outbox import Outbox

    log_to_standard_error()
    stopping = stop_on_signals()
    if kind not in MEDIA_TYPES:
        raise OptionError("--kind", f"takes {', '.join(known.value for known in MEDIA_TYPES)}")
    settings = checked(CarrierSettings, url=url, until_anchored=until_anchored)
    kept = Outbox(outbox, signing_key(key, password_file), chain_id)
    with httpx.Client(timeout=60.0, trust_env=False) as client:
        carrier = Carrier(settings, kept, client)
        for file in files:
            carrier.sign(kind, media_type or MEDIA_TYPES[kind][0], read_file(file))
        for done in carrier.send(stopping):
            typer.echo(f"{done.capture_id} {'anchored' if done.anchored else 'durable'} {done.location}")


@app.command(
    help="Run a keeper: deadlines, each once; and certificates, arrivals, fences, data, where a file names them."
)
def keeper(
    deployment: DeploymentOption,
    rpc: RpcOption,
    account: AccountOption,
    transactions: TransactionsOption,
    password_file: AccountPasswordOption = None,
    chain_folder: ChainFolderOption = None,
    watch: Annotated[
        Path | None, typer.Option(help="JSON file: what is watched, and who is told (oracles/README.md).")
    ] = None,
    book: Annotated[
        str,
        typer.Option(
            help="Database of what was told, sqlite:///FILE or postgresql://…; keepers that work together share it."
        ),
    ] = "",
    content: Annotated[str, typer.Option(help="Where sealed batches are: a folder, or the URL of Kubo's RPC.")] = "",
    wraps: Annotated[Path | None, typer.Option(help="Folder of wrapped class keys.")] = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            help="Folder with one folder of keys a member, and <member>.password beside each: they open batches."
        ),
    ] = None,
    queue: Annotated[str, typer.Option(help="Our oracle's queue: challenges are answered from it.")] = "",
    interval: Annotated[float, typer.Option(help="Seconds between two looks.")] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, do what is due, and leave.")] = False,
    retry_dead: Annotated[
        bool, typer.Option("--retry-dead", help="Try notices again that were given up, from the beginning.")
    ] = False,
    metrics: MetricsOption = "",
) -> None:
    """Look until SIGTERM or Ctrl-C."""
    from quaychain.oracles.keeper.duty import KeeperSettings
    from quaychain.oracles.metrics import KeeperMetrics

    from ..wiring.chain import AccountOnChain
    from ..wiring.keeper_run import KeeperPlaces
    from ..wiring.keeper_run import keeper as wired
    from ..wiring.metrics import new_registry, served

    log_to_standard_error()
    stopping = stop_on_signals()
    settings = checked(KeeperSettings, interval=interval)
    chain = AccountOnChain(deployment, rpc, account, password_file, transactions, chain_folder)
    registry = new_registry()
    places = KeeperPlaces(watch, book, content, wraps, keys, queue, retry_dead)
    with wired(settings, chain, places, KeeperMetrics(registry)) as keeping:
        if once:
            for done in keeping.look():
                typer.echo(f"{done.what} {done.about}")
            return
        with served(registry, metrics):
            say_ready()
            keeping.run(stopping)


@app.command(help="Show how far streams have got, what was refused, what the sender meets; live in a terminal.")
def status(
    queue: QueueOption,
    transactions: Annotated[
        Path | None, typer.Option(help="SQLite file of the account's transactions: show the sender's state, too.")
    ] = None,
    deployment: Annotated[Path | None, typer.Option(help="deployment.json: with --rpc, show the chain's word.")] = None,
    rpc: Annotated[str, typer.Option(help="URL of a node's JSON-RPC.")] = "",
    quarantine: Annotated[bool, typer.Option("--quarantine", help="List what was refused and kept, too.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Show it once, also in a terminal.")] = False,
    interval: Annotated[float, typer.Option(help="Seconds between two looks.")] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Print the report once, or follow until Ctrl-C."""
    from rich.console import Console

    from quaychain.oracles.queue.database import open_queue
    from quaychain.oracles.queue.errors import QueueUnusableError
    from quaychain.oracles.queue.listing import Listing

    from ..wiring.status_run import status_reader
    from ..wiring.status_view import follow, status_lines

    try:
        connection = open_queue(queue, make=False)
    except QueueUnusableError as error:
        raise OptionError("--queue", f"{error.path}: {error.reason}") from None
    reader = status_reader(connection, transactions, deployment, rpc)
    console = Console()
    if console.is_terminal and not (once or as_json or quarantine):
        follow(reader, console, stop_on_signals(), interval)
        return
    report = reader.read()
    kept = list(Listing(connection).kept()) if quarantine else []
    if as_json:
        shown = report.as_json()
        if quarantine:
            shown["quarantine"] = [as_shown(entry) for entry in kept]
        typer.echo(json.dumps(shown))
        return
    for line in status_lines(report):
        typer.echo(line)
    for entry in kept:
        typer.echo("kept #{id}, {times} times, from {source}: {reason}: {detail}".format(**asdict(entry)))

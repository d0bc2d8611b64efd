"""The verbs of `quaychain oracle` for sources that sign nothing themselves: what they tell is signed here, once.

Settings are built here and handed down; imports are each verb's own.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..wiring.options import (
    OptionError,
    address,
    checked,
    hex_bytes,
    log_to_standard_error,
    mqtt_settings,
    say_ready,
    signing_key,
)
from ..wiring.stopping import stop_on_signals

if TYPE_CHECKING:
    from quaychain.oracles.intake.courier import Anchored
    from quaychain.oracles.intake.desk import Desk
    from quaychain.oracles.opcua.milestones import ChainMilestones

app = typer.Typer(add_completion=False)

GatewayOption = Annotated[str, typer.Option("--url", help="The oracle's HTTP address, such as http://127.0.0.1:8090.")]
OutboxOption = Annotated[
    Path, typer.Option("--outbox", help="SQLite file that keeps what is signed until anchored, and what is known.")
]
KeyOption = Annotated[Path, typer.Option("--key", help="Ed25519 key file, from `quaychain oracle key`.")]
PasswordOption = Annotated[Path, typer.Option("--password-file", help="File with the key's password.")]
ChainIdOption = Annotated[int, typer.Option("--chain-id", help="Chain id of the ledger.")]
UntilAnchored = Annotated[bool, typer.Option("--until-anchored", help="Go on until all of it is anchored.")]


def open_desk(
    url: str, key: Path, password_file: Path, chain_id: int, outbox: Path, anchored: Anchored | None = None
) -> Desk:
    """Where a source's messages are handed in; raises OptionError, KeyFileError, PasswordFileError."""
    from quaychain.oracles.intake.desk import Desk
    from quaychain.oracles.sending.carrier import CarrierSettings
    from quaychain.oracles.sending.outbox import Outbox

    source_key = signing_key(key, password_file)
    return Desk(lambda: Outbox(outbox, source_key, chain_id), checked(CarrierSettings, url=url), anchored=anchored)


def _finish(desk: Desk, stopping: threading.Event, until_anchored: bool) -> None:
    if until_anchored:
        desk.wait_until_anchored(stopping)
    elif left := desk.wait_until_durable(stopping):
        typer.echo(f"{left} documents wait in the outbox: the gateway doesn't take them now")


@app.command(help="Take carriers' DCSA Track & Trace events: what they push to us, and what they answer when asked.")
def dcsa(
    carriers: Annotated[Path, typer.Argument(help="JSON file of carriers, their subscriptions and polls.")],
    url: GatewayOption,
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    http: Annotated[str, typer.Option(help="HOST:PORT for what carriers push; off where none is given.")] = "",
    once: Annotated[bool, typer.Option("--once", help="Ask each carrier once, and leave.")] = False,
    until_anchored: UntilAnchored = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C; with --once, print how many events were new."""
    from quaychain.oracles.dcsa.carriers import load_carriers
    from quaychain.oracles.dcsa.service import DcsaService

    log_to_standard_error()
    stopping = stop_on_signals()
    known = load_carriers(carriers)
    if once and http:
        raise OptionError("--once", "asks only; leave --http out")
    if not once and not http and not known.polls:
        raise OptionError("--http", "no carrier is polled, so a port for what they push is needed")
    listen = address(http, "--http") if http else None
    with open_desk(url, key, password_file, chain_id, outbox) as desk:
        service = DcsaService(known, desk, listen)
        if once:
            typer.echo(f"{service.poll_once(stopping)} new events signed")
            _finish(desk, stopping, until_anchored)
        else:
            service.run(stopping, say_ready)


@app.command(help="Watch a MES's production steps over OPC UA, as signed evidence of milestones, and report these.")
def opcua(
    mapping: Annotated[Path, typer.Argument(help="JSON file: the server, and which node shows which step.")],
    url: GatewayOption,
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    deployment: Annotated[
        Path | None, typer.Option(help="deployment.json: milestones are reported as their steps are anchored.")
    ] = None,
    rpc: Annotated[str, typer.Option(help="URL of a node's JSON-RPC, to report milestones.")] = "",
    account: Annotated[str, typer.Option(help="The seller's Operations account, to report milestones.")] = "",
    account_password_file: Annotated[
        Path | None, typer.Option(help="File with the account's password, or the token's PIN.")
    ] = None,
    transactions: Annotated[
        Path | None, typer.Option(help="SQLite file of the account's transactions; one for each account.")
    ] = None,
    chain_folder: Annotated[Path | None, typer.Option(help="Folder of the embedded chain.")] = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; print each step's evidence, one JSON object a line, once it is anchored."""
    from contextlib import ExitStack

    from quaychain.oracles.intake.settings_file import read_secret
    from quaychain.oracles.opcua.mapping import load_mapping
    from quaychain.oracles.opcua.milestones import Reporter, note_anchored
    from quaychain.oracles.opcua.service import StepService
    from quaychain.oracles.sending.outbox import Outbox, Outgoing

    log_to_standard_error()
    stopping = stop_on_signals()
    known = load_mapping(mapping)
    server_password = (
        "" if known.server.password_file is None else read_secret(mapping.parent, known.server.password_file)
    )
    chain = None
    if deployment is not None or rpc or account or transactions is not None:
        if deployment is None or not rpc or not account or transactions is None:
            raise OptionError("--deployment", "goes with --rpc, --account and --transactions: all of them, or none")
        chain = _milestones_on_chain(deployment, rpc, account, account_password_file, transactions, chain_folder)

    def anchored(kept: Outbox, item: Outgoing, job: dict[str, object]) -> None:
        evidence = note_anchored(kept, item, job)
        if evidence is not None:
            typer.echo(json.dumps(evidence))

    source_key = signing_key(key, password_file)
    with ExitStack() as stack:
        desk = stack.enter_context(open_desk(url, key, password_file, chain_id, outbox, anchored))
        if chain is not None:
            reporter = Reporter(known, lambda: Outbox(outbox, source_key, chain_id), chain)
            reporting = threading.Thread(target=reporter.run, args=(stopping,), name="reporting")
            reporting.start()
            stack.callback(reporting.join)
            stack.callback(stopping.set)
        say_ready()
        StepService(known, mapping.parent, server_password, desk).run(stopping)


def _milestones_on_chain(
    deployment: Path, rpc: str, account: str, password_file: Path | None, transactions: Path, chain_folder: Path | None
) -> ChainMilestones:
    from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
    from quaychain.oracles.opcua.milestones import ChainMilestones

    from ..wiring.chain import AccountOnChain

    chain = AccountOnChain(deployment, rpc, account, password_file, transactions, chain_folder)
    return ChainMilestones(chain.reader, chain.sender, chain.deployment.contract(OrderFulfilment))


@app.command(help="Turn the reads of RFID readers into EPCIS events: one for each visit of a tag at a read point.")
def rfid(
    site: Annotated[Path, typer.Argument(help="JSON file: where the antennas are, and what passing them means.")],
    url: GatewayOption,
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    source: Annotated[
        Path | None, typer.Argument(help="JSON lines of reads; standard input where none is given.")
    ] = None,
    until_anchored: UntilAnchored = False,
) -> None:
    """Until the source ends, or SIGTERM or Ctrl-C."""
    from quaychain.oracles.rfid.service import RfidService, position_of
    from quaychain.oracles.rfid.site import load_site
    from quaychain.oracles.sending.lines import LineSource

    log_to_standard_error()
    stopping = stop_on_signals()
    known = load_site(site)
    with open_desk(url, key, password_file, chain_id, outbox) as desk:
        name = "" if source is None else str(source.resolve())
        position = desk.hand_in(lambda kept: position_of(kept, name)).result() if name else 0
        report = RfidService(known, LineSource(source, position), desk).run(stopping)
        typer.echo(
            f"{report.reads} reads, {report.visits} visits signed, {report.strays} strays, {report.aside} lines aside"
        )
        _finish(desk, stopping, until_anchored)


@app.command(help="Send a device's archive: signed messages as they are, rows of CSV or JSON signed and marked so.")
def replay(
    file: Annotated[Path, typer.Argument(help="A .csv, or JSON lines: signed messages, or readings.")],
    member: Annotated[str, typer.Option(help="For signed messages: the member that registered the keys.")] = "",
    broker: Annotated[str, typer.Option(help="For signed messages: MQTT broker, HOST:PORT.")] = "127.0.0.1:1883",
    broker_user: Annotated[str, typer.Option(help="User name at the broker.")] = "",
    broker_password_file: Annotated[Path | None, typer.Option(help="File with the password at the broker.")] = None,
    broker_authority: Annotated[
        Path | None, typer.Option(help="PEM file of the broker's certificate authority: use TLS.")
    ] = None,
    mqtt: Annotated[str, typer.Option(help="Version of MQTT: 3.1.1 or 5.")] = "3.1.1",
    url: Annotated[str, typer.Option(help="For rows: the oracle's HTTP address.")] = "",
    key: Annotated[Path | None, typer.Option(help="For rows: the key that signs them.")] = None,
    password_file: Annotated[Path | None, typer.Option(help="File with the key's password.")] = None,
    chain_id: Annotated[int, typer.Option(help="For rows: chain id of the ledger.")] = 0,
    outbox: Annotated[Path | None, typer.Option(help="For rows: SQLite file of what is signed and known.")] = None,
    delimiter: Annotated[str, typer.Option(help="Between the cells of a CSV.")] = ",",
    column: Annotated[
        list[str] | None, typer.Option(help="FIELD=NAME: the column or name of a reading's field.")
    ] = None,
    constant: Annotated[list[str] | None, typer.Option(help="FIELD=VALUE: the field's value in all rows.")] = None,
    until_anchored: UntilAnchored = False,
) -> None:
    """Until the archive ends, or SIGTERM or Ctrl-C; a later run goes on where this one ended."""
    from quaychain.oracles.replay.signed import ArchiveReplay
    from quaychain.oracles.replay.unsigned import replay_rows

    log_to_standard_error()
    stopping = stop_on_signals()
    if _is_signed(file):
        if not member:
            raise OptionError("--member", "an archive of signed messages is sent for a member")
        link = mqtt_settings(broker, broker_user, broker_password_file, broker_authority, mqtt)
        sent = ArchiveReplay(hex_bytes(member, 16, "--member"), link, file).run(stopping)
        refused = ", ".join(f"{times} refused ({reason})" for reason, times in sorted(sent.refused.items()))
        typer.echo(
            f"{sent.sent} sent, {sent.again} known, {sent.unusable} unusable" + (f", {refused}" if refused else "")
        )
        return
    if key is None or password_file is None or outbox is None or not url or chain_id < 1:
        raise OptionError("--key", "rows are signed: give --url, --key, --password-file, --chain-id and --outbox")
    if len(delimiter) != 1:
        raise OptionError("--delimiter", "is one character")
    with open_desk(url, key, password_file, chain_id, outbox) as desk:
        report = replay_rows(
            file,
            desk,
            stopping,
            delimiter=delimiter,
            columns=_assignments(column, "--column"),
            constants=_assignments(constant, "--constant"),
        )
        typer.echo(f"{report.signed} rows signed, {report.again} known, {report.aside} aside")
        _finish(desk, stopping, until_anchored)


def _is_signed(file: Path) -> bool:
    try:
        with file.open("rb") as lines:
            return lines.read(64).lstrip().startswith(b'{"envelope":')
    except OSError as error:
        raise OptionError(str(file), error.strerror or str(error)) from error


def _assignments(given: list[str] | None, option: str) -> dict[str, str]:
    from quaychain.oracles.replay.rows import FIELDS

    found = dict(text.partition("=")[::2] for text in given or [])
    if unknown := [name for name, value in found.items() if name not in FIELDS or not value]:
        raise OptionError(option, f"{unknown[0]!r} is not FIELD=… of {', '.join(FIELDS)}")
    return found


@app.command(help="Sign vessels' positions from a receiver's AIS sentences, NMEA 0183 over TCP or UDP.")
def ais(
    feed: Annotated[str, typer.Argument(help="tcp://HOST:PORT to connect to, or udp://HOST:PORT to listen on.")],
    url: GatewayOption,
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    mmsi: Annotated[list[int] | None, typer.Option(help="A vessel that is wanted; all where none is named.")] = None,
    every: Annotated[float, typer.Option(help="Seconds between two positions of one vessel.")] = 60.0,
    station: Annotated[str, typer.Option(help="Name of the receiver, for sentences without a time.")] = "quaychain",
    raw: Annotated[bool, typer.Option("--raw", help="Sign the sentences themselves; the API shows JSON only.")] = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from quaychain.oracles.ais.feed import feed_lines, parse_address
    from quaychain.oracles.ais.sentences import Sentences
    from quaychain.oracles.ais.service import AisService

    log_to_standard_error()
    stopping = stop_on_signals()
    source = parse_address(feed)
    if not station.isascii() or not station.isalnum() or len(station) > 15:
        raise OptionError("--station", "is up to 15 letters and digits")
    with open_desk(url, key, password_file, chain_id, outbox) as desk:
        say_ready()
        service = AisService(Sentences(frozenset(mmsi or ()), every, station), desk, raw=raw)
        typer.echo(f"{service.run(feed_lines(source, stopping), stopping)} positions signed")


@app.command(
    help="Take LoRaWAN frames from a network server; the gateway's key signs them for the device, and it says so."
)
def lora(
    devices: Annotated[Path, typer.Argument(help="TOML or JSON file: which asset each device is on.")],
    member: Annotated[str, typer.Option(help="Id of the member that registered the key, 32 hexadecimal digits.")],
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    outbox: OutboxOption,
    server: Annotated[str, typer.Option(help="The network server's MQTT broker, HOST:PORT.")],
    server_user: Annotated[str, typer.Option(help="User name there.")] = "",
    server_password_file: Annotated[Path | None, typer.Option(help="File with the password there.")] = None,
    server_authority: Annotated[Path | None, typer.Option(help="PEM file of its TLS authority.")] = None,
    server_topic: Annotated[
        str, typer.Option(help="Topic filter of uplinks: ChirpStack's; The Things Stack has v3/+/devices/+/up.")
    ] = "application/+/device/+/event/up",
    broker: Annotated[str, typer.Option(help="Our MQTT broker, HOST:PORT.")] = "127.0.0.1:1883",
    broker_user: Annotated[str, typer.Option(help="User name at our broker.")] = "",
    broker_password_file: Annotated[Path | None, typer.Option(help="File with its password.")] = None,
    broker_authority: Annotated[Path | None, typer.Option(help="PEM file of its TLS authority.")] = None,
    mqtt: Annotated[str, typer.Option(help="Version of MQTT, at both: 3.1.1 or 5.")] = "3.1.1",
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from quaychain.oracles.lorawan.devices_file import load_devices
    from quaychain.oracles.lorawan.relay import LorawanRelay
    from quaychain.oracles.sending.device import DeviceSettings
    from quaychain.oracles.sending.outbox import Outbox

    log_to_standard_error()
    stopping = stop_on_signals()
    relay_key = signing_key(key, password_file)
    relay = LorawanRelay(
        load_devices(devices),
        mqtt_settings(server, server_user, server_password_file, server_authority, mqtt),
        server_topic,
        lambda: Outbox(outbox, relay_key, chain_id),
        mqtt_settings(broker, broker_user, broker_password_file, broker_authority, mqtt),
        checked(DeviceSettings, member=hex_bytes(member, 16, "--member")),
        bytes(relay_key.verify_key),
    )
    say_ready()
    report = relay.run(stopping)
    typer.echo(f"{report.anchored} messages anchored, {report.kept} kept")


@app.command(help="List what sources told and no gateway would take; it is kept in the outbox as it came.")
def aside(
    outbox: OutboxOption,
    key: KeyOption,
    password_file: PasswordOption,
    chain_id: ChainIdOption,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with the content.")] = False,
) -> None:
    """Print source, time and reason of each."""
    from quaychain.oracles.intake.once import set_aside
    from quaychain.oracles.sending.outbox import Outbox

    if not outbox.exists():
        raise OptionError("--outbox", f"there is no {outbox}")
    for source, reason, since, content in set_aside(Outbox(outbox, signing_key(key, password_file), chain_id)):
        moment = datetime.fromtimestamp(since, UTC).isoformat().replace("+00:00", "Z")
        if as_json:
            fields = {
                "source": source,
                "since": moment,
                "reason": reason,
                "content": content.decode("utf-8", "replace"),
            }
            typer.echo(json.dumps(fields))
        else:
            typer.echo(f"{moment} {source}: {reason}")

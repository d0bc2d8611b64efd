"""One run of the demo: found the consortium, start its processes, tell the story, check it, serve."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.permissions import Role
from quaychain.api.tokens import TokenStore
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.server import EmbeddedChainServer

from ..wiring.home import Home
from ..wiring.program import program
from . import consortium, processes, scenario
from .api_client import ApiClient
from .cast import CAST
from .fleet import Fleet
from .journal import Journal
from .ledger import Ledger
from .opening import open_ledger
from .processes import Ports
from .signers import signers
from .statements import Verdict, check_all
from .story import STEPS, Step, tell
from .supervisor import Supervisor

#: The pages to open at the end: a member's key, and whose page it is.
PAGES = (
    ("mfr", "manufacturer"),
    ("customs_overseas", "customs"),
    ("bank_a", "bank"),
    ("buyer", "buyer"),
)
_TOKEN_DAYS = 365
_DAY = 86_400
#: The genesis block is two days before the order's effective date.
_FOUNDED = -2


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """What a run is told: its folder, its ports, and whether to leave once it is told and checked."""

    home: Home
    ports: Ports
    once: bool


def run_demo(settings: DemoSettings, console: Console) -> bool:
    """Run the demo; answers whether every statement held. Serves until interrupted unless `once`.

    Raises the errors of its parts; what was done stays in the folder, and the next run goes on from there.
    """
    home = settings.home
    home.create()
    with home.lock():
        settings.ports.require_free()
        journal = Journal(home.journal)
        try:
            with _serving(settings, journal, console) as ledger:
                console.print(f"serving at {ledger.api.url}")
                total = sum(not journal.done(step.name) for step in STEPS)
                if total:
                    console.print(f"telling the story: {total} of {len(STEPS)} steps to go")
                tell(ledger, lambda step, seconds: _report(console, step, seconds))
                verdicts = check_all(ledger)
                _print_table(console, verdicts)
                _print_addresses(console, settings, ledger)
                if not settings.once:
                    console.print("Ctrl-C ends it; the next start goes on from here.")
                    _wait_until_interrupted()
                return all(verdict.holds for verdict in verdicts)
        finally:
            journal.close()


@contextmanager
def _serving(settings: DemoSettings, journal: Journal, console: Console) -> Iterator[Ledger]:
    home, ports = settings.home, settings.ports
    story = scenario.load()
    started = time.monotonic()
    if not home.deployment.exists():
        console.print("founding the consortium: keys, cards, charter, genesis")
    charter, cards = consortium.found(home, story.at(_FOUNDED))
    members = {cast.key: consortium.member_keys(home, cast.key).member for cast in CAST}
    tokens = {cast.key: _token(home, journal, cast.key, members[cast.key]) for cast in CAST}
    api = ApiClient(f"http://127.0.0.1:{ports.api}", tokens)
    # Pages first: on two cores the others would double the time until somebody sees one.
    answering = (processes.api(home, ports, api.ready), processes.indexer(home, ports))
    taking_in = (
        processes.broker(home, ports),
        processes.oracle(home, ports, members),
        processes.keeper(home, ports),
    )
    supervisor = Supervisor()
    try:
        with EmbeddedChainServer(home.chain, ports.chain) as server, Rpc(server.url) as rpc:
            deployment = consortium.deploy(home, charter, cards, rpc)
            fleet = Fleet(
                home=home,
                chain_id=deployment.chain_id,
                members=members,
                specs=signers(story),
                broker_port=ports.broker,
                capture_url=f"http://127.0.0.1:{ports.capture}",
                program=program(),
                environment=processes.environment(),
            )
            for group in (answering, taking_in):
                supervisor.launch(group)
                supervisor.wait_ready(group)
            console.print(f"up after {time.monotonic() - started:.1f} s")
            yield open_ledger(home, story, journal, rpc, fleet, api)
    finally:
        supervisor.stop()


def _token(home: Home, journal: Journal, key: str, member: bytes) -> str:
    """The member's token, issued once; its secret is kept in the home's journal, which only its owner can read."""

    def issue() -> str:
        engine = open_database(sqlite_url(home.database))
        migrate(engine)
        issued = TokenStore(engine, time.time).issue("0x" + member.hex(), Role.OFFICER, "demo", _TOKEN_DAYS * _DAY)
        engine.dispose()
        return issued.secret

    return str(journal.once(f"token/{key}", issue))


def _report(console: Console, step: Step, seconds: float) -> None:
    console.print(f"  {seconds:6.1f} s  {step.text}", highlight=False)


def _print_table(console: Console, verdicts: list[Verdict]) -> None:
    table = Table("", "what", "how many", "s", "gas", title="The story, checked against the chain and the API")
    table.columns[3].justify = table.columns[4].justify = "right"
    for verdict in verdicts:
        seconds = f"{verdict.seconds:.1f}" if verdict.seconds else ""
        gas = f"{verdict.gas:,}" if verdict.gas else ""
        table.add_row("ok" if verdict.holds else "FAILED", verdict.what, verdict.found, seconds, gas)
    console.print(table)


def _print_addresses(console: Console, settings: DemoSettings, ledger: Ledger) -> None:
    if settings.once:
        console.print(f"state: {settings.home.root}", soft_wrap=True)
        return
    # A token in the fragment signs in without ever being sent in an address.
    for key, whose in PAGES:
        console.print(f"{whose:>13}: {ledger.api.url}/sign-in#{ledger.api.token(key)}", soft_wrap=True, highlight=False)
    console.print(f"{'chain':>13}: http://127.0.0.1:{settings.ports.chain} (JSON-RPC, chain id {ledger.chain_id})")
    console.print(f"{'state':>13}: {settings.home.root}", soft_wrap=True)


def _wait_until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return

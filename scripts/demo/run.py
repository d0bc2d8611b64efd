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
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.local.network import LocalNetwork

from ..wiring.home import Home
from ..wiring.program import program
from . import consortium, network, processes, scenario
from .api_client import ApiClient
from .cast import CAST
from .days import Days, PacedDays
from .fleet import Fleet
from .journal import Journal
from .ledger import Ledger
from .opening import open_ledger
from .processes import Ports
from .signers import signers
from .statements import Verdict, check_all
from .story import STEPS, Step, tell
from .story_chain import EmbeddedStoryChain, NetworkStoryChain, StoryChain
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
    """What a run is told: its folder, its ports, and whether to leave once it is told and checked.

    With a `network` it runs on that, at a pace: 2 makes every day of the scenario take twice as long.
    """

    home: Home
    ports: Ports
    once: bool
    network: LocalNetwork | None = None
    pace: float = 1.0


def run_demo(settings: DemoSettings, console: Console) -> bool:
    """Run the demo; answers whether every statement held. Serves until interrupted unless `once`.

    Raises the errors of its parts; what was done stays in the folder, and the next run goes on from there.
    """
    home = settings.home
    home.create()
    with home.lock():
        settings.ports.require_free(with_chain=settings.network is None)
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
    if settings.network is not None:
        network.adopt(home, settings.network)
    if not home.deployment.exists():
        console.print("founding the consortium: keys, cards, charter, genesis")
    charter, cards = consortium.found(home, story.at(_FOUNDED))
    members = {cast.key: consortium.member_keys(home, cast.key).member for cast in CAST}
    tokens = {cast.key: _token(home, journal, cast.key, members[cast.key]) for cast in CAST}
    api = ApiClient(f"http://127.0.0.1:{ports.api}", tokens)
    place = processes.Place(home, ports, _rpc_url(settings), embedded=settings.network is None)
    # Pages first: on two cores the others would double the time until somebody sees one.
    answering = (processes.api(place, api.ready), processes.indexer(place))
    taking_in = (processes.broker(place), processes.oracle(place, members), processes.keeper(place))
    supervisor = Supervisor()
    try:
        with _chain(settings) as (rpc, chain):
            deployment = consortium.deploy(home, charter, cards, rpc, chain)
            if settings.network is not None:
                settings.network.spread(deployment)
                for url in settings.network.rpc_urls:
                    with Rpc(url) as node:
                        network.wait_until_permitted(node, cards)
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
            if settings.network is not None:
                story = scenario.load(_days(settings.pace, journal))
            yield open_ledger(home, story, journal, chain, rpc, fleet, api)
    finally:
        supervisor.stop()


@contextmanager
def _chain(settings: DemoSettings) -> Iterator[tuple[Rpc, StoryChain]]:
    """The chain that the settings mean; the embedded one is started and ended."""
    if settings.network is not None:
        with Rpc(_rpc_url(settings)) as rpc:
            yield rpc, NetworkStoryChain(rpc)
        return
    with EmbeddedChainServer(settings.home.chain, settings.ports.chain) as server, Rpc(server.url) as rpc:
        yield rpc, EmbeddedStoryChain(EmbeddedChain(settings.home.chain, rpc))


def _rpc_url(settings: DemoSettings) -> str:
    if settings.network is None:
        return f"http://127.0.0.1:{settings.ports.chain}"
    # The last one: a query node where there is one.
    return settings.network.rpc_urls[-1]


def _days(pace: float, journal: Journal) -> Days:
    """Short days since the story was begun."""
    start = journal.once("network/start", lambda: int(time.time()))
    kept = journal.once("network/pace", lambda: pace)
    return PacedDays(start, network.FIRST_DAY, network.IDLE_DAY, network.WORKING_DAYS, kept)


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
    console.print(f"{'chain':>13}: {_rpc_url(settings)} (JSON-RPC, chain id {ledger.chain_id})")
    console.print(f"{'state':>13}: {settings.home.root}", soft_wrap=True)


def _wait_until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return

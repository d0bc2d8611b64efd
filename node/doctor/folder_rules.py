"""What can be wrong in a node's folder, without its node running. Pure."""

from __future__ import annotations

import ipaddress
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from quaychain.contracts.types import to_address

from ..card import CardContent
from ..charter import Charter
from ..enode import Enode
from ..process.besu import BesuTooOldError, JavaTooOldError
from .finding import Fault, Finding
from .folder_facts import FolderFacts
from .genesis_rules import genesis_findings

_FEWEST = 4
#: A vote shorter than this can pass while members sleep.
_SHORTEST_VOTE = 86_400
_DISK_SHARE = 0.05
_DISK_LEAST = 5 << 30
_OTHERS = 0o077
#: Besu ended so often since the supervisor started that something in its folder is wrong.
_RESTARTS = 3

_POOL = frozenset({"tx-pool", "tx-pool-max-size", "tx-pool-limit-by-account-percentage"})
_STORAGE = frozenset({"data-storage-format", "sync-mode"})
_PERMISSIONS = frozenset(
    {
        "permissions-nodes-config-file-enabled",
        "permissions-nodes-config-file",
        "permissions-accounts-config-file-enabled",
        "permissions-accounts-config-file",
    }
)


def folder_findings(facts: FolderFacts) -> Iterator[Finding]:
    """Of one folder."""
    for path, reason in facts.unreadable.items():
        yield Finding(Fault.UNREADABLE_FILE, facts.name, f"{path.name}: {reason}")
    if facts.genesis is not None:
        yield from genesis_findings(facts.genesis, facts.expected_genesis, f"{facts.name}: genesis.json")
        yield from _chain_id_findings(facts)
    yield from _config_findings(facts)
    yield from _peer_findings(facts)
    yield from _key_findings(facts)
    yield from _machine_findings(facts)
    if facts.charter is not None:
        yield from charter_findings(facts.charter, facts.contents, facts.name)


def _chain_id_findings(facts: FolderFacts) -> Iterator[Finding]:
    assert facts.genesis is not None
    try:
        in_genesis = json.loads(facts.genesis)["config"]["chainId"]
    except (ValueError, KeyError, TypeError):
        return  # said already
    stated = {"genesis.json": in_genesis}
    if facts.settings is not None:
        stated["node.json"] = facts.settings.chain_id
    if facts.charter is not None:
        stated["charter.json"] = facts.charter.chain_id
    if len(set(stated.values())) > 1:
        seen = ", ".join(f"{file} says {number}" for file, number in stated.items())
        yield Finding(Fault.OTHER_CHAIN_ID, facts.name, seen)


def _config_findings(facts: FolderFacts) -> Iterator[Finding]:
    if facts.config is None or facts.expected_config is None:
        return
    expected = {
        name: list(value) if isinstance(value, tuple) else value for name, value in facts.expected_config.items()
    }
    differing = [name for name in {**expected, **facts.config} if facts.config.get(name) != expected.get(name)]
    for name in sorted(differing):
        fault = Fault.CHANGED_CONFIG
        if name == "min-gas-price":
            fault = Fault.MIN_GAS_PRICE
        elif name in _POOL:
            fault = Fault.POOL_LIMITS
        elif name in _STORAGE:
            fault = Fault.STORAGE_OR_SYNC_MODE
        elif name in _PERMISSIONS:
            fault = Fault.PERMISSIONS_OFF
        given, wanted = facts.config.get(name, "not there"), expected.get(name, "nothing")
        yield Finding(fault, f"{facts.name}: besu.toml", f"{name} is {given!r}, node.json makes {wanted!r}")
    for option in ("rpc-http-host", "metrics-host"):
        host = facts.config.get(option)
        if isinstance(host, str) and _is_exposed(host, facts.in_container):
            yield Finding(Fault.EXPOSED_RPC, f"{facts.name}: besu.toml", f"{option} is {host}: strangers can ask it")


def _is_exposed(host: str, in_container: bool) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # In a container all interfaces are the container's own.
    return address.is_global or (address.is_unspecified and not in_container)


def _peer_findings(facts: FolderFacts) -> Iterator[Finding]:
    if facts.settings is None:
        return  # which of the nodes is its own?
    own = facts.settings.public_key
    dialled = {enode.public_key for enode in facts.static_nodes or ()}
    allowed = {enode.public_key for enode in facts.allowlists.nodes} if facts.allowlists else set()
    for card in facts.contents:
        for enode in card.enodes:
            if enode.public_key == own:
                continue
            if facts.static_nodes is not None and enode.public_key not in dialled:
                seen = f"static-nodes.json has no {_short(enode)} of {card.name}"
                yield Finding(Fault.MISSING_STATIC_NODE, facts.name, seen)
    if facts.allowlists is not None:
        for enode in facts.static_nodes or ():
            if enode.public_key not in allowed:
                seen = f"static-nodes.json dials {_short(enode)}, permissions.toml doesn't allow it"
                yield Finding(Fault.ALLOWLIST_WITHOUT_PEER, facts.name, seen)
        if own not in allowed:
            yield Finding(Fault.ALLOWLIST_WITHOUT_SELF, facts.name, "permissions.toml doesn't allow this node itself")
    ours_is_reachable = not _is_loopback(facts.settings.p2p.host)
    for host, addresses in facts.resolved.items():
        if not addresses:
            yield Finding(Fault.UNKNOWN_HOST, facts.name, f"no address is known for {host}")
        elif ours_is_reachable and all(_is_loopback(address) for address in addresses):
            yield Finding(
                Fault.HOST_ON_LOOPBACK, facts.name, f"{host} is a loopback address: it is a peer's own machine"
            )


def _short(enode: Enode) -> str:
    return f"{enode.public_key.hex()[:16]}…@{enode.host}:{enode.port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _key_findings(facts: FolderFacts) -> Iterator[Finding]:
    for path, mode in facts.modes.items():
        if mode & _OTHERS:
            yield Finding(Fault.OPEN_FILE_MODE, facts.name, f"{path} has mode {mode:03o}")
    if facts.password_missing is not None:
        yield Finding(Fault.MISSING_PASSWORD, facts.name, f"{facts.password_missing} is not there, or is empty")
    if facts.settings is None:
        return
    if facts.key_address is not None and facts.key_address != to_address(facts.settings.address):
        seen = f"key.json is of {facts.key_address}, node.json says {facts.settings.address}"
        yield Finding(Fault.KEY_NOT_ON_CARD, facts.name, seen)
    own_cards = [card for card in facts.contents if card.member == facts.settings.member]
    on_card = {enode.public_key for card in own_cards for enode in card.enodes}
    if own_cards and facts.settings.public_key not in on_card:
        seen = f"the card of {own_cards[0].name} doesn't name this node's key"
        yield Finding(Fault.KEY_NOT_ON_CARD, facts.name, seen)


def _machine_findings(facts: FolderFacts) -> Iterator[Finding]:
    if facts.disk_free < max(_DISK_LEAST, facts.disk_size * _DISK_SHARE):
        seen = f"{facts.disk_free / (1 << 30):.1f} GiB of {facts.disk_size / (1 << 30):.0f} GiB are free"
        yield Finding(Fault.DISK_NEARLY_FULL, facts.name, seen)
    if facts.besu_problem is not None:
        fault = Fault.BESU_MISSING
        if isinstance(facts.besu_problem, BesuTooOldError):
            fault = Fault.BESU_TOO_OLD
        elif isinstance(facts.besu_problem, JavaTooOldError):
            fault = Fault.JAVA_TOO_OLD
        yield Finding(fault, facts.name, str(facts.besu_problem))
    if facts.fenced is not None:
        yield Finding(Fault.FENCED, facts.name, facts.fenced)
    state = facts.state
    if state is None or state.phase == "stopped":
        return
    if not facts.supervised:
        yield Finding(
            Fault.DEAD_SUPERVISOR, facts.name, f"its supervisor (process {state.pid}) is gone, and stopped nothing"
        )
    elif state.problem or (state.phase == "waiting" and state.restarts >= _RESTARTS):
        said = state.problem or (state.last_exit.said if state.last_exit else "")
        yield Finding(Fault.RESTARTING, facts.name, f"Besu ended by itself {state.restarts} times; it said: {said}")


def charter_findings(charter: Charter, cards: Sequence[CardContent], place: str) -> Iterator[Finding]:
    """Of a charter that is used with these cards: times of a laboratory are none where nodes are on loopback alone."""
    hosts = {enode.host for card in cards for enode in card.enodes}
    shortest = charter.voting.delay + charter.voting.period
    if shortest < _SHORTEST_VOTE and any(not _is_loopback(host) for host in hosts):
        seen = f"a vote is over after {shortest} s, and nodes are not on one machine"
        yield Finding(Fault.LAB_VOTING_TIMES, place, seen)
    validators = sum(card.validator is not None for card in cards)
    if charter.pilot and validators < _FEWEST:
        yield Finding(Fault.TOO_FEW_VALIDATORS, place, f"the cards name {validators} validators")


def folders_findings(folders: Sequence[FolderFacts]) -> Iterator[Finding]:
    """Of several folders on one machine."""
    holders: dict[bytes, list[str]] = defaultdict(list)
    for facts in folders:
        if facts.settings is not None:
            holders[facts.settings.public_key].append(facts.name)
    for names in holders.values():
        if len(names) > 1:
            yield Finding(Fault.SAME_KEY_TWICE, names[1], f"{' and '.join(names)} have one key")

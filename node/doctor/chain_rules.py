"""What can be wrong with a running node, by its own answers. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from eth_keys.datatypes import PublicKey

from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.types import Address, to_address, to_hex

from ..machine.settings import NodeSettings
from ..process.besu import BesuTooOldError, BesuUnusableError, JavaTooOldError, parse_version, require_floors
from .chain_facts import Expected, RunningNode
from .finding import Fault, Finding
from .folder_facts import FolderFacts

_FEWEST = 4
#: A clock may be off by so many seconds before blocks suffer: Besu refuses a block from further in the future than one.
_CLOCK_TOLERANCE = 1.0
#: A stall is nothing before so many request timeouts: one validator that is down costs one.
_PATIENCE = 4
#: Rounds above 0 are nothing while they are fewer than this share of the recent blocks.
_MANY = 0.25
#: How often each validator must have had its turn before silence means something.
_TURNS = 4
_POOL_FULL = 0.9


def node_findings(node: RunningNode, expected: Expected, settings: NodeSettings | None) -> Iterator[Finding]:
    """Of one node; `settings` are its own, where its folder is at hand."""
    if node.chain_id != expected.chain_id:
        yield Finding(Fault.OTHER_CHAIN_ID, node.name, f"it has chain {node.chain_id}, not {expected.chain_id}")
    if node.genesis != expected.genesis:
        seen = f"block 0 is {to_hex(node.genesis)}, the genesis makes {to_hex(expected.genesis)}"
        yield Finding(Fault.OTHER_CHAIN, node.name, seen)
        return  # its blocks say nothing of our chain
    if node.root_code != expected.root_code:
        yield Finding(Fault.ROOT_CODE, node.name, "the root's code differs from the artifact")
    yield from _version_findings(node)
    if node.gas_price:
        yield Finding(Fault.MIN_GAS_PRICE, node.name, f"it wants {node.gas_price} wei a unit of gas")
    if node.pool.capacity and node.pool.waiting >= node.pool.capacity * _POOL_FULL:
        seen = f"{node.pool.waiting} transactions wait, {node.pool.capacity} fit"
        yield Finding(Fault.POOL_FULL, node.name, seen)
    if settings is not None:
        yield from _role_findings(node, settings)
    yield from pulse_findings(node, expected)
    yield from round_findings(node)


def pulse_findings(node: RunningNode, expected: Expected) -> Iterator[Finding]:
    """Whether blocks come, and why not: a clock that is off, a lost quorum, timeouts that have doubled."""
    age = node.asked_at - node.head.timestamp
    if age < -_CLOCK_TOLERANCE:
        seen = f"the head is {-age:.0f} s ahead of this machine's clock"
        yield Finding(Fault.CLOCK, node.name, seen)
    if age <= expected.block_period + _PATIENCE * expected.request_timeout:
        return
    if node.moved:
        yield Finding(Fault.CLOCK, node.name, f"blocks come, but {age:.0f} s behind this machine's clock")
        return
    there = {_address(peer) for peer in (*node.peers, node.public_key)}
    absent = [validator for validator in node.validators if validator not in there]
    needed = quorum(len(node.validators))
    if len(node.validators) - len(absent) < needed:
        seen = (
            f"no block for {age:.0f} s: it sees {len(node.validators) - len(absent)} of {len(node.validators)} "
            f"validators, {needed} are needed; absent: {', '.join(absent)}"
        )
        yield Finding(Fault.LOST_QUORUM, node.name, seen)
    else:
        number, left = current_round(age - expected.block_period, expected.request_timeout)
        seen = (
            f"no block for {age:.0f} s though a quorum is connected: nodes wait in round {number} or so, "
            f"which may take another {left:.0f} s"
        )
        yield Finding(Fault.DOUBLED_ROUND_TIMEOUT, node.name, seen)


def round_findings(node: RunningNode) -> Iterator[Finding]:
    """Whether each validator proposes when it is its turn, and whether blocks are agreed in the first round."""
    blocks = [block for block in node.recent if block.number > 0]
    silent = silent_validators(node)
    for validator in silent:
        seen = f"validator {validator} proposed none of the last {len(blocks)} blocks"
        yield Finding(Fault.SILENT_VALIDATOR, node.name, seen)
    late = [block for block in blocks if block.round > 0]
    if not silent and len(blocks) >= _TURNS * _FEWEST and len(late) > _MANY * len(blocks):
        often, times = Counter(block.proposer for block in late).most_common(1)[0]
        seen = (
            f"{len(late)} of the last {len(blocks)} blocks needed more than one round; {times} of those were then "
            f"proposed by {often}"
        )
        yield Finding(Fault.MANY_ROUNDS, node.name, seen)
    if len(node.validators) < _FEWEST:
        yield Finding(Fault.TOO_FEW_VALIDATORS, node.name, f"the set has {len(node.validators)} validators")


def silent_validators(node: RunningNode) -> tuple[Address, ...]:
    """Validators of the set that proposed none of the recent blocks, where those are enough to tell."""
    blocks = [block for block in node.recent if block.number > 0]
    if len(blocks) < _TURNS * max(_FEWEST, len(node.validators)):
        return ()
    proposers = {block.proposer for block in blocks}
    return tuple(validator for validator in node.validators if validator not in proposers)


def current_round(waited: float, request_timeout: int) -> tuple[int, float]:
    """The round that a node is in after so many seconds without a block, and how long that one goes on yet.

    Round r lasts request_timeout · 2^r seconds (Besu, RoundTimer).
    """
    number, end = 0, float(request_timeout)
    while end <= waited:
        number += 1
        end += request_timeout * 2**number
    return number, end - waited


def allowlist_findings(node: RunningNode, folder: FolderFacts) -> Iterator[Finding]:
    """Whether the allowlists in force are those of the node's own file."""
    if folder.allowlists is None:
        return
    if node.allowed_nodes is None or node.allowed_accounts is None:
        yield Finding(Fault.PERMISSIONS_OFF, node.name, "no allowlists are in force: anybody may join and send")
        return
    nodes = {enode.public_key for enode in folder.allowlists.nodes}
    accounts = set(folder.allowlists.accounts)
    if node.allowed_nodes != nodes or node.allowed_accounts != accounts:
        seen = (
            f"in force are {len(node.allowed_nodes)} nodes and {len(node.allowed_accounts)} accounts, "
            f"permissions.toml has {len(nodes)} and {len(accounts)}, and not the same"
        )
        yield Finding(Fault.ALLOWLIST_NOT_IN_FORCE, node.name, seen)


def network_findings(nodes: Sequence[RunningNode], expected: Expected) -> Iterator[Finding]:
    """Of several nodes of one network, held against each other."""
    ours = [node for node in nodes if node.genesis == expected.genesis]
    first: dict[bytes, str] = {}
    for node in ours:
        if node.public_key in first:
            seen = f"it has the same key as {first[node.public_key]}: {_address(node.public_key)}"
            yield Finding(Fault.SAME_KEY_TWICE, node.name, seen)
        first.setdefault(node.public_key, node.name)
    if not ours:
        return
    highest = max(ours, key=lambda node: node.head.number)
    known = {block.number: block.hash for block in highest.recent}
    for node in ours:
        # Nodes are asked one after the other, so some blocks come meanwhile.
        blocks = (node.asked_at - highest.asked_at) / expected.block_period
        lag = highest.head.number - node.head.number + min(0.0, blocks)
        if lag > _PATIENCE * expected.request_timeout:
            seen = f"its head is {node.head.number}, that of {highest.name} is {highest.head.number}"
            yield Finding(Fault.BEHIND, node.name, seen)
        yield from _fork_findings(node, highest.name, known)
        missing = [other.name for other in ours if other.public_key not in {*node.peers, node.public_key}]
        if missing:
            yield Finding(Fault.FEW_PEERS, node.name, f"it is not connected to {', '.join(missing)}")


def _fork_findings(node: RunningNode, other: str, known: Mapping[int, bytes]) -> Iterator[Finding]:
    for block in node.recent:
        if known.get(block.number, block.hash) != block.hash:
            seen = f"block {block.number} is {to_hex(block.hash)}, and {to_hex(known[block.number])} at {other}"
            yield Finding(Fault.FORK, node.name, seen)
            return


def _version_findings(node: RunningNode) -> Iterator[Finding]:
    try:
        require_floors(parse_version(node.client, "the node"), "the node")
    except BesuTooOldError:
        yield Finding(Fault.BESU_TOO_OLD, node.name, f"it runs {node.client}")
    except JavaTooOldError:
        yield Finding(Fault.JAVA_TOO_OLD, node.name, f"it runs {node.client}")
    except BesuUnusableError:
        return  # another client of the same chain is no fault of the node


def _role_findings(node: RunningNode, settings: NodeSettings) -> Iterator[Finding]:
    own = _address(node.public_key)
    if node.public_key != settings.public_key:
        seen = f"it runs with key {own}, node.json says {settings.address}"
        yield Finding(Fault.KEY_NOT_ON_CARD, node.name, seen)
    if settings.role == "validator" and own not in node.validators:
        yield Finding(Fault.NOT_A_VALIDATOR, node.name, f"the set has no {own}")
    if settings.role == "query" and own in node.validators:
        yield Finding(Fault.UNDECLARED_VALIDATOR, node.name, f"the set has {own}, node.json says query")


def _address(public_key: bytes) -> Address:
    return to_address(PublicKey(public_key).to_checksum_address())

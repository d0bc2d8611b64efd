"""What the doctor can find, and what to do about each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Fault(StrEnum):
    """Everything that the doctor knows by name."""

    UNREADABLE_FILE = "unreadable-file"
    OTHER_GENESIS = "other-genesis"
    IGNORED_GENESIS_KEY = "ignored-genesis-key"
    GENESIS_WITH_GAS_PRICE = "genesis-with-gas-price"
    GENESIS_WITHOUT_VALIDATOR_CONTRACT = "genesis-without-validator-contract"
    REQUEST_TIMEOUT_TOO_SHORT = "request-timeout-too-short"
    OTHER_CHAIN_ID = "other-chain-id"
    MIN_GAS_PRICE = "min-gas-price"
    POOL_LIMITS = "pool-limits"
    STORAGE_OR_SYNC_MODE = "storage-or-sync-mode"
    PERMISSIONS_OFF = "permissions-off"
    CHANGED_CONFIG = "changed-config"
    EXPOSED_RPC = "exposed-rpc"
    MISSING_STATIC_NODE = "missing-static-node"
    ALLOWLIST_WITHOUT_PEER = "allowlist-without-peer"
    ALLOWLIST_WITHOUT_SELF = "allowlist-without-self"
    ALLOWLIST_NOT_IN_FORCE = "allowlist-not-in-force"
    ALLOWLIST_NOT_DECIDED = "allowlist-not-decided"
    OPEN_FILE_MODE = "open-file-mode"
    KEY_NOT_ON_CARD = "key-not-on-card"
    MISSING_PASSWORD = "missing-password"  # noqa: S105  a name
    SAME_KEY_TWICE = "same-key-twice"
    DISK_NEARLY_FULL = "disk-nearly-full"
    BESU_MISSING = "besu-missing"
    BESU_TOO_OLD = "besu-too-old"
    JAVA_TOO_OLD = "java-too-old"
    LAB_VOTING_TIMES = "lab-voting-times"
    TOO_FEW_VALIDATORS = "too-few-validators"
    UNKNOWN_HOST = "unknown-host"
    HOST_ON_LOOPBACK = "host-on-loopback"
    FENCED = "fenced"
    DEAD_SUPERVISOR = "dead-supervisor"
    RESTARTING = "restarting"
    UNREACHABLE = "unreachable"
    OTHER_CHAIN = "other-chain"
    ROOT_CODE = "root-code"
    CLOCK = "clock"
    LOST_QUORUM = "lost-quorum"
    DOUBLED_ROUND_TIMEOUT = "doubled-round-timeout"
    MANY_ROUNDS = "many-rounds"
    SILENT_VALIDATOR = "silent-validator"
    FEW_PEERS = "few-peers"
    BEHIND = "behind"
    FORK = "fork"
    NOT_A_VALIDATOR = "not-a-validator"
    UNDECLARED_VALIDATOR = "undeclared-validator"
    POOL_FULL = "pool-full"
    CARD_SIGNATURE = "card-signature"
    CARD_OF_OTHER_CONSORTIUM = "card-of-other-consortium"


#: What to do about each.
FIXES: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.UNREADABLE_FILE: "put the file back from a backup, or make the folder anew with `quaychain node init`",
        Fault.OTHER_GENESIS: (
            "run `quaychain node genesis` on the charter and all cards, compare its hash with the others', use that"
        ),
        Fault.IGNORED_GENESIS_KEY: (
            "Besu passes over this key without a word: take it out of whatever made this genesis"
        ),
        Fault.GENESIS_WITH_GAS_PRICE: (
            "make the genesis with `quaychain node genesis`: config.zeroBaseFee has to be true"
        ),
        Fault.GENESIS_WITHOUT_VALIDATOR_CONTRACT: (
            "make the genesis with `quaychain node genesis`: without validatorcontractaddress any node's vote "
            "changes the set"
        ),
        Fault.REQUEST_TIMEOUT_TOO_SHORT: (
            "in a new charter, make requestTimeout longer than blockPeriod: else every block needs two rounds"
        ),
        Fault.OTHER_CHAIN_ID: "use the charter's chain id everywhere; a node of another chain needs another folder",
        Fault.MIN_GAS_PRICE: "restart the node: each start writes besu.toml anew, with min-gas-price=0",
        Fault.POOL_LIMITS: "restart the node: each start writes besu.toml anew, with the limits in node.json",
        Fault.STORAGE_OR_SYNC_MODE: "stop the node, empty its data folder, and start it: it syncs again",
        Fault.PERMISSIONS_OFF: "restart the node: each start writes besu.toml anew, with permissions",
        Fault.CHANGED_CONFIG: "restart the node: each start writes besu.toml anew from node.json",
        Fault.EXPOSED_RPC: "in node.json, let rpc listen on 127.0.0.1 or a private address, and restart the node",
        Fault.MISSING_STATIC_NODE: (
            "run `quaychain node permissions sync`, which writes static-nodes.json from the members' cards"
        ),
        Fault.ALLOWLIST_WITHOUT_PEER: (
            "run `quaychain node permissions sync`: a node that is dialled but not allowed never connects"
        ),
        Fault.ALLOWLIST_WITHOUT_SELF: (
            "run `quaychain node permissions sync`: Besu refuses all peers while it isn't allowed itself"
        ),
        Fault.ALLOWLIST_NOT_IN_FORCE: (
            "run `quaychain node permissions sync`, or restart the node: it still goes by an older file"
        ),
        Fault.ALLOWLIST_NOT_DECIDED: "keep `quaychain node permissions sync --watch` running beside the node",
        Fault.OPEN_FILE_MODE: "chmod 600 the file, and if others may have read it, replace the key by a vote",
        Fault.KEY_NOT_ON_CARD: "put key.json back from a backup; the card and the set know the other key",
        Fault.MISSING_PASSWORD: "write the password's first line into the file that node.json names, mode 600",
        Fault.SAME_KEY_TWICE: "stop one of the two at once: a validator key may run on one machine only",
        Fault.DISK_NEARLY_FULL: "make room or move the data folder to a larger disk before Besu stops for want of it",
        Fault.BESU_MISSING: "install Besu 26.8.0 or newer and name it in node.json, or put it on the PATH",
        Fault.BESU_TOO_OLD: "install Besu 26.8.0 or newer (`quaychain node upgrade`): earlier ones have known stalls",
        Fault.JAVA_TOO_OLD: "install Java 25 or newer and point JAVA_HOME to it",
        Fault.LAB_VOTING_TIMES: (
            "found the consortium anew with the production template: a vote of seconds can pass while members sleep"
        ),
        Fault.TOO_FEW_VALIDATORS: (
            "get more accounting members: fewer than four validators tolerate no fault, and nothing is final"
        ),
        Fault.UNKNOWN_HOST: "mend the name in DNS, or have the member send a card with another host",
        Fault.HOST_ON_LOOPBACK: "have the member send a card with a host that others can dial",
        Fault.FENCED: "read why in the fence, then `quaychain node unfence`",
        Fault.DEAD_SUPERVISOR: "start the node again: `quaychain node start`",
        Fault.RESTARTING: "read the end of logs/besu.log: Besu ends soon after each start",
        Fault.UNREACHABLE: "start the node, or give the right --rpc",
        Fault.OTHER_CHAIN: (
            "the node runs on another genesis: give it this consortium's genesis.json and an empty data folder"
        ),
        Fault.ROOT_CODE: "don't use this chain: the code at the root's address is not ConsortiumRoot's",
        Fault.CLOCK: "set the clock and keep it by NTP (chrony or systemd-timesyncd): blocks bear validators' clocks",
        Fault.LOST_QUORUM: (
            "bring the named validators back; where they are gone for good: docs/runbooks/lost-quorum.md"
        ),
        Fault.DOUBLED_ROUND_TIMEOUT: (
            "wait for the round that is named, or follow docs/runbooks/stall.md: timeouts don't shrink by themselves"
        ),
        Fault.MANY_ROUNDS: "look at the named validator's node, and at the delay between validators",
        Fault.SILENT_VALIDATOR: (
            "ask its member to look at that node: whenever it is its turn, the others wait a round in vain"
        ),
        Fault.FEW_PEERS: "look at firewalls, static-nodes.json and the allowlists of both sides",
        Fault.BEHIND: "wait, or look at its peers: it takes no part until it has the others' head",
        Fault.FORK: "stop using both nodes and compare them with the others: two blocks of one height must not be",
        Fault.NOT_A_VALIDATOR: (
            "wait for the Governor's decision (`quaychain node validators`), or change the role in node.json"
        ),
        Fault.UNDECLARED_VALIDATOR: "the set has this node: change its role in node.json, and run the key here only",
        Fault.POOL_FULL: "wait until blocks take it in, or find out who sends so much (txpool_besuTransactions)",
        Fault.CARD_SIGNATURE: (
            "have the member make the card anew (`quaychain node card`): this one was changed, or isn't its owner's"
        ),
        Fault.CARD_OF_OTHER_CONSORTIUM: "have the member make a card for this charter",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, where it is (a node, a file, a card), and what was seen."""

    fault: Fault
    where: str
    seen: str

    @property
    def fix(self) -> str:
        """What to do."""
        return FIXES[self.fault]

"""Facts of a healthy folder and a healthy network, in which nothing is to be found."""

from __future__ import annotations

import json
from pathlib import Path

from quaychain.contracts.proofs.commit_seals import SealedBlock
from quaychain.contracts.types import Address
from quaychain.node.artifacts import load_artifact
from quaychain.node.doctor.chain_facts import Expected, Pool, RunningNode
from quaychain.node.doctor.folder_facts import FolderFacts
from quaychain.node.enode import Enode
from quaychain.node.genesis import build_genesis
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.machine.besu_config import besu_config
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.machine.settings import FORMAT, ListenSettings, NodeSettings, P2pSettings
from tests.node.conftest import Founding

NOW = 1_772_500_000.4
CLIENT = "besu/v26.8.0/linux-x86_64/openjdk-java-25"
ROOT_CODE = b"\x60\x80"
_BLOCKS = 40


def enodes(founding: Founding) -> tuple[Enode, ...]:
    """All nodes, the validators first."""
    every = [enode for card in founding.cards for enode in card.card.enodes]
    sealing = set(validators(founding))
    return tuple(sorted(every, key=lambda enode: enode.address not in sealing))


def settings(founding: Founding) -> NodeSettings:
    own = enodes(founding)[0]
    return NodeSettings(
        format=FORMAT,
        name="a",
        role="validator",
        member=founding.cards[0].card.member,
        chain_id=founding.charter.chain_id,
        root_address=founding.charter.root_address,
        address=own.address,
        public_key=own.public_key,
        p2p=P2pSettings(host=own.host, interface="127.0.0.1", port=own.port),
        rpc=ListenSettings(host="127.0.0.1", port=8545),
        metrics=ListenSettings(host="127.0.0.1", port=9545),
        password_file="password",
    )


def folder(founding: Founding) -> FolderFacts:
    own = settings(founding)
    genesis = build_genesis(founding.charter, founding.cards, load_artifact("ConsortiumRoot")).data
    config = besu_config(own, NodeFolder(Path("/node")).besu_paths())
    lists = Allowlists.of_cards(card.card for card in founding.cards)
    return FolderFacts(
        name="a",
        unreadable={},
        settings=own,
        charter=founding.charter,
        cards=founding.cards,
        genesis=genesis,
        expected_genesis=genesis,
        config=json.loads(json.dumps(config)),
        expected_config=config,
        static_nodes=tuple(enode for enode in lists.nodes if enode.public_key != own.public_key),
        allowlists=lists,
        modes={Path("/node/key.json"): 0o600},
        password_missing=None,
        key_address=enodes(founding)[0].address,
        disk_free=100 << 30,
        disk_size=250 << 30,
        besu_problem=None,
        state=None,
        supervised=False,
        fenced=None,
        in_container=False,
        resolved={},
    )


def validators(founding: Founding) -> tuple[Address, ...]:
    return tuple(sorted(card.card.validator.enode.address for card in founding.cards if card.card.validator))


def blocks(proposers: tuple[Address, ...], *, rounds: tuple[int, ...] = (0,)) -> tuple[SealedBlock, ...]:
    """A block a second up to now, proposed in turn."""
    last = int(NOW)
    return tuple(
        SealedBlock(
            1000 + number,
            number.to_bytes(32),
            (number - 1).to_bytes(32),
            last - _BLOCKS + number,
            rounds[number % len(rounds)],
            proposers[number % len(proposers)],
            proposers,
        )
        for number in range(1, _BLOCKS + 1)
    )


def expected(founding: Founding) -> Expected:
    return Expected(founding.charter.chain_id, b"\x01" * 32, 1, 2, ROOT_CODE)


def running(founding: Founding) -> RunningNode:
    keys = [enode.public_key for enode in enodes(founding)]
    return RunningNode(
        name="a",
        asked_at=NOW,
        chain_id=founding.charter.chain_id,
        genesis=b"\x01" * 32,
        client=CLIENT,
        public_key=keys[0],
        recent=blocks(validators(founding)),
        moved=None,
        validators=validators(founding),
        peers=tuple(keys[1:]),
        gas_price=0,
        pool=Pool(3, 8192),
        allowed_nodes=frozenset(keys),
        allowed_accounts=frozenset(Allowlists.of_cards(card.card for card in founding.cards).accounts),
        root_code=ROOT_CODE,
    )

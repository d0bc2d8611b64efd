"""Found the demo's consortium: every member's keys, the charter, the cards and the genesis, as members make them."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from quaychain.contracts.bindings.types import AccountPurpose, Seat
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.files import write_atomic
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, draft_charter
from quaychain.node.documents import read_document
from quaychain.node.genesis import build_genesis
from quaychain.node.installation import install_by_founders
from quaychain.node.keys import RANDOM_PASSWORD, read_password
from quaychain.node.member_keys import MemberKeys

from ..wiring.home import Home
from .cast import CAST
from .story_chain import StoryChain

#: After the goods: HS 8426.19, ship-to-shore cranes.
CHAIN_ID = 842_619
NAME = "Quaychain demo consortium"
_PASSWORD_BYTES = 32
_FIRST_PORT = 30_303


def found(home: Home, timestamp: int) -> tuple[Charter, tuple[MemberCard, ...]]:
    """Make what is not there yet: keys and cards of all members, charter, genesis; Unix seconds of the genesis block.

    Safe to repeat after a crash: each file is whole or absent, and so are a member's keys.
    """
    charter = _charter(home, timestamp)
    cards = tuple(_card(home, charter, index) for index in range(len(CAST)))
    genesis = home.chain / "genesis.json"
    if not genesis.exists():
        write_atomic(genesis, build_genesis(charter, cards, load_artifact("ConsortiumRoot")).data)
    if not home.consortium.exists():
        write_atomic(home.consortium, json.dumps(_public_facts(cards), indent=2, ensure_ascii=False).encode())
    return charter, cards


def deploy(home: Home, charter: Charter, cards: tuple[MemberCard, ...], rpc: Rpc, chain: StoryChain) -> Deployment:
    """Deploy the contracts and install them with every founder's signature, unless that is done. Safe to repeat."""
    if home.deployment.exists():
        return Deployment.load(home.deployment)
    founders = [cast.key for cast in CAST if cast.seat is Seat.ACCOUNTING]
    signers = [member_keys(home, key).account(AccountPurpose.GOVERNANCE, password(home, key)) for key in founders]
    # Anyone may send these; the core manufacturer's recovery account does, which sends nothing else.
    account = member_keys(home, "mfr").recovery(password(home, "mfr"))
    outbox = Outbox(home.outbox / "deployment.sqlite", account.address, charter.chain_id, rpc.genesis_hash())
    sender = TransactionSender(rpc, account, outbox, chain_id=charter.chain_id)
    deployment = install_by_founders(charter, cards, signers, sender, ChainReader(rpc))
    chain.persist()
    deployment.save(home.deployment)
    return deployment


def member_keys(home: Home, key: str) -> MemberKeys:
    """The keys of a member that was founded."""
    return MemberKeys.open(home.keys / key)


def password(home: Home, key: str) -> bytes:
    """The password of a member's keys."""
    return read_password(password_file(home, key))


def password_file(home: Home, key: str) -> Path:
    """Where a member's password stands."""
    return home.keys / f"{key}.password"


def _charter(home: Home, timestamp: int) -> Charter:
    path = home.chain / "charter.json"
    if not path.exists():
        write_atomic(path, draft_charter("embedded", NAME, CHAIN_ID, timestamp).as_file())
    return read_document(path, Charter)


def _card(home: Home, charter: Charter, index: int) -> MemberCard:
    cast = CAST[index]
    path = home.chain / "cards" / f"{cast.key}.json"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        keys = _keys(home, index)
        # Cards say where nodes are; the embedded chain has none, and nobody dials these.
        places = keys.loopback_places(_FIRST_PORT + index)
        card = keys.make_card(charter, cast.name, cast.kind, password(home, cast.key), places)
        write_atomic(path, card.as_file())
    return read_document(path, MemberCard)


def _keys(home: Home, index: int) -> MemberKeys:
    cast = CAST[index]
    folder = home.keys / cast.key
    if (folder / "member.json").exists():
        return MemberKeys.open(folder)
    secret = password_file(home, cast.key)
    if not secret.exists():
        write_atomic(secret, secrets.token_hex(_PASSWORD_BYTES).encode() + b"\n", mode=0o600)
    return MemberKeys.create(folder, cast.seat, read_password(secret), RANDOM_PASSWORD)


def _public_facts(cards: tuple[MemberCard, ...]) -> dict[str, Any]:
    members = [
        {
            "key": cast.key,
            "member": "0x" + card.card.member.hex(),
            "name": {"en": cast.name, "zh": cast.name_zh},
            "kind": cast.kind.name.lower(),
            "seat": cast.seat.name.lower(),
        }
        for cast, card in zip(CAST, cards, strict=True)
    ]
    return {"name": NAME, "chainId": CHAIN_ID, "members": members}

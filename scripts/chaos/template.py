"""A founded consortium with signers registered, made once and copied for each run. I/O."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey

from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.permissions import Role
from quaychain.api.tokens import TokenStore
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.ports import free_port
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.keys import RANDOM_PASSWORD, SeedKind, create_account, create_seed, load_seed

from ..demo.consortium import deploy, found, member_keys, password
from ..demo.opening import sender_for
from ..demo.story_chain import EmbeddedStoryChain
from ..wiring.home import Home

#: Devices of the manufacturer, and a carrier that posts documents; by name, each with its owner.
DEVICES = ("device-0", "device-1", "device-2")
CARRIER = "carrier"
#: The manufacturer's second Oracle account, as its key file is named.
HEIR = "oracle2"
#: The gateway's own key, which signs what edge rules derive.
EDGE = "edge"
OWNERS = {**dict.fromkeys(DEVICES, "mfr"), CARRIER: "carrier", EDGE: "mfr"}

#: The chain's first second: a day in 2026.
_START = 1_772_409_600


@dataclass(frozen=True, slots=True)
class Founded:
    """A consortium in a folder."""

    home: Home
    deployment: Deployment

    def signing_key(self, name: str) -> SigningKey:
        """A signer's key."""
        path = self.home.devices / f"{name}.key"
        return SigningKey(load_seed(path, SeedKind.ED25519, password(self.home, OWNERS[name])))

    def member(self, key: str) -> bytes:
        """A member's id, by its key in the cast."""
        return member_keys(self.home, key).member


def found_consortium(folder: Path) -> Founded:
    """Found it, deploy the contracts, register the signers. The chain's state is in the folder when this returns."""
    home = Home(folder)
    home.create()
    charter, cards = found(home, _START)
    with EmbeddedChainServer(home.chain, free_port()) as server, Rpc(server.url) as rpc:
        chain = EmbeddedStoryChain(EmbeddedChain(home.chain, rpc))
        deployment = deploy(home, charter, cards, rpc, chain)
        registry = deployment.contract(DeviceRegistry)
        for name, owner in OWNERS.items():
            seed = create_seed(home.devices / f"{name}.key", SeedKind.ED25519, password(home, owner), RANDOM_PASSWORD)
            public = bytes(SigningKey(seed).verify_key)
            sender = sender_for(home, owner, AccountPurpose.OPERATIONS, deployment, rpc, chain)
            sender.send(registry.register(public, os.urandom(32), 0, 0), idempotency_key=f"register {name}")
        _add_heir(home, deployment, rpc, chain)
        chain.persist()
    return Founded(home, deployment)


def _add_heir(home: Home, deployment: Deployment, rpc: Rpc, chain: EmbeddedStoryChain) -> None:
    made = create_account(home.keys / "mfr" / f"{HEIR}.json", password(home, "mfr"), RANDOM_PASSWORD)
    members = deployment.contract(MemberRegistry)
    sender = sender_for(home, "mfr", AccountPurpose.GOVERNANCE, deployment, rpc, chain)
    sender.send(members.add_account(made.address, AccountPurpose.ORACLE, 0, 0), idempotency_key="second oracle")


def copy_of(template: Founded, folder: Path) -> Founded:
    """The same consortium in another folder, to go its own way from there."""
    shutil.copytree(template.home.root, folder)
    return Founded(Home(folder), template.deployment)


def issue_token(founded: Founded, database: str) -> str:
    """A token of the manufacturer for the API, which makes the database's tables too."""
    engine = open_database(database)
    migrate(engine)
    member = "0x" + founded.member("mfr").hex()
    issued = TokenStore(engine, time.time).issue(member, Role.OFFICER, "chaos", 30 * 86_400)
    engine.dispose()
    return issued.secret


def index_url(folder: Path) -> str:
    """Where the indexer's rows are when there is no PostgreSQL."""
    return sqlite_url(folder / "index.sqlite")

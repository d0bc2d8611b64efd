"""Make the scenario's `Ledger` of a founded and deployed consortium (I/O)."""

from __future__ import annotations

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.on_demand import OnDemand
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.publishing import RecordPublisher
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.stores.directory import DirectoryContentStore
from quaychain.contracts.stores.wraps import DirectoryWrapStore

from ..wiring.home import Home
from .api_client import ApiClient
from .cast import CastMember, member
from .consortium import member_keys, password
from .contracts import Contracts
from .fleet import Fleet
from .journal import Journal
from .ledger import Actor, Ledger
from .scenario import Scenario
from .story_chain import StoryChain


def open_ledger(
    home: Home, scenario: Scenario, journal: Journal, chain: StoryChain, rpc: Rpc, fleet: Fleet, api: ApiClient
) -> Ledger:
    """The ledger of a home whose chain answers at `rpc`. Raises the errors of its parts."""
    deployment = Deployment.load(home.deployment)
    rpc.check_chain(deployment.chain_id, deployment.genesis)
    contracts = Contracts.of(deployment)
    return Ledger(
        home=home,
        scenario=scenario,
        journal=journal,
        chain_id=deployment.chain_id,
        contracts=contracts,
        # A finished story that is only served opens nobody's keys.
        actors=OnDemand(lambda key: _actor(home, member(key), deployment, contracts, rpc, chain)),
        chain=ChainReader(rpc),
        story_chain=chain,
        fleet=fleet,
        api=api,
    )


def sender_for(
    home: Home, key: str, purpose: AccountPurpose, deployment: Deployment, rpc: Rpc, chain: StoryChain
) -> TransactionSender:
    """The durable sender of one of a member's accounts."""

    signer = member_keys(home, key).account(purpose, password(home, key))
    outbox = Outbox(
        home.outbox / f"{key}-{purpose.name.lower()}.sqlite", signer.address, deployment.chain_id, deployment.genesis
    )
    return TransactionSender(rpc, signer, outbox, chain_id=deployment.chain_id, final_block=chain.final_block)


def _actor(
    home: Home, cast: CastMember, deployment: Deployment, contracts: Contracts, rpc: Rpc, chain: StoryChain
) -> Actor:
    keys = member_keys(home, cast.key)
    sender = sender_for(home, cast.key, AccountPurpose.OPERATIONS, deployment, rpc, chain)
    encryption = keys.encryption_key(password(home, cast.key))
    publisher = RecordPublisher(
        deployment.chain_id,
        keys.member,
        contracts.records,
        sender,
        DirectoryContentStore(home.content),
        DirectoryWrapStore(home.wraps),
    )
    return Actor(cast, keys.member, sender.signer, sender, publisher, encryption)

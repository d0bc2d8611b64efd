"""Deploy the contracts on a local network, and install them by its founders' keys, which are all at hand (I/O)."""

from __future__ import annotations

from collections.abc import Sequence

from quaychain.contracts.bindings.types import AccountPurpose, Seat
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender

from ..artifacts import load_artifact
from ..card import MemberCard
from ..genesis import build_genesis
from ..installation import install_by_founders
from .network import LocalNetwork


def deploy_local(network: LocalNetwork, rpc: Rpc, others: Sequence[MemberCard] = ()) -> Deployment:
    """Deploy and install, unless that is done; `others` are members beside the network's own. Safe to repeat.

    Writes deployment.json into the network's folder and into each node's. The first founder's recovery account sends:
    anyone may, and it sends nothing else. Raises ChainMismatchError, InstallationError, the sender's errors.
    """
    if network.deployment.exists():
        return Deployment.load(network.deployment)
    charter, cards = network.read_charter(), network.read_cards()
    genesis = build_genesis(charter, cards, load_artifact("ConsortiumRoot"))
    rpc.check_chain(charter.chain_id, genesis.block_hash)
    founders = [member.key for member in network.members if member.seat is Seat.ACCOUNTING]
    account = network.member_keys(founders[0]).recovery(network.password(founders[0]))
    outbox = Outbox(network.root / "deployment.sqlite", account.address, charter.chain_id, genesis.block_hash)
    sender = TransactionSender(rpc, account, outbox, chain_id=charter.chain_id)
    signers = [network.member_keys(key).account(AccountPurpose.GOVERNANCE, network.password(key)) for key in founders]
    deployment = install_by_founders(charter, (*cards, *others), signers, sender, ChainReader(rpc))
    network.spread(deployment)
    return deployment

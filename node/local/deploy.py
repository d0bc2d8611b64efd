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
from ..deploy import deploy_contracts, install
from ..genesis import build_genesis
from ..installation import InstallationFile, check_signatures, sign
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
    reader = ChainReader(rpc)
    founders = [member.key for member in network.members if member.seat is Seat.ACCOUNTING]
    account = network.member_keys(founders[0]).recovery(network.password(founders[0]))
    outbox = Outbox(network.root / "deployment.sqlite", account.address, charter.chain_id, genesis.block_hash)
    sender = TransactionSender(rpc, account, outbox, chain_id=charter.chain_id)
    file = InstallationFile.of(charter, deploy_contracts(charter, sender, reader))
    members = (*cards, *others)
    signed = []
    for key in founders:
        founder = network.member_keys(key).account(AccountPurpose.GOVERNANCE, network.password(key))
        signed.append(sign(file, charter, members, founder, reader))
    installation = file.installation(charter, members)
    deployment = install(charter, installation, check_signatures(charter, installation, signed), sender, reader)
    network.spread(deployment)
    return deployment

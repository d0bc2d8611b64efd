"""What verbs about a running consortium share: which folder and node, by whose account, and how they print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.outbox import Outbox, OutboxUnusableError
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import from_hex, to_address
from quaychain.node.accounts import open_account
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document
from quaychain.node.governance.cards import KnownCards, read_known_cards
from quaychain.node.governance.consortium import Consortium, open_consortium
from quaychain.node.governance.decisions import Decisions
from quaychain.node.governance.follow import shown_time
from quaychain.node.governance.members import validator_of
from quaychain.node.governance.proposals import Proposal
from quaychain.node.governance.readiness import Candidate, ReadinessStatement, check_candidate, check_statement
from quaychain.node.keys import read_password
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.member_keys import MemberKeys

FolderOption = Annotated[
    Path, typer.Option("--node", help="The node's folder, or another with charter.json and cards/.")
]
RpcOption = Annotated[
    str | None, typer.Option(help="JSON-RPC of the node to ask; where not given, that of the folder's node.json.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
KeysOption = Annotated[Path, typer.Option(help="The member's keys: the folder that keygen made.")]
AccountOption = Annotated[
    str | None,
    typer.Option(
        help="Another Governance account than the one among the keys: its keystore, or web3signer:… or pkcs11:… "
        "(node/README.md)."
    ),
]
ReferenceOption = Annotated[
    str | None, typer.Option("--record", help="Id of a sealed record that has the reasons, 0x and 64 digits.")
]

CandidateRpcOption = Annotated[
    str | None, typer.Option(help="JSON-RPC of the validator's node, to see that it is in sync.")
]
ReadinessOption = Annotated[
    Path | None, typer.Option(help="In place of --candidate-rpc: what its member made with `validators ready`.")
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A consortium at a node, and the cards known here."""

    folder: NodeFolder
    consortium: Consortium
    cards: KnownCards


@contextmanager
def opened(folder: Path, rpc: str | None) -> Iterator[Opened]:
    """Open the consortium of a folder. Raises DocumentError, OtherConsortiumError, RpcUnreachableError."""
    place = NodeFolder(folder)
    charter = read_document(place.charter, Charter)
    url = rpc or place.read_settings().rpc.url
    with Rpc(url) as node:
        consortium = open_consortium(node, charter)
        yield Opened(place, consortium, read_known_cards(place.cards, charter))


def governance_account(keys: Path, account: str | None, password_file: Path) -> Signer:
    """The member's Governance account. Raises KeyFileError, PasswordFileError, SignerError…"""
    password = read_password(password_file)
    if account is not None:
        return open_account(account, password)
    return MemberKeys.open(keys).account(AccountPurpose.GOVERNANCE, password)


def sender_of(at: Opened, signer: Signer) -> TransactionSender:
    """A sender for an account, with its outbox in the folder. Raises the outbox's errors."""
    rpc, chain_id = at.consortium.rpc, at.consortium.charter.chain_id
    path = at.folder.root / "outboxes" / f"{signer.address}.sqlite"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OutboxUnusableError(str(path), error.strerror or str(error)) from error
    outbox = Outbox(path, signer.address, chain_id, rpc.genesis_hash())
    return TransactionSender(rpc, signer, outbox, chain_id=chain_id)


def acting(at: Opened, keys: Path, account: str | None, password_file: Path) -> Decisions:
    """A member's part in decisions. Raises as the above, and the registry's errors."""
    return Decisions(at.consortium, sender_of(at, governance_account(keys, account, password_file)))


def print_json(content: Any) -> None:
    """One JSON document."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def reference_of(text: str | None) -> bytes | None:
    """The id of the sealed record with the reasons. Raises InvalidHexError."""
    return None if text is None else from_hex(text, 32)


def proposed(decisions: Decisions, proposal: Proposal) -> None:
    """Say what was proposed, and what comes next."""
    status = decisions.proposals.status(proposal)
    typer.echo(f"proposal {proposal.name}")
    for call in status.calls:
        typer.echo(f"  {call.text()}")
    typer.echo(
        f"  votes from {shown_time(proposal.vote_start)} to {shown_time(proposal.vote_end)}; "
        f"{status.tally.required} for are needed"
    )


def check_ready(at: Opened, card: MemberCard, candidate_rpc: str | None, readiness: Path | None) -> None:
    """See that the node of a card's validator is in sync. Raises CandidateNotReadyError, and what is wrong with it."""
    validator = validator_of(at.consortium, card)
    candidate = Candidate(to_address(validator.address), validator.public_key)
    if candidate_rpc is not None:
        with Rpc(candidate_rpc) as other:
            check_candidate(at.consortium.rpc, other, candidate)
    elif readiness is not None:
        statement = read_document(readiness, ReadinessStatement)
        check_statement(at.consortium.rpc, at.consortium.charter.id, statement, candidate)
    else:
        raise typer.BadParameter(
            "give --candidate-rpc, or --readiness with what its member made by `quaychain node validators ready`: a "
            "validator is proposed once its node is in sync"
        )

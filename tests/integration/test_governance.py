"""Members, votes and validators by the operators' own commands, on a real anvil whose time is moved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quaychain.contracts.bindings.errors import (
    AccusedMayNotVoteError,
    MemberAlreadyKnownError,
    TooFewValidatorsError,
)
from quaychain.contracts.bindings.types import AccountPurpose, MemberStatus, ProposalState, Seat
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Call, to_address
from quaychain.node.governance import members
from quaychain.node.governance.cards import CardNotRegisteredError, accept_card, read_known_cards
from quaychain.node.governance.decisions import (
    AlreadyProposedError,
    CallNotDecodedError,
    ProposalNotPassedError,
    Support,
)
from quaychain.node.governance.follow import follow, wait_by_moving
from quaychain.node.governance.members import MemberNotFoundError, find_member, read_details
from quaychain.node.governance.proposals import ProposalAmbiguousError, Proposals, ProposalUnknownError
from quaychain.scripts.main import main
from tests.integration.governed import Governed, governed_chain

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

#: A verb with its arguments, and by which member: its status, output and errors.
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Governed]:
    with governed_chain(tmp_path_factory.mktemp("governed")) as governed:
        yield governed


@pytest.fixture
def governed(running: Governed) -> Iterator[Governed]:
    shutil.rmtree(running.folder / "test-outboxes", ignore_errors=True)
    shutil.rmtree(running.folder / "outboxes", ignore_errors=True)
    shutil.rmtree(running.folder / "cards/accepted", ignore_errors=True)
    with running.undone():
        yield running


@pytest.fixture
def command(governed: Governed, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a verb at the consortium's folder; its status, output and errors."""

    def run(*arguments: str, by: int | None = None) -> tuple[int, str, str]:
        given = ["node", *arguments, "--node", str(governed.folder), "--rpc", governed.rpc.url]
        if by is not None:
            given += ["--keys", str(governed.keys[by].folder), "--password-file", str(governed.password_file)]
        status = main(given)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_an_admission_from_card_to_member(governed: Governed, command: Command, tmp_path: Path) -> None:
    _, card = governed.new_member("newcomer", Seat.ACCOUNTING, 31_000)
    path = tmp_path / "newcomer.json"
    path.write_bytes(card.as_file())

    status, _, problem = command("members", "accept", str(path))
    assert status == 1
    assert "is no member yet" in problem

    status, printed, problem = command("members", "propose-admission", str(path), by=1)
    assert (status, problem) == (0, "")
    identity = printed.split()[1]
    assert f"admit member 0x{card.card.member.hex()} as Supplier with the seat Accounting" in printed
    assert "3 for are needed" in printed

    # A voter sees what the calls do.
    status, printed, _ = command("decisions", "show", identity[:10])
    assert status == 0
    assert "MemberRegistry.admit(admission" in printed
    assert "somebody's own words" not in printed

    wait_by_moving(governed.consortium)(Proposals(governed.consortium).find(identity).vote_start + 1)
    for voter in (0, 2, 3):
        assert command("decisions", "vote", identity, "for", by=voter)[0] == 0
    status, printed, problem = command("decisions", "follow", identity, "--move-time", by=3)
    assert (status, problem) == (0, "")
    assert [line.split("  ")[1].split(":")[0] for line in printed.splitlines()] == [
        "active", "passed", "queued", "executed",
    ]  # fmt: skip

    status, printed, _ = command("members", "accept", str(path))
    assert status == 0
    status, printed, _ = command("members", "list", "--json")
    row = next(row for row in json.loads(printed) if row["member"] == f"0x{card.card.member.hex()}")
    assert row == {
        "member": f"0x{card.card.member.hex()}", "name": "newcomer", "kind": "SUPPLIER", "seat": "ACCOUNTING",
        "status": "ACTIVE", "validators": 0,
    }  # fmt: skip
    status, printed, _ = command("members", "show", "newcomer")
    assert status == 0
    assert "GOVERNANCE" in printed
    assert "valid" in printed


def test_what_would_be_refused_is_not_proposed(governed: Governed) -> None:
    with pytest.raises(MemberAlreadyKnownError):
        governed.decisions(0).propose([members.admission(governed.consortium, governed.cards[1])])
    with pytest.raises(TooFewValidatorsError):
        validator = governed.consortium.validator_set().validators[0]
        governed.decisions(0).propose([members.exclusion(governed.consortium, validator)])


def test_the_same_is_not_proposed_twice_while_it_is_open(governed: Governed) -> None:
    call = members.suspension(governed.consortium, governed.keys[3].member, 7)
    first = governed.decisions(0).propose([call])
    with pytest.raises(AlreadyProposedError, match=first.name):
        governed.decisions(1).propose([call])
    governed.decisions(0).withdraw(first)
    second = governed.decisions(0).propose([call])
    assert second.id != first.id
    assert "attempt 2" in second.description
    assert Proposals(governed.consortium).status(second).is_derived


def test_calls_that_nobody_can_read_are_not_proposed(governed: Governed) -> None:
    with pytest.raises(CallNotDecodedError):
        governed.decisions(0).propose([Call(governed.consortium.root.address, b"\x12\x34\x56\x78")])


def test_a_description_of_ones_own_is_shown_as_such(governed: Governed, command: Command) -> None:
    decisions = governed.decisions(0)
    call = members.suspension(governed.consortium, governed.keys[3].member, 7)
    assert call.to is not None
    text = "1. lift the pause"
    governed.sender(0).send(decisions.governor.propose([call.to], [0], [call.data], text))
    _, printed, _ = command("decisions", "list", "--json")
    shown = json.loads(printed)[0]
    assert shown["descriptionIsDerived"] is False
    assert shown["calls"][0]["text"].startswith(f"suspend member 0x{governed.keys[3].member.hex()}")
    _, printed, _ = command("decisions", "show", shown["id"])
    assert "somebody's own words" in printed
    assert "   | 1. lift the pause" in printed


def test_a_suspension_goes_without_the_accused(governed: Governed) -> None:
    proposal = governed.decisions(0).propose(
        [members.suspension(governed.consortium, governed.keys[3].member, 7)], reference=keccak256(b"reasons")
    )
    wait_by_moving(governed.consortium)(proposal.vote_start + 1)
    status = Proposals(governed.consortium).status(proposal)
    assert status.accused == governed.keys[3].member
    assert status.tally.may_vote == {keys.member for keys in governed.keys[:3]}
    with pytest.raises(AccusedMayNotVoteError):
        governed.decisions(3).vote(proposal, Support.FOR)
    said = governed.decide(proposal, voters=(0, 1, 2))
    assert said[-1] == "executed"
    assert governed.consortium.member(governed.keys[3].member).status is MemberStatus.SUSPENDED


def test_what_was_voted_down_is_not_carried_out(governed: Governed, command: Command) -> None:
    proposal = governed.decisions(0).propose([members.suspension(governed.consortium, governed.keys[3].member, 7)])
    wait = wait_by_moving(governed.consortium)
    wait(proposal.vote_start + 1)
    assert command("decisions", "execute", proposal.name, by=0)[2] == (
        f"quaychain: proposal {proposal.name} can't be carried out: votes are still taken\n"
    )
    governed.decisions(1).vote(proposal, Support.AGAINST)
    with pytest.raises(ProposalNotPassedError, match="it is defeated"):
        list(follow(governed.consortium, proposal, wait, governed.decisions(0)))


def test_a_validator_is_replaced_at_four(governed: Governed) -> None:
    """The removal is voted on side by side with the entry, and executed after it."""
    consortium = governed.consortium
    leaving = to_address(governed.cards[3].card.validator.address)  # type: ignore[union-attr]
    keys, card = governed.new_member("entering", Seat.ACCOUNTING, 31_100)
    assert any(governed.decide(governed.decisions(0).propose([members.admission(consortium, card)])))
    entry = governed.decisions(0).propose([members.entry(consortium, card)])
    removal = governed.decisions(0).propose(
        [members.exclusion(consortium, leaving)], only_later=(TooFewValidatorsError,)
    )
    wait = wait_by_moving(consortium)
    wait(removal.vote_start + 1)
    for voter in (0, 1, 2):
        for proposal in (entry, removal):
            governed.decisions(voter).vote(proposal, Support.FOR)
    governed.decisions(3).vote(entry, Support.FOR)
    wait(removal.vote_end + 1)
    assert governed.decisions(1).carry_out(removal) is ProposalState.QUEUED
    wait(consortium.reader.now() + 172_800)
    with pytest.raises(TooFewValidatorsError):
        governed.decisions(1).carry_out(removal)
    said = list(follow(consortium, entry, wait, governed.decisions(1)))
    assert said[-1] == "set 1 is in force; nothing seals blocks on this chain"
    wait(consortium.reader.now() + 1)  # one change of the set a block
    assert governed.decisions(1).carry_out(removal) is ProposalState.EXECUTED
    # Whoever comes second finds it done.
    assert governed.decisions(2).carry_out(removal) is ProposalState.EXECUTED
    validators = consortium.validator_set().validators
    assert leaving not in validators
    assert to_address(card.card.validator.address) in validators  # type: ignore[union-attr]
    assert read_details(consortium, keys.member).validators


def test_a_validator_whose_node_is_not_in_sync_is_not_proposed(
    governed: Governed, command: Command, tmp_path: Path
) -> None:
    """Anvil is no node of the candidate's: it has no peers and no id."""
    path = tmp_path / "card.json"
    path.write_bytes(governed.cards[0].as_file())
    status, _, problem = command("validators", "propose-add", str(path), "--candidate-rpc", governed.rpc.url, by=1)
    assert status == 1
    assert "is not proposed before its node is ready" in problem
    assert not list(Proposals(governed.consortium).recent())
    assert command("validators", "propose-add", str(path), by=1)[0] == 2


def test_the_validators_of_a_chain_that_seals_nothing(governed: Governed, command: Command) -> None:
    status, printed, _ = command("validators", "list")
    assert status == 0
    assert printed.startswith("set 0, from block 1 on")
    assert printed.count("nothing seals on this chain") == 4
    assert "Member 2" in printed


def test_proposals_are_found_by_their_beginning(governed: Governed) -> None:
    consortium = governed.consortium
    found = [
        governed.decisions(0).propose([members.suspension(consortium, governed.keys[3].member, reason)])
        for reason in range(20)
    ]
    proposals = Proposals(consortium)
    assert [one.id for one in proposals.recent()] == [one.id for one in reversed(found)]
    assert proposals.find(found[4].name[:12]) == found[4]
    assert proposals.find(f"0x{found[4].name}") == found[4]
    first = {one.name[0] for one in found}
    twice = next(char for char in first if sum(one.name.startswith(char) for one in found) > 1)
    with pytest.raises(ProposalAmbiguousError):
        proposals.find(twice)
    for absent in ("xyz", "", "0" * 64, next(iter(set("0123456789abcdef") - first), "0" * 63)):
        with pytest.raises(ProposalUnknownError):
            proposals.find(absent)


def test_a_card_is_accepted_when_the_chain_has_its_accounts(governed: Governed, tmp_path: Path) -> None:
    consortium = governed.consortium
    cards = governed.folder / "cards"
    assert accept_card(consortium, governed.cards[4], cards) == cards  # a founder's: it is there
    keys = governed.keys[4]
    moved = keys.make_card(governed.charter, "Moved", governed.cards[4].card.kind, b"password", {})
    first = accept_card(consortium, moved, cards)
    assert first == accept_card(consortium, moved, cards)
    assert read_known_cards(cards, governed.charter).name(keys.member) == "Moved"
    other, card = governed.new_member("other", Seat.QUERY, 31_200)
    claimed = card.model_copy(update={"card": card.card})
    with pytest.raises(CardNotRegisteredError, match="is no member yet"):
        accept_card(consortium, claimed, cards)
    assert other.member == card.card.member
    with pytest.raises(MemberNotFoundError):
        find_member(consortium, read_known_cards(cards, governed.charter), "nobody")


def test_a_card_of_keys_that_were_replaced_is_not_accepted(governed: Governed) -> None:
    registry = governed.consortium.registry()
    keys = governed.keys[4]
    old = keys.account(AccountPurpose.GOVERNANCE, b"password").address
    governed.act(4, AccountPurpose.GOVERNANCE, registry.rotate_account(old, to_address(b"\x07" * 20), 0))
    moved = keys.make_card(governed.charter, "Thief", governed.cards[4].card.kind, b"password", {})
    with pytest.raises(CardNotRegisteredError, match="none of its Governance accounts is valid now"):
        accept_card(governed.consortium, moved, governed.folder / "cards")

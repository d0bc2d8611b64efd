"""Once the consortium is installed, no single account does what a vote decides.

Every function of every contract is tried, as its ABI has it, from everybody: the deployer, founders' validators, every
kind of account of members of every seat, of one that is suspended and of one that left, and the contracts themselves.
A function that is not named here must refuse all of them, so that a new one is privileged until somebody decides
otherwise and writes it down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.keccak import keccak256
from tests.contracts.models.chain import TestChain, running_chain
from tests.contracts.models.functions import CONTRACTS, Function, Parameter, functions, refusal, zero

pytestmark = pytest.mark.integration

#: What says that the caller is the wrong one, before anything else is looked at.
WRONG_CALLER = frozenset(
    {
        "UnknownAccount",
        "AccountPurposeMismatch",
        "AccountNotValid",
        "MemberNotActive",
        "CallerNotPermitted",
        "AccessManagedUnauthorized",
        "AccessManagerUnauthorizedAccount",
        "AccessManagerUnauthorizedCall",
        "GovernorOnlyExecutor",
        "AlreadyInstalled",
    }
)

#: What anyone may call, also who is no member; each only states what is so already, or does nothing.
BY_ANYONE: Mapping[str, str] = {
    "ConsortiumGovernor.queue": "what was voted",
    "ConsortiumGovernor.execute": "what was voted and queued",
    "ConsortiumGovernor.castVoteBySig": "a ballot that a Governance account signed",
    "ConsortiumGovernor.castVoteWithReasonAndParamsBySig": "a ballot that a Governance account signed",
    "ConsortiumGovernor.onERC721Received": "OpenZeppelin's answer to a token; writes nothing",
    "ConsortiumGovernor.onERC1155Received": "OpenZeppelin's answer to a token; writes nothing",
    "ConsortiumGovernor.onERC1155BatchReceived": "OpenZeppelin's answer to a token; writes nothing",
    "AccessManager.renounceRole": "the caller's own role, of which it has none",
    "AccessManager.cancel": "an operation that the caller scheduled, of which there is none",
    "AccessManager.consumeScheduledOp": "for the contract that is called, of which none schedules",
    "AccessManager.multicall": "calls of the caller's own",
    "OrderFulfilment.remind": "the time that has come",
    "OrderFulfilment.remindSubOrder": "the time that has come",
    "OrderFulfilment.remindSnag": "the time that has come",
    "OrderFulfilment.escalate": "the time that has passed",
    "OrderFulfilment.escalateSubOrder": "the time that has passed",
    "OrderFulfilment.escalateSnag": "the time that has passed",
    "OrderFulfilment.replan": "the alternative that was accepted",
    "PartProvenance.markRecalled": "the recall that an open one implies",
    "TradeFinance.reduceGuarantee": "the milestone that is complete",
    "TradeFinance.expireGuarantee": "the time that is over",
}

#: What a member's account may do for its own member, by what the account is for. Everything else that a member's
#: account can call is for Operations: business.
BY_PURPOSE: Mapping[str, AccountPurpose] = {
    "ConsortiumGovernor.propose": AccountPurpose.GOVERNANCE,
    "ConsortiumGovernor.cancel": AccountPurpose.GOVERNANCE,
    "ConsortiumGovernor.castVote": AccountPurpose.GOVERNANCE,
    "ConsortiumGovernor.castVoteWithReason": AccountPurpose.GOVERNANCE,
    "ConsortiumGovernor.castVoteWithReasonAndParams": AccountPurpose.GOVERNANCE,
    "MemberRegistry.addAccount": AccountPurpose.GOVERNANCE,
    "MemberRegistry.rotateAccount": AccountPurpose.GOVERNANCE,
    "MemberRegistry.revokeAccount": AccountPurpose.GOVERNANCE,
    "MemberRegistry.setEncryptionKey": AccountPurpose.GOVERNANCE,
    "MemberRegistry.leaveConsortium": AccountPurpose.GOVERNANCE,
    "MemberRegistry.pause": AccountPurpose.GUARDIAN,
    "EventAnchor.openStream": AccountPurpose.ORACLE,
    "EventAnchor.takeOver": AccountPurpose.ORACLE,
    "EventAnchor.anchor": AccountPurpose.ORACLE,
    "EventAnchor.declareLost": AccountPurpose.ORACLE,
    "EventAnchor.answerChallenge": AccountPurpose.ORACLE,
}

#: By the member's cold account, and no other.
BY_RECOVERY = frozenset({"MemberRegistry.recover", "MemberRegistry.changeRecovery"})

#: What only a vote does. That this is all of it, and that the Governor can, is tested too.
BY_VOTE = {
    "ConsortiumRoot": {"addValidator", "removeValidator", "setEntry"},
    "ConsortiumGovernor": {"relay", "setProposalThreshold", "setTimeLock", "setVotingDelay", "setVotingPeriod"},
    "MemberRegistry": {
        "admit",
        "changeSeat",
        "liftPause",
        "reinstate",
        "remove",
        "renewPause",
        "replaceRecovery",
        "suspend",
    },
    "AccessManager": {
        "execute",
        "grantRole",
        "labelRole",
        "revokeRole",
        "setGrantDelay",
        "setRoleAdmin",
        "setRoleGuardian",
        "setTargetAdminDelay",
        "setTargetClosed",
        "setTargetFunctionRole",
        "updateAuthority",
    },
    "CustomsCompliance": {"assignJurisdiction", "designateTranscriber"},
}

#: What a vote does as well as the member concerned.
ALSO_BY_VOTE = frozenset({"PartProvenance.appointRegistrar"})

#: What looks up the thing that it is about before it asks who calls: the error where there is no such thing.
LOOKS_UP_FIRST = {"CustomsCompliance.decide": "UnknownDeclaration"}

#: What nobody at all does: what was for the installation, an operation for later (no role has a delay), and what only
#: the AccessManager has its targets do.
BY_NOBODY = frozenset(
    {
        "ConsortiumRoot.install",
        "MemberRegistry.admitFirst",
        "MemberRegistry.setAuthority",
        "AccessManager.schedule",
    }
)

SUSPENDED, LEFT = "carrier", "surveyor"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestChain]:
    with running_chain(tmp_path_factory.mktemp("chain")) as running:
        registry = running.deployment.contract(MemberRegistry)
        running.decide(registry.suspend(running.id(SUSPENDED), 1))
        running.act(LEFT, registry.leave_consortium(), AccountPurpose.GOVERNANCE)
        # A vote is going on, for what counts there.
        governor = running.deployment.contract(ConsortiumGovernor)
        call = registry.lift_pause()
        proposed = governor.propose((call.to,), (0,), (call.data,), "")
        running.act("gear_supplier", proposed, AccountPurpose.GOVERNANCE)
        running.now += running.read(governor.voting_delay()) + 1
        running.rpc.batch([("evm_setNextBlockTimestamp", [running.now]), ("evm_mine", [])])
        running.now += 1
        yield running


def recovery(chain: TestChain, member: str) -> str:
    """A member's cold account."""
    return str(chain.read(chain.deployment.contract(MemberRegistry).member_of(chain.id(member))).recovery)


def outsiders(chain: TestChain) -> dict[str, str]:
    """Who has no account of an active member."""
    first = chain.rpc.call("eth_getBlockByNumber", "0x1", True)["transactions"][0]
    found = {"deployer": str(first["from"]), "stranger": "0x" + "be" * 20}
    for number, validator in enumerate(chain.read(chain.deployment.contract(ConsortiumRoot).get_validators())):
        found[f"validator {number}"] = validator
    for name in CONTRACTS:
        if name != "ConsortiumGovernor":
            found[name] = chain.deployment.address(name)
    for member in (SUSPENDED, LEFT):
        for purpose, account in chain.members[member].accounts.items():
            found[f"{member}'s {purpose.name}"] = account
        found[f"{member}'s recovery"] = recovery(chain, member)
    found["recovery"] = recovery(chain, "gear_supplier")
    return found


def arguments(chain: TestChain, member: str) -> Any:
    """Nothing, but the member, its account, the vote that goes on, and a call of no known function."""
    registry = chain.deployment.contract(MemberRegistry)
    call = registry.lift_pause()
    governor = chain.deployment.contract(ConsortiumGovernor)
    proposal = chain.read(governor.hash_proposal((call.to,), (0,), (call.data,), keccak256(b"")))

    def value(parameter: Parameter) -> Any:
        match parameter.type:
            case "length":
                return 0
            case "bytes16":
                return chain.id(member)
            case "address":
                return chain.account(member)
            case "bytes":
                return bytes(4)
            case "uint256" if parameter.name == "proposalId":
                return proposal
        return zero(parameter)

    return value


def writing() -> list[Function]:
    """Every function of every contract that could change something."""
    return [function for name in CONTRACTS for function in functions(name) if function.writes]


def may(function: Function, caller: str) -> bool:
    """Whether the function is one for this outsider: for anyone, for the cold account, or between two contracts."""
    if str(function) in BY_RECOVERY:
        return caller == "recovery"
    between = {"MemberRegistry.admitFirst": "ConsortiumRoot", "MemberRegistry.setAuthority": "AccessManager"}
    return str(function) in BY_ANYONE or between.get(str(function)) == caller


def refused(function: Function, problem: str | None) -> bool:
    """Whether the caller was refused as such."""
    return problem in WRONG_CALLER or (problem is not None and problem == LOOKS_UP_FIRST.get(str(function)))


def test_outsiders_do_nothing(chain: TestChain) -> None:
    wrong = []
    value = arguments(chain, "gear_supplier")
    for function in writing():
        data = function.calldata(value)
        for caller, account in outsiders(chain).items():
            problem = refusal(chain.rpc, account, chain.deployment.address(function.contract), data)
            if not refused(function, problem) and not may(function, caller):
                wrong.append(f"{function} by {caller}: {problem}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("member", ["manufacturer", "buyer", "bank_a", "customs_overseas"])
def test_members_do_their_own_business_only(chain: TestChain, member: str) -> None:
    wrong = []
    value = arguments(chain, member)
    for function in writing():
        if str(function) in BY_ANYONE or str(function) in LOOKS_UP_FIRST:
            continue
        voted = function.name in BY_VOTE.get(function.contract, ()) or str(function) in BY_NOBODY | BY_RECOVERY
        own = None if voted else BY_PURPOSE.get(str(function), AccountPurpose.OPERATIONS)
        data = function.calldata(value)
        for purpose, account in chain.members[member].accounts.items():
            problem = refusal(chain.rpc, account, chain.deployment.address(function.contract), data)
            if (problem in WRONG_CALLER) == (purpose is own):
                wrong.append(f"{function} by {member}'s {purpose.name}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_the_governor_does_what_is_voted(chain: TestChain) -> None:
    governor = chain.deployment.address("ConsortiumGovernor")
    wrong = []
    value = arguments(chain, "gear_supplier")
    for function in writing():
        if str(function) in BY_ANYONE:
            continue
        problem = refusal(chain.rpc, governor, chain.deployment.address(function.contract), function.calldata(value))
        voted = function.name in BY_VOTE.get(function.contract, ()) or str(function) in ALSO_BY_VOTE
        if refused(function, problem) == voted:
            wrong.append(f"{function}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_what_is_named_here_exists() -> None:
    known = {str(function) for function in writing()}
    voted = {f"{contract}.{name}" for contract, names in BY_VOTE.items() for name in names}
    named = {*BY_ANYONE, *BY_PURPOSE, *BY_RECOVERY, *BY_NOBODY, *voted}
    assert not {name for name in named if name not in known}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {IConsortiumGovernor} from "contracts/access/IConsortiumGovernor.sol";
import {IMemberRegistry, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {Ballots} from "../support/Ballots.sol";

/// @notice What becomes of proposals: called off, passed and expired, turned against somebody, or of impossible times.
contract ProposalsTest is Ballots {
    uint48 private constant EXECUTION_PERIOD = 14 days;
    uint48 private constant MAXIMUM = 90 days;

    function setUp() public override {
        super.setUp();
        include(address(registry), abi.encodeCall(IMemberRegistry.changeSeat, (CARRIER, Seat.Accounting)));
    }

    function _passed() private {
        propose(GEAR);
        carry(three(GEAR, DRIVE, MANUFACTURER));
    }

    function _expectUnexpected(IGovernor.ProposalState current, IGovernor.ProposalState needed) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector, proposal, current, bytes32(1 << uint8(needed))
            )
        );
    }

    function _cancel(address caller) private {
        vm.prank(caller);
        governor.cancel(targets, values, calls, keccak256(""));
    }

    /// @notice Between its passing and its queueing lie 14 days at most.
    function test_expiry_whatPassedIsQueuedInTime() public {
        vm.assertEq(governor.executionPeriod(), EXECUTION_PERIOD);
        _passed();
        vm.warp(governor.proposalDeadline(proposal) + EXECUTION_PERIOD - 1);
        requireState(IGovernor.ProposalState.Succeeded);
        vm.warp(governor.proposalDeadline(proposal) + EXECUTION_PERIOD);
        requireState(IGovernor.ProposalState.Expired);
        _expectUnexpected(IGovernor.ProposalState.Expired, IGovernor.ProposalState.Succeeded);
        governor.queue(targets, values, calls, keccak256(""));
    }

    /// @notice Between the end of its time lock and its execution lie 14 days at most.
    function test_expiry_whatIsQueuedIsExecutedInTime() public {
        _passed();
        governor.queue(targets, values, calls, keccak256(""));
        uint256 executableFrom = governor.proposalEta(proposal);
        vm.warp(executableFrom + EXECUTION_PERIOD);
        requireState(IGovernor.ProposalState.Expired);
        _expectUnexpected(IGovernor.ProposalState.Expired, IGovernor.ProposalState.Queued);
        governor.execute(targets, values, calls, keccak256(""));

        vm.warp(executableFrom + EXECUTION_PERIOD - 1);
        requireState(IGovernor.ProposalState.Queued);
        governor.execute(targets, values, calls, keccak256(""));
        vm.assertTrue(registry.memberOf(CARRIER).seat == Seat.Accounting);
        // What was done stays done.
        vm.warp(executableFrom + 1000 days);
        requireState(IGovernor.ProposalState.Executed);
    }

    /// @notice What expired, or failed, is proposed anew under another description, and voted on anew.
    function test_expiry_theSameCanBeProposedAnew() public {
        _passed();
        pass(100 days);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        propose(GEAR);
        vm.prank(governance(GEAR));
        vm.assertTrue(governor.propose(targets, values, calls, "second attempt") != proposal);
    }

    function test_cancel_byTheProposersMemberWhilePending() public {
        propose(GEAR);
        vm.prank(governance(GEAR));
        registry.rotateAccount(governance(GEAR), address(0xA1), 0);
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        _cancel(governance(GEAR));
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal, governance(DRIVE))
        );
        _cancel(governance(DRIVE));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, DEPLOYER));
        _cancel(DEPLOYER);
        _cancel(address(0xA1));
        requireState(IGovernor.ProposalState.Canceled);
    }

    function test_cancel_notOnceTheVoteRuns() public {
        propose(GEAR);
        beginVote();
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal, governance(GEAR))
        );
        _cancel(governance(GEAR));
    }

    /// @notice A suspended member does not even take its own proposal back.
    function test_cancel_notByASuspendedMember() public {
        propose(GEAR);
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        _cancel(governance(GEAR));
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        vm.prank(governance(GEAR));
        governor.propose(targets, values, calls, "another");
    }

    /// @notice Nobody else can make a proposal first, and call it off, whose description ends in its proposer.
    function test_propose_boundToItsProposer() public {
        string memory description = string.concat("#proposer=", Strings.toHexString(governance(GEAR)));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, governance(DRIVE)));
        vm.prank(governance(DRIVE));
        governor.propose(targets, values, calls, description);
        vm.prank(governance(GEAR));
        governor.propose(targets, values, calls, description);
    }

    function test_propose_revertsForUnevenOrNoCalls() public {
        values.push(0);
        proposeRefused(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 1, 1, 2));
        anew();
        proposeRefused(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0));
    }

    /// @notice The key that a proposal removes became a member's validator only later: it is not carried out without
    /// that member having been told.
    function test_accused_laterOn() public {
        anew();
        include(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (address(0x1500))));
        propose(DRIVE);
        vm.assertTrue(governor.accusedBy(proposal) == 0);
        carry(three(GEAR, DRIVE, MANUFACTURER));
        vm.prank(address(governor));
        root.addValidator(address(0x1500), GEAR);
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.AccusationChanged.selector, proposal, bytes16(0), GEAR)
        );
        governor.execute(targets, values, calls, keccak256(""));
        // Its own vote was in vain: a new proposal is against it, and there it has none.
        vm.prank(governance(DRIVE));
        proposal = governor.propose(targets, values, calls, "anew");
        vm.assertTrue(governor.accusedBy(proposal) == GEAR);
        beginVote();
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.AccusedMayNotVote.selector, proposal, GEAR));
        vote(GEAR, 1);
    }

    /// @notice A proposal that removes what is no validator's key is against nobody, and takes nothing from anybody.
    function test_accused_ofNobodysValidator() public {
        anew();
        include(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (address(0x1500))));
        propose(DRIVE);
        carry(three(GEAR, DRIVE, MANUFACTURER));
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        uint32 set = root.currentValidatorSet();
        // Also where no more validators may leave, it says so.
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.TooFewValidators.selector, 4));
        governor.execute(targets, values, calls, keccak256(""));
        vm.prank(address(governor));
        root.addValidator(address(0x1501), GEAR);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.ValidatorNotInSet.selector, address(0x1500)));
        governor.execute(targets, values, calls, keccak256(""));
        vm.assertEq(root.currentValidatorSet(), set + 1);
    }

    /// @notice Nor does one proposal make a key the member's and take it: a set changes once in a block.
    function test_accused_notWithinOneProposal() public {
        anew();
        include(address(root), abi.encodeCall(IConsortiumRoot.addValidator, (address(0x1500), GEAR)));
        include(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (address(0x1500))));
        propose(DRIVE);
        vm.assertTrue(governor.accusedBy(proposal) == 0);
        carry(three(GEAR, DRIVE, MANUFACTURER));
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumRoot.ValidatorSetChangedInBlock.selector, uint64(block.number))
        );
        governor.execute(targets, values, calls, keccak256(""));
        vm.assertTrue(root.memberOfValidator(address(0x1500)) == 0);
    }

    /// @notice A new Governor takes over with the registry in one proposal; what the old one has queued is void, and
    /// nothing is decided there any more.
    function test_aSuccessorOfTheGovernor() public {
        _passed();
        governor.queue(targets, values, calls, keccak256(""));
        (address[] memory oldTargets, bytes[] memory oldCalls) = (targets, calls);
        ConsortiumGovernor next = new ConsortiumGovernor(root, 1, 10, 1);
        address manager = address(next.accessManager());
        anew();
        include(
            address(governor.accessManager()),
            abi.encodeCall(IAccessManager.updateAuthority, (address(registry), manager))
        );
        include(
            address(root), abi.encodeCall(IConsortiumRoot.setEntry, (entry("ConsortiumGovernor", address(next))))
        );
        propose(DRIVE);
        carry(three(GEAR, DRIVE, MANUFACTURER));
        execute();
        bytes memory error = abi.encodeWithSelector(
            IConsortiumErrors.ContractSuperseded.selector, bytes32("ConsortiumGovernor"), address(next)
        );
        vm.expectRevert(error);
        governor.execute(oldTargets, new uint256[](1), oldCalls, keccak256(""));
        vm.expectRevert(error);
        _cancel(governance(GEAR));

        governor = next;
        anew();
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (CARRIER, 1)));
        propose(GEAR);
        pass(2);
        vote(GEAR, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 1);
        pass(11);
        execute();
        vm.assertTrue(registry.memberOf(CARRIER).status == MemberStatus.Suspended);
    }

    /// @notice No vote can make the next one so slow that nobody lives to see it.
    function test_settings_haveAMaximum() public {
        bytes memory error = abi.encodeWithSelector(IConsortiumGovernor.VotingTimeTooLong.selector, MAXIMUM + 1, MAXIMUM);
        vm.startPrank(address(governor));
        governor.setVotingDelay(MAXIMUM);
        governor.setVotingPeriod(uint32(MAXIMUM));
        governor.setTimeLock(uint32(MAXIMUM));
        vm.expectRevert(error);
        governor.setVotingDelay(MAXIMUM + 1);
        vm.expectRevert(error);
        governor.setVotingPeriod(uint32(MAXIMUM + 1));
        vm.expectRevert(error);
        governor.setTimeLock(uint32(MAXIMUM + 1));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidVotingPeriod.selector, 0));
        governor.setVotingPeriod(0);
        vm.stopPrank();
        vm.assertEq(governor.votingDelay() + governor.votingPeriod() + governor.timeLock(), 3 * MAXIMUM);
        vm.expectRevert(error);
        new ConsortiumGovernor(root, 1, 1, uint32(MAXIMUM + 1));
    }

    /// @notice Times beyond those that blocks can have are refused by name.
    function test_questionsAboutImpossibleTimes() public {
        uint256 beyond = uint256(type(uint48).max) + 1;
        bytes memory error =
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, uint8(48), beyond);
        vm.expectRevert(error);
        governor.quorum(beyond);
        address account = governance(GEAR);
        vm.expectRevert(error);
        governor.getVotes(account, beyond);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 1));
        governor.state(1);
    }

    /// @notice What a proposal calls, and how that refuses, reaches whoever executes it; nothing of it is done.
    function test_execute_givesTheCallsOwnError() public {
        anew();
        include(address(registry), abi.encodeCall(IMemberRegistry.reinstate, (GEAR)));
        _passed();
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberStatusMismatch.selector, GEAR, MemberStatus.Suspended, MemberStatus.Active
            )
        );
        governor.execute(targets, values, calls, keccak256(""));
        requireState(IGovernor.ProposalState.Queued);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {IConsortiumGovernor} from "contracts/access/IConsortiumGovernor.sol";
import {AccountPurpose, IMemberRegistry, MemberKind, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {Ballots} from "../support/Ballots.sol";

/// @notice Votes, from the proposal to what it does.
contract GovernorTest is Ballots {
    function test_settings() public view {
        vm.assertEq(governor.votingDelay(), VOTING_DELAY);
        vm.assertEq(governor.votingPeriod(), VOTING_PERIOD);
        vm.assertEq(governor.timeLock(), TIME_LOCK);
        vm.assertEq(governor.proposalThreshold(), 1);
        vm.assertEq(governor.clock(), time());
        vm.assertEq(bytes(governor.CLOCK_MODE()), "mode=timestamp");
        vm.assertEq(bytes(governor.COUNTING_MODE()), "support=bravo&quorum=for");
    }

    /// @notice From the proposal to a fifth validator.
    function test_vote_addsAValidator() public {
        include(address(root), abi.encodeCall(IConsortiumRoot.addValidator, (address(0x1500), GEAR)));
        propose(GEAR);
        vm.assertTrue(governor.accusedBy(proposal) == 0);
        requireState(IGovernor.ProposalState.Pending);
        beginVote();
        requireState(IGovernor.ProposalState.Active);
        vm.assertEq(governor.requiredVotes(proposal), 3);
        vote(GEAR, 1);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.MemberVoted(proposal, DRIVE, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 0);
        vote(CUSTOMS_HOME, 1);
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposal);
        vm.assertTrue(against == 1 && inFavour == 3 && abstain == 0);
        // Votes never end early.
        requireState(IGovernor.ProposalState.Active);
        endVote();
        requireState(IGovernor.ProposalState.Succeeded);
        execute();
        vm.assertEq(root.getValidators().length, 5);
    }

    function test_vote_admitsAMember() public {
        include(
            address(registry),
            abi.encodeCall(
                IMemberRegistry.admit, (admissionOf(Part("newcomer", MemberKind.Broker, Seat.Query)))
            )
        );
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 1);
        endVote();
        execute();
        vm.assertTrue(registry.memberOf("newcomer").status == MemberStatus.Active);
    }

    function test_vote_failsBelowTheMajority() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 2);
        endVote();
        requireState(IGovernor.ProposalState.Defeated);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        governor.queue(targets, values, calls, keccak256(""));
    }

    function test_required_isMoreThanTwoThirds() public {
        uint256[9] memory required = [uint256(3), 4, 5, 5, 6, 7, 7, 8, 9];
        for (uint256 n = 4; n <= 12; ++n) {
            if (n > 4) {
                vm.prank(address(governor));
                registry.admit(
                    admissionOf(Part(bytes16(keccak256(abi.encode(n))), MemberKind.Supplier, Seat.Accounting))
                );
            }
            vm.assertEq(governor.quorum(time()), required[n - 4]);
        }
    }

    function test_timeLock() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 1);
        endVote();
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        governor.execute(targets, values, calls, keccak256(""));
        governor.queue(targets, values, calls, keccak256(""));
        uint48 executableFrom = time() + TIME_LOCK;
        pass(TIME_LOCK - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.TimeLockRunning.selector, proposal, executableFrom)
        );
        governor.execute(targets, values, calls, keccak256(""));
        pass(1);
        governor.execute(targets, values, calls, keccak256(""));
        requireState(IGovernor.ProposalState.Executed);
    }

    function test_settings_changeByVote() public {
        include(address(governor), abi.encodeCall(ConsortiumGovernor.setTimeLock, (5)));
        include(address(governor), abi.encodeWithSignature("setVotingPeriod(uint32)", 20));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 1);
        endVote();
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.TimeLockChanged(TIME_LOCK, 5);
        governor.execute(targets, values, calls, keccak256(""));
        vm.assertEq(governor.timeLock(), 5);
        vm.assertEq(governor.votingPeriod(), 20);
    }

    function test_settings_thresholdIsFixed() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.ProposalThresholdFixed.selector, 2));
        vm.prank(address(governor));
        governor.setProposalThreshold(2);
    }

    function test_propose_onlyAccountingMembers() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, governance(CARRIER), 0, 1
            )
        );
        vm.prank(governance(CARRIER));
        governor.propose(targets, values, calls, "");
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, DEPLOYER));
        vm.prank(DEPLOYER);
        governor.propose(targets, values, calls, "");
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(operations(GEAR));
        governor.propose(targets, values, calls, "");
    }

    function test_vote_countsAtTheSnapshot() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        // Enters after the snapshot: neither votes nor counts.
        accountingMembers(5);
        bytes16 late = bytes16(keccak256(abi.encode(uint256(4))));
        vm.assertEq(governor.requiredVotes(proposal), 3);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberWithoutVote.selector, proposal, late)
        );
        vote(late, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberWithoutVote.selector, proposal, CARRIER)
        );
        vote(CARRIER, 1);
    }

    function test_vote_aSuspendedMemberDoesNotVote() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vm.prank(address(governor));
        registry.suspend(DRIVE, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, DRIVE, MemberStatus.Suspended)
        );
        vote(DRIVE, 1);
    }

    function test_vote_aMemberVotesOnceAcrossARotation() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vm.assertTrue(governor.hasVoted(proposal, governance(GEAR)));
        address next = address(0xA1);
        vm.prank(governance(GEAR));
        registry.rotateAccount(governance(GEAR), next, 0);
        vm.assertTrue(governor.hasVoted(proposal, next));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberAlreadyVoted.selector, proposal, GEAR)
        );
        vm.prank(next);
        governor.castVote(proposal, 1);
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        vote(GEAR, 1);

        // Whoever rotated before voting votes with the new account.
        vm.prank(governance(DRIVE));
        registry.rotateAccount(governance(DRIVE), address(0xA2), 0);
        vm.prank(address(0xA2));
        governor.castVote(proposal, 1);
        vm.assertTrue(governor.hasMemberVoted(proposal, DRIVE));
        (, uint256 inFavour,) = governor.proposalVotes(proposal);
        vm.assertEq(inFavour, 2);
    }

    function test_vote_twoAccountsOfAMemberAreOneVote() public {
        vm.prank(governance(GEAR));
        registry.addAccount(address(0xA1), AccountPurpose.Governance, 0, 0);
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberAlreadyVoted.selector, proposal, GEAR)
        );
        vm.prank(address(0xA1));
        governor.castVote(proposal, 1);
    }

    function test_vote_revertsForAnUnknownSupport() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidVoteType.selector));
        vote(GEAR, 3);
    }

    function test_pause_doesNotStopVotes() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        propose(GEAR);
        beginVote();
        vote(GEAR, 1);
    }

    /// @notice The accused neither votes nor counts: with five members three of the other four decide.
    function test_accused_isExcluded() public {
        accountingMembers(5);
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        uint256 id = governor.hashProposal(targets, values, calls, keccak256(""));
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.MemberAccused(id, GEAR);
        propose(DRIVE);
        vm.assertTrue(governor.accusedBy(proposal) == GEAR);
        beginVote();
        vm.assertEq(governor.requiredVotes(proposal), 3);
        vm.assertEq(governor.quorum(governor.proposalSnapshot(proposal)), 4);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.AccusedMayNotVote.selector, proposal, GEAR));
        vote(GEAR, 0);
        vote(DRIVE, 1);
        vote(MANUFACTURER, 1);
        vote(CUSTOMS_HOME, 1);
        endVote();
        execute();
        vm.assertTrue(registry.memberOf(GEAR).status == MemberStatus.Suspended);
    }

    function test_accused_ofWhat() public {
        bytes[4] memory taking = [
            abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)),
            abi.encodeCall(IMemberRegistry.remove, (GEAR, 1)),
            abi.encodeCall(IMemberRegistry.changeSeat, (GEAR, Seat.Query)),
            abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1]))
        ];
        for (uint256 i = 0; i < taking.length; ++i) {
            anew();
            include(i < 3 ? address(registry) : address(root), taking[i]);
            propose(DRIVE);
            vm.assertTrue(governor.accusedBy(proposal) == GEAR);
        }
        // Nothing is taken by these.
        bytes[3] memory harmless = [
            abi.encodeCall(IMemberRegistry.reinstate, (GEAR)),
            abi.encodeCall(IMemberRegistry.changeSeat, (GEAR, Seat.Accounting)),
            abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, address(1)))
        ];
        for (uint256 i = 0; i < harmless.length; ++i) {
            anew();
            include(address(registry), harmless[i]);
            propose(DRIVE);
            vm.assertTrue(governor.accusedBy(proposal) == 0);
        }
    }

    /// @notice The accused of a query seat is not counted anyway.
    function test_accused_withoutVoteChangesNothing() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (CARRIER, 1)));
        propose(DRIVE);
        beginVote();
        vm.assertEq(governor.requiredVotes(proposal), 3);
    }

    function test_accused_onlyOneAtATime() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (DRIVE, 1)));
        proposeRefused(abi.encodeWithSelector(IConsortiumGovernor.TooManyAccused.selector, GEAR, DRIVE));
    }

    function test_accused_severalCallsAgainstOne() public {
        include(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1])));
        include(address(registry), abi.encodeCall(IMemberRegistry.remove, (GEAR, 1)));
        propose(DRIVE);
        vm.assertTrue(governor.accusedBy(proposal) == GEAR);
    }

    /// @notice With the smaller majority nothing else may be decided.
    function test_accused_carriesNothingElse() public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        proposeRefused(
            abi.encodeWithSelector(
                IConsortiumGovernor.AccusationMixed.selector, address(registry), IMemberRegistry.liftPause.selector
            )
        );
    }

    /// @notice Of two members neither throws the other out alone.
    function test_accused_byOneMemberAlone() public {
        bytes16[2] memory gone = [DRIVE, CUSTOMS_HOME];
        for (uint256 i = 0; i < gone.length; ++i) {
            vm.prank(address(governor));
            registry.suspend(gone[i], 1);
        }
        pass(1);
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        propose(MANUFACTURER);
        beginVote();
        vm.assertEq(governor.requiredVotes(proposal), 2);
        vote(MANUFACTURER, 1);
        endVote();
        requireState(IGovernor.ProposalState.Defeated);
    }

    function test_nestedCalls_areRefused() public {
        IAccessManager manager = governor.accessManager();
        bytes memory inner = abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1));
        bytes[] memory many = new bytes[](1);
        address[4] memory receivers = [address(manager), address(manager), address(manager), address(governor)];
        bytes[4] memory nesting = [
            abi.encodeCall(IAccessManager.execute, (address(registry), inner)),
            abi.encodeCall(IAccessManager.schedule, (address(registry), inner, 0)),
            abi.encodeWithSignature("multicall(bytes[])", many),
            abi.encodeWithSignature("relay(address,uint256,bytes)", address(registry), 0, inner)
        ];
        for (uint256 i = 0; i < receivers.length; ++i) {
            anew();
            include(receivers[i], nesting[i]);
            proposeRefused(
                abi.encodeWithSelector(
                    IConsortiumGovernor.NestedCallRefused.selector, receivers[i], bytes4(nesting[i])
                )
            );
        }
    }

    function test_accused_shortCalldataAccusesNobody() public {
        include(address(registry), abi.encodePacked(IMemberRegistry.suspend.selector));
        propose(DRIVE);
        vm.assertTrue(governor.accusedBy(proposal) == 0);
    }

    function test_successor_theOldGovernorIsFrozen() public {
        ConsortiumGovernor successor = new ConsortiumGovernor(root, 1, 1, 1);
        enter("ConsortiumGovernor", address(successor));
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        proposeRefused(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("ConsortiumGovernor"), address(successor)
            )
        );
    }
}

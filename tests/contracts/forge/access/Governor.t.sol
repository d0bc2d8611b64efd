// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {IConsortiumGovernor} from "contracts/access/IConsortiumGovernor.sol";
import {AccountPurpose, IMemberRegistry, MemberKind, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice Votes, from the proposal to what it does.
contract GovernorTest is InstalledConsortium {
    address[] private _targets;
    uint256[] private _values;
    bytes[] private _calls;
    uint256 private _proposal;

    function _call(address target, bytes memory data) private {
        _targets.push(target);
        _values.push(0);
        _calls.push(data);
    }

    function _propose(bytes16 member) private returns (uint256) {
        vm.prank(governance(member));
        _proposal = governor.propose(_targets, _values, _calls, "");
        return _proposal;
    }

    function _expectProposeRevert(bytes memory error) private {
        vm.expectRevert(error);
        vm.prank(governance(MANUFACTURER));
        governor.propose(_targets, _values, _calls, "");
    }

    function _vote(bytes16 member, uint8 support) private {
        vm.prank(governance(member));
        governor.castVote(_proposal, support);
    }

    function _begin() private {
        pass(VOTING_DELAY + 1);
    }

    function _end() private {
        pass(VOTING_PERIOD + 1);
    }

    function _execute() private {
        governor.queue(_targets, _values, _calls, keccak256(""));
        pass(TIME_LOCK);
        governor.execute(_targets, _values, _calls, keccak256(""));
    }

    function _requireState(IGovernor.ProposalState expected) private view {
        vm.assertEq(uint8(governor.state(_proposal)), uint8(expected));
    }

    /// @notice A set-up with `count` accounting members, four or more.
    function _accountingMembers(uint256 count) private {
        for (uint256 i = 4; i < count; ++i) {
            bytes16 member = bytes16(keccak256(abi.encode(i)));
            vm.prank(address(governor));
            registry.admit(admissionOf(Part(member, MemberKind.Supplier, Seat.Accounting)));
        }
        pass(1);
    }

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
        _call(address(root), abi.encodeCall(IConsortiumRoot.addValidator, (address(0x1500), GEAR)));
        _propose(GEAR);
        vm.assertTrue(governor.accusedBy(_proposal) == 0);
        _requireState(IGovernor.ProposalState.Pending);
        _begin();
        _requireState(IGovernor.ProposalState.Active);
        vm.assertEq(governor.requiredVotes(_proposal), 3);
        _vote(GEAR, 1);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.MemberVoted(_proposal, DRIVE, 1);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 0);
        _vote(CUSTOMS_HOME, 1);
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(_proposal);
        vm.assertTrue(against == 1 && inFavour == 3 && abstain == 0);
        // Votes never end early.
        _requireState(IGovernor.ProposalState.Active);
        _end();
        _requireState(IGovernor.ProposalState.Succeeded);
        _execute();
        vm.assertEq(root.getValidators().length, 5);
    }

    function test_vote_admitsAMember() public {
        _call(
            address(registry),
            abi.encodeCall(
                IMemberRegistry.admit, (admissionOf(Part("newcomer", MemberKind.Broker, Seat.Query)))
            )
        );
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 1);
        _end();
        _execute();
        vm.assertTrue(registry.memberOf("newcomer").status == MemberStatus.Active);
    }

    function test_vote_failsBelowTheMajority() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 2);
        _end();
        _requireState(IGovernor.ProposalState.Defeated);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        governor.queue(_targets, _values, _calls, keccak256(""));
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
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 1);
        _end();
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        governor.execute(_targets, _values, _calls, keccak256(""));
        governor.queue(_targets, _values, _calls, keccak256(""));
        uint48 executableFrom = time() + TIME_LOCK;
        pass(TIME_LOCK - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.TimeLockRunning.selector, _proposal, executableFrom)
        );
        governor.execute(_targets, _values, _calls, keccak256(""));
        pass(1);
        governor.execute(_targets, _values, _calls, keccak256(""));
        _requireState(IGovernor.ProposalState.Executed);
    }

    function test_settings_changeByVote() public {
        _call(address(governor), abi.encodeCall(ConsortiumGovernor.setTimeLock, (5)));
        _call(address(governor), abi.encodeWithSignature("setVotingPeriod(uint32)", 20));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 1);
        _end();
        governor.queue(_targets, _values, _calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.TimeLockChanged(TIME_LOCK, 5);
        governor.execute(_targets, _values, _calls, keccak256(""));
        vm.assertEq(governor.timeLock(), 5);
        vm.assertEq(governor.votingPeriod(), 20);
    }

    function test_settings_thresholdIsFixed() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.ProposalThresholdFixed.selector, 2));
        vm.prank(address(governor));
        governor.setProposalThreshold(2);
    }

    function test_propose_onlyAccountingMembers() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, governance(CARRIER), 0, 1
            )
        );
        vm.prank(governance(CARRIER));
        governor.propose(_targets, _values, _calls, "");
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, DEPLOYER));
        vm.prank(DEPLOYER);
        governor.propose(_targets, _values, _calls, "");
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(operations(GEAR));
        governor.propose(_targets, _values, _calls, "");
    }

    function test_vote_countsAtTheSnapshot() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        // Enters after the snapshot: neither votes nor counts.
        _accountingMembers(5);
        bytes16 late = bytes16(keccak256(abi.encode(uint256(4))));
        vm.assertEq(governor.requiredVotes(_proposal), 3);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberWithoutVote.selector, _proposal, late)
        );
        _vote(late, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberWithoutVote.selector, _proposal, CARRIER)
        );
        _vote(CARRIER, 1);
    }

    function test_vote_aSuspendedMemberDoesNotVote() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        vm.prank(address(governor));
        registry.suspend(DRIVE, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, DRIVE, MemberStatus.Suspended)
        );
        _vote(DRIVE, 1);
    }

    function test_vote_aMemberVotesOnceAcrossARotation() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        vm.assertTrue(governor.hasVoted(_proposal, governance(GEAR)));
        address next = address(0xA1);
        vm.prank(governance(GEAR));
        registry.rotateAccount(governance(GEAR), next, 0);
        vm.assertTrue(governor.hasVoted(_proposal, next));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberAlreadyVoted.selector, _proposal, GEAR)
        );
        vm.prank(next);
        governor.castVote(_proposal, 1);
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        _vote(GEAR, 1);

        // Whoever rotated before voting votes with the new account.
        vm.prank(governance(DRIVE));
        registry.rotateAccount(governance(DRIVE), address(0xA2), 0);
        vm.prank(address(0xA2));
        governor.castVote(_proposal, 1);
        vm.assertTrue(governor.hasMemberVoted(_proposal, DRIVE));
        (, uint256 inFavour,) = governor.proposalVotes(_proposal);
        vm.assertEq(inFavour, 2);
    }

    function test_vote_twoAccountsOfAMemberAreOneVote() public {
        vm.prank(governance(GEAR));
        registry.addAccount(address(0xA1), AccountPurpose.Governance, 0, 0);
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberAlreadyVoted.selector, _proposal, GEAR)
        );
        vm.prank(address(0xA1));
        governor.castVote(_proposal, 1);
    }

    function test_vote_revertsForAnUnknownSupport() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidVoteType.selector));
        _vote(GEAR, 3);
    }

    function test_pause_doesNotStopVotes() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _propose(GEAR);
        _begin();
        _vote(GEAR, 1);
    }

    /// @notice The accused neither votes nor counts: with five members three of the other four decide.
    function test_accused_isExcluded() public {
        _accountingMembers(5);
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        uint256 id = governor.hashProposal(_targets, _values, _calls, keccak256(""));
        vm.expectEmit(true, true, true, true, address(governor));
        emit IConsortiumGovernor.MemberAccused(id, GEAR);
        _propose(DRIVE);
        vm.assertTrue(governor.accusedBy(_proposal) == GEAR);
        _begin();
        vm.assertEq(governor.requiredVotes(_proposal), 3);
        vm.assertEq(governor.quorum(governor.proposalSnapshot(_proposal)), 4);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.AccusedMayNotVote.selector, _proposal, GEAR));
        _vote(GEAR, 0);
        _vote(DRIVE, 1);
        _vote(MANUFACTURER, 1);
        _vote(CUSTOMS_HOME, 1);
        _end();
        _execute();
        vm.assertTrue(registry.memberOf(GEAR).status == MemberStatus.Suspended);
    }

    function test_accused_ofWhat() public {
        bytes[4] memory calls = [
            abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)),
            abi.encodeCall(IMemberRegistry.remove, (GEAR, 1)),
            abi.encodeCall(IMemberRegistry.changeSeat, (GEAR, Seat.Query)),
            abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1]))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            delete _targets;
            delete _values;
            delete _calls;
            _call(i < 3 ? address(registry) : address(root), calls[i]);
            _propose(DRIVE);
            vm.assertTrue(governor.accusedBy(_proposal) == GEAR);
        }
        // Nothing is taken by these.
        bytes[3] memory harmless = [
            abi.encodeCall(IMemberRegistry.reinstate, (GEAR)),
            abi.encodeCall(IMemberRegistry.changeSeat, (GEAR, Seat.Accounting)),
            abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, address(1)))
        ];
        for (uint256 i = 0; i < harmless.length; ++i) {
            delete _targets;
            delete _values;
            delete _calls;
            _call(address(registry), harmless[i]);
            _propose(DRIVE);
            vm.assertTrue(governor.accusedBy(_proposal) == 0);
        }
    }

    /// @notice The accused of a query seat is not counted anyway.
    function test_accused_withoutVoteChangesNothing() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (CARRIER, 1)));
        _propose(DRIVE);
        _begin();
        vm.assertEq(governor.requiredVotes(_proposal), 3);
    }

    function test_accused_onlyOneAtATime() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (DRIVE, 1)));
        _expectProposeRevert(abi.encodeWithSelector(IConsortiumGovernor.TooManyAccused.selector, GEAR, DRIVE));
    }

    function test_accused_severalCallsAgainstOne() public {
        _call(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1])));
        _call(address(registry), abi.encodeCall(IMemberRegistry.remove, (GEAR, 1)));
        _propose(DRIVE);
        vm.assertTrue(governor.accusedBy(_proposal) == GEAR);
    }

    /// @notice With the smaller majority nothing else may be decided.
    function test_accused_carriesNothingElse() public {
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        _expectProposeRevert(
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
        _call(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)));
        _propose(MANUFACTURER);
        _begin();
        vm.assertEq(governor.requiredVotes(_proposal), 2);
        _vote(MANUFACTURER, 1);
        _end();
        _requireState(IGovernor.ProposalState.Defeated);
    }

    function test_nestedCalls_areRefused() public {
        IAccessManager manager = governor.accessManager();
        bytes memory inner = abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1));
        bytes[] memory many = new bytes[](1);
        address[4] memory targets = [address(manager), address(manager), address(manager), address(governor)];
        bytes[4] memory calls = [
            abi.encodeCall(IAccessManager.execute, (address(registry), inner)),
            abi.encodeCall(IAccessManager.schedule, (address(registry), inner, 0)),
            abi.encodeWithSignature("multicall(bytes[])", many),
            abi.encodeWithSignature("relay(address,uint256,bytes)", address(registry), 0, inner)
        ];
        for (uint256 i = 0; i < targets.length; ++i) {
            delete _targets;
            delete _values;
            delete _calls;
            _call(targets[i], calls[i]);
            _expectProposeRevert(
                abi.encodeWithSelector(
                    IConsortiumGovernor.NestedCallRefused.selector, targets[i], bytes4(calls[i])
                )
            );
        }
    }

    function test_accused_shortCalldataAccusesNobody() public {
        _call(address(registry), abi.encodePacked(IMemberRegistry.suspend.selector));
        _propose(DRIVE);
        vm.assertTrue(governor.accusedBy(_proposal) == 0);
    }

    function test_successor_theOldGovernorIsFrozen() public {
        ConsortiumGovernor successor = new ConsortiumGovernor(root, 1, 1, 1);
        enter("ConsortiumGovernor", address(successor));
        _call(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        _expectProposeRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("ConsortiumGovernor"), address(successor)
            )
        );
    }
}

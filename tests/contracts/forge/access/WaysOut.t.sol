// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {
    AccountAdmission,
    AccountPurpose,
    Admission,
    IMemberRegistry,
    MemberKind,
    MemberStatus,
    Seat
} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {Ballots} from "../support/Ballots.sol";

/// @notice The ways out of contracts/access/README.md, each gone to its end, with real votes.
contract WaysOutTest is Ballots {
    address private constant NEW = address(0xA1);
    address private constant COLD = address(0xC1);

    /// @dev One call, proposed by the first of the members, voted for by all of them, queued and executed.
    function _decide(address target, bytes memory data, bytes16[] memory members) private {
        anew();
        include(target, data);
        propose(members[0]);
        carry(members);
        execute();
    }

    function _others() private pure returns (bytes16[] memory) {
        return three(MANUFACTURER, DRIVE, CUSTOMS_HOME);
    }

    function _expectNotValid(address account) private {
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        registry.authorize(account, AccountPurpose.Governance);
    }

    /// @notice An Operations, Oracle or Guardian account is lost: a Governance account puts another in its place.
    function test_aLostAccount() public {
        vm.prank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), NEW, 0);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Operations) == BUYER);
    }

    /// @notice All Governance accounts are lost: the recovery account makes a new one, with which the member votes.
    function test_lostGovernanceAccounts() public {
        vm.prank(recovery(GEAR));
        registry.recover(GEAR, NEW, time());
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        vm.prank(NEW);
        proposal = governor.propose(targets, values, calls, "");
        beginVote();
        vm.prank(NEW);
        governor.castVote(proposal, 1);
        vm.assertTrue(governor.hasMemberVoted(proposal, GEAR));
    }

    /// @notice The recovery account is lost too: the others vote on another one.
    function test_lostRecoveryAccount() public {
        _decide(
            address(registry), abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, COLD)), _others()
        );
        vm.prank(COLD);
        registry.recover(GEAR, NEW, time());
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Governance) == GEAR);
        _expectNotValid(governance(GEAR));
    }

    /// @notice The recovery account is stolen: the member is suspended, so that the thief's accounts do nothing; it gets
    /// another recovery account, which ends all that the thief made; then it is reinstated.
    function test_aStolenRecoveryAccount() public {
        address thiefs = address(0xBAD);
        vm.startPrank(recovery(GEAR));
        registry.recover(GEAR, thiefs, time());
        registry.changeRecovery(GEAR, thiefs);
        vm.stopPrank();
        uint48 stolen = time();
        vm.prank(thiefs);
        registry.addAccount(address(0xBAD2), AccountPurpose.Operations, 0, 0);

        _decide(address(registry), abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)), _others());
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        registry.authorize(address(0xBAD2), AccountPurpose.Operations);
        _decide(
            address(registry), abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, COLD)), _others()
        );
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.CallerNotPermitted.selector, COLD, thiefs));
        vm.prank(thiefs);
        registry.recover(GEAR, thiefs, stolen);
        vm.prank(COLD);
        registry.recover(GEAR, NEW, stolen);
        _decide(address(registry), abi.encodeCall(IMemberRegistry.reinstate, (GEAR)), _others());
        _expectNotValid(thiefs);
        vm.prank(NEW);
        registry.revokeAccount(address(0xBAD2), stolen);
        (bool valid,) = registry.wasValid(address(0xBAD2), AccountPurpose.Operations, stolen);
        vm.assertFalse(valid);
    }

    /// @notice A thief with a Governance account made the member leave: it is admitted anew, under another id.
    function test_aMemberThatAThiefTookOut() public {
        vm.prank(governance(BUYER));
        registry.leaveConsortium();
        Admission memory again = admissionOf(Part("buyer again", MemberKind.Buyer, Seat.Query));
        _decide(address(registry), abi.encodeCall(IMemberRegistry.admit, (again)), _others());
        vm.assertTrue(registry.authorize(operations("buyer again"), AccountPurpose.Operations) == "buyer again");
    }

    /// @notice A member claims the addresses of a newcomer while its admission is voted on: the newcomer is admitted
    /// with its recovery account alone, which nobody can claim, and makes its accounts itself. Who claimed is known.
    function test_aClaimedAddress() public {
        Admission memory admission = admissionOf(Part("newcomer", MemberKind.Supplier, Seat.Query));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.AccountAdded(GEAR, operations("newcomer"), AccountPurpose.Operations, time(), 0);
        vm.prank(governance(GEAR));
        registry.addAccount(operations("newcomer"), AccountPurpose.Operations, 0, 0);
        include(address(registry), abi.encodeCall(IMemberRegistry.admit, (admission)));
        propose(DRIVE);
        carry(_others());
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.AccountAlreadyKnown.selector, operations("newcomer"))
        );
        governor.execute(targets, values, calls, keccak256(""));

        admission.accounts = new AccountAdmission[](0);
        _decide(address(registry), abi.encodeCall(IMemberRegistry.admit, (admission)), _others());
        vm.prank(recovery("newcomer"));
        registry.recover("newcomer", governance("newcomer"), time());
        vm.prank(governance("newcomer"));
        registry.addAccount(NEW, AccountPurpose.Operations, 0, 0);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Operations) == "newcomer");
    }

    /// @notice A validator's key or machine is lost: at four validators its member's second one enters, then the first
    /// one leaves. The member does not vote on that.
    function test_aLostValidatorKey() public {
        _decide(address(root), abi.encodeCall(IConsortiumRoot.addValidator, (address(0x1500), GEAR)), _others());
        _decide(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1])), _others());
        vm.assertEq(root.getValidators().length, 4);
        vm.assertEq(root.validatorCountOf(GEAR), 1);
        vm.assertEq(root.getValidators()[1], address(0x1500));
    }

    /// @notice A member with a validator leaves: another one enters, its own leaves, then it goes by its own will.
    function test_exitOfAMemberWithAValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.MemberHoldsValidators.selector, GEAR, 1));
        vm.prank(governance(GEAR));
        registry.leaveConsortium();
        _decide(address(root), abi.encodeCall(IConsortiumRoot.addValidator, (address(0x1500), DRIVE)), _others());
        _decide(address(root), abi.encodeCall(IConsortiumRoot.removeValidator, (validators[1])), _others());
        vm.prank(governance(GEAR));
        registry.leaveConsortium();
        vm.assertTrue(registry.memberOf(GEAR).status == MemberStatus.Left);
        vm.assertEq(registry.accountingMembersAt(time()), 3);
        vm.assertEq(root.getValidators().length, 4);
    }

    /// @notice Two of five members never vote, so that no proposal reaches four votes: each is suspended by a proposal
    /// of its own, in which it is not counted, and three votes are enough again.
    function test_membersThatNeverVote() public {
        accountingMembers(5);
        bytes16 silent = bytes16(keccak256(abi.encode(uint256(4))));
        include(address(registry), abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, COLD)));
        propose(DRIVE);
        carry(_others());
        requireState(IGovernor.ProposalState.Defeated);

        _decide(address(registry), abi.encodeCall(IMemberRegistry.suspend, (silent, 1)), _others());
        _decide(
            address(registry), abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, NEW)), _others()
        );
        vm.assertEq(registry.memberOf(GEAR).recovery, NEW);
    }

    /// @notice Two of four never vote: nothing passes any more, not even against them. Business goes on; the way out is
    /// a new consortium from a checkpoint that its members agree on.
    function test_deadlock() public {
        bytes[2] memory attempts = [
            abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)),
            abi.encodeCall(IMemberRegistry.replaceRecovery, (GEAR, COLD))
        ];
        for (uint256 i = 0; i < attempts.length; ++i) {
            anew();
            include(address(registry), attempts[i]);
            propose(DRIVE);
            beginVote();
            vote(DRIVE, 1);
            vote(MANUFACTURER, 1);
            endVote();
            requireState(IGovernor.ProposalState.Defeated);
        }
        vm.prank(oracle(CARRIER));
        anchors.openStream("stream", "partition");
        vm.assertEq(root.getValidators().length, 4);
    }
}

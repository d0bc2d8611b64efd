// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccountPurpose,
    Admission,
    IMemberRegistry,
    Member,
    MemberKind,
    MemberStatus,
    Seat
} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice Members and their standing; `governor` is pranked where a vote decides.
contract MembersTest is InstalledConsortium {
    bytes16 private constant NEWCOMER = "newcomer";

    function _asVote(bytes memory call) private {
        vm.prank(address(governor));
        (bool done, bytes memory answer) = address(registry).call(call);
        vm.assertEq(answer, "");
        vm.assertTrue(done);
    }

    function _refusedVote(bytes memory call, bytes memory error) private {
        vm.prank(address(governor));
        (bool done, bytes memory answer) = address(registry).call(call);
        vm.assertFalse(done);
        vm.assertEq(answer, error);
    }

    function _newcomer(Seat seat) private pure returns (Admission memory) {
        return admissionOf(Part(NEWCOMER, MemberKind.Supplier, seat));
    }

    function test_admit_givesAccountsSeatAndVote() public {
        Admission memory admission = _newcomer(Seat.Accounting);
        admission.kem = 0x20;
        admission.encryptionKey = new bytes(32);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberAdmitted(NEWCOMER, MemberKind.Supplier, Seat.Accounting, recovery(NEWCOMER));
        _asVote(abi.encodeCall(IMemberRegistry.admit, (admission)));

        Member memory member = registry.memberOf(NEWCOMER);
        vm.assertTrue(member.kind == MemberKind.Supplier && member.seat == Seat.Accounting);
        vm.assertTrue(member.status == MemberStatus.Active);
        vm.assertEq(member.admittedAt, time());
        vm.assertEq(member.statusSince, time());
        vm.assertEq(member.recovery, recovery(NEWCOMER));
        vm.assertEq(registry.memberCount(), 18);
        vm.assertTrue(registry.members(17, 5)[0] == NEWCOMER);
        vm.assertEq(registry.members(18, 5).length, 0);
        vm.assertEq(registry.encryptionKeyVersion(NEWCOMER), 1);
        for (uint256 i = 1; i <= 4; ++i) {
            AccountPurpose purpose = AccountPurpose(i);
            vm.assertTrue(registry.authorize(accountOf(NEWCOMER, purpose), purpose) == NEWCOMER);
        }
        vm.assertEq(registry.accountingMembersAt(time()), 5);
        vm.assertEq(registry.accountingMembersAt(time() - 1), 4);
        vm.assertTrue(registry.isAccountingAt(NEWCOMER, time()));
        vm.assertFalse(registry.isAccountingAt(NEWCOMER, time() - 1));
        vm.assertTrue(registry.statusAt(NEWCOMER, time() - 1) == MemberStatus.None);
    }

    function test_admit_queryMemberHasNoVote() public {
        _asVote(abi.encodeCall(IMemberRegistry.admit, (_newcomer(Seat.Query))));
        vm.assertEq(registry.accountingMembersAt(time()), 4);
        vm.assertFalse(registry.isAccountingAt(NEWCOMER, time()));
    }

    function test_admit_revertsForAKnownId() public {
        Admission memory admission = _newcomer(Seat.Query);
        admission.member = BUYER;
        _refusedVote(
            abi.encodeCall(IMemberRegistry.admit, (admission)),
            abi.encodeWithSelector(IMemberRegistry.MemberAlreadyKnown.selector, BUYER)
        );
    }

    function test_admit_revertsForAKnownAccount() public {
        Admission memory admission = _newcomer(Seat.Query);
        admission.accounts[0].account = operations(BUYER);
        _refusedVote(
            abi.encodeCall(IMemberRegistry.admit, (admission)),
            abi.encodeWithSelector(IMemberRegistry.AccountAlreadyKnown.selector, operations(BUYER))
        );
    }

    function test_admit_revertsWhenIncomplete() public {
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.AdmissionInvalid.selector, NEWCOMER);
        for (uint256 field = 0; field < 5; ++field) {
            Admission memory admission = _newcomer(Seat.Query);
            if (field == 0) admission.kind = MemberKind.None;
            if (field == 1) admission.seat = Seat.None;
            if (field == 2) admission.recovery = address(0);
            if (field == 3) admission.seat = Seat.Mirrored;
            if (field == 4) (admission.seat, admission.recovery) = (Seat.Mirrored, address(0));
            _refusedVote(abi.encodeCall(IMemberRegistry.admit, (admission)), error);
        }
        Admission memory nameless = _newcomer(Seat.Query);
        nameless.member = 0;
        _refusedVote(
            abi.encodeCall(IMemberRegistry.admit, (nameless)),
            abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector)
        );
    }

    function test_suspend_stopsEveryAccount() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberSuspended(GEAR, 7);
        _asVote(abi.encodeCall(IMemberRegistry.suspend, (GEAR, 7)));
        for (uint256 i = 1; i <= 4; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
            );
            registry.authorize(accountOf(GEAR, AccountPurpose(i)), AccountPurpose(i));
        }
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended));
        registry.requireMember(GEAR, MemberKind.None);
        vm.assertEq(registry.accountingMembersAt(time()), 3);
        vm.assertTrue(registry.statusAt(GEAR, time()) == MemberStatus.Suspended);
        vm.assertTrue(registry.statusAt(GEAR, time() - 1) == MemberStatus.Active);
        vm.assertTrue(registry.isAccountingAt(GEAR, time() - 1));
        // Its signatures were made while it was valid, and the account's own slot says so.
        (bool valid, bytes16 member) = registry.wasValid(operations(GEAR), AccountPurpose.Operations, time());
        vm.assertTrue(valid && member == GEAR);
    }

    function test_reinstate_givesTheVoteBack() public {
        _asVote(abi.encodeCall(IMemberRegistry.suspend, (GEAR, 7)));
        pass(10);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberReinstated(GEAR);
        _asVote(abi.encodeCall(IMemberRegistry.reinstate, (GEAR)));
        vm.assertTrue(registry.authorize(operations(GEAR), AccountPurpose.Operations) == GEAR);
        vm.assertEq(registry.accountingMembersAt(time()), 4);
        vm.assertEq(registry.accountingMembersAt(time() - 1), 3);
    }

    function test_suspendAndReinstate_revertOutOfTurn() public {
        _refusedVote(
            abi.encodeCall(IMemberRegistry.reinstate, (GEAR)),
            abi.encodeWithSelector(
                IMemberRegistry.MemberStatusMismatch.selector, GEAR, MemberStatus.Suspended, MemberStatus.Active
            )
        );
        _asVote(abi.encodeCall(IMemberRegistry.suspend, (GEAR, 7)));
        _refusedVote(
            abi.encodeCall(IMemberRegistry.suspend, (GEAR, 7)),
            abi.encodeWithSelector(
                IMemberRegistry.MemberStatusMismatch.selector, GEAR, MemberStatus.Active, MemberStatus.Suspended
            )
        );
        bytes memory unknown = abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, NEWCOMER);
        _refusedVote(abi.encodeCall(IMemberRegistry.suspend, (NEWCOMER, 7)), unknown);
        _refusedVote(abi.encodeCall(IMemberRegistry.reinstate, (NEWCOMER)), unknown);
        _refusedVote(abi.encodeCall(IMemberRegistry.remove, (NEWCOMER, 7)), unknown);
        _refusedVote(abi.encodeCall(IMemberRegistry.changeSeat, (NEWCOMER, Seat.Query)), unknown);
        _refusedVote(abi.encodeCall(IMemberRegistry.replaceRecovery, (NEWCOMER, address(1))), unknown);
    }

    function test_remove_isForGood() public {
        _asVote(abi.encodeCall(IMemberRegistry.suspend, (CARRIER, 7)));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberLeft(CARRIER, 7);
        _asVote(abi.encodeCall(IMemberRegistry.remove, (CARRIER, 7)));
        bytes memory error =
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, CARRIER, MemberStatus.Left);
        vm.expectRevert(error);
        registry.authorize(operations(CARRIER), AccountPurpose.Operations);
        _refusedVote(abi.encodeCall(IMemberRegistry.remove, (CARRIER, 7)), error);
        _refusedVote(abi.encodeCall(IMemberRegistry.changeSeat, (CARRIER, Seat.Accounting)), error);
        _refusedVote(
            abi.encodeCall(IMemberRegistry.reinstate, (CARRIER)),
            abi.encodeWithSelector(
                IMemberRegistry.MemberStatusMismatch.selector, CARRIER, MemberStatus.Suspended, MemberStatus.Left
            )
        );
        vm.expectRevert(error);
        vm.prank(recovery(CARRIER));
        registry.recover(CARRIER, address(1), time());
        _refusedVote(
            abi.encodeCall(IMemberRegistry.admit, (admissionOf(Part(CARRIER, MemberKind.Carrier, Seat.Query)))),
            abi.encodeWithSelector(IMemberRegistry.MemberAlreadyKnown.selector, CARRIER)
        );
    }

    function test_remove_revertsWhileAValidatorIsInForce() public {
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.MemberHoldsValidators.selector, GEAR, 1);
        _refusedVote(abi.encodeCall(IMemberRegistry.remove, (GEAR, 7)), error);
        _refusedVote(abi.encodeCall(IMemberRegistry.changeSeat, (GEAR, Seat.Query)), error);
        vm.expectRevert(error);
        vm.prank(governance(GEAR));
        registry.leaveConsortium();

        // A new one enters before the old one leaves.
        vm.prank(address(governor));
        root.addValidator(address(0x1500), DRIVE);
        pass(2);
        vm.prank(address(governor));
        root.removeValidator(validators[1]);
        _asVote(abi.encodeCall(IMemberRegistry.remove, (GEAR, 7)));
        vm.assertEq(registry.accountingMembersAt(time()), 3);
    }

    /// @notice Of proposals that ran side by side each counted without its accused; together they leave two members.
    function test_votesLeaveTwoAccountingMembers() public {
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (BUYER, Seat.Accounting)));
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CARRIER, Seat.Accounting)));
        for (uint256 i = 0; i < 4; ++i) {
            _asVote(abi.encodeCall(IMemberRegistry.suspend, (parts()[i].member, 7)));
        }
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.TooFewAccountingMembers.selector, 2);
        _refusedVote(abi.encodeCall(IMemberRegistry.suspend, (BUYER, 7)), error);
        _refusedVote(abi.encodeCall(IMemberRegistry.remove, (BUYER, 7)), error);
        _refusedVote(abi.encodeCall(IMemberRegistry.changeSeat, (BUYER, Seat.Query)), error);
        vm.assertEq(registry.accountingMembersAt(time()), 2);
        // Who has no vote at the moment can still be put out, and by its own will anybody leaves.
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_OVERSEAS, Seat.Accounting)));
        _asVote(abi.encodeCall(IMemberRegistry.suspend, (CUSTOMS_OVERSEAS, 7)));
        _asVote(abi.encodeCall(IMemberRegistry.remove, (CUSTOMS_OVERSEAS, 7)));
        vm.prank(governance(BUYER));
        registry.leaveConsortium();
        vm.assertEq(registry.accountingMembersAt(time()), 1);
    }

    function test_leaveConsortium_byItsGovernanceAccount() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberLeft(BUYER, 0);
        vm.prank(governance(BUYER));
        registry.leaveConsortium();
        vm.assertTrue(registry.memberOf(BUYER).status == MemberStatus.Left);
        vm.assertTrue(registry.memberOf(BUYER).seat == Seat.Query);
    }

    function test_changeSeat_givesAndTakesTheVote() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberSeatChanged(CUSTOMS_OVERSEAS, Seat.Query, Seat.Accounting);
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_OVERSEAS, Seat.Accounting)));
        vm.assertEq(registry.accountingMembersAt(time()), 5);
        pass(1);
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_OVERSEAS, Seat.Query)));
        vm.assertEq(registry.accountingMembersAt(time()), 4);
        vm.assertTrue(registry.isAccountingAt(CUSTOMS_OVERSEAS, time() - 1));
        vm.assertFalse(registry.isAccountingAt(CUSTOMS_OVERSEAS, time()));
    }

    function test_changeSeat_revertsToTheSameOrNone() public {
        _refusedVote(
            abi.encodeCall(IMemberRegistry.changeSeat, (BUYER, Seat.Query)),
            abi.encodeWithSelector(IMemberRegistry.SeatMismatch.selector, BUYER, Seat.Query, Seat.Query)
        );
        _refusedVote(
            abi.encodeCall(IMemberRegistry.changeSeat, (BUYER, Seat.None)),
            abi.encodeWithSelector(IMemberRegistry.SeatMismatch.selector, BUYER, Seat.None, Seat.Query)
        );
    }

    /// @notice A mirrored authority joins: it gets a recovery account, then a seat, then makes its accounts.
    function test_changeSeat_letsAMirroredMemberIn() public {
        _refusedVote(
            abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_MIRRORED, Seat.Query)),
            abi.encodeWithSelector(
                IMemberRegistry.SeatMismatch.selector, CUSTOMS_MIRRORED, Seat.Query, Seat.Mirrored
            )
        );
        _asVote(abi.encodeCall(IMemberRegistry.replaceRecovery, (CUSTOMS_MIRRORED, recovery(CUSTOMS_MIRRORED))));
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_MIRRORED, Seat.Query)));
        vm.prank(recovery(CUSTOMS_MIRRORED));
        registry.recover(CUSTOMS_MIRRORED, governance(CUSTOMS_MIRRORED), time());
        vm.assertTrue(
            registry.authorize(governance(CUSTOMS_MIRRORED), AccountPurpose.Governance) == CUSTOMS_MIRRORED
        );
    }

    /// @notice Mirrored, a member does nothing: neither by accounts of before, nor by one that its recovery account made
    /// before anybody voted on its seat.
    function test_aMirroredMembersAccountsDoNothing() public {
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CARRIER, Seat.Mirrored)));
        for (uint256 i = 1; i <= 4; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMemberRegistry.SeatMismatch.selector, CARRIER, Seat.Query, Seat.Mirrored)
            );
            registry.authorize(accountOf(CARRIER, AccountPurpose(i)), AccountPurpose(i));
        }
        _asVote(abi.encodeCall(IMemberRegistry.replaceRecovery, (CUSTOMS_MIRRORED, recovery(CUSTOMS_MIRRORED))));
        vm.prank(recovery(CUSTOMS_MIRRORED));
        registry.recover(CUSTOMS_MIRRORED, governance(CUSTOMS_MIRRORED), time());
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.SeatMismatch.selector, CUSTOMS_MIRRORED, Seat.Query, Seat.Mirrored
            )
        );
        vm.prank(governance(CUSTOMS_MIRRORED));
        registry.addAccount(operations(CUSTOMS_MIRRORED), AccountPurpose.Operations, 0, 0);
        _asVote(abi.encodeCall(IMemberRegistry.changeSeat, (CUSTOMS_MIRRORED, Seat.Query)));
        vm.prank(governance(CUSTOMS_MIRRORED));
        registry.addAccount(operations(CUSTOMS_MIRRORED), AccountPurpose.Operations, 0, 0);
    }

    function test_requireMember_revertsByCause() public {
        registry.requireMember(BUYER, MemberKind.Buyer);
        registry.requireMember(BUYER, MemberKind.None);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, NEWCOMER));
        registry.requireMember(NEWCOMER, MemberKind.None);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Bank, MemberKind.Buyer
            )
        );
        registry.requireMember(BUYER, MemberKind.Bank);
    }

    function test_aSupersededRegistryTakesNoVotes() public {
        // A successor under the name; only its address counts here.
        Successor successor = new Successor(address(root));
        enter("MemberRegistry", address(successor));
        _refusedVote(
            abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1)),
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("MemberRegistry"), address(successor)
            )
        );
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("MemberRegistry"), address(successor)
            )
        );
        vm.prank(recovery(GEAR));
        registry.recover(GEAR, address(1), time());
    }
}

contract Successor {
    address public immutable root;
    bytes32 public constant contractName = "MemberRegistry";

    constructor(address root_) {
        root = root_;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    GuaranteeKind,
    GuaranteeTerms,
    Paper,
    PaperElement,
    Payable,
    PaymentAttestation,
    ReceivableStatus
} from "contracts/finance/FinanceTypes.sol";
import {IFinanceErrors} from "contracts/finance/IFinanceErrors.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {FinanceBase} from "./FinanceBase.sol";

/// @notice Who comes first has it; the whole is never exceeded by any way; who may not sign any more has not signed.
contract RacesTest is FinanceBase {
    function _signed(AssignmentTerms memory terms_, bytes16 assignor) private view returns (bytes memory) {
        return signAs(assignor, finance.assignmentDigest(terms_));
    }

    function _try(AssignmentTerms memory terms_, bytes memory signature) private returns (bool done) {
        as_(terms_.bank);
        (done,) = address(finance).call(abi.encodeCall(finance.assign, (terms_, none(), signature)));
    }

    function _requireWhole() private view {
        Payable memory slot = finance.payableOf(receivable);
        (, Assignment[] memory all) = finance.assignmentsOf(receivable, 0, type(uint256).max);
        uint256 held;
        for (uint256 i = 0; i < all.length; ++i) {
            held += all[i].share;
        }
        vm.assertEq(held, slot.assigned);
        vm.assertLe(held + slot.paidToSeller, WHOLE);
    }

    /// @notice Two banks in one block, each with the seller's signature, for shares that do not fit together: one of
    /// them gets it whole, whoever comes first, the other hears what is taken.
    function test_twoBanksInOneBlock(uint32 first, uint32 second, bool turned) public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1 + first % WHOLE);
        AssignmentTerms memory b = assignment("b", BANK_B, 1 + second % WHOLE);
        if (turned) (a, b) = (b, a);
        bytes memory signatureA = _signed(a, MANUFACTURER);
        bytes memory signatureB = _signed(b, MANUFACTURER);
        uint256 block_ = block.number;
        vm.assertTrue(_try(a, signatureA));
        bool fits = a.share + b.share <= WHOLE;
        if (!fits) {
            vm.expectRevert(
                abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, a.share, b.share)
            );
        }
        as_(b.bank);
        finance.assign(b, none(), signatureB);
        vm.assertEq(block.number, block_);
        vm.assertEq(finance.payableOf(receivable).assigned, fits ? a.share + b.share : a.share);
        _requireWhole();
    }

    /// @notice A bank that takes a share and the seller who takes the receivable back, in one block.
    function test_withdrawalAgainstAssignment() public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1);
        bytes memory signature = _signed(a, MANUFACTURER);
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.ReceivableStatusMismatch.selector, receivable, ReceivableStatus.Withdrawn
            )
        );
        as_(BANK_A);
        finance.assign(a, none(), signature);
    }

    /// @notice The same share passed on to two banks in one block, and given back by the first at the same time.
    function test_oneShareToTwoBanks() public {
        ready();
        take(assignment("a", BANK_A, 500_000));
        AssignmentTerms memory b = assignment("b", BANK_B, 500_000);
        AssignmentTerms memory c = assignment("c", BANK_C, 500_000);
        (b.source, c.source) = ("a", "a");
        bytes memory signatureC = _signed(c, BANK_A);
        pass_(b, BANK_A);
        bytes memory error = abi.encodeWithSelector(
            IFinanceErrors.AssignmentStatusMismatch.selector, bytes32("a"), AssignmentStatus.Reassigned
        );
        vm.expectRevert(error);
        as_(BANK_C);
        finance.reassign(c, signatureC);
        vm.expectRevert(error);
        as_(BANK_A);
        finance.discharge("a", 0);
        vm.assertEq(finance.payableOf(receivable).assigned, 500_000);
    }

    /// @notice Assigned, paid in part, passed on, given back, assigned again, and the seller's own share: all the ways
    /// one after the other up to the last ppm, and not one more by any of them.
    function test_allWaysToTheWhole() public {
        ready();
        take(assignment("a", BANK_A, 600_000));
        _pay(BANK_A, "a", 100_000, "1");
        AssignmentTerms memory b = assignment("b", BANK_B, 200_000);
        b.source = "a";
        pass_(b, BANK_A);
        _requireWhole();
        as_(BANK_A);
        finance.discharge("a", 0);
        // 100,000 paid to A, 200,000 held by B, 700,000 the seller's.
        vm.assertEq(finance.payableOf(receivable).assigned, 300_000);
        _pay(BANK_C, 0, 300_000, "2");
        take(assignment("c", BANK_C, 400_000));
        _requireWhole();
        takeRefused(
            assignment("d", BANK_A, 1),
            abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, WHOLE, uint32(1))
        );
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, WHOLE, uint32(1))
        );
        _pay(BANK_C, 0, 1, "3");
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.ShareExceedsHolding.selector, bytes32("b"), uint32(200_000), uint32(200_001)
            )
        );
        _pay(BANK_B, "b", 200_001, "3");
        _pay(BANK_B, "b", 200_000, "3");
        vm.assertTrue(finance.payableOf(receivable).status == ReceivableStatus.AgreedToPay);
        _pay(BANK_C, "c", 400_000, "4");
        Payable memory slot = finance.payableOf(receivable);
        vm.assertTrue(slot.status == ReceivableStatus.Paid);
        vm.assertEq(slot.paid, WHOLE);
        vm.assertEq(slot.assigned + slot.paidToSeller, WHOLE);
        _requireWhole();
    }

    /// @notice A signature counts while its account may still act for the seller, when the share is taken.
    function test_signatureOfAnAccountThatIsNotValid() public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1);
        bytes memory signature = _signed(a, MANUFACTURER);
        vm.prank(governance(MANUFACTURER));
        registry.rotateAccount(operations(MANUFACTURER), address(0xA1), 0);
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        as_(BANK_A);
        finance.assign(a, none(), signature);
    }

    function test_signatureOfASuspendedSeller() public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1);
        bytes memory signature = _signed(a, MANUFACTURER);
        vm.prank(address(governor));
        registry.suspend(MANUFACTURER, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, MANUFACTURER, MemberStatus.Suspended)
        );
        as_(BANK_A);
        finance.assign(a, none(), signature);
    }

    /// @notice Signatures that no key made, of any length and form, are refused by name.
    function test_signatureThatIsNone(bytes memory signature) public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1);
        as_(BANK_A);
        (bool done, bytes memory answer) =
            address(finance).call(abi.encodeCall(finance.assign, (a, none(), signature)));
        vm.assertFalse(done);
        bytes4 selector = bytes4(answer);
        vm.assertTrue(
            selector == IConsortiumErrors.SignatureInvalid.selector
                || selector == IMemberRegistry.UnknownAccount.selector
        );
    }

    /// @notice `signBy` is the last second in which the signature is taken; a duplicate id never is.
    function test_signByIsTheLastSecond() public {
        ready();
        AssignmentTerms memory a = assignment("a", BANK_A, 1);
        AssignmentTerms memory b = assignment("b", BANK_A, 1);
        vm.warp(a.signBy);
        take(a);
        vm.warp(uint256(b.signBy) + 1);
        takeRefused(b, abi.encodeWithSelector(IFinanceErrors.AssignmentExpired.selector, bytes32("b"), b.signBy));
    }

    /// @notice During a pause not even what anyone may call is taken.
    function test_pauseStopsWhatAnyoneMayCall() public {
        _issue("bond");
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.WritesPaused.selector, time() + 72 hours);
        vm.expectRevert(error);
        finance.reduceGuarantee("bond", M14);
        vm.expectRevert(error);
        finance.expireGuarantee("bond");
        vm.expectRevert(error);
        as_(BANK_C);
        finance.extendGuarantee("bond", day_(401));
    }

    /// @notice Views of what is not there say so, and pages beyond the end are empty.
    function test_viewsOfNothing() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownReceivable.selector, receivable));
        finance.assignmentsOf(receivable, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownAssignment.selector, bytes32("a")));
        finance.assignmentOf("a");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownGuarantee.selector, bytes32("g")));
        finance.reductionsOf("g");
        vm.assertTrue(finance.payableOf(receivable).status == ReceivableStatus.None);
        vm.assertEq(finance.fingerprintOf("nothing").holder, 0);
        present();
        (bytes32[] memory ids,) = finance.assignmentsOf(receivable, type(uint256).max, type(uint256).max);
        vm.assertEq(ids.length, 0);
    }

    function _pay(bytes16 bank, bytes32 id, uint32 share, bytes32 referenceHash) private {
        as_(bank);
        finance.attestPayment(PaymentAttestation(receivable, id, share, referenceHash, 0));
    }

    /// @notice What one receivable, its papers and a guarantee go through leaves another receivable, claim and guarantee
    /// of the same order as they were.
    function test_nothingElseChanges() public {
        bytes32 other = finance.receivableId(ORDER, M19);
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M19, 0, BANK_C, _paper("other paper"));
        as_(BANK_B);
        finance.claimPapers("other claim", _paper("claimed"));
        _issue("other bond");
        bytes32 before = _of(other);

        ready();
        as_(MANUFACTURER);
        finance.addPapers(receivable, _paper("one more"));
        take(assignment("a", BANK_A, 600_000));
        AssignmentTerms memory b = assignment("b", BANK_B, 200_000);
        b.source = "a";
        pass_(b, BANK_A);
        as_(BANK_A);
        finance.discharge("a", 0);
        _pay(BANK_B, "b", 200_000, "1");
        _pay(BANK_C, 0, 800_000, "2");
        as_(BANK_A);
        finance.claimPapers("claim", _paper("paper"));
        as_(BANK_A);
        finance.releaseClaim("claim");
        _issue("bond");
        as_(BUYER);
        finance.presentDemand("bond", "demand", WHOLE, 0);
        as_(BANK_C);
        finance.honourDemand("demand", "3");
        vm.assertEq(_of(other), before);
    }

    function _of(bytes32 other) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                finance.payableOf(other),
                finance.receivableOf(other),
                finance.fingerprintOf("other paper"),
                finance.claimOf("other claim"),
                finance.fingerprintOf("claimed"),
                finance.guaranteeOf("other bond")
            )
        );
    }

    function _paper(bytes32 fingerprint) private pure returns (Paper[] memory one) {
        one = new Paper[](1);
        one[0] = Paper(fingerprint, PaperElement.InvoiceNumber);
    }

    /// @notice A bank that left keeps its share, which nobody else can take; all the rest goes on.
    function test_aBankThatLeft() public {
        ready();
        take(assignment("a", BANK_A, 400_000));
        vm.prank(governance(BANK_A));
        registry.leaveConsortium();
        AssignmentTerms memory on = assignment("b", BANK_B, 400_000);
        on.source = "a";
        bytes memory signature = _signed(on, BANK_A);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, BANK_A, MemberStatus.Left)
        );
        as_(BANK_B);
        finance.reassign(on, signature);
        take(assignment("c", BANK_B, 600_000));
        vm.assertEq(finance.assignmentOf("a").share, 400_000);
        _requireWhole();
    }

    function _issue(bytes32 id) private {
        GuaranteeTerms memory bond;
        bond.guarantee = id;
        bond.order = ORDER;
        bond.kind = GuaranteeKind.Warranty;
        bond.amountCommitment = "amount";
        bond.expiresAt = day_(400);
        as_(BANK_C);
        finance.issueGuarantee(bond);
    }
}

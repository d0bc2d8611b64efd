// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberKind} from "contracts/access/IMemberRegistry.sol";
import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Paper,
    PaperElement,
    PaperHolder,
    Payable,
    PaymentAttestation,
    ReceivableStatus
} from "contracts/finance/FinanceTypes.sol";
import {IFinanceErrors} from "contracts/finance/IFinanceErrors.sol";
import {ChangeEvaluation, MilestoneChange} from "contracts/orders/OrderTypes.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {FinanceBase} from "./FinanceBase.sol";

contract AssignmentsTest is FinanceBase {
    /// @dev The scenario's double financing from beginning to end.
    function test_twoBanksShareTheWhole() public {
        ready();
        take(assignment("a", BANK_A, 800_000));
        takeRefused(
            assignment("b", BANK_B, WHOLE),
            abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, uint32(800_000), WHOLE)
        );
        take(assignment("c", BANK_C, 200_000));
        takeRefused(
            assignment("c2", BANK_C, 1),
            abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, WHOLE, uint32(1))
        );
        vm.assertEq(finance.payableOf(receivable).assigned, WHOLE);
        (bytes32[] memory ids, Assignment[] memory all) = finance.assignmentsOf(receivable, 0, 10);
        vm.assertEq(ids.length, 2);
        vm.assertEq(ids[1], "c");
        vm.assertEq(all[0].share, 800_000);
        vm.assertTrue(all[0].status == AssignmentStatus.Active);
        (ids,) = finance.assignmentsOf(receivable, 1, type(uint256).max);
        vm.assertEq(ids.length, 1);
    }

    function test_twoBanksRacingForTheWhole() public {
        ready();
        AssignmentTerms memory first = assignment("a", BANK_A, WHOLE);
        AssignmentTerms memory second = assignment("b", BANK_B, WHOLE);
        take(first);
        takeRefused(
            second, abi.encodeWithSelector(IFinanceErrors.ShareExceedsWhole.selector, receivable, WHOLE, WHOLE)
        );
    }

    function test_needsAgreementAndCompletion() public {
        takeRefused(
            assignment("a", BANK_A, 1), abi.encodeWithSelector(IFinanceErrors.UnknownReceivable.selector, receivable)
        );
        present();
        takeRefused(
            assignment("a", BANK_A, 1), abi.encodeWithSelector(IFinanceErrors.PaymentNotAgreed.selector, receivable)
        );
        agreeToPay();
        takeRefused(
            assignment("a", BANK_A, 1),
            abi.encodeWithSelector(IFinanceErrors.MilestoneNotCompleted.selector, ORDER, M14)
        );
        complete(M14);
        take(assignment("a", BANK_A, 1));
    }

    /// @dev The buyer agreed to one amount; a change then altered what the milestone pays.
    function test_changedPaymentIsPresentedAnew() public {
        present();
        agreeToPay();
        ChangeEvaluation memory evaluation;
        evaluation.termsCommitment = "version 2";
        evaluation.milestones = new MilestoneChange[](1);
        evaluation.milestones[0] = MilestoneChange(M14, 0, 0, "more");
        as_(BUYER);
        orders.requestChange(ORDER, CHANGE, 0);
        as_(MANUFACTURER);
        orders.evaluateChange(CHANGE, evaluation);
        as_(BUYER);
        orders.acceptChange(CHANGE, evaluation);
        complete(M14);
        takeRefused(
            assignment("a", BANK_A, 1),
            abi.encodeWithSelector(
                IFinanceErrors.AmountCommitmentMismatch.selector, receivable, AMOUNT, bytes32("more")
            )
        );
    }

    function test_impossibleTermsRefused() public {
        ready();
        AssignmentTerms memory terms_ = assignment(0, BANK_A, 1);
        takeRefused(terms_, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        terms_ = assignment("a", BANK_A, 0);
        takeRefused(terms_, abi.encodeWithSelector(IFinanceErrors.InvalidShare.selector, uint32(0)));
        terms_ = assignment("a", BANK_A, WHOLE + 1);
        takeRefused(terms_, abi.encodeWithSelector(IFinanceErrors.InvalidShare.selector, WHOLE + 1));
        terms_ = assignment("a", BANK_A, 1);
        terms_.receivableVersion = 2;
        takeRefused(
            terms_,
            abi.encodeWithSelector(
                IFinanceErrors.ReceivableVersionMismatch.selector, receivable, uint32(1), uint32(2)
            )
        );
        terms_ = assignment("a", BANK_A, 1);
        terms_.signBy = time() - 1;
        takeRefused(
            terms_, abi.encodeWithSelector(IFinanceErrors.AssignmentExpired.selector, bytes32("a"), time() - 1)
        );
        terms_ = assignment("a", CARRIER, 1);
        takeRefused(
            terms_,
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, CARRIER, MemberKind.Bank, MemberKind.Carrier
            )
        );
        terms_ = assignment("a", BANK_A, 1);
        terms_.source = "x";
        takeRefused(
            terms_,
            abi.encodeWithSelector(IFinanceErrors.InvalidAssignmentSource.selector, bytes32("a"), bytes32("x"))
        );
    }

    function test_digest() public view {
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 5);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("TradeFinance"),
                keccak256("1"),
                block.chainid,
                address(finance)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "AssignmentTerms(bytes32 assignment,bytes32 receivable,uint32 receivableVersion,bytes32 source,bytes16 bank,uint32 share,bytes32 registryReference,bytes32 termsCommitment,uint48 signBy)"
                ),
                terms_.assignment,
                terms_.receivable,
                terms_.receivableVersion,
                terms_.source,
                terms_.bank,
                terms_.share,
                terms_.registryReference,
                terms_.termsCommitment,
                terms_.signBy
            )
        );
        vm.assertEq(
            finance.assignmentDigest(terms_), keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
    }

    function test_signatureCountsOnce() public {
        ready();
        take(assignment("a", BANK_A, 100_000));
        takeRefused(
            assignment("a", BANK_A, 100_000),
            abi.encodeWithSelector(IFinanceErrors.AssignmentAlreadyRecorded.selector, bytes32("a"))
        );
    }

    function test_signatureIsForOneBankAndShare() public {
        ready();
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 100_000);
        bytes memory signature = signAs(MANUFACTURER, finance.assignmentDigest(terms_));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotAssignee.selector, bytes32("a"), BANK_B));
        as_(BANK_B);
        finance.assign(terms_, none(), signature);
        terms_.bank = BANK_B;
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(BANK_B);
        finance.assign(terms_, none(), signature);
        terms_.bank = BANK_A;
        terms_.share += 1;
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(BANK_A);
        finance.assign(terms_, none(), signature);
    }

    function test_signatureForAnotherContractRefused() public {
        ready();
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 1);
        bytes memory signature = signAs(MANUFACTURER, new TradeFinance(root).assignmentDigest(terms_));
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(BANK_A);
        finance.assign(terms_, none(), signature);
    }

    function test_onlyTheSellerAssigns() public {
        ready();
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 1);
        bytes memory signature = signAs(BANK_A, finance.assignmentDigest(terms_));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, MANUFACTURER, BANK_A)
        );
        as_(BANK_A);
        finance.assign(terms_, none(), signature);
    }

    /// @dev After a withdrawal the seller's old signature is for a version that is gone.
    function test_signatureDoesNotOutliveTheVersion() public {
        ready();
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
        present();
        agreeToPay();
        takeRefused(
            assignment("a", BANK_A, 1),
            abi.encodeWithSelector(
                IFinanceErrors.ReceivableVersionMismatch.selector, receivable, uint32(2), uint32(1)
            )
        );
    }

    function test_papersShownToTheBankAreChecked() public {
        ready();
        as_(BANK_B);
        finance.claimPapers("claim", _paper("paper B"));
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 1);
        bytes memory signature = signAs(MANUFACTURER, finance.assignmentDigest(terms_));
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.FingerprintAlreadyBound.selector,
                bytes32("paper B"),
                bytes32("claim"),
                PaperHolder.OutsideClaim
            )
        );
        as_(BANK_A);
        finance.assign(terms_, _paper("paper B"), signature);
        as_(BANK_A);
        finance.assign(terms_, _paper("paper A"), signature);
        vm.assertEq(finance.fingerprintOf("paper A").holder, receivable);
        vm.assertEq(bytes32(finance.fingerprintOf("paper A").boundBy), bytes32(BANK_A));
    }

    function test_discharged() public {
        ready();
        take(assignment("a", BANK_A, WHOLE));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotAssignee.selector, bytes32("a"), BANK_B));
        as_(BANK_B);
        finance.discharge("a", 0);
        _pay(BANK_A, "a", 300_000, "UETR 1");
        as_(BANK_A);
        finance.discharge("a", 0);
        Assignment memory discharged = finance.assignmentOf("a");
        vm.assertTrue(discharged.status == AssignmentStatus.Discharged);
        vm.assertEq(discharged.share, 300_000);
        vm.assertEq(finance.payableOf(receivable).assigned, 300_000);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.AssignmentStatusMismatch.selector, bytes32("a"), AssignmentStatus.Discharged
            )
        );
        as_(BANK_A);
        finance.discharge("a", 0);
        // What was given back can be assigned again, what was paid cannot.
        takeRefused(
            assignment("b", BANK_B, 700_001),
            abi.encodeWithSelector(
                IFinanceErrors.ShareExceedsWhole.selector, receivable, uint32(300_000), uint32(700_001)
            )
        );
        take(assignment("b", BANK_B, 700_000));
    }

    function test_reassigned() public {
        ready();
        take(assignment("a", BANK_A, 800_000));
        AssignmentTerms memory on = assignment("b", BANK_B, 300_000);
        on.source = "a";
        pass_(on, BANK_A);
        vm.assertEq(finance.assignmentOf("a").share, 500_000);
        vm.assertEq(finance.assignmentOf("b").source, "a");
        vm.assertEq(finance.payableOf(receivable).assigned, 800_000);
        on.assignment = "b2";
        on.share = 500_001;
        bytes memory signature = signAs(BANK_A, finance.assignmentDigest(on));
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.ShareExceedsHolding.selector, bytes32("a"), uint32(500_000), uint32(500_001)
            )
        );
        as_(BANK_B);
        finance.reassign(on, signature);
        on.share = 500_000;
        pass_(on, BANK_A);
        vm.assertTrue(finance.assignmentOf("a").status == AssignmentStatus.Reassigned);
    }

    function test_reassignmentRefused() public {
        ready();
        take(assignment("a", BANK_A, 800_000));
        AssignmentTerms memory on = assignment("b", BANK_B, 1);
        bytes memory signature = signAs(BANK_A, finance.assignmentDigest(on));
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.InvalidAssignmentSource.selector, bytes32("b"), bytes32(0))
        );
        as_(BANK_B);
        finance.reassign(on, signature);
        on.source = "unknown";
        signature = signAs(BANK_A, finance.assignmentDigest(on));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownAssignment.selector, bytes32("unknown")));
        as_(BANK_B);
        finance.reassign(on, signature);
        on.source = "a";
        // The seller cannot sign for the bank.
        signature = signAs(MANUFACTURER, finance.assignmentDigest(on));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, BANK_A, MANUFACTURER)
        );
        as_(BANK_B);
        finance.reassign(on, signature);
        on.bank = BANK_A;
        signature = signAs(BANK_A, finance.assignmentDigest(on));
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.InvalidAssignmentSource.selector, bytes32("b"), bytes32("a"))
        );
        as_(BANK_A);
        finance.reassign(on, signature);
    }

    function test_paid() public {
        ready();
        take(assignment("a", BANK_A, 800_000));
        _pay(BANK_A, "a", 800_000, "UETR 1");
        vm.assertTrue(finance.assignmentOf("a").status == AssignmentStatus.Paid);
        vm.assertEq(finance.payableOf(receivable).paid, 800_000);
        _pay(BANK_C, 0, 200_000, "UETR 2");
        Payable memory paid = finance.payableOf(receivable);
        vm.assertTrue(paid.status == ReceivableStatus.Paid);
        vm.assertEq(paid.paid, WHOLE);
        vm.assertEq(paid.paidToSeller, 200_000);
        takeRefused(
            assignment("b", BANK_B, 1),
            abi.encodeWithSelector(
                IFinanceErrors.ReceivableStatusMismatch.selector, receivable, ReceivableStatus.Paid
            )
        );
    }

    /// @dev An advance payment (M01) comes before the milestone is complete and without any bank's share.
    function test_sellerPaidWithoutAgreement() public {
        present();
        _pay(BANK_C, 0, WHOLE, "UETR 1");
        vm.assertTrue(finance.payableOf(receivable).status == ReceivableStatus.Paid);
    }

    function test_paymentRefused() public {
        ready();
        take(assignment("a", BANK_A, 800_000));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.PaymentReferenceMissing.selector, receivable));
        _pay(BANK_A, "a", 1, 0);
        _pay(BANK_A, "a", 1, "UETR 1");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.PaymentReferenceUsed.selector, bytes32("UETR 1")));
        _pay(BANK_A, "a", 1, "UETR 1");
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.ShareExceedsHolding.selector, bytes32("a"), uint32(799_999), uint32(800_000)
            )
        );
        _pay(BANK_A, "a", 800_000, "UETR 2");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotAssignee.selector, bytes32("a"), BANK_B));
        _pay(BANK_B, "a", 1, "UETR 2");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotCollectingBank.selector, receivable, BANK_B));
        _pay(BANK_B, 0, 1, "UETR 2");
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.ShareExceedsWhole.selector, receivable, uint32(800_000), uint32(200_001)
            )
        );
        _pay(BANK_C, 0, 200_001, "UETR 2");
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Bank, MemberKind.Buyer
            )
        );
        _pay(BUYER, 0, 1, "UETR 2");
    }

    function _paper(bytes32 fingerprint) private pure returns (Paper[] memory one) {
        one = new Paper[](1);
        one[0] = Paper(fingerprint, PaperElement.InvoiceNumber);
    }

    function _pay(bytes16 bank, bytes32 id, uint32 share, bytes32 referenceHash) private {
        as_(bank);
        finance.attestPayment(PaymentAttestation(receivable, id, share, referenceHash, 0));
    }
}

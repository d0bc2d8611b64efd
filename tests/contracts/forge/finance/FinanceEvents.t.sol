// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Demand,
    DemandStatus,
    Guarantee,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeStatus,
    GuaranteeTerms,
    OutsideClaim,
    OutsideClaimStatus,
    PaperBinding,
    PaperElement,
    PaperHolder,
    PaperStatus,
    Payable,
    PaymentAttestation,
    Receivable,
    ReceivableStatus
} from "contracts/finance/FinanceTypes.sol";
import {IFinanceEvents} from "contracts/finance/IFinanceEvents.sol";
import {FinanceBase} from "./FinanceBase.sol";

/// @notice What each call leaves behind, in its event and in storage, field by field.
contract FinanceEventsTest is FinanceBase {
    bytes32 private constant PROOF = "record of the buyer's";
    bytes32 private constant BOND = "performance bond";
    bytes32 private constant DEMAND = "demand";

    function setUp() public override {
        super.setUp();
        publish(BUYER, PROOF);
    }

    function _expect() private {
        vm.expectEmit(true, true, true, true, address(finance));
    }

    function _pay(bytes16 bank, bytes32 id, uint32 share, bytes32 referenceHash) private {
        as_(bank);
        finance.attestPayment(PaymentAttestation(receivable, id, share, referenceHash, PROOF));
    }

    function test_createReceivable() public {
        Receivable memory presented =
            Receivable(ORDER, M14, MANUFACTURER, BUYER, BANK_C, 1, time(), AMOUNT, PROOF);
        _expect();
        emit IFinanceEvents.ReceivablePresented(receivable, ORDER, M14, 1, presented);
        _expect();
        emit IFinanceEvents.FingerprintBound(
            INVOICE, receivable, MANUFACTURER, PaperHolder.Receivable, PaperElement.InvoiceNumber
        );
        _expect();
        emit IFinanceEvents.FingerprintBound(
            BILL, receivable, MANUFACTURER, PaperHolder.Receivable, PaperElement.TransportDocumentNumber
        );
        as_(MANUFACTURER);
        vm.assertEq(finance.createReceivable(ORDER, M14, PROOF, BANK_C, papers(INVOICE, BILL)), receivable);
        vm.assertEq(abi.encode(finance.receivableOf(receivable)), abi.encode(presented));
        vm.assertEq(
            abi.encode(finance.payableOf(receivable)),
            abi.encode(Payable(ReceivableStatus.Presented, 1, 0, 0, 0, 0, 0))
        );
        vm.assertEq(
            abi.encode(finance.fingerprintOf(BILL)),
            abi.encode(
                PaperBinding(
                    receivable,
                    MANUFACTURER,
                    PaperElement.TransportDocumentNumber,
                    PaperHolder.Receivable,
                    PaperStatus.Bound,
                    time()
                )
            )
        );
    }

    function test_withdrawReceivable() public {
        present();
        agreeToPay();
        _expect();
        emit IFinanceEvents.ReceivableWithdrawn(receivable);
        _expect();
        emit IFinanceEvents.FingerprintReleased(INVOICE, receivable);
        _expect();
        emit IFinanceEvents.FingerprintReleased(BILL, receivable);
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
        vm.assertEq(
            abi.encode(finance.payableOf(receivable)),
            abi.encode(Payable(ReceivableStatus.Withdrawn, 1, 0, 0, 0, 0, 0))
        );
        vm.assertTrue(finance.fingerprintOf(INVOICE).status == PaperStatus.Released);
        // Free for anybody.
        as_(BANK_B);
        finance.claimPapers("claim", papers(INVOICE, BILL));
    }

    function test_agreeToPay() public {
        present();
        _expect();
        emit IFinanceEvents.PaymentAgreed(receivable, BUYER, AMOUNT, day_(500), PROOF);
        as_(BUYER);
        finance.agreeToPay(receivable, AMOUNT, day_(500), PROOF);
        vm.assertEq(
            abi.encode(finance.payableOf(receivable)),
            abi.encode(Payable(ReceivableStatus.AgreedToPay, 1, 0, 0, 0, time(), day_(500)))
        );
    }

    function test_assign() public {
        ready();
        AssignmentTerms memory terms_ = assignment("a", BANK_A, 300_000);
        bytes memory signature = signAs(MANUFACTURER, finance.assignmentDigest(terms_));
        _expect();
        emit IFinanceEvents.FingerprintBound(
            OTHER_INVOICE, receivable, BANK_A, PaperHolder.Receivable, PaperElement.InvoiceNumber
        );
        _expect();
        emit IFinanceEvents.ShareAssigned(
            receivable, BANK_A, MANUFACTURER, 300_000, operations(MANUFACTURER), terms_
        );
        as_(BANK_A);
        finance.assign(terms_, papers(OTHER_INVOICE, BILL), signature);
        vm.assertEq(
            abi.encode(finance.assignmentOf("a")),
            abi.encode(
                Assignment(
                    receivable,
                    BANK_A,
                    AssignmentStatus.Active,
                    300_000,
                    0,
                    time(),
                    0,
                    terms_.registryReference,
                    terms_.termsCommitment
                )
            )
        );
    }

    function test_reassign() public {
        ready();
        take(assignment("a", BANK_A, 300_000));
        AssignmentTerms memory on = assignment("b", BANK_B, 100_000);
        on.source = "a";
        bytes memory signature = signAs(BANK_A, finance.assignmentDigest(on));
        _expect();
        emit IFinanceEvents.ShareReassigned(receivable, BANK_B, BANK_A, 200_000, operations(BANK_A), on);
        as_(BANK_B);
        finance.reassign(on, signature);
        vm.assertEq(finance.assignmentOf("a").share, 200_000);
        vm.assertTrue(finance.assignmentOf("a").status == AssignmentStatus.Active);
        Assignment memory taken = finance.assignmentOf("b");
        vm.assertEq(taken.share, 100_000);
        vm.assertTrue(taken.bank == BANK_B && taken.status == AssignmentStatus.Active);
    }

    function test_discharge() public {
        ready();
        take(assignment("a", BANK_A, 300_000));
        take(assignment("b", BANK_B, 200_000));
        _pay(BANK_A, "a", 100_000, "UETR 1");
        _expect();
        emit IFinanceEvents.ShareDischarged(receivable, "a", BANK_A, 200_000, 300_000, PROOF);
        as_(BANK_A);
        finance.discharge("a", PROOF);
        vm.assertEq(finance.assignmentOf("b").share, 200_000);
    }

    function test_attestPayment() public {
        ready();
        take(assignment("a", BANK_A, 300_000));
        _expect();
        emit IFinanceEvents.PaymentAttested(receivable, "a", BANK_A, 300_000, 300_000, "UETR 1", PROOF);
        _pay(BANK_A, "a", 300_000, "UETR 1");
        _expect();
        emit IFinanceEvents.PaymentAttested(receivable, 0, BANK_C, 700_000, WHOLE, "UETR 2", PROOF);
        _expect();
        emit IFinanceEvents.ReceivablePaid(receivable);
        _pay(BANK_C, 0, 700_000, "UETR 2");
        Payable memory slot = finance.payableOf(receivable);
        vm.assertEq(
            abi.encode(slot),
            abi.encode(
                Payable(ReceivableStatus.Paid, 1, 300_000, WHOLE, 700_000, slot.agreedAt, day_(500))
            )
        );
    }

    function test_claims() public {
        _expect();
        emit IFinanceEvents.OutsideClaimRecorded("claim", BANK_B);
        _expect();
        emit IFinanceEvents.FingerprintBound(
            INVOICE, "claim", BANK_B, PaperHolder.OutsideClaim, PaperElement.InvoiceNumber
        );
        as_(BANK_B);
        finance.claimPapers("claim", papers(INVOICE, BILL));
        bytes32[] memory fingerprints = new bytes32[](2);
        (fingerprints[0], fingerprints[1]) = (INVOICE, BILL);
        vm.assertEq(
            abi.encode(finance.claimOf("claim")),
            abi.encode(OutsideClaim(BANK_B, OutsideClaimStatus.Active, time(), fingerprints))
        );
        _expect();
        emit IFinanceEvents.OutsideClaimReleased("claim", BANK_B);
        _expect();
        emit IFinanceEvents.FingerprintReleased(INVOICE, "claim");
        _expect();
        emit IFinanceEvents.FingerprintReleased(BILL, "claim");
        as_(BANK_B);
        finance.releaseClaim("claim");
        vm.assertTrue(finance.claimOf("claim").status == OutsideClaimStatus.Released);
        vm.assertTrue(finance.fingerprintOf(BILL).status == PaperStatus.Released);
    }

    function _bond() private pure returns (GuaranteeTerms memory terms_) {
        terms_.guarantee = BOND;
        terms_.order = ORDER;
        terms_.kind = GuaranteeKind.Performance;
        terms_.amountCommitment = keccak256("1,000,000 and a salt");
        terms_.record = PROOF;
        terms_.expiresAt = day_(400);
        terms_.expiryMilestone = M19;
        terms_.reductions = new GuaranteeReduction[](1);
        terms_.reductions[0] = GuaranteeReduction(M14, 250_000);
    }

    function _issue() private {
        as_(BANK_C);
        finance.issueGuarantee(_bond());
    }

    function test_issueAndReduceGuarantee() public {
        _expect();
        emit IFinanceEvents.GuaranteeIssued(BOND, ORDER, BANK_C, BUYER, _bond());
        _issue();
        Guarantee memory expected = Guarantee(
            ORDER,
            BANK_C,
            BUYER,
            GuaranteeKind.Performance,
            GuaranteeStatus.Issued,
            WHOLE,
            0,
            day_(400),
            M19,
            keccak256("1,000,000 and a salt"),
            PROOF
        );
        vm.assertEq(abi.encode(finance.guaranteeOf(BOND)), abi.encode(expected));
        vm.assertEq(abi.encode(finance.reductionsOf(BOND)), abi.encode(_bond().reductions));
        complete(M14);
        _expect();
        emit IFinanceEvents.GuaranteeReduced(BOND, M14, 250_000, 750_000);
        vm.prank(DEPLOYER);
        finance.reduceGuarantee(BOND, M14);
        expected.remaining = 750_000;
        vm.assertEq(abi.encode(finance.guaranteeOf(BOND)), abi.encode(expected));
    }

    function test_extendReleaseExpireGuarantee() public {
        _issue();
        _expect();
        emit IFinanceEvents.GuaranteeExtended(BOND, day_(401));
        as_(BANK_C);
        finance.extendGuarantee(BOND, day_(401));
        vm.assertEq(finance.guaranteeOf(BOND).expiresAt, day_(401));
        GuaranteeTerms memory another = _bond();
        another.guarantee = "another";
        as_(BANK_C);
        finance.issueGuarantee(another);
        _expect();
        emit IFinanceEvents.GuaranteeReleased("another");
        as_(BUYER);
        finance.releaseGuarantee("another");
        vm.warp(day_(401) + 1);
        _expect();
        emit IFinanceEvents.GuaranteeExpired(BOND);
        vm.prank(DEPLOYER);
        finance.expireGuarantee(BOND);
        vm.assertTrue(finance.guaranteeOf(BOND).status == GuaranteeStatus.Expired);
    }

    function test_demands() public {
        _issue();
        _expect();
        emit IFinanceEvents.DemandPresented(BOND, DEMAND, 600_000, PROOF);
        as_(BUYER);
        finance.presentDemand(BOND, DEMAND, 600_000, PROOF);
        vm.assertEq(
            abi.encode(finance.demandOf(DEMAND)),
            abi.encode(Demand(BOND, DemandStatus.Presented, 600_000, PROOF))
        );
        vm.assertEq(finance.guaranteeOf(BOND).demanded, 600_000);
        _expect();
        emit IFinanceEvents.DemandHonoured(BOND, DEMAND, 400_000, "UETR");
        as_(BANK_C);
        finance.honourDemand(DEMAND, "UETR");
        as_(BUYER);
        finance.presentDemand(BOND, "second", 1, 0);
        _expect();
        emit IFinanceEvents.DemandRefused(BOND, "second", PROOF);
        as_(BANK_C);
        finance.refuseDemand("second", PROOF);
        vm.assertTrue(finance.demandOf("second").status == DemandStatus.Refused);
        vm.assertEq(finance.guaranteeOf(BOND).demanded, 0);
        vm.assertEq(finance.guaranteeOf(BOND).remaining, 400_000);
    }
}

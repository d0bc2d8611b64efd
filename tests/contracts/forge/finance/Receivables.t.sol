// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberKind} from "contracts/access/IMemberRegistry.sol";
import {Paper, PaperElement, PaperHolder, Payable, Receivable, ReceivableStatus} from
    "contracts/finance/FinanceTypes.sol";
import {IFinanceErrors} from "contracts/finance/IFinanceErrors.sol";
import {IFinanceEvents} from "contracts/finance/IFinanceEvents.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {FinanceBase} from "./FinanceBase.sol";

contract ReceivablesTest is FinanceBase {
    function test_presented() public {
        present();
        Receivable memory stored = finance.receivableOf(receivable);
        vm.assertEq(stored.order, ORDER);
        vm.assertEq(stored.milestone, M14);
        vm.assertEq(bytes32(stored.seller), bytes32(MANUFACTURER));
        vm.assertEq(bytes32(stored.buyer), bytes32(BUYER));
        vm.assertEq(stored.amountCommitment, AMOUNT);
        vm.assertEq(stored.orderVersion, 1);
        vm.assertTrue(finance.payableOf(receivable).status == ReceivableStatus.Presented);
        vm.assertEq(finance.fingerprintOf(INVOICE).holder, receivable);
        vm.assertEq(receivable, keccak256(abi.encode(ORDER, M14)));
    }

    /// @dev What a storage proof shows: one word, at a place that anyone can work out.
    function test_payableSlot() public {
        present();
        agreeToPay();
        complete(M14);
        take(assignment("a", BANK_A, 800_000));
        bytes32 slot = finance.payableSlot(receivable);
        vm.assertEq(slot, keccak256(abi.encode(receivable, erc7201("quaychain.TradeFinance"))));
        uint256 word = uint256(vm.load(address(finance), slot));
        Payable memory shown = finance.payableOf(receivable);
        vm.assertEq(uint8(word), uint8(ReceivableStatus.AgreedToPay));
        vm.assertEq(uint32(word >> 8), 1);
        vm.assertEq(uint32(word >> 40), 800_000);
        vm.assertEq(uint32(word >> 72), 0);
        vm.assertEq(uint32(word >> 104), 0);
        vm.assertEq(uint48(word >> 136), shown.agreedAt);
        vm.assertEq(uint48(word >> 184), day_(500));
        vm.assertEq(word >> 232, 0);
        vm.assertEq(shown.assigned, 800_000);
    }

    function test_presentingRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotReceivableSeller.selector, receivable, BUYER));
        as_(BUYER);
        finance.createReceivable(ORDER, M14, 0, 0, none());
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.MilestoneWithoutPayment.selector, ORDER, M08));
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M08, 0, 0, none());
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, bytes32("unknown")));
        as_(MANUFACTURER);
        finance.createReceivable("unknown", M08, 0, 0, none());
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("unknown")));
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M14, "unknown", 0, none());
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, CARRIER, MemberKind.Bank, MemberKind.Carrier
            )
        );
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M14, 0, CARRIER, none());
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownReceivable.selector, receivable));
        finance.receivableOf(receivable);
    }

    /// @dev The scenario's second attempt: a new invoice number on the same milestone.
    function test_oneReceivableForAMilestone() public {
        present();
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.ReceivableAlreadyPresented.selector, receivable));
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M14, 0, 0, papers(OTHER_INVOICE, BILL));
    }

    function test_cancelledOrderIsNotFinanceable() public {
        publish(BUYER, "cancel");
        as_(BUYER);
        orders.proposeCancellation(ORDER, "cancel");
        as_(MANUFACTURER);
        orders.acceptCancellation(ORDER, "cancel");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.OrderNotFinanceable.selector, ORDER));
        present();
    }

    function test_buyerAgreesToThePresentedAmountOnce() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownReceivable.selector, receivable));
        agreeToPay();
        present();
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.NotReceivableBuyer.selector, receivable, MANUFACTURER)
        );
        as_(MANUFACTURER);
        finance.agreeToPay(receivable, AMOUNT, day_(500), 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.AmountCommitmentMismatch.selector, receivable, AMOUNT, bytes32("less")
            )
        );
        as_(BUYER);
        finance.agreeToPay(receivable, "less", day_(500), 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        as_(BUYER);
        finance.agreeToPay(receivable, AMOUNT, time() - 1, 0);
        agreeToPay();
        Payable memory agreed = finance.payableOf(receivable);
        vm.assertEq(agreed.agreedAt, time());
        vm.assertEq(agreed.dueAt, day_(500));
        _expectStatus(ReceivableStatus.AgreedToPay);
        agreeToPay();
    }

    function test_withdrawnAndPresentedAgain() public {
        present();
        agreeToPay();
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotReceivableSeller.selector, receivable, BUYER));
        as_(BUYER);
        finance.withdrawReceivable(receivable);
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
        Payable memory withdrawn = finance.payableOf(receivable);
        vm.assertTrue(withdrawn.status == ReceivableStatus.Withdrawn);
        vm.assertEq(withdrawn.agreedAt, 0);
        _expectStatus(ReceivableStatus.Withdrawn);
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
        _expectStatus(ReceivableStatus.Withdrawn);
        as_(MANUFACTURER);
        finance.addPapers(receivable, papers(OTHER_INVOICE, BILL));
        present();
        vm.assertEq(finance.payableOf(receivable).version, 2);
        vm.assertEq(finance.fingerprintOf(INVOICE).holder, receivable);
    }

    function test_usedReceivableIsNotWithdrawn() public {
        ready();
        take(assignment("a", BANK_A, 1));
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.ReceivableInUse.selector, receivable, uint32(1), uint32(0))
        );
        as_(MANUFACTURER);
        finance.withdrawReceivable(receivable);
    }

    /// @dev The scenario's first attempt: the retyped number has the same fingerprint.
    function test_outsideClaimOnBoundPapersRefused() public {
        present();
        _expectBound(INVOICE, receivable, PaperHolder.Receivable);
        as_(BANK_B);
        finance.claimPapers("claim", papers(INVOICE, BILL));
        // Each element is checked on its own.
        _expectBound(BILL, receivable, PaperHolder.Receivable);
        as_(BANK_B);
        finance.claimPapers("claim", papers(OTHER_INVOICE, BILL));
        vm.assertTrue(finance.fingerprintOf(OTHER_INVOICE).holder == 0);
    }

    function test_outsideClaimKeepsPapersOffTheLedger() public {
        as_(BANK_B);
        finance.claimPapers("claim", papers(INVOICE, OTHER_INVOICE));
        vm.assertEq(finance.claimOf("claim").fingerprints.length, 2);
        _expectBound(INVOICE, "claim", PaperHolder.OutsideClaim);
        present();
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.OutsideClaimNotHeld.selector, bytes32("claim"), BANK_A)
        );
        as_(BANK_A);
        finance.releaseClaim("claim");
        as_(BANK_B);
        finance.releaseClaim("claim");
        present();
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.OutsideClaimNotHeld.selector, bytes32("claim"), BANK_B)
        );
        as_(BANK_B);
        finance.releaseClaim("claim");
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.OutsideClaimAlreadyRecorded.selector, bytes32("claim"))
        );
        as_(BANK_B);
        finance.claimPapers("claim", papers("x", "y"));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownOutsideClaim.selector, bytes32("other")));
        finance.claimOf("other");
    }

    /// @dev A claim under a receivable's own id is still another holder.
    function test_claimDoesNotPoseAsReceivable() public {
        as_(BANK_B);
        finance.claimPapers(receivable, papers(INVOICE, BILL));
        _expectBound(INVOICE, receivable, PaperHolder.OutsideClaim);
        present();
    }

    function test_papersRefused() public {
        present();
        Paper[] memory one = new Paper[](1);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.InvalidFingerprint.selector, bytes32(0)));
        _add(one);
        one[0].fingerprint = "x";
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.InvalidFingerprint.selector, bytes32("x")));
        _add(one);
        _expectCount(0, 1, 16);
        _add(none());
        _expectCount(17, 1, 16);
        _add(_many(17, 0));
        _add(_many(16, 0));
        _add(_many(14, 100));
        _expectCount(33, 0, 32);
        _add(_many(1, 200));
        // Shown again, the same papers change nothing.
        _add(_many(14, 100));
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, CARRIER, MemberKind.Bank, MemberKind.Carrier
            )
        );
        as_(CARRIER);
        finance.claimPapers("claim", _many(1, 300));
    }

    function test_probesAreLogged() public {
        present();
        bytes32[] memory asked = new bytes32[](2);
        (asked[0], asked[1]) = (INVOICE, OTHER_INVOICE);
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.FingerprintProbed(INVOICE, BANK_B, receivable, PaperHolder.Receivable);
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.FingerprintProbed(OTHER_INVOICE, BANK_B, 0, PaperHolder.None);
        as_(BANK_B);
        vm.assertEq(finance.probe(asked)[0].holder, receivable);
        _expectCount(17, 1, 16);
        as_(BANK_B);
        finance.probe(new bytes32[](17));
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Bank, MemberKind.Buyer
            )
        );
        as_(BUYER);
        finance.probe(asked);
    }

    function _add(Paper[] memory added) private {
        as_(MANUFACTURER);
        finance.addPapers(receivable, added);
    }

    function _many(uint256 count, uint256 from) private pure returns (Paper[] memory many) {
        many = new Paper[](count);
        for (uint256 i = 0; i < count; ++i) {
            many[i] = Paper(keccak256(abi.encode(from + i)), PaperElement.InvoiceNumber);
        }
    }

    function _expectStatus(ReceivableStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.ReceivableStatusMismatch.selector, receivable, status));
    }

    function _expectBound(bytes32 fingerprint, bytes32 holder, PaperHolder kind) private {
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.FingerprintAlreadyBound.selector, fingerprint, holder, kind)
        );
    }

    function _expectCount(uint256 given, uint256 minimum, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.PaperCountOutOfRange.selector, given, minimum, maximum)
        );
    }
}

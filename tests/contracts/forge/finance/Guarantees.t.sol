// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    DemandStatus,
    Guarantee,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeStatus,
    GuaranteeTerms
} from "contracts/finance/FinanceTypes.sol";
import {IFinanceErrors} from "contracts/finance/IFinanceErrors.sol";
import {IFinanceEvents} from "contracts/finance/IFinanceEvents.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {FinanceBase} from "./FinanceBase.sol";

/// @dev The scenario's advance-payment guarantee: reduced with M06, M10 and M14, ended after M14. Here with M06 and M14.
contract GuaranteesTest is FinanceBase {
    bytes32 private constant APG = "advance-payment guarantee";
    bytes32 private constant DEMAND = "demand";

    function setUp() public override {
        super.setUp();
        as_(BANK_C);
        finance.issueGuarantee(_terms());
    }

    function test_issued() public view {
        Guarantee memory issued = finance.guaranteeOf(APG);
        vm.assertTrue(issued.status == GuaranteeStatus.Issued);
        vm.assertEq(bytes32(issued.bank), bytes32(BANK_C));
        vm.assertEq(bytes32(issued.beneficiary), bytes32(BUYER));
        vm.assertEq(issued.remaining, WHOLE);
        vm.assertEq(finance.reductionsOf(APG).length, 2);
    }

    function test_issuingRefused() public {
        _expectIssueRefused(_terms(), abi.encodeWithSelector(IFinanceErrors.GuaranteeAlreadyIssued.selector, APG));
        GuaranteeTerms memory terms_ = _other();
        terms_.guarantee = 0;
        _expectIssueRefused(terms_, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        terms_ = _other();
        terms_.kind = GuaranteeKind.None;
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.amountCommitment = 0;
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.expiresAt = time();
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.reductions[0].share = 700_001;
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.reductions[0].share = 0;
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.reductions[1].milestone = M06;
        _expectInvalid(terms_);
        terms_ = _other();
        terms_.reductions[1].milestone = "x";
        _expectIssueRefused(
            terms_, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32("x"))
        );
        terms_ = _other();
        terms_.expiryMilestone = "x";
        _expectIssueRefused(
            terms_, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32("x"))
        );
        terms_ = _other();
        terms_.order = "x";
        _expectIssueRefused(terms_, abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, bytes32("x")));
    }

    function test_reducedByMilestoneOnceByAnyone() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.MilestoneNotCompleted.selector, ORDER, M14));
        finance.reduceGuarantee(APG, M14);
        complete(M14);
        finance.reduceGuarantee(APG, M14);
        vm.assertEq(finance.guaranteeOf(APG).remaining, 700_000);
        vm.assertEq(finance.reductionsOf(APG)[1].share, 0);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NoReductionDue.selector, APG, M14));
        finance.reduceGuarantee(APG, M14);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NoReductionDue.selector, APG, M07));
        finance.reduceGuarantee(APG, M07);
    }

    /// @dev What is demanded stays secured. The rest of the reduction waits for the answer: a demand made just before
    /// the milestone, and refused, saves nothing.
    function test_reductionWaitsForWhatIsDemanded() public {
        _demand(800_000);
        complete(M14);
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.GuaranteeReduced(APG, M14, 200_000, 800_000);
        finance.reduceGuarantee(APG, M14);
        vm.assertEq(finance.reductionsOf(APG)[1].share, 100_000);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.DemandsStillOpen.selector, APG, uint32(800_000)));
        finance.reduceGuarantee(APG, M14);
        as_(BANK_C);
        finance.refuseDemand(DEMAND, 0);
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.GuaranteeReduced(APG, M14, 100_000, 700_000);
        finance.reduceGuarantee(APG, M14);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NoReductionDue.selector, APG, M14));
        finance.reduceGuarantee(APG, M14);
        vm.assertEq(finance.guaranteeOf(APG).remaining, 700_000);
    }

    function test_reductionOfWhatADemandLeft() public {
        _demand(800_000);
        complete(M14);
        finance.reduceGuarantee(APG, M14);
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.DemandHonoured(APG, DEMAND, 0, "UETR");
        vm.expectEmit(true, true, true, true, address(finance));
        emit IFinanceEvents.GuaranteeExhausted(APG);
        as_(BANK_C);
        finance.honourDemand(DEMAND, "UETR");
        vm.assertTrue(finance.guaranteeOf(APG).status == GuaranteeStatus.Exhausted);
    }

    /// @dev Or a demand after the other would keep it from expiring.
    function test_noDemandAfterTheExpiryMilestone() public {
        complete(M14);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.GuaranteeTimeOver.selector, APG, day_(400)));
        _demand(1);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownDemand.selector, DEMAND));
        finance.demandOf(DEMAND);
    }

    function test_demandHonoured() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotBeneficiary.selector, APG, MANUFACTURER));
        as_(MANUFACTURER);
        finance.presentDemand(APG, DEMAND, 1, 0);
        _demand(400_000);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.DemandAlreadyPresented.selector, DEMAND));
        _demand(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFinanceErrors.DemandExceedsGuarantee.selector, APG, uint32(600_000), uint32(600_001)
            )
        );
        as_(BUYER);
        finance.presentDemand(APG, "more", 600_001, 0);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotGuarantor.selector, APG, BANK_A));
        as_(BANK_A);
        finance.honourDemand(DEMAND, "UETR");
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.PaymentReferenceMissing.selector, DEMAND));
        as_(BANK_C);
        finance.honourDemand(DEMAND, 0);
        as_(BANK_C);
        finance.honourDemand(DEMAND, "UETR");
        vm.assertEq(finance.guaranteeOf(APG).remaining, 600_000);
        vm.assertEq(finance.guaranteeOf(APG).demanded, 0);
        vm.assertTrue(finance.demandOf(DEMAND).status == DemandStatus.Honoured);
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.DemandStatusMismatch.selector, DEMAND, DemandStatus.Honoured)
        );
        as_(BANK_C);
        finance.refuseDemand(DEMAND, 0);
        as_(BUYER);
        finance.presentDemand(APG, "more", 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.PaymentReferenceUsed.selector, bytes32("UETR")));
        as_(BANK_C);
        finance.honourDemand("more", "UETR");
    }

    function test_demandRefused() public {
        _demand(400_000);
        as_(BANK_C);
        finance.refuseDemand(DEMAND, 0);
        vm.assertEq(finance.guaranteeOf(APG).remaining, WHOLE);
        vm.assertEq(finance.guaranteeOf(APG).demanded, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IFinanceErrors.DemandStatusMismatch.selector, bytes32("x"), DemandStatus.None)
        );
        as_(BANK_C);
        finance.refuseDemand("x", 0);
    }

    function test_expiredByMilestone() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.GuaranteeStillRunning.selector, APG, day_(400)));
        finance.expireGuarantee(APG);
        _demand(1);
        complete(M14);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.DemandsStillOpen.selector, APG, uint32(1)));
        finance.expireGuarantee(APG);
        as_(BANK_C);
        finance.refuseDemand(DEMAND, 0);
        finance.expireGuarantee(APG);
        _expectStatus(GuaranteeStatus.Expired);
        finance.expireGuarantee(APG);
        _expectStatus(GuaranteeStatus.Expired);
        _demand(1);
    }

    function test_expiredByTimeUnlessExtended() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotGuarantor.selector, APG, BANK_A));
        as_(BANK_A);
        finance.extendGuarantee(APG, day_(450));
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.InvalidGuaranteeTerms.selector, APG));
        as_(BANK_C);
        finance.extendGuarantee(APG, day_(400));
        as_(BANK_C);
        finance.extendGuarantee(APG, day_(450));
        vm.warp(day_(450));
        vm.expectPartialRevert(IFinanceErrors.GuaranteeStillRunning.selector);
        finance.expireGuarantee(APG);
        vm.warp(day_(450) + 1);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.GuaranteeTimeOver.selector, APG, day_(450)));
        _demand(1);
        finance.expireGuarantee(APG);
    }

    function test_released() public {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.NotBeneficiary.selector, APG, BANK_C));
        as_(BANK_C);
        finance.releaseGuarantee(APG);
        as_(BUYER);
        finance.releaseGuarantee(APG);
        vm.assertTrue(finance.guaranteeOf(APG).status == GuaranteeStatus.Released);
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.UnknownGuarantee.selector, bytes32("x")));
        finance.guaranteeOf("x");
    }

    function _demand(uint32 share) private {
        as_(BUYER);
        finance.presentDemand(APG, DEMAND, share, 0);
    }

    function _terms() private pure returns (GuaranteeTerms memory terms_) {
        terms_.guarantee = APG;
        terms_.order = ORDER;
        terms_.kind = GuaranteeKind.AdvancePayment;
        terms_.amountCommitment = keccak256("3,000,000 and a salt");
        terms_.expiresAt = day_(400);
        terms_.expiryMilestone = M14;
        terms_.reductions = new GuaranteeReduction[](2);
        terms_.reductions[0] = GuaranteeReduction(M06, 300_000);
        terms_.reductions[1] = GuaranteeReduction(M14, 300_000);
    }

    function _other() private pure returns (GuaranteeTerms memory terms_) {
        terms_ = _terms();
        terms_.guarantee = "another";
    }

    function _expectInvalid(GuaranteeTerms memory terms_) private {
        _expectIssueRefused(
            terms_, abi.encodeWithSelector(IFinanceErrors.InvalidGuaranteeTerms.selector, terms_.guarantee)
        );
    }

    function _expectIssueRefused(GuaranteeTerms memory terms_, bytes memory revertData) private {
        vm.expectRevert(revertData);
        as_(BANK_C);
        finance.issueGuarantee(terms_);
    }

    function _expectStatus(GuaranteeStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IFinanceErrors.GuaranteeStatusMismatch.selector, APG, status));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessment,
    AssessmentOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    Finding,
    FindingStatus,
    Movement,
    NamedRecord
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

/// @notice OrderFulfilment, as far as CustomsCompliance asks it.
contract Orders {
    IConsortiumRoot public immutable root;
    bytes32 public constant contractName = "OrderFulfilment";
    bytes32 private immutable KNOWN;

    constructor(IConsortiumRoot root_, bytes32 known) {
        root = root_;
        KNOWN = known;
    }

    function orderOf(bytes32 order) external view returns (bytes32) {
        if (order != KNOWN) revert IOrderErrors.UnknownOrder(order);
        return order;
    }
}

/// @notice Declarations, from being lodged to being decided on.
contract DeclarationsTest is CustomsUnit {
    function setUp() public override {
        super.setUp();
        vm.warp(APPLIES + 5 days);
    }

    // -------------------------------------------------------------------------------------------------------- declare

    function test_lodged() public leavesTheRest {
        NamedRecord[] memory papers = firstPapers();
        publishAs(BROKER, "data", 929, 0);
        pass(7);
        Movement memory movement = craneImport(APPLIES + 3 days);
        emits();
        emit ICustomsEvents.DeclarationLodged(DECLARATION, BROKER, NL, movement, "data", false);
        emits();
        emit ICustomsEvents.RecordsNamed(DECLARATION, 1, papers);
        emits();
        emit ICustomsEvents.FindingStored(
            DECLARATION,
            1,
            0,
            Finding(2, 2, FindingStatus.Superseded, document(2, REGULATION), 2, "conformity", 1),
            0
        );
        emits();
        emit ICustomsEvents.FindingStored(
            DECLARATION, 1, 1, Finding(327, 3, FindingStatus.Missing, document(327, 0), 2, 0, 0), 0
        );
        emits();
        emit ICustomsEvents.FindingStored(
            DECLARATION, 1, 2, Finding(271, 1, FindingStatus.Present, document(271, 0), 2, "packing list", 1), 0
        );
        emits();
        emit ICustomsEvents.FindingStored(
            DECLARATION, 1, 3, Finding(380, 0, FindingStatus.Present, document(380, 0), 2, "invoice", 1), 0
        );
        emits();
        emit ICustomsEvents.DeclarationAssessed(DECLARATION, 1, AssessmentOutcome.Failed, 2, 4, 2);
        as_(BROKER);
        customs.declare(DECLARATION, movement, "data", papers);

        _expect(Declaration(
                DeclarationStatus.Declared,
                BROKER,
                time(),
                1,
                0,
                DecisionSource.None,
                0,
                false,
                "data",
                movement
            ));
        vm.assertEq(
            abi.encode(customs.assessmentOf(DECLARATION, 1)),
            abi.encode(Assessment(AssessmentOutcome.Failed, 2, time(), 4, 2))
        );
        Finding[] memory findings = customs.findingsOf(DECLARATION, 1);
        vm.assertEq(findings.length, 4);
        vm.assertEq(
            abi.encode(findings[0]),
            abi.encode(Finding(2, 2, FindingStatus.Superseded, document(2, REGULATION), 2, "conformity", 1))
        );
        vm.assertEq(
            abi.encode(findings[1]),
            abi.encode(Finding(327, 3, FindingStatus.Missing, document(327, 0), 2, 0, 0))
        );
        vm.assertEq(
            abi.encode(findings[3]),
            abi.encode(Finding(380, 0, FindingStatus.Present, document(380, 0), 2, "invoice", 1))
        );
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 100).length, 0);
        // What is stored is what was answered without storing.
        (Assessment memory asked, Finding[] memory answered) = customs.precheck(movement, papers);
        vm.assertEq(abi.encode(asked, answered), abi.encode(customs.assessmentOf(DECLARATION, 1), findings));
    }

    function test_lodgedOnlyOnceAndUnderAName() public leavesTheRest {
        refused(BROKER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.declare(0, craneImport(time()), 0, none);
        declareCrane(none);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.DeclarationExists.selector, DECLARATION));
        customs.declare(DECLARATION, craneImport(time()), 0, none);
        as_(BROKER);
        customs.withdraw(DECLARATION);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.DeclarationExists.selector, DECLARATION));
        customs.declare(DECLARATION, craneImport(time()), 0, none);
    }

    function test_itsDataSetMustBePublished() public leavesTheRest {
        refused(BROKER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("data")));
        customs.declare(DECLARATION, craneImport(time()), "data", none);
        publishAs(BROKER, "taken back", 929, 0);
        as_(BROKER);
        records.revoke("taken back", 1);
        refused(BROKER, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("taken back"), time()));
        customs.declare(DECLARATION, craneImport(time()), "taken back", none);
    }

    function test_whatIsAskedOfAPreCheckIsAskedOfADeclaration() public leavesTheRest {
        Movement memory movement = craneImport(time());
        movement.jurisdiction = "XX";
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, bytes2("XX")));
        customs.declare(DECLARATION, movement, 0, none);
        movement = craneImport(time());
        movement.tariff.digits = 7;
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.TariffCodeMalformed.selector, 84261900, 7));
        customs.declare(DECLARATION, movement, 0, none);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 33, 32));
        customs.declare(DECLARATION, craneImport(time()), 0, new NamedRecord[](33));
    }

    /// @notice An order that this ledger doesn't have is no reason to refuse, but it is seen.
    function test_whetherTheOrderIsKnown() public leavesTheRest {
        // Nobody keeps orders yet.
        declareCrane(none);
        vm.assertFalse(customs.declarationOf(DECLARATION).orderKnown);
        enter("OrderFulfilment", address(new Orders(root, ORDER)));
        Movement memory movement = craneImport(time());
        emits();
        emit ICustomsEvents.DeclarationLodged("known", BROKER, NL, movement, 0, true);
        as_(BROKER);
        customs.declare("known", movement, 0, none);
        vm.assertTrue(customs.declarationOf("known").orderKnown);
        movement.order = "another";
        emits();
        emit ICustomsEvents.DeclarationLodged("unknown", BROKER, NL, movement, 0, false);
        as_(BROKER);
        customs.declare("unknown", movement, 0, none);
        vm.assertFalse(customs.declarationOf("unknown").orderKnown);
        // What was known is as of the declaration.
        vm.assertFalse(customs.declarationOf(DECLARATION).orderKnown);
    }

    function test_noOrderIsNotAKnownOne() public {
        enter("OrderFulfilment", address(new Orders(root, 0)));
        Movement memory movement = craneImport(time());
        movement.order = 0;
        as_(BROKER);
        customs.declare(DECLARATION, movement, 0, none);
        vm.assertFalse(customs.declarationOf(DECLARATION).orderKnown);
    }

    // ---------------------------------------------------------------------------------------------------------- amend

    function test_amended() public leavesTheRest {
        declareCrane(firstPapers());
        Declaration memory before = customs.declarationOf(DECLARATION);
        bytes memory first = abi.encode(customs.assessmentOf(DECLARATION, 1), customs.findingsOf(DECLARATION, 1));
        pass(6 days);
        NamedRecord[] memory papers = correctedPapers();
        emits();
        emit ICustomsEvents.RecordsNamed(DECLARATION, 2, papers);
        emits();
        emit ICustomsEvents.FindingStored(
            DECLARATION,
            2,
            0,
            Finding(2, 2, FindingStatus.Present, document(2, REGULATION), 2, "conformity", 2),
            0
        );
        as_(BROKER);
        customs.amend(DECLARATION, papers);
        before.assessments = 2;
        _expect(before);
        vm.assertEq(
            abi.encode(customs.assessmentOf(DECLARATION, 2)),
            abi.encode(Assessment(AssessmentOutcome.Passed, 2, time(), 4, 0))
        );
        vm.assertEq(abi.encode(customs.assessmentOf(DECLARATION, 1), customs.findingsOf(DECLARATION, 1)), first);
    }

    /// @notice A rule book that comes later judges what comes later, and changes nothing that is stored.
    function test_amendedUnderALaterBook() public leavesTheRest {
        declareCrane(firstPapers());
        bytes memory first = abi.encode(customs.assessmentOf(DECLARATION, 1), customs.findingsOf(DECLARATION, 1));
        sealBook(NL, 3, APPLIES, one(requires(0, 0, 380)));
        vm.assertEq(abi.encode(customs.assessmentOf(DECLARATION, 1), customs.findingsOf(DECLARATION, 1)), first);
        as_(BROKER);
        customs.amend(DECLARATION, papersOf(named("invoice", 1)));
        expectOutcome(customs.assessmentOf(DECLARATION, 2), AssessmentOutcome.Passed, 3, 0);
        vm.assertEq(customs.findingsOf(DECLARATION, 2).length, 1);
        // One that begins after the trigger date does not judge it.
        sealBook(NL, 4, time() + 1, one(requires(0, 0, 1)));
        as_(BROKER);
        customs.amend(DECLARATION, papersOf(named("invoice", 1)));
        expectOutcome(customs.assessmentOf(DECLARATION, 3), AssessmentOutcome.Passed, 3, 0);
        vm.assertEq(abi.encode(customs.assessmentOf(DECLARATION, 1), customs.findingsOf(DECLARATION, 1)), first);
    }

    function test_amendedWhileAnythingCanBeDecided() public {
        declareCrane(none);
        Decision[3] memory open = [Decision.Hold, Decision.Inspect, Decision.Seize];
        for (uint32 i = 0; i < 3; ++i) {
            as_(CUSTOMS_OVERSEAS);
            customs.decide(DECLARATION, i + 1, open[i], 0, 0, 0);
            as_(BROKER);
            customs.amend(DECLARATION, none);
            vm.assertEq(customs.declarationOf(DECLARATION).assessments, i + 2);
        }
    }

    function test_notAmendedOnceClosed() public leavesTheRest {
        Decision[2] memory final_ = [Decision.Release, Decision.Refuse];
        DeclarationStatus[2] memory status = [DeclarationStatus.Released, DeclarationStatus.Refused];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 declaration = bytes32(i + 1);
            as_(BROKER);
            customs.declare(declaration, craneImport(time()), 0, none);
            as_(CUSTOMS_OVERSEAS);
            customs.decide(declaration, 1, final_[i], 0, 0, 0);
            refused(BROKER, _wrongStatus(declaration, status[i]));
            customs.amend(declaration, none);
        }
        declareCrane(none);
        as_(BROKER);
        customs.withdraw(DECLARATION);
        refused(BROKER, _wrongStatus(DECLARATION, DeclarationStatus.Withdrawn));
        customs.amend(DECLARATION, none);
    }

    // ------------------------------------------------------------------------------------------------------- withdraw

    function test_withdrawn() public leavesTheRest {
        declareCrane(none);
        Declaration memory before = customs.declarationOf(DECLARATION);
        emits();
        emit ICustomsEvents.DeclarationWithdrawn(DECLARATION);
        as_(BROKER);
        customs.withdraw(DECLARATION);
        before.status = DeclarationStatus.Withdrawn;
        _expect(before);
        refused(BROKER, _wrongStatus(DECLARATION, DeclarationStatus.Withdrawn));
        customs.withdraw(DECLARATION);
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DECLARATION, DeclarationStatus.Withdrawn));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    function test_withdrawnOnlyBeforeADecision() public {
        for (uint256 i = 1; i <= 5; ++i) {
            bytes32 declaration = bytes32(i);
            as_(BROKER);
            customs.declare(declaration, craneImport(time()), 0, none);
            as_(CUSTOMS_OVERSEAS);
            customs.decide(declaration, 1, Decision(i), 0, 0, 0);
            refused(BROKER, _wrongStatus(declaration, customs.declarationOf(declaration).status));
            customs.withdraw(declaration);
        }
    }

    function test_onlyTheDeclarantActs() public leavesTheRest {
        declareCrane(none);
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.NotTheDeclarant.selector, DECLARATION, BUYER);
        refused(BUYER, refusal);
        customs.amend(DECLARATION, none);
        refused(BUYER, refusal);
        customs.withdraw(DECLARATION);
        refused(BUYER, refusal);
        customs.reportDecision(DECLARATION, Decision.Release, keccak256("MRN"));
        refused(BUYER, refusal);
        customs.submitEvidencePack("pack", DECLARATION, none);
    }

    // ---------------------------------------------------------------------------------------------------------- views

    function test_unknownDeclarations() public leavesTheRest {
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownDeclaration.selector, DECLARATION);
        refused(BROKER, unknown);
        customs.amend(DECLARATION, none);
        refused(BROKER, unknown);
        customs.withdraw(DECLARATION);
        refused(CUSTOMS_OVERSEAS, unknown);
        customs.decide(DECLARATION, 0, Decision.Release, 0, 0, 0);
        refused(BROKER, unknown);
        customs.reportDecision(DECLARATION, Decision.Release, "MRN");
        refused(BROKER, unknown);
        customs.lapseHold(DECLARATION);
        refused(BROKER, unknown);
        customs.submitEvidencePack("pack", DECLARATION, none);
        vm.expectRevert(unknown);
        customs.declarationOf(DECLARATION);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 100).length, 0);
    }

    function test_unknownAssessments() public {
        bytes4 unknown = ICustomsErrors.UnknownAssessment.selector;
        vm.expectRevert(abi.encodeWithSelector(unknown, DECLARATION, 1));
        customs.assessmentOf(DECLARATION, 1);
        declareCrane(none);
        customs.assessmentOf(DECLARATION, 1);
        customs.findingsOf(DECLARATION, 1);
        vm.expectRevert(abi.encodeWithSelector(unknown, DECLARATION, 2));
        customs.assessmentOf(DECLARATION, 2);
        vm.expectRevert(abi.encodeWithSelector(unknown, DECLARATION, 2));
        customs.findingsOf(DECLARATION, 2);
        vm.expectRevert(abi.encodeWithSelector(unknown, DECLARATION, 0));
        customs.assessmentOf(DECLARATION, 0);
        vm.expectRevert(abi.encodeWithSelector(unknown, DECLARATION, 0));
        customs.findingsOf(DECLARATION, 0);
    }

    function test_decisionsByPage() public {
        declareCrane(none);
        for (uint256 i = 0; i < 103; ++i) {
            as_(CUSTOMS_OVERSEAS);
            customs.decide(DECLARATION, 1, i % 2 == 0 ? Decision.Hold : Decision.Inspect, 0, bytes32(i), 0);
        }
        DecisionEntry[] memory page = customs.decisionsOf(DECLARATION, 0, type(uint256).max);
        vm.assertEq(page.length, 100);
        vm.assertEq(page[99].reasonHash, bytes32(uint256(99)));
        vm.assertEq(customs.decisionsOf(DECLARATION, 2, type(uint256).max).length, 100);
        page = customs.decisionsOf(DECLARATION, 100, type(uint256).max);
        vm.assertEq(page.length, 3);
        vm.assertEq(page[0].reasonHash, bytes32(uint256(100)));
        page = customs.decisionsOf(DECLARATION, 5, 2);
        vm.assertEq(page.length, 2);
        vm.assertEq(page[1].reasonHash, bytes32(uint256(6)));
        vm.assertEq(customs.decisionsOf(DECLARATION, 102, 5).length, 1);
        vm.assertEq(customs.decisionsOf(DECLARATION, 103, 5).length, 0);
        vm.assertEq(customs.decisionsOf(DECLARATION, type(uint256).max, 5).length, 0);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 0).length, 0);
    }

    function _expect(Declaration memory expected) private view {
        vm.assertEq(abi.encode(customs.declarationOf(DECLARATION)), abi.encode(expected));
    }

    function _wrongStatus(bytes32 declaration, DeclarationStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICustomsErrors.DeclarationStatusMismatch.selector, declaration, status);
    }
}

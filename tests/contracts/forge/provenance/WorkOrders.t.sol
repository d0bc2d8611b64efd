// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {Evidence, EvidenceKind} from "contracts/orders/OrderTypes.sol";
import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {
    AssemblyEdge,
    HandOverPurpose,
    PartStatus,
    WorkOrder,
    WorkOrderStatus
} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

/// @notice Crane 418 at the buyer's: its hoist gearbox is replaced by the service partner, as in the scenario's INC-1.
contract WorkOrdersTest is Workshop {
    bytes32 internal constant ORDER = keccak256("INC-1");
    bytes32 internal constant STREAM = keccak256("vibration of crane 418");

    function setUp() public override {
        super.setUp();
        makeMachine(CRANE_418);
        make("trolley");
        make("gearbox");
        make("gearbox 2");
        install(MANUFACTURER, "trolley", CRANE_418, "rail");
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        handOver(MANUFACTURER, BUYER, CRANE_418, HandOverPurpose.Delivery, true);
        handOver(MANUFACTURER, WAREHOUSE, "gearbox 2", HandOverPurpose.Storage, true);
        vm.prank(oracle(BUYER));
        anchors.openStream(STREAM, "crane 418");
        vm.prank(oracle(BUYER));
        anchors.anchor(STREAM, 1, 1, 3, keccak256("readings"), hex"01551220");
    }

    /// @notice The third reading, 9.8 mm/s.
    function alert() private pure returns (Evidence memory) {
        return Evidence(STREAM, EvidenceKind.AnchoredEvents, 3);
    }

    function test_openedForAnAnchoredEventOrARecord() public {
        publish(BUYER, "finding", 293);
        _opened("by event", alert());
        _opened("by record", Evidence("finding", EvidenceKind.Record, 1));
        _opened("by plan", noAlert());
        _notFound(Evidence(STREAM, EvidenceKind.AnchoredEvents, 4));
        _notFound(Evidence(STREAM, EvidenceKind.AnchoredEvents, 0));
        _notFound(Evidence("finding", EvidenceKind.Record, 2));
        _notFound(Evidence("finding", EvidenceKind.Record, 0));
        _notFound(Evidence("finding", EvidenceKind.None, 0));
        _notFound(Evidence(0, EvidenceKind.None, 1));
        refused(BUYER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, STREAM));
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, Evidence(STREAM, EvidenceKind.Record, 1), 0);
        as_(BUYER);
        records.revoke("finding", 1);
        refused(BUYER, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("finding"), time()));
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, Evidence("finding", EvidenceKind.Record, 1), 0);
    }

    function _opened(bytes32 workOrder, Evidence memory cause) private {
        as_(BUYER);
        provenance.openWorkOrder(workOrder, CRANE_418, SERVICE_PARTNER, cause, 0);
        Evidence memory kept = provenance.workOrderOf(workOrder).alert;
        vm.assertEq(kept.identifier, cause.identifier);
        vm.assertTrue(kept.kind == cause.kind);
        vm.assertEq(kept.number, cause.number);
    }

    function _notFound(Evidence memory cause) private {
        refused(BUYER, abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, cause.identifier, cause.number));
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, cause, 0);
    }

    function test_fromAlertToBothSignatures() public {
        publish(BUYER, "order", 225);
        publish(SERVICE_PARTNER, "diagnosis", 4);
        publish(SERVICE_PARTNER, "completion", 916);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.WorkOrderOpened(ORDER, CRANE_418, SERVICE_PARTNER, BUYER, alert(), "order");
        as_(BUYER);
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, alert(), "order");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.WorkOrderDiagnosed(ORDER, "diagnosis");
        as_(SERVICE_PARTNER);
        provenance.diagnose(ORDER, "diagnosis");
        handOver(WAREHOUSE, SERVICE_PARTNER, "gearbox 2", HandOverPurpose.Installation, true);

        bytes memory consent = signAs(BUYER, provenance.replacementDigest(ORDER, "gearbox", "gearbox 2", 0, LATER));
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRemoved("gearbox", "trolley", CRANE_418, "hoist", ORDER, SERVICE_PARTNER, BUYER, BUYER);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartInstalled("gearbox 2", "trolley", CRANE_418, "hoist", ORDER, SERVICE_PARTNER);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartReplaced(ORDER, "gearbox", "gearbox 2", "trolley", "hoist", SERVICE_PARTNER, BUYER);
        as_(SERVICE_PARTNER);
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, consent);

        WorkOrder memory order = provenance.workOrderOf(ORDER);
        vm.assertEq(order.changes, 2);
        bytes32 changes =
            keccak256(abi.encode(bytes32(0), bytes32("gearbox"), bytes32("trolley"), bytes32("hoist"), false));
        changes = keccak256(abi.encode(changes, bytes32("gearbox 2"), bytes32("trolley"), bytes32("hoist"), true));
        vm.assertEq(order.changesHash, changes);
        bytes memory signature =
            signAs(SERVICE_PARTNER, provenance.completionDigest(ORDER, "completion", 2, changes, LATER));
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.WorkOrderCompleted(ORDER, BUYER, SERVICE_PARTNER, "completion", 2, changes);
        as_(BUYER);
        provenance.completeWorkOrder(ORDER, "completion", LATER, signature);
        vm.assertTrue(provenance.workOrderOf(ORDER).status == WorkOrderStatus.Completed);

        // The pedigree shows old and new; the old one is the buyer's to return as a core.
        AssemblyEdge[] memory pedigree = provenance.edgesUnder("trolley", 0, 9);
        vm.assertEq(pedigree.length, 2);
        vm.assertEq(pedigree[0].removedAt, time());
        vm.assertEq(pedigree[1].workOrder, ORDER);
        (bytes16 custodian, bytes16 owner) = provenance.custodyOf("gearbox 2");
        vm.assertEq(custodian, BUYER);
        vm.assertEq(owner, BUYER);
        handOver(BUYER, MANUFACTURER, "gearbox", HandOverPurpose.CoreReturn, true);
        vm.assertEq(view_("gearbox").owner, MANUFACTURER);
    }

    function test_opened() public {
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.openWorkOrder(0, CRANE_418, SERVICE_PARTNER, alert(), 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, CRANE_418, MANUFACTURER));
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, alert(), 0);
        refused(BUYER, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        provenance.openWorkOrder(ORDER, CRANE_418, "nobody", alert(), 0);
        // For the machine, not for a part in it.
        refused(
            BUYER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("gearbox"), PartStatus.Installed)
        );
        provenance.openWorkOrder(ORDER, "gearbox", SERVICE_PARTNER, alert(), 0);
        _open();
        refused(BUYER, abi.encodeWithSelector(IPartErrors.WorkOrderExists.selector, ORDER));
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, alert(), 0);
        vm.expectRevert(abi.encodeWithSelector(IPartErrors.UnknownWorkOrder.selector, bytes32("other")));
        provenance.workOrderOf("other");
    }

    function test_diagnosedOnceByThePerformer() public {
        _open();
        refused(BUYER, _notAParty(BUYER));
        provenance.diagnose(ORDER, 0);
        refused(SERVICE_PARTNER, _wrongStatus(WorkOrderStatus.Opened));
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, "");
        refused(SERVICE_PARTNER, _wrongStatus(WorkOrderStatus.Opened));
        provenance.completeWorkOrder(ORDER, 0, LATER, "");
        // Nor does the custodian change anything under it before.
        refused(BUYER, _wrongStatus(WorkOrderStatus.Opened));
        provenance.remove("gearbox", ORDER);
        as_(BUYER);
        provenance.remove("gearbox", 0);
        refused(BUYER, _wrongStatus(WorkOrderStatus.Opened));
        provenance.install("gearbox", "trolley", "hoist", ORDER);
        as_(SERVICE_PARTNER);
        provenance.diagnose(ORDER, 0);
        refused(SERVICE_PARTNER, _wrongStatus(WorkOrderStatus.Diagnosed));
        provenance.diagnose(ORDER, 0);
    }

    function test_replacedOnlyWithTheCustodiansSignatureForThisChange() public {
        _diagnosed();
        handOver(WAREHOUSE, SERVICE_PARTNER, "gearbox 2", HandOverPurpose.Installation, true);
        bytes32 digest = provenance.replacementDigest(ORDER, "gearbox", "gearbox 2", 0, LATER);
        bytes memory own = signAs(SERVICE_PARTNER, digest);
        refused(
            SERVICE_PARTNER,
            abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, BUYER, SERVICE_PARTNER)
        );
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, own);
        bytes memory consent = signAs(BUYER, digest);
        refused(SERVICE_PARTNER, abi.encodeWithSelector(IPartErrors.SignatureExpired.selector, time() - 1));
        provenance.replace("gearbox", "gearbox 2", ORDER, time() - 1, consent);
        // Only the performer, though another has the signature.
        refused(MANUFACTURER, _notAParty(MANUFACTURER));
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, consent);
        as_(SERVICE_PARTNER);
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, consent);
        // The consent was for change 0; putting the old one back needs another.
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(SERVICE_PARTNER);
        provenance.replace("gearbox 2", "gearbox", ORDER, LATER, consent);
    }

    function test_theCustodianAloneIsNotThePerformer() public {
        _diagnosed();
        handOver(WAREHOUSE, BUYER, "gearbox 2", HandOverPurpose.Installation, true);
        refused(BUYER, _notAParty(BUYER));
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, "");
    }

    function test_thePartMustBeAtHand() public {
        _diagnosed();
        bytes memory consent = signAs(BUYER, provenance.replacementDigest(ORDER, "gearbox", "gearbox 2", 0, LATER));
        refused(
            SERVICE_PARTNER,
            abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, bytes32("gearbox 2"), SERVICE_PARTNER)
        );
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, consent);
    }

    function test_onlyOnItsMachine() public {
        _diagnosed();
        makeMachine(CRANE_417);
        make("other");
        install(MANUFACTURER, "other", CRANE_417, "hoist");
        handOver(WAREHOUSE, SERVICE_PARTNER, "gearbox 2", HandOverPurpose.Installation, true);
        bytes memory consent = signAs(BUYER, provenance.replacementDigest(ORDER, "other", "gearbox 2", 0, LATER));
        refused(
            SERVICE_PARTNER, abi.encodeWithSelector(IPartErrors.WorkOrderMachineMismatch.selector, ORDER, CRANE_417)
        );
        provenance.replace("other", "gearbox 2", ORDER, LATER, consent);
    }

    function test_notAfterTheMachineChangedHands() public {
        _diagnosed();
        handOver(WAREHOUSE, SERVICE_PARTNER, "gearbox 2", HandOverPurpose.Installation, true);
        handOver(BUYER, MANUFACTURER, CRANE_418, HandOverPurpose.Return, true);
        bytes memory consent = signAs(BUYER, provenance.replacementDigest(ORDER, "gearbox", "gearbox 2", 0, LATER));
        refused(SERVICE_PARTNER, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, CRANE_418, BUYER));
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, consent);
    }

    function test_theCustodiansOwnChangesUnderTheOrder() public {
        _diagnosed();
        refused(BUYER, abi.encodeWithSelector(IPartErrors.UnknownWorkOrder.selector, bytes32("other")));
        provenance.remove("gearbox", "other");
        as_(BUYER);
        provenance.remove("gearbox", ORDER);
        as_(BUYER);
        provenance.install("gearbox", "trolley", "hoist", ORDER);
        vm.assertEq(provenance.workOrderOf(ORDER).changes, 2);
        // The machine's new custodian is no side of the order.
        handOver(BUYER, MANUFACTURER, CRANE_418, HandOverPurpose.Return, true);
        refused(MANUFACTURER, _notAParty(MANUFACTURER));
        provenance.remove("gearbox", ORDER);
    }

    function test_oneMemberMayBeBothSides() public {
        handOver(WAREHOUSE, BUYER, "gearbox 2", HandOverPurpose.Installation, true);
        as_(BUYER);
        provenance.openWorkOrder(ORDER, CRANE_418, BUYER, noAlert(), 0);
        as_(BUYER);
        provenance.diagnose(ORDER, 0);
        as_(BUYER);
        provenance.replace("gearbox", "gearbox 2", ORDER, LATER, "");
        as_(BUYER);
        provenance.completeWorkOrder(ORDER, 0, LATER, "");
        vm.assertTrue(provenance.workOrderOf(ORDER).status == WorkOrderStatus.Completed);
    }

    function test_completionsRefused() public {
        _diagnosed();
        bytes32 digest = provenance.completionDigest(ORDER, 0, 0, 0, LATER);
        bytes memory byTheBuyer = signAs(BUYER, digest);
        refused(MANUFACTURER, _notAParty(MANUFACTURER));
        provenance.completeWorkOrder(ORDER, 0, LATER, byTheBuyer);
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, SERVICE_PARTNER, BUYER));
        provenance.completeWorkOrder(ORDER, 0, LATER, byTheBuyer);
        refused(SERVICE_PARTNER, abi.encodeWithSelector(IPartErrors.SignatureExpired.selector, time() - 1));
        provenance.completeWorkOrder(ORDER, 0, time() - 1, byTheBuyer);
        as_(SERVICE_PARTNER);
        provenance.completeWorkOrder(ORDER, 0, LATER, byTheBuyer);
        refused(BUYER, _wrongStatus(WorkOrderStatus.Completed));
        provenance.cancelWorkOrder(ORDER);
    }

    function test_whatWasSignedIsWhatWasDone() public {
        _diagnosed();
        bytes memory early = signAs(SERVICE_PARTNER, provenance.completionDigest(ORDER, 0, 0, 0, LATER));
        as_(BUYER);
        provenance.remove("gearbox", ORDER);
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(BUYER);
        provenance.completeWorkOrder(ORDER, 0, LATER, early);
    }

    function test_cancelledOnlyBeforeAnyChange() public {
        _diagnosed();
        refused(SERVICE_PARTNER, _notAParty(SERVICE_PARTNER));
        provenance.cancelWorkOrder(ORDER);
        as_(BUYER);
        provenance.remove("gearbox", ORDER);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.WorkOrderHasChanges.selector, ORDER, 1));
        provenance.cancelWorkOrder(ORDER);
        as_(BUYER);
        provenance.openWorkOrder("second", CRANE_418, SERVICE_PARTNER, noAlert(), 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.WorkOrderCancelled("second");
        as_(BUYER);
        provenance.cancelWorkOrder("second");
    }

    function _open() private {
        as_(BUYER);
        provenance.openWorkOrder(ORDER, CRANE_418, SERVICE_PARTNER, alert(), 0);
    }

    function _diagnosed() private {
        _open();
        as_(SERVICE_PARTNER);
        provenance.diagnose(ORDER, 0);
    }

    function _notAParty(bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotAPartyToWorkOrder.selector, ORDER, member);
    }

    function _wrongStatus(WorkOrderStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.WorkOrderStatusMismatch.selector, ORDER, status);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "../access/IMemberRegistry.sol";
import {Assembly} from "./Assembly.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {WorkOrder, WorkOrderStatus} from "./PartTypes.sol";
import {ProvenanceBase} from "./ProvenanceBase.sol";

/// @title Work orders
/// @notice From an alert to a diagnosis, to replacements, to both signatures.
abstract contract WorkOrders is ProvenanceBase {
    bytes32 private constant REPLACEMENT_TYPEHASH =
        keccak256("Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline)");
    bytes32 private constant COMPLETION_TYPEHASH = keccak256(
        "WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48 deadline)"
    );

    /// @inheritdoc IPartProvenance
    function openWorkOrder(bytes32 workOrder, bytes32 machine, bytes16 performer, bytes32 alert, bytes32 record)
        external
    {
        bytes16 member = _operator();
        if (workOrder == 0) revert IdentifierMissing();
        WorkOrder storage order = _state.workOrders[workOrder];
        if (order.status != WorkOrderStatus.None) revert WorkOrderExists(workOrder);
        _requireLoose(machine, member);
        _memberRegistry().requireMember(performer, MemberKind.None);
        _requireRecordIfAny(record);
        order.status = WorkOrderStatus.Opened;
        order.custodian = member;
        order.performer = performer;
        order.openedAt = _now();
        order.statusSince = _now();
        order.machine = machine;
        order.alert = alert;
        order.record = record;
        emit WorkOrderOpened(workOrder, machine, performer, member, alert, record);
    }

    /// @inheritdoc IPartProvenance
    function diagnose(bytes32 workOrder, bytes32 record) external {
        bytes16 member = _operator();
        WorkOrder storage order = _requireStatus(workOrder, WorkOrderStatus.Opened);
        if (order.performer != member) revert NotAPartyToWorkOrder(workOrder, member);
        _requireRecordIfAny(record);
        order.diagnosis = record;
        _change(order, WorkOrderStatus.Diagnosed);
        emit WorkOrderDiagnosed(workOrder, record);
    }

    /// @inheritdoc IPartProvenance
    function replace(
        bytes32 oldPart,
        bytes32 newPart,
        bytes32 workOrder,
        uint48 deadline,
        bytes calldata custodianSignature
    ) external {
        bytes16 member = _operator();
        WorkOrder storage order = _requireStatus(workOrder, WorkOrderStatus.Diagnosed);
        if (order.custodian != member) {
            bytes32 digest = replacementDigest(workOrder, oldPart, newPart, order.changes, deadline);
            _requireSignature(digest, custodianSignature, order.custodian, deadline);
        }
        Assembly.replace(_state, member, oldPart, newPart, workOrder);
    }

    /// @inheritdoc IPartProvenance
    function completeWorkOrder(bytes32 workOrder, bytes32 record, uint48 deadline, bytes calldata otherSignature)
        external
    {
        bytes16 member = _operator();
        WorkOrder storage order = _requireStatus(workOrder, WorkOrderStatus.Diagnosed);
        (bytes16 custodian, bytes16 performer) = (order.custodian, order.performer);
        if (member != custodian && member != performer) revert NotAPartyToWorkOrder(workOrder, member);
        _requireRecordIfAny(record);
        if (custodian != performer) {
            bytes32 digest = completionDigest(workOrder, record, order.changes, order.changesHash, deadline);
            _requireSignature(digest, otherSignature, member == custodian ? performer : custodian, deadline);
        }
        order.completion = record;
        _change(order, WorkOrderStatus.Completed);
        emit WorkOrderCompleted(workOrder, custodian, performer, record, order.changes, order.changesHash);
    }

    /// @inheritdoc IPartProvenance
    function cancelWorkOrder(bytes32 workOrder) external {
        bytes16 member = _operator();
        WorkOrder storage order = _known(workOrder);
        if (order.custodian != member) revert NotAPartyToWorkOrder(workOrder, member);
        if (order.status != WorkOrderStatus.Opened && order.status != WorkOrderStatus.Diagnosed) {
            revert WorkOrderStatusMismatch(workOrder, order.status);
        }
        if (order.changes != 0) revert WorkOrderHasChanges(workOrder, order.changes);
        _change(order, WorkOrderStatus.Cancelled);
        emit WorkOrderCancelled(workOrder);
    }

    /// @inheritdoc IPartProvenance
    function workOrderOf(bytes32 workOrder) external view returns (WorkOrder memory) {
        return _known(workOrder);
    }

    /// @inheritdoc IPartProvenance
    function replacementDigest(bytes32 workOrder, bytes32 oldPart, bytes32 newPart, uint32 change, uint48 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return
            _hashTypedDataV4(keccak256(abi.encode(REPLACEMENT_TYPEHASH, workOrder, oldPart, newPart, change, deadline)));
    }

    /// @inheritdoc IPartProvenance
    function completionDigest(bytes32 workOrder, bytes32 record, uint32 changes, bytes32 changesHash, uint48 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return
            _hashTypedDataV4(
                keccak256(abi.encode(COMPLETION_TYPEHASH, workOrder, record, changes, changesHash, deadline))
            );
    }

    function _known(bytes32 workOrder) private view returns (WorkOrder storage order) {
        order = _state.workOrders[workOrder];
        if (order.status == WorkOrderStatus.None) revert UnknownWorkOrder(workOrder);
    }

    function _requireStatus(bytes32 workOrder, WorkOrderStatus status) private view returns (WorkOrder storage order) {
        order = _known(workOrder);
        if (order.status != status) revert WorkOrderStatusMismatch(workOrder, order.status);
    }

    function _change(WorkOrder storage order, WorkOrderStatus status) private {
        order.status = status;
        order.statusSince = _now();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence} from "../orders/OrderTypes.sol";
import {Assembly} from "./Assembly.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {WorkOrder, WorkOrderStatus} from "./PartTypes.sol";
import {ProvenanceBase} from "./ProvenanceBase.sol";
import {WorkOrderBook} from "./WorkOrderBook.sol";

/// @title Work orders
/// @notice From an alert to a diagnosis, to replacements, to both signatures.
abstract contract WorkOrders is ProvenanceBase {
    bytes32 private constant REPLACEMENT_TYPEHASH =
        keccak256("Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline)");
    bytes32 private constant COMPLETION_TYPEHASH = keccak256(
        "WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48 deadline)"
    );

    /// @inheritdoc IPartProvenance
    function openWorkOrder(
        bytes32 workOrder,
        bytes32 machine,
        bytes16 performer,
        Evidence calldata alert,
        bytes32 record
    ) external {
        bytes16 member = _operator();
        _requireActive(performer);
        _requireEvidence(alert);
        _requireRecordIfAny(record);
        WorkOrderBook.open(_state, member, workOrder, machine, performer, alert, record);
    }

    /// @inheritdoc IPartProvenance
    function diagnose(bytes32 workOrder, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        WorkOrderBook.diagnose(_state, member, workOrder, record);
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
        WorkOrder storage order = _requireDiagnosed(workOrder);
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
        WorkOrder storage order = _requireDiagnosed(workOrder);
        (bytes16 custodian, bytes16 performer) = (order.custodian, order.performer);
        if (member != custodian && member != performer) revert NotAPartyToWorkOrder(workOrder, member);
        _requireRecordIfAny(record);
        if (custodian != performer) {
            bytes32 digest = completionDigest(workOrder, record, order.changes, order.changesHash, deadline);
            _requireSignature(digest, otherSignature, member == custodian ? performer : custodian, deadline);
        }
        WorkOrderBook.complete(_state, workOrder, record);
    }

    /// @inheritdoc IPartProvenance
    function cancelWorkOrder(bytes32 workOrder) external {
        WorkOrderBook.cancel(_state, _operator(), workOrder);
    }

    /// @inheritdoc IPartProvenance
    function workOrderOf(bytes32 workOrder) external view returns (WorkOrder memory) {
        return WorkOrderBook.known(_state, workOrder);
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

    function _requireDiagnosed(bytes32 workOrder) private view returns (WorkOrder storage order) {
        order = WorkOrderBook.known(_state, workOrder);
        if (order.status != WorkOrderStatus.Diagnosed) revert WorkOrderStatusMismatch(workOrder, order.status);
    }
}

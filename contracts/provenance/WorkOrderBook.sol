// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence} from "../orders/OrderTypes.sol";
import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {WorkOrder, WorkOrderStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {ProvenanceState} from "./ProvenanceState.sol";

/// @title What becomes of a work order
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts; records and signatures were
/// checked before.
library WorkOrderBook {
    /// @notice See IPartProvenance.openWorkOrder.
    function open(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 workOrder,
        bytes32 machine,
        bytes16 performer,
        Evidence calldata alert,
        bytes32 record
    ) external {
        if (workOrder == 0) revert IConsortiumErrors.IdentifierMissing();
        WorkOrder storage order = state.workOrders[workOrder];
        if (order.status != WorkOrderStatus.None) revert IPartErrors.WorkOrderExists(workOrder);
        PartTree.requireLoose(state, machine, member);
        order.custodian = member;
        order.performer = performer;
        order.openedAt = uint48(block.timestamp);
        order.machine = machine;
        order.record = record;
        order.alert = alert;
        _change(order, WorkOrderStatus.Opened);
        emit IPartEvents.WorkOrderOpened(workOrder, machine, performer, member, alert, record);
    }

    /// @notice See IPartProvenance.diagnose.
    function diagnose(ProvenanceState storage state, bytes16 member, bytes32 workOrder, bytes32 record) external {
        WorkOrder storage order = known(state, workOrder);
        if (order.status != WorkOrderStatus.Opened) {
            revert IPartErrors.WorkOrderStatusMismatch(workOrder, order.status);
        }
        if (order.performer != member) revert IPartErrors.NotAPartyToWorkOrder(workOrder, member);
        order.diagnosis = record;
        _change(order, WorkOrderStatus.Diagnosed);
        emit IPartEvents.WorkOrderDiagnosed(workOrder, record);
    }

    /// @notice See IPartProvenance.completeWorkOrder; that it is diagnosed and both sides agree was checked before.
    function complete(ProvenanceState storage state, bytes32 workOrder, bytes32 record) external {
        WorkOrder storage order = state.workOrders[workOrder];
        order.completion = record;
        _change(order, WorkOrderStatus.Completed);
        emit IPartEvents.WorkOrderCompleted(
            workOrder, order.custodian, order.performer, record, order.changes, order.changesHash
        );
    }

    /// @notice See IPartProvenance.cancelWorkOrder.
    function cancel(ProvenanceState storage state, bytes16 member, bytes32 workOrder) external {
        WorkOrder storage order = known(state, workOrder);
        if (order.custodian != member) revert IPartErrors.NotAPartyToWorkOrder(workOrder, member);
        if (order.status != WorkOrderStatus.Opened && order.status != WorkOrderStatus.Diagnosed) {
            revert IPartErrors.WorkOrderStatusMismatch(workOrder, order.status);
        }
        if (order.changes != 0) revert IPartErrors.WorkOrderHasChanges(workOrder, order.changes);
        _change(order, WorkOrderStatus.Cancelled);
        emit IPartEvents.WorkOrderCancelled(workOrder);
    }

    /// @notice The entry of a work order. Reverts UnknownWorkOrder.
    function known(ProvenanceState storage state, bytes32 workOrder) internal view returns (WorkOrder storage order) {
        order = state.workOrders[workOrder];
        if (order.status == WorkOrderStatus.None) revert IPartErrors.UnknownWorkOrder(workOrder);
    }

    function _change(WorkOrder storage order, WorkOrderStatus status) private {
        order.status = status;
        order.statusSince = uint48(block.timestamp);
    }
}

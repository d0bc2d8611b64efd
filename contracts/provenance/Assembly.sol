// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {AssemblyEdge, PartStatus, WorkOrder, WorkOrderStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";
import {RecallScopes} from "./RecallScopes.sol";

/// @title Installing, removing and replacing parts
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts.
library Assembly {
    /// @notice See IPartProvenance.install.
    function install(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 part,
        bytes32 parent,
        bytes32 position,
        bytes32 workOrder
    ) external {
        if (state.parts[parent].status == PartStatus.None) revert IPartErrors.UnknownPart(parent);
        (bytes32 root,) = PartTree.rootOf(state, parent);
        if (state.parts[root].custodian != member) revert IPartErrors.NotTheCustodian(parent, member);
        _requireInstallable(state, part);
        _requireAtHand(state.parts[part], part, member, member, state.parts[root].owner);
        if (workOrder != 0) _requireRunning(state, workOrder, root, member);
        _install(state, member, part, parent, position, workOrder);
    }

    /// @notice See IPartProvenance.remove.
    function remove(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 workOrder) external {
        bytes32 root = _requireInstalled(state, part);
        if (state.parts[root].custodian != member) revert IPartErrors.NotTheCustodian(part, member);
        if (workOrder != 0) _requireRunning(state, workOrder, root, member);
        _remove(state, member, part, root, workOrder);
    }

    /// @notice See IPartProvenance.replace; the custodian's signature was checked before.
    function replace(
        ProvenanceState storage state,
        bytes16 performer,
        bytes32 oldPart,
        bytes32 newPart,
        bytes32 workOrder
    ) external {
        WorkOrder storage order = state.workOrders[workOrder];
        bytes32 root = _requireInstalled(state, oldPart);
        _requireRunning(state, workOrder, root, performer);
        if (order.performer != performer) revert IPartErrors.NotAPartyToWorkOrder(workOrder, performer);
        bytes16 custodian = order.custodian;
        if (state.parts[root].custodian != custodian) revert IPartErrors.NotTheCustodian(root, custodian);
        _requireInstallable(state, newPart);
        _requireAtHand(state.parts[newPart], newPart, performer, custodian, state.parts[root].owner);

        AssemblyEdge memory edge = _remove(state, performer, oldPart, root, workOrder);
        _install(state, performer, newPart, edge.parent, edge.position, workOrder);
        emit IPartEvents.PartReplaced(workOrder, oldPart, newPart, edge.parent, edge.position, performer, custodian);
    }

    function _install(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 part,
        bytes32 parent,
        bytes32 position,
        bytes32 workOrder
    ) private {
        if (position == 0) revert IConsortiumErrors.IdentifierMissing();
        bytes32 root = PartTree.attach(state, part, parent, position, workOrder);
        if (state.parts[root].status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(root);
        if (state.offers[part].receiver != 0) {
            delete state.offers[part];
            emit IPartEvents.HandOverCancelled(part, member);
        }
        delete state.titleOffers[part];
        _note(state, workOrder, part, parent, position, true);
        emit IPartEvents.PartInstalled(part, parent, root, position, workOrder, member);
    }

    function _remove(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 root, bytes32 workOrder)
        private
        returns (AssemblyEdge memory edge)
    {
        edge = PartTree.detach(state, part);
        PartEntry storage entry = state.parts[part];
        entry.custodian = state.parts[root].custodian;
        entry.owner = state.parts[root].owner;
        _note(state, workOrder, part, edge.parent, edge.position, false);
        emit IPartEvents.PartRemoved(
            part, edge.parent, root, edge.position, workOrder, member, entry.custodian, entry.owner
        );
    }

    /// @dev Counts a change under a work order and adds it to what both sides will sign.
    function _note(
        ProvenanceState storage state,
        bytes32 workOrder,
        bytes32 part,
        bytes32 parent,
        bytes32 position,
        bool installed
    ) private {
        if (workOrder == 0) return;
        WorkOrder storage order = state.workOrders[workOrder];
        ++order.changes;
        order.changesHash = keccak256(abi.encode(order.changesHash, part, parent, position, installed));
    }

    function _requireInstallable(ProvenanceState storage state, bytes32 part) private view {
        PartEntry storage entry = state.parts[part];
        PartStatus status = entry.status;
        if (status == PartStatus.None) revert IPartErrors.UnknownPart(part);
        if (status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(part);
        if (status == PartStatus.Installed || status == PartStatus.InRepair) {
            revert IPartErrors.PartStatusMismatch(part, status);
        }
        if (entry.machine) revert IPartErrors.MachineNotInstallable(part);
        if (entry.suspected) revert IPartErrors.PartIsSuspected(part);
        if (entry.openRecalls != 0 || RecallScopes.unmarked(state, part)) revert IPartErrors.PartUnderRecall(part);
        if (entry.barredBelow != 0) revert IPartErrors.AssemblyHoldsBarredParts(part, entry.barredBelow);
    }

    /// @dev What is built in belongs to the root's owner from then on: nobody gives away what is a third member's.
    function _requireAtHand(PartEntry storage entry, bytes32 part, bytes16 member, bytes16 other, bytes16 rootOwner)
        private
        view
    {
        (bytes16 holder, bytes16 owner) = (entry.custodian, entry.owner);
        if (holder != member && holder != other) revert IPartErrors.NotTheCustodian(part, member);
        if (owner != member && owner != other && owner != rootOwner) revert IPartErrors.NotTheOwner(part, member);
    }

    function _requireInstalled(ProvenanceState storage state, bytes32 part) private view returns (bytes32 root) {
        PartStatus status = state.parts[part].status;
        if (status == PartStatus.None) revert IPartErrors.UnknownPart(part);
        if (status != PartStatus.Installed) revert IPartErrors.PartStatusMismatch(part, status);
        (root,) = PartTree.rootOf(state, part);
        if (state.parts[root].status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(root);
    }

    function _requireRunning(ProvenanceState storage state, bytes32 workOrder, bytes32 root, bytes16 member)
        private
        view
    {
        WorkOrder storage order = state.workOrders[workOrder];
        if (order.status == WorkOrderStatus.None) revert IPartErrors.UnknownWorkOrder(workOrder);
        if (order.status != WorkOrderStatus.Diagnosed) {
            revert IPartErrors.WorkOrderStatusMismatch(workOrder, order.status);
        }
        if (order.machine != root) revert IPartErrors.WorkOrderMachineMismatch(workOrder, root);
        if (order.custodian != member && order.performer != member) {
            revert IPartErrors.NotAPartyToWorkOrder(workOrder, member);
        }
    }
}

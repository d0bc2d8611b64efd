// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {CoreReturn, CoreStatus, PartStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @title Core returns
/// @notice An exchange unit is delivered against an old unit, the core: its owner owes it by a day, the creditor judges
/// it when it is there and then owes the credit. The hand-over itself is {HandOvers}'.
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts.
library CoreReturns {
    /// @notice See IPartProvenance.oweCore; that the creditor is an active member was checked before.
    function owe(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 part,
        bytes16 creditor,
        uint48 dueAt,
        bytes32 terms
    ) external {
        if (state.parts[part].status == PartStatus.None) revert IPartErrors.UnknownPart(part);
        (bytes32 root,) = PartTree.rootOf(state, part);
        PartEntry storage top = state.parts[root];
        if (top.status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(part);
        if (top.owner != member) revert IPartErrors.NotTheOwner(part, member);
        if (creditor == member) revert IPartErrors.CoreReturnMalformed(part);
        uint48 time = uint48(block.timestamp);
        if (dueAt < time) revert IConsortiumErrors.TimeTooEarly(dueAt, time);
        CoreStatus status = state.coreReturns[part].status;
        if (status == CoreStatus.Owed || status == CoreStatus.Returned) {
            revert IPartErrors.CoreStatusMismatch(part, status);
        }
        state.coreReturns[part] = CoreReturn({
            status: CoreStatus.Owed,
            debtor: member,
            creditor: creditor,
            owedAt: time,
            dueAt: dueAt,
            returnedAt: 0,
            terms: terms,
            finding: 0
        });
        emit IPartEvents.CoreOwed(part, member, creditor, dueAt, terms);
    }

    /// @notice See IPartProvenance.judgeCore.
    function judge(ProvenanceState storage state, bytes16 member, bytes32 part, bool accepted, bytes32 record)
        external
    {
        CoreReturn storage core = _requireCreditor(state, member, part, CoreStatus.Returned);
        PartEntry storage entry = state.parts[part];
        if (accepted) {
            if (entry.status == PartStatus.Installed) revert IPartErrors.PartStatusMismatch(part, entry.status);
            // The debtor may have sold it since, or handed it over with ownership.
            if (entry.owner != core.debtor && entry.owner != member) {
                revert IPartErrors.NotTheOwner(part, core.debtor);
            }
            entry.owner = member;
            delete state.titleOffers[part];
        }
        core.status = accepted ? CoreStatus.Accepted : CoreStatus.Refused;
        core.finding = record;
        emit IPartEvents.CoreJudged(part, core.debtor, member, accepted, entry.owner, record);
    }

    /// @notice See IPartProvenance.waiveCore.
    function waive(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 record) external {
        CoreReturn storage core = _requireCreditor(state, member, part, CoreStatus.Owed);
        core.status = CoreStatus.Waived;
        core.finding = record;
        emit IPartEvents.CoreWaived(part, core.debtor, member, record);
    }

    function _requireCreditor(ProvenanceState storage state, bytes16 member, bytes32 part, CoreStatus status)
        private
        view
        returns (CoreReturn storage core)
    {
        core = state.coreReturns[part];
        if (core.status != status) revert IPartErrors.CoreStatusMismatch(part, core.status);
        if (core.creditor != member) revert IPartErrors.NotTheCoreCreditor(part, member);
    }
}

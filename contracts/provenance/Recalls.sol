// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {PartRegister} from "./PartRegister.sol";
import {PartStatus, Recall, RecallMark, RecallScope, RecallStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";
import {RecallScopes} from "./RecallScopes.sol";

/// @title Recalls
/// @notice A recall of a lot, a design or a maker is in force on all of it from the moment it is opened, also on what is
/// registered later. Marking goes through the scope in pages, however many parts there are, and finds for each the
/// machine it is in and who has that.
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts.
library Recalls {
    /// @notice Parts one call may mark.
    uint256 internal constant PAGE = 64;

    /// @notice See IPartProvenance.openRecall.
    function open(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 recall,
        RecallScope scope,
        bytes16 maker,
        bytes32 key,
        bytes32 record
    ) external {
        if (recall == 0) revert IConsortiumErrors.IdentifierMissing();
        Recall storage opened = state.recalls[recall];
        if (opened.status != RecallStatus.None) revert IPartErrors.RecallExists(recall);
        bool keyed = scope == RecallScope.Lot || scope == RecallScope.Design;
        if (scope == RecallScope.None || keyed != (key != 0)) revert IPartErrors.RecallMalformed(recall);
        bool listed = scope == RecallScope.List;
        if (listed) {
            if (maker != 0) revert IPartErrors.RecallMalformed(recall);
        } else {
            PartRegister.requireRegistrar(state, maker, member);
            bytes32[] storage inForce = state.recallsIn[RecallScopes.keyOf(scope, maker, key)];
            if (inForce.length == RecallScopes.LIMIT) {
                revert IPartErrors.TooManyRecalls(maker, key, RecallScopes.LIMIT);
            }
            inForce.push(recall);
        }
        opened.status = RecallStatus.Open;
        opened.scope = scope;
        opened.openedBy = member;
        opened.maker = maker;
        opened.openedAt = uint48(block.timestamp);
        opened.key = key;
        opened.record = record;
        emit IPartEvents.RecallOpened(recall, member, scope, maker, key, record);
        // What is built in somewhere is barred from being moved on by its mark, so the first are marked at once.
        if (!listed) _advance(state, opened, recall, PAGE);
    }

    /// @notice See IPartProvenance.markRecalled.
    function mark(ProvenanceState storage state, bytes32 recall, uint256 limit)
        external
        returns (uint256 marked, uint256 left)
    {
        Recall storage opened = _requireInForce(state, recall);
        if (opened.scope == RecallScope.List) revert IPartErrors.RecallScopeMismatch(recall, opened.scope);
        if (limit == 0 || limit > PAGE) revert IPartErrors.PageSizeMismatch(limit, PAGE);
        return _advance(state, opened, recall, limit);
    }

    /// @notice See IPartProvenance.markListed.
    function markListed(ProvenanceState storage state, bytes16 member, bytes32 recall, bytes32[] calldata parts)
        external
    {
        Recall storage opened = _requireInForce(state, recall);
        bool listed = opened.scope == RecallScope.List;
        if (listed) {
            if (opened.status == RecallStatus.Closed) {
                revert IPartErrors.RecallStatusMismatch(recall, RecallStatus.Closed);
            }
            if (opened.openedBy != member) revert IConsortiumErrors.NotPermitted(opened.openedBy, member);
        }
        if (parts.length == 0 || parts.length > PAGE) revert IPartErrors.PageSizeMismatch(parts.length, PAGE);
        for (uint256 i = 0; i < parts.length; ++i) {
            bytes32 part = parts[i];
            PartEntry storage entry = state.parts[part];
            if (entry.status == PartStatus.None) revert IPartErrors.UnknownPart(part);
            if (listed) _requireAuthority(state, part, entry.maker, member);
            else if (!RecallScopes.covers(opened, entry)) revert IPartErrors.PartNotInScope(recall, part);
            if (state.recallMarks[recall][part] == RecallMark.None) _mark(state, opened, recall, part);
        }
    }

    /// @notice See IPartProvenance.remedyRecall.
    function remedy(ProvenanceState storage state, bytes16 member, bytes32 recall, bytes32 part, bytes32 record)
        external
    {
        Recall storage opened = _requireKnown(state, recall);
        PartEntry storage entry = state.parts[part];
        RecallMark present = state.recallMarks[recall][part];
        if (present == RecallMark.None && _reaches(opened, entry)) {
            _mark(state, opened, recall, part);
            present = state.recallMarks[recall][part];
        }
        if (present != RecallMark.Marked) revert IPartErrors.PartNotRecalled(recall, part, present);
        (bytes32 root,) = PartTree.rootOf(state, part);
        if (state.parts[root].custodian != member && _authority(state, opened) != member) {
            revert IPartErrors.NotTheCustodian(part, member);
        }
        state.recallMarks[recall][part] = RecallMark.Remedied;
        bool barred = PartTree.isBarred(entry);
        --entry.openRecalls;
        PartTree.countBarred(state, part, barred);
        ++opened.remedied;
        emit IPartEvents.RecallRemedied(recall, part, member, record);
    }

    /// @notice See IPartProvenance.closeRecall.
    function close(ProvenanceState storage state, bytes16 member, bytes32 recall) external {
        Recall storage opened = _requireKnown(state, recall);
        if (opened.status != RecallStatus.Open) revert IPartErrors.RecallStatusMismatch(recall, opened.status);
        _requireOpener(state, opened, member);
        if (opened.scope != RecallScope.List) {
            uint256 inScope = state.scopes[RecallScopes.keyOf(opened.scope, opened.maker, opened.key)].length;
            uint256 cursor = state.recallCursors[recall];
            if (cursor != inScope) revert IPartErrors.RecallNotFullyMarked(recall, cursor, inScope);
        }
        opened.status = RecallStatus.Closed;
        emit IPartEvents.RecallClosed(recall, opened.marked, opened.live, opened.remedied);
    }

    /// @notice See IPartProvenance.endRecall.
    function end(ProvenanceState storage state, bytes16 member, bytes32 recall, bytes32 record) external {
        Recall storage opened = _requireInForce(state, recall);
        _requireOpener(state, opened, member);
        if (opened.scope == RecallScope.List) revert IPartErrors.RecallScopeMismatch(recall, opened.scope);
        bytes32[] storage inForce = state.recallsIn[RecallScopes.keyOf(opened.scope, opened.maker, opened.key)];
        uint256 last = inForce.length - 1;
        for (uint256 i = 0; i < last; ++i) {
            if (inForce[i] == recall) inForce[i] = inForce[last];
        }
        inForce.pop();
        opened.status = RecallStatus.Ended;
        emit IPartEvents.RecallEnded(recall, member, record);
    }

    /// @dev Goes through the next parts of the scope; those named before are passed over.
    function _advance(ProvenanceState storage state, Recall storage opened, bytes32 recall, uint256 limit)
        private
        returns (uint256 marked, uint256 left)
    {
        bytes32[] storage parts = state.scopes[RecallScopes.keyOf(opened.scope, opened.maker, opened.key)];
        uint256 cursor = state.recallCursors[recall];
        left = parts.length - cursor;
        uint256 count = left < limit ? left : limit;
        left -= count;
        state.recallCursors[recall] = cursor + count;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 part = parts[cursor + i];
            if (state.recallMarks[recall][part] != RecallMark.None) continue;
            _mark(state, opened, recall, part);
            ++marked;
        }
    }

    function _mark(ProvenanceState storage state, Recall storage opened, bytes32 recall, bytes32 part) private {
        (bytes32 root, uint256 depth) = PartTree.rootOf(state, part);
        PartEntry storage top = state.parts[root];
        RecallMark reached = RecallMark.NotActionable;
        if (top.status != PartStatus.Scrapped) {
            reached = RecallMark.Marked;
            PartEntry storage entry = state.parts[part];
            bool barred = PartTree.isBarred(entry);
            ++entry.openRecalls;
            PartTree.countBarred(state, part, barred);
            ++opened.live;
        }
        ++opened.marked;
        state.recallMarks[recall][part] = reached;
        emit IPartEvents.PartRecalled(
            recall, part, top.machine ? root : bytes32(0), top.custodian, uint8(depth), reached
        );
    }

    /// @dev Who may close it: for a List who opened it, else whoever registers the maker's parts now.
    function _authority(ProvenanceState storage state, Recall storage opened) private view returns (bytes16) {
        return opened.scope == RecallScope.List ? opened.openedBy : state.makers[opened.maker].registrar;
    }

    function _requireOpener(ProvenanceState storage state, Recall storage opened, bytes16 member) private view {
        bytes16 authority = _authority(state, opened);
        if (authority != member) revert IConsortiumErrors.NotPermitted(authority, member);
    }

    /// @dev A list reaches what one registers, and what is in machines one registers.
    function _requireAuthority(ProvenanceState storage state, bytes32 part, bytes16 maker, bytes16 member)
        private
        view
    {
        if (state.makers[maker].registrar == member) return;
        (bytes32 root,) = PartTree.rootOf(state, part);
        PartEntry storage top = state.parts[root];
        if (!top.machine || state.makers[top.maker].registrar != member) {
            revert IPartErrors.NotARecallAuthority(part, member);
        }
    }

    /// @dev Whether a part not marked yet is under it all the same.
    function _reaches(Recall storage opened, PartEntry storage entry) private view returns (bool) {
        return
            opened.status != RecallStatus.Ended && opened.scope != RecallScope.List
                && RecallScopes.covers(opened, entry);
    }

    function _requireKnown(ProvenanceState storage state, bytes32 recall) private view returns (Recall storage opened) {
        opened = state.recalls[recall];
        if (opened.status == RecallStatus.None) revert IPartErrors.UnknownRecall(recall);
    }

    function _requireInForce(ProvenanceState storage state, bytes32 recall)
        private
        view
        returns (Recall storage opened)
    {
        opened = _requireKnown(state, recall);
        if (opened.status == RecallStatus.Ended) revert IPartErrors.RecallStatusMismatch(recall, RecallStatus.Ended);
    }
}

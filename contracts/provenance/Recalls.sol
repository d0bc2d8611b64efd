// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {PartRegister} from "./PartRegister.sol";
import {PartStatus, Recall, RecallMark, RecallScope, RecallStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @title Recalls
/// @notice A recall goes through its scope in pages, however many parts there are; parts registered meanwhile are at
/// the end of it. Each part is reached with the machine it is in and who has that.
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
        if (state.recalls[recall].status != RecallStatus.None) revert IPartErrors.RecallExists(recall);
        bool keyed = scope == RecallScope.Lot || scope == RecallScope.Design;
        if (scope == RecallScope.None || keyed != (key != 0)) revert IPartErrors.RecallMalformed(recall);
        if (scope == RecallScope.List) {
            if (maker != 0) revert IPartErrors.RecallMalformed(recall);
        } else {
            PartRegister.requireRegistrar(state, maker, member);
        }
        state.recalls[recall] = Recall({
            status: RecallStatus.Open,
            scope: scope,
            openedBy: member,
            maker: maker,
            openedAt: uint48(block.timestamp),
            marked: 0,
            live: 0,
            remedied: 0,
            key: key,
            record: record
        });
        emit IPartEvents.RecallOpened(recall, member, scope, maker, key, record);
    }

    /// @notice See IPartProvenance.markRecalled.
    function mark(ProvenanceState storage state, bytes32 recall, uint256 limit)
        external
        returns (uint256 marked, uint256 left)
    {
        Recall storage opened = _requireOpen(state, recall);
        if (opened.scope == RecallScope.List) revert IPartErrors.RecallScopeMismatch(recall, opened.scope);
        if (limit == 0 || limit > PAGE) revert IPartErrors.PageSizeMismatch(limit, PAGE);
        bytes32[] storage parts = state.scopes[PartRegister.scopeKey(opened.scope, opened.maker, opened.key)];
        uint256 cursor = state.recallCursors[recall];
        left = parts.length - cursor;
        marked = left < limit ? left : limit;
        left -= marked;
        state.recallCursors[recall] = cursor + marked;
        for (uint256 i = 0; i < marked; ++i) {
            _mark(state, opened, recall, parts[cursor + i]);
        }
    }

    /// @notice See IPartProvenance.markListed.
    function markListed(ProvenanceState storage state, bytes16 member, bytes32 recall, bytes32[] calldata parts)
        external
    {
        Recall storage opened = _requireOpen(state, recall);
        if (opened.scope != RecallScope.List) revert IPartErrors.RecallScopeMismatch(recall, opened.scope);
        if (opened.openedBy != member) revert IConsortiumErrors.NotPermitted(opened.openedBy, member);
        if (parts.length == 0 || parts.length > PAGE) revert IPartErrors.PageSizeMismatch(parts.length, PAGE);
        for (uint256 i = 0; i < parts.length; ++i) {
            bytes32 part = parts[i];
            if (state.parts[part].status == PartStatus.None) revert IPartErrors.UnknownPart(part);
            if (state.recallMarks[recall][part] != RecallMark.None) continue;
            if (state.makers[state.parts[part].maker].registrar != member) {
                (bytes32 root,) = PartTree.rootOf(state, part);
                PartEntry storage top = state.parts[root];
                if (!top.machine || state.makers[top.maker].registrar != member) {
                    revert IPartErrors.NotARecallAuthority(part, member);
                }
            }
            _mark(state, opened, recall, part);
        }
    }

    /// @notice See IPartProvenance.remedyRecall.
    function remedy(ProvenanceState storage state, bytes16 member, bytes32 recall, bytes32 part, bytes32 record)
        external
    {
        Recall storage opened = _requireKnown(state, recall);
        RecallMark present = state.recallMarks[recall][part];
        if (present != RecallMark.Marked) revert IPartErrors.PartNotRecalled(recall, part, present);
        (bytes32 root,) = PartTree.rootOf(state, part);
        if (state.parts[root].custodian != member && opened.openedBy != member) {
            revert IPartErrors.NotTheCustodian(part, member);
        }
        state.recallMarks[recall][part] = RecallMark.Remedied;
        --state.parts[part].openRecalls;
        ++opened.remedied;
        emit IPartEvents.RecallRemedied(recall, part, member, record);
    }

    /// @notice See IPartProvenance.closeRecall.
    function close(ProvenanceState storage state, bytes16 member, bytes32 recall) external {
        Recall storage opened = _requireOpen(state, recall);
        if (opened.openedBy != member) revert IConsortiumErrors.NotPermitted(opened.openedBy, member);
        if (opened.scope != RecallScope.List) {
            uint256 inScope = state.scopes[PartRegister.scopeKey(opened.scope, opened.maker, opened.key)].length;
            uint256 cursor = state.recallCursors[recall];
            if (cursor != inScope) revert IPartErrors.RecallNotFullyMarked(recall, cursor, inScope);
        }
        opened.status = RecallStatus.Closed;
        emit IPartEvents.RecallClosed(recall, opened.marked, opened.live, opened.remedied);
    }

    function _mark(ProvenanceState storage state, Recall storage opened, bytes32 recall, bytes32 part) private {
        (bytes32 root, uint256 depth) = PartTree.rootOf(state, part);
        PartEntry storage top = state.parts[root];
        RecallMark reached = RecallMark.NotActionable;
        if (top.status != PartStatus.Scrapped) {
            reached = RecallMark.Marked;
            ++state.parts[part].openRecalls;
            ++opened.live;
        }
        ++opened.marked;
        state.recallMarks[recall][part] = reached;
        emit IPartEvents.PartRecalled(
            recall, part, top.machine ? root : bytes32(0), top.custodian, uint8(depth), reached
        );
    }

    function _requireKnown(ProvenanceState storage state, bytes32 recall) private view returns (Recall storage opened) {
        opened = state.recalls[recall];
        if (opened.status == RecallStatus.None) revert IPartErrors.UnknownRecall(recall);
    }

    function _requireOpen(ProvenanceState storage state, bytes32 recall) private view returns (Recall storage opened) {
        opened = _requireKnown(state, recall);
        if (opened.status != RecallStatus.Open) revert IPartErrors.RecallIsClosed(recall);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IMemberRegistry, Member, MemberKind, MemberStatus, Seat} from "./IMemberRegistry.sol";

/// @title Members and their standing through time
/// @dev Part of MemberRegistry. A standing is a seat and a status; its history is what votes are counted by.
abstract contract Members is IMemberRegistry, ConsortiumContract {
    using Checkpoints for Checkpoints.Trace208;

    struct StoredMember {
        MemberKind kind;
        Seat seat;
        MemberStatus status;
        uint48 admittedAt;
        uint48 statusSince;
        address recovery;
        uint32 encryptionKeyVersion;
        address[] governanceAccounts;
        Checkpoints.Trace208 standings;
    }

    mapping(bytes16 member => StoredMember) internal _members;
    bytes16[] private _memberIds;
    Checkpoints.Trace208 private _accountingMembers;

    /// @inheritdoc IMemberRegistry
    function memberOf(bytes16 member) external view returns (Member memory) {
        StoredMember storage stored = _members[member];
        return Member(
            stored.kind, stored.seat, stored.status, stored.admittedAt, stored.statusSince, stored.recovery
        );
    }

    /// @inheritdoc IMemberRegistry
    function requireMember(bytes16 member, MemberKind kind) external view {
        StoredMember storage stored = _members[member];
        if (stored.status == MemberStatus.None) revert UnknownMember(member);
        if (stored.status != MemberStatus.Active) revert MemberNotActive(member, stored.status);
        if (kind != MemberKind.None && stored.kind != kind) revert MemberKindMismatch(member, kind, stored.kind);
    }

    /// @inheritdoc IMemberRegistry
    function statusAt(bytes16 member, uint48 time) external view returns (MemberStatus status) {
        (status,) = _standingAt(member, time);
    }

    /// @inheritdoc IMemberRegistry
    function isAccountingAt(bytes16 member, uint48 time) external view returns (bool) {
        (MemberStatus status, Seat seat) = _standingAt(member, time);
        return status == MemberStatus.Active && seat == Seat.Accounting;
    }

    /// @inheritdoc IMemberRegistry
    function accountingMembersAt(uint48 time) external view returns (uint256) {
        return _at(_accountingMembers, time);
    }

    /// @inheritdoc IMemberRegistry
    function memberCount() external view returns (uint256) {
        return _memberIds.length;
    }

    /// @inheritdoc IMemberRegistry
    function members(uint256 offset, uint256 limit) external view returns (bytes16[] memory page) {
        uint256 size = _memberIds.length;
        if (offset >= size) return page;
        if (limit > size - offset) limit = size - offset;
        page = new bytes16[](limit);
        for (uint256 i = 0; i < limit; ++i) {
            page[i] = _memberIds[offset + i];
        }
    }

    function _createMember(bytes16 member, MemberKind kind, Seat seat, address recovery) internal {
        if (member == 0) revert IdentifierMissing();
        if (_members[member].status != MemberStatus.None) revert MemberAlreadyKnown(member);
        if (kind == MemberKind.None || seat == Seat.None || (seat == Seat.Mirrored) != (recovery == address(0))) {
            revert AdmissionInvalid(member);
        }
        _memberIds.push(member);
        StoredMember storage stored = _members[member];
        stored.kind = kind;
        stored.admittedAt = _now();
        stored.recovery = recovery;
        _setStanding(member, MemberStatus.Active, seat);
        emit MemberAdmitted(member, kind, seat, recovery);
    }

    /// @dev The only place where a standing changes: the member's slot, its history and the count of votes go together.
    function _setStanding(bytes16 member, MemberStatus status, Seat seat) internal {
        StoredMember storage stored = _members[member];
        bool before = stored.status == MemberStatus.Active && stored.seat == Seat.Accounting;
        bool afterwards = status == MemberStatus.Active && seat == Seat.Accounting;
        if (status != stored.status) {
            stored.status = status;
            stored.statusSince = _now();
        }
        stored.seat = seat;
        stored.standings.push(_now(), (uint208(uint8(status)) << 8) | uint8(seat));
        if (before != afterwards) {
            uint208 count = _accountingMembers.latest();
            _accountingMembers.push(_now(), afterwards ? count + 1 : count - 1);
        }
    }

    /// @dev A member that is not out for good.
    function _requirePresent(bytes16 member) internal view returns (StoredMember storage stored) {
        stored = _members[member];
        if (stored.status == MemberStatus.None) revert UnknownMember(member);
        if (stored.status == MemberStatus.Left) revert MemberNotActive(member, stored.status);
    }

    /// @dev A validator must not outlive its member's seat.
    function _requireNoValidators(bytes16 member) internal view {
        uint256 count = root().validatorCountOf(member);
        if (count != 0) revert MemberHoldsValidators(member, count);
    }

    /// @dev Proposals that run side by side are each counted without their own accused, and could end with one member.
    function _requireAnotherTwo(bytes16 member) internal view {
        StoredMember storage stored = _members[member];
        uint256 count = _accountingMembers.latest();
        bool votes = stored.status == MemberStatus.Active && stored.seat == Seat.Accounting;
        if (votes && count < 3) revert TooFewAccountingMembers(count);
    }

    function _standingAt(bytes16 member, uint48 time) private view returns (MemberStatus, Seat) {
        uint208 standing = _at(_members[member].standings, time);
        return (MemberStatus(uint8(standing >> 8)), Seat(uint8(standing)));
    }

    /// @dev The newest entry first: what is asked is nearly always about now, and then costs the same however long the
    /// history is. Only the past is searched.
    function _at(Checkpoints.Trace208 storage history, uint48 time) private view returns (uint208) {
        (, uint48 since, uint208 newest) = history.latestCheckpoint();
        return since <= time ? newest : history.upperLookupRecent(time);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accounts} from "./Accounts.sol";
import {AccountPurpose, IMemberRegistry, MemberStatus, PauseState, Seat} from "./IMemberRegistry.sol";

/// @title The pause of new writes
/// @dev Part of MemberRegistry. Two guardians of different members pause once; then a vote must speak.
abstract contract WritePause is Accounts {
    uint48 private constant PAUSE = 72 hours;
    uint48 private constant REQUEST_COUNTS_FOR = 24 hours;

    PauseState private _pause;
    /// @dev The account that asked first.
    address private _requester;

    /// @inheritdoc IMemberRegistry
    function pause(uint32 reasonCode) external {
        bytes16 member = _authorize(AccountPurpose.Guardian);
        Seat seat = _members[member].seat;
        if (seat != Seat.Accounting) revert SeatMismatch(member, Seat.Accounting, seat);
        if (_pause.usedByGuardians) revert PauseAlreadyUsed();

        bytes16 first = _pause.requestedBy;
        if (!_requestCounts(first)) {
            _pause.requestedBy = member;
            _pause.requestedAt = _now();
            _requester = msg.sender;
            emit PauseRequested(member, reasonCode);
            return;
        }
        if (first == member) revert SecondGuardianNeeded(member);
        _pause = PauseState(_now() + PAUSE, true, 0, 0);
        emit WritesPausedUntil(_now() + PAUSE, first, member, reasonCode);
    }

    /// @inheritdoc IMemberRegistry
    function pauseState() external view returns (PauseState memory) {
        return _pause;
    }

    function _liftPause() internal {
        _pause = PauseState(0, false, 0, 0);
        emit PauseLifted();
    }

    function _renewPause() internal {
        _pause = PauseState(_now() + PAUSE, false, 0, 0);
        emit PauseRenewed(_now() + PAUSE);
    }

    /// @dev Not when it is a day old, when its member lost its seat since, or when its account is revoked from before it.
    function _requestCounts(bytes16 first) private view returns (bool) {
        uint48 requestedAt = _pause.requestedAt;
        if (first == 0 || block.timestamp >= requestedAt + REQUEST_COUNTS_FOR) return false;
        StoredMember storage stored = _members[first];
        if (stored.status != MemberStatus.Active || stored.seat != Seat.Accounting) return false;
        (bool valid,) = wasValid(_requester, AccountPurpose.Guardian, requestedAt);
        return valid;
    }

    function _requireNoPause() internal view override {
        uint48 until = _pause.pausedUntil;
        if (block.timestamp < until) revert WritesPaused(until);
    }
}

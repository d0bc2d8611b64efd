// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accounts} from "./Accounts.sol";
import {AccountPurpose, IMemberRegistry, PauseState, Seat} from "./IMemberRegistry.sol";

/// @title The pause of new writes
/// @dev Part of MemberRegistry. Two guardians of different members pause once; then a vote must speak.
abstract contract WritePause is Accounts {
    uint48 private constant PAUSE = 72 hours;
    uint48 private constant REQUEST_COUNTS_FOR = 24 hours;

    PauseState private _pause;

    /// @inheritdoc IMemberRegistry
    function pause(uint32 reasonCode) external {
        bytes16 member = _authorize(AccountPurpose.Guardian);
        Seat seat = _members[member].seat;
        if (seat != Seat.Accounting) revert SeatMismatch(member, Seat.Accounting, seat);
        if (_pause.usedByGuardians) revert PauseAlreadyUsed();

        bytes16 first = _pause.requestedBy;
        if (first == 0 || block.timestamp >= _pause.requestedAt + REQUEST_COUNTS_FOR) {
            _pause.requestedBy = member;
            _pause.requestedAt = _now();
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

    function _requireNoPause() internal view override {
        uint48 until = _pause.pausedUntil;
        if (block.timestamp < until) revert WritesPaused(until);
    }
}

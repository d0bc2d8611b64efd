// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account, AccountPurpose, IMemberRegistry, MemberStatus, Seat} from "./IMemberRegistry.sol";
import {Members} from "./Members.sol";

/// @title Members' accounts
/// @dev Part of MemberRegistry. An account is one slot for ever; an address is never given twice.
abstract contract Accounts is Members {
    /// @dev A recovery goes through all of them in one transaction.
    uint256 private constant MAXIMUM_GOVERNANCE_ACCOUNTS = 8;

    mapping(address account => Account) private _accounts;

    /// @inheritdoc IMemberRegistry
    function addAccount(address account, AccountPurpose purpose, uint48 validFrom, uint48 validUntil) external {
        _createAccount(_authorize(AccountPurpose.Governance), account, purpose, validFrom, validUntil);
    }

    /// @inheritdoc IMemberRegistry
    function rotateAccount(address account, address successor, uint48 validUntil) external {
        bytes16 member = _authorize(AccountPurpose.Governance);
        Account storage old = _accountOfMember(account, member);
        if (!_isValid(old, _now())) revert AccountNotValid(account, old.validFrom, old.validUntil, old.revokedFrom);
        old.validUntil = uint40(block.timestamp);
        if (old.purpose == AccountPurpose.Governance) _dropGovernance(member, account);
        _createAccount(member, successor, old.purpose, 0, validUntil);
        emit AccountRotated(member, account, successor);
    }

    /// @inheritdoc IMemberRegistry
    function revokeAccount(address account, uint48 revokedFrom) external {
        bytes16 member = _authorize(AccountPurpose.Governance);
        Account storage known = _accountOfMember(account, member);
        _revoke(member, account, known, revokedFrom);
        if (known.purpose == AccountPurpose.Governance) _dropGovernance(member, account);
    }

    /// @inheritdoc IMemberRegistry
    function recover(bytes16 member, address account, uint48 revokedFrom) external {
        _requireCurrent();
        StoredMember storage stored = _requirePresent(member);
        if (msg.sender != stored.recovery) revert CallerNotPermitted(stored.recovery, msg.sender);
        for (uint256 i = stored.governanceAccounts.length; i > 0; --i) {
            address lost = stored.governanceAccounts[i - 1];
            _revoke(member, lost, _accounts[lost], revokedFrom);
            stored.governanceAccounts.pop();
        }
        _createAccount(member, account, AccountPurpose.Governance, 0, 0);
        emit MemberRecovered(member, account, revokedFrom);
    }

    /// @inheritdoc IMemberRegistry
    function changeRecovery(bytes16 member, address recovery) external {
        _requireCurrent();
        StoredMember storage stored = _requirePresent(member);
        if (msg.sender != stored.recovery) revert CallerNotPermitted(stored.recovery, msg.sender);
        _setRecovery(member, recovery);
    }

    /// @inheritdoc IMemberRegistry
    function authorize(address account, AccountPurpose purpose) external view returns (bytes16 member) {
        Account storage known = _accounts[account];
        member = known.member;
        if (member == 0) revert UnknownAccount(account);
        if (known.purpose != purpose) revert AccountPurposeMismatch(account, purpose, known.purpose);
        if (!_isValid(known, _now())) {
            revert AccountNotValid(account, known.validFrom, known.validUntil, known.revokedFrom);
        }
        StoredMember storage stored = _members[member];
        (MemberStatus status, Seat seat) = (stored.status, stored.seat);
        if (status != MemberStatus.Active) revert MemberNotActive(member, status);
        // It takes no part, also when it has accounts of another time or got a recovery account before its seat.
        if (seat == Seat.Mirrored) revert SeatMismatch(member, Seat.Query, seat);
        // A pause stops business; what ends the pause and what guards keys goes on.
        if (purpose == AccountPurpose.Operations || purpose == AccountPurpose.Oracle) _requireNoPause();
    }

    /// @inheritdoc IMemberRegistry
    function wasValid(address account, AccountPurpose purpose, uint48 time)
        public
        view
        returns (bool valid, bytes16 member)
    {
        Account storage known = _accounts[account];
        member = known.member;
        valid = member != 0 && known.purpose == purpose && _isValid(known, time);
    }

    /// @inheritdoc IMemberRegistry
    function accountOf(address account) external view returns (Account memory) {
        return _accounts[account];
    }

    /// @inheritdoc IMemberRegistry
    function governanceAccountsOf(bytes16 member) external view returns (address[] memory) {
        return _members[member].governanceAccounts;
    }

    /// @dev Reverts WritesPaused.
    function _requireNoPause() internal view virtual;

    function _createAccount(
        bytes16 member,
        address account,
        AccountPurpose purpose,
        uint48 validFrom,
        uint48 validUntil
    ) internal {
        if (account == address(0) || purpose == AccountPurpose.None) revert IdentifierMissing();
        if (_accounts[account].member != 0) revert AccountAlreadyKnown(account);
        if (validFrom == 0) validFrom = _now();
        // An account can't have been valid before anybody could know of it.
        if (validFrom < block.timestamp) revert TimeTooEarly(validFrom, _now());
        if (validFrom > type(uint40).max) revert TimeTooLate(validFrom, type(uint40).max);
        if (validUntil > type(uint40).max) revert TimeTooLate(validUntil, type(uint40).max);
        _requirePeriod(validFrom, validUntil);
        if (purpose == AccountPurpose.Governance) {
            address[] storage governance = _members[member].governanceAccounts;
            if (governance.length >= MAXIMUM_GOVERNANCE_ACCOUNTS) {
                revert TooManyGovernanceAccounts(member, MAXIMUM_GOVERNANCE_ACCOUNTS);
            }
            governance.push(account);
        }
        _accounts[account] = Account(member, purpose, uint40(validFrom), uint40(validUntil), 0);
        emit AccountAdded(member, account, purpose, validFrom, validUntil);
    }

    function _setRecovery(bytes16 member, address recovery) internal {
        if (recovery == address(0)) revert IdentifierMissing();
        StoredMember storage stored = _members[member];
        emit RecoveryAccountChanged(member, stored.recovery, recovery);
        stored.recovery = recovery;
    }

    function _revoke(bytes16 member, address account, Account storage known, uint48 revokedFrom) private {
        if (revokedFrom > block.timestamp) revert TimeTooLate(revokedFrom, _now());
        if (revokedFrom == 0) revert TimeTooEarly(0, 1);
        if (known.revokedFrom != 0 && known.revokedFrom <= revokedFrom) {
            revert AccountAlreadyRevoked(account, known.revokedFrom);
        }
        known.revokedFrom = uint40(revokedFrom);
        emit AccountRevoked(member, account, revokedFrom);
    }

    function _dropGovernance(bytes16 member, address account) private {
        address[] storage governance = _members[member].governanceAccounts;
        uint256 length = governance.length;
        for (uint256 i = 0; i < length; ++i) {
            if (governance[i] != account) continue;
            governance[i] = governance[length - 1];
            governance.pop();
            return;
        }
    }

    function _accountOfMember(address account, bytes16 member) private view returns (Account storage known) {
        known = _accounts[account];
        if (known.member == 0) revert UnknownAccount(account);
        if (known.member != member) revert NotPermitted(known.member, member);
    }

    function _isValid(Account storage known, uint48 time) private view returns (bool) {
        return known.validFrom <= time && (known.validUntil == 0 || time < known.validUntil)
            && (known.revokedFrom == 0 || time < known.revokedFrom);
    }
}

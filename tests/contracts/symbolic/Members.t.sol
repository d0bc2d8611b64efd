// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Account,
    AccountPurpose,
    MemberStatus,
    PauseState,
    Seat
} from "contracts/access/IMemberRegistry.sol";
import {MemberRegistry} from "contracts/access/MemberRegistry.sol";
import {Symbolic} from "./Symbolic.sol";

contract MembersCheck is Symbolic {
    bytes32 private constant NAMESPACE = bytes32(erc7201("quaychain.MemberRegistry"));
    MemberRegistry private registry;

    function setUp() public {
        registry = new MemberRegistry(root(), address(consortium));
        enter("MemberRegistry", address(registry));
    }

    /// @notice Who is let in is an account of an active member, of that purpose, in its time; for business and oracles,
    /// while writes aren't paused. The answer to "was it valid then?" is the account's one slot.
    function check_onlyActiveMembersAct(address account, AccountPurpose purpose, uint40 time) external {
        at(time);
        bytes16 member = registry.authorize(account, purpose);
        Account memory known = registry.accountOf(account);
        bool same = both(member == known.member, purpose == known.purpose);
        bool business = either(purpose == AccountPurpose.Operations, purpose == AccountPurpose.Oracle);
        bool open = implies(business, registry.pauseState().pausedUntil <= time);
        bool active = registry.memberOf(member).status == MemberStatus.Active;
        assert(both(both(same, _isValid(known, time)), both(open, active)));
    }

    /// @notice What `wasValid` says is what stands in the account's one slot.
    function check_accountValidityIsItsSlot(address account, AccountPurpose purpose, uint48 moment) external view {
        (bool valid, bytes16 member) = registry.wasValid(account, purpose, moment);
        Account memory known = registry.accountOf(account);
        bool expected = both(_isValid(known, moment), known.purpose == purpose);
        assert(both(member == known.member, valid == expected));
    }

    /// @notice An account goes in and comes out as it was asked for, never again for another, and never for the past.
    function check_accountIsAddedAsAsked(
        address caller,
        address account,
        AccountPurpose purpose,
        uint48 validFrom,
        uint48 validUntil,
        uint40 time
    ) external {
        at(time);
        Account memory before = registry.accountOf(account);
        bytes16 member = _callerWith(caller, 1);
        vm.prank(caller);
        registry.addAccount(account, purpose, validFrom, validUntil);
        Account memory added = registry.accountOf(account);
        bool same = both(added.member == member, added.purpose == purpose);
        bool begins = both(added.validFrom >= time, either(validFrom == 0, added.validFrom == validFrom));
        bool ends = both(added.validUntil == validUntil, either(validUntil == 0, validUntil > added.validFrom));
        assert(both(both(before.member == 0, added.revokedFrom == 0), both(same, both(begins, ends))));
    }

    /// @notice Two guardians of different members pause once, for 72 hours, the second within a day of the first.
    function check_pauseTakesTwoGuardians(address caller, uint32 reasonCode, uint40 time) external {
        at(time);
        PauseState memory before = registry.pauseState();
        bytes16 member = registry.accountOf(caller).member;
        vm.prank(caller);
        registry.pause(reasonCode);
        PauseState memory stands = registry.pauseState();
        assert(registry.memberOf(member).seat == Seat.Accounting);
        assert(!before.usedByGuardians);
        if (stands.usedByGuardians) {
            bool second = both(before.requestedBy != 0, before.requestedBy != member);
            assert(both(second, time < uint256(before.requestedAt) + 24 hours));
            assert(stands.pausedUntil == uint256(time) + 72 hours);
        } else {
            assert(both(stands.pausedUntil == before.pausedUntil, stands.requestedBy == member));
        }
    }

    function _isValid(Account memory account, uint48 moment) private pure returns (bool) {
        bool begun = both(account.member != 0, account.validFrom <= moment);
        bool ended = both(account.validUntil != 0, moment >= account.validUntil);
        bool revoked = both(account.revokedFrom != 0, moment >= account.revokedFrom);
        return both(begun, !either(ended, revoked));
    }

    /// @dev The caller's member, which has this many Governance accounts: lists have no bound otherwise.
    function _callerWith(address caller, uint256 governanceAccounts) private returns (bytes16 member) {
        member = registry.accountOf(caller).member;
        // As `contracts/artifacts/MemberRegistry.json` has it: `_members` (1), and its `governanceAccounts` (2).
        bytes32 stored = keccak256(abi.encode(member, uint256(NAMESPACE) + 1));
        vm.store(address(registry), bytes32(uint256(stored) + 2), bytes32(governanceAccounts));
    }
}

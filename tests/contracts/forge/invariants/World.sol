// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "contracts/access/DeviceRegistry.sol";
import {AccountPurpose, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {CustomsCompliance} from "contracts/customs/CustomsCompliance.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {PartProvenance} from "contracts/provenance/PartProvenance.sol";
import {RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @title A consortium with all of its contracts, and what is known of who may act in it
/// @notice All handlers of a campaign share it. What it knows of members, accounts, the pause and the Directory it was
/// told by the handler that changed it: it never asks the contracts.
contract World is InstalledConsortium {
    /// @notice An account. Times in unix seconds; 0: no end, not revoked.
    struct Known {
        bytes16 member;
        AccountPurpose purpose;
        uint48 validFrom;
        uint48 validUntil;
        uint48 revokedFrom;
        uint256 key;
    }

    struct Standing {
        MemberStatus status;
        Seat seat;
    }

    uint48 public pausedUntil;
    mapping(bytes16 member => Standing) private _standings;
    mapping(address account => Known) private _accounts;
    mapping(bytes16 member => mapping(AccountPurpose => address[])) private _accountsFor;
    mapping(bytes32 name => address) private _locations;
    bytes16[] private _memberIds;

    constructor() {
        setUp();
        enter("OrderFulfilment", address(new OrderFulfilment(root)));
        enter("CustomsCompliance", address(new CustomsCompliance(root)));
        enter("PartProvenance", address(new PartProvenance(root)));
        enter("TradeFinance", address(new TradeFinance(root)));
        bytes32[10] memory names = [
            bytes32("AccessManager"),
            "ConsortiumGovernor",
            "MemberRegistry",
            "DeviceRegistry",
            "EventAnchor",
            "RecordRegistry",
            "OrderFulfilment",
            "CustomsCompliance",
            "PartProvenance",
            "TradeFinance"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            (_locations[names[i]],) = root.resolve(names[i]);
        }
        Part[] memory all = parts();
        for (uint256 i = 0; i < all.length; ++i) {
            setStanding(all[i].member, MemberStatus.Active, all[i].seat);
            for (uint256 k = 1; k <= 4 && all[i].seat != Seat.Mirrored; ++k) {
                addAccount(all[i].member, AccountPurpose(k), keyOf(all[i].member, AccountPurpose(k)), uint48(START), 0);
            }
        }
    }

    // ------------------------------------------------------------------------------------- what handlers tell it

    /// @notice A member is admitted, or its standing changed.
    function setStanding(bytes16 member, MemberStatus status, Seat seat) public {
        if (_standings[member].status == MemberStatus.None) _memberIds.push(member);
        _standings[member] = Standing(status, seat);
    }

    /// @notice A member has an account more.
    function addAccount(bytes16 member, AccountPurpose purpose, uint256 key, uint48 validFrom, uint48 validUntil)
        public
    {
        address account = vm.addr(key);
        _accounts[account] = Known(member, purpose, validFrom, validUntil, 0, key);
        _accountsFor[member][purpose].push(account);
    }

    /// @notice An account's validity ends.
    function endAccount(address account, uint48 validUntil) external {
        _accounts[account].validUntil = validUntil;
    }

    /// @notice An account is revoked.
    function revokeAccount(address account, uint48 revokedFrom) external {
        _accounts[account].revokedFrom = revokedFrom;
    }

    /// @notice Writes are paused, or (0) no longer.
    function setPause(uint48 until) external {
        pausedUntil = until;
    }

    /// @notice The Directory has another contract under a name.
    function setLocation(bytes32 name, address location) external {
        _locations[name] = location;
    }

    /// @notice A contract that could follow the one under a name.
    function deploySuccessor(bool ofRecords) external returns (address) {
        return ofRecords ? address(new RecordRegistry(root)) : address(new DeviceRegistry(root));
    }

    // ------------------------------------------------------------------------------------------- what it answers

    function consortiumRoot() external view returns (IConsortiumRoot) {
        return root;
    }

    /// @notice The contract under a name, 0 for none.
    function at(bytes32 name) external view returns (address) {
        return _locations[name];
    }

    /// @notice Whether `account` may act for `purpose` now, by what handlers did so far.
    function mayAct(address account, AccountPurpose purpose) external view returns (bool) {
        Known storage known = _accounts[account];
        bool business = purpose == AccountPurpose.Operations || purpose == AccountPurpose.Oracle;
        if (known.member == 0 || known.purpose != purpose || (business && block.timestamp < pausedUntil)) return false;
        Standing storage standing = _standings[known.member];
        return standing.status == MemberStatus.Active && standing.seat != Seat.Mirrored && wasValid(account, time());
    }

    /// @notice Whether the account was valid at `when`, whatever its member's standing.
    function wasValid(address account, uint48 when) public view returns (bool) {
        Known storage known = _accounts[account];
        return known.member != 0 && known.validFrom <= when && (known.validUntil == 0 || when < known.validUntil)
            && (known.revokedFrom == 0 || when < known.revokedFrom);
    }

    /// @notice One of a member's accounts for a purpose: the newest, but for one draw in sixteen; 0 without any.
    function accountFor(bytes16 member, AccountPurpose purpose, uint256 draw) external view returns (address) {
        address[] storage all = _accountsFor[member][purpose];
        if (all.length == 0) return address(0);
        return all[draw % 16 == 0 ? (draw / 16) % all.length : all.length - 1];
    }

    /// @notice All of a member's accounts for a purpose, oldest first.
    function accountsFor(bytes16 member, AccountPurpose purpose) external view returns (address[] memory) {
        return _accountsFor[member][purpose];
    }

    function accountKnown(address account) external view returns (Known memory) {
        return _accounts[account];
    }

    function standingOf(bytes16 member) external view returns (Standing memory) {
        return _standings[member];
    }

    function isActive(bytes16 member) external view returns (bool) {
        return _standings[member].status == MemberStatus.Active;
    }

    /// @notice All members ever, in the order in which they came.
    function memberIds() external view returns (bytes16[] memory) {
        return _memberIds;
    }
}

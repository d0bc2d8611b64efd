// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {DeviceRegistry} from "contracts/access/DeviceRegistry.sol";
import {AccountAdmission, AccountPurpose, Admission, Seat} from "contracts/access/IMemberRegistry.sol";
import {MemberRegistry} from "contracts/access/MemberRegistry.sol";
import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {DirectoryEntry, IConsortiumRoot, Installation} from "contracts/root/IConsortiumRoot.sol";
import {Cast} from "./Cast.sol";
import {GenesisRoot} from "./GenesisRoot.sol";

/// @title A consortium as its founders installed it
/// @notice `setUp` places the root, deploys the contracts and installs them with all members of the Cast. A test of
/// another contract deploys it with `root` and calls `enter("ItsName", address)`; then `vm.prank(operations(BUYER))`.
abstract contract InstalledConsortium is Cast {
    uint256 internal constant START = 1_767_225_600; // 2026-01-01T00:00:00Z
    uint48 internal constant VOTING_DELAY = 1 days;
    uint32 internal constant VOTING_PERIOD = 7 days;
    uint32 internal constant TIME_LOCK = 2 days;
    uint48 internal constant LEASE_PERIOD = 1 hours;
    uint48 internal constant ANSWER_PERIOD = 3 days;
    uint256 internal constant FOUNDERS = 4;
    bytes32 internal constant CONSORTIUM = keccak256("consortium");
    address internal constant DEPLOYER = address(0xD3);

    IConsortiumRoot internal root;
    ConsortiumGovernor internal governor;
    MemberRegistry internal registry;
    DeviceRegistry internal devices;
    EventAnchor internal anchors;
    RecordRegistry internal records;
    address[] internal validators;

    function setUp() public virtual {
        deploy();
        Installation memory installation = firstInstallation();
        root.install(installation, founderSignatures(root.installationDigest(installation)));
        // Votes need a snapshot in the past of which the members were there.
        pass(1);
    }

    /// @notice The root in its genesis and the contracts deployed, nothing installed.
    function deploy() internal {
        vm.warp(START);
        vm.roll(1);
        root = IConsortiumRoot(address(0xC0));
        address[] memory founders = new address[](FOUNDERS);
        bytes16[] memory members = new bytes16[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            founders[i] = vm.addr(founderKey(i));
            validators.push(address(uint160(0x1000 * (i + 1))));
            members[i] = parts()[i].member;
        }
        GenesisRoot.place(address(root), CONSORTIUM, founders, validators, members);

        vm.startPrank(DEPLOYER);
        governor = new ConsortiumGovernor(root, VOTING_DELAY, VOTING_PERIOD, TIME_LOCK);
        registry = new MemberRegistry(root, address(governor.accessManager()));
        devices = new DeviceRegistry(root);
        anchors = new EventAnchor(root, LEASE_PERIOD, ANSWER_PERIOD);
        records = new RecordRegistry(root);
        vm.stopPrank();
    }

    function firstInstallation() internal view returns (Installation memory installation) {
        DirectoryEntry[] memory entries = new DirectoryEntry[](6);
        entries[0] = entry("AccessManager", address(governor.accessManager()));
        entries[1] = entry("ConsortiumGovernor", address(governor));
        entries[2] = entry("MemberRegistry", address(registry));
        entries[3] = entry("DeviceRegistry", address(devices));
        entries[4] = entry("EventAnchor", address(anchors));
        entries[5] = entry("RecordRegistry", address(records));
        Part[] memory all = parts();
        Admission[] memory members = new Admission[](all.length);
        for (uint256 i = 0; i < all.length; ++i) {
            members[i] = admissionOf(all[i]);
        }
        return Installation(CONSORTIUM, entries, members);
    }

    function admissionOf(Part memory part) internal pure returns (Admission memory) {
        uint256 purposes = part.seat == Seat.Mirrored ? 0 : 4;
        AccountAdmission[] memory accounts = new AccountAdmission[](purposes);
        for (uint256 i = 0; i < purposes; ++i) {
            AccountPurpose purpose = AccountPurpose(i + 1);
            accounts[i] = AccountAdmission(accountOf(part.member, purpose), purpose, 0, 0);
        }
        address cold = part.seat == Seat.Mirrored ? address(0) : recovery(part.member);
        return Admission(part.member, part.kind, part.seat, cold, accounts, 0, "");
    }

    function entry(bytes32 name, address location) internal view returns (DirectoryEntry memory) {
        return DirectoryEntry(name, location, 1, location.codehash);
    }

    function founderSignatures(bytes32 digest) internal pure returns (bytes[] memory signatures) {
        signatures = new bytes[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            signatures[i] = signWith(founderKey(i), digest);
        }
    }

    /// @notice Enters a further contract in the Directory, as a vote would.
    function enter(bytes32 name, address location) internal {
        vm.prank(address(governor));
        root.setEntry(entry(name, location));
    }

    /// @notice Lets `seconds_` and one block go by.
    function pass(uint256 seconds_) internal {
        vm.warp(block.timestamp + seconds_);
        vm.roll(block.number + 1);
    }

    /// @notice The block's time.
    function time() internal view returns (uint48) {
        return uint48(block.timestamp);
    }
}

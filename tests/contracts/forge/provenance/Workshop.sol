// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartProvenance} from "contracts/provenance/PartProvenance.sol";
import {Evidence, EvidenceKind} from "contracts/orders/OrderTypes.sol";
import {HandOverPurpose, Part as PartView, PartRegistration, PartStatus} from "contracts/provenance/PartTypes.sol";
import {CodeList, DocumentType, Publication} from "contracts/records/IRecordRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @title Two cranes, their parts, and a shelf in Rotterdam
/// @notice The manufacturer registers for itself and for the brake maker, which is no member.
abstract contract Workshop is InstalledConsortium {
    bytes16 internal constant BRAKES = "brake maker";
    bytes32 internal constant CRANE_417 = "crane 417";
    bytes32 internal constant CRANE_418 = "crane 418";
    bytes32 internal constant LOT = keccak256("B2411");
    bytes32 internal constant DESIGN = keccak256("BRK-SB-28");
    uint48 internal constant LATER = type(uint48).max;

    PartProvenance internal provenance;

    function setUp() public virtual override {
        super.setUp();
        provenance = new PartProvenance(root);
        enter("PartProvenance", address(provenance));
        as_(MANUFACTURER);
        provenance.enterMaker(MANUFACTURER, keccak256("9520001"), keccak256("key"));
        as_(MANUFACTURER);
        provenance.enterMaker(BRAKES, keccak256("9520007"), keccak256("key of the brakes"));
    }

    function as_(bytes16 member) internal {
        vm.prank(operations(member));
    }

    /// @notice The next call by `member` must be refused with exactly this.
    function refused(bytes16 member, bytes memory reason) internal {
        vm.expectRevert(reason);
        as_(member);
    }

    function registration(bytes32 part, bytes16 maker) internal pure returns (PartRegistration memory) {
        return PartRegistration(part, maker, keccak256(abi.encode("serial", maker, part)), 0, 0, false);
    }

    function register(PartRegistration memory made) internal {
        as_(MANUFACTURER);
        provenance.registerPart(made);
    }

    function make(bytes32 part) internal {
        register(registration(part, MANUFACTURER));
    }

    function makeMachine(bytes32 part) internal {
        PartRegistration memory made = registration(part, MANUFACTURER);
        made.machine = true;
        register(made);
    }

    /// @notice A service brake of lot B2411.
    function makeBrake(bytes32 part) internal {
        PartRegistration memory made = registration(part, BRAKES);
        (made.design, made.lot) = (DESIGN, LOT);
        register(made);
    }

    function install(bytes16 member, bytes32 part, bytes32 parent, bytes32 position) internal {
        as_(member);
        provenance.install(part, parent, position, 0);
    }

    /// @notice Opened for nothing in particular.
    function noAlert() internal pure returns (Evidence memory) {
        return Evidence(0, EvidenceKind.None, 0);
    }

    /// @notice With the receiver's signature.
    function handOver(bytes16 giver, bytes16 receiver, bytes32 part, HandOverPurpose purpose, bool withOwnership)
        internal
    {
        uint32 sequence = provenance.partOf(part).custodySequence;
        bytes32 digest = provenance.handOverDigest(part, giver, receiver, purpose, withOwnership, 0, sequence, LATER);
        bytes memory signature = signAs(receiver, digest);
        as_(giver);
        provenance.handOver(part, receiver, purpose, withOwnership, 0, LATER, signature);
    }

    function publish(bytes16 issuer, bytes32 record, uint16 code) internal {
        as_(issuer);
        records.publish(
            Publication(
                record, DocumentType(CodeList.UNTDID1001, code, 0), 0, keccak256("root"), "digest", 0x55, time(), 0, 0
            )
        );
    }

    function statusOf(bytes32 part) internal view returns (PartStatus) {
        return provenance.partOf(part).status;
    }

    function parentOf(bytes32 part) internal view returns (bytes32) {
        return provenance.partOf(part).parent;
    }

    function view_(bytes32 part) internal view returns (PartView memory) {
        return provenance.partOf(part);
    }
}

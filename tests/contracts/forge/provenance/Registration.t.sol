// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {
    Maker,
    Part as PartView,
    PartBatch,
    PartRegistration,
    PartStatus,
    RecallScope
} from "contracts/provenance/PartTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

contract RegistrationTest is Workshop {
    // ------------------------------------------------------------------------------------------------- makers

    function test_makers() public {
        Maker memory maker = provenance.makerOf(BRAKES);
        vm.assertEq(maker.registrar, MANUFACTURER);
        vm.assertEq(maker.serialKeyDigest, keccak256("key of the brakes"));
        vm.assertEq(provenance.makerByIdentity(keccak256("9520007")), BRAKES);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.MakerExists.selector, BRAKES));
        provenance.enterMaker(BRAKES, keccak256("other"), keccak256("key"));
        refused(GEAR, abi.encodeWithSelector(IPartErrors.MakerIdentityTaken.selector, keccak256("9520007"), BRAKES));
        provenance.enterMaker(GEAR, keccak256("9520007"), keccak256("key"));
        refused(GEAR, abi.encodeWithSelector(IPartErrors.MakerIsMember.selector, DRIVE));
        provenance.enterMaker(DRIVE, keccak256("9520004"), keccak256("key"));
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refused(GEAR, missing);
        provenance.enterMaker(0, keccak256("9520002"), keccak256("key"));
        refused(GEAR, missing);
        provenance.enterMaker(GEAR, 0, keccak256("key"));
        refused(GEAR, missing);
        provenance.enterMaker(GEAR, keccak256("9520002"), 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.MakerEntered(GEAR, GEAR, keccak256("9520002"), keccak256("key"));
        as_(GEAR);
        provenance.enterMaker(GEAR, keccak256("9520002"), keccak256("key"));
        vm.expectRevert(abi.encodeWithSelector(IPartErrors.UnknownMaker.selector, DRIVE));
        provenance.makerOf(DRIVE);
    }

    function test_theRegistrarOrAVoteAppointsAnother() public {
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, GEAR));
        provenance.appointRegistrar(BRAKES, GEAR);
        refused(MANUFACTURER, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        provenance.appointRegistrar(BRAKES, "nobody");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RegistrarAppointed(BRAKES, GEAR, MANUFACTURER);
        as_(MANUFACTURER);
        provenance.appointRegistrar(BRAKES, GEAR);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, MANUFACTURER));
        provenance.registerPart(registration("brake", BRAKES));
        vm.prank(address(governor));
        provenance.appointRegistrar(BRAKES, DRIVE);
        vm.assertEq(provenance.makerOf(BRAKES).registrar, DRIVE);
        vm.expectRevert(abi.encodeWithSelector(IPartErrors.UnknownMaker.selector, bytes16("other")));
        vm.prank(address(governor));
        provenance.appointRegistrar("other", DRIVE);
    }

    // -------------------------------------------------------------------------------------------------- parts

    function test_registered() public {
        PartRegistration memory made = registration("brake", BRAKES);
        (made.design, made.lot) = (DESIGN, LOT);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRegistered("brake", BRAKES, MANUFACTURER, made.serialCommitment, DESIGN, LOT, false, 0);
        register(made);
        PartView memory part = view_("brake");
        vm.assertTrue(part.status == PartStatus.Made);
        vm.assertEq(part.maker, BRAKES);
        vm.assertEq(part.custodian, MANUFACTURER);
        vm.assertEq(part.owner, MANUFACTURER);
        vm.assertEq(part.homeChain, block.chainid);
        vm.assertEq(part.registeredAt, time());
        vm.assertEq(part.lot, LOT);
        vm.assertEq(provenance.partBySerial(BRAKES, made.serialCommitment), "brake");
        (bytes32[] memory inLot, uint256 total) = provenance.partsOf(RecallScope.Lot, BRAKES, LOT, 0, 10);
        vm.assertEq(total, 1);
        vm.assertEq(inLot[0], "brake");
        (, total) = provenance.partsOf(RecallScope.Design, BRAKES, DESIGN, 0, 10);
        vm.assertEq(total, 1);
        (, total) = provenance.partsOf(RecallScope.Maker, BRAKES, 0, 0, 10);
        vm.assertEq(total, 1);
        (, total) = provenance.partsOf(RecallScope.Lot, MANUFACTURER, LOT, 0, 10);
        vm.assertEq(total, 0);
    }

    function test_aClonedSerialIsRefused() public {
        PartRegistration memory made = registration("brake", BRAKES);
        register(made);
        made.part = "copy";
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IPartErrors.SerialAlreadyRegistered.selector, BRAKES, made.serialCommitment, bytes32("brake")
            )
        );
        provenance.registerPart(made);
        // The same number of another maker is another part.
        made.maker = MANUFACTURER;
        register(made);
    }

    function test_registrationsRefused() public {
        make("part");
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartExists.selector, bytes32("part")));
        provenance.registerPart(registration("part", BRAKES));
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refused(MANUFACTURER, missing);
        provenance.registerPart(registration(0, BRAKES));
        PartRegistration memory made = registration("other", BRAKES);
        made.serialCommitment = 0;
        refused(MANUFACTURER, missing);
        provenance.registerPart(made);
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, GEAR));
        provenance.registerPart(registration("other", BRAKES));
        refused(GEAR, abi.encodeWithSelector(IPartErrors.UnknownMaker.selector, GEAR));
        provenance.registerPart(registration("other", GEAR));
        vm.expectRevert(abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("other")));
        provenance.partOf("other");
    }

    function test_manyAtOnceWithinBounds() public {
        PartRegistration[] memory made = new PartRegistration[](32);
        for (uint256 i = 0; i < 32; ++i) {
            made[i] = registration(bytes32(i + 1), BRAKES);
            (made[i].design, made[i].lot) = (DESIGN, LOT);
        }
        uint256 before = gasleft();
        as_(MANUFACTURER);
        provenance.registerParts(made);
        vm.assertLe(before - gasleft(), 12_000_000);
        (bytes32[] memory page, uint256 total) = provenance.partsOf(RecallScope.Lot, BRAKES, LOT, 30, 200);
        vm.assertEq(total, 32);
        vm.assertEq(page.length, 2);
        vm.assertEq(page[1], bytes32(uint256(32)));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 0, 32));
        provenance.registerParts(new PartRegistration[](0));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 33, 32));
        provenance.registerParts(new PartRegistration[](33));
    }

    // ------------------------------------------------------------------------------------------------ batches

    function test_materialisedFromABatch() public {
        (bytes32 top, PartRegistration[] memory made, bytes32[] memory leaves) = _batch();
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.BatchRegistered(top, BRAKES, 2);
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 2);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaves[1];
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRegistered("one", BRAKES, MANUFACTURER, made[0].serialCommitment, 0, LOT, false, top);
        as_(BUYER);
        provenance.materialise(top, made[0], proof);
        PartView memory part = view_("one");
        vm.assertEq(part.batch, top);
        vm.assertEq(part.custodian, MANUFACTURER);
        PartBatch memory batch = provenance.batchOf(top);
        vm.assertEq(batch.materialised, 1);
        vm.assertEq(batch.count, 2);
        // Not twice, and not under another serial.
        refused(BUYER, abi.encodeWithSelector(IPartErrors.PartExists.selector, bytes32("one")));
        provenance.materialise(top, made[0], proof);
    }

    function test_aSerialInABatchAndAlone() public {
        (bytes32 top, PartRegistration[] memory made, bytes32[] memory leaves) = _batch();
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 2);
        made[0].part = "first";
        register(made[0]);
        made[0].part = "one";
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaves[1];
        refused(
            BUYER,
            abi.encodeWithSelector(
                IPartErrors.SerialAlreadyRegistered.selector, BRAKES, made[0].serialCommitment, bytes32("first")
            )
        );
        provenance.materialise(top, made[0], proof);
    }

    function test_batchesRefused() public {
        (bytes32 top, PartRegistration[] memory made, bytes32[] memory leaves) = _batch();
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaves[1];
        refused(BUYER, abi.encodeWithSelector(IPartErrors.UnknownBatch.selector, top));
        provenance.materialise(top, made[0], proof);
        vm.expectRevert(abi.encodeWithSelector(IPartErrors.UnknownBatch.selector, top));
        provenance.batchOf(top);
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, GEAR));
        provenance.registerBatch(top, BRAKES, 2);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.registerBatch(0, BRAKES, 2);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.BatchCountMismatch.selector, top, 0));
        provenance.registerBatch(top, BRAKES, 0);
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 1);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.BatchExists.selector, top));
        provenance.registerBatch(top, BRAKES, 2);
        made[0].lot = 0;
        refused(BUYER, abi.encodeWithSelector(IPartErrors.BatchProofMismatch.selector, top, bytes32("one")));
        provenance.materialise(top, made[0], proof);
        (made[0].lot, made[0].maker) = (LOT, MANUFACTURER);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.BatchProofMismatch.selector, top, bytes32("one")));
        provenance.materialise(top, made[0], proof);
        made[0].maker = BRAKES;
        as_(BUYER);
        provenance.materialise(top, made[0], proof);
        // The batch said it has one part: a second one is not in it, whatever the tree says.
        proof[0] = leaves[0];
        refused(BUYER, abi.encodeWithSelector(IPartErrors.BatchCountMismatch.selector, top, 1));
        provenance.materialise(top, made[1], proof);
    }

    /// @notice A batch of one maker cannot smuggle in a part of another's.
    function test_aBatchIsOfOneMaker() public {
        PartRegistration memory made = registration("one", MANUFACTURER);
        bytes32 top = keccak256(bytes.concat(keccak256(abi.encode(made))));
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 1);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.BatchProofMismatch.selector, top, bytes32("one")));
        provenance.materialise(top, made, new bytes32[](0));
    }

    function _batch() private pure returns (bytes32 top, PartRegistration[] memory made, bytes32[] memory leaves) {
        made = new PartRegistration[](2);
        leaves = new bytes32[](2);
        (made[0], made[1]) = (registration("one", BRAKES), registration("two", BRAKES));
        for (uint256 i = 0; i < 2; ++i) {
            made[i].lot = LOT;
            leaves[i] = keccak256(bytes.concat(keccak256(abi.encode(made[i]))));
        }
        top = leaves[0] < leaves[1]
            ? keccak256(bytes.concat(leaves[0], leaves[1]))
            : keccak256(bytes.concat(leaves[1], leaves[0]));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {HandOverPurpose, Recall, RecallMark, RecallScope, RecallStatus} from "contracts/provenance/PartTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

/// @notice The scenario's lot B2411: eight brakes, four in two cranes at depth 3, three in a warehouse, one scrapped.
contract RecallsTest is Workshop {
    bytes32 internal constant RECALL = keccak256("recall of B2411");

    function setUp() public override {
        super.setUp();
        _crane(CRANE_417, 1);
        _crane(CRANE_418, 3);
        for (uint256 i = 5; i <= 8; ++i) {
            makeBrake(bytes32(i));
        }
        for (uint256 i = 5; i <= 7; ++i) {
            handOver(MANUFACTURER, WAREHOUSE, bytes32(i), HandOverPurpose.Storage, true);
        }
        as_(MANUFACTURER);
        provenance.scrap(bytes32(uint256(8)), 0);
    }

    function test_sevenLiveUnitsInTwoMachinesAndAWarehouse() public {
        publish(MANUFACTURER, "notice", 10);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallOpened(RECALL, MANUFACTURER, RecallScope.Lot, BRAKES, LOT, "notice");
        as_(MANUFACTURER);
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, "notice");
        for (uint256 i = 1; i <= 8; ++i) {
            vm.expectEmit(true, true, true, true, address(provenance));
            emit IPartEvents.PartRecalled(
                RECALL,
                bytes32(i),
                i <= 2 ? CRANE_417 : i <= 4 ? CRANE_418 : bytes32(0),
                i <= 4 ? BUYER : i <= 7 ? WAREHOUSE : MANUFACTURER,
                i <= 4 ? 3 : 0,
                i == 8 ? RecallMark.NotActionable : RecallMark.Marked
            );
        }
        as_(BUYER); // anyone can do the work
        (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(marked, 8);
        vm.assertEq(left, 0);
        Recall memory recall = provenance.recallOf(RECALL);
        vm.assertEq(recall.marked, 8);
        vm.assertEq(recall.live, 7);
        vm.assertEq(view_(bytes32(uint256(1))).openRecalls, 1);
        vm.assertEq(view_(bytes32(uint256(8))).openRecalls, 0);
        vm.assertTrue(provenance.recallMarkOf(RECALL, bytes32(uint256(8))) == RecallMark.NotActionable);
    }

    function test_inPages() public {
        _open();
        uint256[3] memory counts = [uint256(3), 3, 2];
        uint256 rest = 8;
        for (uint256 i = 0; i < 3; ++i) {
            as_(BUYER);
            (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 3);
            rest -= counts[i];
            vm.assertEq(marked, counts[i]);
            vm.assertEq(left, rest);
        }
        // Registered meanwhile: reached by the next page.
        makeBrake(bytes32(uint256(9)));
        as_(BUYER);
        (uint256 more,) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(more, 1);
        vm.assertEq(provenance.recallOf(RECALL).live, 8);
        as_(BUYER);
        (more,) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(more, 0);
    }

    function test_byDesignAndByMaker() public {
        as_(MANUFACTURER);
        provenance.openRecall("design", RecallScope.Design, BRAKES, DESIGN, 0);
        as_(MANUFACTURER);
        provenance.openRecall("maker", RecallScope.Maker, BRAKES, 0, 0);
        as_(MANUFACTURER);
        provenance.markRecalled("design", 64);
        as_(MANUFACTURER);
        provenance.markRecalled("maker", 64);
        vm.assertEq(provenance.recallOf("design").live, 7);
        vm.assertEq(provenance.recallOf("maker").live, 7);
        vm.assertEq(view_(bytes32(uint256(1))).openRecalls, 2);
    }

    function test_byList() public {
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        bytes32[] memory listed = new bytes32[](2);
        (listed[0], listed[1]) = (bytes32(uint256(1)), bytes32(uint256(8)));
        refused(GEAR, abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, MANUFACTURER, GEAR));
        provenance.markListed("list", listed);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.RecallScopeMismatch.selector, bytes32("list"), RecallScope.List)
        );
        provenance.markRecalled("list", 1);
        for (uint256 i = 0; i < 2; ++i) {
            as_(MANUFACTURER);
            provenance.markListed("list", listed);
        }
        vm.assertEq(provenance.recallOf("list").marked, 2);
        vm.assertEq(provenance.recallOf("list").live, 1);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 0, 64));
        provenance.markListed("list", new bytes32[](0));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 65, 64));
        provenance.markListed("list", new bytes32[](65));
        listed[0] = "nothing";
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.markListed("list", listed);
    }

    /// @notice A list reaches what one registers, and what is in machines one registers; nothing else.
    function test_aListReachesNoStrangersParts() public {
        vm.prank(address(governor));
        provenance.appointRegistrar(BRAKES, GEAR);
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        bytes32[] memory listed = new bytes32[](1);
        listed[0] = bytes32(uint256(5));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.NotARecallAuthority.selector, listed[0], MANUFACTURER));
        provenance.markListed("list", listed);
        listed[0] = bytes32(uint256(1));
        as_(MANUFACTURER);
        provenance.markListed("list", listed);
        vm.assertEq(provenance.recallOf("list").live, 1);
    }

    function test_aRecalledPartIsNotInstalledUntilRemedied() public {
        _open();
        as_(BUYER);
        provenance.markRecalled(RECALL, 64);
        make("frame");
        handOver(MANUFACTURER, WAREHOUSE, "frame", HandOverPurpose.Storage, true);
        bytes32 brake = bytes32(uint256(5));
        refused(WAREHOUSE, abi.encodeWithSelector(IPartErrors.PartUnderRecall.selector, brake));
        provenance.install(brake, "frame", "place", 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, brake, BUYER));
        provenance.remedyRecall(RECALL, brake, 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallRemedied(RECALL, brake, WAREHOUSE, 0);
        as_(WAREHOUSE);
        provenance.remedyRecall(RECALL, brake, 0);
        refused(
            WAREHOUSE, abi.encodeWithSelector(IPartErrors.PartNotRecalled.selector, RECALL, brake, RecallMark.Remedied)
        );
        provenance.remedyRecall(RECALL, brake, 0);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IPartErrors.PartNotRecalled.selector, RECALL, bytes32(uint256(8)), RecallMark.NotActionable
            )
        );
        provenance.remedyRecall(RECALL, bytes32(uint256(8)), 0);
        vm.assertEq(provenance.recallOf(RECALL).remedied, 1);
        install(WAREHOUSE, brake, "frame", "place");
        // Who opened it may say so, too.
        as_(MANUFACTURER);
        provenance.remedyRecall(RECALL, bytes32(uint256(1)), 0);
    }

    function test_closedOnceAllAreMarked() public {
        _open();
        as_(BUYER);
        provenance.markRecalled(RECALL, 5);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallNotFullyMarked.selector, RECALL, 5, 8));
        provenance.closeRecall(RECALL);
        as_(BUYER);
        provenance.markRecalled(RECALL, 5);
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, MANUFACTURER, BUYER));
        provenance.closeRecall(RECALL);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallClosed(RECALL, 8, 7, 0);
        as_(MANUFACTURER);
        provenance.closeRecall(RECALL);
        vm.assertTrue(provenance.recallOf(RECALL).status == RecallStatus.Closed);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.RecallIsClosed.selector, RECALL));
        provenance.markRecalled(RECALL, 1);
        // What was marked can still be remedied.
        as_(WAREHOUSE);
        provenance.remedyRecall(RECALL, bytes32(uint256(5)), 0);
    }

    function test_recallsRefused() public {
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, GEAR));
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
        bytes memory malformed = abi.encodeWithSelector(IPartErrors.RecallMalformed.selector, RECALL);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.None, BRAKES, 0, 0);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, 0, 0);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.Design, BRAKES, 0, 0);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.Maker, BRAKES, LOT, 0);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.List, BRAKES, 0, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.openRecall(0, RecallScope.Lot, BRAKES, LOT, 0);
        bytes memory unknown = abi.encodeWithSelector(IPartErrors.UnknownRecall.selector, RECALL);
        refused(MANUFACTURER, unknown);
        provenance.markRecalled(RECALL, 1);
        vm.expectRevert(unknown);
        provenance.recallOf(RECALL);
        _open();
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallExists.selector, RECALL));
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 0, 64));
        provenance.markRecalled(RECALL, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 65, 64));
        provenance.markRecalled(RECALL, 65);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallScopeMismatch.selector, RECALL, RecallScope.Lot));
        provenance.markListed(RECALL, new bytes32[](1));
    }

    /// @notice The largest page at the greatest depth is a call that fits in a transaction.
    function test_aFullPageStaysAffordable() public {
        bytes32 below = "deep";
        makeMachine("deep");
        for (uint256 i = 1; i < 16; ++i) {
            make(bytes32(1000 + i));
            install(MANUFACTURER, bytes32(1000 + i), below, "in");
            below = bytes32(1000 + i);
        }
        for (uint256 i = 0; i < 64; ++i) {
            makeBrake(bytes32(2000 + i));
            install(MANUFACTURER, bytes32(2000 + i), below, bytes32(2000 + i));
        }
        _open();
        as_(BUYER);
        provenance.markRecalled(RECALL, 8);
        vm.cool(address(provenance));
        uint256 before = gasleft();
        as_(BUYER);
        (uint256 marked,) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(marked, 64);
        vm.assertLe(before - gasleft(), 8_000_000);
    }

    function _crane(bytes32 crane, uint256 firstBrake) private {
        makeMachine(crane);
        bytes32 hoist = keccak256(abi.encode(crane, "hoist"));
        bytes32 brakeStand = keccak256(abi.encode(crane, "brake stand"));
        make(hoist);
        make(brakeStand);
        install(MANUFACTURER, hoist, crane, "hoist");
        install(MANUFACTURER, brakeStand, hoist, "brakes");
        for (uint256 i = firstBrake; i < firstBrake + 2; ++i) {
            makeBrake(bytes32(i));
            install(MANUFACTURER, bytes32(i), brakeStand, bytes32(i));
        }
        handOver(MANUFACTURER, BUYER, crane, HandOverPurpose.Delivery, true);
    }

    function _open() private {
        as_(MANUFACTURER);
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
    }
}

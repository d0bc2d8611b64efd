// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {HandOverPurpose, Recall, RecallMark, RecallScope, RecallStatus} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {RecallTest} from "./RecallTest.sol";

/// @notice Opening, marking, remedying, closing and ending a recall.
contract RecallsTest is RecallTest {
    function test_sevenLiveUnitsInTwoMachinesAndAWarehouse() public {
        publish(MANUFACTURER, "notice", 10);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallOpened(RECALL, MANUFACTURER, RecallScope.Lot, BRAKES, LOT, "notice");
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
        as_(MANUFACTURER);
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, "notice");
        Recall memory recall = provenance.recallOf(RECALL);
        vm.assertTrue(recall.scope == RecallScope.Lot);
        vm.assertEq(recall.openedBy, MANUFACTURER);
        vm.assertEq(recall.maker, BRAKES);
        vm.assertEq(recall.openedAt, time());
        vm.assertEq(recall.key, LOT);
        vm.assertEq(recall.record, "notice");
        isRecall(RECALL, RecallStatus.Open, 8, 7, 0);
        isUnder(bytes32(uint256(1)), true, 1, 0);
        isUnder(bytes32(uint256(8)), false, 0, 0);
        isUnder(CRANE_417, false, 0, 2);
        isMark(RECALL, bytes32(uint256(1)), RecallMark.Marked);
        isMark(RECALL, bytes32(uint256(8)), RecallMark.NotActionable);
        bytes32[] memory inForce = provenance.recallsIn(RecallScope.Lot, BRAKES, LOT);
        vm.assertEq(inForce.length, 1);
        vm.assertEq(inForce[0], RECALL);
    }

    /// @notice Opening marks 64; the rest goes by pages, which anybody may call.
    function test_inPages() public {
        for (uint256 i = 9; i <= 72; ++i) {
            makeBrake(bytes32(i));
        }
        open();
        vm.assertEq(provenance.recallOf(RECALL).marked, 64);
        isMark(RECALL, bytes32(uint256(64)), RecallMark.Marked);
        isMark(RECALL, bytes32(uint256(65)), RecallMark.None);
        uint256[4] memory counts = [uint256(3), 3, 2, 0];
        uint256 rest = 8;
        for (uint256 i = 0; i < 4; ++i) {
            as_(BUYER);
            (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 3);
            rest -= counts[i];
            vm.assertEq(marked, counts[i]);
            vm.assertEq(left, rest);
        }
        isRecall(RECALL, RecallStatus.Open, 72, 71, 0);
        // Registered meanwhile: reached by the next page.
        makeBrake(bytes32(uint256(73)));
        as_(BUYER);
        (uint256 more, uint256 after_) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(more, 1);
        vm.assertEq(after_, 0);
    }

    function test_byDesignAndByMaker() public {
        as_(MANUFACTURER);
        provenance.openRecall("design", RecallScope.Design, BRAKES, DESIGN, 0);
        as_(MANUFACTURER);
        provenance.openRecall("maker", RecallScope.Maker, BRAKES, 0, 0);
        vm.assertEq(provenance.recallOf("design").live, 7);
        vm.assertEq(provenance.recallOf("maker").live, 7);
        isUnder(bytes32(uint256(1)), true, 2, 0);
        // Twice marked counts once for what it is in.
        isUnder(standOf(CRANE_417), false, 0, 2);
        remedy(BUYER, "design", bytes32(uint256(1)));
        isUnder(bytes32(uint256(1)), true, 1, 0);
        isUnder(standOf(CRANE_417), false, 0, 2);
        remedy(BUYER, "maker", bytes32(uint256(1)));
        isUnder(bytes32(uint256(1)), false, 0, 0);
        isUnder(standOf(CRANE_417), false, 0, 1);
        isUnder(CRANE_417, false, 0, 1);
    }

    function test_byList() public {
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallOpened("list", MANUFACTURER, RecallScope.List, 0, 0, 0);
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        bytes32[] memory listed = new bytes32[](2);
        (listed[0], listed[1]) = (bytes32(uint256(1)), bytes32(uint256(8)));
        refused(GEAR, abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, MANUFACTURER, GEAR));
        provenance.markListed("list", listed);
        bytes memory notByPages =
            abi.encodeWithSelector(IPartErrors.RecallScopeMismatch.selector, bytes32("list"), RecallScope.List);
        refused(MANUFACTURER, notByPages);
        provenance.markRecalled("list", 1);
        refused(MANUFACTURER, notByPages);
        provenance.endRecall("list", 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRecalled("list", listed[0], CRANE_417, BUYER, 3, RecallMark.Marked);
        for (uint256 i = 0; i < 2; ++i) {
            as_(MANUFACTURER);
            provenance.markListed("list", listed);
        }
        isRecall("list", RecallStatus.Open, 2, 1, 0);
        isUnder(listed[0], true, 1, 0);
        isUnder(bytes32(uint256(2)), false, 0, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 0, 64));
        provenance.markListed("list", new bytes32[](0));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 65, 64));
        provenance.markListed("list", new bytes32[](65));
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.markListed("list", list("nothing"));
        // What is not on it can't be remedied, though its lot is the same.
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IPartErrors.PartNotRecalled.selector, bytes32("list"), bytes32(uint256(2)), RecallMark.None
            )
        );
        provenance.remedyRecall("list", bytes32(uint256(2)), 0);
        remedy(MANUFACTURER, "list", listed[0]);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallClosed("list", 2, 1, 1);
        as_(MANUFACTURER);
        provenance.closeRecall("list");
        refused(MANUFACTURER, _wrongStatus("list", RecallStatus.Closed));
        provenance.markListed("list", listed);
    }

    function test_64NamesAtOnce() public {
        bytes32[] memory named = new bytes32[](64);
        for (uint256 i = 0; i < 64; ++i) {
            named[i] = bytes32(uint256(1 + i % 7));
        }
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        as_(MANUFACTURER);
        provenance.markListed("list", named);
        isRecall("list", RecallStatus.Open, 7, 7, 0);
    }

    /// @notice A list reaches what one registers, and what is in machines one registers; nothing else.
    function test_aListReachesNoStrangersParts() public {
        vm.prank(address(governor));
        provenance.appointRegistrar(BRAKES, GEAR);
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        refused(MANUFACTURER, _noAuthority(bytes32(uint256(5)), MANUFACTURER));
        provenance.markListed("list", list(bytes32(uint256(5))));
        // In a loose assembly of the manufacturer's, but in no machine.
        make("frame");
        handOver(MANUFACTURER, WAREHOUSE, "frame", HandOverPurpose.Storage, true);
        install(WAREHOUSE, bytes32(uint256(5)), "frame", "place");
        refused(MANUFACTURER, _noAuthority(bytes32(uint256(5)), MANUFACTURER));
        provenance.markListed("list", list(bytes32(uint256(5))));
        as_(MANUFACTURER);
        provenance.markListed("list", list(bytes32(uint256(1))));
        vm.assertEq(provenance.recallOf("list").live, 1);
        // In a machine, but of another's.
        as_(DRIVE);
        provenance.openRecall("strange", RecallScope.List, 0, 0, 0);
        refused(DRIVE, _noAuthority(bytes32(uint256(2)), DRIVE));
        provenance.markListed("strange", list(bytes32(uint256(2))));
    }

    function test_aRecalledPartIsNotInstalledUntilRemedied() public {
        open();
        publish(WAREHOUSE, "work", 916);
        bytes32 brake = bytes32(uint256(5));
        handOver(MANUFACTURER, WAREHOUSE, _frame(), HandOverPurpose.Storage, true);
        refused(WAREHOUSE, abi.encodeWithSelector(IPartErrors.PartUnderRecall.selector, brake));
        provenance.install(brake, "frame", "place", 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, brake, BUYER));
        provenance.remedyRecall(RECALL, brake, 0);
        refused(WAREHOUSE, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.remedyRecall(RECALL, brake, "nothing");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallRemedied(RECALL, brake, WAREHOUSE, "work");
        as_(WAREHOUSE);
        provenance.remedyRecall(RECALL, brake, "work");
        isMark(RECALL, brake, RecallMark.Remedied);
        isUnder(brake, false, 0, 0);
        isRecall(RECALL, RecallStatus.Open, 8, 7, 1);
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
        install(WAREHOUSE, brake, "frame", "place");
        // In a machine it is the machine's custodian; and it may be the maker's registrar.
        remedy(BUYER, RECALL, bytes32(uint256(1)));
        remedy(MANUFACTURER, RECALL, bytes32(uint256(2)));
        isRecall(RECALL, RecallStatus.Open, 8, 7, 3);
    }

    /// @notice When a vote has given the maker to another registrar, that one speaks for the recall.
    function test_theMakersRegistrarSpeaksForItsRecalls() public {
        open();
        vm.prank(address(governor));
        provenance.appointRegistrar(BRAKES, GEAR);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, bytes32(uint256(5)), MANUFACTURER)
        );
        provenance.remedyRecall(RECALL, bytes32(uint256(5)), 0);
        remedy(GEAR, RECALL, bytes32(uint256(5)));
        bytes memory notPermitted = abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, GEAR, MANUFACTURER);
        refused(MANUFACTURER, notPermitted);
        provenance.closeRecall(RECALL);
        refused(MANUFACTURER, notPermitted);
        provenance.endRecall(RECALL, 0);
        as_(GEAR);
        provenance.closeRecall(RECALL);
        as_(GEAR);
        provenance.endRecall(RECALL, 0);
    }

    function test_closedOnceAllAreMarked() public {
        for (uint256 i = 9; i <= 65; ++i) {
            makeBrake(bytes32(i));
        }
        open();
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallNotFullyMarked.selector, RECALL, 64, 65));
        provenance.closeRecall(RECALL);
        as_(BUYER);
        provenance.markRecalled(RECALL, 1);
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, MANUFACTURER, BUYER));
        provenance.closeRecall(RECALL);
        remedy(BUYER, RECALL, bytes32(uint256(1)));
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallClosed(RECALL, 65, 64, 1);
        close();
        isRecall(RECALL, RecallStatus.Closed, 65, 64, 1);
        refused(MANUFACTURER, _wrongStatus(RECALL, RecallStatus.Closed));
        provenance.closeRecall(RECALL);
        // What was marked can still be remedied.
        remedy(WAREHOUSE, RECALL, bytes32(uint256(5)));
        vm.assertEq(provenance.recallOf(RECALL).remedied, 2);
    }

    function test_ended() public {
        open();
        publish(MANUFACTURER, "why", 10);
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, MANUFACTURER, BUYER));
        provenance.endRecall(RECALL, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.endRecall(RECALL, "nothing");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallEnded(RECALL, MANUFACTURER, "why");
        as_(MANUFACTURER);
        provenance.endRecall(RECALL, "why");
        isRecall(RECALL, RecallStatus.Ended, 8, 7, 0);
        vm.assertEq(provenance.recallsIn(RecallScope.Lot, BRAKES, LOT).length, 0);
        bytes memory ended = _wrongStatus(RECALL, RecallStatus.Ended);
        refused(MANUFACTURER, ended);
        provenance.endRecall(RECALL, 0);
        refused(MANUFACTURER, ended);
        provenance.closeRecall(RECALL);
        refused(MANUFACTURER, ended);
        provenance.markRecalled(RECALL, 1);
        refused(MANUFACTURER, ended);
        provenance.markListed(RECALL, list(bytes32(uint256(1))));
        // Its marks stay, until remedied.
        isUnder(bytes32(uint256(5)), true, 1, 0);
        remedy(WAREHOUSE, RECALL, bytes32(uint256(5)));
        isUnder(bytes32(uint256(5)), false, 0, 0);
        // What came later is not under it.
        makeBrake(bytes32(uint256(9)));
        isUnder(bytes32(uint256(9)), false, 0, 0);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartNotRecalled.selector, RECALL, bytes32(uint256(9)), RecallMark.None)
        );
        provenance.remedyRecall(RECALL, bytes32(uint256(9)), 0);
        install(MANUFACTURER, bytes32(uint256(9)), _frame(), "place");
    }

    /// @notice Ending one leaves the others of the same lot in force, wherever it stood among them.
    function test_endingOneLeavesTheOthers() public {
        bytes32[3] memory names = [bytes32("first"), "second", "third"];
        for (uint256 gone = 0; gone < 3; ++gone) {
            bytes32 lot = keccak256(abi.encode(gone));
            for (uint256 i = 0; i < 3; ++i) {
                as_(MANUFACTURER);
                provenance.openRecall(keccak256(abi.encode(lot, names[i])), RecallScope.Lot, BRAKES, lot, 0);
            }
            as_(MANUFACTURER);
            provenance.endRecall(keccak256(abi.encode(lot, names[gone])), 0);
            bytes32[] memory left = provenance.recallsIn(RecallScope.Lot, BRAKES, lot);
            vm.assertEq(left.length, 2);
            for (uint256 i = 0; i < 3; ++i) {
                bytes32 name = keccak256(abi.encode(lot, names[i]));
                vm.assertEq(left[0] == name || left[1] == name, i != gone);
            }
        }
    }

    function test_sixteenInForceOnOneScope() public {
        for (uint256 i = 0; i < 16; ++i) {
            as_(MANUFACTURER);
            provenance.openRecall(bytes32(i + 1), RecallScope.Maker, BRAKES, 0, 0);
        }
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.TooManyRecalls.selector, BRAKES, bytes32(0), 16));
        provenance.openRecall("one more", RecallScope.Maker, BRAKES, 0, 0);
        as_(MANUFACTURER);
        provenance.endRecall(bytes32(uint256(7)), 0);
        as_(MANUFACTURER);
        provenance.openRecall("one more", RecallScope.Maker, BRAKES, 0, 0);
        as_(MANUFACTURER);
        provenance.openRecall("by list", RecallScope.List, 0, 0, 0);
    }

    function test_recallsRefused() public {
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, BRAKES, GEAR));
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownMaker.selector, bytes16("no maker")));
        provenance.openRecall(RECALL, RecallScope.Lot, "no maker", LOT, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, "nothing");
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
        provenance.openRecall(RECALL, RecallScope.List, 0, LOT, 0);
        refused(MANUFACTURER, malformed);
        provenance.openRecall(RECALL, RecallScope.List, BRAKES, 0, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.openRecall(0, RecallScope.Lot, BRAKES, LOT, 0);
        bytes memory unknown = abi.encodeWithSelector(IPartErrors.UnknownRecall.selector, RECALL);
        refused(MANUFACTURER, unknown);
        provenance.markRecalled(RECALL, 1);
        refused(MANUFACTURER, unknown);
        provenance.markListed(RECALL, list(bytes32(uint256(1))));
        refused(MANUFACTURER, unknown);
        provenance.remedyRecall(RECALL, bytes32(uint256(1)), 0);
        refused(MANUFACTURER, unknown);
        provenance.closeRecall(RECALL);
        refused(MANUFACTURER, unknown);
        provenance.endRecall(RECALL, 0);
        vm.expectRevert(unknown);
        provenance.recallOf(RECALL);
        open();
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallExists.selector, RECALL));
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 0, 64));
        provenance.markRecalled(RECALL, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PageSizeMismatch.selector, 65, 64));
        provenance.markRecalled(RECALL, 65);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartNotRecalled.selector, RECALL, bytes32("nothing"), RecallMark.None)
        );
        provenance.remedyRecall(RECALL, "nothing", 0);
    }

    function _frame() private returns (bytes32) {
        make("frame");
        return "frame";
    }

    function _noAuthority(bytes32 part, bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotARecallAuthority.selector, part, member);
    }

    function _wrongStatus(bytes32 recall, RecallStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.RecallStatusMismatch.selector, recall, status);
    }
}

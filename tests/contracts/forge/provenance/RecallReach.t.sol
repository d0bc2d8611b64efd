// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {
    HandOverPurpose,
    PartRegistration,
    RecallMark,
    RecallScope,
    RecallStatus
} from "contracts/provenance/PartTypes.sol";
import {RecallTest} from "./RecallTest.sol";

/// @notice A recalled part is not installed: not before it is marked, not registered late, not inside an assembly.
contract RecallReachTest is RecallTest {
    bytes32 internal constant FRAME = "frame";

    // -------------------------------------------------------------------------------------------------------- timing

    function test_underItBeforeItIsMarked() public {
        make(FRAME);
        for (uint256 i = 9; i <= 66; ++i) {
            makeBrake(bytes32(i));
        }
        open();
        bytes32 last = bytes32(uint256(66));
        isMark(RECALL, last, RecallMark.None);
        isUnder(last, true, 0, 0);
        _refusedToInstall(last);
        // The maker's own statement that this one is in order takes it out, marked or not; a page then passes it over.
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRecalled(RECALL, last, 0, MANUFACTURER, 0, RecallMark.Marked);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RecallRemedied(RECALL, last, MANUFACTURER, 0);
        remedy(MANUFACTURER, RECALL, last);
        isUnder(last, false, 0, 0);
        isRecall(RECALL, RecallStatus.Open, 65, 64, 1);
        install(MANUFACTURER, last, FRAME, "place");
        as_(BUYER);
        (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(marked, 1);
        vm.assertEq(left, 0);
        isRecall(RECALL, RecallStatus.Open, 66, 65, 1);
        isMark(RECALL, last, RecallMark.Remedied);
    }

    function test_registeredLate() public {
        make(FRAME);
        open();
        makeBrake("late");
        isUnder("late", true, 0, 0);
        _refusedToInstall("late");
        close_();
        makeBrake("later");
        isUnder("later", true, 0, 0);
        _refusedToInstall("later");
        // Anybody can have it marked after closing, too.
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRecalled(RECALL, "later", 0, MANUFACTURER, 0, RecallMark.Marked);
        as_(BUYER);
        (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(marked, 1);
        vm.assertEq(left, 0);
        isUnder("later", true, 1, 0);
        _refusedToInstall("later");
    }

    function test_byDesignAndByMaker() public {
        make(FRAME);
        as_(MANUFACTURER);
        provenance.openRecall("design", RecallScope.Design, BRAKES, DESIGN, 0);
        makeBrake("of the design");
        isUnder("of the design", true, 0, 0);
        _refusedToInstall("of the design");
        register(registration("other design", BRAKES));
        isUnder("other design", false, 0, 0);
        as_(MANUFACTURER);
        provenance.endRecall("design", 0);
        isUnder("of the design", false, 0, 0);
        as_(MANUFACTURER);
        provenance.openRecall("maker", RecallScope.Maker, BRAKES, 0, 0);
        register(registration("of the maker", BRAKES));
        _refusedToInstall("of the maker");
        // Nobody else's lot of the same number, nobody else's anything.
        PartRegistration memory other = registration("other maker", MANUFACTURER);
        (other.lot, other.design) = (LOT, DESIGN);
        register(other);
        isUnder("other maker", false, 0, 0);
        install(MANUFACTURER, "other maker", FRAME, "place");
    }

    function test_materialisedLate() public {
        make(FRAME);
        open();
        PartRegistration memory made = registration("of a batch", BRAKES);
        made.lot = LOT;
        bytes32 top = keccak256(bytes.concat(keccak256(abi.encode(made))));
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 1);
        as_(BUYER);
        provenance.materialise(top, made, new bytes32[](0));
        _refusedToInstall("of a batch");
    }

    /// @notice The new part of a replacement is looked at in the same way.
    function test_notByReplacementEither() public {
        open();
        makeBrake("late");
        handOver(MANUFACTURER, BUYER, "late", HandOverPurpose.Delivery, true);
        as_(BUYER);
        provenance.openWorkOrder("order", CRANE_417, BUYER, noAlert(), 0);
        as_(BUYER);
        provenance.diagnose("order", 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.PartUnderRecall.selector, bytes32("late")));
        provenance.replace(bytes32(uint256(1)), "late", "order", LATER, "");
    }

    // ------------------------------------------------------------------------------------------------------- by name

    function test_namedByAnyone() public {
        for (uint256 i = 9; i <= 70; ++i) {
            makeBrake(bytes32(i));
        }
        open();
        bytes32 brake = bytes32(uint256(70));
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRecalled(RECALL, brake, 0, MANUFACTURER, 0, RecallMark.Marked);
        as_(BUYER);
        provenance.markListed(RECALL, list(brake));
        as_(BUYER);
        provenance.markListed(RECALL, list(brake));
        isRecall(RECALL, RecallStatus.Open, 65, 64, 0);
        isUnder(brake, true, 1, 0);
        bytes memory outside = abi.encodeWithSelector(IPartErrors.PartNotInScope.selector, RECALL, CRANE_417);
        refused(BUYER, outside);
        provenance.markListed(RECALL, list(CRANE_417));
        register(registration("other lot", BRAKES));
        outside = abi.encodeWithSelector(IPartErrors.PartNotInScope.selector, RECALL, bytes32("other lot"));
        refused(BUYER, outside);
        provenance.markListed(RECALL, list("other lot"));
        as_(BUYER);
        (uint256 marked, uint256 left) = provenance.markRecalled(RECALL, 64);
        vm.assertEq(marked, 5);
        vm.assertEq(left, 0);
        close_();
        makeBrake("late");
        as_(BUYER);
        provenance.markListed(RECALL, list("late"));
        isRecall(RECALL, RecallStatus.Closed, 71, 70, 0);
    }

    /// @notice Out of turn, each scope reaches its own and nothing else.
    function test_namedWithinEachScope() public {
        register(registration("other design", BRAKES));
        PartRegistration memory made = registration("other maker", MANUFACTURER);
        (made.lot, made.design) = (LOT, DESIGN);
        register(made);
        as_(MANUFACTURER);
        provenance.openRecall("design", RecallScope.Design, BRAKES, DESIGN, 0);
        as_(MANUFACTURER);
        provenance.openRecall("maker", RecallScope.Maker, BRAKES, 0, 0);
        makeBrake("late");
        _outOfScope("design", "other design");
        _outOfScope("design", "other maker");
        _outOfScope("maker", "other maker");
        as_(BUYER);
        provenance.markListed("design", list("late"));
        isMark("design", "late", RecallMark.Marked);
        isMark("maker", "late", RecallMark.None);
        remedy(MANUFACTURER, "maker", "late");
        isMark("maker", "late", RecallMark.Remedied);
        isUnder("late", true, 1, 0);
        remedy(MANUFACTURER, "design", "late");
        isUnder("late", false, 0, 0);
    }

    function _outOfScope(bytes32 recall, bytes32 part) private {
        refused(BUYER, abi.encodeWithSelector(IPartErrors.PartNotInScope.selector, recall, part));
        provenance.markListed(recall, list(part));
        refused(
            MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartNotRecalled.selector, recall, part, RecallMark.None)
        );
        provenance.remedyRecall(recall, part, 0);
    }

    // ------------------------------------------------------------------------------------------------------- nesting

    function test_notInsideAnAssembly() public {
        open();
        bytes32 stand = standOf(CRANE_417);
        bytes32 hoist = hoistOf(CRANE_417);
        isUnder(stand, false, 0, 2);
        isUnder(hoist, false, 0, 2);
        isUnder(CRANE_417, false, 0, 2);
        // Taken out with the two in it, it can't go back in, at whatever level they are.
        as_(BUYER);
        provenance.remove(hoist, 0);
        isUnder(CRANE_417, false, 0, 0);
        isUnder(hoist, false, 0, 2);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.AssemblyHoldsBarredParts.selector, hoist, 2));
        provenance.install(hoist, CRANE_418, "second hoist", 0);
        // One taken out, one remedied: now it can.
        as_(BUYER);
        provenance.remove(bytes32(uint256(1)), 0);
        isUnder(stand, false, 0, 1);
        isUnder(hoist, false, 0, 1);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.AssemblyHoldsBarredParts.selector, hoist, 1));
        provenance.install(hoist, CRANE_418, "second hoist", 0);
        remedy(BUYER, RECALL, bytes32(uint256(2)));
        isUnder(hoist, false, 0, 0);
        install(BUYER, hoist, CRANE_418, "second hoist");
        isUnder(CRANE_418, false, 0, 2);
        _refusedBy(BUYER, bytes32(uint256(1)), stand);
    }

    /// @notice What is taken out of a tree takes along what is barred in it, itself included.
    function test_aMarkedAssemblyWithMarkedPartsInIt() public {
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        as_(MANUFACTURER);
        provenance.markListed("list", list(standOf(CRANE_417)));
        open();
        isUnder(standOf(CRANE_417), true, 1, 2);
        isUnder(hoistOf(CRANE_417), false, 0, 3);
        isUnder(CRANE_417, false, 0, 3);
        as_(BUYER);
        provenance.remove(standOf(CRANE_417), 0);
        isUnder(standOf(CRANE_417), true, 1, 2);
        isUnder(hoistOf(CRANE_417), false, 0, 0);
        isUnder(CRANE_417, false, 0, 0);
        // The stand's own recall comes first.
        _refusedBy(BUYER, standOf(CRANE_417), hoistOf(CRANE_417));
    }

    function test_suspectedInsideAnAssembly() public {
        bytes32 brake = bytes32(uint256(1));
        bytes32 hoist = hoistOf(CRANE_417);
        _twoPlaces(brake);
        isUnder(hoist, false, 0, 1);
        // Suspected again, and recalled as well: it is one part.
        _twoPlaces(brake);
        open();
        isUnder(hoist, false, 0, 2);
        isUnder(brake, true, 1, 0);
        remedy(BUYER, RECALL, brake);
        isUnder(hoist, false, 0, 2);
        remedy(BUYER, RECALL, bytes32(uint256(2)));
        isUnder(hoist, false, 0, 1);
        as_(BUYER);
        provenance.remove(hoist, 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.AssemblyHoldsBarredParts.selector, hoist, 1));
        provenance.install(hoist, CRANE_417, "hoist", 0);
        as_(MANUFACTURER);
        provenance.clearSuspicion(brake, 0);
        isUnder(hoist, false, 0, 0);
        install(BUYER, hoist, CRANE_417, "hoist");
    }

    /// @notice Suspected and recalled, then cleared: the recall still bars it.
    function test_clearedButStillRecalled() public {
        bytes32 brake = bytes32(uint256(1));
        open();
        _twoPlaces(brake);
        isUnder(hoistOf(CRANE_417), false, 0, 2);
        as_(MANUFACTURER);
        provenance.clearSuspicion(brake, 0);
        isUnder(hoistOf(CRANE_417), false, 0, 2);
        as_(BUYER);
        provenance.remove(brake, 0);
        _refusedBy(BUYER, brake, standOf(CRANE_417));
    }

    // -------------------------------------------------------------------------------------------------- affordability

    /// @notice The largest pages at the greatest depth are calls that fit in a transaction.
    function test_aFullPageStaysAffordable() public {
        deepBrakes(9, 8);
        _cold();
        uint256 before = gasleft();
        open();
        vm.assertLe(before - gasleft(), 11_000_000);
        vm.assertEq(provenance.recallOf(RECALL).marked, 64);
        _cold();
        before = gasleft();
        as_(BUYER);
        (uint256 marked,) = provenance.markRecalled(RECALL, 64);
        vm.assertLe(before - gasleft(), 3_000_000);
        vm.assertEq(marked, 16);
    }

    /// @notice Each part in a machine of its own, so that no step of a walk is shared.
    function test_aFullPageOf64Machines() public {
        as_(MANUFACTURER);
        provenance.openRecall("list", RecallScope.List, 0, 0, 0);
        deepBrakes(64, 1);
        bytes32[] memory listed = new bytes32[](64);
        for (uint256 k = 0; k < 64; ++k) {
            listed[k] = keccak256(abi.encode("deep brake", k, uint256(0)));
        }
        _cold();
        uint256 before = gasleft();
        as_(MANUFACTURER);
        provenance.markListed("list", listed);
        vm.assertLe(before - gasleft(), 13_000_000);
        vm.assertEq(provenance.recallOf("list").live, 64);
    }

    /// @notice Installing looks at 48 recalls at most.
    function test_installingUnderAllTheRecallsThereCanBe() public {
        make(FRAME);
        makeBrake("brake");
        for (uint256 i = 0; i < 48; ++i) {
            bytes32 recall = keccak256(abi.encode("recall", i));
            RecallScope scope = RecallScope(1 + i % 3);
            as_(MANUFACTURER);
            provenance.openRecall(
                recall,
                scope,
                BRAKES,
                scope == RecallScope.Lot ? LOT : scope == RecallScope.Design ? DESIGN : bytes32(0),
                0
            );
            remedy(MANUFACTURER, recall, "brake");
        }
        _cold();
        uint256 before = gasleft();
        install(MANUFACTURER, "brake", FRAME, "place");
        vm.assertLe(before - gasleft(), 700_000);
    }

    function close_() private {
        as_(BUYER);
        provenance.markRecalled(RECALL, 64);
        close();
    }

    function _refusedToInstall(bytes32 part) private {
        _refusedBy(MANUFACTURER, part, FRAME);
    }

    function _refusedBy(bytes16 member, bytes32 part, bytes32 parent) private {
        refused(member, abi.encodeWithSelector(IPartErrors.PartUnderRecall.selector, part));
        provenance.install(part, parent, "place", 0);
    }

    function _twoPlaces(bytes32 part) private {
        as_(WAREHOUSE);
        provenance.sight(part, "NLRTM", time());
        as_(WAREHOUSE);
        provenance.sight(part, "MYPKG", time());
    }

    function _cold() private {
        vm.cool(address(root));
        vm.cool(address(registry));
        vm.cool(address(provenance));
    }
}

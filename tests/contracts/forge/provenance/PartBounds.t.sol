// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {HandOverPurpose, PartStatus, RecallScope} from "contracts/provenance/PartTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

/// @notice Edges of what is allowed: numbers of children, parts that a recall hasn't marked, times to the second, and what
/// the dearest calls cost.
contract PartBoundsTest is Workshop {
    uint256 private constant MOST = type(uint16).max;

    // ------------------------------------------------------------------------------------------------------ children

    function test_65535ChildrenOfOneHeight() public {
        make("trolley");
        make("leaf");
        make("last");
        make("tall");
        make("in it");
        install(MANUFACTURER, "in it", "tall", "place");
        install(MANUFACTURER, "leaf", "trolley", "1");
        _setHeights("trolley", MOST - 1);
        install(MANUFACTURER, "last", "trolley", "2");
        make("one more");
        refused(MANUFACTURER, _tooMany("trolley"));
        provenance.install("one more", "trolley", "3", 0);
        // There is still room for another height.
        install(MANUFACTURER, "tall", "trolley", "4");
        vm.assertEq(view_("trolley").height, 2);
        as_(MANUFACTURER);
        provenance.remove("leaf", 0);
        install(MANUFACTURER, "one more", "trolley", "3");
    }

    /// @notice A part that grows counts in its parent under another height, which must have room.
    function test_noRoomForWhatGrows() public {
        make("trolley");
        make("gearbox");
        make("shaft");
        make("tall");
        make("in it");
        install(MANUFACTURER, "gearbox", "trolley", "1");
        install(MANUFACTURER, "in it", "tall", "place");
        install(MANUFACTURER, "tall", "trolley", "2");
        _setHeights("trolley", 1 | (MOST << 16));
        refused(MANUFACTURER, _tooMany("trolley"));
        provenance.install("shaft", "gearbox", "place", 0);
        _setHeights("trolley", 1 | ((MOST - 1) << 16));
        install(MANUFACTURER, "shaft", "gearbox", "place");
        vm.assertEq(view_("trolley").height, 2);
    }

    function test_65535ChildrenWithSomethingInThem() public {
        make("trolley");
        make("leaf");
        make("tall");
        make("in it");
        install(MANUFACTURER, "leaf", "trolley", "1");
        install(MANUFACTURER, "in it", "tall", "place");
        _setHeights("trolley", 1 | (MOST << 16));
        refused(MANUFACTURER, _tooMany("trolley"));
        provenance.install("tall", "trolley", "2", 0);
        _setHeights("trolley", 1 | ((MOST - 1) << 16));
        install(MANUFACTURER, "tall", "trolley", "2");
    }

    function test_aHeightGoesWithTheLastThatHadIt() public {
        make("trolley");
        make("tall");
        make("in it");
        install(MANUFACTURER, "in it", "tall", "place");
        install(MANUFACTURER, "tall", "trolley", "1");
        vm.assertEq(view_("trolley").height, 2);
        as_(MANUFACTURER);
        provenance.remove("tall", 0);
        vm.assertEq(view_("trolley").height, 0);
    }

    // ------------------------------------------------------------------------------------------------------- recalls

    function test_aMakersRecallIsNotClosedBeforeWhatCameLater() public {
        makeBrake("first");
        as_(MANUFACTURER);
        provenance.openRecall("all", RecallScope.Maker, BRAKES, 0, 0);
        makeBrake("later");
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.RecallNotFullyMarked.selector, bytes32("all"), 1, 2));
        provenance.closeRecall("all");
        as_(MANUFACTURER);
        provenance.markRecalled("all", 64);
        as_(MANUFACTURER);
        provenance.closeRecall("all");
    }

    // --------------------------------------------------------------------------------------------------------- times

    function test_aSignatureCountsToItsLastSecond() public {
        make("gearbox");
        bytes32 digest =
            provenance.handOverDigest("gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, false, 0, 0, time());
        bytes memory signature = signAs(WAREHOUSE, digest);
        uint48 deadline = time();
        pass(1);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.SignatureExpired.selector, deadline));
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, deadline, signature);
        vm.warp(deadline);
        as_(MANUFACTURER);
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, deadline, signature);
        vm.assertEq(view_("gearbox").custodian, WAREHOUSE);
    }

    function test_sixHoursApart() public {
        make("gearbox");
        uint48 seen = time();
        pass(1 days);
        _sight("gearbox", "NLRTM", seen);
        _sight("gearbox", "MYPKG", seen + 6 hours);
        vm.assertFalse(view_("gearbox").suspected);
        _sight("gearbox", "NLRTM", seen + 12 hours - 1);
        vm.assertTrue(view_("gearbox").suspected);
        refused(WAREHOUSE, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.sight("nothing", "NLRTM", seen);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.clearSuspicion("nothing", 0);
        refused(
            WAREHOUSE,
            abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, seen + 12 hours - 2, seen + 12 hours - 1)
        );
        provenance.sight("gearbox", "NLRTM", seen + 12 hours - 2);
        _sight("gearbox", "NLRTM", seen + 12 hours - 1);
    }

    // --------------------------------------------------------------------------------------------------------- final

    function test_aScrappedMachineIsNotDeclaredBuilt() public {
        makeMachine(CRANE_417);
        as_(MANUFACTURER);
        provenance.scrap(CRANE_417, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartIsScrapped.selector, CRANE_417));
        provenance.declareBuilt(CRANE_417, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.declareBuilt("nothing", 0);
        vm.assertTrue(statusOf(CRANE_417) == PartStatus.Scrapped);
    }

    // -------------------------------------------------------------------------------------------------- affordability

    /// @notice A part goes in and out at the deepest place, every height above changing: no walk is longer.
    function test_theDeepestPlaceStaysAffordable() public {
        bytes32 below = CRANE_417;
        makeMachine(CRANE_417);
        for (uint256 i = 1; i < 16; ++i) {
            make(bytes32(i));
            install(MANUFACTURER, bytes32(i), below, "in");
            below = bytes32(i);
        }
        make("deepest");
        vm.cool(address(provenance));
        uint256 before = gasleft();
        install(MANUFACTURER, "deepest", below, "in");
        vm.assertLe(before - gasleft(), 700_000);
        vm.assertEq(view_(CRANE_417).height, 16);
        vm.cool(address(provenance));
        before = gasleft();
        _sight("deepest", "NLRTM", time());
        _sight("deepest", "MYPKG", time());
        vm.assertLe(before - gasleft(), 300_000);
        vm.assertEq(view_(CRANE_417).barredBelow, 1);
        vm.cool(address(provenance));
        before = gasleft();
        as_(MANUFACTURER);
        provenance.remove("deepest", 0);
        vm.assertLe(before - gasleft(), 500_000);
        vm.assertEq(view_(CRANE_417).height, 15);
        vm.assertEq(view_(CRANE_417).barredBelow, 0);
    }

    function _sight(bytes32 part, bytes5 place, uint48 seenAt) private {
        as_(WAREHOUSE);
        provenance.sight(part, place, seenAt);
    }

    /// @dev The part's count of children by height, as the committed layout has it.
    function _setHeights(bytes32 part, uint256 heights) private {
        uint256 namespace = uint256(
            keccak256(abi.encode(uint256(keccak256("quaychain.PartProvenance")) - 1)) & ~bytes32(uint256(0xff))
        );
        uint256 entry = uint256(keccak256(abi.encode(part, namespace + 3)));
        vm.store(address(provenance), bytes32(entry + 7), bytes32(heights));
    }

    function _tooMany(bytes32 parent) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.TooManyChildren.selector, parent, MOST);
    }
}

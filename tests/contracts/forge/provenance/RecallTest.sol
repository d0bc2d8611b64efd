// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HandOverPurpose, Recall, RecallMark, RecallScope, RecallStatus} from "contracts/provenance/PartTypes.sol";
import {Workshop} from "./Workshop.sol";

/// @notice The scenario's lot B2411: eight brakes, four in two cranes at depth 3, three in a warehouse, one scrapped.
abstract contract RecallTest is Workshop {
    bytes32 internal constant RECALL = keccak256("recall of B2411");

    function setUp() public virtual override {
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

    function open() internal {
        as_(MANUFACTURER);
        provenance.openRecall(RECALL, RecallScope.Lot, BRAKES, LOT, 0);
    }

    function close() internal {
        as_(MANUFACTURER);
        provenance.closeRecall(RECALL);
    }

    function end() internal {
        as_(MANUFACTURER);
        provenance.endRecall(RECALL, 0);
    }

    function remedy(bytes16 member, bytes32 recall, bytes32 part) internal {
        as_(member);
        provenance.remedyRecall(recall, part, 0);
    }

    function list(bytes32 part) internal pure returns (bytes32[] memory listed) {
        listed = new bytes32[](1);
        listed[0] = part;
    }

    function hoistOf(bytes32 crane) internal pure returns (bytes32) {
        return keccak256(abi.encode(crane, "hoist"));
    }

    function standOf(bytes32 crane) internal pure returns (bytes32) {
        return keccak256(abi.encode(crane, "brake stand"));
    }

    function isMark(bytes32 recall, bytes32 part, RecallMark mark) internal view {
        vm.assertTrue(provenance.recallMarkOf(recall, part) == mark);
    }

    function isRecall(bytes32 recall, RecallStatus status, uint256 marked, uint256 live, uint256 remedied)
        internal
        view
    {
        Recall memory found = provenance.recallOf(recall);
        vm.assertTrue(found.status == status);
        vm.assertEq(found.marked, marked);
        vm.assertEq(found.live, live);
        vm.assertEq(found.remedied, remedied);
    }

    /// @notice What a part says of recalls: whether it is under one, how many mark it, how much in it is barred.
    function isUnder(bytes32 part, bool recalled, uint256 openRecalls, uint256 barredBelow) internal view {
        vm.assertEq(view_(part).recalled, recalled);
        vm.assertEq(view_(part).openRecalls, openRecalls);
        vm.assertEq(view_(part).barredBelow, barredBelow);
    }

    /// @notice Chains of 16 levels, one after another with `width` brakes at the end of each.
    /// @dev Built from the end: so nothing is walked.
    function deepBrakes(uint256 chains, uint256 width) internal {
        for (uint256 k = 0; k < chains; ++k) {
            bytes32 last = keccak256(abi.encode("deep", k, uint256(15)));
            make(last);
            for (uint256 i = 0; i < width; ++i) {
                bytes32 brake = keccak256(abi.encode("deep brake", k, i));
                makeBrake(brake);
                install(MANUFACTURER, brake, last, brake);
            }
            for (uint256 i = 14; i > 0; --i) {
                bytes32 above = keccak256(abi.encode("deep", k, i));
                make(above);
                install(MANUFACTURER, last, above, "in");
                last = above;
            }
            bytes32 machine = keccak256(abi.encode("deep", k));
            makeMachine(machine);
            install(MANUFACTURER, last, machine, "in");
        }
    }

    function _crane(bytes32 crane, uint256 firstBrake) private {
        makeMachine(crane);
        make(hoistOf(crane));
        make(standOf(crane));
        install(MANUFACTURER, hoistOf(crane), crane, "hoist");
        install(MANUFACTURER, standOf(crane), hoistOf(crane), "brakes");
        for (uint256 i = firstBrake; i < firstBrake + 2; ++i) {
            makeBrake(bytes32(i));
            install(MANUFACTURER, bytes32(i), standOf(crane), bytes32(i));
        }
        handOver(MANUFACTURER, BUYER, crane, HandOverPurpose.Delivery, true);
    }
}

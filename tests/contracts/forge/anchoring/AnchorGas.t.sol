// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEventAnchor} from "contracts/anchoring/IEventAnchor.sol";
import {AnchorTest} from "./AnchorTest.sol";

/// @notice What one transaction that anchors 1,024 events costs, once its stream runs.
contract AnchorGasTest is AnchorTest {
    uint256 private constant BUDGET = 70 * 1024;
    uint256 private constant TRANSACTION = 21_000;

    function test_anchor_keepsTheBudget() public {
        anchorNext(1024);
        pass(60);
        bytes memory data =
            abi.encodeCall(IEventAnchor.anchor, (STREAM, 1, 1025, 1024, keccak256("next root"), CID));
        // As in a transaction of its own: nothing has been touched before.
        vm.cool(address(root));
        vm.cool(address(registry));
        vm.cool(address(anchors));
        vm.prank(oracle(CARRIER));
        uint256 before = gasleft();
        (bool done,) = address(anchors).call(data);
        uint256 used = before - gasleft();
        vm.assertTrue(done);
        for (uint256 i = 0; i < data.length; ++i) {
            used += data[i] == 0 ? 4 : 16;
        }
        vm.assertLe(used + TRANSACTION, BUDGET);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Batch} from "contracts/anchoring/IEventAnchor.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice The carrier's stream, opened by its oracle.
abstract contract AnchorTest is InstalledConsortium {
    bytes32 internal constant STREAM = keccak256("stream");
    bytes32 internal constant PARTITION = keccak256("partition");
    bytes32 internal constant TREE = keccak256("root");
    bytes internal constant CID = hex"01551220aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    function setUp() public virtual override {
        super.setUp();
        vm.prank(oracle(CARRIER));
        anchors.openStream(STREAM, PARTITION);
    }

    function anchorAs(address holder, uint32 epoch, uint64 firstSequence, uint32 count) internal {
        vm.prank(holder);
        anchors.anchor(STREAM, epoch, firstSequence, count, TREE, CID);
    }

    function anchorNext(uint32 count) internal returns (Batch memory) {
        uint64 first = anchors.streamOf(STREAM).nextSequence;
        anchorAs(oracle(CARRIER), 1, first, count);
        return Batch(1, first, count, TREE, CID);
    }
}

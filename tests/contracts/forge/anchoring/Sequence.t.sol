// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose} from "contracts/access/IMemberRegistry.sol";
import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {Batch, Gap, Stream} from "contracts/anchoring/IEventAnchor.sol";
import {Vm} from "../support/Vm.sol";
import {AnchorTest} from "./AnchorTest.sol";

/// @notice Two oracles of the carrier that anchor, lose, take over and come too late, in any order, with right and
/// wrong arguments. Keeps the model: every sequence that was accepted, once and in order.
contract AnchorActor {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bytes32 private constant TREE = keccak256("root");

    EventAnchor private immutable ANCHORS;
    bytes32 private immutable STREAM;
    address[2] private _oracles;

    uint64 public next = 1;
    uint256 public gapSum;
    uint32 public epoch = 1;
    address public holder;
    bytes32 public runningHash;

    constructor(EventAnchor anchors, bytes32 stream, address first, address second) {
        ANCHORS = anchors;
        STREAM = stream;
        _oracles = [first, second];
        holder = first;
        runningHash = stream;
    }

    function anchor(uint256 who, uint8 epochError, uint8 sequenceError, uint32 count) external {
        address caller = _oracles[who % 2];
        uint32 givenEpoch = uint32(_near(epoch, epochError));
        uint64 given = uint64(_near(next, sequenceError));
        count = count % 70_000;
        bytes memory cid = abi.encodePacked(given);
        vm.prank(caller);
        (bool done,) = address(ANCHORS).call(
            abi.encodeCall(EventAnchor.anchor, (STREAM, givenEpoch, given, count, TREE, cid))
        );
        bool expected =
            caller == holder && givenEpoch == epoch && given == next && count > 0 && count <= 65_536;
        vm.assertEq(done, expected);
        if (!done) return;
        next += count;
        runningHash = keccak256(
            abi.encodePacked(
                runningHash, ANCHORS.batchLink(Batch(givenEpoch, given, count, TREE, cid))
            )
        );
    }

    function declareLost(uint256 who, uint8 sequenceError, uint32 count) external {
        address caller = _oracles[who % 2];
        uint64 given = uint64(_near(next, sequenceError));
        count = count % 100;
        vm.prank(caller);
        (bool done,) = address(ANCHORS).call(
            abi.encodeCall(EventAnchor.declareLost, (STREAM, epoch, given, count, 1))
        );
        vm.assertEq(done, caller == holder && given == next && count > 0);
        if (!done) return;
        next += count;
        gapSum += count;
        runningHash = keccak256(abi.encodePacked(runningHash, ANCHORS.gapLink(epoch, given, count, 1)));
    }

    function takeOver(uint256 who, uint8 epochStep) external {
        address caller = _oracles[who % 2];
        vm.prank(caller);
        (bool done,) = address(ANCHORS).call(
            abi.encodeCall(EventAnchor.takeOver, (STREAM, epoch + epochStep % 3, caller))
        );
        vm.assertEq(done, epochStep % 3 == 1);
        if (!done) return;
        ++epoch;
        holder = caller;
    }

    /// @dev Mostly right, at times one off to either side.
    function _near(uint256 value, uint8 error) private pure returns (uint256) {
        if (error % 8 == 0) return value + 1;
        return error % 8 == 1 ? value - 1 : value;
    }
}

contract SequenceTest is AnchorTest {
    AnchorActor private _actor;

    function setUp() public override {
        super.setUp();
        address second = address(0xA1);
        vm.prank(governance(CARRIER));
        registry.addAccount(second, AccountPurpose.Oracle, 0, 0);
        _actor = new AnchorActor(anchors, STREAM, oracle(CARRIER), second);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actor);
    }

    function invariant_theStreamIsContiguous() public view {
        Stream memory stream = anchors.streamOf(STREAM);
        vm.assertEq(stream.nextSequence, _actor.next());
        vm.assertEq(stream.epoch, _actor.epoch());
        vm.assertEq(stream.holder, _actor.holder());
        vm.assertEq(stream.runningHash, _actor.runningHash());
        Gap[] memory gaps = anchors.gaps(STREAM, 0, type(uint256).max);
        uint256 sum = 0;
        for (uint256 i = 0; i < gaps.length; ++i) {
            if (i > 0) vm.assertTrue(gaps[i].firstSequence >= gaps[i - 1].firstSequence + gaps[i - 1].count);
            sum += gaps[i].count;
        }
        vm.assertEq(sum, _actor.gapSum());
    }
}

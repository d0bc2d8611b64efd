// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Batch, Challenge, ChallengeStatus, EventLeaf, IEventAnchor} from "contracts/anchoring/IEventAnchor.sol";
import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {AnchorTest} from "./AnchorTest.sol";

/// @notice Withheld data: challenged, answered or flagged.
contract DataChallengesTest is AnchorTest {
    EventLeaf private _leaf;
    bytes32[] private _proof;
    Batch private _batch;
    bytes32 private _before;
    bytes32[] private _later;
    bytes32 private _pinned;

    /// @dev The stream: 10 events, then a batch of 2 with a real tree, a gap, 5 events; pinned there.
    function setUp() public override {
        super.setUp();
        anchorNext(10);
        _before = anchors.streamOf(STREAM).runningHash;
        _leaf = EventLeaf(STREAM, 11, "device", 0, 7, keccak256("signed event"));
        EventLeaf memory other = EventLeaf(STREAM, 12, "device", 0, 8, keccak256("next event"));
        _proof.push(_hash(other));
        _batch = Batch(1, 11, 2, _pair(_hash(_leaf), _hash(other)), CID);
        vm.startPrank(oracle(CARRIER));
        anchors.anchor(STREAM, 1, 11, 2, _batch.root, CID);
        anchors.declareLost(STREAM, 1, 13, 3, 9);
        anchors.anchor(STREAM, 1, 16, 5, TREE, CID);
        vm.stopPrank();
        _later.push(anchors.gapLink(1, 13, 3, 9));
        _later.push(anchors.batchLink(Batch(1, 16, 5, TREE, CID)));
        vm.prank(operations(BUYER));
        _pinned = anchors.pinRunningHash(STREAM);
    }

    function _hash(EventLeaf memory leaf) private pure returns (bytes32) {
        return keccak256(
            bytes.concat(
                keccak256(
                    abi.encode(
                        leaf.stream, leaf.sequence, leaf.deviceKey, leaf.boot, leaf.deviceSequence, leaf.eventDigest
                    )
                )
            )
        );
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    function _challenge() private {
        vm.prank(operations(BUYER));
        anchors.challengeData(STREAM, 11, _batch, _before, _later, _pinned);
    }

    function _answer(bytes16 member) private {
        vm.prank(oracle(member));
        anchors.answerChallenge(_leaf, _proof);
    }

    function test_pin() public {
        bytes32 now_ = anchors.streamOf(STREAM).runningHash;
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.RunningHashPinned(STREAM, now_, 21);
        vm.prank(operations(GEAR));
        vm.assertEq(anchors.pinRunningHash(STREAM), now_);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.UnknownStream.selector, bytes32("other")));
        vm.prank(operations(GEAR));
        anchors.pinRunningHash("other");
    }

    /// @notice The stream goes on meanwhile; the challenge holds on to the pinned point.
    function test_challenge_opens() public {
        anchorNext(1000);
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.DataChallenged(STREAM, 11, BUYER, _batch.root, time() + ANSWER_PERIOD);
        _challenge();
        Challenge memory challenge = anchors.challengeOf(STREAM, 11);
        vm.assertTrue(challenge.status == ChallengeStatus.Open && challenge.challenger == BUYER);
        vm.assertEq(challenge.openedAt, time());
        vm.assertEq(challenge.answerUntil, time() + ANSWER_PERIOD);
        vm.assertEq(challenge.root, _batch.root);
    }

    /// @notice However many batches came after it, the way back to a batch can be gone in steps.
    function test_pinEarlier_goesBackInSteps() public {
        bytes32[] memory hashes = new bytes32[](9);
        bytes32[] memory links = new bytes32[](8);
        hashes[0] = anchors.streamOf(STREAM).runningHash;
        for (uint256 i = 0; i < 8; ++i) {
            links[i] = anchors.batchLink(anchorNext(1));
            hashes[i + 1] = anchors.streamOf(STREAM).runningHash;
        }
        vm.startPrank(operations(GEAR));
        anchors.pinRunningHash(STREAM);
        for (uint256 i = 8; i > 0; i -= 4) {
            bytes32[] memory step = new bytes32[](4);
            for (uint256 j = 0; j < 4; ++j) {
                step[j] = links[i - 4 + j];
            }
            vm.expectEmit(true, true, true, true, address(anchors));
            emit IEventAnchor.EarlierHashPinned(STREAM, hashes[i - 4], hashes[i]);
            anchors.pinEarlierHash(STREAM, hashes[i - 4], step, hashes[i]);
        }
        bytes32 behind = anchors.nextRunningHash(_before, anchors.batchLink(_batch));
        anchors.pinEarlierHash(STREAM, behind, _later, hashes[0]);
        anchors.challengeData(STREAM, 11, _batch, _before, new bytes32[](0), behind);
        vm.stopPrank();
        vm.assertTrue(anchors.challengeOf(STREAM, 11).status == ChallengeStatus.Open);
    }

    function test_pinEarlier_revertsByCause() public {
        bytes32 behind = anchors.nextRunningHash(_before, anchors.batchLink(_batch));
        vm.startPrank(operations(GEAR));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.UnknownStream.selector, bytes32("other")));
        anchors.pinEarlierHash("other", behind, _later, _pinned);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.RunningHashNotPinned.selector, STREAM, behind));
        anchors.pinEarlierHash(STREAM, _before, _later, behind);
        bytes32 elsewhere = anchors.nextRunningHash(anchors.nextRunningHash(_before, _later[0]), _later[1]);
        vm.expectRevert(
            abi.encodeWithSelector(IEventAnchor.BatchNotProven.selector, STREAM, _pinned, elsewhere)
        );
        anchors.pinEarlierHash(STREAM, _before, _later, _pinned);
        vm.stopPrank();
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(oracle(GEAR));
        anchors.pinEarlierHash(STREAM, behind, _later, _pinned);
    }

    /// @notice Five thousand batches on the way fit into less than a transaction's 16.7 M gas, also where each byte of
    /// its data costs 40 (EIP-7623).
    function test_pinEarlier_costsLittleForEachBatch() public {
        bytes32[] memory links = new bytes32[](5000);
        bytes32 reached = _pinned;
        for (uint256 i = 0; i < links.length; ++i) {
            links[i] = keccak256(abi.encode(i));
            reached = keccak256(bytes.concat(reached, links[i]));
        }
        // Pinned as if all of them had been anchored: only the way back is measured.
        uint256 base = erc7201("quaychain.EventAnchor");
        uint256 pins = uint256(keccak256(abi.encode(STREAM, base))) + 6;
        vm.store(address(anchors), keccak256(abi.encode(reached, pins)), bytes32(uint256(1)));
        bytes memory data = abi.encodeCall(IEventAnchor.pinEarlierHash, (STREAM, _before, links, reached));
        vm.prank(operations(GEAR));
        (bool done,) = address(anchors).call(data);
        vm.assertFalse(done);
        data = abi.encodeCall(IEventAnchor.pinEarlierHash, (STREAM, _pinned, links, reached));
        uint256 before = gasleft();
        vm.prank(operations(GEAR));
        (done,) = address(anchors).call(data);
        uint256 used = before - gasleft();
        vm.assertTrue(done);
        vm.assertLe(used + 40 * data.length, 11_000_000);
    }

    function test_challenge_revertsByCause() public {
        vm.startPrank(operations(BUYER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.RunningHashNotPinned.selector, STREAM, _before));
        anchors.challengeData(STREAM, 11, _batch, _before, _later, _before);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.SequenceNotInBatch.selector, 10, 11, 2));
        anchors.challengeData(STREAM, 10, _batch, _before, _later, _pinned);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.SequenceNotInBatch.selector, 13, 11, 2));
        anchors.challengeData(STREAM, 13, _batch, _before, _later, _pinned);
        Batch memory invented = _batch;
        invented.root = "invented";
        vm.expectPartialRevert(IEventAnchor.BatchNotProven.selector);
        anchors.challengeData(STREAM, 11, invented, _before, _later, _pinned);
        bytes32[] memory fewer = new bytes32[](1);
        fewer[0] = _later[0];
        vm.expectPartialRevert(IEventAnchor.BatchNotProven.selector);
        anchors.challengeData(STREAM, 11, _batch, _before, fewer, _pinned);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.UnknownStream.selector, bytes32("other")));
        anchors.challengeData("other", 11, _batch, _before, _later, _pinned);
        vm.stopPrank();
        _challenge();
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.ChallengeAlreadyOpen.selector, STREAM, 11));
        _challenge();
    }

    function test_answer_showsTheLeaf() public {
        _challenge();
        pass(100);
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.DataChallengeAnswered(STREAM, 11, _hash(_leaf));
        _answer(CARRIER);
        Challenge memory challenge = anchors.challengeOf(STREAM, 11);
        vm.assertTrue(challenge.status == ChallengeStatus.Answered);
        vm.assertEq(challenge.answeredAt, time());
        vm.assertEq(challenge.answer, _hash(_leaf));
        vm.assertEq(challenge.flaggedAt, 0);
        bytes memory error = abi.encodeWithSelector(
            IEventAnchor.ChallengeStatusMismatch.selector, STREAM, 11, ChallengeStatus.Answered
        );
        vm.expectRevert(error);
        _answer(CARRIER);
        pass(ANSWER_PERIOD);
        vm.expectRevert(error);
        vm.prank(operations(BUYER));
        anchors.flagWithheld(STREAM, 11);
    }

    function test_answer_revertsByCause() public {
        bytes memory error = abi.encodeWithSelector(
            IEventAnchor.ChallengeStatusMismatch.selector, STREAM, 11, ChallengeStatus.None
        );
        vm.expectRevert(error);
        _answer(CARRIER);
        _challenge();
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, CARRIER, GEAR));
        _answer(GEAR);
        _leaf.eventDigest = keccak256("another event");
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.AnswerNotProven.selector, STREAM, 11, _batch.root));
        _answer(CARRIER);
    }

    function test_flag_andALateAnswer() public {
        _challenge();
        uint48 until = time() + ANSWER_PERIOD;
        pass(ANSWER_PERIOD - 1);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.AnswerPeriodRunning.selector, until));
        vm.prank(operations(GEAR));
        anchors.flagWithheld(STREAM, 11);
        pass(1);
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.DataFlaggedWithheld(STREAM, 11, _batch.root);
        vm.prank(operations(GEAR));
        anchors.flagWithheld(STREAM, 11);
        uint48 flagged = time();
        vm.assertTrue(anchors.challengeOf(STREAM, 11).status == ChallengeStatus.Flagged);
        pass(100);
        _answer(CARRIER);
        Challenge memory challenge = anchors.challengeOf(STREAM, 11);
        vm.assertTrue(challenge.status == ChallengeStatus.Answered);
        vm.assertEq(challenge.flaggedAt, flagged);
    }

    /// @notice Who holds the stream now may answer too, also for what another anchored; a suspended owner may not.
    function test_answer_byTheHolder() public {
        vm.prank(operations(CARRIER));
        anchors.setStandby(STREAM, GEAR, true);
        pass(LEASE_PERIOD);
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        _challenge();
        vm.prank(address(governor));
        registry.suspend(CARRIER, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, CARRIER, MemberStatus.Suspended)
        );
        _answer(CARRIER);
        _answer(GEAR);
        vm.assertTrue(anchors.challengeOf(STREAM, 11).status == ChallengeStatus.Answered);
    }

    /// @notice Another stream, and another event of the same batch, stay as they were.
    function test_nothingElseChanges() public {
        bytes32 other = keccak256("other");
        vm.prank(oracle(GEAR));
        anchors.openStream(other, "partition");
        bytes32 before = keccak256(abi.encode(anchors.streamOf(other), anchors.challengeOf(STREAM, 12)));
        bytes32 stream = keccak256(abi.encode(anchors.streamOf(STREAM)));
        _challenge();
        pass(ANSWER_PERIOD);
        vm.prank(operations(BUYER));
        anchors.flagWithheld(STREAM, 11);
        _answer(CARRIER);
        // Nor does a challenge touch its own stream.
        vm.assertEq(keccak256(abi.encode(anchors.streamOf(STREAM))), stream);
        anchorNext(7);
        vm.prank(oracle(CARRIER));
        anchors.declareLost(STREAM, 1, 28, 1, 1);
        vm.assertEq(keccak256(abi.encode(anchors.streamOf(other), anchors.challengeOf(STREAM, 12))), before);
        vm.assertEq(anchors.gapCount(other), 0);
    }
}

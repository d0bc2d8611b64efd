// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {Batch, ChallengeStatus, EventLeaf, Stream} from "contracts/anchoring/IEventAnchor.sol";
import {Symbolic} from "./Symbolic.sol";

contract AnchoringCheck is Symbolic {
    EventAnchor private anchors;

    function setUp() public {
        anchors = new EventAnchor(root(), 1 hours, 3 days);
        enter("EventAnchor", address(anchors));
    }

    /// @notice A batch is taken from the holder in its epoch, exactly where the stream stands, and moves it by its size.
    /// @custom:halmos --default-bytes-lengths 1,36,64,65
    function check_anchorContinuesExactly(bytes32 stream, Batch calldata batch, address caller, uint40 time) external {
        at(time);
        Stream memory before = anchors.streamOf(stream);
        vm.prank(caller);
        anchors.anchor(stream, batch.epoch, batch.firstSequence, batch.count, batch.root, batch.dataCid);
        Stream memory stands = anchors.streamOf(stream);
        assert(before.holder == caller && before.epoch == batch.epoch && before.nextSequence == batch.firstSequence);
        assert(batch.count >= 1 && batch.count <= 65_536);
        assert(stands.nextSequence - before.nextSequence == batch.count);
        assert(stands.runningHash == anchors.nextRunningHash(before.runningHash, anchors.batchLink(batch)));
        assert(stands.holder == before.holder && stands.epoch == before.epoch && stands.owner == before.owner);
    }

    /// @notice No call of any function moves a stream back, skips an epoch, or advances it for another than its holder.
    /// @custom:halmos --default-bytes-lengths 36 --default-array-lengths 0,1
    function check_streamNeverGoesBack(bytes32 stream, address caller, uint40 time) external {
        at(time);
        Stream memory before = anchors.streamOf(stream);
        // What was never opened is empty.
        vm.assume(before.epoch != 0 || before.nextSequence == 0);
        bytes memory call = svm.createCalldata("EventAnchor");
        vm.prank(caller);
        (bool done,) = address(anchors).call(call);
        vm.assume(done);
        Stream memory stands = anchors.streamOf(stream);
        assert(stands.nextSequence >= before.nextSequence);
        assert(stands.epoch == before.epoch || stands.epoch == before.epoch + 1);
        assert(stands.epoch != 0 || stands.nextSequence == 0);
        if (before.epoch == 0) return;
        assert(stands.owner == before.owner && stands.partition == before.partition);
        if (stands.nextSequence == before.nextSequence) assert(stands.runningHash == before.runningHash);
        else assert(caller == before.holder && stands.epoch == before.epoch);
        if (stands.holder != before.holder) assert(stands.epoch == before.epoch + 1);
    }

    /// @notice Of a batch of two events, nothing but one of the two answers a challenge: no inner node is an event.
    /// @custom:halmos --default-array-lengths 0,1,2
    function check_onlyAnchoredEventsAnswer(
        EventLeaf[2] calldata events,
        EventLeaf calldata answer,
        bytes32[] calldata proof,
        address caller,
        uint40 time
    ) external {
        at(time);
        bytes32 left = keccak256(bytes.concat(keccak256(abi.encode(events[0]))));
        bytes32 right = keccak256(bytes.concat(keccak256(abi.encode(events[1]))));
        bytes32 tree = left < right ? keccak256(bytes.concat(left, right)) : keccak256(bytes.concat(right, left));
        vm.assume(anchors.challengeOf(answer.stream, answer.sequence).root == tree);
        vm.prank(caller);
        anchors.answerChallenge(answer, proof);
        bytes32 given = keccak256(abi.encode(answer));
        assert(given == keccak256(abi.encode(events[0])) || given == keccak256(abi.encode(events[1])));
        assert(anchors.challengeOf(answer.stream, answer.sequence).status == ChallengeStatus.Answered);
    }

    /// @notice What a running hash counts as a batch it can't count as a gap, and a batch has one link only.
    /// @custom:halmos --default-bytes-lengths 36
    function check_linksAreDistinct(Batch calldata one, Batch calldata other, uint32 reasonCode) external view {
        assert(anchors.batchLink(one) != anchors.gapLink(other.epoch, other.firstSequence, other.count, reasonCode));
        if (anchors.batchLink(one) != anchors.batchLink(other)) return;
        assert(one.epoch == other.epoch && one.firstSequence == other.firstSequence && one.count == other.count);
        assert(one.root == other.root && keccak256(one.dataCid) == keccak256(other.dataCid));
    }
}

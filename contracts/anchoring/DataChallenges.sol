// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {AccountPurpose} from "../access/IMemberRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {Batch, Challenge, ChallengeStatus, EventLeaf, Gap, IEventAnchor} from "./IEventAnchor.sol";

/// @title Streams' running hashes, and challenges for the data behind them
/// @dev Part of EventAnchor. No batch is stored, so a challenger proves the batch: from the running hash before it,
/// over the links after it, to a running hash that was pinned.
abstract contract DataChallenges is IEventAnchor, ConsortiumContract {
    struct StoredStream {
        address holder;
        uint32 epoch;
        uint64 nextSequence;
        bytes32 runningHash;
        bytes16 owner;
        uint48 leaseUntil;
        bytes32 partition;
        Gap[] gaps;
        mapping(bytes16 member => bool) standby;
        mapping(bytes32 runningHash => bool) pinned;
        mapping(uint64 sequence => Challenge) challenges;
    }

    uint48 private immutable ANSWER_PERIOD;

    mapping(bytes32 stream => StoredStream) internal _streams;
    mapping(bytes16 owner => mapping(bytes32 partition => bytes32 stream)) internal _streamForPartition;

    /// @dev Longer periods would end after any time that a block can have.
    uint48 internal constant MAXIMUM_PERIOD = type(uint40).max;

    constructor(uint48 answerPeriod_) {
        if (answerPeriod_ > MAXIMUM_PERIOD) revert TimeTooLate(answerPeriod_, MAXIMUM_PERIOD);
        ANSWER_PERIOD = answerPeriod_;
    }

    /// @inheritdoc IEventAnchor
    function pinRunningHash(bytes32 stream) external returns (bytes32 runningHash) {
        _authorize(AccountPurpose.Operations);
        StoredStream storage stored = _knownStream(stream);
        runningHash = stored.runningHash;
        stored.pinned[runningHash] = true;
        emit RunningHashPinned(stream, runningHash, stored.nextSequence);
    }

    /// @inheritdoc IEventAnchor
    function pinEarlierHash(bytes32 stream, bytes32 earlier, bytes32[] calldata links, bytes32 pinned) external {
        _authorize(AccountPurpose.Operations);
        StoredStream storage stored = _knownStream(stream);
        _requireLeads(stored, stream, earlier, links, pinned);
        stored.pinned[earlier] = true;
        emit EarlierHashPinned(stream, earlier, pinned);
    }

    /// @inheritdoc IEventAnchor
    function challengeData(
        bytes32 stream,
        uint64 sequence,
        Batch calldata batch,
        bytes32 previousHash,
        bytes32[] calldata laterLinks,
        bytes32 pinned
    ) external {
        bytes16 challenger = _authorize(AccountPurpose.Operations);
        StoredStream storage stored = _knownStream(stream);
        if (sequence < batch.firstSequence || sequence - batch.firstSequence >= batch.count) {
            revert SequenceNotInBatch(sequence, batch.firstSequence, batch.count);
        }
        _requireLeads(stored, stream, nextRunningHash(previousHash, batchLink(batch)), laterLinks, pinned);
        Challenge storage challenge = stored.challenges[sequence];
        if (challenge.status != ChallengeStatus.None) revert ChallengeAlreadyOpen(stream, sequence);
        uint48 answerUntil = _now() + ANSWER_PERIOD;
        challenge.challenger = challenger;
        challenge.status = ChallengeStatus.Open;
        challenge.openedAt = _now();
        challenge.answerUntil = answerUntil;
        challenge.root = batch.root;
        emit DataChallenged(stream, sequence, challenger, batch.root, answerUntil);
    }

    /// @inheritdoc IEventAnchor
    function answerChallenge(EventLeaf calldata leaf, bytes32[] calldata proof) external {
        bytes16 member = _authorize(AccountPurpose.Oracle);
        StoredStream storage stored = _knownStream(leaf.stream);
        if (member != stored.owner && msg.sender != stored.holder) revert NotPermitted(stored.owner, member);
        Challenge storage challenge = stored.challenges[leaf.sequence];
        if (challenge.status != ChallengeStatus.Open && challenge.status != ChallengeStatus.Flagged) {
            revert ChallengeStatusMismatch(leaf.stream, leaf.sequence, challenge.status);
        }
        bytes32 hashed = keccak256(bytes.concat(keccak256(abi.encode(leaf))));
        if (!MerkleProof.verifyCalldata(proof, challenge.root, hashed)) {
            revert AnswerNotProven(leaf.stream, leaf.sequence, challenge.root);
        }
        challenge.status = ChallengeStatus.Answered;
        challenge.answeredAt = _now();
        challenge.answer = hashed;
        emit DataChallengeAnswered(leaf.stream, leaf.sequence, hashed);
    }

    /// @inheritdoc IEventAnchor
    function flagWithheld(bytes32 stream, uint64 sequence) external {
        _authorize(AccountPurpose.Operations);
        Challenge storage challenge = _knownStream(stream).challenges[sequence];
        if (challenge.status != ChallengeStatus.Open) {
            revert ChallengeStatusMismatch(stream, sequence, challenge.status);
        }
        if (block.timestamp < challenge.answerUntil) revert AnswerPeriodRunning(challenge.answerUntil);
        challenge.status = ChallengeStatus.Flagged;
        challenge.flaggedAt = _now();
        emit DataFlaggedWithheld(stream, sequence, challenge.root);
    }

    /// @inheritdoc IEventAnchor
    function answerPeriod() external view returns (uint48) {
        return ANSWER_PERIOD;
    }

    /// @inheritdoc IEventAnchor
    function challengeOf(bytes32 stream, uint64 sequence) external view returns (Challenge memory) {
        return _streams[stream].challenges[sequence];
    }

    /// @inheritdoc IEventAnchor
    function batchLink(Batch calldata batch) public pure returns (bytes32) {
        return _batchLink(batch.epoch, batch.firstSequence, batch.count, batch.root, keccak256(batch.dataCid));
    }

    /// @inheritdoc IEventAnchor
    function gapLink(uint32 epoch, uint64 firstSequence, uint32 count, uint32 reasonCode)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(bytes32("gap"), epoch, firstSequence, count, reasonCode));
    }

    /// @inheritdoc IEventAnchor
    function nextRunningHash(bytes32 previous, bytes32 link) public pure returns (bytes32) {
        return keccak256(bytes.concat(previous, link));
    }

    function _knownStream(bytes32 stream) internal view returns (StoredStream storage stored) {
        stored = _streams[stream];
        if (stored.epoch == 0) revert UnknownStream(stream);
    }

    /// @dev `links` lead from the running hash `reached` to `pinned`, which is kept.
    function _requireLeads(
        StoredStream storage stored,
        bytes32 stream,
        bytes32 reached,
        bytes32[] calldata links,
        bytes32 pinned
    ) private view {
        if (!stored.pinned[pinned]) revert RunningHashNotPinned(stream, pinned);
        for (uint256 i = 0; i < links.length; ++i) {
            reached = nextRunningHash(reached, links[i]);
        }
        if (reached != pinned) revert BatchNotProven(stream, pinned, reached);
    }

    function _batchLink(uint32 epoch, uint64 firstSequence, uint32 count, bytes32 batchRoot, bytes32 cidHash)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(bytes32("batch"), epoch, firstSequence, count, batchRoot, cidHash));
    }
}

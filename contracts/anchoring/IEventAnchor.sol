// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A stream of events.
/// @param owner Member that opened it and answers for its data
/// @param holder Oracle account that anchors in this epoch
/// @param epoch Counts the holders; the first is 1
/// @param nextSequence Sequence of the next event; the first event has 1
/// @param leaseUntil Until then only the owner can put another holder in, unix seconds
/// @param runningHash Hash over all batches and gaps so far, see `nextRunningHash`
struct Stream {
    bytes16 owner;
    address holder;
    uint32 epoch;
    uint64 nextSequence;
    uint48 leaseUntil;
    bytes32 partition;
    bytes32 runningHash;
}

/// @notice A batch, as it was anchored.
/// @param root Merkle root over the event leaves
/// @param dataCid CID of the sealed batch, in its binary form
struct Batch {
    uint32 epoch;
    uint64 firstSequence;
    uint32 count;
    bytes32 root;
    bytes dataCid;
}

/// @notice One event as it is in a batch's Merkle tree; the leaf is keccak256(keccak256(abi.encode(leaf))).
/// @param deviceKey Ed25519 public key
/// @param eventDigest keccak256 of the signed bytes and their signature
struct EventLeaf {
    bytes32 stream;
    uint64 sequence;
    bytes32 deviceKey;
    uint32 boot;
    uint64 deviceSequence;
    bytes32 eventDigest;
}

/// @notice Sequences that will never come.
struct Gap {
    uint64 firstSequence;
    uint32 count;
    uint32 epoch;
    uint32 reasonCode;
    uint48 declaredAt;
}

/// @notice Where a challenge stands. Flagged can still be answered; that it was flagged stays to be seen.
enum ChallengeStatus {
    None,
    Open,
    Answered,
    Flagged
}

/// @notice The question whether a batch's data is still there, put for one event of it.
/// @param root Merkle root of the batch
/// @param answerUntil Unix seconds; without an answer by then the batch may be flagged
/// @param answeredAt,flaggedAt Unix seconds, 0: not
struct Challenge {
    bytes16 challenger;
    ChallengeStatus status;
    uint48 openedAt;
    uint48 answerUntil;
    uint48 answeredAt;
    uint48 flaggedAt;
    bytes32 root;
    bytes32 answer;
}

/// @title Anchors of event batches
/// @notice A stream is strictly in sequence: a batch that was anchored can't be anchored again, and a gap can't hide.
/// One oracle account holds a stream at a time, by epoch.
interface IEventAnchor {
    /// @notice A stream was opened; its first holder is the account that opened it.
    event StreamOpened(
        bytes32 indexed stream, bytes16 indexed owner, bytes32 indexed partition, address holder, uint48 leaseUntil
    );

    /// @notice From this epoch on another account anchors.
    event StreamTakenOver(
        bytes32 indexed stream, uint32 epoch, address indexed holder, bytes16 indexed member, uint64 nextSequence
    );

    /// @notice The owner lets another member's oracles take over when the lease has run out, or no longer does.
    event StandbySet(bytes32 indexed stream, bytes16 indexed member, bool allowed);

    /// @notice Events `firstSequence` to `firstSequence + count - 1` are anchored.
    event BatchAnchored(
        bytes32 indexed stream,
        uint32 epoch,
        uint64 firstSequence,
        uint32 count,
        bytes32 root,
        bytes dataCid,
        bytes32 runningHash
    );

    /// @notice Events `firstSequence` to `firstSequence + count - 1` will never come.
    event GapDeclaredLost(
        bytes32 indexed stream,
        uint32 epoch,
        uint64 firstSequence,
        uint32 count,
        uint32 reasonCode,
        bytes32 runningHash
    );

    /// @notice The stream's running hash of this block was kept as a point that challenges can refer to.
    event RunningHashPinned(bytes32 indexed stream, bytes32 runningHash, uint64 nextSequence);

    /// @notice An earlier running hash of the stream was kept as well: it leads to the pinned one.
    event EarlierHashPinned(bytes32 indexed stream, bytes32 runningHash, bytes32 pinned);

    /// @notice A member asks for the data of the batch that has this event.
    event DataChallenged(
        bytes32 indexed stream, uint64 indexed sequence, bytes16 indexed challenger, bytes32 root, uint48 answerUntil
    );

    /// @notice The stream's owner or holder showed the event's leaf.
    event DataChallengeAnswered(bytes32 indexed stream, uint64 indexed sequence, bytes32 leaf);

    /// @notice No answer came in time: the batch counts as withheld until there is one.
    event DataFlaggedWithheld(bytes32 indexed stream, uint64 indexed sequence, bytes32 root);

    /// @notice No such stream.
    error UnknownStream(bytes32 stream);

    /// @notice The id is taken.
    error StreamAlreadyOpen(bytes32 stream);

    /// @notice The owner has a stream for this partition already.
    error PartitionAlreadyStreamed(bytes32 partition, bytes32 stream);

    /// @notice Another account holds the stream.
    error NotStreamHolder(bytes32 stream, address holder, address caller);

    /// @notice The stream is in another epoch.
    error EpochMismatch(bytes32 stream, uint32 expected, uint32 given);

    /// @notice The stream goes on with `expected`.
    error SequenceMismatch(bytes32 stream, uint64 expected, uint64 given);

    /// @notice A batch or gap of no events, or of more than `maximum`.
    error BatchSizeInvalid(uint32 count, uint32 maximum);

    /// @notice A batch without root, or without a CID of at most `maximum` bytes.
    error BatchDataInvalid(uint256 cidLength, uint256 maximum);

    /// @notice The holder's lease runs.
    error LeaseRunning(bytes32 stream, uint48 until);

    /// @notice The member is neither the stream's owner nor named by it as a standby.
    error NotStandby(bytes32 stream, bytes16 member);

    /// @notice The running hash was never pinned for this stream.
    error RunningHashNotPinned(bytes32 stream, bytes32 runningHash);

    /// @notice The batch or links given do not lead to the pinned running hash.
    error BatchNotProven(bytes32 stream, bytes32 runningHash, bytes32 reached);

    /// @notice The event is not in that batch.
    error SequenceNotInBatch(uint64 sequence, uint64 firstSequence, uint32 count);

    /// @notice The event was challenged already.
    error ChallengeAlreadyOpen(bytes32 stream, uint64 sequence);

    /// @notice This can't be done with a challenge of that status.
    error ChallengeStatusMismatch(bytes32 stream, uint64 sequence, ChallengeStatus status);

    /// @notice The leaf is not this event's, or not in the batch's tree.
    error AnswerNotProven(bytes32 stream, uint64 sequence, bytes32 root);

    /// @notice There is still time to answer.
    error AnswerPeriodRunning(uint48 until);

    /// @notice Opens a stream for a partition of the member's devices; the caller, an Oracle account, holds it.
    /// @param stream Random id
    /// @param partition Commitment that names the partition to its owner; one stream each
    function openStream(bytes32 stream, bytes32 partition) external;

    /// @notice Lets an active member's Oracle accounts take over once the lease has run out, or no longer does. The
    /// owner's Operations.
    function setStandby(bytes32 stream, bytes16 member, bool allowed) external;

    /// @notice Begins the next epoch with `holder`, a valid Oracle account of the caller's member. Called by an Oracle
    /// account: of the owner at any time, of a standby when the lease has run out.
    /// @param epoch The next epoch: the present one plus 1
    function takeOver(bytes32 stream, uint32 epoch, address holder) external;

    /// @notice Anchors the next batch. The stream's holder.
    /// @param firstSequence The stream's next sequence
    /// @param dataCid CID of the sealed batch, in its binary form, at most 64 bytes
    function anchor(
        bytes32 stream,
        uint32 epoch,
        uint64 firstSequence,
        uint32 count,
        bytes32 root,
        bytes calldata dataCid
    ) external;

    /// @notice Says that the next `count` events will never come. The stream's holder.
    function declareLost(bytes32 stream, uint32 epoch, uint64 firstSequence, uint32 count, uint32 reasonCode) external;

    /// @notice Keeps the present running hash, so that batches up to here can be challenged while the stream goes on.
    /// An Operations account of any member.
    function pinRunningHash(bytes32 stream) external returns (bytes32 runningHash);

    /// @notice Keeps an earlier running hash too, which leads to a pinned one. So the way from an old batch to the next
    /// pinned hash can be gone in several transactions, however many batches were anchored after it. An Operations
    /// account of any member.
    /// @param earlier The earlier running hash
    /// @param links `batchLink` or `gapLink` of each batch and gap between the two
    /// @param pinned A running hash kept already
    function pinEarlierHash(bytes32 stream, bytes32 earlier, bytes32[] calldata links, bytes32 pinned) external;

    /// @notice Asks for the data of an anchored batch. An Operations account of any member.
    /// @param sequence The event whose leaf is to be shown
    /// @param batch The batch that has it
    /// @param previousHash The running hash before the batch
    /// @param laterLinks `batchLink` or `gapLink` of each batch and gap after it, up to the pinned running hash
    /// @param pinned A running hash kept by `pinRunningHash` or `pinEarlierHash`
    function challengeData(
        bytes32 stream,
        uint64 sequence,
        Batch calldata batch,
        bytes32 previousHash,
        bytes32[] calldata laterLinks,
        bytes32 pinned
    ) external;

    /// @notice Shows the challenged event's leaf. An Oracle account of the stream's owner, or its holder.
    /// @param proof Merkle proof with sorted pairs, as in OpenZeppelin's StandardMerkleTree
    function answerChallenge(EventLeaf calldata leaf, bytes32[] calldata proof) external;

    /// @notice Flags the batch as withheld once the time to answer is over. Any member's Operations account.
    function flagWithheld(bytes32 stream, uint64 sequence) external;

    /// @notice Seconds after an anchor in which only the owner can put another holder in.
    function leasePeriod() external view returns (uint48);

    /// @notice Seconds in which a challenge is to be answered.
    function answerPeriod() external view returns (uint48);

    /// @notice A stream; epoch 0 where there is none.
    function streamOf(bytes32 stream) external view returns (Stream memory);

    /// @notice The stream that the owner has for the partition; 0: none.
    function streamForPartition(bytes16 owner, bytes32 partition) external view returns (bytes32 stream);

    /// @notice Whether the member's oracles may take the stream over.
    function isStandby(bytes32 stream, bytes16 member) external view returns (bool);

    /// @notice How many gaps the stream has.
    function gapCount(bytes32 stream) external view returns (uint256);

    /// @notice A page of the stream's gaps, in sequence.
    function gaps(bytes32 stream, uint256 offset, uint256 limit) external view returns (Gap[] memory);

    /// @notice The challenge for that event; status None where there is none.
    function challengeOf(bytes32 stream, uint64 sequence) external view returns (Challenge memory);

    /// @notice What a batch adds to the running hash: keccak256(abi.encode("batch", epoch, firstSequence, count, root,
    /// keccak256(dataCid))), the word left-aligned in 32 bytes.
    function batchLink(Batch calldata batch) external pure returns (bytes32);

    /// @notice What a gap adds to the running hash: keccak256(abi.encode("gap", epoch, firstSequence, count,
    /// reasonCode)), the word left-aligned in 32 bytes.
    function gapLink(uint32 epoch, uint64 firstSequence, uint32 count, uint32 reasonCode)
        external
        pure
        returns (bytes32);

    /// @notice keccak256(previous ‖ link); the first `previous` is the stream's id.
    function nextRunningHash(bytes32 previous, bytes32 link) external pure returns (bytes32);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, MemberKind} from "../access/IMemberRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {DataChallenges} from "./DataChallenges.sol";
import {Gap, IEventAnchor, Stream} from "./IEventAnchor.sol";

/// @title Anchors of event batches
/// @notice What a batch costs is its stream's three slots and a log; nothing is stored for each batch.
contract EventAnchor is DataChallenges layout at erc7201("quaychain.EventAnchor") {
    /// @dev Events in a batch or sequences in a gap.
    uint32 private constant MAXIMUM_BATCH = 65_536;
    uint256 private constant MAXIMUM_CID = 64;

    uint48 private immutable LEASE_PERIOD;

    /// @param root_ The consortium's root
    /// @param leasePeriod_ Seconds after an anchor in which only the owner can put another holder in
    /// @param answerPeriod_ Seconds in which a challenge for a batch's data is to be answered
    constructor(IConsortiumRoot root_, uint48 leasePeriod_, uint48 answerPeriod_)
        ConsortiumContract(root_, "EventAnchor")
        DataChallenges(answerPeriod_)
    {
        if (leasePeriod_ > MAXIMUM_PERIOD) revert TimeTooLate(leasePeriod_, MAXIMUM_PERIOD);
        LEASE_PERIOD = leasePeriod_;
    }

    /// @inheritdoc IEventAnchor
    function openStream(bytes32 stream, bytes32 partition) external {
        bytes16 member = _authorize(AccountPurpose.Oracle);
        if (stream == 0 || partition == 0) revert IdentifierMissing();
        StoredStream storage stored = _streams[stream];
        if (stored.epoch != 0) revert StreamAlreadyOpen(stream);
        bytes32 present = _streamForPartition[member][partition];
        if (present != 0) revert PartitionAlreadyStreamed(partition, present);
        _streamForPartition[member][partition] = stream;
        stored.holder = msg.sender;
        stored.epoch = 1;
        stored.nextSequence = 1;
        stored.runningHash = stream;
        stored.owner = member;
        stored.leaseUntil = _now() + LEASE_PERIOD;
        stored.partition = partition;
        emit StreamOpened(stream, member, partition, msg.sender, stored.leaseUntil);
    }

    /// @inheritdoc IEventAnchor
    function setStandby(bytes32 stream, bytes16 member, bool allowed) external {
        bytes16 caller = _authorize(AccountPurpose.Operations);
        StoredStream storage stored = _knownStream(stream);
        if (stored.owner != caller) revert NotPermitted(stored.owner, caller);
        if (allowed) _memberRegistry().requireMember(member, MemberKind.None);
        stored.standby[member] = allowed;
        emit StandbySet(stream, member, allowed);
    }

    /// @inheritdoc IEventAnchor
    function takeOver(bytes32 stream, uint32 epoch, address holder) external {
        IMemberRegistry registry = _memberRegistry();
        bytes16 member = registry.authorize(msg.sender, AccountPurpose.Oracle);
        StoredStream storage stored = _knownStream(stream);
        if (epoch != stored.epoch + 1) revert EpochMismatch(stream, stored.epoch + 1, epoch);
        if (holder != msg.sender) {
            bytes16 other = registry.authorize(holder, AccountPurpose.Oracle);
            if (other != member) revert NotPermitted(member, other);
        }
        // The owner and whoever holds the stream may change accounts at any time.
        if (member != stored.owner && member != registry.accountOf(stored.holder).member) {
            if (!stored.standby[member]) revert NotStandby(stream, member);
            if (block.timestamp < stored.leaseUntil) revert LeaseRunning(stream, stored.leaseUntil);
        }
        stored.holder = holder;
        stored.epoch = epoch;
        stored.leaseUntil = _now() + LEASE_PERIOD;
        emit StreamTakenOver(stream, epoch, holder, member, stored.nextSequence);
    }

    /// @inheritdoc IEventAnchor
    function anchor(
        bytes32 stream,
        uint32 epoch,
        uint64 firstSequence,
        uint32 count,
        bytes32 root_,
        bytes calldata dataCid
    ) external {
        StoredStream storage stored = _heldStream(stream, epoch, firstSequence, count);
        if (root_ == 0 || dataCid.length == 0 || dataCid.length > MAXIMUM_CID) {
            revert BatchDataInvalid(dataCid.length, MAXIMUM_CID);
        }
        bytes32 runningHash = _advance(
            stored, firstSequence, count, _batchLink(epoch, firstSequence, count, root_, keccak256(dataCid))
        );
        emit BatchAnchored(stream, epoch, firstSequence, count, root_, dataCid, runningHash);
    }

    /// @inheritdoc IEventAnchor
    function declareLost(bytes32 stream, uint32 epoch, uint64 firstSequence, uint32 count, uint32 reasonCode)
        external
    {
        StoredStream storage stored = _heldStream(stream, epoch, firstSequence, count);
        bytes32 runningHash =
            _advance(stored, firstSequence, count, gapLink(epoch, firstSequence, count, reasonCode));
        stored.gaps.push(Gap(firstSequence, count, epoch, reasonCode, _now()));
        emit GapDeclaredLost(stream, epoch, firstSequence, count, reasonCode, runningHash);
    }

    /// @inheritdoc IEventAnchor
    function leasePeriod() external view returns (uint48) {
        return LEASE_PERIOD;
    }

    /// @inheritdoc IEventAnchor
    function streamOf(bytes32 stream) external view returns (Stream memory) {
        StoredStream storage stored = _streams[stream];
        return Stream(
            stored.owner,
            stored.holder,
            stored.epoch,
            stored.nextSequence,
            stored.leaseUntil,
            stored.partition,
            stored.runningHash
        );
    }

    /// @inheritdoc IEventAnchor
    function streamForPartition(bytes16 owner, bytes32 partition) external view returns (bytes32) {
        return _streamForPartition[owner][partition];
    }

    /// @inheritdoc IEventAnchor
    function isStandby(bytes32 stream, bytes16 member) external view returns (bool) {
        return _streams[stream].standby[member];
    }

    /// @inheritdoc IEventAnchor
    function gapCount(bytes32 stream) external view returns (uint256) {
        return _streams[stream].gaps.length;
    }

    /// @inheritdoc IEventAnchor
    function gaps(bytes32 stream, uint256 offset, uint256 limit) external view returns (Gap[] memory page) {
        Gap[] storage stored = _streams[stream].gaps;
        uint256 size = stored.length;
        if (offset >= size) return page;
        if (limit > size - offset) limit = size - offset;
        page = new Gap[](limit);
        for (uint256 i = 0; i < limit; ++i) {
            page[i] = stored[offset + i];
        }
    }

    /// @dev The stream, if the caller holds it in this epoch and goes on exactly where it stands.
    function _heldStream(bytes32 stream, uint32 epoch, uint64 firstSequence, uint32 count)
        private
        view
        returns (StoredStream storage stored)
    {
        _authorize(AccountPurpose.Oracle);
        stored = _knownStream(stream);
        // The epoch first: an oracle that lost the stream hears that it did, not merely that it isn't the holder.
        if (epoch != stored.epoch) revert EpochMismatch(stream, stored.epoch, epoch);
        if (msg.sender != stored.holder) revert NotStreamHolder(stream, stored.holder, msg.sender);
        if (firstSequence != stored.nextSequence) {
            revert SequenceMismatch(stream, stored.nextSequence, firstSequence);
        }
        if (count == 0 || count > MAXIMUM_BATCH) revert BatchSizeInvalid(count, MAXIMUM_BATCH);
    }

    function _advance(StoredStream storage stored, uint64 firstSequence, uint32 count, bytes32 link)
        private
        returns (bytes32 runningHash)
    {
        runningHash = nextRunningHash(stored.runningHash, link);
        stored.runningHash = runningHash;
        stored.nextSequence = firstSequence + count;
        stored.leaseUntil = _now() + LEASE_PERIOD;
    }
}

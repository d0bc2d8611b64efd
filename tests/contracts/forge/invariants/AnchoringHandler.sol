// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "contracts/access/DeviceRegistry.sol";
import {Device, DeviceStatus} from "contracts/access/IDeviceRegistry.sol";
import {AccountPurpose} from "contracts/access/IMemberRegistry.sol";
import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {Batch, Challenge, ChallengeStatus, EventLeaf, Gap, Stream} from "contracts/anchoring/IEventAnchor.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Devices, streams that oracles anchor and take over, and challenges for the data behind them
/// @notice Each batch's tree has two leaves: its first event and its second, or the first twice.
contract AnchoringHandler is Handler {
    uint256 private constant DEVICES = 6;
    uint256 private constant STREAMS = 3;

    struct KnownDevice {
        bytes16 member;
        DeviceStatus status;
        uint48 validFrom;
        uint48 validUntil;
        uint48 revokedFrom;
        uint32 boot;
        uint32 closedBoot;
        uint64 closedSequence;
        uint48 closedAt;
        uint48 compromisedSince;
        bytes32 asset;
    }

    struct Sample {
        bytes32 key;
        uint48 time;
        bool valid;
    }

    struct KnownStream {
        bytes16 owner;
        address holder;
        uint32 epoch;
        uint64 next;
        uint48 leaseUntil;
        bytes32 partition;
        bytes32 running;
        bytes32[] hashes; // the running hash after each link
        bytes32[] links;
        Gap[] gaps;
    }

    struct KnownBatch {
        uint256 link;
        Batch batch;
    }

    struct KnownChallenge {
        bytes32 stream;
        uint64 sequence;
        uint64 firstSequence;
        uint64 count;
        ChallengeStatus status;
        uint48 answerUntil;
        uint48 flaggedAt;
        uint48 answeredAt;
    }

    DeviceRegistry private immutable DEVICES_;
    EventAnchor private immutable ANCHORS;

    mapping(bytes32 key => KnownDevice) private _devices;
    bytes32[] private _keys;
    Sample[] private _samples;
    mapping(bytes32 stream => KnownStream) private _streams;
    mapping(bytes32 stream => KnownBatch[]) private _batches;
    mapping(bytes32 stream => mapping(bytes16 member => bool)) private _standby;
    mapping(bytes16 owner => mapping(bytes32 partition => bytes32)) private _streamFor;
    mapping(bytes32 stream => uint256[]) private _pinnedAfter; // how many links there were
    KnownChallenge[] private _challenges;
    mapping(bytes32 stream => mapping(uint64 sequence => bool)) private _challenged;

    constructor(World world) Handler(world) {
        DEVICES_ = DeviceRegistry(world.at("DeviceRegistry"));
        ANCHORS = EventAnchor(world.at("EventAnchor"));
    }

    function name() external pure override returns (string memory) {
        return "AnchoringHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    // ------------------------------------------------------------------------------------------------- devices

    function register(uint256 draw) external drawn(draw) {
        bytes32 key = _keys.length != 0 && _seldom(6) ? _key() : keccak256(abi.encode("device", _keys.length));
        bytes16 member = _oracleMember();
        uint48 from = _seldom(3) ? _now() + uint48(_pick(3 days)) : _seldom(12) ? _now() - 1 : 0;
        uint48 until = _seldom(3) ? _now() + uint48(_pick(60 days)) : 0;
        bytes memory call = abi.encodeCall(DEVICES_.register, (key, bytes32("crane"), from, until));
        if (_attempt(member, address(DEVICES_), call)) _registered(key, member, from, until);
    }

    function declareBoot(uint256 draw) external drawn(draw) {
        if (_keys.length == 0) return _count(false);
        bytes32 key = _key();
        uint32 boot = _devices[key].boot + uint32(_pick(3));
        bytes16 caller = _mostly(_devices[key].member);
        if (!_attempt(caller, address(DEVICES_), abi.encodeCall(DEVICES_.declareBoot, (key, boot)))) return;
        _owned(key, caller, DeviceStatus.Registered);
        _require(boot > _devices[key].boot, "22: a device's boots went back");
        _devices[key].boot = boot;
    }

    function close(uint256 draw) external drawn(draw) {
        if (_keys.length == 0 || !_seldom(3)) return _count(false);
        bytes32 key = _key();
        (uint32 boot, uint64 sequence) = (uint32(_pick(_devices[key].boot + 2)), uint64(_pick(1000)));
        bytes16 caller = _mostly(_devices[key].member);
        if (!_attempt(caller, address(DEVICES_), abi.encodeCall(DEVICES_.close, (key, boot, sequence)))) return;
        _closed(key, caller, boot, sequence);
    }

    function replace(uint256 draw) external drawn(draw) {
        if (_keys.length == 0 || !_seldom(3)) return _count(false);
        bytes32 key = _key();
        bytes32 successor = _seldom(6) ? _key() : keccak256(abi.encode("device", _keys.length));
        (uint32 boot, uint64 sequence) = (uint32(_pick(_devices[key].boot + 2)), uint64(_pick(1000)));
        bytes16 caller = _mostly(_devices[key].member);
        bytes memory call = abi.encodeCall(DEVICES_.replace, (key, boot, sequence, successor, 0));
        if (!_attempt(caller, address(DEVICES_), call)) return;
        _closed(key, caller, boot, sequence);
        _registered(successor, caller, 0, 0);
    }

    function flagCompromised(uint256 draw) external drawn(draw) {
        if (_keys.length == 0) return _count(false);
        bytes32 key = _key();
        uint48 since = _seldom(8) ? _now() + 1 : _now() - uint48(_pick(30 days));
        bytes16 caller = _mostly(_devices[key].member);
        bytes memory call = abi.encodeCall(DEVICES_.flagCompromised, (key, since));
        if (!_attempt(caller, address(DEVICES_), call)) return;
        KnownDevice storage known = _devices[key];
        _require(caller == known.member, "19: a device was flagged by another than its member");
        _require(
            since <= _now() && (known.compromisedSince == 0 || since < known.compromisedSince),
            "21: a flag was taken back or moved later"
        );
        known.compromisedSince = since;
    }

    function revoke(uint256 draw) external drawn(draw) {
        if (_keys.length == 0 || !_seldom(4)) return _count(false);
        bytes32 key = _key();
        bytes16 caller = _mostly(_devices[key].member);
        if (!_attempt(caller, address(DEVICES_), abi.encodeCall(DEVICES_.revoke, (key)))) return;
        _require(caller == _devices[key].member, "19: a device was revoked by another than its member");
        _require(_devices[key].status != DeviceStatus.Revoked, "21: a device was revoked twice");
        (_devices[key].status, _devices[key].revokedFrom) = (DeviceStatus.Revoked, _now());
    }

    /// @notice Asks whether a key was valid at a time that has gone by, and remembers the answer.
    function sample(uint256 draw) external drawn(draw) {
        if (_keys.length == 0 || _samples.length >= 24) return _count(true);
        (bytes32 key, uint48 time) = (_key(), _now() - uint48(1 + _pick(2 days)));
        (bool valid,) = DEVICES_.wasValid(key, time);
        _samples.push(Sample(key, time, valid));
        _count(true);
    }

    // ------------------------------------------------------------------------------------------------- streams

    function openStream(uint256 draw) external drawn(draw) {
        (bytes32 stream, bytes32 partition) = (_stream(), bytes32(_pick(4)));
        bytes16 member = _oracleMember();
        (bool done, address holder) = _byOracle(member, abi.encodeCall(ANCHORS.openStream, (stream, partition)));
        if (!done) return;
        KnownStream storage known = _streams[stream];
        _require(known.epoch == 0 && _streamFor[member][partition] == 0, "28: a stream or partition was opened twice");
        _streamFor[member][partition] = stream;
        (known.owner, known.holder, known.epoch, known.next) = (member, holder, 1, 1);
        (known.partition, known.running, known.leaseUntil) = (partition, stream, _now() + ANCHORS.leasePeriod());
    }

    function setStandby(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        bytes16 caller = _mostly(_streams[stream].owner);
        (bytes16 member, bool allowed) = (_oracleMember(), !_seldom(4));
        if (!_attempt(caller, address(ANCHORS), abi.encodeCall(ANCHORS.setStandby, (stream, member, allowed)))) return;
        _require(caller == _streams[stream].owner, "27: a standby was named by another than the stream's owner");
        _standby[stream][member] = allowed;
    }

    function takeOver(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        KnownStream storage known = _streams[stream];
        uint32 epoch = known.epoch + (_seldom(6) ? uint32(_pick(3)) : 1);
        bytes16 member = _oracleMember();
        address account = WORLD.accountFor(member, AccountPurpose.Oracle, _pick(256));
        address holder = _seldom(6) ? WORLD.accountFor(_oracleMember(), AccountPurpose.Oracle, 1) : account;
        bool may = WORLD.mayAct(account, AccountPurpose.Oracle) && WORLD.mayAct(holder, AccountPurpose.Oracle);
        (bool done,) = _call(account, address(ANCHORS), abi.encodeCall(ANCHORS.takeOver, (stream, epoch, holder)));
        if (!done) return;
        _require(may && WORLD.accountKnown(holder).member == member, "27: a stream was taken over for somebody else");
        _require(epoch == known.epoch + 1, "26: an epoch is not the next");
        bool own = member == known.owner || member == WORLD.accountKnown(known.holder).member;
        _require(
            own || (_standby[stream][member] && _now() >= known.leaseUntil),
            "27: a stream was taken over by no standby, or while the lease ran"
        );
        (known.holder, known.epoch, known.leaseUntil) = (holder, epoch, _now() + ANCHORS.leasePeriod());
    }

    function anchor(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        KnownStream storage known = _streams[stream];
        uint64 first = _near(known.next);
        uint32 count = uint32(_seldom(10) ? _pick(70_000) : 1 + _pick(5));
        uint32 epoch = _seldom(8) ? known.epoch - uint32(_pick(known.epoch + 1)) : known.epoch;
        Batch memory batch = Batch(epoch, first, count, _tree(stream, first, count), abi.encodePacked("cid", first));
        bytes memory call = abi.encodeCall(ANCHORS.anchor, (stream, epoch, first, count, batch.root, batch.dataCid));
        (bool done, address caller) = _byHolder(known, call);
        bool right = caller == known.holder && epoch == known.epoch && first == known.next && count <= 65_536;
        if (!done) return;
        _require(right && known.epoch != 0 && count != 0, "23: a batch was anchored out of sequence, epoch or size");
        known.next += count;
        _link(
            known, keccak256(abi.encode(bytes32("batch"), epoch, first, count, batch.root, keccak256(batch.dataCid)))
        );
        KnownBatch storage added = _batches[stream].push();
        (added.link, added.batch) = (known.links.length - 1, batch);
    }

    function declareLost(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        KnownStream storage known = _streams[stream];
        (uint64 first, uint32 count) = (_near(known.next), uint32(_pick(20)));
        bytes memory call = abi.encodeCall(ANCHORS.declareLost, (stream, known.epoch, first, count, 7));
        (bool done, address caller) = _byHolder(known, call);
        if (!done) return;
        _require(
            caller == known.holder && first == known.next && count != 0 && known.epoch != 0,
            "23: a gap was declared out of sequence"
        );
        known.next += count;
        _link(known, keccak256(abi.encode(bytes32("gap"), known.epoch, first, count, uint32(7))));
        known.gaps.push(Gap(first, count, known.epoch, 7, _now()));
    }

    // ---------------------------------------------------------------------------------------------- challenges

    function pinRunningHash(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        if (!_attempt(_anyMember(), address(ANCHORS), abi.encodeCall(ANCHORS.pinRunningHash, (stream)))) return;
        if (_streams[stream].links.length != 0) _pinnedAfter[stream].push(_streams[stream].links.length);
    }

    function pinEarlierHash(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        KnownStream storage known = _streams[stream];
        if (_pinnedAfter[stream].length == 0) return _count(false);
        uint256 links = _pinnedAfter[stream][_pick(_pinnedAfter[stream].length)];
        uint256 earlier = 1 + _pick(links);
        bytes32[] memory between = new bytes32[](links - earlier);
        for (uint256 i = 0; i < between.length; ++i) {
            between[i] = known.links[earlier + i];
        }
        bool forged = _seldom(8);
        bytes32 hash = forged ? keccak256("never a running hash") : known.hashes[earlier - 1];
        bytes memory call = abi.encodeCall(ANCHORS.pinEarlierHash, (stream, hash, between, known.hashes[links - 1]));
        if (!_attempt(_anyMember(), address(ANCHORS), call)) return;
        _require(!forged, "29: a hash was pinned that the stream never had");
        _pinnedAfter[stream].push(earlier);
    }

    function challengeData(uint256 draw) external drawn(draw) {
        bytes32 stream = _stream();
        KnownStream storage known = _streams[stream];
        if (_batches[stream].length == 0 || _pinnedAfter[stream].length == 0) return _count(false);
        KnownBatch memory of_ = _batches[stream][_pick(_batches[stream].length)];
        uint256 links = _pinnedAfter[stream][_pick(_pinnedAfter[stream].length)];
        if (links <= of_.link) return _count(false);
        bytes32[] memory later = new bytes32[](links - of_.link - 1);
        for (uint256 i = 0; i < later.length; ++i) {
            later[i] = known.links[of_.link + 1 + i];
        }
        uint64 sequence = of_.batch.firstSequence + uint64(_pick(_seldom(6) ? of_.batch.count + 3 : 2));
        bool forged = _seldom(8);
        if (forged) of_.batch.root = keccak256("another tree");
        bytes32 before = of_.link == 0 ? stream : known.hashes[of_.link - 1];
        bytes memory call = abi.encodeCall(
            ANCHORS.challengeData, (stream, sequence, of_.batch, before, later, known.hashes[links - 1])
        );
        if (!_attempt(_anyMember(), address(ANCHORS), call)) return;
        _require(!forged, "29: a batch was challenged that was never anchored");
        (uint64 first, uint64 count) = (of_.batch.firstSequence, of_.batch.count);
        _require(sequence >= first && sequence < first + count, "29: an event was challenged that is not in the batch");
        _require(!_challenged[stream][sequence], "30: an event was challenged twice");
        _challenged[stream][sequence] = true;
        _challenges.push(
            KnownChallenge(
                stream, sequence, first, count, ChallengeStatus.Open, _now() + ANCHORS.answerPeriod(), 0, 0
            )
        );
    }

    function answerChallenge(uint256 draw) external drawn(draw) {
        if (_challenges.length == 0) return _count(false);
        KnownChallenge storage known = _challenges[_pick(_challenges.length)];
        KnownStream storage of_ = _streams[known.stream];
        bool forged = _seldom(8);
        EventLeaf memory leaf = _leaf(known.stream, known.sequence);
        if (forged) leaf.deviceSequence = 99;
        bytes32[] memory proof = new bytes32[](1);
        uint64 second = known.firstSequence + (known.count > 1 ? 1 : 0);
        proof[0] = _hash(_leaf(known.stream, known.sequence == second ? known.firstSequence : second));
        bytes16 member = _seldom(8) ? _oracleMember() : of_.owner;
        bytes memory call = abi.encodeCall(ANCHORS.answerChallenge, (leaf, proof));
        (bool done, address account) = _byOracle(member, call);
        if (!done) return;
        _require(!forged && known.sequence <= second, "29: a challenge was answered without the data");
        _require(member == of_.owner || account == of_.holder, "30: a challenge was answered by a stranger");
        _require(known.status != ChallengeStatus.Answered, "30: a challenge was answered twice");
        (known.status, known.answeredAt) = (ChallengeStatus.Answered, _now());
    }

    function flagWithheld(uint256 draw) external drawn(draw) {
        if (_challenges.length == 0) return _count(false);
        KnownChallenge storage known = _challenges[_pick(_challenges.length)];
        bytes memory call = abi.encodeCall(ANCHORS.flagWithheld, (known.stream, known.sequence));
        if (!_attempt(_anyMember(), address(ANCHORS), call)) return;
        _require(
            known.status == ChallengeStatus.Open && _now() >= known.answerUntil,
            "30: data was flagged as withheld before its time, or after an answer"
        );
        (known.status, known.flaggedAt) = (ChallengeStatus.Flagged, _now());
    }

    // ---------------------------------------------------------------------------------------------- invariants

    /// @notice 19, 21, 22: a device is its member's for ever; boots go up; what closed or was revoked stays so.
    function holds_devicesKeepTheirPast() external view {
        for (uint256 i = 0; i < _keys.length; ++i) {
            KnownDevice storage known = _devices[_keys[i]];
            Device memory device = DEVICES_.deviceOf(_keys[i]);
            _require(device.member == known.member && device.asset == known.asset, "19: a device changed hands");
            _require(
                device.status == known.status && device.revokedFrom == known.revokedFrom
                    && device.validFrom == known.validFrom && device.validUntil == known.validUntil
                    && device.compromisedSince == known.compromisedSince,
                "21: a device's status or times changed by themselves"
            );
            _require(
                device.boot == known.boot && device.closedBoot == known.closedBoot
                    && device.closedSequence == known.closedSequence && device.closedAt == known.closedAt,
                "22: a device's boot or closing counter changed"
            );
        }
    }

    /// @notice 20: whether a device's key was valid at a time that has gone by never changes.
    function holds_pastValidityStays() external view {
        for (uint256 i = 0; i < _samples.length; ++i) {
            (bool valid,) = DEVICES_.wasValid(_samples[i].key, _samples[i].time);
            _require(valid == _samples[i].valid, "20: a device's validity changed for a time gone by");
        }
    }

    /// @notice 23, 24, 25, 26, 28: a stream has every sequence once, and its running hash says so.
    function holds_streamsAreContiguous() external view {
        for (uint256 i = 0; i < STREAMS; ++i) {
            bytes32 id = keccak256(abi.encode("stream", i));
            KnownStream storage known = _streams[id];
            Stream memory stream = ANCHORS.streamOf(id);
            _require(stream.nextSequence == known.next, "23: a stream's next sequence is not the sum of what was taken");
            _require(stream.runningHash == known.running, "24: a running hash is not that of what was anchored");
            _require(stream.epoch == known.epoch && stream.holder == known.holder, "26: an epoch or holder changed");
            _require(stream.leaseUntil == known.leaseUntil, "27: a lease changed by itself");
            _require(
                stream.owner == known.owner && stream.partition == known.partition
                    && (known.epoch == 0 || ANCHORS.streamForPartition(known.owner, known.partition) == id),
                "28: a stream's owner or partition changed"
            );
            Gap[] memory gaps = ANCHORS.gaps(id, 0, type(uint256).max);
            _require(
                keccak256(abi.encode(gaps)) == keccak256(abi.encode(known.gaps)), "25: a gap vanished or changed"
            );
        }
    }

    /// @notice 29, 30: a challenge stays what became of it.
    function holds_challengesGoOneWay() external view {
        for (uint256 i = 0; i < _challenges.length; ++i) {
            KnownChallenge storage known = _challenges[i];
            Challenge memory challenge = ANCHORS.challengeOf(known.stream, known.sequence);
            _require(
                challenge.status == known.status && challenge.answeredAt == known.answeredAt
                    && challenge.flaggedAt == known.flaggedAt,
                "30: a challenge's standing changed by itself"
            );
            _require(
                challenge.root == _tree(known.stream, known.firstSequence, uint32(known.count)),
                "29: a challenge is for another tree"
            );
        }
    }

    // ------------------------------------------------------------------------------------------------- private

    function _oracleMember() private returns (bytes16) {
        return [CARRIER, MANUFACTURER, SERVICE_PARTNER][_pick(3)];
    }

    function _key() private returns (bytes32) {
        uint256 length = _keys.length;
        return _keys[length > DEVICES && !_seldom(4) ? length - 1 - _pick(DEVICES) : _pick(length)];
    }

    function _stream() private returns (bytes32) {
        return keccak256(abi.encode("stream", _pick(STREAMS)));
    }

    /// @dev Mostly right, at times one off to either side.
    function _near(uint64 value) private returns (uint64) {
        return _seldom(8) ? value + 1 : value != 0 && _seldom(8) ? value - 1 : value;
    }

    function _byOracle(bytes16 member, bytes memory call) private returns (bool done, address account) {
        account = WORLD.accountFor(member, AccountPurpose.Oracle, _pick(256));
        done = _byAccount(account, call);
    }

    /// @dev By the stream's holder, seldom by another oracle.
    function _byHolder(KnownStream storage known, bytes memory call) private returns (bool done, address account) {
        account =
            _seldom(8) ? WORLD.accountFor(_oracleMember(), AccountPurpose.Oracle, _pick(256)) : known.holder;
        done = _byAccount(account, call);
    }

    function _byAccount(address account, bytes memory call) private returns (bool done) {
        bool may = WORLD.mayAct(account, AccountPurpose.Oracle);
        (done,) = _call(account, address(ANCHORS), call);
        if (done) _require(may, "1: an account acted that may not: suspended, ended, revoked, paused or of another kind");
    }

    function _registered(bytes32 key, bytes16 member, uint48 from, uint48 until) private {
        KnownDevice storage known = _devices[key];
        _require(known.status == DeviceStatus.None, "19: a device's key was registered twice");
        _keys.push(key);
        (known.member, known.status, known.asset) = (member, DeviceStatus.Registered, "crane");
        (known.validFrom, known.validUntil) = (from == 0 ? _now() : from, until);
        _require(known.validFrom >= _now(), "20: a device was valid before anybody could know of it");
    }

    function _closed(bytes32 key, bytes16 caller, uint32 boot, uint64 sequence) private {
        _owned(key, caller, DeviceStatus.Registered);
        KnownDevice storage known = _devices[key];
        _require(boot <= known.boot, "22: a device was closed in a boot that never was");
        (known.status, known.closedBoot) = (DeviceStatus.Closed, boot);
        (known.closedSequence, known.closedAt) = (sequence, _now());
    }

    function _owned(bytes32 key, bytes16 caller, DeviceStatus status) private view {
        _require(
            caller == _devices[key].member && _devices[key].status == status,
            "19: a device was changed by another than its member, or after its end"
        );
    }

    function _link(KnownStream storage known, bytes32 link) private {
        known.running = keccak256(abi.encodePacked(known.running, link));
        known.links.push(link);
        known.hashes.push(known.running);
        known.leaseUntil = _now() + ANCHORS.leasePeriod();
    }

    function _leaf(bytes32 stream, uint64 sequence) private pure returns (EventLeaf memory) {
        return EventLeaf(stream, sequence, "device", 1, sequence, keccak256(abi.encode(sequence)));
    }

    function _hash(EventLeaf memory leaf) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(keccak256(abi.encode(leaf))));
    }

    function _tree(bytes32 stream, uint64 first, uint32 count) private pure returns (bytes32) {
        bytes32 left = _hash(_leaf(stream, first));
        bytes32 right = _hash(_leaf(stream, count > 1 ? first + 1 : first));
        return left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    CodeList,
    DocumentType,
    Grant,
    GrantStatus,
    Publication,
    Record,
    RecordStatus,
    RecordVersion,
    Revision
} from "contracts/records/IRecordRegistry.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Four issuers and their records: versions, revocations, grants
contract RecordsHandler is Handler {
    struct Known {
        bytes32 id;
        bytes16 issuer;
        bytes32 identity; // what never changes: list, code, subject
        bytes32[] versions; // digest of each
        uint48 revokedAt;
        uint32 reason;
    }

    struct KnownGrant {
        uint256 record;
        uint32 version;
        bytes32 commitment;
        uint48 committedAt;
        uint48 endedAt;
    }

    Known[] private _known;
    KnownGrant[] private _grants;
    mapping(bytes32 key => bool) private _granted;
    uint256 private _ids;

    constructor(World world) Handler(world) {}

    function name() external pure override returns (string memory) {
        return "RecordsHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    function publish(uint256 draw) external drawn(draw) {
        bool again = _known.length != 0 && _seldom(8);
        bytes32 id = again ? _known[_pick(_known.length)].id : keccak256(abi.encode("record", ++_ids));
        DocumentType memory kind = DocumentType(CodeList(_seldom(12) ? 0 : 1 + _pick(2)), uint16(_pick(40)), 0);
        Revision memory revision = _revision();
        kind.subtype = revision.subtype;
        Publication memory publication = Publication(
            id,
            kind,
            bytes32(_pick(3)),
            revision.root,
            revision.cidDigest,
            revision.cidCodec,
            revision.validFrom,
            revision.validUntil,
            revision.grantsCommitment
        );
        bytes16 issuer = [MANUFACTURER, CARRIER, BANK_A, ORIGIN_BODY][_pick(4)];
        if (!_attempt(issuer, address(RECORDS), abi.encodeCall(RECORDS.publish, (publication)))) return;
        _require(!again, "31: an id was published twice");
        Known storage known = _known.push();
        (known.id, known.issuer) = (id, issuer);
        known.identity = keccak256(abi.encode(kind.codeList, kind.code, publication.subject));
        _version(_known.length - 1, revision);
    }

    function publishVersion(uint256 draw) external drawn(draw) {
        if (_known.length == 0) return _count(false);
        uint256 number = _pick(_known.length);
        Known storage known = _known[number];
        uint32 version = uint32(_seldom(6) ? _pick(4) : known.versions.length + 1);
        Revision memory revision = _revision();
        bytes16 caller = _mostly(known.issuer);
        bytes memory call = abi.encodeCall(RECORDS.publishVersion, (known.id, version, revision));
        if (!_attempt(caller, address(RECORDS), call)) return;
        _require(caller == known.issuer, "32: a record was changed by another than its issuer");
        _require(version == known.versions.length + 1, "31: a version was left out or published twice");
        _require(known.revokedAt == 0, "33: a revoked record got a new version");
        _version(number, revision);
    }

    function revoke(uint256 draw) external drawn(draw) {
        if (_known.length == 0 || !_seldom(3)) return _count(false);
        Known storage known = _known[_pick(_known.length)];
        bytes16 caller = _mostly(known.issuer);
        uint32 reason = uint32(_pick(9));
        if (!_attempt(caller, address(RECORDS), abi.encodeCall(RECORDS.revoke, (known.id, reason)))) return;
        _require(caller == known.issuer, "32: a record was revoked by another than its issuer");
        _require(known.revokedAt == 0, "33: a record was revoked twice");
        (known.revokedAt, known.reason) = (_now(), reason);
    }

    function commitGrants(uint256 draw) external drawn(draw) {
        if (_known.length == 0) return _count(false);
        uint256 number = _pick(_known.length);
        Known storage known = _known[number];
        uint32 version = uint32(_pick(known.versions.length + 2));
        bytes32 commitment = bytes32(_pick(6));
        bytes16 caller = _mostly(known.issuer);
        bytes memory call = abi.encodeCall(RECORDS.commitGrants, (known.id, version, commitment));
        if (!_attempt(caller, address(RECORDS), call)) return;
        _require(caller == known.issuer, "32: a grant was committed to by another than the issuer");
        _require(known.revokedAt == 0, "33: a revoked record was granted to somebody");
        _grant(number, version, commitment);
    }

    function endGrant(uint256 draw) external drawn(draw) {
        if (_grants.length == 0) return _count(false);
        KnownGrant storage known = _grants[_pick(_grants.length)];
        Known storage of_ = _known[known.record];
        bytes16 caller = _mostly(of_.issuer);
        bytes32 commitment = _seldom(8) ? bytes32("never committed") : known.commitment;
        bytes memory call = abi.encodeCall(RECORDS.endGrant, (of_.id, known.version, commitment));
        if (!_attempt(caller, address(RECORDS), call)) return;
        _require(
            caller == of_.issuer && commitment == known.commitment && known.endedAt == 0,
            "34: a grant ended that never was, or twice, or by another than the issuer"
        );
        known.endedAt = _now();
    }

    /// @notice 31, 32, 33: versions stay as they were published, one after the other; a revocation is final.
    function holds_recordsAreAppendOnly() external view {
        for (uint256 i = 0; i < _known.length; ++i) {
            Known storage known = _known[i];
            Record memory record = RECORDS.recordOf(known.id);
            _require(
                record.issuer == known.issuer
                    && keccak256(abi.encode(record.documentType.codeList, record.documentType.code, record.subject))
                        == known.identity,
                "32: a record's issuer, type or subject changed"
            );
            _require(record.version == known.versions.length, "31: a record's versions are not counted right");
            for (uint32 k = 1; k <= record.version; ++k) {
                _require(
                    keccak256(abi.encode(RECORDS.versionOf(known.id, k))) == known.versions[k - 1],
                    "31: a published version changed"
                );
            }
            _require(
                (record.status == RecordStatus.Revoked) == (known.revokedAt != 0)
                    && record.revokedAt == known.revokedAt && record.reasonCode == known.reason,
                "33: a revocation was taken back or changed"
            );
        }
    }

    /// @notice 34: a grant goes from committed to ended and no further.
    function holds_grantsGoOneWay() external view {
        for (uint256 i = 0; i < _grants.length; ++i) {
            KnownGrant storage known = _grants[i];
            Grant memory grant = RECORDS.grantOf(_known[known.record].id, known.version, known.commitment);
            GrantStatus expected = known.endedAt == 0 ? GrantStatus.Committed : GrantStatus.Ended;
            _require(
                grant.status == expected && grant.committedAt == known.committedAt && grant.endedAt == known.endedAt,
                "34: a grant came back or lost its times"
            );
        }
    }

    function _revision() private returns (Revision memory revision) {
        revision.subtype = uint16(_pick(3));
        revision.root = _seldom(16) ? bytes32(0) : bytes32(_random256());
        revision.cidDigest = _seldom(16) ? bytes32(0) : bytes32(_random256());
        revision.cidCodec = _seldom(16) ? 0x71 : _seldom(2) ? 0x55 : 0x70;
        revision.validFrom = uint48(_pick(1 << 40));
        revision.validUntil = _seldom(2) ? 0 : revision.validFrom + uint48(_pick(3 days));
        revision.grantsCommitment = bytes32(_pick(4));
    }

    function _random256() private returns (uint256) {
        return _pick(type(uint256).max);
    }

    function _version(uint256 number, Revision memory revision) private {
        Known storage known = _known[number];
        RecordVersion memory stored = RECORDS.versionOf(known.id, uint32(known.versions.length + 1));
        _require(
            stored.root == revision.root && stored.cidDigest == revision.cidDigest
                && stored.cidCodec == revision.cidCodec && stored.publishedAt == _now()
                && stored.validFrom == revision.validFrom && stored.validUntil == revision.validUntil
                && stored.subtype == revision.subtype,
            "31: a version was stored as something else"
        );
        known.versions.push(keccak256(abi.encode(stored)));
        if (revision.grantsCommitment != 0) _grant(number, uint32(known.versions.length), revision.grantsCommitment);
    }

    function _grant(uint256 number, uint32 version, bytes32 commitment) private {
        bytes32 key = keccak256(abi.encode(number, version, commitment));
        _require(!_granted[key], "34: a grant was committed to twice");
        _granted[key] = true;
        _grants.push(KnownGrant(number, version, commitment, _now(), 0));
    }
}

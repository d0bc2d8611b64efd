// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose} from "../access/IMemberRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {
    CodeList,
    DocumentType,
    Grant,
    GrantStatus,
    IRecordRegistry,
    Publication,
    Record,
    RecordStatus,
    RecordVersion,
    Revision
} from "./IRecordRegistry.sol";

/// @title Sealed records
contract RecordRegistry is IRecordRegistry, ConsortiumContract layout at erc7201("quaychain.RecordRegistry") {
    /// @dev The first slot says who issued what, and whether it stands.
    struct StoredRecord {
        bytes16 issuer;
        CodeList codeList;
        uint16 code;
        RecordStatus status;
        uint32 version;
        uint48 revokedAt;
        bytes32 subject;
        uint32 reasonCode;
        mapping(uint32 version => StoredVersion) versions;
    }

    struct StoredVersion {
        bytes32 root;
        bytes32 cidDigest;
        address issuerAccount;
        uint48 publishedAt;
        uint48 validFrom;
        uint48 validUntil;
        uint16 subtype;
        uint8 cidCodec;
        mapping(bytes32 commitment => Grant) grants;
    }

    uint8 private constant CODEC_RAW = 0x55;
    uint8 private constant CODEC_DAG_PB = 0x70;

    mapping(bytes32 record => StoredRecord) private _records;

    /// @param root_ The consortium's root
    constructor(IConsortiumRoot root_) ConsortiumContract(root_, "RecordRegistry") {}

    /// @inheritdoc IRecordRegistry
    function publish(Publication calldata publication) external {
        bytes16 issuer = _authorize(AccountPurpose.Operations);
        bytes32 record = publication.record;
        if (record == 0) revert IdentifierMissing();
        StoredRecord storage stored = _records[record];
        if (stored.status != RecordStatus.None) revert RecordAlreadyPublished(record);
        DocumentType calldata documentType = publication.documentType;
        if (documentType.codeList == CodeList.None || documentType.code == 0) {
            revert DocumentTypeInvalid(documentType.codeList, documentType.code);
        }
        stored.issuer = issuer;
        stored.codeList = documentType.codeList;
        stored.code = documentType.code;
        stored.status = RecordStatus.Published;
        stored.subject = publication.subject;
        _publishVersion(
            stored,
            record,
            1,
            Revision(
                documentType.subtype,
                publication.root,
                publication.cidDigest,
                publication.cidCodec,
                publication.validFrom,
                publication.validUntil,
                publication.grantsCommitment
            )
        );
    }

    /// @inheritdoc IRecordRegistry
    function publishVersion(bytes32 record, uint32 version, Revision calldata revision) external {
        StoredRecord storage stored = _standingRecord(record);
        if (version != stored.version + 1) revert RecordVersionMismatch(record, stored.version + 1, version);
        _publishVersion(stored, record, version, revision);
    }

    /// @inheritdoc IRecordRegistry
    function revoke(bytes32 record, uint32 reasonCode) external {
        StoredRecord storage stored = _standingRecord(record);
        stored.status = RecordStatus.Revoked;
        stored.revokedAt = _now();
        stored.reasonCode = reasonCode;
        emit RecordRevoked(record, stored.issuer, stored.version, reasonCode);
    }

    /// @inheritdoc IRecordRegistry
    function commitGrants(bytes32 record, uint32 version, bytes32 commitment) external {
        StoredRecord storage stored = _standingRecord(record);
        if (version == 0 || version > stored.version) revert UnknownRecordVersion(record, version);
        if (commitment == 0) revert IdentifierMissing();
        _commitGrants(stored.versions[version], record, version, commitment);
    }

    /// @inheritdoc IRecordRegistry
    function endGrant(bytes32 record, uint32 version, bytes32 commitment) external {
        // Also a revoked record's grants end.
        Grant storage grant = _ownRecord(record).versions[version].grants[commitment];
        if (grant.status != GrantStatus.Committed) {
            revert GrantStatusMismatch(record, version, commitment, grant.status);
        }
        grant.status = GrantStatus.Ended;
        grant.endedAt = _now();
        emit GrantEnded(record, version, commitment);
    }

    /// @inheritdoc IRecordRegistry
    function recordOf(bytes32 record) external view returns (Record memory) {
        StoredRecord storage stored = _records[record];
        StoredVersion storage newest = stored.versions[stored.version];
        return Record(
            stored.issuer,
            newest.issuerAccount,
            DocumentType(stored.codeList, stored.code, newest.subtype),
            stored.status,
            stored.version,
            stored.subject,
            newest.publishedAt,
            newest.validFrom,
            newest.validUntil,
            stored.revokedAt,
            stored.reasonCode
        );
    }

    /// @inheritdoc IRecordRegistry
    function versionOf(bytes32 record, uint32 version) external view returns (RecordVersion memory) {
        StoredVersion storage stored = _records[record].versions[version];
        return RecordVersion(
            stored.root,
            stored.cidDigest,
            stored.cidCodec,
            stored.publishedAt,
            stored.validFrom,
            stored.validUntil,
            stored.subtype,
            stored.issuerAccount
        );
    }

    /// @inheritdoc IRecordRegistry
    function grantOf(bytes32 record, uint32 version, bytes32 commitment) external view returns (Grant memory) {
        return _records[record].versions[version].grants[commitment];
    }

    function _publishVersion(StoredRecord storage stored, bytes32 record, uint32 version, Revision memory revision)
        private
    {
        if (
            revision.root == 0 || revision.cidDigest == 0
                || (revision.cidCodec != CODEC_RAW && revision.cidCodec != CODEC_DAG_PB)
        ) revert RecordContentInvalid(record, revision.root, revision.cidDigest, revision.cidCodec);
        _requirePeriod(revision.validFrom, revision.validUntil);
        stored.version = version;
        StoredVersion storage next = stored.versions[version];
        next.root = revision.root;
        next.cidDigest = revision.cidDigest;
        next.issuerAccount = msg.sender;
        next.publishedAt = _now();
        next.validFrom = revision.validFrom;
        next.validUntil = revision.validUntil;
        next.subtype = revision.subtype;
        next.cidCodec = revision.cidCodec;
        emit RecordPublished(
            record,
            stored.issuer,
            stored.subject,
            version,
            DocumentType(stored.codeList, stored.code, revision.subtype),
            revision.root,
            revision.cidDigest,
            revision.cidCodec,
            revision.validFrom,
            revision.validUntil
        );
        if (revision.grantsCommitment != 0) _commitGrants(next, record, version, revision.grantsCommitment);
    }

    function _commitGrants(StoredVersion storage stored, bytes32 record, uint32 version, bytes32 commitment) private {
        Grant storage grant = stored.grants[commitment];
        if (grant.status != GrantStatus.None) revert GrantStatusMismatch(record, version, commitment, grant.status);
        grant.status = GrantStatus.Committed;
        grant.committedAt = _now();
        emit GrantsCommitted(record, version, commitment);
    }

    function _ownRecord(bytes32 record) private view returns (StoredRecord storage stored) {
        bytes16 caller = _authorize(AccountPurpose.Operations);
        stored = _records[record];
        if (stored.status == RecordStatus.None) revert UnknownRecord(record);
        if (stored.issuer != caller) revert NotRecordIssuer(record, stored.issuer, caller);
    }

    function _standingRecord(bytes32 record) private view returns (StoredRecord storage stored) {
        stored = _ownRecord(record);
        if (stored.status == RecordStatus.Revoked) revert RecordIsRevoked(record, stored.revokedAt);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Where a document's type code comes from.
enum CodeList {
    None,
    UNTDID1001,
    Quaychain
}

/// @notice A record's standing; an issuer's revocation is final.
enum RecordStatus {
    None,
    Published,
    Revoked
}

/// @notice Where a commitment of a grant stands.
enum GrantStatus {
    None,
    Committed,
    Ended
}

/// @notice What a document is.
/// @param code Code in the list, e.g. 380 commercial invoice in UNTDID 1001; Quaychain counts its own where that has none
/// @param subtype Tells apart what one code is used for; 0 without one
struct DocumentType {
    CodeList codeList;
    uint16 code;
    uint16 subtype;
}

/// @notice A record, with what its newest version says.
/// @param issuerAccount The account that published the newest version
/// @param subject Order, part, declaration or whatever else the record is about; 0: nothing on this ledger
/// @param publishedAt Block time of the newest version
/// @param validUntil Unix seconds, exclusive; 0: no end
/// @param revokedAt Block time; 0: not revoked
struct Record {
    bytes16 issuer;
    address issuerAccount;
    DocumentType documentType;
    RecordStatus status;
    uint32 version;
    bytes32 subject;
    uint48 publishedAt;
    uint48 validFrom;
    uint48 validUntil;
    uint48 revokedAt;
    uint32 reasonCode;
}

/// @notice A version of a record.
/// @param root Merkle root over the record's salted fields and attachments
/// @param cidDigest SHA-256 in the CID (version 1) of the sealed record
/// @param cidCodec Content codec of the CID: 0x55 raw, 0x70 dag-pb
struct RecordVersion {
    bytes32 root;
    bytes32 cidDigest;
    uint8 cidCodec;
    uint48 publishedAt;
    uint48 validFrom;
    uint48 validUntil;
    uint16 subtype;
    address issuerAccount;
}

/// @notice A new record, in its version 1.
/// @param record Random id
/// @param validFrom Unix seconds, as the document says itself
/// @param validUntil Unix seconds, exclusive; 0: no end
/// @param grantsCommitment Commitment of who was given keys to it; 0: none
struct Publication {
    bytes32 record;
    DocumentType documentType;
    bytes32 subject;
    bytes32 root;
    bytes32 cidDigest;
    uint8 cidCodec;
    uint48 validFrom;
    uint48 validUntil;
    bytes32 grantsCommitment;
}

/// @notice A new version of a record; code list, code and subject stay, the subtype may change.
struct Revision {
    uint16 subtype;
    bytes32 root;
    bytes32 cidDigest;
    uint8 cidCodec;
    uint48 validFrom;
    uint48 validUntil;
    bytes32 grantsCommitment;
}

/// @notice A commitment of a grant. Times are block times; 0: not yet.
struct Grant {
    GrantStatus status;
    uint48 committedAt;
    uint48 endedAt;
}

/// @title Sealed records
/// @notice Who published what kind of document when, by its root and CID, and whether it stands. The content is off
/// chain. All writes are by an Operations account; those after the first by one of the record's issuer.
interface IRecordRegistry {
    /// @notice A version of a record was published; version 1 is a new record.
    event RecordPublished(
        bytes32 indexed record,
        bytes16 indexed issuer,
        bytes32 indexed subject,
        uint32 version,
        DocumentType documentType,
        bytes32 root,
        bytes32 cidDigest,
        uint8 cidCodec,
        uint48 validFrom,
        uint48 validUntil
    );

    /// @notice The issuer took its record back.
    event RecordRevoked(bytes32 indexed record, bytes16 indexed issuer, uint32 version, uint32 reasonCode);

    /// @notice A grant was committed to.
    event GrantsCommitted(bytes32 indexed record, uint32 indexed version, bytes32 indexed commitment);

    /// @notice A grant ended: its wraps are erased, or will be.
    event GrantEnded(bytes32 indexed record, uint32 indexed version, bytes32 indexed commitment);

    /// @notice No such record.
    error UnknownRecord(bytes32 record);

    /// @notice No such version.
    error UnknownRecordVersion(bytes32 record, uint32 version);

    /// @notice The id is taken.
    error RecordAlreadyPublished(bytes32 record);

    /// @notice Another member issued the record.
    error NotRecordIssuer(bytes32 record, bytes16 issuer, bytes16 caller);

    /// @notice The record's issuer took it back.
    error RecordIsRevoked(bytes32 record, uint48 revokedAt);

    /// @notice Versions follow one another.
    error RecordVersionMismatch(bytes32 record, uint32 expected, uint32 given);

    /// @notice Without a code list or code.
    error DocumentTypeInvalid(CodeList codeList, uint16 code);

    /// @notice Without root or digest, or of a codec that is not 0x55 (raw) or 0x70 (dag-pb).
    error RecordContentInvalid(bytes32 record, bytes32 root, bytes32 cidDigest, uint8 cidCodec);

    /// @notice The commitment has another standing than this needs.
    error GrantStatusMismatch(bytes32 record, uint32 version, bytes32 commitment, GrantStatus status);

    /// @notice Publishes a new record, in its version 1; its issuer is the caller's member.
    function publish(Publication calldata publication) external;

    /// @notice Publishes the next version.
    /// @param version The present version plus 1
    function publishVersion(bytes32 record, uint32 version, Revision calldata revision) external;

    /// @notice Takes a record back, in all of its versions, for good.
    function revoke(bytes32 record, uint32 reasonCode) external;

    /// @notice Commits to a further grant of keys to a version.
    function commitGrants(bytes32 record, uint32 version, bytes32 commitment) external;

    /// @notice Says that a grant has ended.
    function endGrant(bytes32 record, uint32 version, bytes32 commitment) external;

    /// @notice A record; status None where there is none.
    function recordOf(bytes32 record) external view returns (Record memory);

    /// @notice A version; publishedAt 0 where there is none.
    function versionOf(bytes32 record, uint32 version) external view returns (RecordVersion memory);

    /// @notice A grant's commitment; status None where there is none.
    function grantOf(bytes32 record, uint32 version, bytes32 commitment) external view returns (Grant memory);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a member does in trade.
enum MemberKind {
    None,
    Manufacturer,
    Supplier,
    Customs,
    Carrier,
    Surveyor,
    Bank,
    OriginBody,
    Warehouse,
    ServicePartner,
    Buyer,
    Insurer,
    Broker
}

/// @notice What a member is in the consortium. Accounting: votes, and may run validators. Query: acts by its accounts,
/// without a vote. Mirrored: is named, but does not take part; accounts that it may have do nothing.
enum Seat {
    None,
    Accounting,
    Query,
    Mirrored
}

/// @notice A member's standing. Left is final.
enum MemberStatus {
    None,
    Active,
    Suspended,
    Left
}

/// @notice What an account is for; an account has one purpose.
enum AccountPurpose {
    None,
    Operations,
    Oracle,
    Governance,
    Guardian
}

/// @notice A member.
/// @param recovery The cold account that can replace all Governance accounts; 0 for a mirrored member
struct Member {
    MemberKind kind;
    Seat seat;
    MemberStatus status;
    uint48 admittedAt;
    uint48 statusSince;
    address recovery;
}

/// @notice An account, as it is stored in one slot (member in the lowest 128 bits, then in this order upwards).
/// @param validFrom Unix seconds, inclusive
/// @param validUntil Unix seconds, exclusive; 0: no end. What it signed before stays good
/// @param revokedFrom Unix seconds; 0: not revoked. What it signed from then on counts for nothing, though that
/// time may lie before the revocation itself
struct Account {
    bytes16 member;
    AccountPurpose purpose;
    uint40 validFrom;
    uint40 validUntil;
    uint40 revokedFrom;
}

/// @notice An account to begin with.
/// @param validFrom Unix seconds, not in the past; 0: from now
/// @param validUntil Unix seconds, exclusive; 0: no end
struct AccountAdmission {
    address account;
    AccountPurpose purpose;
    uint48 validFrom;
    uint48 validUntil;
}

/// @notice A member to admit.
/// @param member Random id
/// @param recovery Its cold recovery account; 0 only for a mirrored member
/// @param accounts Its first accounts; none for a mirrored member
/// @param kem HPKE KEM id of the encryption key (RFC 9180, section 7.1), 0 without one
/// @param encryptionKey Public key in the KEM's own serialisation; empty: set later
struct Admission {
    bytes16 member;
    MemberKind kind;
    Seat seat;
    address recovery;
    AccountAdmission[] accounts;
    uint16 kem;
    bytes encryptionKey;
}

/// @notice A version of a member's encryption key.
/// @param kem HPKE KEM id (RFC 9180, section 7.1)
/// @param since Unix seconds; the next version's `since` ends it
/// @param publicKeyHash keccak256 of the public key, which `EncryptionKeySet` and the member's card have
struct EncryptionKey {
    uint16 kem;
    uint48 since;
    bytes32 publicKeyHash;
}

/// @notice The pause of new writes.
/// @param pausedUntil Unix seconds, exclusive
/// @param usedByGuardians Whether the guardians' one pause is spent; a vote gives it back
/// @param requestedBy Member of the guardian who asked first, while that counts
/// @param requestedAt When it asked, unix seconds
struct PauseState {
    uint48 pausedUntil;
    bool usedByGuardians;
    bytes16 requestedBy;
    uint48 requestedAt;
}

/// @title Members, their accounts and their encryption keys
/// @notice The one place where business rights come from. Members are admitted and judged by vote; each looks after
/// its own accounts.
interface IMemberRegistry {
    /// @notice A member was admitted.
    event MemberAdmitted(bytes16 indexed member, MemberKind kind, Seat seat, address recovery);

    /// @notice A vote suspended the member.
    event MemberSuspended(bytes16 indexed member, uint32 reasonCode);

    /// @notice A vote reinstated the member.
    event MemberReinstated(bytes16 indexed member);

    /// @notice The member is out for good: by its own will (`reasonCode` 0) or by a vote.
    event MemberLeft(bytes16 indexed member, uint32 reasonCode);

    /// @notice A vote gave the member another seat.
    event MemberSeatChanged(bytes16 indexed member, Seat previous, Seat seat);

    /// @notice The member has another recovery account: by the previous one, or by a vote.
    event RecoveryAccountChanged(bytes16 indexed member, address previous, address recovery);

    /// @notice The member has an account more.
    event AccountAdded(
        bytes16 indexed member,
        address indexed account,
        AccountPurpose purpose,
        uint48 validFrom,
        uint48 validUntil
    );

    /// @notice `successor` took over from `account`, whose validity ended now.
    event AccountRotated(bytes16 indexed member, address indexed account, address indexed successor);

    /// @notice The account counts for nothing from `revokedFrom` on.
    event AccountRevoked(bytes16 indexed member, address indexed account, uint48 revokedFrom);

    /// @notice The recovery account put `account` in the place of all Governance accounts.
    event MemberRecovered(bytes16 indexed member, address indexed account, uint48 revokedFrom);

    /// @notice The member published an encryption key.
    event EncryptionKeySet(bytes16 indexed member, uint32 version, uint16 kem, bytes publicKey);

    /// @notice A guardian asked for a pause; another member's guardian must follow.
    event PauseRequested(bytes16 indexed member, uint32 reasonCode);

    /// @notice New writes are paused.
    event WritesPausedUntil(uint48 until, bytes16 indexed first, bytes16 indexed second, uint32 reasonCode);

    /// @notice A vote ended the pause, if one ran, and gave the guardians theirs back.
    event PauseLifted();

    /// @notice A vote paused, and gave the guardians theirs back.
    event PauseRenewed(uint48 until);

    /// @notice Nobody's account.
    error UnknownAccount(address account);

    /// @notice The account is for something else.
    error AccountPurposeMismatch(address account, AccountPurpose required, AccountPurpose actual);

    /// @notice The account is not valid now.
    error AccountNotValid(address account, uint48 validFrom, uint48 validUntil, uint48 revokedFrom);

    /// @notice The account is somebody's already; an account is never given twice.
    error AccountAlreadyKnown(address account);

    /// @notice The account is revoked from `revokedFrom` on already; a revocation is not taken back or moved later.
    error AccountAlreadyRevoked(address account, uint48 revokedFrom);

    /// @notice No such member.
    error UnknownMember(bytes16 member);

    /// @notice The id is taken.
    error MemberAlreadyKnown(bytes16 member);

    /// @notice The member is suspended or left.
    error MemberNotActive(bytes16 member, MemberStatus status);

    /// @notice This can't be done with a member of that standing.
    error MemberStatusMismatch(bytes16 member, MemberStatus required, MemberStatus actual);

    /// @notice The member is of another kind.
    error MemberKindMismatch(bytes16 member, MemberKind required, MemberKind actual);

    /// @notice The member has another seat than this needs.
    error SeatMismatch(bytes16 member, Seat required, Seat actual);

    /// @notice An admission without kind or seat, or whose accounts don't suit its seat.
    error AdmissionInvalid(bytes16 member);

    /// @notice The member has `count` validators in force; they must leave the set first.
    error MemberHoldsValidators(bytes16 member, uint256 count);

    /// @notice No vote leaves fewer than two of the `count` accounting members: one alone would decide everything.
    error TooFewAccountingMembers(uint256 count);

    /// @notice A member may have `maximum` Governance accounts at once, so that a recovery can end all of them.
    error TooManyGovernanceAccounts(bytes16 member, uint256 maximum);

    /// @notice Empty, or longer than `maximum` bytes, or without its KEM.
    error EncryptionKeyInvalid(uint256 length, uint256 maximum);

    /// @notice New writes are paused.
    error WritesPaused(uint48 until);

    /// @notice The guardians' one pause is spent; a vote gives it back.
    error PauseAlreadyUsed();

    /// @notice The second guardian must be another member's.
    error SecondGuardianNeeded(bytes16 member);

    /// @notice The first members, in the founders' installation. Only the ConsortiumRoot.
    function admitFirst(Admission[] calldata admissions) external;

    /// @notice Admits a member. By vote.
    function admit(Admission calldata admission) external;

    /// @notice Suspends an active member: none of its accounts can act. By vote, without the member's own.
    function suspend(bytes16 member, uint32 reasonCode) external;

    /// @notice Ends a suspension. By vote.
    function reinstate(bytes16 member) external;

    /// @notice Puts a member out for good, once it has no validator in force. By vote, without the member's own.
    function remove(bytes16 member, uint32 reasonCode) external;

    /// @notice Gives a member another seat. By vote, without the member's own where it loses its vote.
    function changeSeat(bytes16 member, Seat seat) external;

    /// @notice Gives a member that lost all of its keys another recovery account. By vote.
    function replaceRecovery(bytes16 member, address recovery) external;

    /// @notice Ends a pause and gives the guardians theirs back. By vote.
    function liftPause() external;

    /// @notice Pauses for another 72 h and gives the guardians theirs back. By vote.
    function renewPause() external;

    /// @notice Adds an account of the caller's member. A Governance account.
    /// @param validFrom Unix seconds, not in the past; 0: from now
    /// @param validUntil Unix seconds, exclusive; 0: no end
    function addAccount(address account, AccountPurpose purpose, uint48 validFrom, uint48 validUntil) external;

    /// @notice Ends an account now and puts a new one in its place, for the same purpose. A Governance account.
    /// @param validUntil Unix seconds, exclusive; 0: no end
    function rotateAccount(address account, address successor, uint48 validUntil) external;

    /// @notice Revokes an account of the caller's member. A Governance account.
    /// @param revokedFrom Unix seconds, not in the future; what the account did from then on counts for nothing off
    /// chain; what contracts took is done
    function revokeAccount(address account, uint48 revokedFrom) external;

    /// @notice Publishes the next version of the member's encryption key. A Governance account.
    function setEncryptionKey(uint16 kem, bytes calldata publicKey) external returns (uint32 version);

    /// @notice The caller's member leaves for good, once it has no validator in force. A Governance account.
    function leaveConsortium() external;

    /// @notice Revokes all Governance accounts of `member` and gives it a new one. Its recovery account.
    /// @param revokedFrom Unix seconds, not in the future
    function recover(bytes16 member, address account, uint48 revokedFrom) external;

    /// @notice Puts another recovery account in the caller's place. The member's recovery account.
    function changeRecovery(bytes16 member, address recovery) external;

    /// @notice Asks for a pause, or joins the one that another member's guardian asked for within 24 h: then new
    /// writes stop for 72 h. A Guardian account of an accounting member. Governance and guardians go on.
    function pause(uint32 reasonCode) external;

    /// @notice The member for whom `account` may act for `purpose` now.
    /// @dev Reverts UnknownAccount, AccountPurposeMismatch, AccountNotValid, MemberNotActive, SeatMismatch for a mirrored
    /// member; and WritesPaused for Operations and Oracle.
    function authorize(address account, AccountPurpose purpose) external view returns (bytes16 member);

    /// @notice A member; status None where there is none.
    function memberOf(bytes16 member) external view returns (Member memory);

    /// @notice Reverts unless the member is active and of that kind (None: of any kind).
    /// @dev Reverts UnknownMember, MemberNotActive, MemberKindMismatch.
    function requireMember(bytes16 member, MemberKind kind) external view;

    /// @notice Whether the account was its member's for `purpose` at `time`, by its own slot alone. Whether the member
    /// was suspended then is `statusAt`.
    /// @param time Unix seconds
    function wasValid(address account, AccountPurpose purpose, uint48 time)
        external
        view
        returns (bool valid, bytes16 member);

    /// @notice An account; member 0 where it is nobody's.
    function accountOf(address account) external view returns (Account memory);

    /// @notice The Governance accounts that a recovery would revoke.
    function governanceAccountsOf(bytes16 member) external view returns (address[] memory);

    /// @notice The member's standing at `time`, by the end of that second; None before it was admitted.
    /// @param time Unix seconds; for a time to come, as it stands now
    function statusAt(bytes16 member, uint48 time) external view returns (MemberStatus);

    /// @notice Whether the member was active with an accounting seat at `time`, by the end of that second.
    function isAccountingAt(bytes16 member, uint48 time) external view returns (bool);

    /// @notice How many active members with an accounting seat there were at `time`, by the end of that second.
    function accountingMembersAt(uint48 time) external view returns (uint256);

    /// @notice A version of a member's encryption key; versions begin with 1, empty where there is none.
    function encryptionKey(bytes16 member, uint32 version) external view returns (EncryptionKey memory);

    /// @notice The newest version of the member's encryption key; 0 without one.
    function encryptionKeyVersion(bytes16 member) external view returns (uint32);

    /// @notice How many members there are or were.
    function memberCount() external view returns (uint256);

    /// @notice A page of members' ids, in the order of their admission.
    function members(uint256 offset, uint256 limit) external view returns (bytes16[] memory);

    /// @notice The pause.
    function pauseState() external view returns (PauseState memory);
}

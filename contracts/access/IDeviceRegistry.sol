// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A device key's standing.
enum DeviceStatus {
    None,
    Registered,
    Closed,
    Revoked
}

/// @notice A device's key.
/// @param validUntil Unix seconds, exclusive; 0: no end
/// @param revokedFrom Block time of the revocation; 0: not revoked
/// @param asset What the device sits on, as its member names it to itself (a commitment)
/// @param boot The newest declared boot; counters are (key, boot, sequence)
/// @param closedBoot,closedSequence Last counter that counts, once closed or replaced
/// @param compromisedSince The member says that others could sign with the key since then; 0: it does not. A flag: it
/// is shown, and does not undo what was anchored
struct Device {
    bytes16 member;
    DeviceStatus status;
    uint48 validFrom;
    uint48 validUntil;
    uint48 revokedFrom;
    bytes32 asset;
    uint32 boot;
    uint32 closedBoot;
    uint64 closedSequence;
    uint48 closedAt;
    uint48 compromisedSince;
}

/// @title Device keys
/// @notice A key is an Ed25519 public key (RFC 8032) of 32 bytes, and its own id. A replaced device is a new key.
/// All writes are by an Operations account of the device's member.
interface IDeviceRegistry {
    /// @notice A key was registered.
    event DeviceRegistered(
        bytes32 indexed key, bytes16 indexed member, bytes32 indexed asset, uint48 validFrom, uint48 validUntil
    );

    /// @notice The device started anew: its sequence begins again in this boot.
    event DeviceBootDeclared(bytes32 indexed key, uint32 boot);

    /// @notice Nothing after this counter counts any more.
    event DeviceClosed(bytes32 indexed key, uint32 boot, uint64 sequence);

    /// @notice Another key took the place of this one on the same asset.
    event DeviceReplaced(bytes32 indexed key, bytes32 indexed successor);

    /// @notice Others could sign with the key since then, its member says.
    event DeviceFlaggedCompromised(bytes32 indexed key, uint48 since);

    /// @notice The key counts for nothing from this block on.
    event DeviceRevoked(bytes32 indexed key);

    /// @notice No such key.
    error UnknownDevice(bytes32 key);

    /// @notice The key is registered already, by this member or another.
    error DeviceAlreadyRegistered(bytes32 key, bytes16 member);

    /// @notice The device is closed or revoked.
    error DeviceNotOpen(bytes32 key, DeviceStatus status);

    /// @notice Boots count upwards, and a key is closed in one that was declared.
    error DeviceBootNotNext(bytes32 key, uint32 current, uint32 given);

    /// @notice The key is flagged since an earlier time already.
    error DeviceAlreadyFlagged(bytes32 key, uint48 since);

    /// @notice Registers a key.
    /// @param validFrom Unix seconds, not in the past; 0: from now
    /// @param validUntil Unix seconds, exclusive; 0: no end
    function register(bytes32 key, bytes32 asset, uint48 validFrom, uint48 validUntil) external;

    /// @notice Says that the device starts anew in `boot`, greater than any before (the first boot is 0 and needs no
    /// declaration).
    function declareBoot(bytes32 key, uint32 boot) external;

    /// @notice Ends a key with its last counter.
    function close(bytes32 key, uint32 boot, uint64 sequence) external;

    /// @notice Ends a key with its last counter and registers its successor for the same asset, valid from now.
    function replace(bytes32 key, uint32 boot, uint64 sequence, bytes32 successor, uint48 validUntil) external;

    /// @notice Flags a key as compromised since a time not in the future; may be repeated with an earlier time.
    function flagCompromised(bytes32 key, uint48 since) external;

    /// @notice Revokes a key from this block on. Also a closed key may be revoked.
    function revoke(bytes32 key) external;

    /// @notice Whether the key was its member's and not revoked at `time` (the block time of its batch's anchor), and
    /// whose it is. Closing and flags are in `deviceOf`.
    /// @param time Unix seconds
    function wasValid(bytes32 key, uint48 time) external view returns (bool valid, bytes16 member);

    /// @notice A device; status None where there is none.
    function deviceOf(bytes32 key) external view returns (Device memory);
}

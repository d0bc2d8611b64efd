// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accounts} from "./Accounts.sol";
import {AccountPurpose, EncryptionKey, IMemberRegistry} from "./IMemberRegistry.sol";

/// @title Members' encryption keys, by version
/// @dev Part of MemberRegistry. Versions are kept: old records are wrapped for old versions. The key stands in its event
/// and its digest in storage: 1,216 bytes of a hybrid key in storage would cost 0.9 M gas, and an installation of fourteen
/// members would not fit a transaction.
abstract contract EncryptionKeys is Accounts {
    /// @dev The hybrid of X25519 and ML-KEM-768 has 1,216 bytes.
    uint256 private constant MAXIMUM_LENGTH = 2048;

    mapping(bytes16 member => mapping(uint32 version => EncryptionKey)) private _keys;

    /// @inheritdoc IMemberRegistry
    function setEncryptionKey(uint16 kem, bytes calldata publicKey) external returns (uint32 version) {
        return _setEncryptionKey(_authorize(AccountPurpose.Governance), kem, publicKey);
    }

    /// @inheritdoc IMemberRegistry
    function encryptionKey(bytes16 member, uint32 version) external view returns (EncryptionKey memory) {
        return _keys[member][version];
    }

    /// @inheritdoc IMemberRegistry
    function encryptionKeyVersion(bytes16 member) external view returns (uint32) {
        return _members[member].encryptionKeyVersion;
    }

    function _setEncryptionKey(bytes16 member, uint16 kem, bytes calldata publicKey)
        internal
        returns (uint32 version)
    {
        if (kem == 0 || publicKey.length == 0 || publicKey.length > MAXIMUM_LENGTH) {
            revert EncryptionKeyInvalid(publicKey.length, MAXIMUM_LENGTH);
        }
        version = ++_members[member].encryptionKeyVersion;
        _keys[member][version] = EncryptionKey(kem, _now(), keccak256(publicKey));
        emit EncryptionKeySet(member, version, kem, publicKey);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountAdmission, Admission} from "../access/IMemberRegistry.sol";
import {DirectoryEntry, Installation} from "./IConsortiumRoot.sol";

/// @title EIP-712 struct hash of an Installation
/// @notice Enums are `uint8`, as EIP-712 knows no enums.
library InstallationHash {
    bytes private constant ACCOUNT =
        "AccountAdmission(address account,uint8 purpose,uint48 validFrom,uint48 validUntil)";
    bytes private constant ADMISSION =
        "Admission(bytes16 member,uint8 kind,uint8 seat,address recovery,AccountAdmission[] accounts,uint16 kem,bytes encryptionKey)";
    bytes private constant ENTRY =
        "DirectoryEntry(bytes32 name,address location,uint32 layoutVersion,bytes32 codeHash)";
    bytes private constant INSTALLATION =
        "Installation(bytes32 consortium,DirectoryEntry[] entries,Admission[] members)";

    bytes32 private constant ACCOUNT_TYPE = keccak256(ACCOUNT);
    bytes32 private constant ADMISSION_TYPE = keccak256(bytes.concat(ADMISSION, ACCOUNT));
    bytes32 private constant ENTRY_TYPE = keccak256(ENTRY);
    // EIP-712: the types referred to follow, sorted by name.
    bytes32 private constant INSTALLATION_TYPE = keccak256(bytes.concat(INSTALLATION, ACCOUNT, ADMISSION, ENTRY));

    /// @notice hashStruct(installation)
    function hash(Installation calldata installation) internal pure returns (bytes32) {
        bytes32[] memory entries = new bytes32[](installation.entries.length);
        for (uint256 i = 0; i < entries.length; ++i) {
            entries[i] = _hash(installation.entries[i]);
        }
        bytes32[] memory members = new bytes32[](installation.members.length);
        for (uint256 i = 0; i < members.length; ++i) {
            members[i] = _hash(installation.members[i]);
        }
        return keccak256(
            abi.encode(
                INSTALLATION_TYPE,
                installation.consortium,
                keccak256(abi.encodePacked(entries)),
                keccak256(abi.encodePacked(members))
            )
        );
    }

    function _hash(DirectoryEntry calldata entry) private pure returns (bytes32) {
        return keccak256(abi.encode(ENTRY_TYPE, entry.name, entry.location, entry.layoutVersion, entry.codeHash));
    }

    function _hash(Admission calldata admission) private pure returns (bytes32) {
        bytes32[] memory accounts = new bytes32[](admission.accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            AccountAdmission calldata account = admission.accounts[i];
            accounts[i] = keccak256(
                abi.encode(ACCOUNT_TYPE, account.account, account.purpose, account.validFrom, account.validUntil)
            );
        }
        return keccak256(
            abi.encode(
                ADMISSION_TYPE,
                admission.member,
                admission.kind,
                admission.seat,
                admission.recovery,
                keccak256(abi.encodePacked(accounts)),
                admission.kem,
                keccak256(admission.encryptionKey)
            )
        );
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IConsortiumGovernor} from "../access/IConsortiumGovernor.sol";
import {IMemberRegistry} from "../access/IMemberRegistry.sol";
import {Directory} from "./Directory.sol";
import {DirectoryEntry, IConsortiumRoot, Installation} from "./IConsortiumRoot.sol";
import {InstallationHash} from "./InstallationHash.sol";
import {ValidatorSets} from "./ValidatorSets.sol";

/// @title The root of a consortium's trust
/// @dev Its code and storage are put into the genesis: there is no constructor and no immutable. Genesis fills
/// `_consortium`, `_founders`, set 0 with its digest, and the member of each of its validators.
contract ConsortiumRoot is Directory, ValidatorSets layout at erc7201("quaychain.ConsortiumRoot") {
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant DOMAIN_NAME = keccak256("ConsortiumRoot");
    bytes32 private constant DOMAIN_VERSION = keccak256("1");

    bytes32 private _consortium;
    address[] private _founders;
    bool private _installed;

    /// @inheritdoc IConsortiumRoot
    function install(Installation calldata installation, bytes[] calldata signatures) external {
        if (_installed) revert AlreadyInstalled();
        if (installation.consortium != _consortium) revert ConsortiumMismatch(_consortium, installation.consortium);
        bytes32 digest = installationDigest(installation);
        _requireFounders(digest, signatures);
        _installed = true;

        for (uint256 i = 0; i < installation.entries.length; ++i) {
            DirectoryEntry calldata entry = installation.entries[i];
            if (_locationOf(entry.name) != address(0)) revert DirectoryEntryDuplicate(entry.name);
            _enter(entry);
        }
        address accessManager = _requireLocation(ACCESS_MANAGER);
        address governor = _requireLocation(CONSORTIUM_GOVERNOR);
        IMemberRegistry registry = IMemberRegistry(_requireLocation(MEMBER_REGISTRY));
        bytes32 manager = bytes32(uint256(uint160(accessManager)));
        _requireAnswer(CONSORTIUM_GOVERNOR, governor, IConsortiumGovernor.accessManager.selector, manager);
        _requireAnswer(MEMBER_REGISTRY, address(registry), IAccessManaged.authority.selector, manager);
        _requireAnswer(MEMBER_REGISTRY, address(registry), IMemberRegistry.memberCount.selector, 0);
        registry.admitFirst(installation.members);
        _requireFirstSetAccounting(registry);
        emit ConsortiumInstalled(installation.consortium, digest);
    }

    /// @inheritdoc IConsortiumRoot
    function addValidator(address validator, bytes16 member) external {
        _requireGovernor();
        _addValidator(validator, member, IMemberRegistry(_locationOf(MEMBER_REGISTRY)));
    }

    /// @inheritdoc IConsortiumRoot
    function removeValidator(address validator) external {
        _requireGovernor();
        _removeValidator(validator);
    }

    /// @inheritdoc IConsortiumRoot
    function setEntry(DirectoryEntry calldata entry) external {
        _requireGovernor();
        _enter(entry);
    }

    /// @inheritdoc IConsortiumRoot
    function consortium() external view returns (bytes32) {
        return _consortium;
    }

    /// @inheritdoc IConsortiumRoot
    function founders() external view returns (address[] memory) {
        return _founders;
    }

    /// @inheritdoc IConsortiumRoot
    function installed() external view returns (bool) {
        return _installed;
    }

    /// @inheritdoc IConsortiumRoot
    function installationDigest(Installation calldata installation) public view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(_domainSeparator(), InstallationHash.hash(installation));
    }

    /// @notice The EIP-712 domain (EIP-5267).
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (hex"0f", "ConsortiumRoot", "1", block.chainid, address(this), 0, extensions);
    }

    function _domainSeparator() private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, DOMAIN_NAME, DOMAIN_VERSION, block.chainid, address(this)));
    }

    function _requireFounders(bytes32 digest, bytes[] calldata signatures) private view {
        uint256 count = _founders.length;
        // Without founders anybody's installation would be signed by all of them.
        if (count == 0 || signatures.length != count) revert FounderSignatureCountMismatch(count, signatures.length);
        for (uint256 i = 0; i < count; ++i) {
            (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            if (problem != ECDSA.RecoverError.NoError || signer != _founders[i]) {
                revert FounderSignatureInvalid(i, _founders[i], signer);
            }
        }
    }

    function _requireGovernor() private view {
        if (!_installed) revert NotInstalled();
        address governor = _locationOf(CONSORTIUM_GOVERNOR);
        if (msg.sender != governor) revert CallerNotPermitted(governor, msg.sender);
    }

    function _requireLocation(bytes32 name) private view returns (address location) {
        location = _locationOf(name);
        if (location == address(0)) revert DirectoryEntryMissing(name);
    }
}

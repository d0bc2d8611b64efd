// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumContract} from "./ConsortiumContract.sol";
import {IConsortiumErrors} from "./IConsortiumErrors.sol";
import {DirectoryEntry, IConsortiumRoot} from "./IConsortiumRoot.sol";

/// @title The Directory: which contract stands under which name
/// @dev Part of ConsortiumRoot. In its storage a name's line is two slots: location and layoutVersion (20 and 4 bytes
/// from the low end), then codeHash.
abstract contract Directory is IConsortiumRoot, IConsortiumErrors {
    struct Line {
        address location;
        uint32 layoutVersion;
        bytes32 codeHash;
    }

    bytes32 internal constant MEMBER_REGISTRY = "MemberRegistry";
    bytes32 internal constant CONSORTIUM_GOVERNOR = "ConsortiumGovernor";
    bytes32 internal constant ACCESS_MANAGER = "AccessManager";

    mapping(bytes32 name => Line) private _lines;
    bytes32[] private _names;
    /// @dev Name under which a contract was ever entered: a frozen contract does not come back.
    mapping(address location => bytes32 name) private _enteredAs;

    /// @inheritdoc IConsortiumRoot
    function entryOf(bytes32 name) public view returns (DirectoryEntry memory) {
        Line storage line = _lines[name];
        return DirectoryEntry(name, line.location, line.layoutVersion, line.codeHash);
    }

    /// @inheritdoc IConsortiumRoot
    function resolve(bytes32 name) external view returns (address location, address memberRegistry) {
        return (_lines[name].location, _lines[MEMBER_REGISTRY].location);
    }

    /// @inheritdoc IConsortiumRoot
    function directorySize() external view returns (uint256) {
        return _names.length;
    }

    /// @inheritdoc IConsortiumRoot
    function directory(uint256 offset, uint256 limit) external view returns (DirectoryEntry[] memory entries) {
        uint256 size = _names.length;
        if (offset >= size) return entries;
        if (limit > size - offset) limit = size - offset;
        entries = new DirectoryEntry[](limit);
        for (uint256 i = 0; i < limit; ++i) {
            entries[i] = entryOf(_names[offset + i]);
        }
    }

    /// @dev Enters a contract whose code is what was agreed on, and that was made for this root and this name.
    function _enter(DirectoryEntry calldata entry) internal {
        if (entry.name == 0 || entry.location == address(0)) revert IdentifierMissing();
        bytes32 actual = entry.location.code.length == 0 ? bytes32(0) : entry.location.codehash;
        if (actual == 0 || actual != entry.codeHash) {
            revert CodeHashMismatch(entry.name, entry.location, entry.codeHash, actual);
        }
        bytes32 enteredAs = _enteredAs[entry.location];
        if (enteredAs != 0) revert LocationAlreadyEntered(entry.location, enteredAs);
        // OpenZeppelin's AccessManager is the only one that is not ours.
        if (entry.name != ACCESS_MANAGER) {
            bytes32 self = bytes32(uint256(uint160(address(this))));
            _requireAnswer(entry.name, entry.location, ConsortiumContract.root.selector, self);
            _requireAnswer(entry.name, entry.location, ConsortiumContract.contractName.selector, entry.name);
        }

        Line storage line = _lines[entry.name];
        address predecessor = line.location;
        if (predecessor == address(0)) _names.push(entry.name);
        _enteredAs[entry.location] = entry.name;
        line.location = entry.location;
        line.layoutVersion = entry.layoutVersion;
        line.codeHash = entry.codeHash;
        emit DirectoryEntrySet(entry.name, entry.location, entry.layoutVersion, entry.codeHash, predecessor);
    }

    /// @dev Where `name` is; 0: nowhere.
    function _locationOf(bytes32 name) internal view returns (address) {
        return _lines[name].location;
    }

    /// @dev Also what does not answer at all, or something else, ends in the one error.
    function _requireAnswer(bytes32 name, address location, bytes4 selector, bytes32 expected) internal view {
        (bool answered, bytes memory answer) = location.staticcall(abi.encodeWithSelector(selector));
        if (!answered || answer.length != 32 || bytes32(answer) != expected) revert InstallationInconsistent(name);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

/// @title Merkle-Patricia tries and headers, made by hand
/// @notice Forge's chain has no state root, so tests of state proofs make a state of their own. Values must be so long
/// that no node is shorter than 32 bytes, as accounts are.
library MadeState {
    struct Trie {
        bytes32[] keys;
        bytes[] values;
    }

    /// @notice Root of the trie in which each value stands under its key, which is a hash already.
    function rootOf(Trie memory trie) internal pure returns (bytes32) {
        return keccak256(_node(trie, _all(trie), 0));
    }

    /// @notice The nodes from the root to the value of a key.
    function proofOf(Trie memory trie, uint256 wanted) internal pure returns (bytes[] memory proof) {
        uint256[] memory among = _all(trie);
        uint256 depth;
        proof = new bytes[](64);
        uint256 length;
        while (true) {
            proof[length++] = _node(trie, among, depth);
            if (among.length == 1) break;
            uint256 shared = _shared(trie, among, depth);
            if (shared != 0) {
                depth += shared;
                continue;
            }
            among = _below(trie, among, depth, _nibble(trie, wanted, depth));
            ++depth;
        }
        assembly ("memory-safe") {
            mstore(proof, length)
        }
    }

    /// @notice An account as the state trie has it.
    function account(bytes32 storageRoot, bytes32 codeHash) internal pure returns (bytes memory) {
        bytes[] memory fields = new bytes[](4);
        fields[0] = RLP.encode(uint256(1));
        fields[1] = RLP.encode(uint256(0));
        fields[2] = RLP.encode(storageRoot);
        fields[3] = RLP.encode(codeHash);
        return RLP.encode(fields);
    }

    /// @notice A header with the fields that count, and as many as a chain of Cancun has.
    function header(uint256 number, bytes32 stateRoot) internal pure returns (bytes memory) {
        bytes[] memory fields = new bytes[](20);
        for (uint256 i = 0; i < fields.length; ++i) {
            fields[i] = RLP.encode(uint256(i));
        }
        fields[3] = RLP.encode(stateRoot);
        fields[8] = RLP.encode(number);
        return RLP.encode(fields);
    }

    function _node(Trie memory trie, uint256[] memory among, uint256 depth) private pure returns (bytes memory node) {
        if (among.length == 1) {
            return _pair(_path(trie, among[0], depth, 64, true), RLP.encode(trie.values[among[0]]));
        }
        uint256 shared = _shared(trie, among, depth);
        if (shared != 0) {
            return _pair(
                _path(trie, among[0], depth, depth + shared, false),
                RLP.encode(keccak256(_node(trie, among, depth + shared)))
            );
        }
        bytes[] memory children = new bytes[](17);
        for (uint256 nibble = 0; nibble < 16; ++nibble) {
            uint256[] memory below = _below(trie, among, depth, nibble);
            children[nibble] =
                below.length == 0 ? RLP.encode(bytes("")) : RLP.encode(keccak256(_node(trie, below, depth + 1)));
        }
        children[16] = RLP.encode(bytes(""));
        return RLP.encode(children);
    }

    function _pair(bytes memory path, bytes memory value) private pure returns (bytes memory) {
        bytes[] memory items = new bytes[](2);
        (items[0], items[1]) = (RLP.encode(path), value);
        return RLP.encode(items);
    }

    /// @dev Hex-prefix encoding of a key's nibbles [from, to).
    function _path(Trie memory trie, uint256 index, uint256 from, uint256 to, bool leaf)
        private
        pure
        returns (bytes memory path)
    {
        uint256 flag = (leaf ? 2 : 0) + (to - from) % 2;
        path = new bytes((to - from) / 2 + 1);
        if ((to - from) % 2 == 1) path[0] = bytes1(uint8(flag * 16 + _nibble(trie, index, from++)));
        else path[0] = bytes1(uint8(flag * 16));
        for (uint256 i = 1; i < path.length; ++i) {
            path[i] = bytes1(uint8(_nibble(trie, index, from) * 16 + _nibble(trie, index, from + 1)));
            from += 2;
        }
    }

    function _shared(Trie memory trie, uint256[] memory among, uint256 depth) private pure returns (uint256 shared) {
        while (true) {
            for (uint256 i = 1; i < among.length; ++i) {
                if (_nibble(trie, among[i], depth + shared) != _nibble(trie, among[0], depth + shared)) return shared;
            }
            ++shared;
        }
    }

    function _below(Trie memory trie, uint256[] memory among, uint256 depth, uint256 nibble)
        private
        pure
        returns (uint256[] memory below)
    {
        below = new uint256[](among.length);
        uint256 count;
        for (uint256 i = 0; i < among.length; ++i) {
            if (_nibble(trie, among[i], depth) == nibble) below[count++] = among[i];
        }
        assembly ("memory-safe") {
            mstore(below, count)
        }
    }

    function _nibble(Trie memory trie, uint256 index, uint256 position) private pure returns (uint256) {
        return (uint256(trie.keys[index]) >> (252 - 4 * position)) & 15;
    }

    function _all(Trie memory trie) private pure returns (uint256[] memory all) {
        all = new uint256[](trie.keys.length);
        for (uint256 i = 0; i < all.length; ++i) {
            all[i] = i;
        }
    }
}

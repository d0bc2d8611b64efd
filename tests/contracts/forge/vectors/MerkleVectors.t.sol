// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {EventLeaf} from "contracts/anchoring/IEventAnchor.sol";

/// @dev Of forge's cheat codes, those that read the vectors.
interface Files {
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonBytes32(string calldata json, string calldata key) external pure returns (bytes32);
    function parseJsonBytes32Array(string calldata json, string calldata key) external pure returns (bytes32[] memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function keyExistsJson(string calldata json, string calldata key) external view returns (bool);
    function toString(uint256 value) external pure returns (string memory);
}

/// @title The vectors that Python and JavaScript are held to
contract MerkleVectorsTest {
    Files private constant FILES = Files(address(uint160(uint256(keccak256("hevm cheat code")))));
    /// @dev Trees of events come first in the file.
    uint256 private constant EVENT_TREES = 5;

    function testEveryProofHolds() external view {
        string memory json = FILES.readFile("tests/vectors/merkle.json");
        uint256 trees = 0;
        for (string memory tree = _at(".trees", 0); FILES.keyExistsJson(json, tree); tree = _at(".trees", trees)) {
            bytes32 root = FILES.parseJsonBytes32(json, string.concat(tree, ".root"));
            string memory leaf = _at(string.concat(tree, ".leaves"), 0);
            for (uint256 i = 0; FILES.keyExistsJson(json, leaf); leaf = _at(string.concat(tree, ".leaves"), ++i)) {
                bytes32 hash = FILES.parseJsonBytes32(json, string.concat(leaf, ".leaf"));
                bytes32[] memory proof = FILES.parseJsonBytes32Array(json, string.concat(leaf, ".proof"));
                require(MerkleProof.verify(proof, root, hash), leaf);
                if (trees < EVENT_TREES) require(_eventLeaf(json, leaf) == hash, leaf);
            }
            ++trees;
        }
        require(trees > EVENT_TREES, "no trees read");
    }

    function _eventLeaf(string memory json, string memory leaf) private pure returns (bytes32) {
        string memory values = string.concat(leaf, ".values");
        EventLeaf memory value = EventLeaf({
            stream: FILES.parseJsonBytes32(json, _at(values, 0)),
            sequence: uint64(FILES.parseJsonUint(json, _at(values, 1))),
            deviceKey: FILES.parseJsonBytes32(json, _at(values, 2)),
            boot: uint32(FILES.parseJsonUint(json, _at(values, 3))),
            deviceSequence: uint64(FILES.parseJsonUint(json, _at(values, 4))),
            eventDigest: FILES.parseJsonBytes32(json, _at(values, 5))
        });
        return keccak256(bytes.concat(keccak256(abi.encode(value))));
    }

    function _at(string memory list, uint256 index) private pure returns (string memory) {
        return string.concat(list, "[", FILES.toString(index), "]");
    }
}

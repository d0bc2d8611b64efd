// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrieProof} from "@openzeppelin/contracts/utils/cryptography/TrieProof.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";
import {CarriedProof, ISuccessor} from "./ISuccessor.sol";

/// @title What a CarriedProof shows
/// @dev A linked library, so that successors keep to the code size limit. Malformed proofs revert with errors of
/// OpenZeppelin's or panics, too; who calls it catches them.
library CarriedProofs {
    /// @dev Where ConsortiumRoot begins (ERC-7201); its first variable is the Directory's mapping of names.
    bytes32 private constant DIRECTORY =
        keccak256(abi.encode(uint256(keccak256("quaychain.ConsortiumRoot")) - 1)) & ~bytes32(uint256(0xff));
    /// @dev Places in the list that a header is.
    uint256 private constant STATE_ROOT = 3;
    uint256 private constant NUMBER = 8;
    /// @dev An account is the list of nonce, balance, storage root and code hash.
    uint256 private constant STORAGE_ROOT = 2;

    /// @notice What the state was under the proof's header.
    /// @param blockNumber the header's block
    /// @param location what the Directory had under the name
    struct Shown {
        uint256 blockNumber;
        address location;
        bytes32 predecessorRoot;
        bytes32 successorRoot;
    }

    /// @notice Whether the header is that of a block of this chain that BLOCKHASH still knows.
    function isKnown(bytes calldata header) external view returns (bool) {
        uint256 number = RLP.readUint256(RLP.decodeList(header)[NUMBER]);
        return number < block.number && blockhash(number) == keccak256(header);
    }

    /// @notice Reads the proofs. Reverts where one doesn't hold under the header.
    function read(CarriedProof calldata proof, address root, bytes32 name, address predecessor, address successor)
        external
        pure
        returns (Shown memory shown)
    {
        Memory.Slice[] memory header = RLP.decodeList(proof.header);
        bytes32 state = RLP.readBytes32(header[STATE_ROOT]);
        shown.blockNumber = RLP.readUint256(header[NUMBER]);
        bytes32 slot = keccak256(abi.encode(name, DIRECTORY));
        bytes memory line = _value(_storageRoot(state, root, proof.root), abi.encode(slot), proof.entry);
        // The location is in the lowest 20 bytes, the layout's version above it.
        shown.location = address(uint160(RLP.decodeUint256(line)));
        shown.predecessorRoot = _storageRoot(state, predecessor, proof.predecessor);
        shown.successorRoot = _storageRoot(state, successor, proof.successor);
    }

    function _storageRoot(bytes32 state, address account, bytes[] calldata proof) private pure returns (bytes32) {
        return RLP.readBytes32(RLP.decodeList(_value(state, abi.encodePacked(account), proof))[STORAGE_ROOT]);
    }

    /// @dev What stands in a trie under the hash of `key`.
    function _value(bytes32 root, bytes memory key, bytes[] calldata proof) private pure returns (bytes memory value) {
        TrieProof.ProofError problem;
        (value, problem) = TrieProof.tryTraverse(root, abi.encodePacked(keccak256(key)), proof);
        if (problem != TrieProof.ProofError.NO_ERROR) revert ISuccessor.CarriedProofInvalid(root);
    }
}

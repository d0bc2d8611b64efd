// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What shows that a successor has all that its predecessor had, as of one block.
/// @param header RLP of the block's header, of which its hash is keccak256; one of the last 256 blocks
/// @param root account proof of the ConsortiumRoot (eth_getProof of that block, as are the others)
/// @param entry storage proof of the Directory's first slot of the name, in the ConsortiumRoot
/// @param predecessor account proof of the predecessor
/// @param successor account proof of the successor
struct CarriedProof {
    bytes header;
    bytes[] root;
    bytes[] entry;
    bytes[] predecessor;
    bytes[] successor;
}

/// @title A contract that takes over from another under the same name
/// @notice Between being deployed and being open it copies its predecessor's storage, slot by slot. It opens for writes
/// once it is in the Directory and a proof shows that the two storages are the same.
interface ISuccessor {
    /// @notice Slots were copied.
    event StateCarried(uint256 slots);

    /// @notice All is carried over, as of `blockNumber`; the successor takes writes.
    event SuccessorOpened(address indexed predecessor, uint256 blockNumber, bytes32 storageRoot);

    /// @notice What the predecessor had is not all here yet; nothing is written before it is.
    error StateNotCarried(address predecessor);

    /// @notice All is carried over already; what came since is not overwritten.
    error StateAlreadyCarried(address predecessor);

    /// @notice The header is not of one of this chain's last 256 blocks.
    error BlockUnknown(bytes32 headerHash);

    /// @notice The proofs don't show what they must under the header, or are no proofs.
    error CarriedProofInvalid(bytes32 hash);

    /// @notice At that block the two storages differed: slots are missing, or were copied before they changed.
    error CarriedStateDiffers(bytes32 predecessorRoot, bytes32 successorRoot);

    /// @notice Copies slots from the predecessor, as they stand there now. Anyone may call it, also before the
    /// successor is entered, and again for slots that have changed since.
    function carryState(bytes32[] calldata slots) external;

    /// @notice Opens the successor for writes. Anyone may call it.
    function openSuccessor(CarriedProof calldata proof) external;

    /// @notice The contract that stood under the name when this one was deployed.
    function predecessor() external view returns (address);

    /// @notice Whether all is carried over, and writes are taken.
    function isOpen() external view returns (bool);
}

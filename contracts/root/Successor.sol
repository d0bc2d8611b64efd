// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";
import {IMemberRegistry} from "../access/IMemberRegistry.sol";
import {CarriedProofs} from "./CarriedProofs.sol";
import {ConsortiumContract} from "./ConsortiumContract.sol";
import {CarriedProof, ISuccessor} from "./ISuccessor.sol";

/// @title Base of a contract that takes over from the one under its name
/// @notice The values it copies are the predecessor's own, so it matters little who says which slots to copy; and it
/// takes no writes before a proof shows that none was forgotten.
/// @dev The contract has its predecessor's namespace and layout; it may add variables behind them, which are zero when
/// it opens, and whatever else it reads differently it reads from there.
abstract contract Successor is ConsortiumContract, ISuccessor {
    address private immutable PREDECESSOR;

    /// @dev The immutable is part of the code, so that whoever votes for the code hash votes for the predecessor too.
    constructor() {
        PREDECESSOR = _contractAt(contractName());
    }

    /// @inheritdoc ISuccessor
    function carryState(bytes32[] calldata slots) external {
        if (isOpen()) revert StateAlreadyCarried(PREDECESSOR);
        bytes32[] memory values = ConsortiumContract(PREDECESSOR).slotsOf(slots);
        for (uint256 i = 0; i < slots.length; ++i) {
            StorageSlot.getBytes32Slot(slots[i]).value = values[i];
        }
        emit StateCarried(slots.length);
    }

    /// @inheritdoc ISuccessor
    function openSuccessor(CarriedProof calldata proof) external {
        if (isOpen()) revert StateAlreadyCarried(PREDECESSOR);
        bytes32 hash = keccak256(proof.header);
        try CarriedProofs.isKnown(proof.header) returns (bool known) {
            if (!known) revert BlockUnknown(hash);
        } catch {
            revert BlockUnknown(hash);
        }
        CarriedProofs.Shown memory shown;
        try CarriedProofs.read(proof, address(root()), contractName(), PREDECESSOR, address(this)) returns (
            CarriedProofs.Shown memory read
        ) {
            shown = read;
        } catch {
            revert CarriedProofInvalid(hash);
        }
        // From the block on in which the Directory has this contract, the predecessor is frozen: what was the same then
        // is the same now.
        if (shown.location != address(this)) revert NotInDirectory(contractName(), address(this));
        if (shown.predecessorRoot != shown.successorRoot) {
            revert CarriedStateDiffers(shown.predecessorRoot, shown.successorRoot);
        }
        _opened().value = true;
        emit SuccessorOpened(PREDECESSOR, shown.blockNumber, shown.successorRoot);
    }

    /// @inheritdoc ISuccessor
    function predecessor() external view returns (address) {
        return PREDECESSOR;
    }

    /// @inheritdoc ISuccessor
    function isOpen() public view returns (bool) {
        return _opened().value;
    }

    /// @dev Every write asks for the registry before it does anything.
    function _memberRegistry() internal view virtual override returns (IMemberRegistry registry) {
        registry = super._memberRegistry();
        if (!isOpen()) revert StateNotCarried(PREDECESSOR);
    }

    /// @dev A slot of this very contract's, outside of the namespace: what a predecessor that was a successor itself
    /// has of it, is copied and means nothing.
    function _opened() private view returns (StorageSlot.BooleanSlot storage) {
        return StorageSlot.getBooleanSlot(keccak256(abi.encode("quaychain.Successor", address(this))));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {AccountPurpose, IMemberRegistry} from "../access/IMemberRegistry.sol";
import {IConsortiumErrors} from "./IConsortiumErrors.sol";
import {IConsortiumRoot} from "./IConsortiumRoot.sol";

/// @title Base of the contracts in a consortium's Directory
/// @notice A write is taken only while the Directory has this very contract under its name, and only from an account
/// that the MemberRegistry of the same Directory knows for the purpose. There is no owner and no switch.
abstract contract ConsortiumContract is IConsortiumErrors {
    IConsortiumRoot private immutable ROOT;
    bytes32 private immutable NAME;

    /// @param root_ The consortium's root
    /// @param name_ The name under which the Directory has this contract
    constructor(IConsortiumRoot root_, bytes32 name_) {
        ROOT = root_;
        NAME = name_;
    }

    /// @notice The consortium's root.
    function root() public view returns (IConsortiumRoot) {
        return ROOT;
    }

    /// @notice The name under which the Directory has this contract.
    function contractName() public view returns (bytes32) {
        return NAME;
    }

    /// @notice What stands in slots of this contract's storage, in the order asked for.
    /// @dev Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
    function slotsOf(bytes32[] calldata slots) external view returns (bytes32[] memory values) {
        // Written out, as every contract carries it: this is a third of the code that the compiler makes of a loop.
        assembly ("memory-safe") {
            values := mload(0x40)
            mstore(values, 0x20)
            mstore(add(values, 0x20), slots.length)
            let size := shl(5, slots.length)
            for { let i := 0 } lt(i, size) { i := add(i, 0x20) } {
                mstore(add(add(values, 0x40), i), sload(calldataload(add(slots.offset, i))))
            }
            return(values, add(size, 0x40))
        }
    }

    /// @notice The member for whom the caller acts.
    /// @dev The first line of every write. Reverts NotInDirectory, ContractSuperseded, and as
    /// IMemberRegistry.authorize does.
    function _authorize(AccountPurpose purpose) internal view returns (bytes16 member) {
        return _memberRegistry().authorize(msg.sender, purpose);
    }

    /// @notice The member for whom the account that made `signature` over the EIP-712 `digest` acts now.
    /// @dev Reverts SignatureInvalid, and as IMemberRegistry.authorize does for the signing account.
    function _authorizeSigner(bytes32 digest, bytes calldata signature, AccountPurpose purpose)
        internal
        view
        returns (bytes16 member, address account)
    {
        ECDSA.RecoverError problem;
        (account, problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (problem != ECDSA.RecoverError.NoError) revert SignatureInvalid(digest);
        member = _memberRegistry().authorize(account, purpose);
    }

    /// @notice The MemberRegistry, once it is sure that this contract is the one in the Directory.
    function _memberRegistry() internal view virtual returns (IMemberRegistry) {
        (address current, address registry) = ROOT.resolve(NAME);
        if (current != address(this)) {
            if (current == address(0)) revert NotInDirectory(NAME, address(this));
            // A contract that never was in the Directory hears the same: what stands there is not it.
            revert ContractSuperseded(NAME, current);
        }
        return IMemberRegistry(registry);
    }

    /// @notice Reverts NotInDirectory or ContractSuperseded unless the Directory has this contract under its name.
    function _requireCurrent() internal view {
        _memberRegistry();
    }

    /// @notice Another contract of the Directory.
    /// @dev Reverts DirectoryEntryMissing.
    function _contractAt(bytes32 name) internal view returns (address location) {
        (location,) = ROOT.resolve(name);
        if (location == address(0)) revert DirectoryEntryMissing(name);
    }

    /// @notice The block's time, unix seconds.
    function _now() internal view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @dev A period [validFrom, validUntil), where an end of 0 is no end.
    function _requirePeriod(uint48 validFrom, uint48 validUntil) internal pure {
        if (validUntil != 0 && validUntil <= validFrom) revert ValidityPeriodInvalid(validFrom, validUntil);
    }
}

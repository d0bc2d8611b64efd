// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, Member, MemberStatus, Seat} from "../access/IMemberRegistry.sol";
import {IConsortiumErrors} from "./IConsortiumErrors.sol";
import {IConsortiumRoot, ValidatorSet} from "./IConsortiumRoot.sol";

/// @title The numbered validator sets
/// @dev Part of ConsortiumRoot. A set's validators ascend, so that a set has one digest.
abstract contract ValidatorSets is IConsortiumRoot, IConsortiumErrors {
    struct StoredSet {
        bytes32 digest;
        uint64 sinceBlock;
        uint48 since;
        address[] validators;
    }

    uint256 private constant MAXIMUM_VALIDATORS = 100;
    uint256 private constant MINIMUM_VALIDATORS = 4;
    uint256 private constant MAXIMUM_OF_MEMBER = 2;

    uint32 private _current;
    mapping(uint32 number => StoredSet) private _sets;
    mapping(address validator => bytes16 member) private _memberOf;

    /// @inheritdoc IConsortiumRoot
    function getValidators() external view returns (address[] memory) {
        return _sets[_current].validators;
    }

    /// @inheritdoc IConsortiumRoot
    function currentValidatorSet() external view returns (uint32) {
        return _current;
    }

    /// @inheritdoc IConsortiumRoot
    function validatorSet(uint32 number) external view returns (ValidatorSet memory) {
        StoredSet storage set = _sets[number];
        return ValidatorSet(number, set.digest, set.sinceBlock, set.since, set.validators);
    }

    /// @inheritdoc IConsortiumRoot
    function memberOfValidator(address validator) external view returns (bytes16) {
        return _memberOf[validator];
    }

    /// @inheritdoc IConsortiumRoot
    function validatorCountOf(bytes16 member) public view returns (uint256 count) {
        address[] storage validators = _sets[_current].validators;
        uint256 length = validators.length;
        for (uint256 i = 0; i < length; ++i) {
            if (_memberOf[validators[i]] == member) ++count;
        }
    }

    function _addValidator(address validator, bytes16 member, IMemberRegistry registry) internal {
        if (validator == address(0) || member == 0) revert IdentifierMissing();
        StoredSet storage set = _sets[_current];
        uint256 length = set.validators.length;
        if (length >= MAXIMUM_VALIDATORS) revert TooManyValidators(length);
        bytes16 owner = _memberOf[validator];
        if (owner != 0 && owner != member) revert ValidatorBelongsToAnother(validator, owner);
        _requireAccounting(validator, member, registry);
        if (validatorCountOf(member) >= MAXIMUM_OF_MEMBER) revert TooManyValidatorsOfMember(member, MAXIMUM_OF_MEMBER);

        address[] memory validators = new address[](length + 1);
        uint256 position = length;
        for (uint256 i = length; i > 0; --i) {
            address present = set.validators[i - 1];
            if (present == validator) revert ValidatorAlreadyInSet(validator);
            if (present > validator) {
                validators[i] = present;
                position = i - 1;
            } else {
                validators[i - 1] = present;
            }
        }
        validators[position] = validator;
        _memberOf[validator] = member;
        bytes32 digest = _storeNext(validators);
        emit ValidatorAdded(_current, validator, member, digest);
    }

    function _removeValidator(address validator) internal {
        StoredSet storage set = _sets[_current];
        uint256 length = set.validators.length;
        if (length <= MINIMUM_VALIDATORS) revert TooFewValidators(length);

        address[] memory validators = new address[](length - 1);
        uint256 kept = 0;
        for (uint256 i = 0; i < length; ++i) {
            address present = set.validators[i];
            if (present == validator) continue;
            if (kept == length - 1) revert ValidatorNotInSet(validator);
            validators[kept++] = present;
        }
        bytes32 digest = _storeNext(validators);
        emit ValidatorRemoved(_current, validator, _memberOf[validator], digest);
    }

    /// @dev Set 0 comes from the genesis; its validators' members must be among the first members, with two at most.
    function _requireFirstSetAccounting(IMemberRegistry registry) internal view {
        address[] storage validators = _sets[0].validators;
        for (uint256 i = 0; i < validators.length; ++i) {
            bytes16 member = _memberOf[validators[i]];
            _requireAccounting(validators[i], member, registry);
            if (validatorCountOf(member) > MAXIMUM_OF_MEMBER) revert TooManyValidatorsOfMember(member, MAXIMUM_OF_MEMBER);
        }
    }

    function _storeNext(address[] memory validators) private returns (bytes32 digest) {
        // Set e+1 is proven under a header that set e sealed, so no set may pass without sealing.
        if (_sets[_current].sinceBlock >= block.number) revert ValidatorSetChangedInBlock(uint64(block.number));
        uint32 number = ++_current;
        digest = keccak256(abi.encode(number, validators));
        StoredSet storage next = _sets[number];
        next.digest = digest;
        next.sinceBlock = uint64(block.number);
        next.since = uint48(block.timestamp);
        next.validators = validators;
    }

    function _requireAccounting(address validator, bytes16 member, IMemberRegistry registry) private view {
        Member memory known = registry.memberOf(member);
        if (known.status != MemberStatus.Active || known.seat != Seat.Accounting) {
            revert ValidatorMemberNotAccounting(validator, member);
        }
    }
}

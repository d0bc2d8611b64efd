// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot, ValidatorSet} from "contracts/root/IConsortiumRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

contract ValidatorsTest is InstalledConsortium {
    address private constant FIFTH = address(0x1500);

    function _add(address validator, bytes16 member) private {
        vm.prank(address(governor));
        root.addValidator(validator, member);
    }

    function _remove(address validator) private {
        vm.prank(address(governor));
        root.removeValidator(validator);
    }

    function _expectAddRevert(address validator, bytes16 member, bytes memory error) private {
        vm.expectRevert(error);
        _add(validator, member);
    }

    function test_add_makesTheNextSet() public {
        address[] memory expected = new address[](5);
        (expected[0], expected[1], expected[2], expected[3], expected[4]) =
            (validators[0], FIFTH, validators[1], validators[2], validators[3]);
        bytes32 digest = keccak256(abi.encode(uint256(1), expected));
        vm.expectEmit(true, true, true, true, address(root));
        emit IConsortiumRoot.ValidatorAdded(1, FIFTH, GEAR, digest);
        _add(FIFTH, GEAR);

        vm.assertEq(abi.encode(root.getValidators()), abi.encode(expected));
        ValidatorSet memory set = root.validatorSet(1);
        vm.assertEq(set.number, 1);
        vm.assertEq(set.digest, digest);
        vm.assertEq(set.sinceBlock, block.number);
        vm.assertEq(set.since, time());
        vm.assertTrue(root.memberOfValidator(FIFTH) == GEAR);
        vm.assertEq(root.validatorCountOf(GEAR), 2);
        // The set before stays to be seen.
        vm.assertEq(abi.encode(root.validatorSet(0).validators), abi.encode(validators));
        vm.assertEq(root.validatorSet(2).validators.length, 0);
    }

    function test_add_atBothEnds() public {
        _add(address(1), MANUFACTURER);
        pass(2);
        _add(address(0xFFFFF), GEAR);
        address[] memory present = root.getValidators();
        vm.assertEq(present[0], address(1));
        vm.assertEq(present[5], address(0xFFFFF));
    }

    function test_remove_makesTheNextSet() public {
        _add(FIFTH, GEAR);
        pass(2);
        address[] memory expected = new address[](4);
        (expected[0], expected[1], expected[2], expected[3]) = (validators[0], FIFTH, validators[2], validators[3]);
        vm.expectEmit(true, true, true, true, address(root));
        emit IConsortiumRoot.ValidatorRemoved(
            2, validators[1], GEAR, keccak256(abi.encode(uint256(2), expected))
        );
        _remove(validators[1]);
        vm.assertEq(abi.encode(root.getValidators()), abi.encode(expected));
        vm.assertEq(root.validatorCountOf(GEAR), 1);
        vm.assertTrue(root.memberOfValidator(validators[1]) == GEAR);
    }

    function test_add_revertsTwice() public {
        _expectAddRevert(
            validators[3],
            CUSTOMS_HOME,
            abi.encodeWithSelector(IConsortiumRoot.ValidatorAlreadyInSet.selector, validators[3])
        );
    }

    function test_add_revertsForAMemberWithoutSeat() public {
        bytes16[3] memory members = [CARRIER, CUSTOMS_MIRRORED, bytes16("nobody")];
        for (uint256 i = 0; i < members.length; ++i) {
            _expectAddRevert(
                FIFTH,
                members[i],
                abi.encodeWithSelector(IConsortiumRoot.ValidatorMemberNotAccounting.selector, FIFTH, members[i])
            );
        }
    }

    function test_add_revertsForASuspendedMember() public {
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        _expectAddRevert(
            FIFTH, GEAR, abi.encodeWithSelector(IConsortiumRoot.ValidatorMemberNotAccounting.selector, FIFTH, GEAR)
        );
    }

    function test_add_revertsForAnotherMembersKey() public {
        _add(FIFTH, GEAR);
        pass(2);
        _remove(FIFTH);
        pass(2);
        _expectAddRevert(
            FIFTH, DRIVE, abi.encodeWithSelector(IConsortiumRoot.ValidatorBelongsToAnother.selector, FIFTH, GEAR)
        );
        _add(FIFTH, GEAR);
    }

    function test_add_revertsForAThirdOfAMember() public {
        _add(FIFTH, GEAR);
        pass(2);
        _expectAddRevert(
            address(0x1600),
            GEAR,
            abi.encodeWithSelector(IConsortiumRoot.TooManyValidatorsOfMember.selector, GEAR, 2)
        );
    }

    function test_add_revertsForNobody() public {
        bytes memory error = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        _expectAddRevert(address(0), GEAR, error);
        _expectAddRevert(FIFTH, 0, error);
    }

    function test_change_revertsTwiceInABlock() public {
        _add(FIFTH, GEAR);
        bytes memory error =
            abi.encodeWithSelector(IConsortiumRoot.ValidatorSetChangedInBlock.selector, uint64(block.number));
        _expectAddRevert(address(0x1600), DRIVE, error);
        vm.expectRevert(error);
        _remove(FIFTH);
    }

    function test_remove_revertsAtFour() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.TooFewValidators.selector, 4));
        _remove(validators[0]);
    }

    function test_remove_revertsForAStranger() public {
        _add(FIFTH, GEAR);
        pass(2);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.ValidatorNotInSet.selector, address(0xBAD)));
        _remove(address(0xBAD));
    }

    function test_add_revertsAtAHundred() public {
        for (uint256 i = 4; i < 100; ++i) {
            bytes16 member = bytes16(keccak256(abi.encode(i / 2)));
            if (i % 2 == 0) {
                vm.prank(address(governor));
                registry.admit(admissionOf(Part(member, MemberKind.Supplier, Seat.Accounting)));
            }
            _add(address(uint160(0x10000 + i)), member);
            pass(1);
        }
        _expectAddRevert(FIFTH, GEAR, abi.encodeWithSelector(IConsortiumRoot.TooManyValidators.selector, 100));
        vm.assertEq(root.getValidators().length, 100);
    }

    function test_onlyGovernor() public {
        bytes memory error =
            abi.encodeWithSelector(IConsortiumErrors.CallerNotPermitted.selector, address(governor), DEPLOYER);
        vm.startPrank(DEPLOYER);
        vm.expectRevert(error);
        root.addValidator(FIFTH, GEAR);
        vm.expectRevert(error);
        root.removeValidator(validators[0]);
        vm.stopPrank();
    }

    /// @notice What QBFT pays for its question, with as many validators as there may be accounting members for.
    function test_getValidators_isCheap() public {
        vm.cool(address(root));
        uint256 before = gasleft();
        root.getValidators();
        vm.assertLe(before - gasleft(), 22_000);
    }

    /// @notice Whatever the votes decide, the sets keep their form.
    function testFuzz_setsKeepTheirForm(uint256 seed) public {
        address[8] memory pool;
        for (uint256 i = 0; i < 8; ++i) {
            pool[i] = i < 4 ? validators[i] : address(uint160(uint256(keccak256(abi.encode("validator", i)))));
        }
        uint32 number = 0;
        for (uint256 step = 0; step < 24; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            address validator = pool[seed % 8];
            bytes16 member = parts()[(seed % 8) % 4].member;
            vm.prank(address(governor));
            (bool done,) = address(root).call(
                (seed >> 8) % 2 == 0
                    ? abi.encodeCall(IConsortiumRoot.addValidator, (validator, member))
                    : abi.encodeCall(IConsortiumRoot.removeValidator, (validator))
            );
            if (done) ++number;
            vm.assertEq(root.currentValidatorSet(), number);
            _requireForm(number);
            if ((seed >> 16) % 3 != 0) pass(1);
        }
    }

    function _requireForm(uint32 number) private view {
        ValidatorSet memory set = root.validatorSet(number);
        vm.assertTrue(set.validators.length >= 4);
        vm.assertEq(set.digest, keccak256(abi.encode(uint256(number), set.validators)));
        for (uint256 i = 0; i < set.validators.length; ++i) {
            if (i > 0) vm.assertTrue(set.validators[i - 1] < set.validators[i]);
            vm.assertLe(root.validatorCountOf(root.memberOfValidator(set.validators[i])), 2);
        }
        if (number == 0) return;
        ValidatorSet memory previous = root.validatorSet(number - 1);
        vm.assertTrue(previous.sinceBlock < set.sinceBlock);
        uint256 more = set.validators.length > previous.validators.length ? set.validators.length : 0;
        uint256 change = more != 0
            ? more - previous.validators.length
            : previous.validators.length - set.validators.length;
        vm.assertEq(change, 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {CustomsCompliance} from "contracts/customs/CustomsCompliance.sol";
import {ICustomsCompliance} from "contracts/customs/ICustomsCompliance.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

/// @notice What holds for every function that writes: who may not call it, and when nobody may.
contract EveryWriteTest is CustomsUnit {
    function test_notByAStranger() public leavesTheRest {
        Attempt[] memory all = everyWrite();
        bytes memory refusal = abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, address(0xBAD));
        for (uint256 i = 0; i < all.length; ++i) {
            refusedCall(address(0xBAD), all[i].call, refusal);
        }
    }

    function test_notByAnAccountForSomethingElse() public leavesTheRest {
        Attempt[] memory all = everyWrite();
        for (uint256 i = 0; i < all.length; ++i) {
            address account = oracle(all[i].member);
            refusedCall(
                account,
                all[i].call,
                abi.encodeWithSelector(
                    IMemberRegistry.AccountPurposeMismatch.selector,
                    account,
                    AccountPurpose.Operations,
                    AccountPurpose.Oracle
                )
            );
        }
    }

    function test_notByASuspendedMember() public leavesTheRest {
        Attempt[] memory all = everyWrite();
        for (uint256 i = 0; i < all.length; ++i) {
            bytes16 member = all[i].member;
            vm.prank(address(governor));
            registry.suspend(member, 1);
            refusedCall(
                operations(member),
                all[i].call,
                abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, member, MemberStatus.Suspended)
            );
            vm.prank(address(governor));
            registry.reinstate(member);
        }
    }

    function test_notWhileWritesArePaused() public leavesTheRest {
        vm.prank(guardian(MANUFACTURER));
        registry.pause(1);
        vm.prank(guardian(GEAR));
        registry.pause(1);
        Attempt[] memory all = everyWrite();
        bytes memory refusal =
            abi.encodeWithSelector(IMemberRegistry.WritesPaused.selector, registry.pauseState().pausedUntil);
        for (uint256 i = 0; i < all.length; ++i) {
            refusedCall(operations(all[i].member), all[i].call, refusal);
        }
    }

    function test_notOnAContractThatWasReplaced() public leavesTheRest {
        CustomsCompliance other = new CustomsCompliance(root);
        enter("CustomsCompliance", address(other));
        Attempt[] memory all = everyWrite();
        bytes memory refusal = abi.encodeWithSelector(
            IConsortiumErrors.ContractSuperseded.selector, bytes32("CustomsCompliance"), address(other)
        );
        for (uint256 i = 0; i < all.length; ++i) {
            refusedCall(operations(all[i].member), all[i].call, refusal);
        }
        ICustomsCompliance asked = customs;
        refusedCall(address(governor), abi.encodeCall(asked.assignJurisdiction, (NL, CUSTOMS_HOME)), refusal);
        refusedCall(address(governor), abi.encodeCall(asked.designateTranscriber, (GB, BROKER)), refusal);
        // It still answers, a pre-check too.
        customs.precheck(craneImport(APPLIES), none);
    }

    function test_theGovernorsTwoByNobodyElse() public leavesTheRest {
        ICustomsCompliance asked = customs;
        bytes[2] memory calls = [
            abi.encodeCall(asked.assignJurisdiction, (NL, CUSTOMS_HOME)),
            abi.encodeCall(asked.designateTranscriber, (GB, BROKER))
        ];
        address[4] memory callers =
            [operations(CUSTOMS_OVERSEAS), governance(MANUFACTURER), operations(MANUFACTURER), address(0xBAD)];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IConsortiumErrors.CallerNotPermitted.selector, address(governor), callers[i]
            );
            refusedCall(callers[i], calls[0], refusal);
            refusedCall(callers[i], calls[1], refusal);
        }
    }

    function test_neverEntered() public {
        CustomsCompliance other = new CustomsCompliance(root);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("CustomsCompliance"), address(customs)
            )
        );
        as_(CUSTOMS_HOME);
        other.claimJurisdiction("XX");
    }
}

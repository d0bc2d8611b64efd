// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {AccountPurpose, Admission, IMemberRegistry, MemberKind, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {DirectoryEntry, IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice After the installation the deployer and every single account can do nothing that a vote decides.
contract NobodyAloneTest is InstalledConsortium {
    function _everyAccount() private view returns (address[] memory accounts) {
        Part[] memory all = parts();
        accounts = new address[](all.length * 5 + FOUNDERS * 2 + 7);
        uint256 count = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            for (uint256 purpose = 0; purpose < 5; ++purpose) {
                accounts[count++] = accountOf(all[i].member, AccountPurpose(purpose));
            }
        }
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            accounts[count++] = vm.addr(founderKey(i));
            accounts[count++] = validators[i];
        }
        accounts[count++] = DEPLOYER;
        accounts[count++] = address(root);
        accounts[count++] = address(registry);
        accounts[count++] = address(governor.accessManager());
        accounts[count++] = address(anchors);
        accounts[count++] = address(records);
        accounts[count++] = address(0xBEEF);
    }

    function _refused(address caller, address target, bytes memory data, bytes memory error) private {
        vm.prank(caller);
        (bool done, bytes memory answer) = target.call(data);
        vm.assertFalse(done);
        vm.assertEq(answer, error);
    }

    function test_registry_takesNoAdministrationFromAnyAccount() public {
        address[] memory accounts = _everyAccount();
        bytes[] memory calls = new bytes[](8);
        Part memory part = Part("newcomer", MemberKind.Supplier, Seat.Accounting);
        calls[0] = abi.encodeCall(IMemberRegistry.admit, (admissionOf(part)));
        calls[1] = abi.encodeCall(IMemberRegistry.suspend, (GEAR, 1));
        calls[2] = abi.encodeCall(IMemberRegistry.reinstate, (GEAR));
        calls[3] = abi.encodeCall(IMemberRegistry.remove, (CARRIER, 1));
        calls[4] = abi.encodeCall(IMemberRegistry.changeSeat, (CARRIER, Seat.Accounting));
        calls[5] = abi.encodeCall(IMemberRegistry.replaceRecovery, (CARRIER, address(1)));
        calls[6] = abi.encodeCall(IMemberRegistry.liftPause, ());
        calls[7] = abi.encodeCall(IMemberRegistry.renewPause, ());
        for (uint256 i = 0; i < accounts.length; ++i) {
            bytes memory error =
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, accounts[i]);
            for (uint256 j = 0; j < calls.length; ++j) {
                _refused(accounts[i], address(registry), calls[j], error);
            }
        }
    }

    function test_registry_admitsFirstMembersOnlyFromTheRoot() public {
        address[] memory accounts = _everyAccount();
        Admission[] memory admissions = new Admission[](1);
        admissions[0] = admissionOf(Part("newcomer", MemberKind.Supplier, Seat.Accounting));
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == address(root)) continue;
            _refused(
                accounts[i],
                address(registry),
                abi.encodeCall(IMemberRegistry.admitFirst, (admissions)),
                abi.encodeWithSelector(
                    IConsortiumErrors.CallerNotPermitted.selector, address(root), accounts[i]
                )
            );
        }
    }

    function test_root_changesForNoAccount() public {
        address[] memory accounts = _everyAccount();
        bytes[] memory calls = new bytes[](3);
        DirectoryEntry memory given = entry("EventAnchor", address(anchors));
        calls[0] = abi.encodeCall(IConsortiumRoot.addValidator, (address(1), GEAR));
        calls[1] = abi.encodeCall(IConsortiumRoot.removeValidator, (validators[0]));
        calls[2] = abi.encodeCall(IConsortiumRoot.setEntry, (given));
        for (uint256 i = 0; i < accounts.length; ++i) {
            for (uint256 j = 0; j < calls.length; ++j) {
                _refused(
                    accounts[i],
                    address(root),
                    calls[j],
                    abi.encodeWithSelector(
                        IConsortiumErrors.CallerNotPermitted.selector, address(governor), accounts[i]
                    )
                );
            }
        }
    }

    function test_accessManager_knowsTheGovernorAlone() public {
        IAccessManager manager = governor.accessManager();
        address[] memory accounts = _everyAccount();
        (bool member, uint32 delay) = manager.hasRole(0, address(governor));
        vm.assertTrue(member && delay == 0);
        for (uint256 i = 0; i < accounts.length; ++i) {
            (member,) = manager.hasRole(0, accounts[i]);
            vm.assertFalse(member);
            _refused(
                accounts[i],
                address(manager),
                abi.encodeCall(IAccessManager.grantRole, (0, accounts[i], 0)),
                abi.encodeWithSelector(
                    IAccessManager.AccessManagerUnauthorizedAccount.selector, accounts[i], uint64(0)
                )
            );
        }
    }

    function test_governor_obeysNoAccount() public {
        address[] memory accounts = _everyAccount();
        for (uint256 i = 0; i < accounts.length; ++i) {
            _refused(
                accounts[i],
                address(governor),
                abi.encodeWithSignature("setTimeLock(uint32)", 0),
                abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, accounts[i])
            );
            _refused(
                accounts[i],
                address(governor),
                abi.encodeWithSignature(
                    "relay(address,uint256,bytes)",
                    address(root),
                    0,
                    abi.encodeCall(IConsortiumRoot.addValidator, (address(1), GEAR))
                ),
                abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, accounts[i])
            );
        }
    }
}

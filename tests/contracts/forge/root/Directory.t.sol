// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {ConsortiumContract} from "contracts/root/ConsortiumContract.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {DirectoryEntry, IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

contract DirectoryTest is InstalledConsortium {
    EventAnchor private _successor;

    function setUp() public override {
        super.setUp();
        _successor = new EventAnchor(root, LEASE_PERIOD, ANSWER_PERIOD);
    }

    function _expectSetRevert(DirectoryEntry memory given, bytes memory error) private {
        vm.expectRevert(error);
        vm.prank(address(governor));
        root.setEntry(given);
    }

    function test_setEntry_freezesThePredecessor() public {
        vm.prank(oracle(CARRIER));
        anchors.openStream("stream", "partition");

        DirectoryEntry memory given = entry("EventAnchor", address(_successor));
        given.layoutVersion = 2;
        vm.expectEmit(true, true, true, true, address(root));
        emit IConsortiumRoot.DirectoryEntrySet(
            "EventAnchor", address(_successor), 2, address(_successor).codehash, address(anchors)
        );
        vm.prank(address(governor));
        root.setEntry(given);

        vm.assertEq(root.entryOf("EventAnchor").layoutVersion, 2);
        vm.assertEq(root.directorySize(), 6);
        vm.prank(oracle(CARRIER));
        _successor.openStream("stream", "partition");
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("EventAnchor"), address(_successor)
            )
        );
        vm.prank(oracle(CARRIER));
        anchors.anchor("stream", 1, 1, 1, "root", "cid");
        // It still answers.
        vm.assertEq(anchors.streamOf("stream").epoch, 1);
    }

    function test_setEntry_addsAName() public {
        RecordRegistry other = new RecordRegistry(root);
        DirectoryEntry memory given = entry("OtherRegistry", address(other));
        _expectSetRevert(
            given,
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("OtherRegistry"))
        );
        enter("OrderFulfilment", address(new Named(root, "OrderFulfilment")));
        vm.assertEq(root.directorySize(), 7);
    }

    function test_setEntry_revertsForAContractThatIsNotOfAConsortium() public {
        _expectSetRevert(
            entry("Other", address(this)),
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("Other"))
        );
    }

    function test_setEntry_revertsForAPredecessor() public {
        enter("EventAnchor", address(_successor));
        _expectSetRevert(
            entry("EventAnchor", address(anchors)),
            abi.encodeWithSelector(
                IConsortiumRoot.LocationAlreadyEntered.selector, address(anchors), bytes32("EventAnchor")
            )
        );
    }

    function test_setEntry_revertsForOtherCode() public {
        DirectoryEntry memory given = entry("EventAnchor", address(_successor));
        given.codeHash = "expected";
        _expectSetRevert(
            given,
            abi.encodeWithSelector(
                IConsortiumRoot.CodeHashMismatch.selector,
                bytes32("EventAnchor"),
                address(_successor),
                bytes32("expected"),
                address(_successor).codehash
            )
        );
    }

    function test_setEntry_onlyGovernor() public {
        DirectoryEntry memory given = entry("EventAnchor", address(_successor));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.CallerNotPermitted.selector, address(governor), DEPLOYER)
        );
        vm.prank(DEPLOYER);
        root.setEntry(given);
    }

    /// @notice Each contract says whose and what it is: what an entry is checked against.
    function test_contractsSayWhatTheyAre() public view {
        for (uint256 i = 0; i < root.directorySize(); ++i) {
            DirectoryEntry memory line = root.directory(i, 1)[0];
            if (line.name == "AccessManager") continue;
            ConsortiumContract entered = ConsortiumContract(line.location);
            vm.assertEq(address(entered.root()), address(root));
            vm.assertEq(entered.contractName(), line.name);
        }
        vm.assertEq(registry.authority(), address(governor.accessManager()));
    }

    function test_aContractOutsideTheDirectoryTakesNoWrites() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("EventAnchor"), address(anchors)
            )
        );
        vm.prank(oracle(CARRIER));
        _successor.openStream("stream", "partition");
    }
}

contract Named {
    IConsortiumRoot public root;
    bytes32 public contractName;

    constructor(IConsortiumRoot root_, bytes32 name) {
        root = root_;
        contractName = name;
    }
}

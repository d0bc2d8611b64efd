// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {AssemblyEdge, HandOverPurpose, PartStatus} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

contract AssemblyTest is Workshop {
    function setUp() public override {
        super.setUp();
        makeMachine(CRANE_417);
        make("trolley");
        make("gearbox");
        make("shaft");
    }

    function test_installed() public {
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartInstalled("trolley", CRANE_417, CRANE_417, "rail", 0, MANUFACTURER);
        install(MANUFACTURER, "trolley", CRANE_417, "rail");
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        install(MANUFACTURER, "shaft", "gearbox", "high speed");
        vm.assertTrue(statusOf("shaft") == PartStatus.Installed);
        vm.assertEq(parentOf("shaft"), "gearbox");
        vm.assertEq(view_("shaft").position, "high speed");
        vm.assertEq(view_(CRANE_417).height, 3);
        vm.assertEq(view_(CRANE_417).children, 1);
        vm.assertEq(provenance.partAt("trolley", "hoist"), "gearbox");
        bytes32[] memory ancestors = provenance.ancestorsOf("shaft");
        vm.assertEq(ancestors.length, 3);
        vm.assertEq(ancestors[0], "gearbox");
        vm.assertEq(ancestors[2], CRANE_417);
        (bytes32 machine, uint8 depth) = provenance.machineOf("shaft");
        vm.assertEq(machine, CRANE_417);
        vm.assertEq(depth, 3);
        (machine, depth) = provenance.machineOf(CRANE_417);
        vm.assertEq(machine, CRANE_417);
        vm.assertEq(depth, 0);
    }

    function test_aLoosePartIsInNoMachine() public {
        install(MANUFACTURER, "shaft", "gearbox", "high speed");
        (bytes32 machine, uint8 depth) = provenance.machineOf("shaft");
        vm.assertEq(machine, 0);
        vm.assertEq(depth, 0);
        vm.assertEq(provenance.ancestorsOf("gearbox").length, 0);
    }

    function test_aWholeSubtreeMoves() public {
        makeMachine(CRANE_418);
        install(MANUFACTURER, "trolley", CRANE_417, "rail");
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        install(MANUFACTURER, "shaft", "gearbox", "high speed");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartRemoved(
            "trolley", CRANE_417, CRANE_417, "rail", 0, MANUFACTURER, MANUFACTURER, MANUFACTURER
        );
        as_(MANUFACTURER);
        provenance.remove("trolley", 0);
        vm.assertTrue(statusOf("trolley") == PartStatus.Removed);
        vm.assertEq(view_(CRANE_417).height, 0);
        vm.assertEq(provenance.childrenOf(CRANE_417, 0, 9).length, 0);
        vm.assertEq(provenance.partAt(CRANE_417, "rail"), 0);
        install(MANUFACTURER, "trolley", CRANE_418, "rail");
        (bytes32 machine,) = provenance.machineOf("shaft");
        vm.assertEq(machine, CRANE_418);
        vm.assertEq(view_(CRANE_418).height, 3);
    }

    /// @notice As built and as maintained: the edges tell both.
    function test_asBuiltAndAsMaintained() public {
        install(MANUFACTURER, "trolley", CRANE_417, "rail");
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        publish(MANUFACTURER, "as built", 191);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.NotAMachine.selector, bytes32("trolley")));
        provenance.declareBuilt("trolley", "as built");
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, MANUFACTURER, GEAR));
        provenance.declareBuilt(CRANE_417, "as built");
        refused(MANUFACTURER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.declareBuilt(CRANE_417, "nothing");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.MachineBuilt(CRANE_417, MANUFACTURER, "as built");
        as_(MANUFACTURER);
        provenance.declareBuilt(CRANE_417, "as built");
        uint48 built = time();
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.MachineAlreadyBuilt.selector, CRANE_417, built));
        provenance.declareBuilt(CRANE_417, 0);
        pass(10 days);
        make("gearbox 2");
        as_(MANUFACTURER);
        provenance.remove("gearbox", 0);
        install(MANUFACTURER, "gearbox 2", "trolley", "hoist");
        vm.assertEq(provenance.builtAt(CRANE_417), built);
        AssemblyEdge[] memory edges = provenance.edgesUnder("trolley", 0, 10);
        vm.assertEq(edges.length, 2);
        vm.assertTrue(edges[0].installedAt <= built && edges[0].removedAt > built);
        vm.assertEq(edges[0].part, "gearbox");
        vm.assertTrue(edges[1].installedAt > built && edges[1].removedAt == 0);
        vm.assertEq(edges[1].part, "gearbox 2");
        vm.assertEq(provenance.childrenOf("trolley", 0, 10)[0], "gearbox 2");
        vm.assertEq(provenance.edgesOf("gearbox", 0, 10)[0].parent, "trolley");
        vm.assertEq(provenance.edgesOf("gearbox", 1, 10).length, 0);
    }

    function test_noCycle() public {
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        install(MANUFACTURER, "shaft", "gearbox", "high speed");
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.AssemblyCycle.selector, bytes32("trolley"), bytes32("shaft"))
        );
        provenance.install("trolley", "shaft", "place", 0);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.AssemblyCycle.selector, bytes32("trolley"), bytes32("trolley"))
        );
        provenance.install("trolley", "trolley", "place", 0);
    }

    /// @notice 16 levels below a root, whichever way they come together; not one more.
    function test_depthIsBounded() public {
        // Two chains of 8 edges each (9 parts), one below the other would be 17 edges.
        for (uint256 i = 0; i < 9; ++i) {
            make(bytes32(100 + i));
            make(bytes32(200 + i));
            if (i == 0) continue;
            install(MANUFACTURER, bytes32(100 + i), bytes32(99 + i), "in");
            install(MANUFACTURER, bytes32(200 + i), bytes32(199 + i), "in");
        }
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IPartErrors.AssemblyTooDeep.selector, bytes32(uint256(200)), bytes32(uint256(108)), 16
            )
        );
        provenance.install(bytes32(uint256(200)), bytes32(uint256(108)), "in", 0);
        as_(MANUFACTURER);
        provenance.remove(bytes32(uint256(208)), 0);
        install(MANUFACTURER, bytes32(uint256(200)), bytes32(uint256(108)), "in");
        vm.assertEq(view_(bytes32(uint256(100))).height, 16);
        vm.assertEq(provenance.ancestorsOf(bytes32(uint256(207))).length, 16);
    }

    function test_onePartAPlace() public {
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IPartErrors.PositionTaken.selector, bytes32("trolley"), bytes32("hoist"), bytes32("gearbox")
            )
        );
        provenance.install("shaft", "trolley", "hoist", 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.install("shaft", "trolley", 0, 0);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("gearbox"), PartStatus.Installed)
        );
        provenance.install("gearbox", CRANE_417, "place", 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.MachineNotInstallable.selector, CRANE_417));
        provenance.install(CRANE_417, "shaft", "place", 0);
    }

    function test_unknownParts() public {
        bytes memory unknown = abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing"));
        refused(MANUFACTURER, unknown);
        provenance.install("nothing", CRANE_417, "place", 0);
        refused(MANUFACTURER, unknown);
        provenance.install("shaft", "nothing", "place", 0);
        refused(MANUFACTURER, unknown);
        provenance.remove("nothing", 0);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("shaft"), PartStatus.Made)
        );
        provenance.remove("shaft", 0);
    }

    function test_onlyWhoHasBoth() public {
        handOver(MANUFACTURER, GEAR, "gearbox", HandOverPurpose.Repair, false);
        refused(MANUFACTURER, _notCustodian("gearbox", MANUFACTURER));
        provenance.install("gearbox", CRANE_417, "hoist", 0);
        refused(GEAR, _notCustodian(CRANE_417, GEAR));
        provenance.install("gearbox", CRANE_417, "hoist", 0);
        handOver(GEAR, MANUFACTURER, "gearbox", HandOverPurpose.Return, false);
        install(MANUFACTURER, "gearbox", CRANE_417, "hoist");
        refused(GEAR, _notCustodian("gearbox", GEAR));
        provenance.remove("gearbox", 0);
    }

    /// @notice Whoever has and owns the machine has and owns what is in it.
    function test_custodyFollowsTheRoot() public {
        install(MANUFACTURER, "gearbox", CRANE_417, "hoist");
        handOver(MANUFACTURER, BUYER, CRANE_417, HandOverPurpose.Delivery, true);
        (bytes16 custodian, bytes16 owner) = provenance.custodyOf("gearbox");
        vm.assertEq(custodian, BUYER);
        vm.assertEq(owner, BUYER);
        refused(MANUFACTURER, _notCustodian("gearbox", MANUFACTURER));
        provenance.remove("gearbox", 0);
        as_(BUYER);
        provenance.remove("gearbox", 0);
        vm.assertEq(view_("gearbox").custodian, BUYER);
        vm.assertEq(view_("gearbox").owner, BUYER);
    }

    function test_repaired() public {
        publish(GEAR, "report", 4);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RepairStarted("gearbox", MANUFACTURER, 0);
        as_(MANUFACTURER);
        provenance.startRepair("gearbox", 0);
        bytes memory inRepair =
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("gearbox"), PartStatus.InRepair);
        refused(MANUFACTURER, inRepair);
        provenance.startRepair("gearbox", 0);
        refused(MANUFACTURER, inRepair);
        provenance.install("gearbox", CRANE_417, "hoist", 0);
        refused(GEAR, _notCustodian("gearbox", GEAR));
        provenance.completeRepair("gearbox", 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.RepairCompleted("gearbox", MANUFACTURER, "report");
        as_(MANUFACTURER);
        provenance.completeRepair("gearbox", "report");
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("gearbox"), PartStatus.Repaired)
        );
        provenance.completeRepair("gearbox", 0);
        install(MANUFACTURER, "gearbox", CRANE_417, "hoist");
    }

    function test_scrapIsFinalForEverythingInIt() public {
        install(MANUFACTURER, "shaft", "gearbox", "high speed");
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("shaft"), PartStatus.Installed)
        );
        provenance.scrap("shaft", 0);
        refused(GEAR, _notCustodian("gearbox", GEAR));
        provenance.scrap("gearbox", 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartScrapped("gearbox", MANUFACTURER, 0);
        as_(MANUFACTURER);
        provenance.scrap("gearbox", 0);
        vm.assertTrue(provenance.stateOf("gearbox") == PartStatus.Scrapped);
        vm.assertTrue(provenance.stateOf("shaft") == PartStatus.Scrapped);
        vm.assertTrue(provenance.stateOf("trolley") == PartStatus.Made);
        bytes memory scrapped = abi.encodeWithSelector(IPartErrors.PartIsScrapped.selector, bytes32("gearbox"));
        refused(MANUFACTURER, scrapped);
        provenance.remove("shaft", 0);
        refused(MANUFACTURER, scrapped);
        provenance.install("gearbox", "trolley", "hoist", 0);
        refused(MANUFACTURER, scrapped);
        provenance.install("trolley", "gearbox", "hoist", 0);
        refused(MANUFACTURER, scrapped);
        provenance.startRepair("gearbox", 0);
        refused(MANUFACTURER, scrapped);
        provenance.scrap("gearbox", 0);
        refused(MANUFACTURER, scrapped);
        provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Return, false, 0);
        refused(MANUFACTURER, scrapped);
        provenance.openWorkOrder("order", "gearbox", MANUFACTURER, noAlert(), 0);
    }

    function test_childrenByPage() public {
        for (uint256 i = 0; i < 5; ++i) {
            make(bytes32(10 + i));
            install(MANUFACTURER, bytes32(10 + i), "trolley", bytes32(10 + i));
        }
        as_(MANUFACTURER);
        provenance.remove(bytes32(uint256(11)), 0);
        bytes32[] memory all = provenance.childrenOf("trolley", 0, 99);
        vm.assertEq(all.length, 4);
        vm.assertEq(all[1], bytes32(uint256(14)));
        vm.assertEq(provenance.childrenOf("trolley", 3, 99)[0], bytes32(uint256(13)));
        vm.assertEq(provenance.childrenOf("trolley", 4, 99).length, 0);
        as_(MANUFACTURER);
        provenance.remove(bytes32(uint256(14)), 0);
        vm.assertEq(provenance.childrenOf("trolley", 0, 2).length, 2);
        vm.assertEq(view_("trolley").children, 3);
    }

    function _notCustodian(bytes32 part, bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, part, member);
    }
}

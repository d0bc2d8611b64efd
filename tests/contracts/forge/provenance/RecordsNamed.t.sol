// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {HandOverPurpose, PartStatus, WorkOrderStatus} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {Vm} from "../support/Vm.sol";
import {Workshop} from "./Workshop.sol";

/// @notice What becomes of a part may name a record; one that isn't there, or was revoked, is refused.
contract RecordsNamedTest is Workshop {
    bytes private constant MISSING = abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing"));

    function setUp() public override {
        super.setUp();
        make("gearbox");
    }

    function test_byARepair() public {
        refused(MANUFACTURER, MISSING);
        provenance.startRepair("gearbox", "nothing");
        as_(MANUFACTURER);
        provenance.startRepair("gearbox", 0);
        refused(MANUFACTURER, MISSING);
        provenance.completeRepair("gearbox", "nothing");
        vm.assertTrue(statusOf("gearbox") == PartStatus.InRepair);
    }

    function test_byScrapping() public {
        refused(MANUFACTURER, MISSING);
        provenance.scrap("gearbox", "nothing");
        vm.assertTrue(statusOf("gearbox") == PartStatus.Made);
    }

    function test_byClearingASuspicion() public {
        uint48 seen = time();
        as_(MANUFACTURER);
        provenance.sight("gearbox", "NLRTM", seen);
        pass(1);
        as_(WAREHOUSE);
        provenance.sight("gearbox", "MYPKG", time());
        vm.assertTrue(view_("gearbox").suspected);
        refused(MANUFACTURER, MISSING);
        provenance.clearSuspicion("gearbox", "nothing");
        vm.assertTrue(view_("gearbox").suspected);
    }

    function test_byAWorkOrder() public {
        makeMachine(CRANE_417);
        refused(MANUFACTURER, MISSING);
        provenance.openWorkOrder("order", CRANE_417, MANUFACTURER, noAlert(), "nothing");
        as_(MANUFACTURER);
        provenance.openWorkOrder("order", CRANE_417, MANUFACTURER, noAlert(), 0);
        refused(MANUFACTURER, MISSING);
        provenance.diagnose("order", "nothing");
        as_(MANUFACTURER);
        provenance.diagnose("order", 0);
        refused(MANUFACTURER, MISSING);
        provenance.completeWorkOrder("order", "nothing", LATER, "");
        vm.assertTrue(provenance.workOrderOf("order").status == WorkOrderStatus.Diagnosed);
    }

    function test_byAHandOver() public {
        bytes32 digest = provenance.handOverDigest(
            "gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, false, "nothing", 0, LATER
        );
        bytes memory signature = signAs(WAREHOUSE, digest);
        refused(MANUFACTURER, MISSING);
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, "nothing", LATER, signature);
        vm.assertEq(view_("gearbox").custodian, MANUFACTURER);
    }

    function test_byAnOfferWhenItIsAccepted() public {
        publish(CARRIER, "note", 351);
        as_(MANUFACTURER);
        provenance.offerHandOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, "note");
        as_(CARRIER);
        records.revoke("note", 1);
        refused(WAREHOUSE, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("note"), time()));
        provenance.acceptHandOver("gearbox");
        vm.assertEq(view_("gearbox").custodian, MANUFACTURER);
    }

    /// @notice Who offered ownership with a part, and gave it to another since, has none to give.
    function test_anOfferIsJudgedWhenItIsAccepted() public {
        as_(MANUFACTURER);
        provenance.offerHandOver("gearbox", WAREHOUSE, HandOverPurpose.Delivery, true, 0);
        as_(MANUFACTURER);
        provenance.offerTitle("gearbox", BUYER, 0);
        as_(BUYER);
        provenance.acceptTitle("gearbox");
        refused(
            WAREHOUSE, abi.encodeWithSelector(IPartErrors.NotTheOwner.selector, bytes32("gearbox"), MANUFACTURER)
        );
        provenance.acceptHandOver("gearbox");
        vm.assertEq(view_("gearbox").owner, BUYER);
    }

    /// @notice Installing cancels an offer where there is one, and says so only then.
    function test_noOfferIsCancelledWhereThereIsNone() public {
        make("pinion");
        vm.recordLogs();
        install(MANUFACTURER, "pinion", "gearbox", "in");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].topics[0], IPartEvents.PartInstalled.selector);
    }
}

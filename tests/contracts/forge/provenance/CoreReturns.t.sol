// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {CoreReturn, CoreStatus, HandOverPurpose, PartStatus} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

/// @notice The buyer gets an exchange gearbox and owes the gear supplier the old one, still in the crane, within 30 days.
contract CoreReturnsTest is Workshop {
    uint48 internal due;

    function setUp() public override {
        super.setUp();
        makeMachine(CRANE_418);
        make("gearbox");
        install(MANUFACTURER, "gearbox", CRANE_418, "hoist");
        handOver(MANUFACTURER, BUYER, CRANE_418, HandOverPurpose.Delivery, true);
        due = time() + 30 days;
    }

    function test_owedReturnedAcceptedRemanufacturedAndBack() public {
        publish(GEAR, "terms", 315);
        publish(GEAR, "finding", 293);
        _is(CoreStatus.None);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CoreOwed("gearbox", BUYER, GEAR, due, "terms");
        as_(BUYER);
        provenance.oweCore("gearbox", GEAR, due, "terms");
        uint48 owedAt = time();
        CoreReturn memory core = provenance.coreReturnOf("gearbox");
        vm.assertTrue(core.status == CoreStatus.Owed);
        vm.assertEq(core.debtor, BUYER);
        vm.assertEq(core.creditor, GEAR);
        vm.assertEq(core.owedAt, owedAt);
        vm.assertEq(core.dueAt, due);
        vm.assertEq(core.returnedAt, 0);
        vm.assertEq(core.terms, "terms");
        vm.assertEq(core.finding, 0);

        pass(6 days);
        as_(BUYER);
        provenance.remove("gearbox", 0);
        _is(CoreStatus.Owed);
        uint32 sequence = view_("gearbox").custodySequence;
        bytes memory signature = signAs(
            GEAR,
            provenance.handOverDigest("gearbox", BUYER, GEAR, HandOverPurpose.CoreReturn, false, 0, sequence, LATER)
        );
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CustodyTransferred("gearbox", BUYER, GEAR, 1, HandOverPurpose.CoreReturn, BUYER, 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CoreReturned("gearbox", BUYER, GEAR, due);
        as_(BUYER);
        provenance.handOver("gearbox", GEAR, HandOverPurpose.CoreReturn, false, 0, LATER, signature);
        _is(CoreStatus.Returned);
        vm.assertEq(provenance.coreReturnOf("gearbox").returnedAt, owedAt + 6 days);
        vm.assertEq(view_("gearbox").owner, BUYER);

        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CoreJudged("gearbox", BUYER, GEAR, true, GEAR, "finding");
        as_(GEAR);
        provenance.judgeCore("gearbox", true, "finding");
        _is(CoreStatus.Accepted);
        vm.assertEq(provenance.coreReturnOf("gearbox").finding, "finding");
        vm.assertEq(view_("gearbox").owner, GEAR);

        // Remanufactured under its old serial, with its history, and owed again in its second life.
        as_(GEAR);
        provenance.startRepair("gearbox", 0);
        as_(GEAR);
        provenance.completeRepair("gearbox", 0);
        handOver(GEAR, BUYER, "gearbox", HandOverPurpose.Delivery, true);
        install(BUYER, "gearbox", CRANE_418, "hoist");
        vm.assertEq(provenance.edgesOf("gearbox", 0, 9).length, 2);
        _owe();
        core = provenance.coreReturnOf("gearbox");
        vm.assertTrue(core.status == CoreStatus.Owed);
        vm.assertEq(core.returnedAt, 0);
        vm.assertEq(core.finding, 0);
        vm.assertEq(core.terms, 0);
    }

    function test_refused() public {
        _returned();
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CoreJudged("gearbox", BUYER, GEAR, false, BUYER, 0);
        as_(GEAR);
        provenance.judgeCore("gearbox", false, 0);
        _is(CoreStatus.Refused);
        vm.assertEq(view_("gearbox").owner, BUYER);
        vm.assertEq(view_("gearbox").custodian, GEAR);
        refused(GEAR, _wrongStatus(CoreStatus.Refused));
        provenance.judgeCore("gearbox", true, 0);
        handOver(GEAR, BUYER, "gearbox", HandOverPurpose.Return, false);
        _owe();
        _is(CoreStatus.Owed);
    }

    function test_waived() public {
        publish(GEAR, "settled", 381);
        _owe();
        refused(BUYER, _notCreditor(BUYER));
        provenance.waiveCore("gearbox", 0);
        refused(GEAR, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.waiveCore("gearbox", "nothing");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CoreWaived("gearbox", BUYER, GEAR, "settled");
        as_(GEAR);
        provenance.waiveCore("gearbox", "settled");
        _is(CoreStatus.Waived);
        vm.assertEq(provenance.coreReturnOf("gearbox").finding, "settled");
        refused(GEAR, _wrongStatus(CoreStatus.Waived));
        provenance.waiveCore("gearbox", 0);
        _owe();
        _is(CoreStatus.Owed);
    }

    function test_returnedOnlyAsACoreAndToItsCreditor() public {
        _owe();
        as_(BUYER);
        provenance.remove("gearbox", 0);
        handOver(BUYER, GEAR, "gearbox", HandOverPurpose.Repair, false);
        _is(CoreStatus.Owed);
        handOver(GEAR, DRIVE, "gearbox", HandOverPurpose.CoreReturn, false);
        _is(CoreStatus.Owed);
        // By whoever has it, and late: both times stand there.
        pass(31 days);
        handOver(DRIVE, GEAR, "gearbox", HandOverPurpose.CoreReturn, false);
        _is(CoreStatus.Returned);
        vm.assertTrue(provenance.coreReturnOf("gearbox").returnedAt > due);
        // A second hand-over changes nothing about it.
        handOver(GEAR, DRIVE, "gearbox", HandOverPurpose.Storage, false);
        uint48 returnedAt = provenance.coreReturnOf("gearbox").returnedAt;
        pass(1 days);
        handOver(DRIVE, GEAR, "gearbox", HandOverPurpose.CoreReturn, false);
        vm.assertEq(provenance.coreReturnOf("gearbox").returnedAt, returnedAt);
    }

    function test_aHandOverForCoreReturnNeedsNoDebt() public {
        as_(BUYER);
        provenance.remove("gearbox", 0);
        handOver(BUYER, GEAR, "gearbox", HandOverPurpose.CoreReturn, true);
        _is(CoreStatus.None);
        refused(GEAR, _wrongStatus(CoreStatus.None));
        provenance.judgeCore("gearbox", true, 0);
    }

    function test_owingRefused() public {
        refused(BUYER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.oweCore("nothing", GEAR, due, 0);
        refused(MANUFACTURER, _notOwner(MANUFACTURER));
        provenance.oweCore("gearbox", GEAR, due, 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.CoreReturnMalformed.selector, bytes32("gearbox")));
        provenance.oweCore("gearbox", BUYER, due, 0);
        refused(BUYER, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        provenance.oweCore("gearbox", "nobody", due, 0);
        refused(BUYER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.oweCore("gearbox", GEAR, due, "nothing");
        refused(BUYER, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        provenance.oweCore("gearbox", GEAR, time() - 1, 0);
        due = time();
        _owe();
        refused(BUYER, _wrongStatus(CoreStatus.Owed));
        provenance.oweCore("gearbox", DRIVE, due, 0);
        as_(BUYER);
        provenance.remove("gearbox", 0);
        handOver(BUYER, GEAR, "gearbox", HandOverPurpose.CoreReturn, false);
        refused(BUYER, _wrongStatus(CoreStatus.Returned));
        provenance.oweCore("gearbox", DRIVE, due, 0);
        refused(GEAR, _wrongStatus(CoreStatus.Returned));
        provenance.waiveCore("gearbox", 0);
        make("in it");
        makeMachine(CRANE_417);
        install(MANUFACTURER, "in it", CRANE_417, "place");
        as_(MANUFACTURER);
        provenance.scrap(CRANE_417, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartIsScrapped.selector, bytes32("in it")));
        provenance.oweCore("in it", GEAR, due, 0);
    }

    function test_judgingRefused() public {
        refused(GEAR, _wrongStatus(CoreStatus.None));
        provenance.judgeCore("gearbox", true, 0);
        _owe();
        refused(GEAR, _wrongStatus(CoreStatus.Owed));
        provenance.judgeCore("gearbox", true, 0);
        as_(BUYER);
        provenance.remove("gearbox", 0);
        handOver(BUYER, GEAR, "gearbox", HandOverPurpose.CoreReturn, false);
        refused(BUYER, _notCreditor(BUYER));
        provenance.judgeCore("gearbox", true, 0);
        refused(GEAR, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.judgeCore("gearbox", true, "nothing");
    }

    /// @notice What is built in again belongs to the machine: it can only be refused then.
    function test_notAcceptedWhileItIsInstalled() public {
        _returned();
        handOver(GEAR, BUYER, "gearbox", HandOverPurpose.Return, false);
        install(BUYER, "gearbox", CRANE_418, "hoist");
        refused(
            GEAR,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("gearbox"), PartStatus.Installed)
        );
        provenance.judgeCore("gearbox", true, 0);
        as_(GEAR);
        provenance.judgeCore("gearbox", false, 0);
        _is(CoreStatus.Refused);
    }

    function test_soldMeanwhile() public {
        _returned();
        as_(BUYER);
        provenance.offerTitle("gearbox", CARRIER, 0);
        as_(CARRIER);
        provenance.acceptTitle("gearbox");
        refused(GEAR, _notOwner(BUYER));
        provenance.judgeCore("gearbox", true, 0);
        as_(CARRIER);
        provenance.offerTitle("gearbox", GEAR, 0);
        as_(GEAR);
        provenance.acceptTitle("gearbox");
        as_(GEAR);
        provenance.judgeCore("gearbox", true, 0);
        vm.assertEq(view_("gearbox").owner, GEAR);
    }

    /// @notice What the debtor still offered to a third is the creditor's once accepted.
    function test_anOfferOfTheDebtorsEnds() public {
        _returned();
        as_(BUYER);
        provenance.offerTitle("gearbox", CARRIER, 0);
        as_(GEAR);
        provenance.judgeCore("gearbox", true, 0);
        vm.assertEq(provenance.titleOfferOf("gearbox").receiver, 0);
    }

    function _owe() private {
        as_(BUYER);
        provenance.oweCore("gearbox", GEAR, due, 0);
    }

    function _returned() private {
        _owe();
        as_(BUYER);
        provenance.remove("gearbox", 0);
        as_(BUYER);
        provenance.offerHandOver("gearbox", GEAR, HandOverPurpose.CoreReturn, false, 0);
        as_(GEAR);
        provenance.acceptHandOver("gearbox");
    }

    function _is(CoreStatus status) private view {
        vm.assertTrue(provenance.coreReturnOf("gearbox").status == status);
    }

    function _wrongStatus(CoreStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.CoreStatusMismatch.selector, bytes32("gearbox"), status);
    }

    function _notCreditor(bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotTheCoreCreditor.selector, bytes32("gearbox"), member);
    }

    function _notOwner(bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotTheOwner.selector, bytes32("gearbox"), member);
    }
}

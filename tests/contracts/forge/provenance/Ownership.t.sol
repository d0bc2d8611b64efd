// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {HandOverPurpose, PartStatus, TitleOffer} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {Workshop} from "./Workshop.sol";

/// @notice A gearbox of the manufacturer's in a warehouse: who has it may not sell it, build it into its own, or scrap it.
contract OwnershipTest is Workshop {
    function setUp() public override {
        super.setUp();
        make("gearbox");
        handOver(MANUFACTURER, WAREHOUSE, "gearbox", HandOverPurpose.Storage, false);
    }

    function test_soldWhileItIsInTheWarehouse() public {
        publish(MANUFACTURER, "invoice", 380);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.TitleOffered("gearbox", MANUFACTURER, BUYER, "invoice");
        as_(MANUFACTURER);
        provenance.offerTitle("gearbox", BUYER, "invoice");
        TitleOffer memory offer = provenance.titleOfferOf("gearbox");
        vm.assertEq(offer.owner, MANUFACTURER);
        vm.assertEq(offer.receiver, BUYER);
        vm.assertEq(offer.offeredAt, time());
        vm.assertEq(offer.record, "invoice");
        vm.assertEq(view_("gearbox").owner, MANUFACTURER);
        refused(WAREHOUSE, _noOffer(WAREHOUSE));
        provenance.acceptTitle("gearbox");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.TitleTransferred("gearbox", MANUFACTURER, BUYER, "invoice");
        as_(BUYER);
        provenance.acceptTitle("gearbox");
        vm.assertEq(view_("gearbox").owner, BUYER);
        vm.assertEq(view_("gearbox").custodian, WAREHOUSE);
        vm.assertEq(view_("gearbox").custodySequence, 1);
        vm.assertEq(provenance.titleOfferOf("gearbox").receiver, 0);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
    }

    function test_takenBack() public {
        refused(MANUFACTURER, _noOffer(MANUFACTURER));
        provenance.offerTitle("gearbox", 0, 0);
        _offer(BUYER);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.TitleOffered("gearbox", MANUFACTURER, 0, 0);
        _offer(0);
        vm.assertEq(provenance.titleOfferOf("gearbox").receiver, 0);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
        // A later offer replaces it.
        _offer(BUYER);
        _offer(GEAR);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
        as_(GEAR);
        provenance.acceptTitle("gearbox");
    }

    function test_titlesRefused() public {
        refused(WAREHOUSE, _notOwner("gearbox", WAREHOUSE));
        provenance.offerTitle("gearbox", BUYER, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.HandOverMalformed.selector, bytes32("gearbox")));
        provenance.offerTitle("gearbox", MANUFACTURER, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        provenance.offerTitle("gearbox", "nobody", 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.offerTitle("gearbox", BUYER, "nothing");
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.offerTitle("nothing", BUYER, 0);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
        makeMachine(CRANE_417);
        make("motor");
        install(MANUFACTURER, "motor", CRANE_417, "hoist");
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(IPartErrors.PartStatusMismatch.selector, bytes32("motor"), PartStatus.Installed)
        );
        provenance.offerTitle("motor", BUYER, 0);
        as_(MANUFACTURER);
        provenance.offerTitle(CRANE_417, BUYER, 0);
        as_(MANUFACTURER);
        provenance.scrap(CRANE_417, 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.PartIsScrapped.selector, CRANE_417));
        provenance.acceptTitle(CRANE_417);
    }

    /// @notice An offer is the owner's: gone with its ownership, and not back when that comes back.
    function test_anOfferLapsesWithOwnership() public {
        _offer(BUYER);
        handOver(WAREHOUSE, MANUFACTURER, "gearbox", HandOverPurpose.Return, false);
        vm.assertEq(provenance.titleOfferOf("gearbox").receiver, BUYER);
        handOver(MANUFACTURER, GEAR, "gearbox", HandOverPurpose.Delivery, true);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
        handOver(GEAR, MANUFACTURER, "gearbox", HandOverPurpose.Return, true);
        _offer(BUYER);
        make("frame");
        install(MANUFACTURER, "gearbox", "frame", "place");
        as_(MANUFACTURER);
        provenance.remove("gearbox", 0);
        refused(BUYER, _noOffer(BUYER));
        provenance.acceptTitle("gearbox");
    }

    function test_notBuiltIntoAnothersMachine() public {
        makeMachine(CRANE_417);
        handOver(MANUFACTURER, WAREHOUSE, CRANE_417, HandOverPurpose.Delivery, true);
        refused(WAREHOUSE, _notOwner("gearbox", WAREHOUSE));
        provenance.install("gearbox", CRANE_417, "hoist", 0);
        // Once the machine's owner owns it, whoever has both may.
        as_(MANUFACTURER);
        provenance.offerTitle("gearbox", BUYER, 0);
        as_(BUYER);
        provenance.acceptTitle("gearbox");
        as_(WAREHOUSE);
        provenance.offerTitle(CRANE_417, BUYER, 0);
        as_(BUYER);
        provenance.acceptTitle(CRANE_417);
        install(WAREHOUSE, "gearbox", CRANE_417, "hoist");
        (, bytes16 owner) = provenance.custodyOf("gearbox");
        vm.assertEq(owner, BUYER);
        as_(WAREHOUSE);
        provenance.remove("gearbox", 0);
        vm.assertEq(view_("gearbox").owner, BUYER);
        vm.assertEq(view_("gearbox").custodian, WAREHOUSE);
    }

    function test_ownPartIntoAMachineOneHas() public {
        makeMachine(CRANE_417);
        handOver(MANUFACTURER, WAREHOUSE, CRANE_417, HandOverPurpose.Storage, false);
        make("motor");
        handOver(MANUFACTURER, WAREHOUSE, "motor", HandOverPurpose.Delivery, true);
        install(WAREHOUSE, "motor", CRANE_417, "hoist");
        (, bytes16 owner) = provenance.custodyOf("motor");
        vm.assertEq(owner, MANUFACTURER);
    }

    /// @notice In a replacement the new part is the performer's, the custodian's or the machine owner's.
    function test_notByReplacement() public {
        makeMachine(CRANE_417);
        make("old");
        install(MANUFACTURER, "old", CRANE_417, "hoist");
        handOver(MANUFACTURER, BUYER, CRANE_417, HandOverPurpose.Delivery, true);
        handOver(BUYER, CARRIER, CRANE_417, HandOverPurpose.Storage, false);
        as_(CARRIER);
        provenance.openWorkOrder("order", CRANE_417, SERVICE_PARTNER, noAlert(), 0);
        as_(SERVICE_PARTNER);
        provenance.diagnose("order", 0);
        handOver(WAREHOUSE, SERVICE_PARTNER, "gearbox", HandOverPurpose.Installation, false);
        bytes memory consent = signAs(CARRIER, provenance.replacementDigest("order", "old", "gearbox", 0, LATER));
        refused(SERVICE_PARTNER, _notOwner("gearbox", SERVICE_PARTNER));
        provenance.replace("old", "gearbox", "order", LATER, consent);
        bytes16[3] memory owners = [SERVICE_PARTNER, CARRIER, BUYER];
        bytes32 present = "old";
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 next = keccak256(abi.encode("gearbox", i));
            make(next);
            as_(MANUFACTURER);
            provenance.offerTitle(next, owners[i], 0);
            as_(owners[i]);
            provenance.acceptTitle(next);
            // In the performer's hands, or in the custodian's.
            handOver(MANUFACTURER, i == 1 ? CARRIER : SERVICE_PARTNER, next, HandOverPurpose.Installation, false);
            consent = signAs(CARRIER, provenance.replacementDigest("order", present, next, uint32(2 * i), LATER));
            as_(SERVICE_PARTNER);
            provenance.replace(present, next, "order", LATER, consent);
            (bytes16 custodian, bytes16 owner) = provenance.custodyOf(next);
            vm.assertEq(custodian, CARRIER);
            vm.assertEq(owner, BUYER);
            present = next;
        }
    }

    function test_notScrappedByWhoOnlyHasIt() public {
        refused(WAREHOUSE, _notOwner("gearbox", WAREHOUSE));
        provenance.scrap("gearbox", 0);
        refused(
            MANUFACTURER, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, bytes32("gearbox"), MANUFACTURER)
        );
        provenance.scrap("gearbox", 0);
        _offer(WAREHOUSE);
        as_(WAREHOUSE);
        provenance.acceptTitle("gearbox");
        as_(WAREHOUSE);
        provenance.scrap("gearbox", 0);
        vm.assertTrue(statusOf("gearbox") == PartStatus.Scrapped);
    }

    function _offer(bytes16 receiver) private {
        as_(MANUFACTURER);
        provenance.offerTitle("gearbox", receiver, 0);
    }

    function _noOffer(bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NoTitleOffer.selector, bytes32("gearbox"), member);
    }

    function _notOwner(bytes32 part, bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartErrors.NotTheOwner.selector, part, member);
    }
}

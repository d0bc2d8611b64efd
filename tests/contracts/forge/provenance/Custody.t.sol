// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {IPartEvents} from "contracts/provenance/IPartEvents.sol";
import {
    HandOverOffer,
    HandOverPurpose,
    Inspection,
    InspectionResult,
    PartStatus
} from "contracts/provenance/PartTypes.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

contract CustodyTest is Workshop {
    function setUp() public override {
        super.setUp();
        make("gearbox");
    }

    function test_handedOverWithTheReceiversSignature() public {
        publish(CARRIER, "note", 351);
        bytes32 digest = provenance.handOverDigest(
            "gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, false, "note", 0, LATER
        );
        bytes memory signature = signAs(WAREHOUSE, digest);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CustodyTransferred(
            "gearbox", MANUFACTURER, WAREHOUSE, 1, HandOverPurpose.Storage, MANUFACTURER, "note"
        );
        as_(MANUFACTURER);
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, "note", LATER, signature);
        vm.assertEq(view_("gearbox").custodian, WAREHOUSE);
        vm.assertEq(view_("gearbox").owner, MANUFACTURER);
        // Back, and the old signature is worth nothing: the sequence went on.
        handOver(WAREHOUSE, MANUFACTURER, "gearbox", HandOverPurpose.Return, false);
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(MANUFACTURER);
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, "note", LATER, signature);
    }

    function test_theDomainIsThisContractOnThisChain() public {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("PartProvenance"),
                keccak256("1"),
                block.chainid,
                address(provenance)
            )
        );
        bytes32 content = keccak256(
            abi.encode(
                keccak256(
                    "HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,bytes32 evidence,uint32 custodySequence,uint48 deadline)"
                ),
                bytes32("gearbox"),
                MANUFACTURER,
                WAREHOUSE,
                HandOverPurpose.Storage,
                true,
                bytes32("note"),
                uint32(7),
                LATER
            )
        );
        vm.assertEq(
            provenance.handOverDigest(
                "gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, true, "note", 7, LATER
            ),
            keccak256(abi.encodePacked(hex"1901", domain, content))
        );
        vm.chainId(4711);
        vm.assertFalse(
            provenance.handOverDigest(
                    "gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, true, "note", 7, LATER
                ) == keccak256(abi.encodePacked(hex"1901", domain, content))
        );
    }

    function test_signaturesRefused() public {
        bytes32 digest =
            provenance.handOverDigest("gearbox", MANUFACTURER, WAREHOUSE, HandOverPurpose.Storage, false, 0, 0, LATER);
        bytes memory byAnother = signAs(BUYER, digest);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, WAREHOUSE, BUYER));
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, LATER, byAnother);
        refused(MANUFACTURER, abi.encodeWithSelector(IConsortiumErrors.SignatureInvalid.selector, digest));
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, LATER, hex"00");
        bytes memory byTheOracle = signWith(keyOf(WAREHOUSE, AccountPurpose.Oracle), digest);
        refused(
            MANUFACTURER,
            abi.encodeWithSelector(
                IMemberRegistry.AccountPurposeMismatch.selector,
                oracle(WAREHOUSE),
                AccountPurpose.Operations,
                AccountPurpose.Oracle
            )
        );
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, LATER, byTheOracle);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.SignatureExpired.selector, time() - 1));
        provenance.handOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0, time() - 1, byAnother);
    }

    function test_handOversRefused() public {
        bytes memory malformed = abi.encodeWithSelector(IPartErrors.HandOverMalformed.selector, bytes32("gearbox"));
        refused(MANUFACTURER, malformed);
        provenance.offerHandOver("gearbox", WAREHOUSE, HandOverPurpose.None, false, 0);
        refused(MANUFACTURER, malformed);
        provenance.offerHandOver("gearbox", MANUFACTURER, HandOverPurpose.Storage, false, 0);
        refused(MANUFACTURER, malformed);
        provenance.offerHandOver("gearbox", 0, HandOverPurpose.Storage, false, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        provenance.offerHandOver("gearbox", "nobody", HandOverPurpose.Storage, false, 0);
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NotTheCustodian.selector, bytes32("gearbox"), GEAR));
        provenance.offerHandOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.offerHandOver("nothing", WAREHOUSE, HandOverPurpose.Storage, false, 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        provenance.offerHandOver("gearbox", WAREHOUSE, HandOverPurpose.Storage, false, "nothing");
        handOver(MANUFACTURER, WAREHOUSE, "gearbox", HandOverPurpose.Storage, false);
        refused(WAREHOUSE, abi.encodeWithSelector(IPartErrors.NotTheOwner.selector, bytes32("gearbox"), WAREHOUSE));
        provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Delivery, true, 0);
    }

    function test_offeredAndAccepted() public {
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.HandOverOffered("gearbox", MANUFACTURER, BUYER, HandOverPurpose.Delivery, true, 0);
        as_(MANUFACTURER);
        provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Delivery, true, 0);
        HandOverOffer memory offer = provenance.offerOf("gearbox");
        vm.assertEq(offer.receiver, BUYER);
        vm.assertEq(offer.giver, MANUFACTURER);
        vm.assertEq(view_("gearbox").custodian, MANUFACTURER);
        refused(GEAR, abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), GEAR));
        provenance.acceptHandOver("gearbox");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.CustodyTransferred("gearbox", MANUFACTURER, BUYER, 1, HandOverPurpose.Delivery, BUYER, 0);
        as_(BUYER);
        provenance.acceptHandOver("gearbox");
        vm.assertEq(view_("gearbox").custodian, BUYER);
        vm.assertEq(view_("gearbox").owner, BUYER);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), BUYER));
        provenance.acceptHandOver("gearbox");
    }

    function test_anOfferLapsesWhenThePartIsElsewhere() public {
        makeMachine(CRANE_417);
        as_(MANUFACTURER);
        provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Delivery, true, 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.HandOverCancelled("gearbox", MANUFACTURER);
        install(MANUFACTURER, "gearbox", CRANE_417, "hoist");
        vm.assertEq(provenance.offerOf("gearbox").receiver, 0);
        bytes memory none = abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), BUYER);
        refused(BUYER, none);
        provenance.acceptHandOver("gearbox");
        // Not again either once the giver has it back.
        as_(MANUFACTURER);
        provenance.remove("gearbox", 0);
        refused(BUYER, none);
        provenance.acceptHandOver("gearbox");
    }

    function test_cancelled() public {
        for (uint256 i = 0; i < 2; ++i) {
            bytes16 member = i == 0 ? MANUFACTURER : BUYER;
            refused(member, abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), member));
            provenance.cancelHandOver("gearbox");
        }
        for (uint256 i = 0; i < 2; ++i) {
            as_(MANUFACTURER);
            provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Delivery, true, 0);
            refused(GEAR, abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), GEAR));
            provenance.cancelHandOver("gearbox");
            bytes16 side = i == 0 ? MANUFACTURER : BUYER;
            vm.expectEmit(true, true, true, true, address(provenance));
            emit IPartEvents.HandOverCancelled("gearbox", side);
            as_(side);
            provenance.cancelHandOver("gearbox");
            refused(BUYER, abi.encodeWithSelector(IPartErrors.NoHandOverOffer.selector, bytes32("gearbox"), BUYER));
            provenance.acceptHandOver("gearbox");
        }
    }

    // -------------------------------------------------------------------------------- inspections, sightings

    function test_inspected() public {
        publish(SURVEYOR, "report", 293);
        refused(SURVEYOR, abi.encodeWithSelector(IPartErrors.InspectionMalformed.selector, bytes32("gearbox")));
        provenance.inspect("gearbox", InspectionResult.None, "report");
        refused(SURVEYOR, abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing")));
        provenance.inspect("nothing", InspectionResult.Passed, "report");
        publish(SURVEYOR, "taken back", 293);
        as_(SURVEYOR);
        records.revoke("taken back", 1);
        refused(
            SURVEYOR, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("taken back"), time())
        );
        provenance.inspect("gearbox", InspectionResult.Passed, "taken back");
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartInspected("gearbox", SURVEYOR, InspectionResult.Passed, "report");
        as_(SURVEYOR);
        provenance.inspect("gearbox", InspectionResult.Passed, "report");
        Inspection memory inspection = provenance.inspectionOf("gearbox");
        vm.assertEq(inspection.inspector, SURVEYOR);
        vm.assertEq(inspection.record, "report");
        vm.assertEq(inspection.inspectedAt, time());
    }

    /// @notice The scenario's copied rope serial: Rotterdam, and Port Kelang three hours later.
    function test_twoPlacesAtOnce() public {
        makeMachine(CRANE_417);
        uint48 seen = time();
        pass(3 hours);
        as_(WAREHOUSE);
        provenance.sight("gearbox", "NLRTM", seen);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartSighted("gearbox", SERVICE_PARTNER, "MYPKG", seen + 3 hours);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.PartSuspected("gearbox", "MYPKG", seen + 3 hours, "NLRTM", seen);
        as_(SERVICE_PARTNER);
        provenance.sight("gearbox", "MYPKG", seen + 3 hours);
        vm.assertTrue(view_("gearbox").suspected);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartIsSuspected.selector, bytes32("gearbox")));
        provenance.install("gearbox", CRANE_417, "hoist", 0);
        refused(BUYER, abi.encodeWithSelector(IPartErrors.NotTheRegistrar.selector, MANUFACTURER, BUYER));
        provenance.clearSuspicion("gearbox", 0);
        vm.expectEmit(true, true, true, true, address(provenance));
        emit IPartEvents.SuspicionCleared("gearbox", MANUFACTURER, 0);
        as_(MANUFACTURER);
        provenance.clearSuspicion("gearbox", 0);
        refused(MANUFACTURER, abi.encodeWithSelector(IPartErrors.PartNotSuspected.selector, bytes32("gearbox")));
        provenance.clearSuspicion("gearbox", 0);
        install(MANUFACTURER, "gearbox", CRANE_417, "hoist");
    }

    function test_sightingsThatAgree() public {
        as_(WAREHOUSE);
        provenance.sight("gearbox", "NLRTM", time());
        pass(1 hours);
        as_(WAREHOUSE);
        provenance.sight("gearbox", "NLRTM", time());
        pass(6 hours);
        as_(WAREHOUSE);
        provenance.sight("gearbox", "MYPKG", time());
        vm.assertFalse(view_("gearbox").suspected);
        refused(WAREHOUSE, abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time()));
        provenance.sight("gearbox", "NLRTM", time() + 1);
        refused(WAREHOUSE, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        provenance.sight("gearbox", "NLRTM", time() - 1);
        refused(WAREHOUSE, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        provenance.sight("gearbox", 0, time());
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "contracts/provenance/IPartErrors.sol";
import {
    AssemblyEdge,
    HandOverOffer,
    HandOverPurpose,
    Inspection,
    InspectionResult,
    Maker,
    Part as PartView,
    PartBatch,
    PartRegistration,
    PartStatus,
    RecallScope,
    WorkOrder,
    WorkOrderStatus
} from "contracts/provenance/PartTypes.sol";
import {Workshop} from "./Workshop.sol";

/// @notice What views answer, field by field, and that nothing else changes.
contract PartViewsTest is Workshop {
    function test_allOfAPart() public {
        PartRegistration memory made = registration("brake", BRAKES);
        (made.design, made.lot) = (DESIGN, LOT);
        bytes32 top = keccak256(bytes.concat(keccak256(abi.encode(made))));
        as_(MANUFACTURER);
        provenance.registerBatch(top, BRAKES, 1);
        uint48 registeredAt = time();
        as_(BUYER);
        provenance.materialise(top, made, new bytes32[](0));
        PartView memory part = view_("brake");
        vm.assertTrue(part.status == PartStatus.Made);
        vm.assertFalse(part.machine);
        vm.assertFalse(part.suspected);
        vm.assertFalse(part.recalled);
        vm.assertEq(part.height, 0);
        vm.assertEq(part.custodySequence, 0);
        vm.assertEq(part.openRecalls, 0);
        vm.assertEq(part.barredBelow, 0);
        vm.assertEq(part.children, 0);
        vm.assertEq(part.registeredAt, registeredAt);
        vm.assertEq(part.homeChain, block.chainid);
        vm.assertEq(part.maker, BRAKES);
        vm.assertEq(part.custodian, MANUFACTURER);
        vm.assertEq(part.owner, MANUFACTURER);
        vm.assertEq(part.serialCommitment, made.serialCommitment);
        vm.assertEq(part.design, DESIGN);
        vm.assertEq(part.lot, LOT);
        vm.assertEq(part.batch, top);
        vm.assertEq(part.parent, 0);
        vm.assertEq(part.position, 0);
        makeMachine(CRANE_417);
        vm.assertTrue(view_(CRANE_417).machine);
        pass(1 days);
        install(MANUFACTURER, "brake", CRANE_417, "hoist");
        handOver(MANUFACTURER, BUYER, CRANE_417, HandOverPurpose.Delivery, false);
        part = view_("brake");
        vm.assertEq(part.registeredAt, registeredAt);
        vm.assertEq(part.parent, CRANE_417);
        vm.assertEq(part.position, "hoist");
        vm.assertEq(view_(CRANE_417).custodySequence, 1);
        vm.assertEq(view_(CRANE_417).custodian, BUYER);
        vm.assertEq(view_(CRANE_417).owner, MANUFACTURER);
        vm.assertEq(part.homeChain, block.chainid);
    }

    /// @notice One home chain: that of the ledger it was registered on, however it moves.
    function test_theHomeChainStays() public {
        make("part");
        uint256 home = block.chainid;
        vm.chainId(4711);
        vm.assertEq(view_("part").homeChain, home);
        make("other");
        vm.assertEq(view_("other").homeChain, 4711);
    }

    function test_allOfAMakerAndABatch() public {
        Maker memory maker = provenance.makerOf(BRAKES);
        vm.assertEq(maker.registrar, MANUFACTURER);
        vm.assertEq(maker.identity, keccak256("9520007"));
        vm.assertEq(maker.serialKeyDigest, keccak256("key of the brakes"));
        vm.assertEq(maker.enteredAt, time());
        vm.assertEq(provenance.makerByIdentity("nobody's"), bytes32(0));
        as_(MANUFACTURER);
        provenance.registerBatch("root", BRAKES, type(uint32).max);
        PartBatch memory batch = provenance.batchOf("root");
        vm.assertEq(batch.maker, BRAKES);
        vm.assertEq(batch.count, type(uint32).max);
        vm.assertEq(batch.materialised, 0);
        vm.assertEq(batch.registeredAt, time());
    }

    function test_allOfAnEdge() public {
        make("trolley");
        make("gearbox");
        uint48 installedAt = time();
        install(MANUFACTURER, "gearbox", "trolley", "hoist");
        AssemblyEdge memory edge = provenance.edgesUnder("trolley", 0, 1)[0];
        vm.assertEq(edge.part, "gearbox");
        vm.assertEq(edge.parent, "trolley");
        vm.assertEq(edge.position, "hoist");
        vm.assertEq(edge.workOrder, 0);
        vm.assertEq(edge.installedAt, installedAt);
        vm.assertEq(edge.removedAt, 0);
        pass(5);
        as_(MANUFACTURER);
        provenance.remove("gearbox", 0);
        edge = provenance.edgesOf("gearbox", 0, 1)[0];
        vm.assertEq(edge.installedAt, installedAt);
        vm.assertEq(edge.removedAt, installedAt + 5);
        vm.assertEq(view_("gearbox").parent, 0);
        vm.assertEq(provenance.partAt("trolley", "hoist"), 0);
    }

    function test_allOfAnOfferAndAnInspection() public {
        make("gearbox");
        publish(MANUFACTURER, "note", 351);
        as_(MANUFACTURER);
        provenance.offerHandOver("gearbox", BUYER, HandOverPurpose.Delivery, true, "note");
        HandOverOffer memory offer = provenance.offerOf("gearbox");
        vm.assertEq(offer.giver, MANUFACTURER);
        vm.assertEq(offer.receiver, BUYER);
        vm.assertTrue(offer.purpose == HandOverPurpose.Delivery);
        vm.assertTrue(offer.withOwnership);
        vm.assertEq(offer.offeredAt, time());
        vm.assertEq(offer.evidence, "note");
        as_(SURVEYOR);
        provenance.inspect("gearbox", InspectionResult.Failed, "note");
        Inspection memory inspection = provenance.inspectionOf("gearbox");
        vm.assertEq(inspection.inspector, SURVEYOR);
        vm.assertTrue(inspection.result == InspectionResult.Failed);
        vm.assertEq(inspection.inspectedAt, time());
        vm.assertEq(inspection.record, "note");
    }

    function test_allOfAWorkOrder() public {
        makeMachine(CRANE_417);
        publish(MANUFACTURER, "record", 225);
        uint48 openedAt = time();
        as_(MANUFACTURER);
        provenance.openWorkOrder("order", CRANE_417, GEAR, noAlert(), "record");
        WorkOrder memory order = provenance.workOrderOf("order");
        vm.assertTrue(order.status == WorkOrderStatus.Opened);
        vm.assertEq(order.custodian, MANUFACTURER);
        vm.assertEq(order.performer, GEAR);
        vm.assertEq(order.changes, 0);
        vm.assertEq(order.openedAt, openedAt);
        vm.assertEq(order.statusSince, openedAt);
        vm.assertEq(order.machine, CRANE_417);
        vm.assertEq(order.record, "record");
        vm.assertEq(order.diagnosis, 0);
        vm.assertEq(order.completion, 0);
        vm.assertEq(order.changesHash, 0);
        pass(1 days);
        as_(GEAR);
        provenance.diagnose("order", "record");
        order = provenance.workOrderOf("order");
        vm.assertTrue(order.status == WorkOrderStatus.Diagnosed);
        vm.assertEq(order.diagnosis, "record");
        vm.assertEq(order.openedAt, openedAt);
        vm.assertEq(order.statusSince, openedAt + 1 days);
        pass(1 days);
        bytes memory signature = signAs(GEAR, provenance.completionDigest("order", "record", 0, 0, time()));
        as_(MANUFACTURER);
        provenance.completeWorkOrder("order", "record", time(), signature);
        order = provenance.workOrderOf("order");
        vm.assertTrue(order.status == WorkOrderStatus.Completed);
        vm.assertEq(order.completion, "record");
        vm.assertEq(order.statusSince, openedAt + 2 days);
        as_(MANUFACTURER);
        provenance.openWorkOrder("second", CRANE_417, GEAR, noAlert(), 0);
        pass(1);
        as_(MANUFACTURER);
        provenance.cancelWorkOrder("second");
        vm.assertTrue(provenance.workOrderOf("second").status == WorkOrderStatus.Cancelled);
        vm.assertEq(provenance.workOrderOf("second").statusSince, openedAt + 2 days + 1);
    }

    function test_pagesOf200() public {
        make("trolley");
        for (uint256 i = 0; i < 201; ++i) {
            makeBrake(bytes32(1000 + i));
            install(MANUFACTURER, bytes32(1000 + i), "trolley", bytes32(1000 + i));
        }
        vm.assertEq(provenance.childrenOf("trolley", 0, 200).length, 200);
        vm.assertEq(provenance.childrenOf("trolley", 0, 201).length, 200);
        vm.assertEq(provenance.childrenOf("trolley", 0, type(uint256).max).length, 200);
        vm.assertEq(provenance.childrenOf("trolley", 1, 500).length, 200);
        vm.assertEq(provenance.childrenOf("trolley", 2, 500).length, 199);
        vm.assertEq(provenance.childrenOf("trolley", 200, 500)[0], bytes32(uint256(1200)));
        vm.assertEq(provenance.childrenOf("trolley", 201, 500).length, 0);
        vm.assertEq(provenance.childrenOf("trolley", type(uint256).max, 500).length, 0);
        vm.assertEq(provenance.childrenOf("trolley", 7, 0).length, 0);
        AssemblyEdge[] memory edges = provenance.edgesUnder("trolley", 1, 500);
        vm.assertEq(edges.length, 200);
        vm.assertEq(edges[199].part, bytes32(uint256(1200)));
        (bytes32[] memory found, uint256 total) = provenance.partsOf(RecallScope.Lot, BRAKES, LOT, 1, 500);
        vm.assertEq(total, 201);
        vm.assertEq(found.length, 200);
        vm.assertEq(found[0], bytes32(uint256(1001)));
        vm.assertEq(found[199], bytes32(uint256(1200)));
        (found, total) = provenance.partsOf(RecallScope.Maker, BRAKES, 0, 199, 1);
        vm.assertEq(found.length, 1);
        vm.assertEq(found[0], bytes32(uint256(1199)));
    }

    function test_viewsOfWhatIsNotThere() public {
        bytes memory unknown = abi.encodeWithSelector(IPartErrors.UnknownPart.selector, bytes32("nothing"));
        vm.expectRevert(unknown);
        provenance.partOf("nothing");
        vm.expectRevert(unknown);
        provenance.stateOf("nothing");
        vm.expectRevert(unknown);
        provenance.custodyOf("nothing");
        vm.expectRevert(unknown);
        provenance.ancestorsOf("nothing");
        vm.expectRevert(unknown);
        provenance.machineOf("nothing");
        vm.expectRevert(unknown);
        provenance.builtAt("nothing");
        vm.assertEq(provenance.childrenOf("nothing", 0, 9).length, 0);
        vm.assertEq(provenance.edgesOf("nothing", 0, 9).length, 0);
        vm.assertEq(provenance.partBySerial(BRAKES, "nothing"), 0);
        vm.assertEq(provenance.recallsIn(RecallScope.Lot, BRAKES, "nothing").length, 0);
        makeMachine(CRANE_417);
        vm.assertEq(provenance.builtAt(CRANE_417), 0);
    }

    function test_theDigestsOfAReplacementAndACompletion() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("PartProvenance"),
                keccak256("1"),
                block.chainid,
                address(provenance)
            )
        );
        bytes32 replacement = keccak256(
            abi.encode(
                keccak256(
                    "Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline)"
                ),
                bytes32("order"),
                bytes32("old"),
                bytes32("new"),
                uint32(7),
                LATER
            )
        );
        vm.assertEq(
            provenance.replacementDigest("order", "old", "new", 7, LATER),
            keccak256(abi.encodePacked(hex"1901", domain, replacement))
        );
        bytes32 completion = keccak256(
            abi.encode(
                keccak256(
                    "WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48 deadline)"
                ),
                bytes32("order"),
                bytes32("record"),
                uint32(7),
                bytes32("changes"),
                LATER
            )
        );
        vm.assertEq(
            provenance.completionDigest("order", "record", 7, "changes", LATER),
            keccak256(abi.encodePacked(hex"1901", domain, completion))
        );
    }

    // ------------------------------------------------------------------------------------------------ no side effects

    /// @notice A machine with a part in it and a loose part stand by while everything is done to others.
    function test_nothingElseChanges() public {
        makeMachine("bystander");
        make("inside");
        make("loose");
        install(MANUFACTURER, "inside", "bystander", "place");
        bytes32 before = _bystanders();
        pass(1 days);
        makeMachine(CRANE_417);
        makeBrake("brake");
        makeBrake("brake 2");
        makeBrake("brake 3");
        install(MANUFACTURER, "brake", CRANE_417, "hoist");
        as_(MANUFACTURER);
        provenance.declareBuilt(CRANE_417, 0);
        handOver(MANUFACTURER, BUYER, CRANE_417, HandOverPurpose.Delivery, true);
        handOver(MANUFACTURER, SERVICE_PARTNER, "brake 2", HandOverPurpose.Installation, true);
        as_(BUYER);
        provenance.openWorkOrder("order", CRANE_417, SERVICE_PARTNER, noAlert(), 0);
        as_(SERVICE_PARTNER);
        provenance.diagnose("order", 0);
        bytes memory consent = signAs(BUYER, provenance.replacementDigest("order", "brake", "brake 2", 0, LATER));
        as_(SERVICE_PARTNER);
        provenance.replace("brake", "brake 2", "order", LATER, consent);
        as_(BUYER);
        provenance.oweCore("brake", GEAR, LATER, 0);
        as_(BUYER);
        provenance.offerHandOver("brake", GEAR, HandOverPurpose.CoreReturn, false, 0);
        as_(GEAR);
        provenance.acceptHandOver("brake");
        as_(GEAR);
        provenance.judgeCore("brake", true, 0);
        as_(GEAR);
        provenance.startRepair("brake", 0);
        as_(GEAR);
        provenance.completeRepair("brake", 0);
        as_(GEAR);
        provenance.inspect("brake", InspectionResult.Passed, 0);
        as_(GEAR);
        provenance.sight("brake", "NLRTM", time());
        as_(GEAR);
        provenance.sight("brake", "MYPKG", time());
        as_(MANUFACTURER);
        provenance.clearSuspicion("brake", 0);
        as_(MANUFACTURER);
        provenance.openRecall("recall", RecallScope.Lot, BRAKES, LOT, 0);
        as_(GEAR);
        provenance.remedyRecall("recall", "brake", 0);
        as_(MANUFACTURER);
        provenance.closeRecall("recall");
        as_(MANUFACTURER);
        provenance.endRecall("recall", 0);
        as_(BUYER);
        provenance.remove("brake 2", "order");
        as_(GEAR);
        provenance.offerTitle("brake", BUYER, 0);
        as_(BUYER);
        provenance.acceptTitle("brake");
        as_(MANUFACTURER);
        provenance.scrap("brake 3", 0);
        vm.assertEq(_bystanders(), before);
    }

    function _bystanders() private view returns (bytes32) {
        bytes memory all;
        bytes32[3] memory ids = [bytes32("bystander"), "inside", "loose"];
        for (uint256 i = 0; i < 3; ++i) {
            (bytes16 custodian, bytes16 owner) = provenance.custodyOf(ids[i]);
            all = abi.encode(
                all,
                view_(ids[i]),
                custodian,
                owner,
                provenance.stateOf(ids[i]),
                provenance.childrenOf(ids[i], 0, 200),
                provenance.edgesUnder(ids[i], 0, 200),
                provenance.edgesOf(ids[i], 0, 200),
                provenance.builtAt(ids[i]),
                provenance.coreReturnOf(ids[i]),
                provenance.offerOf(ids[i])
            );
        }
        return keccak256(all);
    }
}

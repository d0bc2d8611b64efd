// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {
    Evidence,
    EvidenceKind,
    HoldPoint,
    Milestone,
    MilestoneTerms,
    MilestoneStatus,
    OrderTerms,
    SubOrderTerms
} from "contracts/orders/OrderTypes.sol";
import {CodeList, DocumentType, Publication} from "contracts/records/IRecordRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @title An order like the reference scenario's, with six milestones
/// @notice M06 has a hold of the surveyor's, M08 one of the buyer's, M07 a witness point; M14 is paid; M19 is
/// taking-over, M20 final acceptance.
abstract contract OrderBase is InstalledConsortium {
    bytes32 internal constant ORDER = keccak256("order");
    bytes32 internal constant SUB = keccak256("inverter");
    bytes32 internal constant CHANGE = keccak256("CR-01");
    bytes32 internal constant CLAIM = keccak256("FM-1");
    bytes32 internal constant SNAG = keccak256("snag");
    bytes32 internal constant DISPUTE = keccak256("dispute");
    bytes32 internal constant M06 = keccak256("M06");
    bytes32 internal constant M07 = keccak256("M07");
    bytes32 internal constant M08 = keccak256("M08");
    bytes32 internal constant M14 = keccak256("M14");
    bytes32 internal constant M19 = keccak256("M19");
    bytes32 internal constant M20 = keccak256("M20");
    bytes32 internal constant AMOUNT = keccak256("7,000,000 and a salt");
    Evidence internal WORD_ONLY = Evidence(0, EvidenceKind.None, 0);

    OrderFulfilment internal orders;

    function setUp() public virtual override {
        super.setUp();
        orders = new OrderFulfilment(root);
        enter("OrderFulfilment", address(orders));
        vm.warp(START + 60 days);
    }

    function milestone(bytes32 code, uint16 weight, HoldPoint point, bytes16 inspector, uint256 day, bytes32 payment)
        internal
        pure
        returns (MilestoneTerms memory)
    {
        return MilestoneTerms(code, weight, point, inspector, day_(day), day_(day), payment);
    }

    function day_(uint256 day) internal pure returns (uint48) {
        return uint48(START + (60 + day) * 1 days);
    }

    function terms() internal pure returns (OrderTerms memory agreed) {
        agreed.order = ORDER;
        agreed.version = 1;
        agreed.seller = MANUFACTURER;
        agreed.buyer = BUYER;
        agreed.termsCommitment = keccak256("terms");
        agreed.calendarHash = keccak256("calendar");
        agreed.effectiveAt = day_(0);
        agreed.agreeBy = day_(7);
        agreed.reminderWindow = 14 days;
        agreed.inspectionNotice = 2 days;
        agreed.warrantyPeriod = 730 days;
        agreed.takingOver = M19;
        agreed.finalAcceptance = M20;
        agreed.milestones = new MilestoneTerms[](6);
        agreed.milestones[0] = milestone(M06, 14, HoldPoint.Hold, SURVEYOR, 190, 0);
        agreed.milestones[1] = milestone(M07, 6, HoldPoint.Witness, bytes16(0), 200, 0);
        agreed.milestones[2] = milestone(M08, 6, HoldPoint.Hold, bytes16(0), 210, 0);
        agreed.milestones[3] = milestone(M14, 5, HoldPoint.None, bytes16(0), 318, AMOUNT);
        agreed.milestones[4] = milestone(M19, 2, HoldPoint.None, bytes16(0), 426, keccak256("2,000,000"));
        agreed.milestones[5] = milestone(M20, 0, HoldPoint.None, bytes16(0), 1156, 0);
    }

    function agree() internal {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signAs(BUYER, digest);
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }

    function as_(bytes16 member) internal {
        vm.prank(operations(member));
    }

    function publish(bytes16 member, bytes32 record) internal {
        Publication memory publication;
        publication.record = record;
        publication.documentType = DocumentType(CodeList.UNTDID1001, 916, 0);
        publication.root = keccak256("root");
        publication.cidDigest = keccak256("cid");
        publication.cidCodec = 0x55;
        as_(member);
        records.publish(publication);
    }

    function complete(bytes32 code) internal {
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, code, WORD_ONLY, time());
    }

    /// @notice Everything before taking-over is complete, on day 320.
    function build() internal {
        vm.warp(day_(320));
        complete(M06);
        as_(SURVEYOR);
        orders.releaseHold(ORDER, M06, 0);
        as_(BUYER);
        orders.witness(ORDER, M07, 0);
        complete(M07);
        complete(M08);
        as_(BUYER);
        orders.releaseHold(ORDER, M08, 0);
        complete(M14);
    }

    function statusOf(bytes32 code) internal view returns (MilestoneStatus) {
        return orders.milestoneOf(ORDER, code).status;
    }

    function placeSub() internal {
        as_(MANUFACTURER);
        orders.placeSubOrder(SubOrderTerms(SUB, ORDER, M08, DRIVE, day_(180), keccak256("sub terms")));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {
    ChangeEvaluation,
    Evidence,
    EvidenceKind,
    HoldPoint,
    Milestone,
    MilestoneChange,
    MilestoneMove,
    MilestoneStatus,
    MilestoneTerms,
    OrderTerms,
    SnagClass,
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
    bytes32 internal constant PART = keccak256("first crane");
    bytes32 internal constant CONSIGNMENT = keccak256("consignment");
    bytes32 internal constant RECORD = "record";
    bytes32 internal constant PRICE = keccak256("85,000 and a salt");
    /// @dev Tells the ids that hang on the other order from those of the first.
    bytes32 internal constant OTHER = keccak256("other order");
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

    /// @notice The test touches nothing of another order between the same members that stands as far.
    modifier leavesOthersAlone() {
        OrderTerms memory agreed = terms();
        agreed.order = ORDER ^ OTHER;
        agree(agreed);
        furnish(OTHER);
        bytes32 before = furniture(OTHER);
        _;
        vm.assertEq(furniture(OTHER), before);
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
        agree(terms());
    }

    function agree(OrderTerms memory agreed) internal {
        does(MANUFACTURER, agreement(agreed));
    }

    /// @notice The most milestones that an order can have; each has a hold but those that a certificate completes.
    function largest() internal pure returns (OrderTerms memory agreed) {
        agreed = terms();
        agreed.order = keccak256("largest");
        MilestoneTerms[] memory many = new MilestoneTerms[](64);
        for (uint256 i = 0; i < 64; ++i) {
            many[i] = i < 6
                ? agreed.milestones[i]
                : milestone(keccak256(abi.encode(i)), 65_535, HoldPoint.Hold, SURVEYOR, 100 + i, AMOUNT);
        }
        agreed.milestones = many;
    }

    /// @notice The call that enters an order, signed by both.
    function agreement(OrderTerms memory agreed) internal view returns (bytes memory) {
        bytes32 digest = orders.orderDigest(agreed);
        return abi.encodeCall(
            orders.agreeOrder, (agreed, signAs(agreed.seller, digest), signAs(agreed.buyer, digest))
        );
    }

    function as_(bytes16 member) internal {
        vm.prank(operations(member));
    }

    /// @notice The member's call succeeds.
    function does(bytes16 member, bytes memory call) internal returns (bytes memory answer) {
        bool done;
        as_(member);
        (done, answer) = address(orders).call(call);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @notice The member's call is refused with exactly this error.
    function refuses(bytes16 member, bytes memory call, bytes memory error) internal {
        as_(member);
        (bool done, bytes memory answer) = address(orders).call(call);
        vm.assertFalse(done);
        vm.assertEq(answer, error);
    }

    /// @notice The call with the word at `index` behind its selector replaced, as no compiler would write it.
    function withWord(bytes memory call, uint256 index, uint256 value) internal pure returns (bytes memory changed) {
        changed = call;
        assembly ("memory-safe") {
            mstore(add(changed, add(0x24, mul(index, 0x20))), value)
        }
    }

    /// @notice The next call emits what the test emits now, with all its fields.
    function expect() internal {
        vm.expectEmit(true, true, true, true, address(orders));
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

    function moves(uint256 day) internal pure returns (MilestoneMove[] memory named) {
        named = new MilestoneMove[](1);
        named[0] = MilestoneMove(M08, day_(day));
    }

    function evaluation() internal pure returns (ChangeEvaluation memory evaluated) {
        evaluated.costCommitment = keccak256("180,000 and a salt");
        evaluated.delayDays = 14;
        evaluated.termsCommitment = keccak256("terms, version 2");
        evaluated.calendarHash = keccak256("calendar, next year's too");
        evaluated.milestones = new MilestoneChange[](2);
        evaluated.milestones[0] = MilestoneChange(M08, day_(224), day_(225), 0);
        evaluated.milestones[1] = MilestoneChange(M14, 0, 0, keccak256("7,063,000 and a salt"));
        evaluated.certificates = new bytes32[](1);
        evaluated.certificates[0] = "DoC";
    }

    function delayed() internal pure returns (bytes32[] memory codes) {
        codes = new bytes32[](2);
        codes[0] = M14;
        codes[1] = M19;
    }

    /// @notice One of each on an order agreed: its ids are those of this file, XOR `salt`.
    function furnish(bytes32 salt) internal {
        bytes32 order = ORDER ^ salt;
        bytes32 sub = SUB ^ salt;
        SubOrderTerms memory sub_ = SubOrderTerms(sub, order, M08, DRIVE, day_(180), keccak256("sub terms"));
        does(MANUFACTURER, abi.encodeCall(orders.placeSubOrder, (sub_)));
        does(DRIVE, abi.encodeCall(orders.promiseDelivery, (sub, day_(200))));
        does(DRIVE, abi.encodeCall(orders.offerAlternative, (sub, 9, PRICE, moves(219))));
        does(BUYER, abi.encodeCall(orders.requestChange, (order, CHANGE ^ salt, 0)));
        does(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (CHANGE ^ salt, evaluation())));
        does(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (order, CLAIM ^ salt, 0, 4, delayed())));
        does(
            BUYER,
            abi.encodeCall(orders.raiseSnag, (order, SNAG ^ salt, uint8(SnagClass.Functional), day_(300), 0))
        );
        does(MANUFACTURER, abi.encodeCall(orders.raiseDispute, (order, DISPUTE ^ salt, 0)));
        does(
            MANUFACTURER,
            abi.encodeCall(orders.reportDelivery, (order, PART ^ salt, 400_000, CONSIGNMENT, WORD_ONLY))
        );
    }

    /// @notice All that stands of an order and of what `furnish` put there.
    function furniture(bytes32 salt) internal view returns (bytes32) {
        bytes32 order = ORDER ^ salt;
        (bytes32[] memory codes, Milestone[] memory milestones) = orders.milestonesOf(order, 0, 64);
        bytes memory first = abi.encode(orders.orderOf(order), codes, milestones, orders.subOrderOf(SUB ^ salt));
        bytes memory second = abi.encode(
            orders.alternativeOf(SUB ^ salt, 1),
            orders.changeOf(CHANGE ^ salt),
            orders.delayClaimOf(CLAIM ^ salt),
            orders.snagOf(SNAG ^ salt),
            orders.disputeOf(DISPUTE ^ salt),
            orders.deliveryOf(PART ^ salt)
        );
        return keccak256(bytes.concat(first, second));
    }

    /// @notice All milestones of the order but one.
    function siblings(bytes32 code) internal view returns (bytes32) {
        (bytes32[] memory codes, Milestone[] memory milestones) = orders.milestonesOf(ORDER, 0, 64);
        bytes memory all;
        for (uint256 i = 0; i < codes.length; ++i) {
            if (codes[i] != code) all = bytes.concat(all, abi.encode(codes[i], milestones[i]));
        }
        return keccak256(all);
    }
}

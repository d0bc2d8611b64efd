// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {
    HoldPoint,
    Milestone,
    MilestoneStatus,
    MilestoneTerms,
    Order,
    OrderStatus,
    OrderTerms
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract AgreementTest is OrderBase {
    function test_agreed() public leavesOthersAlone {
        OrderTerms memory agreed = terms();
        agreed.contractRecord = "contract";
        publish(MANUFACTURER, "contract");
        bytes memory call = agreement(agreed);
        expect();
        emit IOrderEvents.OrderAgreed(
            ORDER, MANUFACTURER, BUYER, operations(MANUFACTURER), operations(BUYER), agreed
        );
        // Any member may enter it.
        does(BANK_A, call);
        Order memory expected;
        expected.seller = MANUFACTURER;
        expected.buyer = BUYER;
        expected.status = OrderStatus.Agreed;
        expected.version = 1;
        expected.milestoneCount = 6;
        expected.openMilestones = 6;
        expected.totalWeight = 33;
        expected.effectiveAt = day_(0);
        expected.agreedAt = time();
        expected.reminderWindow = 14 days;
        expected.inspectionNotice = 2 days;
        expected.warrantyPeriod = 730 days;
        expected.termsCommitment = keccak256("terms");
        expected.contractRecord = "contract";
        expected.calendarHash = keccak256("calendar");
        expected.takingOver = M19;
        expected.finalAcceptance = M20;
        vm.assertEq(keccak256(abi.encode(orders.orderOf(ORDER))), keccak256(abi.encode(expected)));
        for (uint256 i = 0; i < 6; ++i) {
            MilestoneTerms memory given = agreed.milestones[i];
            Milestone memory entered;
            entered.status = MilestoneStatus.Open;
            entered.holdPoint = given.holdPoint;
            entered.weight = given.weight;
            entered.due = given.due;
            entered.planned = given.planned;
            entered.agreedDue = given.due;
            entered.paymentCommitment = given.paymentCommitment;
            // The buyer inspects where nobody else is named.
            if (i == 0) entered.inspector = SURVEYOR;
            if (i == 1 || i == 2) entered.inspector = BUYER;
            vm.assertEq(
                keccak256(abi.encode(orders.milestoneOf(ORDER, given.code))), keccak256(abi.encode(entered))
            );
        }
    }

    /// @dev The first and last of what may be agreed.
    function test_agreedAtTheEdges() public {
        OrderTerms memory agreed = terms();
        agreed.effectiveAt = uint48(2 ** 40);
        for (uint256 i = 0; i < 6; ++i) {
            agreed.milestones[i].due = uint48(2 ** 40);
            agreed.milestones[i].planned = uint48(2 ** 40);
        }
        agreed.milestones[0].due += 1;
        bytes memory tooLate =
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, uint48(2 ** 40 + 1), uint48(2 ** 40));
        _expectTermsRefused(agreed, tooLate);
        agreed.milestones[0].due -= 1;
        agreed.milestones[0].planned += 1;
        _expectTermsRefused(agreed, tooLate);
        agreed.milestones[0].planned -= 1;
        agree(agreed);
        agreed = terms();
        agreed.order = "in force for ever";
        agreed.effectiveAt = 0;
        agree(agreed);
        vm.assertEq(orders.orderOf(agreed.order).effectiveAt, 0);
        agreed = terms();
        agreed.order = "at the last second";
        vm.warp(agreed.agreeBy);
        agreed.milestones[0].due = agreed.effectiveAt;
        agreed.milestones[0].planned = agreed.effectiveAt;
        agree(agreed);
        vm.assertEq(orders.milestoneOf(agreed.order, M06).due, agreed.effectiveAt);
    }

    /// @dev A number that is no hold point is refused like any other mistake, before it is hashed and in the digest.
    function test_unknownHoldPointIsRefused(uint8 point) public {
        vm.assume(point > 2);
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory call = abi.encodeCall(
            orders.agreeOrder, (agreed, signAs(MANUFACTURER, digest), signAs(BUYER, digest))
        );
        bytes memory error = abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M07);
        // After selector and 3 heads come 15 members of the terms, the length, and 7 words a milestone.
        refuses(MANUFACTURER, withWord(call, 3 + 15 + 1 + 7 + 2, point), error);
        refuses(MANUFACTURER, withWord(abi.encodeCall(orders.orderDigest, (agreed)), 1 + 15 + 1 + 7 + 2, point), error);
        error = abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M06);
        refuses(MANUFACTURER, withWord(abi.encodeCall(orders.orderDigest, (agreed)), 1 + 15 + 1 + 2, point), error);
    }

    function test_pages() public {
        agree();
        (bytes32[] memory codes, Milestone[] memory milestones) = orders.milestonesOf(ORDER, 4, 10);
        vm.assertEq(codes.length, 2);
        vm.assertEq(milestones.length, 2);
        vm.assertEq(codes[0], M19);
        vm.assertEq(codes[1], M20);
        vm.assertEq(milestones[0].due, day_(426));
        vm.assertEq(milestones[1].due, day_(1156));
        (codes, milestones) = orders.milestonesOf(ORDER, 1, 2);
        vm.assertEq(codes.length, 2);
        vm.assertEq(codes[0], M07);
        vm.assertEq(codes[1], M08);
        (codes,) = orders.milestonesOf(ORDER, 6, 1);
        vm.assertEq(codes.length, 0);
        (codes,) = orders.milestonesOf(ORDER, 0, 0);
        vm.assertEq(codes.length, 0);
        (codes,) = orders.milestonesOf(ORDER, type(uint256).max, type(uint256).max);
        vm.assertEq(codes.length, 0);
        (codes,) = orders.milestonesOf(ORDER, 1, type(uint256).max);
        vm.assertEq(codes.length, 5);
    }

    /// @dev The digest, put together here from the type string of the README, field by field.
    function test_digest() public view {
        OrderTerms memory agreed = terms();
        bytes32 milestoneType = keccak256(
            "MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,bytes32 paymentCommitment)"
        );
        bytes32 orderType = keccak256(
            "OrderTerms(bytes32 order,uint32 version,bytes16 seller,bytes16 buyer,bytes32 termsCommitment,bytes32 contractRecord,bytes32 calendarHash,uint48 effectiveAt,uint48 agreeBy,uint32 reminderWindow,uint32 inspectionNotice,uint32 warrantyPeriod,bytes32 takingOver,bytes32 finalAcceptance,MilestoneTerms[] milestones)MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,bytes32 paymentCommitment)"
        );
        bytes memory all;
        for (uint256 i = 0; i < agreed.milestones.length; ++i) {
            MilestoneTerms memory m = agreed.milestones[i];
            all = abi.encodePacked(
                all,
                keccak256(
                    abi.encode(
                        milestoneType, m.code, m.weight, m.holdPoint, m.inspector, m.due, m.planned, m.paymentCommitment
                    )
                )
            );
        }
        bytes memory first = abi.encode(
            orderType, agreed.order, agreed.version, agreed.seller, agreed.buyer, agreed.termsCommitment
        );
        bytes memory second = abi.encode(
            agreed.contractRecord, agreed.calendarHash, agreed.effectiveAt, agreed.agreeBy, agreed.reminderWindow
        );
        bytes memory third = abi.encode(
            agreed.inspectionNotice, agreed.warrantyPeriod, agreed.takingOver, agreed.finalAcceptance, keccak256(all)
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OrderFulfilment"),
                keccak256("1"),
                block.chainid,
                address(orders)
            )
        );
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", domain, keccak256(bytes.concat(first, second, third)))
        );
        vm.assertEq(orders.orderDigest(agreed), digest);
    }

    function test_replayRefused() public {
        agree();
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signAs(BUYER, digest);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.OrderAlreadyAgreed.selector, ORDER));
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }

    /// @dev A signature for another contract, chain or order recovers to some other account, which is nobody's.
    function test_signatureForAnotherContractRefused() public {
        OrderTerms memory agreed = terms();
        bytes32 elsewhere = new OrderFulfilment(root).orderDigest(agreed);
        _expectRefused(agreed, signAs(MANUFACTURER, elsewhere), signAs(BUYER, orders.orderDigest(agreed)));
    }

    function test_signatureForAnotherChainRefused() public {
        OrderTerms memory agreed = terms();
        bytes memory buyer = signAs(BUYER, orders.orderDigest(agreed));
        vm.chainId(4711);
        bytes memory seller = signAs(MANUFACTURER, orders.orderDigest(agreed));
        vm.chainId(31337);
        _expectRefused(agreed, seller, buyer);
    }

    function test_signatureForOtherTermsRefused(uint8 which) public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signAs(BUYER, digest);
        which = which % 5;
        if (which == 0) agreed.order = keccak256("other");
        if (which == 1) agreed.termsCommitment = keccak256("other");
        if (which == 2) agreed.milestones[3].due += 1;
        if (which == 3) agreed.milestones[5].weight += 1;
        if (which == 4) agreed.warrantyPeriod -= 1;
        _expectRefused(agreed, seller, buyer);
    }

    function test_signatureOfAnotherMemberRefused() public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory stranger = signAs(GEAR, digest);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.SignerMemberMismatch.selector, BUYER, GEAR));
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, stranger);
    }

    function test_signatureOfAnotherPurposeRefused() public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signWith(keyOf(BUYER, AccountPurpose.Oracle), digest);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.AccountPurposeMismatch.selector,
                oracle(BUYER),
                AccountPurpose.Operations,
                AccountPurpose.Oracle
            )
        );
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }

    function test_signatureOfRevokedAccountRefused() public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signAs(BUYER, digest);
        vm.prank(governance(BUYER));
        registry.revokeAccount(operations(BUYER), time());
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }

    function test_malformedSignatureRefused() public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory buyer = signAs(BUYER, digest);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.SignatureInvalid.selector, digest));
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, hex"1234", buyer);
    }

    function test_callerMustBeMember() public {
        OrderTerms memory agreed = terms();
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(MANUFACTURER, digest);
        bytes memory buyer = signAs(BUYER, digest);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, address(0xBAD)));
        vm.prank(address(0xBAD));
        orders.agreeOrder(agreed, seller, buyer);
    }

    function test_offerExpires() public {
        vm.warp(day_(7) + 1);
        _expectTermsRefused(terms(), abi.encodeWithSelector(IOrderErrors.OfferExpired.selector, ORDER, day_(7)));
    }

    function test_impossibleTermsRefused() public {
        bytes memory invalid = abi.encodeWithSelector(IOrderErrors.InvalidOrderTerms.selector, ORDER);
        OrderTerms memory agreed = terms();
        agreed.order = 0;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        agreed = terms();
        agreed.version = 2;
        _expectTermsRefused(agreed, invalid);
        agreed = terms();
        agreed.termsCommitment = 0;
        _expectTermsRefused(agreed, invalid);
        agreed = terms();
        agreed.buyer = MANUFACTURER;
        _expectTermsRefused(agreed, invalid);
        agreed = terms();
        agreed.contractRecord = keccak256("unpublished");
        _expectTermsRefused(
            agreed, abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, agreed.contractRecord)
        );
        agreed = terms();
        agreed.milestones = new MilestoneTerms[](0);
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 0, 1, 64));
        agreed.milestones = new MilestoneTerms[](65);
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 1, 64));
        agreed = terms();
        agreed.effectiveAt = uint48(2 ** 40 + 1);
        _expectTermsRefused(
            agreed,
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, agreed.effectiveAt, uint48(2 ** 40))
        );
    }

    function test_impossibleMilestonesRefused() public {
        OrderTerms memory agreed = terms();
        agreed.milestones[1].code = 0;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, bytes32(0)));
        agreed = terms();
        agreed.milestones[1].code = M06;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M06));
        agreed = terms();
        agreed.milestones[3].inspector = SURVEYOR;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M14));
        agreed = terms();
        agreed.milestones[5].holdPoint = HoldPoint.Witness;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M20));
        agreed = terms();
        agreed.finalAcceptance = "unknown";
        _expectTermsRefused(
            agreed, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32("unknown"))
        );
        agreed = terms();
        agreed.milestones[0].planned = agreed.effectiveAt - 1;
        _expectTermsRefused(
            agreed,
            abi.encodeWithSelector(
                IConsortiumErrors.TimeTooEarly.selector, agreed.effectiveAt - 1, agreed.effectiveAt
            )
        );
        agreed = terms();
        agreed.milestones[4].holdPoint = HoldPoint.Hold;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M19));
        agreed = terms();
        agreed.takingOver = 0;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        agreed = terms();
        agreed.finalAcceptance = M19;
        _expectTermsRefused(agreed, abi.encodeWithSelector(IOrderErrors.InvalidMilestone.selector, ORDER, M19));
        agreed = terms();
        agreed.milestones[0].due = agreed.effectiveAt - 1;
        _expectTermsRefused(
            agreed,
            abi.encodeWithSelector(
                IConsortiumErrors.TimeTooEarly.selector, agreed.effectiveAt - 1, agreed.effectiveAt
            )
        );
        agreed = terms();
        agreed.milestones[0].inspector = "nobody";
        _expectTermsRefused(agreed, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
    }

    function test_largestOrderFitsATransaction() public {
        bytes memory call = agreement(largest());
        uint256 before = gasleft();
        does(MANUFACTURER, call);
        vm.assertLe(before - gasleft(), 12_000_000);
        Order memory entered = orders.orderOf(largest().order);
        vm.assertEq(entered.milestoneCount, 64);
        vm.assertEq(entered.totalWeight, 33 + 58 * 65_535);
    }

    function test_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, ORDER));
        orders.orderOf(ORDER);
        agree();
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, SUB));
        orders.milestoneOf(ORDER, SUB);
    }

    function test_beforeTheDirectoryHasIt() public {
        OrderFulfilment stranger = new OrderFulfilment(root);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("OrderFulfilment"), address(orders)
            )
        );
        as_(MANUFACTURER);
        stranger.replan(ORDER, M14, day_(1));
        vm.expectPartialRevert(IConsortiumErrors.ContractSuperseded.selector);
        stranger.remind(ORDER, M14);
    }

    function _expectRefused(OrderTerms memory agreed, bytes memory seller, bytes memory buyer) private {
        vm.expectPartialRevert(IMemberRegistry.UnknownAccount.selector);
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }

    function _expectTermsRefused(OrderTerms memory agreed, bytes memory revertData) private {
        bytes32 digest = orders.orderDigest(agreed);
        bytes memory seller = signAs(agreed.seller, digest);
        bytes memory buyer = signAs(agreed.buyer, digest);
        vm.expectRevert(revertData);
        as_(MANUFACTURER);
        orders.agreeOrder(agreed, seller, buyer);
    }
}

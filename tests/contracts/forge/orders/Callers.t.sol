// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {OrderStatus, SubOrderTerms} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Every function of OrderFulfilment, asked by those who may not and when it may not be.
contract CallersTest is OrderBase {
    enum Role {
        Seller,
        Buyer,
        Party,
        Supplier,
        SupplierOrSeller,
        Surveyor,
        Inspector,
        Anyone,
        Member
    }

    /// @dev What order statuses allow a call in: agreed, taken over, ended.
    enum Life {
        Agreed,
        Live,
        Known
    }

    struct Case {
        Role role;
        Life life;
        bytes call;
    }

    Case[] private _cases;
    bytes16[5] private _members = [MANUFACTURER, BUYER, DRIVE, SURVEYOR, BANK_A];

    function setUp() public override {
        super.setUp();
        agree();
        furnish(0);
        publish(BUYER, RECORD);
        _list();
    }

    function test_unknownAccountIsRefused() public {
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (_cases[i].role == Role.Anyone) continue;
            vm.prank(address(0xBAD));
            _refused(_cases[i].call, abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, address(0xBAD)));
        }
    }

    function test_accountOfAnotherPurposeIsRefused() public {
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (_cases[i].role == Role.Anyone) continue;
            address account = oracle(_memberFor(_cases[i].role));
            vm.prank(account);
            _refused(
                _cases[i].call,
                abi.encodeWithSelector(
                    IMemberRegistry.AccountPurposeMismatch.selector,
                    account,
                    AccountPurpose.Operations,
                    AccountPurpose.Oracle
                )
            );
        }
    }

    function test_suspendedMemberDoesNothing() public {
        vm.prank(address(governor));
        registry.suspend(MANUFACTURER, 1);
        vm.prank(address(governor));
        registry.suspend(BUYER, 1);
        for (uint256 i = 0; i < _cases.length; ++i) {
            bytes16 member = _memberFor(_cases[i].role);
            if (_cases[i].role == Role.Anyone || (member != MANUFACTURER && member != BUYER)) continue;
            refuses(
                member,
                _cases[i].call,
                abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, member, MemberStatus.Suspended)
            );
        }
    }

    function test_pausedForAll() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        uint48 until = registry.pauseState().pausedUntil;
        bytes memory paused = abi.encodeWithSelector(IMemberRegistry.WritesPaused.selector, until);
        vm.warp(until - 1);
        for (uint256 i = 0; i < _cases.length; ++i) {
            refuses(_memberFor(_cases[i].role), _cases[i].call, paused);
        }
        // What anyone may call is open again from the pause's end.
        vm.warp(until);
        refuses(
            BANK_A,
            abi.encodeCall(orders.escalate, (ORDER, M14)),
            abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, M14, day_(318))
        );
    }

    function test_supersededRefusesAll() public {
        OrderFulfilment successor = new OrderFulfilment(root);
        enter("OrderFulfilment", address(successor));
        bytes memory superseded = abi.encodeWithSelector(
            IConsortiumErrors.ContractSuperseded.selector, bytes32("OrderFulfilment"), address(successor)
        );
        for (uint256 i = 0; i < _cases.length; ++i) {
            refuses(_memberFor(_cases[i].role), _cases[i].call, superseded);
        }
    }

    function test_othersAreRefused() public {
        vm.warp(day_(320));
        for (uint256 i = 0; i < _cases.length; ++i) {
            Case memory item = _cases[i];
            for (uint256 j = 0; j < _members.length; ++j) {
                bytes memory error = _roleError(item.role, _members[j]);
                if (error.length != 0) refuses(_members[j], item.call, error);
            }
        }
    }

    function test_cancelledOrderAllowsNothingButWhatSettles() public {
        does(BUYER, abi.encodeCall(orders.proposeCancellation, (ORDER, RECORD)));
        does(MANUFACTURER, abi.encodeCall(orders.acceptCancellation, (ORDER, RECORD)));
        _expectEnded(OrderStatus.Cancelled);
    }

    function test_acceptedOrderAllowsNothingButWhatSettles() public {
        _takeOver();
        _settle();
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        vm.warp(orders.orderOf(ORDER).warrantiesUntil);
        does(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, RECORD)));
        _expectEnded(OrderStatus.Accepted);
    }

    function test_takenOverOrderIsNotBuiltAnyMore() public {
        _takeOver();
        bytes memory error =
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.TakenOver);
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (_cases[i].life == Life.Agreed) refuses(_memberFor(_cases[i].role), _cases[i].call, error);
        }
    }

    /// @dev Each function that names an order, or something that hangs on one, names one that there is.
    function test_unknownIsRefused() public {
        bytes32 no = "unknown";
        bytes memory order = abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, no);
        bytes memory code = abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, no);
        bytes memory sub = abi.encodeWithSelector(IOrderErrors.UnknownSubOrder.selector, no);
        bytes memory other = abi.encodeWithSelector(IOrderErrors.UnknownIdentifier.selector, no);
        refuses(MANUFACTURER, abi.encodeCall(orders.replan, (no, M14, day_(9))), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.replan, (ORDER, no, day_(9))), code);
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (no, M06, day_(9))), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, no, day_(9))), code);
        refuses(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (no, M14, WORD_ONLY, time())), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, no, WORD_ONLY, time())), code);
        refuses(BUYER, abi.encodeCall(orders.replaceInspector, (ORDER, no, INSURER)), code);
        refuses(SURVEYOR, abi.encodeCall(orders.releaseHold, (no, M06, 0)), order);
        refuses(SURVEYOR, abi.encodeCall(orders.releaseHold, (ORDER, no, 0)), code);
        refuses(SURVEYOR, abi.encodeCall(orders.refuseRelease, (no, M06, 0)), order);
        refuses(SURVEYOR, abi.encodeCall(orders.waiveHold, (no, M06, RECORD)), order);
        refuses(SURVEYOR, abi.encodeCall(orders.witness, (no, M06, 0)), order);
        refuses(BANK_A, abi.encodeCall(orders.remind, (no, M14)), order);
        refuses(BANK_A, abi.encodeCall(orders.remind, (ORDER, no)), code);
        refuses(BANK_A, abi.encodeCall(orders.escalate, (no, M14)), order);
        refuses(BANK_A, abi.encodeCall(orders.escalate, (ORDER, no)), code);
        refuses(DRIVE, abi.encodeCall(orders.promiseDelivery, (no, day_(9))), sub);
        refuses(DRIVE, abi.encodeCall(orders.offerAlternative, (no, 9, PRICE, moves(219))), sub);
        refuses(DRIVE, abi.encodeCall(orders.acceptAlternative, (no, 1, moves(219))), sub);
        refuses(DRIVE, abi.encodeCall(orders.deliverSubOrder, (no, 1, WORD_ONLY)), sub);
        refuses(MANUFACTURER, abi.encodeCall(orders.cancelSubOrder, (no)), sub);
        refuses(BANK_A, abi.encodeCall(orders.remindSubOrder, (no)), sub);
        refuses(BANK_A, abi.encodeCall(orders.escalateSubOrder, (no)), sub);
        refuses(BUYER, abi.encodeCall(orders.requestChange, (no, "c", 0)), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (no, evaluation())), other);
        refuses(BUYER, abi.encodeCall(orders.acceptChange, (no, evaluation())), other);
        refuses(BUYER, abi.encodeCall(orders.closeChange, (no)), other);
        refuses(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (no, "c", 0, 4, delayed())), order);
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (no, delayed())), other);
        refuses(BUYER, abi.encodeCall(orders.refuseExcusableDelay, (no, 0)), other);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (no, "s", 1, 0, 0)), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.answerSnag, (no, 0)), other);
        refuses(BUYER, abi.encodeCall(orders.closeSnag, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.remindSnag, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.escalateSnag, (no)), other);
        refuses(MANUFACTURER, abi.encodeCall(orders.reportDelivery, (no, "d", 1, 0, WORD_ONLY)), order);
        refuses(BUYER, abi.encodeCall(orders.takeOverPart, (no, RECORD, time())), other);
        refuses(BUYER, abi.encodeCall(orders.refuseDelivery, (no, RECORD)), other);
        refuses(BUYER, abi.encodeCall(orders.takeOver, (no, RECORD, time())), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.extendWarranty, (no, 0, day_(900))), other);
        refuses(MANUFACTURER, abi.encodeCall(orders.extendWarranty, (SNAG, no, day_(900))), other);
        refuses(BUYER, abi.encodeCall(orders.acceptFinally, (no, RECORD)), order);
        refuses(BUYER, abi.encodeCall(orders.claimLiquidatedDamages, (no, AMOUNT)), order);
        refuses(MANUFACTURER, abi.encodeCall(orders.acceptLiquidatedDamages, (no, AMOUNT)), order);
        refuses(BUYER, abi.encodeCall(orders.proposeCancellation, (no, RECORD)), order);
        refuses(BUYER, abi.encodeCall(orders.acceptCancellation, (no, RECORD)), order);
        refuses(BUYER, abi.encodeCall(orders.raiseDispute, (no, "d", 0)), order);
        refuses(BUYER, abi.encodeCall(orders.proposeSettlement, (no, RECORD)), other);
        refuses(BUYER, abi.encodeCall(orders.acceptSettlement, (no, RECORD)), other);
    }

    function test_viewsNameWhatThereIs() public {
        bytes32 no = "unknown";
        bytes memory other = abi.encodeWithSelector(IOrderErrors.UnknownIdentifier.selector, no);
        bytes memory order = abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, no);
        refuses(BANK_A, abi.encodeCall(orders.orderOf, (no)), order);
        refuses(BANK_A, abi.encodeCall(orders.milestonesOf, (no, 0, 1)), order);
        refuses(BANK_A, abi.encodeCall(orders.lateness, (no)), order);
        refuses(
            BANK_A,
            abi.encodeCall(orders.milestoneOf, (ORDER, no)),
            abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, no)
        );
        refuses(
            BANK_A,
            abi.encodeCall(orders.subOrderOf, (no)),
            abi.encodeWithSelector(IOrderErrors.UnknownSubOrder.selector, no)
        );
        refuses(
            BANK_A,
            abi.encodeCall(orders.alternativeOf, (SUB, 2)),
            abi.encodeWithSelector(IOrderErrors.UnknownAlternative.selector, SUB, 2)
        );
        refuses(BANK_A, abi.encodeCall(orders.changeOf, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.delayClaimOf, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.snagOf, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.disputeOf, (no)), other);
        refuses(BANK_A, abi.encodeCall(orders.deliveryOf, (no)), other);
    }

    /// @dev A record named must be published; where one is needed, none is not enough.
    function test_recordsArePublished() public {
        bytes32 no = "unpublished";
        bytes memory error = abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, no);
        bytes memory none = abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32(0));
        refuses(SURVEYOR, abi.encodeCall(orders.releaseHold, (ORDER, M06, no)), error);
        refuses(SURVEYOR, abi.encodeCall(orders.refuseRelease, (ORDER, M06, no)), error);
        refuses(SURVEYOR, abi.encodeCall(orders.waiveHold, (ORDER, M06, no)), error);
        refuses(SURVEYOR, abi.encodeCall(orders.waiveHold, (ORDER, M06, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.witness, (ORDER, M07, no)), error);
        refuses(BUYER, abi.encodeCall(orders.requestChange, (ORDER, "new", no)), error);
        refuses(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (ORDER, "new", no, 4, delayed())), error);
        refuses(BUYER, abi.encodeCall(orders.refuseExcusableDelay, (CLAIM, no)), error);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, "new", 1, 0, no)), error);
        refuses(MANUFACTURER, abi.encodeCall(orders.answerSnag, (SNAG, no)), error);
        refuses(BUYER, abi.encodeCall(orders.takeOverPart, (PART, no, time())), error);
        refuses(BUYER, abi.encodeCall(orders.takeOverPart, (PART, 0, time())), none);
        refuses(BUYER, abi.encodeCall(orders.refuseDelivery, (PART, no)), error);
        refuses(BUYER, abi.encodeCall(orders.refuseDelivery, (PART, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.takeOver, (ORDER, no, time())), error);
        refuses(BUYER, abi.encodeCall(orders.takeOver, (ORDER, 0, time())), none);
        refuses(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, no)), error);
        refuses(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.proposeCancellation, (ORDER, no)), error);
        refuses(BUYER, abi.encodeCall(orders.proposeCancellation, (ORDER, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.raiseDispute, (ORDER, "new", no)), error);
        refuses(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, no)), error);
        refuses(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, 0)), none);
    }

    function _list() private {
        _add(Role.Member, Life.Known, agreement(terms()));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.replan, (ORDER, M14, day_(330))));
        _add(Role.Seller, Life.Agreed, abi.encodeCall(orders.notifyInspection, (ORDER, M06, day_(330))));
        _add(Role.Seller, Life.Agreed, abi.encodeCall(orders.completeMilestone, (ORDER, M14, WORD_ONLY, time())));
        _add(Role.Surveyor, Life.Agreed, abi.encodeCall(orders.releaseHold, (ORDER, M06, 0)));
        _add(Role.Surveyor, Life.Agreed, abi.encodeCall(orders.refuseRelease, (ORDER, M06, 0)));
        _add(Role.Surveyor, Life.Agreed, abi.encodeCall(orders.waiveHold, (ORDER, M06, RECORD)));
        _add(Role.Inspector, Life.Agreed, abi.encodeCall(orders.witness, (ORDER, M07, 0)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.remind, (ORDER, M14)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.escalate, (ORDER, M14)));
        SubOrderTerms memory sub = SubOrderTerms("new", ORDER, M20, DRIVE, day_(180), keccak256("terms"));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.placeSubOrder, (sub)));
        _add(Role.Supplier, Life.Live, abi.encodeCall(orders.promiseDelivery, (SUB, day_(2000))));
        _add(Role.SupplierOrSeller, Life.Live, abi.encodeCall(orders.offerAlternative, (SUB, 9, PRICE, moves(219))));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.cancelSubOrder, (SUB)));
        _add(Role.Supplier, Life.Live, abi.encodeCall(orders.deliverSubOrder, (SUB, 1, WORD_ONLY)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.remindSubOrder, (SUB)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.escalateSubOrder, (SUB)));
        _add(Role.Party, Life.Agreed, abi.encodeCall(orders.requestChange, (ORDER, "new", 0)));
        _add(Role.Seller, Life.Agreed, abi.encodeCall(orders.evaluateChange, (CHANGE, evaluation())));
        _add(Role.Buyer, Life.Agreed, abi.encodeCall(orders.acceptChange, (CHANGE, evaluation())));
        _add(Role.Party, Life.Known, abi.encodeCall(orders.closeChange, (CHANGE)));
        _add(Role.Seller, Life.Agreed, abi.encodeCall(orders.claimExcusableDelay, (ORDER, "new", 0, 4, delayed())));
        _add(Role.Buyer, Life.Live, abi.encodeCall(orders.acceptExcusableDelay, (CLAIM, delayed())));
        _add(Role.Buyer, Life.Live, abi.encodeCall(orders.refuseExcusableDelay, (CLAIM, 0)));
        _add(Role.Buyer, Life.Live, abi.encodeCall(orders.raiseSnag, (ORDER, "new", 1, 0, 0)));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.answerSnag, (SNAG, 0)));
        _add(Role.Buyer, Life.Live, abi.encodeCall(orders.closeSnag, (SNAG)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.remindSnag, (SNAG)));
        _add(Role.Anyone, Life.Live, abi.encodeCall(orders.escalateSnag, (SNAG)));
        _add(Role.Seller, Life.Agreed, abi.encodeCall(orders.reportDelivery, (ORDER, "new", 1, 0, WORD_ONLY)));
        _add(Role.Buyer, Life.Agreed, abi.encodeCall(orders.takeOverPart, (PART, RECORD, time())));
        _add(Role.Buyer, Life.Agreed, abi.encodeCall(orders.refuseDelivery, (PART, RECORD)));
        _add(Role.Buyer, Life.Agreed, abi.encodeCall(orders.takeOver, (ORDER, RECORD, time())));
        _add(Role.Buyer, Life.Known, abi.encodeCall(orders.acceptFinally, (ORDER, RECORD)));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.extendWarranty, (SNAG, 0, day_(2000))));
        _add(Role.Buyer, Life.Live, abi.encodeCall(orders.claimLiquidatedDamages, (ORDER, AMOUNT)));
        _add(Role.Seller, Life.Live, abi.encodeCall(orders.acceptLiquidatedDamages, (ORDER, AMOUNT)));
        _add(Role.Party, Life.Agreed, abi.encodeCall(orders.proposeCancellation, (ORDER, RECORD)));
        _add(Role.Party, Life.Known, abi.encodeCall(orders.raiseDispute, (ORDER, "new", 0)));
        _add(Role.Party, Life.Known, abi.encodeCall(orders.proposeSettlement, (DISPUTE, RECORD)));
    }

    function _add(Role role, Life life, bytes memory call) private {
        _cases.push(Case(role, life, call));
    }

    function _memberFor(Role role) private pure returns (bytes16) {
        if (role == Role.Buyer || role == Role.Inspector) return BUYER;
        if (role == Role.Supplier || role == Role.SupplierOrSeller) return DRIVE;
        if (role == Role.Surveyor) return SURVEYOR;
        return MANUFACTURER;
    }

    /// @dev Empty where the role lets the member call.
    function _roleError(Role role, bytes16 member) private pure returns (bytes memory) {
        bool seller = member == MANUFACTURER;
        bool buyer = member == BUYER;
        if (role == Role.Seller && !seller) {
            return abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, member);
        }
        if (role == Role.Buyer && !buyer) return abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, member);
        if (role == Role.Party && !seller && !buyer) {
            return abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, member);
        }
        if ((role == Role.Supplier || role == Role.SupplierOrSeller && !seller) && member != DRIVE) {
            return abi.encodeWithSelector(IOrderErrors.NotSupplier.selector, SUB, member);
        }
        if (role == Role.Surveyor && member != SURVEYOR) {
            return abi.encodeWithSelector(IOrderErrors.NotInspector.selector, ORDER, M06, member);
        }
        if (role == Role.Inspector && !buyer) {
            return abi.encodeWithSelector(IOrderErrors.NotInspector.selector, ORDER, M07, member);
        }
        return "";
    }

    function _refused(bytes memory call, bytes memory error) private {
        (bool done, bytes memory answer) = address(orders).call(call);
        vm.assertFalse(done);
        vm.assertEq(answer, error);
    }

    function _takeOver() private {
        build();
        does(BUYER, abi.encodeCall(orders.takeOver, (ORDER, RECORD, time())));
    }

    function _settle() private {
        does(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, RECORD)));
        does(MANUFACTURER, abi.encodeCall(orders.acceptSettlement, (DISPUTE, RECORD)));
    }

    function _expectEnded(OrderStatus status) private {
        bytes memory error = abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, status);
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (_cases[i].life != Life.Known) refuses(_memberFor(_cases[i].role), _cases[i].call, error);
        }
        refuses(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, RECORD)), error);
        refuses(MANUFACTURER, abi.encodeCall(orders.acceptAlternative, (SUB, 1, moves(219))), error);
        refuses(MANUFACTURER, abi.encodeCall(orders.acceptCancellation, (ORDER, RECORD)), error);
        does(BUYER, abi.encodeCall(orders.closeChange, (CHANGE)));
        does(BUYER, abi.encodeCall(orders.raiseDispute, (ORDER, "afterwards", 0)));
        does(BUYER, abi.encodeCall(orders.proposeSettlement, ("afterwards", RECORD)));
        does(MANUFACTURER, abi.encodeCall(orders.acceptSettlement, ("afterwards", RECORD)));
    }
}

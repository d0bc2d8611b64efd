// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {
    ChangeEvaluation,
    ChangeStatus,
    DelayClaimStatus,
    DeliveryStatus,
    DisputeStatus,
    Evidence,
    EvidenceKind,
    HoldPoint,
    Milestone,
    MilestoneChange,
    MilestoneMove,
    MilestoneStatus,
    MilestoneTerms,
    Order,
    OrderStatus,
    OrderTerms,
    PartialDelivery,
    Snag,
    SnagClass,
    SnagStatus,
    SubOrder,
    SubOrderStatus,
    SubOrderTerms
} from "contracts/orders/OrderTypes.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Sellers, buyers, inspectors and suppliers of up to four orders
/// @notice Each order has six milestones: a surveyor's hold, a witness point, a buyer's hold, a paid one, taking-over, and
/// (in every other order) final acceptance, else one more without a point.
contract OrdersHandler is Handler {
    uint256 private constant MILESTONES = 6;

    struct KnownMilestone {
        MilestoneStatus status;
        HoldPoint point;
        uint16 weight;
        bool waived;
        bool witnessed;
        uint48 due;
        uint48 planned;
        uint48 actualAt;
        uint48 completedAt;
        uint48 inspectionAt;
        bytes16 inspector;
        uint32 excusedDays;
        uint32 moves; // of its due time: one that moved away and back is another one
        bytes32 payment;
    }

    struct KnownOrder {
        bytes32 id;
        bytes16 seller;
        bytes16 buyer;
        OrderStatus status;
        uint32 version;
        bytes32 terms;
        uint48 takenOverAt;
        uint48 warrantyUntil;
        bool finalAcceptance;
        bytes16 cancelledBy;
        bytes32 cancellation;
        bytes32 damagesClaimed;
        bytes32 damagesAccepted;
        KnownMilestone[6] milestones;
    }

    struct KnownSubOrder {
        bytes32 id;
        uint256 order;
        bytes16 supplier;
        SubOrderStatus status;
        uint48 needBy;
        uint48 due;
        uint48 promisedAt;
        uint32 promises;
        uint32 delivered;
        uint32 accepted;
        bool reminded;
        bool escalated;
        KnownAlternative[] alternatives;
    }

    struct KnownAlternative {
        bytes16 by;
        uint32 answers;
        uint256 milestone;
        uint48 planned;
    }

    struct KnownChange {
        bytes32 id;
        uint256 order;
        bytes16 by;
        ChangeStatus status;
        uint32 version;
        uint256 milestone;
        uint48 due;
        uint48 planned;
        bytes32 payment;
    }

    struct KnownClaim {
        bytes32 id;
        uint256 order;
        DelayClaimStatus status;
        uint16 delayDays;
        uint256 milestone;
    }

    struct KnownSnag {
        bytes32 id;
        uint256 order;
        uint8 class_;
        SnagStatus status;
        uint48 due;
        bool reminded;
        bool escalated;
    }

    struct KnownDelivery {
        bytes32 id;
        uint256 order;
        DeliveryStatus status;
        uint32 share;
        uint48 takenOverAt;
        uint48 warrantyUntil;
    }

    struct KnownDispute {
        bytes32 id;
        uint256 order;
        DisputeStatus status;
        bytes16 by;
        bytes32 record;
    }

    uint48 private constant REMINDER_WINDOW = 14 days;
    uint48 private constant INSPECTION_NOTICE = 2 days;
    uint48 private constant WARRANTY = 60 days;
    uint32 private constant WHOLE = 1_000_000;

    OrderFulfilment internal immutable ORDERS;
    bytes32 private immutable OTHER_RECORD;

    KnownOrder[] internal _orders;
    KnownSubOrder[] private _subOrders;
    KnownChange[] private _changes;
    KnownClaim[] private _claims;
    KnownSnag[] private _snags;
    KnownDispute[] private _disputes;
    KnownDelivery[] private _deliveries;
    mapping(bytes32 what => bool) private _said;
    uint256 internal _ids;

    constructor(World world) Handler(world) {
        ORDERS = OrderFulfilment(world.at("OrderFulfilment"));
        OTHER_RECORD = keccak256(abi.encode("another record of", address(this)));
        _publish(BUYER, OTHER_RECORD);
        for (uint256 i = 0; i < 2; ++i) {
            OrderTerms memory terms = _terms(i);
            bytes32 digest = ORDERS.orderDigest(terms);
            _as(terms.seller);
            ORDERS.agreeOrder(terms, signAs(terms.seller, digest), signAs(terms.buyer, digest));
            _enter(terms);
        }
    }

    function name() external pure virtual override returns (string memory) {
        return "OrdersHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    // ----------------------------------------------------------------------------------- agreement, milestones

    function agreeOrder(uint256 draw) external drawn(draw) {
        if (_orders.length >= 4) return _count(false);
        OrderTerms memory terms = _terms(_seldom(6) ? _pick(_orders.length) : _orders.length);
        if (_seldom(8)) terms.agreeBy = _now() - 1;
        bytes32 digest = ORDERS.orderDigest(terms);
        (bytes memory seller, bool sold) = _signature(terms.seller, digest);
        (bytes memory buyer, bool bought) = _signature(terms.buyer, digest);
        if (_seldom(8)) (terms.termsCommitment, sold) = ("changed after signing", false);
        if (!_ask(_anyMember(), abi.encodeCall(ORDERS.agreeOrder, (terms, seller, buyer)))) return;
        _require(sold && bought && terms.agreeBy >= _now(), "61: an order was entered that not both sides signed");
        for (uint256 i = 0; i < _orders.length; ++i) {
            _require(_orders[i].id != terms.order, "61: an order was entered twice");
        }
        _enter(terms);
    }

    function replan(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        uint48 planned = _time();
        bytes16 caller = _mostly(order.seller);
        if (!_ask(caller, abi.encodeCall(ORDERS.replan, (order.id, _code(m), planned)))) return;
        _by(caller == order.seller);
        _require(_isLive(order) && _isOpen(order, m), "52: a completed milestone was planned anew");
        order.milestones[m].planned = planned;
    }

    function notifyInspection(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        uint48 at = _now() + (_seldom(8) ? 1 days : 2 days + uint48(_pick(3 days)));
        bytes16 caller = _mostly(order.seller);
        if (!_ask(caller, abi.encodeCall(ORDERS.notifyInspection, (order.id, _code(m), at)))) return;
        _by(caller == order.seller);
        _require(
            order.milestones[m].point != HoldPoint.None && at >= _now() + INSPECTION_NOTICE,
            "57: an inspection was announced without a point, or too late"
        );
        order.milestones[m].inspectionAt = at;
    }

    function completeMilestone(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _unreported();
        KnownMilestone storage known = order.milestones[m];
        (bytes16 caller, uint48 at) = (_mostly(order.seller), _seldom(8) ? _now() + 1 : _now());
        Evidence memory evidence = Evidence(0, EvidenceKind.None, 0);
        if (_seldom(4)) evidence = Evidence(RECORD, EvidenceKind.Record, uint64(_pick(3)));
        if (_seldom(16)) evidence = Evidence(RECORD, EvidenceKind.AnchoredEvents, 1);
        if (!_ask(caller, abi.encodeCall(ORDERS.completeMilestone, (order.id, _code(m), evidence, at)))) return;
        _by(caller == order.seller);
        _require(
            evidence.kind == EvidenceKind.None || (evidence.kind == EvidenceKind.Record && evidence.number == 1),
            "60: evidence was named that is not on the ledger"
        );
        _require(order.status == OrderStatus.Agreed && known.status == MilestoneStatus.Open && at <= _now(), "52: a milestone was reported twice, or before it happened");
        _require(m < 4 || !_certified(order, m), "55: a milestone was completed that only the buyer's certificate completes");
        _require(
            known.point != HoldPoint.Witness || known.witnessed
                || (known.inspectionAt != 0 && known.inspectionAt <= _now()),
            "57: a witness point was passed over"
        );
        known.actualAt = at;
        if (known.point == HoldPoint.Hold && !known.waived) known.status = MilestoneStatus.AwaitingRelease;
        else _complete(known);
    }

    function replaceInspector(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        KnownMilestone storage known = order.milestones[m];
        (bytes16 caller, bytes16 inspector) = (_mostly(order.buyer), _anyMember());
        bool stuck = !WORLD.isActive(known.inspector);
        if (!_ask(caller, abi.encodeCall(ORDERS.replaceInspector, (order.id, _code(m), inspector)))) return;
        _by(caller == order.buyer);
        _require(stuck && _isOpen(order, m), "57: an inspector was replaced who can still act");
        known.inspector = inspector;
    }

    function releaseHold(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _reported();
        bytes16 caller = _mostly(order.milestones[m].inspector);
        if (!_ask(caller, abi.encodeCall(ORDERS.releaseHold, (order.id, _code(m), _recordIfAny())))) return;
        _inspected(order, m, caller, MilestoneStatus.AwaitingRelease);
        _complete(order.milestones[m]);
    }

    function refuseRelease(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _reported();
        bytes16 caller = _mostly(order.milestones[m].inspector);
        if (!_ask(caller, abi.encodeCall(ORDERS.refuseRelease, (order.id, _code(m), _recordIfAny())))) return;
        _inspected(order, m, caller, MilestoneStatus.AwaitingRelease);
        (order.milestones[m].status, order.milestones[m].actualAt) = (MilestoneStatus.Open, 0);
    }

    function waiveHold(uint256 draw) external drawn(draw) {
        if (!_seldom(2)) return _count(false);
        (KnownOrder storage order, uint256 m) = _milestone();
        KnownMilestone storage known = order.milestones[m];
        bytes16 caller = _mostly(known.inspector);
        bytes32 record = _seldom(4) ? bytes32(0) : RECORD;
        if (!_ask(caller, abi.encodeCall(ORDERS.waiveHold, (order.id, _code(m), record)))) return;
        _require(record != 0 && !known.waived && known.point == HoldPoint.Hold, "57: a hold was waived without a word in writing");
        _inspected(order, m, caller, known.status == MilestoneStatus.Open ? MilestoneStatus.Open : MilestoneStatus.AwaitingRelease);
        known.waived = true;
        if (known.status == MilestoneStatus.AwaitingRelease) _complete(known);
    }

    function witness(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        if (!_seldom(4)) m = 1;
        KnownMilestone storage known = order.milestones[m];
        bytes16 caller = _mostly(known.inspector);
        if (!_ask(caller, abi.encodeCall(ORDERS.witness, (order.id, _code(m), _recordIfAny())))) return;
        _by(caller == known.inspector);
        _require(known.point == HoldPoint.Witness && !known.witnessed, "57: a milestone was witnessed twice, or without a point");
        known.witnessed = true;
    }

    function remind(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        if (_seldom(2)) _waitUntil(order.milestones[m].due - uint48(_pick(20 days)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.remind, (order.id, _code(m))))) return;
        KnownMilestone storage known = order.milestones[m];
        _require(
            _isLive(order) && _isOpen(order, m) && _now() <= known.due && _now() + REMINDER_WINDOW >= known.due,
            "58: a reminder out of its time"
        );
        _once("reminder", order.id, m, known.moves);
    }

    function escalate(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        if (_seldom(4)) _waitUntil(order.milestones[m].due + uint48(_pick(3)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.escalate, (order.id, _code(m))))) return;
        KnownMilestone storage known = order.milestones[m];
        _require(_isLive(order) && _isOpen(order, m) && _now() > known.due, "58: an escalation out of its time");
        _once("escalation", order.id, m, known.moves);
    }

    // ---------------------------------------------------------------------------------------------- sub-orders

    function placeSubOrder(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        bytes32 id = _subOrders.length != 0 && _seldom(8) ? _subOrders[_pick(_subOrders.length)].id : _newId();
        bytes16 caller = _mostly(order.seller);
        SubOrderTerms memory terms =
            SubOrderTerms(id, order.id, _code(m), [DRIVE, GEAR, MANUFACTURER][_pick(3)], _time(), "terms");
        if (!_ask(caller, abi.encodeCall(ORDERS.placeSubOrder, (terms)))) return;
        _by(caller == order.seller);
        _require(_isLive(order) && terms.supplier != order.seller, "59: a sub-order that cannot be");
        for (uint256 i = 0; i < _subOrders.length; ++i) {
            _require(_subOrders[i].id != id, "59: a sub-order was placed twice");
        }
        KnownSubOrder storage known = _subOrders.push();
        (known.id, known.order, known.supplier) = (id, _numberOf(order), terms.supplier);
        (known.status, known.needBy, known.due) = (SubOrderStatus.Placed, terms.needBy, terms.needBy);
    }

    function promiseDelivery(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        uint48 at = _seldom(8) ? _now() - 1 : _time();
        if (at >= _now() && at <= known.needBy && !_seldom(4)) at = known.needBy + uint48(1 + _pick(30 days));
        bytes16 caller = _mostly(known.supplier);
        if (!_ask(caller, abi.encodeCall(ORDERS.promiseDelivery, (known.id, at)))) return;
        _by(caller == known.supplier);
        _undelivered(known);
        if (known.status == SubOrderStatus.Placed) known.status = SubOrderStatus.Promised;
        (known.promisedAt, known.accepted) = (at, 0);
        ++known.promises;
    }

    function offerAlternative(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(_seldom(2) ? known.supplier : order.seller);
        (uint256 m, uint48 planned) = (_pick(MILESTONES), _time());
        bytes memory call = abi.encodeCall(ORDERS.offerAlternative, (known.id, 3, "price", _moves(m, planned)));
        if (!_ask(caller, call)) return;
        _by(caller == known.supplier || caller == order.seller);
        _undelivered(known);
        _require(known.promisedAt > known.needBy, "59: an alternative without a late promise");
        known.alternatives.push(KnownAlternative(caller, known.promises, m, planned));
    }

    function acceptAlternative(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        if (known.alternatives.length == 0) return _count(false);
        uint32 number = uint32(1 + (_seldom(4) ? _pick(known.alternatives.length) : known.alternatives.length - 1));
        KnownAlternative storage offer = known.alternatives[number - 1];
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(offer.by == order.seller ? order.buyer : order.seller);
        bool other = _seldom(8);
        MilestoneMove[] memory moves = _moves(offer.milestone, other ? offer.planned + 1 : offer.planned);
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptAlternative, (known.id, number, moves)))) return;
        _by(caller == (offer.by == order.seller ? order.buyer : order.seller));
        _undelivered(known);
        _require(
            !other && offer.answers == known.promises && known.accepted == 0,
            "59: an alternative was accepted that was not offered for this promise, or a second one"
        );
        known.accepted = number;
        if (known.due != known.promisedAt) {
            (known.due, known.reminded, known.escalated) = (known.promisedAt, false, false);
        }
        order.milestones[offer.milestone].planned = offer.planned;
    }

    function deliverSubOrder(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        (bytes16 caller, uint32 share) = (_mostly(known.supplier), _share());
        Evidence memory evidence = Evidence(0, EvidenceKind.None, 0);
        if (!_ask(caller, abi.encodeCall(ORDERS.deliverSubOrder, (known.id, share, evidence)))) return;
        _by(caller == known.supplier);
        _undelivered(known);
        _require(share > known.delivered && share <= WHOLE, "59: what was delivered shrank, or is more than all");
        known.delivered = share;
        known.status = share == WHOLE ? SubOrderStatus.Delivered : SubOrderStatus.PartlyDelivered;
    }

    function cancelSubOrder(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0 || !_seldom(3)) return _count(false);
        KnownSubOrder storage known = _subOrder();
        bytes16 caller = _mostly(_orders[known.order].seller);
        if (!_ask(caller, abi.encodeCall(ORDERS.cancelSubOrder, (known.id)))) return;
        _by(caller == _orders[known.order].seller);
        _undelivered(known);
        known.status = SubOrderStatus.Cancelled;
    }

    function remindSubOrder(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        if (_seldom(4)) _waitUntil(known.due - uint48(_pick(20 days)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.remindSubOrder, (known.id)))) return;
        _undelivered(known);
        _require(
            _now() <= known.due && _now() + REMINDER_WINDOW >= known.due && !known.reminded,
            "58: a reminder of a sub-order out of its time, or twice"
        );
        known.reminded = true;
    }

    function escalateSubOrder(uint256 draw) external drawn(draw) {
        if (_subOrders.length == 0) return _count(false);
        KnownSubOrder storage known = _subOrder();
        if (_seldom(4)) _waitUntil(known.due + uint48(_pick(3)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.escalateSubOrder, (known.id)))) return;
        _undelivered(known);
        _require(_now() > known.due && !known.escalated, "58: a sub-order was escalated before its time, or twice");
        known.escalated = true;
    }

    // ------------------------------------------------------------------------------------------ changes, delays

    function requestChange(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        bytes32 id = _changes.length != 0 && _seldom(8) ? _changes[_pick(_changes.length)].id : _newId();
        bytes16 caller = _mostly(_seldom(2) ? order.seller : order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.requestChange, (order.id, id, _recordIfAny())))) return;
        _byParty(order, caller);
        _fresh(id);
        _require(order.status == OrderStatus.Agreed, "54: an order was changed after its end");
        _changes.push(KnownChange(id, _numberOf(order), caller, ChangeStatus.Requested, 0, 0, 0, 0, 0));
    }

    function evaluateChange(uint256 draw) external drawn(draw) {
        if (_changes.length == 0) return _count(false);
        KnownChange storage known = _changes[_last(_changes.length)];
        KnownOrder storage order = _orders[known.order];
        KnownChange memory next = known;
        next.milestone = _pick(MILESTONES);
        next.due = _seldom(2) ? _time() : 0;
        next.planned = _seldom(2) ? _time() : 0;
        next.payment = _seldom(2) ? bytes32(_pick(100)) : bytes32(0);
        bytes16 caller = _mostly(order.seller);
        if (!_ask(caller, abi.encodeCall(ORDERS.evaluateChange, (known.id, _evaluation(next))))) return;
        _by(caller == order.seller);
        _openChange(known, order);
        (known.milestone, known.due, known.planned) = (next.milestone, next.due, next.planned);
        (known.payment, known.version, known.status) = (next.payment, order.version, ChangeStatus.Evaluated);
    }

    function acceptChange(uint256 draw) external drawn(draw) {
        if (_changes.length == 0) return _count(false);
        KnownChange storage known = _changes[_last(_changes.length)];
        KnownOrder storage order = _orders[known.order];
        ChangeEvaluation memory evaluation = _evaluation(known);
        bool other = _seldom(8);
        if (other) evaluation.costCommitment = "more";
        bytes16 caller = _mostly(order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptChange, (known.id, evaluation)))) return;
        _by(caller == order.buyer);
        _openChange(known, order);
        _require(
            !other && known.status == ChangeStatus.Evaluated && known.version == order.version,
            "54: a change was accepted that was not evaluated so, for this version"
        );
        known.status = ChangeStatus.Accepted;
        ++order.version;
        order.terms = evaluation.termsCommitment;
        KnownMilestone storage touched = order.milestones[known.milestone];
        if (known.due != 0) _move(touched, known.due);
        if (known.planned != 0) touched.planned = known.planned;
        if (known.payment != 0) touched.payment = known.payment;
    }

    function closeChange(uint256 draw) external drawn(draw) {
        if (_changes.length == 0 || !_seldom(3)) return _count(false);
        KnownChange storage known = _changes[_last(_changes.length)];
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(_seldom(2) ? order.seller : order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.closeChange, (known.id)))) return;
        _byParty(order, caller);
        _require(
            known.status == ChangeStatus.Requested || known.status == ChangeStatus.Evaluated, "54: a closed change came back"
        );
        known.status = caller == known.by ? ChangeStatus.Withdrawn : ChangeStatus.Refused;
    }

    function claimExcusableDelay(uint256 draw) external drawn(draw) {
        (KnownOrder storage order, uint256 m) = _milestone();
        bytes32 id = _claims.length != 0 && _seldom(8) ? _claims[_pick(_claims.length)].id : _newId();
        (bytes16 caller, uint16 delayDays) = (_mostly(order.seller), uint16(_pick(8)));
        bytes memory call =
            abi.encodeCall(ORDERS.claimExcusableDelay, (order.id, id, _recordIfAny(), delayDays, _codes(m)));
        if (!_ask(caller, call)) return;
        _by(caller == order.seller);
        _fresh(id);
        _claims.push(KnownClaim(id, _numberOf(order), DelayClaimStatus.Claimed, delayDays, m));
    }

    function acceptExcusableDelay(uint256 draw) external drawn(draw) {
        if (_claims.length == 0) return _count(false);
        KnownClaim storage known = _claims[_last(_claims.length)];
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(order.buyer);
        uint256 m = _seldom(8) ? _pick(MILESTONES) : known.milestone;
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptExcusableDelay, (known.id, _codes(m))))) return;
        _by(caller == order.buyer);
        _require(
            m == known.milestone && known.status == DelayClaimStatus.Claimed && _isLive(order),
            "53: a delay was accepted twice, or for another milestone"
        );
        known.status = DelayClaimStatus.Accepted;
        _move(order.milestones[m], order.milestones[m].due + uint48(known.delayDays) * 1 days);
        order.milestones[m].excusedDays += known.delayDays;
    }

    function refuseExcusableDelay(uint256 draw) external drawn(draw) {
        if (_claims.length == 0) return _count(false);
        KnownClaim storage known = _claims[_last(_claims.length)];
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.refuseExcusableDelay, (known.id, _recordIfAny())))) return;
        _by(caller == order.buyer);
        _require(known.status == DelayClaimStatus.Claimed, "53: a delay was answered twice");
        known.status = DelayClaimStatus.Refused;
    }

    // -------------------------------------------------------------------------------------------- how it ends

    function raiseSnag(uint256 draw) external drawn(draw) {
        if (!_seldom(3)) return _count(false);
        KnownOrder storage order = _order();
        bytes32 id = _snags.length != 0 && _seldom(8) ? _snags[_pick(_snags.length)].id : _newId();
        (bytes16 caller, uint8 class_) = (_mostly(order.buyer), uint8(_pick(5)));
        uint48 due = _seldom(3) ? 0 : _time();
        bytes memory call = abi.encodeCall(ORDERS.raiseSnag, (order.id, id, class_, due, _recordIfAny()));
        if (!_ask(caller, call)) return;
        _by(caller == order.buyer);
        _fresh(id);
        _require(_isLive(order) && class_ != 0, "56: a snag without a class, or of an order that has ended");
        _snags.push(KnownSnag(id, _numberOf(order), class_, SnagStatus.Raised, due, false, false));
    }

    function answerSnag(uint256 draw) external drawn(draw) {
        if (_snags.length == 0) return _count(false);
        KnownSnag storage known = _snags[_last(_snags.length)];
        bytes16 caller = _mostly(_orders[known.order].seller);
        if (!_ask(caller, abi.encodeCall(ORDERS.answerSnag, (known.id, _recordIfAny())))) return;
        _by(caller == _orders[known.order].seller);
        _require(known.status == SnagStatus.Raised, "56: a snag was answered twice");
        known.status = SnagStatus.Answered;
    }

    function closeSnag(uint256 draw) external drawn(draw) {
        if (_snags.length == 0) return _count(false);
        KnownSnag storage known = _snags[_pick(_snags.length)];
        for (uint256 i = 0; i < _snags.length; ++i) {
            bool ended = !_isLive(_orders[_snags[i].order]);
            if (_snags[i].status != SnagStatus.Closed && !ended && !_seldom(12)) known = _snags[i];
        }
        bytes16 caller = _mostly(_orders[known.order].buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.closeSnag, (known.id)))) return;
        _by(caller == _orders[known.order].buyer);
        _require(known.status != SnagStatus.Closed, "56: a snag was closed twice");
        known.status = SnagStatus.Closed;
    }

    function remindSnag(uint256 draw) external drawn(draw) {
        if (_snags.length == 0) return _count(false);
        KnownSnag storage known = _snags[_last(_snags.length)];
        if (known.due != 0 && _seldom(2)) _waitUntil(known.due - uint48(_pick(20 days)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.remindSnag, (known.id)))) return;
        _require(
            known.status != SnagStatus.Closed && _now() <= known.due && _now() + REMINDER_WINDOW >= known.due
                && !known.reminded,
            "58: a reminder of a snag out of its time, or twice"
        );
        known.reminded = true;
    }

    function escalateSnag(uint256 draw) external drawn(draw) {
        if (_snags.length == 0) return _count(false);
        KnownSnag storage known = _snags[_last(_snags.length)];
        if (_seldom(2)) _waitUntil(known.due + uint48(_pick(3)));
        if (!_attemptByAnyone(address(ORDERS), abi.encodeCall(ORDERS.escalateSnag, (known.id)))) return;
        _require(
            known.status != SnagStatus.Closed && known.due != 0 && _now() > known.due && !known.escalated,
            "58: a snag was escalated before its time, or twice"
        );
        known.escalated = true;
    }

    function reportDelivery(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        bytes32 id = _deliveries.length != 0 && _seldom(8) ? _deliveries[_pick(_deliveries.length)].id : _newId();
        (bytes16 caller, uint32 share) = (_mostly(order.seller), _share());
        Evidence memory evidence = Evidence(0, EvidenceKind.None, 0);
        bytes memory call = abi.encodeCall(ORDERS.reportDelivery, (order.id, id, share, "consignment", evidence));
        if (!_ask(caller, call)) return;
        _by(caller == order.seller);
        _fresh(id);
        _require(order.status == OrderStatus.Agreed && share != 0, "63: a delivery of nothing, or after the end");
        _deliveries.push(KnownDelivery(id, _numberOf(order), DeliveryStatus.Reported, share, 0, 0));
        (uint256 reported, uint256 taken) = _deliveredOf(order);
        _require(reported + taken <= WHOLE, "63: more was delivered than the whole");
    }

    function takeOverPart(uint256 draw) external drawn(draw) {
        if (_deliveries.length == 0) return _count(false);
        KnownDelivery storage known = _delivery();
        KnownOrder storage order = _orders[known.order];
        (bytes16 caller, uint48 at) = (_mostly(order.buyer), _seldom(8) ? _now() + 1 : _now());
        bytes32 certificate = _someRecord();
        if (!_ask(caller, abi.encodeCall(ORDERS.takeOverPart, (known.id, certificate, at)))) return;
        _by(caller == order.buyer);
        _require(
            known.status == DeliveryStatus.Reported && order.status == OrderStatus.Agreed && at <= _now()
                && certificate != 0,
            "63: a part was taken over twice, or without a certificate"
        );
        (known.status, known.takenOverAt, known.warrantyUntil) = (DeliveryStatus.TakenOver, at, at + WARRANTY);
    }

    function refuseDelivery(uint256 draw) external drawn(draw) {
        if (_deliveries.length == 0 || !_seldom(2)) return _count(false);
        KnownDelivery storage known = _delivery();
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.refuseDelivery, (known.id, _someRecord())))) return;
        _by(caller == order.buyer);
        _require(known.status == DeliveryStatus.Reported, "63: a delivery was answered twice");
        known.status = DeliveryStatus.Refused;
    }

    function extendWarranty(uint256 draw) external drawn(draw) {
        if (_snags.length == 0) return _count(false);
        KnownSnag storage snag = _snags[_last(_snags.length)];
        KnownOrder storage order = _orders[snag.order];
        uint256 number = _deliveries.length == 0 ? 0 : _pick(_deliveries.length);
        bool part = _deliveries.length != 0 && _seldom(2);
        uint48 before = part ? _deliveries[number].warrantyUntil : order.warrantyUntil;
        uint48 until = before + uint48(_pick(20 days));
        bytes16 caller = _mostly(order.seller);
        bytes32 id = part ? _deliveries[number].id : bytes32(0);
        if (!_ask(caller, abi.encodeCall(ORDERS.extendWarranty, (snag.id, id, until)))) return;
        _by(caller == order.seller);
        _require(_isLive(order) && before != 0 && until > before, "55: a warranty was shortened");
        if (!part) order.warrantyUntil = until;
        else _deliveries[number].warrantyUntil = until;
        _require(!part || _deliveries[number].order == snag.order, "62: a warranty of another order was extended");
    }

    function takeOver(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        for (uint256 i = 0; i < _orders.length && !_seldom(12); ++i) {
            if (_orders[i].status == OrderStatus.Agreed && _isBuilt(_orders[i])) order = _orders[i];
        }
        (bytes16 caller, uint48 at) = (_mostly(order.buyer), _seldom(8) ? _now() + 1 : _now());
        bytes32 certificate = _seldom(8) ? bytes32(0) : RECORD;
        if (!_ask(caller, abi.encodeCall(ORDERS.takeOver, (order.id, certificate, at)))) return;
        _by(caller == order.buyer);
        (, uint256 blocking,) = _openOf(order);
        _require(
            order.status == OrderStatus.Agreed && at <= _now() && certificate != 0 && blocking == 0,
            "55: an order was taken over twice, without a certificate, or with a blocking snag"
        );
        _require(_isBuilt(order), "55: an order was taken over before it was built");
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            bool later = _deliveries[i].order == _numberOf(order) && _deliveries[i].takenOverAt > at;
            _require(!later, "63: the whole was taken over before a part of it");
        }
        (order.status, order.takenOverAt, order.warrantyUntil) = (OrderStatus.TakenOver, at, at + WARRANTY);
        order.milestones[4].actualAt = at;
        _complete(order.milestones[4]);
    }

    function acceptFinally(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        for (uint256 i = 0; i < _orders.length && !_seldom(4); ++i) {
            if (_orders[i].status == OrderStatus.TakenOver) order = _orders[i];
        }
        if (order.takenOverAt != 0 && _seldom(2)) _waitUntil(_warrantiesUntil(order));
        bytes16 caller = _mostly(order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptFinally, (order.id, RECORD)))) return;
        _by(caller == order.buyer);
        (uint256 snags,, uint256 disputes) = _openOf(order);
        _require(
            order.status == OrderStatus.TakenOver && _now() >= _warrantiesUntil(order) && snags + disputes == 0,
            "55: an order was accepted before the warranty's end, or with a snag or dispute open"
        );
        order.status = OrderStatus.Accepted;
        if (!order.finalAcceptance) return;
        order.milestones[5].actualAt = _now();
        _complete(order.milestones[5]);
    }

    function claimLiquidatedDamages(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        (bytes16 caller, bytes32 amount) = (_mostly(order.buyer), bytes32(_pick(4)));
        if (!_ask(caller, abi.encodeCall(ORDERS.claimLiquidatedDamages, (order.id, amount)))) return;
        _by(caller == order.buyer);
        _require(_isLive(order) && _lateShare(order) != 0, "60: damages for what is not late");
        (order.damagesClaimed, order.damagesAccepted) = (amount, 0);
    }

    function acceptLiquidatedDamages(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        (bytes16 caller, bytes32 amount) = (_mostly(order.seller), _seldom(4) ? bytes32(_pick(4)) : order.damagesClaimed);
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptLiquidatedDamages, (order.id, amount)))) return;
        _by(caller == order.seller);
        _require(_isLive(order) && amount == order.damagesClaimed, "60: damages were accepted that nobody claimed");
        order.damagesAccepted = amount;
    }

    function proposeCancellation(uint256 draw) external drawn(draw) {
        KnownOrder storage order = _order();
        (bytes16 caller, bytes32 record) = (_mostly(_seldom(2) ? order.seller : order.buyer), _someRecord());
        if (!_ask(caller, abi.encodeCall(ORDERS.proposeCancellation, (order.id, record)))) return;
        _byParty(order, caller);
        (order.cancelledBy, order.cancellation) = (caller, record);
    }

    function acceptCancellation(uint256 draw) external drawn(draw) {
        if (!_seldom(6)) return _count(false);
        KnownOrder storage order = _order();
        bytes16 caller = _mostly(order.cancelledBy == order.seller ? order.buyer : order.seller);
        bytes32 record = _seldom(4) ? _someRecord() : order.cancellation;
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptCancellation, (order.id, record)))) return;
        _byParty(order, caller);
        _require(
            order.status == OrderStatus.Agreed && order.cancelledBy != 0 && caller != order.cancelledBy
                && record == order.cancellation,
            "61: an order was cancelled by one side"
        );
        order.status = OrderStatus.Cancelled;
    }

    function raiseDispute(uint256 draw) external drawn(draw) {
        if (!_seldom(6)) return _count(false);
        KnownOrder storage order = _order();
        bytes32 id = _disputes.length != 0 && _seldom(8) ? _disputes[_pick(_disputes.length)].id : _newId();
        bytes16 caller = _mostly(_seldom(2) ? order.seller : order.buyer);
        if (!_ask(caller, abi.encodeCall(ORDERS.raiseDispute, (order.id, id, _recordIfAny())))) return;
        _byParty(order, caller);
        _fresh(id);
        _disputes.push(KnownDispute(id, _numberOf(order), DisputeStatus.Raised, 0, 0));
    }

    function proposeSettlement(uint256 draw) external drawn(draw) {
        if (_disputes.length == 0) return _count(false);
        KnownDispute storage known = _dispute();
        KnownOrder storage order = _orders[known.order];
        (bytes16 caller, bytes32 record) = (_mostly(_seldom(2) ? order.seller : order.buyer), _someRecord());
        if (!_ask(caller, abi.encodeCall(ORDERS.proposeSettlement, (known.id, record)))) return;
        _byParty(order, caller);
        _require(known.status != DisputeStatus.Settled, "56: a settled dispute came back");
        (known.status, known.by, known.record) = (DisputeStatus.SettlementProposed, caller, record);
    }

    function acceptSettlement(uint256 draw) external drawn(draw) {
        if (_disputes.length == 0) return _count(false);
        KnownDispute storage known = _dispute();
        KnownOrder storage order = _orders[known.order];
        bytes16 caller = _mostly(known.by == order.seller ? order.buyer : order.seller);
        bytes32 record = _seldom(4) ? _someRecord() : known.record;
        if (!_ask(caller, abi.encodeCall(ORDERS.acceptSettlement, (known.id, record)))) return;
        _byParty(order, caller);
        _require(
            known.status == DisputeStatus.SettlementProposed && caller != known.by && record == known.record,
            "56: a dispute was settled by one side"
        );
        known.status = DisputeStatus.Settled;
    }

    // ---------------------------------------------------------------------------------------------- invariants

    /// @notice 51, 56, 61: an order's sums are those of its parts; its sides and terms are what was agreed.
    function holds_ordersAddUp() external view {
        for (uint256 i = 0; i < _orders.length; ++i) {
            KnownOrder storage known = _orders[i];
            Order memory order = ORDERS.orderOf(known.id);
            (uint256 open, uint256 weight, uint256 all) = _sums(known);
            _require(
                order.openMilestones == open && order.completedWeight == weight && order.totalWeight == all
                    && order.milestoneCount == MILESTONES,
                "51: open milestones or weights are not those of the milestones"
            );
            (uint256 snags, uint256 blocking, uint256 disputes) = _openOf(known);
            _require(
                order.openSnags == snags && order.blockingSnags == blocking && order.openDisputes == disputes,
                "56: open snags or disputes are not those that are open"
            );
            _require(
                order.seller == known.seller && order.buyer == known.buyer && order.version == known.version
                    && order.termsCommitment == known.terms,
                "61: an order's sides or terms changed without both"
            );
            _require(
                order.damagesClaimed == known.damagesClaimed && order.damagesAccepted == known.damagesAccepted,
                "60: damages changed by themselves"
            );
        }
    }

    /// @notice 52, 53, 55: statuses never go back; completed milestones stay; due times move by both sides' word.
    function holds_milestonesKeepTheirPast() external view {
        for (uint256 i = 0; i < _orders.length; ++i) {
            KnownOrder storage known = _orders[i];
            Order memory order = ORDERS.orderOf(known.id);
            _require(order.status == known.status, "55: an order's status changed by itself");
            _require(
                order.takenOverAt == known.takenOverAt && order.warrantyUntil == known.warrantyUntil
                    && order.warrantiesUntil == _warrantiesUntil(known),
                "55: a warranty changed by itself"
            );
            for (uint256 m = 0; m < MILESTONES; ++m) {
                _holdsMilestone(known.milestones[m], ORDERS.milestoneOf(known.id, _code(m)), known.id, m);
            }
        }
    }

    /// @notice 54, 56, 58, 59: sub-orders, changes, claims, snags and disputes stay what became of them.
    function holds_whatEndedStays() external view {
        for (uint256 i = 0; i < _subOrders.length; ++i) {
            KnownSubOrder storage known = _subOrders[i];
            SubOrder memory sub = ORDERS.subOrderOf(known.id);
            _require(
                sub.status == known.status && sub.deliveredShare == known.delivered
                    && (sub.deliveredAt != 0) == (known.status == SubOrderStatus.Delivered),
                "59: a sub-order's status or share changed by itself"
            );
            _require(
                sub.promiseNumber == known.promises && sub.promisedAt == known.promisedAt
                    && sub.acceptedAlternative == known.accepted && sub.alternativeCount == known.alternatives.length,
                "59: a promise or alternative changed by itself"
            );
            _require(
                sub.escalated == known.escalated && sub.reminded == known.reminded && sub.due == known.due,
                "58: a sub-order's reminder or escalation was forgotten"
            );
        }
        for (uint256 i = 0; i < _changes.length; ++i) {
            _require(ORDERS.changeOf(_changes[i].id).status == _changes[i].status, "54: a closed change came back");
        }
        for (uint256 i = 0; i < _claims.length; ++i) {
            _require(ORDERS.delayClaimOf(_claims[i].id).status == _claims[i].status, "53: an answered claim came back");
        }
        for (uint256 i = 0; i < _snags.length; ++i) {
            Snag memory snag = ORDERS.snagOf(_snags[i].id);
            _require(snag.status == _snags[i].status, "56: a closed snag came back");
            _require(
                snag.reminded == _snags[i].reminded && snag.escalated == _snags[i].escalated,
                "58: a snag's reminder or escalation was forgotten"
            );
        }
        for (uint256 i = 0; i < _disputes.length; ++i) {
            _require(ORDERS.disputeOf(_disputes[i].id).status == _disputes[i].status, "56: a settled dispute came back");
        }
    }

    /// @notice 63: parts delivered and taken over never make more than the whole, and an answer to one is final.
    function holds_partsAddUp() external view {
        for (uint256 i = 0; i < _orders.length; ++i) {
            Order memory order = ORDERS.orderOf(_orders[i].id);
            (uint256 reported, uint256 taken) = _deliveredOf(_orders[i]);
            _require(
                order.reportedShare == reported && order.takenOverShare == taken && reported + taken <= WHOLE,
                "63: shares delivered are not those of the parts"
            );
        }
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            PartialDelivery memory stored = ORDERS.deliveryOf(_deliveries[i].id);
            _require(
                stored.status == _deliveries[i].status && stored.share == _deliveries[i].share
                    && stored.takenOverAt == _deliveries[i].takenOverAt
                    && stored.warrantyUntil == _deliveries[i].warrantyUntil,
                "63: a delivery's status, share or warranty changed by itself"
            );
        }
    }

    function _holdsMilestone(KnownMilestone storage known, Milestone memory stored, bytes32 order, uint256 m)
        private
        view
    {
        _require(
            stored.status == known.status && stored.completedAt == known.completedAt && stored.actualAt == known.actualAt
                && stored.planned == known.planned,
            "52: a milestone's status or times changed by themselves"
        );
        _require(
            stored.due == known.due && stored.excusedDays == known.excusedDays, "53: a due time moved by one side"
        );
        _require(stored.paymentCommitment == known.payment, "54: a payment changed by one side");
        _require(
            stored.inspector == known.inspector && stored.waived == known.waived && stored.witnessed == known.witnessed
                && stored.holdPoint == known.point && stored.inspectionAt == known.inspectionAt,
            "57: an inspection point changed by itself"
        );
        _require(
            stored.reminded == _said[_saying("reminder", order, m, known.moves)]
                && stored.escalated == _said[_saying("escalation", order, m, known.moves)],
            "58: a reminder or escalation was forgotten"
        );
    }

    // ------------------------------------------------------------------------------------------------- private

    function _ask(bytes16 member, bytes memory call) internal returns (bool) {
        return _attempt(member, address(ORDERS), call);
    }

    function _by(bool right) internal pure {
        _require(right, "62: an order was changed by somebody whose part it isn't");
    }

    function _byParty(KnownOrder storage order, bytes16 member) internal view {
        _by(member == order.seller || member == order.buyer);
    }

    function _fresh(bytes32 id) private {
        _require(!_said[id], "61: an id was used twice");
        _said[id] = true;
    }

    function _once(bytes32 what, bytes32 order, uint256 m, uint32 moves) private {
        bytes32 key = _saying(what, order, m, moves);
        _require(!_said[key], "58: a reminder or escalation came twice for one due time");
        _said[key] = true;
    }

    function _saying(bytes32 what, bytes32 order, uint256 m, uint32 moves) private pure returns (bytes32) {
        return keccak256(abi.encode(what, order, m, moves));
    }

    function _move(KnownMilestone storage known, uint48 due) private {
        if (due != known.due) ++known.moves;
        known.due = due;
    }

    function _undelivered(KnownSubOrder storage known) private view {
        _require(
            known.status != SubOrderStatus.Delivered && known.status != SubOrderStatus.Cancelled
                && _isLive(_orders[known.order]),
            "59: a sub-order went on after its end"
        );
    }

    function _openChange(KnownChange storage known, KnownOrder storage order) private view {
        _require(
            order.status == OrderStatus.Agreed
                && (known.status == ChangeStatus.Requested || known.status == ChangeStatus.Evaluated),
            "54: a change went on after its end"
        );
    }

    function _inspected(KnownOrder storage order, uint256 m, bytes16 caller, MilestoneStatus status) private view {
        KnownMilestone storage known = order.milestones[m];
        _by(caller == known.inspector);
        _require(
            order.status == OrderStatus.Agreed && known.point == HoldPoint.Hold && known.status == status,
            "57: a hold was answered that was none"
        );
    }

    function _complete(KnownMilestone storage known) private {
        (known.status, known.completedAt) = (MilestoneStatus.Completed, _now());
    }

    function _isOpen(KnownOrder storage order, uint256 m) private view returns (bool) {
        return order.milestones[m].status != MilestoneStatus.Completed;
    }

    function _isLive(KnownOrder storage order) internal view returns (bool) {
        return order.status == OrderStatus.Agreed || order.status == OrderStatus.TakenOver;
    }

    function _certified(KnownOrder storage order, uint256 m) private view returns (bool) {
        return m == 4 || (m == 5 && order.finalAcceptance);
    }

    function _sums(KnownOrder storage known) private view returns (uint256 open, uint256 weight, uint256 all) {
        for (uint256 m = 0; m < MILESTONES; ++m) {
            all += known.milestones[m].weight;
            if (_isOpen(known, m)) ++open;
            else weight += known.milestones[m].weight;
        }
    }

    function _openOf(KnownOrder storage known)
        private
        view
        returns (uint256 snags, uint256 blocking, uint256 disputes)
    {
        uint256 number = _numberOf(known);
        for (uint256 i = 0; i < _snags.length; ++i) {
            if (_snags[i].order != number || _snags[i].status == SnagStatus.Closed) continue;
            ++snags;
            if (_snags[i].class_ == uint8(SnagClass.Blocking)) ++blocking;
        }
        for (uint256 i = 0; i < _disputes.length; ++i) {
            if (_disputes[i].order == number && _disputes[i].status != DisputeStatus.Settled) ++disputes;
        }
    }

    function _deliveredOf(KnownOrder storage known) private view returns (uint256 reported, uint256 taken) {
        uint256 number = _numberOf(known);
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            if (_deliveries[i].order != number) continue;
            if (_deliveries[i].status == DeliveryStatus.Reported) reported += _deliveries[i].share;
            if (_deliveries[i].status == DeliveryStatus.TakenOver) taken += _deliveries[i].share;
        }
    }

    function _warrantiesUntil(KnownOrder storage known) private view returns (uint48 until) {
        uint256 number = _numberOf(known);
        until = known.warrantyUntil;
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            if (_deliveries[i].order == number && _deliveries[i].warrantyUntil > until) {
                until = _deliveries[i].warrantyUntil;
            }
        }
    }

    /// @dev What was taken over too late, or is late by now, ppm.
    function _lateShare(KnownOrder storage known) private view returns (uint256 share) {
        uint48 due = known.milestones[4].due;
        if ((known.takenOverAt == 0 ? _now() : known.takenOverAt) <= due) return 0;
        share = WHOLE;
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            KnownDelivery storage part = _deliveries[i];
            bool inTime = part.status == DeliveryStatus.TakenOver && part.takenOverAt <= due;
            if (inTime && part.order == _numberOf(known)) share -= part.share;
        }
    }

    /// @dev Mostly one that waits for an answer.
    function _delivery() private returns (KnownDelivery storage known) {
        uint256 number = _pick(_deliveries.length);
        for (uint256 i = 0; i < _deliveries.length && !_seldom(12); ++i) {
            known = _deliveries[(number + i) % _deliveries.length];
            if (known.status == DeliveryStatus.Reported) return known;
        }
        return _deliveries[number];
    }

    function _numberOf(KnownOrder storage known) internal view returns (uint256 number) {
        while (_orders[number].id != known.id) ++number;
    }

    /// @dev Mostly one that is under way.
    function _order() internal returns (KnownOrder storage order) {
        uint256 number = _seldom(2) ? 0 : _pick(_orders.length);
        for (uint256 i = 0; i < _orders.length && !_seldom(12); ++i) {
            if (_isLive(_orders[(number + i) % _orders.length])) return _orders[(number + i) % _orders.length];
        }
        return _orders[number];
    }

    function _milestone() internal returns (KnownOrder storage order, uint256 m) {
        return _milestoneIn(MilestoneStatus.Open);
    }

    /// @dev Mostly one that stands so.
    function _milestoneIn(MilestoneStatus status) private returns (KnownOrder storage order, uint256 m) {
        order = _order();
        m = _pick(MILESTONES);
        for (uint256 i = 0; i < MILESTONES && !_seldom(16); ++i) {
            uint256 next = (m + i) % MILESTONES;
            if (order.milestones[next].status == status) return (order, next);
        }
    }

    /// @dev Mostly one that awaits its release.
    function _reported() private returns (KnownOrder storage order, uint256 m) {
        (order, m) = _milestone();
        for (uint256 i = 0; i < MILESTONES * _orders.length && !_seldom(40); ++i) {
            KnownMilestone storage known = _orders[i / MILESTONES].milestones[i % MILESTONES];
            if (known.status == MilestoneStatus.AwaitingRelease) return (_orders[i / MILESTONES], i % MILESTONES);
        }
    }

    /// @dev Mostly one that could be reported complete.
    function _unreported() private returns (KnownOrder storage order, uint256 m) {
        (order, m) = _milestone();
        for (uint256 i = 0; i < MILESTONES && !_seldom(16); ++i) {
            KnownMilestone storage known = order.milestones[i];
            bool due = known.point != HoldPoint.Witness || known.witnessed
                || (known.inspectionAt != 0 && known.inspectionAt <= _now());
            if (known.status == MilestoneStatus.Open && due && !_certified(order, i)) return (order, i);
        }
    }

    function _isBuilt(KnownOrder storage order) private view returns (bool built) {
        built = true;
        for (uint256 i = 0; i < MILESTONES; ++i) {
            if (_isOpen(order, i) && !_certified(order, i)) built = false;
        }
    }

    function _subOrder() private returns (KnownSubOrder storage known) {
        uint256 number = _pick(_subOrders.length);
        for (uint256 i = 0; i < _subOrders.length && !_seldom(12); ++i) {
            known = _subOrders[(number + i) % _subOrders.length];
            if (known.status < SubOrderStatus.Delivered) return known;
        }
        return _subOrders[number];
    }

    function _dispute() private returns (KnownDispute storage known) {
        known = _disputes[_pick(_disputes.length)];
        for (uint256 i = 0; i < _disputes.length && !_seldom(12); ++i) {
            if (_disputes[i].status != DisputeStatus.Settled) known = _disputes[i];
        }
    }

    /// @dev One of the last few.
    function _last(uint256 length) private returns (uint256) {
        return length > 3 && !_seldom(8) ? length - 1 - _pick(3) : _pick(length);
    }

    function _time() internal returns (uint48) {
        return _now() + uint48(_pick(200 days));
    }

    function _waitUntil(uint256 time) internal {
        if (time > _now()) _pass(time - _now());
    }

    function _someRecord() private returns (bytes32) {
        return _seldom(8) ? bytes32(0) : _seldom(2) ? RECORD : OTHER_RECORD;
    }

    function _newId() internal returns (bytes32) {
        return keccak256(abi.encode("orders", ++_ids));
    }

    function _code(uint256 m) internal pure returns (bytes32) {
        return bytes32(uint256(0xC0DE00 + m));
    }

    function _codes(uint256 m) private pure returns (bytes32[] memory codes) {
        codes = new bytes32[](1);
        codes[0] = _code(m);
    }

    function _moves(uint256 m, uint48 planned) private pure returns (MilestoneMove[] memory moves) {
        moves = new MilestoneMove[](1);
        moves[0] = MilestoneMove(_code(m), planned);
    }

    function _evaluation(KnownChange memory known) private pure returns (ChangeEvaluation memory evaluation) {
        (evaluation.costCommitment, evaluation.delayDays) = ("cost", 3);
        evaluation.termsCommitment = keccak256(abi.encode(known.id));
        evaluation.milestones = new MilestoneChange[](1);
        evaluation.milestones[0] = MilestoneChange(_code(known.milestone), known.due, known.planned, known.payment);
    }

    function _terms(uint256 number) private view returns (OrderTerms memory terms) {
        terms.order = keccak256(abi.encode("order", number));
        (terms.version, terms.termsCommitment) = (1, "terms");
        (terms.seller, terms.buyer) = number % 2 == 0 ? (MANUFACTURER, BUYER) : (GEAR, MANUFACTURER);
        (terms.effectiveAt, terms.agreeBy) = (_now(), _now() + 1 days);
        (terms.reminderWindow, terms.inspectionNotice) = (uint32(REMINDER_WINDOW), uint32(INSPECTION_NOTICE));
        (terms.warrantyPeriod, terms.takingOver) = (uint32(WARRANTY), _code(4));
        if (number % 2 == 0) terms.finalAcceptance = _code(5);
        terms.milestones = new MilestoneTerms[](MILESTONES);
        for (uint256 m = 0; m < MILESTONES; ++m) {
            MilestoneTerms memory item = terms.milestones[m];
            (item.code, item.weight) = (_code(m), uint16(m * 7));
            (item.due, item.planned) = (_now() + uint48(20 days * (m + 1)), _now() + uint48(18 days * (m + 1)));
        }
        (terms.milestones[0].holdPoint, terms.milestones[0].inspector) = (HoldPoint.Hold, SURVEYOR);
        terms.milestones[1].holdPoint = HoldPoint.Witness;
        terms.milestones[2].holdPoint = HoldPoint.Hold;
        terms.milestones[3].paymentCommitment = "amount";
    }

    function _enter(OrderTerms memory terms) private {
        KnownOrder storage order = _orders.push();
        (order.id, order.seller, order.buyer) = (terms.order, terms.seller, terms.buyer);
        (order.status, order.version, order.terms) = (OrderStatus.Agreed, 1, terms.termsCommitment);
        order.finalAcceptance = terms.finalAcceptance != 0;
        for (uint256 m = 0; m < MILESTONES; ++m) {
            MilestoneTerms memory item = terms.milestones[m];
            KnownMilestone storage known = order.milestones[m];
            (known.status, known.point, known.weight) = (MilestoneStatus.Open, item.holdPoint, item.weight);
            (known.due, known.planned, known.payment) = (item.due, item.planned, item.paymentCommitment);
            if (item.holdPoint == HoldPoint.None) continue;
            known.inspector = item.inspector == 0 ? terms.buyer : item.inspector;
        }
    }
}

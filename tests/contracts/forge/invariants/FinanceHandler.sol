// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Demand,
    DemandStatus,
    Guarantee,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeStatus,
    GuaranteeTerms,
    OutsideClaimStatus,
    Paper,
    PaperBinding,
    PaperElement,
    PaperHolder,
    PaperStatus,
    Payable,
    PaymentAttestation,
    ReceivableStatus
} from "contracts/finance/FinanceTypes.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {Evidence, EvidenceKind, MilestoneTerms, OrderTerms} from "contracts/orders/OrderTypes.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Sellers, buyers and three banks: receivables, assignments, payments, papers and guarantees
/// @notice Two orders with four paid milestones each. Two of each are complete, the others become so.
contract FinanceHandler is Handler {
    uint256 private constant RECEIVABLES = 8;
    uint256 private constant FINGERPRINTS = 24;
    uint32 private constant WHOLE = 1_000_000;

    struct KnownReceivable {
        bytes32 id;
        bytes32 order;
        bytes32 milestone;
        bytes16 seller;
        bytes16 buyer;
        bytes16 collecting;
        bool complete;
        ReceivableStatus status;
        uint32 version;
        uint256 paidToSeller;
        bytes32[] assignments;
    }

    struct KnownAssignment {
        uint256 receivable;
        bytes16 bank;
        uint256 share;
        uint256 paid;
        bool ended;
    }

    struct Holder {
        bytes32 holder;
        PaperHolder kind;
    }

    struct KnownGuarantee {
        bytes32 id;
        bytes16 bank;
        bytes16 beneficiary;
        bytes32 order;
        uint48 expiresAt;
        uint256 reduced;
        uint256 honoured;
        GuaranteeStatus status;
        bytes32[] demands;
        bytes32[] reductions;
    }

    struct KnownDemand {
        uint256 guarantee;
        uint256 share;
        DemandStatus status;
    }

    TradeFinance private immutable FINANCE;
    OrderFulfilment private immutable ORDERS;

    KnownReceivable[] private _receivables;
    bytes32[] private _assignmentIds;
    mapping(bytes32 assignment => KnownAssignment) private _assignments;
    mapping(bytes32 referenceHash => bool) private _referenceUsed;
    mapping(bytes32 fingerprint => Holder) private _holders;
    bytes32[] private _claims;
    mapping(bytes32 claim => bytes16) private _claimants;
    mapping(bytes32 claim => bool) private _claimReleased;
    KnownGuarantee[] private _guarantees;
    mapping(uint256 guarantee => mapping(bytes32 milestone => uint256)) private _toReduce;
    bytes32[] private _demandIds;
    mapping(bytes32 demand => KnownDemand) private _demands;
    uint256 private _ids;

    constructor(World world) Handler(world) {
        FINANCE = TradeFinance(world.at("TradeFinance"));
        ORDERS = OrderFulfilment(world.at("OrderFulfilment"));
        _agree(0, MANUFACTURER, BUYER);
        _agree(1, GEAR, MANUFACTURER);
        for (uint256 i = 0; i < RECEIVABLES; i += 2) {
            _as(_receivables[i].seller);
            ORDERS.completeMilestone(
                _receivables[i].order, _receivables[i].milestone, Evidence(0, EvidenceKind.None, 0), _now()
            );
            _receivables[i].complete = true;
        }
    }

    function name() external pure override returns (string memory) {
        return "FinanceHandler";
    }

    // -------------------------------------------------------------------------------------- receivables and shares

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    function completeMilestone(uint256 draw) external drawn(draw) {
        KnownReceivable storage known = _receivable();
        Evidence memory evidence = Evidence(0, EvidenceKind.None, 0);
        bytes memory call =
            abi.encodeCall(ORDERS.completeMilestone, (known.order, known.milestone, evidence, _now()));
        if (_attempt(known.seller, address(ORDERS), call)) known.complete = true;
    }

    function createReceivable(uint256 draw) external drawn(draw) {
        KnownReceivable storage known =
            _receivables[_receivableIn(ReceivableStatus.None, ReceivableStatus.Withdrawn)];
        Paper[] memory papers = _papers(2);
        bytes16 caller = _mostly(known.seller);
        bytes16 collecting = _seldom(4) ? bytes16(0) : _seldom(16) ? _anyMember() : _bank();
        bytes memory call = abi.encodeCall(
            FINANCE.createReceivable, (known.order, known.milestone, _recordIfAny(), collecting, papers)
        );
        if (!_attempt(caller, address(FINANCE), call)) return;
        _require(caller == known.seller, "43: a receivable was presented by another than its seller");
        _require(
            known.status == ReceivableStatus.None || known.status == ReceivableStatus.Withdrawn,
            "44: a receivable was presented twice"
        );
        known.status = ReceivableStatus.Presented;
        known.collecting = collecting;
        ++known.version;
        _bind(papers, known.id, PaperHolder.Receivable);
    }

    function addPapers(uint256 draw) external drawn(draw) {
        KnownReceivable storage known = _receivable();
        Paper[] memory papers = _papers(2);
        bytes16 caller = _mostly(known.seller);
        if (!_attempt(caller, address(FINANCE), abi.encodeCall(FINANCE.addPapers, (known.id, papers)))) return;
        _require(caller == known.seller, "43: papers were added by another than the seller");
        _bind(papers, known.id, PaperHolder.Receivable);
    }

    function withdrawReceivable(uint256 draw) external drawn(draw) {
        KnownReceivable storage known = _receivable();
        if (known.status == ReceivableStatus.AgreedToPay && !_seldom(4)) return _count(false);
        bytes16 caller = _mostly(known.seller);
        if (!_attempt(caller, address(FINANCE), abi.encodeCall(FINANCE.withdrawReceivable, (known.id)))) return;
        _require(caller == known.seller, "43: a receivable was withdrawn by another than its seller");
        _require(
            _held(known) == 0 && _paid(known) == 0 && known.status != ReceivableStatus.Paid,
            "45: a receivable was withdrawn that is assigned or paid"
        );
        known.status = ReceivableStatus.Withdrawn;
        for (uint256 i = 0; i < FINGERPRINTS; ++i) {
            Holder storage holder = _holders[_fingerprint(i)];
            if (holder.kind == PaperHolder.Receivable && holder.holder == known.id) delete _holders[_fingerprint(i)];
        }
    }

    function agreeToPay(uint256 draw) external drawn(draw) {
        KnownReceivable storage known =
            _receivables[_receivableIn(ReceivableStatus.Presented, ReceivableStatus.Presented)];
        bytes16 caller = _mostly(known.buyer);
        bytes32 amount = _seldom(16) ? bytes32("another amount") : _amount(known.milestone);
        uint48 dueAt = _seldom(16) ? _now() - 1 : _now() + uint48(_pick(90 days));
        if (
            !_attempt(
                caller,
                address(FINANCE),
                abi.encodeCall(FINANCE.agreeToPay, (known.id, amount, dueAt, _recordIfAny()))
            )
        ) return;
        _require(caller == known.buyer, "46: another than the buyer agreed to pay");
        _require(
            known.status == ReceivableStatus.Presented && amount == _amount(known.milestone),
            "46: the buyer agreed to what was not presented"
        );
        known.status = ReceivableStatus.AgreedToPay;
    }

    function assign(uint256 draw) external drawn(draw) {
        uint256 number = _earned();
        KnownReceivable storage known = _receivables[number];
        AssignmentTerms memory terms = _terms(known, 0);
        (bytes memory signature, bool counts) = _signature(known.seller, FINANCE.assignmentDigest(terms));
        bytes16 caller = _mostly(terms.bank);
        Paper[] memory papers = _papers(1);
        if (!_attempt(caller, address(FINANCE), abi.encodeCall(FINANCE.assign, (terms, papers, signature)))) return;
        _require(counts && caller == terms.bank, "47: a share was assigned without seller's and bank's consent");
        _require(
            known.complete && known.status == ReceivableStatus.AgreedToPay
                && terms.receivableVersion == known.version && _now() <= terms.signBy,
            "48: what was not earned, not agreed to, or withdrawn since was assigned"
        );
        _bind(papers, known.id, PaperHolder.Receivable);
        _enter(number, terms);
        _require(_held(known) + known.paidToSeller <= WHOLE, "35: shares of a receivable exceed the whole");
    }

    function reassign(uint256 draw) external drawn(draw) {
        if (_assignmentIds.length == 0) return _count(false);
        bytes32 source = _assignment();
        KnownAssignment storage from = _assignments[source];
        KnownReceivable storage known = _receivables[from.receivable];
        AssignmentTerms memory terms = _terms(known, source);
        (bytes memory signature, bool counts) = _signature(from.bank, FINANCE.assignmentDigest(terms));
        if (!_attempt(terms.bank, address(FINANCE), abi.encodeCall(FINANCE.reassign, (terms, signature)))) return;
        _require(counts, "47: a share was passed on without its bank's consent");
        _require(
            !from.ended && terms.share <= from.share - from.paid && known.status == ReceivableStatus.AgreedToPay,
            "36: a bank passed on more than it holds"
        );
        from.share -= terms.share;
        from.ended = from.share == from.paid;
        _enter(from.receivable, terms);
    }

    function discharge(uint256 draw) external drawn(draw) {
        if (_assignmentIds.length == 0) return _count(false);
        bytes32 id = _assignment();
        KnownAssignment storage known = _assignments[id];
        bytes16 caller = _mostly(known.bank);
        if (!_attempt(caller, address(FINANCE), abi.encodeCall(FINANCE.discharge, (id, _recordIfAny())))) return;
        _require(caller == known.bank && !known.ended, "47: a share was given back by another than its bank");
        known.share = known.paid;
        known.ended = true;
    }

    function attestPayment(uint256 draw) external drawn(draw) {
        uint256 number = _pick(RECEIVABLES);
        bytes32 id;
        if (_assignmentIds.length != 0 && !_seldom(4)) {
            id = _assignment();
            number = _assignments[id].receivable;
        }
        KnownReceivable storage known = _receivables[number];
        bytes32 referenceHash = _seldom(4) ? bytes32(_pick(4)) : bytes32(++_ids);
        uint256 left =
            id == 0 ? WHOLE - _held(known) - known.paidToSeller : _assignments[id].share - _assignments[id].paid;
        PaymentAttestation memory payment =
            PaymentAttestation(known.id, id, _shareAbout(left), referenceHash, _recordIfAny());
        bytes16 bank = _mostly(id == 0 ? known.collecting : _assignments[id].bank);
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.attestPayment, (payment)))) return;
        _useReference(referenceHash);
        if (id == 0) {
            _require(bank == known.collecting, "49: a payment was attested by another than the bank it came in at");
            known.paidToSeller += payment.share;
            _require(_held(known) + known.paidToSeller <= WHOLE, "35: shares of a receivable exceed the whole");
        } else {
            KnownAssignment storage paid = _assignments[id];
            _require(bank == paid.bank, "49: a payment was attested by another than the bank it came in at");
            paid.paid += payment.share;
            _require(!paid.ended && paid.paid <= paid.share, "36: more was paid than the bank holds");
            paid.ended = paid.paid == paid.share;
        }
        if (_paid(known) == WHOLE) known.status = ReceivableStatus.Paid;
    }

    // ------------------------------------------------------------------------------------------------- papers

    function claimPapers(uint256 draw) external drawn(draw) {
        bytes32 claim = _claims.length != 0 && _seldom(8) ? _claims[_pick(_claims.length)] : bytes32(++_ids);
        Paper[] memory papers = _papers(2);
        bytes16 bank = _seldom(8) ? _anyMember() : _bank();
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.claimPapers, (claim, papers)))) return;
        _require(_claimants[claim] == 0, "50: a claim was recorded twice");
        _claims.push(claim);
        _claimants[claim] = bank;
        _bind(papers, claim, PaperHolder.OutsideClaim);
    }

    function releaseClaim(uint256 draw) external drawn(draw) {
        if (_claims.length == 0) return _count(false);
        bytes32 claim = _claims[_pick(_claims.length)];
        bytes16 bank = _mostly(_claimants[claim]);
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.releaseClaim, (claim)))) return;
        _require(
            bank == _claimants[claim] && !_claimReleased[claim], "50: a claim was released by another or a second time"
        );
        _claimReleased[claim] = true;
        for (uint256 i = 0; i < FINGERPRINTS; ++i) {
            Holder storage holder = _holders[_fingerprint(i)];
            if (holder.kind == PaperHolder.OutsideClaim && holder.holder == claim) delete _holders[_fingerprint(i)];
        }
    }

    function probe(uint256 draw) external drawn(draw) {
        bytes32[] memory asked = new bytes32[](_pick(4));
        for (uint256 i = 0; i < asked.length; ++i) {
            asked[i] = _fingerprint(_pick(FINGERPRINTS));
        }
        _attempt(_seldom(8) ? _anyMember() : _bank(), address(FINANCE), abi.encodeCall(FINANCE.probe, (asked)));
    }

    // --------------------------------------------------------------------------------------------- guarantees

    function issueGuarantee(uint256 draw) external drawn(draw) {
        KnownReceivable storage known = _receivable();
        GuaranteeTerms memory terms;
        bool again = _guarantees.length != 0 && _seldom(8);
        terms.guarantee = again ? _guarantees[_guarantee()].id : bytes32(++_ids);
        terms.order = known.order;
        terms.kind = GuaranteeKind(_pick(5));
        terms.amountCommitment = "amount";
        terms.expiresAt = _now() + uint48(_pick(200 days));
        if (_seldom(2)) terms.expiryMilestone = known.milestone;
        terms.reductions = new GuaranteeReduction[](_pick(3));
        for (uint256 i = 0; i < terms.reductions.length; ++i) {
            terms.reductions[i] = GuaranteeReduction(_milestone(i + _pick(2)), _share());
        }
        bytes16 bank = _seldom(8) ? _anyMember() : _bank();
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.issueGuarantee, (terms)))) return;
        _require(!again, "40: a guarantee was issued twice");
        KnownGuarantee storage issued = _guarantees.push();
        (issued.id, issued.bank, issued.beneficiary) = (terms.guarantee, bank, known.buyer);
        (issued.order, issued.expiresAt, issued.status) = (known.order, terms.expiresAt, GuaranteeStatus.Issued);
        for (uint256 i = 0; i < terms.reductions.length; ++i) {
            _toReduce[_guarantees.length - 1][terms.reductions[i].milestone] = terms.reductions[i].share;
            issued.reductions.push(terms.reductions[i].milestone);
        }
    }

    function reduceGuarantee(uint256 draw) external drawn(draw) {
        if (_guarantees.length == 0) return _count(false);
        uint256 number = _guarantee();
        KnownGuarantee storage known = _guarantees[number];
        bytes32 milestone = known.reductions.length == 0 || _seldom(8)
            ? _milestone(_pick(4))
            : known.reductions[_pick(known.reductions.length)];
        if (!_attemptByAnyone(address(FINANCE), abi.encodeCall(FINANCE.reduceGuarantee, (known.id, milestone)))) {
            return;
        }
        uint256 share = _toReduce[number][milestone];
        _require(
            known.status == GuaranteeStatus.Issued && share != 0 && _isComplete(known.order, milestone),
            "39: a guarantee was reduced without its milestone, or twice for it"
        );
        // What is demanded stays secured; the rest of the reduction waits.
        uint256 free = WHOLE - known.reduced - known.honoured - _demanded(known);
        uint256 made = share < free ? share : free;
        _require(made != 0, "39: a guarantee was reduced by what is demanded");
        _toReduce[number][milestone] = share - made;
        known.reduced += made;
        _exhaust(known);
    }

    function extendGuarantee(uint256 draw) external drawn(draw) {
        if (_guarantees.length == 0) return _count(false);
        KnownGuarantee storage known = _guarantees[_guarantee()];
        bytes16 bank = _mostly(known.bank);
        uint48 until = known.expiresAt + uint48(_pick(30 days));
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.extendGuarantee, (known.id, until)))) return;
        _require(
            bank == known.bank && until > known.expiresAt && known.status == GuaranteeStatus.Issued,
            "40: a guarantee was extended by another than its bank, or shortened"
        );
        known.expiresAt = until;
    }

    function releaseGuarantee(uint256 draw) external drawn(draw) {
        if (_guarantees.length == 0) return _count(false);
        KnownGuarantee storage known = _guarantees[_guarantee()];
        bytes16 caller = _mostly(known.beneficiary);
        if (!_attempt(caller, address(FINANCE), abi.encodeCall(FINANCE.releaseGuarantee, (known.id)))) return;
        _require(
            caller == known.beneficiary && _demanded(known) == 0 && known.status == GuaranteeStatus.Issued,
            "40: a guarantee was released by another than its beneficiary, or with a demand open"
        );
        known.status = GuaranteeStatus.Released;
    }

    function expireGuarantee(uint256 draw) external drawn(draw) {
        if (_guarantees.length == 0) return _count(false);
        KnownGuarantee storage known = _guarantees[_guarantee()];
        bytes32 milestone = FINANCE.guaranteeOf(known.id).expiryMilestone;
        if (!_attemptByAnyone(address(FINANCE), abi.encodeCall(FINANCE.expireGuarantee, (known.id)))) return;
        _require(
            _now() > known.expiresAt || (milestone != 0 && _isComplete(known.order, milestone)),
            "40: a guarantee expired before its time"
        );
        _require(
            _demanded(known) == 0 && known.status == GuaranteeStatus.Issued, "40: a guarantee expired with a demand open"
        );
        known.status = GuaranteeStatus.Expired;
    }

    function presentDemand(uint256 draw) external drawn(draw) {
        if (_guarantees.length == 0) return _count(false);
        uint256 number = _guarantee();
        KnownGuarantee storage known = _guarantees[number];
        bytes32 milestone = FINANCE.guaranteeOf(known.id).expiryMilestone;
        bool over = milestone != 0 && _isComplete(known.order, milestone);
        bytes32 demand = _demandIds.length != 0 && _seldom(8) ? _demandIds[_pick(_demandIds.length)] : bytes32(++_ids);
        uint256 free = WHOLE - known.reduced - known.honoured - _demanded(known);
        (bytes16 caller, uint32 share) = (_mostly(known.beneficiary), _shareAbout(free));
        bytes memory call = abi.encodeCall(FINANCE.presentDemand, (known.id, demand, share, _recordIfAny()));
        if (!_attempt(caller, address(FINANCE), call)) return;
        _require(
            caller == known.beneficiary && _now() <= known.expiresAt && known.status == GuaranteeStatus.Issued
                && _demands[demand].status == DemandStatus.None && !over,
            "40: a demand by another than the beneficiary, or too late, or twice"
        );
        _demandIds.push(demand);
        _demands[demand] = KnownDemand(number, share, DemandStatus.Presented);
        known.demands.push(demand);
        _require(
            known.reduced + known.honoured + _demanded(known) <= WHOLE, "38: more was demanded than a guarantee secures"
        );
    }

    function honourDemand(uint256 draw) external drawn(draw) {
        if (_demandIds.length == 0) return _count(false);
        bytes32 demand = _demand();
        KnownGuarantee storage known = _guarantees[_demands[demand].guarantee];
        bytes16 bank = _mostly(known.bank);
        bytes32 referenceHash = _seldom(4) ? bytes32(_pick(4)) : bytes32(++_ids);
        if (!_attempt(bank, address(FINANCE), abi.encodeCall(FINANCE.honourDemand, (demand, referenceHash)))) return;
        _answer(demand, bank, DemandStatus.Honoured);
        _useReference(referenceHash);
        known.honoured += _demands[demand].share;
        _exhaust(known);
    }

    function refuseDemand(uint256 draw) external drawn(draw) {
        if (_demandIds.length == 0) return _count(false);
        bytes32 demand = _demand();
        bytes16 bank = _mostly(_guarantees[_demands[demand].guarantee].bank);
        bytes memory call = abi.encodeCall(FINANCE.refuseDemand, (demand, _recordIfAny()));
        if (_attempt(bank, address(FINANCE), call)) _answer(demand, bank, DemandStatus.Refused);
    }

    // ------------------------------------------------------------------------------------------------- invariants

    /// @notice 35, 36, 37: the payable slot is what its assignments add up to, and never above the whole.
    function holds_sharesAddUp() external view {
        for (uint256 i = 0; i < RECEIVABLES; ++i) {
            KnownReceivable storage known = _receivables[i];
            Payable memory slot = FINANCE.payableOf(known.id);
            _require(uint256(slot.assigned) + slot.paidToSeller <= WHOLE, "35: shares of a receivable exceed the whole");
            _require(slot.assigned == _held(known), "35: shares assigned are not the sum of what banks hold");
            _require(
                slot.paidToSeller == known.paidToSeller && slot.paid == _paid(known),
                "37: what is paid is not the sum of the payments attested"
            );
            _require(slot.status == known.status && slot.version == known.version, "44: a receivable's status or version");
            _require((slot.status == ReceivableStatus.Paid) == (slot.paid == WHOLE), "37: Paid, and not the whole");
            _require(
                (slot.agreedAt != 0)
                    == (known.status == ReceivableStatus.AgreedToPay || slot.paid == WHOLE && slot.agreedAt != 0),
                "46: an agreement to pay that nobody gave"
            );
        }
    }

    /// @notice 36: no bank holds, or was paid, more or less than what was assigned to it; what ended stays ended.
    function holds_banksHoldWhatTheyTook() external view {
        for (uint256 i = 0; i < _assignmentIds.length; ++i) {
            KnownAssignment storage known = _assignments[_assignmentIds[i]];
            Assignment memory stored = FINANCE.assignmentOf(_assignmentIds[i]);
            _require(
                stored.share == known.share && stored.paid == known.paid && stored.bank == known.bank
                    && stored.paid <= stored.share && stored.receivable == _receivables[known.receivable].id,
                "36: an assignment is not what banks did with it"
            );
            _require((stored.status == AssignmentStatus.Active) != known.ended, "36: an assignment came back");
        }
    }

    /// @notice 41: a fingerprint is bound to one holder, the one that bound it.
    function holds_fingerprintsHaveOneHolder() external view {
        for (uint256 i = 0; i < FINGERPRINTS; ++i) {
            PaperBinding memory binding = FINANCE.fingerprintOf(_fingerprint(i));
            Holder storage known = _holders[_fingerprint(i)];
            bool bound = binding.status == PaperStatus.Bound;
            _require(bound == (known.kind != PaperHolder.None), "41: a fingerprint is held by nobody, or free and held");
            _require(
                !bound || (binding.holder == known.holder && binding.kind == known.kind),
                "41: a fingerprint is bound to another holder"
            );
        }
        for (uint256 i = 0; i < _claims.length; ++i) {
            bool released = FINANCE.claimOf(_claims[i]).status == OutsideClaimStatus.Released;
            _require(released == _claimReleased[_claims[i]], "50: a released claim came back");
        }
    }

    /// @notice 38, 39, 40: what a guarantee secures is what was issued less what was reduced and honoured.
    function holds_guaranteesAddUp() external view {
        for (uint256 i = 0; i < _guarantees.length; ++i) {
            KnownGuarantee storage known = _guarantees[i];
            Guarantee memory stored = FINANCE.guaranteeOf(known.id);
            _require(
                stored.remaining + known.reduced + known.honoured == WHOLE,
                "38: a guarantee is not what was issued less reductions and payments"
            );
            _require(
                stored.demanded == _demanded(known) && stored.demanded <= stored.remaining,
                "38: more is demanded than a guarantee secures"
            );
            _require(stored.status == known.status, "40: a guarantee that ended came back");
            _require(stored.bank == known.bank && stored.expiresAt == known.expiresAt, "40: a guarantee's bank or end");
        }
        for (uint256 i = 0; i < _demandIds.length; ++i) {
            Demand memory stored = FINANCE.demandOf(_demandIds[i]);
            _require(stored.status == _demands[_demandIds[i]].status, "40: an answered demand came back");
        }
    }

    // ------------------------------------------------------------------------------------------------- private

    function _receivable() private returns (KnownReceivable storage) {
        return _receivables[_pick(RECEIVABLES)];
    }

    /// @dev Mostly one that stands so.
    function _receivableIn(ReceivableStatus status, ReceivableStatus or_) private returns (uint256 number) {
        number = _pick(RECEIVABLES);
        if (_seldom(8)) return number;
        for (uint256 i = 0; i < RECEIVABLES; ++i) {
            ReceivableStatus present = _receivables[number].status;
            if (present == status || present == or_) return number;
            number = (number + 1) % RECEIVABLES;
        }
    }

    /// @dev Mostly one that can be assigned.
    function _earned() private returns (uint256 number) {
        for (uint256 i = 0; i < 4; ++i) {
            number = _receivableIn(ReceivableStatus.AgreedToPay, ReceivableStatus.AgreedToPay);
            if (_receivables[number].complete) return number;
        }
    }

    /// @dev Mostly one of those issued last that still runs.
    function _guarantee() private returns (uint256 number) {
        uint256 length = _guarantees.length;
        number = _pick(length);
        for (uint256 i = 1; i <= 12 && i <= length && !_seldom(12); ++i) {
            if (_guarantees[length - i].status == GuaranteeStatus.Issued) return length - i;
        }
    }

    /// @dev Mostly one that waits for an answer.
    function _demand() private returns (bytes32 demand) {
        uint256 length = _demandIds.length;
        demand = _demandIds[_pick(length)];
        for (uint256 i = 1; i <= 6 && i <= length && !_seldom(8); ++i) {
            if (_demands[_demandIds[length - i]].status == DemandStatus.Presented) return _demandIds[length - i];
        }
    }

    /// @dev Mostly one that still holds something.
    function _assignment() private returns (bytes32 id) {
        uint256 length = _assignmentIds.length;
        uint256 place = _pick(length);
        id = _assignmentIds[place];
        for (uint256 i = 0; i < 12 && !_seldom(12); ++i) {
            if (!_assignments[_assignmentIds[(place + i) % length]].ended) return _assignmentIds[(place + i) % length];
        }
    }

    /// @dev At times exactly what is left, or one more.
    function _shareAbout(uint256 left) private returns (uint32) {
        return _seldom(6) ? uint32(left) : _seldom(6) ? uint32(left + 1) : _share();
    }

    function _bank() private returns (bytes16) {
        return [BANK_A, BANK_B, BANK_C][_pick(3)];
    }

    function _terms(KnownReceivable storage known, bytes32 source) private returns (AssignmentTerms memory terms) {
        terms.assignment =
            _assignmentIds.length != 0 && _seldom(12) ? _assignmentIds[_pick(_assignmentIds.length)] : bytes32(++_ids);
        terms.receivable = known.id;
        terms.receivableVersion = _seldom(16) ? known.version + 1 : known.version;
        terms.source = source;
        terms.bank = _bank();
        uint256 taken = source == 0 ? _held(known) + known.paidToSeller : WHOLE - _assignments[source].share;
        terms.share = _shareAbout(WHOLE - taken);
        terms.termsCommitment = "terms";
        terms.signBy = _seldom(16) ? _now() - 1 : _now() + 1 days;
    }

    function _enter(uint256 receivable, AssignmentTerms memory terms) private {
        KnownAssignment storage entered = _assignments[terms.assignment];
        _require(entered.bank == 0, "47: a signature of an assignment counted twice");
        _assignmentIds.push(terms.assignment);
        (entered.receivable, entered.bank, entered.share) = (receivable, terms.bank, terms.share);
        _receivables[receivable].assignments.push(terms.assignment);
    }

    function _held(KnownReceivable storage known) private view returns (uint256 sum) {
        for (uint256 i = 0; i < known.assignments.length; ++i) {
            sum += _assignments[known.assignments[i]].share;
        }
    }

    function _paid(KnownReceivable storage known) private view returns (uint256 sum) {
        sum = known.paidToSeller;
        for (uint256 i = 0; i < known.assignments.length; ++i) {
            sum += _assignments[known.assignments[i]].paid;
        }
    }

    function _demanded(KnownGuarantee storage known) private view returns (uint256 sum) {
        for (uint256 i = 0; i < known.demands.length; ++i) {
            KnownDemand storage demand = _demands[known.demands[i]];
            if (demand.status == DemandStatus.Presented) sum += demand.share;
        }
    }

    function _answer(bytes32 demand, bytes16 bank, DemandStatus status) private {
        KnownDemand storage known = _demands[demand];
        _require(
            known.status == DemandStatus.Presented && bank == _guarantees[known.guarantee].bank,
            "40: a demand was answered by another than the bank, or twice"
        );
        known.status = status;
    }

    function _exhaust(KnownGuarantee storage known) private {
        if (known.reduced + known.honoured == WHOLE) known.status = GuaranteeStatus.Exhausted;
    }

    function _useReference(bytes32 referenceHash) private {
        _require(referenceHash != 0 && !_referenceUsed[referenceHash], "42: a payment's reference was used twice");
        _referenceUsed[referenceHash] = true;
    }

    /// @dev What was free or the holder's own is the holder's now.
    function _bind(Paper[] memory papers, bytes32 holder, PaperHolder kind) private {
        for (uint256 i = 0; i < papers.length; ++i) {
            Holder storage known = _holders[papers[i].fingerprint];
            bool own = known.kind == kind && known.holder == holder;
            _require(known.kind == PaperHolder.None || own, "41: a fingerprint was bound to a second holder");
            (known.holder, known.kind) = (holder, kind);
        }
    }

    function _papers(uint256 most) private returns (Paper[] memory papers) {
        papers = new Paper[](_pick(most + 1));
        for (uint256 i = 0; i < papers.length; ++i) {
            papers[i] = Paper(_fingerprint(_pick(FINGERPRINTS)), PaperElement(1 + _pick(4)));
        }
    }

    function _fingerprint(uint256 number) private pure returns (bytes32) {
        return keccak256(abi.encode("paper", number));
    }

    function _milestone(uint256 number) private pure returns (bytes32) {
        return keccak256(abi.encode("paid", number));
    }

    function _amount(bytes32 milestone) private pure returns (bytes32) {
        return keccak256(abi.encode("amount", milestone));
    }

    function _isComplete(bytes32 order, bytes32 milestone) private view returns (bool) {
        for (uint256 i = 0; i < RECEIVABLES; ++i) {
            KnownReceivable storage known = _receivables[i];
            if (known.order == order && known.milestone == milestone) return known.complete;
        }
        return false;
    }

    function _agree(uint256 number, bytes16 seller, bytes16 buyer) private {
        OrderTerms memory terms;
        terms.order = keccak256(abi.encode("financed order", number));
        (terms.version, terms.seller, terms.buyer, terms.termsCommitment) = (1, seller, buyer, "terms");
        (terms.effectiveAt, terms.agreeBy, terms.takingOver) = (_now(), _now(), "taking over");
        terms.milestones = new MilestoneTerms[](5);
        for (uint256 i = 0; i < 5; ++i) {
            MilestoneTerms memory item = terms.milestones[i];
            item.code = i == 4 ? terms.takingOver : _milestone(i);
            (item.due, item.planned) = (_now() + 90 days, _now() + 90 days);
            if (i == 4) continue;
            item.paymentCommitment = _amount(item.code);
            KnownReceivable storage known = _receivables.push();
            (known.id, known.order) = (FINANCE.receivableId(terms.order, item.code), terms.order);
            (known.milestone, known.seller, known.buyer) = (item.code, seller, buyer);
        }
        bytes32 digest = ORDERS.orderDigest(terms);
        _as(seller);
        ORDERS.agreeOrder(terms, signAs(seller, digest), signAs(buyer, digest));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence, EvidenceKind} from "contracts/orders/OrderTypes.sol";
import {PartProvenance} from "contracts/provenance/PartProvenance.sol";
import {
    AssemblyEdge,
    CoreStatus,
    HandOverPurpose,
    InspectionResult,
    Part as PartView,
    PartBatch,
    PartRegistration,
    PartStatus,
    Recall,
    RecallMark,
    RecallScope,
    RecallStatus,
    WorkOrder,
    WorkOrderStatus
} from "contracts/provenance/PartTypes.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Makers, custodians, workshops and recalls of up to 28 parts, among them two machines
contract PartsHandler is Handler {
    uint256 private constant PARTS = 28;
    uint48 private constant LATER = type(uint48).max;
    bytes16 private constant BRAKES = "brake maker";

    struct KnownPart {
        bytes32 id;
        bytes16 maker;
        bytes16 custodian;
        bytes16 owner;
        bytes32 serial;
        bytes32 design;
        bytes32 lot;
        bytes32 batch;
        PartStatus status;
        bool machine;
        bool suspected;
        uint48 builtAt;
        uint32 handOvers;
        uint256 parent; // number plus 1, 0 when loose
        bytes32 position;
        uint256 edges;
        bytes5 place;
        uint48 seenAt;
    }

    struct Offer {
        bytes16 giver;
        bytes16 receiver;
        bool withOwnership;
        HandOverPurpose purpose;
    }

    struct KnownBatch {
        bytes32 root;
        bytes16 maker;
        PartRegistration[2] leaves;
        uint32 materialised;
    }

    struct KnownWorkOrder {
        bytes32 id;
        bytes32 machine;
        bytes16 custodian;
        bytes16 performer;
        WorkOrderStatus status;
        uint32 changes;
        bytes32 changesHash;
    }

    struct KnownRecall {
        bytes32 id;
        RecallScope scope;
        bytes16 by;
        bytes16 maker;
        bytes32 key;
        RecallStatus status;
        uint256 cursor;
    }

    struct KnownCore {
        CoreStatus status;
        bytes16 debtor;
        bytes16 creditor;
    }

    PartProvenance private immutable PROVENANCE;

    mapping(bytes16 maker => bytes16) private _registrar;
    mapping(bytes32 identity => bytes16) private _makerOf;
    bytes16[] private _makers;
    KnownPart[] private _parts;
    mapping(bytes32 part => uint256) private _numberOf; // plus 1
    mapping(bytes32 serial => bool) private _serialUsed;
    mapping(uint256 part => Offer) private _offers;
    mapping(uint256 part => Offer) private _titles;
    mapping(uint256 part => KnownCore) private _cores;
    KnownBatch[] private _batches;
    KnownWorkOrder[] private _workOrders;
    KnownRecall[] private _recalls;
    mapping(uint256 recall => mapping(uint256 part => RecallMark)) private _marks;
    uint256 private _ids;

    constructor(World world) Handler(world) {
        PROVENANCE = PartProvenance(world.at("PartProvenance"));
        _as(MANUFACTURER);
        PROVENANCE.enterMaker(MANUFACTURER, keccak256(abi.encode("identity", 0)), "key");
        _as(MANUFACTURER);
        PROVENANCE.enterMaker(BRAKES, keccak256(abi.encode("identity", 1)), "key");
        _entered(MANUFACTURER, MANUFACTURER, keccak256(abi.encode("identity", 0)));
        _entered(BRAKES, MANUFACTURER, keccak256(abi.encode("identity", 1)));
        for (uint256 i = 0; i < 12; ++i) {
            PartRegistration memory made = _registration(i < 4 ? BRAKES : MANUFACTURER);
            made.machine = i > 9;
            _as(MANUFACTURER);
            PROVENANCE.registerPart(made);
            _registered(made, MANUFACTURER, 0);
        }
    }

    function name() external pure override returns (string memory) {
        return "PartsHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    // --------------------------------------------------------------------------------------- makers, registration

    function enterMaker(uint256 draw) external drawn(draw) {
        bytes16 maker = _seldom(2) ? _anyMember() : bytes16(keccak256(abi.encode("outside", _pick(4))));
        (bytes16 caller, bytes32 identity) = (_party(), keccak256(abi.encode("identity", _pick(12))));
        if (!_ask(caller, abi.encodeCall(PROVENANCE.enterMaker, (maker, identity, "key")))) return;
        _require(_registrar[maker] == 0 && _makerOf[identity] == 0, "64: a maker or identity was entered twice");
        _require(maker == caller || !_isMember(maker), "64: a member was entered as a maker by another");
        _entered(maker, caller, identity);
    }

    function appointRegistrar(uint256 draw) external drawn(draw) {
        if (!_seldom(3)) return _count(false);
        bytes16 maker = _makers[_pick(_makers.length)];
        (bytes16 caller, bytes16 next) = (_mostly(_registrar[maker]), _seldom(2) ? MANUFACTURER : _party());
        bytes memory call = abi.encodeCall(PROVENANCE.appointRegistrar, (maker, next));
        bool voted = _seldom(2);
        if (!(voted ? _attemptByVote(address(PROVENANCE), call) : _ask(caller, call))) return;
        _require(voted || caller == _registrar[maker], "64: a registrar was appointed by another than the one before");
        _registrar[maker] = next;
    }

    function registerPart(uint256 draw) external drawn(draw) {
        if (_parts.length >= PARTS) return _count(false);
        bytes16 maker = _makers[_pick(_makers.length)];
        PartRegistration memory made = _registration(maker);
        if (_seldom(6)) made.serialCommitment = _parts[_pick(_parts.length)].serial;
        if (_seldom(12)) made.part = _parts[_pick(_parts.length)].id;
        bytes16 caller = _mostly(_registrar[maker]);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.registerPart, (made)))) return;
        _require(caller == _registrar[maker], "64: a part was registered by another than its maker's registrar");
        _registered(made, caller, 0);
    }

    function registerParts(uint256 draw) external drawn(draw) {
        if (_parts.length + 1 >= PARTS) return _count(false);
        bytes16 maker = _makers[_pick(_makers.length)];
        PartRegistration[] memory made = new PartRegistration[](2);
        (made[0], made[1]) = (_registration(maker), _registration(maker));
        if (_seldom(6)) made[1].serialCommitment = made[0].serialCommitment;
        bytes16 caller = _mostly(_registrar[maker]);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.registerParts, (made)))) return;
        _require(caller == _registrar[maker], "64: a part was registered by another than its maker's registrar");
        _registered(made[0], caller, 0);
        _registered(made[1], caller, 0);
    }

    function registerBatch(uint256 draw) external drawn(draw) {
        bytes16 maker = _makers[_pick(_makers.length)];
        PartRegistration[2] memory leaves = [_registration(maker), _registration(maker)];
        bytes32 root = _root(leaves);
        bool again = _batches.length != 0 && _seldom(8);
        if (again) root = _batches[_pick(_batches.length)].root;
        bytes16 caller = _mostly(_registrar[maker]);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.registerBatch, (root, maker, 2)))) return;
        _require(caller == _registrar[maker] && !again, "70: a batch was registered twice, or by another than the registrar");
        KnownBatch storage batch = _batches.push();
        (batch.root, batch.maker) = (root, maker);
        (batch.leaves[0], batch.leaves[1]) = (leaves[0], leaves[1]);
    }

    function materialise(uint256 draw) external drawn(draw) {
        if (_batches.length == 0 || _parts.length >= PARTS) return _count(false);
        KnownBatch storage batch = _batches[_batches.length - 1 - (_seldom(2) ? _pick(_batches.length) : 0)];
        uint256 which = _pick(2);
        PartRegistration memory made = batch.leaves[which];
        bool forged = _seldom(8);
        if (forged) made.lot = "another lot";
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = _leaf(batch.leaves[1 - which]);
        if (!_ask(_anyMember(), abi.encodeCall(PROVENANCE.materialise, (batch.root, made, proof)))) return;
        _require(!forged, "70: a part came out of a batch that is not in it");
        _require(++batch.materialised <= 2, "70: more parts came out of a batch than are in it");
        _registered(made, _registrar[batch.maker], batch.root);
    }

    function declareBuilt(uint256 draw) external drawn(draw) {
        uint256 number = _seldom(4) ? _pick(_parts.length) : 10 + _pick(2);
        KnownPart storage part = _parts[number];
        bytes16 caller = _mostly(_registrar[part.maker]);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.declareBuilt, (part.id, _recordIfAny())))) return;
        _require(
            caller == _registrar[part.maker] && part.machine && part.builtAt == 0,
            "74: a configuration was declared as built twice, or by another than the registrar"
        );
        part.builtAt = _now();
    }

    // -------------------------------------------------------------------------------------------------- assembly

    function install(uint256 draw) external drawn(draw) {
        uint256 number = _installable();
        uint256 parent = _parentFor(number);
        KnownPart storage part = _parts[number];
        bytes32 position = bytes32(_pick(7));
        uint256 order = _running(_rootOf(parent));
        bytes16 caller = _mostly(part.custodian);
        bytes32 workOrder = order == 0 || _seldom(2) ? bytes32(0) : _workOrders[order - 1].id;
        bytes memory call = abi.encodeCall(PROVENANCE.install, (part.id, _parts[parent].id, position, workOrder));
        if (!_ask(caller, call)) return;
        KnownPart storage root = _parts[_rootOf(parent)];
        _require(
            caller == part.custodian && caller == root.custodian,
            "67: a part was installed by somebody who doesn't have it"
        );
        _require(part.owner == caller || part.owner == root.owner, "67: a part was built in that is a third party's");
        _installed(number, parent, position);
        if (workOrder != 0) _note(order - 1, caller, number, parent, position, true);
    }

    /// @notice Hangs one part below the other, so that trees get as deep as they may and deeper.
    function chain(uint256 draw) external drawn(draw) {
        uint256 parent = _deepest();
        for (uint256 i = 0; i < 8; ++i) {
            uint256 root = _rootOf(parent);
            uint256 number = _fitting(root);
            bytes16 caller = _parts[root].custodian;
            bytes32 position = bytes32(100 + _pick(1000));
            bytes memory call = abi.encodeCall(PROVENANCE.install, (_parts[number].id, _parts[parent].id, position, 0));
            if (!_ask(caller, call)) continue;
            _require(caller == _parts[number].custodian, "67: a part was installed by somebody who doesn't have it");
            _installed(number, parent, position);
            parent = number;
        }
    }

    function remove(uint256 draw) external drawn(draw) {
        uint256 number = _inside();
        KnownPart storage part = _parts[number];
        uint256 root = _rootOf(number);
        uint256 order = _running(root);
        bytes16 caller = _mostly(_parts[root].custodian);
        bytes32 workOrder = order == 0 || _seldom(2) ? bytes32(0) : _workOrders[order - 1].id;
        if (!_ask(caller, abi.encodeCall(PROVENANCE.remove, (part.id, workOrder)))) return;
        _require(caller == _parts[root].custodian, "67: a part was removed by somebody who doesn't have it");
        (uint256 parent, bytes32 position) = (part.parent, part.position);
        _removed(number);
        if (workOrder != 0) _note(order - 1, caller, number, parent - 1, position, false);
    }

    function replace(uint256 draw) external drawn(draw) {
        if (_workOrders.length == 0) return _count(false);
        uint256 order = _workOrder(WorkOrderStatus.Diagnosed);
        KnownWorkOrder storage work = _workOrders[order];
        uint256 machine = _numberOf[work.machine] - 1;
        (uint256 old, uint256 fresh) = (_insideOf(machine), _installable());
        uint256 root = _rootOf(old);
        bytes32 digest =
            PROVENANCE.replacementDigest(work.id, _parts[old].id, _parts[fresh].id, work.changes, LATER);
        (bytes memory signature, bool counts) = _signature(work.custodian, digest);
        bytes16 caller = _mostly(work.performer);
        bytes memory call =
            abi.encodeCall(PROVENANCE.replace, (_parts[old].id, _parts[fresh].id, work.id, LATER, signature));
        if (!_ask(caller, call)) return;
        _require(
            caller == work.performer && (caller == work.custodian || counts), "73: a part was replaced without both sides"
        );
        _require(
            work.status == WorkOrderStatus.Diagnosed && root == machine
                && _parts[root].custodian == work.custodian,
            "73: a part was replaced outside of its work order"
        );
        bytes16 holder = _parts[fresh].custodian;
        _require(
            holder == work.performer || holder == work.custodian, "67: a part was installed by somebody who doesn't have it"
        );
        bytes16 owner = _parts[fresh].owner;
        _require(
            owner == work.performer || owner == work.custodian || owner == _parts[root].owner,
            "67: a part was built in that is a third party's"
        );
        (uint256 parent, bytes32 position) = (_parts[old].parent - 1, _parts[old].position);
        _removed(old);
        _note(order, caller, old, parent, position, false);
        _installed(fresh, parent, position);
        _note(order, caller, fresh, parent, position, true);
    }

    function startRepair(uint256 draw) external drawn(draw) {
        if (!_seldom(4)) return _count(false);
        uint256 number = _loose();
        KnownPart storage part = _parts[number];
        bytes16 caller = _mostly(part.custodian);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.startRepair, (part.id, _recordIfAny())))) return;
        _haveLoose(number, caller);
        _require(part.status != PartStatus.InRepair, "66: a part went into repair twice");
        part.status = PartStatus.InRepair;
    }

    function completeRepair(uint256 draw) external drawn(draw) {
        uint256 number = _loose();
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_parts[i].status == PartStatus.InRepair) number = i;
        }
        KnownPart storage part = _parts[number];
        bytes16 caller = _mostly(part.custodian);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.completeRepair, (part.id, _recordIfAny())))) return;
        _haveLoose(number, caller);
        _require(part.status == PartStatus.InRepair, "66: a repair ended that never began");
        part.status = PartStatus.Repaired;
    }

    function scrap(uint256 draw) external drawn(draw) {
        if (!_seldom(8)) return _count(false); // or nothing would be left
        uint256 number = _loose();
        if (_parts[number].machine && !_seldom(4)) return _count(false);
        bytes16 caller = _mostly(_parts[number].custodian);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.scrap, (_parts[number].id, _recordIfAny())))) return;
        _haveLoose(number, caller);
        _require(_parts[number].owner == caller, "67: a part was scrapped by another than its owner");
        _parts[number].status = PartStatus.Scrapped;
    }

    // ---------------------------------------------------------------------------------------------------- custody

    function handOver(uint256 draw) external drawn(draw) {
        uint256 number = _loose();
        KnownPart storage part = _parts[number];
        (bytes16 giver, bytes16 receiver) = (_mostly(part.custodian), _party());
        (HandOverPurpose purpose, bool withOwnership) = (HandOverPurpose(_pick(8)), _seldom(2));
        if (_cores[number].status == CoreStatus.Owed && _seldom(2)) {
            (receiver, purpose, withOwnership) = (_cores[number].creditor, HandOverPurpose.CoreReturn, false);
        }
        uint32 sequence = _seldom(8) ? part.handOvers + 1 : part.handOvers;
        uint48 deadline = _seldom(8) ? _now() - 1 : LATER;
        bytes32 digest =
            PROVENANCE.handOverDigest(part.id, giver, receiver, purpose, withOwnership, 0, sequence, deadline);
        (bytes memory signature, bool counts) = _signature(receiver, digest);
        bytes memory call =
            abi.encodeCall(PROVENANCE.handOver, (part.id, receiver, purpose, withOwnership, 0, deadline, signature));
        if (!_ask(giver, call)) return;
        _require(
            counts && sequence == part.handOvers && deadline >= _now(), "68: a part changed hands without its receiver's word"
        );
        _handed(number, Offer(giver, receiver, withOwnership, purpose));
    }

    function offerHandOver(uint256 draw) external drawn(draw) {
        uint256 number = _loose();
        KnownPart storage part = _parts[number];
        Offer memory offer = Offer(_mostly(part.custodian), _party(), _seldom(2), HandOverPurpose.Storage);
        bytes memory call = abi.encodeCall(
            PROVENANCE.offerHandOver, (part.id, offer.receiver, HandOverPurpose.Storage, offer.withOwnership, _recordIfAny())
        );
        if (!_ask(offer.giver, call)) return;
        _haveLoose(number, offer.giver);
        _offers[number] = offer;
    }

    function acceptHandOver(uint256 draw) external drawn(draw) {
        uint256 number = _offered();
        Offer memory offer = _offers[number];
        bytes16 caller = _mostly(offer.receiver == 0 ? _party() : offer.receiver);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.acceptHandOver, (_parts[number].id)))) return;
        _require(offer.receiver == caller, "68: a part was taken that was not offered");
        _handed(number, offer);
    }

    function cancelHandOver(uint256 draw) external drawn(draw) {
        uint256 number = _offered();
        Offer memory offer = _offers[number];
        bytes16 caller = _mostly(_seldom(2) ? offer.giver : offer.receiver);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.cancelHandOver, (_parts[number].id)))) return;
        _require(caller == offer.giver || caller == offer.receiver, "68: an offer was cancelled by a stranger");
        delete _offers[number];
    }

    function offerTitle(uint256 draw) external drawn(draw) {
        uint256 number = _loose();
        KnownPart storage part = _parts[number];
        (bytes16 caller, bytes16 receiver) = (_mostly(part.owner), _seldom(4) ? bytes16(0) : _party());
        if (!_ask(caller, abi.encodeCall(PROVENANCE.offerTitle, (part.id, receiver, _recordIfAny())))) return;
        _require(caller == part.owner && part.parent == 0, "68: ownership was given by another than the owner");
        _titles[number] = Offer(caller, receiver, true, HandOverPurpose.None);
    }

    function acceptTitle(uint256 draw) external drawn(draw) {
        uint256 number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_titles[i].receiver != 0) number = i;
        }
        Offer memory offer = _titles[number];
        KnownPart storage part = _parts[number];
        bytes16 caller = _mostly(offer.receiver == 0 ? _party() : offer.receiver);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.acceptTitle, (part.id)))) return;
        _require(
            caller == offer.receiver && part.owner == offer.giver && part.parent == 0
                && part.status != PartStatus.Scrapped,
            "68: ownership was taken that was not offered"
        );
        part.owner = caller;
        delete _titles[number];
    }

    function oweCore(uint256 draw) external drawn(draw) {
        uint256 number = _pick(_parts.length);
        KnownPart storage root = _parts[_rootOf(number)];
        (bytes16 caller, bytes16 creditor) = (_mostly(root.owner), _party());
        uint48 dueAt = _seldom(8) ? _now() - 1 : _now() + uint48(_pick(30 days));
        bytes memory call = abi.encodeCall(PROVENANCE.oweCore, (_parts[number].id, creditor, dueAt, _recordIfAny()));
        if (!_ask(caller, call)) return;
        CoreStatus status = _cores[number].status;
        _require(
            caller == root.owner && caller != creditor && root.status != PartStatus.Scrapped
                && status != CoreStatus.Owed && status != CoreStatus.Returned,
            "75: a core is owed by another than the owner, or twice"
        );
        _cores[number] = KnownCore(CoreStatus.Owed, caller, creditor);
    }

    function judgeCore(uint256 draw) external drawn(draw) {
        uint256 number = _coreIn(CoreStatus.Returned);
        KnownCore storage core = _cores[number];
        KnownPart storage part = _parts[number];
        (bytes16 caller, bool accepted) = (_mostly(core.creditor), !_seldom(3));
        bytes memory call = abi.encodeCall(PROVENANCE.judgeCore, (part.id, accepted, _recordIfAny()));
        if (!_ask(caller, call)) return;
        _require(caller == core.creditor && core.status == CoreStatus.Returned, "75: a core was judged by another, or twice");
        core.status = accepted ? CoreStatus.Accepted : CoreStatus.Refused;
        if (!accepted) return;
        _require(
            part.parent == 0 && (part.owner == core.debtor || part.owner == caller), "75: a core was taken that was not the debtor's"
        );
        part.owner = caller;
        delete _titles[number];
    }

    function waiveCore(uint256 draw) external drawn(draw) {
        if (!_seldom(3)) return _count(false);
        uint256 number = _coreIn(CoreStatus.Owed);
        KnownCore storage core = _cores[number];
        bytes16 caller = _mostly(core.creditor);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.waiveCore, (_parts[number].id, _recordIfAny())))) return;
        _require(caller == core.creditor && core.status == CoreStatus.Owed, "75: a core was waived by another, or twice");
        core.status = CoreStatus.Waived;
    }

    function inspect(uint256 draw) external drawn(draw) {
        bytes32 part = _parts[_pick(_parts.length)].id;
        InspectionResult result = InspectionResult(_pick(4));
        _ask(_anyMember(), abi.encodeCall(PROVENANCE.inspect, (part, result, _recordIfAny())));
    }

    function sight(uint256 draw) external drawn(draw) {
        KnownPart storage part = _parts[_pick(_seldom(4) ? _parts.length : 3)];
        bytes5 place = [bytes5("NLRTM"), "CNSHA", ""][_seldom(8) ? 2 : _seldom(3) ? 1 : 0];
        uint48 seenAt = _seldom(8) ? _now() + 1 : _now() - uint48(_pick(1 hours));
        if (!_ask(_anyMember(), abi.encodeCall(PROVENANCE.sight, (part.id, place, seenAt)))) return;
        _require(seenAt <= _now() && seenAt >= part.seenAt, "69: a part was seen in the future, or before the last time");
        if (part.place != 0 && part.place != place && seenAt - part.seenAt < 6 hours) part.suspected = true;
        (part.place, part.seenAt) = (place, seenAt);
    }

    function clearSuspicion(uint256 draw) external drawn(draw) {
        uint256 number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_parts[i].suspected) number = i;
        }
        KnownPart storage part = _parts[number];
        bytes16 caller = _mostly(_registrar[part.maker]);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.clearSuspicion, (part.id, _recordIfAny())))) return;
        _require(
            part.suspected && caller == _registrar[part.maker], "69: a suspicion was settled by another than the registrar"
        );
        part.suspected = false;
    }

    // ------------------------------------------------------------------------------------------------ work orders

    function openWorkOrder(uint256 draw) external drawn(draw) {
        bytes32 id = _workOrders.length != 0 && _seldom(8) ? _workOrders[_pick(_workOrders.length)].id : _newId();
        uint256 machine = _seldom(4) ? _loose() : 10 + _pick(2);
        (bytes16 caller, bytes16 performer) = (_mostly(_parts[machine].custodian), _party());
        Evidence memory alert =
            _seldom(3) ? Evidence(RECORD, EvidenceKind.Record, uint64(_pick(3))) : Evidence(0, EvidenceKind.None, 0);
        bytes memory call =
            abi.encodeCall(PROVENANCE.openWorkOrder, (id, _parts[machine].id, performer, alert, _recordIfAny()));
        if (!_ask(caller, call)) return;
        _haveLoose(machine, caller);
        for (uint256 i = 0; i < _workOrders.length; ++i) {
            _require(_workOrders[i].id != id, "73: a work order was opened twice");
        }
        _workOrders.push(KnownWorkOrder(id, _parts[machine].id, caller, performer, WorkOrderStatus.Opened, 0, 0));
    }

    function diagnose(uint256 draw) external drawn(draw) {
        if (_workOrders.length == 0) return _count(false);
        KnownWorkOrder storage work = _workOrders[_workOrder(WorkOrderStatus.Opened)];
        bytes16 caller = _mostly(work.performer);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.diagnose, (work.id, _recordIfAny())))) return;
        _require(
            caller == work.performer && work.status == WorkOrderStatus.Opened, "73: a diagnosis by another, or a second one"
        );
        work.status = WorkOrderStatus.Diagnosed;
    }

    function completeWorkOrder(uint256 draw) external drawn(draw) {
        if (_workOrders.length == 0) return _count(false);
        KnownWorkOrder storage work = _workOrders[_workOrder(WorkOrderStatus.Diagnosed)];
        if (work.changes == 0 && !_seldom(3)) return _count(false);
        bytes16 caller = _mostly(_seldom(2) ? work.custodian : work.performer);
        bytes16 other = caller == work.custodian ? work.performer : work.custodian;
        uint32 changes = _seldom(8) ? work.changes + 1 : work.changes;
        bytes32 record = _recordIfAny();
        bytes32 digest = PROVENANCE.completionDigest(work.id, record, changes, work.changesHash, LATER);
        (bytes memory signature, bool counts) = _signature(other, digest);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.completeWorkOrder, (work.id, record, LATER, signature)))) return;
        bool both = work.custodian == work.performer || (counts && changes == work.changes);
        _require(
            both && (caller == work.custodian || caller == work.performer) && work.status == WorkOrderStatus.Diagnosed,
            "73: a work order was completed without both sides, or twice"
        );
        work.status = WorkOrderStatus.Completed;
    }

    function cancelWorkOrder(uint256 draw) external drawn(draw) {
        if (_workOrders.length == 0 || !_seldom(3)) return _count(false);
        KnownWorkOrder storage work = _workOrders[_workOrder(WorkOrderStatus.Opened)];
        bytes16 caller = _mostly(work.custodian);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.cancelWorkOrder, (work.id)))) return;
        bool open = work.status == WorkOrderStatus.Opened || work.status == WorkOrderStatus.Diagnosed;
        _require(
            caller == work.custodian && open && work.changes == 0, "73: a work order was cancelled under which parts changed"
        );
        work.status = WorkOrderStatus.Cancelled;
    }

    // ---------------------------------------------------------------------------------------------------- recalls

    function openRecall(uint256 draw) external drawn(draw) {
        if (_recalls.length >= 6) return _count(false);
        bytes32 id = _recalls.length != 0 && _seldom(8) ? _recalls[_pick(_recalls.length)].id : _newId();
        RecallScope scope = RecallScope(_pick(5));
        bytes16 maker = scope == RecallScope.List ? bytes16(0) : _makers[_pick(2)];
        bytes32 key = scope == RecallScope.Lot || scope == RecallScope.Design ? bytes32(1 + _pick(2)) : bytes32(0);
        bytes16 caller = _mostly(scope == RecallScope.List ? MANUFACTURER : _registrar[maker]);
        bytes memory call = abi.encodeCall(PROVENANCE.openRecall, (id, scope, maker, key, _recordIfAny()));
        if (!_ask(caller, call)) return;
        _require(
            scope == RecallScope.List || caller == _registrar[maker], "71: a recall by another than the maker's registrar"
        );
        for (uint256 i = 0; i < _recalls.length; ++i) {
            _require(_recalls[i].id != id, "71: a recall was opened twice");
        }
        _recalls.push(KnownRecall(id, scope, caller, maker, key, RecallStatus.Open, 0));
        if (scope != RecallScope.List) _advance(_recalls.length - 1, 64);
    }

    function markRecalled(uint256 draw) external drawn(draw) {
        if (_recalls.length == 0) return _count(false);
        uint256 number = _pick(_recalls.length);
        KnownRecall storage recall = _recalls[number];
        uint256 limit = _pick(6);
        if (!_ask(_anyMember(), abi.encodeCall(PROVENANCE.markRecalled, (recall.id, limit)))) return;
        _require(
            recall.status != RecallStatus.Ended && recall.scope != RecallScope.List && limit != 0, "71: an ended recall went on"
        );
        _advance(number, limit);
    }

    function markListed(uint256 draw) external drawn(draw) {
        if (_recalls.length == 0) return _count(false);
        uint256 number = _pick(_recalls.length);
        for (uint256 i = 0; i < _recalls.length && !_seldom(4); ++i) {
            if (_recalls[i].scope == RecallScope.List && _recalls[i].status == RecallStatus.Open) number = i;
        }
        KnownRecall storage recall = _recalls[number];
        uint256 part = _pick(_parts.length);
        bytes32[] memory listed = new bytes32[](1);
        listed[0] = _parts[part].id;
        bytes16 caller = _mostly(recall.by);
        if (!_ask(caller, abi.encodeCall(PROVENANCE.markListed, (recall.id, listed)))) return;
        if (recall.scope == RecallScope.List) {
            _require(caller == recall.by && recall.status == RecallStatus.Open, "71: a closed recall went on");
            KnownPart storage top = _parts[_rootOf(part)];
            _require(
                _registrar[_parts[part].maker] == caller || (top.machine && _registrar[top.maker] == caller),
                "71: a part was recalled by somebody without authority over it"
            );
        } else {
            _require(recall.status != RecallStatus.Ended, "71: an ended recall went on");
            _require(_inScope(recall, _parts[part]), "71: a part was recalled that is not in the recall's scope");
        }
        if (_marks[number][part] == RecallMark.None) _mark(number, part);
    }

    function remedyRecall(uint256 draw) external drawn(draw) {
        if (_recalls.length == 0) return _count(false);
        (uint256 number, uint256 part) = (_pick(_recalls.length), _pick(_parts.length));
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_marks[number][i] == RecallMark.Marked) part = i;
        }
        KnownRecall storage recall = _recalls[number];
        bytes16 custodian = _parts[_rootOf(part)].custodian;
        bytes16 caller = _mostly(_seldom(2) ? custodian : _authority(recall));
        bytes memory call = abi.encodeCall(PROVENANCE.remedyRecall, (recall.id, _parts[part].id, _recordIfAny()));
        if (!_ask(caller, call)) return;
        bool reached = recall.status != RecallStatus.Ended && _inScope(recall, _parts[part]);
        if (_marks[number][part] == RecallMark.None && reached) _mark(number, part);
        _require(
            _marks[number][part] == RecallMark.Marked && (caller == custodian || caller == _authority(recall)),
            "71: a recall was remedied by a stranger, or twice"
        );
        _marks[number][part] = RecallMark.Remedied;
    }

    function closeRecall(uint256 draw) external drawn(draw) {
        if (_recalls.length == 0) return _count(false);
        KnownRecall storage recall = _recalls[_pick(_recalls.length)];
        bytes16 caller = _mostly(_authority(recall));
        if (!_ask(caller, abi.encodeCall(PROVENANCE.closeRecall, (recall.id)))) return;
        _require(
            caller == _authority(recall) && recall.status == RecallStatus.Open, "71: a recall was closed by another, or twice"
        );
        for (uint256 i = 0; i < _parts.length; ++i) {
            bool missed = _inScope(recall, _parts[i]) && !_isMarked(recall, i);
            _require(!missed, "71: a recall was closed that missed parts");
        }
        recall.status = RecallStatus.Closed;
    }

    function endRecall(uint256 draw) external drawn(draw) {
        if (_recalls.length == 0 || !_seldom(4)) return _count(false);
        KnownRecall storage recall = _recalls[_pick(_recalls.length)];
        bytes16 caller = _mostly(_authority(recall));
        if (!_ask(caller, abi.encodeCall(PROVENANCE.endRecall, (recall.id, _recordIfAny())))) return;
        _require(
            caller == _authority(recall) && recall.status != RecallStatus.Ended && recall.scope != RecallScope.List,
            "71: a recall was ended by another, or twice"
        );
        recall.status = RecallStatus.Ended;
    }

    // ---------------------------------------------------------------------------------------------- invariants

    /// @notice 65: trees have no cycle and at most 16 edges to a root; parents and children agree; heights are exact.
    function holds_treesAreTrees() external view {
        for (uint256 i = 0; i < _parts.length; ++i) {
            PartView memory part = PROVENANCE.partOf(_parts[i].id);
            bytes32 node = _parts[i].id;
            for (uint256 steps = 0; PROVENANCE.partOf(node).parent != 0; ++steps) {
                _require(steps < 16, "65: a tree is deeper than 16, or goes in a circle");
                node = PROVENANCE.partOf(node).parent;
            }
            _require(node == _parts[_rootOf(i)].id, "65: a part is in another tree than it was put into");
            bytes32[] memory children = PROVENANCE.childrenOf(_parts[i].id, 0, 200);
            _require(part.children == children.length, "65: children are miscounted");
            uint256 height;
            for (uint256 k = 0; k < children.length; ++k) {
                PartView memory child = PROVENANCE.partOf(children[k]);
                _require(child.parent == _parts[i].id, "65: a child has another parent");
                _require(
                    PROVENANCE.partAt(_parts[i].id, child.position) == children[k], "65: another part is in the child's place"
                );
                if (child.height + 1 > height) height = child.height + 1;
            }
            _require(part.height == height, "65: a height is not exact");
        }
    }

    /// @notice 66, 69, 72, 74: parts are where and what they were made; scrapped is final.
    function holds_partsAreWhatBecameOfThem() external view {
        for (uint256 i = 0; i < _parts.length; ++i) {
            KnownPart storage known = _parts[i];
            PartView memory part = PROVENANCE.partOf(known.id);
            _require(part.status == known.status, "66: a part's status changed by itself, or a scrapped one came back");
            bytes32 parent = known.parent == 0 ? bytes32(0) : _parts[known.parent - 1].id;
            _require(part.parent == parent && part.position == known.position, "66: a part moved by itself");
            _require((part.status == PartStatus.Installed) == (parent != 0), "66: a part is installed in nothing");
            bool scrapped = _parts[_rootOf(i)].status == PartStatus.Scrapped;
            _require(
                (PROVENANCE.stateOf(known.id) == PartStatus.Scrapped) == scrapped, "66: what is in a scrapped part is not"
            );
            _require(
                part.maker == known.maker && part.serialCommitment == known.serial && part.machine == known.machine
                    && PROVENANCE.partBySerial(known.maker, known.serial) == known.id,
                "69: a part's serial or maker changed"
            );
            _require(part.suspected == known.suspected, "69: a suspicion came or went by itself");
            _require(PROVENANCE.builtAt(known.id) == known.builtAt, "74: an as-built configuration changed");
            AssemblyEdge[] memory edges = PROVENANCE.edgesOf(known.id, 0, 200);
            _require(edges.length == known.edges, "66: an installation was forgotten");
            for (uint256 k = 0; k + 1 < edges.length; ++k) {
                _require(edges[k].removedAt != 0, "66: a part is in two places");
            }
        }
    }

    /// @notice 67, 68: each part has one custodian and one owner, those that hand-overs made.
    function holds_custodyIsContinuous() external view {
        for (uint256 i = 0; i < _parts.length; ++i) {
            KnownPart storage root = _parts[_rootOf(i)];
            (bytes16 custodian, bytes16 owner) = PROVENANCE.custodyOf(_parts[i].id);
            _require(custodian == root.custodian && owner == root.owner, "67: a part has another custodian or owner");
            _require(
                PROVENANCE.partOf(_parts[i].id).custodySequence == _parts[i].handOvers, "68: a hand-over was left out"
            );
        }
    }

    /// @notice 71: marks never vanish, and a recall's sums are those of its marks.
    function holds_recallsReach() external view {
        for (uint256 i = 0; i < _recalls.length; ++i) {
            Recall memory recall = PROVENANCE.recallOf(_recalls[i].id);
            (uint256 marked, uint256 live, uint256 remedied) = (0, 0, 0);
            for (uint256 k = 0; k < _parts.length; ++k) {
                RecallMark mark = _marks[i][k];
                _require(PROVENANCE.recallMarkOf(_recalls[i].id, _parts[k].id) == mark, "71: a recall's mark vanished");
                if (mark != RecallMark.None) ++marked;
                if (mark == RecallMark.Marked || mark == RecallMark.Remedied) ++live;
                if (mark == RecallMark.Remedied) ++remedied;
            }
            _require(
                recall.marked == marked && recall.live == live && recall.remedied == remedied,
                "71: a recall's sums are not those of its marks"
            );
            _require(recall.status == _recalls[i].status, "71: a closed or ended recall came back");
        }
        for (uint256 k = 0; k < _parts.length; ++k) {
            PartView memory part = PROVENANCE.partOf(_parts[k].id);
            _require(part.openRecalls == _openRecalls(k), "71: a part's open recalls are miscounted");
            _require(
                part.recalled == (_openRecalls(k) != 0 || _isUnmarked(k)), "71: a recall in force doesn't reach a part"
            );
            uint256 barred;
            for (uint256 i = 0; i < _parts.length; ++i) {
                if (i != k && _isIn(i, k) && _isBarred(i)) ++barred;
            }
            _require(part.barredBelow == barred, "72: barred parts in a part are miscounted");
        }
    }

    /// @notice 75: a core that was judged or waived stays so, for its debtor and creditor.
    function holds_coresStayJudged() external view {
        for (uint256 i = 0; i < _parts.length; ++i) {
            _require(
                PROVENANCE.coreReturnOf(_parts[i].id).status == _cores[i].status
                    && PROVENANCE.coreReturnOf(_parts[i].id).debtor == _cores[i].debtor
                    && PROVENANCE.coreReturnOf(_parts[i].id).creditor == _cores[i].creditor,
                "75: a core that was judged or waived came back"
            );
        }
    }

    /// @notice 70, 73: batches and work orders.
    function holds_batchesAndWorkOrders() external view {
        for (uint256 i = 0; i < _batches.length; ++i) {
            PartBatch memory batch = PROVENANCE.batchOf(_batches[i].root);
            _require(
                batch.materialised == _batches[i].materialised && batch.materialised <= batch.count,
                "70: more parts came out of a batch than are in it"
            );
        }
        for (uint256 i = 0; i < _workOrders.length; ++i) {
            WorkOrder memory work = PROVENANCE.workOrderOf(_workOrders[i].id);
            _require(work.status == _workOrders[i].status, "73: a work order that ended came back");
            _require(
                work.changes == _workOrders[i].changes && work.changesHash == _workOrders[i].changesHash,
                "73: a work order's changes are not what was done under it"
            );
        }
    }

    // ------------------------------------------------------------------------------------------------- private

    function _ask(bytes16 member, bytes memory call) private returns (bool) {
        return _attempt(member, address(PROVENANCE), call);
    }

    function _entered(bytes16 maker, bytes16 registrar, bytes32 identity) private {
        (_registrar[maker], _makerOf[identity]) = (registrar, maker);
        _makers.push(maker);
    }

    function _registered(PartRegistration memory made, bytes16 registrar, bytes32 batch) private {
        bytes32 serial = keccak256(abi.encode(made.maker, made.serialCommitment));
        _require(_numberOf[made.part] == 0, "69: a part was registered twice");
        _require(!_serialUsed[serial], "69: two parts have one serial");
        _serialUsed[serial] = true;
        KnownPart storage part = _parts.push();
        _numberOf[made.part] = _parts.length;
        (part.id, part.maker, part.custodian, part.owner) = (made.part, made.maker, registrar, registrar);
        (part.serial, part.design, part.lot) = (made.serialCommitment, made.design, made.lot);
        (part.machine, part.status, part.batch) = (made.machine, PartStatus.Made, batch);
    }

    function _installed(uint256 number, uint256 parent, bytes32 position) private {
        KnownPart storage part = _parts[number];
        uint256 root = _rootOf(parent);
        _require(root != number, "65: a part was installed in itself");
        _require(part.parent == 0, "66: a part was installed twice");
        _require(
            part.status != PartStatus.Scrapped && _parts[root].status != PartStatus.Scrapped,
            "66: a scrapped part was installed, or something in one"
        );
        _require(part.status != PartStatus.InRepair && !part.machine, "66: a machine or a part in repair was installed");
        for (uint256 i = 0; i < _parts.length; ++i) {
            _require(!_isIn(i, number) || !_isBarred(i), "72: a suspected or recalled part was installed, or one in it");
        }
        _require(!_isUnmarked(number), "72: a part was installed that a recall reaches and has not marked");
        for (uint256 i = 0; i < _parts.length; ++i) {
            _require(
                _parts[i].parent != parent + 1 || _parts[i].position != position, "65: two parts are in one place"
            );
        }
        (part.parent, part.position, part.status) = (parent + 1, position, PartStatus.Installed);
        _require(_depthOf(parent) + 1 + _heightOf(number) <= 16, "65: a tree is deeper than 16");
        ++part.edges;
        delete _offers[number];
        delete _titles[number];
    }

    function _removed(uint256 number) private {
        KnownPart storage part = _parts[number];
        KnownPart storage root = _parts[_rootOf(number)];
        _require(part.parent != 0 && root.status != PartStatus.Scrapped, "66: a part was taken out of a scrapped one");
        (part.custodian, part.owner) = (root.custodian, root.owner);
        (part.parent, part.position, part.status) = (0, 0, PartStatus.Removed);
    }

    function _handed(uint256 number, Offer memory offer) private {
        KnownPart storage part = _parts[number];
        _haveLoose(number, offer.giver);
        _require(!offer.withOwnership || part.owner == offer.giver, "68: ownership was given by another than the owner");
        part.custodian = offer.receiver;
        if (offer.withOwnership) {
            part.owner = offer.receiver;
            delete _titles[number];
        }
        ++part.handOvers;
        delete _offers[number];
        KnownCore storage core = _cores[number];
        bool returned = offer.purpose == HandOverPurpose.CoreReturn && core.status == CoreStatus.Owed;
        if (returned && core.creditor == offer.receiver) core.status = CoreStatus.Returned;
    }

    /// @dev Takes note of a change under a work order.
    function _note(uint256 order, bytes16 caller, uint256 part, uint256 parent, bytes32 position, bool installed) private {
        KnownWorkOrder storage work = _workOrders[order];
        _require(
            work.status == WorkOrderStatus.Diagnosed && (caller == work.custodian || caller == work.performer),
            "73: a part was changed under another's work order"
        );
        ++work.changes;
        work.changesHash =
            keccak256(abi.encode(work.changesHash, _parts[part].id, _parts[parent].id, position, installed));
    }

    function _mark(uint256 recall, uint256 part) private {
        bool scrapped = _parts[_rootOf(part)].status == PartStatus.Scrapped;
        _require(_marks[recall][part] == RecallMark.None, "71: a part was marked twice");
        _marks[recall][part] = scrapped ? RecallMark.NotActionable : RecallMark.Marked;
    }

    /// @dev Marks the next parts of a recall's scope.
    function _advance(uint256 number, uint256 limit) private {
        KnownRecall storage recall = _recalls[number];
        uint256 seen;
        for (uint256 i = 0; i < _parts.length && limit != 0; ++i) {
            if (!_inScope(recall, _parts[i]) || ++seen <= recall.cursor) continue;
            if (_marks[number][i] == RecallMark.None) _mark(number, i);
            ++recall.cursor;
            --limit;
        }
    }

    /// @dev Who speaks for a recall.
    function _authority(KnownRecall storage recall) private view returns (bytes16) {
        return recall.scope == RecallScope.List ? recall.by : _registrar[recall.maker];
    }

    function _isMarked(KnownRecall storage recall, uint256 part) private view returns (bool) {
        for (uint256 i = 0; i < _recalls.length; ++i) {
            if (_recalls[i].id == recall.id) return _marks[i][part] != RecallMark.None;
        }
        return false;
    }

    /// @dev Whether a recall in force reaches the part and has not marked it.
    function _isUnmarked(uint256 part) private view returns (bool) {
        for (uint256 i = 0; i < _recalls.length; ++i) {
            bool reached = _recalls[i].status != RecallStatus.Ended && _inScope(_recalls[i], _parts[part]);
            if (reached && _marks[i][part] == RecallMark.None) return true;
        }
        return false;
    }

    function _isBarred(uint256 part) private view returns (bool) {
        return _parts[part].suspected || _openRecalls(part) != 0;
    }

    /// @dev Whether a part is another, or somewhere in it.
    function _isIn(uint256 part, uint256 other) private view returns (bool) {
        while (part != other && _parts[part].parent != 0) {
            part = _parts[part].parent - 1;
        }
        return part == other;
    }

    function _coreIn(CoreStatus status) private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_cores[i].status == status) number = i;
        }
    }

    function _haveLoose(uint256 number, bytes16 member) private view {
        KnownPart storage part = _parts[number];
        _require(part.custodian == member, "67: somebody did something with a part who doesn't have it");
        _require(
            part.parent == 0 && part.status != PartStatus.Scrapped, "66: something was done with an installed or scrapped part"
        );
    }

    function _openRecalls(uint256 part) private view returns (uint256 count) {
        for (uint256 i = 0; i < _recalls.length; ++i) {
            if (_marks[i][part] == RecallMark.Marked) ++count;
        }
    }

    function _inScope(KnownRecall storage recall, KnownPart storage part) private view returns (bool) {
        if (recall.scope == RecallScope.List || part.maker != recall.maker) return false;
        if (recall.scope == RecallScope.Lot) return part.lot == recall.key;
        return recall.scope == RecallScope.Maker || part.design == recall.key;
    }

    function _rootOf(uint256 number) private view returns (uint256) {
        for (uint256 steps = 0; _parts[number].parent != 0; ++steps) {
            _require(steps < 16, "65: a tree is deeper than 16");
            number = _parts[number].parent - 1;
        }
        return number;
    }

    function _depthOf(uint256 number) private view returns (uint256 depth) {
        for (; _parts[number].parent != 0; number = _parts[number].parent - 1) {
            ++depth;
        }
    }

    function _heightOf(uint256 number) private view returns (uint256 height) {
        for (uint256 i = 0; i < _parts.length; ++i) {
            if (!_isIn(i, number)) continue;
            uint256 below = _depthOf(i) - _depthOf(number);
            if (below > height) height = below;
        }
    }

    function _deepest() private view returns (uint256 deepest) {
        uint256 most;
        for (uint256 i = 0; i < _parts.length; ++i) {
            if (_depthOf(i) >= most) (deepest, most) = (i, _depthOf(i));
        }
    }

    /// @dev A part that is loose, mostly.
    function _loose() private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(16); ++i) {
            uint256 next = (number + i) % _parts.length;
            if (_parts[next].parent == 0 && _parts[next].status != PartStatus.Scrapped) return next;
        }
    }

    /// @dev Mostly a part that could be installed.
    function _installable() private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(32); ++i) {
            uint256 next = (number + i) % _parts.length;
            KnownPart storage part = _parts[next];
            bool loose = part.parent == 0 && part.status != PartStatus.Scrapped && part.status != PartStatus.InRepair;
            if (loose && !part.machine && !_isBarred(next) && !_isUnmarked(next)) return next;
        }
    }

    /// @dev A part that could be put into that tree, if there is one.
    function _fitting(uint256 root) private returns (uint256 number) {
        number = _installable();
        for (uint256 i = 0; i < _parts.length; ++i) {
            uint256 next = (number + i) % _parts.length;
            KnownPart storage part = _parts[next];
            bool loose = part.parent == 0 && part.status != PartStatus.Scrapped && part.status != PartStatus.InRepair;
            bool theirs = part.custodian == _parts[root].custodian && part.owner == _parts[root].owner;
            if (loose && theirs && next != root && !part.machine && !_isBarred(next) && !_isUnmarked(next)) return next;
        }
    }

    /// @dev Something that the part's custodian has, mostly: a machine, the end of a chain, or anything.
    function _parentFor(uint256 part) private returns (uint256 parent) {
        if (_seldom(5)) return _insideOf(part); // what is in it can't hold it
        parent = _seldom(3) ? _deepest() : _seldom(2) ? 10 + _pick(2) : _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(32); ++i) {
            uint256 next = (parent + i) % _parts.length;
            uint256 root = _rootOf(next);
            if (root != part && _parts[root].custodian == _parts[part].custodian) return next;
        }
    }

    /// @dev A part that is in another, if there is one.
    function _inside() private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length; ++i) {
            if (_parts[(number + i) % _parts.length].parent != 0) return (number + i) % _parts.length;
        }
    }

    function _insideOf(uint256 root) private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length; ++i) {
            uint256 next = (number + i) % _parts.length;
            if (_parts[next].parent != 0 && _rootOf(next) == root) return next;
        }
    }

    function _offered() private returns (uint256 number) {
        number = _pick(_parts.length);
        for (uint256 i = 0; i < _parts.length && !_seldom(24); ++i) {
            if (_offers[(number + i) % _parts.length].receiver != 0) return (number + i) % _parts.length;
        }
    }

    /// @dev Mostly one that stands so; work orders on machines with something in them last.
    function _workOrder(WorkOrderStatus status) private returns (uint256 number) {
        number = _pick(_workOrders.length);
        for (uint256 i = 0; i < _workOrders.length && !_seldom(12); ++i) {
            uint256 next = (number + i) % _workOrders.length;
            if (_workOrders[next].status == status) return next;
        }
    }

    /// @dev A diagnosed work order on that machine, its number plus 1.
    function _running(uint256 machine) private view returns (uint256) {
        for (uint256 i = _workOrders.length; i > 0; --i) {
            KnownWorkOrder storage work = _workOrders[i - 1];
            if (work.machine == _parts[machine].id && work.status == WorkOrderStatus.Diagnosed) return i;
        }
        return 0;
    }

    function _party() private returns (bytes16) {
        return [MANUFACTURER, BUYER, SERVICE_PARTNER, MANUFACTURER][_pick(4)];
    }

    function _isMember(bytes16 id) private view returns (bool) {
        return uint8(WORLD.standingOf(id).status) != 0;
    }

    function _newId() private returns (bytes32) {
        return keccak256(abi.encode("parts", ++_ids));
    }

    function _registration(bytes16 maker) private returns (PartRegistration memory made) {
        (made.part, made.maker) = (_newId(), maker);
        made.serialCommitment = keccak256(abi.encode("serial", made.part));
        (made.design, made.lot) = (bytes32(_ids % 3), bytes32(_ids % 4 / 2));
    }

    function _leaf(PartRegistration memory made) private pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                keccak256(
                    abi.encode(made.part, made.maker, made.serialCommitment, made.design, made.lot, made.machine)
                )
            )
        );
    }

    function _root(PartRegistration[2] memory leaves) private pure returns (bytes32) {
        (bytes32 left, bytes32 right) = (_leaf(leaves[0]), _leaf(leaves[1]));
        return left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
    }
}

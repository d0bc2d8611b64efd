// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccountPurpose, IMemberRegistry, MemberKind, MemberStatus} from "../access/IMemberRegistry.sol";
import {IEventAnchor} from "../anchoring/IEventAnchor.sol";
import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {IOrderFulfilment} from "./IOrderFulfilment.sol";
import {Milestones} from "./Milestones.sol";
import {OrderAgreement} from "./OrderAgreement.sol";
import {OrderBook, OrderState, OrderStorage} from "./OrderBook.sol";
import {OrderChanges} from "./OrderChanges.sol";
import {OrderClosing} from "./OrderClosing.sol";
import {SupplierOrders} from "./SupplierOrders.sol";
import {TakingOver} from "./TakingOver.sol";
import {
    Alternative,
    ChangeEvaluation,
    ChangeRequest,
    DelayClaim,
    Dispute,
    Evidence,
    EvidenceKind,
    Milestone,
    MilestoneMove,
    Order,
    OrderTerms,
    PartialDelivery,
    Snag,
    SubOrder,
    SubOrderTerms
} from "./OrderTypes.sol";

/// @title OrderFulfilment
/// @notice See IOrderFulfilment and README.md. Says who calls and what is on the ledger; the libraries decide the rest.
contract OrderFulfilment layout at erc7201("quaychain.OrderFulfilment") is
    OrderState,
    IOrderFulfilment,
    ConsortiumContract,
    EIP712
{
    using OrderBook for OrderStorage;
    using OrderAgreement for OrderStorage;
    using Milestones for OrderStorage;
    using SupplierOrders for OrderStorage;
    using OrderChanges for OrderStorage;
    using OrderClosing for OrderStorage;
    using TakingOver for OrderStorage;

    /// @param root the consortium's root
    constructor(IConsortiumRoot root) ConsortiumContract(root, "OrderFulfilment") EIP712("OrderFulfilment", "1") {}

    /// @inheritdoc IOrderFulfilment
    function agreeOrder(OrderTerms calldata terms, bytes calldata sellerSignature, bytes calldata buyerSignature)
        external
    {
        _operator();
        OrderAgreement.requireHoldPoints(terms);
        _self.check(terms);
        _requireRecordIfAny(terms.contractRecord);
        bytes32 digest = _hashTypedDataV4(OrderAgreement.hash(terms));
        address sellerAccount = _requireSigner(digest, sellerSignature, terms.seller);
        address buyerAccount = _requireSigner(digest, buyerSignature, terms.buyer);
        IMemberRegistry registry = _memberRegistry();
        for (uint256 i = 0; i < terms.milestones.length; ++i) {
            bytes16 inspector = terms.milestones[i].inspector;
            if (inspector != bytes16(0)) registry.requireMember(inspector, MemberKind.None);
        }
        _self.enter(terms, sellerAccount, buyerAccount);
    }

    /// @inheritdoc IOrderFulfilment
    function replan(bytes32 order, bytes32 code, uint48 planned) external {
        _self.replan(_operator(), order, code, planned);
    }

    /// @inheritdoc IOrderFulfilment
    function notifyInspection(bytes32 order, bytes32 code, uint48 inspectionAt) external {
        _self.notifyInspection(_operator(), order, code, inspectionAt);
    }

    /// @inheritdoc IOrderFulfilment
    function replaceInspector(bytes32 order, bytes32 code, bytes16 inspector) external {
        bytes16 member = _operator();
        IMemberRegistry registry = _memberRegistry();
        registry.requireMember(inspector, MemberKind.None);
        bytes16 predecessor = _self.milestone(order, code).inspector;
        if (registry.memberOf(predecessor).status == MemberStatus.Active) {
            revert InspectorStillActive(order, code, predecessor);
        }
        _self.replaceInspector(member, order, code, inspector);
    }

    /// @inheritdoc IOrderFulfilment
    function completeMilestone(bytes32 order, bytes32 code, Evidence calldata evidence, uint48 actualAt) external {
        bytes16 member = _operator();
        _requireEvidence(evidence);
        _self.report(member, order, code, evidence, actualAt);
    }

    /// @inheritdoc IOrderFulfilment
    function releaseHold(bytes32 order, bytes32 code, bytes32 record) external {
        _self.releaseHold(_operatorWith(record), order, code, record);
    }

    /// @inheritdoc IOrderFulfilment
    function refuseRelease(bytes32 order, bytes32 code, bytes32 record) external {
        _self.refuseRelease(_operatorWith(record), order, code, record);
    }

    /// @inheritdoc IOrderFulfilment
    function waiveHold(bytes32 order, bytes32 code, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecord(record);
        _self.waiveHold(member, order, code, record);
    }

    /// @inheritdoc IOrderFulfilment
    function witness(bytes32 order, bytes32 code, bytes32 record) external {
        _self.witness(_operatorWith(record), order, code, record);
    }

    /// @inheritdoc IOrderFulfilment
    function remind(bytes32 order, bytes32 code) external {
        _requireOpen();
        Milestones.remind(_self, order, code);
    }

    /// @inheritdoc IOrderFulfilment
    function escalate(bytes32 order, bytes32 code) external {
        _requireOpen();
        Milestones.escalate(_self, order, code);
    }

    /// @inheritdoc IOrderFulfilment
    function placeSubOrder(SubOrderTerms calldata terms) external {
        bytes16 member = _operator();
        _memberRegistry().requireMember(terms.supplier, MemberKind.None);
        _self.place(member, terms);
    }

    /// @inheritdoc IOrderFulfilment
    function promiseDelivery(bytes32 subOrder, uint48 promisedAt) external {
        _self.promiseDelivery(_operator(), subOrder, promisedAt);
    }

    /// @inheritdoc IOrderFulfilment
    function offerAlternative(
        bytes32 subOrder,
        uint16 delayDays,
        bytes32 priceCommitment,
        MilestoneMove[] calldata moves
    ) external returns (uint32 alternative) {
        return _self.offerAlternative(_operator(), subOrder, delayDays, priceCommitment, moves);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptAlternative(bytes32 subOrder, uint32 alternative, MilestoneMove[] calldata moves) external {
        _self.acceptAlternative(_operator(), subOrder, alternative, moves);
    }

    /// @inheritdoc IOrderFulfilment
    function deliverSubOrder(bytes32 subOrder, uint32 deliveredShare, Evidence calldata evidence) external {
        bytes16 member = _operator();
        _requireEvidence(evidence);
        _self.deliver(member, subOrder, deliveredShare, evidence);
    }

    /// @inheritdoc IOrderFulfilment
    function cancelSubOrder(bytes32 subOrder) external {
        _self.cancel(_operator(), subOrder);
    }

    /// @inheritdoc IOrderFulfilment
    function remindSubOrder(bytes32 subOrder) external {
        _requireOpen();
        SupplierOrders.remind(_self, subOrder);
    }

    /// @inheritdoc IOrderFulfilment
    function escalateSubOrder(bytes32 subOrder) external {
        _requireOpen();
        SupplierOrders.escalate(_self, subOrder);
    }

    /// @inheritdoc IOrderFulfilment
    function requestChange(bytes32 order, bytes32 change, bytes32 record) external {
        _self.requestChange(_operatorWith(record), order, change, record);
    }

    /// @inheritdoc IOrderFulfilment
    function evaluateChange(bytes32 change, ChangeEvaluation calldata evaluation) external {
        _self.evaluateChange(_operator(), change, evaluation);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptChange(bytes32 change, ChangeEvaluation calldata evaluation) external {
        _self.acceptChange(_operator(), change, evaluation);
    }

    /// @inheritdoc IOrderFulfilment
    function closeChange(bytes32 change) external {
        _self.closeChange(_operator(), change);
    }

    /// @inheritdoc IOrderFulfilment
    function claimExcusableDelay(
        bytes32 order,
        bytes32 claim,
        bytes32 record,
        uint16 delayDays,
        bytes32[] calldata milestones
    ) external {
        _self.claimDelay(_operatorWith(record), order, claim, record, delayDays, milestones);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptExcusableDelay(bytes32 claim, bytes32[] calldata milestones) external {
        _self.acceptDelay(_operator(), claim, milestones);
    }

    /// @inheritdoc IOrderFulfilment
    function refuseExcusableDelay(bytes32 claim, bytes32 record) external {
        _self.refuseDelay(_operatorWith(record), claim, record);
    }

    /// @inheritdoc IOrderFulfilment
    function raiseSnag(bytes32 order, bytes32 snag, uint8 snagClass, uint48 dueAt, bytes32 record) external {
        _self.raiseSnag(_operatorWith(record), order, snag, snagClass, dueAt, record);
    }

    /// @inheritdoc IOrderFulfilment
    function answerSnag(bytes32 snag, bytes32 record) external {
        _self.answerSnag(_operatorWith(record), snag, record);
    }

    /// @inheritdoc IOrderFulfilment
    function closeSnag(bytes32 snag) external {
        _self.closeSnag(_operator(), snag);
    }

    /// @inheritdoc IOrderFulfilment
    function remindSnag(bytes32 snag) external {
        _requireOpen();
        _self.remindSnag(snag);
    }

    /// @inheritdoc IOrderFulfilment
    function escalateSnag(bytes32 snag) external {
        _requireOpen();
        _self.escalateSnag(snag);
    }

    /// @inheritdoc IOrderFulfilment
    function reportDelivery(
        bytes32 order,
        bytes32 delivery,
        uint32 share,
        bytes32 consignment,
        Evidence calldata evidence
    ) external {
        bytes16 member = _operator();
        _requireEvidence(evidence);
        _self.reportDelivery(member, order, delivery, share, consignment, evidence);
    }

    /// @inheritdoc IOrderFulfilment
    function takeOverPart(bytes32 delivery, bytes32 certificate, uint48 takenOverAt) external {
        bytes16 member = _operator();
        _requireRecord(certificate);
        _self.takeOverPart(member, delivery, certificate, takenOverAt);
    }

    /// @inheritdoc IOrderFulfilment
    function refuseDelivery(bytes32 delivery, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecord(record);
        _self.refuseDelivery(member, delivery, record);
    }

    /// @inheritdoc IOrderFulfilment
    function takeOver(bytes32 order, bytes32 certificate, uint48 takenOverAt) external {
        _self.takeOver(_operator(), order, _certificate(certificate), takenOverAt);
    }

    /// @inheritdoc IOrderFulfilment
    function extendWarranty(bytes32 snag, bytes32 delivery, uint48 until) external {
        _self.extendWarranty(_operator(), snag, delivery, until);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptFinally(bytes32 order, bytes32 certificate) external {
        _self.acceptFinally(_operator(), order, _certificate(certificate));
    }

    /// @inheritdoc IOrderFulfilment
    function claimLiquidatedDamages(bytes32 order, bytes32 amountCommitment) external {
        _self.claimDamages(_operator(), order, amountCommitment);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptLiquidatedDamages(bytes32 order, bytes32 amountCommitment) external {
        _self.acceptDamages(_operator(), order, amountCommitment);
    }

    /// @inheritdoc IOrderFulfilment
    function proposeCancellation(bytes32 order, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecord(record);
        _self.proposeCancellation(member, order, record);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptCancellation(bytes32 order, bytes32 record) external {
        _self.acceptCancellation(_operator(), order, record);
    }

    /// @inheritdoc IOrderFulfilment
    function raiseDispute(bytes32 order, bytes32 dispute, bytes32 record) external {
        _self.raiseDispute(_operatorWith(record), order, dispute, record);
    }

    /// @inheritdoc IOrderFulfilment
    function proposeSettlement(bytes32 dispute, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecord(record);
        _self.proposeSettlement(member, dispute, record);
    }

    /// @inheritdoc IOrderFulfilment
    function acceptSettlement(bytes32 dispute, bytes32 record) external {
        _self.acceptSettlement(_operator(), dispute, record);
    }

    /// @inheritdoc IOrderFulfilment
    function orderDigest(OrderTerms calldata terms) external view returns (bytes32 digest) {
        OrderAgreement.requireHoldPoints(terms);
        return _hashTypedDataV4(OrderAgreement.hash(terms));
    }

    /// @inheritdoc IOrderFulfilment
    function orderOf(bytes32 order) external view returns (Order memory) {
        return _self.known(order);
    }

    /// @inheritdoc IOrderFulfilment
    function milestoneOf(bytes32 order, bytes32 code) external view returns (Milestone memory) {
        return _self.milestone(order, code);
    }

    /// @inheritdoc IOrderFulfilment
    function milestonesOf(bytes32 order, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory codes, Milestone[] memory milestones)
    {
        uint256 total = _self.known(order).milestoneCount;
        uint256 first = offset < total ? offset : total;
        uint256 count = limit < total - first ? limit : total - first;
        codes = new bytes32[](count);
        milestones = new Milestone[](count);
        for (uint256 i = 0; i < count; ++i) {
            codes[i] = _self.codes[order][first + i];
            milestones[i] = _self.milestones[order][codes[i]];
        }
    }

    /// @inheritdoc IOrderFulfilment
    function lateness(bytes32 order)
        external
        view
        returns (uint48 lateSeconds, uint32 lateDays, uint32 lateShare)
    {
        (lateSeconds, lateShare) = _self.lateness(order);
        lateDays = uint32(lateSeconds / 1 days);
    }

    /// @inheritdoc IOrderFulfilment
    function deliveryOf(bytes32 delivery) external view returns (PartialDelivery memory found) {
        found = _self.deliveries[delivery];
        _requireFound(delivery, found.order);
    }

    /// @inheritdoc IOrderFulfilment
    function subOrderOf(bytes32 subOrder) external view returns (SubOrder memory) {
        return _self.subOrder(subOrder);
    }

    /// @inheritdoc IOrderFulfilment
    function alternativeOf(bytes32 subOrder, uint32 alternative) external view returns (Alternative memory found) {
        found = _self.alternatives[subOrder][alternative];
        if (found.offeredBy == bytes16(0)) revert UnknownAlternative(subOrder, alternative);
    }

    /// @inheritdoc IOrderFulfilment
    function changeOf(bytes32 change) external view returns (ChangeRequest memory found) {
        found = _self.changes[change];
        _requireFound(change, found.order);
    }

    /// @inheritdoc IOrderFulfilment
    function delayClaimOf(bytes32 claim) external view returns (DelayClaim memory found) {
        found = _self.delayClaims[claim];
        _requireFound(claim, found.order);
    }

    /// @inheritdoc IOrderFulfilment
    function snagOf(bytes32 snag) external view returns (Snag memory found) {
        found = _self.snags[snag];
        _requireFound(snag, found.order);
    }

    /// @inheritdoc IOrderFulfilment
    function disputeOf(bytes32 dispute) external view returns (Dispute memory found) {
        found = _self.disputes[dispute];
        _requireFound(dispute, found.order);
    }

    function _requireFound(bytes32 identifier, bytes32 order) private pure {
        if (order == bytes32(0)) revert UnknownIdentifier(identifier);
    }

    /// @dev For what anyone may call: this contract is in force and writes are not paused.
    function _requireOpen() private view {
        uint48 pausedUntil = _memberRegistry().pauseState().pausedUntil;
        if (_now() < pausedUntil) revert IMemberRegistry.WritesPaused(pausedUntil);
    }

    function _operator() private view returns (bytes16 member) {
        return _authorize(AccountPurpose.Operations);
    }

    /// @dev The caller's member, once the record it names, if any, is found published.
    function _operatorWith(bytes32 record) private view returns (bytes16 member) {
        member = _operator();
        _requireRecordIfAny(record);
    }

    function _requireSigner(bytes32 digest, bytes calldata signature, bytes16 expected)
        private
        view
        returns (address account)
    {
        bytes16 member;
        (member, account) = _authorizeSigner(digest, signature, AccountPurpose.Operations);
        if (member != expected) revert SignerMemberMismatch(expected, member);
    }

    function _requireRecordIfAny(bytes32 record) private view {
        if (record != bytes32(0)) _requireRecord(record);
    }

    function _requireRecord(bytes32 record) private view returns (uint32 version) {
        Record memory found = IRecordRegistry(_contractAt("RecordRegistry")).recordOf(record);
        if (found.status != RecordStatus.Published) revert RecordNotPublished(record);
        return found.version;
    }

    function _certificate(bytes32 record) private view returns (Evidence memory) {
        return Evidence({identifier: record, kind: EvidenceKind.Record, number: _requireRecord(record)});
    }

    function _requireEvidence(Evidence calldata evidence) private view {
        bool found;
        uint256 kind;
        // Read before the compiler does: a number that is no EvidenceKind would end the call without a typed error.
        assembly ("memory-safe") {
            kind := calldataload(add(evidence, 0x20))
        }
        if (kind == uint256(EvidenceKind.None)) {
            found = evidence.identifier == bytes32(0) && evidence.number == 0;
        } else if (kind == uint256(EvidenceKind.Record)) {
            found = evidence.number != 0 && evidence.number <= _requireRecord(evidence.identifier);
        } else if (kind == uint256(EvidenceKind.AnchoredEvents)) {
            uint64 next = IEventAnchor(_contractAt("EventAnchor")).streamOf(evidence.identifier).nextSequence;
            found = evidence.number != 0 && evidence.number < next;
        }
        if (!found) revert EvidenceNotFound(evidence.identifier, evidence.number);
    }
}

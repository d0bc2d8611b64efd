// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccountPurpose, IMemberRegistry, MemberKind} from "../access/IMemberRegistry.sol";
import {IOrderErrors} from "../orders/IOrderErrors.sol";
import {IOrderFulfilment} from "../orders/IOrderFulfilment.sol";
import {Milestone, MilestoneStatus, Order, OrderStatus} from "../orders/OrderTypes.sol";
import {IRecordRegistry, RecordStatus} from "../records/IRecordRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {Assignments} from "./Assignments.sol";
import {FinanceBook, FinanceState, FinanceStorage} from "./FinanceBook.sol";
import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Demand,
    DemandStatus,
    Guarantee,
    GuaranteeReduction,
    GuaranteeStatus,
    GuaranteeTerms,
    OutsideClaim,
    OutsideClaimStatus,
    Paper,
    PaperBinding,
    Payable,
    PaymentAttestation,
    Receivable,
    ReceivableStatus
} from "./FinanceTypes.sol";
import {Guarantees} from "./Guarantees.sol";
import {ITradeFinance} from "./ITradeFinance.sol";
import {Papers} from "./Papers.sol";

/// @title TradeFinance
/// @notice See ITradeFinance and README.md. Says who calls, and what OrderFulfilment says of the order.
contract TradeFinance layout at erc7201("quaychain.TradeFinance") is
    FinanceState,
    ITradeFinance,
    ConsortiumContract,
    EIP712
{
    using Assignments for FinanceStorage;
    using FinanceBook for FinanceStorage;
    using Guarantees for FinanceStorage;
    using Papers for FinanceStorage;

    /// @param root the consortium's root
    constructor(IConsortiumRoot root) ConsortiumContract(root, "TradeFinance") EIP712("TradeFinance", "1") {}

    /// @inheritdoc ITradeFinance
    function createReceivable(
        bytes32 order,
        bytes32 milestone,
        bytes32 invoiceRecord,
        bytes16 collectingBank,
        Paper[] calldata papers
    ) external returns (bytes32 receivable) {
        bytes16 member = _operatorWith(invoiceRecord);
        if (collectingBank != bytes16(0)) _memberRegistry().requireMember(collectingBank, MemberKind.Bank);
        receivable = receivableId(order, milestone);
        Payable storage slot = _self.payables[receivable];
        if (slot.status != ReceivableStatus.None && slot.status != ReceivableStatus.Withdrawn) {
            revert ReceivableAlreadyPresented(receivable);
        }
        Receivable memory presented = _present(order, milestone);
        if (presented.seller != member) revert NotReceivableSeller(receivable, member);
        presented.collectingBank = collectingBank;
        presented.invoiceRecord = invoiceRecord;
        _self.receivables[receivable] = presented;
        slot.status = ReceivableStatus.Presented;
        emit ReceivablePresented(receivable, order, milestone, ++slot.version, presented);
        _self.bindToReceivable(receivable, member, papers, 0);
    }

    /// @inheritdoc ITradeFinance
    function addPapers(bytes32 receivable, Paper[] calldata papers) external {
        bytes16 member = _operator();
        Payable storage slot = _payableOfSeller(receivable, member);
        if (slot.status == ReceivableStatus.Withdrawn || slot.status == ReceivableStatus.Paid) {
            revert ReceivableStatusMismatch(receivable, slot.status);
        }
        _self.bindToReceivable(receivable, member, papers, 1);
    }

    /// @inheritdoc ITradeFinance
    function withdrawReceivable(bytes32 receivable) external {
        Payable storage slot = _payableOfSeller(receivable, _operator());
        if (slot.status == ReceivableStatus.Withdrawn) revert ReceivableStatusMismatch(receivable, slot.status);
        if (slot.assigned != 0 || slot.paid != 0) revert ReceivableInUse(receivable, slot.assigned, slot.paid);
        slot.status = ReceivableStatus.Withdrawn;
        slot.agreedAt = 0;
        slot.dueAt = 0;
        emit ReceivableWithdrawn(receivable);
        _self.releaseReceivable(receivable);
    }

    /// @inheritdoc ITradeFinance
    function agreeToPay(bytes32 receivable, bytes32 amountCommitment, uint48 dueAt, bytes32 record) external {
        bytes16 member = _operatorWith(record);
        Payable storage slot = _self.payableOf(receivable);
        Receivable storage entry = _self.receivables[receivable];
        if (entry.buyer != member) revert NotReceivableBuyer(receivable, member);
        if (slot.status != ReceivableStatus.Presented) revert ReceivableStatusMismatch(receivable, slot.status);
        if (entry.amountCommitment != amountCommitment) {
            revert AmountCommitmentMismatch(receivable, entry.amountCommitment, amountCommitment);
        }
        if (dueAt < _now()) revert TimeTooEarly(dueAt, _now());
        slot.status = ReceivableStatus.AgreedToPay;
        slot.agreedAt = _now();
        slot.dueAt = dueAt;
        emit PaymentAgreed(receivable, member, amountCommitment, dueAt, record);
    }

    /// @inheritdoc ITradeFinance
    function assign(AssignmentTerms calldata terms, Paper[] calldata papers, bytes calldata signature) external {
        bytes16 bank = _bank();
        if (terms.source != bytes32(0)) revert InvalidAssignmentSource(terms.assignment, terms.source);
        bytes16 seller = _self.check(bank, terms);
        _requireEarned(terms.receivable);
        address account = _requireSigner(assignmentDigest(terms), signature, seller);
        _self.bindToReceivable(terms.receivable, bank, papers, 0);
        _self.record(terms, seller, account);
    }

    /// @inheritdoc ITradeFinance
    function reassign(AssignmentTerms calldata terms, bytes calldata signature) external {
        bytes16 bank = _bank();
        if (terms.source == bytes32(0)) revert InvalidAssignmentSource(terms.assignment, terms.source);
        bytes16 assignor = _self.check(bank, terms);
        address account = _requireSigner(assignmentDigest(terms), signature, assignor);
        _self.record(terms, assignor, account);
    }

    /// @inheritdoc ITradeFinance
    function discharge(bytes32 assignment, bytes32 record) external {
        _self.discharge(_operatorWith(record), assignment, record);
    }

    /// @inheritdoc ITradeFinance
    function attestPayment(PaymentAttestation calldata payment) external {
        bytes16 bank = _bank();
        _requireRecordIfAny(payment.record);
        _self.attestPayment(bank, payment);
    }

    /// @inheritdoc ITradeFinance
    function claimPapers(bytes32 claim, Paper[] calldata papers) external {
        _self.claim(_bank(), claim, papers);
    }

    /// @inheritdoc ITradeFinance
    function releaseClaim(bytes32 claim) external {
        _self.releaseClaim(_operator(), claim);
    }

    /// @inheritdoc ITradeFinance
    function probe(bytes32[] calldata fingerprints) external returns (PaperBinding[] memory bindings) {
        return _self.probe(_bank(), fingerprints);
    }

    /// @inheritdoc ITradeFinance
    function issueGuarantee(GuaranteeTerms calldata terms) external {
        bytes16 bank = _bank();
        _requireRecordIfAny(terms.record);
        IOrderFulfilment orders = _orders();
        Order memory order = orders.orderOf(terms.order);
        if (order.status == OrderStatus.Cancelled) revert OrderNotFinanceable(terms.order);
        _self.issue(bank, order.buyer, terms);
        if (terms.expiryMilestone != bytes32(0)) orders.milestoneOf(terms.order, terms.expiryMilestone);
        for (uint256 i = 0; i < terms.reductions.length; ++i) {
            orders.milestoneOf(terms.order, terms.reductions[i].milestone);
        }
    }

    /// @inheritdoc ITradeFinance
    function reduceGuarantee(bytes32 guarantee, bytes32 milestone) external {
        _requireOpen();
        _self.reduce(guarantee, milestone);
        bytes32 order = _self.guarantees[guarantee].order;
        if (!_isCompleted(order, milestone)) revert MilestoneNotCompleted(order, milestone);
    }

    /// @inheritdoc ITradeFinance
    function extendGuarantee(bytes32 guarantee, uint48 expiresAt) external {
        _self.extend(_operator(), guarantee, expiresAt);
    }

    /// @inheritdoc ITradeFinance
    function releaseGuarantee(bytes32 guarantee) external {
        _self.release(_operator(), guarantee);
    }

    /// @inheritdoc ITradeFinance
    function expireGuarantee(bytes32 guarantee) external {
        _requireOpen();
        _self.expire(guarantee, _hasEndedByMilestone(_self.issued(guarantee)));
    }

    /// @inheritdoc ITradeFinance
    function presentDemand(bytes32 guarantee, bytes32 demand, uint32 share, bytes32 record) external {
        bytes16 member = _operatorWith(record);
        Guarantee storage entry = _self.issued(guarantee);
        // Or demands, one after the other, would keep a guarantee from expiring by its milestone.
        if (_hasEndedByMilestone(entry)) revert GuaranteeTimeOver(guarantee, entry.expiresAt);
        _self.present(member, guarantee, demand, share, record);
    }

    /// @inheritdoc ITradeFinance
    function honourDemand(bytes32 demand, bytes32 referenceHash) external {
        _self.honour(_operator(), demand, referenceHash);
    }

    /// @inheritdoc ITradeFinance
    function refuseDemand(bytes32 demand, bytes32 record) external {
        _self.refuse(_operatorWith(record), demand, record);
    }

    /// @inheritdoc ITradeFinance
    function receivableId(bytes32 order, bytes32 milestone) public pure returns (bytes32 receivable) {
        return keccak256(abi.encode(order, milestone));
    }

    /// @inheritdoc ITradeFinance
    function payableSlot(bytes32 receivable) external pure returns (bytes32 slot) {
        return keccak256(abi.encode(receivable, erc7201("quaychain.TradeFinance")));
    }

    /// @inheritdoc ITradeFinance
    function payableOf(bytes32 receivable) external view returns (Payable memory) {
        return _self.payables[receivable];
    }

    /// @inheritdoc ITradeFinance
    function receivableOf(bytes32 receivable) external view returns (Receivable memory) {
        _self.payableOf(receivable);
        return _self.receivables[receivable];
    }

    /// @inheritdoc ITradeFinance
    function assignmentDigest(AssignmentTerms calldata terms) public view returns (bytes32 digest) {
        return _hashTypedDataV4(Assignments.hash(terms));
    }

    /// @inheritdoc ITradeFinance
    function assignmentOf(bytes32 assignment) external view returns (Assignment memory found) {
        found = _self.assignments[assignment];
        if (found.status == AssignmentStatus.None) revert UnknownAssignment(assignment);
    }

    /// @inheritdoc ITradeFinance
    function assignmentsOf(bytes32 receivable, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory ids, Assignment[] memory assignments)
    {
        _self.payableOf(receivable);
        bytes32[] storage all = _self.assignmentIds[receivable];
        uint256 first = offset < all.length ? offset : all.length;
        uint256 count = limit < all.length - first ? limit : all.length - first;
        ids = new bytes32[](count);
        assignments = new Assignment[](count);
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = all[first + i];
            assignments[i] = _self.assignments[ids[i]];
        }
    }

    /// @inheritdoc ITradeFinance
    function fingerprintOf(bytes32 fingerprint) external view returns (PaperBinding memory) {
        return _self.bindings[fingerprint];
    }

    /// @inheritdoc ITradeFinance
    function claimOf(bytes32 claim) external view returns (OutsideClaim memory found) {
        found = _self.claims[claim];
        if (found.status == OutsideClaimStatus.None) revert UnknownOutsideClaim(claim);
    }

    /// @inheritdoc ITradeFinance
    function guaranteeOf(bytes32 guarantee) public view returns (Guarantee memory found) {
        found = _self.guarantees[guarantee];
        if (found.status == GuaranteeStatus.None) revert UnknownGuarantee(guarantee);
    }

    /// @inheritdoc ITradeFinance
    function reductionsOf(bytes32 guarantee) external view returns (GuaranteeReduction[] memory reductions) {
        guaranteeOf(guarantee);
        bytes32[] storage milestones = _self.reductionMilestones[guarantee];
        reductions = new GuaranteeReduction[](milestones.length);
        for (uint256 i = 0; i < reductions.length; ++i) {
            reductions[i] = GuaranteeReduction(milestones[i], _self.reductions[guarantee][milestones[i]]);
        }
    }

    /// @inheritdoc ITradeFinance
    function demandOf(bytes32 demand) external view returns (Demand memory found) {
        found = _self.demands[demand];
        if (found.status == DemandStatus.None) revert UnknownDemand(demand);
    }

    function _present(bytes32 order, bytes32 milestone) private view returns (Receivable memory presented) {
        IOrderFulfilment orders = _orders();
        Order memory found = orders.orderOf(order);
        if (found.status == OrderStatus.Cancelled) revert OrderNotFinanceable(order);
        Milestone memory paid = orders.milestoneOf(order, milestone);
        if (paid.paymentCommitment == bytes32(0)) revert MilestoneWithoutPayment(order, milestone);
        presented.order = order;
        presented.milestone = milestone;
        presented.seller = found.seller;
        presented.buyer = found.buyer;
        presented.orderVersion = found.version;
        presented.presentedAt = _now();
        presented.amountCommitment = paid.paymentCommitment;
    }

    function _payableOfSeller(bytes32 receivable, bytes16 member) private view returns (Payable storage slot) {
        slot = _self.payableOf(receivable);
        if (_self.receivables[receivable].seller != member) revert NotReceivableSeller(receivable, member);
    }

    /// @dev The milestone is complete, and no change of the order altered its payment since it was presented.
    function _requireEarned(bytes32 receivable) private view {
        Receivable storage entry = _self.receivables[receivable];
        Milestone memory earned = _orders().milestoneOf(entry.order, entry.milestone);
        if (earned.status != MilestoneStatus.Completed) revert MilestoneNotCompleted(entry.order, entry.milestone);
        if (earned.paymentCommitment != entry.amountCommitment) {
            revert AmountCommitmentMismatch(receivable, entry.amountCommitment, earned.paymentCommitment);
        }
    }

    function _hasEndedByMilestone(Guarantee storage entry) private view returns (bool) {
        return entry.expiryMilestone != bytes32(0) && _isCompleted(entry.order, entry.expiryMilestone);
    }

    function _isCompleted(bytes32 order, bytes32 milestone) private view returns (bool) {
        return _orders().milestoneOf(order, milestone).status == MilestoneStatus.Completed;
    }

    function _orders() private view returns (IOrderFulfilment) {
        return IOrderFulfilment(_contractAt("OrderFulfilment"));
    }

    /// @dev For what anyone may call: this contract is in force and writes are not paused.
    function _requireOpen() private view {
        uint48 pausedUntil = _memberRegistry().pauseState().pausedUntil;
        if (_now() < pausedUntil) revert IMemberRegistry.WritesPaused(pausedUntil);
    }

    function _operator() private view returns (bytes16 member) {
        return _authorize(AccountPurpose.Operations);
    }

    /// @dev The caller's member, a bank.
    function _bank() private view returns (bytes16 member) {
        member = _operator();
        _memberRegistry().requireMember(member, MemberKind.Bank);
    }

    /// @dev The caller's member, once the record it names, if any, is found published.
    function _operatorWith(bytes32 record) private view returns (bytes16 member) {
        member = _operator();
        _requireRecordIfAny(record);
    }

    function _requireRecordIfAny(bytes32 record) private view {
        if (record == bytes32(0)) return;
        if (IRecordRegistry(_contractAt("RecordRegistry")).recordOf(record).status != RecordStatus.Published) {
            revert IOrderErrors.RecordNotPublished(record);
        }
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
}

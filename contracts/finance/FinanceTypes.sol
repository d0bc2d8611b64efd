// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Enums and structs of TradeFinance. In every enum None (0) is no stored state. Shares are ppm: the whole is 1,000,000.

/// @notice Life of a receivable. Withdrawn may be presented again, as its next version.
enum ReceivableStatus {
    None,
    Presented,
    AgreedToPay,
    Paid,
    Withdrawn
}

/// @notice Life of an assigned share. Reassigned: wholly passed on; Discharged: given back; Paid: wholly paid.
enum AssignmentStatus {
    None,
    Active,
    Reassigned,
    Discharged,
    Paid
}

/// @notice What a fingerprint was taken from. Values as in UNTDID 1001 stand for documents; see finance/README.md.
enum PaperElement {
    None,
    InvoiceNumber,
    TransportDocumentNumber,
    PurchaseOrderNumber,
    WarehouseWarrantNumber
}

/// @notice What holds a fingerprint.
enum PaperHolder {
    None,
    Receivable,
    OutsideClaim
}

/// @notice Whether a fingerprint is held. Released ones may be bound again.
enum PaperStatus {
    None,
    Bound,
    Released
}

/// @notice Life of a claim on papers that a bank financed outside of this ledger's receivables.
enum OutsideClaimStatus {
    None,
    Active,
    Released
}

/// @notice What a guarantee secures.
enum GuaranteeKind {
    None,
    AdvancePayment,
    Performance,
    Warranty,
    Retention
}

/// @notice Life of a guarantee. Released by the beneficiary, Expired by time or milestone, Exhausted when reduced or
/// paid to nothing.
enum GuaranteeStatus {
    None,
    Issued,
    Released,
    Expired,
    Exhausted
}

/// @notice Life of a demand under a guarantee.
enum DemandStatus {
    None,
    Presented,
    Honoured,
    Refused
}

/// @notice One element of an outside paper.
/// @param fingerprint see quaychain.contracts.fingerprints
/// @param element what it was taken from
struct Paper {
    bytes32 fingerprint;
    PaperElement element;
}

/// @notice Who holds a fingerprint.
/// @param holder a receivable's id or a claim's, by `kind`
/// @param boundBy member that bound it
struct PaperBinding {
    bytes32 holder;
    bytes16 boundBy;
    PaperElement element;
    PaperHolder kind;
    PaperStatus status;
    uint48 boundAt;
}

/// @notice A stored claim on outside papers.
struct OutsideClaim {
    bytes16 bank;
    OutsideClaimStatus status;
    uint48 claimedAt;
    bytes32[] fingerprints;
}

/// @notice The payable slot: one storage word for each receivable, at `payableSlot`, so that one storage proof shows
/// whether the buyer agreed to pay and how much is assigned and paid.
/// @param status state of the receivable
/// @param version how often it was presented
/// @param assigned ppm under assignment to banks, paid or not
/// @param paid ppm attested as paid, to banks and seller together
/// @param paidToSeller ppm attested as paid on the share that no bank holds; assigned + paidToSeller <= 1,000,000
/// @param agreedAt block time of the buyer's agreement to pay; 0 = none
/// @param dueAt when the buyer agreed to pay; 0 = none
struct Payable {
    ReceivableStatus status;
    uint32 version;
    uint32 assigned;
    uint32 paid;
    uint32 paidToSeller;
    uint48 agreedAt;
    uint48 dueAt;
}

/// @notice A stored receivable without its payable slot.
/// @param amountCommitment the milestone's payment commitment when the receivable was presented
/// @param invoiceRecord record id of the invoice or request for payment
/// @param collectingBank bank that the money for the seller's own share comes in at; 0 = none attests it
/// @param orderVersion version of the order when it was presented
struct Receivable {
    bytes32 order;
    bytes32 milestone;
    bytes16 seller;
    bytes16 buyer;
    bytes16 collectingBank;
    uint32 orderVersion;
    uint48 presentedAt;
    bytes32 amountCommitment;
    bytes32 invoiceRecord;
}

/// @notice An assignment as the assignor signs it (EIP-712).
/// @param assignment random id; used once
/// @param receivable its id
/// @param receivableVersion version of the receivable that is assigned
/// @param source 0: the seller assigns its own share; else the id of the assignment whose bank passes its share on
/// @param bank the assignee
/// @param share ppm of the whole receivable
/// @param registryReference hash of the entry in a public register of security interests; 0 = none
/// @param termsCommitment root of the sealed financing terms
/// @param signBy last second at which the signature may be used
struct AssignmentTerms {
    bytes32 assignment;
    bytes32 receivable;
    uint32 receivableVersion;
    bytes32 source;
    bytes16 bank;
    uint32 share;
    bytes32 registryReference;
    bytes32 termsCommitment;
    uint48 signBy;
}

/// @notice A stored assignment.
/// @param share ppm now held: what was assigned, less what was passed on or given back
/// @param paid ppm of it attested as paid
struct Assignment {
    bytes32 receivable;
    bytes16 bank;
    AssignmentStatus status;
    uint32 share;
    uint32 paid;
    uint48 assignedAt;
    bytes32 source;
    bytes32 registryReference;
    bytes32 termsCommitment;
}

/// @notice A bank's word that money came in.
/// @param receivable its id
/// @param assignment the assignment it was paid on; 0 = the seller's own share
/// @param share ppm of the whole receivable
/// @param referenceHash keccak256 of the payment's reference (UETR); used once
/// @param record record id of the receipt confirmation (UNTDID 1001: 834); 0 = none
struct PaymentAttestation {
    bytes32 receivable;
    bytes32 assignment;
    uint32 share;
    bytes32 referenceHash;
    bytes32 record;
}

/// @notice Reduces a guarantee when a milestone completes.
/// @param milestone milestone of the guarantee's order
/// @param share ppm of the guarantee's first amount
struct GuaranteeReduction {
    bytes32 milestone;
    uint32 share;
}

/// @notice A guarantee as its bank issues it.
/// @param guarantee random id
/// @param order the order it secures
/// @param kind what it secures
/// @param amountCommitment commitment of its first amount
/// @param record record id of the guarantee (UNTDID 1001: 430 or 356)
/// @param expiresAt Unix seconds
/// @param expiryMilestone the guarantee also expires when this milestone is complete; 0 = none
/// @param reductions 0 to 32; together at most 1,000,000 ppm
struct GuaranteeTerms {
    bytes32 guarantee;
    bytes32 order;
    GuaranteeKind kind;
    bytes32 amountCommitment;
    bytes32 record;
    uint48 expiresAt;
    bytes32 expiryMilestone;
    GuaranteeReduction[] reductions;
}

/// @notice A stored guarantee. The order's seller is the applicant, its buyer the beneficiary.
/// @param remaining ppm of the first amount still secured
/// @param demanded ppm of it that is demanded and not answered
struct Guarantee {
    bytes32 order;
    bytes16 bank;
    bytes16 beneficiary;
    GuaranteeKind kind;
    GuaranteeStatus status;
    uint32 remaining;
    uint32 demanded;
    uint48 expiresAt;
    bytes32 expiryMilestone;
    bytes32 amountCommitment;
    bytes32 record;
}

/// @notice A stored demand under a guarantee.
/// @param share ppm of the guarantee's first amount
struct Demand {
    bytes32 guarantee;
    DemandStatus status;
    uint32 share;
    bytes32 record;
}

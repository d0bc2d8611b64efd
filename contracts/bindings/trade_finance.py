# Written by `./qc contracts bindings` from contracts/artifacts/TradeFinance.json. Do not edit.
"""See ITradeFinance and README.md. Says who calls, and what OrderFulfilment says of the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BYTES, STRING, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import (
    Assignment,
    AssignmentTerms,
    Demand,
    Guarantee,
    GuaranteeReduction,
    GuaranteeTerms,
    OutsideClaim,
    Paper,
    PaperBinding,
    PaperElement,
    PaperHolder,
    Payable,
    PaymentAttestation,
    Receivable,
)


@event_values
class DemandHonoured:
    """The bank paid; `remaining` ppm are left."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9b285ba7ebd5735ffae3a0c5c10ca5e36e533dae778de139ea962be49330c5af")

    guarantee: bytes
    demand: bytes
    remaining: int
    reference_hash: bytes


@event_values
class DemandPresented:
    """The beneficiary demands payment."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("39d6cc730996d7fd2e84bb4a4d5c01bc4d8c7ced9b80d86f428d1f0e6f59cdad")

    guarantee: bytes
    demand: bytes
    share: int
    record: bytes


@event_values
class DemandRefused:
    """The bank refused, for the reasons in `record`."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8e9fb14a483d5dc3e3d135f7b2024784842d61d8a30a547d13f1efdf75299ec6")

    guarantee: bytes
    demand: bytes
    record: bytes


@event_values
class EIP712DomainChanged:
    """MAY be emitted to signal that the domain could have changed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31")


@event_values
class FingerprintBound:
    """A fingerprint is bound to a receivable or an outside claim."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("708f3910db760aab6339ed4e0ff0a8fd8cd0a1e199ab6e72ab5f61a518d74aa3")

    fingerprint: bytes
    holder: bytes
    bound_by: bytes
    kind: PaperHolder
    element: PaperElement


@event_values
class FingerprintProbed:
    """A bank asked on purpose whether a fingerprint is bound; `holder` is 0 if it is not."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("28696708d7bbe2725d31447d2e8f83706ea8c28083c174af4ae99e80ff5f8d9f")

    fingerprint: bytes
    bank: bytes
    holder: bytes
    kind: PaperHolder


@event_values
class FingerprintReleased:
    """A fingerprint is free again."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("631528ce9dea3eb8d610be1b0cbe6396e8810287ff5abd80e00207cc523507e8")

    fingerprint: bytes
    holder: bytes


@event_values
class GuaranteeExhausted:
    """Reduced or paid to nothing."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b0df1eea82ad368f45d0f07e2e6011fff6bbb96d1b9e818307f597ce21c41ce9")

    guarantee: bytes


@event_values
class GuaranteeExpired:
    """Its time or milestone came."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("93820d75d84063bbfb3a877a528c1c2e74fcaa220f752bab4d78b10d117d2b15")

    guarantee: bytes


@event_values
class GuaranteeExtended:
    """The bank extended it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ff1d6384ec774a0bcce70c81ddb1e8071fa232ec888613e07ad55fd736455e4c")

    guarantee: bytes
    expires_at: int


@event_values
class GuaranteeIssued:
    """A bank issued a guarantee."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3d66970ef32c81509c5cdccbc01e2f922ffdbcecf8cb149dae713780fca47a31")

    guarantee: bytes
    order: bytes
    bank: bytes
    beneficiary: bytes
    terms: GuaranteeTerms


@event_values
class GuaranteeReduced:
    """A milestone's completion reduced it; `remaining` ppm are left."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("98607ced81ed9767a665bd9df78e174a7eee2bfc17886be614e21c9848bfe84e")

    guarantee: bytes
    milestone: bytes
    share: int
    remaining: int


@event_values
class GuaranteeReleased:
    """The beneficiary released it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e811f119d4fe8958d249584cd401efbc40160a27e989be5a2b9c783db6a4a810")

    guarantee: bytes


@event_values
class OutsideClaimRecorded:
    """A bank financed papers outside of this ledger's receivables."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b6510bacb98a5c18d02c78d9b590db1edd493c04fd0bb60cba1b5fa73f90dd03")

    claim: bytes
    bank: bytes


@event_values
class OutsideClaimReleased:
    """The bank released its outside claim."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("57c4af943d527dd57531697ae24662d9461942e71d2c3a5b6eceafdbeaf1dc25")

    claim: bytes
    bank: bytes


@event_values
class PaymentAgreed:
    """The buyer agreed to pay the amount presented by `due_at`."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7aa0a06c86470401629130d006003af0858bfcaf72c9bceab9fd1ebcb2188165")

    receivable: bytes
    buyer: bytes
    amount_commitment: bytes
    due_at: int
    record: bytes


@event_values
class PaymentAttested:
    """A bank attests a payment. `paid` is the sum of all payments after it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("367663a1c1529841184e5627044699463228a5b6ac45ba4a05cd9ed1437efb81")

    receivable: bytes
    assignment: bytes
    bank: bytes
    share: int
    paid: int
    reference_hash: bytes
    record: bytes


@event_values
class ReceivablePaid:
    """The whole receivable is attested as paid."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8cc9c8d56885fee063e16f52b8eaa112b56539bec67b8347f1104bf84b669db6")

    receivable: bytes


@event_values
class ReceivablePresented:
    """The seller presented a receivable."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("09281c7b2b69d39708ec990424977ad2e17f896e6ca924419125b92580d34a91")

    receivable: bytes
    order: bytes
    milestone: bytes
    version: int
    presented: Receivable


@event_values
class ReceivableWithdrawn:
    """The seller withdrew it; its papers are free again."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("6b61071aa4667a6d38d73dc594e3b2cba98009a5a0ff623635cc3f8b26a40978")

    receivable: bytes


@event_values
class ShareAssigned:
    """A bank holds a share. `assigned` is the sum of all banks' shares after it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c35e76e5fc37a256997db4908ab733ed093120b670bb648f1212d579962ce96d")

    receivable: bytes
    bank: bytes
    assignor: bytes
    assigned: int
    assignor_account: Address
    terms: AssignmentTerms


@event_values
class ShareDischarged:
    """A bank gave `share` ppm back to the seller. `assigned` is the sum of all banks' shares after it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c4fe7a7ebeb4d8758232d6fa6c48fa8cd7956d3edbd3dac2b05b74ac03cd9d0e")

    receivable: bytes
    assignment: bytes
    bank: bytes
    share: int
    assigned: int
    record: bytes


@event_values
class ShareReassigned:
    """A bank passed a share on. `source_share` is what it keeps."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ff6f0f1195b53979cc1bbae9dcc967dc6c1c9c3dff36a98cbd82b0df003c3c73")

    receivable: bytes
    bank: bytes
    assignor: bytes
    source_share: int
    assignor_account: Address
    terms: AssignmentTerms


TradeFinanceEvent: TypeAlias = (
    DemandHonoured
    | DemandPresented
    | DemandRefused
    | EIP712DomainChanged
    | FingerprintBound
    | FingerprintProbed
    | FingerprintReleased
    | GuaranteeExhausted
    | GuaranteeExpired
    | GuaranteeExtended
    | GuaranteeIssued
    | GuaranteeReduced
    | GuaranteeReleased
    | OutsideClaimRecorded
    | OutsideClaimReleased
    | PaymentAgreed
    | PaymentAttested
    | ReceivablePaid
    | ReceivablePresented
    | ReceivableWithdrawn
    | ShareAssigned
    | ShareDischarged
    | ShareReassigned
)


class AssignmentsOfResult(NamedTuple):
    """What `assignments_of` answers."""

    ids: tuple[bytes, ...]
    assignments: tuple[Assignment, ...]


class Eip712DomainResult(NamedTuple):
    """What `eip712_domain` answers."""

    fields: bytes
    name: str
    version: str
    chain_id: int
    verifying_contract: Address
    salt: bytes
    extensions: tuple[int, ...]


_ADD_PAPERS = Write("5846185a", fixed_bytes(32), ArrayCodec(Paper.CODEC))
_AGREE_TO_PAY = Write("321f50cf", fixed_bytes(32), fixed_bytes(32), uint(48), fixed_bytes(32))
_ASSIGN = Write("87e0868f", AssignmentTerms.CODEC, ArrayCodec(Paper.CODEC), BYTES)
_ASSIGNMENT_DIGEST = View[bytes]("94b5a47d", (AssignmentTerms.CODEC,), single(fixed_bytes(32)))
_ASSIGNMENT_OF = View[Assignment]("8725aa17", (fixed_bytes(32),), single(Assignment.CODEC))
_ASSIGNMENTS_OF = View[AssignmentsOfResult](
    "373801ae",
    (fixed_bytes(32), uint(256), uint(256)),
    TupleCodec(AssignmentsOfResult, ArrayCodec(fixed_bytes(32)), ArrayCodec(Assignment.CODEC)).decode_values,
)
_ATTEST_PAYMENT = Write("043e2997", PaymentAttestation.CODEC)
_CLAIM_OF = View[OutsideClaim]("903fafea", (fixed_bytes(32),), single(OutsideClaim.CODEC))
_CLAIM_PAPERS = Write("e7e56416", fixed_bytes(32), ArrayCodec(Paper.CODEC))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_CREATE_RECEIVABLE = Write(
    "9b8ffb11", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), fixed_bytes(16), ArrayCodec(Paper.CODEC)
)
_DEMAND_OF = View[Demand]("e1265409", (fixed_bytes(32),), single(Demand.CODEC))
_DISCHARGE = Write("5671d41c", fixed_bytes(32), fixed_bytes(32))
_EIP712_DOMAIN = View[Eip712DomainResult](
    "84b0196e",
    (),
    TupleCodec(
        Eip712DomainResult, fixed_bytes(1), STRING, STRING, uint(256), ADDRESS, fixed_bytes(32), ArrayCodec(uint(256))
    ).decode_values,
)
_EXPIRE_GUARANTEE = Write("c17f838a", fixed_bytes(32))
_EXTEND_GUARANTEE = Write("ff89ae4b", fixed_bytes(32), uint(48))
_FINGERPRINT_OF = View[PaperBinding]("7c400b1c", (fixed_bytes(32),), single(PaperBinding.CODEC))
_GUARANTEE_OF = View[Guarantee]("b1faa2a5", (fixed_bytes(32),), single(Guarantee.CODEC))
_HONOUR_DEMAND = Write("304322ac", fixed_bytes(32), fixed_bytes(32))
_ISSUE_GUARANTEE = Write("e385740c", GuaranteeTerms.CODEC)
_PAYABLE_OF = View[Payable]("ed55e34a", (fixed_bytes(32),), single(Payable.CODEC))
_PAYABLE_SLOT = View[bytes]("084601bc", (fixed_bytes(32),), single(fixed_bytes(32)))
_PRESENT_DEMAND = Write("13b90735", fixed_bytes(32), fixed_bytes(32), uint(32), fixed_bytes(32))
_PROBE = Write("79805bc5", ArrayCodec(fixed_bytes(32)))
_REASSIGN = Write("f16974b3", AssignmentTerms.CODEC, BYTES)
_RECEIVABLE_ID = View[bytes]("ee6aa655", (fixed_bytes(32), fixed_bytes(32)), single(fixed_bytes(32)))
_RECEIVABLE_OF = View[Receivable]("d1f5a005", (fixed_bytes(32),), single(Receivable.CODEC))
_REDUCE_GUARANTEE = Write("96bf510d", fixed_bytes(32), fixed_bytes(32))
_REDUCTIONS_OF = View[tuple[GuaranteeReduction, ...]](
    "b4c14b26", (fixed_bytes(32),), single(ArrayCodec(GuaranteeReduction.CODEC))
)
_REFUSE_DEMAND = Write("121b0fdd", fixed_bytes(32), fixed_bytes(32))
_RELEASE_CLAIM = Write("7bd1c8b9", fixed_bytes(32))
_RELEASE_GUARANTEE = Write("c55bc55e", fixed_bytes(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_WITHDRAW_RECEIVABLE = Write("d9ceb8bd", fixed_bytes(32))


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "DemandHonoured",
        DemandHonoured.TOPIC,
        DemandHonoured,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), fixed_bytes(32)),
        (0, 1, -1, -2),
    ),
    Event(
        "DemandPresented",
        DemandPresented.TOPIC,
        DemandPresented,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), fixed_bytes(32)),
        (0, 1, -1, -2),
    ),
    Event(
        "DemandRefused",
        DemandRefused.TOPIC,
        DemandRefused,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event("EIP712DomainChanged", EIP712DomainChanged.TOPIC, EIP712DomainChanged, (), (), ()),
    Event(
        "FingerprintBound",
        FingerprintBound.TOPIC,
        FingerprintBound,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (EnumCodec(PaperHolder), EnumCodec(PaperElement)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "FingerprintProbed",
        FingerprintProbed.TOPIC,
        FingerprintProbed,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (EnumCodec(PaperHolder),),
        (0, 1, 2, -1),
    ),
    Event(
        "FingerprintReleased",
        FingerprintReleased.TOPIC,
        FingerprintReleased,
        (fixed_bytes(32), fixed_bytes(32)),
        (),
        (0, 1),
    ),
    Event("GuaranteeExhausted", GuaranteeExhausted.TOPIC, GuaranteeExhausted, (fixed_bytes(32),), (), (0,)),
    Event("GuaranteeExpired", GuaranteeExpired.TOPIC, GuaranteeExpired, (fixed_bytes(32),), (), (0,)),
    Event("GuaranteeExtended", GuaranteeExtended.TOPIC, GuaranteeExtended, (fixed_bytes(32),), (uint(48),), (0, -1)),
    Event(
        "GuaranteeIssued",
        GuaranteeIssued.TOPIC,
        GuaranteeIssued,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(16), GuaranteeTerms.CODEC),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "GuaranteeReduced",
        GuaranteeReduced.TOPIC,
        GuaranteeReduced,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), uint(32)),
        (0, 1, -1, -2),
    ),
    Event("GuaranteeReleased", GuaranteeReleased.TOPIC, GuaranteeReleased, (fixed_bytes(32),), (), (0,)),
    Event(
        "OutsideClaimRecorded",
        OutsideClaimRecorded.TOPIC,
        OutsideClaimRecorded,
        (fixed_bytes(32), fixed_bytes(16)),
        (),
        (0, 1),
    ),
    Event(
        "OutsideClaimReleased",
        OutsideClaimReleased.TOPIC,
        OutsideClaimReleased,
        (fixed_bytes(32), fixed_bytes(16)),
        (),
        (0, 1),
    ),
    Event(
        "PaymentAgreed",
        PaymentAgreed.TOPIC,
        PaymentAgreed,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32), uint(48), fixed_bytes(32)),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "PaymentAttested",
        PaymentAttested.TOPIC,
        PaymentAttested,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(32), fixed_bytes(32), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event("ReceivablePaid", ReceivablePaid.TOPIC, ReceivablePaid, (fixed_bytes(32),), (), (0,)),
    Event(
        "ReceivablePresented",
        ReceivablePresented.TOPIC,
        ReceivablePresented,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (uint(32), Receivable.CODEC),
        (0, 1, 2, -1, -2),
    ),
    Event("ReceivableWithdrawn", ReceivableWithdrawn.TOPIC, ReceivableWithdrawn, (fixed_bytes(32),), (), (0,)),
    Event(
        "ShareAssigned",
        ShareAssigned.TOPIC,
        ShareAssigned,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (uint(32), ADDRESS, AssignmentTerms.CODEC),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "ShareDischarged",
        ShareDischarged.TOPIC,
        ShareDischarged,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(32), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "ShareReassigned",
        ShareReassigned.TOPIC,
        ShareReassigned,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (uint(32), ADDRESS, AssignmentTerms.CODEC),
        (0, 1, 2, -1, -2, -3),
    ),
)


class TradeFinance(Contract):
    """See ITradeFinance and README.md. Says who calls, and what OrderFulfilment says of the order."""

    NAME = "TradeFinance"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def add_papers(self, receivable: bytes, papers: Sequence[Paper]) -> Call:
        """Seller: binds 1 to 16 more papers, 32 in all."""
        return _ADD_PAPERS.call(self.address, receivable, papers)

    def agree_to_pay(self, receivable: bytes, amount_commitment: bytes, due_at: int, record: bytes) -> Call:
        """Buyer: agrees to pay the amount presented by `due_at` (`record` = UNTDID 1001: 212, 0 = none)."""
        return _AGREE_TO_PAY.call(self.address, receivable, amount_commitment, due_at, record)

    def assign(self, terms: AssignmentTerms, papers: Sequence[Paper], signature: bytes) -> Call:
        """Bank: takes a share of the seller's, who signed `terms`. Needs a complete milestone and the buyer's
        agreement to pay; the papers shown to the bank (0 to 16) are each checked, and bound where they are
        free.
        """
        return _ASSIGN.call(self.address, terms, papers, signature)

    def assignment_digest(self, terms: AssignmentTerms) -> ViewCall[bytes]:
        """The EIP-712 digest that the assignor signs."""
        return _ASSIGNMENT_DIGEST.call(self.address, terms)

    def assignment_of(self, assignment: bytes) -> ViewCall[Assignment]:
        """The assignment."""
        return _ASSIGNMENT_OF.call(self.address, assignment)

    def assignments_of(self, receivable: bytes, offset: int, limit: int) -> ViewCall[AssignmentsOfResult]:
        """A page of the receivable's assignments, oldest first."""
        return _ASSIGNMENTS_OF.call(self.address, receivable, offset, limit)

    def attest_payment(self, payment: PaymentAttestation) -> Call:
        """Bank: attests that money came in: on its own assignment, or as the collecting bank on the seller's
        share.
        """
        return _ATTEST_PAYMENT.call(self.address, payment)

    def claim_of(self, claim: bytes) -> ViewCall[OutsideClaim]:
        """The claim on outside papers, with their fingerprints."""
        return _CLAIM_OF.call(self.address, claim)

    def claim_papers(self, claim: bytes, papers: Sequence[Paper]) -> Call:
        """Bank: records that it financed papers (1 to 16) outside of this ledger's receivables."""
        return _CLAIM_PAPERS.call(self.address, claim, papers)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def create_receivable(
        self, order: bytes, milestone: bytes, invoice_record: bytes, collecting_bank: bytes, papers: Sequence[Paper]
    ) -> Call:
        """Seller: presents the milestone's payment as a receivable, with 0 to 16 papers. `invoice_record` is the
        invoice or request for payment (0 = none); `collecting_bank` the bank where the seller's own share is
        paid (0 = none attests it).
        """
        return _CREATE_RECEIVABLE.call(self.address, order, milestone, invoice_record, collecting_bank, papers)

    def demand_of(self, demand: bytes) -> ViewCall[Demand]:
        """The demand."""
        return _DEMAND_OF.call(self.address, demand)

    def discharge(self, assignment: bytes, record: bytes) -> Call:
        """Bank: gives the unpaid rest of its share back to the seller (`record` = discharge, 0 = none)."""
        return _DISCHARGE.call(self.address, assignment, record)

    def eip712_domain(self) -> ViewCall[Eip712DomainResult]:
        """Solidity: `eip712Domain()`.

        returns the fields and values that describe the domain separator used by this contract for EIP-712
        signature.
        """
        return _EIP712_DOMAIN.call(self.address)

    def expire_guarantee(self, guarantee: bytes) -> Call:
        """Anyone: ends it once its time is over or its milestone complete, and no demand is open."""
        return _EXPIRE_GUARANTEE.call(self.address, guarantee)

    def extend_guarantee(self, guarantee: bytes, expires_at: int) -> Call:
        """Its bank: extends it."""
        return _EXTEND_GUARANTEE.call(self.address, guarantee, expires_at)

    def fingerprint_of(self, fingerprint: bytes) -> ViewCall[PaperBinding]:
        """Who holds a fingerprint; all zero where nobody ever did."""
        return _FINGERPRINT_OF.call(self.address, fingerprint)

    def guarantee_of(self, guarantee: bytes) -> ViewCall[Guarantee]:
        """The guarantee."""
        return _GUARANTEE_OF.call(self.address, guarantee)

    def honour_demand(self, demand: bytes, reference_hash: bytes) -> Call:
        """Its bank: has paid the demand; `reference_hash` = keccak256 of the payment's reference."""
        return _HONOUR_DEMAND.call(self.address, demand, reference_hash)

    def issue_guarantee(self, terms: GuaranteeTerms) -> Call:
        """Bank: issues a guarantee for an order."""
        return _ISSUE_GUARANTEE.call(self.address, terms)

    def payable_of(self, receivable: bytes) -> ViewCall[Payable]:
        """The receivable's payable slot; all zero where there is none."""
        return _PAYABLE_OF.call(self.address, receivable)

    def payable_slot(self, receivable: bytes) -> ViewCall[bytes]:
        """Storage slot of the receivable's `Payable` word, for eth_getProof."""
        return _PAYABLE_SLOT.call(self.address, receivable)

    def present_demand(self, guarantee: bytes, demand: bytes, share: int, record: bytes) -> Call:
        """Beneficiary: demands `share` ppm of its first amount."""
        return _PRESENT_DEMAND.call(self.address, guarantee, demand, share, record)

    def probe(self, fingerprints: Sequence[bytes]) -> Call:
        """Bank: asks which of 1 to 16 fingerprints are bound. Logged for each fingerprint."""
        return _PROBE.call(self.address, fingerprints)

    def reassign(self, terms: AssignmentTerms, signature: bytes) -> Call:
        """Bank: takes a share, or part of it, of another bank, which signed `terms`."""
        return _REASSIGN.call(self.address, terms, signature)

    def receivable_id(self, order: bytes, milestone: bytes) -> ViewCall[bytes]:
        """keccak256(abi.encode(order, milestone))."""
        return _RECEIVABLE_ID.call(self.address, order, milestone)

    def receivable_of(self, receivable: bytes) -> ViewCall[Receivable]:
        """The receivable."""
        return _RECEIVABLE_OF.call(self.address, receivable)

    def reduce_guarantee(self, guarantee: bytes, milestone: bytes) -> Call:
        """Anyone: reduces it for a completed milestone, once each. What is demanded stays secured; the rest of the
        reduction can be made when the demand is answered.
        """
        return _REDUCE_GUARANTEE.call(self.address, guarantee, milestone)

    def reductions_of(self, guarantee: bytes) -> ViewCall[tuple[GuaranteeReduction, ...]]:
        """Its reductions; share 0 once made."""
        return _REDUCTIONS_OF.call(self.address, guarantee)

    def refuse_demand(self, demand: bytes, record: bytes) -> Call:
        """Its bank: refuses the demand."""
        return _REFUSE_DEMAND.call(self.address, demand, record)

    def release_claim(self, claim: bytes) -> Call:
        """Bank: releases its outside claim and the papers bound to it."""
        return _RELEASE_CLAIM.call(self.address, claim)

    def release_guarantee(self, guarantee: bytes) -> Call:
        """Beneficiary: releases it."""
        return _RELEASE_GUARANTEE.call(self.address, guarantee)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def withdraw_receivable(self, receivable: bytes) -> Call:
        """Seller: withdraws a receivable that is neither assigned nor paid, and releases the papers bound to it."""
        return _WITHDRAW_RECEIVABLE.call(self.address, receivable)

    def decode(self, log: Log) -> TradeFinanceEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: TradeFinanceEvent | None = self._decode(log)
        return event

# Written by `./qc contracts bindings` from contracts/artifacts/OrderFulfilment.json. Do not edit.
"""See IOrderFulfilment and README.md. Says who calls and what is on the ledger; the libraries decide the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BYTES, STRING, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import (
    Alternative,
    ChangeEvaluation,
    ChangeRequest,
    ChangeStatus,
    DelayClaim,
    Dispute,
    Evidence,
    Milestone,
    MilestoneMove,
    Order,
    OrderTerms,
    PartialDelivery,
    ScheduleCause,
    Snag,
    SnagClass,
    SubOrder,
    SubOrderTerms,
)


@event_values
class AlternativeAccepted:
    """The other side accepted it: the delivery is due as promised, at `due`. `MilestoneScheduled` follows for each
    move.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("5d6c63c67bbfcf793620339e8114d8e25d2158b841e0ebd3530447d71db2d1ae")

    order: bytes
    sub_order: bytes
    accepted_by: bytes
    alternative: int
    due: int


@event_values
class AlternativeOffered:
    """A way out of the delay: days are open, the price is sealed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7520713c4d51a21590326d54b7fe09c14b4fdd1709a22bf8adb6f51e9f91e26e")

    order: bytes
    sub_order: bytes
    offered_by: bytes
    alternative: int
    promise_number: int
    delay_days: int
    price_commitment: bytes
    moves: tuple[MilestoneMove, ...]


@event_values
class CancellationProposed:
    """One side proposes to cancel."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a3f2d92f4034407b691a9531d767d31b1f5921dfcef886402069137a840888e4")

    order: bytes
    proposed_by: bytes
    record: bytes


@event_values
class ChangeAccepted:
    """The buyer accepted the evaluation: the order has a new version, with the terms and calendar given."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("994f340337c6bd7a35b5e2b9c0865afc10edd857a906ffc8b98ab4007b90cee2")

    order: bytes
    change: bytes
    order_version: int
    terms_commitment: bytes
    calendar_hash: bytes


@event_values
class ChangeClosed:
    """The change ended otherwise: Refused by the buyer or seller, or Withdrawn by who asked."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1071c068311e1a1d0b74afcad8064246308c9d3a8b5167c2353c0d44e7bd728a")

    order: bytes
    change: bytes
    status: ChangeStatus


@event_values
class ChangeEvaluated:
    """The seller's evaluation: cost sealed, days and touched milestones and certificates open."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("db37de8a2552f201bbba78868b9050f6ecb33232c5eebada464775b51aeb7892")

    order: bytes
    change: bytes
    order_version: int
    evaluation: ChangeEvaluation


@event_values
class ChangeRequested:
    """A party asks for a change."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1ca0090c426a5be82bf39b0d5d5c7431a3361dc13ec2200c963413ec0f689fd6")

    order: bytes
    change: bytes
    requested_by: bytes
    record: bytes


@event_values
class DelayWarned:
    """The promise is later than the need."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ae77e83686b637f044da48e1817eb14e856de968e99809d812b9937483fde51e")

    order: bytes
    sub_order: bytes
    milestone: bytes
    need_by: int
    promised_at: int
    late_seconds: int


@event_values
class DeliveryPromised:
    """The supplier promised a delivery time."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("07c8e1d16bed5cd90399cb39f1f7d7e64f4356588df9867b8f337baa34c75ca7")

    order: bytes
    sub_order: bytes
    supplier: bytes
    promise_number: int
    promised_at: int


@event_values
class DeliveryRefused:
    """The buyer refused the part, for the reasons in `record`."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("57e0a1cb9334a6f8107a555a48a00ddbf5406dd8873264372a33a5215889c2da")

    order: bytes
    delivery: bytes
    record: bytes


@event_values
class DeliveryReported:
    """The seller reports a part of the order delivered: `share` ppm of it, with that consignment (0 = none)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("cfe58b8bf8857c69df2018de54276e89c7b47e2f17611b1eb3e264c2ea753607")

    order: bytes
    delivery: bytes
    share: int
    consignment: bytes
    evidence: Evidence


@event_values
class DisputeRaised:
    """A party opened a dispute."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4683ceb574695fc20d8409a889e8fa1fb841b61b4c2eee5760431c645bdf7eab")

    order: bytes
    dispute: bytes
    raised_by: bytes
    record: bytes


@event_values
class DisputeSettled:
    """The other side agreed to it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("87bacb269b1618d4e96b9e1965d3d840f3c0696580ced6b7c4b77397ca20297d")

    order: bytes
    dispute: bytes
    record: bytes


@event_values
class EIP712DomainChanged:
    """MAY be emitted to signal that the domain could have changed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31")


@event_values
class ExcusableDelayAccepted:
    """The buyer accepted; `MilestoneScheduled` follows for each milestone."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("d7699e30cde9ee3fe46c1764bf09437a3dab3496da7e3b759029e509138c1bba")

    order: bytes
    claim: bytes


@event_values
class ExcusableDelayClaimed:
    """The seller claims days for a cause that the contract excuses."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a8cb58eb2ca194c6c9664b2943244d0f7b8caf19b4e7bcb74692af537a138198")

    order: bytes
    claim: bytes
    delay_days: int
    record: bytes
    milestones: tuple[bytes, ...]


@event_values
class ExcusableDelayRefused:
    """The buyer refused, for the reasons in `record` (0 = none given)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f3110a3c82b9b5a6b7631fa360d24fae9f88b6f76c563279c7e6be379a3d7134")

    order: bytes
    claim: bytes
    record: bytes


@event_values
class HoldReleased:
    """The inspector released the hold. `MilestoneCompleted` follows."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f5cdd056068f8a4a623597a4f48aa8ca370a79bae9de704b714ed627034d7ec7")

    order: bytes
    code: bytes
    inspector: bytes
    record: bytes


@event_values
class HoldWaived:
    """The inspector waived the hold in writing. The milestone completes when the seller reports it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8e7757e8666debaa5565e991bb41ec694b18db08aff19d792c0e7913c63e695c")

    order: bytes
    code: bytes
    inspector: bytes
    record: bytes


@event_values
class InspectionNotified:
    """The seller told the inspector when the inspection is."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("5367ef493af6623ea4b172e335234d89cf2fbc6750049cea1cd5a2dd246ea8f9")

    order: bytes
    code: bytes
    inspector: bytes
    inspection_at: int


@event_values
class InspectorReplaced:
    """The buyer named another inspector in the place of one who is no longer an active member."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("d5f734a0a7f1da43ba87d720b35a5fc8e6335fb6777d8de76ee063a2cf40cb34")

    order: bytes
    code: bytes
    inspector: bytes
    predecessor: bytes


@event_values
class LiquidatedDamagesAccepted:
    """The seller accepted the claim."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("29d204764eeeef1cd721a99e22c5097763178afce13a8a3d2ca949989492de03")

    order: bytes
    amount_commitment: bytes


@event_values
class LiquidatedDamagesClaimed:
    """The buyer claims liquidated damages for `late_share` ppm of the order; the amount is sealed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("16ab4a94ad2d2ae4ef2aee3a24e835828aa6d2ed2ccd16df6e09ac93091307b2")

    order: bytes
    late_seconds: int
    late_share: int
    amount_commitment: bytes


@event_values
class MilestoneCompleted:
    """The milestone is complete. `actual_at` is as reported, the log's block time is when it became complete."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("058964953e2290c159e71960e137a6f2f635564bdb13d8e6039053f95b82f2ad")

    order: bytes
    code: bytes
    reported_by: bytes
    due: int
    planned: int
    actual_at: int
    evidence: Evidence


@event_values
class MilestoneEscalated:
    """The due time went by and the milestone is not complete."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("61ca3fa083f428956827f1486bc7ae0431ba98b887a1cac24ad199a626b77486")

    order: bytes
    code: bytes
    due: int
    planned: int


@event_values
class MilestonePaymentChanged:
    """A change altered the payment that falls due with a milestone."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("891353cd1b852cd5061c3f729e37fa7de73b4df3baf57dec1b1fa5a22eb209a3")

    order: bytes
    code: bytes
    change: bytes
    payment_commitment: bytes


@event_values
class MilestoneReminded:
    """The due time is near."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("62ddf885ea99a018886f68f57bcf171fb74073de2ae6f37c878bc423675668d9")

    order: bytes
    code: bytes
    due: int
    planned: int


@event_values
class MilestoneReported:
    """The seller reported a milestone with a hold point done; it waits for the inspector."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3d6ea681d7c2afc4f8205e1b5485fe0bb1df0909659d4d209c66aacba3320827")

    order: bytes
    code: bytes
    inspector: bytes
    actual_at: int
    evidence: Evidence


@event_values
class MilestoneScheduled:
    """A due or planned time moved. Both new values are given; `cause_id` is the sub-order, change or claim."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f36ded428abe5132f9a8920990496e4219b505887c9d410a2eb4c603277d65a1")

    order: bytes
    code: bytes
    cause: ScheduleCause
    cause_id: bytes
    due: int
    planned: int


@event_values
class MilestoneWitnessed:
    """The inspector attended a witness point."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("45c3a6a89b02c4a8a604214bceb87ccff117309921d215b35d67b68ab7f7214d")

    order: bytes
    code: bytes
    inspector: bytes
    record: bytes


@event_values
class OrderAccepted:
    """The buyer's final acceptance certificate."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("2c67ae38a472f4a44637a8778f720129fc54fce0c0b378bfdb8d4703bcb64f53")

    order: bytes
    certificate: bytes


@event_values
class OrderAgreed:
    """Both sides agreed; `terms` lists all milestones in the order's own sequence."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("da61f808df4c06371be0cdc88b65c558305d1c6232160c060ad1600937df318d")

    order: bytes
    seller: bytes
    buyer: bytes
    seller_account: Address
    buyer_account: Address
    terms: OrderTerms


@event_values
class OrderCancelled:
    """Both sides cancelled."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0b751d7bc7e902e8c7f5ae3b5a5cfaf6469fadd348681b2cdf779031fb629adc")

    order: bytes
    record: bytes


@event_values
class OrderTakenOver:
    """The buyer's taking-over certificate, for all that was not taken over in parts. `late_seconds` is against the
    due time then in force, `late_share` the ppm not taken over by then.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("1a85c37b5cf5212b7c71a467e1785176406d9a5906d3e0ecced5df755561c084")

    order: bytes
    certificate: bytes
    taken_over_at: int
    warranty_until: int
    late_seconds: int
    late_share: int


@event_values
class PartTakenOver:
    """The buyer took the part over; its own warranty runs. `late_seconds` is against the due time then in force."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9a70027334ea03ce1e887a95f2813170af540c32d639573c6719cf8c7ceca808")

    order: bytes
    delivery: bytes
    certificate: bytes
    share: int
    taken_over_at: int
    warranty_until: int
    late_seconds: int


@event_values
class ReleaseRefused:
    """The inspector refused: the milestone is Open again."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8c04241bc113e730c550963cdb7592260b3c9f91b143a39900a8af12a2ae68e2")

    order: bytes
    code: bytes
    inspector: bytes
    record: bytes


@event_values
class SettlementProposed:
    """A party proposes a settlement."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b6120196ffe87f2f05f32597db706ad82de1d06ca3beb7ec45fafcfce5902269")

    order: bytes
    dispute: bytes
    proposed_by: bytes
    record: bytes


@event_values
class SnagAnswered:
    """The seller says that it is mended."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c1a80b9a793f86b06ce09abb5889f2b58c35a2b7f39c7231e14d4d2cec8b4f1c")

    order: bytes
    snag: bytes
    record: bytes


@event_values
class SnagClosed:
    """The buyer agrees that it is mended."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("44e9f9f2f65929a76962e777075f4b83f17b65728341d568bf407e1bf43257d2")

    order: bytes
    snag: bytes


@event_values
class SnagEscalated:
    """The snag's date went by and it is not closed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("68d903aa5290656db1ec07fc8c4741893f7abe3018c1fd1e7d3413587669b52c")

    order: bytes
    snag: bytes
    due_at: int


@event_values
class SnagRaised:
    """The buyer found a defect."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("6ff192286c6903e6891ecee4c714cc9dfd801931dd4182676c308f7d4ec06bfc")

    order: bytes
    snag: bytes
    snag_class: SnagClass
    due_at: int
    record: bytes


@event_values
class SnagReminded:
    """The snag's date is near."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("180db4906b94336f59ab6a9761b44b34d39ae65196cad9db9cc7c037bf370d50")

    order: bytes
    snag: bytes
    due_at: int


@event_values
class SubOrderCancelled:
    """The seller cancelled the sub-order."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c4e8930b863d3af1a24e116822c5759670a96c119fa4c6a300309e05d9ce7e45")

    order: bytes
    sub_order: bytes


@event_values
class SubOrderDelivered:
    """The supplier delivered, `delivered_share` ppm by now."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("145c61f23f905609f0163bb45216cbf7338382664866817e0a711849eb170ab6")

    order: bytes
    sub_order: bytes
    supplier: bytes
    delivered_share: int
    evidence: Evidence


@event_values
class SubOrderEscalated:
    """The due time went by and the sub-order is not delivered."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ed0bba5948b345f5c05734f5fd9db6b9362b2cb6c3c35b5562d55f04979739af")

    order: bytes
    sub_order: bytes
    milestone: bytes
    due: int


@event_values
class SubOrderPlaced:
    """The seller placed a sub-order."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("2dbc6901f0fe7ca1be4a65f62acf245a12633331a846e41a9d4d0d2abd60b51c")

    order: bytes
    sub_order: bytes
    supplier: bytes
    terms: SubOrderTerms


@event_values
class SubOrderReminded:
    """The sub-order's due time is near."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("53b28d471d8729c965e3205cafb8932db9461faebac0006ac5b74769cc6db283")

    order: bytes
    sub_order: bytes
    milestone: bytes
    due: int


@event_values
class WarrantyExtended:
    """The seller extended a warranty for a defect: of the part, or (0) of what the order's certificate covers."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("db6ebe43b15df6053383d054284631f96ab15e4eaa1f659541562b8fd4d00ff4")

    order: bytes
    delivery: bytes
    snag: bytes
    warranty_until: int


OrderFulfilmentEvent: TypeAlias = (
    AlternativeAccepted
    | AlternativeOffered
    | CancellationProposed
    | ChangeAccepted
    | ChangeClosed
    | ChangeEvaluated
    | ChangeRequested
    | DelayWarned
    | DeliveryPromised
    | DeliveryRefused
    | DeliveryReported
    | DisputeRaised
    | DisputeSettled
    | EIP712DomainChanged
    | ExcusableDelayAccepted
    | ExcusableDelayClaimed
    | ExcusableDelayRefused
    | HoldReleased
    | HoldWaived
    | InspectionNotified
    | InspectorReplaced
    | LiquidatedDamagesAccepted
    | LiquidatedDamagesClaimed
    | MilestoneCompleted
    | MilestoneEscalated
    | MilestonePaymentChanged
    | MilestoneReminded
    | MilestoneReported
    | MilestoneScheduled
    | MilestoneWitnessed
    | OrderAccepted
    | OrderAgreed
    | OrderCancelled
    | OrderTakenOver
    | PartTakenOver
    | ReleaseRefused
    | SettlementProposed
    | SnagAnswered
    | SnagClosed
    | SnagEscalated
    | SnagRaised
    | SnagReminded
    | SubOrderCancelled
    | SubOrderDelivered
    | SubOrderEscalated
    | SubOrderPlaced
    | SubOrderReminded
    | WarrantyExtended
)


class Eip712DomainResult(NamedTuple):
    """What `eip712_domain` answers."""

    fields: bytes
    name: str
    version: str
    chain_id: int
    verifying_contract: Address
    salt: bytes
    extensions: tuple[int, ...]


class LatenessResult(NamedTuple):
    """What `lateness` answers."""

    late_seconds: int
    late_days: int
    late_share: int


class MilestonesOfResult(NamedTuple):
    """What `milestones_of` answers."""

    codes: tuple[bytes, ...]
    milestones: tuple[Milestone, ...]


_ACCEPT_ALTERNATIVE = Write("0f4be5f7", fixed_bytes(32), uint(32), ArrayCodec(MilestoneMove.CODEC))
_ACCEPT_CANCELLATION = Write("6964fb23", fixed_bytes(32), fixed_bytes(32))
_ACCEPT_CHANGE = Write("b2e20b75", fixed_bytes(32), ChangeEvaluation.CODEC)
_ACCEPT_EXCUSABLE_DELAY = Write("2811a75d", fixed_bytes(32), ArrayCodec(fixed_bytes(32)))
_ACCEPT_FINALLY = Write("6a435bdc", fixed_bytes(32), fixed_bytes(32))
_ACCEPT_LIQUIDATED_DAMAGES = Write("59fb2eb0", fixed_bytes(32), fixed_bytes(32))
_ACCEPT_SETTLEMENT = Write("69099237", fixed_bytes(32), fixed_bytes(32))
_AGREE_ORDER = Write("923dc049", OrderTerms.CODEC, BYTES, BYTES)
_ALTERNATIVE_OF = View[Alternative]("ecc9a417", (fixed_bytes(32), uint(32)), single(Alternative.CODEC))
_ANSWER_SNAG = Write("7756f270", fixed_bytes(32), fixed_bytes(32))
_CANCEL_SUB_ORDER = Write("0fac709a", fixed_bytes(32))
_CHANGE_OF = View[ChangeRequest]("12940685", (fixed_bytes(32),), single(ChangeRequest.CODEC))
_CLAIM_EXCUSABLE_DELAY = Write(
    "f89dd81d", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), uint(16), ArrayCodec(fixed_bytes(32))
)
_CLAIM_LIQUIDATED_DAMAGES = Write("a91f090c", fixed_bytes(32), fixed_bytes(32))
_CLOSE_CHANGE = Write("f1230998", fixed_bytes(32))
_CLOSE_SNAG = Write("e7506b59", fixed_bytes(32))
_COMPLETE_MILESTONE = Write("e2d5e368", fixed_bytes(32), fixed_bytes(32), Evidence.CODEC, uint(48))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_DELAY_CLAIM_OF = View[DelayClaim]("7b86b10b", (fixed_bytes(32),), single(DelayClaim.CODEC))
_DELIVER_SUB_ORDER = Write("c3871462", fixed_bytes(32), uint(32), Evidence.CODEC)
_DELIVERY_OF = View[PartialDelivery]("fa70f1aa", (fixed_bytes(32),), single(PartialDelivery.CODEC))
_DISPUTE_OF = View[Dispute]("9427c7d6", (fixed_bytes(32),), single(Dispute.CODEC))
_EIP712_DOMAIN = View[Eip712DomainResult](
    "84b0196e",
    (),
    TupleCodec(
        Eip712DomainResult, fixed_bytes(1), STRING, STRING, uint(256), ADDRESS, fixed_bytes(32), ArrayCodec(uint(256))
    ).decode_values,
)
_ESCALATE = Write("86ca5b14", fixed_bytes(32), fixed_bytes(32))
_ESCALATE_SNAG = Write("f1673d8b", fixed_bytes(32))
_ESCALATE_SUB_ORDER = Write("1b5ca0c6", fixed_bytes(32))
_EVALUATE_CHANGE = Write("d453f337", fixed_bytes(32), ChangeEvaluation.CODEC)
_EXTEND_WARRANTY = Write("f71d2414", fixed_bytes(32), fixed_bytes(32), uint(48))
_LATENESS = View[LatenessResult](
    "6af2a067", (fixed_bytes(32),), TupleCodec(LatenessResult, uint(48), uint(32), uint(32)).decode_values
)
_MILESTONE_OF = View[Milestone]("46744278", (fixed_bytes(32), fixed_bytes(32)), single(Milestone.CODEC))
_MILESTONES_OF = View[MilestonesOfResult](
    "50c36245",
    (fixed_bytes(32), uint(256), uint(256)),
    TupleCodec(MilestonesOfResult, ArrayCodec(fixed_bytes(32)), ArrayCodec(Milestone.CODEC)).decode_values,
)
_NOTIFY_INSPECTION = Write("9c700368", fixed_bytes(32), fixed_bytes(32), uint(48))
_OFFER_ALTERNATIVE = Write("549fa7c9", fixed_bytes(32), uint(16), fixed_bytes(32), ArrayCodec(MilestoneMove.CODEC))
_ORDER_DIGEST = View[bytes]("02293344", (OrderTerms.CODEC,), single(fixed_bytes(32)))
_ORDER_OF = View[Order]("d5a014e5", (fixed_bytes(32),), single(Order.CODEC))
_PLACE_SUB_ORDER = Write("6f8bc879", SubOrderTerms.CODEC)
_PROMISE_DELIVERY = Write("3680f456", fixed_bytes(32), uint(48))
_PROPOSE_CANCELLATION = Write("2990fac9", fixed_bytes(32), fixed_bytes(32))
_PROPOSE_SETTLEMENT = Write("b18e24ae", fixed_bytes(32), fixed_bytes(32))
_RAISE_DISPUTE = Write("66f2e5a4", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_RAISE_SNAG = Write("77f8bf90", fixed_bytes(32), fixed_bytes(32), uint(8), uint(48), fixed_bytes(32))
_REFUSE_DELIVERY = Write("56770a72", fixed_bytes(32), fixed_bytes(32))
_REFUSE_EXCUSABLE_DELAY = Write("63da8950", fixed_bytes(32), fixed_bytes(32))
_REFUSE_RELEASE = Write("60476aba", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_RELEASE_HOLD = Write("41c28bee", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_REMIND = Write("a78e2a3d", fixed_bytes(32), fixed_bytes(32))
_REMIND_SNAG = Write("80016fdd", fixed_bytes(32))
_REMIND_SUB_ORDER = Write("9ece6021", fixed_bytes(32))
_REPLACE_INSPECTOR = Write("42e67941", fixed_bytes(32), fixed_bytes(32), fixed_bytes(16))
_REPLAN = Write("e43581c6", fixed_bytes(32), fixed_bytes(32), uint(48))
_REPORT_DELIVERY = Write("0909673d", fixed_bytes(32), fixed_bytes(32), uint(32), fixed_bytes(32), Evidence.CODEC)
_REQUEST_CHANGE = Write("d83d99ac", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_SNAG_OF = View[Snag]("6b247f62", (fixed_bytes(32),), single(Snag.CODEC))
_SUB_ORDER_OF = View[SubOrder]("0bc90db1", (fixed_bytes(32),), single(SubOrder.CODEC))
_TAKE_OVER = Write("b30d908c", fixed_bytes(32), fixed_bytes(32), uint(48))
_TAKE_OVER_PART = Write("d7fd9379", fixed_bytes(32), fixed_bytes(32), uint(48))
_WAIVE_HOLD = Write("b103caf5", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_WITNESS = Write("955961c3", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "AlternativeAccepted",
        AlternativeAccepted.TOPIC,
        AlternativeAccepted,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(48)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "AlternativeOffered",
        AlternativeOffered.TOPIC,
        AlternativeOffered,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(32), uint(16), fixed_bytes(32), ArrayCodec(MilestoneMove.CODEC)),
        (0, 1, 2, -1, -2, -3, -4, -5),
    ),
    Event(
        "CancellationProposed",
        CancellationProposed.TOPIC,
        CancellationProposed,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "ChangeAccepted",
        ChangeAccepted.TOPIC,
        ChangeAccepted,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), fixed_bytes(32), fixed_bytes(32)),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "ChangeClosed",
        ChangeClosed.TOPIC,
        ChangeClosed,
        (fixed_bytes(32), fixed_bytes(32)),
        (EnumCodec(ChangeStatus),),
        (0, 1, -1),
    ),
    Event(
        "ChangeEvaluated",
        ChangeEvaluated.TOPIC,
        ChangeEvaluated,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), ChangeEvaluation.CODEC),
        (0, 1, -1, -2),
    ),
    Event(
        "ChangeRequested",
        ChangeRequested.TOPIC,
        ChangeRequested,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "DelayWarned",
        DelayWarned.TOPIC,
        DelayWarned,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (uint(48), uint(48), uint(48)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "DeliveryPromised",
        DeliveryPromised.TOPIC,
        DeliveryPromised,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(48)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "DeliveryRefused",
        DeliveryRefused.TOPIC,
        DeliveryRefused,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "DeliveryReported",
        DeliveryReported.TOPIC,
        DeliveryReported,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(32), fixed_bytes(32), Evidence.CODEC),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "DisputeRaised",
        DisputeRaised.TOPIC,
        DisputeRaised,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "DisputeSettled",
        DisputeSettled.TOPIC,
        DisputeSettled,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event("EIP712DomainChanged", EIP712DomainChanged.TOPIC, EIP712DomainChanged, (), (), ()),
    Event(
        "ExcusableDelayAccepted",
        ExcusableDelayAccepted.TOPIC,
        ExcusableDelayAccepted,
        (fixed_bytes(32), fixed_bytes(32)),
        (),
        (0, 1),
    ),
    Event(
        "ExcusableDelayClaimed",
        ExcusableDelayClaimed.TOPIC,
        ExcusableDelayClaimed,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(16), fixed_bytes(32), ArrayCodec(fixed_bytes(32))),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "ExcusableDelayRefused",
        ExcusableDelayRefused.TOPIC,
        ExcusableDelayRefused,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "HoldReleased",
        HoldReleased.TOPIC,
        HoldReleased,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "HoldWaived",
        HoldWaived.TOPIC,
        HoldWaived,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "InspectionNotified",
        InspectionNotified.TOPIC,
        InspectionNotified,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(48),),
        (0, 1, 2, -1),
    ),
    Event(
        "InspectorReplaced",
        InspectorReplaced.TOPIC,
        InspectorReplaced,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(16),),
        (0, 1, 2, -1),
    ),
    Event(
        "LiquidatedDamagesAccepted",
        LiquidatedDamagesAccepted.TOPIC,
        LiquidatedDamagesAccepted,
        (fixed_bytes(32),),
        (fixed_bytes(32),),
        (0, -1),
    ),
    Event(
        "LiquidatedDamagesClaimed",
        LiquidatedDamagesClaimed.TOPIC,
        LiquidatedDamagesClaimed,
        (fixed_bytes(32),),
        (uint(48), uint(32), fixed_bytes(32)),
        (0, -1, -2, -3),
    ),
    Event(
        "MilestoneCompleted",
        MilestoneCompleted.TOPIC,
        MilestoneCompleted,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(48), uint(48), uint(48), Evidence.CODEC),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event(
        "MilestoneEscalated",
        MilestoneEscalated.TOPIC,
        MilestoneEscalated,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(48), uint(48)),
        (0, 1, -1, -2),
    ),
    Event(
        "MilestonePaymentChanged",
        MilestonePaymentChanged.TOPIC,
        MilestonePaymentChanged,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32), fixed_bytes(32)),
        (0, 1, -1, -2),
    ),
    Event(
        "MilestoneReminded",
        MilestoneReminded.TOPIC,
        MilestoneReminded,
        (fixed_bytes(32), fixed_bytes(32)),
        (uint(48), uint(48)),
        (0, 1, -1, -2),
    ),
    Event(
        "MilestoneReported",
        MilestoneReported.TOPIC,
        MilestoneReported,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(48), Evidence.CODEC),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "MilestoneScheduled",
        MilestoneScheduled.TOPIC,
        MilestoneScheduled,
        (fixed_bytes(32), fixed_bytes(32)),
        (EnumCodec(ScheduleCause), fixed_bytes(32), uint(48), uint(48)),
        (0, 1, -1, -2, -3, -4),
    ),
    Event(
        "MilestoneWitnessed",
        MilestoneWitnessed.TOPIC,
        MilestoneWitnessed,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event("OrderAccepted", OrderAccepted.TOPIC, OrderAccepted, (fixed_bytes(32),), (fixed_bytes(32),), (0, -1)),
    Event(
        "OrderAgreed",
        OrderAgreed.TOPIC,
        OrderAgreed,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (ADDRESS, ADDRESS, OrderTerms.CODEC),
        (0, 1, 2, -1, -2, -3),
    ),
    Event("OrderCancelled", OrderCancelled.TOPIC, OrderCancelled, (fixed_bytes(32),), (fixed_bytes(32),), (0, -1)),
    Event(
        "OrderTakenOver",
        OrderTakenOver.TOPIC,
        OrderTakenOver,
        (fixed_bytes(32),),
        (fixed_bytes(32), uint(48), uint(48), uint(48), uint(32)),
        (0, -1, -2, -3, -4, -5),
    ),
    Event(
        "PartTakenOver",
        PartTakenOver.TOPIC,
        PartTakenOver,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32), uint(32), uint(48), uint(48), uint(48)),
        (0, 1, -1, -2, -3, -4, -5),
    ),
    Event(
        "ReleaseRefused",
        ReleaseRefused.TOPIC,
        ReleaseRefused,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "SettlementProposed",
        SettlementProposed.TOPIC,
        SettlementProposed,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "SnagAnswered",
        SnagAnswered.TOPIC,
        SnagAnswered,
        (fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event("SnagClosed", SnagClosed.TOPIC, SnagClosed, (fixed_bytes(32), fixed_bytes(32)), (), (0, 1)),
    Event(
        "SnagEscalated", SnagEscalated.TOPIC, SnagEscalated, (fixed_bytes(32), fixed_bytes(32)), (uint(48),), (0, 1, -1)
    ),
    Event(
        "SnagRaised",
        SnagRaised.TOPIC,
        SnagRaised,
        (fixed_bytes(32), fixed_bytes(32)),
        (EnumCodec(SnagClass), uint(48), fixed_bytes(32)),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "SnagReminded", SnagReminded.TOPIC, SnagReminded, (fixed_bytes(32), fixed_bytes(32)), (uint(48),), (0, 1, -1)
    ),
    Event(
        "SubOrderCancelled", SubOrderCancelled.TOPIC, SubOrderCancelled, (fixed_bytes(32), fixed_bytes(32)), (), (0, 1)
    ),
    Event(
        "SubOrderDelivered",
        SubOrderDelivered.TOPIC,
        SubOrderDelivered,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (uint(32), Evidence.CODEC),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "SubOrderEscalated",
        SubOrderEscalated.TOPIC,
        SubOrderEscalated,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (uint(48),),
        (0, 1, 2, -1),
    ),
    Event(
        "SubOrderPlaced",
        SubOrderPlaced.TOPIC,
        SubOrderPlaced,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (SubOrderTerms.CODEC,),
        (0, 1, 2, -1),
    ),
    Event(
        "SubOrderReminded",
        SubOrderReminded.TOPIC,
        SubOrderReminded,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (uint(48),),
        (0, 1, 2, -1),
    ),
    Event(
        "WarrantyExtended",
        WarrantyExtended.TOPIC,
        WarrantyExtended,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (uint(48),),
        (0, 1, 2, -1),
    ),
)


class OrderFulfilment(Contract):
    """See IOrderFulfilment and README.md. Says who calls and what is on the ledger; the libraries decide the rest."""

    NAME = "OrderFulfilment"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def accept_alternative(self, sub_order: bytes, alternative: int, moves: Sequence[MilestoneMove]) -> Call:
        """The other side accepts: the seller what the supplier offered, the buyer what the seller offered. Moves
        the planned times named in the offer, which are passed again.
        """
        return _ACCEPT_ALTERNATIVE.call(self.address, sub_order, alternative, moves)

    def accept_cancellation(self, order: bytes, record: bytes) -> Call:
        """The other side: cancels with the same record."""
        return _ACCEPT_CANCELLATION.call(self.address, order, record)

    def accept_change(self, change: bytes, evaluation: ChangeEvaluation) -> Call:
        """Buyer: accepts the evaluation, passed again. The order gets a new version, dates and payments."""
        return _ACCEPT_CHANGE.call(self.address, change, evaluation)

    def accept_excusable_delay(self, claim: bytes, milestones: Sequence[bytes]) -> Call:
        """Buyer: accepts; the due times of the milestones, passed again, move."""
        return _ACCEPT_EXCUSABLE_DELAY.call(self.address, claim, milestones)

    def accept_finally(self, order: bytes, certificate: bytes) -> Call:
        """Buyer: accepts finally after the last warranty, with no snag and no dispute open."""
        return _ACCEPT_FINALLY.call(self.address, order, certificate)

    def accept_liquidated_damages(self, order: bytes, amount_commitment: bytes) -> Call:
        """Seller: accepts the damages claimed."""
        return _ACCEPT_LIQUIDATED_DAMAGES.call(self.address, order, amount_commitment)

    def accept_settlement(self, dispute: bytes, record: bytes) -> Call:
        """The other side: settles with the same record."""
        return _ACCEPT_SETTLEMENT.call(self.address, dispute, record)

    def agree_order(self, terms: OrderTerms, seller_signature: bytes, buyer_signature: bytes) -> Call:
        """Enters an order that both sides signed (EIP-712, Operations accounts valid now)."""
        return _AGREE_ORDER.call(self.address, terms, seller_signature, buyer_signature)

    def alternative_of(self, sub_order: bytes, alternative: int) -> ViewCall[Alternative]:
        """An alternative, numbered from 1."""
        return _ALTERNATIVE_OF.call(self.address, sub_order, alternative)

    def answer_snag(self, snag: bytes, record: bytes) -> Call:
        """Seller: says that it is mended."""
        return _ANSWER_SNAG.call(self.address, snag, record)

    def cancel_sub_order(self, sub_order: bytes) -> Call:
        """Seller: cancels a sub-order that is not delivered."""
        return _CANCEL_SUB_ORDER.call(self.address, sub_order)

    def change_of(self, change: bytes) -> ViewCall[ChangeRequest]:
        """The change request."""
        return _CHANGE_OF.call(self.address, change)

    def claim_excusable_delay(
        self, order: bytes, claim: bytes, record: bytes, delay_days: int, milestones: Sequence[bytes]
    ) -> Call:
        """Seller: claims `delay_days` for the milestones named."""
        return _CLAIM_EXCUSABLE_DELAY.call(self.address, order, claim, record, delay_days, milestones)

    def claim_liquidated_damages(self, order: bytes, amount_commitment: bytes) -> Call:
        """Buyer: claims liquidated damages for taking-over later than due."""
        return _CLAIM_LIQUIDATED_DAMAGES.call(self.address, order, amount_commitment)

    def close_change(self, change: bytes) -> Call:
        """Who asked withdraws it; the other side refuses it."""
        return _CLOSE_CHANGE.call(self.address, change)

    def close_snag(self, snag: bytes) -> Call:
        """Buyer: closes it."""
        return _CLOSE_SNAG.call(self.address, snag)

    def complete_milestone(self, order: bytes, code: bytes, evidence: Evidence, actual_at: int) -> Call:
        """Seller: reports a milestone done at `actual_at`. With an unwaived hold point it then awaits release."""
        return _COMPLETE_MILESTONE.call(self.address, order, code, evidence, actual_at)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def delay_claim_of(self, claim: bytes) -> ViewCall[DelayClaim]:
        """The claim for excusable delay."""
        return _DELAY_CLAIM_OF.call(self.address, claim)

    def deliver_sub_order(self, sub_order: bytes, delivered_share: int, evidence: Evidence) -> Call:
        """Supplier: reports a delivery; `delivered_share` is cumulative, ppm."""
        return _DELIVER_SUB_ORDER.call(self.address, sub_order, delivered_share, evidence)

    def delivery_of(self, delivery: bytes) -> ViewCall[PartialDelivery]:
        """The partial delivery."""
        return _DELIVERY_OF.call(self.address, delivery)

    def dispute_of(self, dispute: bytes) -> ViewCall[Dispute]:
        """The dispute."""
        return _DISPUTE_OF.call(self.address, dispute)

    def eip712_domain(self) -> ViewCall[Eip712DomainResult]:
        """Solidity: `eip712Domain()`.

        returns the fields and values that describe the domain separator used by this contract for EIP-712
        signature.
        """
        return _EIP712_DOMAIN.call(self.address)

    def escalate(self, order: bytes, code: bytes) -> Call:
        """Anyone: escalates after the due time, once for each due time."""
        return _ESCALATE.call(self.address, order, code)

    def escalate_snag(self, snag: bytes) -> Call:
        """Anyone: escalates an open snag after its date, once."""
        return _ESCALATE_SNAG.call(self.address, snag)

    def escalate_sub_order(self, sub_order: bytes) -> Call:
        """Anyone: escalates an undelivered sub-order after its due time, once for each due time."""
        return _ESCALATE_SUB_ORDER.call(self.address, sub_order)

    def evaluate_change(self, change: bytes, evaluation: ChangeEvaluation) -> Call:
        """Seller: evaluates it, again if the order has moved on."""
        return _EVALUATE_CHANGE.call(self.address, change, evaluation)

    def extend_warranty(self, snag: bytes, delivery: bytes, until: int) -> Call:
        """Seller: extends the warranty for a defect, of a part or (0) of what the order's certificate covers."""
        return _EXTEND_WARRANTY.call(self.address, snag, delivery, until)

    def lateness(self, order: bytes) -> ViewCall[LatenessResult]:
        """How late taking-over is or was against its due time in force, in seconds and in full days, and for which
        share of the order, ppm: what was not taken over in parts by then.
        """
        return _LATENESS.call(self.address, order)

    def milestone_of(self, order: bytes, code: bytes) -> ViewCall[Milestone]:
        """One milestone."""
        return _MILESTONE_OF.call(self.address, order, code)

    def milestones_of(self, order: bytes, offset: int, limit: int) -> ViewCall[MilestonesOfResult]:
        """A page of the order's milestones in its own sequence."""
        return _MILESTONES_OF.call(self.address, order, offset, limit)

    def notify_inspection(self, order: bytes, code: bytes, inspection_at: int) -> Call:
        """Seller: tells the inspector when a hold or witness point is inspected."""
        return _NOTIFY_INSPECTION.call(self.address, order, code, inspection_at)

    def offer_alternative(
        self, sub_order: bytes, delay_days: int, price_commitment: bytes, moves: Sequence[MilestoneMove]
    ) -> Call:
        """Supplier or seller: offers a way out of a late promise. Alternatives are numbered from 1."""
        return _OFFER_ALTERNATIVE.call(self.address, sub_order, delay_days, price_commitment, moves)

    def order_digest(self, terms: OrderTerms) -> ViewCall[bytes]:
        """The EIP-712 digest that seller and buyer sign."""
        return _ORDER_DIGEST.call(self.address, terms)

    def order_of(self, order: bytes) -> ViewCall[Order]:
        """The order."""
        return _ORDER_OF.call(self.address, order)

    def place_sub_order(self, terms: SubOrderTerms) -> Call:
        """Seller: places a sub-order with a supplier."""
        return _PLACE_SUB_ORDER.call(self.address, terms)

    def promise_delivery(self, sub_order: bytes, promised_at: int) -> Call:
        """Supplier: promises a delivery time, again if it changes. Later than the need: `DelayWarned`."""
        return _PROMISE_DELIVERY.call(self.address, sub_order, promised_at)

    def propose_cancellation(self, order: bytes, record: bytes) -> Call:
        """Seller or buyer: proposes to cancel; a later proposal replaces it."""
        return _PROPOSE_CANCELLATION.call(self.address, order, record)

    def propose_settlement(self, dispute: bytes, record: bytes) -> Call:
        """Seller or buyer: proposes a settlement; a later proposal replaces it."""
        return _PROPOSE_SETTLEMENT.call(self.address, dispute, record)

    def raise_dispute(self, order: bytes, dispute: bytes, record: bytes) -> Call:
        """Seller or buyer: opens a dispute."""
        return _RAISE_DISPUTE.call(self.address, order, dispute, record)

    def raise_snag(self, order: bytes, snag: bytes, snag_class: int, due_at: int, record: bytes) -> Call:
        """Buyer: raises a snag of a SnagClass, to be mended by `due_at` (0 = no date)."""
        return _RAISE_SNAG.call(self.address, order, snag, snag_class, due_at, record)

    def refuse_delivery(self, delivery: bytes, record: bytes) -> Call:
        """Buyer: refuses the part, for the reasons in `record`."""
        return _REFUSE_DELIVERY.call(self.address, delivery, record)

    def refuse_excusable_delay(self, claim: bytes, record: bytes) -> Call:
        """Buyer: refuses."""
        return _REFUSE_EXCUSABLE_DELAY.call(self.address, claim, record)

    def refuse_release(self, order: bytes, code: bytes, record: bytes) -> Call:
        """Inspector: refuses to release, for the reasons in `record`. The milestone is Open again."""
        return _REFUSE_RELEASE.call(self.address, order, code, record)

    def release_hold(self, order: bytes, code: bytes, record: bytes) -> Call:
        """Inspector: releases the hold of a reported milestone; `record` is the inspection certificate (0 = none)."""
        return _RELEASE_HOLD.call(self.address, order, code, record)

    def remind(self, order: bytes, code: bytes) -> Call:
        """Anyone: reminds within the order's window before the due time, once for each due time."""
        return _REMIND.call(self.address, order, code)

    def remind_snag(self, snag: bytes) -> Call:
        """Anyone: reminds of an open snag within the order's window before its date, once."""
        return _REMIND_SNAG.call(self.address, snag)

    def remind_sub_order(self, sub_order: bytes) -> Call:
        """Anyone: reminds of an undelivered sub-order within the order's window before its due time, once for each
        due time.
        """
        return _REMIND_SUB_ORDER.call(self.address, sub_order)

    def replace_inspector(self, order: bytes, code: bytes, inspector: bytes) -> Call:
        """Buyer: names another inspector in the place of one who is no longer an active member."""
        return _REPLACE_INSPECTOR.call(self.address, order, code, inspector)

    def replan(self, order: bytes, code: bytes, planned: int) -> Call:
        """Seller: moves a milestone's plan. Its due time stays."""
        return _REPLAN.call(self.address, order, code, planned)

    def report_delivery(
        self, order: bytes, delivery: bytes, share: int, consignment: bytes, evidence: Evidence
    ) -> Call:
        """Seller: reports a part of the order delivered, `share` ppm of it. No more than 64 parts."""
        return _REPORT_DELIVERY.call(self.address, order, delivery, share, consignment, evidence)

    def request_change(self, order: bytes, change: bytes, record: bytes) -> Call:
        """Seller or buyer: asks for a change (`record` = UNTDID 1001: 230)."""
        return _REQUEST_CHANGE.call(self.address, order, change, record)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def snag_of(self, snag: bytes) -> ViewCall[Snag]:
        """The snag."""
        return _SNAG_OF.call(self.address, snag)

    def sub_order_of(self, sub_order: bytes) -> ViewCall[SubOrder]:
        """The sub-order."""
        return _SUB_ORDER_OF.call(self.address, sub_order)

    def take_over(self, order: bytes, certificate: bytes, taken_over_at: int) -> Call:
        """Buyer: takes over all that is left with a certificate (UNTDID 1001: 916) once all other milestones are
        complete and no Blocking snag is open. The warranty starts at `taken_over_at`, not before any part's.
        """
        return _TAKE_OVER.call(self.address, order, certificate, taken_over_at)

    def take_over_part(self, delivery: bytes, certificate: bytes, taken_over_at: int) -> Call:
        """Buyer: takes over the part with a certificate. Its own warranty starts at `taken_over_at`."""
        return _TAKE_OVER_PART.call(self.address, delivery, certificate, taken_over_at)

    def waive_hold(self, order: bytes, code: bytes, record: bytes) -> Call:
        """Inspector: waives the hold in writing (`record`). A reported milestone completes at once."""
        return _WAIVE_HOLD.call(self.address, order, code, record)

    def witness(self, order: bytes, code: bytes, record: bytes) -> Call:
        """Inspector: records attendance at a witness point (`record` = report, 0 = none), before or after
        completion.
        """
        return _WITNESS.call(self.address, order, code, record)

    def decode(self, log: Log) -> OrderFulfilmentEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: OrderFulfilmentEvent | None = self._decode(log)
        return event

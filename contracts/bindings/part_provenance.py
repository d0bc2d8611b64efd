# Written by `./qc contracts bindings` from contracts/artifacts/PartProvenance.json. Do not edit.
"""See {IPartProvenance}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, STRING, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import (
    AssemblyEdge,
    CoreReturn,
    Evidence,
    HandOverOffer,
    HandOverPurpose,
    Inspection,
    InspectionResult,
    Maker,
    Part,
    PartBatch,
    PartRegistration,
    PartStatus,
    Recall,
    RecallMark,
    RecallScope,
    TitleOffer,
    WorkOrder,
)


@event_values
class BatchRegistered:
    """Parts were registered by a root."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e7260c04100ac2da0faffbd48ae96eb956df126f87f5d86bd2cb4297793ada30")

    root: bytes
    maker: bytes
    count: int


@event_values
class CoreJudged:
    """The creditor accepted or refused a core.

    owner: who owns it now: the creditor when accepted
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("efb68f7523f591d5d50ff5d889c4e6371359f970d312984ff3243c5f37d93f1b")

    part: bytes
    debtor: bytes
    creditor: bytes
    accepted: bool
    owner: bytes
    record: bytes


@event_values
class CoreOwed:
    """The owner of a part owes it, as a core, to the creditor."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b25bc63fff46aa48a250b3804d3c01f04cf30afc9c4e1d8a82d7554d0ea472a9")

    part: bytes
    debtor: bytes
    creditor: bytes
    due_at: int
    terms: bytes


@event_values
class CoreReturned:
    """A core is in its creditor's hands (CustodyTransferred comes with it)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0f5292536ccf99248ba8f56638fc50ce9ab2b54a9a15df57384160fd88d329f2")

    part: bytes
    debtor: bytes
    creditor: bytes
    due_at: int


@event_values
class CoreWaived:
    """The creditor no longer asks for a core."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("6b8b74edee744571822cb8c547f1ad8726c80061ca2fb582cc7a8185f6cdacee")

    part: bytes
    debtor: bytes
    creditor: bytes
    record: bytes


@event_values
class CustodyTransferred:
    """Custody changed; both sides signed.

    custody_sequence: the part's number of hand-overs, this one included
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("0cd4f9fdde82c26787d23821c576aa50f1ec86ca720605618c4b92b4c58876e8")

    part: bytes
    giver: bytes
    receiver: bytes
    custody_sequence: int
    purpose: HandOverPurpose
    owner: bytes
    evidence: bytes


@event_values
class EIP712DomainChanged:
    """MAY be emitted to signal that the domain could have changed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31")


@event_values
class HandOverCancelled:
    """An offer was taken back by the giver, declined by the receiver, or lapsed as the part was installed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("669fe169d17fb9674ca665ef1037c1fa7e52cb78e20d42af581e836c2fd4ea02")

    part: bytes
    member: bytes


@event_values
class HandOverOffered:
    """A hand-over was offered."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a40b4ff08c010c6d9f17b290590cc4d11c1bc2b833af13c68ac75091df90213c")

    part: bytes
    giver: bytes
    receiver: bytes
    purpose: HandOverPurpose
    with_ownership: bool
    evidence: bytes


@event_values
class MachineBuilt:
    """A machine's as-built configuration is what was in it at this block's time."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("d3af21387f918ab18c0879ae66e99d8f0b728fe5f3e8e66e73e22facf1bc0f54")

    machine: bytes
    member: bytes
    record: bytes


@event_values
class MakerEntered:
    """A maker was entered."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e8a4f50e6eaf03e32b9068dfa881e7511a470d2f02597b77af294af293a3104c")

    maker: bytes
    registrar: bytes
    identity: bytes
    serial_key_digest: bytes


@event_values
class PartInspected:
    """A part was inspected."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("253cb187e8c791bbc4ab0f668b25ab86c9324132f1a4ccc11fc14bee0b8f9478")

    part: bytes
    inspector: bytes
    result: InspectionResult
    record: bytes


@event_values
class PartInstalled:
    """A part was put into another."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("37dcaf852a082d52f7ae0b6b982e8a3adce699c31b2d5886f3a5dad6315c11ed")

    part: bytes
    parent: bytes
    root: bytes
    position: bytes
    work_order: bytes
    member: bytes


@event_values
class PartRecalled:
    """A recall reached a part.

    machine: the machine it is in, 0 for none
    custodian: who has it: the root's custodian
    depth: levels between it and the root of its tree, 0 when loose
    mark: Marked, or NotActionable when it is scrapped
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("14bca559a516fe4b12f5ec2f14e756d1824a3628a3f28f522472870bc5207b91")

    recall: bytes
    part: bytes
    machine: bytes
    custodian: bytes
    depth: int
    mark: RecallMark


@event_values
class PartRegistered:
    """A part has its own entry. Its custodian and owner are `registrar`; its status is Made.

    batch: root of the batch it came from, 0 for none
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("59deea39e69e4e37cc07b38b7ac5fa1e5bdbd55dc0cec5c184142704d323857f")

    part: bytes
    maker: bytes
    registrar: bytes
    serial_commitment: bytes
    design: bytes
    lot: bytes
    machine: bool
    batch: bytes


@event_values
class PartRemoved:
    """A part was taken out of another; `custodian` and `owner` are the root's, and now the part's own."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("dae3ad0d1d4be6e5a84170accf65e22c8887a3cd79074b769562adf6d9a0b503")

    part: bytes
    parent: bytes
    root: bytes
    position: bytes
    work_order: bytes
    member: bytes
    custodian: bytes
    owner: bytes


@event_values
class PartReplaced:
    """One part took another's place, with both signatures (PartRemoved and PartInstalled come with it)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4a3b63331a24e0cfec155a0a39ac855d3e052f83c00e13159b029e954b494b99")

    work_order: bytes
    old_part: bytes
    new_part: bytes
    parent: bytes
    position: bytes
    performer: bytes
    custodian: bytes


@event_values
class PartScrapped:
    """A part, and everything in it, is scrapped for good."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("878be727a8c784e34340030ad070442b042c549dcb66cfc411783e74d775606a")

    part: bytes
    member: bytes
    record: bytes


@event_values
class PartSighted:
    """A part's serial was seen at a place."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("dd0f3ebf3350f1dd244e18cafa44257644acc2b0a55eef339849264f56489e4a")

    part: bytes
    member: bytes
    place: bytes
    seen_at: int


@event_values
class PartSuspected:
    """Two sightings contradict each other: one of them is a copy."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3b51b5f1c76db990caa7519a280f8a9e15a1d4650301d43fb6350f6adff1d498")

    part: bytes
    place: bytes
    seen_at: int
    previous_place: bytes
    previous_seen_at: int


@event_values
class RecallClosed:
    """A recall was closed: all that was in its scope was marked."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("728800b131d04c33ab152985d8a3d77aa186163c675e5529295a0bc37d8a7215")

    recall: bytes
    marked: int
    live: int
    remedied: int


@event_values
class RecallEnded:
    """A recall reaches nothing more; its marks stay."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9dfcb9b11fc59da4c528e80ad75f85b665267240ed0d21ae72a254363a377241")

    recall: bytes
    member: bytes
    record: bytes


@event_values
class RecallOpened:
    """A recall was opened."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("5330acd6969517451b86c86d79a7a5cf9fe8b21bc86b6d710750283b030312ce")

    recall: bytes
    opened_by: bytes
    scope: RecallScope
    maker: bytes
    key: bytes
    record: bytes


@event_values
class RecallRemedied:
    """A recall was acted on for a part."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("48a84c61817af977a3d57e04abb441fc7a840fef5349b6bb4d3f8a3b0fa0df7c")

    recall: bytes
    part: bytes
    member: bytes
    record: bytes


@event_values
class RegistrarAppointed:
    """Another member registers a maker's parts from now on."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("829ffc0e1ab281cf068540f908f5d2c590deebcf21c292ff86177d7e8e97b4d9")

    maker: bytes
    registrar: bytes
    previous: bytes


@event_values
class RepairCompleted:
    """A part came back from a workshop."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("adbae38c6db5db515907e332c3cd583d0e81cbcf27f06f4fc162228f80b22eaf")

    part: bytes
    member: bytes
    record: bytes


@event_values
class RepairStarted:
    """A part went to a workshop."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9b656963ee3d769583fa7adc2c69a6d6afbb65e6533e0df46d502462669677d9")

    part: bytes
    member: bytes
    record: bytes


@event_values
class SuspicionCleared:
    """The maker's registrar settled which part is the real one."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f68ead525256d6808149251727800e769b081c118c1f82fbd6cf7ae690137ffc")

    part: bytes
    registrar: bytes
    record: bytes


@event_values
class TitleOffered:
    """Ownership was offered, or with `receiver` 0 the offer taken back."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0cb36d1a38ab8a8d9f666f9c31830b4e0b5456ba4d5b4722a7acb62c1b2eb129")

    part: bytes
    owner: bytes
    receiver: bytes
    record: bytes


@event_values
class TitleTransferred:
    """Ownership changed, custody did not; both sides agreed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("14f6f3c45d00b04bcca16b6536a2ead18de76f49add0af63878ad299275e47d8")

    part: bytes
    previous: bytes
    owner: bytes
    record: bytes


@event_values
class WorkOrderCancelled:
    """The custodian cancelled a work order under which nothing was changed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("45354f05c0367397a6cf12fed9ef70bf9f75147c2b39a8ab123a217864170b2a")

    work_order: bytes


@event_values
class WorkOrderCompleted:
    """Both sides signed the completion."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c4027088085c1c387d5163db17e126cceaf404cc9948afad22d7f9949e67734b")

    work_order: bytes
    custodian: bytes
    performer: bytes
    record: bytes
    changes: int
    changes_hash: bytes


@event_values
class WorkOrderDiagnosed:
    """The performer diagnosed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("fa92267671fda40c6201f0bd9bc4d137af3987ca713d7b7943abe59f9086a633")

    work_order: bytes
    record: bytes


@event_values
class WorkOrderOpened:
    """A work order was opened."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f8aab655c5317686805a4913922d4c6db09b56ae35c6bba5e28aefd4e0d56e55")

    work_order: bytes
    machine: bytes
    performer: bytes
    custodian: bytes
    alert: Evidence
    record: bytes


PartProvenanceEvent: TypeAlias = (
    BatchRegistered
    | CoreJudged
    | CoreOwed
    | CoreReturned
    | CoreWaived
    | CustodyTransferred
    | EIP712DomainChanged
    | HandOverCancelled
    | HandOverOffered
    | MachineBuilt
    | MakerEntered
    | PartInspected
    | PartInstalled
    | PartRecalled
    | PartRegistered
    | PartRemoved
    | PartReplaced
    | PartScrapped
    | PartSighted
    | PartSuspected
    | RecallClosed
    | RecallEnded
    | RecallOpened
    | RecallRemedied
    | RegistrarAppointed
    | RepairCompleted
    | RepairStarted
    | SuspicionCleared
    | TitleOffered
    | TitleTransferred
    | WorkOrderCancelled
    | WorkOrderCompleted
    | WorkOrderDiagnosed
    | WorkOrderOpened
)


class CustodyOfResult(NamedTuple):
    """What `custody_of` answers."""

    custodian: bytes
    owner: bytes


class Eip712DomainResult(NamedTuple):
    """What `eip712_domain` answers."""

    fields: bytes
    name: str
    version: str
    chain_id: int
    verifying_contract: Address
    salt: bytes
    extensions: tuple[int, ...]


class MachineOfResult(NamedTuple):
    """What `machine_of` answers."""

    machine: bytes
    depth: int


class PartsOfResult(NamedTuple):
    """What `parts_of` answers."""

    parts: tuple[bytes, ...]
    total: int


_ACCEPT_HAND_OVER = Write("8fa0f9c5", fixed_bytes(32))
_ACCEPT_TITLE = Write("281452fc", fixed_bytes(32))
_ANCESTORS_OF = View[tuple[bytes, ...]]("d121962d", (fixed_bytes(32),), single(ArrayCodec(fixed_bytes(32))))
_APPOINT_REGISTRAR = Write("6a0a46ab", fixed_bytes(16), fixed_bytes(16))
_BATCH_OF = View[PartBatch]("aee05732", (fixed_bytes(32),), single(PartBatch.CODEC))
_BUILT_AT = View[int]("2303677d", (fixed_bytes(32),), single(uint(48)))
_CANCEL_HAND_OVER = Write("6e5d783c", fixed_bytes(32))
_CANCEL_WORK_ORDER = Write("e13b9c18", fixed_bytes(32))
_CHILDREN_OF = View[tuple[bytes, ...]](
    "164e38ee", (fixed_bytes(32), uint(256), uint(256)), single(ArrayCodec(fixed_bytes(32)))
)
_CLEAR_SUSPICION = Write("ac6f8f3a", fixed_bytes(32), fixed_bytes(32))
_CLOSE_RECALL = Write("aa480cc9", fixed_bytes(32))
_COMPLETE_REPAIR = Write("0fbac308", fixed_bytes(32), fixed_bytes(32))
_COMPLETE_WORK_ORDER = Write("ba26dbc2", fixed_bytes(32), fixed_bytes(32), uint(48), BYTES)
_COMPLETION_DIGEST = View[bytes](
    "3f8ddd0c", (fixed_bytes(32), fixed_bytes(32), uint(32), fixed_bytes(32), uint(48)), single(fixed_bytes(32))
)
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_CORE_RETURN_OF = View[CoreReturn]("dcb15c12", (fixed_bytes(32),), single(CoreReturn.CODEC))
_CUSTODY_OF = View[CustodyOfResult](
    "b9b9c7e4", (fixed_bytes(32),), TupleCodec(CustodyOfResult, fixed_bytes(16), fixed_bytes(16)).decode_values
)
_DECLARE_BUILT = Write("83299bec", fixed_bytes(32), fixed_bytes(32))
_DIAGNOSE = Write("603c539d", fixed_bytes(32), fixed_bytes(32))
_EDGES_OF = View[tuple[AssemblyEdge, ...]](
    "05776d2a", (fixed_bytes(32), uint(256), uint(256)), single(ArrayCodec(AssemblyEdge.CODEC))
)
_EDGES_UNDER = View[tuple[AssemblyEdge, ...]](
    "588b16f4", (fixed_bytes(32), uint(256), uint(256)), single(ArrayCodec(AssemblyEdge.CODEC))
)
_EIP712_DOMAIN = View[Eip712DomainResult](
    "84b0196e",
    (),
    TupleCodec(
        Eip712DomainResult, fixed_bytes(1), STRING, STRING, uint(256), ADDRESS, fixed_bytes(32), ArrayCodec(uint(256))
    ).decode_values,
)
_END_RECALL = Write("c36d2c91", fixed_bytes(32), fixed_bytes(32))
_ENTER_MAKER = Write("ac4159e6", fixed_bytes(16), fixed_bytes(32), fixed_bytes(32))
_HAND_OVER = Write(
    "823f6cf6", fixed_bytes(32), fixed_bytes(16), EnumCodec(HandOverPurpose), BOOL, fixed_bytes(32), uint(48), BYTES
)
_HAND_OVER_DIGEST = View[bytes](
    "a53c5ea1",
    (
        fixed_bytes(32),
        fixed_bytes(16),
        fixed_bytes(16),
        EnumCodec(HandOverPurpose),
        BOOL,
        fixed_bytes(32),
        uint(32),
        uint(48),
    ),
    single(fixed_bytes(32)),
)
_INSPECT = Write("e475d2d4", fixed_bytes(32), EnumCodec(InspectionResult), fixed_bytes(32))
_INSPECTION_OF = View[Inspection]("b53e3fb3", (fixed_bytes(32),), single(Inspection.CODEC))
_INSTALL = Write("5efafb95", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_JUDGE_CORE = Write("885b6f3e", fixed_bytes(32), BOOL, fixed_bytes(32))
_MACHINE_OF = View[MachineOfResult](
    "41819157", (fixed_bytes(32),), TupleCodec(MachineOfResult, fixed_bytes(32), uint(8)).decode_values
)
_MAKER_BY_IDENTITY = View[bytes]("ac293085", (fixed_bytes(32),), single(fixed_bytes(16)))
_MAKER_OF = View[Maker]("b5305158", (fixed_bytes(16),), single(Maker.CODEC))
_MARK_LISTED = Write("18dd7417", fixed_bytes(32), ArrayCodec(fixed_bytes(32)))
_MARK_RECALLED = Write("bd841025", fixed_bytes(32), uint(256))
_MATERIALISE = Write("5dfb9c2b", fixed_bytes(32), PartRegistration.CODEC, ArrayCodec(fixed_bytes(32)))
_OFFER_HAND_OVER = Write(
    "80677613", fixed_bytes(32), fixed_bytes(16), EnumCodec(HandOverPurpose), BOOL, fixed_bytes(32)
)
_OFFER_OF = View[HandOverOffer]("171966d7", (fixed_bytes(32),), single(HandOverOffer.CODEC))
_OFFER_TITLE = Write("54c98d76", fixed_bytes(32), fixed_bytes(16), fixed_bytes(32))
_OPEN_RECALL = Write(
    "a0fdd3d4", fixed_bytes(32), EnumCodec(RecallScope), fixed_bytes(16), fixed_bytes(32), fixed_bytes(32)
)
_OPEN_WORK_ORDER = Write("e2d48916", fixed_bytes(32), fixed_bytes(32), fixed_bytes(16), Evidence.CODEC, fixed_bytes(32))
_OWE_CORE = Write("7d5a2f4e", fixed_bytes(32), fixed_bytes(16), uint(48), fixed_bytes(32))
_PART_AT = View[bytes]("23daae7b", (fixed_bytes(32), fixed_bytes(32)), single(fixed_bytes(32)))
_PART_BY_SERIAL = View[bytes]("eb7e2786", (fixed_bytes(16), fixed_bytes(32)), single(fixed_bytes(32)))
_PART_OF = View[Part]("4038e5e6", (fixed_bytes(32),), single(Part.CODEC))
_PARTS_OF = View[PartsOfResult](
    "2c11d8c0",
    (EnumCodec(RecallScope), fixed_bytes(16), fixed_bytes(32), uint(256), uint(256)),
    TupleCodec(PartsOfResult, ArrayCodec(fixed_bytes(32)), uint(256)).decode_values,
)
_RECALL_MARK_OF = View[RecallMark]("565b8b2d", (fixed_bytes(32), fixed_bytes(32)), single(EnumCodec(RecallMark)))
_RECALL_OF = View[Recall]("366c7be1", (fixed_bytes(32),), single(Recall.CODEC))
_RECALLS_IN = View[tuple[bytes, ...]](
    "99e89fad", (EnumCodec(RecallScope), fixed_bytes(16), fixed_bytes(32)), single(ArrayCodec(fixed_bytes(32)))
)
_REGISTER_BATCH = Write("25adda33", fixed_bytes(32), fixed_bytes(16), uint(32))
_REGISTER_PART = Write("9dd1916c", PartRegistration.CODEC)
_REGISTER_PARTS = Write("69d122ae", ArrayCodec(PartRegistration.CODEC))
_REMEDY_RECALL = Write("526cd6a8", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32))
_REMOVE = Write("b10e4172", fixed_bytes(32), fixed_bytes(32))
_REPLACE = Write("ba43e306", fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), uint(48), BYTES)
_REPLACEMENT_DIGEST = View[bytes](
    "cd309276", (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), uint(32), uint(48)), single(fixed_bytes(32))
)
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SCRAP = Write("d374a503", fixed_bytes(32), fixed_bytes(32))
_SIGHT = Write("51be4fe2", fixed_bytes(32), fixed_bytes(5), uint(48))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_START_REPAIR = Write("e2f92c39", fixed_bytes(32), fixed_bytes(32))
_STATE_OF = View[PartStatus]("64482ac4", (fixed_bytes(32),), single(EnumCodec(PartStatus)))
_TITLE_OFFER_OF = View[TitleOffer]("2b6b2b27", (fixed_bytes(32),), single(TitleOffer.CODEC))
_WAIVE_CORE = Write("547dd579", fixed_bytes(32), fixed_bytes(32))
_WORK_ORDER_OF = View[WorkOrder]("ba8b41b0", (fixed_bytes(32),), single(WorkOrder.CODEC))


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "BatchRegistered",
        BatchRegistered.TOPIC,
        BatchRegistered,
        (fixed_bytes(32), fixed_bytes(16)),
        (uint(32),),
        (0, 1, -1),
    ),
    Event(
        "CoreJudged",
        CoreJudged.TOPIC,
        CoreJudged,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (BOOL, fixed_bytes(16), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "CoreOwed",
        CoreOwed.TOPIC,
        CoreOwed,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (uint(48), fixed_bytes(32)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "CoreReturned",
        CoreReturned.TOPIC,
        CoreReturned,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (uint(48),),
        (0, 1, 2, -1),
    ),
    Event(
        "CoreWaived",
        CoreWaived.TOPIC,
        CoreWaived,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "CustodyTransferred",
        CustodyTransferred.TOPIC,
        CustodyTransferred,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (uint(32), EnumCodec(HandOverPurpose), fixed_bytes(16), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event("EIP712DomainChanged", EIP712DomainChanged.TOPIC, EIP712DomainChanged, (), (), ()),
    Event(
        "HandOverCancelled", HandOverCancelled.TOPIC, HandOverCancelled, (fixed_bytes(32), fixed_bytes(16)), (), (0, 1)
    ),
    Event(
        "HandOverOffered",
        HandOverOffered.TOPIC,
        HandOverOffered,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (EnumCodec(HandOverPurpose), BOOL, fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "MachineBuilt",
        MachineBuilt.TOPIC,
        MachineBuilt,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "MakerEntered",
        MakerEntered.TOPIC,
        MakerEntered,
        (fixed_bytes(16), fixed_bytes(16), fixed_bytes(32)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "PartInspected",
        PartInspected.TOPIC,
        PartInspected,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (EnumCodec(InspectionResult),),
        (0, 1, -1, 2),
    ),
    Event(
        "PartInstalled",
        PartInstalled.TOPIC,
        PartInstalled,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "PartRecalled",
        PartRecalled.TOPIC,
        PartRecalled,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(16), uint(8), EnumCodec(RecallMark)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "PartRegistered",
        PartRegistered.TOPIC,
        PartRegistered,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), BOOL, fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3, -4, -5),
    ),
    Event(
        "PartRemoved",
        PartRemoved.TOPIC,
        PartRemoved,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16), fixed_bytes(16), fixed_bytes(16)),
        (0, 1, 2, -1, -2, -3, -4, -5),
    ),
    Event(
        "PartReplaced",
        PartReplaced.TOPIC,
        PartReplaced,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event(
        "PartScrapped",
        PartScrapped.TOPIC,
        PartScrapped,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "PartSighted",
        PartSighted.TOPIC,
        PartSighted,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(5), uint(48)),
        (0, 1, -1, -2),
    ),
    Event(
        "PartSuspected",
        PartSuspected.TOPIC,
        PartSuspected,
        (fixed_bytes(32),),
        (fixed_bytes(5), uint(48), fixed_bytes(5), uint(48)),
        (0, -1, -2, -3, -4),
    ),
    Event(
        "RecallClosed",
        RecallClosed.TOPIC,
        RecallClosed,
        (fixed_bytes(32),),
        (uint(32), uint(32), uint(32)),
        (0, -1, -2, -3),
    ),
    Event(
        "RecallEnded",
        RecallEnded.TOPIC,
        RecallEnded,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "RecallOpened",
        RecallOpened.TOPIC,
        RecallOpened,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (EnumCodec(RecallScope), fixed_bytes(32), fixed_bytes(32)),
        (0, 1, -1, 2, -2, -3),
    ),
    Event(
        "RecallRemedied",
        RecallRemedied.TOPIC,
        RecallRemedied,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "RegistrarAppointed",
        RegistrarAppointed.TOPIC,
        RegistrarAppointed,
        (fixed_bytes(16), fixed_bytes(16)),
        (fixed_bytes(16),),
        (0, 1, -1),
    ),
    Event(
        "RepairCompleted",
        RepairCompleted.TOPIC,
        RepairCompleted,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "RepairStarted",
        RepairStarted.TOPIC,
        RepairStarted,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "SuspicionCleared",
        SuspicionCleared.TOPIC,
        SuspicionCleared,
        (fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "TitleOffered",
        TitleOffered.TOPIC,
        TitleOffered,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "TitleTransferred",
        TitleTransferred.TOPIC,
        TitleTransferred,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event("WorkOrderCancelled", WorkOrderCancelled.TOPIC, WorkOrderCancelled, (fixed_bytes(32),), (), (0,)),
    Event(
        "WorkOrderCompleted",
        WorkOrderCompleted.TOPIC,
        WorkOrderCompleted,
        (fixed_bytes(32),),
        (fixed_bytes(16), fixed_bytes(16), fixed_bytes(32), uint(32), fixed_bytes(32)),
        (0, -1, -2, -3, -4, -5),
    ),
    Event(
        "WorkOrderDiagnosed",
        WorkOrderDiagnosed.TOPIC,
        WorkOrderDiagnosed,
        (fixed_bytes(32),),
        (fixed_bytes(32),),
        (0, -1),
    ),
    Event(
        "WorkOrderOpened",
        WorkOrderOpened.TOPIC,
        WorkOrderOpened,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (fixed_bytes(16), Evidence.CODEC, fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3),
    ),
)


class PartProvenance(Contract):
    """See {IPartProvenance}."""

    NAME = "PartProvenance"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def accept_hand_over(self, part: bytes) -> Call:
        """Accepts the offer. Caller: the receiver."""
        return _ACCEPT_HAND_OVER.call(self.address, part)

    def accept_title(self, part: bytes) -> Call:
        """Accepts ownership of a part; custody stays. Caller: the receiver of the offer."""
        return _ACCEPT_TITLE.call(self.address, part)

    def ancestors_of(self, part: bytes) -> ViewCall[tuple[bytes, ...]]:
        """What a part is in, from its parent up to the root; empty when loose. At most 16."""
        return _ANCESTORS_OF.call(self.address, part)

    def appoint_registrar(self, maker: bytes, registrar: bytes) -> Call:
        """Hands the registering of a maker's parts to another member. Caller: the registrar; or the governor, so
        that a vote can put right who speaks for a maker.
        """
        return _APPOINT_REGISTRAR.call(self.address, maker, registrar)

    def batch_of(self, root: bytes) -> ViewCall[PartBatch]:
        """A batch. Reverts {UnknownBatch}."""
        return _BATCH_OF.call(self.address, root)

    def built_at(self, machine: bytes) -> ViewCall[int]:
        """Time of a machine's as-built configuration, 0 when not declared; an edge belongs to it when it was
        installed by then and not removed by then.
        """
        return _BUILT_AT.call(self.address, machine)

    def cancel_hand_over(self, part: bytes) -> Call:
        """Takes the offer back or declines it. Caller: giver or receiver."""
        return _CANCEL_HAND_OVER.call(self.address, part)

    def cancel_work_order(self, work_order: bytes) -> Call:
        """Cancels a work order under which nothing was changed. Caller: its custodian."""
        return _CANCEL_WORK_ORDER.call(self.address, work_order)

    def children_of(self, part: bytes, offset: int, limit: int) -> ViewCall[tuple[bytes, ...]]:
        """Parts directly in another now, at most 200; the order changes when parts are removed."""
        return _CHILDREN_OF.call(self.address, part, offset, limit)

    def clear_suspicion(self, part: bytes, record: bytes) -> Call:
        """Settles a suspicion. Caller: the maker's registrar."""
        return _CLEAR_SUSPICION.call(self.address, part, record)

    def close_recall(self, recall: bytes) -> Call:
        """Closes a recall all of whose scope is marked. It stays in force, a List takes no more parts. Caller: the
        maker's registrar, of a List who opened it.
        """
        return _CLOSE_RECALL.call(self.address, recall)

    def complete_repair(self, part: bytes, record: bytes) -> Call:
        """Ends a repair: the part can be installed again. Caller: its custodian."""
        return _COMPLETE_REPAIR.call(self.address, part, record)

    def complete_work_order(self, work_order: bytes, record: bytes, deadline: int, other_signature: bytes) -> Call:
        """Completes a diagnosed work order with both signatures. Caller: one side, with the other's signature.

        EIP-712: WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48
        deadline)

        other_signature: by an Operations account of the other side; empty when one member is both
        """
        return _COMPLETE_WORK_ORDER.call(self.address, work_order, record, deadline, other_signature)

    def completion_digest(
        self, work_order: bytes, record: bytes, changes: int, changes_hash: bytes, deadline: int
    ) -> ViewCall[bytes]:
        """The EIP-712 digest that the other side of a work order signs for its completion."""
        return _COMPLETION_DIGEST.call(self.address, work_order, record, changes, changes_hash, deadline)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def core_return_of(self, part: bytes) -> ViewCall[CoreReturn]:
        """The last core return of a part, zeros for none."""
        return _CORE_RETURN_OF.call(self.address, part)

    def custody_of(self, part: bytes) -> ViewCall[CustodyOfResult]:
        """Who has and who owns a part: those of the root of its tree."""
        return _CUSTODY_OF.call(self.address, part)

    def declare_built(self, machine: bytes, record: bytes) -> Call:
        """Declares what is in a machine now to be its as-built configuration, once. Caller: its maker's registrar.

        `record` names a published record, not revoked, wherever it is asked for; 0 for none.
        """
        return _DECLARE_BUILT.call(self.address, machine, record)

    def diagnose(self, work_order: bytes, record: bytes) -> Call:
        """States the diagnosis. Caller: the performer."""
        return _DIAGNOSE.call(self.address, work_order, record)

    def edges_of(self, part: bytes, offset: int, limit: int) -> ViewCall[tuple[AssemblyEdge, ...]]:
        """Everything a part ever was in, in order of installation, at most 200."""
        return _EDGES_OF.call(self.address, part, offset, limit)

    def edges_under(self, parent: bytes, offset: int, limit: int) -> ViewCall[tuple[AssemblyEdge, ...]]:
        """Everything that ever was directly in a part, in order of installation, at most 200."""
        return _EDGES_UNDER.call(self.address, parent, offset, limit)

    def eip712_domain(self) -> ViewCall[Eip712DomainResult]:
        """Solidity: `eip712Domain()`.

        returns the fields and values that describe the domain separator used by this contract for EIP-712
        signature.
        """
        return _EIP712_DOMAIN.call(self.address)

    def end_recall(self, recall: bytes, record: bytes) -> Call:
        """Ends a recall of a lot, a design or a maker: it reaches nothing more, what it marked stays marked until
        remedied. Caller: the maker's registrar.

        record: record that says why
        """
        return _END_RECALL.call(self.address, recall, record)

    def enter_maker(self, maker: bytes, identity: bytes, serial_key_digest: bytes) -> Call:
        """Enters a maker. Caller: any member, which becomes the registrar.

        maker: the caller's own member id, or a random id for a company that is no member
        identity: keccak256 of the GS1 company prefix in ASCII digits
        serial_key_digest: keccak256 of the key of the serial commitments
        """
        return _ENTER_MAKER.call(self.address, maker, identity, serial_key_digest)

    def hand_over(
        self,
        part: bytes,
        receiver: bytes,
        purpose: HandOverPurpose,
        with_ownership: bool,
        evidence: bytes,
        deadline: int,
        receiver_signature: bytes,
    ) -> Call:
        """Hands a loose part (with everything in it) over at once, with the receiver's signature. Caller: its
        custodian.

        EIP-712: HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,bytes32
        evidence,uint32 custodySequence,uint48 deadline), custodySequence before the hand-over.

        with_ownership: whether ownership changes too; only the owner can do so
        evidence: record that documents it, 0 for none
        """
        return _HAND_OVER.call(
            self.address, part, receiver, purpose, with_ownership, evidence, deadline, receiver_signature
        )

    def hand_over_digest(
        self,
        part: bytes,
        giver: bytes,
        receiver: bytes,
        purpose: HandOverPurpose,
        with_ownership: bool,
        evidence: bytes,
        custody_sequence: int,
        deadline: int,
    ) -> ViewCall[bytes]:
        """The EIP-712 digest that the receiver of a hand-over signs."""
        return _HAND_OVER_DIGEST.call(
            self.address, part, giver, receiver, purpose, with_ownership, evidence, custody_sequence, deadline
        )

    def inspect(self, part: bytes, result: InspectionResult, record: bytes) -> Call:
        """States an inspection's result. Caller: any member, whose statement it is."""
        return _INSPECT.call(self.address, part, result, record)

    def inspection_of(self, part: bytes) -> ViewCall[Inspection]:
        """The last inspection, zeros for none."""
        return _INSPECTION_OF.call(self.address, part)

    def install(self, part: bytes, parent: bytes, position: bytes, work_order: bytes) -> Call:
        """Puts a loose part into another. Caller: has both, and owns the part unless the root's owner does.
        Ownership follows the root's. Refused for a part under a recall, marked or not, under suspicion, or with
        such a part in it.

        position: place in the parent, unique there, not zero
        work_order: the caller's diagnosed work order on the machine, 0 for none
        """
        return _INSTALL.call(self.address, part, parent, position, work_order)

    def judge_core(self, part: bytes, accepted: bool, record: bytes) -> Call:
        """Accepts a returned core, which makes it the creditor's own, or refuses it. Caller: the creditor."""
        return _JUDGE_CORE.call(self.address, part, accepted, record)

    def machine_of(self, part: bytes) -> ViewCall[MachineOfResult]:
        """The machine a part is in (or is), 0 for none, and the levels between."""
        return _MACHINE_OF.call(self.address, part)

    def maker_by_identity(self, identity: bytes) -> ViewCall[bytes]:
        """The maker with an identity, 0 for none."""
        return _MAKER_BY_IDENTITY.call(self.address, identity)

    def maker_of(self, maker: bytes) -> ViewCall[Maker]:
        """A maker. Reverts {UnknownMaker}."""
        return _MAKER_OF.call(self.address, maker)

    def mark_listed(self, recall: bytes, parts: Sequence[bytes]) -> Call:
        """Marks parts by name, 1 to 64; one marked before is passed over. Of a List: who opened it, and registers
        the part's maker or the machine's maker. Of a lot, a design or a maker: any member, parts in its scope.
        """
        return _MARK_LISTED.call(self.address, recall, parts)

    def mark_recalled(self, recall: bytes, limit: int) -> Call:
        """Marks the next parts in the recall's scope, also those registered since, and after it was closed.
        Caller: any member.

        limit: go through at most so many, 1 to 64

        Returns left: how many in scope are still to be gone through; marked: how many were marked; those named
        before are passed over
        """
        return _MARK_RECALLED.call(self.address, recall, limit)

    def materialise(self, root: bytes, registration: PartRegistration, proof: Sequence[bytes]) -> Call:
        """Gives a part of a batch its own entry. Caller: any member; custodian and owner are the maker's
        registrar.
        """
        return _MATERIALISE.call(self.address, root, registration, proof)

    def offer_hand_over(
        self, part: bytes, receiver: bytes, purpose: HandOverPurpose, with_ownership: bool, evidence: bytes
    ) -> Call:
        """Offers a hand-over; a later offer replaces it. Caller: the part's custodian."""
        return _OFFER_HAND_OVER.call(self.address, part, receiver, purpose, with_ownership, evidence)

    def offer_of(self, part: bytes) -> ViewCall[HandOverOffer]:
        """The offer that waits, zeros for none."""
        return _OFFER_OF.call(self.address, part)

    def offer_title(self, part: bytes, receiver: bytes, record: bytes) -> Call:
        """Offers ownership of a loose part, whoever has it; a later offer replaces it. Caller: its owner.

        receiver: member to own it, 0 to take the offer back
        """
        return _OFFER_TITLE.call(self.address, part, receiver, record)

    def open_recall(self, recall: bytes, scope: RecallScope, maker: bytes, key: bytes, record: bytes) -> Call:
        """Opens a recall; of a lot, a design or a maker it is in force at once on everything in its scope, also on
        what is registered later, and the first 64 parts are marked. At most 16 are in force on one of these.
        Caller: the maker's registrar; for a List, any member, as each part is checked.

        maker: the maker, 0 for a List
        key: lot or design, 0 for Maker and List
        """
        return _OPEN_RECALL.call(self.address, recall, scope, maker, key, record)

    def open_work_order(
        self, work_order: bytes, machine: bytes, performer: bytes, alert: Evidence, record: bytes
    ) -> Call:
        """Opens a work order. Caller: the machine's custodian.

        machine: root of a tree
        performer: member that will do the work, the caller itself included
        alert: anchored event or record that it is opened for; None for work by plan
        record: record of the work order
        """
        return _OPEN_WORK_ORDER.call(self.address, work_order, machine, performer, alert, record)

    def owe_core(self, part: bytes, creditor: bytes, due_at: int, terms: bytes) -> Call:
        """States that an old unit is owed as a core, against a credit; it may still be installed. Caller: its
        owner. It is returned by a hand-over to the creditor for CoreReturn.

        creditor: member that is to have it, not the caller
        due_at: until when, not in the past
        terms: record of the terms (credit, what is accepted), 0 for none
        """
        return _OWE_CORE.call(self.address, part, creditor, due_at, terms)

    def part_at(self, parent: bytes, position: bytes) -> ViewCall[bytes]:
        """The part in a place, 0 for none."""
        return _PART_AT.call(self.address, parent, position)

    def part_by_serial(self, maker: bytes, serial_commitment: bytes) -> ViewCall[bytes]:
        """The part with a serial commitment, 0 for none."""
        return _PART_BY_SERIAL.call(self.address, maker, serial_commitment)

    def part_of(self, part: bytes) -> ViewCall[Part]:
        """A part's own entry. Reverts {UnknownPart}."""
        return _PART_OF.call(self.address, part)

    def parts_of(
        self, scope: RecallScope, maker: bytes, key: bytes, offset: int, limit: int
    ) -> ViewCall[PartsOfResult]:
        """Registered parts of a recall scope (lot, design or maker) in order, at most 200; with how many there
        are.
        """
        return _PARTS_OF.call(self.address, scope, maker, key, offset, limit)

    def recall_mark_of(self, recall: bytes, part: bytes) -> ViewCall[RecallMark]:
        """How a recall stands for a part."""
        return _RECALL_MARK_OF.call(self.address, recall, part)

    def recall_of(self, recall: bytes) -> ViewCall[Recall]:
        """A recall. Reverts {UnknownRecall}."""
        return _RECALL_OF.call(self.address, recall)

    def recalls_in(self, scope: RecallScope, maker: bytes, key: bytes) -> ViewCall[tuple[bytes, ...]]:
        """Recalls in force on a lot, a design or a maker, at most 16."""
        return _RECALLS_IN.call(self.address, scope, maker, key)

    def register_batch(self, root: bytes, maker: bytes, count: int) -> Call:
        """Registers many parts by the root of their Merkle tree. Caller: the maker's registrar.

        Leaf: keccak256(bytes.concat(keccak256(abi.encode(part, maker, serialCommitment, design, lot,
        machine)))), pairs sorted (OpenZeppelin's StandardMerkleTree).

        count: number of leaves, 1 or more
        """
        return _REGISTER_BATCH.call(self.address, root, maker, count)

    def register_part(self, registration: PartRegistration) -> Call:
        """Registers a part. Caller: its maker's registrar, who becomes custodian and owner."""
        return _REGISTER_PART.call(self.address, registration)

    def register_parts(self, registrations: Sequence[PartRegistration]) -> Call:
        """Registers up to 32 parts. Caller: their makers' registrar."""
        return _REGISTER_PARTS.call(self.address, registrations)

    def remedy_recall(self, recall: bytes, part: bytes, record: bytes) -> Call:
        """States that a recall was acted on for a part, or does not concern it. Caller: the part's custodian; the
        maker's registrar, of a List who opened it.
        """
        return _REMEDY_RECALL.call(self.address, recall, part, record)

    def remove(self, part: bytes, work_order: bytes) -> Call:
        """Takes a part out. Caller: has the machine. Custody and ownership of the part stay with the machine's
        custodian and owner.

        work_order: the caller's diagnosed work order on the machine, 0 for none
        """
        return _REMOVE.call(self.address, part, work_order)

    def replace(
        self, old_part: bytes, new_part: bytes, work_order: bytes, deadline: int, custodian_signature: bytes
    ) -> Call:
        """Replaces a part in a work order, with both signatures. Caller: the performer. The new part is the
        performer's or the machine custodian's to hand in, and owned by one of them or by the machine's owner.

        EIP-712: Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline),
        where `change` is the work order's number of changes before.

        custodian_signature: by an Operations account of the work order's custodian; empty when the performer is
        it
        """
        return _REPLACE.call(self.address, old_part, new_part, work_order, deadline, custodian_signature)

    def replacement_digest(
        self, work_order: bytes, old_part: bytes, new_part: bytes, change: int, deadline: int
    ) -> ViewCall[bytes]:
        """The EIP-712 digest that the machine's custodian signs for a replacement."""
        return _REPLACEMENT_DIGEST.call(self.address, work_order, old_part, new_part, change, deadline)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def scrap(self, part: bytes, record: bytes) -> Call:
        """Scraps a loose part, with everything in it, for good. Caller: its custodian and owner."""
        return _SCRAP.call(self.address, part, record)

    def sight(self, part: bytes, place: bytes, seen_at: int) -> Call:
        """States that a part's serial was seen. Caller: any member. Two places within six hours put the part under
        suspicion: it is not installed anywhere until the registrar settles it.

        place: UN/LOCODE in ASCII
        seen_at: unix seconds, not in the future, not before the last sighting
        """
        return _SIGHT.call(self.address, part, place, seen_at)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def start_repair(self, part: bytes, record: bytes) -> Call:
        """Takes a loose part into repair or overhaul. Caller: its custodian."""
        return _START_REPAIR.call(self.address, part, record)

    def state_of(self, part: bytes) -> ViewCall[PartStatus]:
        """A part's status, with what it is in taken into account: Scrapped inside a scrapped one."""
        return _STATE_OF.call(self.address, part)

    def title_offer_of(self, part: bytes) -> ViewCall[TitleOffer]:
        """The offer of ownership that waits, zeros for none."""
        return _TITLE_OFFER_OF.call(self.address, part)

    def waive_core(self, part: bytes, record: bytes) -> Call:
        """Gives up a core that is owed. Caller: the creditor."""
        return _WAIVE_CORE.call(self.address, part, record)

    def work_order_of(self, work_order: bytes) -> ViewCall[WorkOrder]:
        """A work order. Reverts {UnknownWorkOrder}."""
        return _WORK_ORDER_OF.call(self.address, work_order)

    def decode(self, log: Log) -> PartProvenanceEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: PartProvenanceEvent | None = self._decode(log)
        return event

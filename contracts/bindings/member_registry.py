# Written by `./qc contracts bindings` from contracts/artifacts/MemberRegistry.json. Do not edit.
"""`restricted` is what only a vote may do: the AccessManager's one administrator is the ConsortiumGovernor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, nothing, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import Account, AccountPurpose, Admission, EncryptionKey, Member, MemberKind, MemberStatus, PauseState, Seat


@event_values
class AccountAdded:
    """The member has an account more."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1c8c5c184b9544277455b1c098c729247e7172c08dcb590c4a4456cc961020f3")

    member: bytes
    account: Address
    purpose: AccountPurpose
    valid_from: int
    valid_until: int


@event_values
class AccountRevoked:
    """The account counts for nothing from `revoked_from` on."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("2e2f330e4b7d31bc45cf7e6d78a5f5cd8d50610db9ea07c4ffb61a75afa9ed2d")

    member: bytes
    account: Address
    revoked_from: int


@event_values
class AccountRotated:
    """`successor` took over from `account`, whose validity ended now."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3d94e208fee869f68bd8db9fd322828ba4eb85e407d41143b2695d83dba910ca")

    member: bytes
    account: Address
    successor: Address


@event_values
class AuthorityUpdated:
    """Authority that manages this contract was updated."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("2f658b440c35314f52658ea8a740e05b284cdc84dc9ae01e891f21b8933e7cad")

    authority: Address


@event_values
class EncryptionKeySet:
    """The member published an encryption key."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e6abcbd6bca9ddc7f6b7ce44bf8d60caf15dd5621cfd4693908d36dbbd0a7fc1")

    member: bytes
    version: int
    kem: int
    public_key: bytes


@event_values
class MemberAdmitted:
    """A member was admitted."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("5066808210ee33c9c6cbd10bc38b37424249c7a4e8dce89c168c9fd26a248f3a")

    member: bytes
    kind: MemberKind
    seat: Seat
    recovery: Address


@event_values
class MemberLeft:
    """The member is out for good: by its own will (`reason_code` 0) or by a vote."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7eb63cb35b6e4bc37c233cc25f7534ee9e17108f998803cafeb7f0b216e1c5b1")

    member: bytes
    reason_code: int


@event_values
class MemberRecovered:
    """The recovery account put `account` in the place of all Governance accounts."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e9e9aa3616836d785e5f41d999b0c780430dd30ecfd01373290196759688c56d")

    member: bytes
    account: Address
    revoked_from: int


@event_values
class MemberReinstated:
    """A vote reinstated the member."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e1e004dd3d5cbbcf28475d52a12ef83728c22e9dfe1e0f4b5c051358a687f0a0")

    member: bytes


@event_values
class MemberSeatChanged:
    """A vote gave the member another seat."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f47f57fc9ecd8746c75ea815130a090d0280131bfcd0e8d45c5f9d1adb9e9a94")

    member: bytes
    previous: Seat
    seat: Seat


@event_values
class MemberSuspended:
    """A vote suspended the member."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("dd277971d221d58961eb87a83cffea84d96135ab528d0d99929afb3b13bfb99a")

    member: bytes
    reason_code: int


@event_values
class PauseLifted:
    """A vote ended the pause, if one ran, and gave the guardians theirs back."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("fd47f1bda6632509745ff45418ed00af9a8bdb9c007bcdba7a4632b4d5825c72")


@event_values
class PauseRenewed:
    """A vote paused, and gave the guardians theirs back."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b063733b87233b89bc84852b2b361efaab93d49d890bd488e6b0904089779810")

    until: int


@event_values
class PauseRequested:
    """A guardian asked for a pause; another member's guardian must follow."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("29889ed2931f3d68d66370b7be65fa04adda4cf2dc96ec7d94a6aa474a30e5b7")

    member: bytes
    reason_code: int


@event_values
class RecoveryAccountChanged:
    """The member has another recovery account: by the previous one, or by a vote."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f7b06f5f8f2daa0fa2801493fea355845a5e2587a4af646e4d1f8760b0ebe079")

    member: bytes
    previous: Address
    recovery: Address


@event_values
class WritesPausedUntil:
    """New writes are paused."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("95fb6c955a833fbd3ee8e5e064a1570453716b273946854239899e6be9b43562")

    until: int
    first: bytes
    second: bytes
    reason_code: int


MemberRegistryEvent: TypeAlias = (
    AccountAdded
    | AccountRevoked
    | AccountRotated
    | AuthorityUpdated
    | EncryptionKeySet
    | MemberAdmitted
    | MemberLeft
    | MemberRecovered
    | MemberReinstated
    | MemberSeatChanged
    | MemberSuspended
    | PauseLifted
    | PauseRenewed
    | PauseRequested
    | RecoveryAccountChanged
    | WritesPausedUntil
)


class WasValidResult(NamedTuple):
    """What `was_valid` answers."""

    valid: bool
    member: bytes


_ACCOUNT_OF = View[Account]("8086b8ba", (ADDRESS,), single(Account.CODEC))
_ACCOUNTING_MEMBERS_AT = View[int]("a2431de5", (uint(48),), single(uint(256)))
_ADD_ACCOUNT = Write("6537bf65", ADDRESS, EnumCodec(AccountPurpose), uint(48), uint(48))
_ADMIT = Write("e30267c4", Admission.CODEC)
_ADMIT_FIRST = Write("77d869db", ArrayCodec(Admission.CODEC))
_AUTHORITY = View[Address]("bf7e214f", (), single(ADDRESS))
_AUTHORIZE = View[bytes]("ded64939", (ADDRESS, EnumCodec(AccountPurpose)), single(fixed_bytes(16)))
_CHANGE_RECOVERY = Write("b6207cc2", fixed_bytes(16), ADDRESS)
_CHANGE_SEAT = Write("fe5dbbdd", fixed_bytes(16), EnumCodec(Seat))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_ENCRYPTION_KEY = View[EncryptionKey]("d6511a9e", (fixed_bytes(16), uint(32)), single(EncryptionKey.CODEC))
_ENCRYPTION_KEY_VERSION = View[int]("bdaa4192", (fixed_bytes(16),), single(uint(32)))
_GOVERNANCE_ACCOUNTS_OF = View[tuple[Address, ...]]("7b36d835", (fixed_bytes(16),), single(ArrayCodec(ADDRESS)))
_IS_ACCOUNTING_AT = View[bool]("a9d88978", (fixed_bytes(16), uint(48)), single(BOOL))
_IS_CONSUMING_SCHEDULED_OP = View[bytes]("8fb36037", (), single(fixed_bytes(4)))
_LEAVE_CONSORTIUM = Write("019cefd8")
_LIFT_PAUSE = Write("33d5180e")
_MEMBER_COUNT = View[int]("11aee380", (), single(uint(256)))
_MEMBER_OF = View[Member]("d0b09075", (fixed_bytes(16),), single(Member.CODEC))
_MEMBERS = View[tuple[bytes, ...]]("01fc20e2", (uint(256), uint(256)), single(ArrayCodec(fixed_bytes(16))))
_PAUSE = Write("4cda9b55", uint(32))
_PAUSE_STATE = View[PauseState]("d7118351", (), single(PauseState.CODEC))
_RECOVER = Write("12bece28", fixed_bytes(16), ADDRESS, uint(48))
_REINSTATE = Write("8b1920f8", fixed_bytes(16))
_REMOVE = Write("93e5950b", fixed_bytes(16), uint(32))
_RENEW_PAUSE = Write("8c027eb2")
_REPLACE_RECOVERY = Write("36104b1c", fixed_bytes(16), ADDRESS)
_REQUIRE_MEMBER = View[None]("d7e670b0", (fixed_bytes(16), EnumCodec(MemberKind)), nothing)
_REVOKE_ACCOUNT = Write("3bc5bb0d", ADDRESS, uint(48))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_ROTATE_ACCOUNT = Write("1043d2f1", ADDRESS, ADDRESS, uint(48))
_SET_AUTHORITY = Write("7a9e5e4b", ADDRESS)
_SET_ENCRYPTION_KEY = Write("300a1ce4", uint(16), BYTES)
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_STATUS_AT = View[MemberStatus]("2cab641a", (fixed_bytes(16), uint(48)), single(EnumCodec(MemberStatus)))
_SUSPEND = Write("b5552c5c", fixed_bytes(16), uint(32))
_WAS_VALID = View[WasValidResult](
    "a6cfb40f",
    (ADDRESS, EnumCodec(AccountPurpose), uint(48)),
    TupleCodec(WasValidResult, BOOL, fixed_bytes(16)).decode_values,
)


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "AccountAdded",
        AccountAdded.TOPIC,
        AccountAdded,
        (fixed_bytes(16), ADDRESS),
        (EnumCodec(AccountPurpose), uint(48), uint(48)),
        (0, 1, -1, -2, -3),
    ),
    Event("AccountRevoked", AccountRevoked.TOPIC, AccountRevoked, (fixed_bytes(16), ADDRESS), (uint(48),), (0, 1, -1)),
    Event("AccountRotated", AccountRotated.TOPIC, AccountRotated, (fixed_bytes(16), ADDRESS, ADDRESS), (), (0, 1, 2)),
    Event("AuthorityUpdated", AuthorityUpdated.TOPIC, AuthorityUpdated, (), (ADDRESS,), (-1,)),
    Event(
        "EncryptionKeySet",
        EncryptionKeySet.TOPIC,
        EncryptionKeySet,
        (fixed_bytes(16),),
        (uint(32), uint(16), BYTES),
        (0, -1, -2, -3),
    ),
    Event(
        "MemberAdmitted",
        MemberAdmitted.TOPIC,
        MemberAdmitted,
        (fixed_bytes(16),),
        (EnumCodec(MemberKind), EnumCodec(Seat), ADDRESS),
        (0, -1, -2, -3),
    ),
    Event("MemberLeft", MemberLeft.TOPIC, MemberLeft, (fixed_bytes(16),), (uint(32),), (0, -1)),
    Event(
        "MemberRecovered", MemberRecovered.TOPIC, MemberRecovered, (fixed_bytes(16), ADDRESS), (uint(48),), (0, 1, -1)
    ),
    Event("MemberReinstated", MemberReinstated.TOPIC, MemberReinstated, (fixed_bytes(16),), (), (0,)),
    Event(
        "MemberSeatChanged",
        MemberSeatChanged.TOPIC,
        MemberSeatChanged,
        (fixed_bytes(16),),
        (EnumCodec(Seat), EnumCodec(Seat)),
        (0, -1, -2),
    ),
    Event("MemberSuspended", MemberSuspended.TOPIC, MemberSuspended, (fixed_bytes(16),), (uint(32),), (0, -1)),
    Event("PauseLifted", PauseLifted.TOPIC, PauseLifted, (), (), ()),
    Event("PauseRenewed", PauseRenewed.TOPIC, PauseRenewed, (), (uint(48),), (-1,)),
    Event("PauseRequested", PauseRequested.TOPIC, PauseRequested, (fixed_bytes(16),), (uint(32),), (0, -1)),
    Event(
        "RecoveryAccountChanged",
        RecoveryAccountChanged.TOPIC,
        RecoveryAccountChanged,
        (fixed_bytes(16),),
        (ADDRESS, ADDRESS),
        (0, -1, -2),
    ),
    Event(
        "WritesPausedUntil",
        WritesPausedUntil.TOPIC,
        WritesPausedUntil,
        (fixed_bytes(16), fixed_bytes(16)),
        (uint(48), uint(32)),
        (-1, 0, 1, -2),
    ),
)


class MemberRegistry(Contract):
    """`restricted` is what only a vote may do: the AccessManager's one administrator is the ConsortiumGovernor."""

    NAME = "MemberRegistry"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address, access_manager: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(
            None,
            bytecode
            + TupleCodec(tuple, ADDRESS, ADDRESS).encode_values(
                (
                    root,
                    access_manager,
                )
            ),
        )

    def account_of(self, account: Address) -> ViewCall[Account]:
        """An account; member 0 where it is nobody's."""
        return _ACCOUNT_OF.call(self.address, account)

    def accounting_members_at(self, time: int) -> ViewCall[int]:
        """How many active members with an accounting seat there were at `time`, by the end of that second."""
        return _ACCOUNTING_MEMBERS_AT.call(self.address, time)

    def add_account(self, account: Address, purpose: AccountPurpose, valid_from: int, valid_until: int) -> Call:
        """Adds an account of the caller's member. A Governance account.

        valid_from: Unix seconds, not in the past; 0: from now
        valid_until: Unix seconds, exclusive; 0: no end
        """
        return _ADD_ACCOUNT.call(self.address, account, purpose, valid_from, valid_until)

    def admit(self, admission: Admission) -> Call:
        """Admits a member. By vote."""
        return _ADMIT.call(self.address, admission)

    def admit_first(self, admissions: Sequence[Admission]) -> Call:
        """The first members, in the founders' installation. Only the ConsortiumRoot."""
        return _ADMIT_FIRST.call(self.address, admissions)

    def authority(self) -> ViewCall[Address]:
        """Solidity: `authority()`.

        Returns the current authority.
        """
        return _AUTHORITY.call(self.address)

    def authorize(self, account: Address, purpose: AccountPurpose) -> ViewCall[bytes]:
        """The member for whom `account` may act for `purpose` now.

        Reverts UnknownAccount, AccountPurposeMismatch, AccountNotValid, MemberNotActive, SeatMismatch for a
        mirrored member; and WritesPaused for Operations and Oracle.
        """
        return _AUTHORIZE.call(self.address, account, purpose)

    def change_recovery(self, member: bytes, recovery: Address) -> Call:
        """Puts another recovery account in the caller's place. The member's recovery account."""
        return _CHANGE_RECOVERY.call(self.address, member, recovery)

    def change_seat(self, member: bytes, seat: Seat) -> Call:
        """Gives a member another seat. By vote, without the member's own where it loses its vote."""
        return _CHANGE_SEAT.call(self.address, member, seat)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def encryption_key(self, member: bytes, version: int) -> ViewCall[EncryptionKey]:
        """A version of a member's encryption key; versions begin with 1, empty where there is none."""
        return _ENCRYPTION_KEY.call(self.address, member, version)

    def encryption_key_version(self, member: bytes) -> ViewCall[int]:
        """The newest version of the member's encryption key; 0 without one."""
        return _ENCRYPTION_KEY_VERSION.call(self.address, member)

    def governance_accounts_of(self, member: bytes) -> ViewCall[tuple[Address, ...]]:
        """The Governance accounts that a recovery would revoke."""
        return _GOVERNANCE_ACCOUNTS_OF.call(self.address, member)

    def is_accounting_at(self, member: bytes, time: int) -> ViewCall[bool]:
        """Whether the member was active with an accounting seat at `time`, by the end of that second."""
        return _IS_ACCOUNTING_AT.call(self.address, member, time)

    def is_consuming_scheduled_op(self) -> ViewCall[bytes]:
        """Solidity: `isConsumingScheduledOp()`.

        Returns true only in the context of a delayed restricted call, at the moment that the scheduled
        operation is being consumed. Prevents denial of service for delayed restricted calls in the case that
        the contract performs attacker controlled calls.
        """
        return _IS_CONSUMING_SCHEDULED_OP.call(self.address)

    def leave_consortium(self) -> Call:
        """The caller's member leaves for good, once it has no validator in force. A Governance account."""
        return _LEAVE_CONSORTIUM.call(self.address)

    def lift_pause(self) -> Call:
        """Ends a pause and gives the guardians theirs back. By vote."""
        return _LIFT_PAUSE.call(self.address)

    def member_count(self) -> ViewCall[int]:
        """How many members there are or were."""
        return _MEMBER_COUNT.call(self.address)

    def member_of(self, member: bytes) -> ViewCall[Member]:
        """A member; status None where there is none."""
        return _MEMBER_OF.call(self.address, member)

    def members(self, offset: int, limit: int) -> ViewCall[tuple[bytes, ...]]:
        """A page of members' ids, in the order of their admission."""
        return _MEMBERS.call(self.address, offset, limit)

    def pause(self, reason_code: int) -> Call:
        """Asks for a pause, or joins the one that another member's guardian asked for within 24 h: then new writes
        stop for 72 h. A Guardian account of an accounting member. Governance and guardians go on.
        """
        return _PAUSE.call(self.address, reason_code)

    def pause_state(self) -> ViewCall[PauseState]:
        """The pause."""
        return _PAUSE_STATE.call(self.address)

    def recover(self, member: bytes, account: Address, revoked_from: int) -> Call:
        """Revokes all Governance accounts of `member` and gives it a new one. Its recovery account.

        revoked_from: Unix seconds, not in the future
        """
        return _RECOVER.call(self.address, member, account, revoked_from)

    def reinstate(self, member: bytes) -> Call:
        """Ends a suspension. By vote."""
        return _REINSTATE.call(self.address, member)

    def remove(self, member: bytes, reason_code: int) -> Call:
        """Puts a member out for good, once it has no validator in force. By vote, without the member's own."""
        return _REMOVE.call(self.address, member, reason_code)

    def renew_pause(self) -> Call:
        """Pauses for another 72 h and gives the guardians theirs back. By vote."""
        return _RENEW_PAUSE.call(self.address)

    def replace_recovery(self, member: bytes, recovery: Address) -> Call:
        """Gives a member that lost all of its keys another recovery account. By vote."""
        return _REPLACE_RECOVERY.call(self.address, member, recovery)

    def require_member(self, member: bytes, kind: MemberKind) -> ViewCall[None]:
        """Reverts unless the member is active and of that kind (None: of any kind).

        Reverts UnknownMember, MemberNotActive, MemberKindMismatch.
        """
        return _REQUIRE_MEMBER.call(self.address, member, kind)

    def revoke_account(self, account: Address, revoked_from: int) -> Call:
        """Revokes an account of the caller's member. A Governance account.

        revoked_from: Unix seconds, not in the future; what the account did from then on counts for nothing off
        chain; what contracts took is done
        """
        return _REVOKE_ACCOUNT.call(self.address, account, revoked_from)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def rotate_account(self, account: Address, successor: Address, valid_until: int) -> Call:
        """Ends an account now and puts a new one in its place, for the same purpose. A Governance account.

        valid_until: Unix seconds, exclusive; 0: no end
        """
        return _ROTATE_ACCOUNT.call(self.address, account, successor, valid_until)

    def set_authority(self, new_authority: Address) -> Call:
        """Solidity: `setAuthority(address newAuthority)`.

        Transfers control to a new authority. The caller must be the current authority.
        """
        return _SET_AUTHORITY.call(self.address, new_authority)

    def set_encryption_key(self, kem: int, public_key: bytes) -> Call:
        """Publishes the next version of the member's encryption key. A Governance account."""
        return _SET_ENCRYPTION_KEY.call(self.address, kem, public_key)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def status_at(self, member: bytes, time: int) -> ViewCall[MemberStatus]:
        """The member's standing at `time`, by the end of that second; None before it was admitted.

        time: Unix seconds; for a time to come, as it stands now
        """
        return _STATUS_AT.call(self.address, member, time)

    def suspend(self, member: bytes, reason_code: int) -> Call:
        """Suspends an active member: none of its accounts can act. By vote, without the member's own."""
        return _SUSPEND.call(self.address, member, reason_code)

    def was_valid(self, account: Address, purpose: AccountPurpose, time: int) -> ViewCall[WasValidResult]:
        """Whether the account was its member's for `purpose` at `time`, by its own slot alone. Whether the member
        was suspended then is `statusAt`.

        time: Unix seconds
        """
        return _WAS_VALID.call(self.address, account, purpose, time)

    def decode(self, log: Log) -> MemberRegistryEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: MemberRegistryEvent | None = self._decode(log)
        return event

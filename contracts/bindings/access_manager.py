# Written by `./qc contracts bindings` from contracts/artifacts/AccessManager.json. Do not edit.
"""AccessManager"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, STRING, ArrayCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall


@event_values
class OperationCanceled:
    """A scheduled operation was canceled."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("bd9ac67a6e2f6463b80927326310338bcbb4bdb7936ce1365ea3e01067e7b9f7")

    operation_id: bytes
    nonce: int


@event_values
class OperationExecuted:
    """A scheduled operation was executed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("76a2a46953689d4861a5d3f6ed883ad7e6af674a21f8e162707159fc9dde614d")

    operation_id: bytes
    nonce: int


@event_values
class OperationScheduled:
    """A delayed operation was scheduled."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("82a2da5dee54ea8021c6545b4444620291e07ee83be6dd57edb175062715f3b4")

    operation_id: bytes
    nonce: int
    schedule: int
    caller: Address
    target: Address
    data: bytes


@event_values
class RoleAdminChanged:
    """Role acting as admin over a given `role_id` is updated."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1fd6dd7631312dfac2205b52913f99de03b4d7e381d5d27d3dbfe0713e6e6340")

    role_id: int
    admin: int


@event_values
class RoleGrantDelayChanged:
    """Grant delay for a given `role_id` will be updated to `delay` when `since` is reached."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("feb69018ee8b8fd50ea86348f1267d07673379f72cffdeccec63853ee8ce8b48")

    role_id: int
    delay: int
    since: int


@event_values
class RoleGranted:
    """Emitted when `account` is granted `role_id`. NOTE: The meaning of the `since` argument depends on the
    `new_member` argument. If the role is granted to a new member, the `since` argument indicates when the
    account becomes a member of the role, otherwise it indicates the timestamp when the execution delay update
    takes effect for this account and roleId.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("f98448b987f1428e0e230e1f3c6e2ce15b5693eaf31827fbd0b1ec4b424ae7cf")

    role_id: int
    account: Address
    delay: int
    since: int
    new_member: bool


@event_values
class RoleGuardianChanged:
    """Role acting as guardian over a given `role_id` is updated."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7a8059630b897b5de4c08ade69f8b90c3ead1f8596d62d10b6c4d14a0afb4ae2")

    role_id: int
    guardian: int


@event_values
class RoleLabel:
    """Informational labelling for a roleId."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1256f5b5ecb89caec12db449738f2fbcd1ba5806cf38f35413f4e5c15bf6a450")

    role_id: int
    label: str


@event_values
class RoleRevoked:
    """Emitted when `account` membership or `role_id` is revoked. Unlike granting, revoking is instantaneous."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f229baa593af28c41b1d16b748cd7688f0c83aaf92d4be41c44005defe84c166")

    role_id: int
    account: Address


@event_values
class TargetAdminDelayUpdated:
    """Admin delay for a given `target` will be updated to `delay` when `since` is reached."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a56b76017453f399ec2327ba00375dbfb1fd070ff854341ad6191e6a2e2de19c")

    target: Address
    delay: int
    since: int


@event_values
class TargetClosed:
    """Target mode is updated (true = closed, false = open)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("90d4e7bb7e5d933792b3562e1741306f8be94837e1348dacef9b6f1df56eb138")

    target: Address
    closed: bool


@event_values
class TargetFunctionRoleUpdated:
    """Role required to invoke `selector` on `target` is updated to `role_id`."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9ea6790c7dadfd01c9f8b9762b3682607af2c7e79e05a9f9fdf5580dde949151")

    target: Address
    selector: bytes
    role_id: int


AccessManagerEvent: TypeAlias = (
    OperationCanceled
    | OperationExecuted
    | OperationScheduled
    | RoleAdminChanged
    | RoleGrantDelayChanged
    | RoleGranted
    | RoleGuardianChanged
    | RoleLabel
    | RoleRevoked
    | TargetAdminDelayUpdated
    | TargetClosed
    | TargetFunctionRoleUpdated
)


class CanCallResult(NamedTuple):
    """What `can_call` answers."""

    immediate: bool
    delay: int


class GetAccessResult(NamedTuple):
    """What `get_access` answers."""

    since: int
    current_delay: int
    pending_delay: int
    effect: int


class HasRoleResult(NamedTuple):
    """What `has_role` answers."""

    is_member: bool
    execution_delay: int


_ADMIN_ROLE = View[int]("75b238fc", (), single(uint(64)))
_PUBLIC_ROLE = View[int]("3ca7c02a", (), single(uint(64)))
_CAN_CALL = View[CanCallResult](
    "b7009613", (ADDRESS, ADDRESS, fixed_bytes(4)), TupleCodec(CanCallResult, BOOL, uint(32)).decode_values
)
_CANCEL = Write("d6bb62c6", ADDRESS, ADDRESS, BYTES)
_CONSUME_SCHEDULED_OP = Write("94c7d7ee", ADDRESS, BYTES)
_EXECUTE = Write("1cff79cd", ADDRESS, BYTES)
_EXPIRATION = View[int]("4665096d", (), single(uint(32)))
_GET_ACCESS = View[GetAccessResult](
    "3078f114", (uint(64), ADDRESS), TupleCodec(GetAccessResult, uint(48), uint(32), uint(32), uint(48)).decode_values
)
_GET_NONCE = View[int]("4136a33c", (fixed_bytes(32),), single(uint(32)))
_GET_ROLE_ADMIN = View[int]("530dd456", (uint(64),), single(uint(64)))
_GET_ROLE_GRANT_DELAY = View[int]("12be8727", (uint(64),), single(uint(32)))
_GET_ROLE_GUARDIAN = View[int]("0b0a93ba", (uint(64),), single(uint(64)))
_GET_SCHEDULE = View[int]("3adc277a", (fixed_bytes(32),), single(uint(48)))
_GET_TARGET_ADMIN_DELAY = View[int]("4c1da1e2", (ADDRESS,), single(uint(32)))
_GET_TARGET_FUNCTION_ROLE = View[int]("6d5115bd", (ADDRESS, fixed_bytes(4)), single(uint(64)))
_GRANT_ROLE = Write("25c471a0", uint(64), ADDRESS, uint(32))
_HAS_ROLE = View[HasRoleResult](
    "d1f856ee", (uint(64), ADDRESS), TupleCodec(HasRoleResult, BOOL, uint(32)).decode_values
)
_HASH_OPERATION = View[bytes]("abd9bd2a", (ADDRESS, ADDRESS, BYTES), single(fixed_bytes(32)))
_IS_TARGET_CLOSED = View[bool]("a166aa89", (ADDRESS,), single(BOOL))
_LABEL_ROLE = Write("853551b8", uint(64), STRING)
_MIN_SETBACK = View[int]("cc1b6c81", (), single(uint(32)))
_MULTICALL = Write("ac9650d8", ArrayCodec(BYTES))
_RENOUNCE_ROLE = Write("fe0776f5", uint(64), ADDRESS)
_REVOKE_ROLE = Write("b7d2b162", uint(64), ADDRESS)
_SCHEDULE = Write("f801a698", ADDRESS, BYTES, uint(48))
_SET_GRANT_DELAY = Write("a64d95ce", uint(64), uint(32))
_SET_ROLE_ADMIN = Write("30cae187", uint(64), uint(64))
_SET_ROLE_GUARDIAN = Write("52962952", uint(64), uint(64))
_SET_TARGET_ADMIN_DELAY = Write("d22b5989", ADDRESS, uint(32))
_SET_TARGET_CLOSED = Write("167bd395", ADDRESS, BOOL)
_SET_TARGET_FUNCTION_ROLE = Write("08d6122d", ADDRESS, ArrayCodec(fixed_bytes(4)), uint(64))
_UPDATE_AUTHORITY = Write("18ff183c", ADDRESS, ADDRESS)


_EVENTS: tuple[Event[Any], ...] = (
    Event("OperationCanceled", OperationCanceled.TOPIC, OperationCanceled, (fixed_bytes(32), uint(32)), (), (0, 1)),
    Event("OperationExecuted", OperationExecuted.TOPIC, OperationExecuted, (fixed_bytes(32), uint(32)), (), (0, 1)),
    Event(
        "OperationScheduled",
        OperationScheduled.TOPIC,
        OperationScheduled,
        (fixed_bytes(32), uint(32)),
        (uint(48), ADDRESS, ADDRESS, BYTES),
        (0, 1, -1, -2, -3, -4),
    ),
    Event("RoleAdminChanged", RoleAdminChanged.TOPIC, RoleAdminChanged, (uint(64), uint(64)), (), (0, 1)),
    Event(
        "RoleGrantDelayChanged",
        RoleGrantDelayChanged.TOPIC,
        RoleGrantDelayChanged,
        (uint(64),),
        (uint(32), uint(48)),
        (0, -1, -2),
    ),
    Event(
        "RoleGranted",
        RoleGranted.TOPIC,
        RoleGranted,
        (uint(64), ADDRESS),
        (uint(32), uint(48), BOOL),
        (0, 1, -1, -2, -3),
    ),
    Event("RoleGuardianChanged", RoleGuardianChanged.TOPIC, RoleGuardianChanged, (uint(64), uint(64)), (), (0, 1)),
    Event("RoleLabel", RoleLabel.TOPIC, RoleLabel, (uint(64),), (STRING,), (0, -1)),
    Event("RoleRevoked", RoleRevoked.TOPIC, RoleRevoked, (uint(64), ADDRESS), (), (0, 1)),
    Event(
        "TargetAdminDelayUpdated",
        TargetAdminDelayUpdated.TOPIC,
        TargetAdminDelayUpdated,
        (ADDRESS,),
        (uint(32), uint(48)),
        (0, -1, -2),
    ),
    Event("TargetClosed", TargetClosed.TOPIC, TargetClosed, (ADDRESS,), (BOOL,), (0, -1)),
    Event(
        "TargetFunctionRoleUpdated",
        TargetFunctionRoleUpdated.TOPIC,
        TargetFunctionRoleUpdated,
        (ADDRESS, uint(64)),
        (fixed_bytes(4),),
        (0, -1, 1),
    ),
)


class AccessManager(Contract):
    """AccessManager is a central contract to store the permissions of a system. A smart contract under the control
    of an AccessManager instance is known as a target, and will inherit from the {AccessManaged} contract, be
    connected to this contract as its manager and implement the {AccessManaged-restricted} modifier on a set of
    functions selected to be permissioned. Note that any function without this setup won't be effectively
    restricted. The restriction rules for such functions are defined in terms of "roles" identified by an
    `uint64` and scoped by target (`address`) and function selectors (`bytes4`). These roles are stored in this
    contract and can be configured by admins (`ADMIN_ROLE` members) after a delay (see {getTargetAdminDelay}).
    For each target contract, admins can configure the following without any delay: * The target's
    {AccessManaged-authority} via {updateAuthority}. * Close or open a target via {setTargetClosed} keeping the
    permissions intact. * The roles that are allowed (or disallowed) to call a given function (identified by its
    selector) through {setTargetFunctionRole}. By default every address is member of the `PUBLIC_ROLE` and every
    target function is restricted to the `ADMIN_ROLE` until configured otherwise. Additionally, each role has
    the following configuration options restricted to this manager's admins: * A role's admin role via
    {setRoleAdmin} who can grant or revoke roles. * A role's guardian role via {setRoleGuardian} who's allowed
    to cancel operations. * A delay in which a role takes effect after being granted through {setGrantDelay}. *
    A delay of any target's admin action via {setTargetAdminDelay}. * A role label for discoverability purposes
    with {labelRole}. Any account can be added and removed into any number of these roles by using the
    {grantRole} and {revokeRole} functions restricted to each role's admin (see {getRoleAdmin}). Since all the
    permissions of the managed system can be modified by the admins of this instance, it is expected that they
    will be highly secured (e.g., a multisig or a well-configured DAO). NOTE: This contract implements a form of
    the {IAuthority} interface, but {canCall} has additional return data so it doesn't inherit `IAuthority`. It
    is however compatible with the `IAuthority` interface since the first 32 bytes of the return data are a
    boolean as expected by that interface. NOTE: Systems that implement other access control mechanisms (for
    example using {Ownable}) can be paired with an {AccessManager} by transferring permissions (ownership in the
    case of {Ownable}) directly to the {AccessManager}. Users will be able to interact with these contracts
    through the {execute} function, following the access rules registered in the {AccessManager}. Keep in mind
    that in that context, the msg.sender seen by restricted functions will be {AccessManager} itself. WARNING:
    When granting permissions over an {Ownable} or {AccessControl} contract to an {AccessManager}, be very
    mindful of the danger associated with functions such as {Ownable-renounceOwnership} or
    {AccessControl-renounceRole}.
    """

    NAME = "AccessManager"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, initial_admin: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((initial_admin,)))

    def admin_role(self) -> ViewCall[int]:
        """Solidity: `ADMIN_ROLE()`."""
        return _ADMIN_ROLE.call(self.address)

    def public_role(self) -> ViewCall[int]:
        """Solidity: `PUBLIC_ROLE()`."""
        return _PUBLIC_ROLE.call(self.address)

    def can_call(self, caller: Address, target: Address, selector: bytes) -> ViewCall[CanCallResult]:
        """Solidity: `canCall(address caller, address target, bytes4 selector)`.

        Check if an address (`caller`) is authorised to call a given function on a given contract directly (with
        no restriction). Additionally, it returns the delay needed to perform the call indirectly through the
        {schedule} & {execute} workflow. This function is usually called by the targeted contract to control
        immediate execution of restricted functions. Therefore we only return true if the call can be performed
        without any delay. If the call is subject to a previously set delay (not zero), then the function should
        return false and the caller should schedule the operation for future execution. If `allowed` is true,
        the delay can be disregarded and the operation can be immediately executed, otherwise the operation can
        be executed if and only if delay is greater than 0. NOTE: The IAuthority interface does not include the
        `uint32` delay. This is an extension of that interface that is backward compatible. Some contracts may
        thus ignore the second return argument. In that case they will fail to identify the indirect workflow,
        and will consider calls that require a delay to be forbidden. NOTE: This function does not report the
        permissions of the admin functions in the manager itself. These are defined by the {AccessManager}
        documentation. NOTE: The `setAuthority(address)` selector is reserved on all targets (whether or not
        they are {AccessManaged}): it is gated to `ADMIN_ROLE` with a possible delay, and it cannot be
        reconfigured via {setTargetFunctionRole}. Any target function whose selector collides with
        `setAuthority(address)` inherits this restriction when routed through the manager.
        """
        return _CAN_CALL.call(self.address, caller, target, selector)

    def cancel(self, caller: Address, target: Address, data: bytes) -> Call:
        """Solidity: `cancel(address caller, address target, bytes data)`.

        Cancel a scheduled (delayed) operation. Returns the nonce that identifies the previously scheduled
        operation that is cancelled. Requirements: - the caller must be the proposer, a guardian of the targeted
        function, or a global admin Emits a {OperationCanceled} event.
        """
        return _CANCEL.call(self.address, caller, target, data)

    def consume_scheduled_op(self, caller: Address, data: bytes) -> Call:
        """Solidity: `consumeScheduledOp(address caller, bytes data)`.

        Consume a scheduled operation targeting the caller. If such an operation exists, mark it as consumed
        (emit an {OperationExecuted} event and clean the state). Otherwise, throw an error. This is useful for
        contracts that want to enforce that calls targeting them were scheduled on the manager, with all the
        verifications that it implies. Emit a {OperationExecuted} event.
        """
        return _CONSUME_SCHEDULED_OP.call(self.address, caller, data)

    def execute(self, target: Address, data: bytes) -> Call:
        """Solidity: `execute(address target, bytes data)`.

        Execute a function that is delay restricted, provided it was properly scheduled beforehand, or the
        execution delay is 0. Returns the nonce that identifies the previously scheduled operation that is
        executed, or 0 if the operation wasn't previously scheduled (if the caller doesn't have an execution
        delay). Emits an {OperationExecuted} event only if the call was scheduled and delayed.
        """
        return _EXECUTE.call(self.address, target, data)

    def expiration(self) -> ViewCall[int]:
        """Solidity: `expiration()`.

        Expiration delay for scheduled proposals. Defaults to 1 week. IMPORTANT: Avoid overriding the expiration
        with 0. Otherwise every contract proposal will be expired immediately, disabling any scheduling usage.
        """
        return _EXPIRATION.call(self.address)

    def get_access(self, role_id: int, account: Address) -> ViewCall[GetAccessResult]:
        """Solidity: `getAccess(uint64 roleId, address account)`.

        Get the access details for a given account for a given role. These details include the timepoint at
        which membership becomes active, and the delay applied to all operations by this user that requires this
        permission level. Returns: [0] Timestamp at which the account membership becomes valid. 0 means role is
        not granted. [1] Current execution delay for the account. [2] Pending execution delay for the account.
        [3] Timestamp at which the pending execution delay will become active. 0 means no delay update is
        scheduled.
        """
        return _GET_ACCESS.call(self.address, role_id, account)

    def get_nonce(self, id: bytes) -> ViewCall[int]:
        """Solidity: `getNonce(bytes32 id)`.

        Return the nonce for the latest scheduled operation with a given id. Returns 0 if the operation has
        never been scheduled.
        """
        return _GET_NONCE.call(self.address, id)

    def get_role_admin(self, role_id: int) -> ViewCall[int]:
        """Solidity: `getRoleAdmin(uint64 roleId)`.

        Get the id of the role that acts as an admin for the given role. The admin permission is required to
        grant the role, revoke the role and update the execution delay to execute an operation that is
        restricted to this role.
        """
        return _GET_ROLE_ADMIN.call(self.address, role_id)

    def get_role_grant_delay(self, role_id: int) -> ViewCall[int]:
        """Solidity: `getRoleGrantDelay(uint64 roleId)`.

        Get the role current grant delay. Its value may change at any point without an event emitted following a
        call to {setGrantDelay}. Changes to this value, including effect timepoint are notified in advance by
        the {RoleGrantDelayChanged} event.
        """
        return _GET_ROLE_GRANT_DELAY.call(self.address, role_id)

    def get_role_guardian(self, role_id: int) -> ViewCall[int]:
        """Solidity: `getRoleGuardian(uint64 roleId)`.

        Get the role that acts as a guardian for a given role. The guardian permission allows canceling
        operations that have been scheduled under the role.
        """
        return _GET_ROLE_GUARDIAN.call(self.address, role_id)

    def get_schedule(self, id: bytes) -> ViewCall[int]:
        """Solidity: `getSchedule(bytes32 id)`.

        Return the timepoint at which a scheduled operation will be ready for execution. This returns 0 if the
        operation is not yet scheduled, has expired, was executed, or was canceled.
        """
        return _GET_SCHEDULE.call(self.address, id)

    def get_target_admin_delay(self, target: Address) -> ViewCall[int]:
        """Solidity: `getTargetAdminDelay(address target)`.

        Get the admin delay for a target contract. Changes to contract configuration are subject to this delay.
        """
        return _GET_TARGET_ADMIN_DELAY.call(self.address, target)

    def get_target_function_role(self, target: Address, selector: bytes) -> ViewCall[int]:
        """Solidity: `getTargetFunctionRole(address target, bytes4 selector)`.

        Get the role required to call a function.
        """
        return _GET_TARGET_FUNCTION_ROLE.call(self.address, target, selector)

    def grant_role(self, role_id: int, account: Address, execution_delay: int) -> Call:
        """Solidity: `grantRole(uint64 roleId, address account, uint32 executionDelay)`.

        Add `account` to `role_id`, or change its execution delay. This gives the account the authorization to
        call any function that is restricted to this role. An optional execution delay (in seconds) can be set.
        If that delay is non 0, the user is required to schedule any operation that is restricted to members of
        this role. The user will only be able to execute the operation after the delay has passed, before it has
        expired. During this period, admin and guardians can cancel the operation (see {cancel}). If the account
        has already been granted this role, the execution delay will be updated. This update is not immediate
        and follows the delay rules. For example, if a user currently has a delay of 3 hours, and this is called
        to reduce that delay to 1 hour, the new delay will take some time to take effect, enforcing that any
        operation executed in the 3 hours that follows this update was indeed scheduled before this update.
        Requirements: - the caller must be an admin for the role (see {getRoleAdmin}) - granted role must not be
        the `PUBLIC_ROLE` Emits a {RoleGranted} event.
        """
        return _GRANT_ROLE.call(self.address, role_id, account, execution_delay)

    def has_role(self, role_id: int, account: Address) -> ViewCall[HasRoleResult]:
        """Solidity: `hasRole(uint64 roleId, address account)`.

        Check if a given account currently has the permission level corresponding to a given role. Note that
        this permission might be associated with an execution delay. {getAccess} can provide more details.
        """
        return _HAS_ROLE.call(self.address, role_id, account)

    def hash_operation(self, caller: Address, target: Address, data: bytes) -> ViewCall[bytes]:
        """Solidity: `hashOperation(address caller, address target, bytes data)`.

        Hashing function for delayed operations.
        """
        return _HASH_OPERATION.call(self.address, caller, target, data)

    def is_target_closed(self, target: Address) -> ViewCall[bool]:
        """Solidity: `isTargetClosed(address target)`.

        Get whether the contract is closed disabling any access. Otherwise role permissions are applied. NOTE:
        When the manager itself is closed, admin functions are still accessible to avoid locking the contract.
        """
        return _IS_TARGET_CLOSED.call(self.address, target)

    def label_role(self, role_id: int, label: str) -> Call:
        """Solidity: `labelRole(uint64 roleId, string label)`.

        Give a label to a role, for improved role discoverability by UIs. Requirements: - the caller must be a
        global admin - `role_id` must not be the `ADMIN_ROLE` or `PUBLIC_ROLE` Emits a {RoleLabel} event.
        """
        return _LABEL_ROLE.call(self.address, role_id, label)

    def min_setback(self) -> ViewCall[int]:
        """Solidity: `minSetback()`.

        Minimum setback for all delay updates, with the exception of execution delays. It can be increased
        without setback (and reset via {revokeRole} in the event of an accidental increase). Defaults to 5 days.
        """
        return _MIN_SETBACK.call(self.address)

    def multicall(self, data: Sequence[bytes]) -> Call:
        """Solidity: `multicall(bytes[] data)`.

        Receives and executes a batch of function calls on this contract.
        """
        return _MULTICALL.call(self.address, data)

    def renounce_role(self, role_id: int, caller_confirmation: Address) -> Call:
        """Solidity: `renounceRole(uint64 roleId, address callerConfirmation)`.

        Renounce role permissions for the calling account with immediate effect. If the sender is not in the
        role this call has no effect. Requirements: - the caller must be `caller_confirmation`. Emits a
        {RoleRevoked} event if the account had the role.
        """
        return _RENOUNCE_ROLE.call(self.address, role_id, caller_confirmation)

    def revoke_role(self, role_id: int, account: Address) -> Call:
        """Solidity: `revokeRole(uint64 roleId, address account)`.

        Remove an account from a role, with immediate effect. If the account does not have the role, this call
        has no effect. Requirements: - the caller must be an admin for the role (see {getRoleAdmin}) - revoked
        role must not be the `PUBLIC_ROLE` Emits a {RoleRevoked} event if the account had the role.
        """
        return _REVOKE_ROLE.call(self.address, role_id, account)

    def schedule(self, target: Address, data: bytes, when: int) -> Call:
        """Solidity: `schedule(address target, bytes data, uint48 when)`.

        Schedule a delayed operation for future execution, and return the operation identifier. It is possible
        to choose the timestamp at which the operation becomes executable as long as it satisfies the execution
        delays required for the caller. The special value zero will automatically set the earliest possible
        time. Returns the `operation_id` that was scheduled. Since this value is a hash of the parameters, it
        can reoccur when the same parameters are used; if this is relevant, the returned `nonce` can be used to
        uniquely identify this scheduled operation from other occurrences of the same `operation_id` in
        invocations of {execute} and {cancel}. Emits a {OperationScheduled} event. NOTE: It is not possible to
        concurrently schedule more than one operation with the same `target` and `data`. If this is necessary, a
        random byte can be appended to `data` to act as a salt that will be ignored by the target contract if it
        is using standard Solidity ABI encoding.
        """
        return _SCHEDULE.call(self.address, target, data, when)

    def set_grant_delay(self, role_id: int, new_delay: int) -> Call:
        """Solidity: `setGrantDelay(uint64 roleId, uint32 newDelay)`.

        Update the delay for granting a `role_id`. Requirements: - the caller must be a global admin - `role_id`
        must not be the `PUBLIC_ROLE` Emits a {RoleGrantDelayChanged} event.
        """
        return _SET_GRANT_DELAY.call(self.address, role_id, new_delay)

    def set_role_admin(self, role_id: int, admin: int) -> Call:
        """Solidity: `setRoleAdmin(uint64 roleId, uint64 admin)`.

        Change admin role for a given role. Requirements: - the caller must be a global admin - `role_id` must
        not be the `ADMIN_ROLE` or `PUBLIC_ROLE` Emits a {RoleAdminChanged} event
        """
        return _SET_ROLE_ADMIN.call(self.address, role_id, admin)

    def set_role_guardian(self, role_id: int, guardian: int) -> Call:
        """Solidity: `setRoleGuardian(uint64 roleId, uint64 guardian)`.

        Change guardian role for a given role. Requirements: - the caller must be a global admin - `role_id`
        must not be the `ADMIN_ROLE` or `PUBLIC_ROLE` Emits a {RoleGuardianChanged} event
        """
        return _SET_ROLE_GUARDIAN.call(self.address, role_id, guardian)

    def set_target_admin_delay(self, target: Address, new_delay: int) -> Call:
        """Solidity: `setTargetAdminDelay(address target, uint32 newDelay)`.

        Set the delay for changing the configuration of a given target contract. Requirements: - the caller must
        be a global admin Emits a {TargetAdminDelayUpdated} event.
        """
        return _SET_TARGET_ADMIN_DELAY.call(self.address, target, new_delay)

    def set_target_closed(self, target: Address, closed: bool) -> Call:
        """Solidity: `setTargetClosed(address target, bool closed)`.

        Set the closed flag for a contract. Closing the manager itself won't disable access to admin methods to
        avoid locking the contract. Requirements: - the caller must be a global admin Emits a {TargetClosed}
        event.
        """
        return _SET_TARGET_CLOSED.call(self.address, target, closed)

    def set_target_function_role(self, target: Address, selectors: Sequence[bytes], role_id: int) -> Call:
        """Solidity: `setTargetFunctionRole(address target, bytes4[] selectors, uint64 roleId)`.

        Set the role required to call functions identified by the `selectors` in the `target` contract.
        Requirements: - the caller must be a global admin - `selectors` must not contain the
        `setAuthority(address)` selector, which is reserved. See {canCall}. Emits a {TargetFunctionRoleUpdated}
        event per selector.
        """
        return _SET_TARGET_FUNCTION_ROLE.call(self.address, target, selectors, role_id)

    def update_authority(self, target: Address, new_authority: Address) -> Call:
        """Solidity: `updateAuthority(address target, address newAuthority)`.

        Changes the authority of a target managed by this manager instance. Requirements: - the caller must be a
        global admin
        """
        return _UPDATE_AUTHORITY.call(self.address, target, new_authority)

    def decode(self, log: Log) -> AccessManagerEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: AccessManagerEvent | None = self._decode(log)
        return event

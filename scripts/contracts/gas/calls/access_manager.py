"""Calls of AccessManager, which a vote could use for administration."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, Call

from ..case import Case
from ..founding import identifier, signer
from ..ledger import NOW, Ledger, Shot

_CONTRACT = AccessManager.NAME
_DAY = 86_400
_ROLE, _OTHER = 7, 8
#: Selectors of a role, and calls of one call; the contract itself sets no bound.
_SELECTORS, _CALLS = 32, 32
_OFFICER = "officer"


def _officer() -> Address:
    return signer(_OFFICER).address


def _granted(ledger: Ledger, delay: int = _DAY) -> Call:
    """An officer who may lift a pause, after a delay; the call of it."""
    manager, registry = ledger.contracts.access_manager, ledger.contracts.registry
    lift = registry.lift_pause()
    for call in (
        manager.set_target_function_role(registry.address, [lift.data[:4]], _ROLE),
        manager.grant_role(_ROLE, _officer(), delay),
    ):
        ledger.send(ledger.contracts.governor.address, call)
    return lift


def _scheduled(ledger: Ledger) -> Call:
    """The same, scheduled for the second time, and then for the millionth."""
    manager, lift = ledger.contracts.access_manager, _granted(ledger)
    registry = ledger.contracts.registry.address
    for _ in range(2):
        ledger.send(_officer(), manager.schedule(registry, lift.data, 0))
        if _ == 0:
            ledger.send(_officer(), manager.cancel(_officer(), registry, lift.data))
    _more_nonces(ledger, lift)
    return lift


def _more_nonces(ledger: Ledger, lift: Call) -> None:
    operation = keccak256(
        encode(("address", "address", "bytes"), (_officer(), ledger.contracts.registry.address, lift.data))
    )
    ledger.more(_CONTRACT, "_schedules", operation, "nonce")


def _schedule(ledger: Ledger) -> Shot:
    manager, lift = ledger.contracts.access_manager, _granted(ledger)
    registry = ledger.contracts.registry.address
    ledger.send(_officer(), manager.schedule(registry, lift.data, 0))
    ledger.send(_officer(), manager.cancel(_officer(), registry, lift.data))
    _more_nonces(ledger, lift)
    return Shot(_officer(), manager.schedule(registry, lift.data, NOW + 3 * _DAY))


def _cancel(ledger: Ledger) -> Shot:
    lift = _scheduled(ledger)
    call = ledger.contracts.access_manager.cancel(_officer(), ledger.contracts.registry.address, lift.data)
    return Shot(_officer(), call)


def _execute(ledger: Ledger) -> Shot:
    lift = _scheduled(ledger)
    ledger.wait_until(NOW + 2 * _DAY)
    return Shot(_officer(), ledger.contracts.access_manager.execute(ledger.contracts.registry.address, lift.data))


def _consume(ledger: Ledger) -> Shot:
    """By the contract that the operation is on, in the middle of it."""
    lift = _scheduled(ledger)
    ledger.wait_until(NOW + 2 * _DAY)
    ledger.storage.write(MemberRegistry.NAME, "_consumingSchedule", value=1)
    call = ledger.contracts.access_manager.consume_scheduled_op(_officer(), lift.data)
    return Shot(ledger.contracts.registry.address, call)


def _voted(ledger: Ledger, what: str) -> Shot:
    """What the only administrator, the Governor, does."""
    manager, registry = ledger.contracts.access_manager, ledger.contracts.registry.address
    if what == "revokeRole":
        _granted(ledger)
    calls = {
        "grantRole": lambda: manager.grant_role(_ROLE, _officer(), _DAY),
        "labelRole": lambda: manager.label_role(_ROLE, "lifts pauses"),
        "revokeRole": lambda: manager.revoke_role(_ROLE, _officer()),
        "setGrantDelay": lambda: manager.set_grant_delay(_ROLE, _DAY),
        "setRoleAdmin": lambda: manager.set_role_admin(_ROLE, _OTHER),
        "setRoleGuardian": lambda: manager.set_role_guardian(_ROLE, _OTHER),
        "setTargetAdminDelay": lambda: manager.set_target_admin_delay(registry, _DAY),
        "setTargetClosed": lambda: manager.set_target_closed(registry, True),
        "updateAuthority": lambda: manager.update_authority(registry, ledger.contracts.devices.address),
    }
    return Shot(ledger.contracts.governor.address, calls[what]())


def _renounce(ledger: Ledger) -> Shot:
    _granted(ledger)
    return Shot(_officer(), ledger.contracts.access_manager.renounce_role(_ROLE, _officer()))


def _set_functions(ledger: Ledger, count: int) -> Shot:
    selectors = [identifier(f"selector {number}", 4) for number in range(count)]
    call = ledger.contracts.access_manager.set_target_function_role(ledger.contracts.registry.address, selectors, _ROLE)
    return Shot(ledger.contracts.governor.address, call)


def _multicall(ledger: Ledger, count: int) -> Shot:
    manager = ledger.contracts.access_manager
    calls = [manager.grant_role(_ROLE, signer(f"officer {number}").address, 0).data for number in range(count)]
    return Shot(ledger.contracts.governor.address, manager.multicall(calls))


CASES = (
    *(
        Case(name, "", partial(_voted, what=name))
        for name in (
            "grantRole",
            "labelRole",
            "revokeRole",
            "setGrantDelay",
            "setRoleAdmin",
            "setRoleGuardian",
            "setTargetAdminDelay",
            "setTargetClosed",
            "updateAuthority",
        )
    ),
    Case("renounceRole", "", _renounce),
    Case("setTargetFunctionRole", "1 function", partial(_set_functions, count=1)),
    Case("setTargetFunctionRole", f"{_SELECTORS} functions", partial(_set_functions, count=_SELECTORS)),
    Case("schedule", "", _schedule),
    Case("cancel", "", _cancel),
    Case("execute", "", _execute),
    Case("consumeScheduledOp", "", _consume),
    Case("multicall", "1 call", partial(_multicall, count=1)),
    Case("multicall", f"{_CALLS} calls", partial(_multicall, count=_CALLS)),
)

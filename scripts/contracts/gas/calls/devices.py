"""Calls of DeviceRegistry."""

from __future__ import annotations

from quaychain.contracts.bindings.device_registry import DeviceRegistry

from ..case import Case
from ..ledger import NOW, Ledger, Shot

_END = NOW + 365 * 86_400


def _device(ledger: Ledger) -> bytes:
    """A device in its first boot, and then in its millionth."""
    key, devices = ledger.id("device"), ledger.contracts.devices
    ledger.by("carrier", devices.register(key, ledger.id("asset"), 0, _END))
    ledger.by("carrier", devices.declare_boot(key, 1))
    ledger.more(DeviceRegistry.NAME, "_devices", key, "boot")
    return key


def _register(ledger: Ledger) -> Shot:
    _device(ledger)
    return ledger.shot(
        "carrier", ledger.contracts.devices.register(ledger.id("next"), ledger.id("asset"), NOW + 86_400, _END)
    )


def _declare_boot(ledger: Ledger) -> Shot:
    return ledger.shot("carrier", ledger.contracts.devices.declare_boot(_device(ledger), 2 + ledger.behind))


def _close(ledger: Ledger) -> Shot:
    return ledger.shot("carrier", ledger.contracts.devices.close(_device(ledger), 1 + ledger.behind, 5 + ledger.behind))


def _replace(ledger: Ledger) -> Shot:
    call = ledger.contracts.devices.replace(
        _device(ledger), 1 + ledger.behind, 5 + ledger.behind, ledger.id("next"), _END
    )
    return ledger.shot("carrier", call)


def _flag(ledger: Ledger) -> Shot:
    return ledger.shot("carrier", ledger.contracts.devices.flag_compromised(_device(ledger), NOW - 86_400))


def _revoke(ledger: Ledger) -> Shot:
    return ledger.shot("carrier", ledger.contracts.devices.revoke(_device(ledger)))


CASES = (
    Case("register", "", _register),
    Case("declareBoot", "", _declare_boot),
    Case("close", "", _close),
    Case("replace", "", _replace),
    Case("flagCompromised", "", _flag),
    Case("revoke", "", _revoke),
)

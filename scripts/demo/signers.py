"""Which devices and carriers sign in the scenario, and how they are entered in the DeviceRegistry."""

from __future__ import annotations

from quaychain.contracts.keccak import keccak256

from .cast import member
from .fleet import DeviceSpec
from .ledger import Ledger
from .scenario import Scenario

#: Names of the signers: three on board, two in service, and the carrier's and the yard's own systems.
POSITION, STRAIN, HUMIDITY = "vessel-position", "lashing-strain", "e-house-humidity"
VIBRATION, TEMPERATURE = "gearbox-vibration", "motor-temperature"
CARRIER_SYSTEM = "carrier-system"


def signers(scenario: Scenario) -> dict[str, DeviceSpec]:
    """All signers by their names."""
    gearbox = _first(scenario, "Main-hoist gearbox")
    motor = _first(scenario, "Main-hoist motor")
    crane = machine_epc(scenario, "417")
    specs = (
        DeviceSpec(POSITION, "carrier", crane),
        DeviceSpec(STRAIN, "carrier", crane),
        DeviceSpec(HUMIDITY, "mfr", crane),
        DeviceSpec(VIBRATION, "buyer", gearbox),
        DeviceSpec(TEMPERATURE, "buyer", motor),
        DeviceSpec(CARRIER_SYSTEM, "carrier", crane),
    )
    return {spec.name: spec for spec in specs}


def machine_epc(scenario: Scenario, crane: str) -> str:
    """A crane's GIAI as EPC URI (TDS 2.0, 6.3.5): the GS1 company prefix and the individual asset reference."""
    prefix = member("mfr").company_prefix
    giai = next(asset for asset in scenario.raw["assets_giai_8004"] if asset.endswith(crane))
    return f"urn:epc:id:giai:{prefix}.{giai.removeprefix(prefix)}"


def register_signers(ledger: Ledger) -> None:
    """Every signer's public key is entered by its member, valid for ten years of the scenario."""
    for name, spec in signers(ledger.scenario).items():
        # A commitment: whose device sits where is no business of other members.
        asset = keccak256(ledger.draw(f"asset-salt/{name}") + spec.asset.encode())
        ledger.send(
            spec.owner,
            ledger.contracts.devices.register(
                ledger.fleet.public_key(name), asset, ledger.scenario.at(0), ledger.until(f"device/{name}", 3_650)
            ),
            f"register-{name}",
        )


def _first(scenario: Scenario, name: str) -> str:
    """EPC of crane 418's first part of this name."""
    return next(part.epc for part in scenario.parts if part.name == name and part.crane == "418")

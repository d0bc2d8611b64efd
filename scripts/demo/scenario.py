"""The reference scenario's data, read from the file that comes with the project and typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class ScenarioMilestone:
    """A milestone: `day` counts from the order's effective date; flags are HOLD, WITNESS and pay."""

    key: str
    name: str
    day: int
    weight: int
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScenarioPart:
    """A serialised part: mounted on `crane` (empty for stock), `place` says where stock lies."""

    name: str
    supplier: str
    crane: str
    design: str
    serial: str
    lot: str
    epc: str
    tariff_code: str
    place: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The whole scenario. `raw` is the file as it stands, for what is told only in words."""

    raw: Mapping[str, Any]
    milestones: tuple[ScenarioMilestone, ...]
    parts: tuple[ScenarioPart, ...]

    @property
    def order(self) -> Mapping[str, Any]:
        """The order's own section."""
        section: Mapping[str, Any] = self.raw["order"]
        return section

    @property
    def effective_at(self) -> datetime:
        """Midnight UTC of the order's effective day."""
        return datetime.fromisoformat(self.order["effective"]).replace(tzinfo=UTC)

    def at(self, day: float) -> int:
        """Unix seconds of a day's offset."""
        return int((self.effective_at + timedelta(days=day)).timestamp())

    def milestone(self, key: str) -> ScenarioMilestone:
        """The milestone with this code; KeyError where there is none."""
        for milestone in self.milestones:
            if milestone.key == key:
                return milestone
        raise KeyError(key)

    def document_name(self, code: int) -> str:
        """The scenario's name of a document by its UNTDID 1001 code; KeyError where it has none."""
        for document in self.raw["documents"]:
            if document["untdid1001"] == code:
                return str(document["name"])
        raise KeyError(code)


def load() -> Scenario:
    """Read the scenario that comes with the package."""
    raw = json.loads(resources.files(__package__).joinpath("sts_cranes.json").read_text("utf-8"))
    milestones = tuple(
        ScenarioMilestone(
            item["id"], item["name"], item["day"], item["weight"], frozenset(filter(None, item["flags"].split(",")))
        )
        for item in raw["milestones"]
    )
    mounted = tuple(_part(item, item["crane"], "") for item in raw["parts"])
    stock = tuple(_part(item, "", item["where"]) for item in raw["stock"])
    return Scenario(raw, milestones, mounted + stock)


def _part(item: Mapping[str, Any], crane: str, place: str) -> ScenarioPart:
    return ScenarioPart(
        name=item["name"],
        supplier=item["supplier"],
        crane=crane,
        design=item["cpid_8010"],
        serial=item["serial_8011"],
        lot=item.get("lot_10", ""),
        epc=item["epc"],
        tariff_code=item.get("hs_as_spare", ""),
        place=place,
    )

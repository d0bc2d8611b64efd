"""The reference scenario's data, read from the file that comes with the project and typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any

from .days import CalendarDays, Days


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
    days: Days

    @property
    def order(self) -> Mapping[str, Any]:
        """The order's own section."""
        section: Mapping[str, Any] = self.raw["order"]
        return section

    def at(self, day: float) -> int:
        """When a day is on the chain, Unix seconds."""
        return self.days.at(day)

    def span(self, days: float, *, since: float = 0) -> int:
        """How long so many days last on the chain, in seconds, and never no time at all."""
        return max(1, self.at(since + days) - self.at(since))

    def date(self, day: float) -> date:
        """The date that papers bear, whatever the chain's time."""
        return (_effective(self.raw) + timedelta(days=day)).date()

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


def load(days: Days | None = None) -> Scenario:
    """Read the scenario that comes with the package; its days are those of the calendar where no others are given."""
    raw = json.loads(resources.files(__package__).joinpath("sts_cranes.json").read_text("utf-8"))
    milestones = tuple(
        ScenarioMilestone(
            item["id"], item["name"], item["day"], item["weight"], frozenset(filter(None, item["flags"].split(",")))
        )
        for item in raw["milestones"]
    )
    mounted = tuple(_part(item, item["crane"], "") for item in raw["parts"])
    stock = tuple(_part(item, "", item["where"]) for item in raw["stock"])
    calendar = CalendarDays(int(_effective(raw).timestamp()))
    return Scenario(raw, milestones, mounted + stock, days or calendar)


def _effective(raw: Mapping[str, Any]) -> datetime:
    """Midnight UTC of the order's effective day."""
    return datetime.fromisoformat(raw["order"]["effective"]).replace(tzinfo=UTC)


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

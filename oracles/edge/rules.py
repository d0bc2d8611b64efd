"""The rules' file: TOML or JSON, checked wholly when it is loaded. Pure.

    version = 1

    [[rule]]
    name = "bearing"                  # stands in every note that comes of it
    device = "*"                      # a device's key, "lorawan/" and a DevEUI, or "*"
    asset = "urn:epc:id:giai:…"       # any, where it is left out; `component` too
    quantity = "Speed"
    unit = "C16"                      # another one is noted, and not used further
    range = { min = 0, max = 100 }    # a value outside is noted, and not used further
    deadband = 0.2                    # a value further than this from the last noted one is noted
    window = { seconds = 60 }         # min, max, mean and count of each minute
    anomaly = { history = 60, least = 10, threshold = 3.5 }
    zones = { ab = 2.3, bc = 4.5, cd = 7.1 }   # in the rule's unit; limits of ISO 20816 for the machine's class

The first rule in the file that fits a reading counts, and no other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.reading import Component, Reading
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import parse_strict

MAX_RULES = 1_000
_MAX_BYTES = 2**20
_ANY = "*"

_Finite = Annotated[float, Field(allow_inf_nan=False)]
_Positive = Annotated[float, Field(allow_inf_nan=False, gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Range(_Part):
    """Between which values a reading is believed, both included."""

    min: _Finite | None = None
    max: _Finite | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("has neither min nor max")
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"min {self.min:g} is not below max {self.max:g}")
        return self


class Window(_Part):
    """Windows of equal length that begin at multiples of it, by the readings' own times."""

    seconds: Annotated[int, Field(ge=1, le=86_400)]


class Anomaly(_Part):
    """A value whose robust z-score against those before it is beyond `threshold`."""

    #: Values that it is held against.
    history: Annotated[int, Field(ge=5, le=1_000)] = 60
    #: How many of them there have to be.
    least: Annotated[int, Field(ge=5, le=1_000)] = 10
    threshold: _Positive = 3.5

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.least > self.history:
            raise ValueError(f"least {self.least} is above history {self.history}")
        return self


class Zones(_Part):
    """Upper limits of the vibration zones A, B and C (ISO 20816-1); a value at a limit is in the lower zone."""

    ab: _Positive
    bc: _Positive
    cd: _Positive

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.ab < self.bc < self.cd:
            raise ValueError("ab, bc and cd do not rise")
        return self


class EdgeRule(_Part):
    """What is done with the readings that it fits."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")]
    device: Annotated[str, StringConstraints(pattern=r"^(?:\*|[0-9a-f]{64}|lorawan/[0-9a-f]{16})$")] = _ANY
    asset: str | None = None
    quantity: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z]{2,39}$")]
    component: Component | None = None
    unit: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,3}$")]
    range: Range | None = None
    deadband: _Positive | None = None
    window: Window | None = None
    anomaly: Anomaly | None = None
    zones: Zones | None = None

    @model_validator(mode="after")
    def _asset_is_one(self) -> Self:
        if self.asset is not None:
            example = {"quantity": "Speed", "unit": "C16", "value": 0, "time": "2026-01-01T00:00:00Z"}
            try:
                Reading.model_validate(example | {"asset": self.asset})
            except ValidationError:
                raise ValueError(f"asset {self.asset!r} is no GIAI or CPI") from None
        return self

    def fits(self, device: str, reading: Reading) -> bool:
        """Whether a device's reading is one that this rule is for; the unit is not asked."""
        return (
            reading.quantity == self.quantity
            and self.device in (_ANY, device)
            and self.asset in (None, reading.asset)
            and self.component in (None, reading.component)
        )

    def covers(self, other: EdgeRule) -> bool:
        """Whether it fits all that the other one fits."""
        return (
            self.quantity == other.quantity
            and self.device in (_ANY, other.device)
            and self.asset in (None, other.asset)
            and self.component in (None, other.component)
        )


class _RuleFile(_Part):
    version: Literal[1]
    rule: Annotated[tuple[EdgeRule, ...], Field(strict=False, max_length=MAX_RULES)]


@dataclass(frozen=True)
class EdgeRules:
    """The rules of one file."""

    rules: tuple[EdgeRule, ...]
    #: SHA-256 of the file, 64 hexadecimal digits: which rules a note comes of.
    digest: str

    def rule_for(self, device: str, reading: Reading) -> EdgeRule | None:
        """The first rule that fits."""
        return next((rule for rule in self.rules if rule.fits(device, reading)), None)


@dataclass
class EdgeRulesError(QuaychainError):
    """The file can't be used; `problems` has one line for each thing that is wrong with it."""

    file: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.file}: {problem}" for problem in self.problems)


def read_rules(file: Path) -> EdgeRules:
    """The rules of a `.toml` or `.json` file (I/O: reads it). Raises EdgeRulesError with all that is wrong."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise EdgeRulesError(str(file), (error.strerror or str(error),)) from error
    return parse_rules(data, str(file))


def parse_rules(data: bytes, file: str) -> EdgeRules:
    """The rules of a file's bytes; the end of its name says whether it is TOML or JSON. Raises EdgeRulesError."""
    value = _parse(data, file)
    try:
        rules = _RuleFile.model_validate(value).rule
    except ValidationError as error:
        raise EdgeRulesError(file, tuple(_problems(error, value))) from None
    problems = tuple(_conflicts(rules))
    if problems:
        raise EdgeRulesError(file, problems)
    return EdgeRules(rules, sha256(data).hexdigest())


def _parse(data: bytes, file: str) -> Any:
    if len(data) > _MAX_BYTES:
        raise EdgeRulesError(file, (f"{len(data)} bytes, at most {_MAX_BYTES} are read",))
    try:
        if file.endswith(".json"):
            return parse_strict(data, max_bytes=_MAX_BYTES, max_depth=5)
        if file.endswith(".toml"):
            return tomllib.loads(data.decode())
    except EventRefusedError as error:
        raise EdgeRulesError(file, (error.detail,)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EdgeRulesError(file, (f"not TOML: {error}",)) from None
    raise EdgeRulesError(file, ("its name ends neither in .toml nor in .json",))


def _problems(error: ValidationError, value: Any) -> Iterator[str]:
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        place = [str(part) for part in each["loc"]]
        where = ".".join(place)
        if place[:1] == ["rule"] and len(place) > 1:
            number = int(place[1])
            rule = value["rule"][number]
            name = rule.get("name") if isinstance(rule, dict) else None
            inner = ".".join(place[2:])
            where = f"rule {number + 1}{f' ({name})' if isinstance(name, str) else ''}{f', {inner}' if inner else ''}"
        message = each["msg"].removeprefix("Value error, ")
        yield " ".join(f"{where or 'the file'}: {message}".split())


def _conflicts(rules: tuple[EdgeRule, ...]) -> Iterator[str]:
    if not rules:
        yield "has no rule"
    for number, rule in enumerate(rules):
        for earlier in rules[:number]:
            if earlier.name == rule.name:
                yield f"rule {number + 1}: there is another one with the name {rule.name}"
            if earlier.covers(rule):
                yield f"rule {number + 1} ({rule.name}): never reached, for {earlier.name} takes all that it fits"
                break

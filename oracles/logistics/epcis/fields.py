"""Kinds of values in EPCIS documents."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator

from . import vocabulary

# RFC 3986 appendix A, for what may follow the scheme.
_CHARACTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_AUTHORITY = (
    r"(?:(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:\[(?:[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+)\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)"
    r"(?::[0-9]*)?"
)
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_AUTHORITY}(?:/{_CHARACTER}*)*|/?(?:{_CHARACTER}+(?:/{_CHARACTER}*)*)?)"
    rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)
# RFC 3339 section 5.6.
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?"
    r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_CORE_VOCABULARY = re.compile(r"urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/")
_WEB_VOCABULARY = re.compile(r"https?://(?:www\.)?gs1\.org/voc/")


def is_uri(text: str) -> bool:
    """Whether a text is a URI with a scheme (RFC 3986); compact URIs such as `ext:name` are, by their form."""
    return _URI.fullmatch(text) is not None


def _uri(text: str) -> str:
    if not is_uri(text):
        raise ValueError("is not a URI")
    return text


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("is not a date-time of RFC 3339")
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError("is not a day of the calendar")
    return text


def _term(values: frozenset[str], foreign: re.Pattern[str], name: str) -> Callable[[str], str]:
    """A standard value, or a URI of somebody else's vocabulary."""

    def check(text: str) -> str:
        if text not in values and (not is_uri(text) or foreign.match(text) is not None):
            raise ValueError(f"is neither a standard {name} nor another vocabulary's URI")
        return text

    return check


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is not a number")
    return value


def _unique(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError("has an entry twice")
    return values


def _context(value: Any) -> Any:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if not isinstance(entry, dict) and not (isinstance(entry, str) and is_uri(entry)):
            raise ValueError("is neither a URI nor an object nor a list of these")
    if isinstance(value, list) and any(entry in value[:place] for place, entry in enumerate(value)):
        raise ValueError("has an entry twice")
    return value


Text = Annotated[str, Strict()]
Uri = Annotated[Text, AfterValidator(_uri)]
Time = Annotated[Text, AfterValidator(_time)]
Number = Annotated[Any, BeforeValidator(_number)]
Boolean = Annotated[bool, Strict()]
HexBinary = Annotated[Text, Field(pattern=r"^[A-Fa-f0-9]+$")]
Unit = Annotated[Text, Field(pattern=r"^[A-Z0-9]{2,3}$")]
ZoneOffset = Annotated[Text, Field(pattern=r"^[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)$")]
Version = Annotated[Text, Field(pattern=r"^[0-9]+(?:\.[0-9]+)*$")]
Context = Annotated[Any, BeforeValidator(_context)]
Uris = list[Uri]
UniqueUris = Annotated[list[Uri], AfterValidator(_unique)]
BusinessStep = Annotated[Text, AfterValidator(_term(vocabulary.BUSINESS_STEPS, _CORE_VOCABULARY, "business step"))]
Disposition = Annotated[Text, AfterValidator(_term(vocabulary.DISPOSITIONS, _CORE_VOCABULARY, "disposition"))]
UniqueDispositions = Annotated[list[Disposition], Field(min_length=1), AfterValidator(_unique)]
BusinessTransactionType = Annotated[
    Text, AfterValidator(_term(vocabulary.BUSINESS_TRANSACTION_TYPES, _CORE_VOCABULARY, "business transaction type"))
]
SourceDestinationType = Annotated[
    Text, AfterValidator(_term(vocabulary.SOURCE_DESTINATION_TYPES, _CORE_VOCABULARY, "source or destination type"))
]
ErrorReason = Annotated[Text, AfterValidator(_term(vocabulary.ERROR_REASONS, _CORE_VOCABULARY, "error reason"))]
ComponentType = Annotated[Text, AfterValidator(_term(vocabulary.COMPONENTS, _CORE_VOCABULARY, "component"))]
MeasurementType = Annotated[
    Text, AfterValidator(_term(vocabulary.MEASUREMENT_TYPES, _WEB_VOCABULARY, "measurement type"))
]
SensorAlertType = Annotated[
    Text, AfterValidator(_term(vocabulary.SENSOR_ALERT_TYPES, _WEB_VOCABULARY, "sensor alert type"))
]


def absent() -> Any:
    """Default of a field that may be left out but is never null; `model_fields_set` tells the two apart."""
    return Field(default=None)


class Closed(BaseModel):
    """An object with the fields named and no others."""

    model_config = ConfigDict(extra="forbid")


class Open(BaseModel):
    """An object that may have anything besides the fields named."""

    model_config = ConfigDict(extra="allow")


class Extensible(Open):
    """An object whose further fields have URIs for names: extensions of a vendor or user."""

    @model_validator(mode="after")
    def _extensions_are_uris(self) -> Extensible:
        for name in self.model_extra or {}:
            if not is_uri(name):
                raise ValueError(f"{name[:64]!r} is no field of it, and no URI as an extension has")
        return self

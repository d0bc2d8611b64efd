"""The EPCIS event hash id of CBV 2.0 (section 8.9): `ni:///sha-256;…?ver=CBV2.0`.

It is the same for one event however it is written: order of fields, time zones, URN or Digital Link. It leaves out
eventID, recordTime and errorDeclaration; that is why our own digest of the whole event is anchored beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from .digital_link import constrained_link

_IGNORED = frozenset({"@context", "type", "eventID", "recordTime", "errorDeclaration"})
_COMMENTS = frozenset({"rdfs:comment", "comment"})
_CBV = "https://ref.gs1.org/cbv/"
_GS1 = "https://gs1.org/voc/"
#: Where the bare values of a field are expanded to.
_EXPANSIONS = {
    "bizStep": f"{_CBV}BizStep-",
    "disposition": f"{_CBV}Disp-",
    "set": f"{_CBV}Disp-",
    "unset": f"{_CBV}Disp-",
    "bizTransactionList": f"{_CBV}BTT-",
    "sourceList": f"{_CBV}SDT-",
    "destinationList": f"{_CBV}SDT-",
    "sensorReport": _GS1,
    "exception": _GS1,
    "component": f"{_CBV}Comp-",
}
_URN_EXPANSIONS = {
    "urn:epcglobal:cbv:bizstep:": f"{_CBV}BizStep-",
    "urn:epcglobal:cbv:disp:": f"{_CBV}Disp-",
    "urn:epcglobal:cbv:btt:": f"{_CBV}BTT-",
    "urn:epcglobal:cbv:sdt:": f"{_CBV}SDT-",
    "urn:epcglobal:cbv:er:": f"{_CBV}ER-",
}
#: Prefixes of GS1's own context.
_PREFIXES = {"gs1": _GS1, "cbv": _CBV, "epcis": "https://ref.gs1.org/epcis/", "cbvmda": "urn:epcglobal:cbv:mda:"}
_TIMES = frozenset({"eventTime", "time", "startTime", "endTime"})
_QUANTITY = ("epcClass", "quantity", "uom")
_METADATA = (
    "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules",
)  # fmt: skip
_REPORT = (
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time", "microorganism",
    "chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue", "minValue",
    "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom", "coordinateReferenceSystem",
)  # fmt: skip
#: The canonical order of an event's own fields.
_ORDER = (
    "eventTime", "eventTimeZoneOffset", "certificationInfo", "parentID", "epcList", "inputEPCList", "childEPCs",
    "quantityList", "childQuantityList", "inputQuantityList", "outputEPCList", "outputQuantityList", "action",
    "transformationID", "bizStep", "disposition", "persistentDisposition", "readPoint", "bizLocation",
    "bizTransactionList", "sourceList", "destinationList", "sensorElementList",
)  # fmt: skip
_EPC_LISTS = frozenset({"epcList", "inputEPCList", "childEPCs", "outputEPCList"})
_QUANTITY_LISTS = frozenset({"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"})
_TYPED_LISTS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}


def namespaces(context: Any) -> dict[str, str]:
    """Prefix → namespace of a JSON-LD context, without fetching anything: those it states, and GS1's own."""
    entries = context if isinstance(context, list) else [context]
    stated = {
        prefix: value
        for entry in entries
        if isinstance(entry, dict)
        for prefix, value in entry.items()
        if isinstance(value, str)
    }
    return _PREFIXES | stated


def event_hash_id(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The hash id of a valid event; `prefixes` from its document's context, its own are added."""
    text = pre_hash(event, prefixes)
    return f"ni:///sha-256;{hashlib.sha256(text.encode()).hexdigest()}?ver=CBV2.0"


def pre_hash(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The canonical text that is hashed."""
    writer = _Writer({**prefixes, **namespaces(event["@context"])} if "@context" in event else prefixes)
    fields = "".join(writer.standard(name, event[name]) for name in _ORDER if name in event)
    others = sorted(
        text
        for name, value in event.items()
        if name not in _ORDER and name not in _IGNORED
        for text in writer.free(name, value)
    )
    return f"eventType={event['type']}{fields}{''.join(others)}"


class _Writer:
    """Writes fields as name, `=` and value; names of extensions with their namespace."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes

    def standard(self, name: str, value: Any) -> str:
        if name in _EPC_LISTS:
            return self._list(name, [self._value("epc", epc) for epc in value])
        if name in _QUANTITY_LISTS:
            return self._list(name, ["quantityElement" + self._ordered(entry, _QUANTITY) for entry in value])
        if name in _TYPED_LISTS:
            return self._list(name, [self._typed(name, entry) for entry in value])
        if name == "sensorElementList":
            return self._list(name, [self._sensor_element(entry) for entry in value])
        if name == "persistentDisposition":
            parts = [self._value(part, entry) for part in ("set", "unset") for entry in sorted(value.get(part, ()))]
            return name + "".join(parts) if parts else ""
        if name in ("readPoint", "bizLocation"):
            return name + self._ordered(value, ("id",))
        if name == "certificationInfo":
            return "".join(
                sorted(self._value(name, entry) for entry in (value if isinstance(value, list) else [value]))
            )
        return self._value(name, value)

    def free(self, name: str, value: Any) -> list[str]:
        """An extension or master data, as one text for each value that it has."""
        if name in _COMMENTS:
            return []
        values = value if isinstance(value, list) else [value]
        return [self._qualified(name) + self._free_value(entry) for entry in values]

    def _free_value(self, value: Any) -> str:
        if isinstance(value, dict):
            return "".join(sorted(text for name, entry in value.items() for text in self.free(name, entry)))
        if isinstance(value, list):
            return "".join(sorted(self._free_value(entry) for entry in value))
        text = _number_text(value) if isinstance(value, str) else _scalar(value)
        text = self._expanded(text.strip())
        return f"={text}" if text else ""

    def _sensor_element(self, element: Mapping[str, Any]) -> str:
        text = "sensorElement"
        if "sensorMetadata" in element:
            text += "sensorMetadata" + self._ordered(element["sensorMetadata"], _METADATA)
        text += "".join(sorted("sensorReport" + self._report(report) for report in element["sensorReport"]))
        return text + self._extensions(element, ("sensorMetadata", "sensorReport"))

    def _report(self, report: Mapping[str, Any]) -> str:
        kind = _expanded_bare("sensorReport", self._expanded(report["type"]))
        rest = {name: value for name, value in report.items() if name != "type"}
        return f"type={kind}" + self._ordered(rest, _REPORT)

    def _typed(self, list_name: str, entry: Mapping[str, Any]) -> str:
        kind = entry.get("type")
        text = "" if kind is None else f"type={_expanded_bare(list_name, self._expanded(kind))}"
        name = _TYPED_LISTS[list_name]
        return text + self._value(name, entry[name])

    def _ordered(self, fields: Mapping[str, Any], order: tuple[str, ...]) -> str:
        text = "".join(self._value(name, fields[name]) for name in order if name in fields)
        return text + self._extensions(fields, order)

    def _extensions(self, fields: Mapping[str, Any], known: tuple[str, ...]) -> str:
        return "".join(
            sorted(
                text
                for name, value in fields.items()
                if name not in known and ":" in name
                for text in self.free(name, value)
            )
        )

    def _list(self, name: str, entries: list[str]) -> str:
        return name + "".join(sorted(entries)) if entries else ""

    def _value(self, name: str, value: Any) -> str:
        if name in _TIMES:
            text = _utc_milliseconds(value)
        else:
            text = _expanded_bare(name, self._expanded(_scalar(value).strip()))
        return f"{name}={text}" if text else ""

    def _expanded(self, text: str) -> str:
        for urn, replacement in _URN_EXPANSIONS.items():
            text = text.replace(urn, replacement)
        link = constrained_link(text)
        if link is not None:
            return link
        prefix, colon, rest = text.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else text

    def _qualified(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return f"{{{self._prefixes[prefix]}}}{rest}" if colon and prefix in self._prefixes else name


def _expanded_bare(field: str, text: str) -> str:
    start = _EXPANSIONS.get(field)
    return start + text if start is not None and ":" not in text else text


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _decimal_text(Decimal(repr(value)))
    return str(value)


def _number_text(text: str) -> str:
    """An extension's text without superfluous zeros where it is a number: XML, which knows texts only, has it so."""
    return _decimal_text(Decimal(text)) if re.fullmatch(r"[+-]?\d{1,30}(?:\.\d{1,30})?", text.strip()) else text


def _decimal_text(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _utc_milliseconds(text: str) -> str:
    """A date-time of RFC 3339 in UTC, rounded to milliseconds."""
    match = re.fullmatch(r"(.{19})(?:\.(\d+))?(.*)", text)
    assert match is not None
    base, fraction, zone = match.groups()
    leap = base.endswith("60")
    moment = datetime.fromisoformat((base[:-2] + "59" if leap else base).upper() + zone.upper())
    tenths = int((fraction or "0")[:4].ljust(4, "0"))
    moment += timedelta(seconds=int(leap), milliseconds=(tenths + 5) // 10)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

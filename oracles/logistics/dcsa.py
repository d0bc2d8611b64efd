"""DCSA Track & Trace events, of version 2.x and 3.0: the messages that carriers push or answer.

Checked is what makes an event one: its type, classifier, times, codes and the references that its type needs (DCSA
Event Domain 2.0.0 and 3.1.0). Fields beyond these are kept as they came.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

from .epcis.fields import Text, Time, absent

MAX_DEPTH = 32

Classifier = Literal["ACT", "PLN", "EST"]
TransportCode = Literal["ARRI", "DEPA"]
ShipmentCode = Literal[
    "RECE", "DRFT", "PENA", "PENU", "PENC", "CONF", "REJE", "APPR", "ISSU", "SURR", "SUBM", "VOID", "REQS", "CMPL",
    "HOLD", "RELS", "CANC",
]  # fmt: skip
EquipmentCode2 = Literal["LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP", "PICK", "DROP", "INSP", "RSEA", "RMVD"]
EquipmentCode3 = Literal[
    "LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP", "AVPU", "PICK", "AVDO", "DROP", "INSP", "RSEA", "RMVD", "CUSS",
    "CUSI", "CUSR", "CROS",
]  # fmt: skip
DocumentCode2 = Literal["CBR", "BKG", "SHI", "SRM", "TRD", "ARN", "VGM", "CAS", "CUS", "DGD", "OOG"]
DocumentCode3 = Literal[
    "CBR", "BKG", "SHI", "TRD", "DEI", "DEO", "TRO", "CRO", "ARN", "VGM", "CAS", "CUC", "DGD", "OOG", "CQU", "INV",
    "HCE", "PCE", "VCE", "FCE", "ICE", "CEA", "CEO",
]  # fmt: skip
Reference = Annotated[Text, Field(min_length=1, max_length=100)]


def _uuid(text: str) -> str:
    try:
        UUID(text)
    except ValueError:
        raise ValueError("is not a UUID") from None
    return text


class _Fields(BaseModel):
    model_config = ConfigDict(extra="allow")


class TransportCall(_Fields):
    modeOfTransport: Literal["VESSEL", "RAIL", "TRUCK", "BARGE"]


class TransportCall2(TransportCall):
    transportCallID: Reference


class TransportCall3(TransportCall):
    transportCallReference: Reference = absent()


class _Payload(_Fields):
    eventDateTime: Time
    eventClassifierCode: Classifier


class _Shipment(_Payload):
    eventClassifierCode: Literal["ACT"]
    shipmentEventTypeCode: ShipmentCode


class _Transport(_Payload):
    transportEventTypeCode: TransportCode


class _Equipment(_Payload):
    emptyIndicatorCode: Literal["EMPTY", "LADEN"]
    equipmentReference: Annotated[Text, Field(min_length=1, max_length=15)] = absent()
    ISOEquipmentCode: Annotated[Text, Field(min_length=1, max_length=4)] = absent()


class _Version2(_Fields):
    eventID: Annotated[Text, AfterValidator(_uuid)] = absent()
    eventCreatedDateTime: Time


class ShipmentEvent2(_Version2, _Shipment):
    eventType: Literal["SHIPMENT"]
    documentID: Reference
    documentTypeCode: DocumentCode2


class TransportEvent2(_Version2, _Transport):
    eventType: Literal["TRANSPORT"]
    transportCall: TransportCall2


class EquipmentEvent2(_Version2, _Equipment):
    eventType: Literal["EQUIPMENT"]
    equipmentEventTypeCode: EquipmentCode2
    transportCall: TransportCall2 = absent()


class ShipmentPayload3(_Shipment):
    documentReference: Reference
    documentTypeCode: DocumentCode3


class TransportPayload3(_Transport):
    transportCall: TransportCall3


class EquipmentPayload3(_Equipment):
    equipmentEventTypeCode: EquipmentCode3
    transportCall: TransportCall3 = absent()


class Publisher3(_Fields):
    carrierCode: Reference
    carrierCodeListProvider: Reference


class _Metadata3(_Fields):
    eventID: Reference
    eventCreatedDateTime: Time
    publisher: Publisher3
    publisherRole: Literal["CA", "AG", "VSP", "SVP"]


class _ShipmentMetadata3(_Metadata3):
    eventType: Literal["SHIPMENT"]


class _TransportMetadata3(_Metadata3):
    eventType: Literal["TRANSPORT"]


class _EquipmentMetadata3(_Metadata3):
    eventType: Literal["EQUIPMENT"]


class ShipmentEvent3(_Fields):
    metadata: _ShipmentMetadata3
    payload: ShipmentPayload3


class TransportEvent3(_Fields):
    metadata: _TransportMetadata3
    payload: TransportPayload3


class EquipmentEvent3(_Fields):
    metadata: _EquipmentMetadata3
    payload: EquipmentPayload3


class RetractionMetadata3(_Metadata3):
    eventType: Literal["SHIPMENT", "TRANSPORT", "EQUIPMENT"]
    retractedEventID: Reference


class Retraction3(_Fields):
    """An event of version 3 that takes another back: it has no payload."""

    metadata: RetractionMetadata3


def _form(value: Any) -> str | None:
    """Version and type of an event; None for what has neither, which fits no model."""
    if not isinstance(value, dict):
        return None
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        if isinstance(metadata.get("retractedEventID"), str) and "payload" not in value:
            return "3 RETRACTION"
        return f"3 {metadata.get('eventType')}"
    return f"2 {value.get('eventType')}"


Event = Annotated[
    Annotated[ShipmentEvent2, Tag("2 SHIPMENT")]
    | Annotated[TransportEvent2, Tag("2 TRANSPORT")]
    | Annotated[EquipmentEvent2, Tag("2 EQUIPMENT")]
    | Annotated[ShipmentEvent3, Tag("3 SHIPMENT")]
    | Annotated[TransportEvent3, Tag("3 TRANSPORT")]
    | Annotated[EquipmentEvent3, Tag("3 EQUIPMENT")]
    | Annotated[Retraction3, Tag("3 RETRACTION")],
    Discriminator(_form),
]

_EVENTS: TypeAdapter[list[Any]] = TypeAdapter(Annotated[list[Event], Field(min_length=1, max_length=10_000)])


def read_events(value: Any) -> tuple[dict[str, Any], ...]:
    """The events of a parsed body, which is one event or a list; raises EventRefusedError (BODY_INVALID)."""
    events = value if isinstance(value, list) else [value]
    try:
        _EVENTS.validate_python(events)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    return tuple(events)


def event_items(events: tuple[dict[str, Any], ...]) -> tuple[EventItem, ...]:
    """The digest of each event; DCSA knows no hash id."""
    return tuple(EventItem("", keccak256(canonical(event))) for event in events)

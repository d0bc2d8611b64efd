"""Events and documents of EPCIS 2.0 (sections 7.2 to 7.4, JSON bindings in 10), as strict models.

They say the same of a document as GS1's JSON schema for EPCIS 2.0 does (a test holds the two against each other where
the schema is at hand); they keep nothing of it: documents are stored as they came.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, model_validator

from . import fields as f
from .fields import Closed, Extensible, Open, absent

Action = Literal["OBSERVE", "ADD", "DELETE"]


class ErrorDeclaration(Extensible):
    declarationTime: f.Time
    reason: f.ErrorReason = absent()
    correctiveEventIDs: f.Uris = absent()


class QuantityElement(Closed):
    epcClass: f.Uri
    quantity: f.Number = absent()
    uom: f.Unit = absent()


class PersistentDisposition(Closed):
    set: f.UniqueDispositions = absent()
    unset: f.UniqueDispositions = absent()

    @model_validator(mode="after")
    def _says_something(self) -> PersistentDisposition:
        if not self.model_fields_set:
            raise ValueError("has neither set nor unset")
        return self


class Place(Open):
    id: f.Uri


class BusinessTransaction(Closed):
    type: f.BusinessTransactionType = absent()
    bizTransaction: f.Uri


class Source(Closed):
    type: f.SourceDestinationType
    source: f.Uri


class Destination(Closed):
    type: f.SourceDestinationType
    destination: f.Uri


class SensorMetadata(Extensible):
    time: f.Time = absent()
    deviceID: f.Uri = absent()
    deviceMetadata: f.Uri = absent()
    rawData: f.Uri = absent()
    startTime: f.Time = absent()
    endTime: f.Time = absent()
    dataProcessingMethod: f.Uri = absent()
    bizRules: f.Uri = absent()


class SensorReport(Extensible):
    type: f.MeasurementType
    exception: f.SensorAlertType = absent()
    deviceID: f.Uri = absent()
    deviceMetadata: f.Uri = absent()
    rawData: f.Uri = absent()
    dataProcessingMethod: f.Uri = absent()
    bizRules: f.Uri = absent()
    time: f.Time = absent()
    microorganism: f.Uri = absent()
    chemicalSubstance: f.Uri = absent()
    coordinateReferenceSystem: f.Uri = absent()
    value: f.Number = absent()
    component: f.ComponentType = absent()
    stringValue: f.Text = absent()
    booleanValue: f.Boolean = absent()
    hexBinaryValue: f.HexBinary = absent()
    uriValue: f.Uri = absent()
    minValue: f.Number = absent()
    maxValue: f.Number = absent()
    meanValue: f.Number = absent()
    sDev: f.Number = absent()
    percRank: f.Number = absent()
    percValue: f.Number = absent()
    uom: f.Text = absent()


class SensorElement(Extensible):
    sensorMetadata: SensorMetadata = absent()
    sensorReport: Annotated[list[SensorReport], Field(min_length=1)]


class InstanceOrLotMasterData(Extensible):
    pass


def _one_or_more_uris(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Event(Open):
    """What every event has."""

    context: f.Context = Field(default=None, alias="@context")
    eventTime: f.Time
    recordTime: f.Time = absent()
    eventTimeZoneOffset: f.ZoneOffset
    eventID: f.Uri = absent()
    certificationInfo: Annotated[f.Uris, BeforeValidator(_one_or_more_uris)] = absent()
    errorDeclaration: ErrorDeclaration = absent()


class StandardEvent(Event, Extensible):
    """What the five standard event types share."""

    bizStep: f.BusinessStep = absent()
    disposition: f.Disposition = absent()
    readPoint: Place = absent()
    bizLocation: Place = absent()
    bizTransactionList: list[BusinessTransaction] = absent()
    sourceList: list[Source] = absent()
    destinationList: list[Destination] = absent()
    sensorElementList: list[SensorElement] = absent()


class ObjectEvent(StandardEvent):
    type: Literal["ObjectEvent"]
    action: Action
    epcList: f.UniqueUris = absent()
    quantityList: list[QuantityElement] = absent()
    persistentDisposition: PersistentDisposition = absent()
    ilmd: InstanceOrLotMasterData = absent()

    @model_validator(mode="after")
    def _complete(self) -> ObjectEvent:
        sensed = bool(self.sensorElementList) and "readPoint" in self.model_fields_set
        if "epcList" not in self.model_fields_set and not self.quantityList and not sensed:
            raise ValueError("names neither objects nor quantities, nor sensor data with a read point")
        if "ilmd" in self.model_fields_set and self.action != "ADD":
            raise ValueError("has ilmd, which only the action ADD may have")
        return self


class AggregationEvent(StandardEvent):
    type: Literal["AggregationEvent"]
    action: Action
    parentID: f.Uri = absent()
    childEPCs: f.Uris = absent()
    childQuantityList: list[QuantityElement] = absent()

    @model_validator(mode="after")
    def _complete(self) -> AggregationEvent:
        if not self.childEPCs and not self.childQuantityList and self.action != "DELETE":
            raise ValueError("has no children")
        return self


class AssociationEvent(StandardEvent):
    type: Literal["AssociationEvent"]
    action: Action
    parentID: f.Uri
    childEPCs: f.Uris = absent()
    childQuantityList: list[QuantityElement] = absent()

    @model_validator(mode="after")
    def _complete(self) -> AssociationEvent:
        if not self.childEPCs and not self.childQuantityList and self.action != "DELETE":
            raise ValueError("has no children")
        return self


class TransactionEvent(StandardEvent):
    type: Literal["TransactionEvent"]
    action: Action
    bizTransactionList: Annotated[list[BusinessTransaction], Field(min_length=1)]
    parentID: f.Uri = absent()
    epcList: f.Uris = absent()
    quantityList: list[QuantityElement] = absent()

    @model_validator(mode="after")
    def _complete(self) -> TransactionEvent:
        if "epcList" not in self.model_fields_set and not self.quantityList and self.action != "DELETE":
            raise ValueError("names neither objects nor quantities")
        return self


class TransformationEvent(StandardEvent):
    type: Literal["TransformationEvent"]
    inputEPCList: f.UniqueUris = absent()
    inputQuantityList: list[QuantityElement] = absent()
    outputEPCList: f.UniqueUris = absent()
    outputQuantityList: list[QuantityElement] = absent()
    transformationID: f.Uri = absent()
    persistentDisposition: PersistentDisposition = absent()
    ilmd: InstanceOrLotMasterData = absent()

    @model_validator(mode="after")
    def _complete(self) -> TransformationEvent:
        inputs = bool(self.inputEPCList or self.inputQuantityList)
        outputs = bool(self.outputEPCList or self.outputQuantityList)
        if not (inputs and outputs) and not ((inputs or outputs) and "transformationID" in self.model_fields_set):
            raise ValueError("has no inputs or no outputs, and no transformation that joins it to others")
        return self


class ExtendedEvent(Event):
    """An event of a type of a vendor or user."""

    type: f.Uri


_STANDARD = {
    model.__name__: model
    for model in (ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent)
}


def _event_type(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) and kind in _STANDARD else "extended"


AnyEvent = Annotated[
    Annotated[ObjectEvent, Tag("ObjectEvent")]
    | Annotated[AggregationEvent, Tag("AggregationEvent")]
    | Annotated[AssociationEvent, Tag("AssociationEvent")]
    | Annotated[TransactionEvent, Tag("TransactionEvent")]
    | Annotated[TransformationEvent, Tag("TransformationEvent")]
    | Annotated[ExtendedEvent, Tag("extended")],
    Discriminator(_event_type),
]


class Attribute(Open):
    id: f.Uri
    attribute: Annotated[Any, BeforeValidator(lambda value: _attribute(value))] = absent()


class VocabularyElement(Open):
    id: f.Uri
    attributes: list[Attribute] = absent()
    children: f.Uris = absent()


class Vocabulary(Open):
    type: f.Uri
    vocabularyElementList: list[VocabularyElement] = absent()


class MasterData(Open):
    vocabularyList: list[Vocabulary] = absent()


class DocumentHeader(Extensible):
    epcisMasterData: MasterData = absent()


class DocumentBody(Open):
    eventList: list[AnyEvent]


class CaptureDocument(Extensible):
    """An EPCISDocument."""

    context: f.Context = Field(alias="@context")
    id: f.Uri = absent()
    type: Literal["EPCISDocument"]
    schemaVersion: f.Version
    creationDate: f.Time
    instanceIdentifier: f.Text = absent()
    sender: f.Text = absent()
    receiver: f.Text = absent()
    epcisHeader: DocumentHeader = absent()
    epcisBody: DocumentBody


class ResultsBody(Extensible):
    eventList: list[AnyEvent]
    vocabularyList: list[Vocabulary] = absent()


class QueryResults(Extensible):
    queryName: f.Text
    subscriptionID: f.Text = absent()
    resultsBody: ResultsBody


class QueryBody(Extensible):
    queryResults: QueryResults


class QueryDocument(Extensible):
    """An EPCISQueryDocument: what another repository answered."""

    context: f.Context = Field(alias="@context")
    id: f.Uri = absent()
    type: Literal["EPCISQueryDocument"]
    schemaVersion: f.Version = absent()
    creationDate: f.Time = absent()
    epcisBody: QueryBody


def _attribute(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str | dict):
        raise ValueError("is neither a number nor a text nor an object")
    return value


_DOCUMENTS: dict[str, type[BaseModel]] = {"EPCISDocument": CaptureDocument, "EPCISQueryDocument": QueryDocument}


def document_model(kind: Any) -> type[BaseModel] | None:
    """The model of a document's `type`; None for what is no document."""
    return _DOCUMENTS.get(kind) if isinstance(kind, str) else None

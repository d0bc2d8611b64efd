"""DCSA Track & Trace events."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.logistics import dcsa

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "dcsa"

COMMON2 = {
    "eventID": "3cecb101-7a1a-43a4-9d62-e88a131651e2",
    "eventCreatedDateTime": "2026-11-02T14:12:56+01:00",
    "eventClassifierCode": "ACT",
    "eventDateTime": "2026-11-02T14:10:00+01:00",
}
CALL2 = {"transportCallID": "SR11111", "modeOfTransport": "VESSEL", "UNLocationCode": "NLRTM"}
EQUIPMENT2 = COMMON2 | {
    "eventType": "EQUIPMENT",
    "equipmentEventTypeCode": "GTIN",
    "equipmentReference": "APZU4812090",
    "emptyIndicatorCode": "LADEN",
    "transportCall": CALL2,
}
TRANSPORT2 = COMMON2 | {"eventType": "TRANSPORT", "transportEventTypeCode": "ARRI", "transportCall": CALL2}
SHIPMENT2 = COMMON2 | {
    "eventType": "SHIPMENT",
    "shipmentEventTypeCode": "HOLD",
    "documentID": "26NL0003960",
    "documentTypeCode": "CUS",
}
METADATA3 = {
    "eventID": "e-1",
    "eventCreatedDateTime": "2026-11-02T14:12:56Z",
    "publisher": {"carrierCode": "HLHV", "carrierCodeListProvider": "SMDG"},
    "publisherRole": "CA",
}
EQUIPMENT3 = {
    "metadata": METADATA3 | {"eventType": "EQUIPMENT"},
    "payload": {
        "eventDateTime": "2026-11-02T14:10:00Z",
        "eventClassifierCode": "EST",
        "equipmentEventTypeCode": "CUSR",
        "emptyIndicatorCode": "LADEN",
        "isTransshipmentMove": False,
    },
}
RETRACTION3 = {"metadata": METADATA3 | {"eventType": "SHIPMENT", "retractedEventID": "e-0"}}


@pytest.mark.parametrize("event", [EQUIPMENT2, TRANSPORT2, SHIPMENT2, EQUIPMENT3, RETRACTION3])
def test_an_event_is_taken_alone_or_in_a_list(event: dict[str, Any]) -> None:
    assert dcsa.read_events(event) == (event,)
    assert dcsa.read_events([event, SHIPMENT2]) == (event, SHIPMENT2)


def test_each_event_has_its_digest() -> None:
    items = dcsa.event_items((EQUIPMENT2, SHIPMENT2, dict(reversed(SHIPMENT2.items()))))
    assert [item.hash_id for item in items] == ["", "", ""]
    assert items[0].digest != items[1].digest == items[2].digest


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (None, "0"), (7, "0"), ([], "value"), ({}, "0"), ([SHIPMENT2, {}], "1"), ([[SHIPMENT2]], "0"),
        (SHIPMENT2 | {"eventType": "WEATHER"}, "0"),
        (SHIPMENT2 | {"eventClassifierCode": "EST"}, "eventClassifierCode"),
        (SHIPMENT2 | {"shipmentEventTypeCode": "GONE"}, "shipmentEventTypeCode"),
        (SHIPMENT2 | {"documentTypeCode": "CUC"}, "documentTypeCode"),
        (SHIPMENT2 | {"documentID": ""}, "documentID"),
        (SHIPMENT2 | {"eventDateTime": "today"}, "eventDateTime"),
        (SHIPMENT2 | {"eventID": "1"}, "eventID"),
        (TRANSPORT2 | {"transportCall": {"modeOfTransport": "VESSEL"}}, "transportCallID"),
        (TRANSPORT2 | {"transportCall": None}, "transportCall"),
        (EQUIPMENT2 | {"equipmentEventTypeCode": "CUSR"}, "equipmentEventTypeCode"),
        (EQUIPMENT2 | {"emptyIndicatorCode": "FULL"}, "emptyIndicatorCode"),
        (EQUIPMENT3 | {"metadata": METADATA3 | {"eventType": "TRANSPORT"}}, "transportEventTypeCode"),
        ({"metadata": METADATA3 | {"eventType": "EQUIPMENT"}}, "payload"),
        (EQUIPMENT3 | {"metadata": METADATA3 | {"eventType": "EQUIPMENT", "publisherRole": "ME"}}, "publisherRole"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_naming_the_place(value: Any, where: str) -> None:
    with pytest.raises(EventRefusedError) as caught:
        dcsa.read_events(value)
    assert caught.value.reason is RefusalReason.BODY_INVALID
    assert where in caught.value.detail


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="DCSA's reference data (../shared/reference) is not here")
def test_codes_are_those_of_the_standard() -> None:
    yaml = pytest.importorskip("yaml")

    def codes(file: str, name: str) -> set[str]:
        return set(yaml.safe_load((REFERENCE / file).read_text())["components"]["schemas"][name]["enum"])

    for file, equipment, document in (
        ("event_domain_v2.0.0.yaml", dcsa.EquipmentCode2, dcsa.DocumentCode2),
        ("event_domain_v3.1.0.yaml", dcsa.EquipmentCode3, dcsa.DocumentCode3),
    ):
        assert set(get_args(equipment)) == codes(file, "equipmentEventTypeCode")
        assert set(get_args(document)) == codes(file, "documentTypeCode")
        assert set(get_args(dcsa.ShipmentCode)) == codes(file, "shipmentEventTypeCode")
        assert set(get_args(dcsa.TransportCode)) == codes(file, "transportEventTypeCode")

"""EPCIS documents: what is taken, and that it is what GS1's schema takes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.logistics.epcis.document import document_items, read_document
from quaychain.oracles.logistics.epcis.fields import _time, is_uri

REFERENCE = Path(__file__).parents[5] / "shared" / "reference" / "epcis"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="GS1's reference data (../shared/reference) is not here"
)
EXAMPLES = sorted((REFERENCE / "examples").glob("*.jsonld"))

EVENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "action": "OBSERVE",
    "bizStep": "loading",
    "epcList": ["urn:epc:id:giai:9520001.STS0417"],
    "eventTime": "2026-10-01T08:00:00Z",
    "eventTimeZoneOffset": "+08:00",
}


def document(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    fields = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-10-01T08:00:00.000+08:00",
        "epcisBody": {"eventList": list(events)},
    }
    return fields | changes


def refusal(value: Any) -> str:
    with pytest.raises(EventRefusedError) as caught:
        read_document(value)
    assert caught.value.reason is RefusalReason.BODY_INVALID
    return caught.value.detail


def test_a_document_is_taken_with_its_events_as_they_stand() -> None:
    read = read_document(document(EVENT, EVENT | {"ext:crane": {"boom": "up"}}))
    assert read.events == (EVENT, EVENT | {"ext:crane": {"boom": "up"}})


def test_what_another_repository_answered_is_taken_too() -> None:
    body = {"queryResults": {"queryName": "all", "resultsBody": {"eventList": [EVENT]}}}
    assert read_document(document(type="EPCISQueryDocument", epcisBody=body)).events == (EVENT,)


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, {"type": "ObjectEvent"}, {"type": ["EPCISDocument"]}])
def test_what_is_no_document_is_refused(value: Any) -> None:
    assert "EPCISDocument" in refusal(value)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"action": "PUT"}, "action"),
        ({"eventTime": "yesterday"}, "eventTime"),
        ({"eventTimeZoneOffset": "+15:00"}, "eventTimeZoneOffset"),
        ({"bizStep": "craning"}, "bizStep"),
        ({"epcList": "urn:epc:id:giai:9520001.STS0417"}, "epcList"),
        ({"epcList": ["STS0417"]}, "epcList.0"),
        ({"crane": 417}, "'crane'"),
        ({"ilmd": {"ext:made": 1}}, "ilmd"),
        ({"parentID": "urn:epc:id:giai:9520001.STS0417"}, "'parentID'"),
        ({"sensorElementList": [{"sensorReport": []}]}, "sensorReport"),
        ({"type": "CraneEvent"}, "type"),
        ({"errorDeclaration": {"reason": "incorrect_data"}}, "declarationTime"),
        ({"disposition": None}, "disposition"),
    ],
)
def test_a_wrong_event_is_refused_naming_the_place(change: dict[str, Any], where: str) -> None:
    detail = refusal(document(EVENT, EVENT | change))
    assert detail.startswith("epcisBody.eventList.1")
    assert where in detail


def test_an_error_declaration_changes_the_digest_and_not_the_hash_id() -> None:
    wrong = EVENT | {"errorDeclaration": {"declarationTime": "2026-10-02T08:00:00Z", "reason": "did_not_occur"}}
    first, second = document_items(read_document(document(EVENT, wrong)))
    assert first.hash_id == second.hash_id
    assert first.digest != second.digest


@pytest.mark.parametrize(
    "text", ["urn:epc:id:giai:9520001.STS0417", "https://id.gs1.org/8004/9520001STS0417", "ext:field",
             "ni:///sha-256;00?ver=CBV2.0", "http://a/b?c=d&e#f", "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
             "mailto:a@b.c", "http://[::1]:80/", "a:"]
)  # fmt: skip
def test_uris(text: str) -> None:
    assert is_uri(text)


@pytest.mark.parametrize(
    "text", ["", "crane", "/a/b", "http://a b", "1a:b", "http://a/%zz", "é:x", "a:b\n", "a:{b}", "http://a:b:c/"]
)
def test_no_uris(text: str) -> None:
    assert not is_uri(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T00:00:00Z",
        "2026-02-01",
        "2026-02-01T24:00:00Z",
        "2026-02-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "2026-02-01T00:00:00+25:00",
        "٢026-02-01T00:00:00Z",
    ],
)
def test_no_times(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        _time(text)


@pytest.mark.parametrize(
    "text",
    ["2024-02-29T00:00:00Z", "2026-02-01t00:00:00.123456789z", "2016-12-31T23:59:60Z", "2026-02-01T00:00:00-00:00"],
)
def test_times(text: str) -> None:
    assert _time(text) == text


@needs_reference
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_gs1s_examples_are_taken(path: Path) -> None:
    value = json.loads(path.read_text())
    before = copy.deepcopy(value)
    items = document_items(read_document(value))
    assert len(items) == len(value["epcisBody"]["eventList"])
    assert len({item.digest for item in items}) == len(items)
    assert value == before


def _schema() -> jsonschema.Draft7Validator:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("uri")(lambda text: not isinstance(text, str) or is_uri(text))
    formats.checks("date-time", raises=ValueError)(lambda text: not isinstance(text, str) or bool(_time(text)))
    schema = json.loads((REFERENCE / "EPCIS-JSON-Schema.json").read_text())
    return jsonschema.Draft7Validator(schema, format_checker=formats)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield (*path, key)
            yield from _places(value[key], (*path, key))


REPLACEMENTS: tuple[Any, ...] = (
    None, True, 0, 7.5, "", "x", "ext:x", "OBSERVE", "ADD", "DELETE", "packing", "active",
    "Temperature", "urn:epcglobal:cbv:bizstep:packing",
    "https://gs1.org/voc/Temperature", "2026-01-01T00:00:00Z", "2026-01-01", "+02:00", "KGM",
    "ObjectEvent", "TransformationEvent",
    [], {}, [{}], ["ext:x"], ["ext:x", "ext:x"], [None], {"id": "ext:x"}, {"set": []}, {"ext:x": 1}, {"x": 1},
)  # fmt: skip
NAMES = (
    "x", "ext:x", "@context", "ilmd", "epcList", "quantityList", "parentID", "childEPCs", "transformationID",
    "inputEPCList", "persistentDisposition", "recordTime", "certificationInfo", "errorDeclaration", "sensorElementList",
    "eventID", "type",
)  # fmt: skip


@needs_reference
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_verdicts_are_those_of_gs1s_schema(data: st.DataObject) -> None:
    """Examples with one to three places changed: taken by us exactly where the schema takes them."""
    value = json.loads(data.draw(st.sampled_from(EXAMPLES)).read_text())
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(_places(value))))
        parent = value
        for key in path[:-1]:
            parent = parent[key]
        what = data.draw(st.sampled_from(["drop", "replace", "name"]))
        if what == "drop":
            del parent[path[-1]]
        elif what == "replace" or isinstance(parent, list):
            parent[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(REPLACEMENTS)))
        else:
            parent[data.draw(st.sampled_from(NAMES))] = copy.deepcopy(data.draw(st.sampled_from(REPLACEMENTS)))
    if value.get("type") not in ("EPCISDocument", "EPCISQueryDocument"):
        refusal(value)
        return
    problem = next(_schema().iter_errors(value), None)
    try:
        read_document(value)
    except EventRefusedError as error:
        assert problem is not None, f"refused by us alone: {error.detail}"
    else:
        assert problem is None, f"refused by the schema alone: {problem.message[:300]} at {list(problem.absolute_path)}"

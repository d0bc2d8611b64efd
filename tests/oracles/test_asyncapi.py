"""The AsyncAPI document says what the code does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from quaychain.contracts.events import cose
from quaychain.contracts.events.envelope import Counter, EventKind
from quaychain.oracles.asyncapi import asyncapi_document, cose_description
from quaychain.oracles.topics import Acknowledgement, ack_topic, up_topic

from .signing import MEMBER, Signer, reading

DEVICE = Signer(1)
DOCUMENT = asyncapi_document("0.0.0")


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def check(message: str, payload: bytes) -> None:
    schema = DOCUMENT["components"]["messages"][message]["payload"] | {"components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(json.loads(payload))


def test_every_reference_leads_somewhere() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    found = list(references(DOCUMENT))
    assert found
    for reference in found:
        value = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            value = value[part]
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in ("send", "receive")
    json.dumps(DOCUMENT)


def test_topics_are_those_that_are_used() -> None:
    names = {"member": MEMBER.hex(), "device": DEVICE.public.hex()}
    assert DOCUMENT["channels"]["up"]["address"].format(**names) == up_topic(MEMBER, DEVICE.public)
    assert DOCUMENT["channels"]["ack"]["address"].format(**names) == ack_topic(MEMBER, DEVICE.public)
    for channel in DOCUMENT["channels"].values():
        assert set(channel["parameters"]) == {part[1:-1] for part in channel["address"].split("/") if part[0] == "{"}


def test_messages_that_the_gateway_takes_are_as_it_says() -> None:
    frame = {"network": "lorawan", "device": "00" * 8, "port": 1, "counter": 1, "payload": "AAAA"}
    check("signedJson", DEVICE.message(0, 1))
    check("signedJson", DEVICE.message(2, 1, previous=Counter(0, 7), readings=[reading(component="x")] * 3))
    check("signedJson", DEVICE.message(0, 1, kind=EventKind.RELAYED, frame=frame))
    check("signedJson", DEVICE.document(0, 1, EventKind.EPCIS, b"{}"))
    good = json.loads(DEVICE.message(0, 1))
    for wrong in (
        good | {"signature": "x"},
        good | {"more": 1},
        good | {"envelope": good["envelope"] | {"seq": 0}},
        good | {"envelope": good["envelope"] | {"readings": []}},
    ):
        with pytest.raises(ValidationError):
            check("signedJson", json.dumps(wrong).encode())


def test_acknowledgements_are_as_it_says() -> None:
    here = Counter(1, 2)
    for acknowledgement in (
        Acknowledgement(),
        Acknowledgement(here, here),
        Acknowledgement(here, None, here, "key_revoked"),
        Acknowledgement(here, None, expected=here),
    ):
        check("acknowledgement", acknowledgement.encode())
    with pytest.raises(ValidationError):
        check("acknowledgement", Acknowledgement(here, None, here, "no reason of ours").encode())


def test_every_label_of_the_cbor_form_is_named() -> None:
    text = cose_description()
    for labels in (cose.LABELS, cose.READING_LABELS):
        assert all(f"{label} {name}" in text for name, label in labels.items())

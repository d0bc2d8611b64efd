"""The AsyncAPI 3.0 document of the topics and messages, made of the models that check them. Pure."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import models_json_schema

from quaychain.contracts.events import cose
from quaychain.contracts.events.envelope import CounterModel, DocumentEnvelope, ReadingEnvelope
from quaychain.contracts.events.refusal import RefusalReason

from .lorawan.uplink import CHIRPSTACK_TOPIC, THINGS_STACK_TOPIC
from .topics import UP_FILTER

VERSION = "3.0.0"
_REF = "#/components/schemas/{model}"
_MQTT = {"qos": 1, "bindingVersion": "0.2.0"}
_PARAMETERS = {
    "member": {"description": "Id of the member that registered the key: 32 hexadecimal digits."},
    "device": {"description": "The signer's Ed25519 public key: 64 hexadecimal digits."},
}


class SignedMessage(BaseModel):
    """Canonical JSON (RFC 8785); the signature covers exactly the bytes of `envelope`."""

    model_config = ConfigDict(extra="forbid")

    envelope: ReadingEnvelope | DocumentEnvelope
    signature: str


class RefusedCounter(CounterModel):
    """A message that was refused, and why."""

    reason: RefusalReason


class AcknowledgementMessage(BaseModel):
    """How far the signer's messages have got. A sender forgets a message when it is anchored, not before."""

    model_config = ConfigDict(extra="forbid")

    durable: CounterModel | None
    anchored: CounterModel | None
    refused: RefusedCounter | None = None
    expected: CounterModel | None = None


def asyncapi_document(version: str) -> dict[str, Any]:
    """The document; `version` is the product's."""
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "Quaychain: events in",
            "version": version,
            "description": "Signed readings over MQTT 3.1.1 or 5, and how far they have got.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": _channels(),
        "operations": _operations(),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def cose_description() -> str:
    """The CBOR form in words, out of the labels that the code reads."""
    payload = ", ".join(f"{label} {name}" for name, label in cose.LABELS.items())
    reading = ", ".join(f"{label} {name}" for name, label in cose.READING_LABELS.items())
    return (
        "A tagged COSE_Sign1 (RFC 9052), all of it in the deterministic encoding of RFC 8949 section 4.2.1. Protected "
        f"header: 1 (algorithm) is {cose.EDDSA} (EdDSA) or {cose.ED25519} (Ed25519), and nothing else; no unprotected "
        f"header; no external data. The payload is a map: {payload}; key is 32 bytes, previous [boot, seq]. A reading "
        f"is a map: {reading}; time is in Unix milliseconds. What all readings share may stand once, in common."
    )


def _channels() -> dict[str, Any]:
    of_member = UP_FILTER.replace("+", "{member}", 1).replace("+", "{device}", 1)
    return {
        "up": {
            "address": of_member,
            "title": "What a device signs",
            "parameters": _PARAMETERS,
            "messages": {name: _message_ref(name) for name in ("signedJson", "signedCose")},
            "bindings": {"mqtt": {"bindingVersion": "0.2.0"}},
        },
        "ack": {
            "address": of_member.removesuffix("up") + "ack",
            "title": "How far it has got",
            "parameters": _PARAMETERS,
            "messages": {"acknowledgement": _message_ref("acknowledgement")},
        },
        "lorawanChirpstack": _network_channel(CHIRPSTACK_TOPIC, ("application", "device"), "ChirpStack 4"),
        "lorawanThingsStack": _network_channel(THINGS_STACK_TOPIC, ("application", "device"), "The Things Stack 3"),
    }


def _network_channel(topic: str, names: tuple[str, ...], server: str) -> dict[str, Any]:
    for name in names:
        topic = topic.replace("+", f"{{{name}}}", 1)
    return {
        "address": topic,
        "title": f"Frames from {server}, on the network server's own broker",
        "parameters": {name: {"description": f"As {server} names it."} for name in names},
        "messages": {"uplink": _message_ref("uplink")},
    }


def _operations() -> dict[str, Any]:
    return {
        "takeSigned": _operation("receive", "up", "The gateway verifies each, and keeps it before it answers."),
        "acknowledge": _operation(
            "send", "ack", "Retained, so that a device that was away gets the newest.", retain=True
        ),
        "relayChirpstack": _operation("receive", "lorawanChirpstack", _RELAY),
        "relayThingsStack": _operation("receive", "lorawanThingsStack", _RELAY),
    }


_RELAY = "`quaychain oracle lora`: the gateway's key signs for the device, in an envelope of kind relayed."


def _operation(action: str, channel: str, summary: str, *, retain: bool = False) -> dict[str, Any]:
    binding = _MQTT | ({"retain": True} if retain else {})
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "bindings": {"mqtt": binding},
    }


def _message_ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{name}"}


def _messages() -> dict[str, Any]:
    return {
        "signedJson": {
            "title": "An envelope in canonical JSON, and its signature in base64url",
            "contentType": "application/json",
            "payload": {"$ref": _REF.format(model="SignedMessage")},
        },
        "signedCose": {
            "title": "The same fields in CBOR, for small devices",
            "contentType": cose.MEDIA_TYPE,
            "description": cose_description(),
            "payload": {"type": "string", "format": "binary"},
        },
        "acknowledgement": {
            "title": "Where a signer stands",
            "contentType": "application/json",
            "payload": {"$ref": _REF.format(model="AcknowledgementMessage")},
        },
        "uplink": {
            "title": "A frame as a network server hands it over",
            "contentType": "application/json",
            "description": "Read of it: DevEUI, address, port, counter, payload, and when the network received it.",
            "payload": {"type": "object"},
        },
    }


def _schemas() -> dict[str, Any]:
    models = [(model, "validation") for model in (SignedMessage, AcknowledgementMessage)]
    _, definitions = models_json_schema(models, by_alias=True, ref_template=_REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = definitions["$defs"]
    schemas["SignedMessage"]["properties"]["signature"]["pattern"] = "^[A-Za-z0-9_-]{86}$"
    return schemas

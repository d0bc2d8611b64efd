"""Capture over HTTP: one way in with the devices, and a problem document for everything else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from quaychain.contracts.events.envelope import EventKind, encode_base64url, parse_message
from quaychain.oracles.capture.app import capture_app
from quaychain.oracles.gateway import Gateway, GatewaySettings
from quaychain.oracles.logistics.bodies import read_body
from quaychain.oracles.queue.acceptance import Acceptance
from quaychain.oracles.queue.batches import Batches, Inclusion
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.sending.carrier import CaptureRefusedError, CaptureUnavailableError, Carrier, CarrierSettings
from quaychain.oracles.sending.outbox import Draft, Outbox

from ..signing import CHAIN_ID, NOW, RULES, Directory, Signer, reading, registered

CARRIER, STRANGER = Signer(1), Signer(2)
EXAMPLES = Path(__file__).parents[4] / "shared" / "reference" / "epcis" / "examples"
EPCIS = json.dumps(
    {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-10-01T08:00:00Z",
        "epcisBody": {
            "eventList": [
                {
                    "type": "ObjectEvent",
                    "action": "OBSERVE",
                    "bizStep": "loading",
                    "epcList": ["urn:epc:id:giai:9520001.STS0417"],
                    "eventTime": "2026-10-01T08:00:00Z",
                    "eventTimeZoneOffset": "+08:00",
                }
            ]
        },
    }
).encode()
POSITIONS = json.dumps(
    {"positions": [{"mmsi": 1, "time": "2026-10-01T08:00:00Z", "latitude": 1, "longitude": 2}]}
).encode()
SETTINGS = GatewaySettings(max_body_bytes=200_000)


class Service:
    """A gateway at work behind the application."""

    def __init__(self, folder: Path) -> None:
        self.queue = folder / "queue.sqlite"
        self.connection = open_queue(self.queue)
        ensure_streams(self.connection, 1)
        self.directory = Directory({CARRIER.public: registered()})
        self.now = NOW
        self.gateway = Gateway(
            SETTINGS, RULES, self.directory, _Clock(), Acceptance(open_queue(self.queue)), read_body, lambda *_: None
        )
        self.client = TestClient(capture_app(self.gateway, self.queue, SETTINGS), raise_server_exceptions=False)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.gateway.run, args=(self.stopping,))
        self.thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.thread.join()

    def recorded(self) -> int:
        return sum(counts.durable for counts in Listing(self.connection).streams())


class _Clock:
    def now(self) -> int:
        return NOW


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    yield service
    service.stop()


def headers(message: bytes, media_type: str = "application/json") -> dict[str, str]:
    event = parse_message(message, max_bytes=10**6)
    return {
        "Quaychain-Envelope": encode_base64url(event.signed),
        "Quaychain-Signature": encode_base64url(event.signature),
        "Content-Type": media_type,
    }


def post(
    service: Service,
    path: str = "/epcis/capture",
    body: bytes = EPCIS,
    *,
    kind: EventKind = EventKind.EPCIS,
    seq: int = 1,
    signer: Signer = CARRIER,
    media_type: str = "application/json",
    sent: bytes | None = None,
    **changes: str,
) -> httpx.Response:
    message = signer.document(0, seq, kind, body, media_type)
    content = body if sent is None else sent
    return service.client.post(path, content=content, headers=headers(message, media_type) | changes)


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["title"]
    return dict(document)


def test_each_kind_is_taken_in_one_sequence(service: Service) -> None:
    assert post(service).status_code == 202
    assert post(service, media_type="application/ld+json", seq=2).status_code == 202
    dcsa = json.dumps(
        {
            "eventType": "TRANSPORT", "eventCreatedDateTime": "2026-10-01T08:00:00Z", "eventClassifierCode": "ACT",
            "eventDateTime": "2026-10-01T08:00:00Z", "transportEventTypeCode": "DEPA",
            "transportCall": {"transportCallID": "x", "modeOfTransport": "VESSEL"},
        }
    ).encode()  # fmt: skip
    assert post(service, "/dcsa/events", dcsa, kind=EventKind.DCSA, seq=3).status_code == 202
    assert post(service, "/ais/positions", POSITIONS, kind=EventKind.AIS, seq=4).status_code == 202
    assert service.recorded() == 4
    kinds = [row[0] for row in service.connection.execute("SELECT kind FROM event ORDER BY sequence")]
    assert kinds == ["epcis", "epcis", "dcsa", "ais"]


def test_a_single_event_is_taken_by_itself(service: Service) -> None:
    document = json.loads(EPCIS)
    event = document["epcisBody"]["eventList"][0]
    single = json.dumps(event | {"@context": document["@context"]}).encode()
    response = post(service, "/epcis/events", single)
    assert response.status_code == 201
    assert service.client.get(response.headers["Location"]).json()["success"] is True
    assert post(service, "/epcis/events", single).json()["recordedBefore"] is True
    assert post(service, body=single, seq=2).status_code == 202
    for body in (EPCIS, b"[]", b'{"type":1}', json.dumps(event).encode(), json.dumps(event | {"action": 1}).encode()):
        assert problem(post(service, "/epcis/events", body, seq=3), 400)["type"] == "epcisException:ValidationException"
    assert service.client.options("/epcis/events").status_code == 204
    assert service.recorded() == 2


def test_a_capture_can_be_followed_to_its_anchor(service: Service) -> None:
    response = post(service)
    location = response.headers["Location"]
    assert response.headers["GS1-EPCIS-Version"] == "2.0.0"
    job = service.client.get(location).json()
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert (job["quaychain:durable"], job["quaychain:anchored"], job["quaychain:sequence"]) == (True, False, 1)
    (stream,) = service.connection.execute("SELECT id FROM stream").fetchone()
    batches = Batches(service.connection)
    (stored,) = batches.stored({batches.form(stream, 1, 1, bytes(32)): b"cid"})
    rows = batches.included({stored: Inclusion(b"\x07" * 32, 12)})
    assert service.client.get(location).json()["quaychain:anchored"] is False
    batches.finalize(rows, 0)
    job = service.client.get(location).json()
    assert job["quaychain:anchored"] is True
    assert (job["quaychain:block"], job["quaychain:transaction"]) == (12, "0x" + "07" * 32)
    # Also when its event has gone from the queue.
    post(service, seq=2)
    batches.purge(batches.purgeable(10**15, 10, deriving=False))
    assert [row[0] for row in service.connection.execute("SELECT seq FROM event")] == [2]
    assert service.client.get(location).json() == job


def test_sent_again_it_is_answered_alike_and_recorded_once(service: Service) -> None:
    first, second = post(service), post(service)
    assert first.headers["Location"] == second.headers["Location"]
    assert (first.json()["recordedBefore"], second.json()["recordedBefore"]) == (False, True)
    assert service.recorded() == 1
    assert {count.reason: count.times for count in Listing(service.connection).refusals()} == {"replayed": 1}


def test_another_document_under_a_counter_whose_event_has_gone_is_not_taken_for_it(service: Service) -> None:
    location = post(service).headers["Location"]
    post(service, seq=2)
    (stream,) = service.connection.execute("SELECT id FROM stream").fetchone()
    batches = Batches(service.connection)
    batches.finalize([batches.form(stream, 1, 2, bytes(32))], 0)
    batches.purge(batches.purgeable(10**15, 10, deriving=False))
    again = post(service)
    assert (again.status_code, again.headers["Location"]) == (202, location)
    assert problem(post(service, body=EPCIS + b" "), 409)["reason"] == "counter_reused"
    assert service.recorded() == 2


def test_refusals_are_problem_documents(service: Service) -> None:
    post(service)
    assert problem(post(service, seq=5), 409)["reason"] == "gap"
    assert problem(post(service, body=EPCIS + b" "), 409)["reason"] == "counter_reused"
    assert problem(post(service, seq=2, signer=STRANGER), 401)["reason"] == "key_unregistered"
    forged = headers(CARRIER.document(0, 2, EventKind.EPCIS, EPCIS)) | {
        "Quaychain-Signature": encode_base64url(bytes(64))
    }
    unsigned = service.client.post("/epcis/capture", content=EPCIS, headers={"Content-Type": "application/json"})
    assert problem(unsigned, 401)["reason"] == "unsigned"
    assert unsigned.headers["WWW-Authenticate"] == "Quaychain-Signature"
    response = service.client.post("/epcis/capture", content=EPCIS, headers=forged)
    assert problem(response, 401)["reason"] == "signature_forged"
    assert response.json()["type"] == "epcisException:SecurityException"
    service.directory.devices[CARRIER.public] = registered(revoked_from=NOW)
    assert problem(post(service, seq=2), 403)["reason"] == "key_revoked"
    service.directory.devices[CARRIER.public] = registered()
    bad = problem(post(service, body=b'{"type":"EPCISDocument"}', seq=2), 400)
    assert (bad["reason"], bad["type"]) == ("body_invalid", "epcisException:ValidationException")
    assert "context" in bad["detail"]
    assert problem(post(service, body=b"not json", seq=2), 400)["reason"] == "not_json"
    assert problem(post(service, seq=2, sent=EPCIS + b" "), 400)["reason"] == "body_mismatch"
    assert problem(post(service, body=b"x" * 200_001, seq=2), 413)["reason"] == "too_large"
    assert problem(post(service, seq=2, media_type="text/html"), 415)
    assert problem(post(service, seq=2, media_type="text/plain"), 415)
    assert problem(post(service, seq=2, **{"GS1-Capture-Error-Behaviour": "proceed"}), 400)
    assert problem(post(service, "/dcsa/events", seq=2), 400)["reason"] == "malformed"
    assert problem(post(service, "/dcsa/events", b"{}", kind=EventKind.DCSA, seq=2), 400)["reason"] == "body_invalid"
    other_type = headers(CARRIER.document(0, 2, EventKind.EPCIS, EPCIS, "application/json"), "application/ld+json")
    assert problem(service.client.post("/epcis/capture", content=EPCIS, headers=other_type), 400)
    of_readings = headers(CARRIER.message(0, 2))
    assert problem(service.client.post("/epcis/capture", content=EPCIS, headers=of_readings), 400)
    for name, value in (("Quaychain-Envelope", "???"), ("Quaychain-Envelope", "e30"), ("Quaychain-Signature", "AA")):
        response = service.client.post("/epcis/capture", content=EPCIS, headers=of_readings | {name: value})
        assert problem(response, 400)["reason"] == "malformed"
    assert service.recorded() == 1
    assert post(service, seq=2).status_code == 202


def test_the_body_of_what_no_registered_key_signed_is_not_read(service: Service) -> None:
    for signer, reason in ((STRANGER, "key_unregistered"), (CARRIER, "signature_forged")):
        given = headers(signer.document(0, 1, EventKind.EPCIS, EPCIS))
        if signer is CARRIER:
            given["Quaychain-Signature"] = encode_base64url(bytes(64))
        response = service.client.post("/epcis/capture", content=EPCIS, headers=given)
        assert problem(response, 401)["reason"] == reason
    kept = service.connection.execute("SELECT reason, length(body) FROM quarantine ORDER BY reason").fetchall()
    assert [tuple(row) for row in kept] == [("key_unregistered", 0), ("signature_forged", 0)]
    # What a registered key signed is kept whole, to be taken when the key may again.
    service.directory.devices[CARRIER.public] = registered(revoked_from=NOW)
    assert problem(post(service), 403)["reason"] == "key_revoked"
    kept = service.connection.execute("SELECT body FROM quarantine WHERE reason = 'key_revoked'").fetchall()
    assert [row[0] for row in kept] == [EPCIS]


def test_a_body_longer_than_what_was_signed_is_read_no_further(service: Service) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(1_000):
            yield b"x" * 1_000

    given = headers(CARRIER.document(0, 1, EventKind.EPCIS, EPCIS))
    response = service.client.post("/epcis/capture", content=pieces(), headers=given)
    assert problem(response, 400)["reason"] == "body_mismatch"
    assert {count.reason: count.times for count in Listing(service.connection).refusals()} == {"body_mismatch": 1}


def test_what_is_not_there_is_a_problem_document_too(service: Service) -> None:
    for path in ("/epcis/capture/nothing", f"/epcis/capture/{'00' * 32}", "/captures/x", "/elsewhere"):
        assert problem(service.client.get(path), 404)
    assert problem(service.client.delete("/epcis/capture"), 405)
    identifier = post(service, "/ais/positions", POSITIONS, kind=EventKind.AIS).json()["captureID"]
    assert service.client.get(f"/captures/{identifier}").status_code == 200
    assert problem(service.client.get(f"/epcis/capture/{identifier}"), 404)


def test_a_registry_that_cant_be_asked_is_said(service: Service) -> None:
    service.directory.available = False
    response = post(service)
    assert problem(response, 503)
    assert response.headers["Retry-After"]
    service.directory.available = True
    assert post(service).status_code == 202


def test_limits_can_be_asked_for(service: Service) -> None:
    response = service.client.options("/epcis/capture")
    assert response.status_code == 204
    assert response.headers["GS1-EPCIS-Capture-File-Size-Limit"] == "200000"
    assert service.client.get("/health").json() == {"status": "ok"}


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="GS1's reference data (../shared/reference) is not here")
def test_gs1s_examples_are_captured_as_they_are(service: Service) -> None:
    paths = sorted(EXAMPLES.glob("*.jsonld"))
    for seq, path in enumerate(paths, start=1):
        response = post(service, body=path.read_bytes(), seq=seq, media_type="application/ld+json")
        assert response.status_code == 202, response.text
    bodies = [row[0] for row in service.connection.execute("SELECT body FROM event ORDER BY sequence")]
    assert bodies == [path.read_bytes() for path in paths]


@pytest.fixture
def carrier(service: Service, tmp_path: Path) -> Carrier:
    outbox = Outbox(tmp_path / "carrier.sqlite", CARRIER.key, CHAIN_ID)
    settings = CarrierSettings(url="http://testserver", pause=0.01, patience=0.2)
    return Carrier(settings, outbox, service.client)


def test_a_carrier_posts_what_it_signed_in_order(service: Service, carrier: Carrier) -> None:
    carrier.sign(EventKind.EPCIS, "application/ld+json", EPCIS)
    carrier.sign(EventKind.AIS, "application/json", POSITIONS)
    done = carrier.send(threading.Event())
    assert [entry.location.rsplit("/", 1)[0] for entry in done] == ["/epcis/capture", "/captures"]
    assert service.recorded() == 2
    assert len(carrier.send(threading.Event())) == 2
    assert service.recorded() == 2


def test_a_carrier_goes_on_after_a_refusal(service: Service, carrier: Carrier) -> None:
    carrier.sign(EventKind.EPCIS, "application/json", EPCIS)
    carrier.send(threading.Event())
    carrier._outbox.add([Draft(EventKind.EPCIS, body=b"{}", media_type="application/json")])
    carrier.sign(EventKind.AIS, "application/json", POSITIONS)
    with pytest.raises(CaptureRefusedError, match="body_invalid"):
        carrier.send(threading.Event())
    assert len(carrier.send(threading.Event())) == 2
    assert service.recorded() == 2


def test_a_carrier_keeps_what_could_not_be_sent(service: Service, carrier: Carrier) -> None:
    service.directory.available = False
    carrier.sign(EventKind.EPCIS, "application/json", EPCIS)
    with pytest.raises(CaptureUnavailableError):
        carrier.send(threading.Event())
    assert carrier._outbox.count() == 1
    service.directory.available = True
    assert len(carrier.send(threading.Event())) == 1


def test_readings_have_no_route(service: Service) -> None:
    message = CARRIER.message(0, 1, readings=[reading()])
    assert problem(service.client.post("/ais/positions", content=b"", headers=headers(message)), 400)

"""Names that both ends of capture know."""

from __future__ import annotations

from quaychain.contracts.events.envelope import EventKind

ENVELOPE_HEADER = "Quaychain-Envelope"
SIGNATURE_HEADER = "Quaychain-Signature"

#: Where each kind is sent, and where its captures are looked up.
ROUTES = {
    EventKind.EPCIS: ("/epcis/capture", "/epcis/capture"),
    EventKind.DCSA: ("/dcsa/events", "/captures"),
    EventKind.AIS: ("/ais/positions", "/captures"),
}
#: Where a single EPCIS event is sent.
EVENTS_PATH = "/epcis/events"

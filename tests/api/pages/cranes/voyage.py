"""What the devices on board measured, and what the carrier said."""

from __future__ import annotations

from datetime import UTC, datetime

from nacl.signing import SigningKey

from quaychain.contracts.bindings import device_registry, event_anchor
from quaychain.contracts.bindings import order_fulfilment as orders
from quaychain.contracts.bindings.types import (
    ScheduleCause,
)
from quaychain.contracts.events.batch_data import (
    LOGISTICS_FILE,
    MEDIA_TYPE,
    READINGS_FILE,
    BatchEvent,
    batch_record,
    encode_lines,
)
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.merkle import MerkleTree
from quaychain.contracts.proofs.anchored import leaf_of
from quaychain.contracts.sealing import Attachment, DisclosureClass, RecordContent, RecordHeader, seal
from quaychain.contracts.sealing import DocumentType as SealedDocumentType
from quaychain.scripts.demo import readings

from ...chain import CHAIN_ID
from ...world import identifier
from .teller import NOBODY, Teller


class Voyage(Teller):
    """What the devices on board measured, and what the carrier said."""

    def voyage(self) -> None:
        start, end = self.at(318.5), self.at(382) - 3_600
        samples = 240
        places = readings.positions_along(readings.ROUTE, samples)
        track = [
            readings.Sample("Angle", "DD", value, at, component)
            for at, place in zip(readings.times(start, end, samples), places, strict=True)
            for component, value in zip(("latitude", "longitude"), place, strict=True)
        ]
        storm = (self.at(352), self.at(356))
        self.day = 382
        self._anchor("positions", self.giai("417"), track)
        self._anchor("lashing", self.giai("417"), list(readings.strain(start, end, samples, 417, storm)))
        self._anchor("humidity", self.giai("417"), list(readings.humidity(start, end, samples, 418)))
        messages = (
            (318, "loading", "geo:31.35,121.6"),
            (318.5, "departing", "geo:31.0,122.4"),
            (381.9, "arriving", "geo:51.97,4.05"),
        )
        self._anchor_messages([self._epcis(*each) for each in messages])
        notice = self._paper("carrier", 781, "STORM-CAPE-27", 360, {"Lost": "4 days"}, title="Notice of heavy weather")
        claim = identifier("FM-1")
        late = tuple(self.code(key) for key in ("M15", "M16", "M17", "M18", "M19"))
        self._mine(
            "OrderFulfilment",
            orders.ExcusableDelayClaimed(self.order, claim, 4, notice, late),
            orders.ExcusableDelayAccepted(self.order, claim),
            *(
                orders.MilestoneScheduled(
                    self.order, self.code(key), ScheduleCause.EXCUSABLE_DELAY, claim,
                    self.at(self.scenario.milestone(key).day + 5), self.at(self.scenario.milestone(key).day + 4),
                )
                for key in ("M15", "M16", "M17", "M18", "M19")
            ),
            day=361,
        )  # fmt: skip

    def _epcis(self, day: float, step: str, place: str) -> bytes:
        moment = datetime.fromtimestamp(self.at(day), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assets = ",".join(f'"{self.giai(crane)}"' for crane in ("417", "418"))
        return (
            f'{{"epcisBody":{{"eventList":[{{"type":"ObjectEvent","eventTime":"{moment}","bizStep":"{step}",'
            f'"epcList":[{assets}],"readPoint":{{"id":"{place}"}}}}]}}}}'
        ).encode()

    def _anchor(self, name: str, asset: str, samples: list[readings.Sample]) -> None:
        device = SigningKey(identifier(f"device {name}"))
        events = []
        for number in range(0, len(samples), 100):
            measured = [
                {
                    "asset": asset,
                    "quantity": sample.quantity,
                    "unit": sample.unit,
                    "value": sample.value,
                    "time": datetime.fromtimestamp(sample.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
                | ({"component": sample.component} if sample.component else {})
                for sample in samples[number : number + 100]
            ]
            signed = envelope_bytes(
                chain_id=CHAIN_ID,
                key=bytes(device.verify_key),
                counter=Counter(1, number // 100 + 1),
                kind=EventKind.READING,
                readings=measured,
            )
            signature = device.sign(signed).signature
            events.append(BatchEvent(number // 100, self.at(self.day), SignedEvent(signed, signature, b"")))
        self._batch(name, device, events, DisclosureClass.TECHNICAL, READINGS_FILE)

    def _anchor_messages(self, bodies: list[bytes]) -> None:
        device = SigningKey(identifier("device of the carrier"))
        events = []
        for number, body in enumerate(bodies):
            signed = envelope_bytes(
                chain_id=CHAIN_ID,
                key=bytes(device.verify_key),
                counter=Counter(1, number + 1),
                kind=EventKind.EPCIS,
                body=body,
                media_type="application/json",
            )
            signature = device.sign(signed).signature
            events.append(BatchEvent(number, self.at(self.day), SignedEvent(signed, signature, body)))
        self._batch("carrier events", device, events, DisclosureClass.LOGISTICS, LOGISTICS_FILE)

    def _batch(self, name: str, device: SigningKey, events: list[BatchEvent], to: DisclosureClass, file: str) -> None:
        world, stream, owner = self.world, identifier(name), self.world.members["carrier"]
        content = RecordContent((), (Attachment(file, MEDIA_TYPE, to, encode_lines(events)),))
        header = RecordHeader(CHAIN_ID, batch_record(stream, 0), 1, SealedDocumentType(2, 1), owner.member)
        readers = [world.members[each].key.reader() for each in ("maker", "buyer", "carrier")]
        sealed = seal(content, header, {to: readers}, owner.signer)
        stores = world.services.opener.stores
        cid = stores.content.put(sealed.ciphertext)
        stores.wraps.put(sealed.wraps)
        root = MerkleTree([leaf_of(stream, each).hash() for each in events]).root
        registered = device_registry.DeviceRegistered(
            bytes(device.verify_key), owner.member, identifier(name), self.at(0), 0
        )
        self._mine("DeviceRegistry", registered, day=self.day)
        self._mine(
            "EventAnchor",
            event_anchor.StreamOpened(stream, owner.member, identifier("partition"), NOBODY, self.at(0)),
            event_anchor.BatchAnchored(stream, 1, 0, len(events), root, bytes(cid), identifier("running")),
            day=self.day,
        )

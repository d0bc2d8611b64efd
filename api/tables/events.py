"""Signed events out of opened batches. Whoever is not a reader of the batch's class never sees a row of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, String, Table, Text, false

from .columns import big, code, flag, identifier, member, metadata, moment, number

#: Who can open which class of a batch, from its wraps: the filter of every list of events.
batch_readers = Table(
    "batch_readers",
    metadata,
    identifier("stream_id", primary_key=True),
    big("first_sequence", primary_key=True, autoincrement=False),
    code("disclosure_class", primary_key=True),
    member("member_id", primary_key=True),
    Index(None, "member_id", "stream_id", "first_sequence"),
)

#: `event_id` is the event's digest; `occurred_at` in Unix milliseconds, by the signer's clock.
events = Table(
    "events",
    metadata,
    identifier("stream_id", primary_key=True),
    big("sequence", primary_key=True, autoincrement=False),
    identifier("event_id"),
    big("first_sequence"),
    code("disclosure_class"),
    code("kind"),
    identifier("device_key"),
    member("member_id", nullable=True),
    big("boot"),
    big("device_sequence"),
    big("occurred_at"),
    moment("received_at", nullable=False),
    moment("anchored_at", nullable=False),
    flag("signature_valid"),
    flag("root_checked"),
    Index(None, "event_id"),
    Index(None, "occurred_at", "stream_id", "sequence"),
    Index(None, "device_key", "occurred_at"),
    Index(None, "kind", "occurred_at", "stream_id", "sequence"),
    Index(None, "stream_id", "first_sequence"),
)

#: One measured value; `asset` is a GS1 key (`8004/…` GIAI, `8010/…/8011/…` CPI), `measured_at` Unix milliseconds.
readings = Table(
    "readings",
    metadata,
    identifier("stream_id", primary_key=True),
    big("sequence", primary_key=True, autoincrement=False),
    number("item", primary_key=True, autoincrement=False),
    big("first_sequence"),
    Column("asset", String(80), nullable=False),
    code("quantity"),
    code("component", nullable=True),
    Column("unit", String(3), nullable=False),
    Column("value", Float, nullable=False),
    big("measured_at"),
    #: Signed by a gateway for a device that could not sign.
    Column("relayed", Boolean, nullable=False, server_default=false()),
    Index(None, "asset", "quantity", "measured_at"),
    Index(None, "asset", "measured_at", "stream_id", "sequence", "item"),
)

#: One logistics message (EPCIS event, DCSA event, AIS position), whole as `document`.
messages = Table(
    "messages",
    metadata,
    identifier("stream_id", primary_key=True),
    big("sequence", primary_key=True, autoincrement=False),
    number("item", primary_key=True, autoincrement=False),
    big("first_sequence"),
    code("kind"),
    Column("what", String(120), nullable=False),
    Column("place", String(120), nullable=True),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    big("occurred_at"),
    Column("hash_id", String(160), nullable=True),
    identifier("digest", nullable=True),
    Column("document", Text, nullable=False),
    Index(None, "kind", "occurred_at"),
    Index(None, "occurred_at", "stream_id", "sequence", "item"),
)

#: What a message is about: GS1 keys, containers, vessels. Its time stands in the key, as such lists are sorted by it.
message_assets = Table(
    "message_assets",
    metadata,
    Column("asset", String(80), primary_key=True),
    big("occurred_at", primary_key=True, autoincrement=False),
    identifier("stream_id", primary_key=True),
    big("sequence", primary_key=True, autoincrement=False),
    number("item", primary_key=True, autoincrement=False),
    Index(None, "stream_id", "sequence", "item"),
)

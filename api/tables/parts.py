"""Parts: makers, the assembly tree with its history, custody, inspections, work orders, recalls."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from .columns import big, code, flag, identifier, member, metadata, moment, number, position

makers = Table(
    "makers",
    metadata,
    member("maker", primary_key=True),
    member("registrar"),
    identifier("identity"),
    identifier("serial_key_digest"),
    moment("entered_at", nullable=False),
)

part_batches = Table(
    "part_batches",
    metadata,
    identifier("root", primary_key=True),
    member("maker"),
    big("part_count"),
    moment("registered_at", nullable=False),
)

#: `root` is the top of the tree the part is in (itself when loose), `custodian` and `owner` are the part's own: for an
#: installed part those of the root count.
parts = Table(
    "parts",
    metadata,
    identifier("part_id", primary_key=True),
    member("maker"),
    member("registrar"),
    identifier("serial_commitment"),
    identifier("design", nullable=True),
    identifier("lot", nullable=True),
    identifier("batch", nullable=True),
    flag("machine"),
    code("status"),
    flag("suspected"),
    identifier("parent", nullable=True),
    identifier("position", nullable=True),
    identifier("root"),
    member("custodian"),
    member("owner"),
    big("custody_sequence"),
    moment("registered_at", nullable=False),
    moment("built_at"),
    identifier("built_record", nullable=True),
    moment("scrapped_at"),
    *position(),
    Index(None, "parent"),
    Index(None, "root"),
    Index(None, "maker", "lot"),
    Index(None, "registered_at", "part_id"),
)

assembly_edges = Table(
    "assembly_edges",
    metadata,
    identifier("part_id"),
    identifier("parent"),
    identifier("position"),
    identifier("root"),
    moment("installed_at", nullable=False),
    moment("removed_at"),
    identifier("installed_under", nullable=True),
    identifier("removed_under", nullable=True),
    member("installed_by"),
    member("removed_by", nullable=True),
    *position(primary_key=True),
    Index(None, "part_id"),
    Index(None, "parent"),
)

replacements = Table(
    "replacements",
    metadata,
    *position(primary_key=True),
    identifier("work_order_id"),
    identifier("old_part"),
    identifier("new_part"),
    identifier("parent"),
    identifier("position"),
    member("performer"),
    member("custodian"),
    moment("replaced_at", nullable=False),
    Index(None, "work_order_id"),
    Index(None, "old_part"),
    Index(None, "new_part"),
)

hand_overs = Table(
    "hand_overs",
    metadata,
    identifier("part_id", primary_key=True),
    big("custody_sequence", primary_key=True, autoincrement=False),
    member("giver"),
    member("receiver"),
    member("owner"),
    code("purpose"),
    identifier("evidence", nullable=True),
    moment("transferred_at", nullable=False),
)

hand_over_offers = Table(
    "hand_over_offers",
    metadata,
    identifier("part_id", primary_key=True),
    member("giver"),
    member("receiver"),
    code("purpose"),
    flag("with_ownership"),
    identifier("evidence", nullable=True),
    moment("offered_at", nullable=False),
    Index(None, "receiver"),
)

#: The last time that each part was owed as a core.
core_returns = Table(
    "core_returns",
    metadata,
    identifier("part_id", primary_key=True),
    member("debtor"),
    member("creditor"),
    code("status"),
    moment("owed_at", nullable=False),
    moment("due_at", nullable=False),
    moment("returned_at"),
    moment("settled_at"),
    identifier("terms", nullable=True),
    identifier("finding", nullable=True),
)

#: Inspections, repairs and sales, in the order of the chain.
part_notes = Table(
    "part_notes",
    metadata,
    *position(primary_key=True),
    identifier("part_id"),
    code("note"),
    code("result", nullable=True),
    member("member_id"),
    identifier("record", nullable=True),
    moment("noted_at", nullable=False),
    Index(None, "part_id"),
)

sightings = Table(
    "sightings",
    metadata,
    *position(primary_key=True),
    identifier("part_id"),
    member("member_id"),
    Column("place", String(5), nullable=False),
    moment("seen_at", nullable=False),
    Index(None, "part_id"),
)

work_orders = Table(
    "work_orders",
    metadata,
    identifier("work_order_id", primary_key=True),
    identifier("machine"),
    member("custodian"),
    member("performer"),
    code("status"),
    code("alert_kind", nullable=True),
    identifier("alert", nullable=True),
    big("alert_number", nullable=True),
    identifier("record"),
    identifier("diagnosis", nullable=True),
    identifier("completion", nullable=True),
    number("change_count"),
    moment("opened_at", nullable=False),
    moment("diagnosed_at"),
    moment("closed_at"),
    Index(None, "opened_at", "work_order_id"),
    Index(None, "machine"),
)

recalls = Table(
    "recalls",
    metadata,
    identifier("recall_id", primary_key=True),
    member("opened_by"),
    code("scope"),
    code("status"),
    member("maker", nullable=True),
    identifier("scope_key", nullable=True),
    identifier("record"),
    moment("opened_at", nullable=False),
    moment("closed_at"),
    moment("ended_at"),
    Index(None, "opened_at", "recall_id"),
    Index(None, "maker"),
)

recalled_parts = Table(
    "recalled_parts",
    metadata,
    identifier("recall_id", primary_key=True),
    identifier("part_id", primary_key=True),
    identifier("machine", nullable=True),
    member("custodian"),
    number("depth"),
    code("mark"),
    moment("marked_at", nullable=False),
    moment("remedied_at"),
    member("remedied_by", nullable=True),
    identifier("remedy_record", nullable=True),
    Index(None, "part_id"),
)

"""The tables, one module a topic. `metadata` knows them all; `LEDGER_TABLES` are those that can be made anew."""

from __future__ import annotations

from . import access, chain, customs, events, finance, members, orders, parts, records, streams
from .columns import metadata

#: All but tokens and sessions: made from the chain and the stores, and emptied to be made again.
LEDGER_TABLES = tuple(table for table in metadata.sorted_tables if not table.info.get("kept"))

__all__ = [
    "LEDGER_TABLES",
    "access",
    "chain",
    "customs",
    "events",
    "finance",
    "members",
    "metadata",
    "orders",
    "parts",
    "records",
    "streams",
]

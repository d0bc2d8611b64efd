"""The rule of every list of events: the batch's class was sealed for the asker's member."""

from __future__ import annotations

from sqlalchemy import Table, exists, literal, select
from sqlalchemy.sql import ColumnElement

from ..tables.events import batch_readers, readings
from .view import View


def readable(view: View, rows: Table) -> ColumnElement[bool]:
    """The condition on rows of `events` or `readings`."""
    disclosure_class = literal("technical") if rows is readings else rows.c.disclosure_class
    return exists(
        select(batch_readers.c.member_id).where(
            batch_readers.c.member_id == view.asker.member_id,
            batch_readers.c.stream_id == rows.c.stream_id,
            batch_readers.c.first_sequence == rows.c.first_sequence,
            batch_readers.c.disclosure_class == disclosure_class,
        )
    )

"""The rule of every list of events: the batch's class was sealed for the asker's member."""

from __future__ import annotations

from sqlalchemy import FromClause, exists, literal, select
from sqlalchemy.sql import ColumnElement

from ..tables.events import batch_readers
from .view import View


def readable(view: View, rows: FromClause) -> ColumnElement[bool]:
    """The condition on rows of `events`, or of `readings`, which are always of class technical."""
    return readable_by(view.asker.member_id, rows)


def readable_by(member_id: str | ColumnElement[str], rows: FromClause) -> ColumnElement[bool]:
    """The same for any member, or for a parameter of the query."""
    disclosure_class = rows.c.disclosure_class if "disclosure_class" in rows.c else literal("technical")
    return exists(
        select(batch_readers.c.member_id).where(
            batch_readers.c.member_id == member_id,
            batch_readers.c.stream_id == rows.c.stream_id,
            batch_readers.c.first_sequence == rows.c.first_sequence,
            batch_readers.c.disclosure_class == disclosure_class,
        )
    )

"""Accounts that signed evidence packs, and what a transcriber wrote down for an authority without a seat."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ACCOUNTS = ("evidence_packs", "evidence_pack_signatures")
_FLAGS = (
    ("issuer_authorizations", "transcribed"),
    ("issuer_authorizations", "end_transcribed"),
    ("checkers", "transcribed"),
)


def upgrade() -> None:
    """Add the columns; for rows that are there already the stored logs say what they hold."""
    for table in _ACCOUNTS:
        op.add_column(table, sa.Column("account", sa.String(length=42), nullable=False, server_default=""))
    for table, column in _FLAGS:
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    logs = sa.table("logs", *map(sa.column, ("contract", "event", "arguments", "block_number", "log_index")))
    stored = connection.execute(
        sa.select(logs.c.event, logs.c.arguments)
        .where(logs.c.contract == "CustomsCompliance", logs.c.event.in_(_ROWS))
        .order_by(logs.c.block_number, logs.c.log_index)
    ).all()
    for event, arguments in stored:
        table, column, value, where = _ROWS[event](json.loads(arguments))
        rows = sa.table(table, sa.column(column), *map(sa.column, where))
        connection.execute(
            sa.update(rows).where(*(rows.c[name] == given for name, given in where.items())).values({column: value})
        )


def downgrade() -> None:
    """Drop them."""
    for table, column in reversed(_FLAGS):
        op.drop_column(table, column)
    for table in reversed(_ACCOUNTS):
        op.drop_column(table, "account")


_Row = tuple[str, str, object, dict[str, Any]]


def _submitted(event: dict[str, Any]) -> _Row:
    return "evidence_packs", "account", event["account"], {"pack_id": event["pack"]}


def _countersigned(event: dict[str, Any]) -> _Row:
    where = {"pack_id": event["pack"], "member_id": event["member"]}
    return "evidence_pack_signatures", "account", event["account"], where


def _authorized(event: dict[str, Any]) -> _Row:
    where = _entitled(event) | {"valid_from": event["valid_from"]}
    return "issuer_authorizations", "transcribed", event["transcribed"], where


def _ended(event: dict[str, Any]) -> _Row:
    where = _entitled(event) | {"valid_until": event["ends_at"]}
    return "issuer_authorizations", "end_transcribed", event["transcribed"], where


def _appointed(event: dict[str, Any]) -> _Row:
    where = {"jurisdiction": _country(event), "member_id": event["checker"]}
    return "checkers", "transcribed", event["transcribed"], where


def _entitled(event: dict[str, Any]) -> dict[str, Any]:
    document = event["document_type"]
    return {
        "jurisdiction": _country(event),
        "issuer": event["issuer"],
        "code_list": document["code_list"],
        "document_code": document["code"],
        "subtype": document["subtype"],
    }


def _country(event: dict[str, Any]) -> str:
    return bytes.fromhex(event["jurisdiction"][2:]).rstrip(b"\0").decode()


_ROWS = {
    "EvidencePackSubmitted": _submitted,
    "EvidencePackCountersigned": _countersigned,
    "IssuerAuthorized": _authorized,
    "IssuerAuthorizationEnded": _ended,
    "CheckerAppointed": _appointed,
}

"""The few kinds of column that every table is made of.

Ids and addresses are kept as 0x-hex text: the same form in SQL, JSON and page addresses, and one that both SQLite and
PostgreSQL can read, compare and copy without a codec. Times are Unix seconds of the block; NULL means "not yet".
Enums are kept by name in snake case (`awaiting_release`), so that rows can be read without a code list.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def identifier(name: str, **options: Any) -> Column[str]:
    """A bytes32 as 0x-hex, 66 characters."""
    return Column(name, String(66), **{"nullable": False, **options})


def member(name: str, **options: Any) -> Column[str]:
    """A member's id, a bytes16 as 0x-hex, 34 characters."""
    return Column(name, String(34), **{"nullable": False, **options})


def address(name: str, **options: Any) -> Column[str]:
    """An account's or contract's address, 0x-hex as EIP-55 writes it, 42 characters."""
    return Column(name, String(42), **{"nullable": False, **options})


def code(name: str, **options: Any) -> Column[str]:
    """A status or kind by name, or a short code."""
    return Column(name, String(40), **{"nullable": False, **options})


def moment(name: str, **options: Any) -> Column[int]:
    """A time in Unix seconds, NULL where it hasn't come."""
    return Column(name, BigInteger, **{"nullable": True, **options})


def number(name: str, **options: Any) -> Column[int]:
    """A count, version or number below 2**31."""
    return Column(name, Integer, **{"nullable": False, **options})


def big(name: str, **options: Any) -> Column[int]:
    """A number below 2**63."""
    return Column(name, BigInteger, **{"nullable": False, **options})


def flag(name: str, **options: Any) -> Column[bool]:
    """Yes or no, no when not given."""
    return Column(name, Boolean, **{"nullable": False, "default": False, **options})


def position(primary_key: bool = False) -> tuple[Column[int], Column[int]]:
    """Where in the chain a row comes from: block number and log index. A primary key where one log makes one row."""
    options = {"primary_key": primary_key, "autoincrement": False} if primary_key else {}
    return big("block_number", **options), number("log_index", **options)

"""What keepers share off chain: notices, their deliveries, and how far each duty has read. I/O (SQLite, PostgreSQL).

Keepers that work together name one database. A duty changes its own part in a turn, and turns of a duty follow one
another, in whichever process; so a notice is entered once, and a delivery is claimed by one keeper at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from quaychain.contracts.durable_sqlite import make_durable
from quaychain.contracts.errors import QuaychainError

from .notice import Notice

_TABLES = MetaData()
_NOTICE = Table(
    "keeper_notice",
    _TABLES,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # Unix seconds, the head's time
    Column("body", Text, nullable=False),  # canonical JSON
)
_DELIVERY = Table(
    "keeper_delivery",
    _TABLES,
    Column("notice", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("state", Text, nullable=False),  # waiting, delivered, dead
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),  # Unix milliseconds, the machine's clock
    Column("leased_until", BigInteger, nullable=False),
    Column("last_error", Text, nullable=False),
)
_MARK = Table(
    "keeper_mark",
    _TABLES,
    Column("duty", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)
#: Any number of our own: PostgreSQL's advisory locks go by number.
_SCHEMA_LOCK = 842_620


@dataclass
class KeeperBookError(QuaychainError):
    """The keepers' database can't be used now."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"the keepers' database {self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice on its way to one target, claimed by this keeper."""

    notice: str
    kind: str
    target: str
    body: bytes
    #: How often it was tried before.
    attempts: int


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many deliveries to a target are in a state."""

    target: str
    state: str
    count: int


class Turn:
    """One duty's changes, all or none."""

    def __init__(self, connection: Connection, duty: str, targets: Sequence[str]) -> None:
        self._connection = connection
        self._duty = duty
        self._targets = targets

    def mark(self, name: str) -> Any:
        """What the duty noted under a name; None where it noted nothing."""
        return _mark(self._connection, self._duty, name)

    def marks(self, prefix: str) -> dict[str, Any]:
        """All that the duty noted under names that begin so."""
        return _marks(self._connection, self._duty, prefix)

    def note(self, name: str, value: Any) -> None:
        """Note a JSON value; None forgets it."""
        where = (_MARK.c.duty == self._duty) & (_MARK.c.name == name)
        if value is None:
            self._connection.execute(_MARK.delete().where(where))
            return
        encoded = orjson.dumps(value).decode()
        if self._connection.execute(update(_MARK).where(where).values(value=encoded)).rowcount == 0:
            self._connection.execute(insert(_MARK).values(duty=self._duty, name=name, value=encoded))

    def enter(self, notice: Notice) -> bool:
        """Enter a notice, to be delivered to every target; false where it was entered before."""
        values = {"id": notice.id, "kind": notice.kind, "at": notice.at, "body": notice.body().decode()}
        if not self._once(_NOTICE, values):
            return False
        for target in self._targets:
            self._connection.execute(
                insert(_DELIVERY).values(
                    notice=notice.id, target=target, state="waiting", attempts=0, next_at=0, leased_until=0,
                    last_error="",
                )
            )  # fmt: skip
        return True

    def _once(self, table: Table, values: Mapping[str, object]) -> bool:
        # Both dialects have the clause, each in a module of its own.
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        entering = dialect.insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
        return self._connection.execute(entering).first() is not None


class Book:
    """The database. Thread-safe; any number of processes may use it."""

    def __init__(self, url: str, targets: Sequence[str] = ()) -> None:
        """`url`: sqlite:///file or postgresql://…; makes the tables. `targets` are all to which notices go.

        Raises KeeperBookError.
        """
        self._targets = tuple(targets)
        with self._reported(url):
            self._engine = _engine(url)
        self._place = self._engine.url.render_as_string(hide_password=True)
        with self._reported(self._place), self._writing(_SCHEMA_LOCK) as connection:
            _TABLES.create_all(connection)

    @contextmanager
    def turn(self, duty: str) -> Iterator[Turn]:
        """A duty's turn; other processes' turns of it wait. Nothing is kept where it raises. Raises KeeperBookError."""
        with self._reported(self._place), self._writing(duty) as connection:
            yield Turn(connection, duty, self._targets)

    def mark(self, duty: str, name: str) -> Any:
        """What a duty noted under a name, outside of a turn. Raises KeeperBookError."""
        with self._reported(self._place), self._engine.connect() as connection:
            return _mark(connection, duty, name)

    def marks(self, duty: str, prefix: str) -> dict[str, Any]:
        """All that a duty noted under names that begin so, outside of a turn. Raises KeeperBookError."""
        with self._reported(self._place), self._engine.connect() as connection:
            return _marks(connection, duty, prefix)

    def entered(self, identifiers: Sequence[str]) -> frozenset[str]:
        """Which of these notices were entered already. Raises KeeperBookError."""
        with self._reported(self._place), self._engine.connect() as connection:
            return frozenset(connection.execute(select(_NOTICE.c.id).where(_NOTICE.c.id.in_(identifiers))).scalars())

    def claim(self, targets: Sequence[str], now: int, lease: int) -> Delivery | None:
        """Claim the next delivery that is due at `now`, for `lease` milliseconds; None where there is none.

        Who claims must say what came of it; where it dies, another may claim it once the lease has run out.
        """
        with self.turn("deliver") as turn:
            connection = turn._connection
            row = connection.execute(
                select(_DELIVERY, _NOTICE.c.body, _NOTICE.c.kind)
                .join(_NOTICE, _NOTICE.c.id == _DELIVERY.c.notice)
                .where(
                    _DELIVERY.c.state == "waiting",
                    _DELIVERY.c.target.in_(targets),
                    _DELIVERY.c.next_at <= now,
                    _DELIVERY.c.leased_until <= now,
                )
                .order_by(_DELIVERY.c.next_at, _NOTICE.c.at, _DELIVERY.c.notice)
                .limit(1)
            ).first()
            if row is None:
                return None
            connection.execute(_this(row.notice, row.target).values(leased_until=now + lease))
            return Delivery(row.notice, row.kind, row.target, row.body.encode(), row.attempts)

    def delivered(self, delivery: Delivery) -> None:
        """The target has accepted it."""
        with self.turn("deliver") as turn:
            turn._connection.execute(
                _this(delivery.notice, delivery.target).values(
                    state="delivered", attempts=delivery.attempts + 1, leased_until=0, last_error=""
                )
            )

    def undelivered(self, delivery: Delivery, reason: str, next_at: int | None) -> None:
        """The target has not accepted it; it is tried again at `next_at`, or never, until an operator asks for it."""
        with self.turn("deliver") as turn:
            turn._connection.execute(
                _this(delivery.notice, delivery.target).values(
                    state="dead" if next_at is None else "waiting",
                    attempts=delivery.attempts + 1,
                    next_at=next_at or 0,
                    leased_until=0,
                    last_error=reason[:500],
                )
            )

    def revive(self) -> int:
        """Try all dead deliveries again from the beginning; how many there were."""
        with self.turn("deliver") as turn:
            return turn._connection.execute(
                update(_DELIVERY).where(_DELIVERY.c.state == "dead").values(state="waiting", attempts=0, next_at=0)
            ).rowcount

    def deliveries(self) -> list[DeliveryCount]:
        """How many deliveries are in which state, by target."""
        query = select(_DELIVERY.c.target, _DELIVERY.c.state, func.count()).group_by(
            _DELIVERY.c.target, _DELIVERY.c.state
        )
        with self._reported(self._place), self._engine.connect() as connection:
            return [DeliveryCount(*row) for row in connection.execute(query.order_by(_DELIVERY.c.target))]

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _writing(self, lock: int | str) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                key = text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 842620))")
                connection.execute(key, {"lock": str(lock)})
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _reported(self, place: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise KeeperBookError(place, str(error).splitlines()[0]) from error


def _this(notice: str, target: str) -> Any:
    return update(_DELIVERY).where(_DELIVERY.c.notice == notice, _DELIVERY.c.target == target)


def _mark(connection: Connection, duty: str, name: str) -> Any:
    found = connection.execute(select(_MARK.c.value).where(_MARK.c.duty == duty, _MARK.c.name == name)).scalar()
    return None if found is None else orjson.loads(found)


def _marks(connection: Connection, duty: str, prefix: str) -> dict[str, Any]:
    rows = connection.execute(
        select(_MARK.c.name, _MARK.c.value)
        .where(_MARK.c.duty == duty, _MARK.c.name.startswith(prefix, autoescape=True))
        .order_by(_MARK.c.name)
    )
    return {name: orjson.loads(value) for name, value in rows}


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise KeeperBookError(parsed.render_as_string(hide_password=True), "only sqlite:///FILE or postgresql://…")
    Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed.set(drivername="sqlite+pysqlite"), connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not start transactions by itself: `_writing` takes the one write lock at once.
    connection.isolation_level = None
    make_durable(connection)

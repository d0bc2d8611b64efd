"""Signed transactions of one account on disk (I/O), stored before they are sent: the same bytes go after a crash."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from .durable_sqlite import make_durable
from .errors import QuaychainError
from .signers import SignedTransaction
from .types import Address, Call, to_hex

_SCHEMA = """
CREATE TABLE IF NOT EXISTS chain (account TEXT NOT NULL, chain_id INTEGER NOT NULL, genesis BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS entry (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  raw BLOB NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  recipient TEXT,
  data BLOB NOT NULL,
  value TEXT NOT NULL,
  gas INTEGER NOT NULL,
  status TEXT NOT NULL,
  accepted INTEGER NOT NULL DEFAULT 0,
  revert BLOB
);
CREATE UNIQUE INDEX IF NOT EXISTS entry_key ON entry (key) WHERE status NOT IN ('displaced', 'refused');
CREATE INDEX IF NOT EXISTS entry_by_key ON entry (key);
CREATE UNIQUE INDEX IF NOT EXISTS entry_nonce ON entry (nonce) WHERE status NOT IN ('displaced', 'refused');
"""
_LIVE = "status NOT IN ('displaced', 'refused')"
#: Keys in one question.
_MOST_KEYS = 250
_COLUMNS = "id, key, nonce, raw, hash, recipient, data, value, gas, status, accepted, revert"


@dataclass
class OutboxMismatchError(QuaychainError):
    """The file belongs to another account or chain."""

    path: str
    account: str
    chain_id: int
    genesis: bytes

    def __str__(self) -> str:
        return f"{self.path} is the outbox of {self.account} on chain {self.chain_id} from {to_hex(self.genesis)}"


@dataclass
class OutboxUnusableError(QuaychainError):
    """The file can't be opened, or is no outbox."""

    path: str
    reason: str


@dataclass
class IdempotencyKeyReusedError(QuaychainError):
    """The key was used for another call before."""

    key: str


class EntryStatus(StrEnum):
    """What is known of a stored transaction. The chain decides: where it lost a block, the bytes are sent again."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    #: In a block, reverted.
    FAILED = "failed"
    #: Another transaction took the nonce; the call was signed anew.
    DISPLACED = "displaced"
    #: No node took it, so its nonce is free again.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored transaction. `accepted`: a node took it; `revert`: the data it reverted with, where known."""

    id: int
    key: str
    nonce: int
    raw: bytes
    hash: bytes
    call: Call
    gas: int
    status: EntryStatus
    accepted: bool
    revert: bytes | None


#: Signs the call with a nonce.
Sign = Callable[[int], SignedTransaction]


class Outbox:
    """One account's transactions on one chain. Thread-safe; processes that share the file never share a nonce."""

    def __init__(self, path: Path, account: Address, chain_id: int, genesis: bytes) -> None:
        """Opens the file, or makes it. Raises OutboxMismatchError, OutboxUnusableError."""
        self.genesis = genesis
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            make_durable(self._database)
            self._database.executescript(_SCHEMA)
            with self._writing():
                owner = self._database.execute("SELECT account, chain_id, genesis FROM chain").fetchone()
                if owner is None:
                    self._database.execute("INSERT INTO chain VALUES (?, ?, ?)", (account, chain_id, genesis))
        except (OSError, sqlite3.Error) as error:
            raise OutboxUnusableError(str(path), str(error)) from error
        if owner is not None and owner != (account, chain_id, genesis):
            self.close()
            raise OutboxMismatchError(str(path), *owner)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def find(self, key: str) -> Entry | None:
        """The live transaction of an idempotency key."""
        return self._one("key = ? AND " + _LIVE, key)

    def store(self, key: str, call: Call, gas: int, first_nonce: int, sign: Sign) -> Entry:
        """Sign a call with the lowest free nonce from `first_nonce` (the chain's) on, and store it.

        Answers the live entry of the key instead where another process was quicker.
        """
        with self._writing():
            known = self.find(key)
            if known is not None:
                return known
            return self._sign(key, call, gas, first_nonce, sign)

    def find_all(self, keys: Sequence[str]) -> dict[str, Entry]:
        """The live transactions of those keys that have one."""
        found: dict[str, Entry] = {}
        for start in range(0, len(keys), _MOST_KEYS):
            part = keys[start : start + _MOST_KEYS]
            places = ", ".join("?" * len(part))
            with self._lock:
                rows = self._database.execute(
                    f"SELECT {_COLUMNS} FROM entry WHERE key IN ({places}) AND {_LIVE}",  # noqa: S608  constants
                    part,
                ).fetchall()
            found |= {entry.key: entry for entry in map(_entry, rows)}
        return found

    def store_all(
        self, calls: Mapping[str, Call], gas: int, first_nonce: int, sign: Callable[[Call, int], SignedTransaction]
    ) -> list[Entry]:
        """As `store`, for several in one transaction and in their order; answers those that were not stored before."""
        with self._writing():
            taken = self._nonces_from(first_nonce)
            free = (nonce for nonce in count(first_nonce) if nonce not in taken)
            known = self.find_all(list(calls))
            new = {key: call for key, call in calls.items() if key not in known}
            for key, call in new.items():
                nonce = next(free)
                self._insert(key, call, gas, nonce, sign(call, nonce))
            stored = self.find_all(list(new))
        return [stored[key] for key in new]

    def note_all(self, entries: Sequence[Entry], status: EntryStatus | None = None) -> None:
        """Store that a node took all of them, and what became of them, where a status is given."""
        if entries:
            with self._writing():
                self._database.executemany(
                    "UPDATE entry SET accepted = 1, status = coalesce(?, status) WHERE id = ?",
                    [(status, entry.id) for entry in entries],
                )

    def forget_begun(self, beginnings: Sequence[str]) -> None:
        """Drop what is concluded and will never be asked for again, by the beginning of its key."""
        with self._writing():
            self._database.executemany(
                "DELETE FROM entry WHERE key >= ? AND key < ? AND status <> 'pending'",
                [(beginning, beginning + "\x7f") for beginning in beginnings],
            )

    def displace(self, entry: Entry, first_nonce: int, sign: Sign) -> Entry:
        """Sign an entry's call anew, because another transaction took its nonce for good."""
        with self._writing():
            self._database.execute("UPDATE entry SET status = 'displaced' WHERE id = ?", (entry.id,))
            known = self.find(entry.key)
            return known or self._sign(entry.key, entry.call, entry.gas, first_nonce, sign)

    def note(self, entry: Entry, status: EntryStatus, revert: bytes | None = None) -> None:
        """Store what became of a transaction."""
        with self._writing():
            self._database.execute(
                "UPDATE entry SET status = ?, revert = ?, accepted = accepted OR ? WHERE id = ?",
                (status, revert, status in (EntryStatus.SUCCEEDED, EntryStatus.FAILED), entry.id),
            )

    def note_accepted(self, entry: Entry) -> None:
        """Store that a node took the transaction."""
        with self._writing():
            self._database.execute("UPDATE entry SET accepted = 1 WHERE id = ? AND accepted = 0", (entry.id,))

    def live_from(self, nonce: int) -> list[Entry]:
        """The live transactions from a nonce on, in order."""
        with self._lock:
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM entry WHERE nonce >= ? AND {_LIVE} ORDER BY nonce",  # noqa: S608  constants
                (nonce,),
            ).fetchall()
        return [_entry(row) for row in rows]

    def counts_from(self, nonce: int) -> tuple[int, int]:
        """How many live transactions there are from a nonce on, and how many of them were in a block once."""
        with self._lock:
            row = self._database.execute(
                f"SELECT count(*), count(*) FILTER (WHERE status <> 'pending') FROM entry WHERE nonce >= ? AND {_LIVE}",  # noqa: S608  constants
                (nonce,),
            ).fetchone()
        return row[0], row[1]

    def _nonces_from(self, nonce: int) -> set[int]:
        rows = self._database.execute(f"SELECT nonce FROM entry WHERE nonce >= ? AND {_LIVE}", (nonce,))  # noqa: S608  constants
        return {taken for (taken,) in rows}

    def _sign(self, key: str, call: Call, gas: int, first_nonce: int, sign: Sign) -> Entry:
        taken = self._nonces_from(first_nonce)
        nonce = next(nonce for nonce in range(first_nonce, first_nonce + len(taken) + 1) if nonce not in taken)
        self._insert(key, call, gas, nonce, sign(nonce))
        entry = self.find(key)
        assert entry is not None
        return entry

    def _insert(self, key: str, call: Call, gas: int, nonce: int, signed: SignedTransaction) -> None:
        self._database.execute(
            "INSERT INTO entry (key, nonce, raw, hash, recipient, data, value, gas, status) VALUES (?,?,?,?,?,?,?,?,?)",
            (key, nonce, signed.raw, signed.hash, call.to, call.data, str(call.value), gas, EntryStatus.PENDING),
        )

    def _one(self, where: str, *parameters: object) -> Entry | None:
        with self._lock:
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM entry WHERE {where}",  # noqa: S608  constants
                parameters,
            ).fetchone()
        return None if row is None else _entry(row)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that no other process writes beside. What it holds is on disk when it ends."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _entry(row: tuple[Any, ...]) -> Entry:
    """In the order of `_COLUMNS`, as `_insert` wrote them: nothing is checked again."""
    number, key, nonce, raw, digest, recipient, data, value, gas, status, accepted, revert = row
    call = Call(None if recipient is None else Address(recipient), data, int(value))
    return Entry(number, key, nonce, raw, digest, call, gas, EntryStatus(status), bool(accepted), revert)

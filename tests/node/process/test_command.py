"""What starts Besu; and the shell that runs it in a container, with a real child."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.besu import BesuProgram
from quaychain.node.process.command import ENDS_WITH_INPUT, Owner, besu_command, container_name, removal_command

from .conftest import gone, until

FOLDER = NodeFolder(Path("/srv/nodes/customs"))
KEY = Path("/run/quaychain/key")
CHILD = """
import os, signal, sys, time
from pathlib import Path
def end(*_):
    Path(sys.argv[1] + ".ended").touch()
    sys.exit(7)
signal.signal(signal.SIGTERM, end)
Path(sys.argv[1]).write_text(str(os.getpid()))
assert sys.stdin.read() == ""
time.sleep(60)
"""


def test_a_program() -> None:
    program = BesuProgram(Path("/opt/besu/bin/besu"))
    command = besu_command(program, FOLDER, KEY, "-Xmx1g", Owner(1, 2))
    assert command == [
        "/opt/besu/bin/besu",
        "--config-file=/srv/nodes/customs/besu.toml",
        "--node-private-key-file=/run/quaychain/key",
        "--color-enabled=false",
    ]
    assert removal_command(program, FOLDER) == []


def test_an_image() -> None:
    program = BesuProgram(Path("/usr/bin/docker"), "hyperledger/besu:26.8.0")
    command = besu_command(program, FOLDER, KEY, "-Xmx1g", Owner(1001, 1002))
    image = command.index("hyperledger/besu:26.8.0")
    assert command[image + 1 : image + 5] == ["-c", ENDS_WITH_INPUT, "sh", "besu"]
    joined = " ".join(command[:image])
    assert "--user 1001:1002" in joined
    assert "--volume /srv/nodes/customs:/srv/nodes/customs" in joined
    # A mounted file would stay readable in the container after its removal here.
    assert "--volume /run/quaychain:/run/quaychain:ro" in joined
    assert "--env BESU_OPTS=-Xmx1g" in joined
    assert removal_command(program, FOLDER) == ["/usr/bin/docker", "rm", "--force", container_name(FOLDER)]
    assert container_name(FOLDER) != container_name(NodeFolder(Path("/srv/others/customs")))


def started(tmp_path: Path) -> tuple[subprocess.Popen[bytes], int]:
    mark = tmp_path / "pid"
    command = ["/bin/sh", "-c", ENDS_WITH_INPUT, "sh", sys.executable, "-c", CHILD, str(mark)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    until(lambda: mark.exists() and mark.read_text())
    return process, int(mark.read_text())


def test_in_a_container_besu_ends_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    process, child = started(tmp_path)
    assert process.stdin is not None
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(20) == 128 + signal.SIGKILL
    assert gone(child)


def test_in_a_container_besu_ends_in_order_by_sigterm(tmp_path: Path) -> None:
    process, child = started(tmp_path)
    process.terminate()
    assert process.wait(20) == 7
    assert gone(child)
    assert (tmp_path / "pid.ended").exists()
    assert process.stdin is not None
    process.stdin.close()

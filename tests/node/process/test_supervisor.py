"""The supervisor with a real child process: starts, restarts, ends, and what is left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import PortTakenError
from quaychain.node.backup.fence import FencedError, set_fence
from quaychain.node.keys import KeyFileError, PasswordFileError, load_private_key, read_password
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.besu import BesuTooOldError, JavaTooOldError
from quaychain.node.process.control import set_besu
from quaychain.node.process.key_file import KeyInMemory, memory_folder
from quaychain.node.process.logs import LogLimits, besu_log
from quaychain.node.process.pause import PauseLimits
from quaychain.node.process.state import NodeRunsError, NodeState, current_state, read_state, supervisor_pid
from quaychain.node.process.supervisor import NodeSupervisor, SupervisorSettings

from .conftest import gone, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="keys in memory and the end of children need Linux"),
]

Make = Callable[..., NodeFolder]
QUICK = PauseLimits(first=0.05, longest=0.2, steady=0.5)


@contextmanager
def running(node: NodeFolder, **settings: Any) -> Iterator[NodeSupervisor]:
    """A supervisor in a thread of its own, which is where its children end."""
    given = {"look_every": 0.02, "pauses": QUICK, "stop_within": 5.0, **settings}
    supervisor = NodeSupervisor(node, os.environ, SupervisorSettings(**given))
    problems: list[QuaychainError] = []

    def run() -> None:
        try:
            supervisor.run()
        except QuaychainError as error:
            problems.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        thread.join(30)
        assert not thread.is_alive()
    if problems:
        raise problems[0]


def state_of(node: NodeFolder) -> NodeState:
    state = read_state(node)
    assert state is not None
    return state


def phase(node: NodeFolder) -> str | None:
    state = current_state(node)
    return None if state is None else state.phase


def seen(node: NodeFolder) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((node.data / "seen.json").read_text())
    return content


def test_it_starts_answers_and_stops_in_order(with_fake: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    node = with_fake()
    monkeypatch.setenv("BESU_MIN_GAS_PRICE", "7")
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    echoed: list[str] = []
    with running(node, echo=echoed.append):
        until(lambda: phase(node) == "running")
        state = state_of(node)
        assert supervisor_pid(node) == state.pid == os.getpid()
        assert state.besu_pid == int((node.data / "pid").read_text())
        assert (state.starts, state.restarts, state.version) == (1, 0, "besu/v26.8.0/linux-x86_64/openjdk-java-25")
        place = KeyInMemory.of(NodeFolder(node.root.resolve()), memory_folder(os.environ))
        assert not place.folder.exists()
    settings = node.read_settings()
    key = load_private_key(node.key, read_password(node.password_file(settings)))
    found = seen(node)
    assert found["key"] == "0x" + key.hex()
    assert found["keyMode"] == "0o600"
    assert found["keyFile"] == str(place.file)
    assert key.hex() not in json.dumps(found["arguments"]) + json.dumps(found["environment"])
    # Besu's own variables would win over its configuration file.
    assert "BESU_MIN_GAS_PRICE" not in found["environment"]
    assert (found["environment"]["JAVA_HOME"], found["environment"]["BESU_OPTS"]) == ("/nowhere", "-Xmx512m")
    assert (node.data / "clean").exists()
    assert supervisor_pid(node) is None
    assert state_of(node).phase == "stopped"
    assert besu_log(node).read_text().splitlines() == echoed == ["start 1", "ended in order"]


def test_besu_that_ends_is_started_again_with_growing_pauses(with_fake: Make) -> None:
    node = with_fake(dies=4)
    with running(node):
        until(lambda: phase(node) == "running")
        state = state_of(node)
        assert (state.starts, state.restarts, state.problem) == (5, 4, "")
        assert state.last_exit is not None
        assert state.last_exit.status == 1
        assert state.last_exit.said == "ERROR | Supplied genesis block does not match chain data stored"
        os.kill(int((node.data / "pid").read_text()), signal.SIGKILL)
        until(lambda: state_of(node).starts == 6 and phase(node) == "running")
        last = state_of(node).last_exit
        assert last is not None
        assert (last.status, last.said) == (-signal.SIGKILL, "killed by SIGKILL")


def test_a_node_that_is_slow_or_busy_is_not_said_to_run(with_fake: Make) -> None:
    node = with_fake(slow=0.5, busy=0.5)
    with running(node):
        began = time.monotonic()
        until(lambda: phase(node) == "starting")
        until(lambda: phase(node) == "running")
        assert time.monotonic() - began > 0.8
        assert state_of(node).starts == 1


def test_what_answers_for_another_chain_is_named(with_fake: Make) -> None:
    node = with_fake(chain_id="0x1")
    with running(node):
        until(lambda: phase(node) == "starting")
        until(lambda: "has chain 1, not 842620" in state_of(node).problem)
        assert phase(node) == "starting"


def test_besu_that_does_not_end_is_killed(with_fake: Make) -> None:
    node = with_fake(ignore_term=1)
    with running(node, stop_within=0.5):
        until(lambda: phase(node) == "running")
        pid = int((node.data / "pid").read_text())
    assert gone(pid)
    assert not (node.data / "clean").exists()


def test_a_stop_during_the_start_leaves_no_key(with_fake: Make) -> None:
    node = with_fake(slow=30)
    place = KeyInMemory.of(NodeFolder(node.root.resolve()), memory_folder(os.environ))
    with running(node):
        until((node.data / "seen.json").exists)
        assert place.file.exists()
    assert not place.folder.exists()


def test_node_json_is_read_again_at_a_restart(with_fake: Make, fake: Callable[..., Path]) -> None:
    node = with_fake()
    with running(node) as supervisor:
        until(lambda: phase(node) == "running")
        set_besu(node, str(fake(version="besu/v26.9.1/linux-x86_64/openjdk-java-26")))
        supervisor.restart()
        until(lambda: state_of(node).starts == 2 and phase(node) == "running")
        state = state_of(node)
        assert (state.restarts, state.version) == (0, "besu/v26.9.1/linux-x86_64/openjdk-java-26")
        assert (node.data / "clean").exists()
        # One that can't be used is named, and the next one that can be is taken at once.
        set_besu(node, "/nowhere/besu")
        supervisor.restart()
        until(lambda: "/nowhere/besu is no program" in state_of(node).problem)
        set_besu(node, str(fake()))
        supervisor.restart()
        until(lambda: phase(node) == "running")
        assert state_of(node).problem == ""


def test_a_folder_runs_once(with_fake: Make) -> None:
    node = with_fake()
    with running(node):
        until(lambda: phase(node) == "running")
        with pytest.raises(NodeRunsError, match=f"runs already \\(process {os.getpid()}\\)"):
            NodeSupervisor(node, os.environ).run()
    with running(node):
        until(lambda: phase(node) == "running")


@pytest.mark.parametrize(
    ("behaviour", "error", "said"),
    [
        ({"version": "besu/v26.7.9/linux-x86_64/openjdk-java-25"}, BesuTooOldError, "is Besu 26.7.9"),
        ({"version": "besu/v26.8.0/linux-x86_64/openjdk-java-21"}, JavaTooOldError, "Java 21"),
    ],
)
def test_a_version_below_the_floor_does_not_start(
    with_fake: Make, behaviour: dict[str, str], error: type[QuaychainError], said: str
) -> None:
    node = with_fake(**behaviour)
    with pytest.raises(error, match=said) as caught:
        NodeSupervisor(node, os.environ).run()
    assert "\n" not in str(caught.value)
    assert not (node.data / "starts").exists()
    assert supervisor_pid(node) is None


def test_a_wrong_password_or_key_does_not_start(with_fake: Make, tmp_path: Path) -> None:
    node = with_fake()
    wrong = tmp_path / "wrong"
    with pytest.raises(PasswordFileError):
        NodeSupervisor(node, os.environ, SupervisorSettings(password_file=wrong)).run()
    wrong.write_text("wrong\n")
    wrong.chmod(0o600)
    with pytest.raises(KeyFileError, match="the password is wrong"):
        NodeSupervisor(node, os.environ, SupervisorSettings(password_file=wrong)).run()
    other = NodeFolder(node.root.parent / "customs")
    node.key.write_bytes(other.key.read_bytes())
    password = other.password_file(other.read_settings())
    with pytest.raises(KeyFileError, match=r"it is the key of 0x\w+, and node\.json has 0x"):
        NodeSupervisor(node, os.environ, SupervisorSettings(password_file=password)).run()
    assert not (node.data / "starts").exists()


def test_a_fenced_node_does_not_start(with_fake: Make) -> None:
    node = with_fake()
    set_fence(node, "another took its place", 1_800_000_000)
    with pytest.raises(FencedError, match="another took its place"):
        NodeSupervisor(node, os.environ).run()
    assert not (node.data / "starts").exists()


def test_a_taken_port_is_named(with_fake: Make) -> None:
    node = with_fake()
    port = node.read_settings().rpc.port
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortTakenError, match=f"port {port} \\(JSON-RPC of node"):
            NodeSupervisor(node, os.environ).run()


def test_logs_are_rotated_and_a_full_disk_does_not_hold_besu_up(with_fake: Make) -> None:
    node = with_fake(lines=3000)
    with running(node, logs=LogLimits(bytes=50_000, kept=2)):
        until((node.data / "said").exists)
        until(lambda: phase(node) == "running")
    assert sorted(path.name for path in node.logs.iterdir()) == ["besu.log", "besu.log.1", "besu.log.2"]
    assert all(path.stat().st_size <= 50_000 for path in node.logs.iterdir())
    for path in (node.data / "said", node.data / "starts"):
        path.unlink()
    for path in node.logs.iterdir():
        path.unlink()
    besu_log(node).symlink_to("/dev/full")
    with running(node):
        until((node.data / "said").exists)
        until(lambda: phase(node) == "running")
    assert (node.data / "clean").exists()


def test_a_state_that_cannot_be_written_does_not_end_besu(
    with_fake: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    node = with_fake()
    monkeypatch.setattr("quaychain.node.process.supervisor.write_state", full)
    with running(node):
        until((node.data / "said").exists)
        until(lambda: "Besu answers at" in caplog.text or "No space left on device" in caplog.text)
        time.sleep(0.2)
        assert not gone(int((node.data / "pid").read_text()))


RUN = (sys.executable, "-m", "quaychain.scripts.main", "node", "run")


@contextmanager
def ended_at_last(command: list[str], *, stderr: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process that doesn't outlive a test that fails: Popen's own end would wait for it for ever."""
    with subprocess.Popen(command, stderr=stderr, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_killed_supervisor_leaves_nothing_running(with_fake: Make) -> None:
    node = with_fake(slow=0.5)
    with ended_at_last([*RUN, str(node.root), "--quiet"]) as supervisor:
        # While it starts, the key is in memory; the next start clears it away.
        until((node.data / "seen.json").exists)
        pid = int((node.data / "pid").read_text())
        place = KeyInMemory.of(NodeFolder(node.root.resolve()), memory_folder(os.environ))
        assert place.file.exists()
        supervisor.kill()
    until(lambda: gone(pid))
    assert supervisor_pid(node) is None
    with running(node):
        until(lambda: phase(node) == "running")
    assert not place.folder.exists()


def test_sigterm_ends_besu_in_order_and_sighup_starts_it_anew(with_fake: Make) -> None:
    node = with_fake()
    with ended_at_last([*RUN, str(node.root)], stderr=subprocess.PIPE) as supervisor:
        until(lambda: phase(node) == "running")
        supervisor.send_signal(signal.SIGHUP)
        until(lambda: state_of(node).starts == 2 and phase(node) == "running")
        (node.data / "clean").unlink()
        supervisor.terminate()
        assert supervisor.wait(20) == 0
        assert supervisor.stderr is not None
        said = supervisor.stderr.read()
    assert (node.data / "clean").exists()
    assert "Besu answers at http://127.0.0.1" in said
    assert said == (node.logs / "supervisor.log").read_text()


def test_systemd_is_told(with_fake: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = with_fake()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with running(node):
            assert channel.recv(1000).splitlines()[0] == b"READY=1"
        assert channel.recv(1000).splitlines()[0] == b"STOPPING=1"


FAKE_DOCKER = """#!/bin/sh
# Runs what a container would: the command after the image, with this folder's besu.
here=$(dirname "$0")
echo "$*" >>"$here/asked"
if [ "$1" = rm ]; then exit 0; fi
while [ "$1" != an/image:1 ]; do shift; done
shift
PATH="$here:$PATH"
if [ "$1" = --version ]; then exec besu --version; fi
exec /bin/sh "$@"
"""


def test_besu_from_an_image(node: NodeFolder, fake: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fake().parent
    docker = folder / "docker"
    docker.write_text(FAKE_DOCKER)
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    set_besu(node, "docker:an/image:1")
    with running(node):
        until(lambda: phase(node) == "running")
        state = state_of(node)
        assert (state.besu, state.version) == ("docker:an/image:1", "besu/v26.8.0/linux-x86_64/openjdk-java-25")
    assert (node.data / "clean").exists()
    asked = [line.split()[0] for line in (folder / "asked").read_text().splitlines()]
    # A container that a killed supervisor left is removed first.
    assert asked[:3] == ["run", "rm", "run"]
    with ended_at_last([*RUN, str(node.root), "--quiet", "--no-permissions"]) as supervisor:
        until(lambda: phase(node) == "running" and supervisor_pid(node) == supervisor.pid)
        pid = int((node.data / "pid").read_text())
        assert not gone(pid)
        supervisor.kill()
    until(lambda: gone(pid))

"""The scenario on a real Besu, while validators are killed, cut off and wiped, and a member comes and goes."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quaychain.node.machine.folder import NodeFolder

from .consortium import admit, enter, leave, newcomer, start_in_sync
from .network import BesuNetwork, quaychain, running_network, stop_folder

pytestmark = pytest.mark.besu

#: The story's days take so many times what they take where nothing fails.
_PACE = "1.5"
_STORY_SECONDS = 1_500.0


class Story:
    """A run of the scenario, and what it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: list[str] = []
        self._said = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def said(self) -> str:
        """All of it."""
        return "\n".join(self._lines)

    def reach(self, text: str) -> None:
        """Wait until it has said so."""
        with self._said:
            found = self._said.wait_for(lambda: text in self.said or self._process.poll() is not None, _STORY_SECONDS)
        assert found, self.said
        assert text in self.said, self.said

    def end(self) -> int:
        """Wait for its end; its exit status."""
        status = self._process.wait(_STORY_SECONDS)
        self._reader.join(10)
        return status

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._said:
                self._lines.append(line.rstrip())
                self._said.notify_all()
        with self._said:
            self._said.notify_all()


@contextmanager
def told(network: BesuNetwork, port: int) -> Iterator[Story]:
    """The scenario begins on the network."""
    command = [sys.executable, "-m", "quaychain.scripts.main", "demo", "--network", str(network.local.root)]
    process = subprocess.Popen(
        [*command, "--once", "--port", str(port), "--pace", _PACE],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Story(process)
    finally:
        process.terminate()
        process.wait(60)


def _four_ports() -> int:
    """The first of four free ports in a row."""
    for first in range(20_000, 30_000, 4):
        with contextlib.ExitStack() as probes, contextlib.suppress(OSError):
            for port in range(first, first + 4):
                probes.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no four free ports in a row")


def test_the_scenario_is_told_while_validators_fail_and_change(
    besu: str, figures: dict[str, str], tmp_path: Path
) -> None:
    new = newcomer(tmp_path, besu)
    with running_network(tmp_path / "network", besu, figures) as network, told(network, _four_ports()) as story:
        started = time.monotonic()
        try:
            story.reach("Order agreed")
            network.kill("supplier-1")
            time.sleep(10)
            network.start("supplier-1")

            story.reach("Parts registered")
            with network.paused("supplier-2", "customs"):
                time.sleep(10)
            network.wait_even()

            story.reach("Change request")
            new.make_card(network)
            new.make_node(network)
            admit(network, new)
            start_in_sync(network, new)
            enter(network, new)

            story.reach("Load-out approved")
            network.stop("supplier-2")
            shutil.rmtree(network.folder("supplier-2").data)
            network.folder("supplier-2").data.mkdir()
            network.start("supplier-2")
            network.wait_even()

            story.reach("Storm")
            leave(network, new)
            stop_folder(NodeFolder(new.node))

            assert story.end() == 0, story.said
        finally:
            if new.node.exists():
                stop_folder(NodeFolder(new.node))
        figures["the scenario, while validators were killed, cut off and wiped, and a member came and left"] = (
            f"{time.monotonic() - started:.0f} s"
        )
        assert "FAILED" not in story.said
        network.wait_even()
        quaychain("node", "doctor", str(network.local.root))
        url = network.local.rpc_urls[0]
        quaychain("node", "verify-deployment", str(network.local.deployment), "--rpc", url)

"""One network for the whole session: starting four Besus takes most of a minute."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quaychain.contracts.deployment import Deployment
from quaychain.node.process.state import current_state
from tests.conftest import besu_setting

from .network import BesuNetwork, quaychain, running_network

_FIGURES = pytest.StashKey[dict[str, str]]()


@pytest.fixture(scope="session")
def besu(pytestconfig: pytest.Config) -> str:
    """What --besu gets."""
    setting = besu_setting(pytestconfig)
    assert setting is not None, "a test that asks for a Besu is marked besu"
    return setting


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> dict[str, str]:
    """What is measured on the way, for the summary."""
    return pytestconfig.stash.setdefault(_FIGURES, {})


@pytest.fixture(scope="session")
def running(besu: str, tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Iterator[BesuNetwork]:
    """Four validators and a query node, which begin to run when the first test asks for them."""
    with running_network(tmp_path_factory.mktemp("besu") / "network", besu, figures) as network:
        yield network
        figures["memory of a node at the end"] = _memory(network)


@pytest.fixture(scope="session")
def deployment(running: BesuNetwork) -> Deployment:
    """The contracts on the network, installed by its founders."""
    started = time.monotonic()
    try:
        quaychain("node", "deploy-local", str(running.local.root))
    except AssertionError:  # the chain may have stood still for a minute on a busy machine: it goes on where it was
        quaychain("node", "deploy-local", str(running.local.root))
    running.figures["contracts deployed and installed"] = f"{time.monotonic() - started:.0f} s"
    return Deployment.load(running.local.deployment)


@pytest.fixture
def network(running: BesuNetwork) -> BesuNetwork:
    """The network with all nodes up and at one head: what an earlier test took away is started again."""
    down = [name for name in running.names if not running.answers(name)]
    if down:
        running.start(*down)
    running.wait_even()
    return running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The scenario comes first: it has a network of its own, and two cores don't carry two."""
    items.sort(key=lambda item: (item.get_closest_marker("besu") is not None, "test_scenario" not in item.nodeid))


def _memory(network: BesuNetwork) -> str:
    """The resident memory of each Besu that runs as a process of this machine."""
    found = []
    for name in network.names:
        state = current_state(network.folder(name))
        status = Path(f"/proc/{state.besu_pid}/status") if state else Path(os.devnull)
        lines = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
        found += [f"{int(line.split()[1]) // 1024} MB" for line in lines]
    return ", ".join(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was measured on the way."""
    figures = config.stash.get(_FIGURES, {})
    if figures:
        terminalreporter.section("measured on Besu")
        for what, value in figures.items():
            terminalreporter.write_line(f"{what}: {value}")

"""The thread beside a supervisor ends with it, says each problem once, and goes on."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.types import to_address
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.permissions import keeper
from quaychain.node.permissions.besu import difference
from quaychain.node.permissions.sync import PermissionsReport
from tests.node.permissions.test_sync import account, enode

_NONE = difference(Allowlists((), ()), Allowlists((), ()))


def test_a_folder_that_is_none_of_a_node_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "quaychain.node.permissions"):
        with keeper.permissions_kept(NodeFolder(tmp_path), pause=0.01):
            deadline = time.monotonic() + 10
            while not caplog.messages and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(0.1)
        assert len(caplog.messages) == 1
        assert "permissions are not kept" in caplog.messages[0]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("permissions of")]


def test_nothing_that_goes_wrong_ends_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()
    attempts: list[int] = []

    def fail(*_: Any) -> Any:
        attempts.append(1)
        if len(attempts) > 2:
            tried.set()
        raise ZeroDivisionError

    monkeypatch.setattr(NodeFolder, "read_settings", fail)
    with keeper.permissions_kept(NodeFolder(tmp_path), pause=0.01):
        assert tried.wait(10)


def test_lines_of_a_report() -> None:
    lists = Allowlists.of([enode(2)], [account(3)])
    change = difference(Allowlists((), ()), lists)
    validator = to_address(b"\x09" * 20)
    assert keeper.report_lines(PermissionsReport(8, change, change, ((validator, bytes(16)),))) == [
        f"block 8: + node {enode(2).url}",
        f"block 8: + account {account(3)}",
        f"validator {validator} of member 0x{bytes(16).hex()} has no card here: quaychain node members accept",
    ]
    assert keeper.report_lines(PermissionsReport(8, change, _NONE, ())) == [
        "block 8: permissions.toml was another, and is put right"
    ]

"""Who runs a folder's node, whatever its files say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.state import (
    FolderUnusableError,
    NodeRunsError,
    NodeState,
    current_state,
    folder_lock,
    read_state,
    supervisor_pid,
    write_state,
)


def test_a_lock_and_not_a_file_says_who_runs_it(tmp_path: Path) -> None:
    node = NodeFolder(tmp_path)
    assert supervisor_pid(node) is None
    with folder_lock(node):
        assert supervisor_pid(node) == os.getpid()
        with pytest.raises(NodeRunsError, match=f"process {os.getpid()}"), folder_lock(node):
            pass
        assert supervisor_pid(node) == os.getpid()
    assert (node.run / "pid").exists()
    assert supervisor_pid(node) is None


def test_the_state_of_a_supervisor_that_is_gone_is_not_current(tmp_path: Path) -> None:
    node = NodeFolder(tmp_path)
    with folder_lock(node):
        assert current_state(node) is None
        write_state(node, NodeState(pid=os.getpid(), phase="running", since=1.0, besu="besu"))
        state = current_state(node)
        assert state is not None
        assert state.phase == "running"
        write_state(node, state.model_copy(update={"pid": os.getpid() + 1}))
        assert current_state(node) is None
        (node.run / "state.json").write_text("{")
        assert current_state(node) is None
        write_state(node, state)
    assert current_state(node) is None
    assert read_state(node) == state


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("no folder")
    with pytest.raises(FolderUnusableError, match="can't run the node of"), folder_lock(NodeFolder(tmp_path)):
        pass

"""A third party's whole flow over a consortium, with bash, cast, the ABIs and the READMEs, and none of our code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quaychain.contracts.ports import free_port
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.scripts.demo.consortium import deploy, found
from quaychain.scripts.demo.story_chain import EmbeddedStoryChain
from quaychain.scripts.wiring.home import Home

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in ("anvil", "cast")),
        reason="anvil or cast is not installed: start through ./qc",
    ),
]

ROOT = Path(__file__).resolve().parents[2]
FLOW = Path(__file__).with_name("cast_flow.sh")


@dataclass(frozen=True)
class Ledger:
    """What a third party is given: where a node answers, where the root is, and the keys of who takes part."""

    url: str
    root: str
    keys: Path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = Home(tmp_path_factory.mktemp("consortium") / "home")
    home.create()
    charter, cards = found(home, int(time.time()))
    port = free_port()
    command = [sys.executable, "-m", "quaychain.scripts.main", "node", "embedded", str(home.chain), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as chain:
        try:
            assert chain.stdout is not None
            said = chain.stdout.readline()
            assert "answers" in said
            url = f"http://127.0.0.1:{port}"
            with Rpc(url) as rpc:
                yield Ledger(
                    url,
                    deploy(home, charter, cards, rpc, EmbeddedStoryChain(EmbeddedChain(home.chain, rpc))).root,
                    home.keys,
                )
        finally:
            chain.terminate()


def run(ledger: Ledger, home: Path, root: str) -> subprocess.CompletedProcess[str]:
    environment = {
        # The script's own needs; nothing by which our code could be found.
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "RPC": ledger.url,
        "ROOT": root,
        "ABIS": str(ROOT / "contracts/artifacts"),
        "KEYS": str(ledger.keys),
    }
    return subprocess.run(
        ["bash", str(FLOW)], env=environment, cwd=home, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_third_party_needs_nothing_but_abi_and_cast(ledger: Ledger, tmp_path: Path) -> None:
    done = run(ledger, tmp_path, ledger.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "all that was to be shown was shown"


def test_the_flow_ends_at_what_it_cannot_show(ledger: Ledger, tmp_path: Path) -> None:
    """Where no root is, there is no Directory."""
    done = run(ledger, tmp_path, "0x" + "11" * 20)
    assert done.returncode != 0
    assert "all that was to be shown" not in done.stdout


def test_the_flow_uses_none_of_our_code() -> None:
    """Of "quaychain" it knows the storage namespace that the README names."""
    text = FLOW.read_text()
    assert not re.search(r"\b(python\d?|npm|forge|anvil|jq)\b|\./qc|quaychain(?!\.TradeFinance)", text)

"""The oracle on a chain that stops: what it has is durable, it is not final, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.ports import free_port
from quaychain.contracts.types import to_hex
from quaychain.node.keys import RANDOM_PASSWORD, SeedKind, create_seed

from ...oracles.signing import reading
from .network import BesuNetwork, eventually

pytestmark = pytest.mark.besu

MEMBER = "manufacturer"


@contextmanager
def oracle(verb: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`quaychain oracle VERB`, once it is ready; it is ended in order."""
    command = [sys.executable, "-m", "quaychain.scripts.main", "oracle", verb, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def counts(queue: Path) -> dict[str, int]:
    """What `quaychain oracle status` says of the one stream."""
    command = [sys.executable, "-m", "quaychain.scripts.main", "oracle", "status", "--queue", str(queue), "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    (stream,) = said["streams"]
    return {name: stream[name] for name in ("durable", "included", "final")}


def device(folder: Path, signing: list[str], count: int) -> subprocess.Popen[str]:
    """A device that sends so many readings more and goes on until all are anchored."""
    source = folder / "readings.jsonl"
    with source.open("a") as file:
        file.writelines(json.dumps(reading(float(number))) + "\n" for number in range(count))
    command = [sys.executable, "-m", "quaychain.scripts.main", "oracle", "device", *signing, "--until-anchored"]
    return subprocess.Popen([*command, str(source)], text=True)


def test_a_chain_without_a_quorum_is_not_final_and_loses_nothing(
    network: BesuNetwork, deployment: Deployment, tmp_path: Path
) -> None:
    password = network.local.password_file(MEMBER)
    member = network.local.member_keys(MEMBER)
    port = free_port()
    readers, queue, saved = tmp_path / "readers.json", tmp_path / "queue.sqlite", tmp_path / "deployment.json"
    readers.write_text(json.dumps({"technical": [to_hex(member.member)], "logistics": []}))
    deployment.save(saved)
    seed = create_seed(tmp_path / "device.key", SeedKind.ED25519, network.local.password(MEMBER), RANDOM_PASSWORD)
    with network.sender(MEMBER, MEMBER, tmp_path) as sender:
        registry = deployment.contract(DeviceRegistry)
        sender.send(registry.register(bytes(SigningKey(seed).verify_key), os.urandom(32), 0, 0))
    signing = [
        *("--key", str(tmp_path / "device.key"), "--password-file", str(password)),
        *("--chain-id", str(deployment.chain_id), "--outbox", str(tmp_path / "device.sqlite")),
        *("--member", to_hex(member.member), "--broker", f"127.0.0.1:{port}"),
    ]
    running = [
        *("--deployment", str(saved), "--rpc", network.local.rpc_urls[0]),
        *("--account", str(network.local.root / "members" / MEMBER / "oracle.json"), "--password-file", str(password)),
        *("--transactions", str(tmp_path / "oracle.sqlite"), "--queue", str(queue), "--readers", str(readers)),
        *("--wraps", str(tmp_path / "wraps"), "--content", str(tmp_path / "content")),
        *("--broker", f"127.0.0.1:{port}", "--batch-count", "10", "--batch-age", "0.3"),
    ]
    with oracle("broker", "--port", str(port)), oracle("run", *running):
        assert device(tmp_path, signing, 20).wait(120) == 0
        assert counts(queue) == {"durable": 20, "included": 20, "final": 20}

        network.kill("supplier-2", "customs")
        time.sleep(3)
        waiting = device(tmp_path, signing, 20)
        eventually(lambda: counts(queue)["durable"] == 40, 60, "the readings are on disk")
        time.sleep(10)
        assert counts(queue) == {"durable": 40, "included": 20, "final": 20}
        assert waiting.poll() is None

        network.start("supplier-2", "customs")
        assert waiting.wait(300) == 0
        assert counts(queue) == {"durable": 40, "included": 40, "final": 40}
    anchor = deployment.contract(EventAnchor)
    query = {"address": anchor.address, "topics": [to_hex(BatchAnchored.TOPIC)], "fromBlock": "0x0"}
    events = [anchor.decode(log) for log in network.rpc(network.names[-1]).logs(query)]
    assert sum(event.count for event in events if isinstance(event, BatchAnchored)) == 40

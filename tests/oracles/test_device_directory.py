"""The registries as the gateway asks them: seldom, and never past a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from quaychain.contracts.bindings.types import DeviceStatus, MemberStatus
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.oracles import chain as chain_module
from quaychain.oracles.chain import ChainDeviceDirectory, HeadClock
from quaychain.oracles.devices import DirectoryUnavailableError

KEYS = [bytes([number]) * 32 for number in range(1, 51)]


@dataclass
class Node:
    """A reader and its node, with what was asked of it."""

    head: int = 10
    changed: list[int] = field(default_factory=list)
    revoked: int = 0
    away: bool = False
    #: What it takes until it is known that it doesn't answer.
    silent: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)

    @property
    def rpc(self) -> Node:
        return self

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.away:
            self.silent()
            raise RpcUnreachableError("http://node", "away")

    def block_number(self) -> int:
        self._ask("block")
        return self.head

    def logs(self, query: dict[str, Any]) -> list[int]:
        self._ask("logs")
        first, last = int(query["fromBlock"], 16), int(query["toBlock"], 16)
        return [number for number in self.changed if first <= number <= last]

    def read(self, what: str) -> Any:
        self._ask(what)
        if what == "member":
            return SimpleNamespace(status=MemberStatus.ACTIVE)
        fields = {"member": bytes(16), "valid_from": 1, "valid_until": 0, "revoked_from": self.revoked, "boot": 0}
        return SimpleNamespace(status=DeviceStatus(1), closed_at=0, **fields)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(chain_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def directory(node: Node) -> ChainDeviceDirectory:
    devices = SimpleNamespace(address="0x01", device_of=lambda _: "device")
    members = SimpleNamespace(address="0x02", member_of=lambda _: "member")
    return ChainDeviceDirectory(node, devices, members)  # type: ignore[arg-type]


def test_a_fleet_costs_one_look_a_second(clock: list[float]) -> None:
    node = Node()
    found = directory(node)
    for _ in range(5):
        for key in KEYS:
            assert found.device(key) is not None
        node.head += 1
        clock[0] += 1.1
    assert node.asked.count("device") == len(KEYS)
    assert (node.asked.count("block"), node.asked.count("logs")) == (5, 4)


def test_what_was_logged_is_asked_for_anew(clock: list[float]) -> None:
    node = Node()
    found = directory(node)
    found.device(KEYS[0])
    node.head, node.changed, node.revoked = 12, [11], 77
    clock[0] += 1.1
    device = found.device(KEYS[0])
    assert device is not None
    assert device.revoked_from == 77


def test_a_chain_that_went_back_is_asked_anew(clock: list[float]) -> None:
    node = Node()
    found = directory(node)
    found.device(KEYS[0])
    node.head, node.revoked = 9, 77
    clock[0] += 1.1
    device = found.device(KEYS[0])
    assert device is not None
    assert device.revoked_from == 77


def test_what_is_known_serves_while_the_node_is_away(clock: list[float]) -> None:
    node = Node()
    found = directory(node)
    found.device(KEYS[0])
    node.away = True
    clock[0] += 100
    assert found.device(KEYS[0]) is not None
    with pytest.raises(DirectoryUnavailableError):
        found.device(KEYS[1])


def test_a_node_that_says_nothing_is_waited_for_seldom(clock: list[float]) -> None:
    """Each question costs its timeout: five seconds a message would be no gateway any more."""

    def five_seconds() -> None:
        clock[0] += 5

    node = Node(silent=five_seconds)
    found = directory(node)
    for key in KEYS[:2]:
        assert found.device(key) is not None
    node.away, node.asked = True, []
    clock[0] += 60
    began = clock[0]
    for _ in range(100):
        assert found.device(KEYS[0]) is not None
        with pytest.raises(DirectoryUnavailableError, match="away"):
            found.device(KEYS[9])
    assert (clock[0] - began, len(node.asked)) == (5, 1)
    clock[0] += 16
    assert found.device(KEYS[1]) is not None
    assert len(node.asked) == 2
    node.away = False
    clock[0] += 16
    assert found.device(KEYS[9]) is not None

    node.now = lambda: node._ask("now") or 7  # type: ignore[attr-defined]
    head = HeadClock(node)  # type: ignore[arg-type]
    assert head.now() == 7
    node.away, node.asked = True, []
    clock[0] += 1
    assert [head.now() for _ in range(100)] == [7] * 100
    assert node.asked == ["now"]

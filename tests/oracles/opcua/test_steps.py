"""Which value of a node is news, and the event of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.events.envelope import EventKind
from quaychain.oracles.logistics.bodies import JSON_LD, read_body
from quaychain.oracles.opcua.service import record_observation
from quaychain.oracles.opcua.steps import Observation
from quaychain.oracles.sending.outbox import Outbox

from ..signing import CHAIN_ID, Signer
from .mappings import ORDER, parsed, step

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEVER = datetime(1601, 1, 1, tzinfo=UTC)


class Node:
    """A node whose values are observed."""

    def __init__(self, path: Path, *steps: dict[str, Any]) -> None:
        self.outbox = Outbox(path, Signer(1).key, CHAIN_ID)
        self.steps = list(parsed(*steps).steps)

    def tell(self, value: Any, minute: float | None, **changes: Any) -> int:
        time = None if minute is None else NOW + timedelta(minutes=minute)
        seen = Observation(value, **({"source_time": time, "server_time": None} | changes))
        taken = record_observation(self.outbox, self.steps, seen, NOW)
        return 0 if taken is None else taken.new

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(item.body)["epcisBody"]["eventList"][0] for item in self.outbox.after(None, 99)]


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(
        tmp_path / "outbox.sqlite", step(readPoint="urn:epc:id:sgln:9520001.00001.1", disposition="in_progress")
    )


def test_a_step_is_recorded_when_its_state_is_entered(node: Node) -> None:
    tellings = [(False, -60), (True, -50), (True, -50), (True, -40), (False, -30), (False, -20), (True, -10)]
    assert [node.tell(*telling) for telling in tellings] == [0, 1, 0, 0, 0, 0, 1]
    event = node.events()[0]
    assert event["eventTime"] == "2026-03-02T11:10:00.000000Z"
    assert (event["quaychain:order"], event["quaychain:step"], event["quaychain:clock"]) == (ORDER, "welded", "source")
    for item in node.outbox.after(None, 9):
        assert read_body(EventKind.EPCIS, JSON_LD, item.body)[0].hash_id.startswith("ni:///sha-256;")


def test_what_is_told_again_out_of_turn_is_no_second_step(node: Node) -> None:
    assert [node.tell(True, -50), node.tell(False, -30), node.tell(True, -50), node.tell(False, -30)] == [1, 0, 0, 0]
    # And it doesn't hide the next.
    assert node.tell(True, -10) == 1


def test_a_clock_that_was_put_back_hides_no_step(node: Node) -> None:
    assert [node.tell(False, 4), node.tell(True, -1)] == [0, 1]


def test_a_value_that_is_not_good_says_nothing(node: Node) -> None:
    assert [node.tell(True, -50, good=False), node.tell(None, -40), node.tell("true", -30)] == [0, 0, 0]
    assert node.tell(True, -20) == 1


def test_times_that_cant_be_are_replaced_and_marked(tmp_path: Path) -> None:
    server = NOW - timedelta(minutes=1)
    cases = [
        ({"source_time": NOW + timedelta(days=9), "server_time": server}, "server", server),
        (
            {"source_time": datetime(1601, 1, 1, tzinfo=UTC), "server_time": server.replace(tzinfo=None)},
            "server",
            server,
        ),
        ({"source_time": None, "server_time": None}, "gateway", NOW),
    ]
    for number, (times, clock, expected) in enumerate(cases):
        node = Node(tmp_path / f"{number}.sqlite", step())
        assert node.tell(True, None, **times) == 1
        assert node.tell(True, None, **times) == 0
        (event,) = node.events()
        assert (event["quaychain:clock"], datetime.fromisoformat(event["eventTime"])) == (clock, expected)


def test_one_node_may_be_several_steps(tmp_path: Path) -> None:
    other = step("b", node=step()["node"], when={"atLeast": 2}, milestone="0x" + "07" * 32)
    node = Node(tmp_path / "outbox.sqlite", step(when={"atLeast": 1}), other)
    assert [node.tell(0, -9), node.tell(1, -8), node.tell(2, -7), node.tell(3, -6)] == [0, 1, 1, 0]
    assert [event["quaychain:step"] for event in node.events()] == ["welded", "b"]

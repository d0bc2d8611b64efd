"""`e2e`: broker → verified → durable → anchored → receipt → indexed, in events a second (I/O)."""

from __future__ import annotations

import sys
import time

from .frame import Must, Result, Setting
from .ground import ground
from .peer_transactions import events_a_second
from .pipeline import Pipeline
from .processes import Children, wait_until

_EVENTS = 200_000
_PEER_EVENTS = 60_000
_PEER_TRANSACTIONS = 2_000
_STAGES = ("broker", "gateway", "anchorer", "indexer", "producers-2")


def run(setting: Setting) -> Result:
    """The peer that needs the broker only, then all of ours, then the peer that needs the chain only."""
    with ground(setting) as found, Children(setting.folder / "logs") as children:
        pipeline = Pipeline(setting, found, children)
        pipeline.start_broker()
        setting.say("peer: receive, parse and verify")
        receiver = _receiver(pipeline, setting.scaled(_PEER_EVENTS, 500))
        pipeline.start_oracle()
        count = setting.scaled(_EVENTS, 500)
        pipeline.prepare(count)
        setting.say("events from the broker to their rows")
        before = {name: children.processor(name) for name in _STAGES}
        children.begin()
        started = time.monotonic()
        produced = pipeline.release()
        pipeline.wait_indexed(count)
        seconds = time.monotonic() - started
        ours = count / seconds
        used = {name: children.processor(name) - before[name] for name in _STAGES}
        for name in ("gateway", "anchorer", "indexer"):
            children.stop(name)
        setting.say("peer: one transaction an event")
        transactions = events_a_second(found, setting.scaled(_PEER_TRANSACTIONS, 50))
        figures = {
            "events": count,
            "events a second": ours,
            "events a second, anchored and acknowledged": count / produced.seconds,
            "one transaction an event, events a second": transactions,
            "receive, parse and verify, events a second": receiver,
            **{f"{name}, µs of processor an event": used[name] / count * 1e6 for name in _STAGES},
        }
        flat = {f"memory of the {name}, end to first third": children[name].growth() for name in _STAGES[1:4]}
        least = 20.0 if setting.chain is None else 50.0
        return Result(
            "e2e",
            figures,
            {"to one transaction an event": ours / transactions, "to receive, parse and verify": ours / receiver}
            | flat,
            (
                Must("to one transaction an event", least),
                Must("to receive, parse and verify", 0.5),
                *(Must(name, 1.3, at_most=True) for name in flat),
            ),
        )


def _receiver(pipeline: Pipeline, count: int) -> float:
    children = pipeline.children
    log = pipeline.ground.folder / "logs" / "receiver.log"
    command = [sys.executable, "-m", "quaychain.scripts.bench.peer_receiver", str(pipeline.port), str(count)]
    receiver = children.start("receiver", command, lambda: log.exists() and b"ready" in log.read_bytes())
    pipeline.produce(count, until_anchored=False)
    wait_until(lambda: receiver.process.poll() is not None, "the peer has received all", 600)
    children.require_running()
    return count / float(log.read_text().rpartition("seconds ")[2])

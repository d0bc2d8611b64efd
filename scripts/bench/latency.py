"""`latency`: from a reading's publishing to its being final, at half of what the way in takes (I/O)."""

from __future__ import annotations

import time

from .frame import Must, Result, Setting
from .ground import ground
from .pipeline import BATCH_AGE, Pipeline
from .processes import Children

_EVENTS = 40_000
_SECONDS = 60.0


def run(setting: Setting) -> Result:
    """First as fast as it goes, to know the rate; then at half of it. A device hears when its reading is final."""
    with ground(setting) as found, Children(setting.folder / "logs") as children:
        pipeline = Pipeline(setting, found, children)
        pipeline.start_broker()
        pipeline.start_oracle()
        count = setting.scaled(_EVENTS, 500)
        pipeline.prepare(count)
        setting.say("as fast as it goes")
        started = time.monotonic()
        pipeline.release()
        pipeline.wait_indexed(count)
        full = count / (time.monotonic() - started)
        steady = round(full / 2 * max(_SECONDS * setting.scale, 10.0))
        pipeline.prepare(steady, rate=full / 2)
        setting.say(f"at {full / 2:,.0f} events a second")
        latencies = sorted(pipeline.release().latencies)
        most = BATCH_AGE + 2 * found.block_period
        p99 = latencies[int(len(latencies) * 0.99)]
        figures = {
            "events": len(latencies),
            "e2e rate, events a second": full,
            "rate, events a second": full / 2,
            "median, seconds": latencies[len(latencies) // 2],
            "p99, seconds": p99,
            "longest, seconds": latencies[-1],
            "batch age and two block periods, seconds": most,
        }
        return Result("latency", figures, {}, (Must("p99, seconds", most, at_most=True),))

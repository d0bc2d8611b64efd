from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.types import to_address
from quaychain.scripts.bench import peer_ponder
from quaychain.scripts.bench.peer_ponder import PonderHinderedError, PonderTask, sync_seconds

LOG = """\
{"level":30,"time":1000,"msg":"Created HTTP server","port":42069}
{"level":30,"time":1001,"msg":"Started returning 200 responses","endpoint":"/health"}
{"level":30,"time":1250,"msg":"Started fetching backfill JSON-RPC data","chain":"consortium"}
(node:26915) DeprecationWarning: it says things of its own
{"level":30,"time":3000,"msg":"Completed backfill indexing across all chains"}
{"level":30,"time":3750,"msg":"Started returning 200 responses","endpoint":"/ready"}
{"level":40,"time":9000,"msg":"Received SIGTERM"}
"""


def test_it_is_done_when_it_says_that_it_is_ready_and_counts_from_its_first_question() -> None:
    assert sync_seconds(LOG) == 2.5


@pytest.mark.parametrize("lines", range(6))
def test_it_is_not_done_before(lines: int) -> None:
    said = "".join(LOG.splitlines(keepends=True)[:lines])
    assert sync_seconds(said) is None
    assert sync_seconds(said + '{"level":30,"ti') is None


def test_a_request_that_failed_spoils_its_figure() -> None:
    failed = '{"time":2000,"msg":"Received JSON-RPC error","method":"eth_getLogs","error":{"message":"too slow"}}\n'
    with pytest.raises(PonderHinderedError, match="eth_getLogs, too slow"):
        sync_seconds(failed + LOG)


def test_it_tells_its_makers_nothing() -> None:
    task = PonderTask(1, "http://127.0.0.1:1", "postgresql://host/database", to_address(bytes(20)), 2, 3)
    assert task.environment()["PONDER_TELEMETRY_DISABLED"] == "true"


def test_its_project_reads_what_it_is_told() -> None:
    task = PonderTask(1, "http://127.0.0.1:1", "postgresql://host/database", to_address(bytes(20)), 2, 3)
    config = Path(peer_ponder.__file__).with_name("ponder").joinpath("ponder.config.ts").read_text("utf-8")
    assert [name for name in task.environment() if name not in config] == ["PONDER_TELEMETRY_DISABLED"]

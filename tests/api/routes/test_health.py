"""Health and metrics."""

from __future__ import annotations

import httpx

from quaychain.api.app import create_app
from tests.api.world import World


async def test_readiness_follows_the_indexer(world: World) -> None:
    async with world.client() as client:
        assert (await client.get("/health/live")).json() == {"status": "alive"}
        assert "has not run yet" in (await client.get("/health/ready")).json()["detail"]
        world.advance()
        ready = await client.get("/health/ready")
        assert ready.status_code == 200
        assert (ready.json()["lag_blocks"], ready.json()["block_number"]) == (0, 2)
        world.ledger.seen(world.chain.head.number + 21, world.wall)
        behind = await client.get("/health/ready")
        assert (behind.status_code, behind.json()["lag_blocks"]) == (503, 21)
        world.ledger.seen(world.chain.head.number, world.wall)
        world.wall += world.services.settings.ready_silence + 1
        assert "silent for 61 s" in (await client.get("/health/ready")).json()["detail"]


async def test_metrics_count_routes_and_name_nobody(world: World) -> None:
    world.advance()
    app = create_app(world.services)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quaychain.test") as client:
        await client.get("/orders/0x" + "11" * 32)
        await client.get("/nothing")
        text = (await client.get("/metrics")).text
    assert 'quaychain_api_requests_total{method="GET",route="/orders/{order_id}",status="401"} 1.0' in text
    assert "quaychain_index_lag_blocks 0.0" in text
    assert "1111" not in text

"""A fresh consortium for each test, and one with an order in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .order_story import OrderStory
from .world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def story(world: World) -> OrderStory:
    """An agreed order between maker and buyer, indexed."""
    told = OrderStory(world)
    told.agree()
    world.advance()
    return told

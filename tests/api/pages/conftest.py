"""One consortium with the whole story of the cranes, told once: pages only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..world import World
from .crane_story import CraneStory


@pytest.fixture(scope="package")
def cranes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CraneStory]:
    world = World(tmp_path_factory.mktemp("cranes"))
    story = CraneStory(world)
    story.tell()
    yield story
    world.engine.dispose()

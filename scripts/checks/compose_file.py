"""The checkout's docker-compose.yml, which is the same renderer's as a member's own: prints it, or `--write`s it."""

from __future__ import annotations

import sys
from pathlib import Path

from quaychain.node.compose.plan import Images, Ports, consortium, site
from quaychain.node.compose.render import compose_file
from quaychain.node.local.create import planned_nodes
from quaychain.node.local.members import seated

FILE = Path(__file__).resolve().parents[2] / "docker-compose.yml"


def checkout_compose_file() -> bytes:
    """Four validators, one query node, and the services of the first member, with images built from the checkout."""
    nodes = [node for _, node, _ in planned_nodes(seated((), None, 1), site)]
    return compose_file(consortium("./.qc/compose", nodes, build=True), Images(), Ports())


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        FILE.write_bytes(checkout_compose_file())
    else:
        sys.stdout.buffer.write(checkout_compose_file())

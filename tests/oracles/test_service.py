"""What the service refuses before it begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from quaychain.oracles.edge.worker import LARGEST_DOCUMENT, EdgeRoomError
from quaychain.oracles.gateway import GatewaySettings
from quaychain.oracles.service import EdgeRuling, OraclePorts, OracleService, OracleSettings

NOTHING = cast("Any", None)


def test_edge_rules_whose_documents_the_gateway_would_refuse_are_refused_at_once(tmp_path: Path) -> None:
    ports = OraclePorts(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, EdgeRuling(NOTHING, NOTHING))
    limits = GatewaySettings(max_body_bytes=LARGEST_DOCUMENT - 1)
    settings = OracleSettings(chain_id=1, queue=str(tmp_path / "queue.sqlite"), gateway=limits)
    with pytest.raises(EdgeRoomError, match="raise max_body_bytes") as caught:
        OracleService(settings, ports)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "queue.sqlite").exists()

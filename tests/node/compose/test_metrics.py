"""What the dashboard and the alerts ask for is what our processes and a real Besu show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import promql_parser
import pytest
import yaml
from prometheus_client import CollectorRegistry

from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.metrics import IndexerMetrics, Metrics
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.rpc import Rpc
from quaychain.node.compose.render import template_text
from quaychain.node.monitor import ChainCollector, DiskCollector
from quaychain.oracles.metrics import KeeperMetrics, OracleMetrics
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.scripts.wiring.metrics import new_registry
from tests.node.test_monitor import bare_block, node_of

#: Prometheus' own.
OWN = {"up", "ALERTS"}
DASHBOARDS = ("dashboards/consortium.json", "dashboards/events.json")
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count", "")}


def besu_metrics() -> set[str]:
    lines = (Path(__file__).parent / "besu_metrics.txt").read_text().splitlines()
    return {line for line in lines if not line.startswith("#")}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all samples that can be there."""
    folder = tmp_path_factory.mktemp("metrics")
    registry = new_registry()
    queue = folder / "queue.sqlite"
    ensure_streams(open_queue(queue), 1)
    Outbox(folder / "outbox.sqlite", "0x" + "00" * 20, 1, bytes(32)).close()
    OracleMetrics(registry).watch(queue, lambda: True, lambda: 0, folder / "outbox.sqlite")
    KeeperMetrics(registry).expects(["deadlines"])
    registry.register(DiskCollector([folder]))
    registry.register(ChainCollector(Rpc("http://node", transport=httpx.MockTransport(node_of([bare_block()])))))
    engine = open_database(sqlite_url(folder / "rows.sqlite"))
    migrate(engine)
    IndexerMetrics(registry, engine)
    registries = (registry, Metrics(engine).registry)
    ours = {name for each in registries for name in names(each)}
    # Its value comes with the first block that is indexed.
    return OWN | besu_metrics() | ours | index_gauges()


def index_gauges() -> set[str]:
    return {f"quaychain_index_{name}" for name in ("block", "head", "lag_blocks", "seen_timestamp_seconds")}


def names(registry: CollectorRegistry) -> Iterator[str]:
    for metric in registry.collect():
        for suffix in SUFFIXES.get(metric.type, ("",)):
            yield metric.name + suffix


def asked(expression: str) -> set[str]:
    """The names that a query asks for."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, promql_parser.VectorSelector):
            assert node.name, f"{expression} asks for a metric without a name"
            yield node.name
        elif isinstance(node, promql_parser.MatrixSelector):
            yield from walk(node.vector_selector)
        elif isinstance(node, promql_parser.BinaryExpr):
            yield from walk(node.lhs)
            yield from walk(node.rhs)
        elif isinstance(node, promql_parser.Call):
            for argument in node.args:
                yield from walk(argument)
        elif isinstance(node, promql_parser.NumberLiteral | promql_parser.StringLiteral):
            return
        else:
            yield from walk(node.expr)  # type: ignore[attr-defined]

    return set(walk(promql_parser.parse(expression)))


def dashboard_queries() -> list[str]:
    panels = [panel for dashboard in DASHBOARDS for panel in json.loads(template_text(dashboard))["panels"]]
    return [target["expr"] for panel in panels for target in panel.get("targets", ())]


def alert_queries() -> list[str]:
    groups = yaml.safe_load(template_text("compose/rules.yml"))["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


@pytest.mark.parametrize("expression", sorted({*dashboard_queries(), *alert_queries()}))
def test_every_metric_that_is_asked_for_exists(expression: str, known: set[str]) -> None:
    found = asked(expression)
    assert found or expression == "vector(0)"
    assert found <= known


def test_the_walk_finds_every_name() -> None:
    query = 'sum by (a) (rate(b_total{x="y"}[5m])) / on () group_left () max(c) - -(d) > 3 or increase(e[1h:5m])'
    assert asked(query) == {"b_total", "c", "d", "e"}


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_are_whole_and_apart(name: str) -> None:
    dashboard = json.loads(template_text(name))
    places = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24 and not cells & places, panel["title"]
        places |= cells
        assert panel["type"] == "row" or all(t["datasource"]["uid"] == "prometheus" for t in panel["targets"])
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    datasource = yaml.safe_load(template_text("compose/grafana/datasource.yml"))["datasources"][0]
    assert datasource["uid"] == "prometheus"


def test_each_alert_says_what_to_do() -> None:
    for group in yaml.safe_load(template_text("compose/rules.yml"))["groups"]:
        for rule in group["rules"]:
            assert set(rule["annotations"]) == {"summary", "fix"} and rule["labels"]["severity"] in (
                "critical",
                "warning",
            )

"""Metrics over HTTP, as Prometheus asks for them."""

from __future__ import annotations

import socket

import httpx
import pytest
from prometheus_client import Gauge

from quaychain.contracts.ports import free_port
from quaychain.scripts.wiring.metrics import MetricsAddressError, new_registry, served
from quaychain.scripts.wiring.options import OptionError

pytestmark = pytest.mark.integration


def test_a_registry_is_served_meanwhile_and_no_longer() -> None:
    place = f"127.0.0.1:{free_port()}"
    registry = new_registry()
    Gauge("of_this_test", "A value.", registry=registry).set(7)
    with served(registry, place):
        answer = httpx.get(f"http://{place}/metrics", trust_env=False)
    assert answer.status_code == 200
    assert "of_this_test 7.0" in answer.text and "process_resident_memory_bytes" in answer.text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{place}/metrics", trust_env=False)


def test_a_port_that_is_taken_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with (
            pytest.raises(MetricsAddressError, match=f"can't serve metrics on {place}: "),
            served(new_registry(), place),
        ):
            raise AssertionError


def test_nothing_is_served_where_no_place_is_given() -> None:
    with served(new_registry(), ""):
        pass
    with pytest.raises(OptionError, match="--metrics"), served(new_registry(), "nowhere"):
        raise AssertionError

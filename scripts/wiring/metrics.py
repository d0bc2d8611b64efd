"""Serves a process's metrics: a registry of its own, built by the command and passed down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.process_collector import ProcessCollector

from quaychain.contracts.errors import QuaychainError

from .options import address


@dataclass
class MetricsAddressError(QuaychainError):
    """Metrics can't be served there."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"can't serve metrics on {self.address}: {self.reason}"


def new_registry() -> CollectorRegistry:
    """A registry that tells of this process: its memory, time, files."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


@contextmanager
def served(registry: CollectorRegistry, place: str, option: str = "--metrics") -> Iterator[None]:
    """Serve the registry on HOST:PORT meanwhile; nowhere where none is given. Raises OptionError,
    MetricsAddressError."""
    if not place:
        yield
        return
    host, port = address(place, option)
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise MetricsAddressError(place, error.strerror or str(error)) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

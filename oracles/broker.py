"""The embedded MQTT broker: a carrier for the demo and for tests, on the loopback interface only. I/O.

It keeps nothing: what counts are our own acknowledgements, which come from the gateway's disk. It lets anyone on this
machine publish and subscribe, so whoever can connect could forge an acknowledgement; a deployment uses Mosquitto with
TLS and an access list for each device, by configuration alone.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig
from amqtt.errors import BrokerError
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError


class BrokerSettings(BaseModel):
    """Where the embedded broker listens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: Annotated[int, Field(ge=1, le=65_535)] = 1883


@dataclass
class BrokerNotStartedError(QuaychainError):
    """The embedded broker could not start, mostly because its port is taken."""

    port: int
    reason: str


def run_broker(settings: BrokerSettings, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once it listens. Raises BrokerNotStartedError."""
    # It logs each packet, and refused passwords with the whole packet.
    logging.getLogger("amqtt").setLevel(logging.ERROR)
    logging.getLogger("transitions").setLevel(logging.ERROR)
    asyncio.run(_serve(settings, ready))


async def _serve(settings: BrokerSettings, ready: Callable[[], None]) -> None:
    config = BrokerConfig(
        listeners={"default": ListenerConfig(bind=f"127.0.0.1:{settings.port}")},
        plugins={"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    )
    broker = Broker(config)
    try:
        await broker.start()
    except (BrokerError, OSError) as error:
        raise BrokerNotStartedError(settings.port, str(error.__cause__ or error)) from error
    ready()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    await ended.wait()
    await broker.shutdown()

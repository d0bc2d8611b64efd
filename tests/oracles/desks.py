"""Desks for tests."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from quaychain.oracles.intake.courier import CourierSettings
from quaychain.oracles.intake.desk import Desk
from quaychain.oracles.sending.carrier import CarrierSettings
from quaychain.oracles.sending.outbox import Outbox


def no_gateway(outbox: Callable[[], Outbox]) -> Desk:
    """A desk whose gateway is away: what is signed stays in the outbox."""
    away = httpx.MockTransport(lambda _: httpx.Response(503))
    settings = CarrierSettings(url="http://gateway", pause=0.01, patience=0.01)
    return Desk(outbox, settings, CourierSettings(pause=0.05), transport=away)

"""Watches nodes of an OPC UA server by asyncua. I/O.

Values come by subscription. After each connection the nodes' history since the newest value known is read too, where
the server keeps one, and now and then their present values; what these and the subscription tell is put in the order of
its times before anything is made of it. So a step that stays visible is never missed, and one that comes and goes is
not where the server has history or still holds our subscription.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from asyncua import ua
from asyncua.client.client import Client
from asyncua.client.ua_client import UaClientState
from asyncua.common.node import Node
from asyncua.common.subscription import DataChangeEvent, OverflowPolicy, StatusChangeEvent, Subscription
from asyncua.crypto import security_policies
from asyncua.crypto.uacrypto import CertProperties
from asyncua.ua.uaerrors import UaError, UaStatusCodeError

from quaychain.contracts.errors import QuaychainError

from .mapping import Mapping, Server
from .steps import Observation

_QUEUE = 100_000
#: Values of one node that a server keeps for us between two publications, and while we are away.
_NODE_QUEUE = 1_000
#: Values taken in before they are told.
_BURST = 1_000
_TICK = 0.25
_LONGEST_PAUSE = 30.0
_AWAY = (OSError, asyncio.TimeoutError, UaError, ConnectionError)

#: Told of each value of a node, in its order; raises where it can't be kept now, and is told again.
Observer = Callable[[str, Observation], None]
#: The time of the newest value known of a node; None before the first.
Since = Callable[[str], datetime | None]


class Watcher:
    """Tells an observer what the nodes of a mapping's steps show."""

    def __init__(self, mapping: Mapping, folder: Path, password: str, observe: Observer, since: Since) -> None:
        """Certificates' paths are taken from `folder`. `observe` and `since` are called in another thread."""
        self._server: Server = mapping.server
        self._names = tuple(dict.fromkeys(step.node for step in mapping.steps))
        self._folder = folder
        self._password = password
        self._observe = observe
        self._since = since
        self._lost = False
        #: Told to us and not yet to the observer, whatever happens to the connection.
        self._held: list[tuple[str, ua.DataValue]] = []
        #: Whether the server is connected and watched now.
        self.watching = False
        self._log = structlog.get_logger("opcua").bind(server=mapping.server.url)

    def run(self, stopping: threading.Event) -> None:
        """Watch until `stopping` is set. A server that is away is tried again, ever more slowly."""
        asyncio.run(self._run(stopping))

    async def _run(self, stopping: threading.Event) -> None:
        pause = 0.5
        while not stopping.is_set():
            try:
                await self._session(stopping)
                pause = 0.5
            except (*_AWAY, QuaychainError) as error:
                pause = 0.5 if self.watching else min(pause * 2, _LONGEST_PAUSE)
                self._log.warning("away", error=type(error).__name__, reason=str(error)[:200], seconds=pause)
            self.watching = False
            await asyncio.to_thread(stopping.wait, pause)

    async def _session(self, stopping: threading.Event) -> None:
        client = Client(self._server.url, timeout=10, auto_reconnect=True, reconnect_max_delay=_LONGEST_PAUSE)
        client.connection_lost_callback = self._on_lost
        await self._secure(client)
        self._lost = False
        await client.connect()
        try:
            nodes = {name: await self._node(client, name) for name in self._names}
            subscription = await client.create_subscription(
                self._server.publishing_interval, None, queue_maxsize=_QUEUE, overflow=OverflowPolicy.DISCONNECT
            )
            await self._subscribe(subscription, nodes)
            await self._gather(subscription, nodes, history=True)
            self.watching = True
            self._log.info("watching", nodes=len(nodes))
            await self._follow(client, subscription, nodes, stopping)
        finally:
            await client.disconnect()

    async def _follow(
        self, client: Client, subscription: Subscription, nodes: dict[str, Node], stopping: threading.Event
    ) -> None:
        clock = asyncio.get_running_loop().time
        refreshed = clock()
        while not stopping.is_set():
            if client.state is UaClientState.DISCONNECTED:
                raise ConnectionError("the connection ended")
            if client.state is UaClientState.CONNECTED and self._lost:
                self._lost = False
                self._log.info("connected again")
                await self._gather(subscription, nodes, history=True)
            elif client.state is UaClientState.CONNECTED and clock() - refreshed > self._server.refresh:
                refreshed = clock()
                await self._gather(subscription, nodes, history=False)
            await self._hear(subscription, nodes, _TICK)
            if not self._lost:
                await self._flush()

    async def _hear(self, subscription: Subscription, nodes: dict[str, Node], seconds: float) -> None:
        event = await subscription.next_event(seconds)
        while event is not None:
            if isinstance(event, DataChangeEvent):
                name = next(name for name, node in nodes.items() if node.nodeid == event.node.nodeid)
                self._held.append((name, event.data.monitored_item.Value))
            elif isinstance(event, StatusChangeEvent):
                # The server gave the subscription up.
                self._lost = True
            event = await subscription.next_event(0.01) if len(self._held) < _BURST else None

    async def _gather(self, subscription: Subscription, nodes: dict[str, Node], *, history: bool) -> None:
        """Ask for values beside the subscription, and tell them in one order with what it tells meanwhile."""
        for name, node in nodes.items():
            if history:
                self._held += [(name, value) for value in await self._history(name, node)]
            self._held += [(name, value) for value in await self._present(name, node)]
        clock = asyncio.get_running_loop().time
        # A present value overtakes what the server publishes only with its next publications.
        end = clock() + 2 * self._server.publishing_interval / 1_000
        while (left := end - clock()) > 0:
            await self._hear(subscription, nodes, left)
        await self._flush()

    async def _secure(self, client: Client) -> None:
        security = self._server.security
        if security != "none":
            client.application_uri = security.application_uri
            await client.set_security(
                getattr(security_policies, f"SecurityPolicy{security.policy}"),
                _pem_or_der(self._folder / security.certificate),
                _pem_or_der(self._folder / security.private_key),
                server_certificate=_pem_or_der(self._folder / security.server_certificate),
                mode=getattr(ua.MessageSecurityMode, security.mode),
            )
        if self._server.user:
            client.set_user(self._server.user)
            client.set_password(self._password)

    async def _node(self, client: Client, name: str) -> Node:
        """The node; a namespace's URI is looked up anew in each session, because indexes move."""
        if not name.startswith("nsu="):
            return client.get_node(name)
        uri, _, rest = name[4:].partition(";")
        try:
            index = await client.get_namespace_index(uri)
        except ValueError:
            raise UaError(f"the server has no namespace {uri}") from None
        return client.get_node(f"ns={index};{rest}")

    async def _subscribe(self, subscription: Subscription, nodes: dict[str, Node]) -> None:
        handles = await subscription.subscribe_data_change(
            list(nodes.values()), queuesize=_NODE_QUEUE, sampling_interval=ua.Duration(0.0)
        )
        for name, handle in zip(nodes, handles, strict=True):
            if isinstance(handle, ua.StatusCode):
                # The others are watched meanwhile, and this one is read now and then: it may come to be.
                self._log.error("not subscribed", node=name, reason=handle.name)

    async def _history(self, name: str, node: Node) -> list[ua.DataValue]:
        since = await asyncio.to_thread(self._since, name)
        if since is None:
            return []
        try:
            if ua.AccessLevel.HistoryRead not in await node.get_access_level():
                return []
            return await node.read_raw_history(since, datetime.now(UTC), return_bounds=False)
        except UaStatusCodeError as error:
            self._log.warning("no history", node=name, reason=str(error)[:200])
            return []

    async def _present(self, name: str, node: Node) -> list[ua.DataValue]:
        try:
            return [await node.read_data_value(raise_on_bad_status=False)]
        except UaStatusCodeError as error:
            self._log.warning("not read", node=name, reason=str(error)[:200])
            return []

    async def _flush(self) -> None:
        """Tell what is held, in the order of its times; what can't be kept now stays held."""
        self._held.sort(key=lambda held: _moment(held[1]))
        while self._held:
            name, value = self._held[0]
            if value is not None:
                status = value.StatusCode
                good = status is None or status.is_good()
                if status is not None and not good:
                    self._log.warning("a value that is not good", node=name, status=status.name)
                content = None if value.Value is None else value.Value.Value
                seen = Observation(content, value.SourceTimestamp, value.ServerTimestamp, good)
                await asyncio.to_thread(self._observe, name, seen)
            self._held.pop(0)

    async def _on_lost(self, error: Exception) -> None:
        self._lost = True
        self._log.warning("connection lost", reason=str(error)[:200])


def _moment(value: ua.DataValue | None) -> float:
    moment = None if value is None else value.SourceTimestamp or value.ServerTimestamp
    if moment is None:
        return float("inf")
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).timestamp()


def _pem_or_der(file: Path) -> CertProperties:
    """A certificate or key by what is in its file; asyncua goes by the file's name."""
    content = file.read_bytes()
    return CertProperties(content, "pem" if b"-----BEGIN " in content else "der")

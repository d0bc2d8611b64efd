"""Production steps of asyncua's own server on the loopback interface: connections that break, servers that end."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asyncua import ua
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.server.server import Server
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from quaychain.contracts.ports import free_port
from quaychain.oracles.intake.courier import CourierSettings
from quaychain.oracles.intake.desk import Desk
from quaychain.oracles.opcua.mapping import Mapping
from quaychain.oracles.opcua.service import StepService
from quaychain.oracles.sending.carrier import CarrierSettings
from quaychain.oracles.sending.outbox import Outbox

from ..oracles.opcua.mappings import mapping, step
from ..oracles.signing import CHAIN_ID, Signer

pytestmark = pytest.mark.integration
_SECONDS = 150.0


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < end, "it didn't come to pass in time"
        time.sleep(0.05)


class Users:
    """Only the one whom the mapping names."""

    def get_user(
        self, _server: object, username: str | None = None, password: str | None = None, certificate: object = None
    ) -> User | None:
        return User(role=UserRole.User) if (username, password) == ("quaychain", "s3cret") else None


def certified(folder: Path, name: str) -> Path:
    """A certificate of its own making, and its key beside it."""
    certificate = folder / f"{name}.pem"
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(f"urn:{name}"), x509.DNSName("localhost")])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate.with_suffix(".key").write_bytes(plain)
    return certificate


class Mes:
    """A server with nodes `welded` (no history) and `tested` (history), in a loop of its own.

    With a `certificate` (and its `.key`) it takes only secure channels, and the user that is in `Users`.
    """

    def __init__(self, port: int, certificate: Path | None = None) -> None:
        self.url = f"opc.tcp://127.0.0.1:{port}/mes"
        self.certificate = certificate
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.nodes: dict[str, Any] = {}
        self.run(self._start())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_SECONDS)

    async def _start(self) -> None:
        self.server = Server(user_manager=Users() if self.certificate else None)
        await self.server.init()
        self.server.set_endpoint(self.url)
        if self.certificate is not None:
            self.server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
            await self.server.load_certificate(self.certificate)
            await self.server.load_private_key(self.certificate.with_suffix(".key"), format="pem")
        # Another namespace before it, so that its index is not the first one free.
        await self.server.register_namespace("urn:factory:other")
        index = await self.server.register_namespace("urn:factory:mes")
        for name in ("welded", "tested"):
            self.nodes[name] = await self.server.nodes.objects.add_variable(f"ns={index};s={name}", name, False)
        await self.server.start()
        await self.server.historize_node_data_change(self.nodes["tested"], period=timedelta(days=1), count=1_000)

    def set(self, name: str, value: bool) -> None:
        self.run(self.nodes[name].write_value(value))

    def drop_connections(self) -> None:
        self.run(self._drop())

    async def _drop(self) -> None:
        for client in list(self.server.bserver.clients):
            client.transport.abort()

    def restart(self) -> None:
        self.run(self._stop())
        self.run(self.server.start())

    async def _stop(self) -> None:
        # It waits until its clients have left, and one that has just come doesn't know that it should.
        stopping = asyncio.ensure_future(self.server.stop())
        while not (await asyncio.wait([stopping], timeout=0.2))[0]:
            await self._drop()
        await stopping

    def stop(self) -> None:
        self.run(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def port() -> int:
    return free_port()


class Watched:
    """The service over a gateway that is not there: what it signs stays in the outbox."""

    def __init__(self, path: Path, port: int, password: str = "", **server: Any) -> None:
        self.path = path
        self.password = password
        url = f"opc.tcp://127.0.0.1:{port}/mes"
        content = mapping(step(), step("tested"), url=url, publishingInterval=100, refresh=1, **server)
        self.mapping = Mapping.model_validate(content)
        self.begin()

    def begin(self) -> None:
        self.stopping = threading.Event()
        settings = CarrierSettings(url="http://127.0.0.1:9", patience=0.1)
        self.desk = Desk(self.open, settings, CourierSettings(pause=60)).__enter__()
        self.service = StepService(self.mapping, self.path.parent, self.password, self.desk)
        self.thread = threading.Thread(target=self.service.run, args=(self.stopping,))
        self.thread.start()

    def open(self) -> Outbox:
        return Outbox(self.path, Signer(1).key, CHAIN_ID)

    def end(self) -> None:
        self.stopping.set()
        self.thread.join()
        self.desk.__exit__(None, None, None)

    def done(self) -> list[str]:
        outbox = self.open()
        bodies = [json.loads(item.body) for item in outbox.after(None, 999)]
        outbox.close()
        return [body["epcisBody"]["eventList"][0]["quaychain:step"] for body in bodies]


@pytest.fixture
def watched(tmp_path: Path, port: int) -> Iterator[Watched]:
    watched = Watched(tmp_path / "outbox.sqlite", port)
    yield watched
    watched.end()


def test_each_step_is_recorded_once_through_broken_connections_and_restarts(watched: Watched, port: int) -> None:
    mes = Mes(port)
    try:
        until(lambda: watched.service.watching)
        for value in (True, False, True):
            mes.set("welded", value)
        until(lambda: watched.done() == ["welded", "welded"])

        mes.drop_connections()
        # While nobody listens: what comes and goes is in the server's history.
        for value in (True, False, True, False):
            mes.set("tested", value)
        until(lambda: watched.done().count("tested") == 2)

        watched.end()
        # While we are down; a node without history shows its last state only.
        for value in (True, False):
            mes.set("tested", value)
            mes.set("welded", value)
        watched.begin()
        until(lambda: len(watched.done()) == 5)

        # It forgets our session and subscription, and says again what it shows.
        mes.restart()
        mes.set("welded", True)
        until(lambda: len(watched.done()) == 6)
        mes.set("welded", True)
        time.sleep(2.5)
        assert watched.done() == ["welded", "welded", "tested", "tested", "tested", "welded"]
    finally:
        mes.stop()


def test_over_a_secure_channel_only_the_named_server_and_user_are_taken(tmp_path: Path, port: int) -> None:
    ours, theirs, other = (certified(tmp_path, name) for name in ("quaychain", "mes", "other"))
    secured = {
        "certificate": ours.name,
        "privateKey": ours.with_suffix(".key").name,
        "serverCertificate": theirs.name,
        "applicationUri": "urn:quaychain",
    }
    user = {"user": "quaychain", "passwordFile": "password"}

    def watched(name: str, password: str = "s3cret", **changes: str) -> Watched:
        return Watched(tmp_path / name, port, password, security=secured | changes, **user)

    mes = Mes(port, theirs)
    watching = [watched("right"), watched("wrong-server", serverCertificate=other.name), watched("wrong", "guess")]
    try:
        right, *wrong = watching
        until(lambda: right.service.watching)
        mes.set("welded", True)
        until(lambda: right.done() == ["welded"])
        assert not any(one.service.watching or one.done() for one in wrong)
    finally:
        for one in watching:
            one.end()
        mes.stop()

"""A connection to the MQTT broker that comes back by itself. I/O."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5, MQTTv311, topic_matches_sub
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError

from .burst_client import BurstClient, Message

_SESSION_SECONDS = 7 * 86_400
#: Whose answers are remembered: paho takes as long for one as everything else that is done here with a message. Not
#: those of long topics, which are none of ours and may have 64 kB each.
_TOPICS, _LONGEST_TOPIC = 16_384, 256


class MqttSettings(BaseModel):
    """Which broker, and as whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 1883
    protocol: Literal["3.1.1", "5"] = "3.1.1"
    username: str = ""
    #: The password is the file's first line.
    password_file: Path | None = None
    #: PEM file of the authority that the broker's certificate must come from; TLS when it is given.
    tls_authority: Path | None = None
    keepalive: Annotated[int, Field(ge=5, le=3_600)] = 30


@dataclass
class MqttSettingsError(QuaychainError):
    """A file that the broker's settings name can't be used."""

    path: str
    reason: str


#: Called in the network thread with topic, payload and whether it is a retained one.
Received = Callable[[str, bytes, bool], None]
#: The same with all that came together.
ReceivedTogether = Callable[[Sequence[Message]], None]


class MqttLink:
    """One client. Subscriptions are made anew at each connection; `persistent` lets the broker keep messages for us.

    What comes is handed to `received` or, many at a time, to `received_together`.

    `left` are subscriptions that an earlier run may have made, of which the broker must keep nothing any more.
    """

    def __init__(
        self,
        settings: MqttSettings,
        client_id: str,
        *,
        persistent: bool = False,
        subscriptions: tuple[str, ...] = (),
        left: tuple[str, ...] = (),
        received: Received | None = None,
        received_together: ReceivedTogether | None = None,
        connected: Callable[[], None] | None = None,
    ) -> None:
        self._settings = settings
        self._persistent = persistent
        self._subscriptions = subscriptions
        self._left = left
        self._received = received
        self._received_together = received_together
        self._connected = connected
        self._client_id = client_id
        self._online = threading.Event()
        self._lock = threading.Lock()
        #: Messages that the broker has not acknowledged, and since when it has acknowledged none.
        self._in_flight = 0
        self._silent_since = 0.0
        self._client = self._new_client()

    @property
    def online(self) -> bool:
        """Whether the broker accepted us and still answers."""
        return self._online.is_set()

    @property
    def in_flight(self) -> int:
        """Messages handed to the broker that it has not acknowledged yet."""
        return self._in_flight

    @property
    def broker_silence(self) -> float:
        """Seconds for which a broker that is connected has acknowledged nothing, though it was sent something."""
        with self._lock:
            waits = self._in_flight > 0 and self._online.is_set()
            return time.monotonic() - self._silent_since if waits else 0.0

    def start(self) -> None:
        """Connect in the background, now or whenever the broker is there."""
        options: dict[str, Any] = {}
        if self._settings.protocol == "5" and self._persistent:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.SessionExpiryInterval = _SESSION_SECONDS
            options = {"clean_start": False, "properties": properties}
        self._client.connect_async(self._settings.host, self._settings.port, self._settings.keepalive, **options)
        self._client.loop_start()

    def stop(self) -> None:
        """Leave the broker."""
        self._client.disconnect()
        self._client.loop_stop()
        self._online.clear()

    def reconnect(self) -> None:
        """Leave and connect with a new client, which waits for no acknowledgement that the old one lost."""
        self.stop()
        self._client = self._new_client()
        self.start()

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Hand a message to the broker at least once; dropped where there is no connection: the sender sends again."""
        if not self._online.is_set():
            return
        with self._lock:
            if self._in_flight == 0:
                self._silent_since = time.monotonic()
            self._in_flight += 1
        if self._client.publish(topic, payload, qos=1, retain=retain).rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
            self._answered()

    def wait_online(self, seconds: float) -> bool:
        """Whether there is a connection within that time."""
        return self._online.wait(seconds)

    def _answered(self) -> None:
        with self._lock:
            self._in_flight = max(self._in_flight - 1, 0)
            self._silent_since = time.monotonic()

    def _new_client(self) -> BurstClient:
        five = self._settings.protocol == "5"
        with self._lock:
            self._in_flight = 0
        client = BurstClient(
            CallbackAPIVersion.VERSION2,
            # Where nothing is kept for us, each client has a name of its own: amqtt remembers by name which packets
            # were under way, and drops new ones that happen to have the same numbers.
            self._client_id if self._persistent else f"{self._client_id}-{secrets.token_hex(4)}",
            # In MQTT 5 it is said at the connection instead.
            clean_session=None if five else not self._persistent,
            protocol=MQTTv5 if five else MQTTv311,
        )
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.taken = self._take
        client.on_publish = self._on_publish
        client.reconnect_delay_set(min_delay=1, max_delay=5)
        # The device's outbox and the gateway's queue are what holds messages back, not paho.
        client.max_queued_messages_set(10_000)
        client.max_inflight_messages_set(1_000)
        self._add_credentials(client, self._settings)
        return client

    def _on_connect(
        self,
        client: Client,
        _userdata: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            return
        for topic_filter in self._left:
            client.unsubscribe(topic_filter)
        for topic_filter in self._subscriptions:
            client.subscribe(topic_filter, qos=1)
        with self._lock:
            self._silent_since = time.monotonic()
        self._online.set()
        if self._connected is not None:
            self._connected()

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: object,
        _flags: DisconnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._online.clear()

    def _on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        with suppress(UnicodeDecodeError):  # a topic that is no text is none that we subscribed
            self._take([Message(message.topic, bytes(message.payload), message.retain, b"")])

    def _take(self, messages: Sequence[Message]) -> None:
        # amqtt, when busy, hands a client now and then what another one subscribed: once a device took another's
        # acknowledgement for its own, and forgot what nobody had.
        ours = [message for message in messages if is_subscribed(self._subscriptions, message.topic)]
        if self._received_together is not None:
            self._received_together(ours)
        elif self._received is not None:
            for message in ours:
                self._received(message.topic, message.payload, message.retained)

    def _on_publish(
        self, client: Client, _userdata: object, _mid: int, _reason: ReasonCode, _properties: Properties
    ) -> None:
        if client is self._client:
            self._answered()

    @staticmethod
    def _add_credentials(client: Client, settings: MqttSettings) -> None:
        if settings.username:
            password = None
            if settings.password_file is not None:
                password = _read(settings.password_file).partition("\n")[0]
            client.username_pw_set(settings.username, password)
        if settings.tls_authority is not None:
            _read(settings.tls_authority)
            try:
                client.tls_set(ca_certs=str(settings.tls_authority))
            except (OSError, ValueError) as error:
                raise MqttSettingsError(str(settings.tls_authority), str(error)) from error


def is_subscribed(filters: tuple[str, ...], topic: str) -> bool:
    """Whether one of these topic filters, shared or not, is for a topic (MQTT 5.0, 4.7 and 4.8.2)."""
    return (_is_subscribed if len(topic) <= _LONGEST_TOPIC else _is_subscribed.__wrapped__)(filters, topic)


@lru_cache(_TOPICS)
def _is_subscribed(filters: tuple[str, ...], topic: str) -> bool:
    return any(topic_matches_sub(_without_share(each), topic) for each in filters)


def _without_share(topic_filter: str) -> str:
    return topic_filter.split("/", 2)[2] if topic_filter.startswith("$share/") else topic_filter


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise MqttSettingsError(str(path), str(error)) from error

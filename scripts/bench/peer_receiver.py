"""The peer of `e2e`: paho receives, orjson parses, PyNaCl verifies, in one process that keeps nothing (I/O).

python -m quaychain.scripts.bench.peer_receiver PORT COUNT
"""

from __future__ import annotations

import sys
import threading
import time
from base64 import urlsafe_b64decode
from typing import Any

import orjson
from nacl.signing import VerifyKey
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

_START, _MIDDLE = b'{"envelope":', b',"signature":"'


class Receiver:
    """Counts the messages whose signature is in order, and the seconds from the first to the last."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._keys: dict[str, VerifyKey] = {}
        self._first = 0.0
        self._verified = 0
        self.done = threading.Event()
        self.seconds = 0.0

    def on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        """Parse and verify one."""
        self._first = self._first or time.monotonic()
        signed, _, rest = bytes(message.payload).rpartition(_MIDDLE)
        signed = signed.removeprefix(_START)
        envelope: dict[str, Any] = orjson.loads(signed)
        name = envelope["key"]
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = VerifyKey(bytes.fromhex(name))
        key.verify(signed, urlsafe_b64decode(rest.removesuffix(b'"}') + b"=="))
        self._verified += 1
        if self._verified == self._count:
            self.seconds = time.monotonic() - self._first
            self.done.set()


def main(port: int, count: int) -> None:
    """Print "ready" once subscribed and, at the end, the seconds."""
    receiver = Receiver(count)
    client = Client(CallbackAPIVersion.VERSION2, "peer")
    client.on_message = receiver.on_message
    client.connect("127.0.0.1", port)
    client.subscribe("qc/+/+/up", qos=1)
    subscribed = threading.Event()
    client.on_subscribe = lambda *_: subscribed.set()
    client.loop_start()
    subscribed.wait(30)
    print("ready", flush=True)
    receiver.done.wait()
    client.loop_stop()
    print(f"seconds {receiver.seconds}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""The folder that the containers mount: configuration, secrets, public facts, data (I/O).

Configuration is written anew each time. Secrets are random, made once, and stay; every file of them has mode 0600.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.types import to_hex

from ..card import CardContent
from ..documents import read_document
from ..member_keys import MemberKeys
from .broker import GATEWAY, Device, Devices, access_list, password_entries, password_entry, password_file
from .certificates import Issued, hosts_of, is_ending, new_authority, new_server
from .plan import BrokerPaths, Images, Machine, Ports
from .render import broker_config, compose_file, product_targets, prometheus_config, template_text

#: The broker's name among the services, and on this machine.
BROKER_HOSTS = ("broker", "localhost", "127.0.0.1")
_PRIVATE = 0o600
_PASSWORD_BYTES = 32
_DATA = ("database", "broker", "content", "oracle", "wraps", "prometheus", "grafana", "disk")
_READERS = ("technical", "logistics")
#: What a keeper watches until its operator says otherwise; in the container's paths.
_WATCHED = {
    "availability": {},
    "certificates": {},
    "targets": [{"file": "/data/notices.jsonl", "name": "log"}],
}


@dataclass
class ComposeFolderError(QuaychainError):
    """A folder for Compose that can't be written, or isn't one."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"{self.folder}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Services:
    """The member whose services run here: its card, its keys, and the file with their password."""

    card: CardContent
    keys: MemberKeys
    password_file: Path


def hand_over(root: Path, user: int, group: int) -> None:
    """Make a folder and everything in it another user's: containers don't run as root. Raises ComposeFolderError."""
    try:
        for folder, folders, files in os.walk(root):
            for name in (".", *folders, *files):
                os.chown(Path(folder) / name, user, group, follow_symlinks=False)
    except OSError as error:
        raise ComposeFolderError(str(error.filename or root), error.strerror or str(error)) from error


@dataclass(frozen=True, slots=True)
class ComposeFolder:
    """The folder that `QUAYCHAIN_HOME` names."""

    root: Path

    @property
    def network(self) -> Path:
        """Of a whole consortium: the network folder with all nodes and members' keys."""
        return self.root / "network"

    @property
    def config(self) -> Path:
        """Read by containers; nothing secret."""
        return self.root / "config"

    @property
    def secrets(self) -> Path:
        """Mode 0600, a file each."""
        return self.root / "secrets"

    @property
    def public(self) -> Path:
        """What the product's services know of the consortium."""
        return self.root / "public"

    @property
    def deployment(self) -> Path:
        """deployment.json, which is there once the contracts are."""
        return self.public / "deployment.json"

    @property
    def devices(self) -> Path:
        """devices.json: who may use the broker."""
        return self.config / "broker" / "devices.json"

    @property
    def compose_file(self) -> Path:
        """A member's own docker-compose.yml."""
        return self.root / "docker-compose.yml"

    def write_config(self, machine: Machine, images: Images, ports: Ports) -> None:
        """Everything that follows from the plan, and from whether there is a deployment. Raises ComposeFolderError."""
        files = {
            "broker/mosquitto.conf": broker_config(BrokerPaths(), ports),
            "content/private.sh": template_text("compose/content/private.sh").encode(),
            "prometheus/prometheus.yml": prometheus_config(machine, ports),
            "prometheus/product.json": product_targets(ports, deployed=self.deployment.exists()),
            "prometheus/rules.yml": template_text("compose/rules.yml").encode(),
            "grafana/datasources/prometheus.yml": template_text("compose/grafana/datasource.yml").encode(),
            "grafana/dashboards/provider.yml": template_text("compose/grafana/dashboards.yml").encode(),
            "grafana/dashboards/consortium.json": template_text("dashboards/consortium.json").encode(),
            "grafana/dashboards/events.json": template_text("dashboards/events.json").encode(),
        }
        with self._writing():
            for name, content in files.items():
                write_atomic(self.config / name, content, 0o755 if name.endswith(".sh") else 0o644)
            # Grafana looks for these, and complains where they are missing.
            for empty in ("alerting", "plugins"):
                (self.config / "grafana" / empty).mkdir(parents=True, exist_ok=True)
            for name in _DATA:
                (self.root / "data" / name).mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomic(self.compose_file, compose_file(machine, images, ports))

    def write_secrets(self, now: datetime, hosts: Sequence[str] = ()) -> None:
        """Make the secrets that are missing, and the broker's certificate where it has to be.

        `hosts` are names and IP addresses by which devices reach the broker; none: as they were. Raises
        ComposeFolderError.
        """
        with self._writing():
            self.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
            database = self._once("database-password", _new_password)
            # libpq's form: host:port:database:user:password; it takes only files of mode 0600.
            self._once("database-login", lambda: b"database:5432:quaychain:quaychain:" + database)
            self._once("grafana-password", _new_password)
            self._once("swarm-key", lambda: b"/key/swarm/psk/1.0.0/\n/base16/\n" + _new_password())
            gateway = self._once("gateway-password", _new_password)
            self._once("broker-passwords", lambda: password_file({GATEWAY: password_entry(gateway.strip())}))
            self._write_certificate(now, hosts)
            if not self.devices.exists():
                write_atomic(self.devices, Devices().as_file())
            self._write_access(read_document(self.devices, Devices))

    def write_services(self, services: Services, members: Sequence[CardContent]) -> None:
        """The keys that the services use, and what they know of the members. Raises ComposeFolderError."""
        keys = services.keys
        password = services.password_file.read_bytes()
        reading = self.secrets / "reading"
        with self._writing():
            reading.mkdir(parents=True, exist_ok=True, mode=0o700)
            for file in (keys.folder / "member.json", *keys.folder.glob("encryption-*.json")):
                write_atomic(reading / "member" / file.name, file.read_bytes(), _PRIVATE)
            write_atomic(reading / "member.password", password, _PRIVATE)
            write_atomic(self.secrets / "oracle-account.json", (keys.folder / "oracle.json").read_bytes(), _PRIVATE)
            write_atomic(self.secrets / "oracle-password", password, _PRIVATE)
            named = [{"member": to_hex(card.member), "name": {"en": card.name}} for card in members]
            write_atomic(self.public / "consortium.json", _json({"members": named}))
            readers = self.public / "readers.json"
            if not readers.exists():
                write_atomic(readers, _json({name: [to_hex(services.card.member)] for name in _READERS}))
            watched = self.public / "keeper.json"
            if not watched.exists():
                write_atomic(watched, _json(_WATCHED))

    def write_node_password(self, password: bytes) -> Path:
        """Where the node's container finds the password of its key. Raises ComposeFolderError."""
        file = self.secrets / "node-password"
        with self._writing():
            write_atomic(file, password + b"\n", _PRIVATE)
        return file

    def take_deployment(self, deployment: Path) -> bool:
        """Copy deployment.json to where services look for it; false where there is none yet."""
        if not deployment.exists():
            return False
        with self._writing():
            write_atomic(self.deployment, deployment.read_bytes())
        return True

    def admit(self, device: Device) -> Path:
        """Let a device use the broker; answers the file with its new password. Raises ComposeFolderError."""
        self._require()
        password = _new_password()
        entries = password_entries((self.secrets / "broker-passwords").read_bytes())
        entries[device.user] = password_entry(password.strip())
        file = self.secrets / "devices" / device.user
        with self._writing():
            file.parent.mkdir(exist_ok=True, mode=0o700)
            write_atomic(file, password, _PRIVATE)
            write_atomic(self.secrets / "broker-passwords", password_file(entries), _PRIVATE)
            self._store(read_document(self.devices, Devices).with_device(device))
        return file

    def dismiss(self, key: bytes) -> bool:
        """Let a device use the broker no longer; false where it was not admitted. Raises ComposeFolderError."""
        self._require()
        known = read_document(self.devices, Devices)
        left = known.without_device(key)
        entries = password_entries((self.secrets / "broker-passwords").read_bytes())
        with self._writing():
            self._store(left)
            entries.pop(key.hex(), None)
            write_atomic(self.secrets / "broker-passwords", password_file(entries), _PRIVATE)
            (self.secrets / "devices" / key.hex()).unlink(missing_ok=True)
        return left != known

    def write_environment(self, user: int, group: int) -> None:
        """Make .env, where there is none, with who the containers run as. Raises ComposeFolderError."""
        with self._writing():
            if not (self.root / ".env").exists():
                lines = f"QUAYCHAIN_UID={user}\nQUAYCHAIN_GID={group}\n"
                write_atomic(self.root / ".env", lines.encode())

    def _store(self, devices: Devices) -> None:
        write_atomic(self.devices, devices.as_file())
        self._write_access(devices)

    def _write_access(self, devices: Devices) -> None:
        # Mosquitto warns of an access list that others may read.
        write_atomic(self.config / "broker" / "access", access_list(devices.devices), _PRIVATE)

    def _write_certificate(self, now: datetime, hosts: Sequence[str]) -> None:
        public = self.config / "broker"
        keys = (self.secrets / "authority-key.pem", self.secrets / "broker-key.pem")
        certificates = (public / "authority.pem", public / "server.pem")
        if not keys[0].exists():
            made = new_authority("Quaychain devices", now)
            write_atomic(certificates[0], made.certificate)
            write_atomic(keys[0], made.key, _PRIVATE)
        known = certificates[1].read_bytes() if certificates[1].exists() and keys[1].exists() else None
        had = BROKER_HOSTS if known is None else hosts_of(known)
        wanted = tuple(dict.fromkeys((*BROKER_HOSTS, *hosts))) if hosts else had
        if known is None or wanted != had or is_ending(known, now):
            authority = Issued(certificates[0].read_bytes(), keys[0].read_bytes())
            made = new_server(authority, wanted, now)
            write_atomic(certificates[1], made.certificate)
            write_atomic(keys[1], made.key, _PRIVATE)

    def _once(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.secrets / name
        if not path.exists():
            write_atomic(path, make(), _PRIVATE)
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise ComposeFolderError(str(path), "others may read it: chmod 600, and think of what it opens as known")
        return path.read_bytes()

    def _require(self) -> None:
        if not (self.secrets / "broker-passwords").exists():
            raise ComposeFolderError(str(self.root), "quaychain node compose has not made this folder")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ComposeFolderError(str(error.filename or self.root), error.strerror or str(error)) from error


def _new_password() -> bytes:
    return secrets.token_hex(_PASSWORD_BYTES).encode() + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"

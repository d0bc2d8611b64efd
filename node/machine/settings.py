"""node.json: what is particular to one node on its machine. Everything else follows from the charter and the cards."""

from __future__ import annotations

import ipaddress
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from ..documents import Document, make_document
from ..enode import Enode, HostField, PortField, is_name
from ..fields import AddressField, Bytes16, Bytes64, NodeName

FORMAT: Literal["quaychain-node-1"] = "quaychain-node-1"
Role = Literal["validator", "query"]
#: What stands before an image that Besu runs from.
DOCKER = "docker:"


def _ip(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        raise ValueError(f"{value[:80]!r} is no IP address of this machine") from None
    return value


def _besu(value: str) -> str:
    if value.startswith(DOCKER):
        if not value.removeprefix(DOCKER).strip():
            raise ValueError("docker: needs an image, as in docker:hyperledger/besu:26.8.0")
    elif not PurePosixPath(value).is_absolute():
        raise ValueError(f"{value[:200]!r} is neither an absolute path nor docker:IMAGE")
    return value


InterfaceField = Annotated[str, AfterValidator(_ip)]


class P2pSettings(Document):
    """Where peers dial this node (`host`: what its card says), and the interface (IP address) it listens on.

    `address` is the IP address it tells its peers; null where `host` is one. `resolve_names` is true where any peer's
    host is a name.
    """

    host: HostField
    interface: InterfaceField
    port: PortField
    address: InterfaceField | None = None
    resolve_names: bool = False

    @model_validator(mode="after")
    def _dialable(self) -> Self:
        if self.address is None and is_name(self.host):
            raise ValueError(f"the card says {self.host}, which is a name: Besu has to know its IP address too")
        return self

    @property
    def advertised(self) -> str:
        """The IP address it tells its peers."""
        return self.address or self.host


class ListenSettings(Document):
    """An HTTP server of Besu: interface (IP address), port, and the host names that requests may bear besides
    localhost's."""

    host: InterfaceField
    port: PortField
    allowed_hosts: tuple[HostField, ...] = ()

    @property
    def url(self) -> str:
        """Where a client on this machine reaches it."""
        address = ipaddress.ip_address(self.host)
        host = self.host
        if address.is_unspecified:
            host = "127.0.0.1" if address.version == 4 else "::1"
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def listen_on(what: str, port: int) -> ListenSettings:
    """A server on the loopback interface; `what` names it in errors. Raises DocumentError."""
    return make_document(ListenSettings, f"the node's settings: {what}", host="127.0.0.1", port=port)


class PoolSettings(Document):
    """The transaction pool: how many it holds, and the share of it (0–1) that one sender may fill."""

    transactions: Annotated[int, Field(ge=100, le=1_000_000)] = 8192
    account_share: Annotated[float, Field(gt=0, le=1)] = 0.25


class NodeSettings(Document):
    """One node.

    `besu` is the program's absolute path, `docker:IMAGE`, or null for the besu on the PATH. `password_file` opens
    key.json; a relative path is relative to the node's folder.
    """

    format: Literal["quaychain-node-1"]
    name: NodeName
    role: Role
    member: Bytes16
    chain_id: Annotated[int, Field(ge=1, le=2**53 - 1)]
    root_address: AddressField
    address: AddressField
    public_key: Bytes64
    # Camel case would make p2P of it.
    p2p: Annotated[P2pSettings, Field(alias="p2p")]
    rpc: ListenSettings
    metrics: ListenSettings
    besu: Annotated[str, AfterValidator(_besu)] | None = None
    java_options: str = ""
    password_file: Annotated[str, StringConstraints(min_length=1)]
    pool: PoolSettings = PoolSettings()

    @property
    def enode(self) -> Enode:
        """The node as its peers know it."""
        return Enode(self.public_key, self.p2p.host, self.p2p.port)

    @property
    def docker_image(self) -> str | None:
        """The image that Besu runs from, where it does."""
        return self.besu.removeprefix(DOCKER) if self.besu and self.besu.startswith(DOCKER) else None

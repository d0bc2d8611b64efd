"""Wires `quaychain oracle run`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing.fields import DisclosureClass
from quaychain.contracts.stores import ContentStore, DirectoryContentStore, DirectoryWrapStore, KuboContentStore
from quaychain.contracts.types import InvalidHexError, from_hex
from quaychain.oracles.anchor_port import ChainAnchorPort
from quaychain.oracles.capture.app import capture_app
from quaychain.oracles.chain import ChainDeviceDirectory, HeadClock, MemberReaders
from quaychain.oracles.edge.rules import read_rules
from quaychain.oracles.examine import BodyReader, ExaminationRules
from quaychain.oracles.gateway import GatewaySettings
from quaychain.oracles.holders import NodesHolding, StateFile
from quaychain.oracles.logistics.bodies import read_body
from quaychain.oracles.metrics import OracleMetrics
from quaychain.oracles.service import EdgeRuling, OraclePorts, OracleService, OracleSettings
from quaychain.oracles.steps import ObservedVault, Steps, TimedStore
from quaychain.oracles.vault import SealedBatchVault

from .chain import AccountOnChain
from .options import OptionError, read_file, signing_key


def oracle_service(
    settings: OracleSettings,
    chain: AccountOnChain,
    readers: Path,
    wraps: Path,
    content: str,
    metrics: OracleMetrics,
    steps: Steps,
    edge: EdgeRuling | None = None,
) -> OracleService:
    """The service over a chain and stores; `content` is a folder or the URL of Kubo's RPC; `steps` is told of each."""
    store = TimedStore(content_store(content))
    members = chain.deployment.contract(MemberRegistry)
    vault = SealedBatchVault(
        chain_id=settings.chain_id,
        issuer=chain.reader.read(members.account_of(chain.sender.signer.address)).member,
        signer=chain.sender.signer,
        readers=MemberReaders(chain.reader, members, _readers(readers), from_block=chain.deployment.block),
        content_store=store,
        wrap_store=DirectoryWrapStore(wraps),
    )
    # The gateway must not wait long for a node that is away: what it knows already serves meanwhile.
    impatient = ChainReader(chain.client(timeout=5.0, patience=0.3))
    directory = ChainDeviceDirectory(impatient, chain.deployment.contract(DeviceRegistry), members)
    ports = OraclePorts(
        directory,
        HeadClock(impatient),
        read_body,
        anchor_port(chain),
        ObservedVault(vault, steps, store),
        capture_app,
        edge,
        chain.conditions,
    )
    return OracleService(settings, ports, metrics, steps)


def anchor_port(chain: AccountOnChain) -> ChainAnchorPort:
    """Streams and anchors, by an account."""
    nodes = [Rpc(url, timeout=10.0, patience=0.0) for url in chain.urls]
    return ChainAnchorPort(
        chain.reader,
        chain.sender,
        chain.deployment.contract(EventAnchor),
        chain.final_block,
        StateFile() if chain.embedded else NodesHolding(nodes, chain.validators, chain.conditions),
        from_block=chain.deployment.block,
    )


def looking_up(
    deployment: Deployment, rpc: str, max_age: int, max_ahead: int
) -> tuple[ExaminationRules, ChainDeviceDirectory, Callable[[], int], BodyReader]:
    """What a message is held against outside of a running gateway: rules, registry, the head's time, documents."""
    sizes = GatewaySettings()
    rules = ExaminationRules(
        deployment.chain_id, sizes.max_message_bytes, sizes.max_body_bytes, max_age=max_age, max_ahead=max_ahead
    )
    reader = ChainReader(Rpc(rpc))
    directory = ChainDeviceDirectory(reader, deployment.contract(DeviceRegistry), deployment.contract(MemberRegistry))
    return rules, directory, HeadClock(reader).now, read_body


def edge_ruling(rules: Path | None, key: Path | None, password_file: Path | None) -> EdgeRuling | None:
    """Edge rules with the key that signs by them; None where no rules are given. Raises EdgeRulesError, OptionError."""
    if rules is None:
        return None
    if key is None or password_file is None:
        raise OptionError("--edge-rules", "needs --edge-key and --edge-password-file, to sign what is derived")
    return EdgeRuling(read_rules(rules), signing_key(key, password_file))


def content_store(place: str) -> ContentStore:
    """The store in a folder, or behind the URL of Kubo's RPC."""
    return KuboContentStore(place) if place.startswith(("http://", "https://")) else DirectoryContentStore(Path(place))


def _readers(path: Path) -> dict[DisclosureClass, list[bytes]]:
    try:
        value = json.loads(read_file(path))
        return {DisclosureClass(name): [from_hex(member, 16) for member in members] for name, members in value.items()}
    except (ValueError, AttributeError, TypeError, InvalidHexError) as error:
        raise OptionError("--readers", f"{path}: {error}") from None

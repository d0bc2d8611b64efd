"""What is written for Besu is TOML that says what the settings say, whatever stands in them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from quaychain.node.machine.besu_config import BesuPaths, besu_config, render_toml
from quaychain.node.machine.settings import NodeSettings

from ..conftest import Founded
from .settings import settings

README = Path(__file__).parents[3] / "chain-config" / "README.md"

PATHS = BesuPaths(Path("/n/data"), Path("/n/genesis.json"), Path("/n/static-nodes.json"), Path("/n/permissions.toml"))

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.one_of(
    text,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(text, max_size=4).map(tuple),
)


@given(st.dictionaries(st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True), values, max_size=6))
def test_what_is_rendered_is_read_back(config: dict[str, str | int | float | bool | tuple[str, ...]]) -> None:
    read = tomllib.loads(render_toml(config))
    assert read == {name: list(value) if isinstance(value, tuple) else value for name, value in config.items()}


def rendered(node: NodeSettings) -> dict[str, object]:
    return tomllib.loads(render_toml(besu_config(node, PATHS)))


def test_says_what_the_settings_say() -> None:
    config = rendered(settings(pool={"transactions": 5000, "account_share": 0.5}))
    assert config["p2p-host"] == config["p2p-interface"] == "127.0.0.1"
    assert (config["p2p-port"], config["rpc-http-port"], config["metrics-port"]) == (30_303, 8545, 9545)
    assert (config["tx-pool-max-size"], config["tx-pool-limit-by-account-percentage"]) == (5000, 0.5)
    assert config["data-path"] == "/n/data"
    assert config["genesis-file"] == "/n/genesis.json"
    assert (
        config["permissions-nodes-config-file"] == config["permissions-accounts-config-file"] == "/n/permissions.toml"
    )
    assert config["static-nodes-file"] == "/n/static-nodes.json"


def test_gas_is_free_nobody_is_discovered_and_all_are_listed() -> None:
    config = rendered(settings())
    assert config["min-gas-price"] == 0
    assert config["discovery-enabled"] is False
    assert config["permissions-nodes-config-file-enabled"] is config["permissions-accounts-config-file-enabled"] is True
    assert (config["data-storage-format"], config["sync-mode"], config["tx-pool"]) == ("FOREST", "FULL", "sequenced")
    assert not any("private-key" in name for name in config)


def test_names_are_looked_up_only_where_there_are_some() -> None:
    """With the option Besu makes the machine's own name of 127.0.0.1, and no loopback network would come together."""
    assert not any(name.startswith("Xdns") for name in rendered(settings()))
    p2p = {"host": "node.example", "interface": "0.0.0.0", "port": 30_303}
    named = rendered(settings(p2p={**p2p, "address": "203.0.113.7", "resolve_names": True}))
    assert named["Xdns-enabled"] is named["Xdns-update-enabled"] is True
    # Besu takes no name here.
    assert named["p2p-host"] == "203.0.113.7"


def test_hosts_that_may_ask() -> None:
    node = settings(
        rpc={"host": "0.0.0.0", "port": 8545, "allowed_hosts": ("validator-1",)},
        metrics={"host": "0.0.0.0", "port": 9545, "allowed_hosts": ("validator-1", "prometheus")},
    )
    assert rendered(node)["host-allowlist"] == ["localhost", "127.0.0.1", "validator-1", "prometheus"]


def test_every_option_has_its_reason() -> None:
    """chain-config/README.md says why each value is so."""
    p2p = {"host": "node.example", "interface": "0.0.0.0", "port": 1, "address": "203.0.113.7", "resolve_names": True}
    for name in rendered(settings(p2p=p2p)):
        assert f"`{name}`" in README.read_text(), name


def test_every_genesis_key_has_its_reason(founded: Founded) -> None:
    genesis = json.loads(founded.genesis.data)
    for part in (genesis, genesis["config"], genesis["config"]["qbft"]):
        for name in part.keys() - {"config"}:
            assert f"`{name}`" in README.read_text(), name

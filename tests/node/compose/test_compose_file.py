"""docker-compose.yml: one source, the specification's own schema, and what every service must keep."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from quaychain.node.compose.folder import ComposeFolder
from quaychain.node.compose.node import SERVICE
from quaychain.node.compose.plan import ComposeNode, Images, Machine, Ports, consortium, home_variable, one_member
from quaychain.node.compose.render import compose_file, product_targets
from quaychain.node.local.network import LocalNetwork
from quaychain.scripts.checks.compose_file import FILE, checkout_compose_file
from tests.test_documents import known_command

ROOT = FILE.parent


def member_machine() -> Machine:
    node = ComposeNode(
        SERVICE, "validator", "/srv/node", f"{home_variable('.')}/secrets/node-password", 30303, 8545, 9545
    )
    return one_member(node)


def checkout() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text()))


def member() -> dict[str, Any]:
    return dict(yaml.safe_load(compose_file(member_machine(), Images(), Ports())))


BOTH = pytest.mark.parametrize("content", [checkout(), member()], ids=["consortium", "member"])


def services(content: dict[str, Any]) -> list[Any]:
    return [pytest.param(name, service, id=name) for name, service in content["services"].items()]


EACH = pytest.mark.parametrize(("name", "service"), [*services(checkout()), *services(member())])


def test_the_checkouts_file_is_the_renderers() -> None:
    assert FILE.read_bytes() == checkout_compose_file(), "python -m quaychain.scripts.checks.compose_file --write"


def test_a_network_folder_gives_the_same_as_the_checkout(network: LocalNetwork) -> None:
    assert compose_file(consortium("./.qc/compose", network.file.nodes, build=True), Images(), Ports()) == (
        FILE.read_bytes()
    )


@BOTH
def test_it_keeps_the_specifications_schema(content: dict[str, Any]) -> None:
    # Not imported: it would bring a network client along.
    found = find_spec("check_jsonschema")
    assert found and found.origin
    schema = json.loads((Path(found.origin).parent / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.validate(content)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**content, "services": {"x": {"imag": "y"}}})


@EACH
def test_a_service_is_confined(name: str, service: dict[str, Any]) -> None:
    assert service["user"] == "${QUAYCHAIN_UID:-1000}:${QUAYCHAIN_GID:-1000}"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert "privileged" not in service and "cap_add" not in service and "network_mode" not in service


@EACH
def test_a_service_tells_its_health(name: str, service: dict[str, Any]) -> None:
    check = service["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@EACH
def test_an_image_is_pinned(name: str, service: dict[str, Any]) -> None:
    image = re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", service["image"])
    tag = image.rpartition(":")[2]
    assert re.match(r"v?\d+\.\d+", tag), image


@EACH
def test_nothing_but_devices_and_peers_can_come_from_outside(name: str, service: dict[str, Any]) -> None:
    for port in service.get("ports", []):
        if name == SERVICE and ":30303:30303" in port:
            assert port.startswith("${QUAYCHAIN_P2P_ADDRESS:-0.0.0.0}:")
        elif name == "broker":
            assert port.startswith("${QUAYCHAIN_DEVICE_ADDRESS:-127.0.0.1}:")
        else:
            assert port.startswith("127.0.0.1:"), port


@EACH
def test_what_is_mounted_is_there_or_it_doesnt_start(name: str, service: dict[str, Any]) -> None:
    for volume in service.get("volumes", []):
        assert volume["type"] == "bind"
        assert volume["bind"] == {"create_host_path": False}


@EACH
def test_no_secret_stands_in_the_environment_or_in_an_argument(name: str, service: dict[str, Any]) -> None:
    for variable, value in service.get("environment", {}).items():
        if re.search("PASSWORD|SECRET|KEY|PGPASS", variable):
            assert str(value).startswith("/run/secrets/"), variable
    for argument in service.get("command", []):
        option, _, value = argument.partition("=")
        if re.search("password|account|key", option) and value:
            assert value.startswith(("/run/secrets/", "/keys")), argument


@EACH
def test_our_commands_exist_with_their_options(name: str, service: dict[str, Any]) -> None:
    if "QUAYCHAIN" in service["image"]:
        assert known_command(service["command"])
        assert not known_command([*service["command"], "--no-such-option"])


@BOTH
def test_what_starts_first_has_a_health_to_wait_for(content: dict[str, Any]) -> None:
    for name, service in content["services"].items():
        for other, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}, name
            assert "healthcheck" in content["services"][other]
            # What waits for a service of a profile has to be in it too.
            assert set(content["services"][other].get("profiles", [])) <= set(service.get("profiles", []))


@BOTH
def test_prometheus_asks_every_service_that_tells(content: dict[str, Any]) -> None:
    nodes = {name for name in content["services"] if name.startswith("node")}
    told = {name for name, service in content["services"].items() if "monitoring" in service["networks"]}
    asked = {entry["labels"]["job"] for entry in json.loads(product_targets(Ports(), deployed=True))}
    assert told == nodes | asked | {"monitor", "prometheus", "grafana"}
    profiled = {name for name, service in content["services"].items() if service.get("profiles") == ["product"]}
    assert asked == profiled


@BOTH
def test_networks_are_split_and_only_the_edge_leads_out(content: dict[str, Any]) -> None:
    networks = content["networks"]
    outside = {name for name, network in networks.items() if not network.get("internal")}
    assert outside == {"edge"} | ({"ledger"} if SERVICE in content["services"] else set())
    assert networks["edge"]["driver_opts"] == {"com.docker.network.bridge.enable_icc": "false"}
    on = {network: set() for network in networks}
    for name, service in content["services"].items():
        for network in service["networks"]:
            on[network].add(name)
        assert ("ports" in service) <= ("edge" in service["networks"])
    assert on["database"] == {"database", "indexer", "api"}
    assert on["content"] == {"content", "oracle", "keeper", "indexer", "api"}
    assert on["devices"] == {"broker", "oracle"}
    assert "broker" not in on["rpc"] and "grafana" not in on["rpc"]


@BOTH
def test_each_secret_is_declared_and_used(content: dict[str, Any]) -> None:
    used = {
        secret["source"] if isinstance(secret, dict) else secret
        for service in content["services"].values()
        for secret in service.get("secrets", [])
    }
    assert used == set(content["secrets"])


def test_the_nodes_are_where_their_cards_say(network: LocalNetwork) -> None:
    content = checkout()["services"]
    for node in network.file.nodes:
        settings = network.node(node.name).read_settings()
        service = content[f"node-{node.name}"]
        assert service["networks"]["ledger"] == {"ipv4_address": settings.p2p.host}
        assert service["ports"] == [f"127.0.0.1:{settings.rpc.port}:{settings.rpc.port}"]
        assert settings.rpc.allowed_hosts == (f"node-{node.name}",)


def test_the_example_names_every_setting_with_its_default() -> None:
    example = dict(
        line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if line and line[0] != "#"
    )
    assert dict(re.findall(r"\$\{(\w+):-([^}]*)\}", FILE.read_text())) == example
    assert not [name for name in example if re.search("PASSWORD|SECRET|KEY|TOKEN", name)]


def test_everything_that_is_mounted_is_made(folder: ComposeFolder, network: LocalNetwork, machine: Machine) -> None:
    content = yaml.safe_load(folder.compose_file.read_text())
    places = [volume["source"] for service in content["services"].values() for volume in service.get("volumes", [])]
    places += [secret["file"] for secret in content["secrets"].values()]
    named = {place.removeprefix(f"{home_variable('.')}/") for place in places}
    missing = {place for place in named if not place.startswith("network/") and not (folder.root / place).exists()}
    missing |= {
        place
        for place in named
        if place.startswith("network/") and not (network.root / place.removeprefix("network/")).exists()
    }
    assert not missing


def test_a_members_machine_publishes_its_node_to_its_peers() -> None:
    content = member()
    assert content["services"]["node"]["ports"] == [
        "${QUAYCHAIN_P2P_ADDRESS:-0.0.0.0}:30303:30303",
        "127.0.0.1:8545:8545",
    ]
    assert "build" not in content["services"]["node"]
    assert [name for name in content["services"] if name.startswith("node")] == ["node"]


def test_images_are_the_dockerfiles() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert f"FROM hyperledger/besu:{Images().besu} AS besu" in dockerfile
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {
        "python:3.11.16-slim-trixie",
        "python",
        "product",
        f"hyperledger/besu:{Images().besu}",
    }
    targets = {service["build"]["target"] for service in checkout()["services"].values() if "build" in service}
    assert targets == {"product", "node"} <= set(re.findall(r" AS (\w+)$", dockerfile, re.M))


def test_the_image_is_built_from_what_the_ignore_file_leaves() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set(re.findall(r"requirements/\w+\.txt", (ROOT / "Dockerfile").read_text()))
    assert copied <= kept
    packages = {path.resolve().relative_to(ROOT).name for path in (ROOT / "src/quaychain").iterdir() if path.is_dir()}
    assert packages | {"src", "pyproject.toml", "LICENSE", "NOTICE"} <= kept
    assert all((ROOT / Path(name)).exists() for name in kept)

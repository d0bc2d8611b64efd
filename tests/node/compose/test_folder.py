"""The folder that containers mount: secrets made once and closed, certificates, devices."""

from __future__ import annotations

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from quaychain.node.compose.broker import Device, Devices, access_list, password_entries
from quaychain.node.compose.certificates import hosts_of
from quaychain.node.compose.folder import BROKER_HOSTS, ComposeFolder, ComposeFolderError
from quaychain.node.compose.plan import Images, Machine, Ports
from quaychain.node.documents import DocumentError
from quaychain.node.local.network import LocalNetwork
from quaychain.node.member_keys import MemberKeys
from quaychain.oracles.keeper.watch import read_watch

from .conftest import NOW

KEY, MEMBER = b"\xab" * 32, b"\x11" * 16


def secret_files(folder: ComposeFolder) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder.root)): path.read_bytes() for path in folder.secrets.rglob("*") if path.is_file()
    }


def test_secrets_are_closed_and_stay(folder: ComposeFolder) -> None:
    before = secret_files(folder)
    assert before
    for name in before:
        assert stat.S_IMODE((folder.root / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o700
    folder.write_secrets(NOW)
    assert secret_files(folder) == before


def test_no_two_folders_have_a_secret_in_common(folder: ComposeFolder, tmp_path: Path) -> None:
    other = ComposeFolder(tmp_path / "other")
    other.write_secrets(NOW)
    both = set(secret_files(folder).values()) & set(secret_files(other).values())
    assert not both


def test_no_secret_stands_in_what_is_not_secret(folder: ComposeFolder) -> None:
    plain = [content for name, content in secret_files(folder).items() if not name.endswith(".json")]
    words = {line.rpartition(b":")[2].strip() for content in plain for line in content.splitlines()}
    words = {word for word in words if len(word) > 30}
    assert len(words) > 5
    open_files = [path for part in (folder.config, folder.public) for path in part.rglob("*") if path.is_file()]
    for path in (*open_files, folder.compose_file):
        assert not [word for word in words if word in path.read_bytes()], path


def test_a_secret_that_others_may_read_is_refused(folder: ComposeFolder) -> None:
    (folder.secrets / "database-password").chmod(0o644)
    with pytest.raises(ComposeFolderError, match="others may read it"):
        folder.write_secrets(NOW)


def test_the_databases_password_is_the_logins(folder: ComposeFolder) -> None:
    password = (folder.secrets / "database-password").read_text()
    assert (folder.secrets / "database-login").read_text() == f"database:5432:quaychain:quaychain:{password}"


def test_the_swarm_key_has_its_form(folder: ComposeFolder) -> None:
    kind, encoding, key = (folder.secrets / "swarm-key").read_text().splitlines()
    assert (kind, encoding, len(bytes.fromhex(key))) == ("/key/swarm/psk/1.0.0/", "/base16/", 32)


def test_certificates_are_made_anew_in_time_and_for_other_hosts(folder: ComposeFolder) -> None:
    server, authority = folder.config / "broker/server.pem", folder.config / "broker/authority.pem"
    first, root = server.read_bytes(), authority.read_bytes()
    assert hosts_of(first) == BROKER_HOSTS
    folder.write_secrets(NOW + timedelta(days=300))
    assert server.read_bytes() == first
    folder.write_secrets(NOW + timedelta(days=340))
    second = server.read_bytes()
    assert second != first
    folder.write_secrets(NOW + timedelta(days=340), ["broker.plant.example", "10.1.2.3"])
    assert hosts_of(server.read_bytes()) == (*BROKER_HOSTS, "broker.plant.example", "10.1.2.3")
    third = server.read_bytes()
    # Not asked for again, they stay.
    folder.write_secrets(NOW + timedelta(days=341))
    assert server.read_bytes() == third
    assert authority.read_bytes() == root
    x509.load_pem_x509_certificate(third).verify_directly_issued_by(x509.load_pem_x509_certificate(root))


def test_a_device_may_use_its_own_topics_and_no_others(folder: ComposeFolder) -> None:
    file = folder.admit(Device(key=KEY, member=MEMBER))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and len(file.read_text().strip()) == 64
    access = (folder.config / "broker/access").read_text()
    own = f"qc/{MEMBER.hex()}/{KEY.hex()}"
    assert access.endswith(f"\nuser {KEY.hex()}\ntopic write {own}/up\ntopic read {own}/ack\n")
    assert set(password_entries((folder.secrets / "broker-passwords").read_bytes())) == {"gateway", KEY.hex()}
    again = file.read_text()
    folder.admit(Device(key=KEY, member=MEMBER))
    assert file.read_text() != again
    assert (folder.config / "broker/access").read_text() == access
    # Another write of the configuration keeps it.
    folder.write_secrets(NOW)
    assert (folder.config / "broker/access").read_text() == access
    assert folder.dismiss(KEY) and not folder.dismiss(KEY)
    assert KEY.hex() not in (folder.config / "broker/access").read_text()
    assert not file.exists()


def test_a_folder_that_was_not_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(ComposeFolderError, match="has not made this folder"):
        ComposeFolder(tmp_path).admit(Device(key=KEY, member=MEMBER))
    with pytest.raises(ComposeFolderError, match="has not made this folder"):
        ComposeFolder(tmp_path).dismiss(KEY)


def test_damaged_devices_are_named(folder: ComposeFolder) -> None:
    folder.devices.write_text("[]")
    with pytest.raises(DocumentError, match=r"devices\.json"):
        folder.admit(Device(key=KEY, member=MEMBER))


def test_access_lists_are_in_one_order() -> None:
    devices = [Device(key=bytes([number]) * 32, member=MEMBER) for number in (3, 1, 2)]
    known = Devices()
    for device in devices:
        known = known.with_device(device)
    assert [device.key[0] for device in known.devices] == [1, 2, 3]
    assert access_list(known.devices).count(b"user ") == 4


def test_services_get_the_keys_they_need_and_no_others(folder: ComposeFolder, network: LocalNetwork) -> None:
    reading = folder.secrets / "reading"
    member = MemberKeys.open(reading / "member")
    assert sorted(path.name for path in (reading / "member").iterdir()) == ["encryption-1.json", "member.json"]
    password = (reading / "member.password").read_bytes().strip()
    assert member.encryption_key(password).member == member.member
    assert (folder.secrets / "oracle-account.json").read_bytes() == (
        network.root / "members/manufacturer/oracle.json"
    ).read_bytes()
    named = json.loads((folder.public / "consortium.json").read_text())["members"]
    assert [entry["name"]["en"] for entry in named] == [card.name for card in network.members]
    assert json.loads((folder.public / "readers.json").read_text()) == {
        name: ["0x" + member.member.hex()] for name in ("technical", "logistics")
    }
    assert read_watch(folder.public / "keeper.json").availability is not None


def test_deployment_is_taken_once_it_is_there(folder: ComposeFolder, machine: Machine, tmp_path: Path) -> None:
    assert not folder.take_deployment(tmp_path / "deployment.json")
    asked = folder.config / "prometheus/product.json"
    assert json.loads(asked.read_text()) == []
    (tmp_path / "deployment.json").write_text("{}")
    assert folder.take_deployment(tmp_path / "deployment.json")
    assert folder.deployment.read_text() == "{}"
    # Only now Prometheus asks those that can run only now, so that it raises no alarm before.
    folder.write_config(machine, Images(), Ports())
    services = {entry["labels"]["job"]: entry["targets"] for entry in json.loads(asked.read_text())}
    assert services == {
        **{name: [f"{name}:9600"] for name in ("oracle", "keeper", "indexer")},
        "api": ["api:8080"],
    }


def test_a_folder_that_cant_be_written_is_named(tmp_path: Path, machine: Machine) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ComposeFolderError, match="home"):
        ComposeFolder(tmp_path / "home").write_config(machine, Images(), Ports())


def test_the_environment_is_written_once(folder: ComposeFolder) -> None:
    folder.write_environment(1234, 5678)
    assert (folder.root / ".env").read_text() == "QUAYCHAIN_UID=1234\nQUAYCHAIN_GID=5678\n"
    folder.write_environment(os.geteuid(), os.getegid())
    assert "1234" in (folder.root / ".env").read_text()

"""The node verbs as their users call them: a founding from nothing, and one clear line for every mistake."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.local import create
from quaychain.node.local.network import LocalNetwork
from quaychain.scripts.main import main

from ...node.certificates import LEGAL_ID, authority

MEMBERS = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a charter, four members' keys and their cards, made by the command line alone."""
    folder = tmp_path_factory.mktemp("founded")
    password = folder / "password"
    password.write_text("a password of the tests\n")
    password.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        # What makes a password costly to guess makes this test slow.
        patch.setattr("quaychain.scripts.commands.node.keygen.STANDARD", RANDOM_PASSWORD)
        patch.setenv("QUAYCHAIN_PASSWORD_FILE", str(password))
        assert run("charter", "Test consortium", "--chain-id", "4711", "-o", folder / "charter.json") == 0
        for member in MEMBERS:
            assert run("keygen", folder / member, "--seat", "accounting") == 0
            assert run(*card_of(folder, member)) == 0
        assert run("genesis", folder / "charter.json", *cards(folder), "-o", folder / "genesis.json") == 0
        for member in MEMBERS:
            assert run(*approval_of(folder, member)) == 0
    return folder


def run(*arguments: object) -> int:
    return main(["node", *(str(argument) for argument in arguments)])


def card_of(folder: Path, member: str) -> tuple[object, ...]:
    named = ("--keys", folder / member, "--name", f"Member {member}", "--kind", "supplier")
    placed = ("--validator-at", f"{member}.example:30303")
    return ("card", folder / "charter.json", *named, *placed, "-o", folder / f"{member}.card.json")


def approval_of(folder: Path, member: str) -> tuple[object, ...]:
    made = ("--genesis", folder / "genesis.json", "--keys", folder / member)
    output = ("-o", folder / "approvals" / f"{member}.json")
    return ("approve", folder / "charter.json", *cards(folder), *made, *output)


def init_of(folder: Path, node: Path, *others: object) -> tuple[object, ...]:
    made = ("--genesis", folder / "genesis.json", "--approvals", folder / "approvals", "--keys", folder / "a")
    secret = ("--password-file", folder / "password")
    return ("init", node, folder / "charter.json", *cards(folder), *made, *secret, "--address", "203.0.113.7", *others)


def cards(folder: Path, members: str = "abcd") -> list[Path]:
    return [folder / f"{member}.card.json" for member in members]


def test_everybody_gets_the_same_genesis(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for order in ("abcd", "dcba"):
        output = tmp_path / f"{order}.json"
        assert run("genesis", founded / "charter.json", *cards(founded, order), "-o", output) == 0
        said.append(capsys.readouterr().out.replace(str(output), ""))
    assert said[0] == said[1]
    assert said[0].count("validator 0x") == said[0].count("founder 0x") == 4
    assert (tmp_path / "abcd.json").read_bytes() == (tmp_path / "dcba.json").read_bytes()


def test_a_node_is_made_of_what_was_exchanged(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ports = ("--rpc-port", "18545", "--metrics-port", "19545")
    assert run(*init_of(founded, tmp_path / "node", *ports)) == 0
    said = capsys.readouterr().out
    assert "validator validator, enode://" in said
    assert "a.example:30303" in said
    settings = json.loads((tmp_path / "node" / "node.json").read_text())
    assert settings["rpc"] == {"host": "127.0.0.1", "port": 18545, "allowedHosts": []}
    assert settings["p2p"] == {
        "host": "a.example",
        "interface": "0.0.0.0",
        "port": 30303,
        "address": "203.0.113.7",
        "resolveNames": True,
    }
    assert settings["besu"] is None
    assert (tmp_path / "node" / "genesis.json").read_bytes() == (founded / "genesis.json").read_bytes()


def test_a_card_is_shown(founded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check-card", founded / "charter.json", founded / "a.card.json") == 0
    said = capsys.readouterr().out
    assert "Member a: supplier, accounting seat" in said
    assert "a.example:30303" in said
    assert "no company statement" in said


def test_a_company_vouches_for_its_card(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(founded / "password"))
    secret, certificate, anchor, stranger = (tmp_path / name for name in ("key", "certificate", "anchor", "stranger"))
    root, key = authority(), ec.generate_private_key(ec.SECP256R1())
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"of the company")))
    (tmp_path / "password").write_text("of the company\n")
    (tmp_path / "password").chmod(0o600)
    certificate.write_bytes(root.issue(key).public_bytes(Encoding.PEM))
    anchor.write_bytes(root.certificate.public_bytes(Encoding.PEM))
    stranger.write_bytes(authority("Stranger").certificate.public_bytes(Encoding.PEM))
    stated = tmp_path / "a.json"
    company = ("--company-key", secret, "--company-certificates", certificate)
    opened = ("--company-password-file", tmp_path / "password")
    assert run(*card_of(founded, "a")[:-1], stated, *company, *opened) == 0
    assert run("check-card", founded / "charter.json", stated) == 0
    assert f"it claims to be {LEGAL_ID}: not checked" in capsys.readouterr().out
    assert run("check-card", founded / "charter.json", stated, "--trust-anchor", anchor) == 0
    assert f"it is {LEGAL_ID}" in capsys.readouterr().out
    made = ("--genesis", founded / "genesis.json", "--keys", founded / "a", "-o", tmp_path / "approval.json")
    for arguments, said in (
        (("check-card", founded / "charter.json", stated, "--trust-anchor", stranger), "no trust anchor"),
        (("check-card", founded / "charter.json", stated, "--trust-anchor", secret), "no certificates"),
        (
            ("approve", founded / "charter.json", stated, *cards(founded, "bcd"), *made, "--trust-anchor", anchor),
            "the card of Member b has no company statement",
        ),
    ):
        assert run(*arguments) == 1
        said_on_error = capsys.readouterr().err
        assert said in said_on_error
        assert said_on_error.count("\n") == 1
    assert run(*card_of(founded, "a")[:-1], stated, "--company-key", secret) == 2
    # A statement is beside the card: the genesis stays, and so do approvals.
    output = tmp_path / "genesis.json"
    assert run("genesis", founded / "charter.json", stated, *cards(founded, "bcd"), "-o", output) == 0
    assert output.read_bytes() == (founded / "genesis.json").read_bytes()


def test_a_local_network_says_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = itertools.count(20_000)
    monkeypatch.setattr(create, "free_ports", lambda count: tuple(next(counted) for _ in range(count)))
    besu = tmp_path / "besu"
    besu.write_text("#!/bin/sh\n")
    besu.chmod(0o755)
    folder = tmp_path / "network"
    bank = ("--member", "bank_a:bank:query:First Harbour Bank")
    members = ("--member", "mfr:manufacturer:accounting:Huahai", *bank)
    assert run("local", folder, *members, "--queries", "1", "--besu", besu, "--chain-id", "4711") == 0
    said = capsys.readouterr().out
    assert "validator mfr: http://127.0.0.1:20001" in said
    assert "query mfr-query-1: http://127.0.0.1:20004" in said
    assert "nothing is ever final" in said
    assert f"next: quaychain node start {folder}" in said
    network = LocalNetwork.open(folder)
    assert [member.name for member in network.members] == ["Huahai", "First Harbour Bank"]
    assert network.read_charter().chain_id == 4711
    assert network.nodes[0].read_settings().besu == str(besu)
    assert run("local", tmp_path / "docker", "--docker") == 0
    assert LocalNetwork.open(tmp_path / "docker").nodes[3].read_settings().docker_image == "hyperledger/besu:26.8.0"
    assert run("local", tmp_path / "other", "--docker", "--besu", besu) == 2
    capsys.readouterr()
    for arguments, expected in (
        ((folder,), "is there already"),
        ((tmp_path / "other", *bank), "a pilot needs"),
        ((tmp_path / "other", "--member", "bank"), "names no member"),
        ((tmp_path / "other", *members, "--validators", "4"), "run as many validators"),
        ((tmp_path / "other", "--besu", tmp_path / "none"), "no program"),
    ):
        assert run("local", *arguments) == 1
        error = capsys.readouterr().err
        assert expected in error
        assert error.count("\n") == 1
    assert not (tmp_path / "other").exists()


def test_another_file_is_not_written_over(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "genesis.json"
    output.write_text("something else")
    assert run("genesis", founded / "charter.json", *cards(founded), "-o", output) == 1
    assert "exists" in capsys.readouterr().err
    assert output.read_text() == "something else"


def test_keys_stay_as_they_are(
    founded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(founded / "password"))
    before = {path: path.read_bytes() for path in (founded / "a").iterdir()}
    assert run("keygen", founded / "a", "--seat", "query") == 1
    assert "already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (founded / "a").iterdir()} == before


def test_a_node_more_gets_a_key(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quaychain.scripts.commands.node.add_node.STANDARD", RANDOM_PASSWORD)
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(founded / "password"))
    keys = tmp_path / "keys"
    shutil.copytree(founded / "a", keys)
    assert run("add-node", keys, "query-1") == 0
    assert "node-query-1.json: 0x" in capsys.readouterr().out
    assert run("add-node", keys, "query-1") == 1
    assert "never written over" in capsys.readouterr().err


def test_mistakes_are_one_line(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    charter, output = founded / "charter.json", ("-o", tmp_path / "out.json")
    changed = tmp_path / "changed.json"
    content = json.loads((founded / "a.card.json").read_text())
    content["card"]["name"] = "Somebody else"
    changed.write_text(json.dumps(content))
    other = tmp_path / "other.json"
    assert run("charter", "Another", "--chain-id", "4711", "-o", other) == 0
    open_password = tmp_path / "password"
    open_password.write_text("x\n")
    open_password.chmod(0o644)
    (tmp_path / "empty").mkdir()
    another = tmp_path / "another.json"
    another.write_bytes(b" " + (founded / "genesis.json").read_bytes())
    some = tmp_path / "some"
    some.mkdir()
    for member in "abc":
        (some / f"{member}.json").write_bytes((founded / "approvals" / f"{member}.json").read_bytes())
    fewer = tuple(some if item == founded / "approvals" else item for item in init_of(founded, tmp_path / "node"))
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(founded / "password"))
    capsys.readouterr()
    for arguments, said in (
        (("genesis", charter, *cards(founded, "ab"), *output), "2 validators"),
        (("genesis", charter, changed, *cards(founded, "bcd"), *output), "not signed"),
        (("genesis", charter, *cards(founded), *cards(founded, "a"), *output), "both name"),
        (("genesis", other, *cards(founded), *output), "is for consortium"),
        (("genesis", charter, tmp_path / "nothing.json", *output), "No such file"),
        (("genesis", charter, tmp_path / "empty", *output), "no *.json file"),
        (init_of(founded, tmp_path / "node", cards(founded, "a")[0]), "both name"),
        (init_of(founded, tmp_path / "node", "--genesis", another), "differ from line 1 on"),
        (init_of(founded, tmp_path / "node", "--genesis", tmp_path / "none"), "No such file"),
        (init_of(founded, tmp_path / "node", "--node", "query-1"), "names no such node"),
        (init_of(founded, tmp_path / "node", "--rpc-port", "0"), "rpc: port"),
        (init_of(founded, tmp_path / "node", "--listen", "eth0"), "no IP address"),
        (init_of(founded, tmp_path / "node", "--address", ""), "its IP address too"),
        (init_of(founded, tmp_path / "node", "--besu", tmp_path / "none"), "no program"),
        (init_of(founded, charter), "is there already"),
        (fewer, "not approved by Member d"),
        (card_of(founded, "a")[:-4], "node validator needs a host and port"),
        ((*card_of(founded, "a"), "--node-at", "x=a.example:1"), "no key of a node x"),
        ((*card_of(founded, "a"), "--node-at", "x"), "no place of a node"),
        (("genesis", charter, charter, *output), "charter.json"),
        (("charter", "", "--chain-id", "1", *output), "name"),
        (("charter", "x", "--chain-id", "0", *output), "chainId"),
        (("charter", "x", "--chain-id", "1", "-o", charter / "below"), "can't be written"),
        (("keygen", tmp_path / "keys", "--seat", "query", "--password-file", open_password), "chmod 600"),
        (("keygen", tmp_path / "keys", "--seat", "query", "--password-file", tmp_path / "none"), "No such file"),
        (("verify-deployment", charter), "no deployment file"),
        (("embedded", tmp_path, "--port", "40000"), "genesis.json"),
    ):
        assert run(*arguments) == 1, arguments
        said_on_error = capsys.readouterr().err
        assert said in said_on_error
        assert said_on_error.count("\n") == 1
        assert "trace" not in said_on_error
    assert not (tmp_path / "out.json").exists()
    assert not (tmp_path / "keys").exists()
    assert not (tmp_path / "node").exists()

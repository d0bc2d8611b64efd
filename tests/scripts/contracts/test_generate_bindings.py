"""The committed bindings are what the artifacts give, and what would not work in Python is refused or renamed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quaychain.contracts.types import Log, to_address
from quaychain.scripts.contracts.bindings.model import BindingError
from quaychain.scripts.contracts.bindings.naming import enum_member, error_class, error_fields, snake_case
from quaychain.scripts.contracts.bindings.natspec import docstring, first_sentence
from quaychain.scripts.contracts.generate_bindings import ROOT, bindings, update_bindings

ADDRESS = to_address("0x" + "11" * 20)


def item(name: str, kind: str, internal: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "internalType": internal or kind, **more}


def artifact(*entries: dict[str, Any], name: str = "Sample", **docs: Any) -> bytes:
    return json.dumps(
        {"contractName": name, "kind": "contract", "abi": list(entries), "userdoc": {}, "devdoc": {}, **docs}
    ).encode()


def function(
    name: str, *inputs: dict[str, Any], outputs: tuple[dict[str, Any], ...] = (), view: bool = False
) -> dict[str, Any]:
    mutability = "view" if view else "nonpayable"
    return {
        "type": "function",
        "name": name,
        "inputs": list(inputs),
        "outputs": list(outputs),
        "stateMutability": mutability,
    }


def made(artifacts: dict[str, bytes], **types: Any) -> dict[str, str]:
    known = json.dumps({"enums": {}, "structs": {}, **types}).encode()
    return {name: source.decode() for name, source in bindings({**artifacts, "types.json": known}).items()}


def loaded(sources: dict[str, str], name: str) -> ModuleType:
    """A generated module, executed as if it were one of the package's."""
    for module in ("types", name):
        loaded = ModuleType(f"quaychain.contracts.generated.{module}")
        loaded.__package__ = "quaychain.contracts.generated"
        sys.modules[loaded.__name__] = loaded
        exec(compile(sources[f"{module}.py"], module, "exec"), loaded.__dict__)
    return loaded


@pytest.fixture(autouse=True)
def _no_generated_modules_stay() -> Any:
    yield
    for name in [name for name in sys.modules if name.startswith("quaychain.contracts.generated")]:
        del sys.modules[name]


def test_the_committed_bindings_are_up_to_date() -> None:
    assert update_bindings(ROOT, check=True) == 0


def test_a_difference_is_named_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("artifacts", "bindings"):
        shutil.copytree(
            ROOT / "contracts" / folder, tmp_path / "contracts" / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    changed = tmp_path / "contracts/bindings/event_anchor.py"
    changed.write_text(changed.read_text() + "# by hand\n")
    (tmp_path / "contracts/bindings/stale.py").write_text("")
    assert update_bindings(tmp_path, check=True) == 1
    assert "event_anchor.py, stale.py" in capsys.readouterr().err
    assert update_bindings(tmp_path, check=False) == 0
    assert not (tmp_path / "contracts/bindings/stale.py").exists()
    assert update_bindings(tmp_path, check=True) == 0


def test_names() -> None:
    names = {
        "firstSeq": "first_seq", "subOrderURI": "sub_order_uri", "EIP712Domain": "eip712_domain", "_x": "x",
        "from": "from_", "DEFAULT_ADMIN_ROLE": "default_admin_role",
    }  # fmt: skip
    assert {name: snake_case(name) for name in names} == names
    assert [enum_member(name) for name in ("None", "ServicePartner", "UNTDID1001")] == [
        "NONE",
        "SERVICE_PARTNER",
        "UNTDID1001",
    ]
    assert (error_class("UnknownOrder"), error_class("FailedError")) == ("UnknownOrderError", "FailedError")
    assert error_fields(["title", "args", "", "order"]) == ["title_", "args_", "value_2", "order"]


def test_a_module_works() -> None:
    line = item(
        "line", "tuple", "struct Lines.Line", components=[item("from", "bytes4"), item("kind", "uint8", "enum Kind")]
    )
    sources = made(
        {
            "Sample.json": artifact(
                function("store", line, item("list", "tuple[]", "struct Lines.Line[]", components=line["components"])),
                function("store", item("", "uint8")),
                function("address", view=True, outputs=(item("", "address"),)),
                function("both", view=True, outputs=(item("count", "uint64"), item("", "string"))),
                function("check", view=True),
                {"type": "event", "name": "Stored", "anonymous": False,
                 "inputs": [item("name", "string", indexed=True), item("class", "uint8", "enum Kind", indexed=False)]},
                {"type": "constructor", "inputs": [item("root", "address")], "stateMutability": "nonpayable"},
                userdoc={"methods": {"store(uint8)": {"notice": 'Says """no""" to `from`\\.'}}},
            )
        },
        enums={"Kind": ["None", "Some"]},
    )  # fmt: skip
    module, types = loaded(sources, "sample"), sys.modules["quaychain.contracts.generated.types"]
    contract = module.Sample(ADDRESS)
    value = types.Line(from_=b"abcd", kind=types.Kind.SOME)
    assert contract.store(7).data[4:] == (7).to_bytes(32)
    assert contract.store_bytes4uint8_bytes4uint8(value, [value]).data[4:68] == b"abcd" + bytes(59) + b"\1"
    assert contract.address == ADDRESS
    assert contract.address_().decode(bytes(12) + b"\x11" * 20) == ADDRESS
    answer = contract.both().decode((5).to_bytes(32) + (64).to_bytes(32) + (2).to_bytes(32) + b"hi".ljust(32, b"\0"))
    assert (answer.count, answer.value_1) == (5, "hi")
    assert contract.check().decode(b"") is None
    assert module.Sample.creation(b"\x60", ADDRESS).data == b"\x60" + bytes(12) + b"\x11" * 20
    log = Log(ADDRESS, (module.Stored.TOPIC, b"\7" * 32), (1).to_bytes(32), 1, b"", b"", 0, 0)
    assert contract.decode(log) == module.Stored(name=b"\7" * 32, class_=types.Kind.SOME)


@pytest.mark.parametrize(
    "artifacts",
    [
        {
            "A.json": artifact({"type": "error", "name": "Same", "inputs": [item("a", "uint8")]}, name="A"),
            "B.json": artifact({"type": "error", "name": "Same", "inputs": [item("a", "uint16")]}, name="B"),
        },
        {
            "A.json": artifact(
                function("f", item("a", "tuple", "struct X.Same", components=[item("a", "uint8")])), name="A"
            ),
            "B.json": artifact(
                function("f", item("a", "tuple", "struct Y.Same", components=[item("a", "bool")])), name="B"
            ),
        },
    ],
    ids=["errors", "structs"],
)
def test_names_that_mean_two_things(artifacts: dict[str, bytes]) -> None:
    with pytest.raises(BindingError, match="Same"):
        made(artifacts)


def test_docstrings() -> None:
    assert docstring(["One.", "", "a: b"], 4) == '    """One.\n\n    a: b\n    """'
    assert docstring(['Ends with "quotes"'], 0) == '"""Ends with "quotes" """'
    assert all(len(line) <= 120 for line in docstring(["word " * 80], 8).splitlines())
    assert first_sentence("One thing. Another thing.") == "One thing"
    assert first_sentence("x" * 90 + ": " + "y" * 20) == "x" * 90

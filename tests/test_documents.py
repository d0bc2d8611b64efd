"""The documents say what the code has: events and stored fields in PRIVACY.md, commands, files, links, pictures."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer.main

from quaychain.oracles.capture.routes import ROUTES as CAPTURE_ROUTES
from quaychain.scripts.main import command_line

ROOT = Path(__file__).resolve().parent.parent

#: What a consortium has on chain, in the order of PRIVACY.md.
CONTRACTS = (
    "ConsortiumRoot",
    "MemberRegistry",
    "ConsortiumGovernor",
    "AccessManager",
    "DeviceRegistry",
    "EventAnchor",
    "RecordRegistry",
    "OrderFulfilment",
    "CustomsCompliance",
    "PartProvenance",
    "TradeFinance",
)
DOCUMENTS = ("README.md", "PRIVACY.md", "SECURITY.md", "docs/architecture.md", "contracts/THREATS.md")

#: What ./qc does itself; all else is a command of quaychain. (tests/test_repository.py asks whether it knows them.)
SETUP_VERBS = ("test", "lint", "lock", "contracts")


@cache
def document(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text("utf-8")


@cache
def artifact(name: str) -> dict[str, Any]:
    """A compiled contract."""
    content: dict[str, Any] = json.loads((ROOT / f"contracts/artifacts/{name}.json").read_text("utf-8"))
    return content


def quoted(text: str) -> list[str]:
    """What stands between backticks, code blocks left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def section(contract: str) -> str:
    """What PRIVACY.md says of one contract."""
    found = re.search(rf"^### {contract}\n(.*?)(?=^##)", document("PRIVACY.md"), re.MULTILINE | re.DOTALL)
    assert found, f"PRIVACY.md has no section {contract}"
    return found[1]


def events(contract: str) -> set[str]:
    """Names of a contract's events, those of its libraries among them."""
    return {entry["name"] for entry in artifact(contract)["abi"] if entry["type"] == "event"}


def names_of(entries: list[dict[str, Any]]) -> set[str]:
    """Names of parameters, and of what is in them."""
    return {entry["name"] for entry in entries} | {
        name for entry in entries for name in names_of(entry.get("components", []))
    }


def stored(contract: str) -> dict[str, list[str]]:
    """Struct → its fields; under "top level" the contract's own variables."""
    layout = artifact(contract)["storageLayout"]
    structs = {
        kind["label"].removeprefix("struct ").split(".")[-1]: [member["label"] for member in kind["members"]]
        for kind in layout["types"].values()
        if "members" in kind
    }
    return {"top level": [variable["label"] for variable in layout["storage"]], **structs}


def test_privacy_names_every_contract_of_a_consortium() -> None:
    deployable = {
        path.stem
        for path in (ROOT / "contracts/artifacts").glob("*.json")
        if path.stem != "types" and artifact(path.stem)["kind"] == "contract"
    }
    assert deployable == set(CONTRACTS)
    assert re.findall(r"^### (\w+)$", document("PRIVACY.md"), re.MULTILINE) == list(CONTRACTS)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_privacy_names_every_event_and_no_other(contract: str) -> None:
    rows = [line for line in section(contract).splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in quoted(row.split("|")[1])]
    assert sorted(named) == sorted(events(contract))


@pytest.mark.parametrize("contract", CONTRACTS)
def test_what_privacy_quotes_of_a_contract_exists(contract: str) -> None:
    """Each name in backticks of a contract's section is an event, a parameter or a stored field of it."""
    abi = artifact(contract)["abi"]
    known = names_of([parameter for entry in abi for parameter in entry.get("inputs", [])])
    known |= {field for fields in stored(contract).values() for field in fields} | events(contract)
    # Who trades is only told together with the order.
    known |= events("OrderFulfilment")
    assert not set(quoted(section(contract))) - known


@pytest.mark.parametrize("contract", CONTRACTS)
def test_privacy_names_every_stored_field(contract: str) -> None:
    appendix = document("PRIVACY.md").split("## Appendix: every stored field\n")[1]
    found = re.search(rf"^\*\*{contract}\*\*\n\n(.*?)(?=\n\n\*\*|\Z)", appendix, re.MULTILINE | re.DOTALL)
    assert found, f"the appendix has no {contract}"
    listed = {
        name.strip(): quoted(fields) for name, fields in re.findall(r"^- ([\w ]+): ((?:.+\n?(?!- ))+)", found[1], re.M)
    }
    assert listed == stored(contract)


def test_no_event_or_field_can_hold_a_text_that_privacy_does_not_warn_of() -> None:
    """The free texts and bytes that PRIVACY.md names are all there are."""
    free = {
        (contract, parameter["name"])
        for contract in CONTRACTS
        for entry in artifact(contract)["abi"]
        if entry["type"] == "event"
        for parameter in entry["inputs"]
        if parameter["type"] in ("string", "bytes", "string[]", "bytes[]")
    }
    assert free == {
        ("ConsortiumGovernor", "description"),
        ("ConsortiumGovernor", "reason"),
        ("ConsortiumGovernor", "params"),
        # The names of functions and the arguments of calls that are voted on or scheduled.
        ("ConsortiumGovernor", "signatures"),
        ("ConsortiumGovernor", "calldatas"),
        ("AccessManager", "data"),
        ("AccessManager", "label"),
        # A public key, and a CID.
        ("MemberRegistry", "publicKey"),
        ("EventAnchor", "dataCid"),
    }


def shell_lines(name: str) -> list[str]:
    """The commands in a document's shell blocks, with continuations joined and comments left out."""
    blocks = re.findall(r"^```(?:sh|bash)?\n(.*?)^```", document(name), re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [re.sub(r"\s+#\s.*", "", line).strip() for line in lines if line.strip() and not line.startswith("#")]


def known_command(words: list[str]) -> bool:
    """Whether `quaychain` has this command, with these options."""
    command: Any = typer.main.get_command(command_line(words))
    rest = list(words)
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        if rest[0] not in command.commands:
            return False
        command, rest = command.commands[rest[0]], rest[1:]
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    asked = {word.split("=")[0] for word in rest if word.startswith("-") and word != "-"}
    return asked <= options | {"--help"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist_with_their_options(name: str) -> None:
    text = document(name)
    said = [line for line in shell_lines(name) if "./qc " in line]
    said += [quote for quote in quoted(text) if quote.startswith(("./qc ", "quaychain "))]
    wrong = []
    for line in said:
        for call in re.findall(r"(?:\./qc|\bquaychain) ([^|>$()\"]+)", line):
            words = call.split()
            # In prose `quaychain …` stands for any command.
            if words and words[0].isalpha() and words[0] not in SETUP_VERBS and not known_command(words):
                wrong.append(line)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    wrong = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document(name))
        if "://" not in target and not (folder / target).exists()
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_named_exist(name: str) -> None:
    """A quoted path with a folder and an extension is a file that git tracks."""
    tracked = set(
        subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    )
    tops = {path.split("/")[0] for path in tracked if "/" in path}
    wrong = [
        quote
        for quote in quoted(document(name))
        if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*", quote) and "/" in quote and quote.split("/")[0] in tops
        if not (ROOT / quote).exists()
    ]
    assert not wrong, "\n".join(wrong)


def routes() -> set[str]:
    """Paths of the API, of its pages and of capture over HTTP."""
    found = {path for pair in CAPTURE_ROUTES.values() for path in pair} | {"/openapi.json"}
    for package in ("routes", "pages"):
        for module in pkgutil.iter_modules([str(ROOT / "api" / package)]):
            router = getattr(importlib.import_module(f"quaychain.api.{package}.{module.name}"), "router", None)
            found |= {route.path for route in router.routes} if router else set()
    return found


def test_routes_that_the_readme_names_exist() -> None:
    text = document("README.md")
    named = re.findall(r"`(?:GET |POST )?(/[a-z][\w/.-]*)`", text)
    named += [path.replace("$EVENT", "{event_id}") for path in re.findall(r"^ask '?(/[^\s'?]+)", text, re.MULTILINE)]
    assert named
    assert not set(named) - routes()


def test_architecture_names_every_package() -> None:
    text = document("docs/architecture.md")
    packages = {path.name for path in (ROOT / "src/quaychain").iterdir() if path.is_symlink()}
    assert not {package for package in packages if f"quaychain.{package}" not in text}


def test_notice_names_everything_vendored() -> None:
    vendored = [path for path in (ROOT / "api/static/vendor").iterdir() if path.is_dir()]
    assert vendored
    assert not [path.name for path in vendored if f"\n  {path.name} " not in document("NOTICE")]
    assert not [path.name for path in vendored if not (path / "LICENSE").exists()]


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.svg")), ids=lambda path: path.name)
def test_pictures_are_whole_and_load_nothing(path: Path) -> None:
    root = ET.fromstring(path.read_text("utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert not re.search(r"<(?:script|image|foreignObject)|href=|url\(http", path.read_text("utf-8"))


@cache
def contract_tests() -> str:
    """The Solidity of all contract tests."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests/contracts").rglob("*.sol")))


def test_threats_name_tests_that_exist() -> None:
    named = quoted(document("contracts/THREATS.md"))
    functions = {name for name in named if re.fullmatch(r"(test|testFuzz|invariant|check)_\w+", name)}
    assert len(functions) > 60
    missing = {name for name in functions if f"function {name}(" not in contract_tests()}
    files = {name for name in named if name.startswith("tests/")}
    assert missing | {name for name in files if not (ROOT / name).exists()} == set()

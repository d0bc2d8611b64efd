"""What goes into a workspace, and what forge's answers mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.scripts.contracts.compiler import Toolchain
from quaychain.scripts.contracts.mutation.workspace import (
    TookTooLongError,
    Workspace,
    imports,
    parse_run,
    sources_for,
)

ROOT = Path(__file__).resolve().parents[4]


def test_imports_of_a_unit() -> None:
    source = """import {A} from "./A.sol";
import {
    B,
    C
} from "../b/B.sol";
import "contracts/root/R.sol";
import {M} from "@openzeppelin/contracts/M.sol";
string constant import_ = "x";
"""
    assert imports("contracts/a/X.sol", source) == [
        "contracts/a/A.sol",
        "contracts/b/B.sol",
        "contracts/root/R.sol",
        "@openzeppelin/contracts/M.sol",
    ]


def test_only_the_tests_of_the_folder_and_what_they_import(tmp_path: Path) -> None:
    files = {
        "tests/contracts/forge/orders/A.t.sol": 'import "./Base.sol";\nimport "@npm/M.sol";',
        "tests/contracts/forge/orders/Base.sol": 'import "contracts/orders/O.sol";',
        "tests/contracts/forge/customs/C.t.sol": "",
        "contracts/orders/O.sol": "",
        "contracts/customs/C.sol": "",
        ".qc/npm/node_modules/@npm/M.sol": "",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert list(sources_for(tmp_path, Toolchain.of_checkout(tmp_path), ["orders"])) == [
        "contracts/orders/O.sol",
        "tests/contracts/forge/orders/A.t.sol",
        "tests/contracts/forge/orders/Base.sol",
    ]


def test_invariants_are_no_tests_here(tmp_path: Path) -> None:
    test = tmp_path / "tests/contracts/forge/orders/A.t.sol"
    test.parent.mkdir(parents=True)
    test.write_text("function invariant_holds() { } function test_it() { }")
    (content,) = sources_for(tmp_path, Toolchain.of_checkout(tmp_path), ["orders"]).values()
    assert content == b"function untested_invariant_holds() { } function test_it() { }"


def result(status: str) -> dict[str, object]:
    return {"status": status, "reason": None, "logs": []}


def test_what_passed_and_failed() -> None:
    run = parse_run(
        {
            "a/A.t.sol:ATest": {"test_results": {"test_one()": result("Success"), "test_two()": result("Failure")}},
            "a/B.t.sol:BTest": {"test_results": {"setUp()": result("Failure"), "test_three()": result("Skipped")}},
        }
    )
    assert run.passed == 1
    assert run.failed == ("a/A.t.sol:ATest test_two()", "a/B.t.sol:BTest setUp()")


@pytest.mark.parametrize("answer", [{}, {"a:A": {"test_results": {}}}])
def test_an_answer_without_tests_kills_nothing(answer: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no test ran"):
        parse_run(answer)


def test_processor_time_is_limited(tmp_path: Path) -> None:
    forge = tmp_path / ".qc/bin/forge"
    forge.parent.mkdir(parents=True)
    forge.write_text("#!/bin/sh\nwhile :; do :; done\n")
    forge.chmod(0o755)
    with pytest.raises(TookTooLongError, match="more than 1 seconds"):
        Workspace(tmp_path, tmp_path).test(selected=1, fuzz_runs=1, timeout=1)


def test_forge_is_given_no_filter(tmp_path: Path) -> None:
    """With one it would ask the compiler which tests there are, for each mutant anew."""
    (tmp_path / "tests/vectors").mkdir(parents=True)
    solc = tmp_path / ".qc/bin/solc"
    solc.parent.mkdir(parents=True)
    solc.write_text("#!/bin/sh\necho 0.8.37\n")
    solc.chmod(0o755)
    settings = (ROOT / "foundry.toml").read_text("utf-8")
    (tmp_path / "foundry.toml").write_text(settings, "utf-8")
    copy = tmp_path / "copy"
    Workspace(tmp_path, copy).write({})
    left = (copy / "foundry.toml").read_text("utf-8").splitlines()
    assert "no_match_path" in settings
    assert left == [line for line in settings.splitlines() if not line.startswith("no_match_path")]

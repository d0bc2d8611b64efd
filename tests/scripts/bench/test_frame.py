from __future__ import annotations

import io
import json
from types import ModuleType

import pytest
from rich.console import Console

from quaychain.scripts.bench.frame import Must, Result, Setting
from quaychain.scripts.commands import bench as command
from quaychain.scripts.main import main

RESULT = Result(
    "some",
    {"events a second": 12_345.678, "p99 ms": 1.23456},
    {"to the peer": 0.52},
    (Must("to the peer", 0.5), Must("p99 ms", 2.0, at_most=True)),
)


def test_a_result_is_one_object() -> None:
    assert json.loads(RESULT.as_json()) == {
        "bench": "some",
        "figures": {"events a second": 12_346, "p99 ms": 1.235},
        "ratios": {"to the peer": 0.52},
        "must": {"to the peer": {"at_least": 0.5, "ok": True}, "p99 ms": {"at_most": 2.0, "ok": True}},
        "ok": True,
    }


def test_a_result_is_a_table_that_says_what_falls_short() -> None:
    short = Result("some", RESULT.figures, {"to the peer": 0.49}, RESULT.musts)
    assert not short.ok
    output = io.StringIO()
    Console(file=output, width=100).print(short.as_table())
    lines = output.getvalue().splitlines()
    assert any(
        "to the peer" in line and "0.49" in line and "at least 0.5" in line and "SHORT" in line for line in lines
    )
    assert any("p99 ms" in line and "at most 2" in line and " ok " in line for line in lines)


def test_what_is_too_high_falls_short() -> None:
    assert not Must("p99 ms", 2.0, at_most=True).held(2.1)


def test_a_bound_for_what_was_not_measured_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Result("some", {}, {}, (Must("to the peer", 1.0),))


def test_the_command_prints_and_leaves_with_the_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Setting] = []
    module = ModuleType("some")
    ok = True

    def run(setting: Setting) -> Result:
        told.append(setting)
        assert setting.folder.is_dir()
        return Result("some", {"ratio": 1.0}, {}, (Must("ratio", 1.0 if ok else 2.0),))

    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(command.BENCHES, "some", "something")
    monkeypatch.setattr("importlib.import_module", _instead(module))
    assert main(["bench", "some", "--json", "--scale", "0.5"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert told[0].scaled(9) == 4
    assert not told[0].folder.exists()
    ok = False
    assert main(["bench", "some"]) == 1
    assert "SHORT" in capsys.readouterr().out


def test_a_bench_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "nothing"]) == 1
    assert "there is no bench 'nothing'" in capsys.readouterr().err


def test_peers_are_asked_for_only_where_there_are_any(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "size", "--peers"]) == 1
    assert "size has no peers that take long; index has" in capsys.readouterr().err


def _instead(module: ModuleType) -> object:
    import importlib

    real = importlib.import_module

    def import_module(name: str, package: str | None = None) -> ModuleType:
        return module if name == "quaychain.scripts.bench.some" else real(name, package)

    return import_module

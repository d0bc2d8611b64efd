"""The command line: verbs are loaded when asked for, and every outcome has its exit status and one clear line."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest
import typer

from quaychain.scripts import main as command_line


def test_help_names_every_verb_and_loads_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(verb in shown for verb in command_line.VERBS)


@pytest.mark.parametrize("verb", list(command_line.VERBS))
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([verb, "--help"]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["nonsense"]) == 2
    assert "No such command" in capsys.readouterr().err


def test_a_refusal_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert command_line.main(["verify", f"{tmp_path}/absent.json"]) == 1
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert len((shown.out + shown.err).strip().splitlines()) == 1


@pytest.mark.parametrize(("returned", "status"), [(None, 0), (0, 0), (1, 1)])
def test_what_a_verb_returns_is_the_exit_status(
    returned: int | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for a verb in a group."""
    group, verb = ModuleType("group"), ModuleType("verb")
    app = typer.Typer()
    app.command()(lambda: returned)
    vars(verb)["app"] = app
    vars(group)["VERBS"] = {"verb": ("verb", "A verb.")}
    monkeypatch.setattr(command_line, "VERBS", {"group": ("group", "A group."), "alone": ("group.verb", "Alone.")})
    monkeypatch.setitem(sys.modules, "quaychain.scripts.commands.group", group)
    monkeypatch.setitem(sys.modules, "quaychain.scripts.commands.group.verb", verb)
    vars(group)["__name__"] = "quaychain.scripts.commands.group"
    assert command_line.main(["group", "verb"]) == status
    assert command_line.main(["alone"]) == status


def test_help_does_not_import_the_web_stack() -> None:
    script = (
        "import sys; from quaychain.scripts.main import main; main(['--help']); "
        "sys.exit(sum(name in sys.modules for name in ('fastapi', 'web3', 'sqlalchemy')))"
    )
    assert subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL).returncode == 0

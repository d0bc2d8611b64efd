"""What the runbooks tell people to paste exists: verbs, options, and all that a verb can't do without."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from quaychain.scripts.main import command_line

FOLDER = Path(__file__).resolve().parent.parent / "docs/runbooks"
RUNBOOKS = sorted(FOLDER.glob("*.md"))
#: What Typer takes from the environment where it isn't given.
FROM_ENVIRONMENT = {"password_file"}


def commands(path: Path) -> list[list[str]]:
    """The words of each `quaychain …` in the document, after that one; in code blocks and in quotes."""
    text = path.read_text("utf-8")
    blocks = re.findall(r"^ *```\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in re.sub(r"\\\n\s*", " ", block).splitlines()]
    prose = re.sub(r"^ *```\n.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    lines += re.findall(r"`(quaychain [^`]+)`", prose)
    return [shlex.split(re.sub(r"\$\([^)]*\)", "x", line))[1:] for line in lines if line.startswith("quaychain ")]


def problem(words: list[str], *, whole: bool) -> str | None:
    """What is wrong with a command; `whole`: it has to have all that is required."""
    command: Any = typer.main.get_command(command_line(words))
    rest = list(words)
    while hasattr(command, "commands") and rest:
        if rest[0] not in command.commands:
            return f"there is no {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    if not rest and not whole:
        return None
    context = command.context_class(command, info_name="quaychain")
    try:
        given, extra, _ = command.make_parser(context).parse_args(args=rest)
    except Exception as error:
        return str(error)
    missing = [
        each.name
        for each in command.params
        if each.required and given.get(each.name) in (None, (), []) and each.name not in FROM_ENVIRONMENT
    ]
    return f"extra {extra}" if extra else f"without {missing}" if missing else None


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: path.stem)
def test_commands_can_be_pasted(path: Path) -> None:
    found = commands(path)
    assert found
    assert not [(" ".join(words), said) for words in found if (said := problem(words, whole=len(words) > 2))]


def test_the_check_notices_what_is_wrong() -> None:
    assert problem(["node", "nothing"], whole=True) == "there is no nothing"
    assert "no such option" in str(problem(["node", "status", "--never", "x"], whole=True)).lower()
    assert problem(["node", "fence"], whole=True) == "without ['folder']"
    assert "extra" in str(problem(["node", "fence", "a", "b"], whole=True))


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: path.stem)
def test_links_lead_to_runbooks(path: Path) -> None:
    assert not [name for name in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")) if not (FOLDER / name).exists()]

"""A copy of the contracts and of one or more folders' forge tests, in which contracts may be altered (I/O).

Forge compiles the copy once; what it needs to start again quickly is that nothing but these tests is in it: given a
filter it would ask the compiler, each time, which tests there are.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError

from ..compiler import Toolchain

FORGE_TESTS = "tests/contracts/forge"
#: Files that tests read while they run.
_DATA = "tests/vectors"

_IMPORT = re.compile(r'^import\s[^"\']*["\']([^"\']+)["\']', re.MULTILINE)
_FILTER = re.compile(r"^no_match_\w+ = .*\n", re.MULTILINE)


class WorkspaceError(QuaychainError):
    """Forge did not do what a workspace is made for."""


class TookTooLongError(WorkspaceError):
    """The processor time that was allowed is used up."""


@dataclass(frozen=True)
class Run:
    """What one run of the tests said: how many passed, and which failed ("file:contract test")."""

    passed: int
    failed: tuple[str, ...]


class Workspace:
    """The copy at `folder`, of the checkout at `root`."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        self._root = root

    def write(self, sources: Mapping[str, bytes]) -> None:
        """Makes the copy hold exactly `sources`, by path from the root, and what forge needs besides."""
        for path in [*self.folder.glob("contracts/**/*.sol"), *self.folder.glob("tests/**/*.sol")]:
            if path.relative_to(self.folder).as_posix() not in sources:
                path.unlink()
        for name, content in sources.items():
            target = self.folder / name
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        shutil.copytree(self._root / _DATA, self.folder / _DATA, dirs_exist_ok=True)
        # What it leaves out isn't here, and with a filter forge would ask the compiler on every start.
        settings = (self._root / "foundry.toml").read_text("utf-8")
        (self.folder / "foundry.toml").write_text(_FILTER.sub("", settings), "utf-8")
        (self.folder / ".qc/bin").mkdir(parents=True, exist_ok=True)
        packages = self.folder / ".qc/npm"
        if not packages.is_symlink():
            packages.symlink_to(self._root / ".qc/npm")
        self._write_solc()

    def build(self) -> None:
        """Compiles it all. Raises WorkspaceError with forge's words."""
        done = self._forge(["build", "--quiet"], timeout=1800)
        if done.returncode:
            raise WorkspaceError(f"{self.folder} does not compile:\n{_last_lines(done.stdout + done.stderr)}")

    def test(self, *, selected: int, fuzz_runs: int, timeout: int) -> Run:
        """Runs the tests with mutant `selected`, until one fails. Raises WorkspaceError, TookTooLongError."""
        selector = f"0x{selected:064x}"
        return parse_run(
            self.answer(
                ["--fail-fast", "-j", "1", "--fuzz-runs", str(fuzz_runs), "--block-prevrandao", selector], timeout
            )
        )

    def answer(self, arguments: list[str], timeout: int) -> dict[str, Any]:
        """Forge's JSON answer to `forge test`. Raises WorkspaceError, TookTooLongError."""
        done = self._forge(["test", "--json", *arguments], timeout=timeout)
        try:
            answer: dict[str, Any] = json.loads(done.stdout)
            parse_run(answer)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WorkspaceError(f"forge test said:\n{_last_lines(done.stdout + done.stderr)}") from error
        return answer

    def _forge(self, arguments: list[str], *, timeout: int) -> subprocess.CompletedProcess[str]:
        """Runs forge for at most `timeout` seconds of processor time, which other programs don't use up."""
        forge = str(self._root / ".qc/bin/forge")
        done = subprocess.run(
            ["sh", "-c", 'ulimit -t "$0"; exec "$@"', str(timeout), forge, *arguments],
            cwd=self.folder,
            # Forge asks git for submodules each time; here is nothing that git knows.
            env={**os.environ, "NO_COLOR": "1", "GIT_CEILING_DIRECTORIES": str(self.folder.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            raise TookTooLongError(f"forge {arguments[0]} took more than {timeout} seconds")
        return done

    def _write_solc(self) -> None:
        """Forge asks for the compiler's version each time it starts; starting node for that takes half a second."""
        solc = self._root / ".qc/bin/solc"
        version = subprocess.run([str(solc), "--version"], capture_output=True, text=True, check=True).stdout
        script = self.folder / ".qc/bin/solc"
        script.write_text(
            f"#!/bin/sh\nif [ \"$1\" = --version ]; then cat <<'END'\n{version}END\nelse exec '{solc}' \"$@\"; fi\n"
        )
        script.chmod(0o755)


def parse_run(answer: Mapping[str, Any]) -> Run:
    """What forge's JSON answer says. Raises KeyError, TypeError or ValueError where it isn't one."""
    passed, failed = 0, []
    for suite, results in answer.items():
        for name, result in results["test_results"].items():
            if result["status"] == "Failure":
                failed.append(f"{suite} {name}")
            elif result["status"] == "Success":
                passed += 1
    if not passed and not failed:
        raise ValueError("no test ran")
    return Run(passed, tuple(failed))


def sources_for(root: Path, toolchain: Toolchain, folders: Sequence[str]) -> dict[str, bytes]:
    """Path from `root` → content of the tests in `folders` and of all they import, without npm packages.

    Invariants are no tests here: one alone takes ten times as long as all other tests of a folder.
    """
    found: dict[str, bytes] = {}
    waiting = [
        path.relative_to(root).as_posix()
        for folder in folders
        for path in sorted((root / FORGE_TESTS / folder).rglob("*.t.sol"))
    ]
    while waiting:
        name = waiting.pop()
        if name in found or (toolchain.modules / name).is_file():
            continue
        found[name] = (root / name).read_bytes().replace(b"function invariant_", b"function untested_invariant_")
        waiting += imports(name, found[name].decode())
    return dict(sorted(found.items()))


def imports(name: str, source: str) -> list[str]:
    """Source units that the unit `name` imports."""
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unit)) if unit.startswith(".") else unit
        for unit in _IMPORT.findall(source)
    ]


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-20:])

"""Find Besu and read its version (I/O): a program on this machine, or an image that Docker runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

from ..machine.settings import DOCKER

#: Earlier ones have known stalls and memory attacks (chain-config/README.md).
BESU_FLOOR = (26, 8, 0)
JAVA_FLOOR = 25
_VERSION_SECONDS = 120.0
#: `besu --version` says "besu/v26.8.0/linux-x86_64/openjdk-java-25".
_VERSION = re.compile(r"besu/v?(\d+)\.(\d+)(?:\.(\d+))?\S*")
_JAVA = re.compile(r"java-(\d+)")
#: What Besu's start script says of an older Java.
_JAVA_DETECTED = re.compile(r"at least \d+ \(detected: (\d+)\)")
#: What an older Java says itself: class files of version N are Java N - 44.
_CLASS_FILES = re.compile(r"only recognizes class file versions up to (\d+)")
_CLASS_FILE_OFFSET = 44
#: What Besu's environment is made of. Nothing else gets in: BESU_… variables would win over its configuration file.
_INHERITED = ("PATH", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX")
_INHERITED_BYDOCKER = ("DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "XDG_RUNTIME_DIR")


@dataclass
class NoBesuError(QuaychainError):
    """There is no Besu to start."""

    wanted: str

    def __str__(self) -> str:
        return f"no Besu: {self.wanted}. Install {_text(BESU_FLOOR)} or newer, or name it with --besu"


@dataclass
class BesuUnusableError(QuaychainError):
    """The program is there, but doesn't say that it is Besu."""

    program: str
    reason: str

    def __str__(self) -> str:
        return f"{self.program} can't be used: {self.reason}"


@dataclass
class BesuTooOldError(QuaychainError):
    """A Besu below the floor: earlier ones have known stalls and memory attacks."""

    program: str
    found: str

    def __str__(self) -> str:
        return f"{self.program} is Besu {self.found}, and the floor is {_text(BESU_FLOOR)}: install a newer one"


@dataclass
class JavaTooOldError(QuaychainError):
    """A Java below the floor."""

    program: str
    found: int

    def __str__(self) -> str:
        return (
            f"{self.program} runs on Java {self.found}, and needs {JAVA_FLOOR} or newer: "
            "install it and let JAVA_HOME name it"
        )


@dataclass
class OlderBesuError(QuaychainError):
    """A Besu older than the one that runs: it may not be able to read the newer one's data."""

    program: str
    found: str
    running: str

    def __str__(self) -> str:
        return f"{self.program} is {self.found}, and {self.running} runs: an older Besu may not read its data (--force)"


@dataclass(frozen=True, slots=True)
class BesuProgram:
    """What starts Besu: `path` of the program, or the name of an `image` with the `path` of docker."""

    path: Path
    image: str | None = None

    def __str__(self) -> str:
        return str(self.path) if self.image is None else f"{DOCKER}{self.image}"


@dataclass(frozen=True, slots=True)
class BesuVersion:
    """`text` is as Besu says it, of which `release` (year, month, patch) and Java's version are parts."""

    text: str
    release: tuple[int, int, int]
    java: int | None


def find_besu(setting: str | None, environment: Mapping[str, str]) -> BesuProgram:
    """The program that node.json's `besu` means; None is the besu on the PATH. Raises NoBesuError."""
    path = environment.get("PATH")
    if setting is None:
        found = shutil.which("besu", path=path)
        if found is None:
            raise NoBesuError("it is not on the PATH")
        return BesuProgram(Path(found))
    if setting.startswith(DOCKER):
        found = shutil.which("docker", path=path)
        if found is None:
            raise NoBesuError(f"{setting} needs the program docker, which is not on the PATH")
        return BesuProgram(Path(found), setting.removeprefix(DOCKER))
    program = Path(setting)
    if program.is_dir() and (program / "bin/besu").is_file():
        program = program / "bin/besu"
    if not (program.is_file() and os.access(program, os.X_OK)):
        raise NoBesuError(f"{setting} is no program")
    return BesuProgram(program)


def read_version(program: BesuProgram, environment: Mapping[str, str]) -> BesuVersion:
    """Ask the program, which takes a second or two. Raises BesuUnusableError, JavaTooOldError."""
    command = [str(program.path), "--version"]
    if program.image is not None:
        command = [str(program.path), "run", "--rm", program.image, "--version"]
    try:
        asked = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=besu_environment(environment, ""),
            timeout=_VERSION_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise BesuUnusableError(str(program), f"it did not say its version within {_VERSION_SECONDS:.0f} s") from error
    except OSError as error:
        raise BesuUnusableError(str(program), error.strerror or str(error)) from error
    said = (asked.stdout + b"\n" + asked.stderr).decode(errors="replace")
    return parse_version(said, str(program))


def parse_version(said: str, program: str) -> BesuVersion:
    """The version in what `besu --version` said. Raises BesuUnusableError, JavaTooOldError. Pure."""
    found = _VERSION.search(said)
    if found is None:
        if (detected := _JAVA_DETECTED.search(said)) is not None:
            raise JavaTooOldError(program, int(detected[1]))
        if (known := _CLASS_FILES.search(said)) is not None:
            raise JavaTooOldError(program, int(known[1]) - _CLASS_FILE_OFFSET)
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        raise BesuUnusableError(program, f"it said {lines[0][:200]!r}" if lines else "it did not say its version")
    java = _JAVA.search(found[0])
    release = (int(found[1]), int(found[2]), int(found[3] or 0))
    return BesuVersion(found[0], release, None if java is None else int(java[1]))


def require_floors(version: BesuVersion, program: str) -> None:
    """Raise BesuTooOldError or JavaTooOldError for a version below the floors. Pure."""
    if version.release < BESU_FLOOR:
        raise BesuTooOldError(program, _text(version.release))
    if version.java is not None and version.java < JAVA_FLOOR:
        raise JavaTooOldError(program, version.java)


def require_not_older(version: BesuVersion, running: str, program: str, *, force: bool) -> None:
    """Raise OlderBesuError for a program that is older than the version that runs (as Besu says it). Pure."""
    found = _VERSION.search(running)
    if found is None or force:
        return
    if version.release < (int(found[1]), int(found[2]), int(found[3] or 0)):
        raise OlderBesuError(program, version.text, running)


def usable_besu(setting: str | None, environment: Mapping[str, str]) -> tuple[BesuProgram, BesuVersion]:
    """The program that `setting` means, and its version, which is not below the floors.

    Raises NoBesuError, BesuUnusableError, BesuTooOldError, JavaTooOldError.
    """
    program = find_besu(setting, environment)
    version = read_version(program, environment)
    require_floors(version, str(program))
    return program, version


def besu_environment(environment: Mapping[str, str], java_options: str) -> dict[str, str]:
    """What Besu, or docker, inherits of our environment, and Java's options. Pure."""
    wanted = (*_INHERITED, *_INHERITED_BYDOCKER)
    inherited = {name: environment[name] for name in wanted if name in environment}
    return {**inherited, "BESU_OPTS": java_options} if java_options else inherited


def _text(release: tuple[int, ...]) -> str:
    return ".".join(map(str, release))

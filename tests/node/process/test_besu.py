"""Which Besu is taken, what it says of itself, and what its environment is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.node.process.besu import (
    BesuTooOldError,
    BesuUnusableError,
    BesuVersion,
    JavaTooOldError,
    NoBesuError,
    OlderBesuError,
    besu_environment,
    find_besu,
    parse_version,
    require_floors,
    require_not_older,
)


@pytest.mark.parametrize(
    ("said", "release", "java"),
    [
        ("besu/v26.8.0/linux-x86_64/openjdk-java-25\n", (26, 8, 0), 25),
        ("WARNING: something\nbesu/v26.10.1/osx-aarch_64/corretto-java-26\n", (26, 10, 1), 26),
        ("besu/v26.8-develop-3fd224e/linux-x86_64/openjdk-java-25", (26, 8, 0), 25),
        ("besu/v26.9.0", (26, 9, 0), None),
    ],
)
def test_versions(said: str, release: tuple[int, int, int], java: int | None) -> None:
    version = parse_version(said, "besu")
    assert (version.release, version.java) == (release, java)
    require_floors(version, "besu")


@pytest.mark.parametrize(
    ("version", "error"),
    [
        (BesuVersion("", (26, 7, 99), 25), BesuTooOldError),
        (BesuVersion("", (25, 12, 0), 25), BesuTooOldError),
        (BesuVersion("", (26, 8, 0), 24), JavaTooOldError),
    ],
)
def test_below_the_floors(version: BesuVersion, error: type[Exception]) -> None:
    with pytest.raises(error):
        require_floors(version, "besu")


@pytest.mark.parametrize(
    "said",
    [
        "Java version must be at least 25 (detected: 17)",
        "java.lang.UnsupportedClassVersionError: org/hyperledger/besu/Besu has been compiled by a more recent version "
        "of the Java Runtime (class file version 69.0), this version only recognizes class file versions up to 61.0",
    ],
)
def test_a_java_that_is_too_old_is_named(said: str) -> None:
    with pytest.raises(JavaTooOldError, match="runs on Java 17, and needs 25"):
        parse_version(said, "besu")


def test_what_is_no_besu_is_named_in_one_line() -> None:
    with pytest.raises(BesuUnusableError, match="it said 'usage: …'") as caught:
        parse_version("usage: …\nmore\n", "/bin/x")
    assert "\n" not in str(caught.value)
    with pytest.raises(BesuUnusableError, match="did not say"):
        parse_version("\n\n", "/bin/x")


def test_where_besu_is_found(tmp_path: Path) -> None:
    program = tmp_path / "dist/bin/besu"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    with pytest.raises(NoBesuError, match="is no program"):
        find_besu(str(program), {})
    program.chmod(0o755)
    docker = tmp_path / "dist/bin/docker"
    docker.write_text("#!/bin/sh\n")
    docker.chmod(0o755)
    path = {"PATH": str(program.parent)}
    assert find_besu(None, path).path == find_besu(str(program), {}).path == program
    assert find_besu(str(tmp_path / "dist"), {}).path == program
    image = find_besu("docker:hyperledger/besu:26.8.0", path)
    assert (image.path, image.image, str(image)) == (
        docker,
        "hyperledger/besu:26.8.0",
        "docker:hyperledger/besu:26.8.0",
    )
    for setting in (None, "docker:besu"):
        with pytest.raises(NoBesuError, match="not on the PATH"):
            find_besu(setting, {"PATH": str(tmp_path)})


def test_nothing_of_besus_own_variables_is_inherited() -> None:
    given = {"PATH": "/bin", "BESU_MIN_GAS_PRICE": "1", "BESU_OPTS": "-Xmx1g", "JAVA_HOME": "/java", "SECRET": "x"}
    assert besu_environment(given, "-Xmx2g") == {"PATH": "/bin", "JAVA_HOME": "/java", "BESU_OPTS": "-Xmx2g"}
    assert besu_environment(given, "") == {"PATH": "/bin", "JAVA_HOME": "/java"}


def test_an_older_besu_is_refused_for_data_of_a_newer_one() -> None:
    older = BesuVersion("besu/v26.8.0", (26, 8, 0), 25)
    running = "besu/v26.8.1/linux-x86_64/openjdk-java-25"
    with pytest.raises(OlderBesuError):
        require_not_older(older, running, "besu", force=False)
    require_not_older(older, running, "besu", force=True)
    require_not_older(older, "besu/v26.8.0/linux", "besu", force=False)
    require_not_older(older, "", "besu", force=False)

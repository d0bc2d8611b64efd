"""The command line that starts Besu for a node's folder. Pure.

All options stand in besu.toml but the key's file, which is there for the start alone, and that its log is plain text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..machine.folder import NodeFolder
from .besu import BesuProgram

#: Runs Besu in a container that ends when our end of its standard input is gone: a container has no parent that it
#: could die with.
ENDS_WITH_INPUT = """\
exec 3<&0
"$@" </dev/null 3<&- &
besu=$!
{ cat <&3 >/dev/null; kill -KILL $besu; } 2>/dev/null &
trap 'kill -TERM $besu' TERM INT
wait $besu
status=$?
while kill -0 $besu 2>/dev/null; do
  wait $besu
  status=$?
done
exit $status
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """The user and group (numbers) that own the node's files: in a container Besu runs as them."""

    user: int
    group: int


def besu_command(program: BesuProgram, folder: NodeFolder, key: Path, java_options: str, owner: Owner) -> list[str]:
    """The command. `key` is the file with the plaintext key, alone in a folder; all paths are absolute."""
    options = [f"--config-file={folder.besu_config}", f"--node-private-key-file={key}", "--color-enabled=false"]
    if program.image is None:
        return [str(program.path), *options]
    return [
        *(str(program.path), "run", "--rm", "--interactive", "--name", container_name(folder)),
        # The node's ports are the machine's: what is bound to the loopback interface stays there.
        *("--network", "host"),
        *("--user", f"{owner.user}:{owner.group}"),
        *("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--read-only", "--tmpfs", "/tmp:exec"),  # noqa: S108
        *("--volume", f"{folder.root}:{folder.root}"),
        # The folder and not the file: a mounted file would stay readable after its removal.
        *("--volume", f"{key.parent}:{key.parent}:ro"),
        *(("--env", f"BESU_OPTS={java_options}") if java_options else ()),
        *("--entrypoint", "/bin/sh", program.image, "-c", ENDS_WITH_INPUT, "sh", "besu", *options),
    ]


def removal_command(program: BesuProgram, folder: NodeFolder) -> list[str]:
    """What removes a container that a supervisor left behind; there is nothing to do where Besu is a program."""
    return [] if program.image is None else [str(program.path), "rm", "--force", container_name(folder)]


def container_name(folder: NodeFolder) -> str:
    """The container's name: one for each folder on a machine."""
    return f"quaychain-{folder.root.name}-{folder_tag(folder)}"


def folder_tag(folder: NodeFolder) -> str:
    """Twelve hexadecimal digits that stand for this folder (its absolute path) on this machine."""
    return hashlib.sha256(str(folder.root).encode()).hexdigest()[:12]

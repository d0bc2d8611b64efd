"""The systemd unit that runs one node (pure): restarts, a clean stop, and no more rights than Besu needs.

Sources: systemd.service(5), systemd.exec(5), systemd.kill(5). Tested with `systemd-analyze verify` and `security`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings

#: What the supervisor needs besides the time that Besu may take.
_STOP_ALLOWANCE = 30
#: Of the environment in which the unit is written, what the service needs too.
_ENVIRONMENT = ("JAVA_HOME",)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """`command` starts quaychain; `user` and `group` own the node's folder; `stop_within` in seconds."""

    command: Sequence[str]
    user: str
    group: str
    environment: Mapping[str, str]
    stop_within: int = 300
    open_files: int = 65_536


def unit_name(settings: NodeSettings) -> str:
    """The unit's file name."""
    return f"quaychain-{settings.name}.service"


def systemd_unit(folder: NodeFolder, settings: NodeSettings, password_file: Path, plan: UnitPlan) -> str:
    """The unit's text, for a folder with an absolute path.

    Besu in Docker is kept by Docker's own daemon: then the unit needs its socket, and the limits on Besu are the
    container's.
    """
    docker = settings.docker_image is not None
    run = ("node", "run", str(folder.root), "--stop-within", str(plan.stop_within))
    environment = {name: plan.environment[name] for name in _ENVIRONMENT if name in plan.environment}
    path = plan.environment.get("PATH")
    if path:
        environment["PATH"] = path
    lines = [
        "[Unit]",
        f"Description=Quaychain {settings.role} node {settings.name} (chain {settings.chain_id})",
        "Documentation=https://besu.hyperledger.org",
        "Wants=network-online.target",
        "After=network-online.target time-sync.target" + (" docker.service" if docker else ""),
        *(("Requires=docker.service",) if docker else ()),
        "# Besu itself is started again by its supervisor; this is for the supervisor, and it never gives up.",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        "ExecStart=" + " ".join(_quoted(word, command=True) for word in (*plan.command, *run)),
        "ExecReload=/bin/kill -HUP $MAINPID",
        f"User={plan.user}",
        f"Group={plan.group}",
        *(("SupplementaryGroups=docker",) if docker else ()),
        f"WorkingDirectory={_escaped(str(folder.root))}",
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in sorted(environment.items())),
        "# The key's plaintext is there, in memory, while Besu starts.",
        f"RuntimeDirectory=quaychain-{settings.name}",
        "RuntimeDirectoryMode=0700",
        "Restart=always",
        "RestartSec=5",
        "# A chain of years takes its time to open; until Besu answers the service counts as starting.",
        "TimeoutStartSec=infinity",
        f"TimeoutStopSec={plan.stop_within + _STOP_ALLOWANCE}",
        "# SIGTERM is for the supervisor alone: it ends Besu in order.",
        "KillMode=mixed",
        "SuccessExitStatus=0",
        f"LimitNOFILE={plan.open_files}",
        "LimitCORE=0",
        "UMask=0077",
        "",
        "NoNewPrivileges=true",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        f"ReadWritePaths={_quoted(str(folder.root))}",
        f"ReadOnlyPaths={_quoted(f'-{password_file}')}",
        "PrivateTmp=true",
        "PrivateDevices=true",
        "ProtectClock=true",
        "ProtectHostname=true",
        "ProtectKernelLogs=true",
        "ProtectKernelModules=true",
        "ProtectKernelTunables=true",
        "ProtectControlGroups=true",
        "ProtectProc=invisible",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
        "RestrictNamespaces=true",
        "RestrictRealtime=true",
        "RestrictSUIDSGID=true",
        "RemoveIPC=true",
        "LockPersonality=true",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged @resources",
        "SystemCallErrorNumber=EPERM",
        "# Not MemoryDenyWriteExecute: Java compiles while it runs.",
        "",
        "[Install]",
        "WantedBy=multi-user.target",
    ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str, *, command: bool = False) -> str:
    """A word as unit files have it: specifiers and, in commands, variables escaped; quoted where there is need."""
    escaped = _escaped(text).replace("\\", "\\\\").replace('"', '\\"')
    if command:
        escaped = escaped.replace("$", "$$")
    return f'"{escaped}"' if any(char in escaped for char in " \t'\"\\;") else escaped

"""Keeps a node's allowlists while the node runs, beside its supervisor (I/O: a thread)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcUnreachableError

from ..beside import beside
from ..machine.folder import NodeFolder

if TYPE_CHECKING:
    from .sync import PermissionsReport

_LOG = logging.getLogger(__name__)
#: Seconds until the next try after something went wrong.
_PAUSE = 5.0


@contextmanager
def permissions_kept(folder: NodeFolder, poll: float = 0.5, pause: float = _PAUSE) -> Iterator[None]:
    """While inside, a thread follows the node's blocks and keeps its allowlists; what it does and meets is logged."""
    with beside(f"permissions of {folder.root.name}", partial(_keep, folder, poll, pause)):
        yield


def report_lines(report: PermissionsReport) -> list[str]:
    """What was changed, and which validators can't be permitted."""
    lines = [f"block {report.block}: {line}" for line in report.node.lines()]
    if report.file and not report.node:
        lines.append(f"block {report.block}: permissions.toml was another, and is put right")
    return lines + [
        f"validator {validator} of member 0x{member.hex()} has no card here: quaychain node members accept"
        for validator, member in report.unreachable
    ]


def _keep(folder: NodeFolder, poll: float, pause: float, ended: threading.Event) -> None:
    # Here, because it takes a while, in which Besu starts.
    from ..governance.consortium import open_consortium
    from .sync import PermissionSync

    said: list[str] = []
    while not ended.is_set():
        try:
            with Rpc(folder.read_settings().rpc.url, timeout=10.0, patience=0.0) as rpc:
                syncing = PermissionSync(folder, open_consortium(rpc, folder.read_charter()))
                for event in syncing.watch(poll, ended):
                    if isinstance(event, RpcUnreachableError):
                        continue  # the supervisor knows
                    lines = report_lines(event)
                    if lines != said:
                        for line in lines:
                            _LOG.info(line)
                        said = lines
        except RpcUnreachableError:
            pass
        except QuaychainError as error:
            if said != [str(error)]:
                said = [str(error)]
                _LOG.error("permissions are not kept: %s", error)
        except Exception:  # noqa: BLE001  whatever it is, the node goes on, and the next try may do
            _LOG.exception("permissions are not kept")
        ended.wait(pause)

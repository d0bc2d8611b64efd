"""Keep one node's Besu running (I/O): start, restart with growing pauses, clean stop, and a note of how it stands.

Everything happens in the thread that calls `run`, which must be the process's main one: Besu is killed when the thread
that started it is gone, and so it never outlives a killed supervisor (Linux).
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quaychain.contracts.child_processes import end_with_parent
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import require_free_port
from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError

from ..backup.fence import refuse_fenced
from ..machine.besu_config import besu_config, render_toml
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from ..permissions.files import restore_permissions
from .besu import BesuProgram, BesuVersion, besu_environment, usable_besu
from .command import Owner, besu_command, removal_command
from .key_file import KeyInMemory, memory_folder, read_node_key
from .logs import LogLimits, OutputPump, RotatingLog, besu_log
from .notify import notify
from .pause import PauseLimits, Pauses
from .state import BesuExit, FolderUnusableError, NodeState, Phase, folder_lock, write_state

_LOG = logging.getLogger(__name__)
_ANSWER_SECONDS = 2.0
_OUTPUT_SECONDS = 2.0
_REMOVAL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SupervisorSettings:
    """Seconds: how often to look, and how long Besu may take to end after SIGTERM before it is killed.

    `password_file` is in the place of the one that node.json names. `echo` gets each line of Besu's output too.
    """

    look_every: float = 0.2
    stop_within: float = 300.0
    pauses: PauseLimits = field(default_factory=PauseLimits)
    logs: LogLimits = field(default_factory=LogLimits)
    password_file: Path | None = None
    echo: Callable[[str], None] | None = None


@dataclass
class _Plan:
    """What the next start is made of."""

    settings: NodeSettings
    program: BesuProgram
    version: BesuVersion


class NodeSupervisor:
    """Runs the node of one folder until it is told to stop."""

    def __init__(
        self,
        folder: NodeFolder,
        environment: Mapping[str, str],
        settings: SupervisorSettings | None = None,
    ) -> None:
        self._folder = NodeFolder(folder.root.resolve())
        self._environment = environment
        self._settings = settings or SupervisorSettings()
        self._pauses = Pauses(self._settings.pauses)
        self._stopping = False
        self._restarting = False
        self._state = NodeState(pid=os.getpid(), phase="starting", since=time.time(), besu="")

    def stop(self) -> None:
        """Have it end Besu and return from `run`: a signal handler may call this."""
        self._stopping = True

    def restart(self) -> None:
        """Have it read node.json again and start Besu anew: a signal handler may call this."""
        self._restarting = True

    def run(self) -> None:
        """Run until `stop`.

        Raises, before Besu was ever started, what stands in its way: NodeRunsError, FolderUnusableError, FencedError,
        DocumentError, NoBesuError, BesuUnusableError, BesuTooOldError, JavaTooOldError, NoMemoryFolderError,
        KeyFileError, PasswordFileError, PortTakenError. Later the same are noted, and it tries again.
        """
        with folder_lock(self._folder):
            refuse_fenced(self._folder)
            plan = self._plan()
            self._require_ports(plan.settings)
            _LOG.info("runs %s (%s) for node %s", plan.program, plan.version.text, plan.settings.name)
            first = True
            while not self._stopping:
                try:
                    if not first:
                        plan = self._plan()
                    answered_for = self._run_once(plan)
                except QuaychainError as error:
                    if first:
                        raise
                    answered_for = 0.0
                    self._note("waiting", problem=str(error), besu_pid=None)
                    _LOG.error("can't start Besu: %s", error)
                first = False
                if self._restarting:
                    self._restarting = False
                elif not self._stopping:
                    self._pause(self._pauses.after(answered_for))
            self._note("stopped", besu_pid=None, next_start=None)
            _LOG.info("stopped")

    def _plan(self) -> _Plan:
        settings = self._folder.read_settings()
        program, version = usable_besu(settings.besu, self._environment)
        config = render_toml(besu_config(settings, self._folder.besu_paths())).encode()
        try:
            if not self._folder.besu_config.exists() or self._folder.besu_config.read_bytes() != config:
                self._folder.write_besu_config()
        except OSError as error:
            raise FolderUnusableError(str(self._folder.root), error.strerror or str(error)) from error
        if restore_permissions(self._folder):
            _LOG.warning("permissions.toml was missing or damaged, and is written anew from the cards")
        return _Plan(settings, program, version)

    def _require_ports(self, settings: NodeSettings) -> None:
        require_free_port(settings.p2p.port, f"peers of node {settings.name}", settings.p2p.interface)
        require_free_port(settings.rpc.port, f"JSON-RPC of node {settings.name}", settings.rpc.host)
        require_free_port(settings.metrics.port, f"metrics of node {settings.name}", settings.metrics.host)

    def _run_once(self, plan: _Plan) -> float:
        """From one start of Besu to its end; answers for how many seconds it answered."""
        place = KeyInMemory.of(self._folder, memory_folder(self._environment))
        key = read_node_key(self._folder, plan.settings, self._settings.password_file)
        try:
            try:
                place.write(key)
                del key
                process = self._spawn(plan, place.file)
            except OSError as error:
                raise FolderUnusableError(str(self._folder.root), error.strerror or str(error)) from error
            log = RotatingLog(besu_log(self._folder), self._settings.logs)
            assert process.stdout is not None
            sinks = (log.write,) if self._settings.echo is None else (log.write, self._settings.echo)
            pump = OutputPump(process.stdout, sinks)
            try:
                return self._watch(plan, process, pump, place)
            finally:
                if process.poll() is None:  # an error on our side: Besu doesn't run without its supervisor
                    process.kill()
                    process.wait()
                pump.finish(_OUTPUT_SECONDS)
                log.close()
        finally:
            _forget(place)

    def _spawn(self, plan: _Plan, key: Path) -> subprocess.Popen[bytes]:
        environment = besu_environment(self._environment, plan.settings.java_options)
        removal = removal_command(plan.program, self._folder)
        if removal:
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(removal, env=environment, capture_output=True, timeout=_REMOVAL_SECONDS, check=False)
        files = self._folder.key.stat()
        command = besu_command(
            plan.program, self._folder, key, plan.settings.java_options, Owner(files.st_uid, files.st_gid)
        )
        process = subprocess.Popen(
            command,
            # A container ends when this end of its input is closed.
            stdin=subprocess.DEVNULL if plan.program.image is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=self._folder.root,
            # A Ctrl-C in the terminal is for the supervisor alone, which then ends Besu in order.
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )
        self._note(
            "starting",
            besu=str(plan.program),
            version=plan.version.text,
            besu_pid=process.pid,
            starts=self._state.starts + 1,
            next_start=None,
            problem="",
        )
        return process

    def _watch(self, plan: _Plan, process: subprocess.Popen[bytes], pump: OutputPump, place: KeyInMemory) -> float:
        answering_since: float | None = None
        with Rpc(plan.settings.rpc.url, timeout=_ANSWER_SECONDS, patience=0.0) as rpc:
            while process.poll() is None:
                if self._stopping or self._restarting:
                    self._end(process)
                    break
                if answering_since is None and self._answers(rpc, plan.settings):
                    answering_since = time.monotonic()
                    _forget(place)
                    self._note("running")
                    notify(self._environment, "READY=1", f"STATUS=Besu answers at {plan.settings.rpc.url}")
                    _LOG.info("Besu answers at %s", plan.settings.rpc.url)
                time.sleep(self._settings.look_every)
        answered_for = 0.0 if answering_since is None else time.monotonic() - answering_since
        status = process.wait()
        pump.finish(_OUTPUT_SECONDS)
        if not (self._stopping or self._restarting):
            # What a killed Besu said last has nothing to do with its end.
            said = pump.telling_line() if status >= 0 else f"killed by {signal.Signals(-status).name}"
            self._note(
                "waiting",
                besu_pid=None,
                restarts=self._state.restarts + 1,
                last_exit=BesuExit(at=time.time(), status=status, said=said),
            )
            _LOG.error("Besu ended by itself with status %d: %s", status, said or "it said nothing")
        return answered_for

    def _answers(self, rpc: Rpc, settings: NodeSettings) -> bool:
        try:
            found = rpc.chain_id()
        except (RpcUnreachableError, RpcAnswerError, RpcError):
            return False
        if found != settings.chain_id:
            problem = f"what answers at {rpc.url} has chain {found}, not {settings.chain_id}"
            if self._state.problem != problem:
                self._note(self._state.phase, problem=problem)
                _LOG.error("%s", problem)
        return found == settings.chain_id

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if self._stopping:
            notify(self._environment, "STOPPING=1", "STATUS=Besu is ending")
        self._note("stopping")
        process.terminate()
        try:
            process.wait(self._settings.stop_within)
            _LOG.info("Besu ended with status %d, as asked", process.returncode)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            _LOG.error("Besu did not end within %.0f s and was killed", self._settings.stop_within)
        self._note("stopping", besu_pid=None)

    def _pause(self, seconds: float) -> None:
        self._note("waiting", next_start=time.time() + seconds)
        _LOG.warning("Besu starts again in %.1f s", seconds)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (self._stopping or self._restarting):
            time.sleep(min(self._settings.look_every, max(0.0, end - time.monotonic())))
        # A restart asked for meanwhile is the one that comes now.
        self._restarting = False

    def _note(self, phase: Phase, **changes: Any) -> None:
        since = self._state.since if phase == self._state.phase else time.time()
        self._state = self._state.model_copy(update={"phase": phase, "since": since, **changes})
        try:
            write_state(self._folder, self._state)
        except OSError as error:  # a full disk: Besu goes on, and so does its supervisor
            _LOG.error("run/state.json can't be written: %s", error.strerror or error)


def _forget(place: KeyInMemory) -> None:
    try:
        place.remove()
    except OSError as error:
        _LOG.error("the key's plaintext at %s can't be removed: %s", place.file, error.strerror or error)


def run_until_signalled(supervisor: NodeSupervisor) -> None:
    """Run it: SIGTERM and SIGINT stop it, SIGHUP restarts Besu with what node.json says then. Raises as `run` does."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: supervisor.stop())
    signal.signal(signal.SIGHUP, lambda *_: supervisor.restart())
    supervisor.run()

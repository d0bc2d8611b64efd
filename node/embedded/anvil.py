"""Start and end the anvil program (I/O)."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.child_processes import end_with_parent
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import require_free_port
from quaychain.contracts.rpc import Rpc, RpcUnreachableError

from ..genesis import GAS_LIMIT

_LOOPBACK = "127.0.0.1"
#: States of so many blocks stay in memory for calls at older blocks; headers, transactions and logs stay for ever.
_KEPT_STATES = 256
_START_SECONDS = 30.0
_STOP_SECONDS = 5.0


@dataclass
class AnvilMissingError(QuaychainError):
    """The program is not installed."""

    def __str__(self) -> str:
        return "the program anvil is not on the PATH: start through ./qc, which installs it"


@dataclass
class AnvilFailedError(QuaychainError):
    """Anvil ended, or didn't answer in time. Its log says why."""

    log: str
    reason: str

    def __str__(self) -> str:
        return f"the embedded chain's anvil {self.reason}; its log is {self.log}"


@dataclass(frozen=True, slots=True)
class AnvilStart:
    """How to start anvil: from a genesis, or from a dumped state whose time goes on at `timestamp` (Unix seconds)."""

    binary: Path
    port: int
    chain_id: int
    #: Where it may write: its log, and what it keeps in its home directory.
    folder: Path
    genesis: Path
    state: Path | None
    timestamp: int

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.folder / "anvil.log"


def find_anvil() -> Path:
    """The anvil on the PATH. Raises AnvilMissingError."""
    found = shutil.which("anvil")
    if found is None:
        raise AnvilMissingError
    return Path(found)


def start_anvil(start: AnvilStart) -> subprocess.Popen[bytes]:
    """Start anvil and wait until it answers.

    It ends with the thread that calls this (Linux). Raises PortTakenError, AnvilFailedError.
    """
    require_free_port(start.port, "the embedded chain")
    home = start.folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    with start.log.open("ab") as log:
        process = subprocess.Popen(
            _command(start),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Without a home of its own it would keep a cache in the user's.
            env={"HOME": str(home), "NO_COLOR": "1"},
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )
    try:
        _wait_until_up(process, start)
    except BaseException:
        stop_anvil(process)
        raise
    return process


def stop_anvil(process: subprocess.Popen[bytes]) -> None:
    """End anvil, whatever state it is in. What it has not dumped is gone."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _command(start: AnvilStart) -> list[str]:
    source = ["--init", str(start.genesis)] if start.state is None else ["--load-state", str(start.state)]
    return [
        str(start.binary),
        *source,
        *("--timestamp", str(start.timestamp)),
        *("--host", _LOOPBACK, "--port", str(start.port), "--no-cors"),
        *("--chain-id", str(start.chain_id), "--hardfork", "cancun", "--gas-limit", str(GAS_LIMIT)),
        *("--block-base-fee-per-gas", "0", "--gas-price", "0", "--disable-min-priority-fee"),
        *("--accounts", "0", "--prune-history", str(_KEPT_STATES), "--quiet"),
    ]


def _wait_until_up(process: subprocess.Popen[bytes], start: AnvilStart) -> None:
    deadline = time.monotonic() + _START_SECONDS
    with Rpc(f"http://{_LOOPBACK}:{start.port}", timeout=5.0, patience=0.0) as rpc:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise AnvilFailedError(str(start.log), f"ended with status {process.returncode} when it started")
            try:
                rpc.block_number()
                return
            except RpcUnreachableError:
                time.sleep(0.02)
    raise AnvilFailedError(str(start.log), f"did not answer within {_START_SECONDS:.0f} s")

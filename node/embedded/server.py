"""Run the embedded chain (I/O): anvil, its dumps, and its restart when it ends."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import BlockHead

from .anvil import AnvilStart, find_anvil, start_anvil, stop_anvil
from .pool import PoolWatch
from .state import ChainFolder, ChainStateError

_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 0.1
_DUMP_EVERY = 1.0
#: A dump takes longer as the chain grows; it may take at most one part in so many of the time.
_DUMP_SHARE = 5
_SETTLING = 0.05
_PROBLEMS = (RpcError, RpcUnreachableError, RpcAnswerError, ChainStateError)


class EmbeddedChainServer:
    """Keeps one embedded chain running in a folder, from `start` to `stop`.

    One thread starts anvil, dumps its state whenever the head has moved (at most once a second), and starts it again
    from the last dump when it ends. `binary` is anvil's, found on the PATH where none is given.
    """

    def __init__(self, folder: Path, port: int, *, binary: Path | None = None) -> None:
        self.folder = ChainFolder(folder)
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._binary = binary
        self._stopping = threading.Event()
        self._up = threading.Event()
        self._problem: QuaychainError | None = None
        self._thread = threading.Thread(target=self._run, name="embedded-chain", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> EmbeddedChainServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def process_id(self) -> int | None:
        """Anvil's pid, None while it doesn't run."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def start(self) -> None:
        """Start and wait until the chain answers.

        Raises AnvilMissingError, PortTakenError, AnvilFailedError, ChainStateError.
        """
        self._thread.start()
        while not self._up.wait(0.05):
            if not self._thread.is_alive():
                break
        if self._problem is not None:
            raise self._problem

    def wait(self) -> None:
        """Return when the chain has ended: by `end`, or because it could not be kept running, which is raised."""
        while self._thread.is_alive():
            self._thread.join(0.5)  # in pieces, so that signals are seen
        if self._problem is not None:
            raise self._problem

    def end(self) -> None:
        """Have it dump once more and end, without waiting for that: a signal handler may call this."""
        self._stopping.set()

    def stop(self) -> None:
        """Dump once more and end."""
        self.end()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._process = self._start_anvil()
            self._up.set()
            self._tend()
        except QuaychainError as error:
            self._problem = error
            if self._up.is_set():  # else `start` raises it
                _LOG.error("the embedded chain has ended: %s", error)
        finally:
            if self._process is not None:
                stop_anvil(self._process)

    def _start_anvil(self) -> subprocess.Popen[bytes]:
        chain_id, genesis_time = self.folder.genesis_facts()
        head_time = self.folder.unpack(genesis_time)
        try:
            return start_anvil(
                AnvilStart(
                    binary=self._binary or find_anvil(),
                    port=self._port,
                    chain_id=chain_id,
                    folder=self.folder.folder,
                    genesis=self.folder.genesis,
                    state=None if head_time is None else self.folder.loading,
                    # Else its time would jump to this machine's.
                    timestamp=genesis_time if head_time is None else head_time,
                )
            )
        finally:
            self.folder.loading.unlink(missing_ok=True)

    def _tend(self) -> None:
        with Rpc(self.url, patience=0.0) as rpc:
            dumped: BlockHead | None = None
            next_dump = 0.0
            pool = PoolWatch(rpc)
            while not self._stopping.wait(_LOOK_EVERY):
                if self._process is None or self._process.poll() is not None:
                    _LOG.warning("anvil ended; it starts again from the last dump")
                    self._process = self._start_anvil()
                    dumped = None
                if time.monotonic() < next_dump:
                    continue
                started = time.monotonic()
                try:
                    pool.look()
                except _PROBLEMS as error:
                    _LOG.warning("the embedded chain's pool could not be looked at: %s", error)
                try:
                    dumped = self._dump_if_moved(rpc, dumped)
                except _PROBLEMS as error:
                    # A full disk or a dying anvil: the last dump stays, and the note claims no more than it has.
                    _LOG.warning("the embedded chain's state was not written: %s", error)
                took = time.monotonic() - started
                next_dump = started + max(_DUMP_EVERY, took * _DUMP_SHARE)
            try:
                self._dump_if_moved(rpc, dumped)
            except _PROBLEMS as error:
                _LOG.warning("the embedded chain's last state was not written: %s", error)

    def _dump_if_moved(self, rpc: Rpc, dumped: BlockHead | None) -> BlockHead:
        head = rpc.head()
        if dumped is not None and dumped.hash == head.hash:
            return head
        head, dump = _dump(rpc)
        self.folder.write(dump, head)
        return head


def _dump(rpc: Rpc) -> tuple[BlockHead, bytes]:
    """The head and its dump, with mining held back for so long.

    Anvil puts blocks and accounts together one after the other, and with a block between they may not fit: an account
    could have sent a transaction that is in no block. Under load there is always one between, and then a dump that
    wasn't held was made in vain.
    """
    rpc.call("evm_setAutomine", False)
    try:
        while True:
            head = rpc.head()
            dump = bytes.fromhex(rpc.call("anvil_dumpState")[2:])
            # A block was being made, perhaps, and its accounts are there a moment before it is.
            time.sleep(_SETTLING)
            if rpc.head().hash == head.hash:
                return head, dump
    finally:
        rpc.call("evm_setAutomine", True)  # and anvil mines what arrived meanwhile

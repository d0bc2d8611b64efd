"""Logs of a node (I/O): Besu's output and the supervisor's own, rotated by size. A full disk costs lines, not Besu."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, BinaryIO

from ..machine.folder import NodeFolder

_KEPT_LINES = 40
_LONGEST_LINE = 16_384
_FOLLOW_EVERY = 0.2
_CHUNK = 65_536
#: Words in Besu's output that say why it ended, most telling first.
_TELLING = ("FATAL", "ERROR", "Exception", "Failed", "Unable", "Unknown option", "Invalid")


@dataclass(frozen=True, slots=True)
class LogLimits:
    """A log begins anew at `bytes`, and so many older ones are kept."""

    bytes: int = 20_000_000
    kept: int = 5


def besu_log(folder: NodeFolder) -> Path:
    """Where Besu's output goes."""
    return folder.logs / "besu.log"


def supervisor_log(folder: NodeFolder) -> Path:
    """Where the supervisor says what it did."""
    return folder.logs / "supervisor.log"


class RotatingLog(RotatingFileHandler):
    """Lines into a file that is rotated by size. What can't be written, as the disk is full, is counted and dropped."""

    def __init__(self, path: Path, limits: LogLimits, formatter: logging.Formatter | None = None) -> None:
        super().__init__(path, maxBytes=limits.bytes, backupCount=limits.kept, encoding="utf-8", delay=True)
        self.setFormatter(formatter or logging.Formatter("%(message)s"))
        self.lost = 0

    def write(self, line: str) -> None:
        """One line, without its end. Raises nothing."""
        self.handle(logging.LogRecord("besu", logging.INFO, "", 0, line, (), None))

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the line; the next one tries a newly opened file."""
        self.lost += 1
        stream = self.stream
        self.stream = None
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.close()


class OutputPump:
    """Takes a child's output as long as there is any, so that it is never held up, and hands each line on."""

    def __init__(self, output: IO[bytes], sinks: Iterable[Callable[[str], None]]) -> None:
        self._output = output
        self._sinks = tuple(sinks)
        self._last: deque[str] = deque(maxlen=_KEPT_LINES)
        self._thread = threading.Thread(target=self._run, name="besu-output", daemon=True)
        self._thread.start()

    def finish(self, seconds: float) -> None:
        """Wait until the output has ended: something the child left behind may hold it open for longer."""
        self._thread.join(seconds)

    def telling_line(self) -> str:
        """The last line that says why the child ended, as well as can be told; empty where it said nothing."""
        lines = [line for line in list(self._last) if line.strip()]
        for word in _TELLING:
            for line in reversed(lines):
                if word in line:
                    return line.strip()[:500]
        return lines[-1].strip()[:500] if lines else ""

    def _run(self) -> None:
        with self._output:
            while data := self._output.readline(_LONGEST_LINE):
                line = data.decode(errors="replace").rstrip("\r\n")
                self._last.append(line)
                for sink in self._sinks:
                    sink(line)


def last_lines(path: Path, count: int) -> list[str]:
    """The last `count` lines of a file, fewer where it has fewer; none where there is no file. Raises OSError."""
    try:
        with path.open("rb") as file:
            return _decoded(_tail(file, count))
    except FileNotFoundError:
        return []


def follow(path: Path, count: int, stopping: Callable[[], bool]) -> Iterator[str]:
    """The last `count` lines and all that come, also after the file was rotated, until `stopping`. Raises OSError."""
    file: BinaryIO | None = None
    inode = None
    rest = b""
    try:
        with contextlib.suppress(FileNotFoundError):
            file = path.open("rb")
            inode = os.fstat(file.fileno()).st_ino
            *lines, rest = [*_tail(file, count), b""] if _ends_a_line(file) else _tail(file, count + 1) or [b""]
            yield from _decoded(lines)
        while True:
            while file is not None and (data := file.read(_CHUNK)):
                *lines, rest = (rest + data).split(b"\n")
                yield from _decoded(lines)
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                if file is None or found.st_ino != inode or found.st_size < file.tell():
                    if file is not None:
                        file.close()
                    file = path.open("rb")
                    inode = os.fstat(file.fileno()).st_ino
                    continue
            if stopping():
                return
            time.sleep(_FOLLOW_EVERY)
    finally:
        if file is not None:
            file.close()


def _ends_a_line(file: BinaryIO) -> bool:
    end = file.seek(0, 2)
    if end == 0:
        return True
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _tail(file: BinaryIO, count: int) -> list[bytes]:
    """The last lines; the file then stands at its end."""
    position = end = file.seek(0, 2)
    data = b""
    while position > 0 and data.count(b"\n") <= count:
        step = min(_CHUNK, position)
        position = file.seek(position - step)
        data = file.read(step) + data
    file.seek(end)
    return data.splitlines()[-count:] if count else []


def _decoded(lines: Iterable[bytes]) -> list[str]:
    return [line.decode(errors="replace").rstrip("\r") for line in lines]

"""Lines of a file that is taken up where it was left, or of standard input. I/O."""

from __future__ import annotations

import select
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

#: A line that is longer comes in pieces, none of which is anything.
MAX_LINE = 16_384
_CHUNK = 65_536


@dataclass
class ReadingSourceError(QuaychainError):
    """The lines can't be read."""

    source: str
    reason: str


class LineSource:
    """`raw_lines` never waits longer than it is told, so that other things are done meanwhile."""

    def __init__(self, path: Path | None, position: int = 0, max_line: int = MAX_LINE) -> None:
        """Of a file from `position` on, or of standard input where `path` is None. Raises ReadingSourceError."""
        self.name = "standard input" if path is None else str(path.resolve())
        self.standard = path is None
        self.ended = False
        #: Lines and bytes taken, from the source's beginning.
        self.line = 0
        self.position = 0
        self._max_line = max_line
        self._rest = b""
        try:
            # Not buffered: what `select` says of standard input must be all there is.
            self._file = FileIO(0, closefd=False) if path is None else FileIO(path)
            self._skip(position)
        except OSError as error:
            raise ReadingSourceError(self.name, error.strerror or str(error)) from error

    def close(self) -> None:
        """Let go of a file."""
        self._file.close()

    def take(self, limit: int, seconds: float) -> list[tuple[bytes, int]]:
        """At most `limit` lines, each with the bytes up to its end; empty when there is none in time, or `ended`."""
        taken = []
        for raw in self.raw_lines(limit, seconds):
            self.line += 1
            self.position += len(raw)
            taken.append((raw, self.position))
        return taken

    def raw_lines(self, limit: int, seconds: float) -> Iterator[bytes]:
        """At most `limit` lines with their ends; who takes one counts it."""
        for _ in range(limit):
            while b"\n" not in self._rest and len(self._rest) <= self._max_line:
                more = self._read(seconds)
                if more is None:
                    return
                if more == b"":
                    self.ended = not self._rest
                    if self._rest:
                        # The last line may lack its line feed; a file that is still being written must not be cut.
                        last, self._rest = self._rest, b""
                        yield last
                    return
                self._rest += more
            line, end, self._rest = self._rest.partition(b"\n")
            yield line + end

    def put_back(self, raw: bytes) -> None:
        """Have a line come again."""
        self._rest = raw + self._rest

    def _skip(self, position: int) -> None:
        while self.position < position:
            skipped = self._file.read(min(_CHUNK, position - self.position))
            if not skipped:
                raise ReadingSourceError(self.name, f"shorter than the {position} bytes that are signed of it already")
            self.position += len(skipped)
            self.line += skipped.count(b"\n")

    def _read(self, seconds: float) -> bytes | None:
        try:
            if self.standard and not select.select([self._file], [], [], seconds)[0]:
                return None
            return self._file.read(_CHUNK)
        except OSError as error:
            raise ReadingSourceError(self.name, error.strerror or str(error)) from error

"""Readings as JSON lines, from a file that is taken up where it was left, or from standard input. I/O."""

from __future__ import annotations

import select
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.reading import Reading
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import parse_strict

_MAX_LINE = 16_384
_CHUNK = 65_536


@dataclass
class ReadingLineError(QuaychainError):
    """A line is no reading; what stood before it is signed."""

    source: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: {self.reason}"


@dataclass
class ReadingSourceError(QuaychainError):
    """The readings can't be read."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One reading, and where the source stands after it."""

    reading: dict[str, Any]
    #: Bytes from the source's beginning.
    position: int


class ReadingSource:
    """JSON lines. `poll` never waits longer than it is told, so that acknowledgements are handled meanwhile."""

    def __init__(self, path: Path | None, position: int = 0) -> None:
        """Of a file from `position` on, or of standard input where `path` is None. Raises ReadingSourceError."""
        self.name = "standard input" if path is None else str(path.resolve())
        self.ended = False
        self._line = 0
        self.standard = path is None
        self._rest = b""
        self._position = 0
        try:
            # Not buffered: what `select` says of standard input must be all there is.
            self._file = FileIO(0, closefd=False) if path is None else FileIO(path)
            self._skip(position)
        except OSError as error:
            raise ReadingSourceError(self.name, error.strerror or str(error)) from error

    def _skip(self, position: int) -> None:
        while self._position < position:
            skipped = self._file.read(min(_CHUNK, position - self._position))
            if not skipped:
                raise ReadingSourceError(self.name, f"shorter than the {position} bytes that are signed of it already")
            self._position += len(skipped)
            self._line += skipped.count(b"\n")

    def close(self) -> None:
        """Let go of a file."""
        self._file.close()

    def poll(self, limit: int, seconds: float) -> list[SourceLine]:
        """At most `limit` readings; empty when there is none within that time, or no more (`ended`).

        Raises ReadingLineError at a line that is none, once those before it were answered.
        """
        found: list[SourceLine] = []
        for raw in self._raw_lines(limit, seconds):
            try:
                reading = self._parse(raw)
            except ReadingLineError:
                if not found:
                    raise
                # Answered first what is good; the same line comes again at the next call.
                self._rest = raw + self._rest
                return found
            self._line += 1
            self._position += len(raw)
            if reading is not None:
                found.append(SourceLine(reading, self._position))
        return found

    def _raw_lines(self, limit: int, seconds: float) -> Iterator[bytes]:
        for _ in range(limit):
            while b"\n" not in self._rest and len(self._rest) <= _MAX_LINE:
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

    def _read(self, seconds: float) -> bytes | None:
        try:
            if self.standard and not select.select([self._file], [], [], seconds)[0]:
                return None
            return self._file.read(_CHUNK)
        except OSError as error:
            raise ReadingSourceError(self.name, error.strerror or str(error)) from error

    def _parse(self, raw: bytes) -> dict[str, Any] | None:
        if not raw.strip():
            return None
        try:
            value = parse_strict(raw, max_bytes=_MAX_LINE, max_depth=2)
            if isinstance(value, dict) and "time" not in value:
                value["time"] = _now()
            Reading.model_validate(value)
        except EventRefusedError as error:
            raise ReadingLineError(self.name, self._line + 1, error.detail) from None
        except ValidationError as error:
            raise ReadingLineError(self.name, self._line + 1, describe(error)) from None
        assert isinstance(value, dict)
        return value


def _now() -> str:
    """The device's own clock, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

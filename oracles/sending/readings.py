"""Readings as JSON lines, from a file that is taken up where it was left, or from standard input. I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.reading import Reading
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import parse_strict

from .lines import MAX_LINE, LineSource


@dataclass
class ReadingLineError(QuaychainError):
    """A line is no reading; what stood before it is signed."""

    source: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One reading, and where the source stands after it."""

    reading: dict[str, Any]
    #: Bytes from the source's beginning.
    position: int


class ReadingSource(LineSource):
    """JSON lines. `poll` never waits longer than it is told, so that acknowledgements are handled meanwhile."""

    def __init__(self, path: Path | None, position: int = 0) -> None:
        """Of a file from `position` on, or of standard input where `path` is None. Raises ReadingSourceError."""
        super().__init__(path, position)

    def poll(self, limit: int, seconds: float) -> list[SourceLine]:
        """At most `limit` readings; empty when there is none within that time, or no more (`ended`).

        Raises ReadingLineError at a line that is none, once those before it were answered.
        """
        found: list[SourceLine] = []
        for raw in self.raw_lines(limit, seconds):
            try:
                reading = self._parse(raw)
            except ReadingLineError:
                if not found:
                    raise
                # Answered first what is good; the same line comes again at the next call.
                self.put_back(raw)
                return found
            self.line += 1
            self.position += len(raw)
            if reading is not None:
                found.append(SourceLine(reading, self.position))
        return found

    def _parse(self, raw: bytes) -> dict[str, Any] | None:
        if not raw.strip():
            return None
        try:
            value = parse_strict(raw, max_bytes=MAX_LINE, max_depth=2)
            if isinstance(value, dict) and "time" not in value:
                value["time"] = _now()
            Reading.model_validate(value)
        except EventRefusedError as error:
            raise ReadingLineError(self.name, self.line + 1, error.detail) from None
        except ValidationError as error:
            raise ReadingLineError(self.name, self.line + 1, describe(error)) from None
        assert isinstance(value, dict)
        return value


def _now() -> str:
    """The device's own clock, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

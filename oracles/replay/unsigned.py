"""Signs an archive's rows, each once, from where the last run ended. I/O."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError

from ..intake.desk import Desk
from ..intake.once import Aside, Once, Taken, Told
from ..logistics.bodies import JSON_LD
from ..sending.lines import LineSource
from ..sending.outbox import Draft, Outbox
from .rows import Row, RowForm, csv_header, document, parse_row

SOURCE = "replay"
_LINES = 1_000
_DOCUMENT_ROWS = 250


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a run came to, in rows."""

    signed: int
    #: Known from this or another archive.
    again: int
    aside: int


def replay_rows(
    path: Path,
    desk: Desk,
    stopping: threading.Event,
    *,
    delimiter: str = ",",
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
) -> ReplayReport:
    """Sign the rows of a CSV (by its name's end) or of JSON lines.

    `columns` names the column of a reading's field, `constants` its value in all rows. Raises ReadingSourceError,
    EventRefusedError for a CSV whose first line is no header.
    """
    place = f"position/{path.resolve()}"
    position = int(desk.hand_in(lambda outbox: Once[Row](outbox, SOURCE).place(place)).result() or 0)
    header = _header(path, delimiter) if path.suffix.lower() == ".csv" else None
    form = RowForm(header, delimiter, columns or {}, constants or {})
    lines = LineSource(path, position)
    log = structlog.get_logger("replay")
    signed = again = set_aside = 0
    try:
        while not lines.ended and not stopping.is_set():
            number = lines.line
            rows, aside = [], []
            for line, _ in lines.take(_LINES, 0):
                number += 1
                if not line.strip() or (number == 1 and header is not None):
                    continue
                try:
                    rows.append(parse_row(line, number, form))
                except EventRefusedError as error:
                    aside.append(Aside(f"{path.name}, line {number}: {error.detail}", line))
            taken = _keep(desk, path.name, rows, aside, {place: str(lines.position)})
            signed, again, set_aside = signed + taken.new, again + taken.again, set_aside + len(aside)
            if aside:
                log.warning("set aside", rows=len(aside), first=aside[0].reason)
    finally:
        lines.close()
    return ReplayReport(signed, again, set_aside)


def _keep(desk: Desk, archive: str, rows: list[Row], aside: list[Aside], places: dict[str, str]) -> Taken:
    told = [Told(row.digest.hex(), row.digest, row) for row in rows]

    def drafts(new: list[Row]) -> list[Draft]:
        parts = [new[start : start + _DOCUMENT_ROWS] for start in range(0, len(new), _DOCUMENT_ROWS)]
        return [Draft(EventKind.EPCIS, body=document(part, archive), media_type=JSON_LD) for part in parts]

    def work(outbox: Outbox) -> Taken:
        return Once[Row](outbox, SOURCE).take(told, drafts, places, aside)

    return desk.hand_in(work).result()


def _header(path: Path, delimiter: str) -> tuple[str, ...]:
    lines = LineSource(path)
    try:
        first = lines.take(1, 0)
        return csv_header(first[0][0] if first else b"", delimiter)
    finally:
        lines.close()

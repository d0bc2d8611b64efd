"""The state tables of the contracts' READMEs as data, so that tests compare the code with what is written. Pure.

A table is one where a header cell is `status` and another `becomes`; between them stands what leads from one to the
other. Its machine is the cell of a first column `what`, else the heading above. Functions are the names in backticks
that the `by` cell begins with; what follows them is the condition, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"

#: A status is a name as the enums have it.
_STATUS = re.compile(r"\b[A-Z][A-Za-z]+\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: in each of `statuses`, each of `functions` leads to `becomes`, under `condition` (words, or empty).

    `becomes` is None where the cell doesn't begin with a status ("the same, with a new promise").
    """

    machine: str
    statuses: tuple[str, ...]
    functions: tuple[str, ...]
    condition: str
    becomes: str | None
    line: int


def rows(folder: str, machine: str | None = None) -> tuple[Row, ...]:
    """The rows of contracts/FOLDER/README.md, of one machine where it is named. Fails where there are none."""
    text = (CONTRACTS / folder / "README.md").read_text(encoding="utf-8")
    found = tuple(row for row in parse(text) if machine in (None, row.machine))
    assert found, f"contracts/{folder}/README.md has no table of {machine or 'states'}"
    return found


def parse(text: str) -> Iterator[Row]:
    """The rows of all state tables in a Markdown text."""
    heading, header = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
        if not line.startswith("|"):
            header = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if header is None:
            header = cells
        elif "status" in header and "by" in header and "becomes" in header and not set(line) <= set("|- :"):
            yield _row(dict(zip(header, cells, strict=True)), heading, number)


def _row(cells: dict[str, str], heading: str, line: int) -> Row:
    first = next(iter(cells))
    machine = heading if first == "status" else cells[first]
    functions, condition = _functions(cells["by"])
    becomes = re.match(r"[A-Z][A-Za-z]+\b", cells["becomes"])
    statuses = tuple(_STATUS.findall(cells["status"]))
    assert statuses, f"line {line}: no status in {cells['status']!r}"
    assert functions, f"line {line}: no function in {cells['by']!r}"
    return Row(machine, statuses, functions, condition, becomes[0] if becomes else None, line)


def _functions(cell: str) -> tuple[tuple[str, ...], str]:
    """The names that the cell begins with, one after another, and the words after them."""
    names: list[str] = []
    rest = cell
    while found := re.match(r"(?:, | or | and )?`(\w+)`", rest):
        names.append(found[1])
        rest = rest[found.end() :]
    return tuple(names), rest.lstrip(" ,;")

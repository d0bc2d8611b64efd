"""Reading the READMEs' state tables."""

from __future__ import annotations

import pytest

from tests.contracts.models.tables import parse, rows

TEXT = """
## A lamp

| status | by | becomes |
|---|---|---|
| None | `make` | Dark |
| Dark, Broken | `light` or `mend`, with a match; then `hide` | Lit, for a while |
| Lit | `light` | the same, brighter |

| what | status | by | becomes |
|---|---|---|---|
| wick | Long | `trim` by its owner | Short |

| function | who |
|---|---|
| `light` | anyone |
"""


def test_rows_of_a_text() -> None:
    found = list(parse(TEXT))
    assert [(row.machine, row.statuses, row.functions, row.condition, row.becomes) for row in found] == [
        ("A lamp", ("None",), ("make",), "", "Dark"),
        ("A lamp", ("Dark", "Broken"), ("light", "mend"), "with a match; then `hide`", "Lit"),
        ("A lamp", ("Lit",), ("light",), "", None),
        ("wick", ("Long",), ("trim",), "by its owner", "Short"),
    ]
    assert found[0].line == 6


@pytest.mark.parametrize("row", ["|  | `make` | Dark |", "| None | somebody | Dark |"])
def test_a_row_that_says_nothing_is_a_mistake(row: str) -> None:
    with pytest.raises(AssertionError, match="line 3"):
        list(parse(f"| status | by | becomes |\n|---|---|---|\n{row}\n"))


@pytest.mark.parametrize("folder", ["access", "anchoring", "customs", "finance", "orders", "provenance", "records"])
def test_the_readmes_tables_can_be_read(folder: str) -> None:
    assert len(rows(folder)) > 3

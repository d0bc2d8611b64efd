"""Each value is made once, when it is first asked for."""

from __future__ import annotations

import pytest

from quaychain.contracts.on_demand import OnDemand


def test_a_value_is_made_when_it_is_first_asked_for() -> None:
    asked: list[str] = []

    def number(text: str) -> int:
        asked.append(text)
        return int(text)

    numbers = OnDemand(number)
    assert not numbers
    assert [numbers[text] for text in ("1", "2", "1")] == [1, 2, 1]
    with pytest.raises(ValueError, match="nothing"):
        numbers["nothing"]
    assert asked == ["1", "2", "nothing"]
    assert numbers == {"1": 1, "2": 2}

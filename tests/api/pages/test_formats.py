from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel import Locale

from quaychain.api.pages import formats

_BRITISH, _AMERICAN, _CHINESE = (Locale.parse(each) for each in ("en_GB", "en_US", "zh_Hans_CN"))
_MOMENT = datetime(2027, 1, 14, 8, 30, tzinfo=UTC)


def test_days_and_minutes_are_written_as_the_reader_does_and_say_utc() -> None:
    assert formats.day(_MOMENT, _BRITISH) == "14 Jan 2027"
    assert formats.day(_MOMENT, _AMERICAN) == "Jan 14, 2027"
    assert formats.minute(_MOMENT, _BRITISH) == "14 Jan 2027, 08:30 UTC"
    assert formats.minute(_MOMENT, _CHINESE) == "2027年1月14日 08:30 UTC"
    elsewhere = datetime(2027, 1, 14, 23, 30, tzinfo=timezone(-timedelta(hours=5)))
    assert formats.minute(elsewhere, _BRITISH) == "15 Jan 2027, 04:30 UTC"


@pytest.mark.parametrize(
    ("ppm", "text"),
    [(0, "0%"), (1, "1 ppm"), (99, "99 ppm"), (100, "0.01%"), (333_333, "33.3333%"), (999_999, "99.9999%")],
)
def test_a_share_never_rounds_to_more_or_less_than_it_is(ppm: int, text: str) -> None:
    assert formats.share(ppm, _BRITISH) == text


def test_ids_units_and_the_end_of_time() -> None:
    assert formats.short("0x" + "5e" * 32) == "0x5e5e5e5e…5e5e"
    assert formats.short("M14") == "M14"
    assert (formats.unit("C16"), formats.unit("XYZ")) == ("mm/s", "XYZ")
    assert formats.endless(datetime.max.replace(tzinfo=UTC))
    assert not formats.endless(_MOMENT)

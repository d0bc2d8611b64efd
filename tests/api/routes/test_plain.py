from __future__ import annotations

import pytest

from quaychain.api.paging import PageRequest, encode_cursor
from quaychain.api.routes.plain import plain_page

_CURSOR = encode_cursor([1_772_409_600_000, "0x" + "5e" * 32, 7])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", PageRequest()),
        ("limit=20", PageRequest(20)),
        ("limit=200", PageRequest(200)),
        (f"cursor={_CURSOR}", PageRequest(cursor=_CURSOR)),
        (f"limit=1&cursor={_CURSOR}", PageRequest(1, _CURSOR)),
        (f"cursor={_CURSOR}&limit=1", PageRequest(1, _CURSOR)),
    ],
)
def test_the_plainest_requests_are_read_as_they_stand(query: str, expected: PageRequest) -> None:
    assert plain_page(query.encode()) == expected


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=020", "limit=+5", "limit=", "limit", "limit=%32", "limit=20&limit=30", "&"),
        *(
            "limit=20&",
            "limit=5&kind=epcis",
            "Limit=5",
            "cursor=",
            "cursor=a%3D",
            "cursor=" + "a" * 1_025,
            "limit=20\n",
        ),
        *("cursor=a+b", "limit=1;cursor=a", "limit=\u0665"),
    ],
)
def test_all_others_are_for_fastapi(query: str) -> None:
    assert plain_page(query.encode()) is None

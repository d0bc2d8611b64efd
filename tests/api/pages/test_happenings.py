from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quaychain.api.pages.happenings import by_month, details_of, happenings
from quaychain.api.queries.logs import LogView

_MEMBER = "0x" + "a1" * 16
_ID = "0x" + "5e" * 32


def _log(event: str, day: int = 1, contract: str = "OrderFulfilment", **arguments: Any) -> LogView:
    at = datetime(2027, 1 + day // 31, 1 + day % 31, tzinfo=UTC)
    return LogView(at, day, _ID, _ID, 0, contract, "0x", event, arguments, [], None, None)


def test_equal_logs_of_a_day_are_one_row_but_documents_are_not() -> None:
    rows = happenings(
        [
            *(_log("PartInstalled", contract="PartProvenance", part=f"0x{n:064x}") for n in range(3)),
            _log("PartInstalled", day=2, contract="PartProvenance", part=_ID),
            _log("RecordPublished", day=2, contract="RecordRegistry", record="0x" + "01" * 32),
            _log("RecordPublished", day=2, contract="RecordRegistry", record="0x" + "02" * 32),
        ]
    )
    assert [row.count for row in rows] == [3, 1, 1, 1]
    assert rows[0].address is None
    assert rows[1].address == f"/passport/{_ID}"
    assert rows[2].address == "/documents/0x" + "01" * 32


def test_arguments_are_read_by_their_kind_and_empty_ones_left_out() -> None:
    found = details_of(
        {
            "supplier": _MEMBER,
            "seller": "0x" + "00" * 16,
            "need_by": 1_790_000_000,
            "late_seconds": 0,
            "share": 800_000,
            "decision": "none",
            "terms": {"buyer": _MEMBER, "weight": 3},
            "sub_order": _ID,
        }
    )
    assert [(each.label, each.kind) for each in found] == [
        ("Buyer", "member"),
        ("Supplier", "member"),
        ("Needed by", "time"),
        ("Share", "share"),
    ]


def test_the_document_of_a_log_is_named_by_its_type() -> None:
    of = {"code_list": "untdid1001", "code": 380, "subtype": 0}
    (row,) = happenings([_log("RecordPublished", contract="RecordRegistry", record=_ID, document_type=of)])
    assert row.paper is not None
    assert row.paper.code == 380


def test_an_event_that_is_not_known_yet_is_shown_by_its_name() -> None:
    (row,) = happenings([_log("SomethingNew")])
    assert row.word.text == "SomethingNew"


def test_rows_stand_under_their_months() -> None:
    months = by_month(happenings([_log("OrderAgreed", day=40), _log("SnagClosed", day=35), _log("SnagRaised", day=2)]))
    assert [(month.month, len(rows)) for month, rows in months] == [(2, 2), (1, 1)]

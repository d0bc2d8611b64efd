"""What the chain recorded: timelines of things, and single logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from pydantic import Field
from sqlalchemy import Row, Select, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import AccessDeniedError, Action, Resource, require_some
from ..prepared import PreparedList, parameter
from ..tables.chain import log_subjects, logs
from ..tables.customs import declarations
from ..tables.finance import guarantees, receivables
from ..tables.orders import sub_orders
from ..tables.records import records
from .concerns import concerns, concerns_all, concerns_own
from .orders import order_row, words_of
from .view import Id, Moment, View, certain_moment


@dataclass(frozen=True, slots=True)
class LogView:
    """One log, decoded. `milestone_code` is there where it is about a milestone whose words the asker may read."""

    at: Moment
    block_number: int
    block_hash: Id
    transaction_hash: Id
    log_index: int
    contract: Annotated[str, Field(examples=["OrderFulfilment"])]
    address: str
    event: Annotated[str, Field(examples=["MilestoneCompleted"])]
    arguments: Annotated[dict[str, Any], Field(description="by name; bytes in 0x-hex, enums by name, times in seconds")]
    subjects: Annotated[list[Id], Field(description="ids of the things it is about")]
    milestone_code: str | None
    milestone_name: str | None


def order_timeline(view: View, order_id: str, page: PageRequest, newest_first: bool = False) -> Page[LogView]:
    """What happened with an order and everything that hangs on it, in the chain's order.

    As far as it concerns the asker's member. Raises NotFoundError, AccessDeniedError.
    """
    order_row(view, order_id)
    family = [
        select(log_subjects.c.block_number, log_subjects.c.log_index).where(log_subjects.c.subject == order_id),
        *(
            select(log_subjects.c.block_number, log_subjects.c.log_index).where(
                log_subjects.c.subject.in_(select(key).where(of == order_id))
            )
            for key, of in (
                (sub_orders.c.sub_order_id, sub_orders.c.order_id),
                (declarations.c.declaration_id, declarations.c.order_id),
                (receivables.c.receivable_id, receivables.c.order_id),
                (guarantees.c.guarantee_id, guarantees.c.order_id),
                (records.c.record_id, records.c.subject),
            )
        ),
    ]
    query = _in_any(family).where(concerns(view.asker.member_id))
    words = words_of(view, order_id).milestones
    return _page(view, query, page, newest_first, {key: (each.code, each.name) for key, each in words.items()})


def timeline(
    view: View,
    subject: str,
    page: PageRequest,
    newest_first: bool = False,
    *,
    concerns_asker: bool = True,
    event: str | None = None,
) -> Page[LogView]:
    """What happened with a thing that the caller has judged the asker may see; with `concerns_asker` only the logs that
    are about things the asker has a part in, with `event` only those of that name."""
    places = select(log_subjects.c.block_number, log_subjects.c.log_index).where(log_subjects.c.subject == subject)
    query = _in_any([places])
    if event is not None:
        query = query.where(logs.c.event == event)
    return _page(view, query.where(concerns(view.asker.member_id)) if concerns_asker else query, page, newest_first, {})


def list_logs(view: View, page: PageRequest, contract: str | None = None, event: str | None = None) -> Page[LogView]:
    """Logs about things that the asker's member has a part in, and those of the consortium as a whole."""
    require_some(view.asker, Resource.LOGS, Action.READ)
    values = {"member": view.asker.member_id, "contract": contract, "event": event}
    rows = _LOGS.page(values, page, lambda row: row).read(view.connection)
    return Page(_views(view, rows.items, {}), rows.next)


def _listed(given: frozenset[str]) -> Select[Any]:
    query = select(logs)
    for name in sorted(given & {"contract", "event"}):
        query = query.where(logs.c[name] == parameter(name))
    return query


_LOGS = PreparedList(
    _listed,
    [SortKey(logs.c.block_number, int, True), SortKey(logs.c.log_index, int, True)],
    (concerns_all(), concerns_own(parameter("member"))),
)


def get_log(view: View, transaction_hash: str, log_index: int, action: Action = Action.READ) -> LogView:
    """One log by its transaction and its index in the block. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.LOGS, action)
    query = select(logs).where(logs.c.transaction_hash == transaction_hash, logs.c.log_index == log_index)
    row = view.connection.execute(query).first()
    if row is None:
        raise NotFoundError("log", f"{log_index} of transaction {transaction_hash}")
    if view.connection.execute(query.where(concerns(view.asker.member_id))).first() is None:
        raise AccessDeniedError(
            f"logs:{action.value}", f"member {view.asker.member_id} has no part in what this log is about"
        )
    return _views(view, [row], {})[0]


def _in_any(places: list[Select[Any]]) -> Select[Any]:
    """Logs at any of these places, each once."""
    union = places[0].union(*places[1:]).subquery() if len(places) > 1 else places[0].distinct().subquery()
    return select(logs).join(
        union, (union.c.block_number == logs.c.block_number) & (union.c.log_index == logs.c.log_index)
    )


def _page(
    view: View,
    query: Select[Any],
    page: PageRequest,
    newest_first: bool,
    words: dict[str, tuple[str, str | None]],
) -> Page[LogView]:
    order = [SortKey(logs.c.block_number, int, newest_first), SortKey(logs.c.log_index, int, newest_first)]
    rows = fetch_page(view.connection, query, order, page, lambda row: row)
    return Page(_views(view, rows.items, words), rows.next)


def _views(view: View, rows: Sequence[Row[Any]], words: dict[str, tuple[str, str | None]]) -> list[LogView]:
    about: dict[tuple[int, int], list[str]] = {}
    if rows:
        numbers = {row.block_number for row in rows}
        for each in view.connection.execute(
            select(log_subjects).where(log_subjects.c.block_number.in_(numbers)).order_by(log_subjects.c.subject)
        ):
            about.setdefault((each.block_number, each.log_index), []).append(each.subject)
    return [_view(row, about.get((row.block_number, row.log_index), []), words) for row in rows]


def _view(row: Row[Any], subjects: list[str], words: dict[str, tuple[str, str | None]]) -> LogView:
    arguments = orjson.loads(row.arguments)
    named = words.get(str(arguments.get("code") or arguments.get("milestone")), (None, None))
    return LogView(
        at=certain_moment(row.block_time),
        block_number=row.block_number,
        block_hash=row.block_hash,
        transaction_hash=row.transaction_hash,
        log_index=row.log_index,
        contract=row.contract,
        address=row.address,
        event=row.event,
        arguments=arguments,
        subjects=subjects,
        milestone_code=named[0],
        milestone_name=named[1],
    )

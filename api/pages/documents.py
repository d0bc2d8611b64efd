"""Documents: who issued them, in which versions, what in them was sealed for the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from quaychain.contracts.errors import QuaychainError

from ..paging import PageRequest
from ..permissions import Action, Resource
from ..queries.logs import LogView, timeline
from ..queries.records import FieldView, RecordContentView, get_record, list_records, open_record
from ..queries.view import View
from .asked import MANY, Cursor, Identifier, Records
from .happenings import happenings
from .reader import page

router = APIRouter()

#: Of a list with thousands of fields (a part list), so many are shown; all are in the API's answer.
_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under the same first step of their paths."""

    name: str
    fields: list[FieldView] = field(default_factory=list)


@router.get("/documents")
def documents(request: Request, question: Records, cursor: Cursor = None) -> Response:
    """All documents that the asker's member may see, the newest first."""
    with question.view() as view:
        return page(request, view, "document_list.html", records=list_records(view, PageRequest(cursor=cursor)))


@router.get("/documents/{record_id}")
def document(
    request: Request,
    question: Records,
    record_id: Identifier,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """One document in its newest or another version."""
    with question.view() as view:
        record = get_record(view, record_id)
        content, refusal = _content(view, record_id, version)
        logs = timeline(view, record_id, MANY).items
        return page(
            request,
            view,
            "document.html",
            record=record,
            summary=record.summary,
            content=content,
            refusal=refusal,
            shown_version=version or record.summary.version,
            sections=sections_of(content.fields) if content else [],
            field_count=len(content.fields) if content else 0,
            happenings=happenings(logs),
            published={log.arguments.get("version", 1): log for log in logs if log.event == "RecordPublished"},
            may_export=bool(view.asker.scopes(Resource.LOGS, Action.EXPORT)),
        )


def sections_of(fields: list[FieldView]) -> list[Section]:
    """Fields as they are read: what stands alone first, then what belongs together."""
    own = Section("")
    sections: dict[str, Section] = {}
    for each in fields[:_FIELDS]:
        first, _, rest = each.path.partition("/")
        (sections.setdefault(first, Section(first)) if rest else own).fields.append(each)
    return [own, *sections.values()] if own.fields else list(sections.values())


def _content(view: View, record_id: str, version: int | None) -> tuple[RecordContentView | None, str | None]:
    """What the asker's member may read of it, or why it can't."""
    if not view.asker.scopes(Resource.RECORDS, Action.OPEN):
        return None, "role"
    try:
        return open_record(view, record_id, version), None
    except QuaychainError as error:
        return None, str(error)


def bundle_address(log: LogView) -> str:
    """Where the proof bundle of a log is had."""
    return f"/logs/{log.transaction_hash}/{log.log_index}/bundle"

"""Words that only sealed records have, for those who may read them.

An order's own words are in the record that its terms name (`contract_record`, content.order.OrderContent): paths
`reference`, `goods`, `assets/<n>`, `milestones/<code>/name`; the code on chain is keccak256(salt ‖ code). A part's are
in its maker's part list (content.part_list.PartListContent): `parts/<part id>/name`, `epc`, `design`, `serial`, `lot`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from quaychain.contracts.content.disclosed import tree, value_at
from quaychain.contracts.content.order import milestone_code
from quaychain.contracts.errors import QuaychainError

from ..opening.gs1 import asset_key, gs1_key
from ..opening.mentions import parts_of
from ..tables.records import record_mentions, record_readers, records
from .view import View


@dataclass(frozen=True, slots=True)
class MilestoneWords:
    """A milestone's code (`M14`) and name."""

    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What the order's record says, as far as the asker may read it; `milestones` by their hash on chain."""

    reference: str | None = None
    goods: str | None = None
    tariff_code: str | None = None
    incoterm: str | None = None
    assets: tuple[str, ...] = ()
    milestones: dict[str, MilestoneWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a part list says of one part. `asset` is its GS1 key, by which readings name it."""

    name: str | None = None
    maker: str | None = None
    epc: str | None = None
    asset: str | None = None
    design: str | None = None
    serial: str | None = None
    lot: str | None = None
    tariff_code: str | None = None


def content_of(view: View, record_id: str, version: int | None = None) -> dict[str, Any] | None:
    """A record's fields as a tree, as the asker's member may read them; None where it may not, or they can't be had."""
    scopes = view.asker.permissions
    if not any(each.resource.value == "records" and each.action.value == "open" for each in scopes):
        return None
    if version is None:
        version = view.connection.execute(
            select(records.c.version).where(records.c.record_id == record_id)
        ).scalar_one_or_none()
    if version is None:
        return None
    may = view.connection.execute(
        select(record_readers.c.member_id).where(
            record_readers.c.record_id == record_id,
            record_readers.c.version == version,
            record_readers.c.member_id == view.asker.member_id,
        )
    ).first()
    if may is None:
        return None
    try:
        return tree(view.opener.open(view.connection, record_id, version, view.asker.member_id).fields)
    except QuaychainError:
        # Asked for by itself the record answers with what is wrong; here it only means that there are no words.
        return None


def order_words(view: View, contract_record: str) -> OrderWords:
    """The words of an order; empty ones where the asker can't read its record."""
    content = content_of(view, contract_record)
    if content is None:
        return OrderWords()
    milestones: dict[str, MilestoneWords] = {}
    salt = value_at(content, "salt")
    named = content.get("milestones")
    if isinstance(salt, str) and isinstance(named, dict):
        salt_bytes = bytes.fromhex(salt.removeprefix("0x"))
        for code, milestone in named.items():
            name = milestone.get("name") if isinstance(milestone, dict) else None
            milestones["0x" + milestone_code(salt_bytes, code).hex()] = MilestoneWords(code, _text(name))
    assets = content.get("assets")
    return OrderWords(
        reference=_text(content.get("reference")),
        goods=_text(content.get("goods")),
        tariff_code=_text(content.get("tariff_code")),
        incoterm=_text(content.get("incoterm")),
        assets=tuple(asset_key(each) for each in assets.values() if isinstance(each, str))
        if isinstance(assets, dict)
        else (),
        milestones=milestones,
    )


def part_words(view: View, part_ids: list[str]) -> dict[str, PartWords]:
    """The words of parts, of those that the asker may read."""
    found: dict[str, PartWords] = {}
    wanted = list(dict.fromkeys(part_ids))
    mentions: dict[str, list[str]] = {}
    for start in range(0, len(wanted), 500):
        rows = view.connection.execute(
            select(record_mentions.c.subject, record_mentions.c.record_id).where(
                record_mentions.c.subject.in_(wanted[start : start + 500])
            )
        )
        for row in rows:
            mentions.setdefault(row.record_id, []).append(row.subject)
    for record_id, subjects in sorted(mentions.items()):
        parts = parts_of(content_of(view, record_id) or {})
        for subject in subjects:
            if subject in parts and subject not in found:
                found[subject] = _part(parts[subject])
    return found


def parts_with_asset(view: View, asset: str) -> list[str]:
    """Ids of the parts that a readable part list gives this GS1 key."""
    records_with = view.connection.execute(
        select(record_mentions.c.record_id).where(record_mentions.c.subject == asset)
    )
    found: list[str] = []
    for record_id in records_with.scalars().all():
        for part_id, part in parts_of(content_of(view, record_id) or {}).items():
            if isinstance(part.get("epc"), str) and gs1_key(part["epc"]) == asset:
                found.append(part_id)
    return found


def _part(part: Mapping[str, Any]) -> PartWords:
    epc = _text(part.get("epc"))
    return PartWords(
        name=_text(part.get("name")),
        maker=_text(part.get("maker")),
        epc=epc,
        asset=gs1_key(epc) if epc else None,
        design=_text(part.get("design")),
        serial=_text(part.get("serial")),
        lot=_text(part.get("lot")) or None,
        tariff_code=_text(part.get("tariff_code")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None

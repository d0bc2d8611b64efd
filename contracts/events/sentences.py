"""NMEA 0183 sentences of AIS receivers: `!AIVDM` or `!AIVDO` lines (ITU-R M.1371-5, IEC 61162-1), each behind a tag
block with the receiver's time (`\\c:1772409600*hh\\`), because a position report itself says only the second. Pure.

Here, below the oracles that take them in and the API that shows them, because both read the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyais.exceptions import AISBaseException
from pyais.messages import AISSentence, NMEASentenceFactory

from .refusal import EventRefusedError, RefusalReason

#: Message types with a vessel's position: class A, class B, and long range (ITU-R M.1371-5 annex 8).
_POSITION_TYPES = frozenset({1, 2, 3, 18, 19, 27})
_LONG_RANGE = 27
#: Latitude and longitude of a vessel that doesn't know where it is.
_NO_POSITION = (91.0, 181.0)


@dataclass(frozen=True, slots=True)
class SentencePosition:
    """What a position report says, by the names that it has as JSON, and the sentences that said it."""

    number: int
    report: dict[str, Any]
    lines: bytes


def positions_in(body: bytes) -> Iterator[SentencePosition]:
    """The positions of NMEA lines, each with the number of its last line; other AIS messages are passed over.

    Raises EventRefusedError (BODY_INVALID) for a line that is no sentence, with a wrong checksum, or without a time.
    """
    waiting: list[tuple[AISSentence, bytes]] = []
    for number, line in enumerate(body.splitlines(), start=1):
        if not line.strip():
            continue
        sentence = _sentence(line.strip(), number)
        waiting.append((sentence, line.strip()))
        if sentence.frag_cnt != len(waiting):
            if sentence.frag_num != len(waiting):
                raise wrong_line(
                    number, f"part {sentence.frag_num} of {sentence.frag_cnt} where {len(waiting)} is next"
                )
            continue
        report = _report([part for part, _ in waiting], number)
        if report is not None:
            yield SentencePosition(number, report, b"\n".join(raw for _, raw in waiting))
        waiting.clear()
    if waiting:
        raise wrong_line(len(body.splitlines()), "the last message lacks a part")


def wrong_line(number: int, reason: str) -> EventRefusedError:
    """The refusal of a body for one of its lines."""
    return EventRefusedError(RefusalReason.BODY_INVALID, f"line {number}: {reason}")


def _sentence(line: bytes, number: int) -> AISSentence:
    try:
        sentence = NMEASentenceFactory.produce(line)
    except (AISBaseException, ValueError, IndexError, TypeError) as error:
        raise wrong_line(number, f"no NMEA sentence ({type(error).__name__})") from None
    if not isinstance(sentence, AISSentence):
        raise wrong_line(number, "no AIS sentence")
    if not sentence.is_valid:
        raise wrong_line(number, "its checksum is wrong")
    return sentence


def _report(parts: list[AISSentence], number: int) -> dict[str, Any] | None:
    try:
        message = parts[0] if len(parts) == 1 else AISSentence.assemble_from_iterable(parts)
        fields: dict[str, Any] = message.decode().asdict()
    except (AISBaseException, ValueError, IndexError, TypeError) as error:
        raise wrong_line(number, f"can't be decoded ({type(error).__name__})") from None
    if fields.get("msg_type") not in _POSITION_TYPES or (fields["lat"], fields["lon"]) == _NO_POSITION:
        return None
    known: dict[str, Any] = {
        "mmsi": fields["mmsi"],
        "time": _receiver_time(parts[0], number),
        "latitude": fields["lat"],
        "longitude": fields["lon"],
    }
    # "Not available" has a value of its own in each field (ITU-R M.1371-5 tables 45 and 68).
    speed, course, heading, status = (fields.get(name) for name in ("speed", "course", "heading", "status"))
    if speed is not None and speed <= (62 if fields["msg_type"] == _LONG_RANGE else 102.2):
        known["speedOverGround"] = speed
    if course is not None and course < 360:
        known["courseOverGround"] = course
    if heading is not None and heading < 360:
        known["heading"] = float(heading)
    if status is not None and int(status) < 15:
        known["navigationStatus"] = int(status)
    return known


def _receiver_time(sentence: AISSentence, number: int) -> str:
    block = sentence.tag_block
    if block is None:
        raise wrong_line(number, "no tag block with the receiver's time")
    try:
        block.init()
        if not block.is_valid:
            raise wrong_line(number, "the tag block's checksum is wrong")
        moment = datetime.fromtimestamp(int(block.receiver_timestamp or ""), UTC)
    except (AISBaseException, ValueError, TypeError, OverflowError, OSError):
        raise wrong_line(number, "no tag block with the receiver's time") from None
    return moment.isoformat().replace("+00:00", "Z")

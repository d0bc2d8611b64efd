"""Topics and acknowledgements."""

from __future__ import annotations

import pytest

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.topics import (
    Acknowledgement,
    ack_topic,
    parse_acknowledgement,
    parse_up_topic,
    up_topic,
)

MEMBER, KEY = bytes(range(16)), bytes(range(32))


def test_topics_name_member_and_device() -> None:
    assert up_topic(MEMBER, KEY) == f"qc/{MEMBER.hex()}/{KEY.hex()}/up"
    assert ack_topic(MEMBER, KEY) == f"qc/{MEMBER.hex()}/{KEY.hex()}/ack"
    assert parse_up_topic(up_topic(MEMBER, KEY)) == (MEMBER, KEY)


@pytest.mark.parametrize(
    "topic", ["", "qc", "qc/a/b/up", f"qc/{'00' * 16}/{'00' * 31}/up", f"QC/{'00' * 16}/{'00' * 32}/up",
              f"qc/{'00' * 16}/{'00' * 32}/ack", f"qc/{'0A' * 16}/{'00' * 32}/up", f"qc/{'00' * 16}/{'00' * 32}/up/x"]
)  # fmt: skip
def test_other_topics_are_refused(topic: str) -> None:
    with pytest.raises(EventRefusedError) as caught:
        parse_up_topic(topic)
    assert caught.value.reason is RefusalReason.WRONG_TOPIC


@pytest.mark.parametrize(
    "acknowledgement",
    [
        Acknowledgement(),
        Acknowledgement(Counter(0, 7)),
        Acknowledgement(Counter(2, 7), Counter(1, 9)),
        Acknowledgement(None, None, Counter(0, 1), "key_revoked"),
        Acknowledgement(Counter(0, 7), expected=Counter(0, 8)),
    ],
)
def test_acknowledgements_are_read_back(acknowledgement: Acknowledgement) -> None:
    assert parse_acknowledgement(acknowledgement.encode()) == acknowledgement


def test_both_counts_stand_in_each() -> None:
    assert Acknowledgement(Counter(0, 7), Counter(0, 3)).encode() == (
        b'{"anchored":{"boot":0,"seq":3},"durable":{"boot":0,"seq":7}}'
    )


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"7", b'{"durable":7}', b'{"durable":{"boot":1}}', b'{"refused":{"boot":1,"seq":1}}', b"x" * 2000],
)
def test_what_is_no_acknowledgement_is_refused(payload: bytes) -> None:
    with pytest.raises(EventRefusedError):
        parse_acknowledgement(payload)

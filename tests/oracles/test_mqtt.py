"""What a client takes from a broker: what it subscribed, and nothing else."""

from __future__ import annotations

import pytest

from quaychain.oracles.mqtt import is_subscribed


@pytest.mark.parametrize("topic_filter", ["qc/+/+/up", "$share/gateways/qc/+/+/up", "qc/#", "qc/a/b/up"])
def test_what_was_asked_for(topic_filter: str) -> None:
    assert is_subscribed(("other", topic_filter), "qc/a/b/up")


@pytest.mark.parametrize("topic", ["qc/a/b/ack", "qc/a/c/up", "qc/a/b/up/", "$share/gateways/qc/a/b/up", ""])
def test_what_was_not(topic: str) -> None:
    assert not is_subscribed(("qc/a/b/up", "$share/gateways/qc/a/b/up"), topic)
    assert not is_subscribed((), topic)

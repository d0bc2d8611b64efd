"""What a client takes from a broker: what it subscribed, and nothing else."""

from __future__ import annotations

import pytest
from paho.mqtt.client import MQTTMessage

from quaychain.oracles import mqtt
from quaychain.oracles.mqtt import MqttLink, MqttSettings, is_subscribed


@pytest.mark.parametrize("topic_filter", ["qc/+/+/up", "$share/gateways/qc/+/+/up", "qc/#", "qc/a/b/up"])
def test_what_was_asked_for(topic_filter: str) -> None:
    assert is_subscribed(("other", topic_filter), "qc/a/b/up")


@pytest.mark.parametrize("topic", ["qc/a/b/ack", "qc/a/c/up", "qc/a/b/up/", "$share/gateways/qc/a/b/up", ""])
def test_what_was_not(topic: str) -> None:
    assert not is_subscribed(("qc/a/b/up", "$share/gateways/qc/a/b/up"), topic)
    assert not is_subscribed((), topic)


def test_long_topics_are_judged_and_not_remembered() -> None:
    before = mqtt._is_subscribed.cache_info().currsize
    for number in range(10):
        assert is_subscribed(("qc/+/+/up",), f"qc/{'a' * 60_000}/{number}/up")
    assert mqtt._is_subscribed.cache_info().currsize == before


def test_a_topic_that_is_no_text_is_passed_over() -> None:
    received: list[str] = []
    link = MqttLink(
        MqttSettings(), "x", subscriptions=("qc/#",), received=lambda topic, _payload, _kept: received.append(topic)
    )
    link._on_message(link._client, None, MQTTMessage(topic=b"qc/\xff"))
    link._on_message(link._client, None, MQTTMessage(topic=b"qc/a"))
    assert received == ["qc/a"]


def test_what_is_said_after_the_link_has_left_is_dropped() -> None:
    link = MqttLink(MqttSettings(), "x")
    link._online.set()
    link.stop()
    link.publish("qc/a/b/ack", b"{}", retain=True)
    assert (link.online, link.in_flight) == (False, 0)

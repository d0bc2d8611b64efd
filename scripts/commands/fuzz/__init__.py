"""`quaychain fuzz …`: bad input at full speed, one module a target."""

from __future__ import annotations

VERBS: dict[str, tuple[str, str]] = {
    "oracle": ("oracle", "Send bad messages to a gateway: none may be accepted, and each is counted by reason."),
}

"""What a check found, step by step. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Of one step."""

    PASSED = "ok"
    FAILED = "failed"
    #: A step that it builds on failed.
    SKIPPED = "not checked"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it ended, and what was shown or is wrong."""

    name: str
    outcome: Outcome
    detail: str

    def __str__(self) -> str:
        return f"{self.outcome:<11} {self.name:<10} {self.detail}".rstrip()


@dataclass(frozen=True, slots=True)
class Report:
    """All steps in their order, and the conclusion in one line."""

    steps: tuple[Step, ...]
    conclusion: str

    @property
    def passed(self) -> bool:
        """Whether every step did."""
        return all(step.outcome is Outcome.PASSED for step in self.steps)

"""Random values from one seed: what a call of a state machine is made of. Pure.

Hypothesis draws the seed of each call, and so leaves out whole calls when it looks for the shortest sequence that
fails; what it draws itself tends to be small, and small calls are refused before they do anything.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
#: Draws a value.
Draw = Callable[[Random], T]


def pick(values: Sequence[T]) -> Draw[T]:
    """One of the values; what is listed twice is twice as likely."""
    return lambda source: source.choice(values)


def weighted(*choices: tuple[int, Draw[T]]) -> Draw[T]:
    """What one of the draws gives, each with its weight."""
    weights = [weight for weight, _ in choices]
    return lambda source: source.choices(choices, weights)[0][1](source)


def build(make: Callable[..., T], *positional: Draw[object], **named: Draw[object]) -> Draw[T]:
    """What `make` gives for drawn arguments."""
    return lambda source: make(
        *(draw(source) for draw in positional), **{name: draw(source) for name, draw in named.items()}
    )


def some(item: Draw[T], least: int, most: int, apart: Callable[[T], Hashable] | None = None) -> Draw[list[T]]:
    """From `least` to `most` values; with `apart` fewer perhaps, as no two are alike in that."""

    def draw(source: Random) -> list[T]:
        drawn = [item(source) for _ in range(source.randint(least, most))]
        return drawn if apart is None else list({apart(each): each for each in drawn}.values())

    return draw


def such(item: Draw[T], holds: Callable[[T], bool]) -> Draw[T]:
    """The first value for which it holds."""

    def draw(source: Random) -> T:
        while not holds(drawn := item(source)):
            pass
        return drawn

    return draw

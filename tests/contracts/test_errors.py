"""Errors carry typed fields, and say themselves in one line."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from enum import IntEnum

import pytest

from quaychain.contracts.errors import QuaychainError


class Seat(IntEnum):
    NONE = 0
    ACCOUNTING = 1


@dataclass
class SequenceMismatchError(QuaychainError):
    stream: bytes
    expected: int
    given: int


@dataclass
class SeatTakenError(QuaychainError):
    seat: Seat
    holder: str


@dataclass
class PaperError(QuaychainError):
    title = "Paper refused"
    slug = "paper-refused"
    paper: str

    def __str__(self) -> str:
        return f"{self.paper} is no paper"


class HSCodeError(QuaychainError):
    pass


def test_line_has_title_and_fields() -> None:
    assert (
        str(SequenceMismatchError(b"\x01\xff", 3, given=7)) == "Sequence mismatch: stream 0x01ff, expected 3, given 7"
    )
    assert str(SeatTakenError(Seat.ACCOUNTING, "mfr")) == "Seat taken: seat ACCOUNTING, holder mfr"


def test_line_is_one_line_whatever_a_field_holds() -> None:
    assert str(SeatTakenError(Seat.NONE, "a\nb\x1b[31m")) == "Seat taken: seat NONE, holder a\\nb\\x1b[31m"


def test_a_class_may_state_its_own_words() -> None:
    error = PaperError("menu")
    assert (str(error), error.title, error.slug) == ("menu is no paper", "Paper refused", "paper-refused")


def test_errors_without_fields() -> None:
    assert (str(HSCodeError()), HSCodeError.title, HSCodeError.slug) == ("HS code", "HS code", "hs-code")
    assert str(HSCodeError("8426.19 is not known")) == "8426.19 is not known"
    assert HSCodeError("x").fields() == {}


def test_fields_for_programs_and_for_json() -> None:
    error = SeatTakenError(Seat.ACCOUNTING, "mfr")
    assert error.fields() == {"seat": Seat.ACCOUNTING, "holder": "mfr"}
    assert error.json_fields() == {"seat": "ACCOUNTING", "holder": "mfr"}
    assert SequenceMismatchError(b"\x01", 2, 3).json_fields()["stream"] == "0x01"


@pytest.mark.parametrize("again", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_copying(again) -> None:
    error = again(SequenceMismatchError(stream=b"\x01", expected=2, given=3))
    assert error.fields() == {"stream": b"\x01", "expected": 2, "given": 3}

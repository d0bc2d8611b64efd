"""The model of a trade paper, and its PDF.

A paper is plain data; `render` is the only place that knows how it looks.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from importlib import resources

import typst

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.sealing.fields import DisclosureClass


@dataclass
class PaperRenderingError(QuaychainError):
    """A paper could not be set in type. `paper` is its number, `reason` the typesetter's own words."""

    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party named on a paper. `identifier` is a GLN (GS1 General Specifications) or a registry number."""

    role: str
    name: str
    identifier: str


@dataclass(frozen=True, slots=True)
class LabelledFact:
    """One line of the paper's box of facts; in the sealed record it is for the readers of `disclosed_to`."""

    label: str
    value: str
    disclosed_to: DisclosureClass = DisclosureClass.PARTIES


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts. Every row has as many cells as there are columns; `numeric` are the columns set flush right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    disclosed_to: DisclosureClass = DisclosureClass.PARTIES

    def __post_init__(self) -> None:
        """Refuse ragged rows: a missing cell would shift every later one under a wrong heading."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns in {self.caption!r}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A trade paper ready for print. `document_code` is from UNTDID 1001, `issued_on` an ISO 8601 date."""

    document_code: int
    title: str
    number: str
    issued_on: str
    issuer: str
    order_reference: str
    parties: tuple[Party, ...]
    subtitle: str = ""
    facts: tuple[LabelledFact, ...] = ()
    tables: tuple[Table, ...] = ()
    statements: tuple[str, ...] = field(default=())


def render(paper: Paper) -> bytes:
    """The paper as PDF bytes (A4). The same paper gives the same bytes.

    Raises PaperRenderingError where the typesetter refuses it.
    """
    template = resources.files(__package__).joinpath("templates/paper.typ").read_bytes()
    inputs = {"paper": json.dumps(dataclasses.asdict(paper), ensure_ascii=False)}
    try:
        # A fixed creation time and our own fonts keep the bytes the same on every machine, and with them the record's
        # root and CID. PDF/A-2b, because a trade paper is kept for decades.
        return bytes(
            typst.compile(template, sys_inputs=inputs, timestamp=0, ignore_system_fonts=True, pdf_standards="a-2b")
        )
    except RuntimeError as error:
        raise PaperRenderingError(paper.number, str(error)) from error

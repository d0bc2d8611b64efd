"""The file that says where readers' antennas are and what passing them means."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from ..intake.settings_file import load_settings
from ..logistics.epcis import fields as epcis


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class ReadPoint(_Part):
    """A place where tags are read, by one antenna or several."""

    #: SGLN of the place, with its extension.
    read_point: epcis.Uri
    #: What its antennas are: `reader/port`, or `reader/*` for all of a reader.
    antennas: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}/(?:\d{1,3}|\*)$")], ...],
        Field(min_length=1),
    ]
    business_step: epcis.BusinessStep = "entering_exiting"
    disposition: epcis.Disposition | None = None
    business_location: epcis.Uri | None = None
    #: dBm; weaker reads are strays.
    weakest: Annotated[float, Field(ge=-120, le=0)] | None = None


class Site(_Part):
    """The file."""

    read_points: Annotated[tuple[ReadPoint, ...], Field(min_length=1)]
    #: Seconds of silence after which a tag has left a read point: reads with less between them are one visit.
    silence: Annotated[float, Field(ge=0.1, le=86_400)] = 10.0
    #: Seconds after which a visit is told though the tag is still there.
    longest: Annotated[float, Field(ge=1, le=86_400)] = 300.0
    #: Reads that a visit needs; fewer are strays.
    reads: Annotated[int, Field(ge=1, le=10_000)] = 1
    #: Record tags that GS1's Tag Data Standard doesn't know, too, as raw EPCs.
    raw: bool = False

    @model_validator(mode="after")
    def _one_place_each(self) -> Site:
        antennas = [antenna for point in self.read_points for antenna in point.antennas]
        if len(set(antennas)) < len(antennas):
            raise ValueError("an antenna is at two read points")
        return self

    def place_of(self, reader: str, antenna: int) -> ReadPoint | None:
        """The read point of a reader's antenna; None where the file has none for it."""
        for name in (f"{reader}/{antenna}", f"{reader}/*"):
            for point in self.read_points:
                if name in point.antennas:
                    return point
        return None


def load_site(path: Path) -> Site:
    """Read and check the file; raises SourceFileError."""
    return load_settings(path, Site)

"""One sensor reading.

Its fields are those of an EPCIS 2.0 sensorReport (EPCIS 2.0 section 7.3.7), so that it can be shown as one unchanged:
the quantity is a measurement type of the GS1 Web Vocabulary, the unit a common code of UN/ECE Recommendation 20.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

#: The asset of a reading.
ASSET_PATTERN = (
    # EPC Tag Data Standard: GIAI (section 6.3.5) and CPI (section 6.3.11) as pure identity URIs…
    r"(?:urn:epc:id:giai:[0-9]{6,12}\.(?:%[0-9A-Fa-f]{2}|[!'()*+,.0-9:;=A-Za-z_-]){1,24}"
    r"|urn:epc:id:cpi:[0-9]{6,12}\.(?:%[0-9A-Fa-f]{2}|[0-9A-Z-]){1,24}\.[1-9][0-9]{0,11}"
    # …or as GS1 Digital Link URIs.
    r"|https://id\.gs1\.org/8004/[0-9]{4}(?:%[0-9A-Fa-f]{2}|[!'()*+,.0-9:;=A-Za-z_-]){1,26}"
    r"|https://id\.gs1\.org/8010/[0-9]{4}(?:%[0-9A-Fa-f]{2}|[0-9A-Z-]){1,26}/8011/[1-9][0-9]{0,11})"
)
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?Z$"

Component = Literal[
    "x", "y", "z", "axial_distance", "azimuth", "height", "spherical_radius", "polar_angle", "elevation_angle",
    "easting", "northing", "latitude", "longitude", "altitude",
]  # fmt: skip


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The last time that RFC 3339 can write, in Unix milliseconds.
LATEST = 253_402_300_799_999


def _real_time(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def milliseconds(time: str) -> int:
    """Unix milliseconds of a time as readings have it: RFC 3339, UTC, at most milliseconds. Raises ValueError."""
    since = datetime.fromisoformat(time) - _EPOCH
    return since.days * 86_400_000 + since.seconds * 1_000 + since.microseconds // 1_000


class Reading(BaseModel):
    """One measured value of one asset at one time."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    #: GIAI of a crane or CPI of a serialised part, as EPC URI or GS1 Digital Link.
    asset: Annotated[str, StringConstraints(pattern=f"^{ASSET_PATTERN}$", max_length=120)]
    #: GS1 measurement type, for instance Temperature, Acceleration, Speed, RelativeHumidity, Angle, Dimensionless.
    quantity: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z]{2,39}$")]
    #: UN/ECE Rec 20 common code, for instance CEL (degree Celsius), C16 (mm/s), MSK (m/s2), P1 (percent), DD (degree).
    unit: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,3}$")]
    #: In `unit`; integers stay within ±(2**53 - 1), where a double is exact.
    value: Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1)] | Annotated[float, Field(allow_inf_nan=False)]
    #: When it was measured, by the device's clock: RFC 3339, UTC, at most milliseconds.
    time: Annotated[str, StringConstraints(pattern=_TIME), AfterValidator(_real_time)]
    #: Which component of a vector or position, by CBV 2.0's component types.
    component: Component | None = None

    @property
    def milliseconds(self) -> int:
        """`time` as Unix milliseconds."""
        return milliseconds(self.time)

"""The file that says which node of an OPC UA server shows which production step, and what the step is evidence of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from ..intake.settings_file import load_settings
from ..logistics.epcis import fields as epcis

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
#: OPC UA Part 6 section 5.3.1.11: `ns=2;s=Portal.Welded`, or with the namespace's URI, which stays when indexes move.
NodeId = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:ns=\d{1,5};|nsu=[^;\s]+;)?(?:i=\d{1,10}|s=.{1,1024}|g=[0-9A-Fa-f-]{36}|b=[\w+/=]+)$"
    ),
]


def _not_zero(text: str) -> str:
    if not int(text, 16):
        raise ValueError("is zero")
    return text


Identifier = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$"), AfterValidator(_not_zero)]
Scalar = Annotated[bool, Strict()] | Annotated[int, Strict()] | Annotated[float, Strict()] | Annotated[str, Strict()]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class Security(_Part):
    """A secure channel (OPC UA Part 7). The server's certificate is named, so that no other server is believed."""

    policy: Literal["Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss"] = "Basic256Sha256"
    mode: Literal["Sign", "SignAndEncrypt"] = "SignAndEncrypt"
    #: PEM or DER files, from the mapping's folder.
    certificate: Path
    private_key: Path
    server_certificate: Path
    #: In our certificate, as the server wants it.
    application_uri: epcis.Uri


class Server(_Part):
    """The MES's server."""

    url: Annotated[str, StringConstraints(pattern=r"^opc\.tcp://[^\s/@]+(?:/\S*)?$")]
    security: Security | Literal["none"]
    user: str = ""
    password_file: Path | None = None
    #: Milliseconds between two publications.
    publishing_interval: Annotated[float, Field(ge=10, le=60_000)] = 500
    #: Seconds between two readings of all nodes, besides the subscription.
    refresh: Annotated[float, Field(ge=1, le=86_400)] = 60

    @model_validator(mode="after")
    def _password(self) -> Server:
        if bool(self.user) != (self.password_file is not None):
            raise ValueError("user and passwordFile go together")
        if self.user and self.security == "none":
            raise ValueError("a password over a channel without security can be read by anyone")
        return self


class Trigger(_Part):
    """When a node's value says that the step is done. It is done anew when the value left that state meanwhile."""

    #: The value is one of these.
    equals: Annotated[tuple[Scalar, ...], Field(min_length=1)] | None = None
    #: The value is a number not below this.
    at_least: float | None = None

    @model_validator(mode="after")
    def _one(self) -> Trigger:
        if (self.equals is None) == (self.at_least is None):
            raise ValueError("has one of equals and atLeast")
        return self

    def holds(self, value: Any) -> bool:
        """Whether a node's value is in that state. A flag is no number, and a number no flag."""
        if self.equals is not None:
            return any(value == each and isinstance(value, bool) == isinstance(each, bool) for each in self.equals)
        assert self.at_least is not None
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= self.at_least


class RecordEvidence(_Part):
    """A sealed record on the ledger, such as an inspection certificate."""

    record: Identifier
    version: Annotated[int, Field(ge=1, le=2**64 - 1)] = 1


class Step(_Part):
    """One production step of one order."""

    name: Name
    node: NodeId
    when: Trigger
    #: The order's id.
    order: Identifier
    #: The milestone's code as it stands on chain: the hash, not the text.
    milestone: Identifier
    #: What the milestone is reported with: the anchored event of this step, or a record.
    evidence: Literal["anchored_events"] | RecordEvidence = "anchored_events"
    #: What was worked on: GIAI of a crane, CPI of a part…
    objects: Annotated[tuple[epcis.Uri, ...], Field(min_length=1, max_length=100)]
    business_step: epcis.BusinessStep = "assembling"
    disposition: epcis.Disposition | None = None
    #: SGLN of the place.
    read_point: epcis.Uri | None = None


class Mapping(_Part):
    """The file."""

    server: Server
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=10_000)]

    @model_validator(mode="after")
    def _consistent(self) -> Mapping:
        names: set[str] = set()
        places: set[tuple[str, str, str]] = set()
        evidence: dict[tuple[str, str], Any] = {}
        for step in self.steps:
            if step.name in names:
                raise ValueError(f"two steps are named {step.name}")
            names.add(step.name)
            place = (step.node, step.order, step.milestone)
            if place in places:
                raise ValueError(f"step {step.name}: its node is mapped to this milestone already")
            places.add(place)
            if evidence.setdefault(place[1:], step.evidence) != step.evidence:
                raise ValueError(f"step {step.name}: another step of its milestone has other evidence")
        return self


def load_mapping(path: Path) -> Mapping:
    """Read and check the file; raises SourceFileError naming the first thing that is wrong."""
    return load_settings(path, Mapping)

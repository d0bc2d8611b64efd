"""Settings, read from the environment (`QUAYCHAIN_API_…`) or given by the command, built once and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LedgerSettings(BaseSettings):
    """What indexer and API share: where the consortium's public facts, the rows, and the sealed content are."""

    model_config = SettingsConfigDict(env_prefix="QUAYCHAIN_API_", frozen=True)

    #: `sqlite:///file` or `postgresql://user:password@host/database`.
    database: str
    #: deployment.json: chain id, genesis hash, addresses.
    deployment: Path
    #: Folder of sealed content, or the RPC of a Kubo node (`http://…`).
    content: str
    #: Folder of wrapped keys.
    wraps: Path
    #: JSON-RPC endpoint of a node: what the indexer reads, and what proof bundles are made from.
    rpc: str


class IndexerSettings(LedgerSettings):
    """How the chain is read."""

    #: Blocks a request for logs.
    range_size: Annotated[int, Field(ge=1, le=1_000_000)] = 20_000
    #: Requests for logs side by side, far from the head.
    ranges_ahead: Annotated[int, Field(ge=1, le=16)] = 3
    #: Seconds of silence after which a waiting indexer takes over.
    lease_lifetime: Annotated[float, Field(ge=1, le=600)] = 5.0
    #: Seconds between looks at the head.
    poll_interval: Annotated[float, Field(gt=0, le=60)] = 0.25
    #: The chain may fall behind after a crash (embedded): rows are taken back to the common block instead of halting.
    embedded: bool = False


class ApiSettings(LedgerSettings):
    """How answers are given."""

    #: consortium.json: display names of members.
    consortium: Path
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    #: Seconds a browser's session lasts at most.
    session_lifetime: Annotated[int, Field(ge=60, le=30 * 86_400)] = 12 * 3_600
    #: The session's cookie is sent over HTTPS only. Off on loopback, where there is no TLS.
    secure_cookie: bool = False
    #: Bytes a request's body may have.
    body_limit: Annotated[int, Field(ge=1_024)] = 65_536
    #: Requests answered at once; each has a connection to the database.
    concurrency: Annotated[int, Field(ge=1, le=32)] = 16
    #: Requests that wait beyond that, and seconds each waits at most: others are answered 429.
    queue: Annotated[int, Field(ge=0)] = 128
    patience: Annotated[float, Field(gt=0, le=60)] = 5.0
    #: Blocks the rows may be behind the chain before /health/ready says 503.
    ready_lag: Annotated[int, Field(ge=0)] = 20
    #: Seconds since the indexer last saw the head before /health/ready says 503.
    ready_silence: Annotated[float, Field(gt=0)] = 60.0

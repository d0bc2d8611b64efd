"""What the app is made of: built once by the command, passed down, and never global."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore, KuboContentStore
from quaychain.contracts.stores.content import ContentStore

from .bundles import BundleExporter
from .opening.keyring import Keyring
from .opening.opener import RecordOpener, Stores
from .permissions import Asker
from .queries.view import DisplayName, View
from .settings import ApiSettings, LedgerSettings
from .tokens import SessionStore, TokenStore


@dataclass
class ConsortiumFileError(QuaychainError):
    """A consortium file that is absent or not of its form."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} doesn't name the consortium's members: {self.reason}"


@dataclass(frozen=True)
class Services:
    """Everything that answers rest on. `now` is the wall clock, in Unix seconds."""

    settings: ApiSettings
    engine: Engine
    tokens: TokenStore
    sessions: SessionStore
    names: Mapping[str, DisplayName]
    opener: RecordOpener
    bundles: BundleExporter
    now: Callable[[], float]

    @contextmanager
    def view(self, asker: Asker) -> Iterator[View]:
        """One consistent look at the rows for one asker."""
        with self.engine.connect() as connection:
            yield View(connection, asker, self.names, self.opener)


def build_services(
    settings: ApiSettings,
    engine: Engine,
    deployment: Deployment,
    rpc: Rpc,
    keyring: Keyring,
    now: Callable[[], float],
) -> Services:
    """Put the services together. Raises ConsortiumFileError."""
    tokens = TokenStore(engine, now)
    return Services(
        settings=settings,
        engine=engine,
        tokens=tokens,
        sessions=SessionStore(engine, tokens, now, settings.session_lifetime),
        names=read_names(settings.consortium),
        opener=RecordOpener(build_stores(settings, deployment, keyring)),
        bundles=BundleExporter(rpc, deployment),
        now=now,
    )


def build_stores(settings: LedgerSettings, deployment: Deployment, keyring: Keyring) -> Stores:
    """The stores that the settings name."""
    content: ContentStore
    if settings.content.startswith(("http://", "https://")):
        content = KuboContentStore(settings.content)
    else:
        content = DirectoryContentStore(Path(settings.content))
    return Stores(deployment.chain_id, content, DirectoryWrapStore(settings.wraps), keyring)


def read_names(path: Path) -> dict[str, DisplayName]:
    """Display names by member id, out of consortium.json.

    Its form: `{"members": [{"member": "0x…", "key": …, "name": {"en": …, "zh": …}}, …]}`. Raises ConsortiumFileError.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        return {
            str(each["member"]).lower(): DisplayName(str(each["name"]["en"]), each["name"].get("zh"), each.get("key"))
            for each in content["members"]
        }
    except KeyError as error:
        raise ConsortiumFileError(str(path), f"it has no {error}") from error
    except OSError as error:
        raise ConsortiumFileError(str(path), error.strerror or str(error)) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ConsortiumFileError(str(path), str(error)) from error

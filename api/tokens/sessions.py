"""Browser sessions: begun with a token, known by a random cookie, ended by signing out or with the token."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select

from ..database import writing
from ..tables.access import sessions
from .credentials import hash_secret
from .store import Token, TokenRefusedError, TokenStore


@dataclass(frozen=True, slots=True)
class Session:
    """A new session: the cookie's value and for how many seconds it counts."""

    cookie: str
    lifetime: int


class SessionStore:
    """Sessions in the database. A session never outlives its token; each request judges the token anew."""

    def __init__(self, engine: Engine, tokens: TokenStore, now: Callable[[], float], lifetime: int) -> None:
        self._engine = engine
        self._tokens = tokens
        self._now = now
        self._lifetime = lifetime

    def begin(self, secret: str) -> Session:
        """Begin a session with a token's secret. Raises TokenRefusedError."""
        token = self._tokens.find(secret)
        now = self._now()
        lifetime = int(min(self._lifetime, token.expires_at - now))
        cookie = secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            connection.execute(
                insert(sessions).values(
                    session_hash=hash_secret(cookie),
                    token_id=token.token_id,
                    started_at=now,
                    expires_at=now + lifetime,
                )
            )
        return Session(cookie, lifetime)

    def find(self, cookie: str) -> Token:
        """The token behind a session's cookie. Raises TokenRefusedError."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(sessions.c.token_id, sessions.c.expires_at).where(sessions.c.session_hash == hash_secret(cookie))
            ).first()
        if row is None or row.expires_at <= self._now():
            raise TokenRefusedError("the session has ended")
        return self._tokens.get(row.token_id)

    def end(self, cookie: str) -> None:
        """End a session; one that ended before is no error."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.session_hash == hash_secret(cookie)))

"""Tokens and browser sessions."""

from __future__ import annotations

from .credentials import hash_secret, new_secret
from .sessions import Session, SessionStore
from .store import (
    STANDS,
    IssuedToken,
    MemberState,
    Token,
    TokenRefusedError,
    TokenStore,
    UnknownTokenError,
    standing,
)

__all__ = [
    "STANDS",
    "IssuedToken",
    "MemberState",
    "Session",
    "SessionStore",
    "Token",
    "TokenRefusedError",
    "TokenStore",
    "UnknownTokenError",
    "hash_secret",
    "new_secret",
    "standing",
]

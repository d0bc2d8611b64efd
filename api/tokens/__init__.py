"""Tokens and browser sessions."""

from __future__ import annotations

from .credentials import hash_secret, new_secret
from .sessions import Session, SessionStore
from .store import IssuedToken, Token, TokenRefusedError, TokenStore, UnknownTokenError

__all__ = [
    "IssuedToken",
    "Session",
    "SessionStore",
    "Token",
    "TokenRefusedError",
    "TokenStore",
    "UnknownTokenError",
    "hash_secret",
    "new_secret",
]

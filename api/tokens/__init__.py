"""Tokens and browser sessions."""

from __future__ import annotations

from .credentials import hash_secret, new_secret
from .sessions import Session, SessionStore
from .store import IssuedToken, MemberState, Token, TokenRefusedError, TokenStore, UnknownTokenError

__all__ = [
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
]

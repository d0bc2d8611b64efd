"""The secrets themselves: random, opaque, and never stored.

256 random bits need no slow hash: SHA-256 of the secret is kept, and found by equality.
"""

from __future__ import annotations

import hashlib
import re
import secrets

#: Makes a leaked token easy to find by secret scanners.
PREFIX = "qct_"
_FORM = re.compile(r"qct_[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """A new token: `qct_` and 43 characters of base64url."""
    return PREFIX + secrets.token_urlsafe(32)


def new_name() -> str:
    """A public name for a token, by which it is listed and revoked: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def well_formed(secret: str) -> bool:
    """Whether this could be a token at all."""
    return _FORM.fullmatch(secret) is not None


def hash_secret(secret: str) -> str:
    """What is stored of a secret, 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()

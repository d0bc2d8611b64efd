"""Issues, lists, judges and revokes tokens (I/O). Times are the wall clock's: a token guards a door in the real world,
however fast the embedded chain's time runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, exists, insert, select, update

from quaychain.contracts.errors import QuaychainError

from ..database import writing
from ..permissions.roles import Role
from ..prepared import PreparedQuery, parameter
from ..tables.access import sessions, tokens
from ..tables.members import members
from .credentials import hash_secret, new_name, new_secret, well_formed

if TYPE_CHECKING:
    from ..pool import RowPool


@dataclass
class TokenRefusedError(QuaychainError):
    """No token, or one that is unknown, expired or revoked."""

    reason: str

    def __str__(self) -> str:
        return f"the token is refused: {self.reason}"


@dataclass
class UnknownTokenError(QuaychainError):
    """There is no token of this name."""

    token: str

    def __str__(self) -> str:
        return f"there is no token {self.token}"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed; the secret itself is nowhere. Times are Unix seconds."""

    token_id: str
    member_id: str
    role: Role
    label: str
    issued_at: float
    expires_at: float
    revoked_at: float | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token with its secret, which is shown this once."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True)
class MemberState:
    """What a token's member is: its kind and its status, by name."""

    kind: str
    status: str


class TokenStore:
    """Tokens in the database. `now` is the wall clock."""

    def __init__(self, engine: Engine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    def issue(self, member_id: str, role: Role, label: str, lifetime: float) -> IssuedToken:
        """A new token for a member, valid for `lifetime` seconds."""
        secret, now = new_secret(), self._now()
        token = Token(new_name(), member_id, role, label, now, now + lifetime, None)
        row = {
            "token_id": token.token_id,
            "token_hash": hash_secret(secret),
            "member_id": member_id,
            "role": role.value,
            "label": label,
            "issued_at": token.issued_at,
            "expires_at": token.expires_at,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(tokens).values(row))
        return IssuedToken(token, secret)

    def find(self, secret: str) -> Token:
        """The token of a secret, if it counts now. Raises TokenRefusedError."""
        return self.find_with_member(secret)[0]

    def find_with_member(self, secret: str) -> tuple[Token, MemberState | None]:
        """The token of a secret, if it counts now, and its member, where there is one. Raises TokenRefusedError."""
        values = _hashed(secret)
        with self._engine.connect() as connection:
            return self._with_member(_WITH_MEMBER.rows(connection, **values))

    async def find_with_member_by(self, pool: RowPool, secret: str) -> tuple[Token, MemberState | None]:
        """The same by the event loop's own connections. Raises TokenRefusedError, DatabaseUnreachableError."""
        return self._with_member(await pool.rows(_WITH_MEMBER, _hashed(secret)))

    def get(self, token_id: str) -> Token:
        """The token of this name, if it counts now. Raises TokenRefusedError."""
        with self._engine.connect() as connection:
            row = connection.execute(select(tokens).where(tokens.c.token_id == token_id)).first()
        if row is None:
            raise TokenRefusedError("it is unknown here")
        return self._valid(_token(row))

    def list(self, member_id: str | None = None) -> list[Token]:
        """All tokens, or those of one member, the newest first."""
        query = select(tokens).order_by(tokens.c.issued_at.desc(), tokens.c.token_id)
        if member_id is not None:
            query = query.where(tokens.c.member_id == member_id)
        with self._engine.connect() as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, token_id: str) -> None:
        """Revoke a token and end its sessions; revoked before, it stays as it was. Raises UnknownTokenError."""
        with writing(self._engine) as connection:
            known = connection.execute(select(tokens.c.revoked_at).where(tokens.c.token_id == token_id)).first()
            if known is None:
                raise UnknownTokenError(token_id)
            if known.revoked_at is None:
                connection.execute(update(tokens).where(tokens.c.token_id == token_id).values(revoked_at=self._now()))
            connection.execute(delete(sessions).where(sessions.c.token_id == token_id))

    def in_time(self, token: Token) -> bool:
        """Whether a token that was found before is still in its time. Whether it was revoked is for `STANDS` to say."""
        return self._now() < token.expires_at

    def _with_member(self, rows: Sequence[Any]) -> tuple[Token, MemberState | None]:
        if not rows:
            raise TokenRefusedError("it is unknown here")
        row = rows[0]
        return self._valid(_token(row)), MemberState(row.kind, row.status) if row.kind is not None else None

    def _valid(self, token: Token) -> Token:
        if token.revoked_at is not None:
            raise TokenRefusedError("it was revoked")
        if token.expires_at <= self._now():
            raise TokenRefusedError("it has expired")
        return token


_WITH_MEMBER = PreparedQuery(
    select(tokens, members.c.kind, members.c.status)
    .outerjoin(members, members.c.member_id == tokens.c.member_id)
    .where(tokens.c.token_hash == parameter("token_hash"))
)


#: That a token is still as it was found, with `standing`'s values: not revoked, of an active member of that kind.
STANDS = exists(
    select(tokens.c.token_id)
    .join(members, members.c.member_id == tokens.c.member_id)
    .where(
        tokens.c.token_id == parameter("token_id"),
        tokens.c.member_id == parameter("token_member"),
        tokens.c.role == parameter("token_role"),
        tokens.c.revoked_at.is_(None),
        members.c.kind == parameter("token_kind"),
        members.c.status == "active",
    )
)


def standing(token: Token, member: MemberState) -> dict[str, str]:
    """The values of `STANDS`'s parameters."""
    return {
        "token_id": token.token_id,
        "token_member": token.member_id,
        "token_role": token.role.value,
        "token_kind": member.kind,
    }


def _hashed(secret: str) -> dict[str, str]:
    if not well_formed(secret):
        raise TokenRefusedError("it is not of the form qct_…")
    return {"token_hash": hash_secret(secret)}


def _token(row: object) -> Token:
    return Token(
        row.token_id,  # type: ignore[attr-defined]
        row.member_id,  # type: ignore[attr-defined]
        Role(row.role),  # type: ignore[attr-defined]
        row.label,  # type: ignore[attr-defined]
        row.issued_at,  # type: ignore[attr-defined]
        row.expires_at,  # type: ignore[attr-defined]
        row.revoked_at,  # type: ignore[attr-defined]
    )

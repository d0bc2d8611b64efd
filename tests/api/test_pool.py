from sqlalchemy import make_url

from quaychain.api.pool import asyncpg_url


def test_what_only_libpq_knows_is_left_out_of_the_url() -> None:
    url = make_url("postgresql+psycopg://me:secret@db:5433/ledger?connect_timeout=5&sslmode=verify-full&keepalives=1")
    assert asyncpg_url(url) == "postgresql://me:secret@db:5433/ledger?sslmode=verify-full"

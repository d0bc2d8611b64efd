"""Alembic migrations of the tables; `quaychain.api.database.migrate` runs them."""

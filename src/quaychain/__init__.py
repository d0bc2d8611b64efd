"""Quaychain: one ledger for port-crane trade, owned by none of the parties to it."""

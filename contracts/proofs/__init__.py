"""Proofs that a stranger checks offline: building them needs a node, checking them needs only the bytes."""

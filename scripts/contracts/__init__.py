"""Compiles the contracts into the committed artifacts."""
